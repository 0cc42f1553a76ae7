"""Referral and assessment through both doors; a system is told no more than where its referral stands."""

import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpu.models import TeamKind
from cpu.roles import Role
from referrals.models import Assessment, Referral
from tests.journeys.doors import DOORS, PROBLEM, Api, Refusal, due
from tests.referrals.families import NAMED, refer
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

R, A = "referrals", "assessments"
SAMPLE = json.loads((Path(__file__).parents[1] / "data" / "referral.json").read_text())
SENT = at("2026-11-19 11:26")


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit"), made.team("front-door")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def system(unit):
    user = unit.user(Role.FRONT_DOOR_SYSTEM, team=TeamKind.FRONT_DOOR, name="Bracken front door")
    user.is_service = True
    user.save()
    return user


def post(user, body, now=SENT):
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        return client.post("/api/v1/referrals/", body, content_type="application/json")


# A front door's system


def test_the_sample_is_answered_with_a_reference_a_status_address_and_what_is_missing(unit):
    answer = post(system(unit), SAMPLE)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert set(said) == {"reference", "status", "status_url", "external_reference", "received_at", "missing"}
    assert said["status"] == "received" and said["missing"]
    assert answer["Location"] == said["status_url"]
    client = Client()
    client.force_login(system(unit))
    assert client.get(said["status_url"]).json() == said
    assert set(client.get("/api/v1/referrals/").json()["results"][0]) == set(said)


def test_the_same_referral_sent_twice_is_one_and_another_body_under_its_reference_is_refused(unit):
    first = post(system(unit), SAMPLE)
    again = post(system(unit), {**SAMPLE, "sent_at": "2026-11-19T11:25:30Z"}, SENT + timedelta(minutes=1))
    assert again.status_code == 200 and again.json()["reference"] == first.json()["reference"]
    other = deepcopy(SAMPLE)
    other["concern"]["what_happened"] = "Something else."
    refused = post(system(unit), other)
    assert refused.status_code == 409 and refused["Content-Type"] == PROBLEM
    assert "another referral" in refused.json()["detail"]
    assert Referral._rows.count() == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"children": []}, "/children"),
        ({"concern": {}}, "/concern/what_happened"),
        ({"unknown_name": 1}, "/unknown_name"),
        ({"sent_at": 5}, "/sent_at"),
    ],
)
def test_bad_input_is_refused_with_a_pointer_and_nothing_is_stored(unit, change, pointer):
    refused = post(system(unit), {**SAMPLE, **change})
    assert refused.status_code == 400 and refused["Content-Type"] == PROBLEM
    assert pointer in {each["pointer"] for each in refused.json()["reasons"]}
    assert not Referral._rows.exists()


def test_a_systems_window_is_its_own_receipts_alone(unit):
    mine = post(system(unit), SAMPLE).json()["reference"]
    other = refer(unit, SENT).reference
    client = Client()
    client.force_login(system(unit))
    assert client.get(f"/api/v1/referrals/{other}/").status_code == 404
    assert (
        client.post(
            f"/api/v1/referrals/{mine}/screen/", {"version": 1}, content_type="application/json"
        ).status_code
        == 403
    )
    for resource in ("assessments", "strategy-discussions"):
        assert client.get(f"/api/v1/{resource}/").json()["results"] == []
    stranger = Client()
    stranger.force_login(unit.police)
    assert stranger.get(f"/api/v1/referrals/{mine}/").status_code == 404
    assert post(unit.police, SAMPLE).status_code == 403


# Both doors


def test_from_the_first_look_to_an_authorised_assessment(door, unit):
    worker, manager, lead = unit.front_door, unit.manager, unit.practitioner
    door.on("2027-05-28 18:00")
    referral = refer(unit, door.now, NAMED, {}).reference
    door.on("2027-05-28 18:20")
    door.take(
        R,
        referral,
        "look_for_danger",
        worker,
        look="nothing-seen",
        words="With his nursery now.",
        is_the_response=False,
    )
    rows = list(door.rows(R, referral, worker).values())
    door.take(
        R, referral, "identify", worker, children={rows[0]: {}, rows[1]: {"placeholder": "Baby, flat 3"}}
    )
    door.take(R, referral, "open_cases", worker, children=[rows[0]], team=unit.team("front-door"))
    with pytest.raises(Refusal) as refused:
        door.take(
            R,
            referral,
            "propose",
            worker,
            children={
                rows[0]: {
                    "proposed": "NO_ACTION",
                    "proposed_why": "No injury",
                    "grounds": ["no-visible-injury"],
                }
            },
        )
    assert refused.value.status == 409 and "never the only ground" in refused.value.said
    door.take(
        R,
        referral,
        "propose",
        worker,
        children={
            rows[0]: {
                "proposed": "NO_ACTION",
                "proposed_why": "Seen well",
                "history": "None",
                "grounds": ["needs-met"],
            }
        },
    )
    door.on("2027-06-01 10:00")
    with pytest.raises(Refusal) as refused:
        door.take(R, referral, "decide_no_action", manager, children={rows[0]: {"decided_why": "Seen well"}})
    assert refused.value.status == 409
    for reason in ("Speak with the referrer", "Read all earlier concerns", "Not yet considered"):
        assert reason in refused.value.said
    with pytest.raises(Refusal) as refused:
        door.take(R, referral, "decide_no_action", worker, children={rows[0]: {"decided_why": "Seen well"}})
    assert refused.value.status == 403
    door.take(
        R,
        referral,
        "decide_strategy_and_assessment",
        worker,
        children={each: {} for each in rows},
        team=unit.team("unit"),
        reason="He was locked in again",
        urgency="urgent",
    )
    case = door.read(R, referral, worker)["children"][0]["case"]
    assert due(case, "assessment") == "2027-08-02"

    assessment = Assessment._rows.get().reference
    rows = list(door.rows(A, assessment, lead).values())
    door.on("2027-06-10 12:00")
    door.take(
        A,
        assessment,
        "record_seen",
        lead,
        happened_at=at("2027-06-10 10:00"),
        how="home",
        place="Home",
        by_whom="S. Invented",
        children={each: {"seen": "alone"} for each in rows},
    )
    found = {
        rows[0]: {"outcome": "child-in-need", "factors": ["16A", "21"], "proposed_why": "Locked in at night"}
    }
    with pytest.raises(Refusal, match="21"):
        door.take(A, assessment, "propose", lead, children=found)
    found[rows[0]]["factors"] = ["16A"]
    found[rows[1]] = {"outcome": "child-in-need", "factors": ["16A"], "proposed_why": "Left wet for hours"}
    door.take(A, assessment, "propose", lead, children=found)
    door.take(A, assessment, "authorise", manager, children=rows)
    door.take(A, assessment, "close", lead)
    assert door.read(A, assessment, lead)["state"] == "CLOSED"


def test_a_stale_decision_is_refused_with_what_came_in_meanwhile(unit):
    door = Api(unit).on("2027-05-28 18:20")
    referral = refer(unit, door.now).reference
    door.take(R, referral, "look_for_danger", unit.front_door, look="danger", words="Police on their way.")
    with time_machine.travel(door.now, tick=False):
        client = door.client(unit.front_door)
        refused = client.post(
            f"/api/v1/referrals/{referral}/screen/", {"version": 1}, content_type="application/json"
        )
    assert refused.status_code == 409
    assert [each["step"] for each in refused.json()["events"]] == ["look-for-danger"]


# Pages


def page(user, url, now=SENT, data=None):
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        return client.post(url, data) if data is not None else client.get(url)


def test_the_inbox_shows_what_nobody_has_looked_at_first_and_names_no_referrer(unit):
    later = refer(unit, SENT + timedelta(minutes=5), {**NAMED, "given_name": "Ada"}, source="1A")
    post(system(unit), SAMPLE)
    shown = page(unit.front_door, "/referrals/", SENT + timedelta(minutes=10)).content.decode()
    assert "2 not yet looked at, 0 to decide" in shown
    assert shown.index("Tomasz") < shown.index("Ada"), "a child must be safe by 15:15"
    assert "P. Invented" not in shown and later.reference in shown
    assert page(unit.police, "/referrals/").status_code == 403
    assert Client().get("/referrals/").status_code == 302


def test_a_call_is_keyed_in_on_one_page_and_nothing_typed_is_lost(unit):
    typed = {
        "source": "1A",
        "what_happened": "Left alone at night",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "0",
        "children-0-given_name": "Noor",
        "people-TOTAL_FORMS": "0",
        "people-INITIAL_FORMS": "0",
    }
    assert page(unit.front_door, "/referrals/open/key-in/").status_code == 200
    more = page(unit.front_door, "/referrals/open/key-in/", data={**typed, "add_child": "1"}).content.decode()
    assert "Child 2" in more and 'value="Noor"' in more
    refused = page(unit.front_door, "/referrals/open/key-in/", data={**typed, "what_happened": ""})
    assert refused.status_code == 400 and 'value="Noor"' in refused.content.decode()
    done = page(unit.front_door, "/referrals/open/key-in/", data=typed)
    assert done.status_code == 302
    shown = page(unit.front_door, done["Location"]).content.decode()
    assert "Noor" in shown and "Nobody has looked at it for danger yet" in shown
    assert page(unit.police, "/referrals/open/key-in/").status_code == 403
    assert page(unit.front_door, "/referrals/open/post/").status_code == 404


def test_people_who_may_be_the_child_are_shown_and_a_person_confirms(unit):
    known = unit.child("Jonah", at=SENT, family_name="Prewitt")
    unit.child("Zebedee", at=SENT, family_name="Quill")
    referral = refer(unit, SENT)
    url = f"/referrals/{referral.reference}/identify/"
    shown = page(unit.front_door, url).content.decode()
    assert known.reference in shown and "same name" in shown and "Zebedee" not in shown
    row = referral.children.get()
    data = {"version": "1", "children": [row.reference], f"child-{row.reference}-person": known.reference}
    assert page(unit.front_door, url, data=data).status_code == 302
    assert referral.children.get().person == known


def test_earlier_concerns_are_shown_together_marked_by_who_raised_them(unit):
    first = refer(unit, SENT - timedelta(days=40), source="1A", concern="He cries at night.")
    again = refer(unit, SENT, source="3B")
    door = Api(unit).on("2026-11-19 12:00")
    rows = list(door.rows(R, first.reference, unit.front_door).values())
    door.take(R, first.reference, "identify", unit.front_door, children={rows[0]: {}})
    person = first.children.get().person
    rows = list(door.rows(R, again.reference, unit.front_door).values())
    door.take(
        R, again.reference, "identify", unit.front_door, children={rows[0]: {"person": person.reference}}
    )
    shown = page(unit.front_door, f"/referrals/{again.reference}/").content.decode()
    assert (
        first.reference in shown
        and "He cries at night." in shown
        and "amily member, relative or carer" in shown
    )
    assert "Not yet read" in shown


def test_a_token_of_a_client_acts_as_its_service_user_within_its_scopes(unit):
    from oauth2_provider.models import get_application_model

    made = get_application_model()(
        name="Bracken",
        user=system(unit),
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    secret = made.client_secret
    made.save()

    def token(scope):
        asked = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_id": made.client_id,
            "client_secret": secret,
        }
        return Client().post("/oauth/token/", asked).json()["access_token"]

    def send(bearer):
        return Client().post(
            "/api/v1/referrals/",
            SAMPLE,
            content_type="application/json",
            headers={"authorization": f"Bearer {bearer}"},
        )

    with time_machine.travel(SENT, tick=False):
        assert send(token("referrals:read")).status_code == 403
        first, again = send(token("referrals:write")), send(token("referrals:write"))
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert Referral._rows.get().client == made.client_id


def test_twice_at_once_is_one(unit):
    """Eight workers of the front door's queue send the same referral at the same moment."""
    user = system(unit)
    with time_machine.travel(SENT, tick=False), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send_apart(user), range(8)))
    assert sorted(answers) == [200] * 7 + [201]
    assert Referral._rows.count() == 1


def send_apart(user):
    try:
        client = Client()
        client.force_login(user)
        return client.post("/api/v1/referrals/", SAMPLE, content_type="application/json").status_code
    finally:
        connections.close_all()


def test_the_inbox_reads_as_much_for_many_as_for_few(unit):
    def queries():
        client = Client()
        with time_machine.travel(SENT + timedelta(hours=1), tick=False):
            client.force_login(unit.front_door)
            client.get("/referrals/")
            with CaptureQueriesContext(connection) as caught:
                assert client.get("/referrals/").status_code == 200
        return len(caught)

    for _ in range(2):
        refer(unit, SENT, NAMED, {})
    few = queries()
    for _ in range(12):
        refer(unit, SENT, NAMED, {})
    assert queries() == few


def test_a_worker_of_one_child_reads_neither_the_others_nor_who_referred(unit):
    """The brother's part of the body, and the caller's name, stay with the front door."""
    referral = refer(unit, SENT, NAMED, {**NAMED, "given_name": "Ada", "views": "I am afraid"})
    door = Api(unit).on("2026-11-19 12:00")
    rows = list(door.rows(R, referral.reference, unit.front_door).values())
    door.take(
        R,
        referral.reference,
        "decide_strategy",
        unit.front_door,
        children={rows[0]: {}},
        team=unit.team("unit"),
        reason="A mark",
    )
    read = door.read(R, referral.reference, unit.practitioner)
    assert read["as_received"] is None and [each["name"] for each in read["children"]] == ["Jonah Prewitt"]
    shown = page(unit.practitioner, f"/referrals/{referral.reference}/", door.now).content.decode()
    assert "Jonah" in shown and "P. Invented" not in shown and "I am afraid" not in shown
