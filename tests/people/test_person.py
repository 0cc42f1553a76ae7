"""A person is recorded as known, never refused for what is missing, never doubled by birth or name."""

import pytest
from django.db import connection

from cpu.models import AuditEvent
from people.models import AddressKeptFrom, HoldsResponsibility, Person
from people.queries import kept_from
from tests.racing import race
from tests.unit_of_people import Unit, at
from workflow.perform import perform
from workflow.refusals import BadInput, Conflict, NotAllowed, NotFound, Unmet

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-04 10:00")


@pytest.fixture
def unit():
    return Unit()


def day(text):
    return at(f"{text} 00:00").date()


def recorded(unit, when=NOW, **facts):
    facts = facts or {"given_name": "Ivy", "family_name": "Harcastle"}
    return perform(Person().record, by=unit.manager, at=when, **facts)


def test_a_placeholder_becomes_the_person_in_the_same_record(unit):
    baby = recorded(unit, placeholder="Baby, flat 3")
    assert baby.known_as == "Baby, flat 3"
    assert "The name is not known yet." in baby.doubts(NOW.date())
    named = perform(baby.name_placeholder, by=unit.manager, at=NOW, given_name="Noor", family_name="Aziz")
    assert (named.pk, named.known_as, named.placeholder) == (baby.pk, "Noor Aziz", "Baby, flat 3")
    with pytest.raises(Unmet, match="has a name"):
        perform(named.name_placeholder, by=unit.manager, at=NOW, given_name="Somebody else")


def test_an_unborn_child_is_expected_has_no_sex_and_is_born_in_the_same_record(unit):
    mother = recorded(unit, given_name="Dana", family_name="Reeve")
    unborn = perform(Person().expect, by=unit.manager, at=NOW, mother=mother, expected_on=day("2027-05-01"))
    assert unborn.known_as == "Unborn child of Dana Reeve"
    assert any("expected date has passed" in each for each in unborn.doubts(NOW.date()))
    with pytest.raises(Exception, match="sex of an unborn"):
        perform(unborn.change_details, by=unit.manager, at=NOW, sex="F")
    born = perform(
        unborn.be_born, by=unit.manager, at=NOW, date_of_birth=day("2027-05-03"), sex="F", given_name="Lia"
    )
    assert (born.pk, born.state, born.sex, born.expected_on) == (unborn.pk, "LIVING", "F", day("2027-05-01"))


def test_an_impossible_date_is_refused_and_an_odd_one_is_kept_and_flagged(unit):
    with pytest.raises(BadInput, match="cannot be in the future"):
        recorded(unit, given_name="Ivy", date_of_birth=day("2027-05-05"))
    old = recorded(unit, given_name="Ivy", date_of_birth=day("1899-01-01"))
    assert any("115" in each for each in old.doubts(NOW.date()))
    with pytest.raises(BadInput, match="Nobody dies before birth"):
        perform(old.record_death, by=unit.manager, at=NOW, died_on=day("1898-12-31"))
    with pytest.raises(BadInput, match="lies in the future"):
        perform(
            old.correct,
            by=unit.manager,
            at=NOW,
            field="date_of_birth",
            value="2028-01-01",
            reason="Typing error",
        )
    assert Person._rows.get().date_of_birth == day("1899-01-01")


def test_what_is_left_empty_stays_and_the_old_value_is_in_the_history(unit):
    ivy = perform(
        recorded(unit).change_details, by=unit.manager, at=NOW, first_language="Polish", ethnicity="WOTH"
    )
    ivy = perform(ivy.change_details, by=unit.manager, at=NOW, first_language="Silesian")
    assert (ivy.ethnicity, ivy.first_language, ivy.given_name) == ("WOTH", "Silesian", "Ivy")
    assert AuditEvent.of(ivy).last().changes["first_language"] == ["Polish", "Silesian"]


def test_no_disability_stands_alone(unit):
    ivy = recorded(unit)
    with pytest.raises(BadInput):
        perform(ivy.record_disabilities, by=unit.manager, at=NOW, disabilities=["NONE", "AUT"])
    ivy = perform(ivy.record_disabilities, by=unit.manager, at=NOW, disabilities=["AUT", "LD", "AUT"])
    ivy = perform(ivy.record_disabilities, by=unit.manager, at=NOW, disabilities=["AUT", "HEAR"])
    assert [each.code for each in ivy.disabilities.filter(until_at=None)] == ["AUT", "HEAR"]
    assert ivy.disabilities.count() == 3


def test_a_number_with_a_wrong_check_digit_is_kept_as_written_and_flagged(unit):
    ivy = perform(recorded(unit).add_identifier, by=unit.manager, at=NOW, kind="nhs", value="943 476 5918")
    number = ivy.identifiers.get()
    assert (number.value, number.normalised) == ("943 476 5918", "9434765918")
    assert any("check digit" in each for each in ivy.doubts(NOW.date()))
    good = perform(
        ivy.add_identifier, by=unit.manager, at=NOW, kind="nhs", value="943 476 5919"
    ).identifiers.last()
    assert good.doubt == ""


def test_parental_responsibility_is_not_checked_until_somebody_says_how(unit):
    ivy, dana = recorded(unit), recorded(unit, given_name="Dana")
    ivy = perform(ivy.relate, by=unit.manager, at=NOW, other=dana, kind="mother")
    line = ivy.relationships.get()
    assert line.responsibility == HoldsResponsibility.NOT_CHECKED
    perform(
        ivy.check_responsibility,
        by=unit.manager,
        at=NOW,
        relationship=line,
        responsibility="held",
        why="Birth certificate seen",
    )
    assert ivy.relationships.get().responsibility == HoldsResponsibility.HELD
    with pytest.raises(BadInput):
        perform(
            dana.check_responsibility,
            by=unit.manager,
            at=NOW,
            relationship=line,
            responsibility="held",
            why="x",
        )


def test_a_confidential_address_stays_in_force_past_its_review_until_a_manager_ends_it_with_a_reason(unit):
    ivy, cal = recorded(unit), recorded(unit, given_name="Callum")
    ivy = perform(
        ivy.add_address,
        by=unit.front_door,
        at=NOW,
        lines="Refuge, 4 Hollow Lane",
        postcode="WX1 1AA",
        carer_name="Mrs Penn",
    )
    home = ivy.addresses.get()
    ivy = perform(
        ivy.keep_address_from,
        by=unit.front_door,
        at=NOW,
        address=home,
        whom=cal,
        reason="Threats to kill",
        review_on=day("2027-06-01"),
    )
    kept = ivy.kept_addresses.get()
    assert kept_from(home) == {cal}
    later = at("2028-01-10 09:00")
    with pytest.raises(NotAllowed):
        perform(ivy.end_kept_address, by=unit.front_door, at=later, kept=kept, reason="Long ago")
    assert kept_from(home) == {cal}
    perform(ivy.end_kept_address, by=unit.manager, at=later, kept=kept, reason="Cal has died")
    assert kept_from(home) == set()
    assert AddressKeptFrom._rows.get().ended_by == unit.manager


def test_a_move_never_opens_the_wall_and_a_brother_at_the_same_door_stands_behind_it_too(unit):
    ivy, rowan, cal = recorded(unit), recorded(unit, given_name="Rowan"), recorded(unit, given_name="Callum")
    where = {"lines": "4 Hollow Lane", "postcode": "WX1 1AA"}
    ivy = perform(ivy.add_address, by=unit.manager, at=NOW, **where)
    ivy = perform(
        ivy.keep_address_from,
        by=unit.manager,
        at=NOW,
        address=ivy.addresses.get(),
        whom=cal,
        reason="Threats to kill",
        review_on=day("2027-06-01"),
    )
    ivy = perform(ivy.add_address, by=unit.manager, at=NOW, lines="9 Far Street")
    assert kept_from(ivy.addresses.last()) == {cal}
    rowan = perform(rowan.add_address, by=unit.manager, at=NOW, lines="4 HOLLOW LANE,", postcode="wx11aa")
    assert kept_from(rowan.addresses.get()) == {cal}


def test_bail_ends_when_it_ends_and_then_asks_what_protects_the_child(unit):
    ivy, cal = recorded(unit), recorded(unit, given_name="Callum")
    ivy = perform(
        ivy.record_condition,
        by=unit.manager,
        at=NOW,
        kind="bail",
        against=cal,
        what="Not to go to the school",
        from_at=NOW,
        expires_at=at("2027-08-04 12:00"),
    )
    bail = ivy.conditions.get()
    assert bail.protects(at("2027-08-04 11:59")) and not bail.protects(at("2027-08-04 12:00"))
    assert not bail.asks(at("2027-08-04 11:59")) and bail.asks(at("2027-08-04 12:00"))
    ivy = perform(
        ivy.say_what_protects,
        by=unit.manager,
        at=at("2027-08-04 13:00"),
        condition=bail,
        words="Non-molestation order of 3 August",
    )
    assert not ivy.conditions.get().asks(at("2027-12-01 09:00"))


def test_one_sees_children_one_works_with_and_the_people_around_them_and_nobody_else(unit):
    ivy, dana, stranger = (
        recorded(unit),
        recorded(unit, given_name="Dana"),
        recorded(unit, given_name="Stranger"),
    )
    rowan = recorded(unit, given_name="Rowan")
    ivy = perform(ivy.relate, by=unit.manager, at=NOW, other=dana, kind="mother")
    perform(rowan.relate, by=unit.manager, at=NOW, other=ivy, kind="brother")
    unit.case(ivy, at=NOW, team=unit.team("unit"))
    seen = set(Person.visible_to(unit.practitioner).values_list("given_name", flat=True))
    assert seen == {"Ivy", "Dana", "Rowan"}
    assert not Person.visible_to(unit.police).exists() or stranger not in Person.visible_to(unit.police)
    with pytest.raises(NotFound):
        perform(ivy.relate, by=unit.practitioner, at=NOW, other=stranger, kind="lodger")


def test_whoever_recorded_a_person_may_go_on_with_the_record(unit):
    mine = perform(Person().record, by=unit.practitioner, at=NOW, given_name="Dana")
    assert set(Person.visible_to(unit.practitioner)) == {mine}


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return cursor.fetchone()[0]


def test_two_people_related_to_each_other_at_once_are_both_written_without_a_deadlock(unit):
    """16 times at once Ivy gets a relation to Dana, and 16 times Dana one to Ivy."""
    ivy, dana, manager = recorded(unit), recorded(unit, given_name="Dana"), unit.manager
    manager.memberships_in_force()
    kinds = ["mother", "aunt", "cousin", "carer", "partner", "lodger", "sister", "spouse"] * 2
    before = deadlocks()
    pairs = [(ivy, dana), (dana, ivy)]

    def relate(one, other, kind):
        here = {each.pk: each for each in Person._rows.all()}
        return perform(here[one.pk].relate, by=manager, at=NOW, other=here[other.pk], kind=kind)

    answers = race([lambda p=pair, k=kind: relate(*p, k) for kind in kinds for pair in pairs])
    refused = [each for each in answers if not isinstance(each, Person)]
    assert all(isinstance(each, Conflict) for each in refused), refused
    assert len(refused) == 16
    assert deadlocks() == before
