"""The questions of child protection medicals."""

from django import forms

from cpu.models import Agency
from govuk.forms import DateField, YesNo
from partners.forms import WriteNote, one, say, short
from people.models import Case
from strategy.guards.medical import DOES_NOT_EXCLUDE
from strategy.models import (
    ChildProtectionMedical,
    MedicalAction,
    MedicalOpinion,
    StrategyDiscussion,
)
from strategy.models.medical import (
    ActionKind,
    ConsentBy,
    ConsentPart,
    MedicalType,
    Opinion,
    OpinionKind,
    Refuser,
)
from workflow.forms import Choose, FutureMoment, PastDate, PastMoment, StepForms

ON_THIS_SKIN = (
    "Colour against this child's own skin, not a textbook's: on brown and black skin a bruise may show as darker, "
    "purple or grey, or only as swelling, warmth, shine or pain. Say in which light."
)


class RequestMedical(forms.Form):
    """A child who is unwell or hurt goes to the emergency department first."""

    case = Choose(Case, label="Which child?", help_text="A brother or sister has a medical of their own.")
    type = one(
        "What kind of medical?",
        MedicalType,
        "A child who is unwell or hurt goes to the emergency department first: treatment does not wait for this.",
        hints={
            MedicalType.ACUTE_PHYSICAL: "Examined within 24 hours.",
            MedicalType.SEXUAL_ACUTE: "Ring the sexual assault referral centre within the hour.",
            MedicalType.SEXUAL_NON_RECENT: "Offered however long ago it was; the child need not have said anything.",
            MedicalType.INFANT_MARK: "Examined the same day or night.",
        },
    )
    allegation = say(
        "What is said to have happened?", f"What was seen or said, in the words used. {ON_THIS_SKIN}"
    )
    discussion = Choose(
        StrategyDiscussion,
        required=False,
        label="Which strategy discussion asked for it?",
        help_text="Left empty where the child is examined first and the discussion follows.",
    )
    last_incident_at = PastMoment(label="Last time it may have happened", required=False)
    last_incident = short(
        "When it may have happened, in words", "“Between Friday evening and Sunday noon”.", required=False
    )
    siblings = say("Which brothers and sisters should be examined too?", required=False)
    interpreter = short("Is an interpreter needed: which language, who?", "Never family.", required=False)
    brought_by = short("Who brings the child?", required=False)
    asked_of = Choose(
        Agency,
        required=False,
        label="Which service is asked?",
        help_text="It sees this medical from now on, and nothing else of the child.",
    )
    requested_at = PastMoment(
        label="When was it asked for?",
        required=False,
        help_text="Left empty, now. The time counts from here.",
    )


class AskService(forms.Form):
    asked_of = Choose(
        Agency,
        label="Which service?",
        help_text="It sees this medical from now on, and nothing else of the child.",
    )


class RecordSarcCalled(forms.Form):
    called_at = PastMoment(label="When was the centre called?")
    spoke_to = short("Who was spoken to?")
    advice = say("What did they advise?", "Their clinician decides what is still worth examining, and when.")
    early_samples = say(
        "Early samples: what was taken, or why nothing?",
        "Mouth, urine, skin, clothes and bedding: before the child washes, drinks or changes, if the child agrees.",
    )


class AcceptMedical(forms.Form):
    accepted_by = short("Who accepts it?", "Name and service.")
    advice = say(
        "What should happen until then?", "Washing, clothes, feeding, safe to be at home.", required=False
    )


class BookMedical(forms.Form):
    booked_for = FutureMoment(label="For when?")
    place = short("Where?")
    clinician = short("Which clinician?", required=False)
    brought_by = short("Who brings the child?", required=False)
    why_not_sooner = say("If it is later than it should be: why?", required=False)
    asked_of = Choose(Agency, required=False, label="Which service is it, if it was not asked yet?")


class RecordNotBrought(forms.Form):
    happened_at = PastMoment(label="When was the child expected?")
    what_next = say("What happens next?", "The request stands, and its time runs on.")
    manager_told = short("Which manager was told, just now?")
    words = say("What was said by those who were to bring the child?", required=False)


class AttendMedical(forms.Form):
    examined_at = PastMoment(
        label="When did the examination begin?", help_text="Opinion and report count from here."
    )
    clinician = short("Who examined the child?", "Name, and of what grade or specialty.")
    place = short("Where?", required=False)
    examined_until = PastMoment(label="When did it end?", required=False)
    brought_by = short("Who brought the child?", required=False)
    supervised_by = short("Who supervised?", required=False)
    chaperone = short("Who was the chaperone?", required=False)
    who_was_there = say("Who else was there?", required=False)
    assent = say("What did the child say or show about being examined?", required=False)
    photographs_taken = YesNo(label="Were photographs taken?", required=False)
    samples_taken = YesNo(label="Were samples taken?", required=False)


class RecordConsent(forms.Form):
    parts = forms.MultipleChoiceField(
        label="To what?",
        help_text="Each part is a question of its own: record once for those with the same answer.",
        choices=ConsentPart.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    given = YesNo(label="Was consent given?", help_text="A refusal is recorded too.")
    by_right = one("By what right?", ConsentBy)
    who = short("By whom?", "Name and relationship. Somebody who is suspected is no help to the child here.")
    how = short("How?", "In writing, by telephone with a witness, in person.", length=300)
    happened_at = PastMoment(label="When?")


class RecordFindings(forms.Form):
    findings = say(
        "What was found?",
        f"“No findings” is a finding. Growth, development and behaviour too. {ON_THIS_SKIN}",
    )
    not_examined = say(
        "Which areas were not examined, and why?", "“None: the whole child was examined” is an answer."
    )
    causes_considered = say(
        "Which medical causes were considered?", "Birthmark, blood disorder, brittle bones.", required=False
    )


class RecordMark(forms.Form):
    site = short("Where on the body?", "Left and right are the child's.")
    size = short("How large?", "In millimetres.", length=100)
    shape = short("What shape?")
    colour = say("What colour?", f"{ON_THIS_SKIN} Its age cannot be told from the colour.")
    feel = say("Swelling, warmth, pain when touched?")
    explanation = say("What explanation was given?", required=False)
    explained_by = short("By whom?", required=False)
    development = short("Does it fit what this child can do: roll, crawl, climb?", required=False)
    photograph = short("Number of the photograph", required=False, length=100)


def opinion():
    return one("What is your opinion?", Opinion, DOES_NOT_EXCLUDE)


class GivePreliminaryOpinion(forms.Form):
    opinion = opinion()
    words = say(
        "In words that a social worker and an officer can act on", "And what should happen until the report."
    )
    given_at = PastMoment(label="When was it given in writing?")
    told = say("To whom was it given?", "The social worker and the officer, by name.")


class WriteDownOpinion(forms.Form):
    opinion_kind = one("What is it?", OpinionKind)
    opinion = one("What did the clinician say?", Opinion, DOES_NOT_EXCLUDE)
    words = say("In the clinician's words")
    clinician_name = short("Which clinician said so?", "Name, specialty and hospital.")
    given_at = PastMoment(label="When?")


class ConfirmOpinion(forms.Form):
    entry = Choose(MedicalOpinion, of_record=True, label="Which opinion do you confirm?")
    words = say("What would you add?", required=False)


class IssueReport(forms.Form):
    opinion = opinion()
    words = say(
        "What does the report conclude?",
        "What was found, what explains it, what does not, what the child needs. The report itself goes by post.",
    )
    issued_at = PastMoment(label="When was it issued?")
    told = say("To whom did it go?", "Social worker, officer, GP; and what the family was told.")


class PlanAction(forms.Form):
    action_kind = one("What has to be done?", ActionKind)
    who = short("Who does it?")
    first_on = DateField(
        label="Repeat imaging: when was the first?",
        required=False,
        help_text="The repeat falls eleven to fourteen days later.",
    )
    due_on = DateField(label="By when?", required=False, help_text="For anything but repeat imaging.")
    words = say("In words", required=False)


class RecordActionDone(forms.Form):
    action = Choose(MedicalAction, of_record=True, label="Which action?")
    done_on = PastDate(label="When was it done?")
    outcome = say("What came of it?")


class RecordRefusal(forms.Form):
    refused_by = one("Who refuses?", Refuser, "A parent's refusal does not end it: take legal advice.")
    happened_at = PastMoment(label="When?")
    words = say("In which words?")
    heard_by = short("Who heard it?")
    understanding_found_by = short(
        "Which clinician found that the child understands enough to refuse?", required=False
    )
    offered_again = say(
        "What was offered instead, and again?", "Another day, place, clinician, companion.", required=False
    )


class Why(forms.Form):
    why = say("Why, and how is the child kept safe without it?")


class AdviseNotNeeded(forms.Form):
    expertise = short(
        "What is your expertise for this?", "“Consultant paediatrician, named doctor”.", length=300
    )
    why = say("Why is no medical needed?", "No visible mark is never the reason.")
    rests_on = say("What does that rest on?", "Seen by you, photographs, records, what was told by whom.")
    decided_at = PastMoment(label="When did you decide it?")


MEDICAL = StepForms(
    ChildProtectionMedical,
    {
        "request": RequestMedical,
        "ask_service": AskService,
        "record_sarc_called": RecordSarcCalled,
        "accept": AcceptMedical,
        "book": BookMedical,
        "record_not_brought": RecordNotBrought,
        "attend": AttendMedical,
        "record_consent": RecordConsent,
        "record_findings": RecordFindings,
        "record_mark": RecordMark,
        "give_preliminary_opinion": GivePreliminaryOpinion,
        "write_down_opinion": WriteDownOpinion,
        "confirm_opinion": ConfirmOpinion,
        "issue_report": IssueReport,
        "plan_action": PlanAction,
        "record_action_done": RecordActionDone,
        "record_refusal": RecordRefusal,
        "decline": Why,
        "advise_not_needed": AdviseNotNeeded,
        "agree_not_needed": Why,
        "note": WriteNote,
    },
)
