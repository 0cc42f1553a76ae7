"""The child protection medical: never too late to examine, never ended by one alone, and read by the enquiry."""

import pytest

from cpu.models import AgencyKind, Clock
from cpu.roles import Role
from people.queries import told
from strategy.guards import medical as guards
from strategy.models import ChildProtectionMedical, StrategyDiscussion
from tests.strategy.family import child as child_of
from tests.strategy.family import enquiry, held, row_of, running
from tests.strategy.test_enquiry import see
from tests.unit_of_people import Unit, at
from unit.models import LocalPolicy, Policy
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, NotFound, Unmet, WrongState

pytestmark = pytest.mark.usefixtures("committing")

SATURDAY = at("2027-08-28 14:00")
SUNDAY = at("2027-08-29 09:30")


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def fenn(unit):
    return child_of(unit, "Fenn", when="2027-08-27 16:40")


@pytest.fixture
def paediatrician(unit):
    return doctor(unit)


def doctor(unit):
    """Of a hospital, in no team of the unit."""
    return unit.user(Role.PAEDIATRICIAN, agency=AgencyKind.HEALTH, team=None)


def ask_for(unit, case, by=None, now=SATURDAY, type="infant-mark", **more) -> ChildProtectionMedical:
    return perform(
        ChildProtectionMedical().request,
        by=by or unit.practitioner,
        at=now,
        case=case,
        type=type,
        allegation="A mark of 15 mm on the cheek",
        **{"asked_of": unit.agency("health"), **more},
    )


def attend(medical, by, now=SUNDAY, **more):
    return perform(medical.attend, by=by, at=now, examined_at=now, clinician="Dr Made-Up", **more)


def report(medical, by, now=SUNDAY, opinion="normal", **more):
    return perform(
        medical.issue_report,
        by=by,
        at=now,
        opinion=opinion,
        words="Nothing found",
        issued_at=now,
        told="All",
        **more,
    )


def sign(unit, value, on="2027-08-01"):
    """The partnership signs its policy on infants' marks: one proposes, another approves."""
    policy = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at(f"{on} 09:00"),
        policy=Policy.INFANT_MARK,
        value=value,
        signed_by="The three safeguarding partners",
        from_on=at(f"{on} 09:00").date(),
        reason="Agreed at the partnership",
    )
    return perform(policy.approve, by=unit.service_manager, at=at(f"{on} 10:00"))


def due(medical, code) -> str:
    clock = Clock._rows.get(record=medical.pk, timescale=code)
    return (clock.due_on or clock.due_at).isoformat()


def how(medical, code) -> str:
    return Clock._rows.get(record=medical.pk, timescale=code).ended


# S7, and the dates


def test_s7_a_bruised_infant_from_the_request_to_the_repeat_imaging(unit, fenn, paediatrician):
    discussion = held(unit, fenn, when="2027-08-28 10:00")
    medical = ask_for(unit, fenn, discussion=discussion)
    assert due(medical, "medical-acute") == "2027-08-29T13:00:00+00:00", "24 elapsed hours: Sunday 2pm"
    medical = perform(
        medical.accept,
        by=paediatrician,
        at=SATURDAY,
        accepted_by="Dr Made-Up",
        advice="Fenn stays on the ward",
    )
    medical = perform(
        medical.book,
        by=paediatrician,
        at=SATURDAY,
        booked_for=at("2027-08-28 18:00"),
        place="Wexmoor General",
    )
    evening = at("2027-08-28 18:10")
    medical = attend(medical, paediatrician, evening)
    assert how(medical, "medical-acute") == "met"
    assert due(medical, "preliminary-opinion") == "2027-08-28", "the same day, Saturday or not"
    assert due(medical, "medical-report") == "2027-09-02", "three working days: Monday 30 August is a holiday"
    medical = perform(
        medical.plan_action,
        by=paediatrician,
        at=evening,
        action_kind="repeat-imaging",
        who="Radiology",
        first_on=evening.date(),
    )
    action = medical.medicalaction_rows.get()
    assert (action.from_on.isoformat(), action.due_on.isoformat()) == ("2027-09-08", "2027-09-11")
    medical = perform(
        medical.give_preliminary_opinion,
        by=paediatrician,
        at=evening,
        opinion="further-tests",
        words="A rib looks odd: more pictures before anybody decides",
        given_at=evening,
        told="Nadia Rahim, DS Pell",
    )
    assert how(medical, "preliminary-opinion") == "met"
    thursday = at("2027-09-02 12:00")
    medical = report(medical, paediatrician, thursday, opinion="inflicted")
    assert how(medical, "medical-report") == "met" and running(fenn, "medical-acute") is None


@pytest.mark.parametrize(
    ("kind", "clock", "day", "report_due"),
    [
        ("acute-physical", "medical-acute", "2027-04-29T10:00:00+00:00", "2027-05-04"),
        ("sexual-acute", "medical-acute", "2027-04-29T10:00:00+00:00", "2027-05-13"),
        ("infant-mark", "medical-acute", "2027-04-29T10:00:00+00:00", "2027-05-04"),
        # 3 May is a bank holiday.
        ("non-recent-physical", "medical-planned", "2027-05-13", "2027-05-04"),
        ("sexual-non-recent", "medical-planned", "2027-05-13", "2027-05-13"),
        ("neglect", "medical-planned", "2027-05-27", "2027-05-13"),
    ],
)
def test_the_kind_of_medical_sets_how_soon_and_how_long(unit, kind, clock, day, report_due):
    now = at("2027-04-28 11:00")
    medical = ask_for(unit, child_of(unit, "Ivy", when="2027-04-28 09:00"), now=now, type=kind)
    assert due(medical, clock) == day
    attend(medical, unit.health, now)
    assert due(medical, "medical-report") == report_due


def test_where_sexual_abuse_may_be_recent_the_centre_is_called_within_the_hour(unit, fenn):
    medical = ask_for(unit, fenn, by=unit.police, type="sexual-acute")
    assert due(medical, "sarc-called") == "2027-08-28T14:00:00+00:00"
    called = at("2027-08-28 14:20")
    medical = perform(
        medical.record_sarc_called,
        by=unit.police,
        at=called,
        called_at=called,
        spoke_to="The centre's nurse",
        advice="Come within two hours",
        early_samples="Mouth swab by the officer, with her agreement",
    )
    assert how(medical, "sarc-called") == "met"
    assert not Clock._rows.filter(record=ask_for(unit, fenn).pk, timescale="sarc-called").exists()


def test_a_request_written_up_later_counts_from_when_it_was_made(unit, fenn):
    medical = ask_for(unit, fenn, now=at("2027-08-29 08:00"), requested_at=SATURDAY)
    assert due(medical, "medical-acute") == "2027-08-29T13:00:00+00:00"
    medical = perform(
        medical.correct,
        by=unit.manager,
        at=SUNDAY,
        field="requested_at",
        value="2027-08-28 12:00",
        reason="By the ward's book",
    )
    open_ones = Clock._rows.filter(record=medical.pk, timescale="medical-acute", stopped_at__isnull=True)
    assert [each.due_at for each in open_ones] == [at("2027-08-29 12:00")]


def test_a_discussion_about_another_child_did_not_ask_for_it(unit, fenn):
    other = held(unit, child_of(unit, "Ivy"))
    with pytest.raises(BadInput, match="not about this child"):
        ask_for(unit, fenn, discussion=other)


# Who sees it


def test_the_service_asked_sees_the_medical_and_nothing_else_of_the_child(unit, fenn, paediatrician):
    discussion = held(unit, fenn, when="2027-08-28 10:00", here=("social-care", "police"))
    alone = ask_for(unit, fenn, asked_of=None)
    assert not ChildProtectionMedical.visible_to(paediatrician).exists()
    with pytest.raises(NotFound):
        perform(alone.accept, by=paediatrician, at=SATURDAY, accepted_by="Dr Made-Up")
    asked = ask_for(unit, fenn)
    assert list(ChildProtectionMedical.visible_to(paediatrician)) == [asked]
    assert not type(fenn).visible_to(paediatrician).exists()
    assert not StrategyDiscussion.visible_to(paediatrician).filter(pk=discussion.pk).exists()


def test_a_request_that_names_no_service_is_asked_about_until_one_is_asked(unit, fenn, paediatrician):
    medical = ask_for(unit, fenn, asked_of=None)
    assert "ask_service" in dict(map(reversed, guards.asked_of_medical(medical)))
    medical = perform(medical.ask_service, by=unit.practitioner, at=SATURDAY, asked_of=unit.agency("health"))
    assert "ask_service" not in dict(map(reversed, guards.asked_of_medical(medical)))
    assert list(ChildProtectionMedical.visible_to(paediatrician)) == [medical]


# Was not brought


def test_a_child_who_was_not_brought_is_asked_for_again_and_the_time_runs_on(unit, fenn):
    medical = ask_for(unit, fenn, brought_by="Her mother")
    medical = perform(
        medical.book, by=unit.health, at=SATURDAY, booked_for=at("2027-08-28 18:00"), place="Wexmoor General"
    )
    evening = at("2027-08-28 19:00")
    medical = perform(
        medical.record_not_brought,
        by=unit.health,
        at=evening,
        happened_at=at("2027-08-28 18:00"),
        what_next="Officers go to the flat now",
        manager_told="Helen Okoro",
    )
    assert (medical.state, medical.booked_for) == ("REQUESTED", None)
    missed = medical.notbrought_rows.get()
    assert (missed.expected_at, missed.who, missed.manager_told) == (
        at("2027-08-28 18:00"),
        "Her mother",
        "Helen Okoro",
    )
    clock = Clock._rows.get(record=medical.pk, timescale="medical-acute")
    assert clock.stopped_at is None and clock.due_at == at("2027-08-29 14:00")
    _, lines = told(fenn, unit.manager)
    assert any("Was not brought" in each.what and "Officers go" in each.note for each in lines)


# A fact is never refused


def test_an_examination_without_recorded_consent_is_stored_shown_and_asked_about(unit, fenn):
    medical = attend(ask_for(unit, fenn), unit.practitioner, photographs_taken=True, samples_taken=False)
    assert medical.without_consent() == ["examination", "photographs"]
    medical = perform(
        medical.record_consent,
        by=unit.practitioner,
        at=SUNDAY,
        parts=["examination"],
        given=True,
        by_right="responsibility",
        who="Dana Tarrow, mother",
        how="In writing",
        happened_at=SUNDAY,
    )
    medical = perform(
        medical.record_consent,
        by=unit.practitioner,
        at=SUNDAY,
        parts=["photographs", "samples"],
        given=False,
        by_right="responsibility",
        who="Dana Tarrow, mother",
        how="Said so",
        happened_at=SUNDAY,
    )
    assert medical.without_consent() == ["photographs (refused by Dana Tarrow, mother)"]
    medical = report(medical, doctor(unit))
    assert medical.without_consent()[1:] == ["sharing the report"]


def test_closing_asks_for_everything_and_an_explanation_stands_for_consent(unit, fenn, paediatrician):
    medical = attend(ask_for(unit, fenn), unit.practitioner)
    with pytest.raises(Unmet) as refused:
        perform(medical.close, by=unit.practitioner, at=SUNDAY)
    assert {each.guard for each in refused.value.reasons} == {
        "report_is_issued",
        "findings_are_recorded",
        "consent_stands",
    }
    medical = perform(
        medical.record_findings,
        by=unit.practitioner,
        at=SUNDAY,
        findings="No findings",
        not_examined="None: the whole child",
    )
    medical = report(medical, paediatrician)
    explained = {"consent_stands": {"reason": "Treated at once; mother asked the next morning"}}
    with pytest.raises(NotAllowed):
        perform(medical.close, by=paediatrician, at=SUNDAY, explained=explained)
    with pytest.raises(Unmet, match="sharing the report"):
        perform(medical.close, by=unit.practitioner, at=SUNDAY)
    medical = perform(medical.close, by=unit.practitioner, at=SUNDAY, explained=explained)
    assert medical.state == "CLOSED"


# The opinion is a clinician's


def test_only_a_clinician_gives_an_opinion_and_one_by_telephone_waits_for_a_clinician(
    unit, fenn, paediatrician
):
    medical = attend(ask_for(unit, fenn), unit.practitioner)
    said = {"opinion": "inconsistent", "words": "Not from rolling off a sofa", "given_at": SUNDAY}
    for by in (unit.practitioner, unit.police, unit.manager):
        with pytest.raises(NotAllowed):
            perform(medical.give_preliminary_opinion, by=by, at=SUNDAY, told="All", **said)
        with pytest.raises(NotAllowed):
            report(medical, by)
    medical = perform(
        medical.write_down_opinion,
        by=unit.practitioner,
        at=SUNDAY,
        opinion_kind="preliminary",
        clinician_name="Dr Made-Up, Wexmoor General",
        **said,
    )
    entry = medical.medicalopinion_rows.get()
    assert entry.waits and medical.preliminary_given_at is None
    assert how(medical, "preliminary-opinion") == "", "a telephone call ends no clock"
    with pytest.raises(Unmet, match="Not yet confirmed by a clinician"):
        perform(medical.close, by=unit.practitioner, at=SUNDAY)
    with pytest.raises(NotAllowed):
        perform(medical.confirm_opinion, by=unit.practitioner, at=SUNDAY, entry=entry)
    later = at("2027-08-29 15:00")
    medical = perform(medical.confirm_opinion, by=paediatrician, at=later, entry=entry)
    assert (medical.preliminary_given_at, how(medical, "preliminary-opinion")) == (later, "met")
    with pytest.raises(BadInput, match="waits to be confirmed"):
        perform(medical.confirm_opinion, by=paediatrician, at=later, entry=entry)


def test_a_clinician_does_not_confirm_what_they_wrote_down_themselves(unit, fenn):
    medical = attend(ask_for(unit, fenn), doctor(unit))
    medical = perform(
        medical.write_down_opinion,
        by=doctor(unit),
        at=SUNDAY,
        opinion_kind="report",
        opinion="normal",
        words="Nothing to be seen",
        clinician_name="Dr Made-Up",
        given_at=SUNDAY,
    )
    with pytest.raises(BadInput, match="Somebody else"):
        perform(medical.confirm_opinion, by=doctor(unit), at=SUNDAY, entry=medical.medicalopinion_rows.get())


def test_a_report_answers_the_preliminary_opinion_too(unit, fenn):
    medical = report(attend(ask_for(unit, fenn), unit.health), doctor(unit))
    assert how(medical, "preliminary-opinion") == how(medical, "medical-report") == "met"


# Down: refused by the child, or not needed


def refusal(medical, by, **more):
    answers = {
        "refused_by": "child",
        "happened_at": SUNDAY,
        "words": "I don't want anyone to look at me",
        "heard_by": "Nadia Rahim",
        **more,
    }
    return perform(medical.record_refusal, by=by, at=SUNDAY, **answers)


def test_a_childs_refusal_ends_it_once_understood_offered_again_and_weighed_by_a_manager(unit, fenn):
    medical = refusal(ask_for(unit, fenn, type="acute-physical"), unit.practitioner)
    assert medical.state == "REQUESTED", "a refusal ends nothing"
    with pytest.raises(NotAllowed):
        perform(medical.decline, by=unit.practitioner, at=SUNDAY, why="She said no")
    with pytest.raises(Unmet) as refused:
        perform(medical.decline, by=unit.manager, at=SUNDAY, why="She said no")
    assert {each.guard for each in refused.value.reasons} == {
        "child_understands",
        "medical_was_offered_again",
    }
    medical = refusal(
        medical,
        unit.practitioner,
        understanding_found_by="Dr Made-Up",
        offered_again="Tomorrow, with her aunt and a woman doctor",
    )
    medical = perform(medical.decline, by=unit.manager, at=SUNDAY, why="Hers to refuse; seen daily at school")
    assert (medical.state, how(medical, "medical-acute")) == ("DECLINED", "not_needed")


def test_a_parents_refusal_never_ends_it(unit, fenn):
    medical = refusal(
        ask_for(unit, fenn),
        unit.practitioner,
        refused_by="adult",
        understanding_found_by="Dr Made-Up",
        offered_again="Yes",
    )
    with pytest.raises(Unmet, match="legal advice"):
        perform(
            medical.decline,
            by=unit.service_manager,
            at=SUNDAY,
            why="Mother says no",
            explained={"child_understands": {"reason": "She is sure"}},
        )


def advise(medical, by):
    return perform(
        medical.advise_not_needed,
        by=by,
        at=SUNDAY,
        expertise="Consultant paediatrician, named doctor",
        why="A birthmark, photographed at birth",
        rests_on="Seen by me this morning, and the midwife's photographs",
        decided_at=SUNDAY,
    )


def test_no_medical_is_a_clinicians_decision_that_another_agrees_to(unit, fenn):
    medical = ask_for(unit, fenn, type="acute-physical")
    for by in (unit.practitioner, unit.manager, unit.police):
        with pytest.raises(NotAllowed):
            advise(medical, by)
    with pytest.raises(Unmet, match="suitable expertise"):
        perform(medical.agree_not_needed, by=unit.manager, at=SUNDAY, why="No mark seen")
    medical = advise(medical, doctor(unit))
    assert medical.state == "REQUESTED"
    for by in (unit.health, unit.practitioner, unit.out_of_hours):
        with pytest.raises(NotAllowed):
            perform(medical.agree_not_needed, by=by, at=SUNDAY, why="Agreed")
    medical = perform(medical.agree_not_needed, by=unit.manager, at=SUNDAY, why="Agreed")
    assert (medical.state, how(medical, "medical-acute")) == ("NOT_NEEDED", "not_needed")


def test_whoever_asked_for_it_does_not_agree_that_it_is_not_needed(unit, fenn):
    medical = advise(ask_for(unit, fenn, by=unit.manager, type="acute-physical"), doctor(unit))
    with pytest.raises(NotAllowed):
        perform(medical.agree_not_needed, by=unit.manager, at=SUNDAY, why="Agreed")


@pytest.mark.parametrize(
    ("policy", "says_"),
    [(None, "sign the policy first, until then examine"), ("always-examined", "is examined")],
)
def test_an_infants_mark_is_examined_unless_the_signed_policy_lets_a_clinician_decide(
    unit, fenn, policy, says_
):
    if policy:
        sign(unit, policy)
    medical = advise(ask_for(unit, fenn), doctor(unit))
    with pytest.raises(Unmet, match=says_):
        perform(medical.agree_not_needed, by=unit.manager, at=SUNDAY, why="Agreed")
    sign(unit, "clinician-decides", on="2027-08-20")
    medical = perform(medical.agree_not_needed, by=unit.manager, at=SUNDAY, why="Agreed")
    assert medical.state == "NOT_NEEDED"


def test_a_medical_does_not_leave_by_withdrawal(unit, fenn):
    medical = ask_for(unit, fenn)
    with pytest.raises(NotAllowed):
        perform(medical.withdraw, by=unit.practitioner, at=SUNDAY, reason="Not needed after all")
    with pytest.raises(Unmet, match="end it by the report"):
        perform(medical.withdraw, by=unit.manager, at=SUNDAY, reason="Not needed after all")
    other = ask_for(unit, fenn, type="neglect")
    assert perform(other.withdraw, by=unit.manager, at=SUNDAY, reason="Wrong child").state == "WITHDRAWN"


def test_nothing_is_booked_once_it_is_over(unit, fenn):
    medical = report(attend(ask_for(unit, fenn), unit.health), doctor(unit))
    with pytest.raises(WrongState):
        perform(medical.book, by=unit.health, at=SUNDAY, booked_for=SUNDAY, place="Ward 3")


# Discussion and enquiry read it


def test_the_answer_needed_is_owed_until_the_medical_is_asked_for(unit, fenn):
    discussion = held(unit, fenn, when="2027-08-28 10:00")
    facts = {
        "threshold_why": "A rib, and a mark",
        "sleeps_where": "On the ward",
        "sleeps_with": "His mother, with a nurse",
        "legal_basis": "at-home",
        "safety_agreed_by": "Helen Okoro",
        "who_sees": "Nadia Rahim",
        "to_be_seen_at": SATURDAY,
        "parents_told": "Both, today",
        "medical": "needed",
    }
    discussion = perform(
        discussion.record_facts, by=unit.practitioner, at=SATURDAY, children=[ChildAnswers(fenn, facts)]
    )
    discussion = perform(
        discussion.agree_enquiries, by=unit.manager, at=SATURDAY, enquirers="joint", children=[fenn]
    )
    with pytest.raises(Unmet, match="Nobody has asked for the medical"):
        perform(discussion.issue_record, by=unit.practitioner, at=SATURDAY, issued_at=SATURDAY)
    ask_for(unit, fenn, discussion=discussion)
    assert perform(
        discussion.issue_record, by=unit.practitioner, at=SATURDAY, issued_at=SATURDAY
    ).record_issued_at


def test_the_enquiry_waits_for_the_medical_and_reads_its_opinion(unit):
    """S8: a normal examination, and the outcome that the child is likely to go on suffering harm."""
    zainab = child_of(unit, "Zainab", when="2027-01-28 12:00")
    record = enquiry(unit, zainab, when="2027-01-29 10:00")
    guard = "medical_question_is_settled"

    def standing() -> str:
        fresh = type(record)._rows.get(pk=record.pk)
        return " ".join(each.says for each in fresh.unmet("propose_outcome") if each.guard == guard)

    assert "why there was none" in standing()
    now = at("2027-01-29 11:00")
    medical = ask_for(unit, zainab, now=now, type="acute-physical")
    assert "has not been held" in standing()
    medical = attend(medical, unit.health, now)
    assert "no opinion is given" in standing()
    medical = perform(
        medical.give_preliminary_opinion,
        by=doctor(unit),
        at=now,
        opinion="normal",
        words="Nothing to see today; belt marks may have gone since Tuesday",
        given_at=now,
        told="Nadia Rahim",
    )
    assert standing() == ""
    assert "does not exclude abuse" in medical.medicalopinion_rows.get().get_opinion_display()
    up = {
        "outcome": "likely",
        "outcome_why": "Her account is the same to two people; a normal examination does not exclude it",
        "conference": "needed",
        "rests_on": ["own-words"],
    }
    perform(record.propose_outcome, by=unit.practitioner, at=now, children=[ChildAnswers(zainab, up)])
    perform(record.approve_outcome, by=unit.manager, at=now, children=[zainab], comment="Agreed")
    row = row_of(record, zainab)
    assert (row.state, row.outcome) == ("APPROVED", "likely")
    assert running(zainab, "initial-conference") == "2027-02-19"


def test_an_old_medical_answers_no_new_enquiry(unit):
    ivy = child_of(unit, "Ivy", when="2027-01-05 12:00")
    then = at("2027-01-06 11:00")
    medical = report(
        attend(ask_for(unit, ivy, now=then, type="neglect"), unit.health, then), doctor(unit), then
    )
    perform(
        medical.record_findings,
        by=unit.health,
        at=then,
        findings="Thin",
        not_examined="None: the whole child",
    )
    perform(
        medical.close,
        by=unit.practitioner,
        at=then,
        explained={"consent_stands": {"reason": "Given by her mother, written down in the report"}},
    )
    record = enquiry(unit, ivy)
    assert any(each.guard == "medical_question_is_settled" for each in record.unmet("propose_outcome"))


def test_a_case_is_neither_stepped_down_nor_closed_over_an_open_medical(unit, fenn):
    ask_for(unit, fenn)
    assert any("child protection medical" in each.says for each in fenn.unmet("step_down"))
    assert any("child protection medical" in each.says for each in fenn.unmet("close"))


# The doorstep, and the mark at the referral's own question


def test_the_doorstep_counts_as_seen_only_where_the_partnership_has_signed_so(unit):
    ivy = child_of(unit, "Ivy")
    record = enquiry(unit, ivy)
    see(record, unit.practitioner, ivy, occasion={"how": "doorstep"})
    assert running(ivy, "child-seen")
    policy = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at("2027-05-01 09:00"),
        policy=Policy.DOORSTEP,
        value="yes",
        signed_by="The partners",
        from_on=at("2027-05-01 09:00").date(),
        reason="Agreed",
    )
    perform(policy.approve, by=unit.service_manager, at=at("2027-05-01 10:00"))
    see(record, unit.practitioner, ivy, occasion={"how": "doorstep"})
    assert running(ivy, "child-seen") is None
