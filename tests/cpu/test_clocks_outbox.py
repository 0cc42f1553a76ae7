"""The outbox: every promise is kept, however often a worker dies or a subscriber fails."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from cpu import sweeps
from cpu.models import AuditEvent, Notification, OutboxEvent
from cpu.outbox import SUBSCRIBERS, Subscribers
from cpu.sweeps import database_now, deliver_outbox
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def subscribers(monkeypatch) -> Subscribers:
    """Subscribers of this test alone."""
    mine = Subscribers()
    monkeypatch.setattr(sweeps, "SUBSCRIBERS", mine)
    return mine


def promise(number: int, topic: str = "referral.decide") -> None:
    for n in range(number):
        audit = AuditEvent._rows.create(
            subject_id=1,
            subject_kind="referral",
            subject_reference="R-1",
            version=n + 1,
            step="decide",
            label="Decide",
            actor_id=1,
            actor_name="A",
            occurred_at=at("2027-05-12 10:00"),
        )
        OutboxEvent._rows.create(audit_event=audit, topic=topic)


def write_down(event: OutboxEvent) -> None:
    """An effect in the database, to be counted."""
    Notification._rows.create(kind="warning", text=str(event.pk))


def open_events() -> int:
    return OutboxEvent._rows.filter(done_at=None).count()


def test_subscribers_hear_their_topic_and_no_other(subscribers):
    heard = []
    subscribers.add("referral.*")(lambda event: heard.append(("all", event.audit_event.step)))
    subscribers.add("referral.decide")(lambda event: heard.append(("one", event.audit_event.step)))
    subscribers.add("assessment.*")(lambda event: heard.append(("none", event.audit_event.step)))
    promise(1)
    assert deliver_outbox() == 1
    assert heard == [("all", "decide"), ("one", "decide")]
    assert deliver_outbox() == 0


def test_registering_a_subscriber_twice_tells_it_once():
    mine = Subscribers()
    for _ in range(2):
        mine.add("a.*")(write_down)
    assert mine.to("a.b") == [write_down]
    assert SUBSCRIBERS.to("no.such") == []


def test_a_failing_subscriber_leaves_no_half_effect_waits_and_is_tried_again(subscribers):
    broken = [True]

    @subscribers.add("referral.*")
    def fails_after_writing(event):
        write_down(event)
        if broken[0]:
            raise ValueError("the other side is away")

    promise(2)
    now = database_now()
    assert deliver_outbox(now) == 0
    assert Notification._rows.count() == 0
    assert open_events() == 2
    assert deliver_outbox(now) == 0, "no storm of tries"
    broken[0] = False
    assert deliver_outbox(now + timedelta(minutes=1)) == 2
    assert Notification._rows.count() == 2


def test_four_relays_at_once_deliver_each_event_once(subscribers):
    subscribers.add("*")(write_down)
    promise(200)
    barrier = threading.Barrier(4)
    done: list[int] = []
    failures: list[Exception] = []

    def relay() -> None:
        try:
            barrier.wait()
            done.append(deliver_outbox(batch=15))
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sum(done) == 200
    assert len(set(Notification._rows.values_list("text", flat=True))) == Notification._rows.count() == 200


def test_the_events_of_a_killed_relay_come_back_when_its_lease_ends(subscribers):
    @subscribers.add("*")
    def killed(event):
        raise SystemExit

    promise(3)
    now = database_now()
    with pytest.raises(SystemExit):
        deliver_outbox(now)
    subscribers.__init__()
    subscribers.add("*")(write_down)
    assert deliver_outbox(now + sweeps.LEASE - timedelta(seconds=1)) == 0
    assert deliver_outbox(now + sweeps.LEASE) == 3
    assert Notification._rows.count() == 3
