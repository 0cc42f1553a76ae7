"""Reads about people that span tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, TextField, Value

from cpu.models import AuditEvent, Clock, Subject, User
from people.hooks import HAPPENED, SEEN, Happening, Seeing
from people.models import Address, AddressKeptFrom, Case, Person, Relationship
from workflow import document
from workflow.document import records, stages
from workflow.models import Note
from workflow.stage import Stage
from workflow.step import WITHDRAWN


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
    """Every stage that covers this child and that the reader may see, oldest first: two queries."""
    asked = [
        model.child_row()
        ._rows.filter(case=case, stage__in=model.visible_to(reader).values("pk"))
        .order_by()
        .values_list("stage_id", "stage__subject__reference", "stage__state", "state", Value(kind, TextField()))
        for kind, model in ((each.kind, each) for each in stages())
    ]
    if not asked:
        return []
    first, *others = asked
    rows = list(first.union(*others, all=True) if others else first)
    opened = AuditEvent._rows.filter(subject_id__in=[row[0] for row in rows], version=1)
    moments = dict(opened.values_list("subject_id", "occurred_at"))
    found = [
        Step(records()[kind], reference, state, row_state, moments.get(key), key)
        for key, reference, state, row_state, kind in rows
    ]
    return sorted(found, key=lambda each: (each.opened_at is None, each.opened_at, each.key))


def chronology(case: Case, reader: User, most: int) -> tuple[list[Happening], dict[int, Subject]]:
    """What was recorded about this child, latest first, with the records it stands in.

    Notes and what agencies said stand with their own words; the bare act of writing them down is left out.
    """
    events = AuditEvent._rows.filter(cases__contains=[case.pk]).order_by("-occurred_at", "-pk")[: 2 * most]
    spoken = [_of_note(each) for each in _notes(case)[:most]]
    for read in HAPPENED:
        spoken += read(case, reader)
    told = {(each.record_id, each.known_at) for each in spoken}
    acts = [
        Happening(
            at=each.occurred_at,
            what=document.told(each.label),
            who=", ".join(filter(None, [each.actor_name, each.role, each.agency])),
            known_at=each.occurred_at,
            note=" ".join(f"Went on without: {why.get('reason', '')}" for why in each.explained.values()),
            record_id=each.subject_id,
        )
        for each in events
        if (each.subject_id, each.occurred_at) not in told
    ]
    lines = sorted([*acts, *spoken], key=lambda each: each.at, reverse=True)[:most]
    subjects = Subject.objects.in_bulk([each.record_id for each in lines if each.record_id])
    return lines, subjects


def _notes(case: Case):
    return Note._rows.filter(case=case).select_related("written_by").order_by("-happened_at", "-pk")


def _of_note(note: Note) -> Happening:
    how = note.get_how_display().lower() if note.how else ""
    return Happening(
        at=note.happened_at,
        what=note.get_kind_display() + (f": {how}" if how else "") + (f", with {note.with_whom}" if note.with_whom else ""),
        who=note.written_by.name,
        known_at=note.written_at,
        note=note.words,
        record_id=note.record_id,
    )


def last_seen(case: Case) -> Seeing | None:
    """The last occasion that counts as seen; else the last on which the child was to be seen."""
    found = sorted((each for read in SEEN for each in read(case)), key=lambda each: each.at, reverse=True)
    return next((each for each in found if each.counts), found[0] if found else None)


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
