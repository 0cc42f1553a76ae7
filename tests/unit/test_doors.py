"""The unit's own settings through both doors."""

import pytest
from django.test import Client

from cpu.models import BankHoliday
from cpu.roles import Role
from tests.journeys.doors import DOORS, Refusal
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def day(text):
    return at(f"{text} 00:00").date()


def test_a_holiday_is_proposed_by_one_and_approved_by_another(door, unit):
    head = unit.user(Role.HEAD_OF_SERVICE)
    notice = door.open(
        "holiday-notices",
        unit.service_manager,
        on=day("2027-06-09"),
        title="Coronation",
        reason="Proclaimed 3 May",
    )
    with pytest.raises(Refusal) as refused:
        door.take("holiday-notices", notice, "approve", unit.service_manager)
    assert refused.value.status == 403
    door.take("holiday-notices", notice, "approve", head)
    assert BankHoliday.objects.filter(on=day("2027-06-09")).exists()


def test_a_local_length_that_stretches_the_law_is_refused_with_its_reason(door, unit):
    with pytest.raises(Refusal) as refused:
        door.open(
            "local-timescales",
            unit.manager,
            code="initial-conference",
            number=20,
            unit_of_time="working days",
            from_on=day("2027-05-10"),
            reason="Local",
        )
    assert refused.value.status == 400 and "only shorten" in refused.value.said


def test_somebody_away_names_who_stands_in_and_only_a_manager_does_it_for_others(door, unit):
    lead, manager = unit.practitioner, unit.manager
    days = {"from_on": day("2027-05-10"), "until_on": day("2027-05-14")}
    door.open("absence-notices", lead, cover=manager.reference, **days)
    assert lead.absences.get().cover == manager
    with pytest.raises(Refusal) as refused:
        door.open("absence-notices", lead, user=manager.reference, **days)
    assert refused.value.status == 403
    with pytest.raises(Refusal) as refused:
        door.open("absence-notices", lead, cover=lead.reference, **days)
    assert refused.value.status == 400


def test_an_absence_entered_in_error_sends_nothing_to_the_stand_in(door, unit):
    lead, manager = unit.practitioner, unit.manager
    notice = door.open(
        "absence-notices",
        lead,
        cover=manager.reference,
        from_on=day("2027-04-26"),
        until_on=day("2027-05-14"),
    )
    door.take("absence-notices", notice, "withdraw", lead, reason="The wrong month")
    absence = lead.absences.get()
    assert absence.until_on == day("2027-04-28")


@pytest.mark.parametrize(
    ("role", "sees"), [("team-manager", True), ("unit-administrator", True), ("social-worker", False)]
)
def test_the_page_of_the_unit_offers_what_the_role_may_propose(unit, role, sees):
    client = Client()
    client.force_login(unit.user(role, name="Reader"))
    page = client.get("/unit/").content.decode()
    assert ("Propose a bank holiday" in page) is sees


def test_whoever_names_a_team_or_a_chair_finds_their_references_in_the_api(unit):
    chair, client = unit.user(Role.CONFERENCE_CHAIR, team="conferences"), Client()
    unit.user(Role.SOCIAL_WORKER)
    client.force_login(unit.user(Role.CONFERENCE_ADMINISTRATOR, team="conferences"))

    def listed(address):
        return {each["reference"] for each in client.get(f"/api/v1/{address}").json()["results"]}

    assert listed("colleagues/?may=conference-chair") == {chair.reference}
    assert listed("colleagues/?team=" + unit.team("conferences").reference) >= {chair.reference}
    assert listed("teams/?kind=conferences") == {unit.team("conferences").reference}
    assert listed("agencies/?kind=social-care") == {unit.agency("social-care").reference}
    client.force_login(unit.user(Role.FRONT_DOOR_SYSTEM, name="Front door's system"))
    system = unit.people["Front door's system"]
    system.is_service = True
    system.save()
    for address in ("agencies", "teams", "colleagues"):
        assert client.get(f"/api/v1/{address}/").status_code == 403
