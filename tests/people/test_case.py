"""One open case for a child, always held by somebody, and closed only when nothing is open or owed."""

import pytest

from cpu.models import Involvement, InvolvementRole, TeamKind
from cpu.roles import Role
from people.models import Case, Person
from strategy.models import StrategyDiscussion
from tests.racing import race
from tests.unit_of_people import Unit, at
from workflow.models import Note
from workflow.perform import perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Refused, Unmet

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-04 10:00")


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def ivy(unit):
    return unit.child("Ivy", at=NOW)


def reread(case):
    return Case._rows.get(pk=case.pk)


def asleep(case, by, when=NOW):
    return perform(
        case.record_sleeping_place,
        by=by,
        at=when,
        where="4 Hollow Lane",
        with_whom="Grandmother",
        agreed_by="Mother",
        legal_basis="family-arrangement",
        from_at=when,
    )


def ready_to_close(case, unit):
    case = asleep(case, unit.manager)
    return perform(case.record_primary_need, by=unit.manager, at=NOW, primary_need="N1")


def led_by(case, unit, worker):
    case = perform(case.allocate, by=unit.manager, at=NOW, to=worker, words="Ivy, 3. Visit today.")
    return perform(reread(case).accept, by=worker, at=NOW)


def test_two_cases_are_never_open_at_once_for_a_child_however_many_try(unit, ivy):
    """32 managers reopen one of two closed cases each; one succeeds, the others are told why."""
    cases = []
    for _ in range(2):
        case = ready_to_close(unit.case(ivy, at=NOW), unit)
        cases.append(
            perform(case.close, by=unit.manager, at=NOW, reason="RC7", words="Safe with grandmother")
        )
    manager = unit.manager
    manager.memberships_in_force()
    answers = race(
        [
            lambda n=n: perform(reread(cases[n % 2]).reopen, by=manager, at=NOW, reason="New marks")
            for n in range(32)
        ]
    )
    done = [each for each in answers if isinstance(each, Case)]
    refused = [each for each in answers if not isinstance(each, Case)]
    assert len(done) == 1 and len(refused) == 31
    assert all(isinstance(each, Refused) and each.status == 409 for each in refused), refused
    assert any(isinstance(each, Conflict) and "already open" in str(each) for each in refused)
    assert Case._rows.filter(child=ivy, state="OPEN").count() == 1


def test_a_second_case_cannot_be_opened_beside_the_open_one(unit, ivy):
    unit.case(ivy, at=NOW)
    answers = race([lambda: unit.case(Person._rows.get(), at=NOW)] * 8)
    assert all("one_open_case_per_child" in str(each) for each in answers)
    assert Case._rows.count() == 1


def test_the_team_holds_the_child_until_the_named_worker_has_read_and_accepted(unit, ivy):
    case, worker, other = (
        unit.case(ivy, at=NOW),
        unit.practitioner,
        unit.user(Role.SOCIAL_WORKER, name="Other Worker"),
    )
    case = perform(case.allocate, by=unit.manager, at=NOW, to=worker, words="Ivy, 3. Visit today.")
    assert case.lead is None and case.team == unit.team("unit")
    with pytest.raises(Unmet, match="Only the worker named"):
        perform(reread(case).accept, by=other, at=NOW)
    assert perform(reread(case).accept, by=worker, at=NOW).lead == worker


def test_nobody_gives_a_case_to_themselves_but_the_one_worker_of_the_night(unit, ivy):
    case = unit.case(ivy, at=NOW)
    case = perform(case.allocate, by=unit.manager, at=NOW, to=unit.manager, words="I take it")
    with pytest.raises(Unmet, match="Somebody else than the person who offered"):
        perform(reread(case).accept, by=unit.manager, at=NOW)
    night = unit.out_of_hours
    case = perform(reread(case).allocate, by=night, at=NOW, to=night, words="Alone tonight")
    assert perform(reread(case).accept, by=night, at=NOW).lead == night


def test_a_worker_of_another_team_reads_the_case_when_it_is_offered_and_no_longer_after_declining(unit, ivy):
    case = unit.case(ivy, at=NOW)
    helper = unit.user(Role.SOCIAL_WORKER, team=TeamKind.OUT_OF_HOURS, name="Nell")
    assert not Case.visible_to(helper).exists()
    perform(
        case.hand_over,
        by=unit.manager,
        at=NOW,
        team=unit.team(TeamKind.OUT_OF_HOURS),
        to=helper,
        words="Moved",
    )
    assert Case.visible_to(helper).exists()
    case = perform(reread(case).decline, by=helper, at=at("2027-05-04 11:00"), reason="No room this week")
    assert not Involvement._rows.filter(user=helper, until_at=None).exists()
    assert (case.team, case.waiting) == (unit.team("unit"), None)


def test_a_hand_over_changes_lead_and_team_together_and_only_at_acceptance(unit, ivy):
    case = led_by(unit.case(ivy, at=NOW), unit, unit.practitioner)
    night = unit.team(TeamKind.OUT_OF_HOURS)
    nell = unit.user(Role.SOCIAL_WORKER, team=TeamKind.OUT_OF_HOURS, name="Nell")
    case = perform(reread(case).hand_over, by=unit.manager, at=NOW, team=night, to=nell, words="Ivy moved")
    assert (case.lead, case.team) == (unit.practitioner, unit.team("unit"))
    case = perform(reread(case).accept, by=nell, at=NOW)
    assert (case.lead, case.team) == (nell, night)


def test_a_child_with_an_open_discussion_is_not_stepped_down_to_family_help(unit, ivy):
    case = asleep(unit.case(ivy, at=NOW), unit.manager)
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=[case],
        team=unit.team("unit"),
        reason="Marks on Ivy's arm",
    )
    fay = unit.user(Role.FAMILY_HELP_PRACTITIONER, team=TeamKind.FAMILY_HELP, name="Fay")
    down = {"team": unit.team(TeamKind.FAMILY_HELP), "to": fay, "words": "Home visits go on"}
    with pytest.raises(Unmet, match=discussion.reference):
        perform(reread(case).step_down, by=unit.manager, at=NOW, **down)
    with pytest.raises(BadInput, match="stepped down"):
        perform(reread(case).hand_over, by=unit.manager, at=NOW, **down)
    perform(discussion.refuse, by=unit.service_manager, at=NOW, reason="Same report as yesterday")
    case = perform(reread(case).step_down, by=unit.manager, at=NOW, **down)
    assert case.team == unit.team("unit")
    assert perform(reread(case).accept, by=fay, at=NOW).team == unit.team(TeamKind.FAMILY_HELP)


def test_closing_with_an_open_stage_is_refused_naming_it_and_what_is_owed(unit, ivy):
    case = ready_to_close(unit.case(ivy, at=NOW), unit)
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=[case],
        team=unit.team("unit"),
        reason="Marks on Ivy's arm",
    )
    with pytest.raises(Unmet) as refused:
        perform(reread(case).close, by=unit.manager, at=NOW, reason="RC7", words="No longer in need")
    said = str(refused.value)
    assert f"strategy discussion {discussion.reference}" in said and "Still owed to this child" in said
    with pytest.raises(Unmet, match=discussion.reference):
        perform(reread(case).withdraw, by=unit.service_manager, at=NOW, reason="Another way round")


def test_closing_with_an_open_enquiry_is_refused_naming_it(unit, ivy):
    case = ready_to_close(unit.case(ivy, at=NOW), unit)
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=[case],
        team=unit.team("unit"),
        reason="Marks on Ivy's arm",
    )
    discussion = perform(discussion.hold, by=unit.manager, at=NOW, held_at=NOW, how="telephone")
    perform(discussion.agree_enquiries, by=unit.manager, at=NOW, children=[case], enquirers="joint")
    with pytest.raises(Unmet, match="section 47 enquiry S47-"):
        perform(reread(case).close, by=unit.manager, at=NOW, reason="RC7", words="No longer in need")


def test_all_that_stands_in_the_way_of_closing_is_said_at_once(unit, ivy):
    case = unit.case(ivy, at=NOW)
    perform(
        ivy.raise_flag,
        by=unit.manager,
        at=NOW,
        kind="danger-to-staff",
        what_to_do="Visit in pairs",
        source="Police",
        review_on=at("2027-05-01 00:00").date(),
    )
    with pytest.raises(Unmet) as refused:
        perform(case.close, by=unit.manager, at=NOW, reason="RC7", words="x")
    said = str(refused.value)
    assert "where the child sleeps" in said and "Visit in pairs" in said and "main need" in said


def test_the_lead_practitioner_does_not_close_the_own_case_and_only_a_manager_closes(unit, ivy):
    case = ready_to_close(led_by(unit.case(ivy, at=NOW), unit, unit.practitioner), unit)
    with pytest.raises(NotAllowed):
        perform(reread(case).close, by=unit.practitioner, at=NOW, reason="RC7", words="x")
    boss = unit.user(Role.SERVICE_MANAGER, name="Boss")
    case = perform(reread(case).allocate, by=boss, at=NOW, to=unit.manager, words="Cover")
    case = perform(reread(case).accept, by=unit.manager, at=NOW)
    with pytest.raises(NotAllowed, match="someone else"):
        perform(reread(case).close, by=unit.manager, at=NOW, reason="RC7", words="x")
    case = perform(reread(case).close, by=boss, at=NOW, reason="RC7", words="Safe with grandmother")
    assert case.lead is None and case.team == unit.team("unit")


def test_died_is_a_reason_only_where_the_death_is_recorded(unit, ivy):
    case = ready_to_close(unit.case(ivy, at=NOW), unit)
    with pytest.raises(BadInput, match="death is recorded"):
        perform(case.close, by=unit.manager, at=NOW, reason="RC2", words="x")
    perform(ivy.record_death, by=unit.manager, at=NOW, died_on=NOW.date())
    with pytest.raises(BadInput, match="death is recorded"):
        perform(reread(case).close, by=unit.manager, at=NOW, reason="RC7", words="x")
    assert perform(reread(case).close, by=unit.manager, at=NOW, reason="RC2", words="x").state == "CLOSED"


def test_a_note_needs_two_answers_and_is_taken_after_the_closing_too(unit, ivy):
    case = ready_to_close(unit.case(ivy, at=NOW), unit)
    case = perform(case.close, by=unit.manager, at=NOW, reason="RC7", words="x")
    perform(case.note, by=unit.practitioner, at=NOW, words="Nursery rang: Ivy is well", happened_at=NOW)
    assert Note._rows.get().case == case


def test_a_note_in_a_discussion_is_about_the_child_chosen_alone(unit, ivy):
    rowan = unit.child("Rowan", at=NOW)
    cases = [unit.case(each, at=NOW) for each in (ivy, rowan)]
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=cases,
        team=unit.team("unit"),
        reason="Marks on Ivy's arm",
    )
    note = {"words": "Seen by the GP", "happened_at": NOW}
    perform(discussion.note, by=unit.practitioner, at=NOW, children=[cases[0]], **note)
    assert [each.case for each in Note._rows.all()] == [cases[0]]
    assert not cases[1].notes.exists()


def test_where_the_child_sleeps_is_kept_and_the_latest_counts_with_each_holders_answer_owed(unit, ivy):
    dana = unit.child("Dana", at=NOW)
    perform(ivy.relate, by=unit.manager, at=NOW, other=dana, kind="mother", responsibility="held")
    case = asleep(asleep(unit.case(ivy, at=NOW), unit.manager), unit.manager, at("2027-05-05 18:00"))
    assert case.sleeping_places.count() == 2 and case.sleeping_place.from_at == at("2027-05-05 18:00")
    assert case.agreements_owed() == [dana]
    case = perform(case.record_agreement, by=unit.manager, at=NOW, holder=dana, answer="agrees")
    assert case.agreements_owed() == []


def test_a_child_is_never_left_without_a_team(unit, ivy):
    case = unit.case(ivy, at=NOW)
    with pytest.raises(BadInput, match="holds the child"):
        perform(
            case.end_involvement, by=unit.manager, at=NOW, involvement=case.involvements.get(), reason="x"
        )
    case = perform(case.involve, by=unit.manager, at=NOW, user=unit.health, role=InvolvementRole.HEALTH)
    assert Case.visible_to(unit.health).exists()
    perform(
        reread(case).end_involvement,
        by=unit.manager,
        at=NOW,
        involvement=case.involvements.get(user=unit.health),
        reason="Moved to another post",
    )
    assert not case.involvements.filter(user=unit.health, until_at=None).exists()
