"""Children and discussions as tests of this floor begin: everything by steps."""

from django.db import transaction

from cpu.models import Clock
from people.models import Case, Person
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.unit_of_people import Unit, at
from workflow.perform import Act, ChildAnswers, _take, perform


def child(unit: Unit, name: str, when: str = "2027-04-29 11:00", born=None) -> Case:
    """A child with an open case, as a referral's decision opens it."""
    person = perform(
        Person().record,
        by=unit.manager,
        at=at(when),
        given_name=name,
        family_name="Harcastle",
        date_of_birth=born,
    )
    opening = Case.steps()["open"]
    with transaction.atomic():
        return _take(
            Case(),
            opening,
            Act(unit.manager, at(when), opening),
            {"child": person, "referred_at": at(when), "team": unit.team("unit")},
        )


def asked(unit: Unit, *cases: Case, when: str = "2027-04-29 15:00", **answers) -> StrategyDiscussion:
    answers = {"team": unit.team("unit"), "reason": "Marks, and what was said", **answers}
    return perform(
        StrategyDiscussion().request, by=unit.practitioner, at=at(when), cases=list(cases), **answers
    )


def held(
    unit: Unit,
    *cases: Case,
    when: str = "2027-04-30 10:00",
    here=("social-care", "police", "health"),
    chair=None,
    how: str = "meeting",
    asked_on: str | None = None,
    **answers,
) -> StrategyDiscussion:
    discussion = asked(unit, *cases, when=asked_on or when, **answers)
    return perform(
        discussion.hold,
        by=chair or unit.manager,
        at=at(when),
        held_at=at(when),
        how=how,
        here=[unit.agency(kind) for kind in here],
    )


def enquiry(
    unit: Unit, *cases: Case, when: str = "2027-04-30 10:00", enquirers: str = "joint"
) -> Section47Enquiry:
    discussion = held(unit, *cases, when=when)
    perform(
        discussion.agree_enquiries,
        by=unit.manager,
        at=at(when),
        enquirers=enquirers,
        children=[ChildAnswers(case, {"threshold_why": f"Because of {case.reference}"}) for case in cases],
    )
    return Section47Enquiry._rows.get(children__case=cases[0], state="OPEN")


def running(case: Case, code: str) -> str | None:
    """When a clock of this child is due; None where none runs."""
    clock = Clock._rows.filter(case=case, timescale=code, stopped_at__isnull=True).first()
    return clock and (clock.due_on or clock.due_at).isoformat()


def ended(case: Case, code: str) -> str | None:
    clock = Clock._rows.filter(case=case, timescale=code, stopped_at__isnull=False).order_by("-pk").first()
    return clock and clock.ended


def row_of(record, case: Case):
    return type(record)._rows.get(pk=record.pk).children.get(case=case)


def says(refused) -> str:
    """Every reason of a refusal, as one text."""
    return " ".join(each.sentence() for each in refused.value.reasons)
