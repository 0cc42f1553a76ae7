"""Reads about conferences and plans: what a child's chronology says of them."""

from conferences.models import ConferenceChild
from cpu.models import User
from people.hooks import Happening, Seeing
from people.models import Case
from workflow.step import WITHDRAWN

MOST = 100


def conferences_of(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Each conference that was held about this child, and what it decided."""
    rows = ConferenceChild._rows.filter(case=case, stage__held_at__isnull=False).exclude(state=WITHDRAWN)
    rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject", "stage__chair")
    found = rows.order_by("-stage__held_at")[:MOST]
    return [], [_line(row) for row in found]


def _line(row: ConferenceChild) -> Happening:
    conference = row.stage
    kind = conference.get_purpose_display().partition(":")[0].lower()
    category = f", {row.get_category_display()}" if row.category else ""
    return Happening(
        at=conference.held_at,
        what=f"Child protection conference ({kind}): {row.state_label.lower()}{category}",
        who=conference.chair.name if conference.chair_id else "",
        known_at=row.decided_at or conference.held_at,
        kind=conference.kind,
        reference=conference.reference,
        note=row.why,
    )
