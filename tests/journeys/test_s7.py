"""S7, a mark on an infant who does not roll yet: whole, through both doors, every date.

The variant beside it ends without an enquiry: a clinician found an accident, and support is offered.
"""

import pytest
import time_machine

from tests.journeys import families
from tests.journeys.doors import Door, Refusal, due, due_of, met, met_of
from tests.journeys.families import referral
from tests.journeys.onwards import (
    ALONE,
    approve,
    ask_for_conference,
    ask_for_medical,
    chair_of,
    decide_at_conference,
    examine,
    family_worker,
    hold_conference,
    invite_parent,
    office_of,
    plan_of,
    report_medical,
    reports_come,
    schedule,
    send_notice,
    share_report,
    subject_of_a_plan,
    visit,
    write_down_views,
    write_minutes,
)
from tests.journeys.working import (
    agree,
    assessment_of,
    decide,
    discuss,
    enquiry_of,
    issue,
    ready,
    receive,
    rows,
    screen,
    sign_length,
    sign_policy,
    views,
)
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")

AGENCIES = ("social-care", "police", "health")
EXAMINER = "Dr Osei, consultant paediatrician"


def marked(door: Door) -> tuple[str, str]:
    """The health visitor's referral on a Friday afternoon, and the case; somebody has looked for danger."""
    chair_of(door.unit), office_of(door.unit)
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
                "clinician": EXAMINER,
                "clinician_discipline": "paediatrician",
                "clinician_at": door.now,
                "clinician_said": said,
            }
        },
    )


def with_the_examiner(door: Door, case: str) -> str:
    """The discussion includes the professional who examined him."""
    discussion = discuss(door, [case], absent=("education",))
    door.take(
        "strategy-discussions",
        discussion,
        "record_attendance",
        door.unit.practitioner,
        agency=door.unit.agency("health"),
        attendance="here",
        whom=EXAMINER,
    )
    return discussion


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
    discussion = with_the_examiner(door, case)
    agree(door, discussion, "Fenn")
    assert due(case, "initial-conference") == "2027-09-20"
    door.shows(case, initial_conference="2027-09-20", assessment="2027-11-01")
    enquiry = enquiry_of(case)
    begun = door.read("section-47-enquiries", enquiry, unit.practitioner)["started_at"]
    assert begun.startswith("2027-08-28"), "a Saturday's discussion opens it on the Saturday"
    own = rows(door, "section-47-enquiries", enquiry)["Fenn"]
    keeps = {"protection": "Stays on the ward; the mother beside him, her partner not admitted"}
    door.take("section-47-enquiries", enquiry, "decide_protection", unit.practitioner, children={own: keeps})

    door.on("2027-08-28 14:00")
    medical = ask_for_medical(door, case, discussion, kind="infant-mark")
    assert due_of(medical, "medical-acute") == ["2027-08-29T13:00:00+00:00"]  # Sunday 2pm, London
    issue(door, discussion, "Fenn")
    door.take(
        "medicals", medical, "book", unit.health, booked_for=at("2027-08-28 18:00"), place="Wexmoor General"
    )
    door.on("2027-08-28 18:00")
    examine(
        door,
        medical,
        opinion="further-tests",
        findings="One bruise, 15 mm; a healing rib. Birthmark, blood disorder, brittle bones considered.",
        words="A rib looks odd: more pictures before anybody decides",
        samples_taken=False,
    )
    assert met_of(medical, "medical-acute") == met_of(medical, "preliminary-opinion") == ["2027-08-28"]
    assert due_of(medical, "preliminary-opinion") == ["2027-08-28"]
    assert due_of(medical, "medical-report") == ["2027-09-02"]  # three working days
    door.take(
        "medicals",
        medical,
        "plan_action",
        unit.health,
        action_kind="repeat-imaging",
        who="Radiology",
        first_on="2027-08-28",
    )
    [action] = door.read("medicals", medical, unit.health)["detail"]["actions"]
    assert (action["from_on"], action["due_on"]) == ("2027-09-08", "2027-09-11")
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.practitioner).get(f"/medicals/{medical}/").content.decode()
    assert "8 September" in page and "11 September" in page
    door.on("2027-09-02 12:00")
    report_medical(
        door, medical, opinion="inflicted", words="The rib is a fracture of two to three weeks", close=False
    )

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
    approve(door, enquiry, "Fenn")
    conference = ask_for_conference(door, case)
    schedule(door, conference, "2027-09-20 10:00", AGENCIES)
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
    door.take("medicals", medical, "close", unit.practitioner)
    door.on("2027-09-13 15:00")
    reports_come(door, conference, AGENCIES)
    door.on("2027-09-15 15:00")
    share_report(door, conference, invite_parent(door, conference, "Kay Tarrow"))

    door.on("2027-09-20 11:30")
    hold_conference(door, conference, AGENCIES)
    assert met(case, "initial-conference") == "2027-09-20"  # fifteen working days, on time
    write_down_views(door, conference, "Fenn", kinds=AGENCIES)
    says = subject_of_a_plan(
        door, "PHY", "Two fractures and a bruise, unexplained", core_group_on="2027-09-30", previous_plans=0
    )
    decide_at_conference(door, conference, "make_plans", Fenn=says)
    assert due_of(conference, "decision-notice") == ["2027-09-21"]
    assert due_of(conference, "minutes") == ["2027-10-18"]
    assert due(case, "first-core-group") == due(case, "visit") == "2027-10-04"
    assert due(case, "first-review-conference") == "2027-12-20"
    plan = plan_of(case)
    door.on("2027-09-20 16:00")
    visit(door, plan, Fenn=ALONE)
    assert due(case, "visit") == "2027-10-04"
    door.on("2027-09-21 10:00")
    send_notice(door, conference)
    assert met_of(conference, "decision-notice") == ["2027-09-21"]
    door.on("2027-10-18 10:00")
    write_minutes(door, conference)
    assert met_of(conference, "minutes") == ["2027-10-18"]
    assert door.read("conferences", conference, unit.service_manager)["state"] == "CLOSED"


NOTHING = {
    "proposed": "NO_ACTION",
    "proposed_why": "The mother says that he rolled onto a toy",
    "history": "First child",
    "grounds": ["another-account"],
}


def action_key(medical: str) -> int:
    from strategy.models import MedicalAction

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
    medical = ask_for_medical(door, case, kind=kind)
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
    discussion = with_the_examiner(door, case)
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
    named = {**nobody, "medical_clinician": EXAMINER}
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
    tom = family_worker(unit)
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
