"""A referral: danger looked at within the hour, up never blocked, a concern of harm never ended alone."""

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from cpu.models import AgencyKind, Clock, Involvement, TeamKind
from cpu.roles import Role
from people.models import Case, Person
from people.queries import clocks_of, stages_of
from referrals import guards
from referrals.models import Assessment, Referral
from referrals.serializers import ReferralInput
from tests.referrals.families import NAMED, body, refer
from tests.unit_of_people import Unit, at
from unit.models import LocalPolicy, Policy
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, Conflict, NotAllowed, Unmet, WrongState

pytestmark = pytest.mark.usefixtures("committing")

THURSDAY = at("2027-01-28 09:30")
DOWN = ["decide_no_action", "decide_advice", "decide_family_help", "pass_on"]


@pytest.fixture
def unit():
    return Unit()


def system(unit, name="Bracken front door"):
    user = unit.user(Role.FRONT_DOOR_SYSTEM, team=TeamKind.FRONT_DOOR, name=name)
    user.is_service = True
    user.save()
    return user


def clock(referral, code, **which):
    return Clock._rows.get(record=referral.pk, timescale=code, stopped_at__isnull=True, **which)


def running(referral, code):
    return Clock._rows.filter(record=referral.pk, timescale=code, stopped_at__isnull=True).count()


def row(referral, number=0):
    return referral.children.order_by("pk")[number]


def guards_of(refused):
    return {each.guard for each in refused.value.reasons}


def screened(unit, when=THURSDAY, *children, **more):
    """Looked at, screened, each child known and with a case."""
    referral = refer(unit, when, *children, **more)
    by = {"by": unit.front_door, "at": when}
    perform(
        referral.look_for_danger, look="nothing-seen", words="He is in school and not going home yet.", **by
    )
    referral = perform(referral.identify, children=list(referral.children.all()), **by)
    return perform(
        referral.open_cases, children=list(referral.children.all()), team=unit.team("front-door"), **by
    )


def answered(each, **facts):
    """A child's proposal with all that a step down asks for."""
    return ChildAnswers(
        each,
        {
            "proposed": "NO_ACTION",
            "proposed_why": f"Seen at school, {each.child_name}, and well.",
            "history": "None known.",
            "grounds": ["another-account"],
            **facts,
        },
    )


def ready_to_end(unit, referral, when=THURSDAY, **facts):
    """Everything that a step down needs, but for the decision."""
    by = {"by": unit.front_door, "at": when}
    perform(
        referral.record_referrer_contact, happened_at=when, reached=True, words="Said the same again.", **by
    )
    perform(referral.record_earlier_concerns, shows="Nothing before this.", **by)
    return perform(
        referral.propose, children=[answered(each, **facts) for each in referral.children.all()], **by
    )


def reasons_for(referral, **facts):
    return [
        ChildAnswers(
            each,
            {"decided_why": f"Agreed for {each.child_name}", "handed_to": "Wexmoor family help", **facts},
        )
        for each in referral.children.all()
    ]


# Receipt


def test_the_sample_is_received_whole_with_its_children_its_gaps_and_its_clocks(unit):
    now = at("2026-11-19 11:26")
    sample = json.loads(Path("tests/data/referral.json").read_text())
    read = ReferralInput(data=sample, context={"now": now, "trusted_front_door": True})
    read.is_valid(raise_exception=True)
    referral = perform(Referral().post, by=system(unit), at=now, body=read.validated_data, client="bracken")
    assert [each.state for each in referral.children.all()] == ["NONE"] * 3
    assert not any(each.case_id or each.person_id for each in referral.children.all())
    assert referral.received_at == at("2026-11-19 11:25"), "a trusted front door says when it was received"
    assert referral.as_received["concern"]["strengths"] and referral.missing
    assert clock(referral, "first-risk-look").due_at == at("2026-11-19 12:25")
    assert clock(referral, "safe-before").due_at == at("2026-11-19 15:15")
    assert running(referral, "referral-decision") == 3
    assert [each.infant_mark_asked for each in referral.children.order_by("pk")] == [False, True, False]
    assert referral.status == "received"


def test_a_weak_referral_is_received_with_what_is_missing(unit):
    referral = refer(unit, THURSDAY, {}, concern="Baby crying for hours, flat 3.")
    missing = {each["pointer"] for each in referral.missing}
    assert "/immediate_safety/immediate_danger" in missing
    # Keyed in here, the worker's own name stands on it: nobody is asked for a sender's reference or declaration.
    assert not missing & {"/declaration/name", "/external_reference"}
    assert row(referral).child_name == "Child not yet identified"


@pytest.mark.parametrize(
    ("received", "decision", "assessment"),
    [
        ("2026-12-23 11:40", "2026-12-24", "2027-03-01"),  # S1, Christmas
        ("2027-08-26 14:00", "2027-08-27", "2027-10-29"),  # S5, a summer bank holiday
        ("2027-01-28 15:00", "2027-01-29", "2027-04-05"),  # S8
        ("2027-05-28 18:00", "2027-06-01", "2027-08-02"),  # S10
    ],
)
def test_the_decision_is_due_the_next_working_day_and_the_assessment_counts_from_receipt(
    unit, received, decision, assessment
):
    received = at(received)
    referral = screened(unit, received)
    assert clock(referral, "referral-decision").due_on.isoformat() == decision
    decided = received + timedelta(days=1)
    perform(
        referral.decide_assessment,
        by=unit.manager,
        at=decided,
        children=[row(referral)],
        team=unit.team("unit"),
        reason="To find out",
    )
    due = Clock._rows.get(case=row(referral).case, timescale="assessment", stopped_at__isnull=True).due_on
    assert due.isoformat() == assessment, "a later decision moves no date"
    assert not running(referral, "referral-decision")


def test_the_same_reference_of_a_client_is_one_referral(unit):
    sent = body(THURSDAY, external_reference="B-1")
    first = perform(Referral().post, by=system(unit), at=THURSDAY, body=sent, client="bracken")
    with pytest.raises(Conflict, match="has just been received"):
        perform(Referral().post, by=system(unit), at=THURSDAY, body=sent, client="bracken")
    other = perform(Referral().post, by=system(unit, "Other"), at=THURSDAY, body=sent, client="other")
    assert first.pk != other.pk and first.digest == other.digest


def test_a_front_doors_system_sees_what_it_posted_and_nothing_else(unit):
    mine = perform(Referral().post, by=system(unit), at=THURSDAY, body=body(THURSDAY), client="bracken")
    refer(unit, THURSDAY)
    assert list(Referral.visible_to(system(unit))) == [mine]
    assert not Case.visible_to(system(unit)).exists() and not Person.visible_to(system(unit)).exists()
    assert not Referral.visible_to(unit.police).exists(), "the inbox is the front door's"
    with pytest.raises(NotAllowed):
        perform(mine.look_for_danger, by=system(unit), at=THURSDAY, look="danger", words="x")


# Danger first


def test_looking_for_danger_waits_for_no_name_and_no_consent_and_stops_its_clock(unit):
    before = (THURSDAY + timedelta(hours=3)).isoformat()
    referral = refer(
        unit, THURSDAY, {}, immediate_safety={"needs_response_by": before}, concern="A child screams, flat 3."
    )
    look = THURSDAY + timedelta(minutes=20)
    perform(
        referral.look_for_danger,
        by=unit.out_of_hours,
        at=look,
        look="danger",
        words="Police are on their way.",
    )
    ended = Clock._rows.get(record=referral.pk, timescale="first-risk-look")
    assert (ended.stopped_at, ended.ended) == (look, "met")
    assert running(referral, "safe-before") == 1, "a look is not yet the response"
    perform(
        referral.record_response,
        by=unit.out_of_hours,
        at=look,
        responded_at=look,
        words="Child with the officers.",
    )
    assert running(referral, "safe-before") == 0


def test_up_is_never_blocked_at_two_on_a_sunday_by_one_worker_for_a_child_without_a_name(unit):
    night = at("2027-01-31 02:00")
    alone = unit.out_of_hours
    referral = refer(unit, night, {}, concern="A baby, flat 3, name unknown, thrown against a wall.")
    perform(
        referral.decide_strategy_and_assessment,
        by=alone,
        at=night,
        children=[row(referral)],
        team=unit.team("unit"),
        reason="Thrown, and still there",
        urgency="urgent",
    )
    child = row(referral)
    assert child.state == "STRATEGY_AND_ASSESSMENT" and child.person.is_placeholder
    assert Involvement.in_force().filter(case=child.case, team=unit.team("unit")).exists(), (
        "the unit sees the case at once"
    )
    assert Clock._rows.get(case=child.case, timescale="strategy-discussion").variant == "urgent"
    assert Clock._rows.get(case=child.case, timescale="assessment").due_on
    assert Assessment._rows.get().children.get().case == child.case
    assert running(referral, "first-risk-look") == 0, "whoever decides has looked"
    owed = clock(referral, "manager-confirmation")
    assert owed.variant == "out of hours"
    with pytest.raises(NotAllowed):
        perform(referral.confirm, by=alone, at=night, children=[child])
    perform(referral.confirm, by=unit.manager, at=at("2027-02-01 08:30"), children=[child])
    assert running(referral, "manager-confirmation") == 0


@pytest.mark.parametrize("step", ["decide_strategy", "decide_strategy_and_assessment", "decide_emergency"])
def test_every_step_up_stays_open_after_a_step_down_and_after_attaching(unit, step):
    referral = screened(unit, THURSDAY, NAMED, {**NAMED, "given_name": "Ada"})
    referral = ready_to_end(unit, referral)
    perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral)[:1])
    for child in referral.children.all():
        perform(
            getattr(referral, step),
            by=unit.front_door,
            at=THURSDAY,
            children=[child],
            team=unit.team("unit"),
            reason="New mark",
        )
    assert running(referral, "referral-decision") == 0
    assert Clock._rows.filter(timescale="strategy-discussion", stopped_at__isnull=True).count() == 2
    reasons = set(Referral.child_row()._rows.filter(stage=referral.pk).values_list("decided_why", flat=True))
    assert reasons == {"New mark"}, "not why nothing was to be done"


# Who the child is


def test_a_known_person_is_confirmed_and_the_referral_attached_to_the_open_case_without_a_new_clock(unit):
    first = screened(unit)
    jonah = row(first).person
    perform(
        first.decide_assessment,
        by=unit.manager,
        at=THURSDAY,
        children=[row(first)],
        team=unit.team("unit"),
        reason="x",
    )
    assessment = Clock._rows.get(timescale="assessment")
    later = at("2027-02-10 10:00")
    again = refer(unit, later)
    by = {"by": unit.front_door, "at": later}
    again = perform(again.identify, children=[ChildAnswers(row(again), {"person": jonah})], **by)
    with pytest.raises(Unmet, match="attach"):
        perform(again.open_cases, children=[row(again)], team=unit.team("front-door"), **by)
    again = perform(again.attach, children=[row(again)], **by)
    child = row(again)
    assert child.state == "NEW_INFORMATION" and child.case == row(first).case
    assert Clock._rows.get(record=again.pk, timescale="referral-decision").ended == "not_needed"
    with pytest.raises(Unmet, match="open already"):
        perform(
            again.decide_assessment,
            by=unit.manager,
            at=later,
            children=[child],
            team=unit.team("unit"),
            reason="x",
        )
    perform(
        again.decide_strategy_and_assessment, children=[child], team=unit.team("unit"), reason="Again", **by
    )
    assert Clock._rows.get(timescale="assessment").due_on == assessment.due_on
    assert Assessment._rows.count() == 1


def test_what_is_undecided_for_a_sibling_alone_stands_on_no_other_childs_page(unit):
    referral, by = refer(unit, THURSDAY, NAMED, {**NAMED, "given_name": "Lena"}), {"by": unit.front_door}
    perform(referral.identify, children=[row(referral)], at=THURSDAY, **by)
    referral = perform(
        referral.open_cases, children=[row(referral)], team=unit.team("front-door"), at=THURSDAY, **by
    )
    case = row(referral).case
    steps = stages_of(case, unit.front_door)
    shown = [(each.timescale, each.about) for each in clocks_of(case, steps)]
    assert ("first-risk-look", "") in shown
    assert [about for code, about in shown if code == "referral-decision"] == [
        f"referralchild:{row(referral).pk}"
    ]


def test_two_referrals_at_once_about_one_child_make_one_case(unit):
    jonah = unit.child("Jonah", at=THURSDAY)
    ada = unit.child("Ada", at=THURSDAY)
    referrals = []
    for number in range(8):
        referral = refer(unit, THURSDAY + timedelta(minutes=number), NAMED, {**NAMED, "given_name": "Ada"})
        children = list(referral.children.order_by("pk"))
        known = [jonah, ada] if number % 2 else [ada, jonah]
        chosen = [
            ChildAnswers(each, {"person": person}) for each, person in zip(children, known, strict=True)
        ]
        referrals.append(perform(referral.identify, by=unit.front_door, at=THURSDAY, children=chosen))
    told = []

    def open_cases(referral):
        try:
            perform(
                referral.open_cases,
                by=unit.front_door,
                at=THURSDAY,
                children=list(referral.children.all()),
                team=unit.team("front-door"),
            )
            told.append("opened")
        except (Conflict, Unmet) as refused:
            told.append("attach" if "attach" in str(refused) else str(refused))
        finally:
            connections.close_all()

    unit.team("front-door"), unit.front_door
    threads = [threading.Thread(target=open_cases, args=(each,)) for each in referrals]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["attach"] * 7 + ["opened"]
    assert Case._rows.count() == 2


# Down is always blocked


@pytest.mark.parametrize("step", DOWN)
def test_a_step_down_is_refused_with_every_reason_at_once(unit, step):
    referral = refer(unit, THURSDAY, NAMED, {})
    referral = perform(referral.screen, by=unit.front_door, at=THURSDAY)
    with pytest.raises(Unmet) as refused:
        perform(getattr(referral, step), by=unit.manager, at=THURSDAY, children=list(referral.children.all()))
    assert guards_of(refused) >= {
        "danger_was_looked_for",
        "referrer_is_heard",
        "earlier_concerns_are_read",
        "every_child_is_considered",
        "child_is_known",
        "another_proposed_it",
        "grounds_are_given",
        "history_is_considered",
        "reasons_are_given",
    }
    assert not Clock._rows.filter(record=referral.pk, timescale="referrer-told").exists()


@pytest.mark.parametrize("step", DOWN)
def test_a_step_down_needs_a_proposer_and_another_who_is_a_manager(unit, step):
    referral = ready_to_end(unit, screened(unit))
    with pytest.raises(NotAllowed):
        perform(getattr(referral, step), by=unit.front_door, at=THURSDAY, children=reasons_for(referral))
    referral = perform(referral.propose, by=unit.manager, at=THURSDAY, children=[answered(row(referral))])
    with pytest.raises(NotAllowed, match="someone else"):
        perform(getattr(referral, step), by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    referral = perform(
        getattr(referral, step), by=unit.service_manager, at=THURSDAY, children=reasons_for(referral)
    )
    assert row(referral).state in Referral.DOWN and referral.status == "decided"
    assert running(referral, "referral-decision") == 0
    assert clock(referral, "referrer-told").due_on.isoformat() == "2027-01-29"


def test_no_injury_is_never_the_only_ground_of_a_proposal(unit):
    """S8: “NFA, no injury” is rejected: nobody heard her alone, no paediatrician was asked."""
    referral = screened(
        unit, concern="She told her teacher: he hit me with the belt on Tuesday. No mark seen."
    )
    child = row(referral)
    with pytest.raises(Unmet) as refused:
        perform(
            referral.propose,
            by=unit.front_door,
            at=THURSDAY,
            children=[answered(child, grounds=["no-visible-injury"], proposed_why="NFA, no injury")],
        )
    assert guards_of(refused) == {"more_than_no_injury", "no_injury_was_looked_into"}
    with pytest.raises(Unmet) as refused:
        perform(
            referral.propose,
            by=unit.front_door,
            at=THURSDAY,
            children=[answered(child, grounds=["no-visible-injury", "needs-met"])],
        )
    assert guards_of(refused) == {"no_injury_was_looked_into"}
    facts = {
        "clinician": "Dr O. Made-Up",
        "clinician_discipline": "paediatrician",
        "clinician_at": THURSDAY,
        "clinician_said": "A belt may leave no mark.",
        "heard_alone_at": THURSDAY,
        "heard_alone_by": "P. Invented",
    }
    perform(referral.record_facts, by=unit.front_door, at=THURSDAY, children=[ChildAnswers(child, facts)])
    perform(
        referral.propose,
        by=unit.front_door,
        at=THURSDAY,
        children=[answered(child, grounds=["no-visible-injury", "needs-met"])],
    )


def test_words_of_judgement_are_asked_about_and_never_offered(unit):
    referral = screened(unit)
    with pytest.raises(Unmet, match="malicious") as refused:
        perform(
            referral.propose,
            by=unit.front_door,
            at=THURSDAY,
            children=[answered(row(referral), proposed_why="A malicious call by a neighbour")],
        )
    assert refused.value.reasons[0].may_explain
    labels = " ".join(
        f"{value} {label}"
        for field in [*Referral._meta.fields, *type(row(referral))._meta.fields]
        for value, label in field.flatchoices
    ).lower()
    assert not [word for word in ("malicious", "unfounded", "discounted", "substantiated") if word in labels]


def test_the_third_concern_from_family_or_public_needs_a_second_manager_who_did_not_propose(unit):
    """S10: the aunt rang twice this year; the anonymous call is the third concern in twelve months."""
    jonah = None
    for when in ("2027-01-11 10:00", "2027-03-22 10:00"):
        earlier = screened_for(unit, at(when), jonah, source="1A")
        jonah = row(earlier).person
        earlier = ready_to_end(unit, earlier, at(when))
        perform(earlier.decide_no_action, by=unit.manager, at=at(when), children=reasons_for(earlier))
    now = at("2027-05-28 18:20")
    third = screened_for(unit, now, jonah, source="9", concern="Jonah is locked in.")
    third = ready_to_end(unit, third, now)
    assert len(third.earlier_read) == 2
    with pytest.raises(Unmet, match="3 concerns from family or public in 12 months") as refused:
        perform(third.decide_no_action, by=unit.manager, at=now, children=reasons_for(third))
    assert guards_of(refused) == {"second_manager_has_agreed"}
    third = perform(
        third.second_manager_agrees, by=unit.service_manager, at=now, children=[row(third)], words="Agreed"
    )
    with pytest.raises(NotAllowed, match="someone else"):
        perform(third.decide_no_action, by=unit.service_manager, at=now, children=reasons_for(third))
    assert (
        row(perform(third.decide_no_action, by=unit.manager, at=now, children=reasons_for(third))).state
        == "NO_ACTION"
    )


def test_a_partnership_may_sign_that_the_second_concern_already_needs_a_second_manager(unit):
    """The figure of the day of the concern counts, and only once a second person has approved it."""
    sign(unit, Policy.SECOND_MANAGER_CONCERNS, "2", "2027-02-01")
    jonah = None
    for when, needed in (("2026-11-11 10:00", ""), ("2027-03-22 10:00", "2 concerns")):
        now = at(when)
        stage = ready_to_end(unit, screened_for(unit, now, jonah, source="1A"), now)
        jonah = row(stage).person
        assert stage.pattern()[: len(needed) or None] == needed
        if not needed:
            perform(stage.decide_no_action, by=unit.manager, at=now, children=reasons_for(stage))


def screened_for(unit, when, person, **more):
    """A referral about a child who may be known already; the case is opened or attached to."""
    referral = refer(unit, when, **more)
    by = {"by": unit.front_door, "at": when}
    perform(referral.look_for_danger, look="nothing-seen", words="With his nursery now.", **by)
    chosen = [ChildAnswers(row(referral), {"person": person} if person else {})]
    referral = perform(referral.identify, children=chosen, **by)
    return perform(referral.screen, **by)


def test_a_concern_of_more_than_twelve_months_ago_is_shown_and_no_longer_counted(unit):
    first = screened_for(unit, at("2026-05-27 10:00"), None, source="1A")
    screened_for(unit, at("2026-05-29 10:00"), row(first).person, source="1A")
    third = screened_for(unit, at("2027-05-28 10:00"), row(first).person, source="1B")
    assert len(third.earlier_concerns) == 2
    assert third.pattern() == ""


def test_a_repeat_within_sixty_days_of_no_action_needs_a_second_manager(unit):
    first = ready_to_end(unit, screened_for(unit, THURSDAY, None))
    perform(first.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(first))
    for days, needed in ((59, True), (61, False)):
        when = THURSDAY + timedelta(days=days)
        again = ready_to_end(unit, screened_for(unit, when, row(first).person), when)
        if needed:
            with pytest.raises(Unmet, match="a repeat within 60 days"):
                perform(again.decide_no_action, by=unit.manager, at=when, children=reasons_for(again))
        else:
            perform(again.decide_no_action, by=unit.manager, at=when, children=reasons_for(again))


def test_what_came_in_after_the_reading_is_read_too(unit):
    referral = ready_to_end(unit, screened_for(unit, THURSDAY, None))
    late = screened_for(unit, THURSDAY - timedelta(days=100), row(referral).person)
    with pytest.raises(Unmet, match=late.reference) as refused:
        perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    assert guards_of(refused) == {"earlier_concerns_are_read"}


def test_concerns_about_a_brother_of_the_household_count(unit):
    first = screened_for(unit, THURSDAY, None, source="1A")
    second = refer(unit, THURSDAY, NAMED, {**NAMED, "given_name": "Ada"}, source="1A")
    jonah, ada = second.children.order_by("pk")
    second = perform(
        second.identify,
        by=unit.front_door,
        at=THURSDAY,
        children=[ChildAnswers(jonah, {"person": row(first).person}), ada],
    )
    when = THURSDAY + timedelta(days=90)
    third = screened_for(unit, when, row(second, 1).person, source="1B")
    assert {each.pk for each in third.earlier_concerns} == {first.pk, second.pk}
    assert third.pattern().startswith("3 concerns")


def test_two_dated_attempts_and_why_stand_for_a_conversation(unit):
    referral = screened(unit, source="9")
    by = {"by": unit.front_door, "at": THURSDAY}
    perform(referral.propose, children=[answered(row(referral))], **by)
    referral = perform(referral.record_earlier_concerns, shows="None.", **by)
    attempt = {"reached": False, "words": "No number shown.", **by}
    referral = perform(referral.record_referrer_contact, happened_at=THURSDAY - timedelta(hours=2), **attempt)
    for _ in range(2):
        with pytest.raises(Unmet) as refused:
            perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
        assert guards_of(refused) == {"referrer_is_heard"}
        if _ == 0:
            referral = perform(referral.record_referrer_contact, happened_at=THURSDAY, **attempt)
    perform(
        referral.record_referrer_contact,
        happened_at=THURSDAY + timedelta(hours=1),
        why_impossible="Anonymous, and no number was left.",
        **attempt,
    )
    perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))


def test_a_partnership_may_ask_for_more_attempts_and_never_for_fewer_than_two(unit):
    with pytest.raises(BadInput, match="Choose one of: 2, 3, 4"):
        sign(unit, Policy.REFERRER_ATTEMPTS, "1", "2026-10-01")
    sign(unit, Policy.REFERRER_ATTEMPTS, "3", "2026-10-01")
    referral = screened(unit, source="9")
    for hour in range(3):
        assert not guards.heard(referral)
        referral = perform(
            referral.record_referrer_contact,
            by=unit.front_door,
            at=THURSDAY,
            happened_at=THURSDAY + timedelta(hours=hour),
            reached=False,
            words="No number shown.",
            why_impossible="Anonymous, and no number was left.",
        )
    assert guards.heard(referral)


def test_only_a_clinician_decides_that_a_mark_on_an_infant_needs_no_medical(unit):
    infant = {
        "given_name": "Fenn",
        "family_name": "Tarrow",
        "date_of_birth": "2026-11-20",
        "mobility": "not_rolling",
    }
    referral = screened(unit, THURSDAY, infant, concern="A 15 mm mark on the cheek.", source="3B")
    child = row(referral)
    assert child.infant_mark_asked
    referral = ready_to_end(unit, referral)
    with pytest.raises(Unmet, match="Answer the question about a mark"):
        perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    for answer in ("not-needed", "no-mark"):
        with pytest.raises(Unmet, match="clinician"):
            perform(
                referral.record_infant_mark,
                by=unit.manager,
                at=THURSDAY,
                children=[ChildAnswers(child, {"infant_mark": answer})],
            )
    referral = perform(
        referral.record_infant_mark,
        by=unit.front_door,
        at=THURSDAY,
        children=[ChildAnswers(child, {"infant_mark": "needed"})],
    )
    with pytest.raises(Unmet, match="A medical is needed"):
        perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    decided = {
        "infant_mark": "not-needed",
        "clinician": "Dr O. Made-Up",
        "clinician_discipline": "paediatrician",
        "clinician_at": THURSDAY,
        "clinician_said": "A birthmark: seen at birth and photographed.",
    }
    referral = perform(
        referral.record_infant_mark, by=unit.front_door, at=THURSDAY, children=[ChildAnswers(child, decided)]
    )
    # No default: until the partnership has signed its policy, every such mark is examined.
    for value, says in (
        (None, "sign the policy first"),
        ("always-examined", "is examined by a paediatrician"),
    ):
        if value:
            sign(unit, Policy.INFANT_MARK, value, "2026-01-01")
        with pytest.raises(Unmet, match=says):
            perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    sign(unit, Policy.INFANT_MARK, "clinician-decides", "2026-01-02")
    perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=reasons_for(referral))


def sign(unit, policy, value, on):
    """The partnership signs a policy: one manager proposes it, another approves."""
    proposed = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at(f"{on} 09:00"),
        policy=policy,
        value=value,
        signed_by="The three safeguarding partners",
        from_on=at(f"{on} 09:00").date(),
        reason="Agreed at the partnership",
    )
    perform(proposed.approve, by=unit.service_manager, at=at(f"{on} 10:00"))


def test_a_sisters_reasons_are_not_a_brothers(unit):
    referral = ready_to_end(unit, screened(unit, THURSDAY, NAMED, {**NAMED, "given_name": "Ada"}))
    same = [ChildAnswers(each, {"decided_why": "Nothing more to do"}) for each in referral.children.all()]
    with pytest.raises(Unmet) as refused:
        perform(referral.decide_no_action, by=unit.manager, at=THURSDAY, children=same)
    assert guards_of(refused) == {"reasons_are_own"}


def test_one_sentence_for_several_children_protects_them_and_leaves_each_childs_own_reasons_owed(unit):
    referral = screened(unit, THURSDAY, NAMED, {**NAMED, "given_name": "Ada"})
    one, other = referral.children.all()
    by = {"by": unit.manager, "at": THURSDAY}
    asked = {"team": unit.team("unit"), "reason": "Marks on both"}
    referral = perform(
        referral.decide_strategy, children=[ChildAnswers(one, {"decided_why": "Hers"}), other], **asked, **by
    )
    assert [each.decided_why for each in referral.children.all()] == ["Hers", ""]
    assert "decision_has_its_reasons" in {each.guard for each in referral.unmet("close")}
    with pytest.raises(Unmet) as refused:
        perform(referral.record_reasons, children=[ChildAnswers(other, {"decided_why": "Hers"})], **by)
    assert guards_of(refused) == {"reasons_are_own"}
    referral = perform(referral.record_reasons, children=[ChildAnswers(other, {"decided_why": "His"})], **by)
    assert [each.decided_why for each in referral.children.all()] == ["Hers", "His"]


# Withdrawal, merging, closing


def test_a_concern_of_harm_is_not_ended_by_withdrawing_or_by_merging(unit):
    referral = refer(unit, THURSDAY)
    with pytest.raises(Unmet) as refused:
        perform(referral.withdraw, by=unit.manager, at=THURSDAY, reason="Keyed in twice")
    assert guards_of(refused) == {"danger_was_looked_for", "referrer_is_heard", "earlier_concerns_are_read"}
    going = screened(unit, THURSDAY, {**NAMED, "given_name": "Ada"})
    perform(
        going.decide_strategy,
        by=unit.manager,
        at=THURSDAY,
        children=[row(going)],
        team=unit.team("unit"),
        reason="x",
    )
    going = ready_to_be_told(unit, going)
    with pytest.raises(Unmet, match="In motion"):
        perform(going.withdraw, by=unit.manager, at=THURSDAY, reason="Wrong child")

    merged = screened_for(unit, THURSDAY, row(going).person)
    merged = perform(merged.attach, by=unit.front_door, at=THURSDAY, children=[row(merged)])
    merged = tell(unit, merged)
    with pytest.raises(Unmet) as refused:
        perform(merged.close, by=unit.front_door, at=THURSDAY)
    assert guards_of(refused) == {
        "decision_has_its_reasons",
        "manager_has_confirmed",
        "referrer_is_heard",
        "earlier_concerns_are_read",
    }


def ready_to_be_told(unit, referral):
    by = {"by": unit.front_door, "at": THURSDAY}
    perform(
        referral.record_referrer_contact,
        happened_at=THURSDAY,
        reached=True,
        words="Said the same again.",
        **by,
    )
    return perform(referral.record_earlier_concerns, shows="Nothing before this.", **by)


def tell(unit, referral):
    by = {"by": unit.front_door, "at": THURSDAY}
    perform(referral.tell_parents, told_at=THURSDAY, words="Told by telephone", **by)
    return perform(referral.tell_referrer, told_at=THURSDAY, words="Told what may be shared", **by)


def test_a_referral_closes_when_every_child_is_decided_and_the_referrer_told(unit):
    referral = ready_to_end(unit, screened(unit))
    with pytest.raises(Unmet, match="Decide for each child|Not yet decided"):
        perform(referral.tell_referrer, by=unit.front_door, at=THURSDAY, told_at=THURSDAY, words="x")
    referral = perform(
        referral.decide_family_help, by=unit.manager, at=THURSDAY, children=reasons_for(referral)
    )
    referral = tell(unit, referral)
    assert running(referral, "referrer-told") == 0
    with pytest.raises(Unmet, match="who has accepted"):
        perform(referral.close, by=unit.front_door, at=THURSDAY)
    accepted = ChildAnswers(row(referral), {"accepted_by": "F. Helper", "accepted_at": THURSDAY})
    referral = perform(referral.record_acceptance, by=unit.front_door, at=THURSDAY, children=[accepted])
    referral = perform(referral.close, by=unit.front_door, at=THURSDAY)
    assert referral.status == "closed" and not running(referral, "referral-decision")


def test_checks_at_the_front_door_need_consent_or_a_managers_reason(unit):
    referral = screened(unit)
    question = {"agency": unit.agency(AgencyKind.HEALTH), "question": "What is known?", "urgency": "urgent"}
    with pytest.raises(Unmet) as refused:
        perform(referral.ask, by=unit.front_door, at=THURSDAY, **question)
    assert guards_of(refused) == {"checks_are_allowed"}
    with pytest.raises(NotAllowed):
        perform(referral.allow_checks, by=unit.front_door, at=THURSDAY, reason="To ask first would warn him")
    perform(referral.allow_checks, by=unit.manager, at=THURSDAY, reason="To ask first would warn him")
    perform(referral.ask, by=unit.front_door, at=THURSDAY, **question)
    assert running(referral, "information-request") == 1


def test_a_child_of_the_home_added_later_owes_its_own_decision_alone(unit):
    referral = screened(unit)
    referral = ready_to_end(unit, referral)
    referral = perform(referral.decide_advice, by=unit.manager, at=THURSDAY, children=reasons_for(referral))
    assert referral.status == "decided"
    perform(referral.add_sibling, by=unit.front_door, at=THURSDAY, given_name="Bea", family_name="Prewitt")
    again = Referral._rows.get(pk=referral.pk)
    assert running(again, "referral-decision") == 1 and again.status != "decided"


# The people around the children


def test_whom_the_referral_names_is_taken_over_as_sent_and_nobody_types_it_again(unit):
    """Mother and her warning, the lodger and what he is to the child; who holds responsibility is not checked yet."""
    milo = {"given_name": "Milo", "ref": "C1", "school": {"name": "Hill School", "contact": "Ms Lee"}}
    referral = refer(
        unit,
        THURSDAY,
        milo,
        people=[
            {
                "ref": "P1",
                "name": "Jo Anne Farr",
                "first_language": "Polish",
                "in_household": True,
                "safe_contact": {
                    "phone": "01632 960814",
                    "safe_times": "9 to 12",
                    "may_leave_message": False,
                },
                "relationships": [{"to": "C1", "type": "mother", "parental_responsibility": "yes"}],
            },
            {"ref": "P2", "name": "Rex", "phone": "01632 960815"},
        ],
    )
    with pytest.raises(Unmet):
        perform(referral.record_person_around, by=unit.front_door, at=THURSDAY, who="P1")
    perform(referral.identify, by=unit.front_door, at=THURSDAY, children=list(referral.children.all()))
    child = referral.children.get().person
    assert [(each.kind, each.name, each.contact) for each in child.services.all()] == [
        ("school", "Hill School", "Ms Lee")
    ]

    perform(referral.record_person_around, by=unit.front_door, at=THURSDAY, who="P1")
    tie = child.relationships.get()
    assert (tie.other.known_as, tie.kind, tie.same_household) == ("Jo Anne Farr", "mother", True)
    assert tie.responsibility == "not-checked" and tie.responsibility_why.endswith("has it")
    assert tie.other.first_language == "Polish"
    assert tie.other.telephone == "01632 960814, 9 to 12, leave no message"

    known = perform(Person().record, by=unit.front_door, at=THURSDAY, given_name="Rex", family_name="Hall")
    perform(referral.record_person_around, by=unit.front_door, at=THURSDAY, who="P2", person=known)
    assert {each.other.known_as for each in child.relationships.all()} == {"Jo Anne Farr", "Rex Hall"}
    with pytest.raises(WrongState, match="recorded already"):
        perform(referral.record_person_around, by=unit.front_door, at=THURSDAY, who="P2")
