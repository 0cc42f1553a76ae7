"""When something is due and why: a rule of time, a start and a calendar in, dates and reasons out. Pure.

A clock that counts days, weeks or months is due *on a day* and late when that day has ended in London; a
clock that counts hours is exact. Nothing here reads the machine's clock or the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cpu.calendars import (
    LONDON,
    MORNING,
    ONE_DAY,
    WEEKDAYS,
    Calendar,
    add_hours,
    add_months,
    london,
    london_day,
)


class Unit(StrEnum):
    WORKING_DAYS = "working days"
    DAYS = "days"
    DAYS_WITH_THE_FIRST = "days with the first"  # the day of the event is day 1: section 45 of the 1989 Act
    WEEKS = "weeks"
    MONTHS = "months"
    HOURS = "hours"
    WORKING_MORNING = "working morning"  # the first office morning after the event


class Kind(StrEnum):
    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory guidance"
    NATIONAL_GUIDANCE = "national guidance"
    LOCAL_DEFAULT = "local default"


class Of(StrEnum):
    """To whom a clock belongs: the child's case (any stage may stop it), or a record, one child of a record,
    or one agency taking part in a record."""

    CASE = "case"
    RECORD = "record"
    CHILD = "child"
    PARTICIPATION = "participation"


@dataclass(frozen=True)
class Length:
    """So many of a unit, after an event or `before` it."""

    number: int
    unit: Unit
    before: bool = False

    def __str__(self) -> str:
        if self.unit == Unit.WORKING_MORNING:
            return "the next working morning"
        if self.number == 0:
            return "the same day"
        unit = {Unit.HOURS: "elapsed hours", Unit.DAYS_WITH_THE_FIRST: "days"}.get(self.unit, str(self.unit))
        words = f"{self.number} {unit if self.number != 1 else unit[:-1]}"
        if self.unit == Unit.DAYS_WITH_THE_FIRST:
            words += ", the first day counted"
        return words + (" before" if self.before else "")

    @property
    def key(self) -> str:
        """How the length is kept on a clock; `parse` reads it back."""
        return f"{self.number} {self.unit}{' before' if self.before else ''}"

    @classmethod
    def parse(cls, key: str) -> "Length":
        """Raises ValueError for anything that `key` did not write."""
        number, _, unit = key.removesuffix(" before").partition(" ")
        return cls(int(number), Unit(unit), key.endswith(" before"))


@dataclass(frozen=True)
class Timescale:
    """One rule of time. `lengths` maps variant to length; "" is the ordinary one.

    `other` is a second length, counted from another event (`other_from`): the earlier of the two is due.
    `given`: "only" when the date is always given (no length), "wins" when a sealed order's date stands and
    the computed one only checks it; otherwise a given date can bring the clock forward, never put it back.
    `restarts`: a later start supersedes the running clock (a visit); else a running clock is never put back.
    `alarm`: lateness is a danger to a child, so the supervising manager is told at once and not a day later.
    `inbox`: the kind of team that looks after it where nobody leads (a referral has no lead practitioner).
    `asked`: the agency that was asked or invited owes it, so its own people involved are warned of it.
    `warn_after_hours`: elapsed hours after the start at which to warn, in place of half and a quarter left.
    """

    code: str
    label: str
    lengths: Mapping[str, Length]
    of: Of
    kind: Kind
    counts_from: str
    stopped_by: str
    owner: str
    source: str
    not_needed: str = ""
    other: Length | None = None
    other_from: str = ""
    given: str = ""
    restarts: bool = False
    alarm: bool = False
    asked: bool = False
    warn_after_hours: tuple[int, ...] = ()
    inbox: str = "unit"

    @property
    def before(self) -> bool:
        return any(length.before for length in self.lengths.values())

    def length(self, variant: str = "") -> Length | None:
        """The rule's own length for a variant, None where only a given date counts.

        Raises ValueError for a variant that this rule does not have, naming those it has.
        """
        if not self.lengths:
            return None
        try:
            return self.lengths[variant]
        except KeyError:
            known = ", ".join(repr(name) for name in self.lengths if name)
            raise ValueError(
                f"{self.code} has no variant {variant!r}; it has {known or 'no variants'}."
            ) from None

    def refuses(self, length: Length, variant: str = "") -> str:
        """Why a local value may not replace this rule's length; empty if it may.

        Local defaults are the area's to set. What statute or national guidance sets is a maximum: an area may
        ask for less time and never give more.
        """
        own = self.length(variant)
        if own is None:
            return f"{self.code} has no length: its date is always given."
        if length.number < 0:
            return "A length cannot be negative."
        if length.before != own.before:
            return f"{self.code} counts {'before' if own.before else 'after'} its event."
        if self.kind == Kind.LOCAL_DEFAULT:
            return ""
        if length.unit != own.unit:
            return f"{self.code} is set in {own.unit} by {self.kind}; a local value keeps that unit."
        if length.number > own.number:
            return f"{self.code} is at most {own} by {self.kind}; a local value can only shorten it."
        return ""


@dataclass(frozen=True)
class Due:
    """When it is due and why. Either `due_on` (a day) or `due_at` (an aware moment) is set.

    `last_usable_on` is the last day on which it can still be done: for a meeting due on a weekend or holiday
    the working day before. `late_from` is the first moment at which it is late. `counted` are the days that
    carried a number, `skipped` the days that did not and why. `doubt` says how a given date differs from the
    rule, or is empty.
    """

    code: str
    variant: str
    start: date
    due_on: date | None
    due_at: datetime | None
    last_usable_on: date
    late_from: datetime
    rule: str
    length: Length | None = None
    counted: list[date] = field(default_factory=list)
    skipped: list[tuple[date, str]] = field(default_factory=list)
    provisional: bool = False
    doubt: str = ""
    calendar_version: int = 0

    def as_json(self) -> dict[str, Any]:
        """The plain form which the command, the page and the API share."""
        due = {"due_on": self.due_on.isoformat()} if self.due_on else {}
        if self.due_at:
            due = {"due_at": self.due_at.isoformat()}
        return {
            "code": self.code,
            "start": self.start.isoformat(),
            **({"variant": self.variant} if self.variant else {}),
            **due,
            "last_usable_on": self.last_usable_on.isoformat(),
            "late_from": self.late_from.isoformat(),
            "rule": self.rule,
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [{"date": day.isoformat(), "why": why} for day, why in self.skipped],
            "provisional": self.provisional,
            "doubt": self.doubt,
        }


def due(
    timescale: Timescale,
    start: date,
    calendar: Calendar,
    *,
    variant: str = "",
    given: date | None = None,
    length: Length | None = None,
    other: date | None = None,
    recorded: bool = False,
) -> Due:
    """When `timescale` is due if its event was `start` (a day, or an aware moment).

    `given` is a day or moment set by an order or a person, `length` a local value in place of the rule's
    own, `other` the second event of a rule that takes the earlier of two. `recorded`: the length was allowed
    when a clock took it, and explains that clock still. Raises ValueError, in words, for what cannot be
    computed: an unknown variant, a missing moment or given date, a local value that is not allowed, a date
    outside the calendar's years.
    """
    own = timescale.length(variant)
    if length is not None and not recorded and (refusal := timescale.refuses(length, variant)):
        raise ValueError(refusal)
    used = length or own
    try:
        computed = _computed(timescale, start, calendar, variant, used) if used else None
        if computed and other is not None and timescale.other:
            computed = _earlier_of_two(timescale, computed, other, calendar, used)
        if given is None:
            if computed is None:
                raise ValueError(f"{timescale.code} has no length of its own: give its date.")
            return computed
        return _with_given(timescale, start, calendar, variant, given, computed)
    except OverflowError:
        raise ValueError("That date is too far away to count from.") from None


def _computed(
    timescale: Timescale, start: date, calendar: Calendar, variant: str, length: Length, event: str = ""
) -> Due:
    event = event or timescale.counts_from
    if length.unit == Unit.HOURS:
        if not isinstance(start, datetime):
            raise ValueError(f"{timescale.code} counts hours: give the moment, not only the day.")
        at = add_hours(start, -length.number if length.before else length.number)
        rule = f"{length} {event}." if length.before else f"{length} after {event}."
        rule += " Nights, weekends and bank holidays count."
        return Due(
            timescale.code,
            variant,
            start,
            None,
            at,
            london_day(at),
            at,
            rule,
            length,
            calendar_version=calendar.version,
        )
    day_zero = london_day(start)
    counted, passed, rule = _days(length, start, day_zero, calendar, event)
    due_on = counted[-1] if counted else day_zero
    skipped = [(day, calendar.why_not(day)) for day in passed]
    last = due_on
    if length.unit in (Unit.WEEKS, Unit.MONTHS) and not calendar.is_working(due_on):
        last = calendar.last_working_day(due_on)
        unusable = [last + timedelta(days=n) for n in range(1, (due_on - last).days + 1)]
        skipped += [(day, calendar.why_not(day)) for day in unusable]
        rule += f" {say_day(due_on)} is no working day: the last usable day is {say_day(last)}."
    fixed = length.unit in (Unit.DAYS, Unit.DAYS_WITH_THE_FIRST) or length.number == 0
    return Due(
        timescale.code,
        variant,
        start,
        due_on,
        None,
        last,
        london(due_on + ONE_DAY),
        rule,
        length,
        counted,
        skipped,
        provisional=not fixed and not calendar.knows(day_zero, due_on),
        calendar_version=calendar.version,
    )


def _days(
    length: Length, start: date, day_zero: date, calendar: Calendar, event: str
) -> tuple[list[date], list[date], str]:
    """The days counted and passed over, and the rule in words, for every unit but hours."""
    number, back = length.number, length.before
    steps = range(1, number + 1)
    sign = -1 if back else 1
    after = f"{length} {event}" if back else f"{length} after {event}"
    if length.unit == Unit.WORKING_DAYS:
        counted, passed = calendar.count(day_zero, number, back=back)
        if number == 0:
            return [], [], f"The same day as {event}, working day or not."
        rule = f"{after}. That day is day 0; weekends and England's bank holidays are not counted."
        return counted, passed, rule
    if length.unit == Unit.WORKING_MORNING:
        early = isinstance(start, datetime) and start.astimezone(LONDON).time() < MORNING
        if early and calendar.is_working(day_zero):
            return (
                [day_zero],
                [],
                f"The next working morning after {event}: the same day, since it was night.",
            )
        counted, passed = calendar.count(day_zero, 1)
        return counted, passed, f"The next working morning after {event}."
    if length.unit == Unit.DAYS_WITH_THE_FIRST:
        days = [day_zero + timedelta(days=n) for n in range(number)]
        rule = f"{number} days beginning with {event}: that day is day 1. Every day counts."
        if later := _noon_instead(days[-1], calendar):
            rule += f" The court may have let it run to noon on {say_day(later)}."
        return days, [], rule
    if length.unit == Unit.DAYS:
        days = [day_zero + sign * timedelta(days=n) for n in steps]
        return days, [], f"{after}. That day is day 0; every day counts."
    if length.unit == Unit.WEEKS:
        return [day_zero + sign * timedelta(weeks=n) for n in steps], [], f"{after}, on or before that day."
    months = [add_months(day_zero, sign * n) for n in steps]
    clamped = " The month has no such day, so its last day stands." if months[-1].day != day_zero.day else ""
    return months, [], f"{after}, on or before the same day of the month.{clamped}"


def _noon_instead(last: date, calendar: Calendar) -> date | None:
    """Section 45(2): an order ending on a Sunday or public holiday may run to noon of the next other day.

    Christmas Day counts by itself: in a year in which it is a Saturday the bank holiday is the Monday after it.
    """
    day = last
    while day.weekday() == 6 or (day.month, day.day) == (12, 25) or day in calendar.holidays:
        day += ONE_DAY
    return day if day != last else None


def _lawful_ends(computed: Due, calendar: Calendar) -> set[date | None]:
    end = computed.due_on
    with_first = computed.length and computed.length.unit == Unit.DAYS_WITH_THE_FIRST
    return {end, _noon_instead(end, calendar)} if end and with_first else {end}


def _earlier_of_two(
    timescale: Timescale, first: Due, other: date, calendar: Calendar, length: Length | None
) -> Due:
    assert timescale.other
    second = _computed(timescale, other, calendar, first.variant, timescale.other, timescale.other_from)
    winner, loser = (second, first) if second.late_from < first.late_from else (first, second)
    rule = f"The earlier of two dates. {winner.rule} The other date would be {say_due(loser)}."
    return replace(winner, rule=rule, start=first.start, length=length)


def _with_given(
    timescale: Timescale, start: date, calendar: Calendar, variant: str, given: date, computed: Due | None
) -> Due:
    """A sealed order's date stands; elsewhere a given date may only bring the clock forward."""
    at = given.astimezone(LONDON) if isinstance(given, datetime) and given.tzinfo else None
    on = london_day(given)
    late = at or london(on + ONE_DAY)
    stands = timescale.given in ("only", "wins") or computed is None or late < computed.late_from
    if computed and not stands:
        return replace(computed, rule=f"{computed.rule} A later date was given; it cannot put this one back.")
    source = "order" if timescale.given == "wins" else "person who set it"
    rule = f"The date as given by the {source}: {say_moment(at) if at else say_day(on)}."
    doubt = ""
    if computed and timescale.given == "wins" and on not in _lawful_ends(computed, calendar):
        doubt = f"By the rule it would be {say_due(computed)}: check the sealed order. {computed.rule}"
    return Due(
        timescale.code,
        variant,
        start,
        None if at else on,
        at,
        on,
        late,
        rule,
        computed.length if computed else None,
        doubt=doubt,
        calendar_version=calendar.version,
    )


class Tell(StrEnum):
    OWNER = "owner"
    MANAGER = "supervising manager"
    HEAD = "head of service"


@dataclass(frozen=True)
class Threshold:
    """A moment at which somebody is told. `name` is unique within one clock."""

    name: str
    at: datetime
    tell: tuple[Tell, ...] = (Tell.OWNER,)

    @property
    def escalates(self) -> bool:
        """True when it is only for those above the owner: acknowledged lateness ends these."""
        return Tell.OWNER not in self.tell


LATE, DUE_TODAY, TO_MANAGER, TO_HEAD = "late", "due", "manager", "head of service"


def thresholds(timescale: Timescale, when: Any, started_at: datetime, calendar: Calendar) -> list[Threshold]:
    """The moments at which this clock speaks, in order.

    A day clock: 9am three and one working days before the last usable day, 9am on it, late at the end of the
    due day, the supervising manager one working day later, the head of service after three. An hour clock: at
    half, with a quarter left (or at the rule's own hours), and when it is due. `when` has `due_on`, `due_at`,
    `last_usable_on` and `late_from`: a Due or a clock. A warning that would lie before the event is left out.
    """
    late: datetime = when.late_from
    found: list[Threshold] = []
    if when.due_at:
        if timescale.warn_after_hours:
            hours = timescale.warn_after_hours
            found = [Threshold(f"{n} hours", add_hours(started_at, n)) for n in hours]
        else:
            span = (late - started_at).total_seconds() / 3600
            found = [
                Threshold("half", add_hours(started_at, span / 2)),
                Threshold("a quarter left", add_hours(started_at, span * 3 / 4)),
            ]
        found = [one for one in found if started_at < one.at < late]
    else:
        last: date = when.last_usable_on
        for days in (3, 1):
            at = london(calendar.add_working_days(last, -days), MORNING)
            if timescale.before or at > started_at:
                found.append(Threshold(f"{days} working days before", at))
        today = london(last, MORNING)
        if not timescale.before:
            # Something asked for this afternoon and due today is said at once, not at a 9am long gone.
            today = max(today, min(started_at, late))
        found.append(Threshold(DUE_TODAY, today))
    day = when.due_on or london_day(late)
    above = (calendar.add_working_days(day, 1), calendar.add_working_days(day, 3))
    if when.due_at:
        moments = [datetime.combine(one, late.astimezone(LONDON).time(), tzinfo=LONDON) for one in above]
    else:
        moments = [london(one + ONE_DAY) for one in above]
    if timescale.alarm:
        found += [
            Threshold(LATE, late, (Tell.OWNER, Tell.MANAGER)),
            Threshold(TO_HEAD, moments[0], (Tell.HEAD,)),
        ]
    else:
        found += [
            Threshold(LATE, late),
            Threshold(TO_MANAGER, moments[0], (Tell.MANAGER,)),
            Threshold(TO_HEAD, moments[1], (Tell.HEAD,)),
        ]
    return found


def still_to_come(
    every: Iterable[Threshold], marked: Iterable[str], *, acknowledged: bool
) -> list[Threshold]:
    """The thresholds not yet marked; those for managers alone end once lateness is acknowledged."""
    return [one for one in every if one.name not in marked and not (acknowledged and one.escalates)]


# Sentences for people: distance first, then the date, then the hour if it counts. Always the weekday.


def say_time(at: time) -> str:
    """5pm, 2:30pm, noon, midnight."""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(day: date, today: date | None = None) -> str:
    """Monday 24 May 2027; without the year when `today` is in the same one."""
    year = f" {day.year}" if today is None or day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def say_moment(moment: datetime, today: date | None = None) -> str:
    local = moment.astimezone(LONDON)
    return f"{say_time(local.time())}, {say_day(local.date(), today)}"


def say_due(when: Any) -> str:
    return say_moment(when.due_at) if when.due_at else say_day(when.due_on)


def say_number(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def sentence(when: Any, now: datetime, calendar: Calendar) -> str:
    """A clock (or a Due) as a sentence: "Late by 2 working days, was due Monday 10 May"; "Due today, 5pm";
    "In 8 working days, Monday 24 May". A stopped clock says how and when it ended. `now` is an aware moment.
    """
    today = london_day(now)
    if getattr(when, "stopped_at", None):
        return _stopped(when, today, calendar)
    said = _hours_sentence(when, now, today) if when.due_at else _days_sentence(when, now, today, calendar)
    return f"{said} (provisional: beyond the list of bank holidays)" if when.provisional else said


def _stopped(when: Any, today: date, calendar: Calendar) -> str:
    day = london_day(when.stopped_at)
    ended = {"met": "Met on", "not_needed": "Not needed since", "superseded": "Superseded on"}[when.ended]
    said = f"{ended} {say_day(day, today)}"
    if when.ended != "met":
        return said
    if when.stopped_at < when.late_from:
        return f"{said}, in time"
    if when.due_at:
        return f"{said}, late: was due {say_moment(when.due_at, today)}"
    days = calendar.working_days_between(when.due_on, day)
    late = f"{say_number(days, 'working day')} late" if days else "late"
    return f"{said}, {late}: was due {say_day(when.due_on, today)}"


def _days_sentence(when: Any, now: datetime, today: date, calendar: Calendar) -> str:
    on, last = when.due_on, when.last_usable_on
    if now >= when.late_from:
        days = calendar.working_days_between(on, today)
        by = f" by {say_number(days, 'working day')}" if days else ""
        return f"Late{by}, was due {say_day(on, today)}"
    if today > last:
        near = "Due today" if on == today else f"Due {say_day(on, today)}"
        return f"{near}; the last working day was {say_day(last, today)}"
    close = say_time(calendar.closing(last))
    tail = f" (due {say_day(on, today)}, no working day)" if on != last else ""
    if last == today:
        return f"{'Last working day is today' if tail else 'Due today'}, {close}{tail}"
    if last == today + ONE_DAY:
        return f"{'Last working day is' if tail else 'Due'} tomorrow, {close}, {say_day(last, today)}{tail}"
    days = calendar.working_days_between(today, last)
    distance = say_number(days, "working day")
    if days == 0:
        distance = say_number((last - today).days, "day")
    return f"In {distance}, {say_day(last, today)}{tail}"


def _hours_sentence(when: Any, now: datetime, today: date) -> str:
    at = when.due_at.astimezone(LONDON)
    clock, minutes = say_time(at.time()), int(abs((at - now).total_seconds()) // 60)
    span = say_number(minutes, "minute") if minutes < 60 else say_number(minutes // 60, "hour")
    if minutes >= 48 * 60:
        span = say_number(abs((at.date() - today).days), "day")
    if now >= at:
        when_due = f"{clock} today" if at.date() == today else f"{clock}, {say_day(at.date(), today)}"
        return f"Late by {span}, was due {when_due}"
    if minutes < 60:
        return f"Due in {span}, {clock}{' today' if at.date() == today else f', {say_day(at.date(), today)}'}"
    if at.date() == today:
        return f"Due today, {clock}"
    if at.date() == today + ONE_DAY:
        return f"Due tomorrow, {clock}, {say_day(at.date(), today)}"
    return f"In {span}, {clock}, {say_day(at.date(), today)}"
