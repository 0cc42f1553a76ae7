"""A known child is found again however the name was typed; everybody who knows the family is asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from people.queries import household, possible_matches, protection_to_look_at, who_should_be_asked
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
    case = unit.case(ivy, at=NOW)
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
    asked = {(each.name, each.about.given_name) for each in who_should_be_asked(case)}
    assert asked == {(name, who.given_name) for who, _, name in services}
    assert household(ivy) == [lodger]


def test_a_service_that_has_ended_is_not_asked(unit):
    ivy = unit.child("Ivy", at=NOW)
    case = unit.case(ivy, at=NOW)
    ivy = perform(ivy.add_service, by=unit.manager, at=NOW, kind="gp", name="Dr Penn")
    perform(ivy.end_service, by=unit.manager, at=NOW, service=ivy.services.get(), until_on=day("2027-05-01"))
    assert who_should_be_asked(case) == []


def test_what_is_past_its_review_shouts_and_bail_warns_72_hours_ahead_and_asks_when_it_is_over(unit):
    ivy, cal = unit.child("Ivy", at=NOW), unit.child("Callum", at=NOW)
    ivy = perform(
        ivy.raise_flag,
        by=unit.manager,
        at=NOW,
        kind="danger-to-staff",
        what_to_do="Visit in pairs",
        source="Police",
        review_on=day("2027-06-01"),
    )
    perform(
        ivy.record_condition,
        by=unit.manager,
        at=NOW,
        kind="bail",
        against=cal,
        what="Keep away",
        from_at=NOW,
        expires_at=at("2027-08-04 12:00"),
    )

    def shouts(when):
        return [each.says for each in protection_to_look_at([ivy], at(when))]

    assert shouts("2027-05-31 23:00") == []
    assert shouts("2027-08-01 11:59") == ["Review the flag: Visit in pairs"]
    assert "Bail condition ends on 04 August at 12:00" in shouts("2027-08-01 12:00")
    assert "Bail condition is over: what protects the child now?" in shouts("2027-08-04 12:00")
    assert "Review the flag: Visit in pairs" in shouts("2029-01-01 09:00")
