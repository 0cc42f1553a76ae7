"""`perform` carries out every step: in one transaction it locks, checks, changes, audits, moves clocks, promises."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, models, transaction
from psycopg2.errors import CheckViolation

from cpu.models import AuditEvent, OutboxEvent, Subject
from cpu.roles import Permission, can
from workflow import clocks
from workflow.record import Record
from workflow.refusals import (
    BadInput,
    Conflict,
    NotAllowed,
    NotFound,
    Reason,
    Refused,
    Stale,
    Unmet,
    WrongState,
)
from workflow.rows import write
from workflow.stage import ChildRow, Stage
from workflow.step import Declared

TRIES = 3
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"
OTHERS_WRITE = "Others are writing about the same children: try again."
# What the mechanism itself keeps of a child's row: no answer changes it.
KEPT = {"id", "state", "stage", "case", "reference"}


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
    # What is added by all records that are opened together, until it is stored together.
    together: list[models.Model] | None = None

    def store(self, rows: Iterable[models.Model]) -> None:
        """New rows of one kind, in one statement."""
        if self.together is not None:
            self.together.extend(rows)
        else:
            store(rows)

    def children_added(self) -> list[ChildRow]:
        return [row for row in self.rows if isinstance(row, ChildRow)]


def store(rows: Iterable[models.Model]) -> None:
    """New rows, in one statement for each kind, in the order in which the kinds come."""
    by_kind: dict[Any, list[models.Model]] = {}
    for row in rows:
        by_kind.setdefault(type(row), []).append(row)
    for kind, of_kind in by_kind.items():
        kind._rows.bulk_create(of_kind)


class _Grew(Exception):
    """The record came to cover a case that was not locked: start again."""


def perform(
    bound, *, by, at: datetime, version: int | None = None, explained: Mapping | None = None, **answers
):
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
                return _perform(mine, declared, by, at, version, explained or {}, dict(answers), attempt > 1)
        except _Grew:
            if attempt == TRIES:
                raise Conflict(OTHERS_WRITE)
        except OperationalError as error:
            code = getattr(error.__cause__, "pgcode", "")
            # Whoever waited that long for the others is told, and not made to wait again.
            if code == LOCK_TIMEOUT:
                raise Conflict(OTHERS_WRITE) from error
            if code not in (DEADLOCK, SERIALIZATION) or attempt == TRIES:
                raise
        except IntegrityError as error:
            # What a row breaks by itself is an answer to mend; beside another row, somebody else was quicker.
            by_itself = isinstance(error.__cause__, CheckViolation)
            raise (BadInput if by_itself else Conflict)(_sentence_of(error)) from error
    raise AssertionError("unreachable")


def _perform(record, declared, by, at, version, explained, answers, again):
    if declared.permission == Permission.CONSEQUENCE:
        raise NotAllowed("This follows from another step and cannot be taken by itself.")
    mine = None if declared.opening else type(record).visible_to(by).filter(pk=record.pk).values("pk")
    if not can(by, declared.permission):
        if mine is not None and not mine.exists():
            raise NotFound("There is nothing here, or not for you.")
        may = declared.permission.label
        raise NotAllowed(f"{declared.label}: this needs a role that may “{may[0].lower()}{may[1:]}”.")
    held = _lock(record, declared, by, answers, again)
    if mine is not None:
        record = _fetch(type(record), mine, held)
        if version is not None and version != record.version and not declared.adds:
            raise Stale(_since(record, version, by), record.version)
        answers = {name: _reread(value, record) for name, value in answers.items()}
    return _as_stored(_take(record, declared, Act(by, at, declared, explained), answers))


def _since(record: Record, version: int, by) -> list[AuditEvent]:
    """What others did since a version: of a child whom this person may not see, nothing of what changed is told."""
    events = list(AuditEvent.of(record).filter(version__gt=version))
    seen = {row.reference for row in record.rows_visible_to(by)} if isinstance(record, Stage) else set()
    for each in events:
        each.changes = {
            name: pair
            for name, pair in each.changes.items()
            if "." not in name or name.partition(".")[0] in seen
        }
    return events


def _as_stored(record: Record) -> Record:
    """The changed record, without what guards and the body had read and kept on it before the change."""
    for each in [record, *getattr(record, "_prefetched_objects_cache", {}).get("children", ())]:
        stored = {field.attname for field in each._meta.concrete_fields}
        for name in each.__dict__.keys() - stored - {"_state", "_prefetched_objects_cache", "seeing"}:
            del each.__dict__[name]
    return record


def take_consequence(cause: Record, bound, answers: dict):
    """The second `_take` of a step: no lock (the cases are locked) and no permission, and it must be declared."""
    target, declared = bound.__self__, _declared_by(cause, bound)
    if not declared.opening:
        target = _fetch(type(target), [target.pk], None)
    return _take(target, declared, Act(cause.act.by, cause.act.at, declared, cause=cause), answers)


def open_as_consequence(cause: Record, openings: list[tuple[Any, dict]]) -> list[Record]:
    """Open several records by one CONSEQUENCE step, each by an act of its own, stored together."""
    by_step = {bound.declared.name: _declared_by(cause, bound) for bound, _ in openings}
    if not by_step:
        return []
    (declared,) = by_step.values()
    acts = [Act(cause.act.by, cause.act.at, declared, cause=cause) for _ in openings]
    opened = [(bound.__self__, act, answers) for (bound, answers), act in zip(openings, acts, strict=True)]
    return _open(opened, declared)


def _declared_by(cause: Record, bound) -> Declared:
    target, declared = bound.__self__, bound.declared
    if declared.permission != Permission.CONSEQUENCE:
        raise TypeError(f"{declared.name} is a step of its own, not a consequence")
    if f"{type(target).__name__}.{declared.name}" not in cause.act.declared.opens:
        raise TypeError(
            f"{cause.act.declared.name} does not declare that it opens {type(target).__name__}.{declared.name}"
        )
    return declared


def _lock(record, declared, by, answers, again: bool) -> set[int]:
    """Lock people, then cases, each in key order: those covered and those named. Say which cases are held.

    Whoever is named must be visible. The record itself, if it is a person or a case, takes its place in the order.
    """
    case_model = apps.get_model("people", "Case")
    locked: dict[type[Record], set[int]] = {case_model: set()}
    # A child is chosen among the rows that one may see; here count the facts answered about it.
    about_children = [each for each in answers.get("children", ()) if isinstance(each, ChildAnswers)]
    named = list(_records_in({**answers, "children": about_children}.values()))
    for value in named:
        locked.setdefault(type(value), set()).add(value.pk)
    for model, keys in locked.items():
        if keys and model.visible_to(by).filter(pk__in=keys).values("pk").distinct().count() < len(keys):
            raise NotFound("Somebody named here does not exist, or not for you.")
    if record.lock_order is not None and not declared.opening:
        locked.setdefault(type(record), set()).add(record.pk)
    covered = _covered_by(named) if declared.opening else record.covered_cases()
    for model in sorted(
        (each for each in locked if each.lock_order is not None), key=lambda each: each.lock_order or 0
    ):
        if not locked[model] and (model is not case_model or covered == []):
            continue
        wanted = models.Q(pk__in=locked[model])
        if model is case_model:
            wanted |= models.Q(pk__in=covered)
        rows = model._rows.filter(wanted).order_by("pk").select_related(None).select_for_update(no_key=True)
        if model is case_model and again:
            # Whoever adds a child holds every case covered: with the first of them held, the others stand still.
            first = model._rows.filter(pk__in=covered).aggregate(first=models.Min("pk"))["first"]
            list(rows.filter(pk__lte=first or 0).values_list("pk"))
        locked[model] = set(rows.values_list("pk", flat=True))
    return locked[case_model]


def _covered_by(named: list[Record]) -> list[int]:
    """An opening that names a stage is about the children of that stage."""
    stages = [each for each in named if isinstance(each, Stage)]
    return [case for each in stages for row in each.covered_cases() for case in row.values()]


def _fetch(model: type[Record], keys, held: set[int] | None) -> Record:
    """Lock the record and read it and its children's rows once: guards and the body share them."""
    record = model._rows.filter(pk__in=keys).select_for_update(no_key=True, of=("self",)).first()
    if record is None:
        raise NotFound("There is nothing here, or not for you.")
    if isinstance(record, Stage):
        models.prefetch_related_objects([record], record.rows_to_read())
        if held is not None and not {row.case_id for row in record.child_rows() if row.case_id} <= held:
            raise _Grew
    return record


def _reread(value, record: Record):
    """A row named in an answer was read before the lock: read it again, as one of this record's own."""
    if isinstance(value, list | tuple):
        return [_reread(each, record) for each in value]
    if not hasattr(value, "belongs_to") or isinstance(value, ChildRow):
        return value
    owners = (value.belongs_to,) if isinstance(value.belongs_to, str) else value.belongs_to
    mine = models.Q(*[(each, record.pk) for each in owners], _connector=models.Q.OR)
    if found := type(value)._rows.filter(mine, pk=value.pk).first():
        return found
    raise BadInput(Reason("Choose one of those that belong to this record."))


def _take(record: Record, declared: Declared, act: Act, answers: dict) -> Record:
    if not declared.possible_from(record.state):
        raise WrongState(f"{declared.label}: not possible now. State: {record.state_label}.")
    if declared.opening:
        return _open([(record, act, answers)], declared)[0]
    before = {each: _values(each) for each in [record, *record.child_rows()]}
    rows = _choose(record, declared, act, answers)
    act.explained = _refuse_unmet(record, declared, act, rows)
    record.act = act
    try:
        getattr(record, declared.name)(**answers)
        for row in rows:
            if declared.child_target is not None:
                row.moves_to(declared.child_target)
        record.version += 1
        _save_changed([record], before)
        _save_changed([each for each in before if each is not record], before)
        event = _event(record, declared, act, answers, rows, before)
        event.save(force_insert=True)
        OutboxEvent._rows.create(audit_event=event, topic=f"{record.kind}.{declared.name}")
        clocks.move(record, declared, act, rows)
    finally:
        record.act = None
    return record


def _open(opened: list[tuple[Record, Act, dict]], declared: Declared) -> list[Record]:
    """Take an opening step for one record or several of a kind: each has its own act and event."""
    kind = opened[0][0]
    for record, act, _ in opened:
        act.explained = _refuse_unmet(record, declared, act, [])
    subjects = Subject.of_each(kind.kind, kind.prefix, len(opened))
    records = [record for record, _, _ in opened]
    together: list[models.Model] | None = [] if len(opened) > 1 else None
    try:
        for (record, act, answers), subject in zip(opened, subjects, strict=True):
            record.subject, record.act, act.together = subject, act, together
            record.has_no_rows_yet()
            getattr(record, declared.name)(**answers)
            record.version += 1
        store(together or ())
        type(kind)._rows.bulk_create(records)
        events = [_event(record, declared, act, answers, [], {}) for record, act, answers in opened]
        AuditEvent._rows.bulk_create(events)
        topic = f"{kind.kind}.{declared.name}"
        OutboxEvent._rows.bulk_create([OutboxEvent(audit_event=event, topic=topic) for event in events])
        type(kind).opened_together(records)
        clocks.start_each([(record, act) for record, act, _ in opened], declared)
    finally:
        for record in records:
            record.act = None
    return records


def _choose(record, declared, act, answers) -> list[ChildRow]:
    """The rows of the children chosen, each with the facts answered about it; refuses those not possible."""
    if not declared.takes_children or declared.opening:
        return []
    # A consequence that moves none of its own rows is told of children who may only now join.
    if act.cause is not None and not declared.child_sources:
        return []
    visible = record.rows_visible_to(act.by) if act.cause is None else record.child_rows()
    chosen, refused = [], []
    for each in answers.get("children") or ():
        named, facts = (each.child, each.facts) if isinstance(each, ChildAnswers) else (each, {})
        row = next((row for row in visible if _is(row, named)), None)
        if row is None:
            raise BadInput(Reason("Choose children of this record.", pointer="/children"))
        if row in chosen:
            raise BadInput(Reason("Answer once for each child.", pointer="/children"))
        if declared.child_sources and row.state not in declared.child_sources:
            refused.append(
                Reason(
                    f"{declared.label}: not possible now. State: {row.state_label}.",
                    child=row.reference,
                    child_name=row.child_name,
                )
            )
        row.answers = facts
        for name in facts.keys() & _fields(type(row)) - KEPT:
            setattr(row, name, facts[name])
        chosen.append(row)
    if refused:
        raise WrongState(*refused)
    if not chosen:
        raise BadInput(Reason("Choose at least one child.", pointer="/children"))
    answers["children"] = chosen
    return chosen


def _is(row: ChildRow, named) -> bool:
    if isinstance(named, ChildRow):
        # A consequence names a child by the row of the stage that caused it.
        return row == named or (type(row) is not type(named) and row.case_id == named.case_id is not None)
    if isinstance(named, Record):
        return row.case_id == named.pk
    return str(named) in (row.reference, row.case.reference if row.case_id else None)


def _refuse_unmet(record, declared, act, rows) -> dict[str, dict]:
    """Refuse with all that stands in the way; return the explanations that stood in for a guard."""
    if any(_is_named(act.by, each, name) for name in declared.other_than for each in [record, *rows]):
        raise NotAllowed(
            f"{declared.label}: someone else than whoever proposed it or took part must do this."
        )
    record.act = act
    try:
        standing = record.unmet(declared.name, rows)
    finally:
        record.act = None
    guards = {each.name: each for each in declared.guards}
    unmet, used = [], {}
    for reason in standing:
        explanation = act.explained.get(reason.guard) or {}
        if not (reason.may_explain and explanation.get("reason", "").strip()):
            unmet.append(reason)
        elif guards[reason.guard].step_down and not act.by.is_manager:
            unmet.append(
                replace(reason, says=f"{reason.says} A manager may explain this, in their own sign-in.")
            )
        else:
            used[reason.guard] = explanation
    if unmet:
        raise Unmet(*unmet)
    return used


def _is_named(by, holder, name: str) -> bool:
    """Whether a field (by its key, without reading the user) or a property names this person."""
    if hasattr(holder, f"{name}_id"):
        return getattr(holder, f"{name}_id") == by.pk
    named = getattr(holder, name, None)
    return by == named or (isinstance(named, Iterable) and by in named)


def _fields(model) -> set[str]:
    return {each.name for each in model._meta.concrete_fields}


def _values(record) -> dict[str, Any]:
    return {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}


def _changed(row, before: dict) -> dict[str, list]:
    return {
        name: [before.get(name), value] for name, value in _values(row).items() if value != before.get(name)
    }


def _save_changed(rows: list[Any], before: dict) -> None:
    """Of rows of one kind what the step changed, in one statement."""
    changed = {row: set(_changed(row, before[row])) for row in rows}
    if names := set().union(*changed.values()):
        names = {each.name for each in rows[0]._meta.concrete_fields if each.attname in names}
        write([row for row in rows if changed[row]], names)


def _cases_of(record, act, rows) -> set[int]:
    """Whom an act is about: the children chosen and those who joined, else all that the record covers."""
    if not isinstance(record, Stage):
        return set(record.covered_cases())
    about = [*rows, *act.children_added()] or record.child_rows()
    return {row.case_id for row in about if row.case_id}


def _event(record, declared, act, answers, rows, before) -> AuditEvent:
    as_what = act.by.membership_for(declared.permission if act.cause is None else None)
    changes = {
        name: pair
        for name, pair in _changed(record, before.get(record, {})).items()
        # What was answered at an opening stands in `answers`, once, and in no refusal to an older version.
        if name == "state" or (before and name not in ("version", "subject_id"))
    }
    for row in before:
        if row is not record:
            changes |= {f"{row.reference}.{name}": pair for name, pair in _changed(row, before[row]).items()}
    return AuditEvent(
        subject_id=record.pk,
        subject_kind=record.kind,
        subject_reference=record.reference,
        version=record.version,
        step=declared.name,
        label=declared.label,
        cases=sorted(_cases_of(record, act, rows)),
        actor_id=act.by.pk,
        actor_name=act.by.name,
        agency=as_what.agency.name if as_what else "",
        role=as_what.get_role_display() if as_what else "",
        occurred_at=act.at,
        answers={name: _plain(value) for name, value in answers.items() if name != "cause"},
        changes={name: [_plain(each) for each in pair] for name, pair in changes.items()},
        explained=act.explained,
        cause_id=act.cause.pk if act.cause else None,
        cause_version=act.cause.version + 1 if act.cause else None,
    )


PLAIN = str | int | float | date | time
SEVERAL = list | tuple | set | models.QuerySet


def _plain(value):
    """As stored in the audit: text, numbers and references, no objects."""
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, SEVERAL):
        return [_plain(each) for each in value]
    if isinstance(value, ChildRow):
        return {"child": value.reference, **{k: _plain(v) for k, v in getattr(value, "answers", {}).items()}}
    if isinstance(value, Record):
        return value.reference
    if isinstance(value, models.Model):
        return getattr(value, "reference", None) or value.pk
    return str(value)


def _records_in(values: Iterable) -> Iterator[Record]:
    """Every record named among answers, however deep."""
    for value in values:
        if value is None or isinstance(value, PLAIN):
            continue
        if isinstance(value, Record):
            yield value
        elif isinstance(value, ChildAnswers):
            yield from _records_in(value.facts.values())
        elif isinstance(value, Mapping):
            yield from _records_in(value.values())
        elif isinstance(value, list | tuple | set):
            yield from _records_in(value)


# Constraints that speak


def _sentence_of(error: IntegrityError) -> str:
    """The `violation_error_message` of the constraint that refused; one without a message is our own bug."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if (
                constraint.name == name
                and constraint.violation_error_message != constraint.default_violation_error_message
            ):
                return str(constraint.violation_error_message)
    raise error


__all__ = ["Act", "ChildAnswers", "Refused", "perform"]
