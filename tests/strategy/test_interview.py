"""The ABE interview: planned for this child, held whenever it was, evaluated by another, and read by few."""

import pytest
import time_machine
from django.test import Client

from cpu.models import AgencyKind, Clock, TeamKind
from cpu.roles import Role
from people.queries import told
from strategy.models import AbeInterview
from tests.strategy.family import child as child_of
from tests.strategy.family import held
from tests.unit_of_people import Unit, at
from workflow.perform import perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

FRIDAY = at("2027-04-30 11:00")
TUESDAY = at("2027-05-04 14:00")
SUMMARY = "Safe with her aunt; not to be alone with Craig"


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def ivy(unit):
    return child_of(unit, "Ivy")


@pytest.fixture
def supervisor(unit):
    return unit.user(Role.POLICE_SUPERVISOR, agency=AgencyKind.POLICE)


def decided(unit, case, by=None, now=FRIDAY, **more) -> AbeInterview:
    return perform(
        AbeInterview().decide,
        by=by or unit.practitioner,
        at=now,
        case=case,
        purpose="What happened at home",
        **more,
    )


def planned(unit, interview, by=None, **more):
    answers = {"planned_for": TUESDAY, "place": "The suite at Mill Lane", "interviewer": unit.police, **more}
    return perform(interview.plan, by=by or unit.police, at=FRIDAY, **answers)


def hold(interview, by, when=TUESDAY, **more):
    return perform(interview.hold, by=by, at=when, held_at=when, safeguarding_summary=SUMMARY, **more)


def evaluate(interview, by, when=TUESDAY, **more):
    answers = {
        "information": "She drew the belt, and named who holds it",
        "action_now": "Craig keeps away: bail condition asked for",
        "safeguarding_summary": SUMMARY,
        "next_step": "Statement of the teacher",
        "second_interview": False,
        **more,
    }
    return perform(interview.evaluate, by=by, at=when, **answers)


def clock(interview) -> Clock:
    return Clock._rows.get(record=interview.pk, timescale="abe-interview")


def guards_of(refused) -> set[str]:
    return {each.guard for each in refused.value.reasons}


# The dates


def test_five_working_days_count_from_the_decision_and_a_longer_delay_is_explained(unit, ivy, supervisor):
    held(unit, ivy)
    interview = decided(unit, ivy)
    assert clock(interview).due_on.isoformat() == "2027-05-10", "3 May is a bank holiday"
    late = at("2027-05-11 10:00")
    assert not interview.delayed(TUESDAY) and interview.delayed(late)
    interview = hold(planned(unit, interview), unit.police, late, recording_reference="WX/27/114")
    assert clock(interview).ended == "met" and interview.delayed(late)
    interview = evaluate(answered(unit, interview), supervisor, late)
    with pytest.raises(Unmet) as refused:
        perform(interview.close, by=unit.police, at=late)
    assert guards_of(refused) == {"delay_is_explained"}
    interview = perform(
        interview.give_reasons, by=unit.police, at=late, delay_why="The intermediary's first day"
    )
    assert perform(interview.close, by=unit.police, at=late).state == "CLOSED"


def answered(unit, interview):
    """What the child needs, and the child's agreement."""
    interview = perform(
        interview.record_needs,
        by=unit.practitioner,
        at=FRIDAY,
        language="English",
        intermediary="not-needed",
        intermediary_why="Speaks freely, seen by the speech therapist in March",
    )
    return perform(
        interview.record_agreement,
        by=unit.practitioner,
        at=FRIDAY,
        agrees=True,
        agreement="Told with pictures. “I want to tell it once.”",
        carer_informed=False,
        carer_words="Not informed: she lives with the suspect",
    )


def test_what_the_child_said_no_to_ends_only_after_another_way_was_offered_and_a_manager_agreed(unit, ivy):
    interview = decided(unit, ivy)
    words = {"happened_at": FRIDAY, "refusal": "Not with a camera", "to_whom": "Nadia Rahim"}
    interview = perform(interview.record_refusal, by=unit.practitioner, at=FRIDAY, **words)
    assert interview.state == "DECIDED" and not clock(interview).stopped_at
    for by in (unit.practitioner, unit.police, unit.out_of_hours):
        with pytest.raises(NotAllowed):
            perform(interview.decline, by=by, at=FRIDAY, none_why="She does not want to")
    with pytest.raises(Unmet) as refused:
        perform(interview.decline, by=unit.manager, at=FRIDAY, none_why="She does not want to")
    assert guards_of(refused) == {"other_ways_were_offered", "child_is_heard_otherwise"}
    more = {
        "offered": "At school, with her teacher; sound only",
        "how_heard": "Nadia Rahim sees her on Monday",
    }
    interview = perform(interview.record_refusal, by=unit.practitioner, at=FRIDAY, **words, **more)
    interview = perform(interview.decline, by=unit.manager, at=FRIDAY, none_why="She may ask for it later")
    assert (interview.state, clock(interview).ended) == ("DECLINED", "not_needed")


def test_no_interview_now_is_agreed_by_police_and_social_care_and_not_by_who_decided_on_it(
    unit, ivy, supervisor
):
    interview = planned(unit, decided(unit, ivy, by=unit.manager))
    why = {"none_why": "She told it all to the officer that night", "how_heard": "By her teacher, daily"}
    with pytest.raises(NotAllowed):
        perform(interview.decide_none, by=unit.manager, at=FRIDAY, **why)
    with pytest.raises(Unmet, match="Police and social care"):
        perform(interview.decide_none, by=supervisor, at=FRIDAY, **why)
    interview = perform(
        interview.record_agrees_to_none,
        by=unit.practitioner,
        at=FRIDAY,
        police_agrees="DS Pell",
        social_care_agrees="Nadia Rahim",
    )
    assert perform(interview.decide_none, by=supervisor, at=FRIDAY, **why).state == "NONE_HELD"


# A fact is never refused


def test_an_interview_before_the_discussion_is_stored_shown_and_asked_about(unit, ivy, supervisor):
    night = at("2027-04-29 22:00")
    interview = perform(
        AbeInterview().record_held,
        by=unit.police,
        at=FRIDAY,
        case=ivy,
        held_at=night,
        recording_reference="WX/27/9",
        safeguarding_summary=SUMMARY,
    )
    assert (interview.state, interview.before_discussion) == ("HELD", True)
    assert not Clock._rows.filter(record=interview.pk).exists()
    held(unit, ivy, when="2027-04-30 10:00")
    assert interview.before_discussion, "a discussion afterwards does not change it"
    interview = evaluate(answered(unit, interview), supervisor)
    with pytest.raises(Unmet) as refused:
        perform(interview.close, by=unit.police, at=TUESDAY)
    assert guards_of(refused) == {"early_interview_is_explained"}
    interview = perform(
        interview.give_reasons,
        by=unit.police,
        at=TUESDAY,
        before_discussion_why="The duty inspector: she was leaving the country",
    )
    assert perform(interview.close, by=unit.police, at=TUESDAY).state == "CLOSED"


def test_family_never_interprets_as_a_plan_and_is_asked_about_as_a_fact(unit, ivy):
    interview = planned(unit, decided(unit, ivy))
    needs = {
        "language": "Romani",
        "intermediary": "asked-for",
        "interpreter": "Her uncle",
        "interpreter_is_family": True,
    }
    with pytest.raises(BadInput, match="never interprets"):
        perform(interview.record_needs, by=unit.police, at=FRIDAY, **needs)
    interview = hold(interview, unit.police)
    interview = perform(interview.record_needs, by=unit.police, at=TUESDAY, **needs)
    assert interview.content.interpreter_is_family is True


# Evaluated by another


def test_nobody_evaluates_their_own_interview(unit, ivy, supervisor):
    interview = planned(unit, decided(unit, ivy), interviewer=supervisor)
    interview = hold(interview, unit.police)
    for by in (supervisor, unit.police, unit.practitioner):
        with pytest.raises(NotAllowed):
            evaluate(interview, by)
    assert evaluate(interview, unit.manager).evaluated_by == unit.manager


def test_a_supervisor_who_wrote_down_that_it_was_held_does_not_evaluate_it(unit, ivy, supervisor):
    interview = hold(planned(unit, decided(unit, ivy)), supervisor)
    with pytest.raises(NotAllowed):
        evaluate(interview, supervisor)


# Who reads what

SECRETS = ("She drew the belt", "Mill Lane", "speech therapist", "I want to tell it once", "WX/27/114")


def read(user, url):
    with time_machine.travel(TUESDAY, tick=False):
        client = Client()
        client.force_login(user)
        return client.get(url)


@pytest.fixture
def evaluated(unit, ivy, supervisor):
    held(unit, ivy)
    interview = hold(planned(unit, decided(unit, ivy)), unit.police, recording_reference="WX/27/114")
    return evaluate(answered(unit, interview), supervisor)


def test_police_and_those_who_work_the_case_read_what_was_said(unit, ivy, evaluated):
    for reader in (unit.police, unit.practitioner, unit.manager):
        page = read(reader, f"/abe-interviews/{evaluated.reference}/").content.decode()
        said = read(reader, f"/api/v1/abe-interviews/{evaluated.reference}/").json()
        assert all(each in page for each in SECRETS), reader
        assert said["content"]["information"].startswith("She drew") and SUMMARY in page


def test_others_read_that_it_was_held_when_and_the_safeguarding_summary(unit, ivy, evaluated):
    night = unit.out_of_hours
    health = unit.health
    for reader in (health, night, unit.user(Role.EDUCATION_LEAD, agency=AgencyKind.EDUCATION)):
        page = read(reader, f"/abe-interviews/{evaluated.reference}/").content.decode()
        said = read(reader, f"/api/v1/abe-interviews/{evaluated.reference}/")
        case = read(reader, f"/cases/{ivy.reference}/").content.decode()
        listed = read(reader, "/api/v1/abe-interviews/").content.decode()
        assert SUMMARY in page and SUMMARY in case and "4 May 2027" in page
        assert said.json()["content"] is None and said.json()["safeguarding_summary"] == SUMMARY
        for text in (page, said.content.decode(), case, listed):
            assert not [each for each in SECRETS if each in text], reader


def test_whoever_is_told_that_the_record_changed_learns_nothing_of_its_content(unit, evaluated):
    """An older version is refused with what changed since: for all who may not read the content as well."""
    for reader in (unit.health, unit.out_of_hours):
        for step, body in (
            ("correct", {"field": "held_at", "value": "2027-05-04 13:00", "reason": "By the log"}),
            ("close", {}),
        ):
            with time_machine.travel(TUESDAY, tick=False):
                client = Client()
                client.force_login(reader)
                url = f"/api/v1/abe-interviews/{evaluated.reference}/{step}/"
                said = client.post(url, {**body, "version": 1}, content_type="application/json")
            assert said.status_code in (403, 409)
            assert not [each for each in SECRETS if each in said.content.decode()]


def test_a_social_worker_of_another_team_does_not_know_of_it(unit, evaluated):
    stranger = unit.user(Role.SOCIAL_WORKER, team=TeamKind.FAMILY_HELP, name="Stranger")
    assert read(stranger, f"/abe-interviews/{evaluated.reference}/").status_code == 404


def test_the_chronology_says_that_it_was_held_and_the_summary(unit, ivy, evaluated):
    _, lines = told(ivy, unit.health)
    (line,) = [each for each in lines if each.kind == "abe-interview"]
    assert (line.at, line.what, line.note) == (TUESDAY, "ABE interview held", SUMMARY)


# A brother or sister


def test_a_child_who_saw_it_has_an_interview_of_their_own_linked_to_this(unit, ivy):
    rowan = child_of(unit, "Rowan")
    interview = answered(unit, planned(unit, decided(unit, ivy)))
    interview = perform(
        interview.record_agreement,
        by=unit.practitioner,
        at=FRIDAY,
        agrees=True,
        agreement="Yes",
        carer_informed=True,
        carer_words="Her aunt",
        eyewitnesses="Rowan was in the room",
    )
    page = read(unit.police, f"/abe-interviews/{interview.reference}/").content.decode()
    assert f"/abe-interviews/open/decide/?linked={interview.reference}" in page
    other = decided(unit, rowan, linked=interview)
    assert (other.linked, clock(other).due_on.isoformat()) == (interview, "2027-05-10")
    page = read(unit.police, f"/abe-interviews/{interview.reference}/").content.decode()
    assert other.reference in page and "Ask for an interview of theirs" not in page


def test_what_was_left_open_is_still_answered_once_it_is_evaluated(unit, ivy, supervisor):
    """Evaluated first, it is not shut in for good: needs and agreement are recorded late."""
    held(unit, ivy)
    interview = evaluate(hold(planned(unit, decided(unit, ivy)), unit.police, FRIDAY), supervisor, FRIDAY)
    with pytest.raises(Unmet) as refused:
        perform(interview.close, by=unit.police, at=FRIDAY)
    assert {each.mend for each in refused.value.reasons} == {
        "give_reasons",
        "record_needs",
        "record_agreement",
    }
    interview = answered(unit, interview)
    perform(interview.give_reasons, by=unit.police, at=FRIDAY, recording_reference="WX/27/114")
    assert perform(interview.close, by=unit.police, at=FRIDAY).state == "CLOSED"
