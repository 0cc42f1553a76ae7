"""A front door's system gets its credentials. The account and its role come by steps, like anybody's."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_application_model

from cpu.models import User
from cpu.roles import Permission


@transaction.atomic
def bind(user: User) -> tuple[str, str]:
    """Make `user` a service, which signs in by no page, and bind a client to it; returns its id and secret.

    The secret is kept hashed: this is the only time that it can be read. Raises CommandError where the account
    may do more than send referrals.
    """
    may = {each for each in Permission if user.holds(each)}
    if may != {Permission.REFER}:
        raise CommandError(f"{user.email} must hold the role of a front door's system, and no other.")
    user.is_service = True
    user.set_unusable_password()
    user.save(update_fields=["is_service", "password"])
    model, secret = get_application_model(), generate_client_secret()
    client = model.objects.create(
        name=user.name,
        user=user,
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    return client.client_id, secret


class Command(BaseCommand):
    help = "Give a front door's system its OAuth 2 client; id and secret are printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="of the account that has the role of a front door's system")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError("There is no account with this e-mail address.")
        client_id, secret = bind(user)
        self.stdout.write(f"client id      {client_id}\nclient secret  {secret}")
