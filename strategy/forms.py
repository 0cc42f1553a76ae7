"""The questions of strategy discussions, section 47 enquiries and emergency protection."""

from django import forms

from cpu.models import Agency, Team, User
from govuk.forms import DateField, MomentField, YesNo
from partners.forms import FINDING, FINDING_PER_CHILD, PARTICIPATING, Facts, WriteNote, one, say, short
from people.models import Case
from people.models.choices import LegalBasis
from strategy.models import CourtOrder, EmergencyProtection, Section47Enquiry, StrategyDiscussion
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
from strategy.models.order import AppliedBy, OrderEnded, OrderGrounds, OrderKind
from strategy.models.protection import ProtectionEnded, TellWhom
from workflow.forms import Choose, FutureMoment, PastMoment, StepForms

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
