"""Medical and interview as those read them who work with them: nothing that axe finds, no sideways scrolling."""

import time_machine

from cpu.models import AgencyKind
from cpu.roles import Role
from strategy.models import AbeInterview, ChildProtectionMedical
from tests.browser.test_ordinary_pages import DESK, PHONE, sign_in
from tests.strategy.family import child, held
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform

MORNING, NOON = at("2027-04-30 10:00"), at("2027-04-30 12:30")


def a_medical(unit, case, discussion, doctor) -> ChildProtectionMedical:
    """Asked for, not brought, examined without all of its consent, with an opinion and something left to do."""
    medical = perform(
        ChildProtectionMedical().request,
        by=unit.practitioner,
        at=MORNING,
        case=case,
        type="acute-physical",
        allegation="She told her teacher that he hit her with the belt on Tuesday",
        discussion=discussion,
        brought_by="Her aunt",
        asked_of=unit.agency("health"),
    )
    take = {"by": doctor, "at": NOON}
    medical = perform(
        medical.book, by=doctor, at=MORNING, booked_for=at("2027-04-30 11:00"), place="Wexmoor General"
    )
    medical = perform(
        medical.record_not_brought,
        **take,
        happened_at=at("2027-04-30 11:00"),
        what_next="The social worker brings her at noon",
        manager_told="Helen Okoro",
    )
    medical = perform(
        medical.attend,
        **take,
        examined_at=at("2027-04-30 12:00"),
        clinician="Dr Made-Up, consultant",
        photographs_taken=True,
    )
    medical = perform(
        medical.record_consent,
        **take,
        parts=["examination"],
        given=True,
        by_right="responsibility",
        who="Dana Harcastle, mother",
        how="By telephone, with a nurse as witness",
        happened_at=at("2027-04-30 11:50"),
    )
    medical = perform(
        medical.record_mark,
        **take,
        site="Back of the left thigh",
        size="40 mm by 12 mm",
        shape="A band",
        colour="Darker than her own brown skin, by daylight lamp",
        feel="Tender, slightly raised",
    )
    medical = perform(
        medical.write_down_opinion,
        by=unit.practitioner,
        at=NOON,
        opinion_kind="preliminary",
        opinion="normal",
        words="Nothing that tells one way or the other today",
        clinician_name="Dr Made-Up",
        given_at=at("2027-04-30 12:20"),
    )
    return perform(
        medical.plan_action,
        **take,
        action_kind="repeat-imaging",
        who="Radiology",
        first_on=MORNING.date(),
        words="Left leg",
    )


def an_interview(unit, case, discussion) -> AbeInterview:
    interview = perform(
        AbeInterview().decide,
        by=unit.practitioner,
        at=MORNING,
        case=case,
        purpose="What happened on Tuesday",
        discussion=discussion,
    )
    interview = perform(
        interview.plan,
        by=unit.police,
        at=MORNING,
        planned_for=at("2027-04-30 11:30"),
        place="The suite at Mill Lane",
        interviewer=unit.police,
        gender_choice="woman",
        order="medical-first",
        topics="Tuesday evening; who was there",
    )
    interview = perform(
        interview.record_agreement,
        by=unit.police,
        at=MORNING,
        agrees=True,
        agreement="“I want to tell it once.”",
        carer_informed=True,
        carer_words="Her aunt, by Nadia Rahim",
        eyewitnesses="Rowan was in the room",
    )
    return perform(
        interview.hold,
        by=unit.police,
        at=NOON,
        held_at=at("2027-04-30 11:30"),
        safeguarding_summary="Not to be alone with Craig; sleeps at her aunt's",
    )


def both(unit):
    ivy = child(unit, "Ivy")
    doctor = unit.user(Role.PAEDIATRICIAN, agency=AgencyKind.HEALTH, team=None)
    discussion = held(unit, ivy, when="2027-04-30 10:00")
    facts = {"threshold_why": "Her account", "medical": "needed"}
    discussion = perform(
        discussion.record_facts, by=unit.practitioner, at=MORNING, children=[ChildAnswers(ivy, facts)]
    )
    return (
        ivy,
        discussion,
        a_medical(unit, ivy, discussion, doctor),
        an_interview(unit, ivy, discussion),
        doctor,
    )


def test_medical_and_interview_can_be_read_and_answered_at_a_desk_and_on_a_phone(
    committing, chromium_page, assert_accessible
):
    unit = Unit()
    ivy, discussion, medical, interview, _ = both(unit)
    page = chromium_page
    with time_machine.travel(at("2027-04-30 13:00"), tick=True):
        sign_in(page, unit.practitioner)
        for address in (
            f"/medicals/{medical.reference}/",
            f"/medicals/open/request/?case={ivy.reference}&discussion={discussion.reference}",
            f"/medicals/{medical.reference}/record-consent/",
            f"/abe-interviews/{interview.reference}/",
            f"/abe-interviews/{interview.reference}/record-needs/",
        ):
            page.goto(address)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size)
                assert_accessible(page)
