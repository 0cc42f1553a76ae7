"""The questions of referrals and assessments. A referral is keyed in on a page of its own: `keying.py`."""

from django import forms

from cpu.codes import AssessmentFactor
from cpu.models import Team, TeamKind
from govuk.forms import DateField, YesNo
from partners.forms import FINDING, FINDING_PER_CHILD, PARTICIPATING, Facts, one, say, short
from people.forms import ExplainLateness
from people.models import Person
from referrals.models import Assessment, Referral
from referrals.models.assessment import Outcome, factor_says
from referrals.models.choices import Decision, Discipline, Ground, InfantMark, Look
from referrals.models.concerns import Urgent
from workflow.forms import Choose, PastDate, PastMoment, StepForms

OWN_WORDS = "In words for this child alone."


def several(label: str, choices, hint: str = "", *, required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


# Referral


class KeyedIn(forms.Form):
    """The body as `ReferralInput` has read it: each door asks it in a way of its own."""

    body = forms.JSONField(label="The referral")


class Posted(KeyedIn):
    client = forms.CharField(label="The system that sends it", max_length=100)


class LookForDanger(forms.Form):
    look = one("Is anybody in immediate danger?", Look)
    words = say("What did you see; what was done?", "One sentence is enough.")
    is_the_response = YesNo(label="Is this the response that the sender asked for by a time?", required=False)


class RecordResponse(forms.Form):
    responded_at = PastMoment(label="When?")
    words = say("What was done?")


class IdentifyChild(Facts):
    person = Choose(
        Person,
        required=False,
        label="Is this a person we know?",
        help_text="Choose only whom you have confirmed; nobody means a new person, as written.",
    )
    placeholder = short("No name at all? Say who is meant", "“Baby, flat 3, name unknown”.", required=False)


# Teams that may hold a child's case.
HOLDING = (TeamKind.UNIT, TeamKind.FRONT_DOOR, TeamKind.FAMILY_HELP, TeamKind.OUT_OF_HOURS)


class RecordPersonAround(forms.Form):
    who = short("Who of the people named in the referral?", "As the referral calls them: P1.", length=64)
    person = Choose(
        Person,
        required=False,
        label="Is this a person we know?",
        help_text="Choose only whom you have confirmed; nobody means a new person, as sent.",
    )


class AddSibling(forms.Form):
    given_name = short("Given name", required=False, length=100)
    family_name = short("Family name", required=False, length=100)
    date_of_birth = PastDate(label="Date of birth", required=False)
    unborn = YesNo(label="Not yet born?", required=False)
    expected_on = DateField(label="Expected date of birth", required=False)


class WithTeam(forms.Form):
    team = Choose(Team, where={"kind__in": HOLDING}, label="Which team has the child from now on?")


class RecordInfantMarkChild(Facts):
    """A bruise or mark on an infant who is not moving alone, or on a disabled child who does not move."""

    infant_mark = one("The mark: what is decided?", InfantMark)
    clinician = short("Which clinician of suitable expertise said so?", required=False)
    clinician_discipline = one("Of which discipline?", Discipline, required=False, blank="Not asked yet")
    clinician_at = PastMoment(label="When?", required=False)
    clinician_said = say("What was said, and why?", required=False)


class RecordFactsChild(Facts):
    clinician = short("A clinician was asked: who?", required=False)
    clinician_discipline = one("Of which discipline?", Discipline, required=False, blank="Nobody was asked")
    clinician_at = PastMoment(label="When?", required=False)
    clinician_said = say(
        "What was the advice?", "A mark may not show, on dark skin least of all.", required=False
    )
    heard_alone_at = PastMoment(label="When was the child seen and heard alone?", required=False)
    heard_alone_by = short("By whom?", required=False)
    own_words = say("What did the child say?", "Exactly, in the child's own words.", required=False)


class RecordReferrerContact(forms.Form):
    happened_at = PastMoment(label="When?")
    reached = YesNo(label="Was the referrer reached?")
    words = say("What was said; or what was tried?")
    why_impossible = say(
        "Not reached: why is a conversation impossible?",
        "At least two dated attempts and this reason stand in its place.",
        required=False,
    )


class RecordEarlierConcerns(forms.Form):
    shows = say(
        "What do the earlier concerns show together?",
        "About the child and the household, from whomever. Concerns are counted, not referrers.",
    )


class RecordConsent(forms.Form):
    given_by = short("Who agrees to these checks?")
    given_at = PastMoment(label="When?")
    how = say("How, and to what?")


class WithReason(forms.Form):
    reason = say("Why?")


class Protect(WithTeam):
    reason = say(
        "Why?", "One sentence is enough; with several children each child’s own is owed, and blocks nothing."
    )


class ProtectSoon(Protect):
    urgency = one("How soon?", Urgent, required=False, blank="Within one working day")


class DecidedChild(Facts):
    decided_why = say("Why, for this child?", OWN_WORDS, required=False)


class ProposeChild(Facts):
    proposed = one("What do you propose?", Decision)
    proposed_why = say("Why?", OWN_WORDS)
    history = say("What does this child's history tell?", required=False)
    grounds = several(
        "On which grounds?", Ground.choices, "No visible injury is never the only one.", required=False
    )


class WithWords(forms.Form):
    words = say("What do you agree to, and why?")


class EndedChild(Facts):
    decided_why = say("Why, for this child?", OWN_WORDS)


class HandedChild(EndedChild):
    handed_to = short("To whom is the child handed?", "A service, and a person there.", length=300)


class AcceptedChild(Facts):
    accepted_by = short("Who has accepted?")
    accepted_at = PastMoment(label="When?")


class ReasonsChild(Facts):
    decided_why = say("Why, for this child?", OWN_WORDS)


class Told(forms.Form):
    told_at = PastMoment(label="When?")
    words = say("What was said; or why can it not be said?")


REFERRAL = StepForms(
    Referral,
    {
        **PARTICIPATING,
        "post": Posted,
        "key_in": KeyedIn,
        "record_person_around": RecordPersonAround,
        "add_sibling": AddSibling,
        "look_for_danger": LookForDanger,
        "explain_lateness": ExplainLateness,
        "record_response": RecordResponse,
        "open_cases": WithTeam,
        "record_referrer_contact": RecordReferrerContact,
        "record_earlier_concerns": RecordEarlierConcerns,
        "record_consent": RecordConsent,
        "allow_checks": WithReason,
        "decide_strategy": ProtectSoon,
        "decide_strategy_and_assessment": ProtectSoon,
        "decide_emergency": Protect,
        "decide_assessment": Protect,
        "second_manager_agrees": WithWords,
        "tell_referrer": Told,
        "tell_parents": Told,
    },
    per_child={
        "identify": IdentifyChild,
        "record_infant_mark": RecordInfantMarkChild,
        "record_facts": RecordFactsChild,
        "decide_strategy": DecidedChild,
        "decide_strategy_and_assessment": DecidedChild,
        "decide_emergency": DecidedChild,
        "decide_assessment": DecidedChild,
        "propose": ProposeChild,
        "decide_no_action": EndedChild,
        "decide_advice": EndedChild,
        "decide_family_help": HandedChild,
        "pass_on": HandedChild,
        "record_acceptance": AcceptedChild,
        "record_reasons": ReasonsChild,
    },
)


# Assessment


class SetReview(forms.Form):
    review_on = DateField(label="For which day is the review planned?")


class AssessmentFactsChild(Facts):
    parents_seen_at = PastMoment(label="When were the parents or carers seen?", required=False)
    parents_views = say("What do they say?", required=False)
    home_seen_at = PastMoment(label="When was the home seen?", required=False)
    home = say("How was it?", "What was seen: warmth, food, safety. Not only “adequate”.", required=False)
    sleeping_place = say("Where does this child sleep?", required=False)
    identity_and_culture = say(
        "Race, culture, faith, language, disability, identity: what matters to this child?", required=False
    )


class RecordLinkedReferrerContact(RecordReferrerContact):
    concern = short(
        "Reference of the concern", "Of this one, or of an earlier one about child or household.", length=24
    )


class ProposeOutcomeChild(Facts):
    outcome = one("What is the outcome for this child?", Outcome)
    factors = several(
        "What was found to bear on this child?",
        [(each.value, factor_says(each)) for each in AssessmentFactor],
        "“None identified” stands alone.",
    )
    proposed_why = say("What was found, and why this outcome?", OWN_WORDS)


ASSESSMENT = StepForms(
    Assessment,
    {
        **FINDING,
        "set_review": SetReview,
        "record_referrer_contact": RecordLinkedReferrerContact,
        "step_up": ProtectSoon,
        "send_back": WithReason,
        "second_manager_agrees": WithWords,
    },
    per_child={
        **FINDING_PER_CHILD,
        "record_facts": AssessmentFactsChild,
        "propose": ProposeOutcomeChild,
    },
)
