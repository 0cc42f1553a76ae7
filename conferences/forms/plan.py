"""The questions of plans: actions, meetings and visits, asked the same in every plan that is worked."""

from typing import Any

from django import forms

from conferences.models import (
    ActionEnded,
    ChildProtectionPlan,
    Drift,
    EndReason,
    PlanAction,
    PlanMeeting,
    RiskChange,
)
from cpu.models import Agency, User
from cpu.roles import Permission
from govuk.forms import Choice, DateField, YesNo
from partners.forms import PARTICIPATING, Facts, RecordOwnWords, RecordSeenChild, one, say, short
from partners.models import AT_A_DISTANCE, Seen, SeenHow
from people.models import Case
from workflow.forms import Choose, PastDate, PastMoment, StepForms

PEOPLE = {"is_service": False, "is_active": True}

# The actions of this plan that are still to be done.
OPEN_ACTIONS: dict[str, Any] = {"of_record": True, "where": {"ended": ""}, "label": "Which action?"}


class AddAction(forms.Form):
    risk = say("Which risk does this answer?")
    outcome = say("What should be different for the child?")
    action = say("What will be done?")
    agency = Choose(Agency, required=False, label="Which agency does it?")
    owner = short(
        "Who does it, by name?", "A parent or grandparent too: nobody needs to sign in.", required=False
    )
    due_on = DateField(label="By when?")
    contingency = say("What if it is not done?", required=False)

    def clean(self):
        if not self.cleaned_data.get("agency") and not self.cleaned_data.get("owner"):
            self.add_error("owner", "Say who does it: an agency, or a person by name.")
        return self.cleaned_data


class ChangeAction(forms.Form):
    action = Choose(PlanAction, **OPEN_ACTIONS)
    due_on = DateField(label="By when now?")
    reason = say("Why?")


class RecordProgress(forms.Form):
    action = Choose(PlanAction, **OPEN_ACTIONS)
    words = say("What has become of it?")
    meeting = Choose(PlanMeeting, of_record=True, required=False, label="Said at which meeting?")


class EndAction(forms.Form):
    action = Choose(PlanAction, **OPEN_ACTIONS)
    ended = one("What came of it?", ActionEnded)
    because = say("In a few words: what changed for the child, or why it is dropped")


class Met(forms.Form):
    """What every meeting about a plan asks."""

    held_at = PastMoment(label="When was it held?")
    here = Choose(Agency, many=True, required=False, label="Which agencies were there?")
    who_was_there = say("Who was there, by name?", required=False)
    parents = say("Which parents or carers were there; or why not, and how are they told?", required=False)
    progress = say("What has moved since the last meeting?", required=False)
    next_on = DateField(required=False, label="When does it meet next?")


class MetChild(Facts):
    risk = one("Is the risk for this child less, the same, or more?", RiskChange, required=False)
    risk_words = say("What shows it?", required=False)


class RecordVisit(forms.Form):
    happened_at = PastMoment(label="When?", help_text="The time of the visit, not of writing it down.")
    how = one("How?", SeenHow)
    place = short("Where?")
    by_whom = short("By whom?")
    announced = YesNo(label="Did they know you were coming?", required=False)
    who_else = short("Who else was there?", required=False, length=300)


class RecordVisitChild(RecordSeenChild):
    seen = one("Was the child seen?", Seen, "For a child not yet born: was the mother seen?")
    who_else = None  # type: ignore[assignment]  # asked once for the visit
    sleeping_place_seen = YesNo(label="Was the place where the child sleeps seen?", required=False)
    sleeping_place = say("Where does the child sleep, and what is it like there?", required=False)
    words = say("The child's own words", "Exactly as said.", required=False)
    question = say("What was asked before?", "“Nothing was asked” is an answer.", required=False)

    field_order: tuple[str, ...] = (
        "seen",
        "not_alone_because",
        "what_next",
        "manager_told",
        "words",
        "question",
        "observed",
    )

    def clean(self):
        answered = super().clean()
        if answered.get("words") and not answered.get("question"):
            self.add_error("question", "Say what was asked before; “nothing was asked” is an answer.")
        return answered


CALLED_HOW = [(each.value, str(each.label).partition(":")[0]) for each in AT_A_DISTANCE]
CALLED_ALONE = [(Seen.ALONE.value, "Alone, as far as could be told"), (Seen.NOT_ALONE.value, "Not alone")]


class RecordCall(forms.Form):
    happened_at = PastMoment(label="When?")
    how = Choice(label="How?", choices=CALLED_HOW)
    place = short("Where was the child?")
    by_whom = short("Who spoke to the child?")
    who_else = short("Who else was there, seen or heard?", required=False, length=300)


class RecordCallChild(RecordVisitChild):
    seen = Choice(label="Was the child alone on the call?", choices=CALLED_ALONE)
    what_next = manager_told = sleeping_place_seen = sleeping_place = None  # type: ignore[assignment]  # asked of a visit alone

    only_if = {"not_alone_because": RecordVisitChild.only_if["not_alone_because"]}
    field_order = ("seen", "not_alone_because", "words", "question", "observed")


WORKED = {
    **PARTICIPATING,
    "record_own_words": RecordOwnWords,
    "add_action": AddAction,
    "change_action": ChangeAction,
    "record_progress": RecordProgress,
    "end_action": EndAction,
    "record_visit": RecordVisit,
    "record_call": RecordCall,
}
WORKED_PER_CHILD = {"record_visit": RecordVisitChild, "record_call": RecordCallChild}


# Child protection plan


class TakeAlongside(forms.Form):
    cases = Choose(Case, many=True, label="Which brothers or sisters?")


class NameLeadChild(Facts):
    lead_practitioner = Choose(
        User,
        where=PEOPLE,
        may=Permission.PLAN_WORK,
        label="Who leads?",
        help_text="A qualified social worker; another only with a reason.",
    )


class BirthResponseChild(Facts):
    birth_response = say(
        "What happens at the birth?",
        "Who is called, day and night; no discharge before a meeting; who may visit the ward.",
    )


class MakeDetailedPlan(Met):
    inquorate_because = say(
        "If the lead practitioner was not there, or no other agency was: why did it meet without them?",
        required=False,
    )

    field_order = ("held_at", "here", "inquorate_because")


class HoldCoreGroup(MakeDetailedPlan):
    bring_forward = say(
        "Ask for the review conference to be brought forward: why?",
        "The core group cannot end the plan. Leave it empty if the date stands.",
        required=False,
    )


class MakeDetailedPlanChild(MetChild):
    detail = say("What must change for this child, by when, and how will we know?", required=False)


class RecordAway(forms.Form):
    away_from = PastDate(label="Since when?")
    away_where = short("Where, and with whom?", length=300)
    away_who_visits = short(
        "Who visits meanwhile?",
        "The clock of visits never stops. Name the person and the authority.",
        length=300,
    )
    away_until = DateField(required=False, label="Until when, as far as is known?")


class ComeBack(forms.Form):
    back_on = PastDate(label="Since when is the child back?")


class RecordSeniorReview(forms.Form):
    what = one("What is reviewed?", Drift)


class SeniorReviewChild(Facts):
    senior_review = say(
        "Why has it lasted, or come again; and what changes now?", "In words for this child alone."
    )


class ProposeEndChild(Facts):
    end_reason = Choice(
        label="What has happened?",
        choices=[pair for pair in EndReason.choices if pair[0] != EndReason.CONFERENCE],
    )
    end_on = PastDate(label="When?")
    end_words = say("Why does the plan end, for this child?")
    receiving_authority = short("Moved: which authority has held its conference?", required=False)
    receiving_conference_on = PastDate(required=False, label="Moved: when did it hold its conference?")
    seen_there_by = short("Moved or left: who has seen the child there?", required=False)
    seen_there_on = PastDate(required=False, label="Moved or left: when was the child seen there?")
    after = say("Who works with the child or the family now, and who has accepted it?", required=False)

    only_if = {
        "receiving_authority": ("end_reason", [EndReason.MOVED]),
        "receiving_conference_on": ("end_reason", [EndReason.MOVED]),
        "seen_there_by": ("end_reason", [EndReason.MOVED, EndReason.LEFT]),
        "seen_there_on": ("end_reason", [EndReason.MOVED, EndReason.LEFT]),
    }


class DeclineEnd(forms.Form):
    reason = say("Why does the plan go on?")


PLAN = StepForms(
    ChildProtectionPlan,
    {
        **WORKED,
        "take_alongside": TakeAlongside,
        "make_detailed_plan": MakeDetailedPlan,
        "hold_core_group": HoldCoreGroup,
        "record_away": RecordAway,
        "come_back": ComeBack,
        "come_back_before_detailed_plan": ComeBack,
        "record_senior_review": RecordSeniorReview,
        "decline_end": DeclineEnd,
    },
    per_child={
        **WORKED_PER_CHILD,
        "name_lead_practitioner": NameLeadChild,
        "record_birth_response": BirthResponseChild,
        "make_detailed_plan": MakeDetailedPlanChild,
        "hold_core_group": MakeDetailedPlanChild,
        "record_senior_review": SeniorReviewChild,
        "propose_end": ProposeEndChild,
    },
)
