"""Every address is closed to a stranger, unless it stands here."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {"health/", "sign-in/", "oauth/token/", "oauth/revoke/"}
SIGN_OUT = "sign-out/"  # by POST only; for a stranger there is nothing to end


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here


def filled(address: str) -> str:
    """An address with something in place of each of its parameters."""
    address = re.sub(r"<(?:int:)\w+>", "1", address)
    address = re.sub(r"\(\?P<format>[^)]*\)\??/?", "", address)
    address = re.sub(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "SD-7K2MQ9TX", address)
    return re.sub(r"[\^$\\]|/\?$", "", address)


ALL = sorted(set(addresses(get_resolver().url_patterns)) - PUBLIC - {SIGN_OUT})


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_let_in_nowhere(client, method):
    """Every address in one walk: what lets a stranger in is named."""
    let_in = {}
    for address in ALL:
        answer = getattr(client, method)("/" + filled(address))
        asks_for_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        of_the_api = address.startswith("api/") and address != "api/v1/"
        closed = answer.status_code == 401 if of_the_api else asks_for_sign_in
        if not (closed or answer.status_code == 405):
            let_in[address] = answer.status_code
    assert let_in == {}


@pytest.mark.parametrize("address", sorted(PUBLIC))
def test_what_is_public_exists(address):
    assert address in set(addresses(get_resolver().url_patterns))
