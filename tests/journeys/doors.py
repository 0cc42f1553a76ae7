"""The two doors, alike: what a person does on a page, and what a system sends, as one small set of verbs.

A journey is written once and walked through both. Time is moved by `time_machine`; every step is a real HTTP request
to the whole application, with its middleware, its forms and its refusals.
"""

import base64
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import Application

from cpu.models import Clock
from cpu.roles import Role
from cpu.timescales import TIMESCALES
from referrals.keying import KeyChild, KeyPerson, KeyReferral
from tests.unit_of_people import Unit, at

PROBLEM = "application/problem+json"


@dataclass
class Refusal(Exception):
    """A step that the door refused: its status, and everything that it said."""

    status: int
    said: str

    def __str__(self) -> str:
        return f"{self.status}: {self.said}"


def _plain(value: Any) -> Any:
    """An answer as it is written into a page or a body."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return getattr(value, "reference", value)


@dataclass
class Door:
    """Signs each person in, moves the clock, and takes steps. `now` is London's time."""

    unit: Unit
    now: dt.datetime = field(default_factory=lambda: at("2027-04-29 09:00"))
    name = ""
    signed_in: dict[tuple[int, dt.datetime], Client] = field(default_factory=dict, repr=False)

    def client(self, user) -> Client:
        """Signed in once for each moment: after some hours nobody is signed in any more."""
        key = user.pk, self.now
        if key not in self.signed_in:
            self.signed_in[key] = Client()
            with time_machine.travel(self.now, tick=False):
                self.signed_in[key].force_login(user)
        return self.signed_in[key]

    def on(self, moment: str) -> "Door":
        """Move the clock: door.on("2027-04-30 10:00")."""
        self.now = at(moment)
        return self

    def open(self, resource: str, by, step: str = "", **answers) -> str:
        """Open a record and say its reference."""
        with time_machine.travel(self.now, tick=False):
            return self._open(resource, by, step, answers)

    def take(
        self, resource: str, reference: str, step: str, by, *, children=None, explained=None, **answers
    ) -> None:
        """Take a step. `children`: row references, or {reference: facts}. Raises Refusal."""
        with time_machine.travel(self.now, tick=False):
            self._take(resource, reference, step, by, children, explained or {}, answers)

    def read(self, resource: str, reference: str, by) -> dict:
        """The record as the API says it."""
        with time_machine.travel(self.now, tick=False):
            response = self.client(by).get(f"/api/v1/{resource}/{reference}/")
        if response.status_code != 200:
            raise Refusal(response.status_code, response.content.decode())
        return response.json()

    def page(self, address: str, by) -> str:
        """A page as this person reads it now."""
        with time_machine.travel(self.now, tick=False):
            response = self.client(by).get(address)
        if response.status_code != 200:
            raise Refusal(response.status_code, _words(response.content.decode()))
        return response.content.decode()

    def shows(self, case: str, **due: str) -> None:
        """The child's own page, or the API, says each of these dates: door.shows(case, initial_conference="...")."""
        with time_machine.travel(self.now, tick=False):
            self._shows(case, {name.replace("_", "-"): day for name, day in due.items()})

    def rows(self, resource: str, reference: str, by) -> dict[str, str]:
        """Name of each child to the reference of its row."""
        return {row["name"]: row["child"] for row in self.read(resource, reference, by)["children"]}

    def refer(self, body: dict) -> str:
        """A referral arrives, and the system gives it a reference."""
        with time_machine.travel(self.now, tick=False):
            return self._refer(body)


class Api(Door):
    """JSON, as another system or a script sends it."""

    name = "api"

    def _post(self, url: str, by, body: dict) -> dict:
        response = self.client(by).post(url, body, content_type="application/json")
        if response.status_code not in (200, 201):
            assert response["Content-Type"] == PROBLEM, response.content
            said = response.json()
            raise Refusal(
                said["status"],
                " ".join(each["says"] for each in said.get("reasons", [])) or said.get("detail", ""),
            )
        return response.json()

    def _refer(self, body) -> str:
        """A front door's system, by a token of its own."""
        client = Client()
        if not Application.objects.exists():
            service = self.unit.user(Role.FRONT_DOOR_SYSTEM, team=None)
            service.is_service = True
            service.save()
            Application.objects.create(
                name="Front door",
                user=service,
                client_id="front-door",
                client_secret="not a real secret",
                client_type=Application.CLIENT_CONFIDENTIAL,
                authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            )
        asked = {"grant_type": "client_credentials", "scope": "referrals:write referrals:read"}
        basic = base64.b64encode(b"front-door:not a real secret").decode()
        token = client.post("/oauth/token/", asked, headers={"authorization": f"Basic {basic}"}).json()[
            "access_token"
        ]
        bearer = {"authorization": f"Bearer {token}"}
        response = client.post("/api/v1/referrals/", body, content_type="application/json", headers=bearer)
        if response.status_code != 201:
            raise Refusal(response.status_code, response.content.decode())
        said = response.json()
        assert client.get(said["status_url"], headers=bearer).json()["status"] == "received"
        return said["reference"]

    def _shows(self, case, due) -> None:
        said = self.client(self.unit.service_manager).get(f"/api/v1/cases/{case}/clocks/").json()
        found = {(each["code"], each["due_on"] or each["due_at"]) for each in said}
        assert set(due.items()) <= found, found

    def _open(self, resource, by, step, answers) -> str:
        url = f"/api/v1/{resource}/" + (f"{step.replace('_', '-')}/" if step else "")
        return self._post(url, by, _plain(answers))["reference"]

    def _take(self, resource, reference, step, by, children, explained, answers) -> None:
        url = f"/api/v1/{resource}/{reference}/"
        body = {**_plain(answers), "version": self.client(by).get(url).json().get("version")}
        if children is not None:
            facts = children if isinstance(children, dict) else {}
            body["children"] = [{"child": row, **_plain(facts[row])} if facts else row for row in children]
        if explained:
            body["explained"] = explained
        self._post(f"{url}{step.replace('_', '-')}/", by, body)


class Web(Door):
    """Pages and forms, as a person fills them in: what the page shows is what is sent back."""

    name = "web"

    def _refer(self, body) -> str:
        """A front-door worker keys it in, question by question."""
        data = _keyed(KeyReferral, body)
        for prefix, form, parts in (
            ("children", KeyChild, body["children"]),
            ("people", KeyPerson, body.get("people", [])),
        ):
            data |= {f"{prefix}-TOTAL_FORMS": str(len(parts)), f"{prefix}-INITIAL_FORMS": "0"}
            for number, part in enumerate(parts):
                data |= {f"{prefix}-{number}-{name}": value for name, value in _keyed(form, part).items()}
        response = self.client(self.unit.front_door).post("/referrals/open/key-in/", data)
        if response.status_code != 302:
            raise Refusal(response.status_code, _words(response.content.decode()))
        return response["Location"].rstrip("/").rsplit("/", 1)[-1]

    def _shows(self, case, due) -> None:
        page = self.client(self.unit.service_manager).get(f"/cases/{case}/").content.decode()
        said = [
            _words(f"<main>{each}") for each in re.findall(r'class="app-clock (.*?)</div>', page, re.DOTALL)
        ]
        for code, day in due.items():
            wanted = TIMESCALES[code].label, f"{dt.date.fromisoformat(day):%A %-d %B}"
            assert any(all(words in each for words in wanted) for each in said), (wanted, said)

    def _open(self, resource, by, step, answers) -> str:
        page = f"/{resource}/open/{(step or self.first_step(resource)).replace('_', '-')}/"
        response = self._submit(page, by, _plain(answers))
        found = re.search(rf"/{resource}/([A-Z0-9]+-[A-Z0-9]+)/", response["Location"])
        assert found, f"{page} led to {response['Location']}"
        return found[1]

    @staticmethod
    def first_step(resource: str) -> str:
        from workflow.forms import REGISTRY

        model = next(each for each in REGISTRY if each.resource == resource)
        return next(
            each.name for each in model.steps().values() if each.opening and each.permission != "consequence"
        )

    def _take(self, resource, reference, step, by, children, explained, answers) -> None:
        data = _plain(answers)
        if children is not None:
            data["children"] = list(children)
            for row, facts in children.items() if isinstance(children, dict) else ():
                data |= {f"child-{row}-{name}": _plain(value) for name, value in facts.items()}
        data |= {f"explained-{guard}": reason for guard, reason in explained.items()}
        self._submit(f"/{resource}/{reference}/{step.replace('_', '-')}/", by, data)

    def _submit(self, page: str, by, data: dict):
        client = self.client(by)
        shown = client.get(page)
        if shown.status_code != 200:
            raise Refusal(shown.status_code, shown.content.decode())
        if version := re.search(r'name="version" value="(\d+)"', shown.content.decode()):
            data["version"] = version[1]
        sent = {
            name: ("yes" if value else "no") if isinstance(value, bool) else value
            for name, value in data.items()
        }
        response = client.post(page, {name: value for name, value in sent.items() if value is not None})
        if response.status_code != 302:
            raise Refusal(response.status_code, _words(response.content.decode()))
        return response


def _keyed(form, body: dict) -> dict:
    """The part of a body that a page asks for, under the names of its questions."""
    found = {}
    for name, path in form.PLACES.items():
        value: Any = body
        for key in path.split("/"):
            value = value.get(key) if isinstance(value, dict) else None
        if value not in (None, "", False):
            found[name] = "on" if value is True else value
    return found


def _words(html: str) -> str:
    """The words of a page, without its tags."""
    from html import unescape

    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1])))


def due(case: str, code: str) -> str:
    """When the open (or last) clock of this kind of a case is due, as a date or a moment."""
    clocks = Clock._rows.filter(case__subject__reference=case, timescale=code).order_by("stopped_at", "-pk")
    clock = next((each for each in clocks if each.stopped_at is None), None) or clocks.first()
    assert clock, f"no clock {code}"
    return (clock.due_on or clock.due_at).isoformat()


def due_of(reference: str, code: str) -> list[str]:
    """When the clocks of this kind that a record started are due."""
    clocks = Clock._rows.filter(record__reference=reference, timescale=code).order_by("pk")
    return [(each.due_on or each.due_at).isoformat() for each in clocks]


def running(case: str) -> set[str]:
    """The timescales that run for this child."""
    clocks = Clock._rows.filter(case__subject__reference=case, stopped_at=None)
    return set(clocks.values_list("timescale", flat=True))


def met(case: str, code: str) -> str:
    """The day on which the last clock of this kind was met; it says "late" where it was."""
    clocks = Clock._rows.filter(case__subject__reference=case, timescale=code, stopped_at__isnull=False)
    return _met(clocks.order_by("stopped_at", "pk").last())


def met_of(reference: str, code: str) -> list[str]:
    """The same of the clocks that a record started."""
    clocks = Clock._rows.filter(record__reference=reference, timescale=code, stopped_at__isnull=False)
    return [_met(each) for each in clocks.order_by("pk")]


def _met(clock: Clock | None) -> str:
    assert clock is not None and clock.stopped_at is not None, "no clock of this kind has ended"
    assert clock.ended == "met", f"{clock.timescale} ended as {clock.ended}"
    late = ", late" if clock.is_late(clock.stopped_at) else ""
    return f"{timezone.localdate(clock.stopped_at).isoformat()}{late}"


DOORS = [Api, Web]
