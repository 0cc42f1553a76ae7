"""S8, a disclosure without a mark that anybody sees: whole, through both doors, every date.

It cannot be closed for want of a mark; a normal examination does not exclude what she says; a plan can follow.
"""

import pytest
import time_machine

from cpu.roles import Role
from tests.journeys import families
from tests.journeys.doors import Door, Refusal, due, due_of, met, met_of
from tests.journeys.families import referral
from tests.journeys.onwards import (
    approve,
    ask_for_conference,
    ask_for_medical,
    chair_of,
    decide_at_conference,
    examine,
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
    write_down_views,
    write_minutes,
)
from tests.journeys.working import (
    agree,
    decide,
    discuss,
    enquire,
    enquiry_of,
    issue,
    receive,
    rows,
    screen,
)
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")

ENQUIRIES, AI = "section-47-enquiries", "abe-interviews"


def referred(door: Door) -> tuple[str, str]:
    chair_of(door.unit), office_of(door.unit)
    door.on("2027-01-28 13:00")
    zainab = receive(door, referral("S8", "He hit me with the belt on Tuesday", families.ZAINAB, source="2A"))
    return zainab, screen(door, zainab)["Zainab"]


def test_no_mark_is_never_the_reason_to_do_nothing(door):
    zainab, _ = referred(door)
    row = rows(door, "referrals", zainab)["Zainab"]
    proposal = {
        "proposed": "NO_ACTION",
        "proposed_why": "No injury was seen",
        "history": "None known",
        "grounds": ["no-visible-injury"],
    }
    for grounds in (["no-visible-injury"], ["no-visible-injury", "needs-met"]):
        with pytest.raises(Refusal) as refused:
            said = {**proposal, "grounds": grounds}
            door.take("referrals", zainab, "propose", door.unit.front_door, children={row: said})
        assert refused.value.status == 409
        # The page prints the words beside the ground itself; in JSON they are a reason or nothing.
        if door.name == "api":
            assert ("never the only ground" in refused.value.said) == (len(grounds) == 1)
        assert "hear the child alone" in refused.value.said, "nobody has seen her alone"
        assert "clinician of suitable expertise" in refused.value.said, "no paediatrician was asked"


def interviewed(door: Door, case: str, discussion: str) -> str:
    """Planned with its intermediary and its order against the medical, held, and evaluated by another."""
    unit = door.unit
    inspector = unit.user(Role.POLICE_SUPERVISOR, agency="police")
    interview = door.open(
        AI, unit.police, case=case, purpose="What happened on Tuesday, and before", discussion=discussion
    )
    assert due_of(interview, "abe-interview") == ["2027-02-05"]
    door.take(
        AI,
        interview,
        "record_needs",
        unit.practitioner,
        language="English and Urdu",
        intermediary="asked-for",
        intermediary_why="A registered intermediary assesses her on Monday",
        interpreter="Offered: a court interpreter for Urdu",
        interpreter_is_family=False,
    )
    door.take(
        AI,
        interview,
        "plan",
        unit.police,
        planned_for=at("2027-02-03 10:00"),
        place="The suite at Wexmoor",
        interviewer=unit.police,
        gender_choice="woman",
        topics="Tuesday; the belt; who else was there",
        order="medical-first",
        order_why="Marks fade, and may show only to a paediatrician",
    )
    door.take(
        AI,
        interview,
        "record_agreement",
        unit.practitioner,
        agrees=True,
        agreement="Told with pictures. “I want to tell it once.”",
        carer_informed=False,
        carer_words="Not informed: she lives with him",
    )
    door.on("2027-02-03 11:00")
    door.take(
        AI,
        interview,
        "hold",
        unit.police,
        held_at=door.now,
        recording_reference="WX/27/31",
        safeguarding_summary="She says who hit her, with what, and that it was not the first time.",
        who_was_there="The intermediary",
    )
    answers = {
        "information": "The belt, the room, and two earlier times",
        "action_now": "He keeps away: a bail condition is asked for",
        "safeguarding_summary": "She is consistent, and afraid to go home while he is there.",
        "next_step": "Statement of the teacher",
        "second_interview": False,
    }
    with pytest.raises(Refusal) as refused:  # nobody evaluates their own interview
        door.take(AI, interview, "evaluate", unit.police, **answers)
    assert refused.value.status == 403
    door.take(AI, interview, "evaluate", inspector, **answers)
    door.take(AI, interview, "close", unit.police)
    assert met_of(interview, "abe-interview") == ["2027-02-03"]
    return interview


def test_s8_from_her_words_to_a_plan_whatever_the_medical_shows(door):
    unit = door.unit
    zainab, case = referred(door)
    assert due_of(zainab, "referral-decision") == ["2027-01-29"]

    # Friday: discussion, seen alone with an interpreter offered, medical booked, interview decided on.
    door.on("2027-01-29 09:00")
    decide(door, zainab, "Zainab")
    assert due(case, "assessment") == "2027-04-05"
    discussion = discuss(door, [case])
    agree(door, discussion, "Zainab")
    assert due(case, "initial-conference") == "2027-02-19"
    medical = ask_for_medical(door, case, discussion, interpreter="Urdu, offered", brought_by="Her aunt")
    assert due_of(medical, "medical-acute") == ["2027-01-30T09:00:00+00:00"]
    issue(door, discussion, "Zainab")
    door.take(
        "medicals",
        medical,
        "book",
        unit.health,
        booked_for=at("2027-01-29 15:00"),
        place="Wexmoor General",
        clinician="Dr Osei, consultant paediatrician",
    )
    enquiry = enquiry_of(case)
    door.on("2027-01-29 11:00")
    enquire(door, enquiry, "Zainab", who_else="An interpreter for Urdu was offered; she chose English")
    assert met(case, "child-seen") == "2027-01-29", "alone, that day"
    door.on("2027-01-29 15:30")
    examine(
        door,
        medical,
        opinion="normal",
        findings="No mark seen, in daylight and by touch, on brown skin",
        words="Normal. What she says is possible all the same.",
        chaperone="Nurse Bell",
    )
    assert due_of(medical, "medical-report") == ["2027-02-03"]
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.practitioner).get(f"/medicals/{medical}/").content.decode()
    assert "does not exclude" in page
    interviewed(door, case, discussion)
    report_medical(door, medical, opinion="normal", words="A belt need leave no mark after three days")

    # Outcome C: significant harm, likely to go on, whatever the examination did not show.
    door.on("2027-02-05 10:00")
    door.shows(case, initial_conference="2027-02-19", assessment="2027-04-05")
    own = rows(door, ENQUIRIES, enquiry)["Zainab"]
    outcome = {
        "outcome": "likely",
        "outcome_why": "Her account is clear and the same twice; a normal examination does not exclude it",
        "conference": "needed",
        "protection": "With the aunt; he is not there",
        "rests_on": ["own-words", "medical", "no-visible-mark"],
    }
    door.take(ENQUIRIES, enquiry, "propose_outcome", unit.practitioner, children={own: outcome})
    approve(door, enquiry, "Zainab")
    conference = ask_for_conference(door, case)
    schedule(door, conference, "2027-02-18 10:00")
    assert due_of(conference, "agency-report") == ["2027-02-11"] * 4
    assert due_of(conference, "parents-report") == ["2027-02-15"]
    door.on("2027-02-11 15:00")
    reports_come(door, conference)
    door.on("2027-02-15 15:00")
    for name in ("Amina Qureshi", "Daniel Lyle"):
        share_report(door, conference, invite_parent(door, conference, name))

    door.on("2027-02-18 11:30")
    hold_conference(door, conference)
    assert met(case, "initial-conference") == "2027-02-18", "fourteen working days: on time"
    write_down_views(door, conference, "Zainab")
    says = subject_of_a_plan(
        door,
        "PHY",
        "Hit with a belt, more than once, and afraid of more",
        core_group_on="2027-03-01",
        previous_plans=0,
    )
    decide_at_conference(door, conference, "make_plans", Zainab=says)
    assert due_of(conference, "decision-notice") == ["2027-02-19"]
    assert due_of(conference, "minutes") == ["2027-03-18"]
    assert due(case, "first-core-group") == "2027-03-04"
    assert due(case, "first-review-conference") == "2027-05-18"
    door.shows(case, first_core_group="2027-03-04", first_review_conference="2027-05-18")
    read = door.read("plans", plan_of(case), unit.practitioner)
    assert [row["facts"]["started_on"] for row in read["children"]] == ["2027-02-18"]
    door.on("2027-02-19 10:00")
    send_notice(door, conference)
    assert met_of(conference, "decision-notice") == ["2027-02-19"]
    door.on("2027-03-18 10:00")
    write_minutes(door, conference)
    assert met_of(conference, "minutes") == ["2027-03-18"]
