"""Plans of support: nobody's until accepted, never beside a child protection plan, ended by a second person."""

import pytest

from conferences.models import ChildInNeedPlan, RiskOutsideTheHomePlan
from cpu.models import Clock, Involvement
from cpu.roles import Role
from people.models import Case
from tests.conferences import plans
from tests.strategy.family import child, ended, enquiry, running, says
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

MONDAY = "2027-05-10 10:00"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy")


def worker(unit: Unit, name: str = "Tom Bright"):
    return unit.user(Role.FAMILY_HELP_PRACTITIONER, name=name, team="family-help")


def fresh(record):
    return type(record)._rows.get(pk=record.pk)


def offered(unit, *cases, to=None, kind=ChildInNeedPlan, when=MONDAY, by=None, **answers):
    answers = {"why": "Help with the mornings", **answers}
    return perform(
        kind().offer, by=by or unit.manager, at=at(when), cases=list(cases), to=to or worker(unit), **answers
    )


def accepted(unit, *cases, to=None, when="2027-05-12 09:00", **answers):
    plan = offered(unit, *cases, to=to, **answers)
    return perform(plan.accept, by=to or worker(unit), at=at(when), children=list(cases))


def take(record, name, by, when="2027-06-14 10:00", **answers):
    return perform(getattr(fresh(record), name), by=by, at=at(when), **answers)


def row(plan, case):
    return plan.child_row()._rows.get(stage=plan.pk, case=case)


def seen(unit, plan, *cases, when="2027-06-10 16:00"):
    return take(
        plan,
        "record_visit",
        worker(unit),
        happened_at=at(when),
        how="home",
        place="Home",
        by_whom="Tom Bright",
        children=[ChildAnswers(case, {"seen": "alone"}) for case in cases],
    )


WHY = {
    "end_reason": "Up and dressed every day since Easter",
    "family_says": "Leanne agrees, and Ivy too",
    "after": "universal",
    "after_words": "School and GP",
}


def proposed(unit, plan, case, **facts):
    return take(plan, "propose_end", worker(unit), children=[ChildAnswers(case, {**WHY, **facts})])


# Offered, accepted


def test_until_the_named_worker_accepts_the_unit_holds_the_child(unit, ivy):
    plan = offered(unit, ivy)
    tom, other = worker(unit), worker(unit, "Una Stone")
    assert plan.state == "OFFERED" and row(plan, ivy).worker is None
    assert "until then the unit holds the child" in row(plan, ivy).state_label
    assert Case._rows.get(pk=ivy.pk).team == unit.team("unit")
    assert [clock.due_on.isoformat() for clock in Clock._rows.filter(record=plan.pk)] == ["2027-05-17"]
    assert running(ivy, "visit") is None
    mine, asks = ChildInNeedPlan.offered_to(tom)
    assert list(mine) == [plan] and "accept" in asks
    assert not ChildInNeedPlan.offered_to(other)[0].exists()
    unit.team("family-help")
    perform(ivy.involve, by=unit.manager, at=at(MONDAY), role="co-worker", user=other)
    with pytest.raises(Unmet) as refused:
        take(plan, "accept", other, children=[ivy])
    assert "Only the worker whom this plan was offered to" in says(refused)
    taken = take(plan, "accept", tom, when="2027-05-12 09:00", children=[ivy])
    assert taken.state == "RUNNING"
    own = row(plan, ivy)
    assert (own.state, own.worker, own.offered_to) == ("RUNNING", tom, None)
    assert own.started_on.isoformat() == "2027-05-12"
    assert Clock._rows.get(record=plan.pk, timescale="support-plan-accepted").ended == "met"
    assert running(ivy, "support-plan-review") == "2027-08-12"
    assert running(ivy, "visit") == "2027-06-10", "every 20 working days, 31 May off"
    assert Involvement.in_force(at(MONDAY)).filter(case=ivy, user=tom).exists()


def test_a_declined_plan_stays_with_the_unit_and_is_asked_of_another(unit, ivy):
    plan = offered(unit, ivy)
    take(plan, "decline", worker(unit), when="2027-05-11 10:00", children=[ivy], reason="I know the family")
    own = row(plan, ivy)
    assert (own.state, own.offered_to) == ("OFFERED", None) and "I know the family" in own.declined_because
    assert "the unit holds the child" in own.owed()[0][0]
    assert Clock._rows.get(record=plan.pk).stopped_at is None
    una = worker(unit, "Una Stone")
    take(
        plan,
        "offer_to",
        unit.manager,
        when="2027-05-11 11:00",
        children=[ivy],
        to=una,
        words="Read the chronology",
    )
    take(plan, "accept", una, when="2027-05-12 10:00", children=[ivy])
    assert row(plan, ivy).worker == una


def test_whoever_works_it_goes_on_until_another_takes_it_over(unit, ivy):
    plan, una = accepted(unit, ivy), worker(unit, "Una Stone")
    take(plan, "offer_to", unit.manager, children=[ivy], to=una, words="From July")
    assert row(plan, ivy).worker == worker(unit)
    take(plan, "take_over", una, children=[ivy])
    assert row(plan, ivy).worker == una and row(plan, ivy).started_on.isoformat() == "2027-05-12"


def test_siblings_are_accepted_each_by_the_worker_asked_for_that_child(unit, ivy):
    rowan, una = child(unit, "Rowan"), worker(unit, "Una Stone")
    plan = offered(unit, ivy)
    take(plan, "add_children", unit.manager, when=MONDAY, cases=[rowan], to=una)
    take(plan, "accept", worker(unit), when="2027-05-11 10:00", children=[ivy])
    assert Clock._rows.get(record=plan.pk, timescale="support-plan-accepted").stopped_at is None
    take(plan, "accept", una, when="2027-05-12 10:00", children=[rowan])
    assert {each.worker.name for each in fresh(plan).child_rows()} == {"Tom Bright", "Una Stone"}
    assert Clock._rows.get(record=plan.pk, timescale="support-plan-accepted").ended == "met"


def test_one_open_plan_of_a_kind_for_a_child(unit, ivy):
    offered(unit, ivy)
    with pytest.raises(BadInput, match="is open and goes on. Ask another worker to take it"):
        offered(unit, ivy)


# Never beside a child protection plan: census rules 4001, 4016, 4017


def test_no_plan_is_offered_to_a_child_subject_of_protection(unit, ivy):
    plans.plan(unit, ivy, when="2027-05-04 10:00")
    with pytest.raises(BadInput) as refused:
        offered(unit, ivy)
    assert "subject of a child protection plan" in says(refused)
    beside = offered(unit, ivy, kind=RiskOutsideTheHomePlan)
    assert beside.state == "OFFERED", "a plan for risk outside the home runs beside it"


def test_no_plan_is_accepted_once_protection_has_begun(unit, ivy):
    plan = offered(unit, ivy, when="2027-05-03 10:00")
    plans.plan(unit, ivy, when="2027-05-04 10:00")
    assert row(plan, ivy).state == "ENDED", "the conference ended the offer in the same act"
    ended_row = row(plan, ivy)
    assert (ended_row.after, ended_row.started_on) == ("protection", None)


def test_protection_ends_a_running_plan_on_the_day_of_the_conference_and_is_never_held_up(unit, ivy):
    rowan = child(unit, "Rowan")
    plan = accepted(unit, ivy, rowan)
    plans.plan(unit, ivy, when="2027-06-14 10:00", visiting="")
    own, other = row(plan, ivy), row(plan, rowan)
    assert (own.state, own.after, own.ended_on.isoformat()) == ("ENDED", "protection", "2027-06-14")
    assert other.state == "RUNNING" and running(rowan, "visit")
    assert running(ivy, "visit") == "2027-06-28", "ten working days from the conference, not twenty"
    assert ended(ivy, "support-plan-review") == "not_needed"


def test_the_plan_after_a_conference_waits_for_the_worker_named_there(unit, ivy):
    tom = worker(unit)
    protection = plans.plan(unit, ivy, when="2027-01-18 10:00")
    plans.visit(protection, unit, ivy, when="2027-03-10 16:00")
    agencies = ("social-care", "police", "health")
    conference = plans.held(unit, ivy, when="2027-04-15 10:00", purpose="review", here=agencies)
    for kind in agencies:
        conference = perform(
            conference.give_view,
            by=unit.manager,
            at=at("2027-04-15 10:00"),
            agency=unit.agency(kind),
            view="against",
            words="Safe enough",
            said_by="Nadia Rahim",
            children=[ivy],
        )
    ends = {"ends_as": "child-in-need", "next_step_for": tom, "safety_plan": "Fridays with June"}
    plans.decided(unit, conference, ivy, step="end_plans", **ends)
    plan = ChildInNeedPlan._rows.get()
    own = row(plan, ivy)
    assert (own.state, own.offered_to, plan.cause) == ("OFFERED", tom, conference.subject)
    assert ended(ivy, "visit") == "not_needed" and own.visiting == "every 20 working days"
    take(plan, "accept", tom, when="2027-04-16 10:00", children=[ivy])
    assert row(plan, ivy).state == "RUNNING"


# Worked


def test_a_visit_meets_the_clock_and_one_at_a_distance_does_not(unit, ivy):
    plan = accepted(unit, ivy)
    take(
        plan,
        "record_call",
        worker(unit),
        happened_at=at("2027-06-10 16:00"),
        how="video",
        place="At home",
        by_whom="Tom",
        children=[ChildAnswers(ivy, {"seen": "not-alone", "not_alone_because": "On her mother's phone"})],
    )
    assert running(ivy, "visit") == "2027-06-10"
    seen(unit, plan, ivy, when="2027-06-11 16:00")
    assert running(ivy, "visit") == "2027-07-09"


def test_another_interval_counts_from_the_last_visit(unit, ivy):
    plan = accepted(unit, ivy)
    take(plan, "set_out", worker(unit), children=[ChildAnswers(ivy, {"visiting": "every 5 working days"})])
    assert running(ivy, "visit") == "2027-05-19"


def test_a_plan_beside_protection_never_lengthens_its_visits(unit, ivy):
    plans.plan(unit, ivy, when="2027-05-04 10:00", visiting="")
    due = running(ivy, "visit")
    plan = offered(unit, ivy, kind=RiskOutsideTheHomePlan)
    take(plan, "accept", worker(unit), when="2027-05-12 09:00", children=[ivy])
    take(plan, "set_out", worker(unit), children=[ChildAnswers(ivy, {"visiting": "every 20 working days"})])
    assert running(ivy, "visit") == due


def test_a_review_is_due_three_months_on_and_ends_nothing(unit, ivy):
    plan = accepted(unit, ivy)
    take(
        plan,
        "hold_review",
        worker(unit),
        when="2027-08-02 15:00",
        held_at=at("2027-08-02 14:00"),
        children=[ivy],
        progress="Mornings are calm",
    )
    assert running(ivy, "support-plan-review") == "2027-11-02"
    assert row(plan, ivy).state == "RUNNING" and row(plan, ivy).reviewed_on.isoformat() == "2027-08-02"


def test_agreement_is_each_persons_own_the_latest_counts_and_its_lack_is_owed(unit, ivy):
    plan = accepted(unit, ivy)
    leanne = unit.child("Leanne", at=at(MONDAY))
    perform(
        ivy.child.relate, by=unit.manager, at=at(MONDAY), other=leanne, kind="mother", responsibility="held"
    )
    assert any("has agreed" in each for each, _ in row(plan, ivy).owed())
    said = {"holder": leanne, "how": "At home, signed", "children": [ivy]}
    take(plan, "record_consent", worker(unit), answer="agrees", given_at=at("2027-05-12 10:00"), **said)
    assert fresh(plan).child_rows()[0].agreed_by() == ["Leanne Harcastle"]
    take(plan, "record_consent", worker(unit), answer="taken-back", given_at=at("2027-06-01 10:00"), **said)
    assert fresh(plan).child_rows()[0].agreed_by() == []
    assert len(fresh(plan).consents) == 2


# Ended


def test_a_plan_ends_only_with_the_child_seen_what_comes_after_and_a_second_person(unit, ivy):
    plan = accepted(unit, ivy)
    take(plan, "propose_end", worker(unit), children=[ivy])
    with pytest.raises(Unmet) as refused:
        take(plan, "end", unit.manager, children=[ivy])
    said = says(refused)
    for each in ("See the child", "what has changed", "what comes after", "think of ending it"):
        assert each in said, each
    assert row(plan, ivy).state == "ENDING" and running(ivy, "visit")
    take(plan, "let_go_on", unit.manager, children=[ivy], reason="Not yet seen")
    seen(unit, plan, ivy)
    proposed(unit, plan, ivy)
    with pytest.raises(NotAllowed):
        take(plan, "end", worker(unit), children=[ivy])
    take(plan, "end", unit.manager, when="2027-06-15 10:00", children=[ivy])
    own = row(plan, ivy)
    assert (own.state, own.ended_on.isoformat(), own.ended_by) == ("ENDED", "2027-06-15", unit.manager)
    assert ended(ivy, "visit") == ended(ivy, "support-plan-review") == "not_needed"
    assert take(plan, "close", worker(unit)).state == "CLOSED"


def test_the_manager_who_proposed_does_not_end_it(unit, ivy):
    plan = accepted(unit, ivy)
    seen(unit, plan, ivy)
    take(plan, "propose_end", unit.manager, children=[ChildAnswers(ivy, WHY)])
    with pytest.raises(NotAllowed):
        take(plan, "end", unit.manager, children=[ivy])
    assert take(plan, "end", unit.service_manager, children=[ivy]).state == "RUNNING"


def test_seen_before_the_last_review_is_not_enough(unit, ivy):
    plan = accepted(unit, ivy)
    seen(unit, plan, ivy, when="2027-05-20 16:00")
    take(plan, "hold_review", worker(unit), held_at=at("2027-06-01 14:00"), children=[ivy])
    proposed(unit, plan, ivy)
    with pytest.raises(Unmet, match="since the last review"):
        take(plan, "end", unit.manager, children=[ivy])


def test_nothing_ends_while_an_enquiry_goes_on(unit, ivy):
    plan = accepted(unit, ivy)
    seen(unit, plan, ivy)
    enquiry(unit, ivy, when="2027-06-11 10:00")
    proposed(unit, plan, ivy)
    with pytest.raises(Unmet, match="enquiry is open"):
        take(plan, "end", unit.manager, children=[ivy])


def test_reasons_are_not_copied_between_siblings(unit, ivy):
    rowan = child(unit, "Rowan")
    plan = accepted(unit, ivy, rowan)
    proposed(unit, plan, ivy)
    with pytest.raises(BadInput, match="own reasons"):
        proposed(unit, plan, rowan)


def test_an_event_ends_a_plan_only_where_the_record_holds_it(unit, ivy):
    plan = accepted(unit, ivy)

    def event(what, **more):
        facts = {"ended_by_event": what, "end_reason": "The family rang", **more}
        return take(plan, "end_by_event", unit.manager, children=[ChildAnswers(ivy, facts)])

    for what, asks in (("died", "Record the death"), ("turned-18", "not 18"), ("moved", "which authority")):
        with pytest.raises(Unmet, match=asks):
            event(what)
    event("moved", after_words="Northshire, Ana Lee")
    assert row(plan, ivy).after == "other-authority"


def test_an_offer_is_taken_back_by_another_manager_who_says_what_comes_instead(unit, ivy):
    plan = offered(unit, ivy)
    instead = ChildAnswers(ivy, {"after": "universal", "after_words": "School and GP"})
    with pytest.raises(NotAllowed):
        take(plan, "take_back", unit.manager, children=[instead], reason="Not wanted")
    with pytest.raises(Unmet, match="what comes after"):
        take(plan, "take_back", unit.service_manager, children=[ivy], reason="Not wanted")
    take(plan, "take_back", unit.service_manager, children=[instead], reason="Not wanted")
    own = row(plan, ivy)
    assert (own.state, own.started_on) == ("ENDED", None)
    assert Clock._rows.get(record=plan.pk).ended == "not_needed"


def test_a_plan_that_was_worked_is_not_withdrawn(unit, ivy):
    plan = accepted(unit, ivy)
    with pytest.raises(Unmet, match="not withdrawn"):
        take(plan, "withdraw", unit.service_manager, reason="A mistake")


def test_the_clocks_of_the_child_run_on_while_another_plan_does(unit, ivy):
    need = accepted(unit, ivy)
    risk = offered(unit, ivy, kind=RiskOutsideTheHomePlan)
    take(risk, "accept", worker(unit), when="2027-05-12 11:00", children=[ivy])
    seen(unit, need, ivy)
    proposed(unit, need, ivy, after="another-plan", after_words="The plan for risk outside the home")
    take(need, "end", unit.manager, children=[ivy])
    assert running(ivy, "visit")
    [review] = Clock._rows.filter(case=ivy, timescale="support-plan-review", stopped_at__isnull=True)
    assert review.record_id == risk.pk


def test_each_plan_of_a_child_is_reviewed_for_itself(unit, ivy):
    need = accepted(unit, ivy)
    risk = offered(unit, ivy, kind=RiskOutsideTheHomePlan)
    take(risk, "accept", worker(unit), when="2027-05-12 11:00", children=[ivy])
    take(risk, "hold_review", worker(unit), children=[ivy], held_at=at("2027-05-12 12:00"))
    reviews = Clock._rows.filter(case=ivy, timescale="support-plan-review")
    assert reviews.get(record=need.pk).stopped_at is None, "a review of the one plan is none of the other"
    assert [bool(each.stopped_at) for each in reviews.filter(record=risk.pk).order_by("pk")] == [True, False]


# Risk outside the home


def test_where_parents_protect_they_are_partners_and_the_plan_is_about_places_and_people(unit, ivy):
    plan = offered(unit, ivy, kind=RiskOutsideTheHomePlan)
    tom = worker(unit)
    take(plan, "accept", tom, when="2027-05-12 09:00", children=[ivy])
    take(
        plan,
        "describe_risk",
        tom,
        exploitation=["criminal"],
        parents_protect="They fetch Ivy from school",
        parents_need="A number to ring at night",
    )
    with pytest.raises(BadInput, match="who does it"):
        take(plan, "add_context", tom, kind="place", what="The arcade", action="Patrol")
    take(
        plan,
        "add_context",
        tom,
        kind="place",
        what="The arcade after school",
        action="Patrol at closing time",
        agency=unit.agency("police"),
    )
    context = fresh(plan).all_contexts[0]
    take(plan, "end_context", tom, context=context, because="It closed")
    take(plan, "link", tom, to="nrm", their_reference="NRM-4471", on=at(MONDAY).date())
    take(plan, "link", tom, to="mace", their_reference="MACE 12", on=at(MONDAY).date())
    found = fresh(plan)
    assert [each.ended_because for each in found.all_contexts] == ["It closed"]
    assert {each.to for each in found.links} == {"nrm", "mace"}
    assert found.parents_protect and found.exploitation == ["criminal"]
