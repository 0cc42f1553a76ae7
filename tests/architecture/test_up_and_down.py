"""Up is never blocked, down always is: walked over every step of every record, against a table written by hand."""

import inspect
import tomllib
from pathlib import Path

import pytest
import time_machine

from cpu.roles import GRANTS, Role
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.unit_of_people import at
from tests.walker import Walker, records
from workflow.perform import ChildAnswers, _is_named, perform
from workflow.record import Record
from workflow.refusals import NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "up_and_down.toml").read_text())
SORTS = ("up", "up-by-a-manager", "down", "ended-with-a-reason", "neutral")
SUNDAY_NIGHT = at("2027-05-16 02:00")


def sort_of(model: type[Record], name: str) -> str | None:
    """A kind's own row first, then what every stage has."""
    for rows in (TABLE.get(model.kind, {}), TABLE["*"]):
        for sort in SORTS:
            if name in rows.get(sort, ()):
                return sort
    return None


def of_sort(*sorts: str) -> list:
    return [
        pytest.param(model, name, id=f"{model.kind}.{name}")
        for model in records()
        for name, declared in model.steps().items()
        if declared.permission != "consequence"
        and sort_of(model, name) in sorts
        and (name != "correct" or model.correctable)
    ]


@pytest.fixture
def walker():
    """A bare unit on a Sunday at two in the morning: no name, no paper, nobody else."""
    with time_machine.travel(SUNDAY_NIGHT, tick=True):
        yield Walker(now=SUNDAY_NIGHT)


def bare(walker: Walker, model: type[Record], name: str) -> Record:
    """A record from which the step may be taken and of which nothing is known beyond that."""
    declared = model.steps()[name]
    special = SITUATIONS.get(f"{model.kind}.{name}")
    return walker.prepared(special(walker) if special else walker.ready_for(model, declared), declared)


def with_an_open_enquiry(walker: Walker) -> Record:
    first = walker.reach(StrategyDiscussion, "HELD")
    walker.take(first, "agree_enquiries")
    review = walker.take(StrategyDiscussion(), "request", cases=[row.case for row in first.child_rows()])
    return walker.take(review, "hold")


# Steps that go down with one answer and up with another: here, the answer that goes down.
STEPPING_DOWN = {"section-47-enquiry.propose_outcome": {"outcome": "not-substantiated"}}
SITUATIONS = {"strategy-discussion.continue_enquiries": with_an_open_enquiry}


@pytest.mark.parametrize("model", [pytest.param(each, id=each.kind) for each in records()])
def test_every_step_is_said_to_go_up_or_down(model):
    steps = {name for name, each in model.steps().items() if each.permission != "consequence"}
    steps -= set() if model.correctable else {"correct"}
    unsorted = {name for name in steps if sort_of(model, name) is None}
    assert not unsorted, f"say in tests/data/up_and_down.toml what these are: {unsorted}"
    listed = {name for sort in SORTS for name in TABLE.get(model.kind, {}).get(sort, ())}
    assert listed <= steps, f"these steps are gone: {listed - steps}"


@pytest.mark.parametrize(("model", "name"), of_sort("up"))
def test_up_is_never_blocked(walker, model, name):
    """One out-of-hours worker, alone, with the least input."""
    night = walker.unit.out_of_hours
    record = bare(walker, model, name)
    after = walker.take(record, name, by=night)
    assert after.version > record.version


def test_an_outcome_that_leads_to_a_conference_is_proposed_alone_at_night(walker):
    enquiry = bare(walker, Section47Enquiry, "propose_outcome")
    proposed = walker.take(enquiry, "propose_outcome", by=walker.unit.out_of_hours)
    assert {row.state for row in proposed.child_rows()} == {"PROPOSED"}


@pytest.mark.parametrize(("model", "name"), of_sort("up-by-a-manager"))
def test_a_manager_takes_up_again_what_was_refused_without_being_blocked(walker, model, name):
    record = bare(walker, model, name)
    after = walker.take(record, name, by=walker.unit.service_manager)
    assert after.version > record.version


def who_may(walker: Walker, declared):
    """A senior manager; where even they may not, whoever in the unit may: a conference chair."""
    if declared.permission in GRANTS[Role.SERVICE_MANAGER]:
        return walker.unit.service_manager
    return walker.unit.user(next(role for role in Role if declared.permission in GRANTS[role]))


@pytest.mark.parametrize(("model", "name"), of_sort("down"))
def test_down_is_always_blocked(walker, model, name):
    """Never the night's, never by whoever opened, proposed or refused it; who decides hears all that is missing."""
    declared = model.steps()[name]
    record = walker.ready_for(model, declared)
    given: dict = {}
    if declared.takes_children:
        stepping = STEPPING_DOWN.get(f"{model.kind}.{name}", {})
        asked = walker.children(record, declared, also=False)
        given["children"] = [ChildAnswers(each.child, {**each.facts, **stepping}) for each in asked]
    holders = [record, *record.child_rows()]
    party = [
        by
        for by in map(walker.anybody, (1, 2, 3, 4))
        if any(_is_named(by, each, field) for each in holders for field in declared.other_than)
    ]
    for by in [walker.unit.out_of_hours, *party]:
        with pytest.raises((NotAllowed, Unmet)):
            walker.taking(record, declared, by, **given)()
    for each in given.get("children", ()):
        for field, value in each.facts.items():
            setattr(each.child, field, value)
    missing = record.unmet(name, [each.child for each in given["children"]] if given else None)
    assert party or missing, "one manager alone could take it"
    if missing:
        with pytest.raises(Unmet) as refused:
            walker.taking(record, declared, who_may(walker, declared), **given)()
        assert len(refused.value.reasons) >= len(missing)
        assert all(each.says for each in refused.value.reasons)
    assert type(record)._rows.get(pk=record.pk).version == record.version


# Steps down that are kept from nobody by name, and what holds them instead.
HELD_OTHERWISE = {
    # A quorum of three agencies, or a second act by another person that follows.
    "strategy-discussion.agree_no_enquiries",
    "section-47-enquiry.propose_outcome",
    "child-protection-plan.propose_end",
    # A fact of the police or the court, with what protects the child now.
    "emergency-protection.end_protection",
    "court-order.end_order",
    # The book is closed once every child in it was decided on by others.
    "abe-interview.close",
    "assessment.close",
    "child-in-need-plan.close",
    "child-protection-plan.close",
    "conference.close",
    "court-order.close",
    "emergency-protection.close",
    "pre-proceedings.close",
    "referral.close",
    "risk-outside-the-home-plan.close",
    "section-47-enquiry.close",
    "strategy-discussion.close",
}


def test_whoever_proposed_asked_or_opened_is_kept_from_every_other_step_down():
    """A second person: without this list a name left out of a declaration would be missed where a guard remains."""
    kept_from_nobody = {
        f"{model.kind}.{name}"
        for model in records()
        for name, declared in model.steps().items()
        if sort_of(model, name) == "down" and not declared.other_than
    }
    assert kept_from_nobody == HELD_OTHERWISE


@pytest.mark.parametrize(("model", "name"), of_sort("ended-with-a-reason"))
def test_nothing_protective_ends_but_by_a_manager_with_a_reason(walker, model, name):
    declared = model.steps()[name]
    assert {role for role in Role if declared.permission in GRANTS[role]} == {
        Role.TEAM_MANAGER,
        Role.SERVICE_MANAGER,
        Role.HEAD_OF_SERVICE,
    }
    asked = inspect.signature(inspect.unwrap(getattr(model, name))).parameters
    assert asked["reason"].default is inspect.Parameter.empty
    record = bare(walker, model, name)
    with pytest.raises(NotAllowed):
        perform(getattr(record, name), by=walker.unit.out_of_hours, at=walker.now)


def test_the_table_notices_a_guard_put_before_protection(walker, monkeypatch):
    """The control: were agreeing enquiries made to wait for the school, the walk would say so."""
    from strategy.guards import discussion as guards

    declared = StrategyDiscussion.steps()["agree_enquiries"]
    monkeypatch.setitem(declared.__dict__, "guards", (guards.education_is_heard,))
    with pytest.raises(Unmet):
        walker.take(
            bare(walker, StrategyDiscussion, "agree_enquiries"),
            "agree_enquiries",
            by=walker.unit.out_of_hours,
        )
