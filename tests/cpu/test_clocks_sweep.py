"""What the worker says, to whom and when: never early, never twice, the latest after a silence."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cpu import sweeps
from cpu.deadlines import Tell
from cpu.models import (
    Absence,
    BankHoliday,
    CalendarVersion,
    Clock,
    ClockChange,
    ClockMark,
    LocalLength,
    Notification,
    SweepRun,
)
from cpu.owners import Owners
from cpu.roles import Role
from cpu.sweeps import database_now, recompute_clocks, sweep_clocks
from cpu.timescales import Length, Unit
from strategy.models import StrategyDiscussion
from tests.cpu.clock_cases import a_record, day, open_case
from tests.unit_of_people import Unit as People
from tests.unit_of_people import at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit() -> People:
    return People()


@pytest.fixture
def ivy(unit):
    """Ivy's case: led by the practitioner, supervised by the manager, under a head of service."""
    unit.user(Role.HEAD_OF_SERVICE)
    return open_case(unit, "Ivy", lead=unit.practitioner, supervisor=unit.manager)


@pytest.fixture
def conference(ivy):
    """A conference due on Monday 24 May 2027."""
    return Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)


def said(**where) -> list[tuple[str, str]]:
    """To whom and what, in order."""
    rows = Notification._rows.filter(**where).order_by("made_at", "id")
    return [
        (row.user.name if row.user else row.team.name if row.team else "nobody", row.text) for row in rows
    ]


def told() -> list[str]:
    return [who for who, _ in said()]


def test_the_owner_is_warned_three_times_then_told_late_then_the_manager_then_the_head(conference, unit):
    moments = ["05-19 09:00", "05-21 09:00", "05-24 09:00", "05-25 00:00", "05-26 00:00", "05-28 00:00"]
    for moment in moments:
        now = at(f"2027-{moment}")
        assert sweep_clocks(now - timedelta(seconds=1)) == 0, "early"
        assert sweep_clocks(now) == 1
        assert sweep_clocks(now) == 0, "twice"
    lead, manager = unit.practitioner.name, unit.manager.name
    label = "Initial child protection conference. "
    assert said() == [
        (lead, f"{label}In 3 working days, Monday 24 May."),
        (lead, f"{label}In 1 working day, Monday 24 May."),
        (lead, f"{label}Due today, 5pm."),
        (lead, f"{label}Late by 1 working day, was due Monday 24 May."),
        (manager, f"{label}Late by 2 working days, was due Monday 24 May."),
        ("Head of service", f"{label}Late by 4 working days, was due Monday 24 May."),
    ]
    kinds = list(Notification._rows.order_by("made_at").values_list("kind", flat=True))
    assert kinds == ["warning"] * 3 + ["late"] * 3
    assert not any("Ivy" in text or "Harcastle" in text for _, text in said())


def test_after_a_stop_of_days_every_threshold_is_marked_and_each_level_told_once(conference):
    assert sweep_clocks(at("2027-06-02 10:00")) == 6
    assert ClockMark._rows.count() == 6
    assert told() == ["Lead child protection practitioner", "Team manager", "Head of service"]
    assert {text for _, text in said()} == {
        "Initial child protection conference. Late by 6 working days, was due Monday 24 May."
    }
    assert sweep_clocks(at("2027-06-12 10:00")) == 0


def test_a_clock_that_has_stopped_says_nothing(conference, ivy):
    Clock.stop("initial-conference", at=at("2027-05-18 10:00"), cases=[ivy])
    assert sweep_clocks(at("2027-06-02 10:00")) == 0


def test_the_cover_of_an_absent_owner_is_told_in_their_place(conference, unit):
    cover = unit.user(Role.SOCIAL_WORKER)
    Absence.objects.create(
        user=unit.practitioner, cover=cover, from_on=day("2027-05-18"), until_on=day("2027-05-20")
    )
    sweep_clocks(at("2027-05-19 09:00"))
    assert told() == [cover.name]
    assert Notification._rows.get().stands_in_for == unit.practitioner
    sweep_clocks(at("2027-05-21 09:00"))
    assert told() == [cover.name, unit.practitioner.name]


def test_an_absence_that_nobody_covers_goes_to_the_teams_inbox_and_not_up(conference, unit):
    away = {"from_on": day("2027-05-18"), "until_on": day("2027-05-28")}
    other = unit.user(Role.SOCIAL_WORKER)
    Absence.objects.create(user=unit.practitioner, cover=other, **away)
    Absence.objects.create(user=other, **away)
    sweep_clocks(at("2027-05-19 09:00"))
    assert told() == ["Wexmoor Child protection unit"]


def test_an_absent_manager_is_covered_too_before_the_head_is_told(conference, unit):
    Absence.objects.create(
        user=unit.manager, cover=unit.service_manager, from_on=day("2027-05-20"), until_on=day("2027-05-28")
    )
    sweep_clocks(at("2027-05-26 00:00"))
    assert told() == [unit.practitioner.name, unit.service_manager.name]


def test_lateness_acknowledged_with_a_reason_is_not_taken_further_up(conference, unit):
    sweep_clocks(at("2027-05-25 00:00"))
    conference.acknowledge(by=unit.manager, at=at("2027-05-25 09:00"), reason="The father's solicitor asked")
    assert sweep_clocks(at("2027-06-25 00:00")) == 0
    assert "Team manager" not in told()
    conference.refresh_from_db()
    assert conference.next_mark_at is None
    assert conference.is_late(at("2027-06-25 00:00"))


def test_a_reason_given_ahead_silences_nobody_below(conference, unit):
    conference.acknowledge(by=unit.manager, at=at("2027-05-20 09:00"), reason="Agreed to hold it on 26 May")
    sweep_clocks(at("2027-06-25 00:00"))
    assert told() == [unit.practitioner.name]


def test_a_referral_that_nobody_leads_speaks_in_the_front_doors_inbox_and_at_once_to_its_managers(unit):
    front_door, manager = unit.team("front-door"), unit.user(Role.TEAM_MANAGER, team="front-door")
    Clock.start("first-risk-look", event_at=at("2027-05-15 23:00"), record=a_record("R"))
    assert sweep_clocks(at("2027-05-15 23:30")) == 1
    assert said() == [(front_door.name, "First look for danger. Due in 30 minutes, midnight, Sunday 16 May.")]
    assert sweep_clocks(at("2027-05-16 00:00")) == 2
    assert told() == [front_door.name, front_door.name, manager.name]


def test_police_protection_speaks_at_24_48_and_60_hours_and_when_it_has_ended(ivy, unit):
    Clock.start("police-protection", event_at=at("2027-05-14 10:00"), case=ivy, record=a_record("EP"))
    for moment in ["05-15 10:00", "05-16 10:00", "05-16 22:00"]:
        assert sweep_clocks(at(f"2027-{moment}") - timedelta(seconds=1)) == 0
        assert sweep_clocks(at(f"2027-{moment}")) == 1
    assert told() == [unit.practitioner.name] * 3
    sweep_clocks(at("2027-05-17 10:00"))
    assert told()[3:] == [unit.practitioner.name, unit.manager.name]


def test_with_nobody_in_charge_the_message_still_goes_to_somebody(unit):
    head = unit.user(Role.HEAD_OF_SERVICE, team=None)
    Clock.start("strategy-record", event_at=at("2027-05-12 10:00"), record=a_record())
    sweep_clocks(at("2027-05-13 09:00"))
    assert told() == [head.name]


def test_a_workers_wrong_clock_fires_nothing_early():
    """The database's time counts: a worker ten minutes fast reads its own clock for nothing."""
    now = database_now()
    Clock.start(
        "safe-before",
        event_at=now - timedelta(hours=1),
        record=a_record("R"),
        given=now + timedelta(minutes=5),
    )
    Clock._rows.update(next_mark_at=now + timedelta(minutes=5))
    with time_machine.travel(now + timedelta(minutes=10)):
        assert sweep_clocks() == 0
    assert ClockMark._rows.count() == 0


def many(number: int, code: str = "strategy-record", moment: str = "2027-05-12 10:00") -> None:
    """Records that each owe one clock of `code` since `moment`."""
    rows = [{"record_id": a_record().pk} for _ in range(number)]
    Clock.start_many(code, event_at=at(moment), rows=rows)


def at_once(number: int, work) -> list:
    """Run `work` in so many threads at the same moment; the results, or the first failure."""
    barrier, results, failures = threading.Barrier(number), [], []

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def test_four_workers_at_once_mark_and_tell_once(unit):
    unit.team("unit")
    many(300)
    now = at("2027-05-14 00:00")
    marks = at_once(4, lambda: sweep_clocks(now, batch=20))
    assert sum(marks) == ClockMark._rows.count() == 600  # due today, and late
    assert Notification._rows.count() == 300


def test_a_sweep_asks_the_database_as_often_for_a_hundred_as_for_ten(unit):
    unit.team("unit")
    sweep_clocks(at("2027-05-11 00:00"))
    counts = []
    for number in (10, 100):
        many(number)
        with CaptureQueriesContext(connection) as queries:
            sweep_clocks(at("2027-05-14 00:00"))
        counts.append(len(queries))
        Clock._rows.update(stopped_at=at("2027-05-14 09:00"), ended="met")
    assert counts[0] == counts[1]


def test_a_clock_whose_rule_is_gone_stands_in_nobodys_way(unit, conference):
    many(1)
    Clock._rows.filter(timescale="strategy-record").update(timescale="a-rule-of-long-ago")
    assert sweep_clocks(at("2027-05-19 09:00")) == 1
    assert SweepRun.objects.get(task="sweep_clocks").error.endswith("KeyError")
    recompute_clocks(at("2027-05-19 09:00"))


# A new holiday


def proclaim(*days: str) -> CalendarVersion:
    with transaction.atomic():
        return BankHoliday.declare({day(text): "Extra bank holiday" for text in days}, "Royal proclamation")


def test_a_new_holiday_moves_open_clocks_is_logged_and_told(conference, ivy, unit):
    Clock.start("referral-decision", event_at=at("2027-04-29 10:00"), record=a_record("R"))
    version = proclaim("2027-05-10")
    assert recompute_clocks(at("2027-05-04 10:00")) == 2
    conference.refresh_from_db()
    assert conference.due_on == day("2027-05-25")
    change = ClockChange._rows.get()
    assert (change.clock, change.old_due_on, change.new_due_on) == (
        conference,
        day("2027-05-24"),
        day("2027-05-25"),
    )
    assert change.calendar_version == version.pk
    assert said(kind="moved") == [
        (
            unit.practitioner.name,
            "Initial child protection conference. The date has moved: "
            "now due Tuesday 25 May 2027, was Monday 24 May 2027.",
        )
    ]
    assert conference.why().due_on == day("2027-05-25")
    assert ("Extra bank holiday") in dict(conference.why().skipped).values()
    assert recompute_clocks(at("2027-05-04 10:00")) == 0


def test_a_stopped_clock_keeps_its_date(conference, ivy):
    Clock.stop("initial-conference", at=at("2027-05-03 10:00"), cases=[ivy])
    proclaim("2027-05-10")
    assert recompute_clocks(at("2027-05-04 10:00")) == 0
    conference.refresh_from_db()
    assert conference.due_on == day("2027-05-24")


def test_a_holiday_proclaimed_and_not_yet_swept_makes_nothing_late(conference):
    proclaim("2027-05-20")
    sweep_clocks(at("2027-05-25 09:00"))
    conference.refresh_from_db()
    assert conference.due_on == day("2027-05-25")
    assert "Late" not in " ".join(text for _, text in said())
    assert said()[-1][1] == "Initial child protection conference. Due today, 5pm."


def test_warnings_follow_a_moved_date_and_what_still_holds_is_not_said_again(conference):
    sweep_clocks(at("2027-05-24 09:00"))
    assert ClockMark._rows.filter(voided_at=None).count() == 3
    proclaim("2027-05-21")  # the due day moves from Monday to Tuesday
    recompute_clocks(at("2027-05-24 10:00"))
    assert sorted(ClockMark._rows.filter(voided_at=None).values_list("threshold", flat=True)) == [
        "1 working days before",
        "3 working days before",
    ]
    assert sweep_clocks(at("2027-05-24 11:00")) == 0
    assert sweep_clocks(at("2027-05-25 09:00")) == 1
    assert sweep_clocks(at("2027-05-26 00:00")) == 1
    late = [text for _, text in said(kind="late")]
    assert late == ["Initial child protection conference. Late by 1 working day, was due Tuesday 25 May."]


def test_a_cancelled_holiday_brings_dates_forward_and_warns_at_once(conference):
    with transaction.atomic():
        BankHoliday.cancel([day("2027-05-03")], "Moved to another week")
    recompute_clocks(at("2027-05-19 08:00"))
    conference.refresh_from_db()
    assert conference.due_on == day("2027-05-21")
    assert sweep_clocks(at("2027-05-19 08:00")) == 1


def test_a_local_value_moves_the_clocks_that_run_already(ivy):
    Clock.start("visit", event_at=at("2027-05-12 10:00"), case=ivy)
    with transaction.atomic():
        LocalLength.set("visit", Length(5, Unit.WORKING_DAYS), from_on=day("2027-05-17"), reason="Board")
    assert recompute_clocks(at("2027-05-17 10:00")) == 1
    assert Clock._rows.get().due_on == day("2027-05-19")
    change = ClockChange._rows.get()
    assert (change.old_length, change.new_length) == ("10 working days", "5 working days")


def test_recomputing_in_four_places_at_once_logs_and_tells_once(unit):
    unit.team("unit")
    many(200, "minutes", "2027-04-30 10:00")
    proclaim("2027-05-10")
    done = at_once(4, lambda: recompute_clocks(at("2027-05-04 10:00"), batch=20))
    assert sum(done) == ClockChange._rows.count() == Notification._rows.count() == 200


def test_a_recompute_killed_half_way_is_finished_by_the_next(unit, monkeypatch):
    many(100, "minutes", "2027-04-30 10:00")
    proclaim("2027-05-10")
    written: list[int] = []
    real = sweeps._recompute

    def killed(*args):
        if len(written) == 2:
            raise SystemExit
        written.append(1)
        return real(*args)

    monkeypatch.setattr(sweeps, "_recompute", killed)
    with pytest.raises(SystemExit):
        recompute_clocks(at("2027-05-04 10:00"), batch=20)
    assert ClockChange._rows.count() == 40
    monkeypatch.undo()
    assert recompute_clocks(at("2027-05-04 10:00"), batch=20) == 60
    assert ClockChange._rows.count() == 100


def test_a_clock_started_while_a_holiday_is_being_proclaimed_is_not_missed(ivy):
    """It was counted by the old list; its version says so, whenever it commits."""
    ready, go = threading.Event(), threading.Event()

    def start_slowly() -> None:
        with transaction.atomic():
            Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)
            ready.set()
            go.wait(10)
        connections.close_all()

    thread = threading.Thread(target=start_slowly)
    thread.start()
    ready.wait(10)
    proclaim("2027-05-10")
    recompute_clocks(at("2027-05-04 10:00"))
    go.set()
    thread.join()
    assert recompute_clocks(at("2027-05-04 10:01")) == 1
    assert Clock._rows.get().due_on == day("2027-05-25")


def test_two_changes_at_once_commit_in_the_order_of_their_numbers(unit, ivy):
    """Otherwise a clock that knows the second would never hear of the first."""
    first_is_in, go, order = threading.Event(), threading.Event(), []

    def first() -> None:
        with transaction.atomic():
            version = BankHoliday.declare({day("2027-05-10"): "One"}, "One")
            first_is_in.set()
            go.wait(10)
            order.append(version.pk)
        connections.close_all()

    def second() -> None:
        with transaction.atomic():
            order.append(BankHoliday.declare({day("2027-05-11"): "Two"}, "Two").pk)
        connections.close_all()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    first_is_in.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    assert threads[1].is_alive(), "the second change did not wait for the first"
    go.set()
    for thread in threads:
        thread.join()
    assert order == sorted(order)


def test_heads_of_service_are_asked_for_the_list_once_a_month(unit, ivy):
    Clock.start("assessment", event_at=at("2028-12-01 10:00"), case=ivy)
    for moment in ("2028-12-02 10:00", "2028-12-03 10:00", "2029-01-15 10:00"):
        recompute_clocks(at(moment))
    assert (
        said(kind="calendar")
        == [
            (
                "Head of service",
                "The list of bank holidays ends on Sunday 31 December 2028; later dates are "
                "provisional. Please enter the new list.",
            )
        ]
        * 2
    )


# Health


def installed(ago: timedelta) -> None:
    """The first thing that a new installation writes are the holidays."""
    CalendarVersion.objects.update(made_at=database_now() - ago)


def test_the_health_page_can_tell_whether_a_sweep_is_late():
    installed(timedelta(days=1))
    assert all(sweeps.late_sweeps().values())
    sweep_clocks()
    others = dict.fromkeys(sweeps.EVERY, True)
    assert sweeps.late_sweeps() == {**others, "sweep_clocks": False}
    SweepRun.objects.update(finished_at=database_now() - timedelta(minutes=4))
    assert sweeps.late_sweeps()["sweep_clocks"]


def test_no_sweep_is_late_before_it_could_have_run():
    """A unit that was installed a minute ago is well: the relay has had no time to run three times."""
    installed(timedelta(seconds=80))
    assert not any(sweeps.late_sweeps().values())
    installed(timedelta(seconds=100))
    assert [task for task, late in sweeps.late_sweeps().items() if late] == ["deliver_outbox"]


def test_an_inbox_is_ones_own_and_ones_teams(conference, unit):
    sweep_clocks(at("2027-06-02 10:00"))
    assert [row.level for row in Notification.visible_to(unit.practitioner)] == ["owner"]
    assert Notification.read(unit.practitioner, at("2027-06-02 11:00")) == 1
    assert Notification.read(unit.practitioner, at("2027-06-02 12:00")) == 0
    assert not Notification.visible_to(unit.police).exists()


# What an agency owes


@pytest.fixture
def asked(unit):
    """A discussion about a child whom a police officer and a lead practitioner know; the police is asked."""
    now = at("2027-05-12 10:00")
    child = unit.child("Ivy", at=now)
    case = unit.case(child, at=now)
    record = perform(
        StrategyDiscussion().request,
        by=unit.manager,
        at=now,
        cases=[case],
        team=unit.team("unit"),
        reason="Marks, and what was said",
    )
    agency = unit.agency("police")
    perform(record.ask, by=unit.manager, at=now, agency=agency, question="What is known?", urgency="urgent")
    return case


def works_with(unit, case, user, role: str) -> None:
    perform(case.involve, by=unit.manager, at=at("2027-05-12 10:30"), role=role, user=user)


def told_of_the_answer() -> set[str]:
    sweep_clocks(at("2027-05-12 13:30"))
    return {who for who, text in said(clock__timescale="information-request")}


def test_the_agency_that_was_asked_is_warned_by_name(unit, asked):
    works_with(unit, asked, unit.police, "officer")
    works_with(unit, asked, unit.health, "health")
    assert told_of_the_answer() == {unit.police.name}


def test_where_nobody_of_the_agency_is_involved_the_lead_hears_of_it(unit, asked):
    works_with(unit, asked, unit.health, "health")
    offered = perform(
        type(asked)._rows.get(pk=asked.pk).allocate,
        by=unit.manager,
        at=at("2027-05-12 10:30"),
        to=unit.practitioner,
        words="New",
    )
    perform(offered.accept, by=unit.practitioner, at=at("2027-05-12 10:40"))
    assert told_of_the_answer() == {unit.practitioner.name}


def test_with_neither_the_team_of_the_record_hears_of_it(unit, asked):
    assert told_of_the_answer() == {unit.team("unit").name}


def test_who_is_told_of_agencies_is_read_for_a_batch_at_once(unit, asked):
    clock = Clock._rows.get(timescale="information-request")
    one, many = [clock], [clock] * 40
    costs = []
    for clocks in (one, many):
        with CaptureQueriesContext(connection) as queries:
            owners = Owners(clocks, at("2027-05-12 13:30"))
            assert all(owners.told(each, Tell.OWNER) for each in clocks)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 7
