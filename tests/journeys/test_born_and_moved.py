"""Children who move here with a plan, who are not yet born, or whom the police find at night: whole, both doors."""

import pytest
import time_machine

from cpu.models import Clock
from people.models import Case, Person
from tests.journeys import families
from tests.journeys.doors import Refusal, due, due_of
from tests.journeys.families import child, referral
from tests.journeys.onwards import (
    ask_for_conference,
    chair_of,
    decide_at_conference,
    hold_conference,
    office_of,
    plan_of,
    schedule,
    subject_of_a_plan,
    visit,
    write_down_views,
)
from tests.journeys.working import (
    agree,
    decide,
    discuss,
    enquiry_of,
    receive,
    rows,
    screen,
)
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")

STATUTORY = ("social-care", "police", "health")


def ended(case: str, code: str) -> str:
    last = Clock._rows.filter(case__subject__reference=case, timescale=code).order_by("-pk").first()
    assert last, f"no clock {code}"
    return last.ended


def test_a_plan_moves_here_while_a_new_injury_is_dealt_with_here(door):
    """Fifteen working days from the day this authority was told; the new enquiry counts its own; one conference."""
    unit = door.unit
    chair_of(unit), office_of(unit)
    door.on("2027-05-07 11:00")
    ivy = receive(
        door, referral("MOVED", "Moved here from Northmere, with a plan of theirs", families.IVY, source="4")
    )
    case = screen(door, ivy)["Ivy"]
    decide(door, ivy, "Ivy", step="decide_assessment")
    transfer = ask_for_conference(
        door,
        case,
        purpose="transfer-in",
        told_on="2027-05-07",
        origin="Northmere",
        origin_plan="Neglect, since January; led by A. Carr",
        origin_started_on="2027-01-11",
        meanwhile_visits="Northmere's A. Carr, until the conference here",
        last_visited_on="2027-05-05",
    )
    assert due(case, "transfer-in-conference") == "2027-05-28"
    assert due(case, "visit") == "2027-05-19"  # the visits never stop
    assert not Case._rows.get().childprotectionplanchild_rows.exists(), "Northmere keeps its plan until then"

    # A new injury here is the duty of where the child is found.
    door.on("2027-05-11 10:00")
    discussion = discuss(door, [case])
    agree(door, discussion, "Ivy")
    assert due(case, "initial-conference") == "2027-06-02"
    assert due(case, "transfer-in-conference") == "2027-05-28"
    enquiry = enquiry_of(case)
    own = rows(door, "section-47-enquiries", enquiry)["Ivy"]
    door.on("2027-05-12 15:00")
    door.take(
        "section-47-enquiries",
        enquiry,
        "record_seen",
        unit.practitioner,
        happened_at=door.now,
        how="elsewhere",
        place="School",
        by_whom=unit.practitioner.name,
        children={own: {"seen": "alone"}},
    )
    with pytest.raises(Refusal, match="due by Friday 28 May"):
        schedule(door, transfer, "2027-06-01 10:00")
    door.take(
        "conferences",
        transfer,
        "schedule",
        office_of(unit),
        planned_for=at("2027-05-27 10:00"),
        how="meeting",
        chair=chair_of(unit),
    )
    door.on("2027-05-27 12:00")
    hold_conference(door, transfer)
    assert ended(case, "transfer-in-conference") == "met"
    assert ended(case, "initial-conference") == "met", "one conference answers both"
    write_down_views(door, transfer, "Ivy")
    says = subject_of_a_plan(
        door, "PHY", "Neglect there, and a new injury here", core_group_on="2027-06-07", previous_plans=1
    )
    decide_at_conference(door, transfer, "make_plans", Ivy=says)
    [row] = door.read("plans", plan_of(case), unit.practitioner)["children"]
    assert (row["facts"]["started_on"], row["facts"]["latest_category"]) == ("2027-05-27", "PHY")
    assert row["facts"]["origin_authority"] == "Northmere"
    assert due(case, "first-core-group") == "2027-06-11"  # 31 May is a holiday
    assert due(case, "first-review-conference") == "2027-08-27"
    assert due(case, "long-plan-review") == "2028-04-11", "it has lasted since it began in Northmere"


@pytest.mark.parametrize(
    ("born", "review"),
    [
        ("2027-09-03", "2027-09-28"),  # three months from the conference come before twenty working days
        ("2027-07-20", "2027-08-17"),  # twenty working days come before three months
    ],
)
def test_a_conference_before_the_birth_and_the_baby_is_born_into_the_same_record(door, born, review):
    unit = door.unit
    chair_of(unit), office_of(unit)
    door.on("2027-05-10 10:00")
    baby = {
        **child("Baby", "Reeve", ""),
        "unborn": True,
        "expected_date_of_delivery": "2027-09-30",
        "sex": "U",
    }
    del baby["date_of_birth"]
    concern = receive(door, referral("UNBORN", "The last baby was hurt at six weeks", baby, source="3A"))
    case = screen(door, concern)["Baby"]
    decide(door, concern, "Baby", step="decide_assessment")
    conference = ask_for_conference(door, case, purpose="pre-birth")
    assert due(case, "pre-birth-conference") == "2027-06-30"
    schedule(door, conference, "2027-06-28 10:00", STATUTORY)
    own = rows(door, "conferences", conference)["Baby"]
    door.take(
        "conferences",
        conference,
        "plan_for_birth",
        unit.practitioner,
        children={
            own: {
                "birth_call": "The ward rings the unit, day and night",
                "birth_meeting": "No discharge before the meeting that the ward calls",
            }
        },
    )
    with pytest.raises(Refusal, match="no order before birth"):
        door.open("orders", unit.practitioner, what="interim-care", made_at=door.now, cases=[case])
    door.on("2027-06-28 12:00")
    hold_conference(door, conference, STATUTORY)
    assert ended(case, "pre-birth-conference") == "met"
    says = subject_of_a_plan(
        door,
        "PHY",
        "A brother was hurt as a baby, by whom nobody can say",
        core_group_on="2027-07-05",
        previous_plans=0,
    )
    decide_at_conference(door, conference, "make_plans", Baby=says)
    plan = plan_of(case)
    [row] = door.read("plans", plan, unit.practitioner)["children"]
    assert "No discharge" in row["facts"]["birth_response"] and row["facts"]["started_on"] == "2027-06-28"
    assert due(case, "first-review-conference") == "2027-09-28"
    door.on("2027-07-06 15:00")
    visit(door, plan, Baby={"seen": "alone"})  # the mother seen
    assert due(case, "visit") == "2027-07-20"

    door.on(f"{born} 15:00")
    person = Person._rows.get(state="UNBORN")
    door.take(
        Person.resource,
        person.reference,
        "be_born",
        unit.practitioner,
        date_of_birth=born,
        sex="F",
        given_name="Willow",
    )
    assert Person._rows.get().pk == person.pk and Case._rows.get().reference == case
    assert due(case, "post-birth-review") == review
    [row] = door.read("plans", plan, unit.practitioner)["children"]
    assert row["name"].startswith("Willow") and row["facts"]["started_on"] == "2027-06-28"
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.practitioner).get(f"/plans/{plan}/").content.decode()
    assert "No discharge before the meeting" in page


def test_police_protection_then_an_emergency_order_then_an_interim_care_order(door):
    """Three protections, each ended by the next, none by itself; the discussion is owed from the first hour."""
    unit = door.unit
    unit.team("unit")
    door.on("2027-05-16 02:00")
    protection = door.open(
        "emergency-protections",
        unit.police,
        taken_at=at("2027-05-16 01:20"),
        reason="Found alone, crying",
        officer="PC 4417 Shah",
        held_where="Wexmoor General",
        unnamed="Baby, flat 3, name unknown",
    )
    case = Case._rows.get().reference
    assert due_of(protection, "police-protection") == ["2027-05-19T00:20:00+00:00"]
    discussion = door.read("emergency-protections", protection, unit.police)["discussion"]
    assert due(case, "strategy-discussion")

    door.on("2027-05-17 09:30")
    with pytest.raises(Refusal, match="owed in law"):
        door.take(
            "strategy-discussions", discussion, "refuse", unit.manager, reason="She is safe in hospital"
        )
    door.take(
        "strategy-discussions",
        discussion,
        "hold",
        unit.manager,
        held_at=door.now,
        how="meeting",
        here=[unit.agency(kind) for kind in STATUTORY],
    )
    known = rows(door, "strategy-discussions", discussion)
    door.take(
        "strategy-discussions",
        discussion,
        "agree_enquiries",
        unit.manager,
        enquirers="joint",
        children={
            row: {"threshold_why": "Left alone at night, at a few weeks old"} for row in known.values()
        },
    )
    assert due(case, "initial-conference") == "2027-06-08"

    door.on("2027-05-17 16:00")
    emergency = door.open(
        "orders",
        unit.practitioner,
        what="emergency-protection",
        made_at=at("2027-05-17 15:00"),
        cases=[case],
        applied_by="designated-officer",
        expires_at=at("2027-05-23 12:00"),
        grounds="removed",
        accommodated_where="With foster carers",
    )
    # Day 1 is the first day of police protection: the eighth is Sunday 23 May, as the sealed order says.
    assert due_of(emergency, "emergency-protection-order") == ["2027-05-23T11:00:00+00:00"]
    assert not door.read("orders", emergency, unit.practitioner)["doubts"]
    [held] = door.read("emergency-protections", protection, unit.police)["children"]
    assert (held["state"], held["facts"]["how_ended"]) == ("ENDED", "order") and emergency in held["facts"][
        "protects_now"
    ]

    door.on("2027-05-21 15:00")
    interim = door.open(
        "orders",
        unit.practitioner,
        what="interim-care",
        made_at=at("2027-05-21 12:00"),
        cases=[case],
        expires_at=at("2027-11-05 12:00"),
        accommodated_where="With foster carers",
    )
    assert due_of(interim, "court-order") == ["2027-11-05T12:00:00+00:00"]
    [under] = door.read("orders", emergency, unit.practitioner)["children"]
    assert (under["state"], under["facts"]["how_ended"]) == ("ENDED", "replaced") and interim in under[
        "facts"
    ]["protects_now"]
    running = Clock._rows.filter(record__reference__in=[protection, emergency], stopped_at=None)
    assert not running.exists()
    [now] = door.read("orders", interim, unit.practitioner)["children"]
    assert now["state"] == "IN_FORCE"
    row = now["child"]
    # Past its end it is owed until somebody says what protects the child: nothing ends by itself.
    door.on("2027-11-06 09:00")
    assert door.read("orders", interim, unit.practitioner)["children"][0]["state"] == "IN_FORCE"
    with pytest.raises(Refusal, match="what protects the child now"):
        door.take(
            "orders",
            interim,
            "end_order",
            unit.manager,
            ended_at=at("2027-11-05 12:00"),
            children={row: {"how_ended": "ran-out"}},
        )
