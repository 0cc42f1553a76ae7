"""There is no second way to write: as the application's own role, with real commits, every way round is refused.

Each table of a record and of its detail rows is tried, so that a new one is covered on the day it is declared.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction
from django_fsm import TransitionNotAllowed

from cpu.models import AuditEvent, Involvement, Subject, opaque
from partners.models import AgencyView, Contribution, Participation
from people.models import Case
from strategy.models import StrategyDiscussion, StrategyDiscussionChild
from tests.walker import Walker, fresh, guards_met, records, steps
from workflow.perform import perform
from workflow.protect import details
from workflow.record import Record

pytestmark = pytest.mark.usefixtures("committing")

PROTECTED = [*records(), *details()]


@pytest.fixture
def walker() -> Walker:
    return Walker()


@pytest.fixture
def discussion(walker) -> StrategyDiscussion:
    return walker.reach(StrategyDiscussion, "HELD")


def stored(model: type[models.Model]) -> list[tuple]:
    return sorted(model._default_manager.values_list(), key=str)


@contextmanager
def nothing_stored(*watched: type[models.Model], by: type[Exception] = DatabaseError) -> Iterator[None]:
    """What happens inside is refused, at the latest at commit, and leaves every row as it was."""
    before = [stored(each) for each in watched]
    with pytest.raises(by), transaction.atomic():
        yield
    assert [stored(each) for each in watched] == before


def sql(statement: str, *parameters: object) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    return run


def copy_of(row: models.Model) -> models.Model:
    """The row once more, under a key of its own."""
    values = {
        each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key
    }
    if "reference" in values:
        values["reference"] = opaque()
    if isinstance(row, Record):
        values["subject_id"] = Subject.of(row.kind, row.prefix).pk
    return type(row)(**values)


def everything_once(walker: Walker) -> None:
    """Take every step of every record once, so that every protected table has rows."""
    for model, declared in steps():
        if declared.permission != "consequence":
            with guards_met():
                walker.take(walker.ready_for(model, declared), declared.name)


@pytest.mark.long
def test_no_row_of_any_record_is_changed_added_or_deleted_but_by_a_step(walker):
    everything_once(walker)
    empty = [model.__name__ for model in PROTECTED if not model._default_manager.exists()]
    assert not empty, f"no step makes a row of {empty}"
    through = []
    for model in PROTECTED:
        row, name = model._default_manager.order_by("pk").first(), model.__name__
        table, key = model._meta.db_table, model._meta.pk.column
        columns = [each.column for each in model._meta.concrete_fields if not each.primary_key]
        listed = ", ".join(columns)
        ways: dict[str, Callable[[], object]] = {
            "QuerySet.update": lambda m=model, r=row, c=columns: m._default_manager.filter(pk=r.pk).update(
                **{m._meta.concrete_fields[-1].name: getattr(r, m._meta.concrete_fields[-1].attname)}
            ),
            "save": row.save,
            "bulk_update": lambda m=model, r=row: m._default_manager.bulk_update(
                [r], [m._meta.concrete_fields[-1].name]
            ),
            "bulk_create": lambda m=model, r=row: m._default_manager.bulk_create([copy_of(r)]),
            "raw update": sql(f"update {table} set {columns[-1]} = {columns[-1]} where {key} = %s", row.pk),
            "raw insert": sql(
                f"insert into {table} ({listed}) select {listed} from {table} where {key} = %s", row.pk
            ),
            "delete": lambda m=model, r=row: m._default_manager.filter(pk=r.pk)._raw_delete(using="default"),
            "raw delete": sql(f"delete from {table} where {key} = %s", row.pk),
            "truncate": sql(f"truncate {table} cascade"),
        }
        before = stored(model)
        for way, act in ways.items():
            try:
                with transaction.atomic():
                    act()
                through.append(f"{name}: {way}")
            except (DatabaseError, AttributeError):
                pass
        assert stored(model) == before, name
    assert through == []


def test_no_field_of_a_record_may_be_written_past_perform(discussion):
    rows = StrategyDiscussion._rows.filter(pk=discussion.pk)
    for change in (
        {"reason": "Something else"},
        {"version": discussion.version + 1},
        {"version": discussion.version + 7},
        {"version": discussion.version - 1},
        {"state": "CLOSED"},
        # A declared move with the right version: only the missing audit event gives it away, at commit.
        {"state": "CLOSED", "version": discussion.version + 1},
        {"state": "REQUESTED", "version": discussion.version + 1},
        {"state": "NOWHERE", "version": discussion.version + 1},
    ):
        with nothing_stored(StrategyDiscussion, AuditEvent):
            rows.update(**change)


def test_a_childs_row_moves_with_a_step_alone(discussion):
    rows = StrategyDiscussionChild._rows.filter(stage=discussion)
    for change in (
        {"state": "ENQUIRIES"},
        {"state": "NO_ENQUIRIES"},
        {"threshold_why": "Written past the step"},
    ):
        with nothing_stored(StrategyDiscussionChild):
            rows.update(**change)
    row = rows[0]
    row.moves_to("ENQUIRIES")
    with nothing_stored(StrategyDiscussionChild):
        row.save()


def test_no_record_begins_in_the_middle_of_its_life(walker, discussion):
    whole = {
        each.attname: getattr(discussion, each.attname) for each in StrategyDiscussion._meta.concrete_fields
    }
    for facts in (
        {"state": "HELD", "version": 1},
        {"state": "REQUESTED", "version": 5},
        {"state": "", "version": 1},
    ):
        with nothing_stored(StrategyDiscussion):
            subject = Subject.of("strategy-discussion", "SD")
            StrategyDiscussion._rows.bulk_create(
                [StrategyDiscussion(**{**whole, **facts, "subject_id": subject.pk})]
            )
    case = walker.case()
    with nothing_stored(StrategyDiscussionChild):
        row = StrategyDiscussionChild(stage=discussion, case=case)
        row.moves_to("ENQUIRIES")
        row.save()


def test_a_state_cannot_be_assigned_and_a_step_cannot_be_called(discussion):
    with nothing_stored(StrategyDiscussion, by=AttributeError):
        discussion.state = "CLOSED"
    with nothing_stored(StrategyDiscussion, by=TransitionNotAllowed):
        discussion.close()
    with nothing_stored(StrategyDiscussionChild, by=AttributeError):
        discussion.children.first().state = "ENQUIRIES"


def test_a_step_within_a_step_is_refused(walker, discussion):
    police = walker.unit.agency("police")
    with nothing_stored(StrategyDiscussion, AuditEvent, by=RuntimeError):
        perform(discussion.invite, by=walker.anybody(), at=walker.now, agency=police)
    perform(discussion.invite, by=walker.anybody(), at=walker.now, agency=police)


def test_nobody_lets_themselves_in(walker, discussion):
    """Rows that say who works with a child open the record to a reader: they too come by a step alone."""
    for line in ({"record": discussion.subject}, {"case": discussion.child_rows()[0].case}):
        with nothing_stored(Involvement):
            Involvement._rows.create(**line, user=walker.anybody(2), role="co-worker", from_at=walker.now)


def test_what_an_agency_says_is_written_by_a_step_alone(walker, discussion):
    agency, case = walker.unit.agency("police"), discussion.child_rows()[0].case
    by, record = walker.anybody(), discussion.subject
    for row in (
        Participation(record=record, agency=agency, attendance="here"),
        Contribution(
            record=record, agency=agency, said_by="PC Lowe", written_by=by, text="Known", given_at=walker.now
        ),
        AgencyView(record=record, agency=agency, case=case, view="no-view", given_by=by, given_at=walker.now),
    ):
        with nothing_stored(type(row)):
            row.save()


def test_without_its_trigger_a_change_slips_through(discussion, owner_connection):
    """The control: it is the trigger that refuses, and this file would notice if it were gone."""
    table = StrategyDiscussion._meta.db_table
    rows = StrategyDiscussion._rows.filter(pk=discussion.pk)
    with owner_connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger change_is_audited")
        owner_connection.commit()
        try:
            assert rows.update(reason="Slipped through", version=discussion.version + 1) == 1
        finally:
            cursor.execute(f"alter table {table} enable trigger change_is_audited")
            owner_connection.commit()
    with nothing_stored(StrategyDiscussion):
        rows.update(reason="Refused again", version=discussion.version + 2)


def test_the_audit_is_added_to_and_never_changed(discussion):
    events = AuditEvent.of(discussion)
    for act in (
        lambda: events.update(actor_name="Somebody else"),
        lambda: events._raw_delete(using="default"),
        sql("update cpu_auditevent set label = 'Nothing happened'"),
        sql("delete from cpu_auditevent"),
        sql("truncate cpu_auditevent cascade"),
    ):
        with nothing_stored(AuditEvent):
            act()


def test_an_old_audit_event_does_not_cover_a_new_change(discussion):
    """The event must be of this transaction and this version: a copy made beforehand opens nothing."""
    event = AuditEvent.of(discussion).last()
    event.pk, event.version = None, discussion.version + 1
    event.recorded_at = event.recorded_at + timedelta(seconds=1)
    event.save(force_insert=True)
    with nothing_stored(StrategyDiscussion):
        StrategyDiscussion._rows.filter(pk=discussion.pk).update(
            reason="Other", version=discussion.version + 1
        )


def test_the_applications_role_cannot_take_the_protection_away(discussion):
    table = StrategyDiscussion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("cpu_app",)
    for statement in (
        f"alter table {table} disable trigger all",
        f"alter table {table} disable trigger user",
        f"drop trigger record_moves on {table}",
        f"drop trigger change_is_audited on {table}",
        "drop function record_moves() cascade",
        "create or replace function record_moves() returns trigger language plpgsql as 'begin return new; end'",
        "set session_replication_role = replica",
        "set local session_replication_role = replica",
        "insert into workflow_move (table_name, source, target) values ('x', 'a', 'b')",
        "update workflow_move set target = source",
        "delete from workflow_move",
        "set role cpu_owner",
        "set session authorization cpu_owner",
        f"create table copy_of_it as table {table}",
        f"alter table {table} add column extra text",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)()
    with nothing_stored(StrategyDiscussion):
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        StrategyDiscussion._rows.filter(pk=discussion.pk).update(reason="Checked now")


def consequences() -> list[tuple[type[Record], str]]:
    return [(model, declared.name) for model, declared in steps() if declared.permission == "consequence"]


@pytest.mark.parametrize(("model", "name"), consequences())
def test_a_legal_consequence_is_taken_by_its_cause_alone(walker, model, name):
    from workflow.refusals import NotAllowed

    before = stored(model)
    record = model() if model.steps()[name].opening else walker.ready_for(model, model.steps()[name])
    with pytest.raises(NotAllowed):
        perform(getattr(record, name), by=walker.anybody(), at=walker.now)
    assert len(stored(model)) == len(before) + (0 if model.steps()[name].opening else 1)


def test_the_same_by_a_step_is_stored(walker, discussion):
    """The control: each act refused above is accepted where a step does it."""
    with guards_met():
        agreed = walker.take(discussion, "agree_enquiries")
        closed = walker.take(agreed, "close")
    assert (closed.state, closed.version) == ("CLOSED", discussion.version + 2)
    assert {row.state for row in fresh(closed).child_rows()} == {"ENQUIRIES"}
    assert Case._rows.count() == 2
