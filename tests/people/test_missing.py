"""Missing episodes: recorded by anyone on duty, and a return interview of its own after each return."""

import pytest

from cpu.models import Clock
from people.models import MissingEpisode
from tests.journeys.doors import DOORS, Refusal, due_of
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")
FRIDAY = at("2027-08-27 23:30")


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture
def dario(unit):
    return unit.case(
        unit.child("Dario", at=at("2027-08-26 09:00"), family_name="Quell"), at=at("2027-08-26 09:00")
    )


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def missing(unit, *cases, when=FRIDAY) -> MissingEpisode:
    return perform(
        MissingEpisode().record_missing, by=unit.out_of_hours, at=when, cases=list(cases), missing_since=when
    )


def test_missing_twice_each_time_with_an_interview_of_its_own(door, unit, dario):
    """Scenario 5. The 72 hours are elapsed hours: the weekend and the bank holiday count."""
    night = unit.out_of_hours
    first = door.on("2027-08-28 02:00").open(
        "missing-episodes", night, cases=[dario.reference], missing_since=at("2027-08-27 23:30")
    )
    row = door.rows("missing-episodes", first, night)["Dario Quell"]
    door.on("2027-08-28 09:00").take(
        "missing-episodes",
        first,
        "record_found",
        night,
        children=[row],
        found_at=at("2027-08-28 07:15"),
        how="police",
    )
    assert due_of(first, "return-interview") == ["2027-08-31T06:15:00+00:00"]
    second = door.on("2027-08-29 22:00").open(
        "missing-episodes", night, cases=[dario.reference], missing_since=at("2027-08-29 20:00")
    )
    other = door.rows("missing-episodes", second, night)["Dario Quell"]
    door.on("2027-08-30 12:00").take(
        "missing-episodes",
        second,
        "record_found",
        night,
        children=[other],
        found_at=at("2027-08-30 11:00"),
        how="returned",
    )
    assert due_of(second, "return-interview") == ["2027-09-02T10:00:00+00:00"]
    door.on("2027-08-31 10:00").take(
        "missing-episodes",
        first,
        "record_interview",
        unit.practitioner,
        children={row: {"said": "They wait for me at the station"}},
        happened_at=at("2027-08-30 15:00"),
        by_whom="Ines Dale, voluntary service",
        independent=True,
    )
    ended = {each.record.reference: each.ended for each in Clock._rows.filter(timescale="return-interview")}
    assert ended == {first: "met", second: ""}
    said = door.read("missing-episodes", first, unit.practitioner)["children"][0]
    assert (said["state"], said["facts"]["said"]) == ("INTERVIEWED", "They wait for me at the station")


def test_an_interview_by_somebody_not_independent_is_recorded_with_the_reason(door, unit, dario):
    episode = missing(unit, dario)
    perform(episode.record_found, by=unit.manager, at=FRIDAY, children=[dario], found_at=FRIDAY, how="family")
    row = episode.children.get().reference
    held = {
        "children": {row: {}},
        "happened_at": at("2027-08-28 10:00"),
        "by_whom": "Nadia Rahim",
        "independent": False,
    }
    door.on("2027-08-28 11:00")
    with pytest.raises(Refusal) as refused:
        door.take("missing-episodes", episode.reference, "record_interview", unit.practitioner, **held)
    assert refused.value.status == 400 and "independent" in refused.value.said
    door.take(
        "missing-episodes",
        episode.reference,
        "record_interview",
        unit.practitioner,
        **held,
        not_independent_because="He asked for her",
    )
    assert episode.children.get().not_independent_because == "He asked for her"


def test_brothers_who_went_together_come_back_each_on_his_own(unit, dario):
    luca = unit.case(
        unit.child("Luca", at=at("2027-08-26 09:00"), family_name="Quell"), at=at("2027-08-26 09:00")
    )
    episode = missing(unit, dario, luca)
    later = at("2027-08-28 07:00")
    perform(episode.record_found, by=unit.police, at=later, children=[luca], found_at=later, how="police")
    clock = Clock._rows.get(timescale="return-interview")
    assert clock.case == luca
    with pytest.raises(Unmet) as refused:
        perform(episode.close, by=unit.manager, at=later, what_changes="Nothing")
    said = " ".join(each.sentence() for each in refused.value.reasons)
    assert "Still missing: Dario Quell" in said and "Return interview owed: Luca Quell" in said
    assert "police were told" in said


def test_a_declined_interview_is_no_longer_owed_and_may_be_held_all_the_same(unit, dario):
    episode = missing(unit, dario)
    later = at("2027-08-28 07:00")
    perform(episode.record_found, by=unit.police, at=later, children=[dario], found_at=later, how="police")
    perform(
        episode.decline_interview,
        by=unit.practitioner,
        at=later,
        children=[dario],
        offered_by="Ines Dale",
        reason="“You tell everybody”",
    )
    assert Clock._rows.get(timescale="return-interview").ended == "not_needed"
    perform(
        episode.record_interview,
        by=unit.practitioner,
        at=later,
        children=[ChildAnswers(dario, {"said": "I owe them"})],
        happened_at=later,
        by_whom="Ines Dale",
        independent=True,
    )
    perform(
        episode.record_police_told, by=unit.practitioner, at=later, reported_at=later, police_reference="WX/9"
    )
    with pytest.raises(NotAllowed):
        perform(episode.close, by=unit.practitioner, at=later, what_changes="The plan asks about debts")
    closed = perform(episode.close, by=unit.manager, at=later, what_changes="The plan asks about debts")
    assert closed.state == "CLOSED"


def test_a_child_is_missing_once_at_a_time_and_found_after_that(unit, dario):
    episode = missing(unit, dario)
    with pytest.raises(Conflict, match="missing already"):
        missing(unit, dario)
    before = at("2027-08-27 20:00")
    with pytest.raises(BadInput, match="before being missing"):
        perform(
            episode.record_found, by=unit.police, at=FRIDAY, children=[dario], found_at=before, how="police"
        )
