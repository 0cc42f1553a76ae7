"""The demo: an invented unit, told by steps. Whatever it shows must open, and be fit to be shown."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from config.demo.people import COLLEAGUES, email_of
from cpu.models import AuditEvent, ClockMark, Notification, User
from workflow import document
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import WITHDRAWN

pytestmark = pytest.mark.usefixtures("committing")

# `domain.md` 1.3. Census labels and codes are no words of ours.
FORBIDDEN = re.compile(
    r"\b(malicious\w*|hoax\w*|vexatious\w*|unfounded|discounted|false allegations?|lied|lying|claimed|claims|alleged\w*"
    r"|at risk register|on the register|prostitut\w*|promiscuous|lifestyle choice|putting (her|him)self at risk"
    r"|hard to reach|non-?compliant|failed to engage|DNA|did not attend|domestic violence|witnessed|low-?level"
    r"|no concerns|redness|LSCB|SCR|CAF|core assessment|historical abuse)\b"
)
# Who must find work on the first page, and a word of it.
WORK = {
    "nadia": "Halloran",
    "rosalind": "outcome proposed",
    "hazel": "First look for danger",
    "amara": "Oyelaran",
    "ruth": "Devlin",
    "gideon": "Crewe-Lowe",
    "owen": "hand-over",
    "tariq": "Crewe-Lowe",
    "patience": "Qadir-Moss",
    "dev": "Quennell",
    "simeon": "Crewe-Lowe",
    "helena": "Nell Penrose",
    "callum": "Emergency protection order ends",
    "beth": "18th birthday",
    "samir": "Return home interview",
    "moira": "Mercer",
}


def records() -> list[type[Record]]:
    return [each for each in apps.get_models() if issubclass(each, Record)]


def words_of(model: type[models.Model]):
    texts = [
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField | models.JSONField) and not each.choices
    ]
    for row in model._meta.base_manager.values_list("pk", *texts):
        yield row[0], " ".join(str(text) for text in row[1:] if text)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.long
def test_the_demo_opens_for_everybody_and_shows_every_point_of_the_pathway():
    said = StringIO()
    call_command("seed", stdout=said)
    people = {
        key: User.objects.get(email=email_of(each.name))
        for key, each in COLLEAGUES.items()
        if key != "portal"
    }

    # It tells who signs in, and how a front door sends.
    password = re.search(r"password\s+(\S+)", said.getvalue())[1]
    assert all(user.check_password(password) for user in User.objects.filter(is_service=False))
    assert "{address}/api/v1/referrals/" in said.getvalue()

    # It is for an empty database.
    with pytest.raises(CommandError):
        call_command("seed")

    # No word that the software must not use; no choice that is none.
    wrong = [
        (model.__name__, key, found.group(0))
        for model in apps.get_models()
        if model._meta.app_label
        in (
            "cpu",
            "workflow",
            "people",
            "unit",
            "documents",
            "partners",
            "referrals",
            "strategy",
            "conferences",
            "court",
        )
        for key, text in words_of(model)
        if (found := FORBIDDEN.search(text))
    ]
    assert not wrong
    for model in records():
        for each in model._meta.concrete_fields:
            if each.choices:
                kept = set(
                    model._rows.exclude(**{f"{each.name}__isnull": True}).values_list(each.name, flat=True)
                )
                assert kept - {""} <= {value for value, _ in each.flatchoices}, (model.__name__, each.name)

    # Every state of every stage, and of every child in it.
    for model in (each for each in records() if issubclass(each, Stage)):
        assert set(model.State.values) <= set(model._rows.values_list("state", flat=True)), model.__name__
        row = model.child_row()
        assert set(row.State.values) - {WITHDRAWN} <= set(row._rows.values_list("state", flat=True)), (
            row.__name__
        )

    # Nothing is later than now but plans, and warnings stand.
    assert not AuditEvent._rows.filter(occurred_at__gt=models.functions.Now()).exists()
    assert ClockMark._rows.exists()
    assert Notification._rows.filter(kind="late").exists()

    # Everybody's first page opens, and shows what there is to do.
    for key, user in people.items():
        shown = signed_in(user).get("/")
        assert shown.status_code == 200, key
        assert WORK.get(key, "") in shown.content.decode(), key

    # Every record opens for somebody.
    clients = {user: signed_in(user) for user in User.objects.filter(is_service=False)}
    for model in records():
        for record in model._rows.all():
            url = document.url_of(record)
            sees = next(
                (user for user in clients if model.visible_to(user).filter(pk=record.pk).exists()), None
            )
            assert sees is not None, (model.__name__, record.reference)
            if url:
                assert clients[sees].get(url).status_code == 200, url
