"""The questions of strategy discussions, section 47 enquiries and emergency protection."""

from django import forms

from cpu.models import Agency, Team, User
from govuk.forms import DateField, MomentField, YesNo
from partners.forms import FINDING, FINDING_PER_CHILD, PARTICIPATING, Facts, WriteNote, one, say, short
from people.models import Case
from people.models.choices import LegalBasis
from strategy.guards import DOES_NOT_EXCLUDE
from strategy.models import (
    AbeInterview,
    ChildProtectionMedical,
    CourtOrder,
    EmergencyProtection,
    MedicalAction,
    MedicalOpinion,
    Section47Enquiry,
    StrategyDiscussion,
)
from strategy.models.discussion import How, Medical, Threshold, Urgent
from strategy.models.enquiry import (
    Conference,
    Enquirers,
    Evidence,
    Exploitation,
    Harm,
    HarmSetting,
    HarmWhere,
    LegalAdvice,
    NotTold,
    Outcome,
    Responsibility,
)
from strategy.models.interview import GenderChoice, Intermediary, Order
from strategy.models.medical import (
    ActionKind,
    ConsentBy,
    ConsentPart,
    MedicalType,
    Opinion,
    OpinionKind,
    Refuser,
)
from strategy.models.order import AppliedBy, OrderEnded, OrderGrounds, OrderKind
from strategy.models.protection import ProtectionEnded, TellWhom
from workflow.forms import Choose, FutureMoment, PastDate, PastMoment, StepForms

PEOPLE = {"is_service": False, "is_active": True}


class WithReason(forms.Form):
    reason = say("Why?")


# Strategy discussion


class Request(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    team = Choose(Team, label="Which unit?")
    reason = say(
        "Why is a discussion needed?", "What was seen or said, and what makes significant harm likely."
    )
    urgency = one("How soon?", Urgent, required=False, blank="Within one working day")
    injury_or_sexual_harm = YesNo(label="Is an injury, or sexual harm, said or suspected?")
    review = YesNo(label="Is this a review of an earlier discussion?", required=False)


class AddChildren(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    team = Choose(Team, label="Which unit?")


class Convene(forms.Form):
    convened_for = FutureMoment(label="When will it be held?")
    how = one("How?", How)
    chair = Choose(
        User, where=PEOPLE, label="Who chairs?", help_text="A manager chairs, or confirms the same day."
    )


class Hold(forms.Form):
    held_at = PastMoment(label="When was it held?", help_text="The fifteen working days count from here.")
    how = one("How?", How)
    chair = Choose(User, where=PEOPLE, required=False, label="Who chaired?")
    here = Choose(Agency, many=True, required=False, label="Which agencies were there?")


class SafeTonight(Facts):
    """Facts that may be the same for several children."""

    sleeps_where = short("Where does the child sleep tonight?", required=False, length=300)
    sleeps_with = short("With whom?", required=False)
    legal_basis = one(
        "On what legal basis?",
        LegalBasis,
        "If the authority arranged it, it may be section 20.",
        required=False,
    )
    safety_agreed_by = short("Who agreed to this, and which manager?", required=False, length=300)
    parental_agreement = say("What does each holder of parental responsibility say to it?", required=False)
    carer_checks = say("What checks were made on the carer?", required=False)
    lives_with_source = YesNo(label="Does the child live with the suspected source of harm?", required=False)
    who_sees = short("Who sees the child?", required=False)
    to_be_seen_at = MomentField(label="When?", required=False)
    parents_told = say("What are the parents told, when and by whom; or why not?", required=False)
    police_officer = short("Social care or police alone: which officer agreed?", required=False)
    police_reason = say("Why alone?", required=False)
    crime_reference = short("Crime reference", required=False, length=60)


class RecordFactsOnce(SafeTonight):
    def clean(self):
        """Here an answer left open changes nothing: each parameter of the step is given."""
        return forms.Form.clean(self)


class RecordFactsChild(SafeTonight):
    threshold = one(
        "Is there reasonable cause to suspect significant harm, or likely significant harm?",
        Threshold,
        required=False,
    )
    threshold_why = say("Why, for this child?", "In words for this child alone.", required=False)
    medical = one("Is a medical examination needed?", Medical, required=False)
    medical_clinician = short("Not needed: which clinician of suitable expertise advised so?", required=False)
    medical_why = say("Why?", "No visible mark is never the reason.", required=False)
    interview_planned = say("How will the child be heard; is an interview planned?", required=False)
    identity_and_culture = say(
        "Race, culture, faith, language, disability: what matters to this child?", required=False
    )
    legal_advice = say("Is legal advice needed?", required=False)


class AgreeEnquiries(forms.Form):
    enquirers = one("Who makes the enquiries?", Enquirers)


class AgreeEnquiriesChild(Facts):
    threshold_why = say(
        "Why is the threshold met for this child?", "In words for this child alone.", required=False
    )
    who_sees = short("Who sees the child?", required=False)
    to_be_seen_at = MomentField(label="When?", required=False)
    police_officer = short("Social care or police alone: which officer agreed?", required=False)
    police_reason = say("Why alone?", required=False)
    crime_reference = short("Crime reference", required=False, length=60)


class ContinueEnquiriesChild(Facts):
    threshold_why = say("Why is the threshold still met for this child?", required=False)


class AgreeNoEnquiriesChild(Facts):
    threshold_why = say(
        "Why is the threshold not met for this child?", "In words for this child alone.", required=False
    )


class DecideChairStands(forms.Form):
    why = say("Why does the chair's view stand?", "The dissent stays as it was said.")


class Confirm(forms.Form):
    comment = say("What do you confirm, and what would you add?")


class IssueRecord(forms.Form):
    issued_at = PastMoment(label="When was the record issued to those who took part?")


DISCUSSION = StepForms(
    StrategyDiscussion,
    {
        **PARTICIPATING,
        "request": Request,
        "add_children": AddChildren,
        "refuse": WithReason,
        "challenge_refusal": WithReason,
        "overturn_refusal": WithReason,
        "uphold_refusal": WithReason,
        "convene": Convene,
        "hold": Hold,
        "record_facts_once": RecordFactsOnce,
        "agree_enquiries": AgreeEnquiries,
        "decide_threshold_is_met": AgreeEnquiries,
        "decide_chair_stands": DecideChairStands,
        "confirm": Confirm,
        "issue_record": IssueRecord,
    },
    per_child={
        "record_facts": RecordFactsChild,
        "agree_enquiries": AgreeEnquiriesChild,
        "decide_threshold_is_met": AgreeEnquiriesChild,
        "continue_enquiries": ContinueEnquiriesChild,
        "agree_no_enquiries": AgreeNoEnquiriesChild,
    },
)


# Section 47 enquiry


class RecordHarm(forms.Form):
    harm = one("What harm is suspected?", Harm)
    where = one("Inside or outside the family?", HarmWhere)
    setting = one("In which setting?", HarmSetting)
    exploitation = one("Is the child exploited?", Exploitation, required=False, blank="No, or not known")
    words = say("In your own words", required=False)


class RecordHome(forms.Form):
    happened_at = PastMoment(label="When?")
    place = short("Which home?")
    by_whom = short("By whom?")
    home = say("How was it?", "What was seen: warmth, food, safety. Not only “adequate”.")
    who_was_there = say("Who was there?")
    siblings = say("Brothers and sisters: who was seen, and how?", required=False)


class RecordHomeChild(Facts):
    sleeping_place_seen = YesNo(label="Was the place seen where this child sleeps?")
    sleeping_place = say("Where does this child sleep; or why was it not seen?")


class RecordParentsSpoken(forms.Form):
    who = short("Who?", "Name and relationship, for example “Leanne Harcastle, mother”.")
    happened_at = PastMoment(label="When?")
    by_whom = short("By whom?")
    told = YesNo(label="Was this person told of the enquiry?")
    words = say("What was said?")
    not_told = one("Not told: why not?", NotTold, required=False, blank="Told")
    not_told_because = say("Not told: say more", required=False)
    approved_by = Choose(User, where=PEOPLE, required=False, label="Not told: which manager agreed?")

    only_if = {name: ("told", ["no"]) for name in ("not_told", "not_told_because", "approved_by")}

    def clean(self):
        if self.cleaned_data.get("told") is False:
            for name in ("not_told", "not_told_because", "approved_by"):
                if not self.cleaned_data.get(name):
                    self.add_error(name, "Not told of the enquiry: say why not, and which manager agreed.")
        return self.cleaned_data


class RecordParentsSpokenChild(Facts):
    responsibility = one("Does this person hold parental responsibility for this child?", Responsibility)


class RecordIdentityChild(Facts):
    identity_and_culture = say(
        "Race, culture, faith, language, disability, identity: what matters to this child?",
        "Asked well once.",
        required=False,
    )
    identity_changed = say("Has anything changed since?", required=False)


class ReadChronology(forms.Form):
    by_whom = short("Who read it?", length=300)


class AnalyseChild(Facts):
    harm_analysis = say("What harm, how severe, how likely to go on?", required=False)
    protective_factors = say("What protects this child?", required=False)
    avoidance = say(
        "Does anybody keep the child from being seen, or agree and not do?",
        "“Looked for, not found” counts.",
        required=False,
    )
    medical_outcome = say(
        "What did the medical find; or why was there none?",
        "A normal examination does not exclude abuse.",
        required=False,
    )


class DecideProtectionChild(Facts):
    protection = say("What protects the child now, who does it, until when?")
    legal_advice = one("Is legal advice taken?", LegalAdvice, required=False)


class BookConferenceProvisionally(forms.Form):
    planned_on = DateField(
        label="For which day?",
        help_text="The last day by law is not a target: bring it forward if the children need it.",
    )
    chair = short("Who chairs?")


class ProposeOutcomeChild(Facts):
    """The outcome is about significant harm. Conference, legal advice and protection are decided beside
    it."""

    outcome = one(
        "What is the outcome for this child?",
        Outcome,
        hints={Outcome.NOT_SUBSTANTIATED: "This does not mean it did not happen."},
    )
    outcome_why = say(
        "What harm, how likely, what protects, and how do you know?", "In words for this child alone."
    )
    rests_on = forms.MultipleChoiceField(
        label="What does it rest on?",
        help_text="No visible mark can never be the only evidence.",
        choices=Evidence.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    conference = one("Is a child protection conference needed?", Conference)
    legal_advice = one("Is legal advice taken?", LegalAdvice, required=False)
    protection = say("What protects the child now?", required=False)


class ApproveOutcome(forms.Form):
    comment = say("What do you agree to, and why?")


ENQUIRY = StepForms(
    Section47Enquiry,
    {
        **FINDING,
        "record_harm": RecordHarm,
        "record_home": RecordHome,
        "record_parents_spoken": RecordParentsSpoken,
        "read_chronology": ReadChronology,
        "book_conference_provisionally": BookConferenceProvisionally,
        "return_outcome": WithReason,
        "approve_outcome": ApproveOutcome,
        "reopen_outcome": WithReason,
    },
    per_child={
        **FINDING_PER_CHILD,
        "record_home": RecordHomeChild,
        "record_parents_spoken": RecordParentsSpokenChild,
        "record_identity": RecordIdentityChild,
        "analyse": AnalyseChild,
        "decide_protection": DecideProtectionChild,
        "propose_outcome": ProposeOutcomeChild,
    },
)


# Child protection medical

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


# ABE interview


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


# Emergency protection


class RecordPoliceProtection(forms.Form):
    """To be answered in a minute, at two in the morning."""

    taken_at = PastMoment(
        label="When was the child taken into police protection?", help_text="72 hours count from here."
    )
    reason = say("Why?")
    officer = short("Which officer?", "Name and number.")
    held_where = short("Where is the child?", length=300)
    cases = Choose(Case, many=True, required=False, label="Children who are known here")
    unnamed = say(
        "Children not known here, or not by name", "One a line: “Baby, flat 3, name unknown”.", required=False
    )
    designated_officer = short("Designated officer", "If known.", required=False)
    police_reference = short("Police reference", "If known.", required=False, length=60)
    team = Choose(
        Team, required=False, label="Which unit?", help_text="Left empty, the child protection unit."
    )

    def clean(self):
        if not self.cleaned_data.get("cases") and not (self.cleaned_data.get("unnamed") or "").strip():
            self.add_error("unnamed", "Name the child, or say who is meant.")
        return self.cleaned_data


class RecordTold(forms.Form):
    whom = one("Who?", TellWhom)
    happened_at = PastMoment(label="When were they told?", required=False)
    by_whom = short("By whom?", required=False)
    not_told_because = say("Or why not?", required=False)

    def clean(self):
        told = self.cleaned_data.get("happened_at") and self.cleaned_data.get("by_whom")
        if not told and not self.cleaned_data.get("not_told_because"):
            self.add_error("happened_at", "Say when and by whom they were told; or why not.")
        return self.cleaned_data


class EndProtection(forms.Form):
    ended_at = PastMoment(label="When did the protection end?")


class EndProtectionChild(Facts):
    how_ended = one("How did it end?", ProtectionEnded)
    protects_now = say("What protects the child now?", required=False)


PROTECTION = StepForms(
    EmergencyProtection,
    {
        "record_police_protection": RecordPoliceProtection,
        "record_told": RecordTold,
        "end_protection": EndProtection,
        "note": WriteNote,
    },
    per_child={"end_protection": EndProtectionChild},
)


# Court orders


class RecordOrder(forms.Form):
    """Two answers and a child: the rest is copied from the sealed order, now or later."""

    what = one("Which order?", OrderKind)
    made_at = PastMoment(label="When did the court make it?")
    cases = Choose(Case, many=True, required=False, label="For which children?")
    unnamed = say("Children not known here, or not by name", "One a line.", required=False)
    expires_at = MomentField(
        label="When does it end, or when is the report due?",
        help_text="Copy it from the sealed order. Leave it open only if you do not have it yet, or if it has no end.",
        required=False,
    )
    reason = say("What did the court find?", required=False)
    grounds = one(
        "Emergency protection order: on which ground?", OrderGrounds, required=False, blank="Not said"
    )
    without_notice = YesNo(label="Was it made without notice to the parents?", required=False)
    applied_by = one(
        "Who applied?",
        AppliedBy,
        "Where the designated officer applied, the eight days begin with the first day of police protection.",
        required=False,
        blank="Not said",
    )
    protected_since = PastMoment(
        label="In police protection since when?",
        help_text="Left open, the police protection recorded here counts.",
        required=False,
    )
    accommodated_where = short("Where is the child accommodated?", required=False, length=300)
    medical_direction = say(
        "What was directed about examination or assessment?",
        "A child of sufficient understanding may refuse it all the same.",
        required=False,
    )
    contact_direction = say("What was directed about contact, and with whom?", required=False)
    other_directions = say("What else was directed?", required=False)
    court = short("Which court?", required=False)
    case_number = short("Court case number", required=False, length=60)
    team = Choose(
        Team, required=False, label="Which unit?", help_text="Left empty, the child protection unit."
    )

    def clean(self):
        if not self.cleaned_data.get("cases") and not (self.cleaned_data.get("unnamed") or "").strip():
            self.add_error("unnamed", "Name the child, or say who is meant.")
        made, ends = self.cleaned_data.get("made_at"), self.cleaned_data.get("expires_at")
        if made and ends and ends <= made:
            self.add_error("expires_at", "An order cannot end before it was made: look at the sealed order.")
        return self.cleaned_data


class CopyEnd(forms.Form):
    expires_at = MomentField(label="When does it end, as the sealed order says?")


class RecordAccommodation(forms.Form):
    accommodated_where = short("Where is the child accommodated?", length=300)


class PlanExtension(forms.Form):
    hearing_at = FutureMoment(label="When is the hearing?")
    asked_until = FutureMoment(
        label="Until when is the extension asked for?", help_text="At most seven days."
    )


class RecordExtension(forms.Form):
    extended_at = PastMoment(label="When did the court extend it?")
    extended_until = MomentField(label="Until when?", help_text="Copy it from the sealed order.")


class EndOrder(forms.Form):
    ended_at = PastMoment(label="When did the order end?")


class EndOrderChild(Facts):
    how_ended = one("How did it end?", OrderEnded)
    protects_now = say("What protects the child now?", required=False)


ORDER = StepForms(
    CourtOrder,
    {
        "record": RecordOrder,
        "copy_end": CopyEnd,
        "record_accommodation": RecordAccommodation,
        "plan_extension": PlanExtension,
        "record_extension": RecordExtension,
        "record_told": RecordTold,
        "end_order": EndOrder,
        "note": WriteNote,
    },
    per_child={"end_order": EndOrderChild},
)
