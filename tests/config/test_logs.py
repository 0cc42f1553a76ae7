"""Logs tell what the system did, never of whom it is about."""

import io
import json
import logging

import pytest
import structlog

from tests.config.test_errors import with_pages_that_fail  # noqa: F401  (pages that fail, for each test here)


@pytest.fixture
def lines():
    """What the root handler writes during a test, line by line, as JSON."""
    handler = logging.getLogger().handlers[0]
    written = io.StringIO()
    kept = handler.setStream(written)
    level = logging.getLogger().level
    logging.getLogger().setLevel("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(kept)
    logging.getLogger().setLevel(level)


def test_a_request_is_one_line_with_the_pattern_of_its_address(client, lines):
    client.get("/nowhere/SD-7K2MQ9TX/?name=Kezia")
    [line] = lines()
    assert (line["event"], line["method"], line["status"]) == ("answered", "GET", 404)
    assert "SD-7K2MQ9TX" not in json.dumps(line)
    assert "Kezia" not in json.dumps(line)


def test_an_exception_is_logged_without_its_message(client, lines):
    client.get("/fails/")
    failed = next(line for line in lines() if line["event"] == "failed")
    assert failed["exception"] == "builtins.ValueError"
    assert any("test_errors.py" in place for place in failed["passed"])
    assert "Kezia" not in json.dumps(lines())


def test_a_failed_sign_in_names_nobody(client, committing, lines):
    client.post("/sign-in/", {"username": "kezia@example.org", "password": "wrong"})
    assert "kezia" not in json.dumps(lines())


@pytest.mark.parametrize("logger", [logging.getLogger("a.library"), structlog.get_logger("ours")])
def test_every_logger_drops_what_an_exception_says(logger, lines):
    try:
        raise KeyError("Kezia Marlowe")
    except KeyError:
        logger.exception("went wrong")
    [line] = lines()
    assert (line["event"], line["exception"]) == ("went wrong", "builtins.KeyError")
    assert "Kezia" not in json.dumps(line)
