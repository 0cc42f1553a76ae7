"""What is to be done next, what is a danger by itself, and what happened and waits for an answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from cpu.calendars import london, london_day
from cpu.deadlines import Of
from cpu.models import Clock, Involvement, InvolvementRole, User
from cpu.roles import Permission, can
from cpu.timescales import TIMESCALES
from people.queries import waiting_answers
from unit.queries.due import OPEN
from unit.queries.waiting import second_steps
from unit.queries.whose import Whose
from workflow import document
from workflow.document import records, stages
from workflow.events import Prompt
from workflow.owes import Owes
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import Declared
from workflow.work import Work, every_owes, seen

MOST_TO_DO, MOST_PROMPTS = 40, 30
DANGER = -1
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Todo:
    """One thing to do in one record, for the children whom it is for; or a record that is a danger by itself."""

    model: type[Stage]
    key: int
    reference: str
    owes: Owes | None
    # Of each clock of the record that runs: what is due, and when it is late.
    running: dict[str, datetime]
    cases: set[int] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return self.model.noun()

    @property
    def url(self) -> str:
        """The step by which it is done, else the record."""
        step = self.owes.step if self.owes else ""
        return document.url_to(self.model, self.reference, step) or document.url_to(
            self.model, self.reference
        )

    @property
    def by(self) -> datetime | None:
        """The first date of the record towards which this leads; what leads to none has none."""
        ahead = towards(self.model, self.owes.step) if self.owes else frozenset()
        return min((late for code, late in self.running.items() if code in ahead), default=None)

    def leads_to(self, clock: Clock) -> bool:
        """Whether doing this ends that clock, of the record or of its children, or lets a second person end it: then
        it is one piece of work.
        """
        return self.owes is not None and clock.timescale in towards(self.model, self.owes.step)


@cache
def towards(model: type[Stage], name: str) -> frozenset[str]:
    """Clocks that a step ends, or that the step ends which it makes possible: holding what it plans, approving what it
    proposes.
    """
    step = model.steps().get(name)
    if step is None:
        return frozenset()
    after = [
        each
        for each in model.steps().values()
        if (step.child_target is not None and step.child_target in each.child_sources)
        # What could be taken before as well, this does not make possible.
        or (
            step.target in each.sources
            and set(each.sources).isdisjoint(step.sources)
            and not each.takes_children
        )
    ]
    return frozenset(
        code for code in TIMESCALES if any(each in meeting(model, code) for each in (step, *after))
    )


@cache
def meeting(model: type[Record], code: str) -> list[Declared]:
    """The steps by which a clock is met. Where some of them leave the record open, to close it is no way to meet it."""
    ended = getattr(model, "ended", ())
    found = [
        each
        for each in model.steps().values()
        if code in each.stops and each.stops[code].how == "met" and each.permission != Permission.CONSEQUENCE
    ]
    return [each for each in found if each.target not in ended] or found


def by_subject(found: list[Todo]) -> dict[int, list[Todo]]:
    """What is to be done, under the key of each record and of each case that it is about."""
    keyed: dict[int, list[Todo]] = {}
    for each in found:
        for key in {each.key, *each.cases}:
            keyed.setdefault(key, []).append(each)
    return keyed


def to_do(whose: Whose, now: datetime) -> list[Todo]:
    """What the reader could do next in the records of the list, soonest due first; and, of all that the reader may
    see, the records that are a danger by themselves, those first. One query.
    """
    mine = {number for number, (model, each) in enumerate(every_owes()) if _asks(model, each, whose.reader)}
    # A meeting that is called stands among the meetings until its day.
    tomorrow = london(london_day(now) + timedelta(days=1))
    asked = whose.work & Q(owes__overlap=list(mine)) & ~Q(meets_at__gte=tomorrow)
    dangers = Q(danger=True) & seen(whose.reader, [each for each in stages() if each.danger_in], "stage")
    running = Clock._rows.filter(OPEN, record=OuterRef("stage")).exclude(of=Of.CASE.value)
    running = running.order_by("-late_from")
    due = Subquery(running.order_by("late_from").values("late_from")[:1])
    # Apart, since whose it is and what is a danger are found by different indexes.
    rows, top = (
        Work._rows.filter(wanted, over=False)
        .annotate(
            due=due,
            codes=ArraySubquery(running.values("timescale")),
            dates=ArraySubquery(running.values("late_from")),
        )
        .values_list(
            "kind", "stage_id", "stage__reference", "case", "owes", "danger", "due", "codes", "dates"
        )
        for wanted in (asked, dangers)
    )
    found: dict[tuple[int, int], Todo] = {}
    for row in rows.union(top).order_by("-danger", "due", "stage_id", "case")[: 5 * MOST_TO_DO]:
        kind, key, reference, case, numbers, danger, _, codes, dates = row
        model: Any = records()[kind]
        # Latest first, so that of several of one kind the soonest stays.
        running_now = dict(zip(codes, dates, strict=True))
        for number in [*(mine & set(numbers)), *([DANGER] if danger else [])]:
            owes = None if number == DANGER else every_owes()[number][1]
            todo = found.setdefault((key, number), Todo(model, key, reference, owes, running_now))
            todo.cases |= {case} - {None}
    return sorted(found.values(), key=lambda each: (each.owes is not None, each.by or NEVER))


def _asks(model: type[Stage], each: Owes, reader: User) -> bool:
    """Whether it is this reader's to do: by role, and not told already under what waits for a decision."""
    declared = model.steps().get(each.step)
    if declared is None:
        return True
    waits = any(kind is model and one.name == each.step for kind, one in second_steps())
    return can(reader, declared.permission) and not waits


def happened(lines: models.QuerySet[Involvement], now: datetime) -> list[Prompt]:
    """What happened to the children whom these lines lead, and waits for an answer in their open work."""
    led = lines.filter(role=InvolvementRole.LEAD, user__isnull=False, case__isnull=False)
    return waiting_answers(led.order_by().values("case"), now)[:MOST_PROMPTS]
