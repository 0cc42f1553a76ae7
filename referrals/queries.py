"""What referrals and assessments know of a child, and the front door's inbox."""

from cpu.models import User
from people.hooks import Happening, Seeing
from people.models import Case
from referrals.models import Sighting

MOST = 100


def seen_and_heard(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Occasions of an assessment on which this child was, or was to be, seen; and what the child said, in its words."""
    rows = Sighting._rows.filter(child__case=case).select_related("recorded_by", "stage__subject")
    found = list(rows.order_by("-happened_at", "-pk")[:MOST])
    occasions = [Seeing(each.happened_at, each.get_seen_display(), each.recorded_by.name, each.counts) for each in found]
    return occasions, [_words(each) for each in found if each.own_words]


def _words(row: Sighting) -> Happening:
    return Happening(
        at=row.happened_at,
        what="What the child said",
        who=row.recorded_by.name,
        known_at=row.happened_at,
        kind=row.stage.kind,
        reference=row.stage.reference,
        quote={"words": row.own_words, "to": row.recorded_by.name, "question": row.question},
    )
