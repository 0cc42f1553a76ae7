"""Where a rule bends it bends with a reason, and is counted per team: how often, and nothing of any child."""

import pytest
import time_machine
from django.test import Client

from tests.strategy.family import child, held
from tests.strategy.test_order import ordered
from tests.unit_of_people import Unit, at
from unit.queries import Bent, bent
from workflow.perform import ChildAnswers, perform

pytestmark = pytest.mark.usefixtures("committing")

NOW = at("2027-05-24 17:00")
REASON = "She left for Leeds before anybody could tell her"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


def bend(unit, name: str, when: str, by=None) -> None:
    """An order is closed although not everybody was told: a reason stands in its place."""
    order = ordered(unit, child(unit, name), when=when)
    end = {"how_ended": "discharged", "protects_now": "Her aunt, by agreement"}
    row = ChildAnswers(order.children.get(), end)
    order = perform(order.end_order, by=unit.manager, at=at(when), ended_at=at(when), children=[row])
    explained = {"everyone_was_told": {"reason": REASON}}
    perform(order.close, by=by or unit.practitioner, at=at(when), explained=explained)


def test_rules_that_were_bent_are_counted_for_the_team_of_that_day(unit):
    other = unit.user("lead-practitioner", team="family-help", name="Somebody Else")
    bend(unit, "Ivy", "2027-05-17 10:00")
    bend(unit, "Rowan", "2027-05-18 10:00")
    bend(unit, "Teal", "2027-01-18 10:00")  # long ago: not in this count
    held(unit, child(unit, "Milo"))  # nothing bent
    rule = "Tell the child, the parents and both authorities, or say why not."
    found = bent(at("2027-04-01 09:00"), NOW)
    assert found == [Bent(str(unit.team("unit")), rule, 2, False)]
    assert other.memberships.get().team != unit.team("unit")


def test_a_manager_reads_the_count_and_no_child(unit):
    bend(unit, "Ivy", "2027-05-17 10:00")
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.force_login(unit.manager)
        page = client.get("/unit/").content.decode()
        client.force_login(unit.practitioner)
        other = client.get("/unit/").content.decode()
    assert "Tell the child, the parents and both authorities" in page and str(unit.team("unit")) in page
    assert REASON not in page and "Ivy" not in page
    assert "bent with a reason" in page and "bent with a reason" not in other
