"""The first two accounts of an installation. Every later account is proposed by one person and approved by another.

With nobody there yet, nobody can propose or approve: this command, run once on an empty database by whoever
installs the system, stands in for that. It makes the authority's children's social care, an administrator
(who proposes) and a head of service (who approves), and refuses as soon as anybody has an account.
"""

import sys
from argparse import ArgumentParser
from datetime import date
from email.utils import parseaddr
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cpu.models import Agency, AgencyKind, Discipline, Membership, User
from cpu.roles import Role


@transaction.atomic
def first_two(
    *,
    authority: str,
    administrator: tuple[str, str],
    head: tuple[str, str],
    from_on: date,
    telephone: str = "",
) -> tuple[User, User]:
    """The administrator and the head of service, each given as (name, e-mail), without a password yet.

    `authority` is the name of its children's social care, `telephone` the number that its letters give. Raises
    CommandError where an account exists already.
    """
    if User.objects.exists():
        raise CommandError(
            "Somebody has an account already: further ones are proposed and approved in the system."
        )
    agency = Agency.objects.create(kind=AgencyKind.SOCIAL_CARE, name=authority, telephone=telephone)
    made = []
    for (name, email), role, discipline in (
        (administrator, Role.UNIT_ADMINISTRATOR, Discipline.OTHER),
        (head, Role.HEAD_OF_SERVICE, Discipline.SOCIAL_WORK),
    ):
        user = User.objects.create_user(email, name)
        Membership.objects.create(user=user, agency=agency, role=role, discipline=discipline, from_on=from_on)
        made.append(user)
    return made[0], made[1]


def _person(text: str) -> tuple[str, str]:
    """ "Jo Bell <jo@authority.example>" as (name, e-mail)."""
    name, email = parseaddr(text)
    try:
        validate_email(email)
    except ValidationError:
        name = ""
    if not name:
        raise CommandError(f"Write “{text}” as “Name <e-mail address>”.")
    return name, email


def _ask_password(user: User) -> None:
    """Asked twice at a terminal; elsewhere one line of standard input for each person, in the order given."""
    if sys.stdin.isatty():
        password, again = getpass(f"Password for {user.name}: "), getpass("The same again: ")
    else:
        password = again = sys.stdin.readline().rstrip("\n")
    if password != again:
        raise CommandError("The two were not the same.")
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages))
    user.set_password(password)
    user.save(update_fields=["password"])


class Command(BaseCommand):
    help = (
        "Make the first two accounts of an empty installation: one person who proposes, another who approves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--authority", required=True, help="the name of the authority's children's social care"
        )
        parser.add_argument(
            "--telephone", default="", help="its number, day and night, as the family's letters give it"
        )
        parser.add_argument("--administrator", required=True, type=_person, metavar='"NAME <E-MAIL>"')
        parser.add_argument(
            "--head", required=True, type=_person, metavar='"NAME <E-MAIL>"', help="head of service"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        both = first_two(
            authority=options["authority"],
            telephone=options["telephone"],
            administrator=options["administrator"],
            head=options["head"],
            from_on=timezone.localdate(),
        )
        for user in both:
            _ask_password(user)
        self.stdout.write(
            f"{both[0].name} proposes and {both[1].name} approves from now on. Make the teams, accounts and "
            f"roles in "
            "the system; set a new account's password with “manage.py changepassword E-MAIL”."
        )
