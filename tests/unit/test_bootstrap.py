"""The first two accounts of an installation, and the first client: made once, by hand, and never again so."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import get_application_model

from cpu.models import User
from cpu.roles import Permission, Role, can
from tests.unit_of_people import Unit, at
from unit.models import Account
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")
FIRST = {
    "authority": "Wexmoor Children’s Services",
    "administrator": "Jo Bell <jo.bell@wexmoor.example>",
    "head": "Ann Roe <ann.roe@wexmoor.example>",
}


def bootstrap(monkeypatch, *passwords, **named):
    monkeypatch.setattr("sys.stdin", StringIO("".join(f"{each}\n" for each in passwords)))
    options = [f"--{name}={value}" for name, value in {**FIRST, **named}.items()]
    call_command("bootstrap", *options, stdout=StringIO())


def test_the_first_two_are_one_who_proposes_and_one_who_approves(monkeypatch):
    bootstrap(monkeypatch, "a long pass phrase", "another pass phrase")
    administrator, head = User.objects.order_by("pk")
    assert administrator.check_password("a long pass phrase")
    assert can(administrator, Permission.SETTING_PROPOSE) and not can(
        administrator, Permission.SETTING_APPROVE
    )
    assert can(head, Permission.SETTING_APPROVE)
    proposed = perform(
        Account().propose,
        by=administrator,
        at=at("2027-05-12 10:00"),
        email="new@wexmoor.example",
        name="New",
        reason="Joins",
    )
    perform(proposed.approve, by=head, at=at("2027-05-12 11:00"))
    assert User.objects.filter(email="new@wexmoor.example").exists()


def test_nobody_is_made_beside_those_who_are_there_or_with_a_weak_password(monkeypatch):
    with pytest.raises(CommandError):
        bootstrap(monkeypatch, "12345678", "12345678")
    assert not User.objects.exists()
    bootstrap(monkeypatch, "a long pass phrase", "another pass phrase")
    with pytest.raises(CommandError):
        bootstrap(monkeypatch, "a long pass phrase", "another pass phrase")


def test_only_an_account_that_may_do_no_more_than_refer_becomes_a_client():
    unit = Unit()
    with pytest.raises(CommandError):
        call_command("client", unit.manager.email, stdout=StringIO())
    portal, said = unit.user(Role.FRONT_DOOR_SYSTEM, team=None), StringIO()
    call_command("client", portal.email, stdout=said)
    portal.refresh_from_db()
    assert portal.is_service and not portal.has_usable_password()
    client = get_application_model().objects.get(user=portal)
    secret = said.getvalue().split()[-1]
    assert client.client_id in said.getvalue()
    assert client.client_secret != secret
