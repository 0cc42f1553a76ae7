"""How many statements a page sends to the database: bounded, and the same with 10 children as with 60."""

from datetime import timedelta

import pytest

from conferences.models import ChildProtectionPlan
from cpu.roles import Role
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.conferences import plans
from tests.unit.test_worklist import HELD, enquiring, led, queries
from tests.unit_of_people import Unit
from workflow.perform import perform

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


# One agency speaks for each number: its view, report, invitation and words, and one more of everything else.
AGENCIES = ("health", "education", "police")


def one_more_of_everything(unit: Unit, discussion, conference, plan, case, number: int) -> None:
    """A further row of each kind in a discussion, a conference, a plan and a child's own page."""
    agency, moment = unit.agency(AGENCIES[number]), HELD + timedelta(hours=number + 1)
    by, words, children = unit.manager, f"What {agency} said, {number}", [case]

    def take(record, step, by=unit.manager, **answers):
        found = type(record)._rows.get(pk=record.pk)
        return perform(getattr(found, step), by=by, at=moment, **answers)

    said = {"agency": agency, "said_by": f"Who spoke, {number}", "children": children}
    take(discussion, "ask", agency=agency, question=words, urgency="urgent")
    take(discussion, "contribute", text=words, family_may_know="yes", **said)
    take(discussion, "give_view", view="for", words=words, **said)
    for record in (discussion, conference, plan, case):
        about = {} if record is case else {"children": children}
        take(record, "note", words=words, happened_at=moment, **about)
    office = unit.user(Role.CONFERENCE_ADMINISTRATOR, team="conferences")
    take(conference, "receive_report", by=office, agency=agency, received_at=moment, main_points=words)
    take(conference, "write_down_view", by=office, view="for", words=words, **said)
    take(conference, "ask_for_correction", by=office, asked_by="Her mother", received_at=moment, what=words)
    complaint = {"from_whom": "Her mother", "received_at": moment, "about": "decision", "words": words}
    take(conference, "record_complaint", by=office, **complaint)
    answers = {"risk": words, "outcome": "Safe", "action": f"Meet, {number}", "due_on": moment.date()}
    take(plan, "add_action", by=by, children=children, agency=agency, **answers)
    when = moment.strftime("%Y-%m-%d %H:%M")
    plans.visit(plan, unit, case, when=when)
    plans.core_group(
        type(plan)._rows.get(pk=plan.pk),
        unit,
        case,
        when=when,
        step="hold_core_group" if number else "make_detailed_plan",
    )
    take(case.child, "add_service", kind="gp", name=f"Practice {number}")
    take(case.child, "add_identifier", kind="other", value=f"Number {number}")


def test_no_record_asks_more_of_the_database_when_more_is_written_in_it():
    unit = Unit()
    families(unit, 1)
    discussion = StrategyDiscussion._rows.get()
    case = discussion.children.earliest("pk").case
    conference = plans.held(unit, case, when="2027-04-30 11:00")
    plans.decided(unit, conference, case)
    plan = ChildProtectionPlan._rows.get()
    kinds = (discussion, conference, plan)
    pages = [f"/{each.resource}/{each.reference}/" for each in (*kinds, case, case.child)]
    pages += [f"/api/v1/{each.resource}/{each.reference}/" for each in kinds]

    def cost() -> dict[str, int]:
        return {url: queries(unit.manager, url) for url in pages}

    for number in (0, 1):
        one_more_of_everything(unit, *kinds, case, number)
    few = cost()
    for number in range(2, len(AGENCIES)):
        one_more_of_everything(unit, *kinds, case, number)
    assert cost() == few
