"""The questions of pre-proceedings."""

from django import forms

from court.models import PreProceedings
from court.models.preproceedings import FamilyMeeting
from cpu.models import Team
from govuk.forms import YesNo
from partners.forms import Facts
from people.models import Case
from workflow.forms import Choose, PastDate, StepForms, one, say, short

NOT_ADVICE = "Legal advice is privileged: it is not written here."


def _team():
    return Choose(
        Team, required=False, label="Which unit?", help_text="Left empty, the child protection unit."
    )


class Decide(forms.Form):
    cases = Choose(Case, many=True, label="For which children of the household?")
    decided_on = PastDate(label="When was it decided?")
    why = say("Why?", NOT_ADVICE)
    team = _team()


class RecordUrgentApplication(forms.Form):
    cases = Choose(Case, many=True, label="For which children?")
    application_on = PastDate(label="When was the application issued?")
    why = say("Why could it not wait?", NOT_ADVICE)
    team = _team()


class TakeIn(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    begun_on = PastDate(label="From which day?")
    why = say("Why?", NOT_ADVICE)


class RecordLetter(forms.Form):
    sent_on = PastDate(label="When was the letter sent?")
    offered = YesNo(
        label="Does the letter offer family group decision-making?",
        help_text="The law asks for the offer before an application (section 31ZA).",
    )


class RecordFamilyMeeting(forms.Form):
    family_meeting = one("What became of family group decision-making?", FamilyMeeting)
    happened_on = PastDate(label="When?", required=False)

    def clean(self):
        held = self.cleaned_data.get("family_meeting") == FamilyMeeting.HELD
        if held and not self.cleaned_data.get("happened_on"):
            self.add_error("happened_on", "Say when the family met.")
        return self.cleaned_data


class RecordFamilyMeetingChild(Facts):
    family_meeting_why = say(
        "Not offered: why would it not be in this child's best interests?",
        "In words for this child alone.",
        required=False,
    )


class RecordFirstMeeting(forms.Form):
    held_on = PastDate(label="When was the first meeting with the parents?")
    agreed = say("What was agreed?", required=False)


class RecordReview(forms.Form):
    held_on = PastDate(label="When was the review held?")
    words = say("What has changed, and what was agreed?", NOT_ADVICE)


class ProposeStepDownChild(Facts):
    step_down_why = say(
        "Why is going to court no longer needed for this child?", "In words for this child alone."
    )
    next_plan = short("What comes next?", "The plan that goes on or begins.", length=300)
    next_lead = short("Who leads it?")


class AgreeStepDown(forms.Form):
    decided_on = PastDate(label="When was it decided?")
    comment = say("What do you agree to, and why?", NOT_ADVICE)


class GoOn(forms.Form):
    reason = say("Why?", NOT_ADVICE)


class DecideToApply(forms.Form):
    decided_on = PastDate(label="When was it decided?")


class RecordLetterOfIntent(forms.Form):
    sent_on = PastDate(label="When was the letter sent?")


class RecordApplication(forms.Form):
    application_on = PastDate(label="When was the application issued?")
    emergency = YesNo(label="Was it an emergency?", required=False)


PRE_PROCEEDINGS = StepForms(
    PreProceedings,
    {
        "decide": Decide,
        "record_urgent_application": RecordUrgentApplication,
        "take_in": TakeIn,
        "record_letter": RecordLetter,
        "record_family_meeting": RecordFamilyMeeting,
        "record_first_meeting": RecordFirstMeeting,
        "record_review": RecordReview,
        "agree_step_down": AgreeStepDown,
        "go_on": GoOn,
        "decide_to_apply": DecideToApply,
        "record_letter_of_intent": RecordLetterOfIntent,
        "record_application": RecordApplication,
    },
    per_child={
        "record_family_meeting": RecordFamilyMeetingChild,
        "propose_step_down": ProposeStepDownChild,
    },
)
