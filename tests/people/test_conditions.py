"""Bail, orders and licences that keep somebody away: each end is a clock, which only an answer stops."""

import pytest

from cpu.models import Clock
from cpu.owners import Owners, Tell
from people.models import Case
from tests.journeys.doors import DOORS, Refusal
from tests.strategy.family import child
from tests.unit_of_people import Unit, at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")
NOW, ENDS = at("2027-05-04 09:00"), at("2027-08-04 12:00")


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


def bailed(unit, person, kind="bail", expires_at=ENDS):
    callum = unit.child("Callum", at=NOW, family_name="Reed")
    return perform(
        person.record_condition,
        by=unit.manager,
        at=NOW,
        kind=kind,
        against=callum,
        what="Not to go to Mill Lane",
        from_at=NOW,
        expires_at=expires_at,
    )


def running():
    return list(Clock._rows.filter(timescale="protective-condition", stopped_at=None))


def test_the_end_of_bail_is_a_clock_of_the_child_and_its_worker_is_told(unit):
    ivy = child(unit, "Ivy")
    bailed(unit, ivy.child)
    (clock,) = running()
    assert (clock.case, clock.due_at) == (ivy, ENDS)
    owner = Owners([clock], NOW).told(clock, Tell.OWNER)
    assert [each.team_id for each in owner] == [unit.team("unit").pk]
    assert clock in ivy.open_clocks()


def test_a_condition_without_an_end_runs_no_clock(unit):
    bailed(unit, child(unit, "Ivy").child, kind="non-molestation", expires_at=None)
    assert not running()


def test_bail_extended_to_six_months_is_counted_to_its_new_end(unit):
    person = bailed(unit, child(unit, "Ivy").child)
    bail = person.conditions.get()
    person = perform(
        person.vary_condition,
        by=unit.manager,
        at=at("2027-07-28 09:00"),
        condition=bail,
        what="The same",
        expires_at=at("2027-11-04 12:00"),
    )
    assert [each.due_at for each in running()] == [at("2027-11-04 12:00")]
    perform(
        person.vary_condition, by=unit.manager, at=at("2027-09-01 09:00"), condition=bail, what="No end given"
    )
    assert not running()


def test_past_its_end_it_is_late_until_somebody_says_what_protects_the_child_now(unit):
    person = bailed(unit, child(unit, "Ivy").child)
    bail = person.conditions.get()
    # Said while it still stands: that answers nothing yet.
    person = perform(
        person.say_what_protects, by=unit.manager, at=at("2027-08-01 09:00"), condition=bail, words="The bail"
    )
    (clock,) = running()
    assert clock.is_late(at("2027-08-04 12:00"))
    person = perform(
        person.say_what_protects,
        by=unit.manager,
        at=at("2027-08-06 09:00"),
        condition=bail,
        words="Non-molestation order of 3 August",
    )
    assert not running()
    assert Clock._rows.get(pk=clock.pk).stopped_at == at("2027-08-06 09:00")
    assert not person.conditions.get().asks(at("2027-12-01 09:00"))


def test_lifted_before_its_time_it_asks_at_once(unit):
    person = bailed(unit, child(unit, "Ivy").child)
    lifted = at("2027-06-01 10:00")
    perform(
        person.end_condition,
        by=unit.manager,
        at=lifted,
        condition=person.conditions.get(),
        reason="Custody officer: no charge",
    )
    (clock,) = running()
    assert clock.due_at == lifted and clock.is_late(lifted)


def test_lifted_with_an_answer_nothing_is_owed(unit):
    person = bailed(unit, child(unit, "Ivy").child)
    perform(
        person.end_condition,
        by=unit.manager,
        at=at("2027-06-01 10:00"),
        condition=person.conditions.get(),
        reason="Replaced",
        protects_now="Interim care order of today",
    )
    assert not running()
    assert not person.conditions.get().asks(at("2027-12-01 09:00"))


def test_recorded_before_there_was_a_case_it_goes_with_the_child_into_it(unit):
    person = unit.child("Ivy", at=NOW)
    bailed(unit, person)
    assert [each.case for each in running()] == [None]
    case = unit.case(person, at=at("2027-05-05 09:00"))
    assert [each.case for each in running()] == [case]


def test_a_condition_that_runs_does_not_keep_a_case_open_and_one_that_is_over_does(unit):
    ivy = child(unit, "Ivy")
    bailed(unit, ivy.child)
    said = " ".join(each.says for each in Case._rows.get().unmet("close"))
    assert "Protective condition" not in said
    with pytest.raises(Exception, match="say what protects the child since the bail condition is over"):
        perform(
            ivy.step_down,
            by=unit.manager,
            at=at("2027-08-05 09:00"),
            team=unit.team("family-help"),
            to=unit.practitioner,
            words="Over to you",
        )


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def test_both_doors_show_it_running_and_take_the_answer(door, unit):
    ivy = child(unit, "Ivy")
    callum = unit.child("Callum", at=NOW, family_name="Reed")
    perform(ivy.child.relate, by=unit.manager, at=NOW, other=callum, kind="stepfather")
    person = ivy.child.reference
    door.on("2027-05-04 09:00")
    door.take(
        "people",
        person,
        "record_condition",
        unit.manager,
        kind="bail",
        against=callum.reference,
        what="Not to go to Mill Lane",
        from_at=NOW,
        expires_at=ENDS,
    )
    page = door.on("2027-08-04 12:30").page(f"/cases/{ivy.reference}/", unit.manager)
    assert "Bail condition against Callum Reed ends" in page and "What protects the child now?" in page
    door.on("2027-08-04 13:00")
    bail = ivy.child.conditions.get()
    with pytest.raises(Refusal):
        door.take("people", person, "say_what_protects", unit.manager, condition=str(bail.pk), words="")
    door.take(
        "people", person, "say_what_protects", unit.manager, condition=str(bail.pk), words="Order of 3 August"
    )
    assert not running()
