"""The child protection plan: its dates, what meets a clock and what never does, and the few ways in which it ends."""

from datetime import date

import pytest
import time_machine

from conferences.models import (
    ChildProtectionPlan,
    ChildProtectionPlanChild,
    PlanAction,
    RiskOutsideTheHomePlan,
)
from cpu.models import Clock, Notification
from cpu.sweeps import deliver_outbox, sweep_clocks
from partners.models import ChildSeen, OwnWords
from people.models import Person
from tests.conferences.plans import SEEN, chair, core_group, decided, held, plan, review, signed, visit
from tests.strategy.family import child, ended, row_of, running
from tests.unit_of_people import Unit, at
from workflow.owes import owed_in
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Unmet, WrongState

pytestmark = pytest.mark.usefixtures("committing")

CONFERENCE = "2027-01-18 10:00"


@pytest.fixture
def unit():
    made = Unit()
    for kind in ("health", "education", "social-care"):
        made.agency(kind)
    return made


@pytest.fixture
def milo(unit):
    """Scenario S1."""
    return child(unit, "Milo", when="2026-12-23 11:40", born=date(2019, 5, 4))


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy", when="2026-12-23 11:40", born=date(2017, 5, 4))


def last_usable(case, code):
    return Clock._rows.get(case=case, timescale=code, stopped_at__isnull=True).last_usable_on


# Dates


def test_s1_every_date_of_the_plan(unit, milo):
    made = plan(unit, milo)
    assert row_of(made, milo).started_on == date(2027, 1, 18)
    assert running(milo, "first-core-group") == "2027-02-01"
    assert running(milo, "first-review-conference") == "2027-04-18"
    assert last_usable(milo, "first-review-conference") == date(2027, 4, 16)
    due = []
    for _ in range(4):
        due.append(running(milo, "visit"))
        visit(made, unit, milo, when=f"{due[-1]} 16:00")
    assert due == ["2027-02-01", "2027-02-15", "2027-03-01", "2027-03-15"]
    made = core_group(
        made, unit, milo, when="2027-02-01 14:00", recorded="2027-03-15 18:00", step="make_detailed_plan"
    )
    assert row_of(made, milo).state == "DETAILED"
    assert ended(milo, "first-core-group") == "met"
    assert running(milo, "core-group") == "2027-03-15"
    core_group(made, unit, milo, when="2027-03-16 10:00")
    assert running(milo, "core-group") == "2027-04-27"
    assert running(milo, "long-plan-review") == "2028-04-18"
    review(unit, milo, when="2027-04-15 10:00")
    assert running(milo, "review-conference") == "2027-10-15"
    assert running(milo, "first-review-conference") is None
    row = row_of(made, milo)
    assert [each.held_on for each in row.review_rows.all()] == [date(2027, 4, 15)]


def test_each_child_has_its_own_category_and_interval(unit, milo, ivy):
    conference = held(unit, milo, ivy, when=CONFERENCE)
    facts = {
        milo: {"category": "PHY", "why": "Marks", "visiting": "every 5 working days"},
        ivy: {"category": "EMO", "why": "What she hears at night"},
    }
    children = [ChildAnswers(case, said) for case, said in facts.items()]
    perform(conference.make_plans, by=chair(unit), at=at(CONFERENCE), children=children)
    made = ChildProtectionPlan._rows.get()
    assert [row_of(made, case).initial_category for case in (milo, ivy)] == ["PHY", "EMO"]
    assert (running(milo, "visit"), running(ivy, "visit")) == ("2027-01-25", "2027-02-01")
    visit(made, unit, milo, when="2027-01-21 16:00")
    assert (running(milo, "visit"), running(ivy, "visit")) == ("2027-01-28", "2027-02-01")


def test_a_review_changes_category_and_interval_and_the_start_stays(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-04-12 16:00")
    review(unit, milo, when="2027-04-15 10:00", category="NEG", visiting="every 5 working days")
    row = row_of(made, milo)
    assert (row.initial_category, row.latest_category) == ("PHY", "NEG")
    assert row.started_on == date(2027, 1, 18)
    # Counted from the last visit, at the new interval.
    assert running(milo, "visit") == "2027-04-19"


# Visits


@pytest.mark.parametrize(
    ("how", "seen", "due"),
    [
        ("home", "alone", "2027-02-12"),
        ("elsewhere", "not-alone", "2027-02-12"),
        ("home", "not-seen", "2027-02-01"),
        ("doorstep", "alone", "2027-02-01"),
    ],
)
def test_only_a_child_seen_in_person_meets_the_visit(unit, milo, how, seen, due):
    made = plan(unit, milo)
    facts = {
        "not_alone_because": "Asked for his sister",
        "what_next": "Back tonight",
        "manager_told": "Helen Okoro",
    }
    visit(made, unit, milo, when="2027-01-29 16:00", seen=seen, how=how, facts=facts)
    assert running(milo, "visit") == due
    written = ChildSeen._rows.get()
    assert written.counts is (due == "2027-02-12")
    assert (written.at, written.visit) == (at("2027-01-29 16:00"), True)


def test_the_doorstep_counts_where_the_area_has_signed_so(unit, milo):
    signed(unit, "doorstep-contact", "yes", date(2027, 1, 1))
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-01-29 16:00", how="doorstep")
    assert running(milo, "visit") == "2027-02-12"


def test_contact_at_a_distance_is_counted_apart_and_only_while_the_exception_lasts(unit, milo):
    signed(unit, "remote-contact", "yes", date(2027, 1, 20), until_on=date(2027, 2, 10))
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-01-29 16:00", how="video")
    assert running(milo, "visit") == "2027-02-12"
    apart = ChildSeen._rows.get()
    assert (apart.counts, apart.counts_apart) == (False, True)
    assert row_of(made, milo).last_visit is None
    with pytest.raises(BadInput, match="no exceptional circumstances are signed for that day"):
        visit(made, unit, milo, when="2027-02-11 16:00", how="video")


@pytest.mark.parametrize("how", ["video", "telephone"])
def test_a_call_is_refused_as_a_visit_and_kept_as_a_call_that_counts_for_nothing(unit, milo, how):
    made = plan(unit, milo)
    with pytest.raises(BadInput, match="See the child in person"):
        visit(made, unit, milo, when="2027-01-29 16:00", how=how)
    facts = {"seen": "alone", "words": "I am at Nan's", "question": "Where are you?"}
    made = perform(
        made.record_call,
        by=unit.practitioner,
        at=at("2027-01-29 17:00"),
        happened_at=at("2027-01-29 16:00"),
        children=[ChildAnswers(milo, facts)],
        **{**SEEN, "how": how},
    )
    row = row_of(made, milo)
    assert (len(row.calls), row.visits, row.last_visit) == (1, [], None)
    assert OwnWords._rows.get().words == "I am at Nan's"
    assert running(milo, "visit") == "2027-02-01", "the clock that ran runs on"


def test_a_visit_written_down_late_keeps_both_moments_and_puts_no_clock_back(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-02-10 16:00")
    visit(made, unit, milo, when="2027-01-25 16:00", recorded="2027-02-12 09:00")
    assert running(milo, "visit") == "2027-02-24"
    late = ChildSeen._rows.latest("pk")
    assert (late.at, late.recorded_at) == (at("2027-01-25 16:00"), at("2027-02-12 09:00"))
    assert row_of(made, milo).last_visit.at == at("2027-02-10 16:00")


def test_a_visit_in_the_future_is_refused(unit, milo):
    made = plan(unit, milo)
    with pytest.raises(BadInput, match="future"):
        visit(made, unit, milo, when="2027-01-29 16:00", recorded="2027-01-29 15:00")


def test_a_brother_alongside_is_visited_in_the_same_recording_and_nobody_elses_clock_moves(unit, milo, ivy):
    rowan = child(unit, "Rowan", when="2026-12-23 11:40")
    made = plan(unit, milo, ivy)
    made = perform(made.take_alongside, by=unit.practitioner, at=at("2027-01-20 09:00"), cases=[rowan])
    assert row_of(made, rowan).state == "ALONGSIDE"
    facts = {"words": "Ivy has to stay", "question": "Who do you play with?"}
    perform(
        made.record_visit,
        by=unit.practitioner,
        at=at("2027-01-22 16:00"),
        happened_at=at("2027-01-22 15:00"),
        how="home",
        place="At home",
        by_whom="Nadia Rahim",
        children=[
            ChildAnswers(milo, {"seen": "alone"}),
            ChildAnswers(rowan, {"seen": "not-alone", "not_alone_because": "He is three", **facts}),
        ],
    )
    assert running(milo, "visit") == "2027-02-05"
    assert running(ivy, "visit") == "2027-02-01"
    assert running(rowan, "visit") is None and running(rowan, "core-group") is None
    assert OwnWords._rows.get().case_id == rowan.pk
    assert made.last_visited() == {milo.pk, rowan.pk}


def test_not_seen_says_what_next_and_which_manager_was_told(unit, milo):
    made = plan(unit, milo)
    with pytest.raises(BadInput, match="what happens next"):
        visit(made, unit, milo, when="2027-01-29 16:00", seen="not-seen")


def test_a_child_who_was_not_seen_is_told_to_a_manager_now_and_once(unit, milo, ivy):
    made = plan(unit, milo, ivy)
    facts = {"what_next": "Back tonight", "manager_told": "Helen Okoro"}
    assert unit.manager
    visit(made, unit, milo, when="2027-01-29 16:00", seen="not-seen", facts=facts)
    visit(made, unit, ivy, when="2027-01-29 16:00")
    for _ in range(2):
        deliver_outbox(at("2027-01-29 16:01"))
    told = Notification._rows.filter(kind="not-seen")
    assert [(each.user, each.case_id) for each in told] == [(unit.manager, milo.pk)]
    assert "Milo" not in told[0].text
    [(says, mend)] = row_of(made, milo).owed_of_visits()
    assert (says, mend) == (
        "Not seen at the last visit, on Friday 29 January 2027: Back tonight",
        "record_visit",
    )
    assert row_of(made, ivy).owed_of_visits() == []


# Core groups and actions


def test_the_core_group_works_the_plan_and_only_asks_for_an_earlier_review(unit, milo):
    made = core_group(plan(unit, milo), unit, milo, when="2027-01-28 14:00", step="make_detailed_plan")
    made = core_group(made, unit, milo, when="2027-02-20 14:00", bring_forward="New injury, explained twice")
    row = row_of(made, milo)
    assert (row.state, row.earlier_review_because) == ("DETAILED", "New injury, explained twice")
    assert running(milo, "first-review-conference") == "2027-04-18"
    ending = {name for name, each in ChildProtectionPlan.steps().items() if each.child_target == "ENDED"}
    assert ending == {"end_by_conference", "agree_end"}


@pytest.mark.parametrize("here", [(), ("social-care",), ("health", "education")])
def test_a_core_group_without_its_quorum_is_recorded_with_why_it_met(unit, milo, here):
    """The lead practitioner, of social care, and at least one other agency."""
    made, asked = plan(unit, milo), {"here": [unit.agency(kind) for kind in here]}
    with pytest.raises(BadInput, match="say why it met without them"):
        core_group(made, unit, milo, when="2027-01-28 14:00", step="make_detailed_plan", **asked)
    asked["inquorate_because"] = "Snow: the school and the health visitor were shut in"
    made = core_group(made, unit, milo, when="2027-01-28 14:00", step="make_detailed_plan", **asked)
    assert row_of(made, milo).state == "DETAILED"
    assert made.meetings[0].inquorate_because.startswith("Snow")


def test_a_core_group_written_down_late_puts_no_clock_back(unit, milo):
    made = core_group(plan(unit, milo), unit, milo, when="2027-01-28 14:00", step="make_detailed_plan")
    core_group(made, unit, milo, when="2027-03-01 14:00")
    core_group(made, unit, milo, when="2027-02-10 14:00", recorded="2027-03-02 09:00")
    assert running(milo, "core-group") == "2027-04-12"


def test_an_action_has_an_owner_who_never_signs_in_and_is_ended_with_what_came_of_it(unit, milo):
    made, by = plan(unit, milo), unit.practitioner
    said = {
        "risk": "Hit when Dad drinks",
        "outcome": "Sleeps safe",
        "action": "Stays at his gran's on Fridays",
    }
    asked = {"children": [milo], "due_on": date(2027, 2, 12), **said}
    with pytest.raises(BadInput, match="who does it"):
        perform(made.add_action, by=by, at=at("2027-01-20 09:00"), **asked)
    made = perform(made.add_action, by=by, at=at("2027-01-20 09:00"), owner="June Beck, grandmother", **asked)
    action = PlanAction._rows.get()
    assert (action.case, action.owned_by) == (None, "June Beck, grandmother")
    made = perform(
        made.record_progress, by=by, at=at("2027-02-01 09:00"), action=action, words="Three Fridays"
    )
    made = perform(
        made.end_action,
        by=by,
        at=at("2027-02-12 09:00"),
        action=action,
        ended="done",
        because="He sleeps through",
    )
    late = {"action": action, "due_on": date(2027, 3, 1), "reason": "Forgotten"}
    with pytest.raises(BadInput, match="has ended"):
        perform(made.change_action, by=by, at=at("2027-02-13 09:00"), **late)


def test_the_lead_practitioner_is_a_social_worker_or_it_stands_why_not(unit, milo):
    made = plan(unit, milo, lead_practitioner=None)
    helper = unit.user("family-help-practitioner", team="family-help")
    asked = {"by": unit.manager, "at": at("2027-01-20 09:00")}
    asked["children"] = [ChildAnswers(milo, {"lead_practitioner": helper})]
    with pytest.raises(Unmet, match="qualified social worker"):
        perform(made.name_lead_practitioner, **asked)
    reason = {
        "lead_is_a_social_worker": {"reason": "Two weeks, until Nadia is back; co-worked with her manager"}
    }
    perform(made.name_lead_practitioner, explained=reason, **asked)
    assert row_of(made, milo).lead_practitioner == helper


# Away, born, moved here, drifting


def test_out_of_the_area_for_a_while_and_back_and_every_clock_runs(unit, milo):
    made, by = plan(unit, milo), unit.practitioner
    back = {"children": [milo], "back_on": date(2027, 1, 29)}
    before = running(milo, "visit"), running(milo, "first-core-group")
    away = {
        "away_from": date(2027, 1, 20),
        "away_where": "Skegness",
        "away_who_visits": "Lincolnshire, Ann Poole",
    }
    made = perform(made.record_away, by=by, at=at("2027-01-20 09:00"), children=[milo], **away)
    assert row_of(made, milo).state == "AWAY"
    assert (running(milo, "visit"), running(milo, "first-core-group")) == before
    with pytest.raises(Unmet, match="not yet made"):
        perform(made.come_back, by=by, at=at("2027-01-30 09:00"), **back)
    made = perform(made.come_back_before_detailed_plan, by=by, at=at("2027-01-30 09:00"), **back)
    assert row_of(made, milo).state == "OUTLINE"
    made = core_group(made, unit, milo, when="2027-02-01 14:00", step="make_detailed_plan")
    made = perform(made.record_away, by=by, at=at("2027-02-02 09:00"), children=[milo], **away)
    made = perform(
        made.come_back, by=by, at=at("2027-02-09 09:00"), children=[milo], back_on=date(2027, 2, 9)
    )
    assert row_of(made, milo).state == "DETAILED"


@pytest.mark.parametrize(
    ("born", "due"),
    [
        ("2027-02-10", "2027-03-10"),
        ("2027-04-01", "2027-04-18"),
        ("2027-01-18", "2027-02-15"),  # in the evening of the conference
    ],
)
def test_a_plan_made_before_birth_is_reviewed_after_it(unit, born, due):
    """20 working days from the birth, or three months from the conference, whichever comes first."""
    baby = perform(
        Person().expect,
        by=unit.manager,
        at=at("2026-12-23 11:00"),
        placeholder="Baby Tarrow",
        expected_on=date(2027, 3, 1),
    )
    case = unit.case(baby, at=at("2026-12-23 11:40"))
    made = plan(unit, case, asked={"purpose": "pre-birth"})
    visit(made, unit, case, when="2027-01-25 16:00")
    assert running(case, "visit") == "2027-02-08"
    with time_machine.travel(at(f"{born} 12:00")):
        perform(
            baby.be_born,
            by=unit.manager,
            at=at(f"{born} 12:00"),
            date_of_birth=date.fromisoformat(born),
            sex="F",
        )
    assert running(case, "post-birth-review") == due
    assert row_of(made, case).case.child_id == baby.pk
    review(unit, case, when="2027-04-15 10:00")
    assert ended(case, "post-birth-review") == "met"


def test_a_birth_starts_no_review_where_there_is_no_plan(unit):
    baby = perform(
        Person().expect,
        by=unit.manager,
        at=at("2026-12-23 11:00"),
        placeholder="Baby",
        expected_on=date(2027, 3, 1),
    )
    case = unit.case(baby, at=at("2026-12-23 11:40"))
    with time_machine.travel(at("2027-02-10 12:00")):
        perform(
            baby.be_born, by=unit.manager, at=at("2027-02-10 12:00"), date_of_birth=date(2027, 2, 10), sex="F"
        )
    assert running(case, "post-birth-review") is None


def test_a_plan_that_moves_here_keeps_where_it_began(unit, milo):
    asked = {"purpose": "transfer-in", "origin": "Sandford", "origin_started_on": date(2026, 6, 1)}
    asked |= {"told_on": date(2027, 1, 4)}
    made = plan(unit, milo, asked=asked, previous_plans=1)
    row = row_of(made, milo)
    assert (row.origin_authority, row.origin_started_on) == ("Sandford", date(2026, 6, 1))
    assert row.started_on == date(2027, 1, 18)
    assert running(milo, "long-plan-review") == "2027-09-01"
    assert running(milo, "second-plan-review") is None


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ({"previous_plans": 1}, "2027-02-01"),
        ({"previous_plans": 1, "previous_plan_ended_on": date(2025, 1, 18)}, "2027-02-01"),
        ({"previous_plans": 1, "previous_plan_ended_on": date(2025, 1, 17)}, None),
        ({"previous_plans": 0}, None),
    ],
)
def test_a_second_plan_within_two_years_goes_to_a_senior_manager(unit, milo, told, due):
    made = plan(unit, milo, **told)
    assert running(milo, "second-plan-review") == due
    assert row_of(made, milo).previous_plans == told["previous_plans"]


def test_only_a_senior_manager_reviews_drift_and_for_each_child_in_its_own_words(unit, milo, ivy):
    made = plan(unit, milo, ivy, previous_plans=1)
    asked = {"at": at("2027-01-25 09:00"), "what": "second"}
    words = [ChildAnswers(case, {"senior_review": "Nothing changed after the first"}) for case in (milo, ivy)]
    with pytest.raises(NotAllowed):
        perform(made.record_senior_review, by=unit.manager, children=words[:1], **asked)
    with pytest.raises(BadInput, match="own reasons"):
        perform(made.record_senior_review, by=unit.service_manager, children=words, **asked)
    perform(made.record_senior_review, by=unit.service_manager, children=words[:1], **asked)
    assert ended(milo, "second-plan-review") == "met"
    assert running(ivy, "second-plan-review") == "2027-02-01"
    assert running(milo, "long-plan-review") == "2028-04-18"


# How it ends, and how it never does


ENDS = {"step": "end_plans", "ends_as": "child-in-need", "safety_plan": "Fridays at June's"}


def heard(unit, *cases, when="2027-04-15 10:00"):
    """A review conference at which each agency has said its view."""
    agencies = ("social-care", "police", "health")
    conference = held(unit, *cases, when=when, purpose="review", here=agencies)
    for kind in agencies:
        conference = perform(
            conference.give_view,
            by=unit.manager,
            at=at(when),
            agency=unit.agency(kind),
            children=list(cases),
            view="against",
            words="The risk has gone",
            said_by="Helen Okoro",
        )
    return conference


def ends(unit, *cases, **when):
    return decided(unit, heard(unit, *cases, **when), *cases, next_step_for=unit.manager, **ENDS)


def test_a_review_conference_ends_a_plan_and_nothing_of_it_is_owed_any_more(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-04-12 16:00")
    ends(unit, milo)
    row = row_of(made, milo)
    assert (row.state, row.ended_on, row.end_reason) == ("ENDED", date(2027, 4, 15), "conference")
    for code in ("first-core-group", "core-group", "visit", "review-conference", "long-plan-review"):
        assert running(milo, code) is None, code
    made = perform(fresh(made).close, by=unit.manager, at=at("2027-04-16 09:00"))
    assert made.state == "CLOSED"


def test_a_child_whose_other_plan_goes_on_is_visited_on_when_this_one_ends(unit, milo):
    """Nothing protective lapses by itself: at the pace of the plan that goes on, from the last visit."""
    outside = RiskOutsideTheHomePlan()
    answers = {"cases": [milo], "to": unit.practitioner, "why": "Older boys at the station"}
    outside = perform(outside.offer, by=unit.manager, at=at("2027-01-04 09:00"), **answers)
    perform(outside.accept, by=unit.practitioner, at=at("2027-01-05 09:00"), children=[milo])
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-04-12 16:00")
    assert running(milo, "visit") == "2027-04-26"
    ends(unit, milo)
    assert running(milo, "visit") == "2027-05-11", "twenty working days from 12 April: 3 May is a holiday"


def fresh(record):
    return type(record)._rows.get(pk=record.pk)


def test_no_conference_ends_a_plan_of_a_child_whom_nobody_has_seen_since_the_last(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-03-01 16:00")
    review(unit, milo, when="2027-04-15 10:00")
    conference = heard(unit, milo, when="2027-06-15 10:00")
    visit(made, unit, milo, when="2027-06-01 16:00", recorded="2027-06-15 09:00", how="doorstep")
    with pytest.raises(Unmet, match="seen in person"):
        decided(unit, conference, milo, next_step_for=unit.manager, **ENDS)
    assert row_of(made, milo).state == "OUTLINE"


MOVED = {
    "end_reason": "moved",
    "end_on": date(2027, 3, 10),
    "end_words": "The family lives in Sandford for good",
    "receiving_authority": "Sandford",
    "receiving_conference_on": date(2027, 3, 8),
    "after": "Sandford, Ann Poole, accepted 8 March",
}


def propose(made, unit, case, by=None, **facts):
    children = [ChildAnswers(case, {**MOVED, **facts})]
    return perform(made.propose_end, by=by or unit.manager, at=at("2027-03-12 09:00"), children=children)


def agree(made, unit, case, by):
    return perform(made.agree_end, by=by, at=at("2027-03-12 15:00"), children=[case])


@pytest.fixture
def seen(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-03-01 16:00")
    return perform(
        made.give_view,
        by=unit.manager,
        at=at("2027-03-01 17:00"),
        agency=unit.agency("social-care"),
        children=[milo],
        view="no-view",
    )


def test_a_listed_event_ends_a_plan_by_a_manager_and_a_conference_chair_together(unit, milo, seen):
    made = propose(seen, unit, milo)
    assert row_of(made, milo).state == "OUTLINE" and running(milo, "visit") == "2027-03-15"
    for nobody in (unit.out_of_hours,):
        with pytest.raises((NotAllowed, Unmet)):
            agree(made, unit, milo, nobody)
    made = agree(made, unit, milo, chair(unit))
    row = row_of(made, milo)
    assert (row.state, row.ended_on, row.end_reason) == ("ENDED", date(2027, 3, 10), "moved")
    assert running(milo, "visit") is None and ended(milo, "visit") == "not_needed"


def test_the_chair_may_say_why_the_plan_goes_on(unit, milo, seen):
    made = propose(seen, unit, milo)
    made = perform(
        made.decline_end,
        by=chair(unit),
        at=at("2027-03-12 15:00"),
        children=[milo],
        reason="No conference there yet",
    )
    row = row_of(made, milo)
    assert (row.state, row.end_reason, row.end_declined_because) == ("OUTLINE", "", "No conference there yet")
    with pytest.raises(Unmet, match="Nobody has proposed"):
        agree(made, unit, milo, chair(unit))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"receiving_conference_on": None}, "receiving authority"),
        ({"end_reason": "eighteen"}, "not yet 18"),
        ({"end_reason": "died"}, "Record the death"),
        ({"after": ""}, "who has accepted"),
        ({"end_on": date(2027, 1, 18)}, "one day"),
    ],
)
def test_an_end_that_is_not_one_of_the_listed_events_is_refused(unit, milo, seen, facts, said):
    with pytest.raises(Unmet, match=said):
        propose(seen, unit, milo, **facts)


def test_an_end_without_the_child_seen_is_refused_unless_the_authority_there_has_seen_the_child(unit, milo):
    made = plan(unit, milo)
    with pytest.raises(Unmet, match="See the child"):
        propose(made, unit, milo)
    made = perform(
        made.give_view,
        by=unit.manager,
        at=at("2027-03-01 17:00"),
        agency=unit.agency("social-care"),
        children=[milo],
        view="no-view",
    )
    propose(made, unit, milo, seen_there_by="Ann Poole, Sandford", seen_there_on=date(2027, 3, 9))


def test_a_child_has_one_open_plan(unit, milo):
    plan(unit, milo)
    second = held(unit, milo, when="2027-01-25 10:00")
    with pytest.raises((Unmet, Conflict, WrongState)):
        decided(unit, second, milo)
    assert ChildProtectionPlanChild._rows.filter(case=milo).count() == 1


def test_a_plan_never_begins_and_ends_on_one_day(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-01-18 11:00")
    with pytest.raises((Unmet, Conflict, BadInput)):
        ends(unit, milo, when="2027-01-18 12:00")
    assert row_of(made, milo).state == "OUTLINE"


def test_a_brother_who_joins_later_starts_on_his_own_day(unit, milo, ivy):
    made = plan(unit, milo)
    conference = held(unit, milo, ivy, when="2027-04-15 10:00", purpose="review")
    decided(unit, conference, milo, step="continue_plans")
    decided(unit, conference, ivy)
    assert row_of(made, ivy).started_on == date(2027, 4, 15)
    assert row_of(made, milo).started_on == date(2027, 1, 18)
    assert running(ivy, "long-plan-review") == "2028-07-15"
    assert running(milo, "long-plan-review") == "2028-04-18"


def lives_with(unit, child, other, kind):
    by = {"by": unit.manager, "at": at("2026-12-24 09:00")}
    perform(child.relate, **by, other=other, kind=kind, same_household=True)


@pytest.mark.parametrize("joined", ["alongside", "by their mother"])
def test_a_sister_conferenced_alone_joins_the_plan_of_the_household(unit, milo, ivy, joined):
    leanne = unit.child("Leanne", at=at("2026-12-24 09:00"))
    lives_with(unit, milo.child, leanne, "mother")
    if joined == "by their mother":
        lives_with(unit, ivy.child, leanne, "mother")
    made = plan(unit, milo)
    if joined == "alongside":
        perform(made.take_alongside, by=unit.practitioner, at=at("2027-01-20 09:00"), cases=[ivy])
    decided(unit, held(unit, ivy, when="2027-02-03 10:00"), ivy, category="EMO")
    made = ChildProtectionPlan._rows.get()
    assert [row_of(made, case).started_on for case in (milo, ivy)] == [date(2027, 1, 18), date(2027, 2, 3)]
    assert (running(milo, "first-core-group"), running(ivy, "first-core-group")) == (
        "2027-02-01",
        "2027-02-17",
    )


def test_a_child_of_another_household_has_a_plan_of_its_own(unit, milo, ivy):
    plan(unit, milo)
    decided(unit, held(unit, ivy, when="2027-02-03 10:00"), ivy)
    assert ChildProtectionPlan._rows.count() == 2


def test_a_plan_that_was_worked_is_never_withdrawn(unit, milo):
    made = plan(unit, milo)
    visit(made, unit, milo, when="2027-01-25 16:00")
    with pytest.raises(Unmet, match="never withdrawn"):
        perform(
            fresh(made).withdraw, by=unit.service_manager, at=at("2027-01-26 09:00"), reason="Wrong child"
        )


def test_nothing_of_a_plan_lapses_by_itself(unit, milo):
    """Two years without anybody: the plan stands, its clocks run and are late."""
    made = plan(unit, milo)
    with time_machine.travel(at("2029-01-18 10:00")):
        sweep_clocks(at("2029-01-18 10:00"))
    assert row_of(made, milo).state == "OUTLINE"
    for code in ("first-core-group", "visit", "first-review-conference", "long-plan-review"):
        assert running(milo, code) is not None, code


def test_what_a_plan_owes_is_told_with_or_without_a_clock_and_being_away_is_never_the_next_thing(unit, milo):
    made = plan(unit, milo, lead_practitioner=None)
    owed = owed_in(ChildProtectionPlan)
    asked = {"record_away", "propose_end"} & {each.step for each in owed}
    assert not asked
    standing = [each.says for each in owed if made.children.filter(each.when).exists()]
    assert standing == ["Make the detailed plan in the core group", "Name the lead practitioner of the plan"]
