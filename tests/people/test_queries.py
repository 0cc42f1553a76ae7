"""A known child is found again however the name was typed; everybody who knows the family is asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from people.queries import household, possible_matches, services_around
from tests.unit_of_people import Unit, at
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-04 10:00")


@pytest.fixture
def unit():
    return Unit()


def day(text):
    return at(f"{text} 00:00").date()


def found(**asked):
    return [each.person.given_name for each in possible_matches(among=Person._rows.all(), **asked)]


@pytest.mark.parametrize("typed", ["Ivy Harcastle", "Hardcastle, Ivy", "IVY HARCASSTLE", "ivy harcastel"])
def test_a_misspelt_or_turned_name_finds_the_child(unit, typed):
    unit.child("Ivy", at=NOW)
    unit.child("Tomasz", at=NOW, family_name="Wrona")
    assert found(name=typed) == ["Ivy"]


def test_another_name_with_the_same_nhs_number_is_found_and_says_why(unit):
    ivy = unit.child("Ivy", at=NOW)
    perform(ivy.add_identifier, by=unit.manager, at=NOW, kind="nhs", value="943 476 5919")
    match = possible_matches(
        among=Person._rows.all(), name="Daisy Brown", identifiers=[("nhs", "9434765919")]
    )[0]
    assert (match.person, match.reasons) == (ivy, ["The same NHS number"])


def test_a_birthday_with_day_and_month_swapped_counts_and_a_birthday_alone_is_not_a_match(unit):
    unit.child("Ivy", at=NOW, date_of_birth=day("2024-03-02"))
    unit.child("Bo", at=NOW, family_name="Unrelated", date_of_birth=day("2024-02-03"))
    matches = possible_matches(
        among=Person._rows.all(), name="Ivy Harcastle", date_of_birth=day("2024-02-03")
    )
    assert [each.person.given_name for each in matches] == ["Ivy"]
    assert "The date of birth with day and month swapped" in matches[0].reasons


def test_the_likelier_one_comes_first_and_a_name_once_used_counts(unit):
    unit.child("Ivy", at=NOW)
    born = unit.child("Ivie", at=NOW, family_name="Hardcastle", date_of_birth=day("2024-03-02"))
    dana = unit.child("Dana", at=NOW, family_name="Reeve", also_known_as="Dana Holt, Diana Reeve")
    asked = {"name": "Ivy Harcastle", "date_of_birth": day("2024-03-02")}
    assert possible_matches(among=Person._rows.all(), **asked)[0].person == born
    assert possible_matches(among=Person._rows.all(), name="Dana Holt")[0].person == dana


def test_matching_takes_as_many_queries_for_one_as_for_many(unit):
    for number in range(12):
        unit.child(f"Ivy {number}", at=NOW)
    with CaptureQueriesContext(connection) as queries:
        assert len(possible_matches(among=Person._rows.all(), name="Ivy Harcastle", postcode="WX1 1AA")) == 10
    assert len(queries) <= 4


def test_the_services_of_everybody_in_the_household_and_of_the_other_parent_are_asked(unit):
    ivy, dana, callum = unit.child("Ivy", at=NOW), unit.child("Dana", at=NOW), unit.child("Callum", at=NOW)
    lodger = unit.child("Lodger", at=NOW)
    perform(ivy.relate, by=unit.manager, at=NOW, other=dana, kind="mother")
    perform(callum.relate, by=unit.manager, at=NOW, other=ivy, kind="other")
    for who in (ivy, lodger):
        perform(who.add_address, by=unit.manager, at=NOW, lines="4 Hollow Lane", postcode="WX1 1AA")
    services = [
        (ivy, "nursery", "Little Acorns"),
        (dana, "adult-mental-health", "Ashgrove"),
        (callum, "probation", "Wexmoor Probation"),
        (lodger, "gp", "Dr Penn"),
    ]
    for who, kind, name in services:
        perform(Person._rows.get(pk=who.pk).add_service, by=unit.manager, at=NOW, kind=kind, name=name)
    asked = {(each.name, each.person.given_name) for each in services_around([ivy.pk])}
    assert asked == {(name, who.given_name) for who, _, name in services}
    assert household(ivy) == [lodger]


def test_a_service_that_has_ended_is_not_asked(unit):
    ivy = unit.child("Ivy", at=NOW)
    ivy = perform(ivy.add_service, by=unit.manager, at=NOW, kind="gp", name="Dr Penn")
    perform(ivy.end_service, by=unit.manager, at=NOW, service=ivy.services.get(), until_on=day("2027-05-01"))
    assert not services_around([ivy.pk])
