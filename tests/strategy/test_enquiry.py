"""The section 47 enquiry: what must be known before a child is stepped down, and what never waits."""

import pytest

from cpu.models import Clock
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.strategy.family import child, ended, enquiry, held, row_of, running, says
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

NOON = at("2027-05-05 12:00")
SEEN = {
    "happened_at": at("2027-05-04 13:15"),
    "how": "elsewhere",
    "place": "School",
    "by_whom": "Nadia Rahim",
}
DOWN = {
    "outcome": "not-likely",
    "outcome_why": "His account, and the adult has left",
    "conference": "not-needed",
    "rests_on": ["own-words", "agencies"],
}
UP = {"outcome": "likely", "outcome_why": "Her account is the same to two people", "conference": "needed"}
REASON = {"reason": "Too young to speak; watched at play instead"}


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy")


@pytest.fixture
def rowan(unit):
    return child(unit, "Rowan")


def see(record, by, case, seen="alone", occasion=None, **facts):
    return perform(
        record.record_seen,
        by=by,
        at=NOON,
        **{**SEEN, **(occasion or {})},
        children=[ChildAnswers(case, {"seen": seen, **facts})],
    )


def hear(record, by, case):
    return perform(
        record.record_own_words,
        by=by,
        at=NOON,
        children=[case],
        happened_at=SEEN["happened_at"],
        alone=True,
        words="I do be quiet when Craig is there.",
        question="What is it like at home?",
        to_whom="Nadia Rahim",
        place="School",
    )


def propose(record, by, case, answers, **more):
    return perform(record.propose_outcome, by=by, at=NOON, children=[ChildAnswers(case, answers)], **more)


def approve(record, by, case, when=NOON, **more):
    return perform(record.approve_outcome, by=by, at=when, children=[case], comment="Agreed", **more)


def find_out(record, unit, case):
    """Everything that must be known before a child may be stepped down, but for the views of police and
    health."""
    by = unit.practitioner

    def take(name, facts=None, **answers):
        children = [ChildAnswers(case, facts)] if facts else [case]
        return perform(getattr(record, name), by=by, at=NOON, children=children, **answers)

    see(record, by, case)
    hear(record, by, case)
    take(
        "record_home",
        {"sleeping_place_seen": True, "sleeping_place": "A bed of his own, warm"},
        happened_at=NOON,
        place="Home",
        by_whom="Nadia Rahim",
        home="Clean, food in the house",
        who_was_there="Leanne Harcastle",
    )
    take(
        "record_parents_spoken",
        {"responsibility": "held"},
        happened_at=NOON,
        who="Leanne Harcastle",
        by_whom="Nadia Rahim",
        told=True,
        words="She agreed to the plan",
    )
    take("record_identity", {"identity_and_culture": "Polish father; asks for Polish food"})
    take("read_chronology", by_whom="Nadia Rahim and DS Pell")
    take(
        "analyse",
        {
            "harm_analysis": "One assault",
            "protective_factors": "The adult has left",
            "avoidance": "None seen",
            "medical_outcome": "Dr Caldeira: a healing bruise",
        },
    )
    for kind in ("police", "health", "education"):
        agency = unit.agency(kind)
        perform(record.ask, by=by, at=NOON, agency=agency, question="What do you know?", urgency="section 47")
        perform(record.answer_nothing_known, by=by, at=NOON, agency=agency, where_looked="All systems")


def give_views(record, unit, case, *kinds):
    for kind in kinds:
        perform(
            record.give_view,
            by=unit.manager,
            at=NOON,
            children=[case],
            agency=unit.agency(kind),
            view="against",
            words="Nothing further is known",
            said_by="Named at the meeting",
        )


def test_only_a_child_seen_in_person_stops_the_clock_and_only_that_childs(unit, ivy, rowan):
    record = enquiry(unit, ivy, rowan)
    assert running(ivy, "child-seen") == running(rowan, "child-seen") == "2027-05-04"
    for how in ("video", "telephone", "doorstep"):
        see(record, unit.practitioner, ivy, occasion={"how": how})
    see(
        record,
        unit.practitioner,
        ivy,
        "not-seen",
        what_next="Again at 6pm with police",
        manager_told="Helen Okoro",
    )
    # Seen before there was a duty to see the child answers no duty that came later.
    see(record, unit.practitioner, ivy, occasion={"happened_at": at("2027-04-29 09:00")})
    assert running(ivy, "child-seen") == "2027-05-04"

    see(record, unit.practitioner, ivy, "not-alone", not_alone_because="Asked her brother to stay")
    assert running(ivy, "child-seen") is None and ended(ivy, "child-seen") == "met"
    assert running(rowan, "child-seen") == "2027-05-04"
    assert len(row_of(record, ivy).times_seen) == 6 and not row_of(record, rowan).times_seen


@pytest.mark.parametrize(
    ("seen", "facts", "message"),
    [
        ("not-alone", {}, "why the child was not seen alone"),
        ("not-seen", {"what_next": "Again tonight"}, "which manager was told"),
        ("not-seen", {"manager_told": "Helen Okoro"}, "what happens next"),
    ],
)
def test_not_alone_and_not_seen_say_why_and_what_next(unit, ivy, seen, facts, message):
    record = enquiry(unit, ivy)
    with pytest.raises(BadInput, match=message):
        see(record, unit.practitioner, ivy, seen, **facts)
    assert not row_of(record, ivy).times_seen


def test_one_recording_serves_the_siblings_and_the_facts_stay_each_childs_own(unit, ivy, rowan):
    record = enquiry(unit, ivy, rowan)
    perform(
        record.record_seen,
        by=unit.practitioner,
        at=NOON,
        **SEEN,
        children=[
            ChildAnswers(ivy, {"seen": "alone"}),
            ChildAnswers(rowan, {"seen": "not-alone", "not_alone_because": "He asked Ivy to stay"}),
        ],
    )
    perform(
        record.record_home,
        by=unit.practitioner,
        at=NOON,
        happened_at=NOON,
        place="Home",
        by_whom="Nadia Rahim",
        home="Cold",
        who_was_there="Leanne Harcastle",
        children=[
            ChildAnswers(ivy, {"sleeping_place_seen": True, "sleeping_place": "Own bed"}),
            ChildAnswers(rowan, {"sleeping_place_seen": False, "sleeping_place": "Behind a locked door"}),
        ],
    )
    assert [each.seen for each in row_of(record, ivy).times_seen] == ["alone"]
    assert [each.not_alone_because for each in row_of(record, rowan).times_seen] == ["He asked Ivy to stay"]
    assert [each.sleeping_place for each in row_of(record, rowan).homes_seen] == ["Behind a locked door"]


def test_up_is_never_blocked_what_is_missing_is_owed_and_asked_before_closing(unit, ivy):
    record = enquiry(unit, ivy)
    propose(record, unit.practitioner, ivy, UP)
    approve(record, unit.manager, ivy)
    assert running(ivy, "initial-conference") == "2027-05-24"
    assert Clock._rows.get(timescale="enquiry-outcome").ended == "met"
    with pytest.raises(Unmet) as refused:
        perform(record.close, by=unit.practitioner, at=NOON)
    assert "Record the view of police and of health first" in says(refused)
    assert "See the child in person" in says(refused)


def test_down_is_blocked_until_everything_is_known_and_police_and_health_gave_their_views(unit, ivy):
    record = enquiry(unit, ivy)
    with pytest.raises(Unmet) as refused:
        propose(record, unit.practitioner, ivy, DOWN)
    assert {each.guard for each in refused.value.reasons} == {
        "agencies_were_asked",
        "child_was_seen",
        "child_was_seen_alone",
        "child_was_heard",
        "chronology_was_read",
        "home_and_sleeping_place_were_seen",
        "parents_were_spoken_to",
        "medical_question_is_settled",
        "identity_was_asked",
        "harm_was_weighed",
    }
    assert all(each.mend in Section47Enquiry.steps() for each in refused.value.reasons)

    find_out(record, unit, ivy)
    propose(record, unit.practitioner, ivy, DOWN)
    give_views(record, unit, ivy, "police")
    with pytest.raises(Unmet, match="Record the view of health first"):
        approve(record, unit.manager, ivy)
    give_views(record, unit, ivy, "health")
    record = approve(record, unit.manager, ivy, when=at("2027-05-06 09:00"))
    assert running(ivy, "initial-conference") is None and ended(ivy, "initial-conference") == "not_needed"
    row = row_of(record, ivy)
    assert row.census_conference_not_required and row.census_conference_target_on.isoformat() == "2027-05-24"
    assert row.census_start_on.isoformat() == "2027-04-30"
    assert perform(record.close, by=unit.practitioner, at=NOON).state == "CLOSED"


def test_a_manager_explains_in_person_what_the_proposer_only_gave_a_reason_for(unit, ivy):
    record = enquiry(unit, ivy)
    find_out(record, unit, ivy)
    nursery = unit.agency("early-years")
    perform(
        record.ask,
        by=unit.practitioner,
        at=NOON,
        agency=nursery,
        question="How is he there?",
        urgency="section 47",
    )
    with pytest.raises(Unmet, match="Not answered: Wexmoor Early years"):
        propose(record, unit.practitioner, ivy, DOWN)
    explained = {"every_agency_answered": {"reason": "Closed for the holidays; the head was rung"}}
    propose(record, unit.practitioner, ivy, DOWN, explained=explained)
    give_views(record, unit, ivy, "police", "health")
    with pytest.raises(Unmet, match="Not answered"):
        approve(record, unit.manager, ivy)
    approve(record, unit.manager, ivy, explained=explained)


def test_nobody_approves_their_own_proposal_and_a_returned_one_is_proposed_anew(unit, ivy):
    record = enquiry(unit, ivy)
    propose(record, unit.manager, ivy, UP)
    with pytest.raises(NotAllowed):
        approve(record, unit.manager, ivy)
    with pytest.raises(NotAllowed):
        approve(record, unit.practitioner, ivy)
    perform(record.return_outcome, by=unit.service_manager, at=NOON, children=[ivy], reason="Say how likely")
    assert (
        row_of(record, ivy).state == "OPEN"
        and Clock._rows.filter(timescale="enquiry-outcome", ended="").exists()
    )
    propose(
        record, unit.practitioner, ivy, {**UP, "outcome_why": "Three accounts, the same adult, no change"}
    )
    approve(record, unit.manager, ivy)


def test_no_visible_mark_is_never_the_only_evidence(unit, ivy):
    """S8: told of a belt, nothing to be seen."""
    record = enquiry(unit, ivy)
    find_out(record, unit, ivy)
    for rests_on in ([], ["no-visible-mark"]):
        with pytest.raises(Unmet, match="No visible mark can never be the only evidence"):
            propose(record, unit.practitioner, ivy, {**DOWN, "rests_on": rests_on})
    propose(record, unit.practitioner, ivy, {**DOWN, "rests_on": ["no-visible-mark", "own-words"]})


def test_a_normal_examination_leaves_the_way_to_a_conference_open(unit):
    """S8, with its dates."""
    zainab = child(unit, "Zainab", "2027-01-28 16:00")
    record = enquiry(unit, zainab, when="2027-01-29 11:00")
    assert running(zainab, "initial-conference") == "2027-02-19"
    see(record, unit.practitioner, zainab, occasion={"happened_at": at("2027-01-29 14:00")})
    assert ended(zainab, "child-seen") == "met"
    perform(
        record.analyse,
        by=unit.practitioner,
        at=NOON,
        children=[
            ChildAnswers(zainab, {"medical_outcome": "Normal examination, which does not exclude abuse"})
        ],
    )
    propose(record, unit.practitioner, zainab, {**UP, "rests_on": ["own-words"]})
    approve(record, unit.manager, zainab)
    assert running(zainab, "initial-conference") == "2027-02-19"


@pytest.mark.parametrize("outcome", ["likely", "not-likely", "inconclusive"])
def test_a_conference_stands_beside_whatever_the_enquiry_found(unit, ivy, outcome):
    """Inconclusive is no ending: with a conference needed nothing waits, and its fifteen days run on."""
    record = enquiry(unit, ivy)
    propose(record, unit.practitioner, ivy, {**UP, "outcome": outcome, "rests_on": ["own-words"]})
    approve(record, unit.manager, ivy)
    assert row_of(record, ivy).state == "APPROVED"
    assert running(ivy, "initial-conference") == "2027-05-24"


def test_inconclusive_without_a_conference_steps_down_and_asks_for_everything(unit, ivy):
    record = enquiry(unit, ivy)
    with pytest.raises(Unmet) as refused:
        propose(record, unit.practitioner, ivy, {**DOWN, "outcome": "inconclusive"})
    assert {each.guard for each in refused.value.reasons} >= {
        "agencies_were_asked",
        "home_and_sleeping_place_were_seen",
        "parents_were_spoken_to",
    }


def test_likely_harm_without_a_conference_needs_a_managers_own_reason(unit, ivy):
    record = enquiry(unit, ivy)
    find_out(record, unit, ivy)
    give_views(record, unit, ivy, "police", "health")
    answers = {**UP, "conference": "not-needed", "rests_on": ["own-words"]}
    with pytest.raises(Unmet, match="a conference is needed"):
        propose(record, unit.practitioner, ivy, answers)
    why = {"likely_harm_has_its_conference": {"reason": "Harm outside the home; a plan with the parents"}}
    propose(record, unit.practitioner, ivy, answers, explained=why)
    with pytest.raises(Unmet):
        approve(record, unit.manager, ivy)
    approve(record, unit.manager, ivy, explained=why)


def test_not_substantiated_needs_the_whole_set(unit, ivy):
    record = enquiry(unit, ivy)
    find_out(record, unit, ivy)
    answers = {**DOWN, "outcome": "not-substantiated"}
    with pytest.raises(Unmet) as refused:
        propose(record, unit.practitioner, ivy, answers)
    assert {each.guard for each in refused.value.reasons} == {
        "all_four_gave_their_view",
        "every_referrer_was_heard",
        "earlier_concerns_were_read",
    }
    give_views(record, unit, ivy, "social-care", "police", "health", "early-years")
    perform(
        record.record_earlier_concerns,
        by=unit.practitioner,
        at=NOON,
        children=[ChildAnswers(ivy, {"shows": "Two calls, two callers, the same worry"})],
    )
    for hour in ("2027-05-04 10:00", "2027-05-05 10:00"):
        with pytest.raises(Unmet, match="Speak to every referrer"):
            propose(record, unit.practitioner, ivy, answers)
        perform(
            record.record_referrer_contact,
            by=unit.practitioner,
            at=NOON,
            children=[ivy],
            happened_at=at(hour),
            whom="The caller of 28 April",
            reached=False,
            words="No number was given",
        )
    propose(record, unit.practitioner, ivy, answers)
    approve(record, unit.manager, ivy)


def test_the_reasons_are_each_childs_own(unit, ivy, rowan):
    record = enquiry(unit, ivy, rowan)
    with pytest.raises(BadInput, match="this child's own reasons"):
        perform(
            record.propose_outcome,
            by=unit.practitioner,
            at=NOON,
            children=[ChildAnswers(ivy, UP), ChildAnswers(rowan, UP)],
        )
    propose(record, unit.practitioner, ivy, UP)
    with pytest.raises(BadInput):
        propose(record, unit.practitioner, rowan, {**UP, "outcome_why": UP["outcome_why"].upper() + " "})
    propose(record, unit.practitioner, rowan, {**UP, "outcome_why": "He was there each time"})


def test_parents_who_are_not_told_have_a_reason_and_a_manager(unit, ivy):
    record = enquiry(unit, ivy)
    answers = {
        "children": [ivy],
        "happened_at": NOON,
        "who": "Tomasz Wilk",
        "by_whom": "Nadia Rahim",
        "told": False,
        "words": "Not rung",
    }
    with pytest.raises(BadInput, match="name the manager"):
        perform(record.record_parents_spoken, by=unit.practitioner, at=NOON, **answers)
    answers |= {"not_told": "risk", "not_told_because": "He may take the children abroad"}
    with pytest.raises(BadInput, match="Name the manager"):
        perform(
            record.record_parents_spoken,
            by=unit.practitioner,
            at=NOON,
            **answers,
            approved_by=unit.practitioner,
        )
    perform(record.record_parents_spoken, by=unit.practitioner, at=NOON, **answers, approved_by=unit.manager)


def test_a_conference_may_be_booked_from_the_first_day_but_not_for_a_holiday(unit, ivy):
    record = enquiry(unit, ivy)
    for day, why in (("2027-05-31", "bank holiday"), ("2027-05-22", "Saturday")):
        with pytest.raises(BadInput, match=f"(?i){why}"):
            perform(
                record.book_conference_provisionally,
                by=unit.practitioner,
                at=NOON,
                children=[ivy],
                planned_on=at(f"{day} 10:00").date(),
                chair="Joan Pike",
            )
    perform(
        record.book_conference_provisionally,
        by=unit.practitioner,
        at=NOON,
        children=[ivy],
        planned_on=at("2027-05-21 10:00").date(),
        chair="Joan Pike",
    )
    assert row_of(record, ivy).conference_chair == "Joan Pike"


def test_an_outcome_taken_up_again_counts_from_the_discussion_that_started_the_enquiry(unit, ivy):
    record = enquiry(unit, ivy)
    find_out(record, unit, ivy)
    propose(record, unit.practitioner, ivy, DOWN)
    give_views(record, unit, ivy, "police", "health")
    approve(record, unit.manager, ivy)
    perform(
        record.reopen_outcome,
        by=unit.manager,
        at=at("2027-05-12 09:00"),
        children=[ivy],
        reason="A second account",
    )
    assert row_of(record, ivy).state == "OPEN"
    assert running(ivy, "initial-conference") == "2027-05-24"


def test_siblings_of_one_discussion_share_one_enquiry_and_a_later_one_has_its_own(unit, ivy, rowan):
    discussion = held(unit, ivy, rowan)
    for case in (ivy, rowan):
        perform(discussion.agree_enquiries, by=unit.manager, at=NOON, enquirers="joint", children=[case])
    record = Section47Enquiry._rows.get()
    assert record.children.count() == 2
    assert Clock._rows.filter(timescale="enquiry-outcome", stopped_at=None).count() == 2
    teal = child(unit, "Teal")
    enquiry(unit, teal, when="2027-05-20 10:00")
    assert Section47Enquiry._rows.count() == 2


def test_withdrawing_is_no_way_round_an_outcome(unit, ivy):
    """A manager who did not open it withdraws what was entered in error, not what was found out about a child."""
    record = enquiry(unit, ivy)
    see(record, unit.practitioner, ivy)
    discussion = StrategyDiscussion._rows.get()
    for found, guard in ((record, "nothing_was_found_out"), (discussion, "no_enquiry_came_of_it")):
        with pytest.raises(Unmet) as refused:
            perform(found.withdraw, by=unit.service_manager, at=NOON, reason="Not needed any more")
        assert [each.guard for each in refused.value.reasons] == [guard]
    why = {"nothing_was_found_out": {"reason": "All of it is about her cousin, and stands there"}}
    gone = perform(record.withdraw, by=unit.service_manager, at=NOON, reason="The wrong child", explained=why)
    assert gone.state == "WITHDRAWN"
