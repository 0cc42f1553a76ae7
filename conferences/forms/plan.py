"""The questions of plans: actions, meetings and visits, asked the same in every plan that is worked."""

from django import forms

from conferences.models import ActionEnded, PlanAction, PlanMeeting, RiskChange
from cpu.models import Agency
from govuk.forms import DateField, YesNo
from partners.forms import PARTICIPATING, Facts, RecordOwnWords, RecordSeenChild, one, say, short
from partners.models import SeenHow
from workflow.forms import Choose, PastMoment

# The actions of this plan that are still to be done.
OPEN_ACTIONS = {"of_record": True, "where": {"ended": ""}, "label": "Which action?"}


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
    who_else = None
    sleeping_place_seen = YesNo(label="Was the place where the child sleeps seen?", required=False)
    words = say("The child's own words", "Exactly as said.", required=False)
    question = say("What was asked before?", "“Nothing was asked” is an answer.", required=False)

    field_order = ("seen", "not_alone_because", "what_next", "manager_told", "words", "question", "observed")

    def clean(self):
        answered = super().clean()
        if answered.get("words") and not answered.get("question"):
            self.add_error("question", "Say what was asked before; “nothing was asked” is an answer.")
        return answered


WORKED = {
    **PARTICIPATING,
    "record_own_words": RecordOwnWords,
    "add_action": AddAction,
    "change_action": ChangeAction,
    "record_progress": RecordProgress,
    "end_action": EndAction,
    "record_visit": RecordVisit,
}
WORKED_PER_CHILD = {"record_visit": RecordVisitChild}
