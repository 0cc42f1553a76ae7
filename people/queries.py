"""Reads about people that span tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Concat, JSONObject

from cpu.models import AuditEvent, Clock, User
from people.hooks import READERS, Happening, Seeing
from people.models import (
    Address,
    AddressKeptFrom,
    Case,
    Flag,
    Person,
    Relationship,
    SleepingPlace,
    SleepingPlaceAgreement,
)
from workflow import document
from workflow.document import records, stages
from workflow.models import Note
from workflow.stage import Stage
from workflow.step import WITHDRAWN


MOST_NOTES = 100


def kept_from(address: Address) -> set[Person]:
    """Everybody who must not learn this address, its carer's name or its household.

    A rule on anybody who lives at the same place counts, however the lines were typed; a review date ends none.
    """
    standing = AddressKeptFrom._rows.filter(ended_at__isnull=True, address__place=address.place)
    return {each.whom for each in standing.select_related("whom__subject")}


# The page of a case: each in a number of queries that rows do not move


@dataclass
class Step:
    """One stage that covers the child."""

    model: type[Stage]
    reference: str
    state: str
    row_state: str
    opened_at: datetime | None
    key: int

    @property
    def kind(self) -> str:
        return self.model.kind.replace("-", " ").capitalize()

    @property
    def url(self) -> str:
        return document.url_to(self.model, self.reference)

    @property
    def over(self) -> bool:
        return self.state in self.model.ended or self.row_state in self.model.child_row().ended

    def said(self) -> str:
        """What holds for this child there."""
        if WITHDRAWN in (self.state, self.row_state):
            return "Withdrawn"
        row = dict(self.model.child_row().State.choices).get(self.row_state, self.row_state)
        return str(row)


def stages_of(case: Case, reader: User) -> list[Step]:
    """Every stage that covers this child and that the reader may see, oldest first: one query."""
    asked = [
        model.child_row()
        ._rows.filter(case=case, stage__in=model.visible_to(reader).values("pk"))
        .order_by()
        .values_list(
            "stage_id", "stage__subject__reference", "stage__state", "state", Value(kind, TextField()),
            Subquery(AuditEvent._rows.filter(subject_id=OuterRef("stage_id"), version=1).values("occurred_at")[:1]),
        )
        for kind, model in ((each.kind, each) for each in stages())
    ]
    if not asked:
        return []
    first, *others = asked
    rows = list(first.union(*others, all=True) if others else first)
    found = [
        Step(records()[kind], reference, state, row_state, opened_at, key)
        for key, reference, state, row_state, kind, opened_at in rows
    ]
    return sorted(found, key=lambda each: (each.opened_at is None, each.opened_at, each.key))


def told(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """What the floors above and the notes tell of this child: occasions of being seen, lines of the chronology."""
    occasions, lines = [], [_of_note(each) for each in _notes(case)]
    for read in READERS:
        seen, said = read(case, reader)
        occasions += seen
        lines += said
    return occasions, lines


def chronology(case: Case, lines: list[Happening], most: int) -> list[Happening]:
    """What was recorded about this child, latest first.

    Notes and what agencies said (`lines`) stand with their own words; the bare act of writing them is left out.
    """
    written = {(each.reference, each.known_at) for each in lines}
    events = AuditEvent._rows.filter(cases__contains=[case.pk]).order_by("-occurred_at", "-pk")[: 2 * most]
    acts = [
        Happening(
            at=each.occurred_at,
            what=document.told(each.label),
            who=", ".join(filter(None, [each.actor_name, each.role, each.agency])),
            known_at=each.occurred_at,
            kind=each.subject_kind,
            reference=each.subject_reference,
            note=" ".join(f"Went on without: {why.get('reason', '')}" for why in each.explained.values()),
        )
        for each in events
        if (each.subject_reference, each.occurred_at) not in written
    ]
    return sorted([*acts, *lines], key=lambda each: each.at, reverse=True)[:most]


def _notes(case: Case):
    found = Note._rows.filter(case=case).select_related("written_by", "record")
    return found.order_by("-happened_at", "-pk")[:MOST_NOTES]


def _of_note(note: Note) -> Happening:
    how = f": {note.get_how_display().lower()}" if note.how else ""
    return Happening(
        at=note.happened_at,
        what=note.get_kind_display() + how + (f", with {note.with_whom}" if note.with_whom else ""),
        who=note.written_by.name,
        known_at=note.written_at,
        kind=note.record.kind,
        reference=note.record.reference,
        note=note.words,
    )


def last_seen(occasions: list[Seeing]) -> Seeing | None:
    """The last occasion that counts as seen; else the last on which the child was to be seen."""
    found = sorted(occasions, key=lambda each: each.at, reverse=True)
    return next((each for each in found if each.counts), found[0] if found else None)


def with_walls_and_flags(found):
    """Cases with the standing flags and confidential addresses of the child, and without another query.

    `flags`, `walls`, `place`: lists of plain rows, moments and days as ISO text. A wall carries neither the address
    nor the reason for it: either may tell where the child is.
    """
    flags = Flag._rows.filter(person=OuterRef("child"), ended_at__isnull=True).order_by("pk")
    walls = AddressKeptFrom._rows.filter(person=OuterRef("child"), ended_at__isnull=True).order_by("pk")
    return found.annotate(
        flags=ArraySubquery(
            flags.values(
                row=JSONObject(kind="kind", what_to_do="what_to_do", source="source", at="raised_at", review_on="review_on")
            )
        ),
        walls=ArraySubquery(
            walls.annotate(whom_name=Concat("whom__given_name", Value(" "), "whom__family_name")).values(
                row=JSONObject(
                    whom="whom_id", name="whom_name", called="whom__placeholder", by="set_by__name", at="since_at",
                    review_on="review_on",
                )
            )
        ),
    )


def sleeping_place(case: Case) -> SleepingPlace | None:
    """The latest, with `heard`: what each holder of parental responsibility says to it (name, answer)."""
    said = SleepingPlaceAgreement._rows.filter(place=OuterRef("pk")).order_by("given_at", "pk")
    named = said.annotate(name=Concat("holder__given_name", Value(" "), "holder__family_name"))
    heard = ArraySubquery(named.values(row=JSONObject(name="name", answer="answer")))
    return case.sleeping_places.select_related("manager").annotate(heard=heard).last()


def ties_of(child: Person) -> list[Relationship]:
    """Relationships of this person in either direction that nobody has ended."""
    found = Relationship._rows.filter(Q(person=child) | Q(other=child), until_on__isnull=True)
    return list(found.select_related("person__subject", "other__subject"))


def clocks_of(case: Case, steps: list[Step]) -> list[Clock]:
    """Open clocks of this child: of the case, of its row in a stage, of the stages that cover it."""
    wanted = Q(case=case) | Q(case__isnull=True, record__in=[each.key for each in steps])
    found = Clock._rows.filter(wanted, stopped_at__isnull=True).select_related("record", "acknowledged_by")
    return list(found.order_by("last_usable_on", "late_from", "pk"))


def household(case: Case) -> set[int]:
    """Keys of persons who belong to this child's family or home, the child among them."""
    child = case.child_id
    ties = Relationship._rows.filter(Q(person=child) | Q(other=child)).values_list("person", "other")
    first = {key for pair in ties for key in pair} | {child}
    # Children who share a parent or a home with this one.
    second = Relationship._rows.filter(Q(other__in=first) | Q(person__in=first)).values_list("person", "other")
    return first | {key for pair in second for key in pair}


def cases_of_household(case: Case, reader: User):
    """Open cases of this child's family and home that the reader may see, the child's own included."""
    together = Case.visible_to(reader).filter(Q(pk=case.pk) | Q(child__in=household(case), state="OPEN"))
    return together.select_related("subject", "child__subject").order_by("child__date_of_birth", "pk")


def cases_together(case: Case, persons: Iterable[int], reader: User) -> dict[int, Case]:
    """Open cases of these persons, and of the children in one stage of work with this child, that the reader may see."""
    wanted = Q(child__in=list(persons))
    for stage in stages():
        row = stage.child_row()
        wanted |= Q(pk__in=row._rows.filter(stage__in=row._rows.filter(case=case).values("stage")).values("case"))
    found = Case.visible_to(reader).filter(wanted, state="OPEN").exclude(pk=case.pk)
    return {each.child_id: each for each in found.select_related("subject", "child__subject").order_by("pk")}
