"""`manage.py due CODE START`: when something is due, and why that date."""

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from cpu.calendars import LONDON, calendar_of, packaged_holidays
from cpu.deadlines import Due, Timescale, due, say_day, say_due, say_moment
from cpu.models.calendar import InForce
from cpu.timescales import TIMESCALES


class Command(BaseCommand):
    help = "When something is due, and why: the rule, the days counted and the days skipped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the timescale, for example initial-conference")
        parser.add_argument("start", help="the event's day (2026-12-24) or moment (2026-12-24T15:00)")
        parser.add_argument("--variant", default="", help="for example urgent")
        parser.add_argument("--given", default="", help="a day or moment given by an order or a person")
        parser.add_argument(
            "--other", default="", help="the second event, where the earlier of two dates counts"
        )
        parser.add_argument(
            "--published",
            action="store_true",
            help="count by GOV.UK's list and the rules alone, without this place's database",
        )
        parser.add_argument("--json", action="store_true", help="print it for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the date; bad input ends with a sentence and exit code 2."""
        try:
            found = self.find(
                **{
                    name: options[name]
                    for name in ("code", "start", "variant", "given", "other", "published")
                }
            )
        except ValueError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        else:
            self.stdout.write(in_words(found))

    def find(self, *, code: str, start: str, variant: str, given: str, other: str, published: bool) -> Due:
        timescale = TIMESCALES.get(code)
        if timescale is None:
            raise ValueError(f"There is no timescale called {code}. Known: {', '.join(sorted(TIMESCALES))}.")
        event = read(start, "The start")
        variant = known_variant(timescale, variant)
        calendar, length = calendar_of(packaged_holidays()), None
        if not published:
            try:
                in_force = InForce.now()
                calendar, length = in_force.calendar, in_force.local_length(timescale, variant, event)
            except (Error, RuntimeError):
                self.stderr.write("No database here: counted by GOV.UK's list and the rules alone.")
        return due(
            timescale,
            event,
            calendar,
            variant=variant,
            length=length,
            given=read(given, "The given date") if given else None,
            other=read(other, "The other date") if other else None,
        )


def known_variant(timescale: Timescale, variant: str) -> str:
    """A variant as the table spells it: "without-health" is "without health"."""
    wanted = variant.replace("-", " ").replace("_", " ").strip().lower()
    return next((name for name in timescale.lengths if name.lower() == wanted), variant)


def read(text: str, what: str) -> date:
    """A day or an aware moment from ISO text; a moment without a zone is London's.

    Raises ValueError, in words, for what is no date, and for local times that do not exist or exist twice.
    """
    text = text.strip()
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{what} is not a date: {text!r}. Write a day as 2026-12-24 or a moment as 2026-12-24T15:00."
        ) from None
    if moment.tzinfo is not None:
        return moment
    first, second = (moment.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment:
        raise ValueError(f"{what} does not exist: the clocks go forward over {moment:%H:%M} that night.")
    raise ValueError(f"{what} happens twice, since the clocks go back: add +01:00 for the first or +00:00.")


def in_words(found: Due) -> str:
    """What a practitioner reads: the date first, then why."""
    when = "The moment" if found.due_at else "The day"
    start = say_moment(found.start) if isinstance(found.start, datetime) else say_day(found.start)
    lines = [f"Due {say_due(found)}", f"  {found.rule}", f"  {when} it starts from: {start}"]
    if found.due_on and found.last_usable_on != found.due_on:
        lines.append(f"  Last usable day: {say_day(found.last_usable_on)}")
    if found.length and found.counted and len(found.counted) <= 60:
        lines.append(
            "  Counted: " + ", ".join(f"{n} {day:%a %d %b}" for n, day in enumerate(found.counted, 1))
        )
    holidays = [f"{day:%a %d %b} ({why})" for day, why in found.skipped]
    if holidays:
        lines.append("  Skipped: " + ", ".join(holidays))
    if found.doubt:
        lines.append(f"  {found.doubt}")
    if found.provisional:
        lines.append("  Provisional: beyond the published list of bank holidays.")
    return "\n".join(lines)
