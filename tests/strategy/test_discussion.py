"""The strategy discussion: who decides, for which child, and what never waits."""

import pytest

from cpu.models import AuditEvent, Clock
from people.models import Case, Person
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import Unmet

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit():
    return Unit()


def due(case, code):
    return Clock._rows.get(case=case, timescale=code, stopped_at__isnull=True).due_on.isoformat()


def children_of(unit, *names, when="2027-04-29 11:00"):
    from workflow.perform import Act, _take
    from django.db import transaction

    cases = []
    for name in names:
        child = perform(
            Person().record, by=unit.manager, at=at(when), given_name=name, family_name="Harcastle"
        )
        with transaction.atomic():
            case = Case()
            cases.append(
                _take(
                    case,
                    Case.steps()["open"],
                    Act(unit.manager, at(when), Case.steps()["open"]),
                    {"child": child, "referred_at": at(when), "team": unit.team("unit")},
                )
            )
    return cases


def test_enquiries_are_agreed_for_the_children_chosen_and_a_review_never_moves_the_conference(unit):
    ivy, rowan, teal = children_of(unit, "Ivy", "Rowan", "Teal")
    held = at("2027-04-30 10:00")
    discussion = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=at("2027-04-29 15:00"),
        cases=[ivy, rowan, teal],
        team=unit.team("unit"),
        reason="Marks on Ivy's arm",
    )
    discussion = perform(discussion.hold, by=unit.manager, at=held, held_at=held, how="meeting")
    discussion = perform(
        discussion.agree_enquiries,
        by=unit.manager,
        at=held,
        enquirers="joint",
        children=[
            ChildAnswers(ivy, {"threshold_why": "Her own account"}),
            ChildAnswers(rowan, {"threshold_why": "Was there"}),
        ],
    )
    assert due(ivy, "initial-conference") == due(rowan, "initial-conference") == "2027-05-24"
    assert not Clock._rows.filter(case=teal, timescale="initial-conference").exists()
    assert {row.state for row in Section47Enquiry._rows.get().children.all()} == {"OPEN"}

    with pytest.raises(Unmet) as refused:
        perform(discussion.agree_no_enquiries, by=unit.manager, at=held, children=[teal])
    assert len(refused.value.reasons) >= 5
    assert AuditEvent._rows.filter(cases__contains=[ivy.pk]).count() >= 3
