"""What dates are counted by: England's bank holidays, the area's own values, a version for every change.

Plain tables, read by clocks and written only by `declare`, `cancel` and `set`, which steps of the unit call.
Each row knows the version that brought it (and the one that ended it), so that a date given years ago can be
explained by the list of that day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now

from cpu.calendars import Calendar, calendar_of, london_day, packaged_holidays
from cpu.timescales import TIMESCALES, Length, Timescale, Unit

CLOSING_TIME = "closing-time"
O_CLOCK = "o'clock"
# Two changes at once must not commit out of the order of their numbers: a clock would miss one of them.
CHANGE_LOCK = 7_201_101


class CalendarVersion(models.Model):
    """One change of what dates are counted by. A clock of an older version is counted anew by the sweep."""

    class What(models.TextChoices):
        HOLIDAYS = "holidays", "Bank holidays"
        RULES = "rules", "Rules and local values"

    what = models.CharField(max_length=10, choices=What)
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=Now())
    table_digest = models.CharField(max_length=64, blank=True)

    objects = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["what", "-id"], name="version_latest")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.pk}: {self.reason}"

    @classmethod
    def begin(cls, what: str, reason: str, table_digest: str = "") -> "CalendarVersion":
        """A new version; the caller writes its rows in the same transaction. They commit in their order."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGE_LOCK])
        return cls.objects.create(what=what, reason=reason, table_digest=table_digest)


class BankHoliday(models.Model):
    """A day on which England does not work. `published` by GOV.UK, or proclaimed and entered here first."""

    on = models.DateField()
    title = models.CharField(max_length=100)
    published = models.BooleanField(default=False)
    since = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(
        CalendarVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = models.Manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["on"],
                condition=Q(until__isnull=True),
                name="bank_holiday_once",
                violation_error_message="That day is a bank holiday already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d %B %Y}: {self.title}"

    @classmethod
    def declare(
        cls, holidays: Mapping[date, str], reason: str, *, published: bool = False
    ) -> CalendarVersion:
        """Add days to the list, as one version. Open clocks move by the next sweep."""
        version = CalendarVersion.begin(CalendarVersion.What.HOLIDAYS, reason)
        BankHoliday.objects.bulk_create(
            BankHoliday(on=on, title=title, published=published, since=version)
            for on, title in holidays.items()
        )
        return version

    @classmethod
    def cancel(cls, days: Iterable[date], reason: str) -> CalendarVersion:
        """End days of the list (a holiday moved); they are kept, to explain dates given before."""
        version = CalendarVersion.begin(CalendarVersion.What.HOLIDAYS, reason)
        cls.objects.filter(on__in=list(days), until__isnull=True).update(until=version)
        return version


class LocalLength(models.Model):
    """The area's own length of a timescale (or its closing time, as 1700), for events from `from_on` on.

    With `also_running` it holds for clocks already running too. To go back to the rule's own length, set that
    length again from a later day.
    """

    timescale = models.CharField(max_length=40)
    variant = models.CharField(max_length=40, blank=True)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=24)
    before = models.BooleanField(default=False)
    from_on = models.DateField()
    also_running = models.BooleanField(default=True)
    reason = models.CharField(max_length=200)
    since = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager()

    class Meta:
        ordering = ["timescale", "variant", "from_on", "id"]

    def __str__(self) -> str:
        return f"{self.timescale} {self.variant}: {self.number} {self.unit} from {self.from_on:%d %B %Y}"

    @property
    def length(self) -> Length:
        return Length(self.number, Unit(self.unit), self.before)

    @property
    def closing(self) -> time:
        return time(self.number // 100, self.number % 100)

    @classmethod
    def set(
        cls,
        code: str,
        length: Length,
        *,
        from_on: date,
        reason: str,
        variant: str = "",
        also_running: bool = True,
    ) -> CalendarVersion:
        """A local value for one timescale, as one version. Raises ValidationError, in words, where the rule
        does not allow it: statute and national guidance can only be shortened.
        """
        try:
            refusal = TIMESCALES[code].refuses(length, variant)
        except KeyError:
            refusal = f"There is no timescale called {code}."
        except ValueError as unknown_variant:
            refusal = str(unknown_variant)
        if refusal:
            raise ValidationError(refusal)
        version = CalendarVersion.begin(CalendarVersion.What.RULES, reason)
        cls.objects.create(
            timescale=code,
            variant=variant,
            number=length.number,
            unit=length.unit,
            before=length.before,
            from_on=from_on,
            also_running=also_running,
            reason=reason,
            since=version,
        )
        return version

    @classmethod
    def set_closing(cls, at: time, *, from_on: date, reason: str) -> CalendarVersion:
        """When the office closes, for reminders. A day's clock runs to midnight whatever this says."""
        version = CalendarVersion.begin(CalendarVersion.What.HOLIDAYS, reason)
        cls.objects.create(
            timescale=CLOSING_TIME,
            number=at.hour * 100 + at.minute,
            unit=O_CLOCK,
            from_on=from_on,
            reason=reason,
            since=version,
        )
        return version


_known: dict[Any, Any] = {}


@dataclass(frozen=True)
class InForce:
    """What dates are counted by, at two versions: the calendar, and the local lengths."""

    calendar_version: int
    rule_version: int
    made_at: tuple[Any, ...]

    @classmethod
    def now(cls) -> "InForce":
        """The latest versions: one query. Holidays and values are read once for each version and process."""
        latest = CalendarVersion.objects.order_by("what", "-id").distinct("what")
        found = {row.what: row for row in latest}
        return cls._of(
            *(found.get(what) for what in (CalendarVersion.What.HOLIDAYS, CalendarVersion.What.RULES))
        )

    @classmethod
    def at(cls, calendar_version: int, rule_version: int) -> "InForce":
        """What was in force at two older versions, to explain a date given then."""
        found = CalendarVersion.objects.in_bulk([calendar_version, rule_version])
        return cls._of(found.get(calendar_version), found.get(rule_version))

    @classmethod
    def behind(cls, clocks: Iterable[Any], now: "InForce") -> dict[tuple[int, int], "InForce"]:
        """What each of these clocks was computed by, keyed by its two versions: at most one query for all of them.

        `now`: what is in force, which most of them were computed by.
        """
        standing = (now.calendar_version, now.rule_version)
        pairs = {(each.calendar_version, each.rule_version) for each in clocks}
        if pairs <= {standing}:
            return {standing: now}
        found = CalendarVersion.objects.in_bulk({key for pair in pairs for key in pair})
        return {pair: cls._of(found.get(pair[0]), found.get(pair[1])) for pair in pairs}

    @classmethod
    def _of(cls, holidays: CalendarVersion | None, rules: CalendarVersion | None) -> "InForce":
        if holidays is None:
            raise RuntimeError("There is no list of bank holidays: run `manage.py migrate`.")
        key = (holidays.pk, rules.pk if rules else 0, (holidays.made_at, rules.made_at if rules else None))
        if key not in _known:
            if len(_known) > 50:
                _known.clear()
            _known[key] = cls(*key)
        return _known[key]

    @cached_property
    def calendar(self) -> Calendar:
        at = self.calendar_version
        rows = list(
            BankHoliday.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at).order_by("on")
        )
        closings = LocalLength.objects.filter(timescale=CLOSING_TIME, since__lte=at).order_by("from_on", "id")
        return calendar_of(
            {row.on: row.title for row in rows},
            published=[row.on for row in rows if row.published],
            version=at,
            closings=tuple((row.from_on, row.closing) for row in closings),
        )

    @cached_property
    def _local(self) -> dict[tuple[str, str], list[LocalLength]]:
        found: dict[tuple[str, str], list[LocalLength]] = {}
        rows = LocalLength.objects.filter(since__lte=self.rule_version).exclude(timescale=CLOSING_TIME)
        for row in rows.order_by("from_on", "id"):
            found.setdefault((row.timescale, row.variant), []).append(row)
        return found

    def local_length(self, timescale: Timescale, variant: str, event: date) -> Length | None:
        """The area's own length for an event, or None where the rule's own stands."""
        day = london_day(event)
        rows = self._local.get((timescale.code, variant), [])
        latest = next((row for row in reversed(rows) if row.from_on <= day or row.also_running), None)
        # A row that the rule does not allow can only have come by hand; the rule stands.
        if latest is None or timescale.refuses(latest.length, variant):
            return None
        return latest.length


def table_digest() -> str:
    """A fingerprint of every length in the table of rules: when it changes, open clocks are counted anew."""
    lines = [
        f"{row.code} {name} {length.key} {row.other and row.other.key} {row.given}"
        for row in TIMESCALES.values()
        for name, length in row.lengths.items()
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def load_published(**_: Any) -> None:
    """Bring the published holidays and the version of the rules' table up to date; runs after every migrate.

    GOV.UK's list comes with a package: a newer package brings later years, and days that were moved.
    """
    if BankHoliday._meta.db_table not in connection.introspection.table_names():
        return
    published = packaged_holidays()
    standing = dict(BankHoliday.objects.filter(until__isnull=True).values_list("on", "published"))
    missing = {on: title for on, title in published.items() if on not in standing}
    moved = [on for on, was in standing.items() if was and on not in published and on >= min(published)]
    confirmed = [on for on, was in standing.items() if not was and on in published]
    if moved:
        BankHoliday.cancel(moved, "No longer in GOV.UK's list")
    if missing:
        BankHoliday.declare(missing, "GOV.UK's list of bank holidays", published=True)
    BankHoliday.objects.filter(on__in=confirmed, until__isnull=True).update(published=True)
    digest = table_digest()
    latest = CalendarVersion.objects.exclude(table_digest="").order_by("-id").first()
    if latest is None or latest.table_digest != digest:
        CalendarVersion.begin(CalendarVersion.What.RULES, "The table of timescales", digest)


class Absence(models.Model):
    """Somebody is away, and who stands in; without a stand-in the team's inbox does."""

    user = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, null=True, blank=True, related_name="covers_for"
    )
    from_on = models.DateField()
    until_on = models.DateField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="absence_ends_after_it_starts",
                violation_error_message="An absence cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("user")),
                name="absence_covered_by_another",
                violation_error_message="Somebody else has to stand in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away from {self.from_on} to {self.until_on}"
