"""What happens in a child's life and asks something of every stage that is open for the child.

An event is read off stored facts by the floor that keeps them; nothing closes or ends by itself. Each class of stage
may say in `asks_at` what it asks; a common sentence stands for the rest, so that no stage is silent.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from cpu.models import AuditEvent
from workflow.models import EventAnswer


class Event(models.TextChoices):
    BIRTH = "birth", "The child was born"
    DEATH = "death", "The child has died"
    EIGHTEEN = "eighteen", "18th birthday"
    MOVED = "moved", "Moved out of the area"
    LOOKED_AFTER = "looked-after", "Became looked after"
    MISSING = "missing", "The child is missing"
    FOUND = "found", "The child was found, or came back"


ASKS: dict[str, str] = {
    Event.BIRTH: "Who is told of the birth, does anything planned before it change, and who sees the baby, when?",
    Event.DEATH: "Who is told, what about brothers and sisters, and what becomes of this work?",
    Event.EIGHTEEN: "What goes on past the 18th birthday, who takes it over, and what ends with it?",
    Event.MOVED: "Who sees the child there, has the receiving authority accepted, and what goes on here until then?",
    Event.LOOKED_AFTER: "Does this work go on beside the care plan, and who holds both?",
    Event.MISSING: "What does it change about the danger, and who must be told now?",
    Event.FOUND: "Is the child safe now, what was learnt, and does anything planned change?",
}


@dataclass(frozen=True)
class Occurrence:
    """One event in one child's life. `occasion` tells it from the next of its kind; `record_id` is where it is kept."""

    case_id: int
    event: str
    occasion: str
    on: date
    known_at: datetime | None
    record_id: int | None = None


@dataclass(frozen=True)
class Covered:
    """One child in one stage that is open for the child. `opened_at`: None is read when something happened."""

    record_id: int
    model: Any
    reference: str
    case_id: int
    child_name: str
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Prompt:
    """An event that a stage has not answered for one child, and what it asks."""

    where: Covered
    occurrence: Occurrence

    @property
    def asks(self) -> str:
        return self.where.model.asks_at.get(self.occurrence.event) or ASKS[self.occurrence.event]

    @property
    def label(self) -> str:
        return str(Event(self.occurrence.event).label)


# (keys of cases, now) -> what happened to these children, in a fixed number of queries.
Source = Callable[[Collection[int], datetime], list[Occurrence]]
SOURCES: list[Source] = []


def happened_to(cases: Any, now: datetime) -> list[Occurrence]:
    """`cases`: keys, or a queryset of keys."""
    return [each for source in SOURCES for each in source(cases, now)]


def prompts(covered: Iterable[Covered], now: datetime, found: list[Occurrence] | None = None) -> list[Prompt]:
    """What these stages have not answered yet, oldest event first. A stage opened knowing of it is not asked.

    found: what happened to these children, where it was read already.
    """
    covered = list(covered)
    if not covered:
        return []
    found = happened_to({each.case_id for each in covered}, now) if found is None else found
    if not found:
        return []
    by_case: dict[int, list[Occurrence]] = {}
    for each in found:
        by_case.setdefault(each.case_id, []).append(each)
    covered = [each for each in covered if each.case_id in by_case]
    opened = _opened_at(covered)
    asked = [
        Prompt(where, each)
        for where in covered
        for each in by_case[where.case_id]
        if each.record_id != where.record_id
        and (each.known_at is None or opened[where.record_id] <= each.known_at)
    ]
    return sorted(_unanswered(asked), key=lambda each: (each.occurrence.on, each.where.record_id))


def _opened_at(covered: list[Covered]) -> dict[int, datetime]:
    known = {each.record_id: each.opened_at for each in covered if each.opened_at}
    if unknown := {each.record_id for each in covered} - known.keys():
        first = AuditEvent._rows.filter(subject_id__in=unknown, version=1)
        known |= dict(first.values_list("subject_id", "occurred_at"))
    return known


def _unanswered(asked: list[Prompt]) -> list[Prompt]:
    if not asked:
        return []
    answered = set(
        EventAnswer._rows.filter(record__in={each.where.record_id for each in asked}).values_list(
            "record_id", "case_id", "occasion"
        )
    )
    return [
        each
        for each in asked
        if (each.where.record_id, each.where.case_id, each.occurrence.occasion) not in answered
    ]
