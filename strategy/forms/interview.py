"""The questions of ABE interviews."""

from django import forms

from cpu.models import User
from govuk.forms import YesNo
from partners.forms import WriteNote, one, say, short
from people.models import Case
from strategy.forms.shared import PEOPLE
from strategy.models import (
    AbeInterview,
    StrategyDiscussion,
)
from strategy.models.interview import GenderChoice, Intermediary, Order
from workflow.forms import Choose, FutureMoment, PastMoment, StepForms


class DecideInterview(forms.Form):
    case = Choose(
        Case, label="Which child?", help_text="A child who saw or heard it has an interview of their own."
    )
    purpose = say("What is the interview to find out?")
    discussion = Choose(
        StrategyDiscussion, required=False, label="At which strategy discussion was it decided on?"
    )
    linked = Choose(
        AbeInterview,
        required=False,
        label="With which other interview does it go?",
        help_text="A brother's or sister's, or a first one.",
    )
    decided_at = PastMoment(
        label="When was it decided on?",
        required=False,
        help_text="Left empty, now. Five working days count from here.",
    )


class RecordHeldInterview(forms.Form):
    case = Choose(Case, label="Which child?")
    held_at = PastMoment(label="When was it held?")
    recording_reference = short("Police reference of the recording", required=False, length=100)
    safeguarding_summary = say(
        "Safeguarding summary", "What everybody needs to know who keeps this child safe.", required=False
    )
    discussion = Choose(StrategyDiscussion, required=False, label="Which strategy discussion is it about?")
    interviewer = Choose(User, where=PEOPLE, required=False, label="Who interviewed?")


class PlanInterview(forms.Form):
    planned_for = FutureMoment(label="For when?", help_text="A time that suits this child.")
    place = short("Where?", "A suite, or a place that the child prefers.")
    interviewer = Choose(User, where=PEOPLE, required=False, label="Lead interviewer")
    second_interviewer = Choose(User, where=PEOPLE, required=False, label="Second interviewer")
    people = say("Who else takes part or listens, and who supports the child?", required=False)
    gender_choice = one(
        "By whom does the child want to be interviewed?",
        GenderChoice,
        required=False,
        blank="Not answered yet",
    )
    topics = say("Which topics?", "And what was said first, to whom, in which words.", required=False)
    order = one("In which order with the medical?", Order, required=False, blank="Not decided yet")
    order_why = say("Why in this order?", required=False)
    delay_why = say("If it is more than five working days after the decision: why?", required=False)


class RecordNeeds(forms.Form):
    language = short("In which language does this child say what matters?", "Sign and gesture too.")
    intermediary = one("Was an intermediary considered?", Intermediary, "For every child.")
    intermediary_why = say("Who is it; or why not?", required=False)
    interpreter = short("Which interpreter?", "Never family, nor a friend of the family.", required=False)
    interpreter_is_family = YesNo(label="Is the interpreter family, or close to it?", required=False)
    communication = say("Disability, and how does the child communicate?", required=False)


class RecordAgreement(forms.Form):
    agrees = YesNo(label="Does the child agree?")
    agreement = say("What was the child told, and what did the child say to it?")
    carer_informed = YesNo(label="Was a parent or carer informed?")
    carer_words = say(
        "Who, when and by whom; or why not?", "Somebody who is suspected is not asked to agree."
    )
    eyewitnesses = say(
        "Which brothers or sisters saw or heard it?",
        "An interview is asked for them as well.",
        required=False,
    )


class HoldInterview(forms.Form):
    held_at = PastMoment(label="When was it held?")
    recording_reference = short(
        "Police reference of the recording",
        "The police keep the recording and its log.",
        required=False,
        length=100,
    )
    safeguarding_summary = say(
        "Safeguarding summary",
        "What everybody needs to know who keeps this child safe. All who work with the child read it.",
        required=False,
    )
    interviewer = Choose(User, where=PEOPLE, required=False, label="Lead interviewer")
    second_interviewer = Choose(User, where=PEOPLE, required=False, label="Second interviewer")
    who_was_there = say("Who else was there, or listened?", required=False)


class WriteSummary(forms.Form):
    safeguarding_summary = say(
        "Safeguarding summary",
        "All who work with the child read it; nobody reads more than this without need.",
    )


class GiveReasons(forms.Form):
    recording_reference = short("Police reference of the recording", required=False, length=100)
    delay_why = say("Later than five working days: why?", required=False)
    before_discussion_why = say(
        "Held before the strategy discussion: who decided so, and why?", required=False
    )

    def clean(self):
        if not any(self.cleaned_data.values()):
            self.add_error("delay_why", "Answer one of the questions.")
        return self.cleaned_data


class EvaluateInterview(forms.Form):
    information = say("What was learnt?", "Only police and those who work the case read this.")
    action_now = say("What has to be done for the child's safety now?")
    safeguarding_summary = say("Safeguarding summary", "All who work with the child read it.")
    next_step = say("What is the next step?")
    second_interview = YesNo(label="Is a second interview needed?")
    second_why = say("A second interview: why, and when?", required=False)


class RecordInterviewRefusal(forms.Form):
    happened_at = PastMoment(label="When?")
    refusal = say("How did the child say no?", "In the child's own words.")
    to_whom = short("To whom?")
    offered = say("What else was offered?", "Another day, place, person, way.", required=False)
    how_heard = say("How is the child heard instead?", required=False)


class DeclineInterview(forms.Form):
    none_why = say("Why does it end here, and how can the child come back to it?")


class DecideNone(forms.Form):
    none_why = say("Why is there no interview now?")
    how_heard = say("How is the child heard instead?")


class RecordAgreesToNone(forms.Form):
    police_agrees = short("Which officer agrees?", required=False)
    social_care_agrees = short("Which social worker agrees?", required=False)

    def clean(self):
        if not any(self.cleaned_data.values()):
            self.add_error("police_agrees", "Name who agrees.")
        return self.cleaned_data


class NoteOnInterview(WriteNote):
    words = say(
        "What was said or seen?",
        "Everybody who works with the child reads a note: nothing from the interview itself.",
    )


INTERVIEW = StepForms(
    AbeInterview,
    {
        "decide": DecideInterview,
        "record_held": RecordHeldInterview,
        "plan": PlanInterview,
        "record_needs": RecordNeeds,
        "record_agreement": RecordAgreement,
        "hold": HoldInterview,
        "write_summary": WriteSummary,
        "give_reasons": GiveReasons,
        "evaluate": EvaluateInterview,
        "record_refusal": RecordInterviewRefusal,
        "decline": DeclineInterview,
        "decide_none": DecideNone,
        "record_agrees_to_none": RecordAgreesToNone,
        "note": NoteOnInterview,
    },
)
