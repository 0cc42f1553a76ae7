"""`perform` carries out every step: in one transaction it locks, checks, changes, audits, moves clocks, promises."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils import timezone

from cpu.models import AuditEvent, Clock, OutboxEvent, Subject
from cpu.roles import Permission, can
from workflow.record import Record
from workflow.refusals import BadInput, Conflict, NotAllowed, NotFound, Reason, Refused, Stale, Unmet, WrongState
from workflow.stage import ChildRow, Stage
from workflow.step import Declared, Start

LONDON = ZoneInfo("Europe/London")
TRIES = 3
DEADLOCK, SERIALIZATION = "40P01", "40001"


@dataclass
class ChildAnswers:
    """The answers about one child: its row (or case, or the row's reference) and the facts."""

    child: Any
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Act:
    """Who acts, when, with which explanations: what the body of a step may read."""

    by: Any
    at: datetime
    declared: Declared
    explained: Mapping[str, dict] = field(default_factory=dict)
    cause: Record | None = None
    rows: list[models.Model] = field(default_factory=list)
    restart: list[tuple[str, Start]] = field(default_factory=list)


class _Grew(Exception):
    """The record came to cover a case that was not locked: start again."""


def perform(bound, *, by, at: datetime, version: int | None = None, explained: Mapping | None = None, **answers):
    """Carry out a step, e.g. `perform(discussion.hold, by=user, at=now, version=3, held_at=now)`.

    by, at: who acts, and the aware moment, from the door. version: the one the person read; left out, no check.
    explained: guard name to {"reason": ...}. answers: the step's parameters; `children` as rows or ChildAnswers.
    Returns the changed record. Raises a `Refused` with every reason; then nothing was written.
    """
    record, declared = bound.__self__, bound.declared
    for attempt in range(1, TRIES + 1):
        mine = copy.copy(record) if declared.opening else record
        try:
            with transaction.atomic(durable=True):
                return _perform(mine, declared, by, at, version, explained or {}, dict(answers))
        except _Grew:
            if attempt == TRIES:
                raise Conflict("Others are writing about the same children: try again.")
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") not in (DEADLOCK, SERIALIZATION) or attempt == TRIES:
                raise
        except IntegrityError as error:
            raise Conflict(_sentence_of(error)) from error
    raise AssertionError("unreachable")


def _perform(record, declared, by, at, version, explained, answers):
    if declared.permission == Permission.CONSEQUENCE:
        raise NotAllowed("This follows from another step and cannot be taken by itself.")
    if not can(by, declared.permission):
        if not declared.opening and not type(record).visible_to(by).filter(pk=record.pk).exists():
            raise NotFound("There is nothing here, or not for you.")
        raise NotAllowed(f"{declared.label}: this needs a role that may “{declared.permission.label.lower()}”.")
    named = _lock(record, declared, by, answers)
    if not declared.opening:
        record = type(record).visible_to(by).select_for_update(no_key=True, of=("self",)).filter(pk=record.pk).first()
        if record is None:
            raise NotFound("There is nothing here, or not for you.")
        _fetch_children(record, named)
        if not declared.possible_from(record.state):
            raise WrongState(f"{declared.label}: not possible now. State: {record.state_label}.")
        if version is not None and version != record.version and not declared.adds:
            raise Stale(AuditEvent.of(record).filter(version__gt=version), record.version)
    return _take(record, declared, Act(by, at, declared, explained), answers)


def take_consequence(cause: Record, bound, answers: dict):
    """The second `_take` of a step: no lock (the cases are locked) and no permission, and it must be declared."""
    target, declared = bound.__self__, bound.declared
    if declared.permission != Permission.CONSEQUENCE:
        raise TypeError(f"{declared.name} is a step of its own, not a consequence")
    if f"{type(target).__name__}.{declared.name}" not in cause.act.declared.opens:
        raise TypeError(f"{cause.act.declared.name} does not declare that it opens {type(target).__name__}.{declared.name}")
    if not declared.opening:
        target = type(target)._rows.select_for_update(no_key=True, of=("self",)).get(pk=target.pk)
        _fetch_children(target, None)
        if not declared.possible_from(target.state):
            raise WrongState(f"{declared.label}: not possible now. State: {target.state_label}.")
    return _take(target, declared, Act(cause.act.by, cause.act.at, declared, cause=cause), answers)


def _lock(record, declared, by, answers) -> set[int]:
    """Lock persons and cases named in the answers and the cases covered, in key order; say which cases are held."""
    named: dict[type[Record], set[int]] = {}
    for value in _flatten(answers.values()):
        if isinstance(value, Record) and value.lock_order is not None and value.pk != record.pk:
            named.setdefault(type(value), set()).add(value.pk)
    if record.lock_order is not None and not declared.opening:
        # A person is locked in the same order as the persons named: two who are related to each other at once.
        named.setdefault(type(record), set()).add(record.pk)
    case_model = apps.get_model("people", "Case")
    covered = [] if declared.opening else record.covered_cases()
    held: set[int] = set()
    for model in sorted({*named, case_model}, key=lambda each: each.lock_order):
        keys = named.get(model, set())
        if keys and model.visible_to(by).filter(pk__in=keys).count() < len(keys):
            raise NotFound("Somebody named here does not exist, or not for you.")
        wanted = models.Q(pk__in=keys)
        if model is case_model:
            if not keys and isinstance(covered, list) and not covered:
                continue
            wanted |= models.Q(pk__in=covered)
        rows = model._rows.filter(wanted).order_by("pk").select_related(None).select_for_update(no_key=True)
        locked = set(rows.values_list("pk", flat=True))
        if model is case_model:
            held = locked
    return held


def _fetch_children(record: Record, held: set[int] | None) -> None:
    """Read the children's rows once, under the lock; guards and bodies share them."""
    if not isinstance(record, Stage):
        return
    rows = list(
        record.children.select_related("case__subject", "case__child__subject").order_by("pk")
        if _row_has_case(record)
        else record.children.order_by("pk")
    )
    for row in rows:
        row.stage = record
    record._prefetched_objects_cache = {"children": rows_as_queryset(record, rows)}
    if held is not None and not {row.case_id for row in rows if row.case_id} <= held:
        raise _Grew


def _row_has_case(record: Stage) -> bool:
    return any(each.name == "case" for each in record.child_row()._meta.fields)


def rows_as_queryset(record: Stage, rows: list[ChildRow]):
    queryset = record.children.all()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    return queryset


def _take(record: Record, declared: Declared, act: Act, answers: dict) -> Record:
    rows = _choose(record, declared, act, answers)
    _refuse_unmet(record, declared, act, rows)
    before = {} if declared.opening else _values(record)
    if declared.opening:
        record.subject = Subject.of(record.kind, record.prefix)
    record.act = act
    try:
        getattr(record, declared.name)(**answers)
        for row in rows:
            if declared.child_target is not None:
                row.moves_to(declared.child_target)
            row.save()
        record.version += 1
        record.save(force_insert=declared.opening, force_update=not declared.opening)
        cases = sorted(_cases_of(record, declared, rows))
        event = _audit(record, declared, act, answers, cases, before)
        OutboxEvent._rows.create(audit_event=event, topic=f"{record.kind}.{declared.name}")
        _move_clocks(record, declared, act, rows)
    finally:
        record.act = None
    return record


def _choose(record, declared, act, answers) -> list[ChildRow]:
    """The rows of the children chosen, each with the facts answered about it; refuses those not possible."""
    if not declared.takes_children or declared.opening:
        return []
    visible = record.rows_visible_to(act.by) if act.cause is None else list(record.children.all())
    chosen, refused = [], []
    for each in answers["children"]:
        named, facts = (each.child, each.facts) if isinstance(each, ChildAnswers) else (each, {})
        row = next((row for row in visible if _is(row, named)), None)
        if row is None:
            raise BadInput(Reason("Choose children of this record.", pointer="/children"))
        if declared.child_sources and row.state not in declared.child_sources:
            refused.append(
                Reason(
                    f"{declared.label}: not possible now. State: {row.state_label}.",
                    child=row.reference,
                    child_name=row.child_name,
                )
            )
        row.answers = facts
        for name, value in facts.items():
            if name in _fields(type(row)):
                setattr(row, name, value)
        chosen.append(row)
    if refused:
        raise WrongState(*refused)
    if not chosen:
        raise BadInput(Reason("Choose at least one child.", pointer="/children"))
    answers["children"] = chosen
    return chosen


def _is(row: ChildRow, named) -> bool:
    if isinstance(named, ChildRow):
        return row.pk == named.pk
    if isinstance(named, Record):
        return row.case_id == named.pk
    return str(named) in (row.reference, row.case.reference if row.case_id else None)


def _refuse_unmet(record, declared, act, rows) -> None:
    others = [name for name in declared.other_than if act.by in _people(record, rows, name)]
    if others:
        raise NotAllowed(f"{declared.label}: someone else than the person who proposed it must do this.")
    record.act = act
    try:
        standing = record.unmet(declared.name, rows)
    finally:
        record.act = None
    guards = {each.name: each for each in declared.guards}
    unmet = []
    for reason in standing:
        explained = (act.explained.get(reason.guard) or {}).get("reason", "").strip()
        if not (reason.may_explain and explained):
            unmet.append(reason)
        elif guards[reason.guard].step_down and not act.by.is_manager:
            unmet.append(Reason(f"{reason.says} A manager may explain this, in their own sign-in.", reason.guard,
                                reason.child, reason.child_name, True, reason.mend))  # fmt: skip
    if unmet:
        raise Unmet(*unmet)


def _people(record, rows, name) -> list:
    """Whoever a field names, on the record or on the chosen children's rows."""
    found = [getattr(each, name, None) for each in [record, *rows]]
    return [each for each in found if each is not None]


def _fields(model) -> set[str]:
    return {each.name for each in model._meta.concrete_fields}


def _values(record) -> dict[str, Any]:
    return {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}


def _cases_of(record, declared, rows) -> set[int]:
    if isinstance(record, Stage):
        chosen = rows or ([] if declared.opening else record.children.all())
        found = {row.case_id for row in chosen if row.case_id}
        return found | {row.case_id for row in record_added(record) if row.case_id}
    return set(record.covered_cases())


def record_added(record) -> list[ChildRow]:
    return [row for row in record.act.rows if isinstance(row, ChildRow)]


def _audit(record, declared, act, answers, cases, before) -> AuditEvent:
    as_what = act.by.membership_for(declared.permission if act.cause is None else None)
    after = _values(record)
    changes = {
        name: [before.get(name), value]
        for name, value in after.items()
        if name not in ("version", "subject_id") and value != before.get(name) and (before or value not in (None, ""))
    }
    return AuditEvent._rows.create(
        subject_id=record.pk,
        subject_kind=record.kind,
        subject_reference=record.reference,
        version=record.version,
        step=declared.name,
        label=declared.label,
        cases=cases,
        actor_id=act.by.pk,
        actor_name=act.by.name,
        agency=as_what.agency.name if as_what else "",
        role=as_what.get_role_display() if as_what else "",
        occurred_at=act.at,
        answers={name: _plain(value) for name, value in answers.items() if name != "cause"},
        changes={name: [_plain(each) for each in pair] for name, pair in changes.items()},
        explained=dict(act.explained),
        cause_id=act.cause.pk if act.cause else None,
        cause_version=act.cause.version + 1 if act.cause else None,
    )


def _plain(value):
    """As stored in the audit: text, numbers and references, no objects."""
    if isinstance(value, ChildRow):
        return {"child": value.reference, **{k: _plain(v) for k, v in getattr(value, "answers", {}).items()}}
    if isinstance(value, Record):
        return value.reference
    if isinstance(value, models.Model):
        return getattr(value, "reference", None) or value.pk
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, str | int | float | bool | date | datetime | time):
        return value
    return str(value)


def _flatten(values: Iterable):
    for value in values:
        if isinstance(value, ChildAnswers):
            yield from _flatten(value.facts.values())
        elif isinstance(value, Mapping):
            yield from _flatten(value.values())
        elif isinstance(value, list | tuple | set):
            yield from _flatten(value)
        else:
            yield value


# Clocks


def moment_of(source, name: str, record, act: Act) -> datetime | date | None:
    """The event's moment: from the child's row, else the record; with no name, the moment of the act."""
    if not name:
        return act.at
    for holder in (source, record):
        if holder is not None and hasattr(holder, name):
            return getattr(holder, name)
    raise AttributeError(f"{type(record).__name__} has no {name}")


def _named(source, name: str, record, default=""):
    for holder in (source, record):
        if name and holder is not None and hasattr(holder, name):
            return getattr(holder, name)
    return default


def about(row: models.Model | None) -> str:
    return f"{row._meta.model_name}:{row.pk}" if row is not None else ""


def _move_clocks(record, declared, act, rows) -> None:
    from cpu.timescales import TIMESCALES

    covered = rows
    if not rows and isinstance(record, Stage):
        covered = record_added(record) if declared.opening else list(record.children.all())
    for code, stop in declared.stops.items():
        _stop(record, TIMESCALES[code], stop, act, covered, rows)
    for code, start in [*declared.starts.items()]:
        _start(record, TIMESCALES[code], start, act, covered)
    for code, start in act.restart:
        _restart(record, code, start, act)


def _sources(record, timescale, act, covered) -> list:
    """The rows, or the record itself, that owe this clock."""
    if timescale.of in ("case", "child"):
        return covered if isinstance(record, Stage) else [record]
    if timescale.of == "participation":
        return [row for row in act.rows if not isinstance(row, ChildRow)]
    return [record]


def _start(record, timescale, start, act, covered) -> None:
    wanted: dict[Any, list] = {}
    for source in _sources(record, timescale, act, covered):
        moment = moment_of(source, start.event, record, act)
        given = _named(source, start.given, record, None)
        if moment is None or (start.given and given is None):
            continue
        case_id = getattr(source, "case_id", None) if isinstance(record, Stage) else _only_case(record)
        if timescale.of == "case" and case_id is None:
            continue
        wanted.setdefault(moment, []).append(
            {
                "case_id": case_id if timescale.of in ("case", "child") else None,
                "record_id": record.pk,
                "about": "" if source is record or timescale.of == "case" else about(source),
                "variant": _named(source, start.variant, record) or "",
                "given": given,
            }
        )
    for moment, rows in wanted.items():
        Clock.start_many(timescale.code, event_at=_aware(moment), rows=rows)


def _stop(record, timescale, stop, act, covered, rows) -> None:
    moments: dict[Any, list] = {}
    for source in _sources(record, timescale, act, covered) or [record]:
        moment = moment_of(source, stop.event, record, act)
        if moment is not None:
            moments.setdefault(moment, []).append(source)
    for moment, sources in moments.items():
        where: dict[str, Any] = {"record": record.pk}
        if timescale.of == "case":
            cases = [getattr(each, "case_id", None) or _only_case(record) for each in sources]
            where = {"cases": [each for each in cases if each]}
        elif timescale.of == "child":
            where["about"] = [about(each) for each in sources]
        elif timescale.of == "participation":
            where["about"] = [about(each) for each in sources]
        Clock.stop(timescale.code, at=_aware(moment), how=stop.how, **where)


def _restart(record, code, start, act) -> None:
    """After a correction: clocks that stood on the old value are superseded and counted from the new one."""
    stood = list(Clock._rows.filter(record=record.pk, timescale=code).exclude(ended="superseded"))
    rows = [
        {"case_id": each.case_id, "record_id": record.pk, "about": each.about, "variant": each.variant, "given": None}
        for each in stood
        if each.stopped_at is None
    ]
    if rows:
        Clock._rows.filter(pk__in=[each.pk for each in stood if each.stopped_at is None]).update(
            stopped_at=act.at, ended="superseded"
        )
        Clock.start_many(code, event_at=_aware(getattr(record, start.event)), rows=rows)


def _only_case(record) -> int | None:
    covered = record.covered_cases()
    return covered[0] if isinstance(covered, list) and covered else None


def _aware(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return timezone.make_aware(datetime.combine(moment, time()), LONDON)


# Constraints that speak


def _sentence_of(error: IntegrityError) -> str:
    """The `violation_error_message` of the constraint that refused; one without a message is our own bug."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message != constraint.default_violation_error_message:
                return str(constraint.violation_error_message)
    raise error


__all__ = ["Act", "ChildAnswers", "Refused", "perform"]
