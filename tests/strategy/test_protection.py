"""Police protection: recorded in a minute by whoever is on duty, and what the law begins with it."""

from datetime import UTC, timedelta

import pytest

from cpu.models import AgencyKind, Clock
from cpu.roles import Role
from people.models import Case
from strategy.models import EmergencyProtection, Section47Enquiry, StrategyDiscussion
from tests.journeys.doors import DOORS, Refusal
from tests.strategy.family import asked, child, row_of, running, says
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, Unmet, WrongState

pytestmark = pytest.mark.usefixtures("committing")

# Two o'clock on a Sunday morning.
NIGHT = at("2027-05-16 02:00")
TAKEN = {
    "reason": "Found alone in the flat, crying",
    "officer": "PC 4417 Shah",
    "held_where": "Wexmoor General",
}


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


def protect(unit, by=None, when=NIGHT, taken_at=None, **answers):
    answers = {**TAKEN, "taken_at": taken_at or when, **answers}
    return perform(EmergencyProtection().record_police_protection, by=by or unit.police, at=when, **answers)


def test_one_step_at_night_protects_an_unnamed_baby_and_begins_every_duty(unit):
    record = protect(unit, unnamed="Baby, flat 3, name unknown", taken_at=at("2027-05-16 01:20"))
    baby = Case._rows.get()
    assert baby.child.known_as == "Baby, flat 3, name unknown"
    ends = Clock._rows.get(timescale="police-protection")
    assert ends.due_at == at("2027-05-19 01:20") and ends.record_id == record.pk

    discussion = StrategyDiscussion._rows.get()
    assert discussion.state == "REQUESTED" and record.discussion == discussion
    assert running(baby, "strategy-discussion") == "2027-05-16"
    # Whoever recorded it follows it, and the unit finds both in the morning.
    for reader in (unit.police, unit.manager, unit.practitioner):
        assert EmergencyProtection.visible_to(reader).filter(pk=record.pk).exists()
        assert StrategyDiscussion.visible_to(reader).filter(pk=discussion.pk).exists()
    assert Case.visible_to(unit.manager).filter(pk=baby.pk).exists()


@pytest.mark.parametrize(
    "role",
    [
        Role.POLICE_OFFICER,
        Role.OUT_OF_HOURS_WORKER,
        Role.SOCIAL_WORKER,
        Role.HEALTH_PRACTITIONER,
        Role.FRONT_DOOR_WORKER,
    ],
)
def test_anyone_on_duty_may_record_it(unit, role):
    by = unit.user(role, agency=AgencyKind.POLICE if "police" in role else AgencyKind.SOCIAL_CARE)
    assert protect(unit, by=by, unnamed="Baby").state == "OPEN"


def test_the_emergency_call_straight_after_starts_the_enquiry_and_the_conference_clock(unit):
    protect(unit, unnamed="Baby, flat 3\nGirl of about four, flat 3")
    discussion, night = StrategyDiscussion._rows.get(), at("2027-05-16 02:40")
    by = unit.out_of_hours
    discussion = perform(
        discussion.hold,
        by=by,
        at=night,
        held_at=night,
        how="telephone",
        here=[unit.agency("social-care"), unit.agency("police")],
    )
    rows = list(discussion.children.all())
    perform(discussion.agree_enquiries, by=by, at=night, children=rows, enquirers="joint")
    for row in rows:
        assert running(row.case, "initial-conference") == "2027-06-07"
        # Without health: together again on the next working day. Agreed at night: a manager confirms in the
        # morning.
        assert running(row.case, "review-strategy") == "2027-05-17"
    assert Clock._rows.get(timescale="manager-confirmation").due_on.isoformat() == "2027-05-17"
    assert Section47Enquiry._rows.get().children.count() == 2


def test_a_child_for_whom_a_discussion_is_owed_already_is_not_put_into_a_second(unit):
    ivy, teal = child(unit, "Ivy"), child(unit, "Teal")
    asked(unit, ivy)
    record = protect(unit, by=unit.manager, cases=[ivy, teal])
    assert [row.case for row in record.discussion.children.all()] == [teal]
    assert running(ivy, "strategy-discussion") and running(teal, "strategy-discussion") == "2027-05-16"


@pytest.mark.parametrize("way_out", ["refuse", "withdraw"])
def test_a_discussion_owed_for_police_protection_cannot_be_refused_or_withdrawn(unit, way_out):
    protect(unit, unnamed="Baby")
    owed = StrategyDiscussion._rows.get()
    with pytest.raises(Unmet, match="cannot be refused or withdrawn"):
        perform(getattr(owed, way_out), by=unit.manager, at=NIGHT, reason="Known family")
    assert running(Case._rows.get(), "strategy-discussion") == "2027-05-16"


def test_seventy_two_hours_are_elapsed_hours_over_both_clock_changes(unit):
    spring = protect(unit, when=at("2027-03-27 23:00"), unnamed="Baby one")
    autumn = protect(unit, when=at("2027-10-30 23:00"), unnamed="Baby two")
    by_record = {each.record_id: each for each in Clock._rows.filter(timescale="police-protection")}
    assert by_record[spring.pk].due_at == at("2027-03-31 00:00")
    assert by_record[autumn.pk].due_at == at("2027-11-02 22:00")
    for clock in by_record.values():
        assert clock.due_at.astimezone(UTC) - clock.started_at.astimezone(UTC) == timedelta(hours=72)


def test_it_ends_for_each_child_alone_and_only_with_what_protects_the_child_now(unit):
    record = protect(unit, unnamed="Baby\nGirl of about four")
    baby, girl = record.children.order_by("pk")
    over = at("2027-05-17 10:00")
    with pytest.raises(Unmet, match="Say what protects the child now"):
        perform(
            record.end_protection,
            by=unit.police,
            at=over,
            ended_at=over,
            children=[ChildAnswers(baby, {"how_ended": "released"})],
        )
    record = perform(
        record.end_protection,
        by=unit.police,
        at=over,
        ended_at=over,
        children=[
            ChildAnswers(
                baby, {"how_ended": "section-20", "protects_now": "With foster carers, both parents agreed"}
            )
        ],
    )
    assert row_of(record, baby.case).state == "ENDED" and row_of(record, girl.case).state == "PROTECTED"
    open_for = Clock._rows.filter(timescale="police-protection", stopped_at=None)
    assert [each.about for each in open_for] == [f"emergencyprotectionchild:{girl.pk}"]
    with pytest.raises(WrongState):
        perform(record.end_protection, by=unit.police, at=over, children=[baby], ended_at=over)


def test_after_72_hours_it_is_still_owed_and_still_recorded_as_it_was(unit):
    record = protect(unit, unnamed="Baby")
    late = at("2027-05-24 09:00")
    clock = Clock._rows.get(timescale="police-protection")
    assert clock.stopped_at is None and clock.is_late(late)
    row = record.children.get()
    perform(
        record.end_protection,
        by=unit.manager,
        at=late,
        ended_at=at("2027-05-19 02:00"),
        children=[ChildAnswers(row, {"how_ended": "ran-out", "protects_now": "Interim order of 20 May"})],
    )
    assert Clock._rows.get(pk=clock.pk).stopped_at == at("2027-05-19 02:00")


def test_it_is_recorded_late_as_the_fact_it_was(unit):
    protect(unit, when=at("2027-05-24 09:00"), taken_at=NIGHT, unnamed="Baby")
    assert Clock._rows.get(timescale="police-protection").due_at == at("2027-05-19 02:00")


def test_there_must_be_a_child_and_a_child_is_protected_once_at_a_time(unit):
    with pytest.raises(BadInput, match="Name the child"):
        protect(unit)
    ivy = child(unit, "Ivy")
    protect(unit, by=unit.manager, cases=[ivy])
    with pytest.raises(Conflict, match="in police protection already"):
        protect(unit, by=unit.manager, cases=[ivy])


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_child_known_here_is_named_by_number_and_not_made_a_second_one(door, unit):
    """By whoever works with none of these children: the protection stands on the child's own page."""
    ivy = child(unit, "Ivy")
    nurse = unit.user(Role.AGENCY_PROFESSIONAL, agency="health", team=None, name="Ward sister")
    door = door(unit).on("2027-05-16 02:30")
    said = {"taken_at": NIGHT, "reason": "Alone", "officer": "PC Shah", "held_where": "Ward 3"}
    with pytest.raises(Refusal, match="No open case has the number C-NOSUCHNO"):
        door.open("emergency-protections", nurse, references=["C-NOSUCHNO"], **said)
    door.open("emergency-protections", nurse, references=[ivy.child.reference], **said)
    assert EmergencyProtection._rows.get().children.get().case == ivy
    assert Case._rows.count() == 1 and not Case.visible_to(nurse).exists()
    assert running(ivy, "strategy-discussion")


def test_child_parents_and_both_authorities_are_told_or_it_stands_why_not(unit):
    record = protect(unit, unnamed="Baby")
    row, over = record.children.get(), at("2027-05-17 10:00")
    perform(
        record.end_protection,
        by=unit.police,
        at=over,
        ended_at=over,
        children=[ChildAnswers(row, {"how_ended": "order", "protects_now": "Emergency protection order"})],
    )
    with pytest.raises(BadInput, match="why not"):
        perform(record.record_told, by=unit.police, at=over, children=[row], whom="parents")
    for whom in ("child", "authority-found", "authority-lives"):
        perform(
            record.record_told,
            by=unit.police,
            at=over,
            children=[row],
            whom=whom,
            happened_at=NIGHT,
            by_whom="PC Shah",
        )
    with pytest.raises(Unmet) as refused:
        perform(record.close, by=unit.practitioner, at=over)
    assert "parents" in says(refused)
    perform(
        record.record_told,
        by=unit.police,
        at=over,
        children=[row],
        whom="parents",
        not_told_because="Nobody knows yet who they are",
    )
    assert perform(record.close, by=unit.practitioner, at=over).state == "CLOSED"
