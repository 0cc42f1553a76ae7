"""What `perform` promises of every step: refused as a whole or stored as a whole, told why, and kept for ever."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cpu.models import AuditEvent, Clock, Involvement, OutboxEvent
from cpu.roles import Role
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests import servers
from tests.unit_of_people import at
from tests.walker import Walker, fresh, guards_met, records, steps
from workflow.guard import Guard
from workflow.management.commands.pathway import of_step
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, NotFound, Stale, Unmet, WrongState
from workflow.stage import Stage
from workflow.step import Start

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def walker() -> Walker:
    return Walker()


@pytest.fixture
def discussion(walker) -> StrategyDiscussion:
    return walker.reach(StrategyDiscussion, "HELD")


def open_clock(case, code: str) -> Clock:
    return Clock._rows.get(case=case, timescale=code, stopped_at__isnull=True)


def works_with(walker: Walker, user, case) -> None:
    """Let a person in as the case itself does it."""
    perform(case.involve, by=walker.anybody(), at=walker.now, role="co-worker", user=user)


# Versions


def test_a_decision_on_an_old_version_is_told_what_was_done_since(walker, discussion):
    seen = discussion.version
    perform(discussion.invite, by=walker.anybody(2), at=walker.now, agency=walker.unit.agency("police"))
    with pytest.raises(Stale) as refused:
        perform(discussion.confirm, by=walker.anybody(2), at=walker.now, version=seen, comment="Agreed")
    (event,) = refused.value.events
    assert (event.step, event.actor_name, event.version) == ("invite", "Any Body 2", seen + 1)
    assert "Invite an agency" in refused.value.reasons[0].says
    assert refused.value.version == seen + 1


def test_whoever_was_overtaken_hears_by_whom_and_not_only_that_the_state_is_another(walker):
    asked = walker.open(StrategyDiscussion)
    walker.take(asked, "convene")
    with pytest.raises(Stale) as refused:
        walker.take(asked, "hold") and perform(
            fresh(asked).convene,
            by=walker.anybody(),
            at=walker.now,
            version=asked.version,
            convened_for=walker.now,
            how="video",
            chair=walker.anybody(),
        )
    assert [each.step for each in refused.value.events] == ["convene", "hold"]


def test_the_same_decision_on_the_present_version_is_taken(walker, discussion):
    perform(discussion.invite, by=walker.anybody(2), at=walker.now, agency=walker.unit.agency("police"))
    agreed = walker.take(discussion, "agree_enquiries")
    assert agreed.version == discussion.version + 2


def test_a_step_that_only_adds_is_never_too_late(walker, discussion):
    police, seen = walker.unit.agency("police"), discussion.version
    walker.take(discussion, "agree_enquiries")
    perform(discussion.invite, by=walker.anybody(), at=walker.now, version=seen, agency=police)
    assert fresh(discussion).version == seen + 2


def test_a_version_that_never_was_is_refused_with_a_sentence(walker, discussion):
    with pytest.raises(Stale) as refused:
        perform(discussion.confirm, by=walker.anybody(2), at=walker.now, version=99, comment="Agreed")
    assert refused.value.reasons[0].says


def test_a_row_named_in_an_answer_is_one_of_this_record_and_read_again_under_the_lock(walker):
    """Read before the lock it may be old: of two who end the same line, the second is told."""
    case, other = walker.case(), walker.case()
    line = walker.row_of(case, "involve", "Involvement")
    assert line.until_at is None
    with pytest.raises(BadInput):
        walker.take(other, "end_involvement", involvement=line)
    walker.take(case, "end_involvement", involvement=line)
    line.until_at = None  # as the second person's form had read it
    with pytest.raises(BadInput):
        walker.take(case, "end_involvement", involvement=line)


# Who may know


def test_what_one_may_not_see_does_not_exist(walker, discussion):
    stranger = walker.unit.user(Role.SOCIAL_WORKER, name="Stranger", team=None)
    system = walker.unit.user(Role.FRONT_DOOR_SYSTEM, name="System", team=None)
    for by, step in (
        (stranger, discussion.invite),
        (stranger, discussion.refuse),
        (system, discussion.invite),
        (AnonymousUser(), discussion.invite),
    ):
        with pytest.raises(NotFound):
            perform(step, by=by, at=walker.now, agency=walker.unit.agency("police"))


def test_whoever_sees_a_record_and_may_not_act_is_told_so(walker, discussion):
    friend = walker.unit.user(Role.SOCIAL_WORKER, name="Friend", team=None)
    works_with(walker, friend, discussion.child_rows()[0].case)
    with pytest.raises(NotAllowed):
        perform(discussion.confirm, by=friend, at=walker.now, comment="Agreed")


def test_a_brother_whom_one_may_not_see_cannot_be_named(walker, discussion):
    friend = walker.unit.user(Role.LEAD_PRACTITIONER, name="Friend", team=None)
    ivy, rowan = discussion.child_rows()
    works_with(walker, friend, ivy.case)
    assert [row.pk for row in discussion.rows_visible_to(friend)] == [ivy.pk]
    said = set()
    for named in (rowan, rowan.case, rowan.reference, rowan.case.reference, "NOBODY99"):
        with pytest.raises(BadInput) as refused:
            perform(discussion.record_facts, by=friend, at=walker.now, children=[named])
        said.add(str(refused.value))
    assert len(said) == 1, "whether he is there must not show"
    perform(discussion.record_facts, by=friend, at=walker.now, children=[ivy])


def test_nobody_is_brought_into_a_record_by_one_who_may_not_see_them(walker, discussion):
    friend = walker.unit.user(Role.LEAD_PRACTITIONER, name="Friend", team=None)
    works_with(walker, friend, discussion.child_rows()[0].case)
    known, unknown = walker.case(), walker.case()
    works_with(walker, friend, known)
    with pytest.raises(NotFound):
        perform(
            discussion.add_children,
            by=friend,
            at=walker.now,
            cases=[known, unknown],
            team=walker.unit.team("unit"),
        )
    assert len(fresh(discussion).child_rows()) == 2


def test_whoever_was_overtaken_is_told_nothing_of_a_brother_whom_they_may_not_see(walker, discussion):
    friend = walker.unit.user(Role.LEAD_PRACTITIONER, name="Friend", team=None)
    ivy, rowan = discussion.child_rows()
    works_with(walker, friend, ivy.case)
    facts = {row: {"threshold_why": f"Of {row.child_name}"} for row in (ivy, rowan)}
    walker.take(discussion, "record_facts", children=[ChildAnswers(*each) for each in facts.items()])
    with pytest.raises(Stale) as refused:
        perform(discussion.correct, by=friend, at=walker.now, version=discussion.version)
    (event,) = refused.value.events
    assert list(event.changes) == [f"{ivy.reference}.threshold_why"]


# Children


def test_a_child_is_answered_for_once(walker, discussion):
    ivy = discussion.child_rows()[0]
    with pytest.raises(BadInput):
        perform(discussion.record_facts, by=walker.anybody(), at=walker.now, children=[ivy, ivy.case])
    with pytest.raises(BadInput):
        perform(discussion.record_facts, by=walker.anybody(), at=walker.now, children=[])


def test_no_answer_moves_a_child_to_another_record_or_state(walker, discussion):
    ivy, rowan = discussion.child_rows()
    facts = {
        "state": "ENQUIRIES",
        "case": rowan.case,
        "reference": "MINE",
        "threshold_why": "Her own account",
    }
    perform(discussion.record_facts, by=walker.anybody(), at=walker.now, children=[ChildAnswers(ivy, facts)])
    stored = fresh(discussion).child_rows()[0]
    assert (stored.state, stored.case_id, stored.reference) == ("NONE", ivy.case_id, ivy.reference)
    assert stored.threshold_why == "Her own account"


def test_a_decided_child_is_not_decided_again_and_says_so(walker, discussion):
    ivy, rowan = discussion.child_rows()
    with guards_met():
        walker.take(discussion, "agree_enquiries", children=[ivy])
        with pytest.raises(WrongState) as refused:
            walker.take(discussion, "agree_enquiries", children=[ivy, rowan])
    (reason,) = refused.value.reasons
    assert (reason.child, reason.child_name) == (ivy.reference, ivy.child_name)
    assert fresh(discussion).child_rows()[1].state == "NONE"


def test_a_child_who_joins_owes_its_own_clock_and_starts_nobody_elses_anew(walker):
    asked = walker.open(StrategyDiscussion)
    ivy, rowan = asked.child_rows()
    # Ivy's discussion was held elsewhere meanwhile: her clock has stopped, and stays so.
    elsewhere = walker.take(StrategyDiscussion(), "request", cases=[ivy.case])
    walker.take(elsewhere, "hold")
    teal = walker.case()
    walker.take(asked, "add_children", cases=[teal])
    assert open_clock(teal, "strategy-discussion").started_at == asked.requested_at
    assert Clock._rows.filter(case=ivy.case, timescale="strategy-discussion", stopped_at=None).count() == 0
    assert open_clock(rowan.case, "strategy-discussion")
    assert AuditEvent.of(asked).last().cases == [teal.pk]


# Second persons and explanations


def test_nobody_approves_what_they_proposed(walker):
    asked = walker.take(StrategyDiscussion(), "request", by=walker.anybody(2))
    with guards_met(), pytest.raises(NotAllowed):
        walker.take(asked, "refuse", by=walker.anybody(2))
    with guards_met():
        assert walker.take(asked, "refuse", by=walker.anybody(3)).state == "REFUSED"


@pytest.fixture
def one_guard(monkeypatch) -> Callable[..., None]:
    """Put one guard of our own before confirming a decision."""

    def put(**how: bool) -> None:
        guard = Guard(
            name="all_is_said",
            says="Say it all.",
            check=lambda record: False,
            each_child=False,
            mend="",
            **{"explain": False, "step_down": False, **how},
        )
        declared = StrategyDiscussion.steps()["confirm"]
        monkeypatch.setitem(declared.__dict__, "guards", (guard,))

    return put


def confirm(walker, discussion, by=None, **explained):
    explained = {name: {"reason": reason} for name, reason in explained.items()}
    return perform(
        discussion.confirm, by=by or walker.anybody(2), at=walker.now, comment="Agreed", explained=explained
    )


def test_a_hard_guard_takes_no_explanation(walker, discussion, one_guard):
    one_guard()
    with pytest.raises(Unmet):
        confirm(walker, discussion, all_is_said="Because")


def test_what_may_be_explained_needs_a_reason_which_is_kept(walker, discussion, one_guard):
    one_guard(explain=True)
    for given in ({}, {"all_is_said": "   "}, {"something_else": "Because"}):
        with pytest.raises(Unmet) as refused:
            confirm(walker, discussion, **given)
        assert refused.value.reasons[0].may_explain
    confirm(walker, discussion, all_is_said="The school is closed", something_else="Junk")
    assert AuditEvent.of(discussion).last().explained == {"all_is_said": {"reason": "The school is closed"}}


def test_a_child_is_stepped_down_on_a_managers_own_explanation_alone(
    walker, discussion, one_guard, monkeypatch
):
    one_guard(explain=True, step_down=True)
    night = walker.unit.out_of_hours
    monkeypatch.setitem(StrategyDiscussion.steps()["confirm"].__dict__, "permission", "note")
    with pytest.raises(Unmet) as refused:
        confirm(walker, discussion, by=night, all_is_said="Because")
    assert "manager" in refused.value.reasons[0].says
    confirm(walker, discussion, by=walker.unit.service_manager, all_is_said="Because")


# Mending in the open


def test_a_corrected_moment_moves_the_clocks_that_stood_on_it(walker, discussion):
    ivy, rowan = discussion.child_rows()
    walker.take(discussion, "agree_enquiries", children=[ivy])
    due = open_clock(ivy.case, "initial-conference").due_on
    other = walker.reach(StrategyDiscussion, "HELD")
    others = list(Clock._rows.filter(record=other.subject).values_list("pk", "started_at", "stopped_at"))
    held = walker.now - timedelta(days=7)
    perform(
        fresh(discussion).correct,
        by=walker.anybody(),
        at=walker.now,
        field="held_at",
        value=held.strftime("%Y-%m-%d %H:%M"),
        reason="Minuted on the wrong day",
    )
    now = open_clock(ivy.case, "initial-conference")
    assert (due.isoformat(), now.due_on.isoformat()) == ("2027-06-03", "2027-05-26")
    assert now.started_at == held
    old = Clock._rows.get(case=ivy.case, timescale="initial-conference", ended="superseded")
    assert old.due_on == due
    assert Clock._rows.get(case=ivy.case, timescale="strategy-discussion").stopped_at == held
    assert not Clock._rows.filter(case=rowan.case, timescale="initial-conference").exists()
    assert (
        list(Clock._rows.filter(record=other.subject).values_list("pk", "started_at", "stopped_at")) == others
    )


def test_a_clock_that_a_property_counts_moves_with_the_entry_behind_it(walker, discussion):
    """The review is counted from the discussion through a property: the correction reaches it all the same."""
    ivy = discussion.child_rows()[0]
    review = open_clock(ivy.case, "review-strategy")
    held = walker.now - timedelta(days=7)
    walker.take(discussion, "correct", field="held_at", value=held.strftime("%Y-%m-%d %H:%M"))
    assert open_clock(ivy.case, "review-strategy").started_at == held != review.started_at


def corrected(walker, record, field: str, moment):
    value = moment.strftime("%Y-%m-%d %H:%M")
    return perform(
        fresh(record).correct, by=walker.anybody(), at=walker.now, field=field, value=value, reason="Misread"
    )


def test_a_corrected_discussion_moves_the_enquiry_that_began_with_it(walker, discussion):
    """In law the enquiry starts at the discussion: one event, corrected in one place, each record telling of it."""
    ivy, rowan = discussion.child_rows()
    agreed = walker.take(discussion, "agree_enquiries", children=[ivy])
    (enquiry,) = Section47Enquiry._rows.all()
    held = walker.now - timedelta(days=7)
    corrected(walker, agreed, "held_at", held)
    moved = fresh(enquiry)
    assert (moved.started_at, moved.version) == (held, enquiry.version + 1)
    clock = Clock._rows.get(record=enquiry.subject, timescale="enquiry-outcome", stopped_at__isnull=True)
    assert (clock.started_at, clock.due_on.isoformat()) == (held, "2027-05-19")
    assert open_clock(ivy.case, "child-seen").started_at == held
    cause, event = AuditEvent.of(agreed).last(), AuditEvent.of(enquiry).last()
    assert (event.step, event.cause_id, event.cause_version) == (
        "follow_correction",
        agreed.pk,
        cause.version,
    )
    assert [each[:10] for each in event.changes["started_at"]] == ["2027-05-12", "2027-05-05"]


def test_an_enquiry_corrected_by_itself_does_not_follow_any_more(walker, discussion):
    agreed = walker.take(discussion, "agree_enquiries")
    (enquiry,) = Section47Enquiry._rows.all()
    own = walker.now - timedelta(days=2)
    corrected(walker, enquiry, "started_at", own)
    corrected(walker, agreed, "held_at", walker.now - timedelta(days=7))
    assert fresh(enquiry).started_at == own
    assert AuditEvent.of(enquiry).last().step == "correct"


def test_a_withdrawn_enquiry_stands_in_no_corrections_way(walker, discussion):
    agreed = walker.take(discussion, "agree_enquiries")
    (enquiry,) = Section47Enquiry._rows.all()
    with guards_met():
        walker.take(enquiry, "withdraw", by=walker.anybody(3))
    corrected(walker, agreed, "held_at", walker.now - timedelta(days=7))
    assert fresh(enquiry).started_at == walker.now


@pytest.mark.parametrize(
    ("conference", "due"),
    [(at("2027-02-20 10:00"), "2027-05-20"), (at("2027-05-10 10:00"), "2027-06-10"), (None, "2027-06-10")],
    ids=["three months from the conference come first", "twenty working days come first", "the birth alone"],
)
def test_a_step_starts_a_clock_that_stands_on_two_events(walker, discussion, monkeypatch, conference, due):
    """The review after a birth: 20 working days from it, or three months from the conference, if that is earlier."""
    monkeypatch.setattr(StrategyDiscussion, "conference_held_at", conference, raising=False)
    starts = {"post-birth-review": Start("held_at", other="conference_held_at")}
    monkeypatch.setitem(StrategyDiscussion.steps()["confirm"].__dict__, "starts", starts)
    confirm(walker, discussion)
    for row in discussion.child_rows():
        clock = open_clock(row.case, "post-birth-review")
        assert (clock.started_at, clock.due_on.isoformat()) == (discussion.held_at, due)
        assert clock.other_on == (conference and conference.date())
        assert clock.why().due_on == clock.due_on
    printed = "\n".join(of_step(StrategyDiscussion, StrategyDiscussion.steps()["confirm"]))
    assert "since held at, or 3 months after conference held at if that is earlier" in printed


def test_a_correction_keeps_the_old_value_and_the_new(walker, discussion):
    was = discussion.held_at
    walker.take(discussion, "correct", field="held_at", value="2027-05-12 09:00", reason="Misread")
    event = AuditEvent.of(discussion).last()
    assert event.step == "correct"
    assert event.answers["reason"] == "Misread"
    old, new = event.changes["held_at"]
    assert (at("2027-05-12 09:00").isoformat(), was) != (old, new)
    assert old != new


def test_only_an_entry_that_may_be_corrected_is(walker, discussion):
    for field in ("state", "version", "requested_by", "subject", "nothing"):
        with pytest.raises(BadInput):
            walker.take(discussion, "correct", field=field, value="HELD")
    with pytest.raises(BadInput):
        walker.take(discussion, "correct", field="held_at", value="soon")


def test_what_is_withdrawn_is_kept_and_stops_nobody_elses_clock(walker):
    """A discussion entered on the wrong child had met that child's review: the review is owed again."""
    case = walker.case()
    first = walker.take(StrategyDiscussion(), "request", cases=[case])
    first = walker.take(first, "hold")
    owed = open_clock(case, "review-strategy")
    wrong = walker.take(StrategyDiscussion(), "request", cases=[case])
    walker.take(wrong, "record_attendance", agency=walker.unit.agency("health"))
    later = walker.now + timedelta(hours=2)
    wrong = perform(fresh(wrong).hold, by=walker.anybody(), at=later, held_at=later, how="meeting")
    assert not Clock._rows.filter(pk=owed.pk, stopped_at__isnull=True).exists()
    with guards_met():
        gone = walker.take(wrong, "withdraw", reason="Recorded on the wrong child")
    assert gone.state == "WITHDRAWN"
    assert {row.state for row in gone.child_rows()} == {"WITHDRAWN"}
    assert not Clock._rows.filter(record=gone.subject, stopped_at__isnull=True).exists()
    assert open_clock(case, "review-strategy").pk == owed.pk
    with pytest.raises(WrongState):
        walker.take(gone, "invite")


# The audit


def test_an_act_is_kept_with_its_answers_what_it_changed_and_who(walker, discussion):
    ivy = discussion.child_rows()[0]
    by = walker.unit.user(Role.SERVICE_MANAGER)
    perform(
        discussion.record_facts,
        by=by,
        at=walker.now,
        children=[ChildAnswers(ivy, {"threshold_why": "Her own account"})],
    )
    event = AuditEvent.of(discussion).last()
    assert event.answers == {"children": [{"child": ivy.reference, "threshold_why": "Her own account"}]}
    assert event.changes == {f"{ivy.reference}.threshold_why": ["", "Her own account"]}
    assert (event.actor_id, event.role, event.agency) == (
        by.pk,
        "Service manager",
        "Wexmoor Children's social care",
    )
    assert (event.cases, event.occurred_at, event.version) == (
        [ivy.case_id],
        walker.now,
        discussion.version + 1,
    )
    assert OutboxEvent._rows.filter(audit_event=event, topic="strategy-discussion.record_facts").count() == 1


def test_a_legal_consequence_is_an_act_of_its_own_that_names_its_cause(walker, discussion):
    agreed = walker.take(discussion, "agree_enquiries")
    enquiry = Section47Enquiry._rows.get()
    event, cause = AuditEvent.of(enquiry).get(), AuditEvent.of(agreed).last()
    assert (event.cause_id, event.cause_version) == (agreed.pk, agreed.version)
    assert cause.version == agreed.version
    assert (event.recorded_at, event.actor_id, event.occurred_at) == (
        cause.recorded_at,
        cause.actor_id,
        cause.occurred_at,
    )
    assert event.cases == cause.cases


def test_the_events_of_a_record_are_numbered_without_a_gap(walker, discussion):
    with guards_met():
        for name in ("invite", "agree_enquiries", "issue_record", "close"):
            walker.take(discussion, name)
    versions = list(AuditEvent.of(discussion).values_list("version", flat=True))
    assert versions == list(range(1, fresh(discussion).version + 1))


# All or nothing


class Fault(Exception):
    """Thrown where the database would have gone away."""


def everything() -> str:
    """One word for all that is stored: the same before and after means that nothing was written."""
    with closing(servers.connect("superuser")) as own, own.cursor() as cursor:
        tables = [
            name for name in servers.tables_of(cursor) if not name.startswith(("django_", "axes_", "oauth2_"))
        ]
        cursor.execute(
            "select md5(string_agg(h, '' order by h)) from ("
            + " union all ".join(
                f"select '{table}' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') h from {table} t"
                for table in tables
            )
            + ") all_tables"
        )
        return cursor.fetchone()[0]


def fails_at(number: int, act: Callable[[], object]) -> bool:
    """Carry out `act` with a fault before its statement of that number; whether it was met."""
    count = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == number:
            raise Fault
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(wrapper):
            act()
    except Fault:
        return True
    return False


RAREST = {
    id(declared): (model, declared)
    for model, declared in reversed(steps())
    if declared.permission != "consequence"
}


@pytest.mark.parametrize("model", [pytest.param(each, id=each.kind) for each in records()])
def test_a_fault_at_any_statement_of_any_step_leaves_nothing_behind(walker, model):
    for declared in (each for owner, each in RAREST.values() if owner is model):
        with guards_met():
            record = walker.prepared(walker.ready_for(model, declared), declared)
            act, number = walker.taking(record, declared), 1
            version, before = 0 if declared.opening else fresh(record).version, everything()
            while fails_at(number, act):
                number += 1
                assert number < 200
            assert number >= 5
        assert everything() != before, f"{declared.name}: the control: without a fault it is stored"
        # Each attempt before the last began from the same stored rows, or the version would have moved.
        if not declared.opening:
            assert fresh(record).version == version + 1, declared.name


def test_a_fault_leaves_not_one_row(walker, discussion):
    """The widest step there is, looked at after each fault: enquiry, rows, clocks, audit, outbox, all or none."""
    act = walker.taking(discussion, StrategyDiscussion.steps()["agree_enquiries"])
    before, number = everything(), 1
    while fails_at(number, act):
        assert everything() == before, f"statement {number}"
        number += 1
    assert number > 15
    assert everything() != before


# What a step costs


def cost_of(walker: Walker, model, declared) -> int:
    with guards_met():
        record = walker.prepared(walker.ready_for(model, declared), declared)
        act = walker.taking(record, declared)
    with guards_met(ask=True), CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize(
    "model", [pytest.param(each, id=each.kind) for each in records() if issubclass(each, Stage)]
)
def test_a_step_costs_the_same_for_two_children_and_for_six(model):
    few, many = Walker(siblings=2), Walker(siblings=6)
    many.unit, many.made = few.unit, 1000
    grows, table = {}, []
    for owner, declared in RAREST.values():
        if owner is model:
            two, six = cost_of(few, model, declared), cost_of(many, model, declared)
            table.append(f"{model.kind}.{declared.name:32} {two:3} {six:3}")
            if six > two:
                grows[declared.name] = (two, six)
    assert grows == {}, "\n".join(table)


def test_a_step_costs_the_same_however_much_was_said_before(walker, discussion):
    agreeing = StrategyDiscussion.steps()["agree_enquiries"]

    def cost() -> int:
        record = walker.reach(StrategyDiscussion, "HELD")
        for number in range(rows):
            agency = walker.unit.agency(["police", "health", "education", "housing", "probation"][number % 5])
            perform(record.invite, by=walker.anybody(), at=walker.now, agency=agency, whom=f"Person {number}")
        act = walker.taking(fresh(record), agreeing)
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    rows = 2
    few = cost()
    rows = 12
    assert cost() == few <= 42


def test_nobody_is_let_in_by_reading(walker, discussion):
    """Looking at what stands in the way writes nothing."""
    before = Involvement._rows.count()
    discussion.unmet("agree_no_enquiries")
    discussion.steps_open_to(walker.anybody())
    assert Involvement._rows.count() == before
