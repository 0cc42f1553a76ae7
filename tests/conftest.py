"""What every test may ask for: the database in three manners, and a browser on a real server."""

import json
import os
import socketserver
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref import simple_server

import psycopg2.extensions
import pytest

from tests import servers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response
    from pytest_django import DjangoDbBlocker

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that nobody waits for them at the end; then quick ones; a browser's own last."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("long") is None,
            "chromium_page" in getattr(item, "fixturenames", ()),
        )
    )


@pytest.fixture(scope="session", autouse=True)
def quick() -> None:
    """What takes a moment on purpose or once in a process, and here would take it in every test."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each test's client is an application of its own: it looks a static file up, in place of listing them all.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin `tests.servers` has cloned this process's database already; pytest-django makes none."""


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg2.extensions.connection]:
    """A psycopg2 connection as the role that owns the tables and migrates."""
    with closing(servers.connect("owner")) as connection:
        yield connection


@pytest.fixture
def committing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """Real commits, as the application's role; afterwards every table is as the migrations left it."""
    from django.db import connections

    if request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(
            "`committing` commits for real: leave out the mark django_db, which rolls back."
        )
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            servers.empty()


class QuietHandler(simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a failing test shows what it needs."""


class ThreadingServer(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Each request has its thread, and that thread's database connection ends with it."""
        from django.db import connections

        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@pytest.fixture
def web(committing: None) -> Iterator[str]:
    """The address of the application on 127.0.0.1, working as its own role on this test's database."""
    from config.wsgi import application

    with simple_server.make_server(
        "127.0.0.1", 0, application, server_class=ThreadingServer, handler_class=QuietHandler
    ) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium, one for the run."""
    from playwright.sync_api import sync_playwright

    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    if program is None:
        missing = "Chromium is not installed: no browser test was run."
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    # Playwright keeps an event loop in this thread, and Django would take the test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def console_complaints() -> list[str]:
    """What the browser complained of in this test."""
    return []


@pytest.fixture
def chromium_page(chromium: "Browser", web: str, console_complaints: list[str]) -> "Generator[Page]":
    """A page of a fresh browser profile; relative addresses go to `web`. A console error fails the test.

    The content security policy is in force; `assert_accessible` brings its script through the browser's
    developer tools, which the policy does not bar.
    """
    context = chromium.new_context(base_url=web, locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()

    def hear(said: "ConsoleMessage") -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            console_complaints.append(said.text)

    def look(response: "Response") -> None:
        """A page may answer with a refusal; what it is made of (style, script) may not be missing."""
        if response.status >= 400 and response.request.resource_type != "document":
            console_complaints.append(f"{response.status} {response.url}")

    page.on("console", hear)
    page.on("response", look)
    page.on("pageerror", lambda error: console_complaints.append(str(error)))
    yield page
    context.close()
    assert not console_complaints, console_complaints


@pytest.fixture
def assert_accessible(console_complaints: list[str]) -> "Callable[[Page], None]":
    """`assert_accessible(page)`: axe finds nothing against WCAG 2.2 A and AA on the page as it stands."""

    def check(page: "Page") -> None:
        before = len(console_complaints)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Runtime.evaluate", {"expression": AXE.read_text()})
        answer = devtools.send(
            "Runtime.evaluate",
            {
                "expression": f"axe.run({{runOnly: {json.dumps(WCAG)}}})",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        # While it measures, axe writes inline styles, which the page's policy rightly refuses.
        console_complaints[before:] = [
            said for said in console_complaints[before:] if "inline style" not in said
        ]
        found = answer["result"]["value"]["violations"]
        assert not found, [
            (violation["id"], violation["help"], [node["html"] for node in violation["nodes"]])
            for violation in found
        ]

    return check
