"""One person proposes what the unit is and counts by; another approves it; no clock moves on the way."""

import pytest
import time_machine

from cpu.models import BankHoliday, CalendarVersion, Clock, InForce, Membership, User
from cpu.roles import Permission, Role, can
from people.models import Case
from strategy.models import StrategyDiscussion
from tests.unit_of_people import Unit, at
from unit.models import Account, HolidayNotice, LocalPolicy, LocalTimescale, Policy, RoleGrant, TeamEntry
from workflow.perform import perform
from workflow.refusals import BadInput, Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-04 10:00")


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def head(unit):
    return unit.user(Role.HEAD_OF_SERVICE)


def day(text):
    return at(f"{text} 00:00").date()


def holiday(by, on="2027-06-09"):
    return perform(
        HolidayNotice().propose, by=by, at=NOW, on=day(on), title="Coronation", reason="Proclaimed 3 May"
    )


def test_nobody_approves_their_own_holiday(unit, head):
    notice = holiday(unit.service_manager)
    with pytest.raises(NotAllowed, match="someone else"):
        perform(notice.approve, by=unit.service_manager, at=NOW)
    assert not BankHoliday.objects.filter(on=day("2027-06-09")).exists()
    assert perform(notice.approve, by=head, at=NOW).decided_by == head
    assert BankHoliday.objects.get(on=day("2027-06-09"), until=None).title == "Coronation"


def test_an_approved_holiday_bumps_the_calendar_and_leaves_the_open_clocks_to_the_sweep(unit, head):
    ivy = unit.case(unit.child("Ivy", at=NOW), at=NOW)
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=[ivy],
        team=unit.team("unit"),
        reason="Marks",
    )
    discussion = perform(discussion.hold, by=unit.manager, at=NOW, held_at=NOW, how="meeting")
    perform(discussion.agree_enquiries, by=unit.manager, at=NOW, children=[ivy], enquirers="joint")
    clock = Clock._rows.get(case=ivy, timescale="initial-conference")
    version = InForce.now().calendar_version
    perform(holiday(unit.manager, "2027-05-12").approve, by=head, at=NOW)
    assert InForce.now().calendar_version > version
    after = Clock._rows.get(pk=clock.pk)
    assert (after.due_on, after.calendar_version) == (clock.due_on, clock.calendar_version)
    assert after.reckon(InForce.now()).due_on > clock.due_on


def test_a_holiday_is_entered_once(unit, head):
    first, second = holiday(unit.manager), holiday(unit.manager)
    perform(first.approve, by=head, at=NOW)
    with pytest.raises(Conflict, match="bank holiday already"):
        perform(second.approve, by=head, at=NOW)
    assert HolidayNotice._rows.get(pk=second.pk).state == "PROPOSED"


def test_what_the_law_sets_can_be_shortened_and_never_stretched(unit, head):
    wish = {
        "code": "initial-conference",
        "unit_of_time": "working days",
        "from_on": day("2027-05-10"),
        "reason": "Local",
    }
    with pytest.raises(BadInput, match="only shorten"):
        perform(LocalTimescale().propose, by=unit.manager, at=NOW, number=20, **wish)
    shorter = perform(LocalTimescale().propose, by=unit.manager, at=NOW, number=12, **wish)
    before = CalendarVersion.objects.count()
    perform(shorter.approve, by=head, at=NOW)
    assert CalendarVersion.objects.count() == before + 1
    assert InForce.now().rule_version


def test_a_role_is_approved_neither_by_who_proposed_it_nor_by_who_gets_it(unit, head):
    grant = perform(
        RoleGrant().propose,
        by=unit.service_manager,
        at=NOW,
        user=head,
        agency=unit.agency("social-care"),
        role=Role.CONFERENCE_CHAIR,
        from_on=day("2027-05-04"),
        reason="Chairs from now on",
    )
    for nobody in (unit.service_manager, head):
        with pytest.raises(NotAllowed):
            perform(grant.approve, by=nobody, at=NOW)
    third = unit.user(Role.SERVICE_MANAGER, name="Third")
    assert perform(grant.approve, by=third, at=NOW).membership.role == Role.CONFERENCE_CHAIR


def test_at_midnight_the_membership_ends_and_permission_and_sight_with_it(unit, head):
    worker = User.objects.create_user("nell@wexmoor.example", "Nell", "not a real password 1")
    grant = perform(
        RoleGrant().propose,
        by=unit.manager,
        at=NOW,
        user=worker,
        agency=unit.agency("social-care"),
        role=Role.SOCIAL_WORKER,
        from_on=day("2027-05-04"),
        until_on=day("2027-05-31"),
        reason="Agency worker for May",
    )
    assert not worker.memberships_in_force()
    perform(grant.approve, by=head, at=NOW)
    case = unit.case(unit.child("Ivy", at=NOW), at=NOW)
    perform(case.involve, by=unit.manager, at=NOW, user=worker, role="co-worker")
    with time_machine.travel(at("2027-05-31 23:59"), tick=False):
        nell = User.objects.get(pk=worker.pk)
        assert can(nell, Permission.ENQUIRY_WORK) and Case.visible_to(nell).exists()
    with time_machine.travel(at("2027-06-01 00:00"), tick=False):
        nell = User.objects.get(pk=worker.pk)
        assert not can(nell, Permission.ENQUIRY_WORK) and not Case.visible_to(nell).exists()
        with pytest.raises(NotFound):
            perform(case.note, by=nell, at=at("2027-06-01 00:00"), words="Still here?", happened_at=NOW)


def test_somebody_who_leaves_is_out_at_once_and_one_person_is_enough(unit, head):
    worker = User.objects.create_user("nell@wexmoor.example", "Nell", "not a real password 1")
    grant = perform(
        RoleGrant().propose,
        by=unit.manager,
        at=NOW,
        user=worker,
        agency=unit.agency("social-care"),
        role=Role.SOCIAL_WORKER,
        from_on=day("2027-05-04"),
        reason="New",
    )
    perform(grant.approve, by=head, at=NOW)
    grant = RoleGrant._rows.get(pk=grant.pk)
    with time_machine.travel(NOW, tick=False):
        assert can(User.objects.get(pk=worker.pk), Permission.NOTE)
        grant = perform(grant.end_now, by=unit.manager, at=NOW, because="Dismissed")
        assert not can(User.objects.get(pk=worker.pk), Permission.NOTE)
    assert (grant.state, Membership.objects.get(user=worker).until_on) == ("ENDED", day("2027-05-03"))


def test_what_is_in_force_is_never_withdrawn(unit, head):
    grant = perform(
        TeamEntry().propose,
        by=unit.manager,
        at=NOW,
        agency=unit.agency("social-care"),
        team_kind="unit",
        name="North",
        reason="Second unit",
    )
    entry = perform(grant.approve, by=head, at=NOW)
    assert entry.team.name == "North"
    with pytest.raises(Exception, match="not possible now"):
        perform(entry.withdraw, by=head, at=NOW, reason="No longer wanted")


def test_a_policy_nobody_signed_is_not_decided(unit, head):
    assert LocalPolicy.decided(Policy.INFANT_MARK, NOW.date()) is None
    wish = {
        "policy": Policy.INFANT_MARK,
        "signed_by": "ICB, police and council, 1 May",
        "from_on": day("2027-05-10"),
        "reason": "Yearly review",
    }
    with pytest.raises(BadInput, match="Choose one of"):
        perform(LocalPolicy().propose, by=unit.manager, at=NOW, value="sometimes", **wish)
    policy = perform(LocalPolicy().propose, by=unit.manager, at=NOW, value="always-examined", **wish)
    assert LocalPolicy.decided(Policy.INFANT_MARK, day("2027-05-11")) is None
    perform(policy.approve, by=head, at=NOW)
    assert LocalPolicy.decided(Policy.INFANT_MARK, day("2027-05-09")) is None
    assert LocalPolicy.decided(Policy.INFANT_MARK, day("2027-05-10")) == "always-examined"


def test_remote_contact_is_an_exception_with_an_end(unit, head):
    wish = {
        "policy": Policy.REMOTE_CONTACT,
        "value": "yes",
        "signed_by": "All three",
        "from_on": day("2027-05-10"),
        "reason": "Lockdown",
    }
    with pytest.raises(BadInput, match="An exception has an end"):
        perform(LocalPolicy().propose, by=unit.manager, at=NOW, **wish)
    policy = perform(LocalPolicy().propose, by=unit.manager, at=NOW, until_on=day("2027-06-10"), **wish)
    perform(policy.approve, by=head, at=NOW)
    assert LocalPolicy.decided(Policy.REMOTE_CONTACT, day("2027-06-11")) is None


def test_an_account_lets_nobody_do_anything_and_is_closed_at_once(unit, head):
    entry = perform(
        Account().propose, by=unit.manager, at=NOW, email="nell@wexmoor.example", name="Nell", reason="New"
    )
    entry = perform(entry.approve, by=head, at=NOW)
    assert not any(can(entry.user, each) for each in Permission)
    perform(entry.close, by=unit.manager, at=NOW, because="Left")
    assert not User.objects.get(pk=entry.user_id).is_active


def test_a_practitioner_neither_sees_nor_proposes_settings(unit):
    notice = holiday(unit.manager)
    assert not HolidayNotice.visible_to(unit.practitioner).exists()
    with pytest.raises(NotAllowed):
        holiday(unit.practitioner)
    assert HolidayNotice.visible_to(unit.manager).get() == notice
