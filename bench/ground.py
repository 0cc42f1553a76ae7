"""The ground a bench stands on: durable embedded servers, invented rows in number, and one way of measuring.

Costs are CPU milliseconds of this process (`time.process_time`) and elapsed milliseconds, medians of interleaved
rounds, so that a busy machine slows every row alike. Ratios are to be trusted, not absolutes.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parent.parent


def start() -> tuple[embedded.Postgres, embedded.Valkey]:
    """Start both servers, durable as in production, and migrate as the owner."""
    folder = Path(tempfile.mkdtemp(prefix="cpu-bench-"))
    folder.chmod(0o755)
    postgres, valkey = embedded.start_postgres(folder), embedded.start_valkey(folder)
    embedded.set_up(postgres, "bench")
    os.environ.update(
        SECRET_KEY="for-the-bench-only-and-long-enough-to-please-the-checks",
        DATABASE_URL=postgres.url(embedded.APP, "bench"),
        MIGRATION_DATABASE_URL=postgres.url(embedded.OWNER, "bench"),
        SUPERUSER_DATABASE_URL=postgres.url("postgres", "bench"),
        REDIS_URL=f"{valkey.url}/0",
        INSECURE_HTTP="1",
        STATIC_MANIFEST="0",
        LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    return postgres, valkey


@dataclass
class Row:
    """One line of the table: what, how, and what it cost each time."""

    name: str
    act: Callable[[], None]
    each: int = 1
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    queries: int | None = None

    def round(self) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(self.each):
            self.act()
        self.cpu.append((time.process_time() - cpu) * 1000 / self.each)
        self.wall.append((time.perf_counter() - wall) * 1000 / self.each)


def count_queries(act: Callable[[], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


def measure(rows: list[Row], rounds: int) -> None:
    """Warm each up, count its queries, then go round all of them again and again."""
    for row in rows:
        row.act()
        row.queries = count_queries(row.act)
    for _ in range(rounds):
        for row in rows:
            row.round()


def machine() -> str:
    cores = os.cpu_count()
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}, embedded PostgreSQL with fsync on"


def table(rows: list[Row], against: dict[str, str]) -> str:
    """Markdown: each row beside the row it is compared with, by CPU."""
    by_name = {row.name: row for row in rows}
    lines = ["| what | CPU ms | elapsed ms | queries | compared |", "|---|---:|---:|---:|---|"]
    for row in rows:
        cpu, wall = statistics.median(row.cpu), statistics.median(row.wall)
        other = by_name.get(against.get(row.name, ""))
        compared = f"{cpu / statistics.median(other.cpu):.1f} x {other.name}" if other else ""
        lines.append(f"| {row.name} | {cpu:.1f} | {wall:.1f} | {row.queries} | {compared} |")
    return "\n".join(lines)
