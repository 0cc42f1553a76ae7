"""Pre-proceedings: each child's dates as the census asks for them; down is guarded, an application is a fact."""

import pytest

from court.models import PreProceedings
from cpu.models import Clock, TeamKind
from cpu.roles import Role
from strategy.models import CourtOrder
from tests.journeys.doors import DOORS, Refusal
from tests.strategy.family import child, row_of, says
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-17 10:00")
TODAY = NOW.date()


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


def decided(unit, *cases, when=NOW):
    return perform(
        PreProceedings().decide,
        by=unit.service_manager,
        at=when,
        cases=list(cases),
        decided_on=when.date(),
        why="No change on the plan in nine months",
    )


def take(record, step, by, children=None, when=NOW, **answers):
    record = PreProceedings._rows.get(pk=record.pk)
    rows = children if children is not None else list(record.children.all())
    return perform(getattr(record, step), by=by, at=when, children=rows, **answers)


def proposed(unit, record, by=None):
    facts = {"next_plan": "Child protection plan goes on", "next_lead": "Nadia Rahim"}
    return take(
        record,
        "propose_step_down",
        by or unit.manager,
        [
            ChildAnswers(row, {**facts, "step_down_why": f"Because of {row.reference}"})
            for row in record.children.all()
        ],
    )


def agree(unit, record, by=None, **more):
    return take(
        record, "agree_step_down", by or unit.service_manager, decided_on=TODAY, comment="Agreed", **more
    )


def clocks(record):
    return Clock._rows.filter(record=record.pk, timescale="pre-proceedings", stopped_at=None)


def test_sixteen_weeks_count_from_the_decision_for_each_child(unit):
    record = decided(unit, child(unit, "Ivy"), child(unit, "Teal"))
    assert [each.due_on.isoformat() for each in clocks(record)] == ["2027-09-06", "2027-09-06"]
    moss = child(unit, "Moss")
    perform(
        record.take_in,
        by=unit.service_manager,
        at=at("2027-06-01 10:00"),
        cases=[moss],
        begun_on=at("2027-06-01 10:00").date(),
        why="Came home",
    )
    assert sorted(each.due_on.isoformat() for each in clocks(record)) == [
        "2027-09-06",
        "2027-09-06",
        "2027-09-21",
    ]
    with pytest.raises(Conflict, match="in pre-proceedings already"):
        decided(unit, moss)


def test_only_senior_managers_decide_and_legal_services_work_on_it(unit):
    ivy = child(unit, "Ivy")
    with pytest.raises(NotAllowed):
        perform(
            PreProceedings().decide, by=unit.manager, at=NOW, cases=[ivy], decided_on=TODAY, why="No change"
        )
    lawyer = unit.user(Role.LEGAL_ADVISER, team=TeamKind.LEGAL)
    record = decided(unit, ivy)
    record = take(record, "record_letter", lawyer, sent_on=TODAY, offered=True)
    row = row_of(record, ivy)
    assert (row.letter_on, row.family_meeting, row.family_meeting_offered_on) == (TODAY, "offered", TODAY)


def test_nobody_steps_down_alone_nor_with_anything_missing(unit):
    ivy = child(unit, "Ivy")
    record = decided(unit, ivy)
    record = take(
        record,
        "propose_step_down",
        unit.manager,
        [ChildAnswers(row_of(record, ivy), {"step_down_why": "Safe"})],
    )
    with pytest.raises(Unmet) as refused:
        agree(unit, record)
    for missing in ("letter before proceedings", "first meeting", "Family group", "what plan comes next"):
        assert missing in says(refused)
    take(record, "go_on", unit.service_manager, reason="Not yet")
    assert row_of(record, ivy).state == "UNDER_WAY" and row_of(record, ivy).step_down_why == ""


def test_stepped_down_by_two_people_once_all_is_there(unit):
    ivy = child(unit, "Ivy")
    record = decided(unit, ivy)
    take(record, "record_letter", unit.manager, sent_on=TODAY, offered=True)
    take(record, "record_family_meeting", unit.manager, family_meeting="held", happened_on=TODAY)
    take(record, "record_first_meeting", unit.manager, held_on=TODAY)
    record = proposed(unit, PreProceedings._rows.get(), by=unit.service_manager)
    with pytest.raises(NotAllowed, match="someone else"):
        agree(unit, record)
    head = unit.user(Role.HEAD_OF_SERVICE)
    order = perform(
        CourtOrder().record, by=unit.manager, at=NOW, what="interim-care", made_at=NOW, cases=[ivy]
    )
    with pytest.raises(Unmet, match="An order protects this child"):
        agree(unit, record, by=head)
    perform(
        order.end_order,
        by=unit.manager,
        at=NOW,
        ended_at=NOW,
        children=[
            ChildAnswers(order.children.get(), {"how_ended": "discharged", "protects_now": "At her aunt's"})
        ],
    )
    record = agree(unit, record, by=head)
    row = row_of(record, ivy)
    assert (row.state, row.outcome, row.decided_on) == ("STEPPED_DOWN", "stepped-down", TODAY)
    assert not clocks(record)
    assert perform(record.close, by=unit.manager, at=NOW).state == "CLOSED"


def test_reasons_to_step_down_are_each_childs_own(unit):
    record = decided(unit, child(unit, "Ivy"), child(unit, "Teal"))
    with pytest.raises(BadInput, match="own reasons"):
        take(
            record,
            "propose_step_down",
            unit.manager,
            [ChildAnswers(row, {"step_down_why": "Things are better"}) for row in record.children.all()],
        )


def test_the_decision_to_apply_waits_for_the_offer_in_the_letter_or_why_not(unit):
    ivy, teal = child(unit, "Ivy"), child(unit, "Teal")
    record = decided(unit, ivy, teal)
    take(record, "record_letter", unit.manager, [row_of(record, ivy)], sent_on=TODAY, offered=False)
    with pytest.raises(Unmet) as refused:
        take(record, "decide_to_apply", unit.service_manager, decided_on=TODAY)
    assert says(refused).count("section 31ZA") == 2
    with pytest.raises(BadInput, match="best interests"):
        take(
            record,
            "record_family_meeting",
            unit.manager,
            [row_of(record, ivy)],
            family_meeting="not-in-interests",
        )
    take(
        record,
        "record_family_meeting",
        unit.manager,
        [
            ChildAnswers(
                row_of(record, ivy), {"family_meeting_why": "Her uncle is suspected, and would be there"}
            )
        ],
        family_meeting="not-in-interests",
    )
    take(record, "record_letter", unit.manager, [row_of(record, teal)], sent_on=TODAY, offered=True)
    record = take(record, "decide_to_apply", unit.service_manager, decided_on=TODAY)
    assert {row.state for row in record.children.all()} == {"DECIDED"}
    record = take(record, "record_application", unit.practitioner, application_on=TODAY)
    assert {(row.outcome, row.application_on) for row in record.children.all()} == {("issued", TODAY)}
    assert not clocks(record)
    perform(record.close, by=unit.manager, at=NOW)


def test_an_application_in_an_emergency_is_never_refused_and_what_it_went_without_is_owed(unit):
    ivy = child(unit, "Ivy")
    record = decided(unit, ivy)
    record = take(record, "record_application", unit.out_of_hours, application_on=TODAY, emergency=True)
    row = row_of(record, ivy)
    assert row.state == "ISSUED" and row.urgent and row.owed()
    with pytest.raises(Unmet, match="was not offered"):
        perform(record.close, by=unit.manager, at=NOW)
    record = take(record, "record_family_meeting", unit.manager, family_meeting="offered", happened_on=TODAY)
    assert not row_of(record, ivy).owed()
    assert perform(record.close, by=unit.manager, at=NOW).state == "CLOSED"


def test_an_application_without_any_pre_proceedings_is_recorded_as_the_fact_it_is(unit):
    ivy = child(unit, "Ivy")
    record = perform(
        PreProceedings().record_urgent_application,
        by=unit.out_of_hours,
        at=NOW,
        cases=[ivy],
        application_on=TODAY,
        why="Found with new injuries",
    )
    row = row_of(record, ivy)
    assert (row.state, row.application_on, row.urgent) == ("ISSUED", TODAY, True) and row.owed()


def test_reviews_are_counted_for_each_child(unit):
    record = decided(unit, child(unit, "Ivy"), child(unit, "Teal"))
    ivy, teal = record.children.order_by("pk")
    take(record, "record_review", unit.manager, held_on=TODAY, words="Both attended")
    record = take(record, "record_review", unit.manager, [ivy], held_on=TODAY, words="About Ivy")
    assert [len(row.reviews()) for row in record.children.order_by("pk")] == [2, 1]


def test_what_was_done_is_not_withdrawn_to_avoid_its_end(unit):
    record = decided(unit, child(unit, "Ivy"))
    take(record, "record_letter", unit.manager, sent_on=TODAY, offered=True)
    with pytest.raises(Unmet, match="Something was done here"):
        perform(record.withdraw, by=unit.manager, at=NOW, reason="Mistake")


def test_while_it_goes_on_nobody_steps_the_child_down_to_family_help(unit):
    ivy = child(unit, "Ivy")
    decided(unit, ivy)
    assert "pre proceedings" in " ".join(each.says for each in ivy.unmet("step_down"))


# Through both doors


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def test_from_the_decision_to_the_application(door, unit):
    PP = "pre-proceedings"
    ivy, manager, senior = child(unit, "Ivy"), unit.manager, unit.service_manager
    door.on("2027-05-17 10:00")
    with pytest.raises(Refusal) as refused:
        door.open(
            PP, senior, cases=[ivy.reference], decided_on=at("2027-05-18 10:00").date(), why="No change"
        )
    assert refused.value.status == 400 and "future" in refused.value.said
    record = door.open(PP, senior, cases=[ivy.reference], decided_on=TODAY, why="No change in nine months")
    row = next(iter(door.rows(PP, record, manager).values()))
    with pytest.raises(Refusal) as refused:
        door.take(PP, record, "decide_to_apply", senior, decided_on=TODAY, children=[row])
    assert refused.value.status == 409 and "31ZA" in refused.value.said
    door.take(PP, record, "record_letter", manager, sent_on=TODAY, offered=True, children=[row])
    door.take(PP, record, "record_review", manager, held_on=TODAY, words="Both parents came", children=[row])
    with pytest.raises(Refusal, match="when the family met"):
        door.take(PP, record, "record_family_meeting", manager, family_meeting="held", children={row: {}})
    door.take(
        PP,
        record,
        "record_family_meeting",
        manager,
        family_meeting="held",
        happened_on=TODAY,
        children={row: {}},
    )
    door.take(PP, record, "decide_to_apply", senior, decided_on=TODAY, children=[row])
    door.take(PP, record, "record_letter_of_intent", manager, sent_on=TODAY, children=[row])
    door.take(PP, record, "record_application", manager, application_on=TODAY, children=[row])
    said = door.read(PP, record, manager)
    facts = said["children"][0]["facts"]
    assert facts["outcome"] == "issued" and facts["intent_letter_on"] == "2027-05-17"
    assert len(said["reviews"]) == 1 and said["owed"] == []
    page = door.client(manager).get(f"/{PP}/{record}/").content.decode()
    assert "Review 1" in page and "Application issued" in page
    door.take(PP, record, "close", manager)
