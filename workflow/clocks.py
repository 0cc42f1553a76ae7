"""How a step moves clocks: which rows owe one, since which moment, and what a correction or a withdrawal undoes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import models

from cpu.calendars import london
from cpu.deadlines import Of, Timescale
from cpu.models import Clock
from cpu.timescales import TIMESCALES
from workflow.step import Declared, Start, Stop

Moment = datetime | date


def move(record, declared: Declared, act, rows: list) -> None:
    """Stop, then start what the step declares: for the children chosen, those who joined, else all of the record."""
    owing = rows or _owing(record, act)
    stopping: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for code, stop in declared.stops.items():
        for moment, owners in _by_moment(record, TIMESCALES[code], stop, act, owing).items():
            whose = {"at": _aware(moment), "how": stop.how, **_whose(record, TIMESCALES[code], owners)}
            stopping.setdefault(repr(whose), (whose, []))[1].append(code)
    for whose, codes in stopping.values():
        Clock.stop(codes, **whose)
    Clock.start_all(_starting(record, declared, act, owing))


def start_each(opened: list[tuple[Any, Any]], declared: Declared) -> None:
    """Start what an opening step declares for all the records opened by it, as (record, act), together."""
    every = [each for record, act in opened for each in _starting(record, declared, act, _owing(record, act))]
    Clock.start_all(every, of_new_records=True)


def _owing(record, act) -> list:
    """A child who joins owes its own clock, and starts nobody else's anew."""
    return act.children_added() or record.child_rows()


def _starting(record, declared: Declared, act, owing: list) -> list[tuple[str, Moment, dict[str, Any]]]:
    found = []
    for code, start in declared.starts.items():
        for moment, owners in _by_moment(record, TIMESCALES[code], start, act, owing).items():
            every = [_row(record, TIMESCALES[code], start, owner) for owner in owners]
            found += [(code, moment, row) for row in every if row is not None]
    return found


def standing(record) -> dict[tuple, tuple[Moment | None, Any]]:
    """What the record's clocks stand on now: (start or stop, code, owner) to the moment and what chose the length."""
    found: dict[tuple, tuple[Moment | None, Any]] = {}
    for declared in record.steps().values():
        for code, each in [*declared.starts.items(), *declared.stops.items()]:
            timescale = TIMESCALES[code]
            if not each.event or timescale.of == Of.PARTICIPATION:
                continue
            for owner in _owners(record, timescale, each, None, record.child_rows()):
                row = _row(record, timescale, each, owner) if isinstance(each, Start) else None
                found[each, code, owner] = (_moment(record, owner, each.event), row)
    return found


def recount(record, was: dict[tuple, tuple[Moment | None, Any]], at: datetime) -> None:
    """After a correction: clocks that stood on an old value are superseded and counted from the new one."""
    for key, (moment, row) in standing(record).items():
        (each, code, owner), (old, old_row) = key, was[key]
        if (moment, row) == (old, old_row) or old is None:
            continue
        mine = Clock._rows.exclude(ended=Clock.Ended.SUPERSEDED).filter(timescale=code)
        if isinstance(each, Stop):
            if moment is not None:
                met = mine.filter(
                    _of(record, TIMESCALES[code], owner), ended=each.how, stopped_at=_aware(old)
                )
                met.update(stopped_at=_aware(moment))
            continue
        stood = mine.filter(
            _of(record, TIMESCALES[code], owner), record=record.pk, started_at=_aware(old)
        ).first()
        if stood is None:
            continue
        stopped_at, ended = stood.stopped_at, stood.ended
        Clock._rows.filter(pk=stood.pk).update(stopped_at=stopped_at or at, ended=Clock.Ended.SUPERSEDED)
        if moment is not None and row is not None:
            again = Clock.start_many(code, event_at=moment, rows=[row])
            if ended:
                Clock._rows.filter(pk__in=[clock.pk for clock in again]).update(
                    stopped_at=stopped_at, ended=ended
                )


def undo(record, at: datetime) -> None:
    """After a withdrawal: the record's own clocks are superseded; those of the children that it had stopped run on."""
    Clock._rows.filter(record=record.pk, stopped_at__isnull=True).update(
        stopped_at=at, ended=Clock.Ended.SUPERSEDED
    )
    running = Clock._rows.filter(
        case=models.OuterRef("case"), timescale=models.OuterRef("timescale"), stopped_at__isnull=True
    )
    for (each, code, owner), (moment, _) in standing(record).items():
        if isinstance(each, Stop) and moment is not None and TIMESCALES[code].of == Of.CASE:
            stopped = Clock._rows.filter(
                _of(record, TIMESCALES[code], owner),
                timescale=code,
                ended=each.how,
                stopped_at=_aware(moment),
            )
            stopped.exclude(record=record.pk).filter(~models.Exists(running)).update(
                stopped_at=None, ended=""
            )


# Who owes, and since when


def _owners(record, timescale: Timescale, each: Start | Stop, act, owing: list) -> list:
    """The rows, or the record itself, that owe this clock."""
    if timescale.of in (Of.CASE, Of.CHILD):
        return owing if hasattr(record, "child_row") else [record]
    if timescale.of == Of.PARTICIPATION:
        return [row for row in act.rows if row not in act.children_added() and _has(row, each.event)]
    return [record]


def _by_moment(record, timescale, each, act, owing) -> dict[Moment, list]:
    found: dict[Moment, list] = {}
    for owner in _owners(record, timescale, each, act, owing):
        moment = _moment(record, owner, each.event) if each.event else act.at
        if moment is not None:
            found.setdefault(moment, []).append(owner)
    return found


def _row(record, timescale, start: Start, owner) -> dict[str, Any] | None:
    """What `Clock.start_many` is told of one owner; None where nothing is owed."""
    given = _read(record, owner, start.given)
    of_case = timescale.of in (Of.CASE, Of.CHILD)
    case_id = case_of(owner) if of_case else record.shown_in_case()
    # A date that is only ever given and is not: nothing is owed. A sealed order's date only wins where it is known.
    missing = bool(start.given) and given is None and timescale.given != "wins"
    if missing or (timescale.of == Of.CASE and case_id is None):
        return None
    return {
        "case_id": case_id,
        "record_id": record.pk,
        "about": "" if owner is record or timescale.of == Of.CASE else about(owner),
        "variant": _read(record, owner, start.variant) or "",
        "given": given,
        "other": _read(record, owner, start.other),
    }


def _whose(record, timescale, owners: list) -> dict[str, Any]:
    """The same owners as `Clock.stop` names them: a clock of a case is anybody's to stop."""
    if timescale.of == Of.CASE:
        return {"cases": [case for case in map(case_of, owners) if case]}
    if timescale.of in (Of.CHILD, Of.PARTICIPATION):
        return {"record": record.pk, "about": ["" if owner is record else about(owner) for owner in owners]}
    return {"record": record.pk}


def _of(record, timescale, owner) -> models.Q:
    whose = _whose(record, timescale, [owner])
    if "cases" in whose:
        return models.Q(case__in=whose["cases"])
    return models.Q(record=record.pk, **({"about__in": whose["about"]} if "about" in whose else {}))


def _has(row, name: str) -> bool:
    """Asked of the class: a property is not read for it."""
    return bool(name) and hasattr(type(row), name)


def _holders(record, owner) -> Iterator:
    yield owner
    if owner is not record:
        yield record


def _moment(record, owner, name: str) -> Moment | None:
    """The event's moment: from the child's row, else the record."""
    for holder in _holders(record, owner):
        if _has(holder, name):
            return getattr(holder, name)
    raise AttributeError(f"{type(record).__name__} has no {name}")


def _read(record, owner, name: str) -> Any:
    return _moment(record, owner, name) if name else None


def case_of(owner) -> int | None:
    """The case of a child's row, or of a record that is about one case."""
    if hasattr(owner, "case_id"):
        return owner.case_id
    covered = owner.covered_cases() if hasattr(owner, "covered_cases") else []
    return covered[0] if isinstance(covered, list) and covered else None


def about(row: models.Model) -> str:
    return about_row(type(row), row.pk)


def about_row(model: type[models.Model], key: int) -> str:
    """How clocks name the row of this key."""
    return f"{model._meta.model_name}:{key}"


def _aware(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else london(moment)
