"""The questions of child-in-need plans and of plans for risk outside the home."""

from django import forms

from conferences.forms.plan import WORKED, WORKED_PER_CHILD, Met, MetChild
from conferences.models import ChildInNeedPlan, RiskContext, RiskOutsideTheHomePlan
from conferences.models.risk_outside_the_home_plan import LinkedTo, RiskKind
from conferences.models.support_plan_child import After, Consent, EndEvent, SeenEvery
from cpu.models import Agency, User
from cpu.roles import Permission
from govuk.forms import DateField
from partners.forms import Facts, one, say, short
from people.models import Case, Person
from referrals.models import Assessment
from strategy.models import Section47Enquiry
from strategy.models.enquiry import Exploitation
from workflow.forms import Choose, PastDate, PastMoment, StepForms

PEOPLE = {"is_service": False, "is_active": True}


def worker(label: str = "Which worker?"):
    return Choose(
        User,
        where=PEOPLE,
        may=Permission.CASE_ACCEPT,
        label=label,
        help_text="By name. Until this worker accepts, the unit holds the child.",
    )


def seen_every():
    return one("How often is the child seen?", SeenEvery, required=False, blank="Not said now")


class SaidByHand:
    """A child protection plan takes a plan's place by a conference alone, never by an answer here."""

    choices = [each for each in After.choices if each[0] != After.PROTECTION]


class Offer(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    to = worker()
    why = say("Why is there a plan?", "What the children need, and what came before it.")
    aim = say("What should be different for them?", required=False)
    visiting = one(
        "How often is the child seen?", SeenEvery, required=False, blank="Every 20 working days, for now"
    )
    enquiry = Choose(Section47Enquiry, required=False, label="After which enquiry?")
    assessment = Choose(Assessment, required=False, label="Or after which assessment?")


class OfferTo(forms.Form):
    to = worker("Whom do you ask?")
    words = say("What must this worker know now?")


class WithReason(forms.Form):
    reason = say("Why?")


class TakeBackChild(Facts):
    after = one("What comes instead?", SaidByHand)
    after_words = say("Who does that, from when?")


class AddChildren(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    to = worker()
    aim = say("What should be different for them?", required=False)
    visiting = one(
        "How often is the child seen?", SeenEvery, required=False, blank="Every 20 working days, for now"
    )


class SetOutChild(Facts):
    aim = say("What should be different for this child?", required=False)
    visiting = seen_every()


class RecordConsent(forms.Form):
    holder = Choose(
        Person, label="Who answers?", help_text="Somebody with parental responsibility for the child."
    )
    answer = one("What is the answer?", Consent)
    given_at = PastMoment(label="When?")
    how = short("How was it asked and given?", "“At home, in Polish with an interpreter, signed.”")
    words = say("In their own words", required=False)


class HoldMeeting(Met):
    pass


class HoldReview(Met):
    next_on = DateField(required=False, label="When is the next review?")


class ProposeEndChild(Facts):
    end_reason = say("What has changed for this child?", "In words for this child alone.", required=False)
    family_says = say(
        "What do the child, and whoever has parental responsibility, say to it?", required=False
    )
    after = one("What comes after the plan?", SaidByHand, required=False)
    after_words = say("Who does that, from when?", required=False)


class EndByEventChild(Facts):
    ended_by_event = one("What happened?", EndEvent)
    end_reason = say("What do you know of it, and from whom?")
    after_words = say("Moved: which authority has taken the plan on, and who there?", required=False)


ASKED = {
    **WORKED,
    "offer": Offer,
    "offer_to": OfferTo,
    "decline": WithReason,
    "take_back": WithReason,
    "add_children": AddChildren,
    "record_consent": RecordConsent,
    "hold_meeting": HoldMeeting,
    "hold_review": HoldReview,
    "let_go_on": WithReason,
}
PER_CHILD = {
    **WORKED_PER_CHILD,
    "take_back": TakeBackChild,
    "set_out": SetOutChild,
    "hold_meeting": MetChild,
    "hold_review": MetChild,
    "propose_end": ProposeEndChild,
    "end_by_event": EndByEventChild,
}

CHILD_IN_NEED = StepForms(ChildInNeedPlan, ASKED, per_child=PER_CHILD)


class DescribeRisk(forms.Form):
    parents_protect = say("What do the parents do to protect?", "They are partners in this plan.")
    exploitation = forms.MultipleChoiceField(
        label="How is the child exploited?",
        choices=Exploitation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    parents_need = say("What do the parents need for that?", required=False)


class AddContext(forms.Form):
    kind = one("What is it?", RiskKind)
    what = say("Which place, person or group, and what makes it dangerous?")
    action = say("What is done about it?", "Change the place, stop the person: not only watch the child.")
    agency = Choose(Agency, required=False, label="Which agency does it?")
    owner = short("Who does it, by name?", required=False)

    def clean(self):
        if not self.cleaned_data.get("agency") and not self.cleaned_data.get("owner"):
            self.add_error("owner", "Say who does it: an agency, or a person by name.")
        return self.cleaned_data


class EndContext(forms.Form):
    context = Choose(RiskContext, of_record=True, where={"ended_at": None}, label="Which one?")
    because = say("Why is it no longer a risk?")


class Link(forms.Form):
    to = one("To what?", LinkedTo)
    their_reference = short("Their reference", length=100)
    on = PastDate(label="Of which day?")
    words = say("What is said there that matters here?", required=False)


RISK_OUTSIDE = StepForms(
    RiskOutsideTheHomePlan,
    {
        **ASKED,
        "describe_risk": DescribeRisk,
        "add_context": AddContext,
        "end_context": EndContext,
        "link": Link,
    },
    per_child=PER_CHILD,
)
