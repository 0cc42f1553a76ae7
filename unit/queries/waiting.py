"""What waits for the reader's decision: somebody else proposed, asked or decided."""

from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value

from cpu.deadlines import Of
from cpu.models import Clock, Subject, User
from cpu.roles import can
from cpu.timescales import ESCALATION, TIMESCALES
from unit.queries.due import OPEN
from workflow import document
from workflow.document import records
from workflow.owes import Asked
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import Declared
from workflow.tables import APART, Read, together
from workflow.work import seen

MOST_WAITING = 30


@dataclass
class Waiting:
    """A record in which somebody proposed, asked or decided, and the reader's own step comes next."""

    key: int
    kind: str
    reference: str
    label: str

    @property
    def url(self) -> str:
        return document.url_to(records()[self.kind], self.reference)


def waiting_for(reader: User) -> list[Waiting]:
    """Steps that somebody else than the proposer must take, that the reader may take, and that are owed now; and what
    is offered to the reader alone.
    """
    mine = [n for n, (_, declared) in enumerate(second_steps()) if can(reader, declared.permission)]
    kinds = dict.fromkeys(second_steps()[number][0] for number in mine)
    proposed = Proposed._rows.filter(seen(reader, kinds, "record"), number__in=mine)
    asked = [proposed.exclude(named__contains=[reader.pk]).values_list(*TOLD, "label")]
    for model in records().values():
        if (offer := model.offered_to(reader)) is not None:
            rows, label = offer
            rows = rows.select_related(None).order_by()
            asked.append(rows.values_list("pk", "subject__kind", "subject__reference", Value(label, TEXT)))
    first, *others = asked
    # Several steps may answer one request (accept, refuse): it waits once.
    return [Waiting(*row) for row in first.union(*others)[:MOST_WAITING]]


TEXT = models.TextField()
TOLD = ("record_id", "record__kind", "record__reference")


@cache
def second_steps() -> list[tuple[type[Record], Declared]]:
    """Steps that somebody else was asked to take, or that a running clock of the record waits for. Other steps are
    not for everybody either, but nobody asked for them: they are merely possible.
    """
    return [
        (model, declared)
        for model in records().values()
        for declared in model.steps().values()
        if declared.other_than
        and not (declared.opening or declared.name == "withdraw" or _waits_elsewhere(declared))
        and (_asked(model, declared) or (_own_clocks(declared) and _all_named(model, declared)))
    ]


def _proposed() -> models.QuerySet:
    return together([_owing(number, *each) for number, each in enumerate(second_steps())])


class Proposed(models.Model):
    """A record, or a child's row in it, that waits for a second person: read off the declarations. Somebody asked
    (`asked_by`), or a clock of the record that the step would stop is running; the state (or a child's) allows the
    step; `other_than` names who must not take it.
    """

    record = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    number = models.IntegerField()
    label = models.TextField()
    named = ArrayField(models.BigIntegerField())

    _rows: Any = Read(_proposed)

    class Meta:
        apps, app_label, db_table, managed = APART, "unit", "proposed", False

    def __str__(self) -> str:
        return self.label


def _what_waits(model: type[Record], declared) -> str:
    """What was asked, or the state that says so; where only a clock of the record asks, the step itself."""
    kind = model.noun()
    if _own_clocks(declared) and not _asked(model, declared):
        return f"{kind}: {declared.label[0].lower()}{declared.label[1:]}"
    if says := next((each.says for each in _asked(model, declared)), ""):
        return f"{kind}: {says}"
    if row := _row_of(model, declared):
        choices = dict(row.State.choices)
        return f"{kind}: {str(choices.get(declared.child_sources[0], '')).lower()}"
    return f"{kind}: {str(dict(model.State.choices).get(declared.sources[0], declared.label)).lower()}"


def _own_clocks(declared) -> list[str]:
    """Clocks of one record that the step would meet: a running one says that the step is owed. One that it would only
    put an end to says nothing: nobody waits for a medical to be called off.
    """
    return [
        code
        for code, stop in declared.stops.items()
        if TIMESCALES[code].of == Of.RECORD and stop.how == "met"
    ]


def _waits_elsewhere(declared) -> bool:
    """The step answers another record, whose own clock says that the answer is owed: it waits there. What only adds to
    a record, as the answer to a complaint does, is no decision that its state waits for.
    """
    if _own_clocks(declared):
        return False
    if declared.adds:
        return True
    known = {model.__name__: model for model in records().values()}
    consequences = [
        known[model].steps()[name] for model, name in (each.split(".") for each in declared.opens)
    ]
    return any(code == ESCALATION for each in consequences for code in each.stops)


def _owing(number: int, model: type[Record], declared: Declared) -> models.QuerySet:
    """Records, or rows of children, in which this step waits for somebody else than those named there."""
    found, record, prefix = model._rows.select_related(None), "subject", ""
    if row := _row_of(model, declared):
        found, record, prefix = row._rows.filter(state__in=declared.child_sources), "stage", "stage__"
    of_record = [f"{prefix}{name}" for name in _named(model, declared)]
    of_row = _named(row, declared)
    if asked := _asked(model, declared):
        names = {
            **dict(zip(_named(model, declared), of_record, strict=True)),
            **{each: each for each in of_row},
        }
        found = found.filter(
            reduce(or_, (Q(**{f"{names[each.by]}__isnull": False}) & each.when for each in asked))
        )
    if declared.sources != ("*",):
        found = found.filter(**{f"{prefix}state__in": declared.sources})
    if own := _own_clocks(declared):
        running = Clock._rows.filter(OPEN, record=OuterRef(record), timescale__in=own).order_by()
        found = found.filter(Exists(running))
    people = "array_remove(ARRAY[%(expressions)s]::bigint[], NULL)"
    return found.order_by().values_list(
        record,
        Value(number),
        Value(_what_waits(model, declared), TEXT),
        Func(*of_record, *of_row, template=people, output_field=ArrayField(models.BigIntegerField())),
    )


def _asked(model: type[Record], declared: Declared) -> list[Asked]:
    """What this step answers."""
    named = _all_named(model, declared)
    return [each for each in model.asked_by if each.by in named]


def _all_named(model: type[Record], declared: Declared) -> list[str]:
    return _named(model, declared) + _named(_row_of(model, declared), declared)


def _row_of(model: Any, declared: Declared) -> Any:
    """The class of the children's rows that the step moves; None where it moves the record."""
    moves = issubclass(model, Stage) and declared.takes_children and declared.child_sources
    return model.child_row() if moves else None


def _named(model: Any, declared: Declared) -> list[str]:
    """The fields of this model, if there is one, that name whoever must not take the step."""
    stored = {each.name for each in model._meta.concrete_fields} if model else set()
    return [name for name in declared.other_than if name in stored]
