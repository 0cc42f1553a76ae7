"""What the worker does at every tick. The truth is in PostgreSQL: a killed or doubled worker loses nothing.

Each batch takes its rows `FOR UPDATE SKIP LOCKED` and writes the effect in the same transaction, by the
database's own time. `at` is for tests alone: a library does not move PostgreSQL's clock. Nothing here calls
another system.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import connection, transaction
from django.db.models import Min, Model, Q, QuerySet
from django.db.models.functions import Now

from cpu.deadlines import Tell, Threshold, say_day, say_due, sentence, still_to_come
from cpu.models import CalendarVersion, Clock, ClockChange, ClockMark, Notification, OutboxEvent, SweepRun
from cpu.models.calendar import InForce
from cpu.models.clocks import OPEN
from cpu.outbox import SUBSCRIBERS
from cpu.owners import Concern, Owners, Recipient

log = structlog.get_logger()

BATCH = 500
# Seconds between two runs of each sweep; the beat and the health page read it.
EVERY = {
    "sweep_clocks": 60,
    "recompute_clocks": 60,
    "deliver_outbox": 30,
    "make_audit_months": 3600,
    "sweep_days": 3600,
}
# So many months of the audit lie ready: a worker that stands still for a quarter of a year loses nothing.
MONTHS_AHEAD = 3
# What floors above look for as days go by, without anybody's act (a birthday): (moment) -> how many were found.
DAYS: list[Callable[[datetime], int]] = []
# How long a claimed event belongs to its worker, and how long to wait after a failure, at most.
LEASE, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=1)
# A clock that cannot be computed (its rule is gone) is tried again later and never stands before others.
BROKEN_WAIT = timedelta(hours=1)
A_MONTH = timedelta(days=30)


def database_now() -> datetime:
    """The moment by PostgreSQL: a worker whose own clock is wrong fires nothing early."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


class Tally:
    """What a run has handled, and the last thing that went wrong without stopping it."""

    def __init__(self) -> None:
        self.handled = 0
        self.error = ""

    def failed(self, what: str, error: Exception) -> None:
        log.warning("sweep_row_failed", row=what, error=type(error).__name__)
        self.error = f"{what}: {type(error).__name__}"


@contextmanager
def recorded(task: str) -> Generator[Tally]:
    """Keep in one row a task when it ran and how it ended; the health page reads it."""
    SweepRun.objects.update_or_create(task=task, defaults={"started_at": Now(), "every": EVERY[task]})
    mine, tally = SweepRun.objects.filter(task=task), Tally()
    try:
        yield tally
    except Exception as error:
        mine.update(failed_at=Now(), error=f"{type(error).__name__}")
        raise
    if tally.error:
        mine.update(failed_at=Now(), error=tally.error[:300])
    mine.update(finished_at=Now(), handled=tally.handled)


def late_sweeps() -> dict[str, bool]:
    """Of each sweep: has it not finished for three of its periods? By the database's time.

    Where one never ran, the installation may still be younger than that.
    """
    now = database_now()
    runs = {run.task: run for run in SweepRun.objects.all()}
    begun = CalendarVersion.objects.aggregate(first=Min("made_at"))["first"] or now

    def is_late(task: str) -> bool:
        if (run := runs.get(task)) and run.finished_at:
            return run.is_late(now)
        return now - begun > timedelta(seconds=3 * EVERY[task])

    return {task: is_late(task) for task in EVERY}


# The months of the audit


def make_audit_months(at: datetime | None = None, ahead: int = MONTHS_AHEAD) -> int:
    """Make the partitions of this and the coming months where they are missing; returns how many were made.

    The owner's function does it: the application's role has no right to. What was recorded before its month had
    a partition was kept by default, and moves into it. `at` is not used: months go by the database's own time.
    """
    with recorded("make_audit_months") as tally, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT cpu_audit_months(%s)", [ahead])
        tally.handled = cursor.fetchone()[0]
        return tally.handled


# Warnings and breaches


def due_to_speak(at: datetime) -> QuerySet[Clock]:
    """Open clocks that have reached their next threshold, by the partial index."""
    return Clock._rows.filter(OPEN, next_mark_at__lte=at).order_by("next_mark_at")


def sweep_clocks(at: datetime | None = None, batch: int = BATCH) -> int:
    """Write every warning and breach that is due, once, and tell one person once a clock. Returns the marks.

    After a stop of days each threshold passed gets its mark, and each level only the latest message.
    """
    with recorded("sweep_clocks") as tally:
        while _sweep_batch(at, batch, tally):
            pass
        return tally.handled


@transaction.atomic
def _sweep_batch(at: datetime | None, batch: int, tally: Tally) -> bool:
    at = at or database_now()
    clocks = list(due_to_speak(at).select_for_update(skip_locked=True, no_key=True, of=("self",))[:batch])
    if not clocks:
        return False
    ground, owners = InForce.now(), Owners(clocks, at)
    # A date about to be announced is first brought up to date: a holiday proclaimed today makes nothing late.
    stale = [clock for clock in clocks if clock.is_stale(ground)]
    messages = _recompute(stale, ground, owners, at, tally) if stale else []
    standing = _standing_marks(clocks)
    marks: list[Mark] = []
    for clock in clocks:
        try:
            ahead = still_to_come(
                clock.thresholds(ground.calendar),
                standing[clock.pk],
                acknowledged=clock.acknowledged_at is not None,
            )
        except KeyError as error:
            tally.failed(f"clock {clock.pk}", error)
            clock.next_mark_at = at + BROKEN_WAIT
            continue
        reached = [one for one in ahead if one.at <= at]
        clock.next_mark_at = min((one.at for one in ahead if one.at > at), default=None)
        marks += [Mark(clock.pk, one.name, one.at, at) for one in reached]
        messages += _messages(clock, reached, ground, owners, at)
    _insert(ClockMark, marks)
    _insert(Notification, messages)
    _write(clocks, "next_mark_at")
    tally.handled += len(marks)
    return True


def _standing_marks(clocks: Iterable[Clock]) -> dict[int, dict[str, int]]:
    """Of each clock: the thresholds marked, with the mark's key."""
    standing: dict[int, dict[str, int]] = defaultdict(dict)
    marks = ClockMark._rows.filter(clock__in=clocks, voided_at__isnull=True)
    for clock, threshold, key in marks.values_list("clock_id", "threshold", "pk"):
        standing[clock][threshold] = key
    return standing


class Mark(NamedTuple):
    """A row of ClockMark: at this rate the making of a model's instance is what costs."""

    clock_id: int
    threshold: str
    reached_at: datetime
    made_at: datetime


class Message(NamedTuple):
    """A row of Notification."""

    user_id: int | None
    team_id: int | None
    stands_in_for_id: int | None
    kind: str
    level: str
    text: str
    clock_id: int | None
    case_id: int | None
    record_id: int | None
    made_at: datetime
    # A mark of the clock tells of it once by itself.
    once: str = ""


def _types(model: type[Model]) -> dict[str, str | None]:
    return {str(field.column): field.db_type(connection) for field in model._meta.concrete_fields}


def _insert(model: type[Model], rows: Sequence[Mark | Message]) -> None:
    """Insert rows in one statement, a column an array; what the rows do not name gets the model's default."""
    if not rows:
        return
    types, names = _types(model), rows[0]._fields
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    rest = {
        str(field.column): field.get_default()
        for field in model._meta.concrete_fields
        if field.column not in names and not (field.null or field.primary_key or field.has_db_default())
    }
    constants = "".join(f", %s::{types[name]}" for name in rest)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join([*names, *rest])}) "  # noqa: S608  # nosec B608
            f"SELECT given.*{constants} FROM unnest({arrays}) AS given",
            [*rest.values(), *(list(column) for column in zip(*rows, strict=True))],
        )


def _write(clocks: list[Clock], *names: str) -> None:
    """Write these columns of locked clocks in one statement, without `bulk_update`'s CASE for each row."""
    types = _types(Clock)
    sets = ", ".join(f"{name} = new.{name}" for name in names)
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cpu_clock SET {sets} FROM unnest(%s::bigint[], {arrays}) "  # noqa: S608  # nosec B608
            f"AS new (id, {', '.join(names)}) WHERE cpu_clock.id = new.id",
            [[clock.pk for clock in clocks], *([getattr(clock, name) for clock in clocks] for name in names)],
        )


def _messages(
    clock: Clock, reached: list[Threshold], ground: InForce, owners: Owners, at: datetime
) -> list[Message]:
    """The latest message for each level that is to be told: a week's silence does not end in a flood."""
    if not reached:
        return []
    text = f"{clock.label}. {sentence(clock, at, ground.calendar)}."
    kind = Notification.Kind.LATE if at >= clock.late_from else Notification.Kind.WARNING
    levels = {level for one in reached for level in one.tell}
    # Somebody who is told as owner and as manager is told once.
    to = {who: level for level in Tell if level in levels for who in owners.told(clock, level)}
    return [_message(clock, who, level, kind, text, at) for who, level in to.items()]


def _message(clock: Clock, to: Recipient, level: Tell, kind: str, text: str, at: datetime) -> Message:
    return Message(
        user_id=to.user_id,
        team_id=to.team_id,
        stands_in_for_id=to.stands_in_for_id,
        kind=str(kind),
        level=level.value,
        text=text[:300],
        clock_id=clock.pk,
        case_id=clock.case_id,
        record_id=clock.record_id,
        made_at=at,
    )


# A new holiday, a new local value, a new table of rules


def out_of_date(ground: InForce) -> QuerySet[Clock]:
    """Open clocks that were computed by an older list of holidays or an older rule."""
    older = Q(calendar_version__lt=ground.calendar_version) | Q(rule_version__lt=ground.rule_version)
    return Clock._rows.filter(OPEN & older).order_by("pk")


def recompute_clocks(at: datetime | None = None, batch: int = BATCH) -> int:
    """Count open clocks of an older version anew, in batches; tell the owners what moved. Returns how many.

    Safe to kill (what is left is found again by its version) and to run twice at once (rows are skipped).
    """
    with recorded("recompute_clocks") as tally:
        last: int | None = 0
        while last is not None:
            last = _recompute_batch(at, batch, tally, last)
        _ask_for_the_list(at)
        return tally.handled


@transaction.atomic
def _recompute_batch(at: datetime | None, batch: int, tally: Tally, last: int) -> int | None:
    ground = InForce.now()
    found = out_of_date(ground).filter(pk__gt=last)
    clocks = list(found.select_for_update(skip_locked=True, no_key=True, of=("self",))[:batch])
    if not clocks:
        return None
    at = at or database_now()
    _insert(Notification, _recompute(clocks, ground, Owners(clocks, at), at, tally))
    tally.handled += len(clocks)
    return clocks[-1].pk


def _recompute(
    clocks: list[Clock], ground: InForce, owners: Owners, at: datetime, tally: Tally
) -> list[Message]:
    """Bring locked clocks up to date and log what moved; returns the messages, which the caller writes."""
    changes, messages, standing, void = [], [], _standing_marks(clocks), []
    for clock in clocks:
        before = (clock.due_on, clock.due_at, clock.last_usable_on, clock.length)
        was = say_due(clock)
        try:
            moved = clock.take(clock.reckon(ground), ground)
            if not moved:
                continue
            every = clock.thresholds(ground.calendar)
        except (KeyError, ValueError) as error:
            tally.failed(f"clock {clock.pk}", error)
            continue
        # What lies ahead again may be said again; what still lies behind has been said.
        again = {one.name for one in every if one.at > at} & standing[clock.pk].keys()
        void += [standing[clock.pk][name] for name in again]
        left = still_to_come(
            every,
            standing[clock.pk].keys() - again,
            acknowledged=clock.acknowledged_at is not None,
        )
        clock.next_mark_at = min((one.at for one in left), default=None)
        changes.append(_change(clock, before, ground, at))
        text = f"{clock.label}. The date has moved: now due {say_due(clock)}, was {was}."
        messages += [
            _message(clock, to, Tell.OWNER, Notification.Kind.MOVED, text, at)
            for to in owners.told(clock, Tell.OWNER)
        ]
    ClockMark._rows.filter(pk__in=void).update(voided_at=at)
    ClockChange._rows.bulk_create(changes)
    _write(
        clocks,
        "due_on",
        "due_at",
        "last_usable_on",
        "late_from",
        "provisional",
        "length",
        "calendar_version",
        "rule_version",
        "next_mark_at",
    )
    return messages


def _change(clock: Clock, before: tuple, ground: InForce, at: datetime) -> ClockChange:
    return ClockChange(
        clock=clock,
        old_due_on=before[0],
        old_due_at=before[1],
        old_last_usable_on=before[2],
        old_length=before[3],
        new_due_on=clock.due_on,
        new_due_at=clock.due_at,
        new_last_usable_on=clock.last_usable_on,
        new_length=clock.length,
        calendar_version=ground.calendar_version,
        rule_version=ground.rule_version,
        made_at=at,
    )


def _ask_for_the_list(at: datetime | None) -> None:
    """Dates beyond the published holidays are provisional: heads of service are asked for it, monthly."""
    at = at or database_now()
    clock = Clock._rows.filter(OPEN, provisional=True).first()
    asked = Notification._rows.filter(kind=Notification.Kind.CALENDAR, made_at__gt=at - A_MONTH)
    if clock is None or asked.exists():
        return
    until = say_day(InForce.now().calendar.known_until)
    text = (
        f"The list of bank holidays ends on {until}; later dates are provisional. Please enter the new list."
    )
    Notification._rows.bulk_create(
        Notification(
            user_id=to.user_id,
            stands_in_for_id=to.stands_in_for_id,
            level=Tell.HEAD.value,
            kind=Notification.Kind.CALENDAR,
            text=text,
            made_at=at,
        )
        for to in Owners([clock], at).told(clock, Tell.HEAD)
    )


# The outbox


def deliver_outbox(at: datetime | None = None, batch: int = 100) -> int:
    """Tell the subscribers of every promised event; returns how many events were done.

    An event is claimed with a lease, so a killed worker's events come back; the subscribers' writes and the
    mark "done" commit together. One that fails waits longer each time and is never dropped.
    """
    with recorded("deliver_outbox") as tally:
        while claimed := _claim(at, batch):
            for key in claimed:
                _deliver(key, at, tally)
        return tally.handled


@transaction.atomic
def _claim(at: datetime | None, batch: int) -> list[int]:
    at = at or database_now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    waiting = OutboxEvent._rows.filter(free, done_at__isnull=True).order_by("pk")
    events = list(waiting.select_for_update(skip_locked=True, no_key=True)[:batch])
    for event in events:
        event.claimed_until, event.attempts = at + LEASE, min(event.attempts + 1, 32000)
    OutboxEvent._rows.bulk_update(events, ["claimed_until", "attempts"])
    return [event.pk for event in events]


def _deliver(key: int, at: datetime | None, tally: Tally) -> None:
    try:
        with transaction.atomic():
            open_events = OutboxEvent._rows.filter(done_at__isnull=True).select_related("audit_event")
            event = (
                open_events.select_for_update(no_key=True, skip_locked=True, of=("self",))
                .filter(pk=key)
                .first()
            )
            if event is None:
                return
            for subscriber in SUBSCRIBERS.to(event.topic):
                subscriber(event)
            event.done_at = at or database_now()
            event.save(update_fields=["done_at"])
            tally.handled += 1
    except Exception as error:
        tally.failed(f"outbox event {key}", error)
        _wait(key, at)


def _wait(key: int, at: datetime | None) -> None:
    event = OutboxEvent._rows.get(pk=key)
    wait = min(timedelta(seconds=15 * 2 ** min(event.attempts, 10)), LONGEST_WAIT)
    event.claimed_until = (at or database_now()) + wait
    event.save(update_fields=["claimed_until"])


# What the days bring


def sweep_days(at: datetime | None = None) -> int:
    """Let each floor look for what a day brings by itself; each is safe to run twice."""
    with recorded("sweep_days") as tally:
        for look in DAYS:
            with transaction.atomic():
                tally.handled += look(at or database_now())
        return tally.handled


@dataclass(frozen=True)
class Telling:
    """A message about something that is no clock: `once` names it; `user`, or left out whoever it concerns."""

    concern: Concern
    level: Tell
    kind: str
    text: str
    once: str
    user: int | None = None


def tell_once(tellings: Iterable[Telling], at: datetime) -> int:
    """Write a message for each to whom it concerns; what was told before is not told again."""
    tellings = list(tellings)
    owners = Owners([each.concern for each in tellings], at)
    messages = [
        Notification(
            user_id=to.user_id,
            team_id=to.team_id,
            stands_in_for_id=to.stands_in_for_id,
            kind=each.kind,
            level=each.level.value,
            text=each.text[:300],
            once=each.once,
            case_id=each.concern.case_id,
            record_id=each.concern.record_id,
            made_at=at,
        )
        for each in tellings
        for to in ([Recipient(each.user)] if each.user else owners.told(each.concern, each.level))
    ]
    Notification._rows.bulk_create(messages, ignore_conflicts=True)
    return len(messages)
