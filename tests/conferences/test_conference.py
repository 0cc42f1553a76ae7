"""The conference: booked as planned, recorded as it was, decided for each child, and followed up."""

import pytest

from conferences.models import Conference, ConferenceChild
from cpu.models import AuditEvent, Clock
from strategy.models import Section47Enquiry
from tests.conferences.meeting import asked, book, booked, chair, decide, held, office, plan, seen, views
from tests.strategy.family import child, ended, enquiry, row_of, running, says
from tests.unit_of_people import Unit, at
from tests.walker import fresh
from unit.models import LocalPolicy
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Unmet, WrongState

pytestmark = pytest.mark.usefixtures("committing")

MAY = "2027-05-10 10:00"
DAY = "2027-05-24 11:00"
AFTER = "2027-05-24 12:30"
NO_PLAN = {"why": "Rowan was never hurt, and his father left", "safety_plan": "Rowan sleeps at his aunt's"}


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy")


@pytest.fixture
def rowan(unit):
    return child(unit, "Rowan")


def due(conference, code: str) -> list[str]:
    clocks = Clock._rows.filter(record=conference.pk, timescale=code, stopped_at__isnull=True).order_by("pk")
    return [each.due_on.isoformat() for each in clocks]


def invite(unit, conference, kind, when=MAY, **more):
    return perform(conference.invite, by=office(unit), at=at(when), agency=unit.agency(kind), **more)


def invite_parent(unit, conference, name, when=MAY):
    perform(conference.invite_person, by=office(unit), at=at(when), name=name, role="parent")
    return conference.invitedperson_rows.get(name=name)


# Booking: a plan may be refused, each time with a sentence that says what to do


@pytest.mark.parametrize(
    ("moment", "says_"),
    [
        ("2027-05-22 10:00", "Saturday 22 May 2027 is no working day: choose a working day."),
        ("2027-05-31 10:00", "bank holiday"),
        ("2027-04-29 10:00", "the enquiry began on Friday 30 April 2027"),
    ],
)
def test_no_conference_is_booked_for_a_day_that_cannot_be(unit, ivy, moment, says_):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    with pytest.raises(BadInput) as refused:
        book(unit, conference, moment, MAY)
    assert says_ in says(refused)
    assert Conference._rows.get().state == "REQUESTED"


def test_a_conference_is_booked_by_night_for_the_next_working_day(unit, ivy):
    conference = asked(unit, ivy, when="2027-05-16 02:00")
    night = unit.out_of_hours
    booked_ = perform(
        conference.schedule,
        by=night,
        at=at("2027-05-16 02:05"),
        planned_for=at("2027-05-17 10:00"),
        how="meeting",
        chair=chair(unit),
    )
    assert booked_.state == "SCHEDULED"


def test_whoever_had_a_part_in_the_case_of_any_sibling_does_not_chair(unit, ivy, rowan):
    """Allocated worker, line manager, chair of the strategy discussion, approver of an outcome."""
    enquiry(unit, rowan)
    conference = asked(unit, ivy, rowan)
    with pytest.raises(BadInput) as refused:
        book(unit, conference, DAY, MAY, chair=unit.manager)
    assert "chaired the strategy discussion" in says(refused)
    assert "manages the team that works with the child" in says(refused)
    perform(rowan.allocate, by=unit.manager, at=at(MAY), to=unit.practitioner, words="Hers")
    perform(rowan.accept, by=unit.practitioner, at=at(MAY))
    with pytest.raises(BadInput, match="works with the child"):
        book(unit, conference, DAY, MAY, chair=unit.practitioner)
    assert book(unit, conference, DAY, MAY).state == "SCHEDULED"


def test_whoever_has_no_role_that_chairs_is_not_booked_as_the_chair(unit, ivy):
    stranger = unit.user("team-manager", team="family-help", name="Ola Brandt")
    with pytest.raises(BadInput, match="Ola Brandt has no role that chairs conferences"):
        book(unit, asked(unit, ivy), DAY, MAY, chair=stranger)


def test_whoever_approved_an_outcome_does_not_chair(unit, ivy):
    found = enquiry(unit, ivy)
    row = {"outcome": "likely", "outcome_why": "Twice", "conference": "needed", "rests_on": ["own-words"]}
    perform(found.propose_outcome, by=unit.practitioner, at=at(MAY), children=[ChildAnswers(ivy, row)])
    other = unit.user("team-manager", team="family-help", name="Ola Brandt")
    perform(ivy.involve, by=unit.manager, at=at(MAY), role="co-worker", user=other)
    perform(found.approve_outcome, by=other, at=at(MAY), children=[ivy], comment="Agreed")
    with pytest.raises(BadInput, match="approved the outcome"):
        book(unit, asked(unit, ivy), DAY, MAY, chair=other)


def test_later_than_it_is_due_needs_a_manager_and_this_chair_each_in_their_own_sign_in(unit, ivy):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    late = "2027-05-26 10:00"
    with pytest.raises(BadInput, match="due by Monday 24 May 2027"):
        book(unit, conference, late, MAY)
    with pytest.raises(Unmet, match="manager agrees first"):
        perform(conference.agree_later_as_chair, by=chair(unit), at=at(MAY), reason="Both parents can come")
    agreed = {"until_on": at(late).date(), "reason": "The father is released on the 25th"}
    perform(conference.agree_later_as_manager, by=unit.manager, at=at(MAY), **agreed)
    with pytest.raises(BadInput, match="reasons of a manager and of this chair"):
        book(unit, conference, late, MAY)
    perform(conference.agree_later_as_chair, by=chair(unit), at=at(MAY), reason="Both parents can come")
    with pytest.raises(BadInput, match="due by Monday 24 May"):
        book(unit, conference, late, MAY, chair=chair(unit, "Someone Else"))
    book(unit, conference, late, MAY)
    assert running(ivy, "initial-conference") == "2027-05-24", "agreed to be late it is late all the same"


def test_a_conference_that_is_late_already_is_booked_by_one_worker_at_night(unit, ivy):
    """There is no earlier day to choose: nothing protective waits for two reasons, and it stays late."""
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    on_the_last_day = "2027-05-24 12:00"
    with pytest.raises(BadInput, match="due by Monday 24 May 2027"):
        book(unit, conference, "2027-05-25 10:00", on_the_last_day)
    perform(
        conference.schedule,
        by=unit.out_of_hours,
        at=at("2027-05-25 02:00"),
        planned_for=at("2027-05-25 10:00"),
        how="meeting",
        chair=chair(unit),
    )
    assert running(ivy, "initial-conference") == "2027-05-24"


def test_what_was_booked_provisionally_in_the_enquiry_is_taken_over(unit, ivy, rowan):
    first = enquiry(unit, ivy, rowan)
    perform(
        first.book_conference_provisionally,
        by=unit.practitioner,
        at=at("2027-04-30 12:00"),
        planned_on=at("2027-05-20 09:00").date(),
        chair="Ruth Amadi",
        children=[ivy, rowan],
    )
    conference = asked(unit, ivy, rowan)
    assert (
        conference.provisional_on.isoformat() == "2027-05-20" and conference.provisional_chair == "Ruth Amadi"
    )
    assert {row.enquiry for row in conference.children.all()} == {first}


def test_one_conference_at_a_time_is_asked_for_a_child(unit, ivy):
    asked(unit, ivy)
    with pytest.raises(Conflict, match="already asked for this child"):
        asked(unit, ivy)


def test_any_agency_may_ask_for_a_conference(unit, ivy):
    perform(ivy.involve, by=unit.manager, at=at(MAY), role="officer", user=unit.police)
    by_police = perform(
        Conference().request,
        by=unit.police,
        at=at(MAY),
        cases=[ivy],
        purpose="initial",
        reason="A third incident",
    )
    assert by_police.requested_by == unit.police
    assert Conference.visible_to(unit.police).filter(pk=by_police.pk).exists()


def test_the_conference_service_sees_what_is_asked_of_it(unit, ivy):
    conference = asked(unit, ivy)
    for user in (chair(unit), office(unit)):
        assert Conference.visible_to(user).get() == conference
        assert [row.case for row in conference.rows_visible_to(user)] == [ivy]


# What is due before it


def test_reports_are_due_five_and_three_working_days_before_it(unit, ivy):
    """S3: agencies on Monday 17 May, parents on Wednesday 19 May."""
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    invite(unit, conference, "police")
    assert due(conference, "agency-report") == []
    book(unit, conference, "2027-05-24 10:00", MAY)
    invite(unit, conference, "health")
    assert due(conference, "agency-report") == ["2027-05-17", "2027-05-17"]
    assert due(conference, "parents-report") == ["2027-05-19"]


def test_moved_to_another_day_reports_are_counted_anew_and_the_law_is_not(unit, ivy):
    enquiry(unit, ivy)
    conference = booked(unit, ivy, for_="2027-05-18 10:00")
    invite(unit, conference, "police")
    invite(unit, conference, "health")
    came = at("2027-05-11 09:00")
    perform(
        conference.receive_report, by=office(unit), at=came, agency=unit.agency("health"), received_at=came
    )
    assert due(conference, "agency-report") == ["2027-05-11"]
    perform(
        conference.rebook,
        by=office(unit),
        at=at("2027-05-12 09:00"),
        planned_for=at("2027-05-21 10:00"),
        reason="The school is closed on the 18th",
    )
    assert due(conference, "agency-report") == ["2027-05-14"], "what has come is not asked for again"
    assert due(conference, "parents-report") == ["2027-05-18"]
    assert running(ivy, "initial-conference") == "2027-05-24"


def test_stood_down_on_the_day_the_child_stays_with_every_clock_and_an_interim_plan(unit, ivy):
    enquiry(unit, ivy)
    conference = booked(unit, ivy, for_="2027-05-20 10:00")
    moved = perform(
        conference.adjourn,
        by=chair(unit),
        at=at("2027-05-20 11:00"),
        happened_at=at("2027-05-20 10:20"),
        reason="Police did not come, and nobody knew the injuries",
        interim_plan="Ivy stays with her grandmother; Nadia sees her on Friday",
        planned_for=at("2027-05-24 10:00"),
    )
    assert moved.state == "SCHEDULED" and moved.held_at is None
    assert row_of(conference, ivy).state == "UNDECIDED"
    assert running(ivy, "initial-conference") == "2027-05-24"
    assert conference.conferencemoved_rows.get().interim_plan.startswith("Ivy stays")


def test_a_report_that_came_stops_its_clock_whether_the_agency_attends_or_not(unit, ivy):
    conference = booked(unit, ivy)
    for kind in ("police", "health"):
        invite(unit, conference, kind)
    perform(ivy.involve, by=unit.manager, at=at(MAY), role="officer", user=unit.police)
    perform(
        conference.contribute,
        by=unit.police,
        at=at("2027-05-14 10:00"),
        agency=unit.agency("police"),
        said_by="PC Lowe",
        text="Two calls to the house",
        family_may_know="yes",
        children=[ivy],
    )
    assert len(due(conference, "agency-report")) == 1
    left = [str(each.agency) for each in Conference._rows.get().reports if each.is_awaited]
    assert left == [str(unit.agency("health"))]
    why = {"agency": unit.agency("health"), "reason": "They know nobody of this family"}
    perform(conference.say_why_no_report, by=office(unit), at=at("2027-05-14 11:00"), **why)
    assert due(conference, "agency-report") == [], "nobody is reminded of what will not come"
    invite(unit, fresh(conference), "health", when="2027-05-14 12:00")
    assert len(due(conference, "agency-report")) == 1, "invited again it owes its report again"


def test_the_parents_report_is_shared_when_the_last_of_them_has_it_or_it_stands_why_not(unit, ivy):
    conference = booked(unit, ivy)
    leanne, dean = invite_parent(unit, conference, "Leanne"), invite_parent(unit, conference, "Dean")
    share = {"by": unit.practitioner, "at": at("2027-05-19 15:00")}
    perform(
        conference.share_report, person=leanne, shared_at=at("2027-05-19 14:00"), by_whom="Nadia", **share
    )
    assert due(conference, "parents-report") == ["2027-05-19"]
    perform(conference.share_report, person=dean, withheld_because="Nobody knows where he is", **share)
    assert due(conference, "parents-report") == []


def test_the_quorum_is_what_the_partnership_had_signed_on_the_day_of_the_conference(unit, ivy, rowan):
    before = asked(unit, ivy)
    held(unit, before, "2027-05-12 10:00", here=("social-care", "police", "health"))
    signed = {"policy": "conference-quorum", "value": "3", "signed_by": "All three, 1 May"}
    wish = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at(MAY),
        from_on=at("2027-05-17 09:00").date(),
        reason="More must know the children",
        **signed,
    )
    perform(wish.approve, by=unit.service_manager, at=at(MAY))
    after = asked(unit, rowan)
    held(unit, after, "2027-05-18 10:00", here=("social-care", "police", "health"))
    assert fresh(before).quorate and not fresh(after).quorate
    with pytest.raises(Unmet, match="3 further agencies that know the children"):
        decide(unit, fresh(after), "decide_no_plan", "2027-05-18 11:00", {rowan: NO_PLAN})


def test_only_the_chair_excludes_somebody_and_says_how_that_person_is_heard(unit, ivy):
    conference = booked(unit, ivy)
    dean = invite_parent(unit, conference, "Dean")
    said = {
        "person": dean,
        "reason": "He threatened the school",
        "heard_how": "In writing, read by the chair",
    }
    with pytest.raises(NotAllowed):
        perform(conference.exclude_person, by=office(unit), at=at(MAY), **said)
    perform(conference.exclude_person, by=chair(unit), at=at(MAY), **said)
    row = conference.invitedperson_rows.get(name="Dean")
    assert row.excluded_by == chair(unit) and row.heard_how


# Held: a fact, and never refused


def test_held_on_a_saturday_by_the_team_manager_without_quorum_it_stands_and_is_asked_about(unit, ivy):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    invite(unit, conference, "health")
    record = held(unit, conference, "2027-05-22 10:00", here=("social-care",), chair=unit.manager)
    assert record.state == "HELD" and ended(ivy, "initial-conference") == "met"
    odd = " ".join(Conference._rows.get().odd())
    assert "Held on Saturday 22 May 2027" in odd and "the census cannot carry that date" in odd
    assert "not independent: " in odd and "without its quorum" in odd
    assert f"No report from {unit.agency('health')}" in odd
    # A plan is made all the same.
    decide(unit, conference, "make_plans", "2027-05-22 11:00", {ivy: plan()})
    assert row_of(conference, ivy).state == "PLAN"
    with pytest.raises(Unmet) as refused:
        perform(conference.close, by=office(unit), at=at("2027-07-01 10:00"))
    assert "Held on Saturday" in says(refused)


def test_a_conference_before_its_enquiry_is_recorded_and_asked_about(unit, ivy):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    held(unit, conference, "2027-04-29 10:00")
    assert "Ivy Harcastle: held before the enquiry began." in Conference._rows.get().odd()


# Decided, for each child


def conference_of(unit, *cases, day=DAY, view="for") -> Conference:
    enquiry(unit, *cases)
    conference = booked(unit, *cases)
    held(unit, conference, day)
    views(unit, conference, day, *cases, view=view)
    return conference


def test_s3_two_children_one_day_two_decisions_and_every_date(unit, ivy, rowan):
    conference = conference_of(unit, ivy, rowan)
    seen(unit, rowan)
    decide(unit, conference, "make_plans", AFTER, {ivy: plan("PHY", further_categories=["EMO"])})
    named = {**NO_PLAN, "next_step_for": unit.practitioner}
    decide(unit, conference, "decide_child_in_need", AFTER, {rowan: named})
    assert ended(ivy, "initial-conference") == ended(rowan, "initial-conference") == "met"
    assert due(conference, "decision-notice") == ["2027-05-25"]
    assert due(conference, "minutes") == ["2027-06-22"]
    assert running(ivy, "first-core-group") == "2027-06-08"
    assert running(ivy, "first-review-conference") == "2027-08-24"
    assert running(ivy, "visit") == "2027-06-08"
    assert not any(running(rowan, code) for code in ("first-core-group", "first-review-conference", "visit"))
    plans = ivy.childprotectionplanchild_rows
    assert plans.get().started_on.isoformat() == "2027-05-24" and plans.get().initial_category == "PHY"
    assert not rowan.childprotectionplanchild_rows.exists()
    assert rowan.childinneedplanchild_rows.get().state == "OFFERED"


def test_s1_over_christmas_every_date(unit):
    milo = child(unit, "Milo", "2026-12-23 11:40")
    enquiry(unit, milo, when="2026-12-24 15:00")
    assert running(milo, "initial-conference") == "2027-01-19"
    conference = booked(unit, milo, for_="2027-01-18 10:00", when="2027-01-04 10:00")
    invite(unit, conference, "education", "2027-01-04 10:00")
    assert due(conference, "agency-report") == ["2027-01-11"]
    assert due(conference, "parents-report") == ["2027-01-13"]
    held(unit, conference, "2027-01-18 10:00")
    decide(unit, conference, "make_plans", "2027-01-18 12:00", {milo: plan()})
    assert due(conference, "decision-notice") == ["2027-01-19"]
    assert due(conference, "minutes") == ["2027-02-15"]
    assert running(milo, "first-core-group") == running(milo, "visit") == "2027-02-01"
    clock = Clock._rows.get(case=milo, timescale="first-review-conference")
    assert clock.due_on.isoformat() == "2027-04-18" and clock.last_usable_on.isoformat() == "2027-04-16"
    # The review, held on Thursday 15 April: the next is due by Friday 15 October.
    review = booked(unit, milo, for_="2027-04-15 10:00", when="2027-03-15 10:00", purpose="review")
    held(unit, review, "2027-04-15 10:00")
    assert ended(milo, "first-review-conference") == "met"
    decide(
        unit, review, "continue_plans", "2027-04-15 12:00", {milo: plan("NEG", "Hungry and cold at school")}
    )
    assert running(milo, "review-conference") == "2027-10-15"
    assert milo.childprotectionplanchild_rows.get().latest_category == "NEG"
    assert milo.childprotectionplanchild_rows.get().initial_category == "PHY"


def test_a_visiting_interval_shorter_than_the_areas_is_counted(unit, ivy):
    conference = conference_of(unit, ivy)
    decide(unit, conference, "make_plans", AFTER, {ivy: plan(visiting="every 5 working days")})
    assert running(ivy, "visit") == "2027-06-01"


def test_brothers_and_sisters_join_one_plan_and_keep_their_own_reasons(unit, ivy, rowan):
    conference = conference_of(unit, ivy, rowan)
    with pytest.raises(BadInput, match="own reasons"):
        decide(unit, conference, "make_plans", AFTER, {ivy: plan(), rowan: plan("NEG")})
    decide(unit, conference, "make_plans", AFTER, {ivy: plan()})
    decide(unit, conference, "make_plans", AFTER, {rowan: plan("NEG", "He is left alone at night")})
    rows = [case.childprotectionplanchild_rows.get() for case in (ivy, rowan)]
    assert rows[0].stage == rows[1].stage
    assert [row.initial_category for row in rows] == ["PHY", "NEG"]


def test_a_plan_without_a_category_is_not_made(unit, ivy):
    conference = conference_of(unit, ivy)
    with pytest.raises(BadInput, match="Choose a category"):
        decide(unit, conference, "make_plans", AFTER, {ivy: {"why": "Likely"}})


def test_two_plans_are_never_open_for_one_child(unit, ivy):
    conference = conference_of(unit, ivy)
    decide(unit, conference, "make_plans", AFTER, {ivy: plan()})
    with pytest.raises(WrongState):
        decide(unit, conference, "make_plans", AFTER, {ivy: plan()})
    again = booked(unit, ivy, for_="2027-06-14 10:00", when="2027-06-01 10:00")
    held(unit, again, "2027-06-14 10:00")
    with pytest.raises(Unmet, match="already open"):
        decide(unit, again, "make_plans", "2027-06-14 11:00", {ivy: plan()})


def test_against_a_plan_everything_stands_in_the_way_at_once(unit, ivy):
    """Quorum, the chair, the reports, every agency's view, the child seen, the safety plan, who goes on."""
    enquiry(unit, ivy)
    conference = booked(unit, ivy)
    invite(unit, conference, "housing")
    held(unit, conference, DAY, here=("social-care", "police"))
    with pytest.raises(Unmet) as refused:
        decide(unit, conference, "decide_child_in_need", AFTER, {ivy: {"why": "He has left"}})
    assert {each.guard for each in refused.value.reasons} == {
        "quorum_was_here",
        "every_report_has_come",
        "every_agency_gave_its_view",
        "child_was_seen_lately",
        "safety_plan_is_said",
        "next_worker_is_named",
    }


@pytest.mark.parametrize("step", ["decide_no_plan", "decide_family_help", "decide_child_in_need"])
def test_the_night_never_decides_against_a_plan(unit, ivy, step):
    conference = conference_of(unit, ivy)
    with pytest.raises(NotAllowed):
        decide(unit, conference, step, AFTER, {ivy: NO_PLAN}, by=unit.out_of_hours)


def test_only_the_chair_of_this_conference_decides_against_a_plan(unit, ivy):
    conference = conference_of(unit, ivy)
    seen(unit, ivy)
    with pytest.raises(Unmet, match="Only the chair of this conference"):
        decide(unit, conference, "decide_no_plan", AFTER, {ivy: NO_PLAN}, by=chair(unit, "Someone Else"))
    decide(unit, conference, "decide_no_plan", AFTER, {ivy: NO_PLAN})
    assert row_of(conference, ivy).state == "NO_PLAN"


def test_a_missing_report_is_explained_and_counted_per_team(unit, ivy):
    conference = conference_of(unit, ivy)
    seen(unit, ivy)
    invite(unit, conference, "housing", DAY)
    with pytest.raises(Unmet, match="No report from"):
        decide(unit, conference, "decide_no_plan", AFTER, {ivy: NO_PLAN})
    said = {"every_report_has_come": {"reason": "Housing has let the flat go, and knows no more"}}
    decide(unit, conference, "decide_no_plan", AFTER, {ivy: NO_PLAN}, explained=said)
    event = AuditEvent.of(conference).get(step="decide_no_plan")
    assert event.explained == said and event.agency


def test_a_child_not_put_on_a_plan_may_still_be_when_an_agency_turns_out_right(unit, ivy):
    conference = conference_of(unit, ivy)
    seen(unit, ivy)
    decide(unit, conference, "decide_no_plan", AFTER, {ivy: NO_PLAN})
    decide(unit, conference, "make_plans", "2027-05-25 09:00", {ivy: plan()})
    assert ivy.childprotectionplanchild_rows.get().started_on.isoformat() == "2027-05-24"


# Reviews


def on_a_plan(unit, case) -> Conference:
    conference = conference_of(unit, case)
    decide(unit, conference, "make_plans", AFTER, {case: plan()})
    return conference


def test_a_review_is_never_booked_for_the_day_on_which_the_plan_began(unit, ivy):
    on_a_plan(unit, ivy)
    review = asked(unit, ivy, when=AFTER, purpose="review")
    with pytest.raises(BadInput, match="A review is on a later day"):
        book(unit, review, "2027-05-24 16:00", AFTER)


def test_a_plan_ends_only_with_the_child_seen_since_the_last_conference_and_everyone_heard(unit, ivy):
    on_a_plan(unit, ivy)
    seen(unit, ivy, "2027-05-23 10:00")
    review = booked(unit, ivy, for_="2027-08-20 10:00", when="2027-08-02 10:00", purpose="review")
    held(unit, review, "2027-08-20 10:00")
    after = {
        "why": "Nothing since May; her father is away",
        "safety_plan": "Her aunt has the key",
        "ends_as": "child-in-need",
        "next_step_for": unit.practitioner,
    }
    with pytest.raises(Unmet) as refused:
        decide(unit, review, "end_plans", "2027-08-20 12:00", {ivy: after})
    assert {"every_agency_gave_its_view", "child_was_seen_lately"} <= {
        each.guard for each in refused.value.reasons
    }
    views(unit, review, "2027-08-20 11:00", ivy, view="against")
    visited = at("2027-08-16 10:00")
    perform(
        ivy.childprotectionplanchild_rows.get().stage.record_visit,
        by=unit.practitioner,
        at=visited,
        happened_at=visited,
        how="home",
        place="Home",
        by_whom="Nadia Rahim",
        children=[ChildAnswers(ivy, {"seen": "alone"})],
    )
    decide(unit, review, "end_plans", "2027-08-20 12:00", {ivy: after})
    assert ivy.childprotectionplanchild_rows.get().state == "ENDED"
    assert ivy.childinneedplanchild_rows.get().offered_to == unit.practitioner
    for code in ("visit", "first-core-group", "review-conference", "first-review-conference"):
        assert running(ivy, code) is None


# A child who moves here; a child not yet born


def test_a_transfer_counts_from_the_day_this_authority_was_told_and_visits_go_on(unit, ivy):
    conference = asked(
        unit,
        ivy,
        when="2027-05-12 10:00",
        purpose="transfer-in",
        told_on=at("2027-05-07 09:00").date(),
        origin="Northmere",
        last_visited_on=at("2027-05-05 09:00").date(),
    )
    assert running(ivy, "transfer-in-conference") == "2027-05-28"
    assert running(ivy, "visit") == "2027-05-19"
    held(unit, conference, "2027-05-27 10:00")
    assert ended(ivy, "transfer-in-conference") == "met"
    decide(unit, conference, "make_plans", "2027-05-27 12:00", {ivy: plan(previous_plans=1)})
    row = ivy.childprotectionplanchild_rows.get()
    assert row.started_on.isoformat() == "2027-05-27" and row.origin_authority == "Northmere"
    assert row_of(conference, ivy).enquiry is None, (
        "the census carries its date at the child's details (2884)"
    )


def not_yet_born(unit):
    """The case of a child who is expected on 30 September 2027."""
    from django.db import transaction

    from people.models import Case, Person
    from workflow.perform import Act, _take

    baby = perform(
        Person().expect,
        by=unit.manager,
        at=at(MAY),
        placeholder="Baby",
        expected_on=at("2027-09-30 09:00").date(),
    )
    opening = Case.steps()["open"]
    with transaction.atomic():
        return _take(
            Case(),
            opening,
            Act(unit.manager, at(MAY), opening),
            {"child": baby, "referred_at": at(MAY), "team": unit.team("unit")},
        )


def test_the_visits_go_on_under_the_conference_until_the_plan_begins_here(unit, ivy):
    """By whoever visits meanwhile: the clock of visits is met and counts anew; a call meets nothing."""
    told = {"purpose": "transfer-in", "told_on": at("2027-05-07 09:00").date()}
    conference = asked(unit, ivy, when="2027-05-10 10:00", **told)
    assert running(ivy, "visit") == "2027-05-21"
    said = {"origin": "Northmere", "meanwhile_visits": "A. Carr of Northmere"}
    perform(conference.record_origin, by=unit.practitioner, at=at("2027-05-11 10:00"), **said)
    visit = {"by": unit.practitioner, "at": at("2027-05-19 17:00"), "place": "Home", "by_whom": "A. Carr"}
    happened = {"happened_at": at("2027-05-19 16:00"), "children": [ChildAnswers(ivy, {"seen": "alone"})]}
    with pytest.raises(BadInput, match="A call is no visit"):
        perform(conference.record_visit, how="video", **visit, **happened)
    perform(conference.record_call, how="video", **visit, **happened)
    assert running(ivy, "visit") == "2027-05-21"
    perform(conference.record_visit, how="home", **visit, **happened)
    assert running(ivy, "visit") == "2027-06-03"
    initial = booked(unit, child(unit, "Sam"))
    assert not {"record_visit", "record_origin"} & {x.name for x in initial.steps_open_to(unit.practitioner)}


def test_a_conference_is_not_held_by_correcting_it(unit, ivy):
    conference = booked(unit, ivy)
    with pytest.raises(BadInput, match="Nothing is recorded there yet"):
        perform(
            conference.correct,
            by=chair(unit),
            at=at(AFTER),
            field="held_at",
            value="2027-05-20 10:00",
            reason="Held all the same",
        )


def test_before_birth_it_is_due_three_months_before_and_says_who_is_called(unit):
    unborn = not_yet_born(unit)
    conference = asked(unit, unborn, purpose="pre-birth")
    assert running(unborn, "pre-birth-conference") == "2027-06-30"
    held(unit, conference, "2027-06-28 10:00")
    assert ended(unborn, "pre-birth-conference") == "met"
    decide(unit, conference, "make_plans", "2027-06-28 12:00", {unborn: plan("NEG")})
    assert "who is called when the child is born" in row_of(conference, unborn).still_to_say()
    said = {"birth_call": "The unit, day and night", "birth_meeting": "Discharge meeting, called by the ward"}
    perform(
        conference.plan_for_birth,
        by=unit.practitioner,
        at=at("2027-06-29 10:00"),
        children=[ChildAnswers(unborn, said)],
    )
    assert "who is called when the child is born" not in row_of(conference, unborn).still_to_say()


def test_a_conference_before_birth_is_for_a_child_not_yet_born(unit, ivy):
    with pytest.raises(BadInput, match="Already born: Ivy Harcastle. Ask for an initial conference"):
        asked(unit, ivy, purpose="pre-birth")


@pytest.mark.parametrize("purpose", ["initial", "pre-birth"])
def test_brothers_and_sisters_with_a_child_not_yet_born_each_owe_their_own_date(unit, ivy, purpose):
    """However the one conference is asked for: the enquiry's for Ivy, three months before the birth for the baby."""
    enquiry(unit, ivy)
    unborn = not_yet_born(unit)
    conference = asked(unit, ivy, unborn, purpose=purpose)
    assert (running(ivy, "initial-conference"), running(ivy, "pre-birth-conference")) == ("2027-05-24", None)
    assert running(unborn, "pre-birth-conference") == "2027-06-30"
    assert [row.case for row in conference.eligible(Conference.steps()["plan_for_birth"])] == [unborn]
    held(unit, conference, "2027-05-21 10:00")
    assert ended(ivy, "initial-conference") == ended(unborn, "pre-birth-conference") == "met"
    said = {ivy: plan("PHY", "Two injuries"), unborn: plan("NEG", "Born into the same home")}
    decide(unit, conference, "make_plans", "2027-05-21 12:00", said)
    missing = "who is called when the child is born"
    assert missing in row_of(conference, unborn).still_to_say()
    assert missing not in row_of(conference, ivy).still_to_say()


def test_a_report_is_also_the_answer_to_what_the_agency_was_asked(unit, ivy):
    conference = booked(unit, ivy)
    school, when = unit.agency("education"), at("2027-05-11 10:00")
    asking = {"agency": school, "question": "How often is she away?", "urgency": "section 47"}
    perform(conference.invite, by=unit.manager, at=when, agency=school)
    perform(conference.ask, by=unit.manager, at=when, **asking)
    assert due(conference, "information-request") and due(conference, "agency-report")
    perform(
        conference.contribute,
        by=unit.manager,
        at=when,
        children=[ivy],
        agency=school,
        said_by="J. Marsh",
        text="Nine days since Easter",
        family_may_know="yes",
    )
    assert due(conference, "information-request") == due(conference, "agency-report") == []


# What follows


def test_notice_minutes_corrections_and_complaint_each_stop_their_own_clock(unit, ivy):
    conference = on_a_plan(unit, ivy)
    when = at("2027-05-25 10:00")
    perform(
        conference.send_notice, by=office(unit), at=when, sent_at=when, to_whom="Leanne, and all agencies"
    )
    assert due(conference, "decision-notice") == []
    with pytest.raises(Unmet, match="chair approves"):
        perform(conference.circulate_minutes, by=office(unit), at=when, circulated_at=when, to_whom="All")
    perform(conference.draft_minutes, by=chair(unit), at=when, words="Held in the town hall")
    with pytest.raises(NotAllowed):
        perform(conference.approve_minutes, by=chair(unit), at=when)
    perform(conference.draft_minutes, by=office(unit), at=when, words="Held in the town hall")
    perform(conference.approve_minutes, by=chair(unit), at=when)
    perform(conference.circulate_minutes, by=office(unit), at=when, circulated_at=when, to_whom="All")
    assert due(conference, "minutes") == []
    june = at("2027-06-01 10:00")
    wrong = {"asked_by": "Leanne", "received_at": june, "what": "I said Tuesday"}
    perform(conference.ask_for_correction, by=office(unit), at=june, **wrong)
    assert due(conference, "minutes-correction") == ["2027-06-15"]
    complaint = {"from_whom": "Leanne", "received_at": june, "about": "category", "words": "It was neglect"}
    perform(conference.record_complaint, by=office(unit), at=june, **complaint)
    assert due(conference, "conference-complaint") == ["2027-06-15"]
    with pytest.raises(Unmet) as refused:
        perform(conference.close, by=office(unit), at=june)
    assert {"corrections_are_answered", "complaints_are_answered"} <= {r.guard for r in refused.value.reasons}
    answered = {"by": unit.manager, "answer": "not-agreed"}
    first = conference.conferencecomplaint_rows.get()
    perform(
        conference.answer_complaint, at=at("2027-06-02 10:00"), complaint=first, words="It stands", **answered
    )
    perform(
        conference.raise_complaint,
        by=office(unit),
        at=at("2027-06-03 10:00"),
        complaint=conference.conferencecomplaint_rows.get(),
        entered_at=at("2027-06-03 10:00"),
        reason="Not satisfied",
    )
    assert due(conference, "conference-complaint") == ["2027-06-17"]
    first, second = conference.conferencecomplaint_rows.all()
    assert (second.stage_number, second.words) == (2, "Not satisfied")
    assert (first.stage_number, first.answer_words) == (1, "It stands"), "each stage stays readable"
    perform(
        conference.answer_complaint,
        at=at("2027-06-04 10:00"),
        complaint=second,
        **answered,
        words="The panel agrees with the category",
    )
    assert due(conference, "conference-complaint") == []
    perform(
        conference.answer_correction,
        by=chair(unit),
        at=at("2027-06-04 10:00"),
        correction=conference.minutescorrection_rows.get(),
        answer="agreed",
        words="It was Tuesday",
    )
    assert due(conference, "minutes-correction") == []
    assert row_of(conference, ivy).state == "PLAN", "the decision stands meanwhile"
    # Answered once: nobody overwrites it, and nobody is offered to.
    with pytest.raises(BadInput, match="Answered by .*: not agreed. Take it to its next stage"):
        perform(conference.answer_complaint, at=june, complaint=second, words="After all", **answered)
    offered = {each.name for each in Conference._rows.get().steps_open_to(unit.manager)}
    assert not {"answer_complaint", "answer_correction"} & offered
    assert "raise_complaint" in {each.name for each in Conference._rows.get().steps_open_to(office(unit))}
    with pytest.raises(Unmet) as refused:
        perform(conference.close, by=office(unit), at=june)
    assert {each.guard for each in refused.value.reasons} == {"plans_are_whole"}


def test_what_the_night_left_out_is_owed_and_added_by_day(unit, ivy):
    conference = on_a_plan(unit, ivy)
    assert len(row_of(conference, ivy).still_to_say()) == 6
    facts = {
        "lead_practitioner": unit.practitioner,
        "core_group": "School, health visitor, Leanne",
        "core_group_on": at("2027-06-03 10:00").date(),
        "outline": "Hit at home; nobody hits her",
        "contingency": "Legal planning",
        "previous_plans": 0,
    }
    perform(
        conference.complete_decision,
        by=unit.practitioner,
        at=at("2027-05-25 09:00"),
        children=[ChildAnswers(ivy, facts)],
    )
    assert row_of(conference, ivy).still_to_say() == []
    on_plan = ivy.childprotectionplanchild_rows.get()
    assert on_plan.lead_practitioner == unit.practitioner, "said once, for conference and plan"
    assert (on_plan.outline, on_plan.previous_plans) == ("Hit at home; nobody hits her", 0)


def test_a_conference_is_withdrawn_only_by_a_manager_who_says_what_comes_instead(unit, ivy):
    conference = on_a_plan(unit, ivy)
    with pytest.raises(Unmet) as refused:
        perform(conference.withdraw, by=unit.manager, at=at(AFTER), reason="Wrong child")
    assert {each.guard for each in refused.value.reasons} == {
        "no_plan_came_of_it",
        "nothing_was_decided",
        "no_conference_is_owed",
    }


def test_a_date_of_holding_mended_moves_what_stood_on_it(unit, ivy):
    conference = on_a_plan(unit, ivy)
    perform(
        conference.correct,
        by=chair(unit),
        at=at("2027-05-26 09:00"),
        field="held_at",
        value="2027-05-21 11:00",
        reason="Written up for the wrong day",
    )
    assert due(conference, "decision-notice") == ["2027-05-24"]
    assert running(ivy, "first-review-conference") == "2027-08-21"
    row = ivy.childprotectionplanchild_rows.get()
    assert row.started_on.isoformat() == "2027-05-21", "a plan is never dated other than its conference"
    assert running(ivy, "long-plan-review") == "2028-08-21"


def test_who_must_not_meet_whom_is_said_once_and_kept(unit, ivy):
    conference = booked(unit, ivy)
    perform(
        conference.say_who_must_not_meet,
        by=unit.practitioner,
        at=at(MAY),
        words="Dean and Leanne: Dean by video",
    )
    assert Conference._rows.get().must_not_meet.startswith("Dean and Leanne")


def test_a_child_who_joins_late_is_covered_and_decided_alone(unit, ivy, rowan):
    conference = conference_of(unit, ivy)
    enquiry(unit, rowan, when="2027-05-20 10:00")
    assert running(rowan, "initial-conference") == "2027-06-11"
    perform(conference.add_children, by=unit.practitioner, at=at(AFTER), cases=[rowan])
    assert ended(rowan, "initial-conference") == "met"
    assert ConferenceChild._rows.get(case=rowan).enquiry == Section47Enquiry._rows.latest("pk")
