"""How many statements a page sends to the database: bounded, and the same with 10 children as with 60."""

import pytest

from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.unit.test_worklist import enquiring, led, queries
from tests.unit_of_people import Unit

pytestmark = pytest.mark.usefixtures("committing")

# One page, read by somebody signed in: session and user are two of them.
BUDGET = {
    "my work": 20,
    "my team's work": 20,
    "children": 20,
    "case": 20,
    "discussion": 30,
    "enquiry": 32,
    "step for each child": 20,
    "list of the API": 12,
    "record of the API": 16,
}
FAMILY = ("Ivy", "Rowan", "Teal", "Moss", "Fern")


def families(unit: Unit, *numbers: int) -> None:
    """Five brothers and sisters each, a discussion held, an enquiry open; one of them with a worker."""
    for number in numbers:
        cases = enquiring(unit, *FAMILY, family=f"Family{number}")
        led(unit, cases[0], unit.practitioner)


def test_no_page_asks_more_of_the_database_when_there_is_more_in_it():
    unit = Unit()
    families(unit, 1, 2)
    discussion, enquiry = StrategyDiscussion._rows.earliest("pk"), Section47Enquiry._rows.earliest("pk")
    pages = {
        "my work": "/?whose=mine",
        "my team's work": "/?whose=team",
        "children": "/cases/?whose=team",
        "case": f"/cases/{discussion.children.earliest('pk').case.reference}/",
        "discussion": f"/strategy-discussions/{discussion.reference}/",
        "enquiry": f"/section-47-enquiries/{enquiry.reference}/",
        "step for each child": f"/section-47-enquiries/{enquiry.reference}/record-seen/",
        "list of the API": "/api/v1/strategy-discussions/",
        "record of the API": f"/api/v1/strategy-discussions/{discussion.reference}/",
    }

    def cost() -> dict[str, int]:
        return {name: queries(unit.practitioner, url) for name, url in pages.items()}

    few = cost()
    families(unit, *range(3, 13))
    assert cost() == few
    assert {name: number for name, number in few.items() if number > BUDGET[name]} == {}
