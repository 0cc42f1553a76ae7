"""What waits for the reader's decision: somebody else proposed, asked or decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

from cpu.deadlines import Of
from cpu.models import Clock, User
from cpu.roles import can
from cpu.timescales import ESCALATION, TIMESCALES
from unit.queries.due import OPEN
from workflow import document
from workflow.document import records
from workflow.record import Record
from workflow.stage import Stage

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
    """Steps that somebody else than the proposer must take, that the reader may take, and that are owed now.

    Read off the declarations: `other_than` names who proposed; the state (or a child's) allows the step;
    a clock of the record that the step would stop is running.
    """
    asked: list[models.QuerySet] = []
    for model in records().values():
        if (offer := model.offered_to(reader)) is not None:
            rows, label = offer
            asked.append(_told(rows.select_related(None).order_by(), label))
        seen = None
        for declared in model.steps().values():
            if not declared.other_than or declared.opening or declared.name == "withdraw":
                continue
            if not can(reader, declared.permission):
                continue
            seen = model.visible_to(reader).select_related(None).order_by() if seen is None else seen
            if (found := _owing(seen, declared, reader)) is not None:
                asked.append(_told(found, _what_waits(model, declared)))
    if not asked:
        return []
    first, *others = asked
    # Several steps may answer one request (accept, refuse): it waits once.
    return [Waiting(*row) for row in (first.union(*others) if others else first)[:MOST_WAITING]]


def _told(rows: models.QuerySet, label: str) -> models.QuerySet:
    return rows.values_list("pk", "subject__kind", "subject__reference", Value(label, models.TextField()))


def _what_waits(model: type[Record], declared) -> str:
    """The state that asks for an answer; where only a clock of the record asks, the step itself."""
    kind = model.noun()
    if _own_clocks(declared):
        return f"{kind}: {declared.label[0].lower()}{declared.label[1:]}"
    if issubclass(model, Stage) and declared.takes_children and declared.child_sources:
        choices = dict(model.child_row().State.choices)
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


def _owing(seen: models.QuerySet, declared, reader: User) -> models.QuerySet | None:
    """Of these records those in which this step waits for the reader, or None where it is not asked in this way."""
    found, model = seen, seen.model
    if _waits_elsewhere(declared):
        return None
    if declared.sources != ("*",):
        found = found.filter(state__in=declared.sources)
    mine, theirs = _named(model, declared.other_than, reader)
    if issubclass(model, Stage) and declared.takes_children and declared.child_sources:
        row = model.child_row()
        in_row, of_another = _named(row, declared.other_than, reader)
        rows = row._rows.filter(stage=OuterRef("pk"), state__in=declared.child_sources)
        if of_another is None and theirs is None:
            return None
        if of_another is not None:
            rows = rows.filter(of_another).exclude(in_row)
        found = found.filter(Exists(rows))
    elif theirs is None:
        return None
    if theirs is not None:
        found = found.filter(theirs).exclude(mine)
    if own := _own_clocks(declared):
        running = Clock._rows.filter(OPEN, record=OuterRef("pk"), timescale__in=own).order_by()
        found = found.filter(Exists(running))
    return found


def _named(model: type[models.Model], names: Iterable[str], reader: User) -> tuple[Q, Q | None]:
    """(the reader is one of those named, somebody is named) for the fields that this model stores."""
    fields = [each for each in names if each in {field.name for field in model._meta.concrete_fields}]
    if not fields:
        return Q(pk__in=[]), None
    mine, somebody = Q(pk__in=[]), Q(pk__in=[])
    for each in fields:
        mine |= Q(**{each: reader})
        somebody |= Q(**{f"{each}__isnull": False})
    return mine, somebody
