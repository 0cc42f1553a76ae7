"""A child's page: understood in a minute, by those who work with the child and nobody else."""

import datetime as dt
import re

import pytest
from django.test import Client

from cpu.models import AgencyKind
from people.models import Case, Person
from strategy.models import StrategyDiscussion
from tests.unit.test_worklist import (
    HELD,
    NOW,
    another_team,
    asked,
    children,
    enquiring,
    led,
    page,
    queries,
    words,
)
from tests.unit_of_people import Unit, at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit():
    return Unit()


def url(case) -> str:
    return f"/cases/{case.reference}/"


def take(record, step, by, when=HELD, **answers):
    return perform(getattr(type(record)._rows.get(pk=record.pk), step), by=by, at=when, **answers)


def known(unit, case):
    """Ivy's case with all that a page should say: numbers, mother, sister, flag, bail, wall, where she
    sleeps.
    """
    ivy, mum = case.child, unit.child("Leanne", at=HELD)
    craig = unit.child("Craig", at=HELD, family_name="Dunmore")
    manager = unit.manager
    take(ivy, "add_identifier", manager, kind="nhs", value="999 061 3729")
    take(
        ivy,
        "relate",
        manager,
        other=mum,
        kind="mother",
        responsibility="held",
        responsibility_why="birth certificate",
    )
    take(ivy, "relate", manager, other=craig, kind="lodger", same_household=True)
    take(
        ivy,
        "raise_flag",
        manager,
        kind="danger-to-staff",
        what_to_do="Two workers to visit.",
        source="Wexmoor Police",
        review_on=dt.date(2027, 5, 1),
    )
    take(
        ivy,
        "record_condition",
        manager,
        kind="bail",
        against=craig,
        what="Not to contact Ivy",
        from_at=HELD,
        expires_at=at("2027-05-06 17:00"),
    )
    take(ivy, "add_address", manager, lines="14 Alder Close", postcode="ZZ9 9ZZ", carer_name="Marta Wilk")
    address = Person._rows.get(pk=ivy.pk).addresses.get()
    take(
        ivy,
        "keep_address_from",
        manager,
        address=address,
        whom=craig,
        reason="He has said he will fetch her.",
        review_on=dt.date(2027, 6, 1),
    )
    take(
        case,
        "record_sleeping_place",
        manager,
        where="14 Alder Close",
        with_whom="Marta Wilk",
        agreed_by="Leanne",
        legal_basis="family-arrangement",
        from_at=HELD,
    )
    take(case, "note", manager, words="Rang the school: she is calm.", happened_at=at("2027-05-01 09:00"))
    return Case._rows.get(pk=case.pk)


def test_a_duty_worker_understands_the_child_in_a_minute(unit):
    ivy, rowan = enquiring(unit, "Ivy", "Rowan")
    led(unit, ivy, unit.practitioner)
    known(unit, ivy)
    said = words(page(unit.practitioner, url(ivy)))
    order = [
        "14 February 2018",
        "999 061 3729",
        "Where the work stands",
        "Tonight",
        "The work",
        "Chronology",
        "People",
        "Who works with the child",
    ]
    places = [said.index(each) for each in order]
    assert places == sorted(places)
    for each in (
        "Two workers to visit.",
        "Review is late: was due Saturday 1 May. Still in force.",
        "Craig Dunmore: Not to contact Ivy",
        "Ends 5pm, Thursday 6 May.",
        "Ends soon: what will protect the child then?",
        "Family arrangement, made by the family itself",
        "Holds parental responsibility: birth certificate.",
        "Rang the school: she is calm.",
        "Monday 24 May",
        "Ivy Harcastle age 9",
        "Rowan Harcastle, 9",
        "Last seen",
    ):
        assert each in said, each
    assert "Craig Dunmore , lodger Lives in the home." in said, "responsibility of a lodger is no question"


def test_a_kept_address_its_carer_and_the_reason_are_not_in_the_page_at_all(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    known(unit, ivy)
    for reader in (unit.practitioner, unit.service_manager):
        text = page(reader, url(ivy)).content.decode()
        for secret in ("Alder Close", "ZZ9 9ZZ", "Marta", "fetch her"):
            assert secret not in text
        assert "Kept confidential: ask the lead practitioner." in text
        assert "Do not tell Craig Dunmore where the child lives or who the carer is." in words(
            page(reader, url(ivy))
        )


def test_whoever_does_not_work_with_the_child_is_told_that_there_is_nothing(unit):
    (ivy,) = enquiring(unit, "Ivy")
    _, sol = another_team(unit)
    unknown = page(sol, "/cases/C-ZZZZZZZZ/", status=404)
    assert page(sol, url(ivy), status=404).content == unknown.content
    assert Client().get(url(ivy)).status_code == 302


def test_no_title_and_no_address_names_a_child(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    for where in ("/", "/cases/", url(ivy), "/meetings/"):
        text = page(unit.practitioner, where).content.decode()
        title = re.search(r"(?s)<title>(.*?)</title>", text)[1]
        links = re.findall(r'(?:href|action)="([^"]*)"', text)
        assert not any(name in place for name in ("Ivy", "Harcastle") for place in [title, *links]), where


def test_a_name_is_found_by_post_and_only_among_those_one_may_see(unit):
    enquiring(unit, "Ivy")
    south, sol = another_team(unit)
    children(unit, "Ivy", family="Southey", team=south)
    client = Client()
    client.force_login(unit.practitioner)
    found = words(client.post("/cases/?whose=team", {"name": "harcas ivy"}))
    assert (
        "1 child that you may see of that name" in found
        and "Ivy Harcastle" in found
        and "Southey" not in found
    )
    nothing = words(client.post("/cases/?whose=team", {"name": "Southey"}))
    assert "0 children" in nothing and "Nobody is found here" in nothing


def test_a_sibling_whose_case_is_another_teams_is_named_and_not_linked(unit):
    (ivy,) = enquiring(unit, "Ivy")
    south, sol = another_team(unit)
    (otto,) = children(unit, "Otto", team=south)
    take(ivy.child, "relate", unit.manager, other=otto.child, kind="half_sibling")
    text = page(unit.practitioner, url(ivy)).content.decode()
    assert "Otto" in text and otto.reference not in text


def test_what_agencies_said_stands_in_the_chronology_with_when_we_knew(unit):
    (ivy,) = enquiring(unit, "Ivy")
    discussion = StrategyDiscussion._rows.get()
    police = unit.agency(AgencyKind.POLICE)
    perform(
        discussion.contribute,
        by=unit.manager,
        at=HELD,
        children=[ivy],
        agency=police,
        said_by="DS Pell",
        text="Two call-outs in March",
        family_may_know="no",
    )
    perform(
        discussion.contribute,
        by=unit.manager,
        at=HELD,
        children=[ivy],
        agency=police,
        said_by="DS Pell",
        text="A source says",
        family_may_know="no",
        handling="named-only",
    )
    said = words(page(unit.practitioner, url(ivy)))
    assert "Two call-outs in March" in said and "DS Pell" in said
    assert "A source says" not in said and "Kept for the practitioners named in it" in said


def test_ten_times_the_chronology_costs_no_more_queries(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    known(unit, ivy)
    few = queries(unit.practitioner, url(ivy))
    for n in range(10):
        take(ivy, "note", unit.manager, words=f"Call {n}", happened_at=HELD)
        sibling = children(unit, f"Sibling{n}")[0]
        take(ivy.child, "relate", unit.manager, other=sibling.child, kind="sibling")
        asked(unit, [Case._rows.get(pk=ivy.pk), sibling], when=NOW)
    many = queries(unit.practitioner, url(ivy))
    assert many <= few and many <= 20, (few, many)
