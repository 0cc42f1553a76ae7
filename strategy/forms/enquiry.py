"""The questions of section 47 enquiries."""

from django import forms

from cpu.models import User
from govuk.forms import DateField, YesNo
from partners.forms import FINDING, FINDING_PER_CHILD, Facts, one, say, short
from strategy.forms.shared import PEOPLE, WithReason
from strategy.models import (
    Section47Enquiry,
)
from strategy.models.enquiry import (
    Conference,
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
from workflow.forms import Choose, PastMoment, StepForms


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
