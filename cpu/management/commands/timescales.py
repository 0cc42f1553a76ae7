"""`manage.py timescales`: print the table of clocks into docs/timescales.md."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cpu.deadlines import Kind, Timescale
from cpu.timescales import TIMESCALES

WRITTEN_TO = Path("docs/timescales.md")
HEAD = """# The clocks

Written by `manage.py timescales` from `cpu/timescales.py`; do not edit by hand.

A figure is a **maximum, never a target**. What statute or guidance sets can be shortened by a local value and
never lengthened; a local default is the area's to set, dated and approved by a second person. Lateness is
recorded with a reason; nothing is blocked for being late, and nothing is hidden.

## How time is counted

- The day of the event is day 0. The first working day after it is day 1.
- A working day is Monday to Friday, except England's bank holidays. An authority's own closed days count.
- A clock in days, weeks or months is due *on a day* and late when that day has ended in London. A clock in
  hours counts elapsed hours, nights and weekends included.
- Months keep the day's number and clamp to the month's end. What is due on a weekend or holiday shows the
  last usable working day before it.
- An emergency protection order begins *with* its first day: that day is day 1. The sealed order's date
  stands.
- Beyond the published list of bank holidays a date is provisional.
- Three and one working days before the last usable day, and on it at 9am, the owner is told; late at the
  day's end; the supervising manager one working day later; the head of service after three. A clock in hours
  speaks at half, with a quarter left and when it is due. Clocks marked † tell the supervising manager the
  moment they are late, and the head of service one working day later. Telling those above ends when lateness
  is acknowledged with a reason.

“Working Together” is named by subject: each passage has still to be read against the 2026 edition.
"""


class Command(BaseCommand):
    help = "Write docs/timescales.md, or with --check say whether it is current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        path, text = Path(settings.BASE_DIR) / WRITTEN_TO, page(TIMESCALES.values())
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            return
        if not path.exists() or path.read_text() != text:
            self.stderr.write(f"{WRITTEN_TO} is not current: run `manage.py timescales`.")
            sys.exit(1)


def page(timescales: Iterable[Timescale]) -> str:
    """The whole document, one section for each kind of rule."""
    rows = list(timescales)
    parts = [HEAD]
    for kind in Kind:
        parts.append(f"## Set by {kind}\n" if kind != Kind.LOCAL_DEFAULT else "## Local defaults\n")
        parts += ["| clock | length | counts from | stopped by | told | of | source |", "|---|" + "---|" * 6]
        parts += [line(row) for row in rows if row.kind == kind]
        parts.append("")
    return "\n".join(parts)


def line(row: Timescale) -> str:
    stops = f"{row.stopped_by}. *Not needed:* {row.not_needed}" if row.not_needed else row.stopped_by
    told = row.owner + (" †" if row.alarm else "")
    if row.warn_after_hours:
        told += f"; warned at {', '.join(str(hours) for hours in row.warn_after_hours)} hours"
    counts = row.counts_from + (" (a later one starts it anew)" if row.restarts else "")
    cells = [f"{row.label}<br>`{row.code}`", lengths(row), counts, stops, told, row.of.value, row.source]
    return "| " + " | ".join(cells) + " |"


def lengths(row: Timescale) -> str:
    """Every length of a rule in words, the ordinary one first."""
    if not row.lengths:
        return "as given"
    said = [f"{name}: {length}" if name else str(length) for name, length in row.lengths.items()]
    if row.other:
        said.append(f"or {row.other} after {row.other_from}, whichever is earlier")
    if row.given == "wins":
        said.append("the date of the sealed order stands")
    return "<br>".join(said)
