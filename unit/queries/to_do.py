"""What is to be done next, what is a danger by itself, and what happened and waits for an answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Func, OuterRef, Q, Subquery, Value, When

from cpu.calendars import london, london_day
from cpu.deadlines import Of
from cpu.models import Clock, Involvement, InvolvementRole, User
from cpu.roles import can
from people.queries import waiting_answers
from unit.queries.due import OPEN
from unit.queries.whose import Whose
from workflow import document
from workflow.document import records, stages
from workflow.events import Prompt
from workflow.owes import Owes, owed_in
from workflow.stage import Stage
from workflow.step import WITHDRAWN

MOST_TO_DO, MOST_PROMPTS = 40, 30
DANGER = -1


@dataclass
class Todo:
    """One thing to do in one record, for the children whom it is for; or a record that is a danger by itself."""

    model: type[Stage]
    key: int
    reference: str
    owes: Owes | None
    due: datetime | None
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
        """The next date of the record; closing it has none."""
        declared = self.model.steps().get(self.owes.step) if self.owes else None
        return None if declared and declared.target in self.model.ended else self.due

    def stops(self, clock: Clock) -> bool:
        """Whether doing this ends that clock, of the record or of its children: then it is one piece of work."""
        if self.owes is None or not self.owes.step:
            return False
        mine = clock.case_id in self.cases if clock.of == Of.CASE.value else clock.record_id == self.key
        if not mine:
            return False
        return clock.timescale in self.model.steps()[self.owes.step].stops


def to_do(whose: Whose, now: datetime) -> list[Todo]:
    """What the reader could do next in the records of the list, soonest due first; and, of all that the reader may
    see, the records that are a danger by themselves, those first. One query.
    """
    arms = [arm for model in stages() if (arm := _to_do_in(model, whose, now)) is not None]
    if not arms:
        return []
    first, *others = arms
    rows = (first.union(*others, all=True) if others else first).order_by(
        "-listed_on_top", "listed_due", "stage_id", "case_id"
    )
    found: dict[tuple[int, int], Todo] = {}
    for key, reference, kind, case, numbers, due, _ in rows[: 5 * MOST_TO_DO]:
        model: Any = records()[kind]
        for number in numbers:
            owes = None if number == DANGER else owed_in(model)[number]
            todo = found.setdefault((key, number), Todo(model, key, reference, owes, due))
            todo.cases |= {case} - {None}
    return sorted(found.values(), key=lambda each: (each.owes is not None, each.by is None))


def _to_do_in(model: type[Stage], whose: Whose, now: datetime) -> models.QuerySet | None:
    asked = [(number, each) for number, each in enumerate(owed_in(model)) if _asks(model, each, whose.reader)]
    if not asked and not model.danger_in:
        return None
    numbers: list[Any] = [Choice(When(each.when, then=Value(number))) for number, each in asked]
    # Of the record, or of one child in it.
    danger = Q(stage__state__in=model.danger_in) | Q(state__in=model.danger_in)
    wanted = Q(pk__in=[])
    for _, each in asked:
        wanted |= each.when
    wanted &= whose.rows_of(model)
    if model.meets_at:
        # A meeting that is called stands among the meetings until its day.
        tomorrow = london(london_day(now) + timedelta(days=1))
        to_come = {model.from_row(f"{model.meets_at}__gte"): tomorrow}
        wanted &= ~Q(stage__state__in=model.meeting_called, **to_come)
    if model.danger_in:
        wanted |= danger & Q(stage__in=model.visible_to(whose.reader).order_by().values("pk"))
        numbers.append(Choice(When(danger, then=Value(DANGER))))
    running = (
        Clock._rows.filter(OPEN, record=OuterRef("stage")).exclude(of=Of.CASE.value).order_by("late_from")
    )
    rows = (
        model.child_row()._rows.filter(wanted).exclude(state=WITHDRAWN).exclude(stage__state__in=model.ended)
    )
    array = "array_remove(ARRAY[%(expressions)s]::integer[], NULL)"
    on_top = Choice(When(danger, then=Value(1)), default=Value(0)) if model.danger_in else Value(0)
    rows = rows.order_by().annotate(
        listed_as=Func(*numbers, template=array, output_field=ArrayField(models.IntegerField())),
        listed_due=Subquery(running.values("late_from")[:1]),
        listed_on_top=on_top,
    )
    kind = Value(model.kind, models.TextField())
    return rows.values_list(
        "stage_id",
        "stage__subject__reference",
        kind,
        "case_id",
        "listed_as",
        "listed_due",
        "listed_on_top",
    )


def _asks(model: type[Stage], each: Owes, reader: User) -> bool:
    """Whether it is this reader's to do: by role, and not told already under what waits for a decision."""
    declared = model.steps().get(each.step)
    if declared is None:
        return True
    stored = {one.name for one in (*model._meta.concrete_fields, *model.child_row()._meta.concrete_fields)}
    return can(reader, declared.permission) and not stored & set(declared.other_than)


def happened(lines: models.QuerySet[Involvement], now: datetime) -> list[Prompt]:
    """What happened to the children whom these lines lead, and waits for an answer in their open work."""
    led = lines.filter(role=InvolvementRole.LEAD, user__isnull=False, case__isnull=False)
    return waiting_answers(led.order_by().values("case"), now)[:MOST_PROMPTS]
