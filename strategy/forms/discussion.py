"""The questions of strategy discussions."""

from django import forms

from cpu.models import Agency, Team, TeamKind, User
from cpu.roles import Permission
from govuk.forms import MomentField, YesNo
from partners.forms import PARTICIPATING, Facts, one, say, short
from people.models import Case
from people.models.choices import LegalBasis
from strategy.forms.shared import PEOPLE, WithReason
from strategy.models import (
    StrategyDiscussion,
)
from strategy.models.discussion import How, Medical, Threshold, Urgent
from strategy.models.enquiry import (
    Enquirers,
)
from workflow.forms import Choose, FutureMoment, PastMoment, StepForms

# Who holds a request until the discussion is convened: day and night, never the legal or the conference service.
CONVENING = (TeamKind.UNIT, TeamKind.FRONT_DOOR, TeamKind.OUT_OF_HOURS)


class Request(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    team = Choose(Team, where={"kind__in": CONVENING}, label="Which unit?")
    reason = say(
        "Why is a discussion needed?", "What was seen or said, and what makes significant harm likely."
    )
    urgency = one("How soon?", Urgent, required=False, blank="Within one working day")
    injury_or_sexual_harm = YesNo(label="Is an injury, or sexual harm, said or suspected?")
    review = YesNo(label="Is this a review of an earlier discussion?", required=False)


class AddChildren(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    team = Choose(Team, where={"kind__in": CONVENING}, label="Which unit?")


class Convene(forms.Form):
    convened_for = FutureMoment(label="When will it be held?")
    how = one("How?", How)
    chair = Choose(
        User,
        where=PEOPLE,
        may=Permission.DISCUSSION_CHAIR,
        label="Who chairs?",
        help_text="A manager chairs, or confirms the same day.",
    )


class Hold(forms.Form):
    held_at = PastMoment(label="When was it held?", help_text="The fifteen working days count from here.")
    how = one("How?", How)
    # A fact, not a plan: whoever chaired is recorded, also without the role.
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
