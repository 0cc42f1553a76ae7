"""The audit by month: nothing is lost for want of a month, nothing in it is changed, one act has one event."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg2 import errors

from cpu.models import AuditEvent, SweepRun
from cpu.sweeps import database_now, make_audit_months
from tests import servers
from tests.racing import race
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def child():
    return Unit().child("Ivy", at=at("2027-05-12 10:00"))


def lies_in(**which) -> str:
    """The table in which one event lies."""
    (key,) = AuditEvent._rows.filter(**which).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from cpu_auditevent where id = %s", [key])
        return cursor.fetchone()[0]


def an_event(subject: int, version: int, recorded_at: datetime) -> None:
    AuditEvent._rows.create(
        subject_id=subject,
        subject_kind="person",
        subject_reference=f"P-{subject}",
        version=version,
        step="record",
        label="Record a person",
        actor_id=1,
        actor_name="Sam Ridley",
        occurred_at=recorded_at,
        recorded_at=recorded_at,
    )


def test_an_act_is_kept_in_the_month_in_which_it_was_recorded(child):
    month = database_now().astimezone(UTC)
    assert lies_in(subject_id=child.pk) == f"cpu_auditevent_{month:%Y_%m}"


def test_the_check_at_every_commit_reads_no_month_but_its_own(child):
    """The trigger asks for an event of this very transaction: whatever ten years hold, it looks at one month."""
    with connection.cursor() as cursor:
        cursor.execute(
            "explain (analyze, costs off, timing off, summary off) select 1 from cpu_auditevent where recorded_at ="
            " transaction_timestamp() and (subject_id = 1 or cases @> array[1::bigint])"
        )
        plan = "\n".join(line for (line,) in cursor)
    assert len(set(re.findall(r" on cpu_auditevent_(\d{4}_\d{2}|other)", plan))) == 1, plan
    assert "Subplans Removed" in plan


def test_an_act_has_one_event_whichever_month_it_is_told_of_in(child):
    event = AuditEvent.of(child).get()
    for moment in (event.recorded_at, event.recorded_at + timedelta(days=45), database_now()):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            an_event(child.pk, event.version, moment)
        assert refused.value.__cause__.diag.constraint_name == "one_act_one_event"


def test_of_those_who_tell_of_one_act_at_one_moment_one_is_heard():
    def tell() -> None:
        with transaction.atomic():
            an_event(700, 1, database_now())

    outcomes = race([tell] * 8)
    assert outcomes.count(None) == 1
    assert all(each is None or isinstance(each, IntegrityError) for each in outcomes)
    assert AuditEvent._rows.filter(subject_id=700).count() == 1


def test_what_has_no_month_yet_is_kept_all_the_same_and_moves_when_its_month_is_made():
    """A worker that stood still for half a year: not one write failed, and nothing has to be mended by hand."""
    soon = database_now() + timedelta(days=200)
    an_event(800, 1, soon)
    assert lies_in(subject_id=800) == "cpu_auditevent_other"
    assert make_audit_months(ahead=8) >= 1
    assert lies_in(subject_id=800) == f"cpu_auditevent_{soon.astimezone(UTC):%Y_%m}"
    assert AuditEvent._rows.get(subject_id=800).recorded_at == soon
    assert make_audit_months(ahead=8) == 0, "twice"
    assert SweepRun.objects.get(task="make_audit_months").error == ""


def test_workers_that_make_the_months_at_once_make_each_once():
    assert sum(race([lambda: make_audit_months(ahead=11)] * 6)) <= 12
    assert make_audit_months(ahead=11) == 0


def test_no_month_of_the_audit_can_be_changed_or_reached_by_itself(child):
    month = lies_in(subject_id=child.pk)
    statements = [
        f"update {table} set label = ''" for table in ("cpu_auditevent", month, "cpu_auditevent_other")
    ]
    statements += [f"delete from {table}" for table in ("cpu_auditevent", month, "cpu_auditevent_other")]
    statements += [f"select * from {month}", f"drop table {month}"]
    with closing(servers.connect("app")) as own, own.cursor() as cursor:
        for statement in statements:
            with pytest.raises(errors.InsufficientPrivilege):
                cursor.execute(statement)
            own.rollback()
