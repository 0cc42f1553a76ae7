"""Reads of pre-proceedings for the page of the child."""

from datetime import date

from court.models import PreProceedingsChild
from cpu.calendars import london
from cpu.models import User
from people.hooks import Happening, Seeing
from people.models import Case
from workflow.step import WITHDRAWN

MOST = 20
# The dated facts of one child, as the chronology tells them.
TELLS = {
    "letter_on": "Letter before proceedings sent",
    "family_meeting_held_on": "Family group decision-making held",
    "first_meeting_on": "First meeting with the parents before proceedings",
    "intent_letter_on": "Letter sent that an application will be made",
    "application_on": "Application to court issued",
}


def before_court(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Each dated fact of pre-proceedings about this child."""
    rows = PreProceedingsChild._rows.filter(case=case).exclude(state=WITHDRAWN)
    found = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject", "stage__decided_by")
    lines = []
    for row in found.order_by("-pk")[:MOST]:
        happened: list[tuple[date, str]] = [(row.begun_on, "Pre-proceedings begun")]
        happened += [(on, what) for name, what in TELLS.items() if (on := getattr(row, name))]
        lines += [
            Happening(
                at=london(on),
                what=what,
                who=row.stage.decided_by.name,
                known_at=london(on),
                kind=row.stage.kind,
                reference=row.stage.reference,
            )
            for on, what in happened
        ]
    return [], lines
