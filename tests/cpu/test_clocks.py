"""Clocks that run: started by the event that the law names, never put back, ended once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cpu.models import BankHoliday, Clock, InForce, LocalLength
from cpu.timescales import TIMESCALES, Length, Of, Unit
from tests.cpu.clock_cases import a_record, day, open_case, running
from tests.unit_of_people import Unit as People
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit() -> People:
    return People()


def test_a_review_discussion_never_resets_the_conference(unit):
    ivy = open_case(unit, "Ivy")
    Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)
    assert Clock.start("initial-conference", event_at=at("2027-05-12 10:00"), case=ivy) is None
    assert running("initial-conference").due_on == day("2027-05-24")


def test_an_earlier_discussion_recorded_late_brings_the_conference_forward(unit):
    ivy = open_case(unit, "Ivy")
    Clock.start("initial-conference", event_at=at("2027-05-12 10:00"), case=ivy)
    assert Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)
    assert running("initial-conference").due_on == day("2027-05-24")
    assert Clock._rows.get(ended="superseded").started_at == at("2027-05-12 10:00")


def test_new_danger_makes_a_discussion_due_today_though_one_is_due_tomorrow(unit):
    ivy = open_case(unit, "Ivy")
    Clock.start("strategy-discussion", event_at=at("2027-05-12 10:00"), case=ivy)
    Clock.start("strategy-discussion", event_at=at("2027-05-12 15:00"), case=ivy, variant="urgent")
    assert running("strategy-discussion").due_on == day("2027-05-12")


def test_a_visit_starts_the_next_one_and_an_older_visit_recorded_late_does_not(unit):
    ivy = open_case(unit, "Ivy")
    for seen in ("2027-05-04 10:00", "2027-05-12 10:00", "2027-05-06 10:00"):
        Clock.start("visit", event_at=at(seen), case=ivy)
    assert running("visit").due_on == day("2027-05-26")
    assert Clock._rows.filter(timescale="visit").count() == 2


def test_raising_a_disagreement_counts_from_entering_the_level():
    record = a_record("E")
    Clock.start("escalation", event_at=at("2027-06-02 10:00"), record=record, variant="level 1")
    Clock.start("escalation", event_at=at("2027-06-02 10:00"), record=record, variant="level 3")
    assert running("escalation").due_on == day("2027-06-09")


def test_two_discussions_may_each_owe_their_record(unit):
    ivy, first, second = open_case(unit, "Ivy"), a_record(), a_record()
    Clock.start("strategy-record", event_at=at("2027-05-12 10:00"), record=first)
    Clock.start("strategy-record", event_at=at("2027-05-12 14:00"), record=second)
    Clock.start("child-seen", event_at=at("2027-05-12 14:00"), record=second, case=ivy)
    assert Clock.stop("strategy-record", at=at("2027-05-13 09:00"), record=first) == 1
    assert running("strategy-record").record == second


def test_a_sisters_visit_stops_nobody_elses_clock(unit):
    ivy, rowan = open_case(unit, "Ivy"), open_case(unit, "Rowan")
    rows = [{"case_id": ivy.pk}, {"case_id": rowan.pk}]
    assert len(Clock.start_many("child-seen", event_at=at("2027-05-12 10:00"), rows=rows)) == 2
    assert Clock.stop("child-seen", at=at("2027-05-12 16:00"), cases=[ivy]) == 1
    assert running("child-seen").case == rowan


def test_each_agency_asked_has_its_own_clock_in_one_record():
    record = a_record()
    rows = [{"record_id": record.pk, "about": f"participation:{n}", "variant": "urgent"} for n in range(3)]
    Clock.start_many("information-request", event_at=at("2027-05-14 16:30"), rows=rows)
    stopped = Clock.stop(
        "information-request", at=at("2027-05-14 17:00"), record=record, about="participation:1"
    )
    assert stopped == 1
    waiting = Clock._rows.filter(stopped_at=None).values_list("about", flat=True)
    assert sorted(waiting) == ["participation:0", "participation:2"]
    assert set(Clock._rows.values_list("due_at", flat=True)) == {at("2027-05-14 20:30")}


def test_one_step_for_many_children_costs_as_many_statements_as_for_one(unit):
    cases = [open_case(unit, f"Child {n}") for n in range(6)]
    InForce.now().calendar  # noqa: B018  the list is read once for a process
    counts = []
    for some in (cases[:1], cases[1:]):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            transaction.atomic(),
        ):
            rows = [{"case_id": case.pk} for case in some]
            assert len(Clock.start_many("assessment", event_at=at("2027-04-29 10:00"), rows=rows)) == len(
                some
            )
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5  # BEGIN and COMMIT among them
    with CaptureQueriesContext(connection) as queries:
        assert Clock.stop("assessment", at=at("2027-05-29 10:00"), cases=cases) == 6
    assert len(queries) == 1


def test_the_same_child_named_twice_has_one_clock(unit):
    ivy = open_case(unit, "Ivy")
    rows = [{"case_id": ivy.pk}, {"case_id": ivy.pk, "given": day("2027-05-28")}]
    Clock.start_many("assessment", event_at=at("2027-04-29 10:00"), rows=rows)
    assert running("assessment").due_on == day("2027-05-28")


def test_sixteen_starts_at_once_run_one_clock(unit):
    ivy, record = open_case(unit, "Ivy"), a_record()
    started: list[Clock] = []
    failures: list[Exception] = []
    barrier = threading.Barrier(16)

    def start() -> None:
        try:
            barrier.wait()
            one = Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)
            two = Clock.start("strategy-record", event_at=at("2027-04-30 10:00"), record=record)
            started.extend(each for each in (one, two) if each)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert Clock._rows.count() == len(started) == 2


def test_the_database_refuses_a_second_open_clock_and_one_that_belongs_to_nobody(unit):
    ivy = open_case(unit, "Ivy")
    first = Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=ivy)
    assert first
    first.pk, first._state.adding = None, True
    with pytest.raises(IntegrityError, match="one_open_clock_of_a_case"):
        first.save()
    with pytest.raises(IntegrityError, match="clock_belongs_to_somebody"):
        Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), record=a_record())
    with pytest.raises(IntegrityError, match="clock_stopped_says_how"):
        Clock._rows.update(stopped_at=at("2027-05-01 10:00"))


def test_a_clock_is_late_by_the_event_and_not_by_when_it_was_typed(unit):
    ivy = open_case(unit, "Ivy")
    clock = Clock.start("child-seen", event_at=at("2027-05-13 10:00"), case=ivy)
    assert clock
    assert not clock.is_late(at("2027-05-14 23:59"))
    assert clock.is_late(at("2027-05-15 00:00"))
    Clock.stop("child-seen", at=at("2027-05-14 16:00"), cases=[ivy])  # typed on Monday
    clock.refresh_from_db()
    assert not clock.is_late(at("2027-05-17 09:00"))
    assert clock.say(at("2027-05-17 09:00")) == "Met on Friday 14 May, in time"


def test_a_clock_met_late_says_by_how_much(unit):
    ivy = open_case(unit, "Ivy")
    Clock.start("child-seen", event_at=at("2027-05-13 10:00"), case=ivy)
    Clock.stop("child-seen", at=at("2027-05-18 16:00"), cases=[ivy])
    said = Clock._rows.get().say(at("2027-05-19 09:00"))
    assert said == "Met on Tuesday 18 May, 2 working days late: was due Friday 14 May"


def test_running_clocks_of_a_child_stand_in_the_order_in_which_they_can_still_be_met(unit):
    ivy, record = open_case(unit, "Ivy"), a_record("EP")
    Clock.start("first-review-conference", event_at=at("2027-01-18 10:00"), case=ivy)  # Sunday 18 April
    Clock.start("visit", event_at=at("2027-04-05 10:00"), case=ivy)  # Monday 19 April
    Clock.start("police-protection", event_at=at("2027-04-13 08:00"), case=ivy, record=record)
    Clock.start("child-seen", event_at=at("2027-04-15 08:00"), case=ivy, record=record)
    found = [clock.timescale for clock in Clock.running_for(ivy)]
    assert found == ["police-protection", "child-seen", "first-review-conference", "visit"]
    with CaptureQueriesContext(connection) as queries:
        assert [clock.record.reference for clock in Clock.running_for(ivy) if clock.record]
    assert len(queries) == 1


def test_why_this_date_is_answered_from_the_list_of_the_day_it_was_counted(unit):
    ivy = open_case(unit, "Ivy")
    Clock.start("initial-conference", event_at=at("2026-12-24 15:00"), case=ivy)
    clock = running("initial-conference")
    Clock.stop("initial-conference", at=at("2027-01-18 10:00"), cases=[ivy])
    with transaction.atomic():
        BankHoliday.declare({day("2027-01-11"): "Extra bank holiday"}, "Proclaimed")
        LocalLength.set(
            "initial-conference", Length(10, Unit.WORKING_DAYS), from_on=day("2020-01-01"), reason="Wanted"
        )
    why = clock.why()
    assert why.due_on == clock.due_on == day("2027-01-19")
    assert len(why.counted) == 15
    assert dict(why.skipped)[day("2026-12-25")] == "Christmas Day"
    assert day("2027-01-11") in why.counted


def test_every_timescale_can_be_started_for_what_it_belongs_to(unit):
    ivy, record = open_case(unit, "Ivy"), a_record()
    for code, row in TIMESCALES.items():
        for variant in list(row.lengths) or [""]:
            Clock._rows.filter(stopped_at=None).update(stopped_at=at("2027-05-12 10:00"), ended="not_needed")
            clock = Clock.start(
                code,
                event_at=at("2027-05-12 10:00"),
                record=record,
                variant=variant,
                case=ivy if row.of in (Of.CASE, Of.CHILD) else None,
                given=at("2027-05-12 18:00") if row.given == "only" else None,
            )
            assert clock, code
            kept = Clock._rows.get(pk=clock.pk)
            assert (kept.of, kept.why().rule) == (row.of, clock.why().rule)
            assert kept.next_mark_at is not None


# Local values


def test_a_local_value_counts_for_events_from_its_day_on(unit):
    ivy, rowan = open_case(unit, "Ivy"), open_case(unit, "Rowan")
    with transaction.atomic():
        LocalLength.set(
            "visit",
            Length(5, Unit.WORKING_DAYS),
            from_on=day("2027-05-10"),
            reason="Board",
            also_running=False,
        )
    Clock.start("visit", event_at=at("2027-05-07 10:00"), case=ivy)
    Clock.start("visit", event_at=at("2027-05-11 10:00"), case=rowan)
    assert Clock._rows.get(case=ivy).due_on == day("2027-05-21")
    assert Clock._rows.get(case=rowan).due_on == day("2027-05-18")
    assert Clock._rows.get(case=rowan).length == "5 working days"


def test_a_local_value_that_the_law_does_not_allow_is_refused_and_one_put_in_by_hand_ignored(unit):
    from django.core.exceptions import ValidationError

    longer = Length(20, Unit.WORKING_DAYS)
    with pytest.raises(ValidationError, match="can only shorten"):
        LocalLength.set("initial-conference", longer, from_on=day("2027-01-01"), reason="Pressure of work")
    with pytest.raises(ValidationError, match="no timescale"):
        LocalLength.set("nonsense", longer, from_on=day("2027-01-01"), reason="x")
    with transaction.atomic():
        LocalLength.set(
            "initial-conference", Length(14, Unit.WORKING_DAYS), from_on=day("2027-01-01"), reason="x"
        )
        LocalLength.objects.update(number=20)
    Clock.start("initial-conference", event_at=at("2027-04-30 10:00"), case=open_case(unit, "Ivy"))
    assert running("initial-conference").due_on == day("2027-05-24")


def test_reminders_speak_of_the_local_closing_time(unit):
    from datetime import time

    with transaction.atomic():
        LocalLength.set_closing(time(16, 30), from_on=day("2027-05-01"), reason="New opening hours")
    clock = Clock.start("child-seen", event_at=at("2027-05-11 10:00"), case=open_case(unit, "Ivy"))
    assert clock
    assert clock.say(at("2027-05-12 09:00")) == "Due today, 4:30pm"


def test_the_seeded_list_is_the_published_one_and_loading_it_again_changes_nothing():
    from cpu.calendars import packaged_holidays
    from cpu.models import CalendarVersion
    from cpu.models.calendar import load_published

    before = CalendarVersion.objects.count()
    load_published()
    assert CalendarVersion.objects.count() == before
    assert dict(BankHoliday.objects.values_list("on", "title")) == packaged_holidays()
    assert InForce.now().calendar.known_until == day("2028-12-31")


def test_a_cancelled_holiday_is_a_working_day_again_and_stays_on_the_old_list():
    old = InForce.now()
    with transaction.atomic():
        BankHoliday.cancel([day("2027-05-03")], "Moved to Friday")
        BankHoliday.declare({day("2027-05-07"): "Early May bank holiday"}, "Moved from Monday")
    new = InForce.now().calendar
    assert new.is_working(day("2027-05-03"))
    assert not new.is_working(day("2027-05-07"))
    assert not InForce.at(old.calendar_version, old.rule_version).calendar.is_working(day("2027-05-03"))
    assert new.known_until - day("2028-12-31") == timedelta(0)
