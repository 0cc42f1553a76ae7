"""A plan and a visit in the browser: readable at a desk and on a phone, and the visit says what it will count as."""

from datetime import date

import time_machine

from tests.browser.test_ordinary_pages import DESK, PHONE, sign_in
from tests.conferences.plans import core_group, plan, visit
from tests.strategy.family import child
from tests.unit_of_people import Unit, at
from workflow.perform import perform

MOMENT = "2027-06-07 17:30"


def worked_plan(unit):
    """Ivy and Teal on a plan, Rowan alongside; a core group, an action, a visit at which Teal was not seen."""
    for kind in ("health", "education", "social-care"):
        unit.agency(kind)
    born = {"Ivy": date(2018, 1, 9), "Teal": date(2026, 2, 3), "Rowan": date(2021, 6, 2)}
    ivy, teal, rowan = (child(unit, name, born=day) for name, day in born.items())
    made = plan(unit, ivy, teal, when="2027-05-24 10:00", contingency="Legal planning", previous_plans=1)
    lead = unit.practitioner
    made = perform(made.take_alongside, by=lead, at=at("2027-05-25 09:00"), cases=[rowan])
    made = perform(
        made.add_action,
        by=lead,
        at=at("2027-05-26 09:00"),
        children=[ivy],
        risk="Hit when Craig drinks.",
        outcome="Sleeps safe and says so.",
        action="Stays at Marta's from Friday to Sunday.",
        owner="Marta Wilk, grandmother",
        due_on=date(2027, 6, 11),
        contingency="The unit looks for a foster carer.",
    )
    visit(made, unit, ivy, rowan, when="2027-05-28 16:15", facts={"observed": "Chatty, showed her reading."})
    not_seen = {"what_next": "At nursery tomorrow, 9am", "manager_told": "Helen Okoro"}
    visit(made, unit, teal, when="2027-05-28 16:30", seen="not-seen", facts=not_seen)
    said = {"parents": "Leanne Harcastle, with her sister", "progress": "Craig has left the house."}
    return core_group(made, unit, ivy, when="2027-06-04 14:00", step="make_detailed_plan", **said)


def test_a_plan_and_a_visit_can_be_read_and_recorded_at_a_desk_and_on_a_phone(
    chromium_page, assert_accessible
):
    unit = Unit()
    made, page = worked_plan(unit), chromium_page
    with time_machine.travel(at(MOMENT), tick=True):
        sign_in(page, unit.practitioner)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            for step in ("", "record-visit/", "hold-core-group/", "add-action/"):
                page.goto(f"/plans/{made.reference}/{step}")
                assert_accessible(page)
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), step


def test_a_visit_says_before_its_button_what_it_will_count_as(chromium_page):
    unit = Unit()
    made, page = worked_plan(unit), chromium_page
    page.set_viewport_size(PHONE)
    with time_machine.travel(at(MOMENT), tick=True):
        sign_in(page, unit.practitioner)
        page.goto(f"/plans/{made.reference}/record-visit/")
        says = page.locator("[data-counts-says]")
        # The last recorded visit was to Teal.
        assert "Teal Harcastle: say how" in says.inner_text()
        assert "Ivy Harcastle: not part of this visit. Nothing changes." in says.inner_text()
        page.get_by_label("By video").check()
        teal = page.get_by_role("region", name="Teal Harcastle")
        assert page.get_by_role("region", name="Ivy Harcastle").get_by_text("own words").is_hidden()
        teal.get_by_label("Seen, and alone").check()
        assert "is no visit: record it as a call, and see the child in person" in says.inner_text()
        page.get_by_label("In person, at home").check()
        assert "counts as seen: the visit clock is met" in says.inner_text()
        teal.get_by_label("Not seen", exact=True).check()
        assert "a manager is told now" in says.inner_text()
