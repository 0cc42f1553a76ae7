"""S1, Christmas 2026: Milo, from the school's call two days before the holidays to the end of his plan.

Every date of the worked case, by HTTP, through both doors. A naive count of weekdays gives 14 January.
"""

from datetime import date

import pytest

from tests.journeys import families
from tests.journeys.doors import Refusal, due, due_of, met, met_of, running
from tests.journeys.families import referral
from tests.journeys.onwards import (
    ALONE,
    act_on,
    approve,
    ask_for_conference,
    ask_for_medical,
    book_provisionally,
    chair_of,
    core_group,
    decide_at_conference,
    examine,
    facts,
    family_worker,
    hold_conference,
    invite_parent,
    invite_school,
    plan_of,
    report_medical,
    report_to_conference,
    schedule,
    send_notice,
    share_report,
    subject_of_a_plan,
    visit,
    write_minutes,
)
from tests.journeys.working import (
    agree,
    contribute,
    decide,
    discuss,
    enquire,
    enquiry_of,
    issue,
    propose,
    receive,
    screen,
    views,
)

pytestmark = pytest.mark.usefixtures("committing")

CF, PL = "conferences", "plans"


def test_s1_christmas_from_the_referral_to_the_end_of_the_plan(door):
    unit = door.unit
    door.on("2026-12-23 11:40")
    milo = receive(door, referral("S1", "He said his stepfather hit him", families.MILO, source="2A"))
    assert due_of(milo, "referral-decision") == ["2026-12-24"]
    assert door.read("referrals", milo, unit.front_door)["source"] == "2A"
    case = screen(door, milo)["Milo"]
    assert "Marta Wilk" in door.page(f"/cases/{case}/", unit.service_manager), (
        "safe tonight, on the first day"
    )
    door.on("2026-12-24 10:00")
    decide(door, milo, "Milo")
    assert met_of(milo, "referral-decision") == ["2026-12-24"]
    assert due(case, "assessment") == "2027-03-01"

    # Christmas Eve: the discussion, the medical, and a day kept for the conference.
    door.on("2026-12-24 15:00")
    discussion = discuss(door, [case])
    contribute(door, "strategy-discussions", discussion, ["Milo"])
    agree(door, discussion, "Milo")
    assert due_of(discussion, "strategy-record") == ["2026-12-29"]
    assert due(case, "initial-conference") == "2027-01-19"
    enquiry = enquiry_of(case)
    book_provisionally(door, enquiry, "2027-01-18", "Milo")
    medical = ask_for_medical(door, case, discussion)
    assert due_of(medical, "medical-acute") == ["2026-12-25T15:00:00+00:00"]
    door.on("2026-12-24 19:00")
    examine(door, medical)
    assert met_of(medical, "medical-acute") == met_of(medical, "preliminary-opinion") == ["2026-12-24"]
    assert due_of(medical, "medical-report") == ["2026-12-31"]
    door.on("2026-12-29 10:00")
    issue(door, discussion, "Milo")
    assert met_of(discussion, "strategy-record") == ["2026-12-29"]
    enquire(door, enquiry, "Milo", mother="Jo Farr")
    assert met(case, "child-seen") == "2026-12-29"
    door.on("2026-12-31 12:00")
    report_medical(door, medical)
    assert met_of(medical, "medical-report") == ["2026-12-31"]
    door.on("2027-01-06 11:00")
    invite_school(door, "section-47-enquiries", enquiry)
    views(door, "section-47-enquiries", enquiry, ["Milo"], "for", "His account, and the marks")
    propose(door, enquiry, "likely", "Milo")
    approve(door, enquiry, "Milo")
    assert due(case, "initial-conference") == "2027-01-19", "an outcome moves no conference"
    door.shows(case, initial_conference="2027-01-19", assessment="2027-03-01")

    # The conference: reports five and three working days before it.
    door.on("2027-01-07 09:30")
    conference = ask_for_conference(door, case)
    assert door.read(CF, conference, chair_of(unit))["provisional_on"] == "2027-01-18"
    with pytest.raises(Refusal) as refused:
        schedule(door, conference, "2027-01-20 10:00", kinds=())
    assert "Tuesday 19 January 2027" in refused.value.said
    schedule(door, conference, "2027-01-18 10:00")
    mother = invite_parent(door, conference, "Jo Farr")
    assert due_of(conference, "agency-report") == ["2027-01-11"] * 4
    assert due_of(conference, "parents-report") == ["2027-01-13"]
    door.on("2027-01-11 15:00")
    report_to_conference(door, conference, "Milo")
    assert met_of(conference, "agency-report") == ["2027-01-11"] * 4
    door.on("2027-01-13 16:00")
    share_report(door, conference, mother)
    assert met_of(conference, "parents-report") == ["2027-01-13"]
    door.on("2027-01-18 12:00")
    hold_conference(door, conference)
    assert met(case, "initial-conference") == "2027-01-18"
    assert due_of(conference, "decision-notice") == ["2027-01-19"]
    assert due_of(conference, "minutes") == ["2027-02-15"]
    views(door, CF, conference, ["Milo"], "for", "Nothing has changed at home")
    decide_at_conference(
        door,
        conference,
        "make_plans",
        Milo=subject_of_a_plan(
            door,
            "PHY",
            "Hit more than once, by somebody who lives there",
            core_group_on=date(2027, 2, 1),
            previous_plans=0,
        ),
    )
    assert due(case, "first-core-group") == due(case, "visit") == "2027-02-01"
    assert due(case, "first-review-conference") == "2027-04-18"
    door.shows(case, first_core_group="2027-02-01", visit="2027-02-01", first_review_conference="2027-04-18")
    door.on("2027-01-19 10:00")
    send_notice(door, conference)
    assert met_of(conference, "decision-notice") == ["2027-01-19"]

    # The plan is worked; each visit counts from the one before it.
    plan = plan_of(case)
    row = facts(door, PL, plan)["Milo"]
    said = (row["state"], row["started_on"], row["initial_category"], row["latest_category"])
    assert said == ("OUTLINE", "2027-01-18", "PHY", "PHY")
    door.on("2027-02-01 16:30")
    act_on(door, plan, "Milo", "2027-02-12", "Jo Farr, mother")
    core_group(door, plan, "Milo", detail=True)
    assert met(case, "first-core-group") == "2027-02-01" and due(case, "core-group") == "2027-03-15"
    for day, following in (
        ("2027-02-01", "2027-02-15"),
        ("2027-02-15", "2027-03-01"),
        ("2027-03-01", "2027-03-15"),
        ("2027-03-15", "2027-03-31"),
    ):
        door.on(f"{day} 17:00")
        visit(door, plan, Milo=ALONE)
        assert met(case, "visit") == day and due(case, "visit") == following
        if day == "2027-02-15":
            write_minutes(door, conference)
            assert met_of(conference, "minutes") == ["2027-02-15"]
    core_group(door, plan, "Milo")
    assert met(case, "core-group") == "2027-03-15" and due(case, "core-group") == "2027-04-26"

    # The first review is due on a Sunday: the last day on which it can be held is the Friday before.
    door.on("2027-03-31 17:00")
    visit(door, plan, Milo=ALONE)
    review = ask_for_conference(door, case, purpose="review")
    for wrong, says in (("2027-04-18 10:00", "no working day"), ("2027-04-19 10:00", "Friday 16 April 2027")):
        with pytest.raises(Refusal) as refused:
            schedule(door, review, wrong, kinds=())
        assert says in refused.value.said
    schedule(door, review, "2027-04-15 10:00")
    assert due_of(review, "agency-report") == ["2027-04-08"] * 4
    assert due_of(review, "parents-report") == ["2027-04-08"], "five working days before a review"
    door.on("2027-04-08 09:00")
    report_to_conference(door, review, "Milo")
    door.on("2027-04-15 11:30")
    hold_conference(door, review)
    views(door, CF, review, ["Milo"], "for", "Better, and not yet safe")
    decide_at_conference(
        door,
        review,
        "continue_plans",
        Milo=subject_of_a_plan(
            door, "PHY", "He is back in the flat at weekends", core_group_on=date(2027, 4, 26)
        ),
    )
    assert met(case, "first-review-conference") == "2027-04-15"
    assert due(case, "review-conference") == "2027-10-15"
    door.shows(case, review_conference="2027-10-15", core_group="2027-04-26")
    assert "first-review-conference" not in running(case)

    # The second review ends the plan, and not before Milo was seen.
    door.on("2027-09-20 10:00")
    last = ask_for_conference(door, case, purpose="review")
    schedule(door, last, "2027-10-14 10:00")
    door.on("2027-10-06 09:00")
    report_to_conference(door, last, "Milo")
    door.on("2027-10-14 11:30")
    hold_conference(door, last)
    views(door, CF, last, ["Milo"], "against", "He has not been hit since March")
    ends = {
        "why": "The stepfather has moved out; Milo says he is not afraid",
        "ends_as": "family-help",
        "safety_plan": "He rings his nan",
        "next_step_for": family_worker(unit),
    }
    with pytest.raises(Refusal) as refused:
        decide_at_conference(door, last, "end_plans", Milo=ends)
    assert refused.value.status == 409 and "seen" in refused.value.said
    visit(door, plan, Milo=ALONE)
    assert met(case, "visit") == "2027-10-14, late"
    decide_at_conference(door, last, "end_plans", Milo=ends)
    assert met(case, "review-conference") == "2027-10-14"
    row = facts(door, PL, plan)["Milo"]
    assert (row["state"], row["started_on"], row["ended_on"]) == ("ENDED", "2027-01-18", "2027-10-14")
    ended = {"visit", "core-group", "first-core-group", "review-conference", "first-review-conference"}
    assert not ended & running(case)
