"""The health address says whether the database answers and whether a sweep is late."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cpu.models import CalendarVersion, SweepRun
from cpu.sweeps import EVERY


def finished(task: str, ago: timedelta) -> None:
    when = timezone.now() - ago
    SweepRun.objects.update_or_create(
        task=task, defaults={"every": EVERY[task], "started_at": when, "finished_at": when}
    )


@pytest.fixture(autouse=True)
def swept(db):
    for task in EVERY:
        finished(task, timedelta(seconds=1))


def test_all_is_well_while_every_sweep_has_just_finished(client):
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert (answer.json()["database"], answer.json()["late"]) == ("reachable", False)


def test_a_sweep_that_has_not_finished_for_an_hour_is_late(client):
    finished("sweep_clocks", timedelta(hours=1))
    answer = client.get("/health/")
    assert answer.status_code == 200, "the pages work: the web server is not to be taken away"
    assert answer.json()["late"] is True
    assert answer.json()["sweeps"]["sweep_clocks"]["late"] is True
    assert answer.json()["sweeps"]["deliver_outbox"]["late"] is False


def test_a_sweep_that_never_finished_is_late(client):
    CalendarVersion.objects.update(made_at=timezone.now() - timedelta(days=1))  # not installed just now
    SweepRun.objects.filter(task="deliver_outbox").update(finished_at=None)
    assert client.get("/health/").json()["late"] is True


def test_every_sweep_is_called_as_often_as_it_says():
    called = {entry["task"]: entry for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {f"cpu.tasks.{task}": every for task, every in EVERY.items()} == {
        task: entry["schedule"] for task, entry in called.items()
    }
    assert all(entry["options"]["expires"] == 2 * entry["schedule"] for entry in called.values())
