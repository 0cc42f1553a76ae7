"""The conference through both doors: the same answers, the same refusals, the same dates."""

import pytest

from conferences.models import Conference
from cpu.models import Clock
from tests.conferences.meeting import chair, office, seen
from tests.journeys.doors import DOORS, Refusal, due, due_of
from tests.strategy.family import child, enquiry
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

CF = "conferences"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def row_named(rows: dict[str, str], name: str) -> str:
    return next(reference for known, reference in rows.items() if known.startswith(name))


def test_s3_from_the_request_to_two_decisions_and_the_minutes(door, unit):
    ivy, rowan = child(unit, "Ivy"), child(unit, "Rowan")
    enquiry(unit, ivy, rowan)
    seen(unit, rowan)
    lead, administrator, independent = unit.practitioner, office(unit), chair(unit)
    agencies = {
        kind: unit.agency(kind).reference for kind in ("social-care", "police", "health", "education")
    }

    door.on("2027-05-10 10:00")
    conference = door.open(
        CF,
        lead,
        cases=[ivy.reference, rowan.reference],
        purpose="initial",
        reason="Likely to go on being hit",
    )
    # A plan is refused, all that is wrong with it at once.
    wrong = {"planned_for": at("2027-05-22 10:00"), "how": "meeting", "chair": unit.manager}
    with pytest.raises(Refusal) as refused:
        door.take(CF, conference, "schedule", administrator, **wrong)
    assert refused.value.status == 400
    for sentence in ("Saturday 22 May 2027 is no working day", "is not independent"):
        assert sentence in refused.value.said
    with pytest.raises(Refusal, match="lies in the past"):
        door.take(
            CF,
            conference,
            "schedule",
            administrator,
            planned_for=at("2027-04-29 10:00"),
            how="meeting",
            chair=independent,
        )
    for kind in ("police", "health", "education"):
        door.take(CF, conference, "invite", administrator, agency=agencies[kind], knows_directly=True)
    door.take(
        CF,
        conference,
        "schedule",
        administrator,
        planned_for=at("2027-05-24 10:00"),
        how="meeting",
        chair=independent,
    )
    assert due_of(conference, "agency-report") == ["2027-05-17"] * 3
    assert due_of(conference, "parents-report") == ["2027-05-19"]
    door.take(
        CF,
        conference,
        "invite_person",
        administrator,
        name="Leanne Harcastle",
        role="parent",
        comes_from="10:00",
    )
    door.take(CF, conference, "say_who_must_not_meet", lead, words="Leanne and Dean: Dean comes at 11:30")
    leanne = str(Conference._rows.get().people[0].pk)
    rows = door.rows(CF, conference, independent)
    ivy_row, rowan_row = row_named(rows, "Ivy"), row_named(rows, "Rowan")

    # Police report for themselves; the school's comes on paper, late; health never does.
    door.on("2027-05-14 09:00")
    police = {"said_by": "PC Lowe", "text": "Two calls to the house", "family_may_know": "yes"}
    door.take(
        CF,
        conference,
        "contribute",
        unit.police,
        agency=agencies["police"],
        children=[ivy_row, rowan_row],
        **police,
    )
    door.on("2027-05-19 16:00")
    door.take(
        CF, conference, "receive_report", administrator, agency=agencies["education"], received_at=door.now
    )
    door.take(CF, conference, "share_report", lead, person=leanne, shared_at=at("2027-05-19 14:00"))
    assert not Clock._rows.filter(
        record__reference=conference, timescale="parents-report", stopped_at=None
    ).exists()

    door.on("2027-05-24 12:00")
    with pytest.raises(Refusal, match="future"):
        door.take(CF, conference, "hold", independent, held_at=at("2027-05-24 18:00"), how="meeting")
    door.take(
        CF,
        conference,
        "hold",
        independent,
        held_at=at("2027-05-24 10:00"),
        how="meeting",
        here=[agencies[kind] for kind in ("social-care", "police", "education")],
    )
    assert due_of(conference, "decision-notice") == ["2027-05-25"]
    assert due_of(conference, "minutes") == ["2027-06-22"]

    # Up: no category is preset, and none that does not exist is taken.
    with pytest.raises(Refusal) as refused:
        door.take(CF, conference, "make_plans", independent, children={ivy_row: {"why": "Hit twice"}})
    assert refused.value.status == 400
    with pytest.raises(Refusal) as refused:
        door.take(
            CF, conference, "make_plans", independent, children={ivy_row: {"why": "Hit", "category": "EXT"}}
        )
    assert refused.value.status == 400
    door.take(
        CF,
        conference,
        "make_plans",
        independent,
        children={ivy_row: {"category": "PHY", "why": "Hit twice", "lead_practitioner": lead.reference}},
    )
    for code, day in (
        ("first-core-group", "2027-06-08"),
        ("first-review-conference", "2027-08-24"),
        ("visit", "2027-06-08"),
    ):
        assert due(ivy.reference, code) == day
    assert ivy.childprotectionplanchild_rows.get().started_on.isoformat() == "2027-05-24"

    # Down: everything that stands in the way is said at once; a view each, a safety plan, a worker, a reason.
    why = {"why": "He was never hit, and sleeps at his aunt's"}
    with pytest.raises(Refusal) as refused:
        door.take(CF, conference, "decide_child_in_need", independent, children={rowan_row: why})
    assert refused.value.status == 409
    for sentence in (
        "No report from",
        "No view on this child yet",
        "Say what keeps the child safe",
        "Name the worker",
    ):
        assert sentence in refused.value.said
    for kind in ("social-care", "police", "education"):
        said = {"view": "against", "words": "The risk is Dean's, and Dean is away", "said_by": "Who spoke"}
        door.take(
            CF,
            conference,
            "write_down_view",
            administrator,
            agency=agencies[kind],
            children=[rowan_row],
            **said,
        )
    whole = {**why, "safety_plan": "His aunt has the key", "next_step_for": lead.reference}
    door.take(
        CF,
        conference,
        "decide_child_in_need",
        independent,
        children={rowan_row: whole},
        explained={"every_report_has_come": "The health visitor was ill; she was heard on the telephone"},
    )
    assert rowan.childinneedplanchild_rows.get().offered_to == lead
    read = door.read(CF, conference, independent)
    assert {row["name"].split()[0]: row["state"] for row in read["children"]} == {
        "Ivy": "PLAN",
        "Rowan": "NO_PLAN_CIN",
    }
    assert read["asked_about"] == [f"No report from {unit.agency('health')}."]
    assert read["owed"] and all(each["child"] == ivy_row for each in read["owed"])

    door.on("2027-05-25 10:00")
    door.take(CF, conference, "send_notice", administrator, sent_at=door.now, to_whom="Leanne; each agency")
    door.take(CF, conference, "draft_minutes", administrator, words="The minutes")
    door.take(CF, conference, "approve_minutes", independent)
    door.take(
        CF, conference, "circulate_minutes", administrator, circulated_at=door.now, to_whom="Each agency"
    )
    with pytest.raises(Refusal, match="No report from"):
        door.take(CF, conference, "close", administrator)
    door.take(CF, conference, "say_why_held_so", independent, reason="Health was heard on the telephone")
    whole = {
        "core_group": "School and Leanne",
        "core_group_on": "2027-06-03",
        "outline": "Nobody hits Ivy",
        "contingency": "Legal planning",
        "previous_plans": 0,
    }
    door.take(CF, conference, "complete_decision", lead, children={ivy_row: whole})
    door.take(CF, conference, "close", administrator)
    of_the_record = Clock._rows.filter(record__reference=conference, stopped_at=None).exclude(of="case")
    assert not of_the_record.exists(), "nothing of the conference itself is owed any more"


def test_who_must_not_meet_whom_stands_on_every_page(unit):
    from django.test import Client

    ivy = child(unit, "Ivy")
    door = DOORS[1](unit).on("2027-05-10 10:00")
    chair(unit)
    conference = door.open(CF, unit.practitioner, cases=[ivy.reference], purpose="initial", reason="Likely")
    door.take(
        CF,
        conference,
        "say_who_must_not_meet",
        unit.practitioner,
        words="Dean by video, from the north office",
    )
    door.take(CF, conference, "invite_person", office(unit), name="Dean Rudge", role="parent")
    client = Client()
    client.force_login(chair(unit))
    for page in (
        "",
        "schedule/",
        "invite-person/",
        "record-person-attendance/",
        "hold/",
        "say-who-must-not-meet/",
    ):
        if page == "say-who-must-not-meet/":
            client.force_login(unit.practitioner)
        shown = client.get(f"/{CF}/{conference}/{page}")
        assert shown.status_code == 200, page
        assert "Dean by video, from the north office" in shown.content.decode(), page
