"""Clocks: what is due for a child or a record, since which event, by which version of the rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.constants import OnConflict
from django.db.models.functions import Now

from cpu.calendars import Calendar, london, london_day
from cpu.deadlines import Due, Length, Of, Threshold, Timescale, due, sentence, thresholds
from cpu.models.calendar import InForce
from cpu.timescales import TIMESCALES

OPEN = Q(stopped_at__isnull=True)


class Clock(models.Model):
    """One running or ended clock. Lateness is a question of dates (`late_from`); nothing counts up.

    `case` owns a clock of the case, which any stage may stop; `record` is where it was started and owns
    every other; `about` names the row that owes it. `due_on` (a day) or `due_at` (a moment) is set. The clock
    ends on the event that the law names, never by a click: `ended` says met, not needed or superseded.
    """

    class Ended(models.TextChoices):
        MET = "met", "Met"
        NOT_NEEDED = "not_needed", "Not needed"
        SUPERSEDED = "superseded", "Superseded"

    case = models.ForeignKey(
        "people.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="clocks"
    )
    record = models.ForeignKey(
        "cpu.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="clocks"
    )
    timescale = models.CharField(max_length=40)
    of = models.CharField(max_length=16, choices=[(of.value, of.value) for of in Of])
    about = models.CharField(max_length=80, blank=True)
    variant = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=120)
    cause = models.BigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    given_on = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    other_on = models.DateField(null=True, blank=True)
    length = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    last_usable_on = models.DateField()
    late_from = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    rule_version = models.PositiveIntegerField()
    calendar_version = models.PositiveIntegerField()
    next_mark_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late_reason = models.TextField(blank=True)

    _rows = models.Manager()

    class Meta:
        ordering = ["last_usable_on", "late_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "timescale"],
                condition=OPEN & Q(of=Of.CASE.value),
                name="one_open_clock_of_a_case",
                violation_error_message="This clock is running for the child already.",
            ),
            models.UniqueConstraint(
                fields=["record", "timescale", "case", "about"],
                condition=OPEN & ~Q(of=Of.CASE.value),
                nulls_distinct=False,
                name="one_open_clock_of_a_record",
                violation_error_message="This clock is running already.",
            ),
            models.CheckConstraint(
                condition=Q(of=Of.CASE.value, case__isnull=False)
                | (~Q(of=Of.CASE.value) & Q(record__isnull=False)),
                name="clock_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) ^ Q(due_at__isnull=True), name="clock_due_on_or_at"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, ended="") | (Q(stopped_at__isnull=False) & ~Q(ended="")),
                name="clock_stopped_says_how",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, late_reason="")
                | (Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(late_reason="")),
                name="clock_acknowledged_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_mark_at"],
                condition=OPEN & Q(next_mark_at__isnull=False),
                name="clock_next_mark",
            ),
            models.Index(fields=["case"], condition=OPEN, name="clock_open_of_case"),
            models.Index(fields=["last_usable_on", "late_from"], condition=OPEN, name="clock_open_by_due"),
            models.Index(fields=["calendar_version"], condition=OPEN, name="clock_open_by_calendar"),
            models.Index(fields=["rule_version"], condition=OPEN, name="clock_open_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, due {self.due_on or self.due_at}"

    # Starting and stopping: called by `perform`, in its transaction, under its locks

    @classmethod
    def start(
        cls,
        code: str,
        *,
        event_at: date,
        case: Any = None,
        record: Any = None,
        about: str = "",
        variant: str = "",
        given: date | None = None,
        other: date | None = None,
        cause: int | None = None,
    ) -> "Clock | None":
        """Start one clock; see `start_many`. None if a running one stands."""
        row = {
            "case_id": getattr(case, "pk", case),
            "record_id": getattr(record, "pk", record),
            "about": about,
            "variant": variant,
            "given": given,
            "other": other,
        }
        return next(iter(cls.start_many(code, event_at=event_at, rows=[row], cause=cause)), None)

    @classmethod
    def start_many(
        cls, code: str, *, event_at: date, rows: Iterable[Mapping[str, Any]], cause: int | None = None
    ) -> list["Clock"]:
        """Start the clock of `code` for each row; see `start_all`."""
        return cls.start_all([(code, event_at, row) for row in rows], cause=cause)

    @classmethod
    def start_all(
        cls,
        starts: Iterable[tuple[str, date, Mapping[str, Any]]],
        *,
        cause: int | None = None,
        of_new_records: bool = False,
    ) -> list["Clock"]:
        """Start clocks given as (code, event, row), in at most four statements whatever their number.

        of_new_records: the records are being opened, so that no clock of their own can be running yet.

        event: the day or aware moment of the event that the law names. Each row is a mapping of
        case_id, record_id, about, variant, given (a day or moment) and other (the second event's day or
        moment); all may be left out, but a clock of the case needs its case and every other its record.

        A running clock is never put back: the start that gives the earlier date stands (a review discussion
        changes nothing). Where the timescale restarts (a visit, a core group), the later event stands.
        Returns the clocks that were started. Raises ValueError for what `due` cannot compute.
        """
        starts = list(starts)
        if not starts:
            return []
        with transaction.atomic(savepoint=False):
            return cls._start_all(starts, cause, of_new_records)

    @classmethod
    def _start_all(
        cls, starts: Iterable[tuple[str, date, Mapping[str, Any]]], cause: int | None, of_new_records: bool
    ) -> list["Clock"]:
        ground = InForce.now()
        wanted: dict[Any, Clock] = {}
        for code, event_at, row in starts:
            clock = cls._started(TIMESCALES[code], ground, event_at, row, cause)
            earlier = wanted.setdefault(clock.key, clock)
            wanted[clock.key] = min(earlier, clock, key=lambda each: each.late_from)
        ended: dict[str, list[int]] = {}
        may_run = [each for each in wanted.values() if each.of == Of.CASE or not of_new_records]
        running = cls._rows.filter(OPEN, cls._of_the_owners_of(may_run)) if may_run else cls._rows.none()
        for clock in running.order_by("pk").select_for_update(no_key=True):
            new = wanted.get(clock.key)
            if new and new._replaces(clock):
                ended.setdefault(clock.timescale, []).append(clock.pk)
            elif new:
                del wanted[clock.key]
        for code, keys in ended.items():
            at = min(clock.started_at for clock in wanted.values() if clock.timescale == code)
            cls._rows.filter(pk__in=keys).update(stopped_at=at, ended=cls.Ended.SUPERSEDED)
        return cls._insert_new(list(wanted.values()))

    @classmethod
    def _of_the_owners_of(cls, clocks: Iterable["Clock"]) -> Q:
        """Clocks of the same codes and the same cases, for clocks of a case, or records."""
        found = Q()
        for field, of_case in (("case_id", True), ("record_id", False)):
            mine = [clock for clock in clocks if (clock.of == Of.CASE) == of_case]
            if mine:
                codes, keys = (
                    {clock.timescale for clock in mine},
                    {getattr(clock, field) for clock in mine},
                )
                found |= Q(timescale__in=codes, **{f"{field}__in": keys})
        return found

    @classmethod
    def _started(
        cls, timescale: Timescale, ground: InForce, event: date, row: Mapping[str, Any], cause: int | None
    ) -> "Clock":
        given = row.get("given")
        at = given if isinstance(given, datetime) else None
        clock = cls(
            timescale=timescale.code,
            of=timescale.of.value,
            case_id=row.get("case_id"),
            record_id=row.get("record_id"),
            about=row.get("about") or "",
            variant=row.get("variant") or "",
            event=timescale.counts_from,
            cause=cause,
            given_at=at,
            given_on=None if at else given,
            other_on=london_day(row["other"]) if row.get("other") else None,
            started_at=event if isinstance(event, datetime) else london(event),
        )
        clock.take(clock.reckon(ground, event), ground)
        clock.next_mark_at = min(each.at for each in clock.thresholds(ground.calendar))
        return clock

    @property
    def key(self) -> tuple[Any, ...]:
        """What one open clock is unique by."""
        if self.of == Of.CASE:
            return (self.timescale, self.case_id)
        return (self.timescale, self.record_id, self.case_id, self.about)

    def _replaces(self, running: "Clock") -> bool:
        if not self.rule.restarts:
            return self.late_from < running.late_from
        if self.started_at == running.started_at:
            return self.variant != running.variant
        return self.started_at > running.started_at

    @classmethod
    def _insert_new(cls, clocks: list["Clock"]) -> list["Clock"]:
        """Insert all that are not running yet; a start lost to another transaction is no error.

        `bulk_create(ignore_conflicts=True)` would not say which rows it wrote; its inner `_insert` does.
        """
        if not clocks:
            return []
        by_name = cls._meta.get_field
        returning = [by_name(name) for name in ("id", "timescale", "record", "case", "about")]
        written = cls._rows.all()._insert(  # type: ignore[attr-defined]
            clocks,
            fields=[field for field in cls._meta.concrete_fields if not field.primary_key],
            using=cls._rows.db,
            returning_fields=returning,
            on_conflict=OnConflict.IGNORE,
        )
        # A single row that met a conflict comes back as None.
        numbers = {tuple(row[1:]): row[0] for row in written if row}
        found = []
        for clock in clocks:
            number = numbers.get((clock.timescale, clock.record_id, clock.case_id, clock.about))
            if number is not None:
                clock.pk, clock._state.adding, clock._state.db = number, False, cls._rows.db
                found.append(clock)
        return found

    @classmethod
    def stop(
        cls,
        code: str | Iterable[str],
        *,
        at: datetime,
        how: str = Ended.MET,
        cases: Iterable[Any] | None = None,
        record: Any = None,
        about: str | Iterable[str] | None = None,
    ) -> int:
        """End the open clocks of `code` (one or several), by the moment of the event that the law names: one
        statement.

        Clocks of a case by `cases` (any stage may stop them), others by `record` and, where one record runs
        several, by `about` (one name or several). Returns how many ended.
        """
        if cases is None and record is None:
            raise ValueError("Say whose clock: cases, or a record.")
        found = cls._rows.filter(OPEN, timescale__in=[code] if isinstance(code, str) else list(code))
        if cases is not None:
            found = found.filter(case_id__in=[getattr(case, "pk", case) for case in cases])
        if record is not None:
            found = found.filter(record_id=getattr(record, "pk", record))
        if about is not None:
            found = found.filter(about__in=[about] if isinstance(about, str) else list(about))
        return found.order_by().update(stopped_at=at, ended=how)

    @classmethod
    def take_along(cls, cases: Mapping[int, int]) -> int:
        """What runs by the record of a person goes with the child into a new case, by their keys. Returns how many."""
        into = [When(record=person, then=Value(case)) for person, case in cases.items()]
        return cls._rows.filter(OPEN, record__in=list(cases)).order_by().update(case=Case(*into))

    def acknowledge(self, *, by: Any, at: datetime, reason: str) -> None:
        """Late, and here is why: those above are no longer told. Called in the body of a step."""
        self.acknowledged_at, self.acknowledged_by, self.late_reason = at, by, reason
        self.save(update_fields=["acknowledged_at", "acknowledged_by", "late_reason"])

    # Reading

    @classmethod
    def running_for(cls, case: Any) -> models.QuerySet["Clock"]:
        """The open clocks of one child, what can be done last first in order of its last usable day."""
        found = cls._rows.filter(OPEN, case=case).select_related("record", "acknowledged_by")
        return found.order_by("last_usable_on", "late_from", "pk")

    @property
    def rule(self) -> Timescale:
        return TIMESCALES[self.timescale]

    @property
    def label(self) -> str:
        return self.rule.label if self.timescale in TIMESCALES else self.timescale

    def is_late(self, now: datetime) -> bool:
        """Late at `now`, or ended late."""
        return (self.stopped_at or now) >= self.late_from

    def say(self, now: datetime, calendar: Calendar | None = None) -> str:
        """The clock as a sentence: "Due today, 5pm". Pass the calendar where many clocks are listed."""
        return sentence(self, now, calendar or InForce.now().calendar)

    def why(self, ground: InForce | None = None) -> Due:
        """Event, rule, days counted and skipped, by the versions that the clock was computed with.

        `ground`: these versions, where many clocks are listed (`InForce.behind`).
        """
        ground = ground or InForce.at(self.calendar_version, self.rule_version)
        return self._due(ground.calendar, Length.parse(self.length) if self.length else None, recorded=True)

    # Computing

    @property
    def given(self) -> date | None:
        return self.given_at or self.given_on

    def _due(self, calendar: Calendar, length: Length | None, *, recorded: bool = False) -> Due:
        return due(
            self.rule,
            self.started_at,
            calendar,
            variant=self.variant,
            given=self.given,
            length=length,
            other=self.other_on,
            recorded=recorded,
        )

    def reckon(self, ground: InForce, event: date | None = None) -> Due:
        """When this clock is due by what is in force; writes nothing."""
        length = ground.local_length(self.rule, self.variant, event or self.started_at)
        return self._due(ground.calendar, length)

    def take(self, found: Due, ground: InForce) -> bool:
        """Take over a computed date and its versions; True if the date is another one than before."""
        before = (self.due_on, self.due_at, self.last_usable_on)
        self.due_on, self.due_at = found.due_on, found.due_at
        self.last_usable_on, self.late_from = found.last_usable_on, found.late_from
        self.provisional = found.provisional
        self.length = found.length.key if found.length else ""
        self.calendar_version, self.rule_version = ground.calendar_version, ground.rule_version
        return before != (self.due_on, self.due_at, self.last_usable_on)

    def thresholds(self, calendar: Calendar) -> list[Threshold]:
        return thresholds(self.rule, self, self.started_at, calendar)

    def is_stale(self, ground: InForce) -> bool:
        return self.calendar_version < ground.calendar_version or self.rule_version < ground.rule_version


class ClockMark(models.Model):
    """A threshold that a clock has reached: written once, in the transaction that tells somebody.

    When a date moves so that the threshold lies ahead again, the mark is `voided_at` and may come once more.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="marks")
    threshold = models.CharField(max_length=24)
    reached_at = models.DateTimeField()
    made_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    _rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "threshold"],
                condition=Q(voided_at__isnull=True),
                name="one_mark_a_threshold",
            ),
            # The second lock against speaking too soon.
            models.CheckConstraint(condition=Q(reached_at__lte=F("made_at")), name="mark_never_early"),
        ]

    def __str__(self) -> str:
        return self.threshold


class ClockChange(models.Model):
    """A date that moved because the holidays or a rule changed: old and new, and by which versions."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="changes")
    old_due_on = models.DateField(null=True)
    old_due_at = models.DateTimeField(null=True)
    old_last_usable_on = models.DateField()
    old_length = models.CharField(max_length=40, blank=True)
    new_due_on = models.DateField(null=True)
    new_due_at = models.DateTimeField(null=True)
    new_last_usable_on = models.DateField()
    new_length = models.CharField(max_length=40, blank=True)
    calendar_version = models.PositiveIntegerField()
    rule_version = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    _rows = models.Manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.old_due_on or self.old_due_at} to {self.new_due_on or self.new_due_at}"


class SweepRun(models.Model):
    """When each sweep last ran, what it handled, and what went wrong: one row a task, for the health page."""

    task = models.CharField(max_length=40, unique=True)
    every = models.PositiveIntegerField(help_text="Seconds between two runs.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    handled = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.task

    def is_late(self, now: datetime) -> bool:
        """No finished run within three periods."""
        return self.finished_at is None or now - self.finished_at > timedelta(seconds=3 * self.every)
