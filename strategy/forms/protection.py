"""The questions of police protection."""

from django import forms

from cpu.models import Team
from partners.forms import Facts, WriteNote, one, say, short
from people.models import Case
from strategy.models import (
    EmergencyProtection,
)
from strategy.models.protection import ProtectionEnded, TellWhom
from workflow.forms import Choose, PastMoment, References, StepForms


def unseen() -> References:
    return References(
        label="Children whom you do not see in that list: the number of the case, as it stands on the papers",
        required=False,
    )


def somebody_is_meant(form: forms.Form) -> None:
    named = [form.cleaned_data.get(each) for each in ("cases", "references")]
    if not any(named) and not (form.cleaned_data.get("unnamed") or "").strip():
        form.add_error("unnamed", "Name the child, or say who is meant.")


class RecordPoliceProtection(forms.Form):
    """To be answered in a minute, at two in the morning."""

    taken_at = PastMoment(
        label="When was the child taken into police protection?", help_text="72 hours count from here."
    )
    reason = say("Why?")
    officer = short("Which officer?", "Name and number.")
    held_where = short("Where is the child?", length=300)
    cases = Choose(Case, many=True, required=False, label="Children who are known here")
    references = unseen()
    unnamed = say(
        "Children not known here, or not by name", "One a line: “Baby, flat 3, name unknown”.", required=False
    )
    designated_officer = short("Designated officer", "If known.", required=False)
    police_reference = short("Police reference", "If known.", required=False, length=60)
    team = Choose(
        Team, required=False, label="Which unit?", help_text="Left empty, the child protection unit."
    )

    def clean(self):
        somebody_is_meant(self)
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
