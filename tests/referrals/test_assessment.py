"""An assessment: its date never reset, authorised by another, not substantiated only with the whole set."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from cpu.codes import AssessmentFactor
from cpu.models import AgencyKind, Clock, Involvement
from people.models import Case
from referrals.models import Assessment, Referral
from referrals.models.assessment import Outcome
from tests.referrals.families import NAMED, refer
from tests.unit_of_people import Unit, at
from workflow.perform import Act, ChildAnswers, _take, perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

FRIDAY = at("2027-05-28 18:00")
DECIDED = at("2027-06-01 10:00")
WORK = at("2027-06-10 10:00")
KINDS = {
    AgencyKind.SOCIAL_CARE: "S. Invented, social worker",
    AgencyKind.POLICE: "DC Invented",
    AgencyKind.HEALTH: "H. Invented, health visitor",
    AgencyKind.EARLY_YEARS: "N. Invented, nursery",
}


@pytest.fixture
def unit():
    return Unit()


def guards_of(refused):
    return {each.guard for each in refused.value.reasons}


def assessed(unit, *children, when=FRIDAY, decided=DECIDED, person=None, **more):
    """A referral whose decision called for an assessment; returns both."""
    referral = refer(unit, when, *children, **more)
    rows = list(referral.children.all())
    if person:
        referral = perform(
            referral.identify,
            by=unit.front_door,
            at=when,
            children=[ChildAnswers(rows[0], {"person": person})],
        )
    perform(
        referral.decide_assessment,
        by=unit.manager,
        at=decided,
        children=rows,
        team=unit.team("unit"),
        reason="Find out",
    )
    return Referral._rows.get(pk=referral.pk), Assessment._rows.latest("pk")


def proposal(row, outcome=Outcome.CHILD_IN_NEED, **facts):
    return ChildAnswers(
        row,
        {
            "outcome": outcome,
            "factors": ["16A"],
            "proposed_why": f"What was found about {row.child_name}",
            **facts,
        },
    )


def see(unit, assessment, when=WORK, seen="alone", how="home", **facts):
    return perform(
        assessment.record_seen,
        by=unit.practitioner,
        at=WORK,
        happened_at=when,
        how=how,
        place="At home",
        by_whom="S. Invented",
        children=[ChildAnswers(each, {"seen": seen, **facts}) for each in assessment.children.all()],
    )


def hear(unit, assessment):
    return perform(
        assessment.record_own_words,
        by=unit.practitioner,
        at=WORK,
        children=list(assessment.children.all()),
        happened_at=WORK,
        words="I like my room.",
        question="Tell me about your room.",
        to_whom="S. Invented",
        place="Nursery",
        alone=True,
    )


def views(unit, assessment, *without):
    for kind, who in KINDS.items():
        if kind not in without:
            perform(
                assessment.give_view,
                by=unit.practitioner,
                at=WORK,
                children=list(assessment.children.all()),
                agency=unit.agency(kind),
                view="against",
                words="Nothing points to harm.",
                said_by=who,
            )


def read(unit, assessment):
    return perform(
        assessment.record_earlier_concerns,
        by=unit.practitioner,
        at=WORK,
        children=[
            ChildAnswers(each, {"shows": "The same worry, three times."})
            for each in assessment.children.all()
        ],
    )


def propose(unit, assessment, **facts):
    return perform(
        assessment.propose,
        by=unit.practitioner,
        at=WORK,
        children=[proposal(each, **facts) for each in assessment.children.all()],
    )


def authorise(unit, assessment, by=None, **more):
    return perform(
        assessment.authorise, by=by or unit.manager, at=WORK, children=list(assessment.children.all()), **more
    )


def test_the_assessment_is_due_45_working_days_from_receipt_and_a_second_one_never_resets_it(unit):
    referral, assessment = assessed(unit)
    case = referral.children.get().case
    assert Clock._rows.get(case=case, timescale="assessment").due_on == date(2027, 8, 2)
    declared = Assessment.steps()["open"]
    with pytest.raises(Exception, match="one_open_assessment_per_child"), transaction.atomic():
        _take(
            Assessment(),
            declared,
            Act(unit.manager, WORK, declared, cause=referral),
            {"cause": referral, "children": list(referral.children.all()), "received_at": WORK},
        )
    perform(
        referral.decide_strategy_and_assessment,
        by=unit.front_door,
        at=WORK,
        children=list(referral.children.all()),
        team=unit.team("unit"),
        reason="A new mark",
    )
    assert Clock._rows.get(case=case, timescale="assessment").due_on == date(2027, 8, 2)
    assert Assessment._rows.get().pk == assessment.pk


def test_a_manager_who_did_not_propose_authorises_and_the_clock_ends(unit):
    referral, assessment = assessed(unit)
    see(unit, assessment)
    with pytest.raises(Unmet) as refused:
        propose(unit, assessment, factors=[], proposed_why=" ")
    assert guards_of(refused) == {"factors_are_given", "proposal_is_reasoned"}
    assessment = perform(
        assessment.propose, by=unit.manager, at=WORK, children=[proposal(assessment.children.get())]
    )
    with pytest.raises(NotAllowed, match="someone else"):
        authorise(unit, assessment)
    with pytest.raises(NotAllowed):
        authorise(unit, assessment, by=unit.practitioner)
    assessment = perform(
        assessment.send_back,
        by=unit.service_manager,
        at=WORK,
        children=list(assessment.children.all()),
        reason="Speak with his father too",
    )
    authorise(unit, propose(unit, assessment))
    row = assessment.children.get()
    assert (row.state, row.authorised_at, row.outcome) == ("AUTHORISED", WORK, "child-in-need")
    ended = Clock._rows.get(case=row.case, timescale="assessment")
    assert (ended.ended, ended.stopped_at) == ("met", WORK)
    closed = perform(assessment.close, by=unit.practitioner, at=WORK)
    assert closed.state == "CLOSED"
    with pytest.raises(Unmet, match="Still owed|Record the main need"):
        perform(row.case.close, by=unit.manager, at=WORK, reason="RC8", words="x")


@pytest.mark.parametrize("factors", [["21", "16A"], ["18A"], ["19A"], ["99Z"]])
def test_factors_are_the_censuss_and_none_identified_stands_alone(unit, factors):
    _, assessment = assessed(unit)
    with pytest.raises((Unmet, BadInput), match="21|18A"):
        propose(unit, assessment, factors=factors)
    assert not {"18A", "19A"} & set(AssessmentFactor.values)


def test_only_being_seen_in_person_since_receipt_stops_the_clock_of_that_child(unit):
    _, assessment = assessed(unit, NAMED, {**NAMED, "given_name": "Ada"})
    jonah, ada = assessment.children.order_by("pk")
    Clock.start("child-seen", event_at=DECIDED, case=jonah.case, record=assessment.pk)
    Clock.start("child-seen", event_at=DECIDED, case=ada.case, record=assessment.pk)
    running = Clock._rows.filter(timescale="child-seen", stopped_at__isnull=True)
    see(unit, assessment, how="video")
    see(unit, assessment, how="doorstep")
    see(unit, assessment, seen="not-seen", what_next="Again tonight", manager_told="T. Manager")
    see(unit, assessment, when=FRIDAY - timedelta(days=3))
    assert running.count() == 2
    perform(
        assessment.record_seen,
        by=unit.practitioner,
        at=WORK,
        happened_at=WORK,
        how="home",
        place="Home",
        by_whom="S.",
        children=[ChildAnswers(jonah, {"seen": "not-alone", "not_alone_because": "Held on to his mother"})],
    )
    assert [each.case for each in running] == [ada.case]


def test_stepping_up_is_open_to_the_worker_at_any_time_and_brings_the_unit_in(unit):
    _, assessment = assessed(unit)
    row = assessment.children.get()
    perform(
        assessment.step_up,
        by=unit.out_of_hours,
        at=WORK,
        children=[row],
        team=unit.team("conferences"),
        reason="A burn",
    )
    assert Clock._rows.get(case=row.case, timescale="strategy-discussion").started_at == WORK
    assert Involvement.in_force().filter(case=row.case, team=unit.team("conferences")).exists()
    assert Clock._rows.get(case=row.case, timescale="assessment").stopped_at is None, "the assessment goes on"
    authorise(unit, propose(unit, assessment, outcome=Outcome.STRATEGY))


def test_what_a_step_up_goes_without_blocks_no_authorising(unit):
    _, assessment = assessed(unit)
    assessment = propose(unit, assessment, outcome=Outcome.STRATEGY)
    with pytest.raises(Unmet) as refused:
        authorise(unit, assessment)
    assert guards_of(refused) == {"unit_holds_the_child"}


def test_a_discussion_asked_for_beside_the_assessment_is_not_asked_for_again(unit):
    """The decision called for both; the child may be subject of a plan when the assessment is authorised."""
    referral = refer(unit, FRIDAY)
    rows = list(referral.children.all())
    asked = {"team": unit.team("unit"), "reason": "Both"}
    perform(referral.decide_strategy_and_assessment, by=unit.manager, at=DECIDED, children=rows, **asked)
    authorised = authorise(unit, propose(unit, Assessment._rows.latest("pk"), outcome=Outcome.STRATEGY))
    assert authorised.children.get().state == "AUTHORISED"


@pytest.mark.parametrize("outcome", [Outcome.NO_ACTION, Outcome.FAMILY_HELP, Outcome.INCONCLUSIVE])
def test_a_concern_of_harm_does_not_end_with_an_assessment_unless_heard_and_read(unit, outcome):
    _, assessment = assessed(unit)
    see(unit, assessment)
    assessment = propose(unit, assessment, outcome=outcome)
    with pytest.raises(Unmet) as refused:
        authorise(unit, assessment)
    assert guards_of(refused) == {"referrer_is_heard", "earlier_concerns_are_read"}
    with pytest.raises(Unmet) as refused:
        perform(assessment.withdraw, by=unit.service_manager, at=WORK, reason="Not needed after all")
    assert guards_of(refused) == {"referrer_is_heard", "earlier_concerns_are_read"}


# Not substantiated (domain.md 2.1.1; S10)


def s10(unit):
    """Two calls by the aunt this year, both ended; then an anonymous one, and its assessment."""
    person, earlier = None, []
    for when in (at("2027-01-11 10:00"), at("2027-03-01 10:00")):
        call = refer(unit, when, source="1A")
        row = call.children.get()
        by = {"by": unit.front_door, "at": when}
        perform(call.look_for_danger, look="nothing-seen", words="At nursery.", **by)
        call = perform(
            call.identify, children=[ChildAnswers(row, {"person": person} if person else {})], **by
        )
        person = call.children.get().person
        perform(call.record_earlier_concerns, shows="-", **by)
        for minutes in (1, 2):
            perform(
                call.record_referrer_contact,
                happened_at=when + timedelta(minutes=minutes),
                reached=False,
                words="No answer",
                why_impossible="She rang from a call box",
                **by,
            )
        call = perform(call.screen, **by)
        given = {
            "proposed": "NO_ACTION",
            "proposed_why": "Seen well",
            "history": "-",
            "grounds": ["needs-met"],
        }
        call = perform(call.propose, children=[ChildAnswers(call.children.get(), given)], **by)
        if earlier:
            perform(
                call.second_manager_agrees,
                by=unit.service_manager,
                at=when,
                children=list(call.children.all()),
                words="-",
            )
        call = perform(
            call.decide_no_action,
            by=unit.manager,
            at=when,
            children=[ChildAnswers(call.children.get(), {"decided_why": "Seen well at nursery"})],
        )
        earlier.append(call)
    referral, assessment = assessed(unit, person=person, source="9", concern="Jonah is locked in.")
    return referral, assessment, earlier


def test_not_substantiated_is_refused_while_anything_of_the_set_is_missing(unit):
    _, assessment, earlier = s10(unit)
    assessment = propose(unit, assessment, outcome=Outcome.NOT_SUBSTANTIATED)
    with pytest.raises(Unmet) as refused:
        authorise(unit, assessment)
    assert guards_of(refused) == {
        "all_four_gave_their_view",
        "child_was_seen",
        "child_was_seen_alone",
        "child_was_heard",
        "earlier_concerns_were_read",
        "every_known_referrer_is_heard",
        "second_manager_has_agreed",
    }
    hard = {each.guard for each in refused.value.reasons if not each.may_explain}
    assert hard == guards_of(refused) - {"child_was_seen_alone", "child_was_heard"}, (
        "only alone and heard may have a reason"
    )


def whole_set(unit, referral, assessment, earlier, leave_out=""):
    """All of 2.1.1, but for one item."""
    if leave_out != "views":
        views(unit, assessment)
    elif leave_out == "views":
        views(unit, assessment, AgencyKind.EARLY_YEARS)
    if leave_out != "seen":
        see(unit, assessment)
        hear(unit, assessment)
    if leave_out != "read":
        read(unit, assessment)
    contact = {"by": unit.practitioner, "at": WORK}
    if leave_out != "referrer":
        for hours, why in ((1, ""), (2, "The number was withheld, and nobody rang again.")):
            perform(
                assessment.record_referrer_contact,
                concern=referral.reference,
                happened_at=WORK + timedelta(hours=hours),
                reached=False,
                words="No way to ring back",
                why_impossible=why,
                **contact,
            )
    assessment = propose(unit, assessment, outcome=Outcome.NOT_SUBSTANTIATED)
    if leave_out != "second":
        assessment = perform(
            assessment.second_manager_agrees,
            by=unit.service_manager,
            at=WORK,
            children=list(assessment.children.all()),
            words="Agreed",
        )
    return assessment


@pytest.mark.parametrize(
    ("missing", "guards"),
    [
        ("views", {"all_four_gave_their_view"}),
        ("referrer", {"every_known_referrer_is_heard"}),
        ("seen", {"child_was_seen", "child_was_seen_alone", "child_was_heard"}),
        ("read", {"earlier_concerns_were_read"}),
        ("second", {"second_manager_has_agreed"}),
        ("", set()),
    ],
)
def test_each_part_of_the_set_alone_stands_in_the_way(unit, missing, guards):
    referral, assessment, earlier = s10(unit)
    assessment = whole_set(unit, referral, assessment, earlier, missing)
    if guards:
        with pytest.raises(Unmet) as refused:
            authorise(unit, assessment)
        assert guards_of(refused) == guards
        return
    with pytest.raises(NotAllowed, match="someone else"):
        authorise(unit, assessment, by=unit.service_manager)
    row = authorise(unit, assessment).children.get()
    assert row.get_outcome_display() == "Not substantiated. This does not mean it did not happen."


def test_the_known_referrer_of_an_earlier_linked_concern_must_be_heard(unit):
    """The aunt: known, and never spoken to."""
    aunt = refer(unit, at("2027-03-01 10:00"), source="1A")
    by = {"by": unit.front_door, "at": at("2027-03-01 10:00")}
    aunt = perform(aunt.identify, children=list(aunt.children.all()), **by)
    referral, assessment = assessed(unit, person=aunt.children.get().person, source="9")
    assessment = whole_set(unit, referral, assessment, [aunt])
    with pytest.raises(Unmet, match=aunt.reference) as refused:
        authorise(unit, assessment)
    assert guards_of(refused) == {"every_known_referrer_is_heard"}
    perform(
        assessment.record_referrer_contact,
        by=unit.practitioner,
        at=WORK,
        concern=aunt.reference,
        happened_at=WORK,
        reached=True,
        words="She heard him cry at night.",
    )
    authorise(unit, assessment)


def test_a_concern_that_came_in_after_the_reading_is_read_before_it_ends(unit):
    referral, assessment, earlier = s10(unit)
    assessment = whole_set(unit, referral, assessment, earlier)
    late = refer(unit, at("2027-04-02 10:00"), source="3B")
    perform(
        late.identify,
        by=unit.front_door,
        at=WORK,
        children=[ChildAnswers(late.children.get(), {"person": referral.children.get().person})],
    )
    with pytest.raises(Unmet, match=late.reference) as refused:
        authorise(unit, assessment)
    assert guards_of(refused) == {"none_came_since"}


def test_a_later_referral_within_twelve_months_shows_all_before_it(unit):
    referral, _, earlier = s10(unit)
    later = refer(unit, at("2027-09-06 09:00"), source="3B")
    later = perform(
        later.identify,
        by=unit.front_door,
        at=at("2027-09-06 09:00"),
        children=[ChildAnswers(later.children.get(), {"person": referral.children.get().person})],
    )
    assert [each.pk for each in later.earlier_concerns] == [each.pk for each in [*earlier, referral]]
    assert Clock._rows.get(record=later.pk, timescale="referral-decision").due_on == date(2027, 9, 7)
    assert Case._rows.count() == 1, "no case was opened for what ended at the front door"
