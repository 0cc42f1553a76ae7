"""England's working days, and the arithmetic of days, months and hours. Pure: no database, no clock read.

The day of an event is day 0. A working day is Monday to Friday except a bank holiday of England; an
authority's own closed days still count. Months clamp to the month's end. Hours are elapsed hours in UTC.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MORNING = time(9)
CLOSING = time(17)
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Calendar:
    """The bank holidays of England as known in one version of the list.

    `holidays` maps day to title. Outside `known_from`..`known_until` nobody has published a list yet: dates
    there can be computed but are provisional. `closings` are (from day, closing time) local values in order.
    """

    holidays: Mapping[date, str]
    known_from: date
    known_until: date
    version: int = 0
    closings: tuple[tuple[date, time], ...] = field(default=())

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def why_not(self, day: date) -> str:
        """Why `day` is no working day: the weekday's name or the holiday's title; empty for a working day."""
        return WEEKDAYS[day.weekday()] if day.weekday() >= 5 else self.holidays.get(day, "")

    def count(self, start: date, number: int, *, back: bool = False) -> tuple[list[date], list[date]]:
        """The `number` working days after (or before) `start`, and the days skipped on the way."""
        counted: list[date] = []
        skipped: list[date] = []
        day = start
        while len(counted) < number:
            day += -ONE_DAY if back else ONE_DAY
            (counted if self.is_working(day) else skipped).append(day)
        return counted, skipped

    def add_working_days(self, start: date, number: int) -> date:
        """The `number`-th working day after `start`, or before it if negative; 0 is `start` itself."""
        counted, _ = self.count(start, abs(number), back=number < 0)
        return counted[-1] if counted else start

    def last_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the last working day before it."""
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 if `end` is not later."""
        weeks, rest = divmod(max(0, (end - start).days), 7)
        weekdays = 5 * weeks + sum((start.weekday() + n) % 7 < 5 for n in range(1, rest + 1))
        return weekdays - sum(start < day <= end and day.weekday() < 5 for day in self.holidays)

    def knows(self, *days: date) -> bool:
        return all(self.known_from <= day <= self.known_until for day in days)

    def closing(self, day: date) -> time:
        """When the unit's office closes on `day`, for reminders; a day's clock itself runs to midnight."""
        return next((at for since, at in reversed(self.closings) if since <= day), CLOSING)


def london_day(moment: date) -> date:
    """The day in London of an aware moment; a plain date is that day.

    Raises ValueError for a moment without a time zone: it would name two different days.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(LONDON).date()


def london(day: date, at: time = time(0)) -> datetime:
    """The aware moment of local time `at` on `day` in London."""
    return datetime.combine(day, at, tzinfo=LONDON)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier), clamped to that month's end."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March where there is no 29th."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_hours(moment: datetime, hours: float) -> datetime:
    """`hours` elapsed hours later; local arithmetic would be an hour out when the clocks change."""
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)


def packaged_holidays() -> dict[date, str]:
    """The bank holidays of England and Wales as GOV.UK published them, from the package's own copy."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    package = BankHolidays(use_cached_holidays=True)
    rows = package.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {row["date"]: row["title"] for row in rows}


def calendar_of(
    holidays: Mapping[date, str],
    *,
    published: Iterable[date] | None = None,
    version: int = 0,
    closings: tuple[tuple[date, time], ...] = (),
) -> Calendar:
    """A calendar of `holidays`. GOV.UK publishes whole years, so the days that it published say how far the
    list is known: a holiday proclaimed for 2035 does not make 2034 known. Without any, nothing is known.
    """
    known = set(holidays if published is None else published) or {date.min}
    return Calendar(
        dict(holidays), date(min(known).year, 1, 1), date(max(known).year, 12, 31), version, closings
    )
