"""S5, harm outside the family: Dario, made to carry for others, from the youth service's call to the end.

The same clocks as at home, with parents who protect as partners in a plan of their own beside the conference's.
"""

from datetime import date

import pytest

from tests.journeys import families
from tests.journeys.doors import Door, Refusal, due, due_of, met, met_of, running
from tests.journeys.families import referral
from tests.journeys.onwards import (
    ALONE,
    AT_THE_TABLE,
    accept_plan,
    approve,
    ask_for_conference,
    book_provisionally,
    core_group,
    decide_at_conference,
    facts,
    hold_conference,
    invite_parent,
    invite_school,
    plan_of,
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
    assessment_of,
    contribute,
    decide,
    discuss,
    enquire,
    enquiry_of,
    propose,
    ready,
    receive,
    rows,
    screen,
    views,
)

pytestmark = pytest.mark.usefixtures("committing")

SD, S47, CF, PL, RH, ME = (
    "strategy-discussions",
    "section-47-enquiries",
    "conferences",
    "plans",
    "risk-outside-the-home-plans",
    "missing-episodes",
)


def test_s5_exploitation_outside_the_family_from_the_referral_to_the_end(door):
    door.on("2027-08-26 10:00")
    dario = receive(
        door,
        referral(
            "S5",
            "Carries packages for older boys",
            families.DARIO,
            source="5B",
            concern={
                "harm_types": ["emotional_abuse"],
                "contextual_factors": ["child_criminal_exploitation"],
            },
            consent={"parents_aware": "yes"},
        ),
    )
    assert due_of(dario, "referral-decision") == ["2027-08-27"]
    case = screen(door, dario)["Dario"]
    door.on("2027-08-27 09:30")
    decide(door, dario, "Dario")
    assert due(case, "assessment") == "2027-10-29", "30 August is a holiday"

    enquiry = enquired_into_with_the_parents(door, case)
    outside = a_plan_with_the_parents_as_partners(door, case)
    missing_twice(door, case)
    plan = to_the_conference(door, case, enquiry)
    worked_and_reviewed(door, case, plan)
    ended(door, case, plan, outside)


def enquired_into_with_the_parents(door: Door, case: str) -> str:
    """Police, health, school, youth justice and the domestic abuse service; the parents are told and involved."""
    unit = door.unit
    discussion = discuss(door, [case], also=("youth-justice", "domestic-abuse"))
    contribute(door, SD, discussion, ["Dario"])
    agree(door, discussion, "Dario")
    assert due(case, "initial-conference") == "2027-09-20"
    enquiry = enquiry_of(case)
    book_provisionally(door, enquiry, "2027-09-20", "Dario")
    row = rows(door, SD, discussion)["Dario"]
    facts = {
        **ready(door, "Carries for others, under threat", medical="not-needed"),
        "medical_clinician": "Dr Imani Osei, consultant paediatrician",
        "medical_why": "No injury said or seen; she spoke with him",
        "parents_told": "Both told at once; they fetch him from school",
    }
    door.take(SD, discussion, "record_facts", unit.practitioner, children={row: facts})
    door.take(SD, discussion, "issue_record", unit.practitioner, issued_at=door.now)
    assert met_of(discussion, "strategy-record") == ["2027-08-27"]
    door.take(
        S47,
        enquiry,
        "record_harm",
        unit.practitioner,
        children=[rows(door, S47, enquiry)["Dario"]],
        harm="emotional",
        where="outside",
        setting="neighbourhood",
        exploitation="criminal",
        words="Made to carry for others",
    )
    door.on("2027-08-31 16:00")
    enquire(door, enquiry, "Dario", mother="Elena Quell")
    assert met(case, "child-seen") == "2027-08-31"
    return enquiry


def a_plan_with_the_parents_as_partners(door: Door, case: str) -> str:
    """Offered beside the conference, in force before it; referral and meeting elsewhere are linked, never merged."""
    unit = door.unit
    door.on("2027-09-01 10:00")
    plan = door.open(
        RH,
        unit.manager,
        cases=[case],
        to=unit.practitioner,
        why="The harm is outside the home, and the parents protect",
    )
    assert due_of(plan, "support-plan-accepted") == ["2027-09-08"]
    door.on("2027-09-02 09:00")
    accept_plan(door, RH, plan, unit.practitioner)
    assert met_of(plan, "support-plan-accepted") == ["2027-09-02"]
    assert due(case, "visit") == "2027-09-30" and due(case, "support-plan-review") == "2027-12-02"

    def take(step, **answers):
        door.take(RH, plan, step, unit.practitioner, **answers)

    take(
        "describe_risk",
        parents_protect="They fetch him, and ring the officer at once",
        exploitation=["criminal"],
        parents_need="A number that is answered at night",
    )
    take("add_context", kind="place", what="The arcade by the station", action="Patrol", owner="PC Shah")
    take("link", to="nrm", their_reference="NRM-4471", on=date(2027, 9, 1))
    take("link", to="mace", their_reference="MACE 2027/18", on=date(2027, 9, 2), words="Discussed first")
    read = door.read(RH, plan, unit.practitioner)
    assert [(each["to"], each["reference"]) for each in read["links"]] == [
        ("nrm", "NRM-4471"),
        ("mace", "MACE 2027/18"),
    ]
    return plan


def missing_twice(door: Door, case: str) -> None:
    """Each return has its own seventy-two hours, over a weekend too."""
    unit = door.unit
    for gone, back, until, heard in (
        ("2027-09-03 22:00", "2027-09-04 06:00", "2027-09-07T05:00:00+00:00", "2027-09-06 15:00"),
        ("2027-09-11 20:30", "2027-09-12 04:30", "2027-09-15T03:30:00+00:00", "2027-09-14 10:00"),
    ):
        door.on(gone)
        episode = door.open(
            ME, unit.practitioner, cases=[case], missing_since=door.now, reported_at=door.now, risk="high"
        )
        row = list(door.rows(ME, episode, unit.practitioner).values())[0]
        door.on(back)
        door.take(
            ME, episode, "record_found", unit.practitioner, children=[row], found_at=door.now, how="police"
        )
        assert due_of(episode, "return-interview") == [until]
        with pytest.raises(Refusal) as refused:
            door.take(ME, episode, "close", unit.manager, what_changes="Nothing yet")
        assert "Return interview owed" in refused.value.said
        door.on(heard)
        door.take(
            ME,
            episode,
            "record_interview",
            unit.practitioner,
            children={row: {"said": "I owe them"}},
            happened_at=door.now,
            by_whom="Ines Dale, of the missing children's charity",
            independent=True,
        )
        assert met_of(episode, "return-interview") == [door.now.date().isoformat()]
        door.take(ME, episode, "close", unit.manager, what_changes="The plan asks about debts")


def to_the_conference(door: Door, case: str, enquiry: str) -> str:
    """The category list cannot be extended: physical abuse, with the harm outside the home beside it."""
    unit = door.unit
    door.on("2027-09-08 10:00")
    invite_school(door, S47, enquiry)
    views(door, S47, enquiry, ["Dario"], "for", "He is in debt to adults, and was threatened")
    propose(door, enquiry, "likely", "Dario")
    approve(door, enquiry, "Dario")
    assert met(case, "enquiry-outcome") == "2027-09-08"
    conference = ask_for_conference(door, case)
    table = (*AT_THE_TABLE, "youth-justice")
    schedule(door, conference, "2027-09-20 10:00", kinds=table)
    mother = invite_parent(door, conference, "Elena Quell")
    assert due_of(conference, "agency-report") == ["2027-09-13"] * 5
    assert due_of(conference, "parents-report") == ["2027-09-15"]
    door.on("2027-09-13 12:00")
    report_to_conference(door, conference, "Dario")
    door.take(
        CF,
        conference,
        "receive_report",
        unit.service_manager,
        agency=unit.agency("youth-justice"),
        received_at=door.now,
    )
    assert met_of(conference, "agency-report") == ["2027-09-13"] * 5
    door.on("2027-09-15 12:00")
    share_report(door, conference, mother)
    assert met_of(conference, "parents-report") == ["2027-09-15"]
    door.on("2027-09-20 12:00")
    hold_conference(door, conference, kinds=table)
    assert met(case, "initial-conference") == "2027-09-20"
    views(door, CF, conference, ["Dario"], "for", "The threats go on")
    with pytest.raises(Refusal) as refused:
        decide_at_conference(
            door,
            conference,
            "make_plans",
            Dario=subject_of_a_plan(door, "EXTRA-FAMILIAL", "Carries for others"),
        )
    assert refused.value.status == 400
    decide_at_conference(
        door,
        conference,
        "make_plans",
        Dario=subject_of_a_plan(
            door,
            "PHY",
            "Beaten by those he carries for, outside the home",
            core_group_on=date(2027, 10, 4),
            previous_plans=0,
        ),
    )
    assert due(case, "first-core-group") == "2027-10-04"
    assert due(case, "first-review-conference") == "2027-12-20"
    door.shows(
        case, first_core_group="2027-10-04", first_review_conference="2027-12-20", assessment="2027-10-29"
    )
    assert due(case, "visit") == "2027-10-04", "the shorter of two plans sets the pace"
    door.on("2027-09-21 10:00")
    send_notice(door, conference)
    assert met_of(conference, "decision-notice") == ["2027-09-21"]
    write_minutes(door, conference)
    return plan_of(case)


def worked_and_reviewed(door: Door, case: str, plan: str) -> None:
    door.on("2027-10-04 15:00")
    visit(door, plan, Dario=ALONE)
    core_group(door, plan, "Dario", detail=True)
    assert met(case, "first-core-group") == met(case, "visit") == "2027-10-04"
    assert due(case, "visit") == "2027-10-18" and due(case, "core-group") == "2027-11-15"
    authorise_the_assessment(door, case)
    door.on("2027-12-10 10:00")
    visit(door, plan, Dario=ALONE)
    review = ask_for_conference(door, case, purpose="review")
    schedule(door, review, "2027-12-20 10:00")
    report_to_conference(door, review, "Dario")
    door.on("2027-12-20 12:00")
    hold_conference(door, review)
    views(door, CF, review, ["Dario"], "for", "Fewer calls, and the debt stands")
    decide_at_conference(
        door, review, "continue_plans", Dario=subject_of_a_plan(door, "PHY", "The debt is not paid off")
    )
    assert met(case, "first-review-conference") == "2027-12-20"
    assert due(case, "review-conference") == "2028-06-20"
    door.shows(case, review_conference="2028-06-20")


def authorise_the_assessment(door: Door, case: str) -> None:
    """The factors of the census: exploitation, gangs, missing."""
    assessment = assessment_of(case)
    row = rows(door, "assessments", assessment)["Dario"]
    found = {
        "outcome": "strategy",
        "factors": ["24A", "13A", "10A"],
        "proposed_why": "Made to carry, and gone",
    }
    door.take("assessments", assessment, "propose", door.unit.practitioner, children={row: found})
    door.take("assessments", assessment, "authorise", door.unit.manager, children=[row])
    assert met(case, "assessment") == "2027-10-04"
    said = facts(door, "assessments", assessment)["Dario"]
    assert sorted(said["factors"]) == ["10A", "13A", "24A"]


def ended(door: Door, case: str, plan: str, outside: str) -> None:
    """The conference's plan ends; the parents' plan goes on, and somebody still has to see him."""
    unit = door.unit
    door.on("2028-06-12 16:00")
    visit(door, plan, Dario=ALONE)
    last = ask_for_conference(door, case, purpose="review")
    schedule(door, last, "2028-06-20 10:00")
    report_to_conference(door, last, "Dario")
    door.on("2028-06-20 12:00")
    hold_conference(door, last)
    views(door, CF, last, ["Dario"], "against", "Nobody has called since February")
    whole = {
        "why": "He works on Saturdays, and nobody calls",
        "safety_plan": "He rings the officer",
        "ends_as": "no-services",
    }
    decide_at_conference(door, last, "end_plans", Dario=whole)
    assert met(case, "review-conference") == "2028-06-20"
    row = facts(door, PL, plan)["Dario"]
    assert (row["state"], row["ended_on"]) == ("ENDED", "2028-06-20")
    assert not running(case) & {"core-group", "review-conference"}
    assert due(case, "visit") == "2028-07-10", "twenty working days from the last visit: that plan goes on"

    row_outside = rows(door, RH, outside)["Dario"]
    door.on("2028-07-10 16:00")
    visit(door, outside, resource=RH, Dario=ALONE)
    reviewed = {row_outside: {"risk": "less"}}
    door.take(RH, outside, "hold_review", unit.practitioner, children=reviewed, held_at=door.now)
    assert due(case, "support-plan-review") == "2028-10-10"
    over = {
        "end_reason": "The group is gone from the arcade",
        "family_says": "His parents and he agree",
        "after": "universal",
        "after_words": "School and the youth club, from September",
    }
    door.take(RH, outside, "propose_end", unit.practitioner, children={row_outside: over})
    with pytest.raises(Refusal) as refused:
        door.take(RH, outside, "end", unit.practitioner, children=[row_outside])
    assert refused.value.status == 403
    door.take(RH, outside, "end", unit.manager, children=[row_outside])
    assert not running(case) & {"visit", "support-plan-review"}
