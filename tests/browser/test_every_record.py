"""Every kind of record as a document, and every step of it as a page, those asked of each child with their messages
too: read by axe, and at 400% without scrolling sideways. Records are made by the walker: a new stage comes here by
itself.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.browser.test_ordinary_pages import DESK, sign_in
from tests.walker import Walker, fresh
from workflow import document
from workflow.forms import REGISTRY
from workflow.stage import Stage

NARROW = {"width": 320, "height": 640}
# What axe reads of each kind: its steps are drawn by one template, so two of them, and all are measured.
READ_ALOUD = 2


def look(page: Any, address: str) -> None:
    answer = page.goto(address)
    assert answer.status == 200, (address, answer.status)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def fits(page: Any, address: str) -> None:
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address


def asks_of_each_child(record: Stage, reader: Any) -> str:
    """A step open to the reader with a question about each child that must be answered, or "" where there is none."""
    per_child = REGISTRY[type(record)].per_child
    must = {
        name for name, asked in per_child.items() if any(each.required for each in asked.base_fields.values())
    }
    found = [each.name for each in record.steps_open_to(reader) if each.name in must]
    return document.url_of(record, found[0]) if found else ""


def answer_nothing(page: Any, address: str) -> None:
    """Every child chosen, and no question answered: the page comes back with all its messages, linked."""
    page.set_viewport_size(DESK)
    look(page, address)
    for box in page.locator("#children input[name=children]").all():
        box.check()
    page.locator("main form .app-acts button").click()
    assert page.title().startswith("Error:"), address
    assert page.locator("[data-focus]").evaluate("each => each === document.activeElement"), address
    for link in page.locator(".app-in-the-way a[href^='#']").all():
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1, address


@pytest.mark.parametrize("part", range(3))
def test_every_record_and_every_step_can_be_read_and_fits_at_400_percent(
    chromium_page, assert_accessible, part
):
    walker, page = Walker(), chromium_page
    reader = walker.anybody(1)
    with time_machine.travel(walker.now + timedelta(minutes=5), tick=True):
        sign_in(page, reader)
        for model in document.stages()[part::3]:
            record: Any = fresh(walker.open(model))
            assert isinstance(record, Stage)
            if not (address := document.url_of(record)):
                continue
            look(page, address)
            page.set_viewport_size(DESK)
            assert_accessible(page)
            fits(page, address)
            assert_accessible(page)
            for number, declared in enumerate(record.steps_open_to(reader)):
                step = document.url_of(record, declared.name)
                look(page, step)
                fits(page, step)
                if number < READ_ALOUD:
                    assert_accessible(page)
            if address := asks_of_each_child(record, reader):
                answer_nothing(page, address)
                assert_accessible(page)
                fits(page, address)
