"""Cases, records and people for the tests of clocks. All invented."""

from datetime import date

from django.db import transaction

from cpu.models import Clock, Involvement, InvolvementRole, Subject
from people.models import Case, Person
from tests.unit_of_people import Unit, at
from workflow.perform import Act, _take, perform

FROM = at("2027-01-04 09:00")


def open_case(unit: Unit, name: str, *, lead=None, supervisor=None) -> Case:
    """A child's open case with the unit's team, a lead practitioner and a supervising manager if named."""
    child = perform(Person().record, by=unit.manager, at=FROM, given_name=name, family_name="Harcastle")
    opening = Case.steps()["open"]
    with transaction.atomic():
        facts = {"child": child, "referred_at": FROM, "team": unit.team("unit")}
        case = Case()
        _take(case, opening, Act(unit.manager, FROM, opening), facts)
        for user, role in [(lead, InvolvementRole.LEAD), (supervisor, InvolvementRole.SUPERVISOR)]:
            if user:
                Involvement._rows.create(case=case, user=user, role=role, from_at=FROM)
    return case


def a_record(prefix: str = "SD") -> Subject:
    return Subject.of("strategy-discussion", prefix)


def running(code: str) -> Clock:
    return Clock._rows.get(timescale=code, stopped_at__isnull=True)


def day(text: str) -> date:
    return date.fromisoformat(text)
