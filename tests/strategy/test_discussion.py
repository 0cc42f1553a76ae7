"""The strategy discussion: who decides, for which child, and what never waits."""

from datetime import date

import pytest

from cpu.models import AuditEvent, Clock
from cpu.roles import Role
from partners.guards import missing_views
from partners.models import Disagreement
from partners.queries import panel
from strategy.models import EmergencyProtection, Section47Enquiry, StrategyDiscussion
from tests.strategy.family import asked, child, enquiry, held, row_of, running, says
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

HELD = at("2027-04-30 10:00")
READY = {
    "threshold_why": "Nothing more than the fall that the nursery saw",
    "sleeps_where": "At home",
    "sleeps_with": "Leanne Harcastle",
    "safety_agreed_by": "Helen Okoro",
    "legal_basis": "at-home",
    "who_sees": "Nadia Rahim",
    "to_be_seen_at": at("2027-04-30 15:00"),
    "parents_told": "Leanne, today, by Nadia",
}


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy", born=date(2018, 2, 3))


@pytest.fixture
def rowan(unit):
    return child(unit, "Rowan", born=date(2021, 1, 9))


@pytest.fixture
def teal(unit):
    return child(unit, "Teal", born=date(2026, 3, 1))


def agree(discussion, by, *cases, when=HELD, **answers):
    return perform(
        discussion.agree_enquiries, by=by, at=when, enquirers="joint", children=list(cases), **answers
    )


def make_ready(discussion, by, case, **facts):
    return perform(discussion.record_facts, by=by, at=HELD, children=[ChildAnswers(case, {**READY, **facts})])


def decline(discussion, by, case, **more):
    return perform(discussion.agree_no_enquiries, by=by, at=HELD, children=[case], **more)


def say(discussion, unit, case, kind, view, by=None):
    return perform(
        discussion.give_view,
        by=by or unit.health,
        at=HELD,
        children=[case],
        agency=unit.agency(kind),
        view=view,
        words="A one-year-old who cannot tell us",
        said_by="Grace Adeyemi",
    )


def test_s3_siblings_two_discussions_and_one_conference_date(unit, ivy, rowan, teal):
    """Only the discussion that starts an enquiry sets the fifteen working days; each sibling's date is its
    own."""
    first = held(unit, ivy, rowan, teal)
    agree(first, unit.manager, ivy, rowan)
    assert running(ivy, "initial-conference") == running(rowan, "initial-conference") == "2027-05-24"
    assert running(teal, "initial-conference") is None

    review = held(unit, ivy, rowan, when="2027-05-12 14:00", review=True)
    perform(
        review.continue_enquiries,
        by=unit.manager,
        at=at("2027-05-12 15:00"),
        children=[ChildAnswers(ivy, {"threshold_why": "Her account, and the medical"}), rowan],
    )
    assert running(ivy, "initial-conference") == running(rowan, "initial-conference") == "2027-05-24"

    injury = held(unit, teal, when="2027-05-20 16:00")
    agree(injury, unit.manager, teal, when=at("2027-05-20 17:00"))
    assert running(teal, "initial-conference") == "2027-06-11"
    assert running(ivy, "initial-conference") == "2027-05-24"
    # Two discussions owe a record at once, each its own.
    records = Clock._rows.filter(timescale="strategy-record", stopped_at=None).order_by("pk")
    assert [each.due_on.isoformat() for each in records] == ["2027-05-04", "2027-05-13", "2027-05-21"]


def test_s7_a_discussion_on_a_saturday_is_a_fact_and_counts_from_that_day(unit):
    fenn = child(unit, "Fenn", "2027-08-27 16:40", born=date(2027, 6, 11))
    discussion = held(
        unit,
        fenn,
        when="2027-08-28 10:00",
        asked_on="2027-08-27 18:00",
        urgency="urgent",
        injury_or_sexual_harm=True,
    )
    agree(discussion, unit.manager, fenn, when=at("2027-08-28 10:40"))
    assert running(fenn, "initial-conference") == "2027-09-20"
    assert running(fenn, "child-seen") == "2027-08-28"


def test_s7_variant_without_a_clinician_named_nobody_decides_against_a_medical(unit):
    fenn = child(unit, "Fenn", "2027-08-27 16:40", born=date(2027, 6, 11))
    discussion = held(unit, fenn, injury_or_sexual_harm=True)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("early-years"))
    for facts, says_ in (
        ({}, "whether a medical is needed"),
        ({"medical": "not-raised"}, "Injury or sexual harm is said or suspected here"),
        ({"medical": "not-needed"}, "Name the clinician"),
    ):
        make_ready(discussion, unit.manager, fenn, **facts)
        with pytest.raises(Unmet, match=says_):
            decline(discussion, unit.manager, fenn)
    make_ready(
        discussion,
        unit.manager,
        fenn,
        medical="not-needed",
        medical_clinician="Dr Ines Caldeira",
        medical_why="Seen on the ward: a birthmark, present since birth",
    )
    decline(discussion, unit.manager, fenn)
    assert not Section47Enquiry._rows.exists()


def test_without_its_quorum_it_protects_but_never_decides_not_to(unit, ivy, teal):
    discussion = held(unit, ivy, teal, here=("social-care", "police"), how="telephone")
    agree(discussion, unit.manager, ivy)
    assert running(ivy, "initial-conference") == "2027-05-24"
    make_ready(discussion, unit.manager, teal)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    with pytest.raises(Unmet) as refused:
        decline(discussion, unit.manager, teal)
    assert says(refused) == "Not here: health. Without them nobody can decide against enquiries."
    perform(
        discussion.record_attendance,
        by=unit.manager,
        at=HELD,
        agency=unit.agency("health"),
        attendance="here",
    )
    decline(discussion, unit.manager, teal)


def test_down_needs_every_required_answer_for_that_child_and_education_heard(unit, ivy):
    discussion = held(unit, ivy)
    with pytest.raises(Unmet) as refused:
        decline(discussion, unit.manager, ivy)
    assert {each.guard for each in refused.value.reasons} == {
        "education_is_heard",
        "threshold_is_reasoned",
        "safe_tonight",
        "child_will_be_seen",
        "parents_are_told",
    }
    make_ready(discussion, unit.manager, ivy)
    decline(discussion, unit.manager, ivy, explained={"education_is_heard": {"reason": "Taught at home"}})


def test_a_decision_against_enquiries_is_taken_back_by_agreeing_them(unit, ivy):
    discussion = held(unit, ivy)
    make_ready(discussion, unit.manager, ivy)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    decline(discussion, unit.manager, ivy)
    agree(discussion, unit.manager, ivy)
    assert row_of(discussion, ivy).state == "ENQUIRIES" and running(ivy, "initial-conference") == "2027-05-24"


@pytest.mark.parametrize("kind", ["police", "health"])
def test_for_the_youngest_a_partners_dissent_is_decided_that_day_by_a_manager_outside_the_room(
    unit, teal, kind
):
    discussion = held(unit, teal)
    make_ready(discussion, unit.practitioner, teal)
    perform(discussion.invite, by=unit.practitioner, at=HELD, agency=unit.agency("early-years"))
    say(discussion, unit, teal, kind, "for")
    with pytest.raises(Unmet, match="a manager outside the room decides today"):
        decline(discussion, unit.manager, teal)
    perform(discussion.raise_dissent, by=unit.health, at=HELD, children=[teal])
    clock = Clock._rows.get(timescale="escalation")
    assert clock.due_on == date(2027, 4, 30)
    # The chair was in the room; so is whoever wrote there.
    with pytest.raises(NotAllowed):
        perform(discussion.decide_chair_stands, by=unit.manager, at=HELD, children=[teal], why="No change")
    outside = unit.user(Role.TEAM_MANAGER, name="Amir Sadiq")
    perform(
        discussion.decide_chair_stands,
        by=outside,
        at=HELD,
        children=[teal],
        why="The fall was seen by three adults",
    )
    assert Clock._rows.get(pk=clock.pk).ended == "met"
    decline(discussion, unit.manager, teal)
    # The dissent stays as it was said.
    assert row_of(discussion, teal).met_views()[0].words == "A one-year-old who cannot tell us"


def test_a_manager_who_wrote_in_the_discussion_was_in_the_room(unit, teal):
    discussion = held(unit, teal)
    other = unit.user(Role.TEAM_MANAGER, name="Amir Sadiq")
    make_ready(discussion, other, teal)
    say(discussion, unit, teal, "health", "for")
    with pytest.raises(Unmet, match="ask a manager outside it"):
        perform(discussion.decide_chair_stands, by=other, at=HELD, children=[teal], why="No change")


def test_the_manager_outside_the_room_may_decide_that_the_threshold_is_met(unit, teal):
    discussion = held(unit, teal)
    say(discussion, unit, teal, "health", "for")
    perform(discussion.raise_dissent, by=unit.health, at=HELD, children=[teal])
    perform(
        discussion.decide_threshold_is_met,
        by=unit.service_manager,
        at=at("2027-04-30 17:00"),
        children=[teal],
        enquirers="joint",
    )
    assert running(teal, "initial-conference") == "2027-05-24"
    assert Section47Enquiry._rows.get().children.get().case == teal
    assert Clock._rows.get(timescale="escalation").ended == "met"


def test_a_view_given_after_the_decision_asks_for_a_new_one(unit, teal):
    discussion = held(unit, teal)
    make_ready(discussion, unit.practitioner, teal)
    perform(discussion.invite, by=unit.practitioner, at=HELD, agency=unit.agency("early-years"))
    say(discussion, unit, teal, "health", "for")
    perform(
        discussion.decide_chair_stands, by=unit.service_manager, at=HELD, children=[teal], why="Seen to fall"
    )
    perform(
        discussion.give_view,
        by=unit.police,
        at=at("2027-04-30 11:00"),
        children=[teal],
        view="for",
        agency=unit.agency("police"),
        words="A call was made from the house last night",
    )
    with pytest.raises(Unmet, match="Wexmoor Police says that the threshold is met"):
        decline(discussion, unit.manager, teal)


def test_elsewhere_a_dissent_is_kept_as_said_and_raising_it_starts_at_level_one(unit, ivy):
    discussion = held(unit, ivy)
    make_ready(discussion, unit.manager, ivy, lives_with_source=False)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    say(discussion, unit, ivy, "health", "for")
    decline(discussion, unit.manager, ivy)
    perform(discussion.raise_dissent, by=unit.health, at=HELD, children=[ivy])
    assert Clock._rows.get(timescale="escalation").due_on == date(2027, 5, 4)


@pytest.mark.parametrize(
    ("born", "young"),
    [
        (date(2025, 4, 30), False),
        (date(2025, 5, 1), True),
        (None, True),
        (date(2010, 1, 1), False),
    ],
)
def test_under_two_is_counted_to_the_day_and_an_unknown_age_counts_as_young(unit, born, young):
    case = child(unit, "Teal", born=born)
    discussion = held(unit, case)
    assert row_of(discussion, case).youngest_or_exposed(date(2027, 4, 30)) is young


def test_only_another_manager_refuses_and_a_refusal_is_challenged_and_overturned(unit, ivy):
    discussion = asked(unit, ivy)
    with pytest.raises(NotAllowed):
        perform(discussion.refuse, by=unit.practitioner, at=HELD, reason="Not now")
    perform(discussion.refuse, by=unit.manager, at=HELD, reason="Known, and safe")
    assert running(ivy, "strategy-discussion") is None
    perform(discussion.challenge_refusal, by=unit.practitioner, at=HELD, reason="She has a new mark")
    assert Clock._rows.get(timescale="escalation").due_on == date(2027, 5, 4)
    with pytest.raises(NotAllowed):
        perform(discussion.overturn_refusal, by=unit.manager, at=HELD, reason="On reflection")
    discussion = perform(
        discussion.overturn_refusal, by=unit.service_manager, at=HELD, reason="A mark is new"
    )
    assert discussion.state == "REQUESTED"
    # A wrong refusal gives nobody more time.
    assert running(ivy, "strategy-discussion") == "2027-04-30"
    assert Clock._rows.get(timescale="escalation").ended == "met"


def test_a_child_who_joins_owes_its_own_clock_and_starts_nobody_elses_anew(unit, ivy, teal):
    discussion = asked(unit, ivy)
    discussion = perform(
        discussion.add_children, by=unit.practitioner, at=HELD, cases=[teal], team=unit.team("unit")
    )
    assert running(teal, "strategy-discussion") == "2027-04-30"
    discussion = perform(discussion.hold, by=unit.manager, at=HELD, held_at=HELD, how="meeting")
    rowan = child(unit, "Rowan")
    perform(discussion.add_children, by=unit.practitioner, at=HELD, cases=[rowan], team=unit.team("unit"))
    assert running(ivy, "strategy-discussion") is None and running(rowan, "strategy-discussion") is None


def test_by_telephone_or_without_health_it_comes_back_together(unit, ivy, teal):
    held(unit, ivy, how="telephone")
    assert running(ivy, "review-strategy") == "2027-05-10"
    discussion = held(unit, teal, here=("social-care", "police"))
    assert running(teal, "review-strategy") == "2027-05-04"
    # Health was there after all, and is entered in the list later.
    perform(
        discussion.record_attendance,
        by=unit.manager,
        at=HELD,
        agency=unit.agency("health"),
        attendance="here",
    )
    assert running(teal, "review-strategy") is None
    held(unit, ivy, when="2027-05-05 10:00", review=True)
    assert running(ivy, "review-strategy") is None


def test_a_lead_practitioner_agrees_and_a_manager_confirms_the_same_day(unit, ivy):
    discussion = held(unit, ivy, chair=unit.practitioner)
    agree(discussion, unit.practitioner, ivy)
    assert Clock._rows.get(timescale="manager-confirmation").due_on == date(2027, 4, 30)
    perform(discussion.confirm, by=unit.manager, at=HELD, comment="Agreed")
    assert Clock._rows.get(timescale="manager-confirmation").ended == "met"


def test_what_was_left_open_going_up_is_owed_with_the_record(unit, ivy):
    discussion = held(unit, ivy)
    perform(discussion.agree_enquiries, by=unit.manager, at=HELD, enquirers="police", children=[ivy])
    with pytest.raises(Unmet) as refused:
        perform(discussion.issue_record, by=unit.practitioner, at=HELD, issued_at=HELD)
    assert "where the child sleeps tonight" in says(refused) and "the officer's name" in says(refused)
    make_ready(
        discussion,
        unit.manager,
        ivy,
        police_officer="DS Martin Pell",
        police_reason="A stranger, in the park",
        crime_reference="WX/1234/27",
    )
    discussion = perform(discussion.issue_record, by=unit.practitioner, at=HELD, issued_at=HELD)
    assert perform(discussion.close, by=unit.practitioner, at=HELD).state == "CLOSED"


def test_facts_may_be_put_on_several_children_and_reasons_may_not(unit, ivy, rowan):
    discussion = held(unit, ivy, rowan)
    make_ready(discussion, unit.manager, ivy, sleeps_where="With Marta Wilk")
    perform(
        discussion.record_facts_once,
        by=unit.manager,
        at=HELD,
        children=[ivy, rowan],
        who_sees="Nadia Rahim",
        legal_basis="family-arrangement",
    )
    one, other = row_of(discussion, ivy), row_of(discussion, rowan)
    assert one.legal_basis == other.legal_basis == "family-arrangement"
    assert (one.sleeps_where, other.sleeps_where) == ("With Marta Wilk", "")
    with pytest.raises(BadInput, match="this child's own reasons"):
        make_ready(discussion, unit.manager, rowan)


def test_what_is_called_a_review_of_nothing_is_due_like_a_first_discussion(unit, ivy):
    asked(unit, ivy, review=True)
    assert running(ivy, "strategy-discussion")


def test_an_open_enquiry_goes_on_and_is_not_opened_twice(unit, ivy):
    enquiry(unit, ivy)
    review = held(unit, ivy, when="2027-05-12 14:00", review=True)
    with pytest.raises(Unmet, match="already open"):
        agree(review, unit.manager, ivy, when=at("2027-05-12 15:00"))
    assert AuditEvent._rows.filter(step="open", subject_kind="section-47-enquiry").count() == 1


# A child who goes to no school or nursery


def goes_nowhere(unit, case) -> None:
    perform(
        case.child.add_service,
        by=unit.practitioner,
        at=HELD,
        kind="no-setting",
        name="At home with his mother",
    )


def test_no_setting_is_an_answer_for_a_child_under_school_age_once_it_is_said(unit, teal, ivy):
    """Unknown is not none; of a child of school age who goes to none, education is asked all the same."""
    infant, older = held(unit, teal), held(unit, ivy)
    for discussion, case in ((infant, teal), (older, ivy)):
        make_ready(discussion, unit.manager, case, lives_with_source=False)
        with pytest.raises(Unmet, match="Invite the school or nursery"):
            decline(discussion, unit.manager, case)
        goes_nowhere(unit, case)
    decline(infant, unit.manager, teal)
    with pytest.raises(Unmet, match="Invite the school or nursery"):
        decline(older, unit.manager, ivy)


def test_nobody_asks_an_agency_for_its_view_on_a_child_who_does_not_go_there(unit, teal):
    record = enquiry(unit, teal)
    assert "school or nursery" in missing_views(record, row_of(record, teal))
    goes_nowhere(unit, teal)
    record = Section47Enquiry._rows.get()
    assert missing_views(record, row_of(record, teal)) == ["children's social care", "police", "health"]
    assert [each.agency for each in panel(record, HELD)] == []


# Withdrawing a discussion


def test_a_request_entered_in_error_is_withdrawn_by_a_manager_who_took_no_part(unit, ivy):
    discussion = asked(unit, ivy)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("health"))
    with pytest.raises(NotAllowed):
        perform(discussion.withdraw, by=unit.manager, at=HELD, reason="The wrong child")
    gone = perform(discussion.withdraw, by=unit.service_manager, at=HELD, reason="The wrong child")
    assert gone.state == "WITHDRAWN"


def test_a_view_that_the_threshold_is_met_does_not_leave_by_withdrawal(unit, ivy):
    discussion = held(unit, ivy)
    say(discussion, unit, ivy, "health", "for")
    with pytest.raises(Unmet) as refused:
        perform(discussion.withdraw, by=unit.service_manager, at=HELD, reason="Not needed")
    assert [each.guard for each in refused.value.reasons] == ["nobody_holds_that_it_is_met"]
    assert not refused.value.reasons[0].may_explain


def test_what_police_protection_owes_is_no_more_withdrawn_than_refused(unit, ivy):
    perform(
        EmergencyProtection().record_police_protection,
        by=unit.police,
        at=HELD,
        taken_at=HELD,
        reason="Found alone",
        officer="PC 1187",
        held_where="Foster carers",
        cases=[ivy],
    )
    owed = StrategyDiscussion._rows.get()
    with pytest.raises(Unmet, match="cannot be refused or withdrawn"):
        perform(owed.withdraw, by=unit.service_manager, at=HELD, reason="Entered twice")


def test_the_dissents_about_two_children_are_decided_in_one_act_and_each_has_its_own_record(
    unit, teal, rowan
):
    discussion = held(unit, teal, rowan)
    for case in (teal, rowan):
        say(discussion, unit, case, "health", "for")
    perform(discussion.raise_dissent, by=unit.health, at=HELD, children=[teal, rowan])
    raised = Disagreement._rows.order_by("pk")
    assert [[row.case_id for row in each.children.all()] for each in raised] == [[teal.pk], [rowan.pk]]
    perform(
        discussion.decide_chair_stands,
        by=unit.service_manager,
        at=HELD,
        children=[teal, rowan],
        why="Seen to fall",
    )
    assert {(each.state, each.outcome) for each in raised.all()} == {("RESOLVED", "stands")}


def test_the_manager_who_chaired_does_not_decide_against_enquiries_alone(unit, ivy):
    """Up takes one person, down takes two: another manager confirms it that day, before the agencies hear of it."""
    discussion = held(unit, ivy)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    make_ready(discussion, unit.manager, ivy, lives_with_source=False)
    discussion = decline(discussion, unit.manager, ivy)
    clock = Clock._rows.get(timescale="manager-confirmation", record=discussion.pk)
    assert (clock.due_on, clock.stopped_at) == (HELD.date(), None)
    with pytest.raises(Unmet, match="Another manager confirms"):
        perform(discussion.issue_record, by=unit.manager, at=HELD, issued_at=HELD)
    with pytest.raises(NotAllowed):
        perform(discussion.confirm, by=unit.manager, at=HELD, comment="As I said")
    discussion = perform(discussion.confirm, by=unit.service_manager, at=HELD, comment="Read, and agreed")
    assert Clock._rows.get(pk=clock.pk).ended == "met"
    discussion = perform(discussion.issue_record, by=unit.manager, at=HELD, issued_at=HELD)
    assert perform(discussion.close, by=unit.manager, at=HELD).state == "CLOSED"


def test_where_another_manager_than_the_chair_decides_against_enquiries_two_have_decided(unit, ivy):
    discussion = held(unit, ivy)
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    make_ready(discussion, unit.manager, ivy, lives_with_source=False)
    discussion = decline(discussion, unit.service_manager, ivy)
    assert not Clock._rows.filter(timescale="manager-confirmation").exists()
    perform(discussion.issue_record, by=unit.manager, at=HELD, issued_at=HELD)
