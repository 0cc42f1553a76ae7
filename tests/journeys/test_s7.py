"""S7, a mark on an infant who does not roll yet: whole, through both doors, every date.

The variant beside it ends without an enquiry: a clinician found an accident, and support is offered.
"""

import pytest
import time_machine

from tests.conferences.test_support_plan import worker
from tests.journeys import families
from tests.journeys.doors import DOORS, Door, Refusal, due, due_of
from tests.journeys.families import referral
from tests.journeys.working import (
    agree,
    approve_outcome,
    ask_conference,
    ask_medical,
    assessment_of,
    book_conference,
    conferences_team,
    decide,
    discuss,
    enquiry_of,
    examine,
    give_opinion,
    hold_conference,
    issue,
    notice_and_minutes,
    parents_read_the_report,
    plan_of,
    ready,
    receive,
    reports_come,
    rows,
    say_views,
    screen,
    sign_length,
    sign_policy,
    views,
    visit_plan,
    whole_decision,
)
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

AGENCIES = ("social-care", "police", "health")


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request) -> Door:
    return request.param(Unit())


def marked(door: Door) -> tuple[str, str]:
    """The health visitor's referral on a Friday afternoon, and the case; somebody has looked for danger."""
    conferences_team(door)
    door.on("2027-08-27 16:40")
    fenn = receive(
        door,
        referral(
            "S7", "A 15 mm bruise on the left cheek; no explanation was offered", families.FENN, source="3B"
        ),
    )
    assert due_of(fenn, "referral-decision") == ["2027-08-31"]  # Monday 30 August is a holiday
    return fenn, screen(door, fenn)["Fenn"]


def examined_at_the_hospital(door: Door, fenn: str, said: str, *, decided: str) -> None:
    door.on("2027-08-27 21:10")
    row = rows(door, "referrals", fenn)["Fenn"]
    door.take(
        "referrals",
        fenn,
        "record_infant_mark",
        door.unit.front_door,
        children={
            row: {
                "infant_mark": decided,
                "clinician": "Dr Osei, consultant paediatrician",
                "clinician_discipline": "paediatrician",
                "clinician_at": door.now,
                "clinician_said": said,
            }
        },
    )


def test_s7_a_bruised_infant_from_the_health_visitor_to_the_minutes(door):
    unit = door.unit
    fenn, case = marked(door)
    row = rows(door, "referrals", fenn)["Fenn"]
    door.take("referrals", fenn, "propose", unit.front_door, children={row: NOTHING})
    with pytest.raises(Refusal) as refused:  # no desk decides that a mark on an infant needs nobody
        door.take(
            "referrals",
            fenn,
            "decide_no_action",
            unit.manager,
            children={row: {"decided_why": "Explained at the door"}},
        )
    assert refused.value.status == 409 and "mark on an infant" in refused.value.said
    with pytest.raises(Refusal, match="clinician of suitable expertise"):
        door.take(
            "referrals",
            fenn,
            "record_infant_mark",
            unit.front_door,
            children={row: {"infant_mark": "no-mark"}},
        )
    examined_at_the_hospital(
        door,
        fenn,
        "Explanation, birthmark and blood disorder considered: none fits. A rib is tender.",
        decided="needed",
    )
    decide(door, fenn, "Fenn")
    assert due(case, "assessment") == "2027-11-01"

    # Saturday: the discussion, with the professional who examined him.
    door.on("2027-08-28 10:00")
    discussion = discuss(door, [case], absent=("education",))
    agree(door, discussion, "Fenn")
    assert due(case, "initial-conference") == "2027-09-20"
    enquiry = enquiry_of(case)
    own = rows(door, "section-47-enquiries", enquiry)["Fenn"]
    keeps = {"protection": "Stays on the ward; the mother beside him, her partner not admitted"}
    door.take("section-47-enquiries", enquiry, "decide_protection", unit.practitioner, children={own: keeps})

    door.on("2027-08-28 14:00")
    medical = ask_medical(door, case, "infant-mark", discussion)
    assert due_of(medical, "medical-acute") == ["2027-08-29T13:00:00+00:00"]  # Sunday 2pm, London
    issue(door, discussion, "Fenn")
    door.take(
        "medicals", medical, "book", unit.health, booked_for=at("2027-08-28 18:00"), place="Wexmoor General"
    )
    door.on("2027-08-28 18:00")
    examine(door, medical, place="Wexmoor General", photographs_taken=True, samples_taken=True)
    assert due_of(medical, "preliminary-opinion") == ["2027-08-28"]
    assert due_of(medical, "medical-report") == ["2027-09-02"]  # three working days
    door.take(
        "medicals",
        medical,
        "record_findings",
        unit.health,
        findings="One bruise, 15 mm; a healing rib on the first pictures",
        not_examined="None: the whole child was examined",
        causes_considered="Birthmark, blood disorder, brittle bones",
    )
    door.take(
        "medicals",
        medical,
        "plan_action",
        unit.health,
        action_kind="repeat-imaging",
        who="Radiology",
        first_on="2027-08-28",
    )
    give_opinion(door, medical, "further-tests", "A rib looks odd: more pictures before anybody decides")
    [action] = door.read("medicals", medical, unit.health)["detail"]["actions"]
    assert (action["from_on"], action["due_on"]) == ("2027-09-08", "2027-09-11")
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.practitioner).get(f"/medicals/{medical}/").content.decode()
    assert "8 September" in page and "11 September" in page
    door.on("2027-09-02 12:00")
    give_opinion(door, medical, "inflicted", "The rib is a fracture of two to three weeks", report=True)

    door.on("2027-09-06 10:00")
    door.take(
        "section-47-enquiries",
        enquiry,
        "propose_outcome",
        unit.practitioner,
        children={
            own: {
                "outcome": "likely",
                "outcome_why": "Two injuries that an infant of this age does not do to himself",
                "rests_on": ["medical", "agencies"],
                "conference": "needed",
                "protection": "With the grandmother, section 20",
            }
        },
    )
    approve_outcome(door, enquiry, "Fenn")
    conference = ask_conference(door, [case])
    book_conference(door, conference, at("2027-09-20 10:00"), agencies=AGENCIES)
    assert due_of(conference, "agency-report") == ["2027-09-13"] * 3
    assert due_of(conference, "parents-report") == ["2027-09-15"]

    door.on("2027-09-11 09:00")
    [done] = door.read("medicals", medical, unit.health)["detail"]["actions"]
    door.take(
        "medicals",
        medical,
        "record_action_done",
        unit.health,
        action=str(action_key(medical)),
        done_on="2027-09-10",
        outcome="A second rib shows on the repeat",
    )
    assert done["done_on"] is None
    door.on("2027-09-13 15:00")
    reports_come(door, conference, agencies=AGENCIES)
    door.on("2027-09-15 15:00")
    parents_read_the_report(door, conference, "Kay Tarrow")

    door.on("2027-09-20 11:30")
    hold_conference(door, conference, here=AGENCIES)
    assert due(case, "initial-conference") == "2027-09-20" and met(case, "initial-conference")
    say_views(door, conference, ["Fenn"], agencies=AGENCIES)
    told = rows(door, "conferences", conference)["Fenn"]
    door.take(
        "conferences",
        conference,
        "make_plans",
        conferences_team(door)[0],
        children={told: whole_decision(door, "PHY", "Two fractures and a bruise, unexplained", "2027-09-30")},
    )
    assert due_of(conference, "decision-notice") == ["2027-09-21"]
    assert due_of(conference, "minutes") == ["2027-10-18"]
    assert due(case, "first-core-group") == due(case, "visit") == "2027-10-04"
    assert due(case, "first-review-conference") == "2027-12-20"
    plan = plan_of(case)
    door.on("2027-09-20 16:00")
    visit_plan(door, plan, "Fenn")
    assert due(case, "visit") == "2027-10-04"
    notice_and_minutes(door, conference, "2027-09-21 10:00", "2027-10-18 10:00")
    door.take("conferences", conference, "close", conferences_team(door)[1])
    assert door.read("conferences", conference, unit.service_manager)["state"] == "CLOSED"


NOTHING = {
    "proposed": "NO_ACTION",
    "proposed_why": "The mother says that he rolled onto a toy",
    "history": "First child",
    "grounds": ["another-account"],
}


def met(case: str, code: str) -> bool:
    from cpu.models import Clock

    return Clock._rows.get(case__subject__reference=case, timescale=code).ended == "met"


def action_key(medical: str) -> int:
    from strategy.models.medical import MedicalAction

    return MedicalAction._rows.get(stage__subject__reference=medical).pk


@pytest.mark.parametrize(
    ("kind", "days", "due_on"),
    [("infant-mark", None, "2027-09-02"), ("infant-mark", 5, "2027-09-06"), ("neglect", None, "2027-09-13")],
)
def test_the_report_is_due_by_its_kind_or_by_the_days_that_the_area_has_signed(door, kind, days, due_on):
    """Three working days from Saturday 28 August; five where the area has signed so; ten where it is complex."""
    fenn, case = marked(door)
    decide(door, fenn, "Fenn")
    if days:
        sign_length(door, "medical-report", "physical", days, "2027-08-27")
    door.on("2027-08-28 14:00")
    medical = ask_medical(door, case, kind)
    door.on("2027-08-28 18:00")
    examine(door, medical)
    assert due_of(medical, "medical-report") == [due_on]


def test_s7_an_accident_found_by_the_examiner_ends_without_an_enquiry_and_with_support(door):
    """No automatic enquiry: names and reasons for it, everybody asked, and somebody who accepts the family."""
    unit = door.unit
    door.on("2027-08-02 10:00")
    sign_policy(door, "infant-mark", "clinician-decides", "2027-08-02")
    fenn, case = marked(door)
    found = (
        "Fits the fall of a torch that both parents describe, apart; birthmark and blood disorder excluded"
    )
    examined_at_the_hospital(door, fenn, found, decided="not-needed")
    decide(door, fenn, "Fenn")
    door.on("2027-08-28 10:00")
    discussion = discuss(door, [case], absent=("education",))
    known = rows(door, "strategy-discussions", discussion)["Fenn"]
    against = {"threshold_why": "An accident, examined the same night, and no other risk"}

    def decide_against(**more):
        door.take(
            "strategy-discussions",
            discussion,
            "agree_no_enquiries",
            unit.manager,
            children={known: against},
            **more,
        )

    facts = {**ready(door, against["threshold_why"], medical="not-needed"), "lives_with_source": False}
    nobody = {**facts, "medical_why": found}
    door.take("strategy-discussions", discussion, "record_facts", unit.practitioner, children={known: nobody})
    with pytest.raises(Refusal, match="clinician of suitable expertise"):
        decide_against()
    named = {**nobody, "medical_clinician": "Dr Osei, consultant paediatrician"}
    door.take("strategy-discussions", discussion, "record_facts", unit.practitioner, children={known: named})
    views(
        door,
        "strategy-discussions",
        discussion,
        ["Fenn"],
        "against",
        "Nothing else is known",
        absent=("education",),
    )
    with pytest.raises(Refusal, match="school or nursery"):
        decide_against()
    decide_against(explained={"education_is_heard": "He is eleven weeks old and goes nowhere yet"})
    read = door.read("strategy-discussions", discussion, unit.manager)
    assert [row["state"] for row in read["children"]] == ["NO_ENQUIRIES"]
    with pytest.raises(AssertionError, match="no clock initial-conference"):
        due(case, "initial-conference")

    # Support is offered to the family, and the worker named accepts it.
    tom = worker(unit)
    assert due(case, "assessment") == "2027-11-01"
    assessment = assessment_of(case)
    plan = door.open(
        "child-in-need-plans",
        unit.manager,
        cases=[case],
        to=tom,
        why=against["threshold_why"],
        aim="Safe sleep and a calm evening",
    )
    waiting = rows(door, "child-in-need-plans", plan)
    door.take("child-in-need-plans", plan, "accept", tom, children=list(waiting.values()))
    assert {each["state"] for each in door.read("child-in-need-plans", plan, tom)["children"]} == {"RUNNING"}
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.manager).get(f"/strategy-discussions/{discussion}/").content.decode()
    assert "Dr Osei" in page and against["threshold_why"] in page
    assert assessment
