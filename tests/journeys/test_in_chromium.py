"""S3 as people work it: every question of every step filled in and sent in Chromium, to the running application."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from cpu.calendars import LONDON
from tests.journeys.doors import Refusal, Web
from tests.journeys.test_s3 import test_s3_three_siblings_from_the_referral_to_the_end_of_their_plans as s3
from tests.unit_of_people import Unit

pytestmark = pytest.mark.usefixtures("committing")


@dataclass
class InChromium(Web):
    """The page is opened, filled in as it stands, and its own button pressed; nothing is sent that it does not ask."""

    browser: Any = None
    address: str = ""
    name = "chromium"

    def _submit(self, page: str, by, data: dict):
        browser, session = self.browser, self.client(by).cookies[settings.SESSION_COOKIE_NAME].value
        browser.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}]
        )
        shown = browser.goto(page)
        if shown.status != 200:
            raise Refusal(shown.status, browser.inner_text("body"))
        browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for name, value in data.items():
            if value not in (None, ""):
                fill(browser, name, value)
        with browser.expect_navigation() as sent:
            browser.locator("main form[method=post] button:not([name])").last.click()
        if sent.value.request.redirected_from is None:
            raise Refusal(sent.value.status, browser.inner_text("main"))
        return {"Location": browser.url}


def fill(browser, name: str, value: Any) -> None:
    """Answer one question with whatever control the page gives for it."""
    asked = browser.locator(f'main [name="{name}"]:not([type=hidden])')
    if not asked.count():
        moment = datetime.fromisoformat(str(value))
        moment = moment.astimezone(LONDON) if moment.tzinfo else moment
        browser.fill(f'main [name="{name}_date"]', f"{moment:%d/%m/%Y}")
        browser.fill(f'main [name="{name}_time"]', f"{moment:%H:%M}")
        return
    kind = asked.first.evaluate("each => each.type")
    if kind in ("radio", "checkbox"):
        yes = "yes" if kind == "radio" else "true"
        wanted = [
            {True: yes, False: "no"}.get(each, each)
            for each in (value if isinstance(value, list) else [value])
        ]
        for box in asked.all():
            # What the page ticks beforehand, as the children of the last visit, is taken away where it is not meant.
            chosen = box.get_attribute("value") in wanted
            if kind == "checkbox" or chosen:
                box.set_checked(chosen)
    elif kind.startswith("select"):
        asked.select_option(value)
    else:
        asked.fill(str(value))


@pytest.mark.long
def test_s3_is_worked_whole_in_a_browser(chromium_page, web):
    s3(InChromium(Unit(), browser=chromium_page, address=web))
