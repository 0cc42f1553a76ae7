"""Pages of orders and pre-proceedings: nothing that axe finds, no sideways scrolling, at a desk and on a phone."""

import time_machine

from court.models import PreProceedings
from strategy.models import CourtOrder
from tests.browser.test_ordinary_pages import DESK, PHONE, sign_in
from tests.strategy.family import child
from tests.strategy.test_protection import protect
from tests.unit_of_people import Unit, at
from workflow.perform import perform

NOW = at("2027-05-17 16:00")


def a_family_before_court(unit):
    """An emergency order that follows police protection, typed a day too long; pre-proceedings with a review."""
    unit.team("unit")
    ivy, teal = child(unit, "Ivy"), child(unit, "Teal")
    protect(unit, by=unit.manager, cases=[ivy, teal], taken_at=at("2027-05-15 23:30"))
    order = perform(
        CourtOrder().record,
        by=unit.manager,
        at=NOW,
        what="emergency-protection",
        made_at=at("2027-05-17 15:00"),
        expires_at=at("2027-05-25 12:00"),
        cases=[ivy, teal],
        applied_by="designated-officer",
        grounds="removed",
        reason="Injuries without explanation to both girls",
        medical_direction="Skeletal survey, by the hospital's paediatrician",
        contact_direction="Mother, supervised, three times a week",
    )
    today = NOW.date()
    before = perform(
        PreProceedings().decide,
        by=unit.service_manager,
        at=NOW,
        cases=[ivy, teal],
        decided_on=today,
        why="No change in nine months on the plan",
    )
    for step, answers in (
        ("record_letter", {"sent_on": today, "offered": True}),
        ("record_review", {"held_on": today, "words": "Both parents came with their solicitors"}),
    ):
        before = PreProceedings._rows.get(pk=before.pk)
        perform(
            getattr(before, step), by=unit.manager, at=NOW, children=list(before.children.all()), **answers
        )
    return ivy, order, before


def test_the_pages_of_orders_and_pre_proceedings_can_be_read_at_a_desk_and_on_a_phone(
    chromium_page, assert_accessible
):
    unit = Unit()
    ivy, order, before = a_family_before_court(unit)
    page = chromium_page
    with time_machine.travel(at("2027-05-18 09:00"), tick=True):
        sign_in(page, unit.service_manager)
        for address in (
            f"/cases/{ivy.reference}/",
            f"/orders/open/record/?case={ivy.reference}",
            f"/orders/{order.reference}/",
            f"/orders/{order.reference}/end-order/",
            f"/orders/{order.reference}/record-extension/",
            f"/pre-proceedings/open/decide/?case={ivy.reference}",
            f"/pre-proceedings/{before.reference}/",
            f"/pre-proceedings/{before.reference}/propose-step-down/",
            f"/pre-proceedings/{before.reference}/record-family-meeting/",
        ):
            assert page.goto(address).status == 200, address
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size)
                assert_accessible(page)
