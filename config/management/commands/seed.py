"""Fill an empty database with an invented unit and its families, for a demo. Never beside real children."""

import secrets
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.demo.families import STORIES
from config.demo.people import Cast, assemble, one_of_each_role
from config.demo.tell import Tell
from config.management.commands.client import bind
from cpu.models import User
from cpu.sweeps import recompute_clocks, sweep_clocks
from people.models import Case
from referrals.models import Referral

SAMPLE = "referrals/samples/referral.json"


class Command(BaseCommand):
    help = "Fill an empty database with an invented unit and invented families; prints who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_children()
        with connection.cursor() as cursor:
            # Two thousand small transactions of invented people: none of them need wait for the disk.
            cursor.execute("SET synchronous_commit TO off")
        now = timezone.now()
        password = secrets.token_urlsafe(9)
        cast = assemble(Tell.founded(now))
        cast.client, secret = bind(cast.users["portal"])
        people = [user for user in cast.users.values() if not user.is_service]
        # One hash for all: each takes a moment to make, on purpose.
        User.objects.filter(pk__in=[user.pk for user in people]).update(password=make_password(password))
        tell = Tell(cast, now)
        for story in STORIES:
            story(tell)
        recompute_clocks()
        sweep_clocks()
        self.stdout.write(card(cast, password, secret))


def refuse_real_children() -> None:
    for model in (Case, Referral):
        if model.unscoped("the demo is for an empty database").exists():
            raise CommandError("This database holds cases or referrals: the demo is for an empty one.")
    if User.objects.exists():
        raise CommandError("This database holds accounts: the demo is for an empty one.")


def card(cast: Cast, password: str, secret: str) -> str:
    """What `make run` prints at every start; it writes the address in place of {address}."""
    accounts = [(role, user) for role, user in one_of_each_role(cast)]
    width = max(len(role) for role, _ in accounts)
    lines = [
        f"Sign in with any of these, and the password  {password}",
        "",
        *(f"  {role:<{width}}  {user.email:<42}  {user.name}" for role, user in accounts),
        "",
        "As a front door: ask for a token, then send the sample referral (in a second terminal, from this "
        "folder).",
        "",
        f"  TOKEN=$(curl -s -u '{cast.client}:{secret}' -d grant_type=client_credentials "
        '{address}/oauth/token/ | sed \'s/.*"access_token": *"\\([^"]*\\)".*/\\1/\')',
        f"  curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' --data @{SAMPLE} "
        "{address}/api/v1/referrals/",
        "",
    ]
    return "\n".join(lines)
