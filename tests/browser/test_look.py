"""The pages as people meet them: read aloud, enlarged four times, without scripting, on paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from govuk.views import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

EVERY_PAGE = pytest.mark.parametrize("name", PAGES)
NAMES = (
    "Ivy",
    "Rowan",
    "Teal",
    "Harcastle",
    "Kit",
    "Marlowe",
    "Lena",
    "Braithwaite",
    "Beck",
    "Mina",
    "Ezra",
    "Asa",
)
NARROW: "ViewportSize" = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.gallery"


def open_everything(page: "Page") -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def overflow(page: "Page") -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@EVERY_PAGE
def test_every_page_meets_wcag_and_reflows_at_400_percent(
    chromium_page: "Page", assert_accessible: "Callable[[Page], None]", name: str
) -> None:
    chromium_page.goto(f"/gallery/{name}/")
    open_everything(chromium_page)
    assert_accessible(chromium_page)
    chromium_page.set_viewport_size(NARROW)
    assert overflow(chromium_page) == 0
    assert_accessible(chromium_page)


@EVERY_PAGE
def test_a_page_is_made_of_nothing_from_elsewhere_and_of_no_borrowed_font(
    chromium_page: "Page", web: str, name: str
) -> None:
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    chromium_page.goto(f"/gallery/{name}/", wait_until="networkidle")
    assert asked
    assert all(url.startswith(web) for url in asked), asked
    assert not [url for url in asked if "font" in url or "crest" in url or "crown" in url]
    assert "GDS" not in chromium_page.evaluate(
        "getComputedStyle(document.querySelector('h1, .app-h1')).fontFamily"
    )


@EVERY_PAGE
def test_a_title_names_the_kind_of_page_and_never_a_child(name: str, db: None) -> None:
    page = Client().get(f"/gallery/{name}/").content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.strip()
    assert not [child for child in NAMES if child in title]


@EVERY_PAGE
def test_every_link_within_a_page_leads_to_something(chromium_page: "Page", name: str) -> None:
    chromium_page.goto(f"/gallery/{name}/")
    lost = chromium_page.evaluate(
        """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(
             href => href.length > 1 && !document.getElementById(href.slice(1)))"""
    )
    assert lost == []


@EVERY_PAGE
def test_a_table_that_stacks_into_rows_names_its_roles(chromium_page: "Page", name: str) -> None:
    # Some browsers take a table's meaning away with its layout; Chromium does not: they are read as written
    chromium_page.goto(f"/gallery/{name}/")
    bare = chromium_page.evaluate(
        """[...document.querySelectorAll(`.app-table, .app-table > thead, .app-table > tbody,
               .app-table > * > tr, .app-table > * > tr > *`)]
             .filter(one => !one.hasAttribute('role')).map(one => one.outerHTML)"""
    )
    assert bare == []


def test_a_refusal_takes_the_focus_and_says_every_reason(chromium_page: "Page") -> None:
    chromium_page.goto("/gallery/step-refused/")
    frame = chromium_page.locator(".app-in-the-way")
    chromium_page.wait_for_function("document.activeElement.classList.contains('app-in-the-way')")
    assert frame.get_by_role("listitem").count() == 10
    frame.get_by_role("link", name="When was it held? There is no such day as 31/2/2027.").click()
    assert chromium_page.evaluate("document.activeElement.id") == "id_held_at_date"
    assert chromium_page.locator("#id_held_at_date").input_value() == "31/2/2027"
    assert chromium_page.get_by_role("button", name="Record the decisions").is_enabled()


def test_a_question_that_hangs_on_another_is_folded_but_never_over_what_was_typed(
    chromium_page: "Page",
) -> None:
    chromium_page.goto("/gallery/step/")
    why = chromium_page.get_by_label("Why not alone?")
    why.wait_for(state="hidden")
    chromium_page.get_by_label("Seen, not alone").check()
    why.fill("He asked his sister to stay.")
    chromium_page.get_by_label("Seen, and alone").check()
    assert why.is_visible()
    why.fill("")
    chromium_page.get_by_label("Not seen").check()
    assert why.is_hidden()


def test_without_scripting_every_question_is_open_and_every_reason_readable(
    chromium: "Browser", web: str
) -> None:
    context = chromium.new_context(base_url=web, java_script_enabled=False)
    page = context.new_page()
    page.goto("/gallery/step/")
    assert page.get_by_label("Why not alone?").is_visible()
    assert page.get_by_text("What still stands in the way").is_visible()
    page.get_by_text("Why this date").first.click()
    assert page.get_by_role("table", name="Days counted").is_visible()
    context.close()


def test_on_paper_the_frame_of_the_page_drops_away_and_the_sheet_says_whose_it_is(
    chromium_page: "Page",
) -> None:
    chromium_page.goto("/gallery/case/")
    chromium_page.emulate_media(media="print")
    for gone in ("header.app-header", "nav.app-nav", "footer.app-footer", ".app-steps"):
        assert chromium_page.locator(gone).first.is_hidden(), gone
    assert (
        "Confidential. Ivy Harcastle, born 14 February 2018"
        in chromium_page.locator(".app-on-paper").inner_text()
    )
    assert chromium_page.locator(".app-why__inside").first.is_visible()


def test_the_worklist_prints_on_two_sheets_at_most(chromium_page: "Page") -> None:
    chromium_page.goto("/gallery/worklist/")
    sheets = chromium_page.pdf(format="A4").count(b"/Type /Page\n")
    assert 1 <= sheets <= 2
