"""The questions of court orders."""

from django import forms

from cpu.models import Team
from govuk.forms import MomentField, YesNo
from partners.forms import Facts, WriteNote, one, say, short
from people.models import Case
from strategy.forms.protection import RecordTold, somebody_is_meant, unseen
from strategy.models import (
    CourtOrder,
)
from strategy.models.order import AppliedBy, OrderEnded, OrderGrounds, OrderKind
from workflow.forms import Choose, FutureMoment, PastMoment, StepForms


class RecordOrder(forms.Form):
    """Two answers and a child: the rest is copied from the sealed order, now or later."""

    what = one("Which order?", OrderKind)
    made_at = PastMoment(label="When did the court make it?")
    cases = Choose(Case, many=True, required=False, label="For which children?")
    references = unseen()
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
        somebody_is_meant(self)
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
