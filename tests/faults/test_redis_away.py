"""Without Redis the work goes on: records are written in PostgreSQL, and the worker makes good what it missed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
import time_machine
from django.test import Client

from config import embedded
from config.celery import app
from cpu.models import AuditEvent, Clock, Notification, OutboxEvent
from cpu.roles import Role
from cpu.sweeps import database_now, sweep_clocks
from tests.faults.test_sweeps import Worker, until
from tests.unit_of_people import Unit

pytestmark = pytest.mark.usefixtures("committing")

SAMPLE = json.loads((Path(__file__).parents[1] / "data" / "referral.json").read_text())


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valkey")
    folder.chmod(0o755)
    return folder


@pytest.fixture
def valkey(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[embedded.Valkey]:
    """A Redis of this test's own, so that it may be taken away; this process and its workers are told of it."""
    server = embedded.start_valkey(place)
    url, before = f"{server.url}/0", app.conf.broker_url
    monkeypatch.setenv("REDIS_URL", url)
    app.conf.broker_url = url
    yield server
    app.conf.broker_url = before
    server.stop()


def tick(task: str) -> None:
    """What the beat does, on a connection of its own: none is kept from before the server went away."""
    with app.connection_for_write() as connection:
        app.send_task(f"cpu.tasks.{task}", connection=connection)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_with_redis_away_a_referral_and_a_step_are_recorded_and_the_warnings_follow(valkey, place):
    unit = Unit()
    unit.team("unit"), unit.team("front-door")
    service = unit.user(Role.FRONT_DOOR_SYSTEM, team="front-door", name="Bracken front door")
    service.is_service = True
    service.save()
    valkey.stop()
    with pytest.raises(redis.exceptions.ConnectionError):
        redis.Redis.from_url(f"{valkey.url}/0").ping()

    # Two hours ago: the danger was to be looked at within one.
    earlier = database_now() - timedelta(hours=2)
    body = {**SAMPLE, "sent_at": earlier.isoformat(), "received_at": earlier.isoformat()}
    with time_machine.travel(earlier, tick=False):
        sent = signed_in(service).post("/api/v1/referrals/", body, content_type="application/json")
        assert sent.status_code == 201, sent.content
        where = f"/api/v1/referrals/{sent.json()['reference']}"
        note = {"words": "Rang the school.", "happened_at": earlier.isoformat(), "children": []}
        worker = signed_in(unit.front_door)
        rows = worker.get(f"{where}/").json()["children"]
        note["children"] = [row["child"] for row in rows]
        taken = worker.post(f"{where}/note/", note, content_type="application/json")
        assert taken.status_code == 200, taken.content
        page = worker.get(f"/referrals/{sent.json()['reference']}/")
        assert page.status_code == 200
    assert [event.step for event in AuditEvent._rows.order_by("pk")] == ["post", "note"]
    assert OutboxEvent._rows.filter(done_at__isnull=True).count() == 2
    assert Clock._rows.filter(timescale="first-risk-look", stopped_at__isnull=True).count() == 1
    assert not Notification._rows.exists()

    back = embedded.start_valkey(place, port=valkey.port)
    worker = Worker()
    try:
        tick("sweep_clocks")
        tick("deliver_outbox")
        late = Notification._rows.filter(clock__timescale="first-risk-look", kind="late")
        until(late.exists, "the warning that danger was not looked at")
        until(lambda: not OutboxEvent._rows.filter(done_at__isnull=True).exists(), "the relay")
    finally:
        worker.kill()
        back.stop()
    told = Notification._rows.count()
    assert sweep_clocks() == 0 and Notification._rows.count() == told, "twice"
