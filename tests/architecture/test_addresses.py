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
@pytest.mark.parametrize("address", ALL)
def test_a_stranger_is_let_in_nowhere(client, address, method):
    answer = getattr(client, method)("/" + filled(address))
    if address.startswith("api/") and address != "api/v1/":
        assert answer.status_code in (401, 405), answer.status_code
    else:
        assert answer.status_code in (302, 405), answer.status_code
        assert answer.status_code == 405 or answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", sorted(PUBLIC))
def test_what_is_public_exists(address):
    assert address in set(addresses(get_resolver().url_patterns))
