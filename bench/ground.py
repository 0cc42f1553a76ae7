"""The ground a bench stands on: durable embedded servers, and one way of measuring.

Costs are CPU milliseconds (this process, and beside it the PostgreSQL process that serves it) and elapsed
milliseconds, medians of interleaved rounds, so that a busy machine slows every row alike. Ratios are to be
trusted, not absolutes.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def servers() -> Iterator[None]:
    """Both servers, durable as in production, migrated by the owner; afterwards nothing is left of them."""
    folder = Path(tempfile.mkdtemp(prefix="cpu-bench-"))
    folder.chmod(0o755)
    postgres, valkey = embedded.start_postgres(folder), embedded.start_valkey(folder)
    try:
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
        yield
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def database_cpu() -> float | None:
    """CPU milliseconds of PostgreSQL's process behind our connection; None where the system does not say."""
    from django.db import connection

    connection.ensure_connection()
    try:
        said = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return None
    return int(said.split()[0]) / 1e6


@dataclass
class Row:
    """One line of the table: what is done, what is made ready before each time untimed, and what it cost.

    `every`: only in each so many-th round, for what takes seconds. `clocks`: how many one act handles.
    """

    name: str
    act: Callable[[], object]
    before: Callable[[], object] | None = None
    every: int = 1
    beside: str = ""
    handles: int = 0
    cpu: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    queries: int = 0

    def make_ready(self) -> None:
        if self.before:
            self.before()

    def round(self) -> None:
        self.make_ready()
        there, cpu, wall = database_cpu(), time.process_time(), time.perf_counter()
        self.act()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.cpu.append((time.process_time() - cpu) * 1000)
        if there is not None:
            self.database.append((database_cpu() or there) - there)


def count_queries(act: Callable[[], object]) -> int:
    """Statements sent to PostgreSQL, BEGIN and COMMIT among them."""
    from django.db import connection, reset_queries

    reset_queries()
    connection.force_debug_cursor = True
    try:
        act()
        return len(connection.queries_log)
    finally:
        connection.force_debug_cursor = False
        reset_queries()


def measure(rows: list[Row], rounds: int) -> None:
    """Warm each up, count its queries, then go round all of them again and again."""
    for row in rows:
        row.make_ready()
        row.act()
        row.make_ready()
        row.queries = count_queries(row.act)
    for number in range(rounds):
        for row in rows:
            if number % row.every == 0:
                row.round()


def times(row: Row, rounds: int) -> int:
    """How often a row acts in a run: so many fresh records it needs."""
    return 2 + len(range(0, rounds, row.every))


def machine() -> str:
    """Processor, cores, versions, and how busy others keep the machine."""
    model = platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        names = [
            line.split(":")[1].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}; load average {load}"


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 1000 else f"{value:,.0f}"


def table(rows: list[Row]) -> str:
    """Markdown: each row beside the row it is compared with, by CPU of both processes."""
    by_name = {row.name: row for row in rows}

    def both(row: Row) -> float:
        return statistics.median(row.cpu) + (statistics.median(row.database) if row.database else 0)

    lines = [
        "| what | CPU ms | PostgreSQL's CPU ms | elapsed ms | queries | by CPU of both |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        database = _number(statistics.median(row.database)) if row.database else "not known"
        compared = [f"{both(row) / both(by_name[row.beside]):.1f} × {row.beside}"] if row.beside else []
        if row.handles:
            compared.append(f"{row.handles / statistics.median(row.wall) * 1000:,.0f} clocks/s elapsed")
        cells = [
            row.name,
            _number(statistics.median(row.cpu)),
            database,
            _number(statistics.median(row.wall)),
            f"{row.queries}",
            "; ".join(compared),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
