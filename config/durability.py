"""A PostgreSQL that may forget what it has confirmed is refused at every start."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connections

NEVER_OFF = ("fsync", "full_page_writes", "synchronous_commit")


def what_is_saved_stays(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Django's check of the database itself, for each alias in `databases`.

    In a trial `synchronous_commit = off` lost 160 acknowledged writes in five kills. A database that is away
    says nothing here: the pages say so until it is back.
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(
                    "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(NEVER_OFF)]
                )
                off = [name for (name,) in cursor.fetchall()]
        except OperationalError:
            continue
        found += [
            Error(
                f"This PostgreSQL runs with {name} = off: it may lose what it has confirmed.",
                hint=f"Set {name} = on in postgresql.conf and start again.",
                id="ground.E001",
            )
            for name in off
        ]
    return found


def refuse_to_forget() -> None:
    """End the process, in a sentence, where the database fails its check."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        call_command("check", databases=["default"], tags=["database"], stdout=io.StringIO())
    except SystemCheckError as refused:
        sys.exit(str(refused))
    finally:
        connections.close_all()
