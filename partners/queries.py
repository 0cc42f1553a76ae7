"""What agencies said and saw about a child, for the page of the case."""

from cpu.models import User
from partners.models import ChildSeen, Contribution, OwnWords
from people.hooks import Happening, Seeing
from people.models import Case

MOST = 100
KEPT = "Kept for the practitioners named in it: ask the agency."


def seen_and_said(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """When this child was, or was to be, seen; what agencies said, latest version; the child's own words."""
    seen = ChildSeen._rows.filter(case=case).order_by("-at", "-pk")[:MOST]
    given = Contribution._rows.filter(children__case=case, replaced_by__isnull=True)
    given = given.select_related("agency", "record").order_by("-given_at", "-pk")[:MOST]
    heard = OwnWords._rows.filter(case=case).select_related("written_by", "record").order_by("-at", "-pk")[:MOST]
    occasions = [Seeing(each.at, each.get_seen_display(), each.by_whom, each.counts) for each in seen]
    return occasions, [_contribution(each, reader) for each in given] + [_words(each) for each in heard]


def _contribution(row: Contribution, reader: User) -> Happening:
    kept = row.handling == Contribution.Handling.NAMED_ONLY and not (
        row.agency_id in reader.agencies or row.written_by_id == reader.pk
    )
    own = bool(row.own_words) and not kept
    notes = [KEPT if kept else row.text]
    if row.handling == Contribution.Handling.NOT_FOR_MINUTES:
        notes.append("Police handling: not for minutes.")
    return Happening(
        at=row.given_at,
        what=f"{row.agency}: what it knows",
        who=f"{row.said_by}, {row.agency}",
        known_at=row.given_at,
        note=" ".join(notes),
        quote={"words": row.own_words, "who": "Own words, as passed on"} if own else None,
        kind=row.record.kind,
        reference=row.record.reference,
    )


def _words(row: OwnWords) -> Happening:
    return Happening(
        at=row.at,
        what="What the child said",
        who=row.written_by.name,
        known_at=row.at,
        quote={
            "words": row.words,
            "to": row.to_whom,
            "alone": "alone" if row.alone else "not alone",
            "where": row.place,
            "question": row.question,
        },
        kind=row.record.kind,
        reference=row.record.reference,
    )
