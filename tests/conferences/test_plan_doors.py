"""A plan through both doors: core group, actions, a visit to three, and the same refusals; what stands beneath it."""

from datetime import date

import pytest
import time_machine

from conferences.models import ChildProtectionPlan
from people.models import Case
from tests.conferences.plans import chair, plan
from tests.journeys.doors import DOORS, Refusal, due
from tests.strategy.family import child
from tests.unit_of_people import Unit, at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")

PL = "plans"
VISIT = {"how": "home", "place": "4 Mill Lane", "by_whom": "Nadia Rahim"}


@pytest.fixture
def unit():
    made = Unit()
    for kind in ("health", "education", "social-care"):
        made.agency(kind)
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


@pytest.fixture
def children(unit):
    born = {"Ivy": date(2018, 1, 9), "Teal": date(2026, 2, 3), "Rowan": date(2021, 6, 2)}
    return {name: child(unit, name, born=day) for name, day in born.items()}


@pytest.fixture
def made(unit, children):
    """Ivy and Teal are subject of a plan, their brother Rowan is not (scenario S3)."""
    return plan(unit, children["Ivy"], children["Teal"], when="2027-05-24 10:00").reference


def rows(door, made, user) -> dict[str, str]:
    return {name.partition(" ")[0]: row for name, row in door.rows(PL, made, user).items()}


def beneath(door, made, user, path):
    with time_machine.travel(door.now, tick=False):
        response = door.client(user).get(f"/api/v1/{PL}/{made}/{path}/")
    return response.json()["results"] if response.status_code == 200 else response.status_code


def test_a_plan_is_worked_and_never_ended_by_one_alone(door, unit, made, children):
    lead, manager = unit.practitioner, unit.manager
    assert due(children["Ivy"].reference, "first-core-group") == "2027-06-08"
    door.on("2027-05-25 09:00").take(PL, made, "take_alongside", lead, cases=[children["Rowan"].reference])
    row = rows(door, made, lead)
    action = {
        "risk": "Hit when Craig drinks",
        "outcome": "Sleeps safe",
        "action": "Stays at Marta's",
        "due_on": date(2027, 6, 11),
    }
    door.on("2027-06-07 16:00")
    with pytest.raises(Refusal, match="who does it"):
        door.take(PL, made, "add_action", lead, children=[row["Ivy"]], **action)
    door.take(PL, made, "add_action", lead, children=[row["Ivy"]], owner="Marta Wilk, grandmother", **action)
    door.take(
        PL,
        made,
        "make_detailed_plan",
        lead,
        held_at=at("2027-06-07 14:00"),
        here=[unit.agency("social-care").reference, unit.agency("health").reference],
        parents="Leanne Harcastle, with her sister",
        children={
            row["Ivy"]: {"detail": "No contact with Craig", "risk": "less"},
            row["Teal"]: {"risk": "same"},
        },
    )
    assert due(children["Ivy"].reference, "core-group") == "2027-07-19"
    [group] = beneath(door, made, lead, "core-groups")
    assert group["held_at"].startswith("2027-06-07T14:00") and len(group["children"]) == 2
    [told] = beneath(door, made, lead, "actions")
    assert (told["owner"], told["case"]) == ("Marta Wilk, grandmother", children["Ivy"].reference)
    # One recording for three; each child's words and clock are its own.
    door.on("2027-06-07 17:30")
    with pytest.raises(Refusal, match="future"):
        door.take(
            PL,
            made,
            "record_visit",
            lead,
            happened_at=at("2027-06-07 18:00"),
            children={row["Ivy"]: {"seen": "alone"}},
            **VISIT,
        )
    with pytest.raises(Refusal, match="why the child was not seen alone"):
        door.take(
            PL,
            made,
            "record_visit",
            lead,
            happened_at=at("2027-06-07 16:15"),
            children={row["Ivy"]: {"seen": "not-alone"}},
            **VISIT,
        )
    said = {"words": "I sleep good here", "question": "How are the nights?", "sleeping_place": "Her own bed"}
    door.take(
        PL,
        made,
        "record_visit",
        lead,
        happened_at=at("2027-06-07 16:15"),
        announced=False,
        **VISIT,
        children={
            row["Ivy"]: {"seen": "alone", "sleeping_place_seen": True, **said},
            row["Rowan"]: {"seen": "not-alone", "not_alone_because": "He asked for Ivy"},
            row["Teal"]: {
                "seen": "not-seen",
                "what_next": "Tomorrow at nursery",
                "manager_told": "Helen Okoro, 5pm",
            },
        },
    )
    assert due(children["Ivy"].reference, "visit") == "2027-06-21"
    assert due(children["Teal"].reference, "visit") == "2027-06-08"
    visits = beneath(door, made, lead, "visits")
    assert {each["counted_as"] for each in visits} == {"seen", "not"} and len(visits) == 3
    assert visits[0]["at"] != visits[0]["recorded_at"] and visits[0]["announced"] is False
    page = door.client(lead).get(f"/{PL}/{made}/").content.decode()
    assert "I sleep good here" in page and "Tomorrow at nursery" in page and "Her own bed" in page
    # Nobody ends it alone.
    end = {"end_reason": "moved", "end_on": date(2027, 6, 7), "end_words": "Gone to Sandford"}
    door.on("2027-06-08 09:00")
    with pytest.raises(Refusal) as refused:
        door.take(PL, made, "propose_end", manager, children={row["Teal"]: end})
    assert refused.value.status == 409
    for says in ("See the child", "receiving authority", "own view", "who has accepted"):
        assert says in refused.value.said
    with pytest.raises(Refusal) as refused:
        door.take(PL, made, "agree_end", chair(unit), children=[row["Teal"]])
    assert refused.value.status == 409 and "Nobody has proposed" in refused.value.said


def test_a_video_call_is_no_visit_and_both_doors_say_so(door, unit, made, children):
    lead, row = unit.practitioner, rows(door, made, unit.practitioner)
    door.on("2027-05-27 17:00")
    with time_machine.travel(door.now, tick=False):
        shown = door.client(lead).get(f"/{PL}/{made}/record-visit/").content.decode()
    assert "By video:</b> is no visit: record it as a call" in " ".join(shown.split())
    call = {**VISIT, "how": "video", "happened_at": at("2027-05-27 16:00")}
    with pytest.raises(Refusal) as refused:
        door.take(PL, made, "record_visit", lead, children={row["Ivy"]: {"seen": "alone"}}, **call)
    assert refused.value.status == 400
    assert "See the child in person; what was said on the call is kept by" in refused.value.said
    said = {"seen": "alone", "words": "I am at Nan's", "question": "Where are you?"}
    door.take(PL, made, "record_call", lead, children={row["Ivy"]: said}, **call)
    assert due(children["Ivy"].reference, "visit") == "2027-06-08"
    [told] = beneath(door, made, lead, "visits")
    assert (told["visit"], told["counted_as"]) == (False, "not")
    with time_machine.travel(door.now, tick=False):
        page = door.client(lead).get(f"/{PL}/{made}/").content.decode()
    assert "Called once, which is no visit" in page and "I am at Nan&#x27;s" in page


def test_the_next_visit_is_offered_with_the_children_of_the_last(unit, made, children):
    door = DOORS[0](unit).on("2027-05-27 17:00")
    lead, row = unit.practitioner, rows(door, made, unit.practitioner)
    door.take(
        PL,
        made,
        "record_visit",
        lead,
        happened_at=at("2027-05-27 16:00"),
        children={row["Ivy"]: {"seen": "alone"}},
        **VISIT,
    )
    with time_machine.travel(door.now, tick=False):
        page = door.client(lead).get(f"/{PL}/{made}/record-visit/").content.decode()
    ticked = [
        tag for tag in page.split("<input") if 'name="children"' in tag and "checked" in tag.partition(">")[0]
    ]
    assert len(ticked) == 1 and row["Ivy"] in ticked[0]


def test_who_works_with_one_child_reads_nothing_of_the_other(unit, made, children):
    door = DOORS[0](unit).on("2027-06-07 17:30")
    lead, row = unit.practitioner, rows(door, made, unit.practitioner)
    action = {"risk": "r", "outcome": "o", "action": "a", "owner": "Marta", "due_on": date(2027, 6, 11)}
    for name in ("Ivy", "Teal"):
        door.take(PL, made, "add_action", lead, children=[row[name]], **action)
    facts = {row[name]: {"seen": "alone"} for name in ("Ivy", "Teal")}
    door.take(PL, made, "record_visit", lead, happened_at=at("2027-06-07 16:15"), children=facts, **VISIT)
    visitor = unit.user("social-worker", team=None, name="Only Ivy's")
    perform(
        Case._rows.get(pk=children["Ivy"].pk).involve,
        by=unit.manager,
        at=at("2027-06-01 09:00"),
        role="co-worker",
        user=visitor,
    )
    for path in ("actions", "visits"):
        assert [each["case"] for each in beneath(door, made, visitor, path)] == [children["Ivy"].reference]
    with time_machine.travel(door.now, tick=False):
        page = door.client(visitor)
        shown = (
            page.get(f"/{PL}/{made}/").content.decode()
            + page.get(f"/{PL}/{made}/end-action/").content.decode()
        )
    assert "Ivy" in shown and "Teal" not in shown
    assert ChildProtectionPlan._rows.get().children.count() == 2
    stranger = unit.user("agency-professional", agency="housing", team=None)
    assert beneath(door, made, stranger, "visits") in (403, 404)
