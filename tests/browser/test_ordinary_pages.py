"""The ordinary pages with real records: nothing that axe finds, no sideways scrolling, at a desk and on a
phone.
"""

import time_machine

from people.models import Case
from tests.people.test_case_page import known
from tests.unit.test_worklist import NOW, asked, children, enquiring, led
from tests.unit_of_people import Unit, at
from workflow.perform import perform

PASSWORD = "not a real password 1"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}


def sign_in(page, user):
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def a_day_at_work(unit):
    """A lead practitioner's morning: two enquiries, one of them late, a request from another doctor."""
    ivy, rowan = enquiring(unit, "Ivy", "Rowan")
    for case in (ivy, rowan):
        led(unit, case, unit.practitioner)
    known(unit, ivy)
    perform(
        Case._rows.get(pk=rowan.pk).note,
        by=unit.manager,
        at=NOW,
        words="Dentist: he was not brought, the third time.",
        happened_at=at("2027-05-03 16:00"),
    )
    discussion = asked(
        unit, children(unit, "Lena", family="Braithwaite"), by=unit.health, when=at("2027-05-05 08:20")
    )
    later = asked(unit, children(unit, "Mina", family="Osei"), when=at("2027-05-04 09:00"))
    perform(
        later.convene,
        by=unit.manager,
        at=NOW,
        convened_for=at("2027-05-05 14:00"),
        how="meeting",
        chair=unit.manager,
    )
    return ivy, discussion


def test_the_ordinary_pages_can_be_read_at_a_desk_and_on_a_phone(chromium_page, assert_accessible):
    unit = Unit()
    ivy, _ = a_day_at_work(unit)
    page = chromium_page
    with time_machine.travel(at("2027-05-05 08:45"), tick=True):
        sign_in(page, unit.manager)
        for address in (
            "/?whose=team",
            "/cases/?whose=team",
            f"/cases/{ivy.reference}/",
            "/meetings/",
            "/dates/?code=initial-conference&start=30+4+2027",
        ):
            page.goto(address)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size)
                assert_accessible(page)
