"""Plans of support through both doors: offered, accepted, worked, ended; the same refusals."""

import pytest

from tests.conferences.test_support_plan import WHY, worker
from tests.journeys.doors import DOORS, Refusal, due, due_of
from tests.strategy.family import child
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

CN, RH = "child-in-need-plans", "risk-outside-the-home-plans"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def offered(door, unit, *cases, resource=CN):
    door.on("2027-05-10 10:00")
    return door.open(
        resource,
        unit.manager,
        cases=[each.reference for each in cases],
        to=worker(unit).reference,
        why="Help with the mornings",
        aim="Up, dressed and at school on time",
    )


def test_a_child_in_need_plan_from_the_offer_to_its_end(door, unit):
    ivy, rowan = child(unit, "Ivy"), child(unit, "Rowan")
    tom = worker(unit)
    plan = offered(door, unit, ivy, rowan)
    assert due_of(plan, "support-plan-accepted") == ["2027-05-17"]
    page = door.client(tom).get(f"/{CN}/{plan}/").content.decode()
    assert "Until it is accepted the unit holds" in page
    rows = list(door.rows(CN, plan, tom).values())
    with pytest.raises(Refusal) as refused:
        door.take(CN, plan, "accept", unit.practitioner, children=rows)
    assert refused.value.status == 409 and "Only the worker" in refused.value.said
    door.on("2027-05-12 09:00")
    door.take(CN, plan, "accept", tom, children=rows)
    assert due(ivy.reference, "visit") == "2027-06-10"
    door.on("2027-05-20 17:00")
    door.take(
        CN, plan, "add_action", tom, children=rows, risk="Late at school", outcome="In class at nine",
        action="Breakfast club", owner="Leanne Harcastle", due_on=at("2027-06-01 09:00").date(),
    )  # fmt: skip
    with pytest.raises(Refusal, match="future"):
        door.take(
            CN, plan, "record_visit", tom, happened_at=at("2027-05-21 16:00"), how="home", place="Home",
            by_whom="Tom Bright", children={row: {"seen": "alone"} for row in rows},
        )  # fmt: skip
    door.take(
        CN, plan, "record_visit", tom, happened_at=at("2027-05-20 16:00"), how="home", place="Home",
        by_whom="Tom Bright", children={row: {"seen": "alone"} for row in rows},
    )  # fmt: skip
    assert due(ivy.reference, "visit") == "2027-06-18"
    read = door.read(CN, plan, tom)
    assert len(read["owed"]) == 2 and all("has agreed" in each["says"] for each in read["owed"])
    door.on("2027-06-14 10:00")
    door.take(CN, plan, "propose_end", tom, children={rows[0]: WHY})
    with pytest.raises(Refusal) as refused:
        door.take(CN, plan, "end", tom, children=rows[:1])
    assert refused.value.status == 403
    door.take(CN, plan, "end", unit.manager, children=rows[:1])
    states = [each["state"] for each in door.read(CN, plan, tom)["children"]]
    assert states == ["ENDED", "RUNNING"]
    for reader in (tom, unit.manager):
        assert door.client(reader).get(f"/{CN}/{plan}/").status_code == 200


def test_a_plan_for_risk_outside_the_home(door, unit):
    dario = child(unit, "Dario")
    tom = worker(unit)
    plan = offered(door, unit, dario, resource=RH)
    rows = list(door.rows(RH, plan, tom).values())
    door.take(RH, plan, "accept", tom, children=rows)
    door.take(RH, plan, "describe_risk", tom, parents_protect="They fetch him", exploitation=["criminal"])
    with pytest.raises(Refusal) as refused:
        door.take(RH, plan, "add_context", tom, kind="place", what="The arcade", action="Patrol")
    assert refused.value.status == 400 and "who does it" in refused.value.said
    door.take(RH, plan, "add_context", tom, kind="place", what="The arcade", action="Patrol", owner="PC Shah")
    door.take(RH, plan, "link", tom, to="nrm", their_reference="NRM-4471", on=at("2027-05-10 10:00").date())
    read = door.read(RH, plan, tom)
    assert read["contexts"][0]["owner"] == "PC Shah" and read["links"][0]["reference"] == "NRM-4471"
    page = door.client(tom).get(f"/{RH}/{plan}/").content.decode()
    assert "The arcade" in page and "NRM-4471" in page and "They fetch him" in page


def test_somebody_without_involvement_finds_nothing(door, unit):
    plan = offered(door, unit, child(unit, "Ivy"))
    stranger = unit.user("agency-professional", agency="housing", team=None)
    with pytest.raises(Refusal) as refused:
        door.read(CN, plan, stranger)
    assert refused.value.status == 404
