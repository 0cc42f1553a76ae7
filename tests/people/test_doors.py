"""People and cases through both doors: the same steps, the same refusals, the same wall."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from cpu.roles import Role
from people.models import Case, Person
from tests.journeys.doors import DOORS, Refusal
from tests.unit_of_people import Unit, at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-04-29 09:00")


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def test_a_child_is_recorded_described_and_found_with_the_people_around(door, unit):
    by = unit.manager
    dana = door.open("people", by, given_name="Dana", family_name="Reeve")
    ivy = door.open(
        "people", by, given_name="Ivy", family_name="Harcastle", date_of_birth=at("2024-03-02 00:00").date()
    )
    door.take("people", ivy, "relate", by, other=dana, kind="mother")
    door.take("people", ivy, "change_details", by, first_language="Polish", ethnicity="WOTH")
    door.take("people", ivy, "record_disabilities", by, disabilities=["AUT", "LD"])
    door.take("people", ivy, "add_identifier", by, kind="nhs", value="943 476 5918")
    said = door.read("people", ivy, by)
    assert (said["name"], said["more"]["first_language"]) == ("Ivy Harcastle", "Polish")
    assert said["more"]["disabilities"] == ["AUT", "LD"]
    assert said["more"]["around"][0]["responsibility"] == "Not checked"
    assert "check digit" in said["more"]["identifiers"][0]["doubt"]
    with pytest.raises(Refusal) as refused:
        door.take("people", ivy, "record_disabilities", by, disabilities=["NONE", "LD"])
    assert refused.value.status == 400 and "stands alone" in refused.value.said


def test_an_unborn_child_is_opened_by_a_step_of_its_own_and_is_born(door, unit):
    by = unit.manager
    dana = door.open("people", by, given_name="Dana")
    baby = door.open("people", by, "expect", mother=dana, expected_on=at("2027-06-01 00:00").date())
    assert door.read("people", baby, by)["state"] == "UNBORN"
    door.take(
        "people", baby, "be_born", by, date_of_birth=at("2027-04-28 00:00").date(), sex="F", given_name="Lia"
    )
    assert (door.read("people", baby, by)["state"], door.read("people", baby, by)["name"]) == (
        "LIVING",
        "Lia",
    )


def test_a_birth_in_the_future_is_refused_and_nothing_is_stored(door, unit):
    with pytest.raises(Refusal) as refused:
        door.open("people", unit.manager, given_name="Ivy", date_of_birth=at("2027-04-30 00:00").date())
    assert refused.value.status == 400 and "future" in refused.value.said
    assert not Person._rows.exists()


def test_a_case_is_allocated_accepted_noted_and_closed_only_when_ready(door, unit):
    case = unit.case(unit.child("Ivy", at=NOW), at=NOW).reference
    lead, manager = unit.practitioner, unit.manager
    door.take("cases", case, "allocate", manager, to=lead.reference, words="Ivy, 3. Visit today.")
    with pytest.raises(Refusal) as refused:
        door.take("cases", case, "accept", manager)
    assert refused.value.status == 409 and "Only the worker named" in refused.value.said
    door.take("cases", case, "accept", lead)
    assert door.read("cases", case, lead)["more"]["lead"] == lead.name
    door.take("cases", case, "note", lead, words="Nursery rang", happened_at=at("2027-04-29 08:30"))
    with pytest.raises(Refusal) as refused:
        door.take("cases", case, "close", manager, reason="RC7", words="Safe")
    assert refused.value.status == 409 and "where the child sleeps" in refused.value.said
    door.take(
        "cases",
        case,
        "record_sleeping_place",
        lead,
        where="Home",
        with_whom="Dana",
        agreed_by="Dana",
        legal_basis="at-home",
        from_at=at("2027-04-29 08:30"),
    )
    door.take("cases", case, "record_primary_need", lead, primary_need="N1")
    door.take("cases", case, "close", manager, reason="RC7", words="Safe")
    assert door.read("cases", case, manager)["state"] == "CLOSED"


def test_a_marac_is_linked_and_the_child_stands_as_a_victim_in_their_own_right(door, unit):
    """A reference, or in words why there is none; nothing is deleted, and a manager ends a link with a reason."""
    case, by, on = unit.case(unit.child("Ivy", at=NOW), at=NOW).reference, unit.police, NOW.date()
    perform(Case._rows.get().involve, by=unit.manager, at=NOW, user=by, role="officer")
    with pytest.raises(Refusal) as refused:
        door.take("cases", case, "record_link", by, kind="marac", on=on)
    assert refused.value.status == 400 and "say in words why there is none" in refused.value.said
    with pytest.raises(Refusal) as refused:
        door.take(
            "cases", case, "record_link", by, kind="marac", their_reference="M 118", on=on + timedelta(days=1)
        )
    assert refused.value.status == 400 and "future" in refused.value.said
    with pytest.raises(Refusal) as refused:
        door.take(
            "cases", case, "record_link", by, kind="lado", their_reference="L 7", on=on, child_is_victim=True
        )
    assert refused.value.status == 400 and "risk assessment or the MARAC" in refused.value.said
    said = {"their_reference": "M 118", "words": "Heard as high risk.", "child_is_victim": True}
    door.take("cases", case, "record_link", by, kind="marac", on=on, **said)
    (link,) = door.read("cases", case, by)["more"]["links"]
    assert (link["kind"], link["reference"], link["child_is_victim"]) == ("marac", "M 118", True)
    client = Client()
    client.force_login(unit.manager)
    page = client.get(f"/cases/{case}/").content.decode()
    for each in (
        "M 118",
        "Heard as high risk.",
        "victim of domestic abuse in their own right",
        "End this link",
    ):
        assert each in page
    ending = client.get(f"/cases/{case}/end-link/?link={link['id']}").content.decode()
    assert re.search(rf'value="{link["id"]}"[^>]*checked', ending), "the link that was followed is chosen"
    with pytest.raises(Refusal) as refused:
        door.take("cases", case, "end_link", by, link=link["id"], reason="Heard and closed")
    assert refused.value.status == 403
    door.take("cases", case, "end_link", unit.manager, link=link["id"], reason="Recorded of another family")
    assert "M 118" not in client.get(f"/cases/{case}/").content.decode()
    (link,) = door.read("cases", case, by)["more"]["links"]
    assert link["ended_because"] == "Recorded of another family"


def test_a_case_is_offered_only_to_somebody_who_may_accept_it(door, unit):
    """Whoever is named reads the case from that moment: an administrator of the system is no such person."""
    case = unit.case(unit.child("Ivy", at=NOW), at=NOW).reference
    administrator = unit.user(Role.UNIT_ADMINISTRATOR)
    with pytest.raises(Refusal) as refused:
        door.take("cases", case, "allocate", unit.manager, to=administrator.reference, words="Ivy, 3.")
    assert refused.value.status == 400
    assert Case._rows.get().waiting is None


def test_a_note_that_lies_in_the_future_is_refused(door, unit):
    case = unit.case(unit.child("Ivy", at=NOW), at=NOW).reference
    with pytest.raises(Refusal) as refused:
        door.take(
            "cases", case, "note", unit.practitioner, words="Will ring", happened_at=at("2027-04-29 11:00")
        )
    assert refused.value.status == 400
    assert not Case._rows.get().notes.exists()


def walled(unit):
    ivy, cal = unit.child("Ivy", at=NOW), unit.child("Callum", at=NOW)
    ivy = perform(
        ivy.add_address,
        by=unit.manager,
        at=NOW,
        lines="4 Hollow Lane",
        postcode="WX1 1AA",
        carer_name="Mrs Penn",
        household="Mrs Penn and her son",
    )
    perform(
        ivy.keep_address_from,
        by=unit.manager,
        at=NOW,
        address=ivy.addresses.get(),
        whom=cal,
        reason="Threats",
        review_on=NOW.date(),
    )
    case = unit.case(ivy, at=NOW)
    perform(
        case.record_sleeping_place,
        by=unit.manager,
        at=NOW,
        where="4 Hollow Lane",
        with_whom="Mrs Penn",
        agreed_by="Dana",
        legal_basis="family-arrangement",
        from_at=NOW,
    )
    return Person._rows.get(pk=ivy.pk), Case._rows.get()


SECRETS = ("Hollow", "WX1", "Penn")


def test_a_confidential_address_is_read_by_the_lead_and_managers_and_nowhere_else(unit):
    ivy, case = walled(unit)
    police, lead = unit.user("police-officer", agency="police", name="Officer"), unit.practitioner
    perform(case.involve, by=unit.manager, at=NOW, role="officer", user=police)
    pages = [
        f"/people/{ivy.reference}/",
        f"/cases/{case.reference}/",
        f"/people/{ivy.reference}/end-address/",
        f"/people/{ivy.reference}/keep-address-from/",
        f"/api/v1/people/{ivy.reference}/",
        "/api/v1/people/",
        f"/api/v1/cases/{case.reference}/",
    ]
    for reader in (police, lead):
        client = Client()
        client.force_login(reader)
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, (page, answer.status_code)
            assert not any(each in answer.content.decode() for each in SECRETS), (reader, page)
    case = perform(Case._rows.get().allocate, by=unit.manager, at=NOW, to=lead, words="Ivy")
    perform(case.accept, by=lead, at=NOW)
    client.force_login(lead)
    assert "4 Hollow Lane" in client.get(f"/api/v1/people/{ivy.reference}/").content.decode()
    assert "4 Hollow Lane" in client.get(f"/people/{ivy.reference}/").content.decode()


def test_who_may_not_know_of_a_child_gets_404_everywhere(unit):
    ivy, case = walled(unit)
    stranger = unit.user("social-worker", team=None, name="Stranger")
    client = Client()
    client.force_login(stranger)
    for page in (
        f"/people/{ivy.reference}/",
        f"/cases/{case.reference}/",
        f"/api/v1/people/{ivy.reference}/",
        f"/api/v1/cases/{case.reference}/clocks/",
        f"/api/v1/cases/{case.reference}/notes/",
    ):
        assert client.get(page).status_code == 404, page
    assert client.post("/api/v1/people/matches/", {"name": "Ivy Harcastle"}, "application/json").json() == []


def test_a_case_says_its_clocks_with_why_and_its_notes_and_matches_say_their_reasons(unit):
    case = unit.case(unit.child("Ivy", at=NOW), at=NOW)
    from strategy.models import StrategyDiscussion

    perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=NOW,
        cases=[case],
        team=unit.team("unit"),
        reason="Marks",
        injury_or_sexual_harm=False,
    )
    client = Client()
    client.force_login(unit.manager)
    clock = client.get(f"/api/v1/cases/{case.reference}/clocks/").json()[0]
    assert (clock["code"], clock["due_on"], clock["why"]["counted"]) == (
        "strategy-discussion",
        "2027-04-30",
        ["2027-04-30"],
    )
    found = client.post("/api/v1/people/matches/", {"name": "Ivy Hardcastle"}, "application/json").json()
    assert found[0]["name"] == "Ivy Harcastle" and found[0]["reasons"] == ["A name alike"]
