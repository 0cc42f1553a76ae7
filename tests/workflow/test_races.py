"""Thirty-two people at once: one decision is taken, all others are told why theirs was not; nothing deadlocks."""

import threading
from collections.abc import Callable
from itertools import cycle, islice

import pytest
from django.db import connection, transaction

from cpu.models import AuditEvent, Clock
from cpu.roles import Permission
from people.models import Case
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.racing import THREADS, deadlocks, race
from tests.walker import Walker, fresh, guards_met, records
from workflow.perform import Act, _take, perform
from workflow.record import Record
from workflow.refusals import Refused, Stale
from workflow.step import Declared

pytestmark = pytest.mark.usefixtures("committing")

# An inherited step is one step: raced once, on the first stage that has it.
DECISIONS = list(
    {
        id(declared): (model, declared)
        for model in reversed(records())
        for declared in model.steps().values()
        if not (declared.opening or declared.adds or declared.permission == Permission.CONSEQUENCE)
        and (declared.name != "correct" or model.correctable)
    }.values()
)
ADDING = list(
    {
        id(each): (model, each)
        for model in reversed(records())
        for each in model.steps().values()
        if each.adds and not each.opening
    }.values()
)


# Steps that only add and yet can be done only once: the second is told so, though never that it is late.
ONCE = {
    "referral.record_referrer_contact",
    "referral.record_person_around",
    "assessment.record_referrer_contact",
    "answer_event",
    "case.become_looked_after",
    "case.end_looked_after",
    "case.record_back",
    "missing-episode.record_found",
    "missing-episode.record_interview",
    "missing-episode.decline_interview",
}
# The road of all that only adds is one; raced in full where people meet, and by a few elsewhere.
FEW = 8


def ids(pairs: list[tuple[type[Record], Declared]]) -> list[str]:
    return [f"{model.kind}.{declared.name}" for model, declared in pairs]


@pytest.fixture(autouse=True)
def no_deadlock():
    """PostgreSQL itself says that nobody waited in a circle."""
    before = deadlocks()
    yield
    connection.close()
    assert deadlocks() == before


@pytest.fixture
def walker() -> Walker:
    return Walker()


def told(outcomes: list) -> list[Refused]:
    """The refusals; whatever else went wrong is shown."""
    failed = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert not failed, failed
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert {each.status for each in refused} <= {409}, refused
    assert all(each.reasons and all(reason.says for reason in each.reasons) for each in refused)
    return refused


def attempts(
    walker: Walker, record: Record, declared: Declared, version: int | None
) -> list[Callable[[], Record]]:
    """One attempt for each person, on the record as it was read."""
    answers = walker.answers(record, declared)
    version = fresh(record).version if version is None else version
    return [walker.taking(record, declared, version=version, **answers) for _ in range(THREADS)]


@pytest.mark.parametrize(("model", "declared"), DECISIONS, ids=ids(DECISIONS))
def test_of_many_who_decide_at_once_one_decides_and_the_others_are_told(walker, model, declared):
    with guards_met():
        record = walker.prepared(walker.ready_for(model, declared), declared)
        acts = attempts(walker, record, declared, None)
        version = fresh(record).version
        outcomes = race(acts)
    assert len(told(outcomes)) == THREADS - 1
    assert fresh(record).version == version + 1
    assert AuditEvent.of(record).filter(version__gt=version).count() == 1


@pytest.mark.parametrize(("model", "declared"), ADDING, ids=ids(ADDING))
def test_what_only_adds_is_never_refused_because_others_added_meanwhile(walker, model, declared):
    with guards_met():
        record = walker.prepared(walker.ready_for(model, declared), declared)
        stale = record.version
        racers = THREADS if model is StrategyDiscussion else FEW
        acts = [walker.taking(record, declared, version=stale) for _ in range(racers)]
        outcomes = race(acts)
    once = bool({f"{model.kind}.{declared.name}", declared.name} & ONCE)
    assert len(told(outcomes)) == (racers - 1 if once else 0)
    assert all(isinstance(each, Stale) is False for each in outcomes)
    versions = list(AuditEvent.of(record).values_list("version", flat=True))
    assert versions == list(range(1, fresh(record).version + 1))


def test_enquiries_agreed_at_once_for_overlapping_children_open_once_for_each_child(walker):
    discussion = walker.ready_for(StrategyDiscussion, StrategyDiscussion.steps()["agree_enquiries"])
    walker.take(discussion, "add_children", cases=[walker.case()])
    rows = fresh(discussion).child_rows()
    pairs = islice(cycle([rows[:2], rows[1:], rows[::-1][:2], [rows[0], rows[2]]]), THREADS)
    by = walker.anybody()
    by.memberships_in_force()

    def agree(children):
        mine = fresh(discussion)
        return lambda: perform(
            mine.agree_enquiries, by=by, at=walker.now, enquirers="joint", children=children
        )

    with guards_met():
        outcomes = race([agree(children) for children in pairs])
    done = len(outcomes) - len(told(outcomes))
    assert done in (1, 2)
    decided = [row.case_id for row in fresh(discussion).child_rows() if row.state == "ENQUIRIES"]
    assert sorted(Section47Enquiry.child_row()._rows.values_list("case_id", flat=True)) == sorted(decided)
    assert Clock._rows.filter(timescale="initial-conference").count() == len(decided)


def test_stages_that_share_cases_in_opposite_order_never_wait_in_a_circle(walker):
    cases = [walker.case() for _ in range(4)]
    by = walker.anybody()
    by.memberships_in_force()
    stages = [
        walker.take(StrategyDiscussion(), "request", cases=order)
        for order in (cases[:3], cases[2::-1], cases[1:], cases[:0:-1])
    ]

    def act(number):
        stage, spare = fresh(stages[number % 4]), cases[:: 1 if number % 2 else -1]
        rows = stage.child_rows()[:: 1 if number % 3 else -1]
        if number % 4 == 0:
            return lambda: perform(
                stage.add_children, by=by, at=walker.now, cases=spare, team=walker.unit.team("unit")
            )
        if number % 4 == 1:
            return lambda: perform(stage.hold, by=by, at=walker.now, held_at=walker.now, how="telephone")
        if number % 4 == 2:
            said = {"view": "no-view", "said_by": "Dr Osei", "agency": walker.unit.agency("health")}
            return lambda: perform(stage.give_view, by=by, at=walker.now, children=rows, **said)
        return lambda: perform(stage.agree_enquiries, by=by, at=walker.now, children=rows, enquirers="joint")

    walker.unit.agency("health")
    walker.unit.team("unit")
    for number, stage in enumerate(stages):
        if number % 4 == 3:
            perform(stage.hold, by=by, at=walker.now, held_at=walker.now, how="meeting")
    outcomes = race([act(number) for number in range(THREADS)])
    told(outcomes)
    assert sum(not isinstance(each, Exception) for each in outcomes) >= THREADS / 4


def test_of_two_cases_opened_at_once_for_one_child_one_is_opened(walker):
    child = walker.person()
    declared = next(each for each in Case.steps().values() if each.opening)
    answers = {"child": child, "referred_at": walker.now, "team": walker.unit.team("unit")}
    by = walker.anybody()
    by.memberships_in_force()

    def open_case():
        # As a referral's decision takes it: a consequence, in the transaction of the step that causes it.
        with transaction.atomic():
            return _take(Case(), declared, Act(by, walker.now, declared), dict(answers))

    outcomes = race([open_case] * THREADS)
    assert sum(isinstance(each, Case) for each in outcomes) == 1
    assert Case._rows.filter(child=child).count() == 1
    assert all("one_open_case_per_child" in str(each) for each in outcomes if isinstance(each, Exception))


def test_whoever_waits_too_long_for_another_is_told_to_try_again(walker):
    discussion = walker.take(StrategyDiscussion(), "request", cases=[walker.case()])
    by, held = walker.anybody(), threading.Event()
    by.memberships_in_force()

    def holds():
        with transaction.atomic():
            list(StrategyDiscussion._rows.select_for_update(of=("self",)).filter(pk=discussion.pk))
            line.wait()
            held.wait(60)

    def waits():
        line.wait()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20ms'")
        try:
            return perform(discussion.hold, by=by, at=walker.now, held_at=walker.now, how="telephone")
        finally:
            held.set()

    line = threading.Barrier(2, timeout=60)
    _, waited = race([holds, waits])
    assert told([waited])[0].reasons[0].says == "Others are writing about the same children: try again."
    assert fresh(discussion).version == discussion.version
