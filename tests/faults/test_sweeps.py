"""Real workers, killed with kill -9, and a forgetful broker: nothing lost, nothing twice, nothing early."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from config.celery import app
from cpu.models import BankHoliday, Clock, ClockChange, ClockMark, InForce, Notification, OutboxEvent, Team
from cpu.sweeps import database_now
from tests import servers
from tests.cpu.clock_cases import a_record
from tests.cpu.test_clocks_outbox import promise
from tests.unit_of_people import Unit as People

pytestmark = pytest.mark.usefixtures("committing")

PATIENCE = 60


class Worker:
    """A Celery worker of its own process; `kill` is kill -9."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "tests.faults.worker",
                "worker",
                "--pool=solo",
                "--loglevel=ERROR",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        )

    def kill(self) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def workers(broker: redis.Redis) -> Iterator[Callable[[], Worker]]:
    """Starts workers; none outlives the test."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker())
        return started[-1]

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The broker of this test's process, empty."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


def tick(task: str) -> None:
    """What the beat does."""
    app.send_task(f"cpu.tasks.{task}")


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that another process does; give up in words."""
    pause = threading.Event()
    for _ in range(PATIENCE * 50):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError(f"Waited in vain: {what}")


@contextmanager
def blocked(table: str) -> Iterator[None]:
    """Nobody else writes to `table` meanwhile: a worker stands still in the middle of its transaction."""
    with closing(servers.connect("owner")) as own, own.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
        own.rollback()


def standing_still() -> int:
    """How many backends wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
            "WHERE NOT granted AND d.datname = current_database()"
        )
        return cursor.fetchone()[0]


def owe(number: int, since: datetime) -> int:
    """So many records, each owing its record since a day; returns how many marks that makes by now."""
    if not Team.objects.exists():
        People().team("unit")
    rows = [{"record_id": a_record().pk} for _ in range(number)]
    clocks = Clock.start_many("strategy-record", event_at=since, rows=rows)
    calendar, now = InForce.now().calendar, database_now()
    return sum(one.at <= now for clock in clocks for one in clock.thresholds(calendar))


def nothing_twice_and_nothing_early() -> None:
    marks = list(ClockMark._rows.values_list("clock", "threshold", "reached_at", "made_at"))
    assert len({(clock, threshold) for clock, threshold, _, _ in marks}) == len(marks)
    assert all(reached <= made for _, _, reached, made in marks)


def test_a_worker_killed_in_the_middle_of_a_sweep_loses_and_doubles_nothing(workers):
    expected = owe(700, database_now() - timedelta(days=30))
    owe(50, database_now() + timedelta(days=1))  # not due yet
    first = workers()
    with blocked("cpu_notification"):
        tick("sweep_clocks")
        until(lambda: standing_still() == 1, "the worker's transaction")
        first.kill()
    until(lambda: standing_still() == 0, "PostgreSQL to notice")
    assert ClockMark._rows.count() == 0, "half a batch was kept"
    workers()
    tick("sweep_clocks")
    until(lambda: ClockMark._rows.count() >= expected, "the other worker")
    assert ClockMark._rows.count() == expected
    assert Notification._rows.count() == 700
    nothing_twice_and_nothing_early()


def test_kills_at_any_moment_and_an_emptied_broker_between_two_workers(workers, broker):
    expected = owe(3000, database_now() - timedelta(days=30))
    owe(50, database_now() + timedelta(days=1))
    pair = [workers(), workers()]
    for share in (1, 4, 7):
        for _ in range(4):
            tick("sweep_clocks")
        until(lambda: ClockMark._rows.count() >= expected * share // 10, f"{share} tenths")  # noqa: B023
        pair.pop(0).kill()
        broker.flushdb()
        pair.append(workers())
    for _ in range(4):
        tick("sweep_clocks")
    until(lambda: not Clock._rows.filter(next_mark_at__lte=database_now()).exists(), "the last batch")
    assert ClockMark._rows.count() == expected
    assert Notification._rows.count() == 3000
    nothing_twice_and_nothing_early()


def test_ticks_that_a_broker_forgot_are_made_good_by_the_next(workers, broker):
    expected = owe(100, database_now() - timedelta(days=30))
    for _ in range(20):
        tick("sweep_clocks")
    broker.flushdb()
    workers()
    tick("sweep_clocks")
    until(lambda: ClockMark._rows.count() >= expected, "the one tick left")
    assert Notification._rows.count() == 100


def test_a_recompute_killed_in_the_middle_moves_every_clock_once(workers):
    owe(700, database_now() - timedelta(days=1))
    later = Clock._rows.earliest("due_on").due_on
    assert later
    with transaction.atomic():
        BankHoliday.declare({later: "Extra bank holiday"}, "Royal proclamation")
    first = workers()
    with blocked("cpu_clockchange"):
        tick("recompute_clocks")
        until(lambda: standing_still() == 1, "the worker's transaction")
        first.kill()
    until(lambda: standing_still() == 0, "PostgreSQL to notice")
    assert ClockChange._rows.count() == 0
    workers()
    for _ in range(3):
        tick("recompute_clocks")
    until(lambda: ClockChange._rows.count() >= 700, "the other worker")
    assert ClockChange._rows.count() == Notification._rows.filter(kind="moved").count() == 700
    assert not Clock._rows.filter(due_on=later).exists()


def test_a_relay_killed_in_the_middle_still_keeps_every_promise(workers):
    promise(150)
    first = workers()
    with blocked("cpu_outboxevent"):
        tick("deliver_outbox")
        until(lambda: standing_still() == 1, "the worker's claim")
        first.kill()
    until(lambda: standing_still() == 0, "PostgreSQL to notice")
    workers()
    tick("deliver_outbox")
    until(lambda: not OutboxEvent._rows.filter(done_at=None).exists(), "the other worker")
