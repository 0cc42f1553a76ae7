"""Whose next things the later stages are: chair, conference office, lead practitioner, clinic, the night."""

import datetime as dt
import re

import pytest

from conferences.models import ChildProtectionPlan
from cpu.models import AgencyKind
from cpu.roles import Role
from people.models import Case, MissingEpisode
from strategy.models import ChildProtectionMedical
from tests.conferences import meeting, plans
from tests.conferences import test_support_plan as support
from tests.unit.test_next_things import part
from tests.unit.test_worklist import children, enquiring, led, page, queries, words
from tests.unit_of_people import Unit, at
from tests.walker import Walker, fresh
from unit.queries import waiting_for
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit():
    return Unit()


def fresh_case(case):
    return Case._rows.get(pk=case.pk)


def test_a_chair_sees_the_next_conference_then_the_decisions_then_the_notice(unit):
    cases = [fresh_case(case) for case in enquiring(unit, "Ivy", "Rowan")]
    conference = meeting.booked(unit, *cases, for_="2027-05-17 10:00")
    chair = meeting.chair(unit)
    said = words(page(chair, now=at("2027-05-11 09:10")))
    assert (
        "Monday 17 May, 10am" in part(said, "Meetings in the next two weeks", "Came in")
        and "You chair" in said
    )
    assert "Nobody is invited yet" in said
    assert "Record that the conference was held" not in said
    held = meeting.held(unit, conference, "2027-05-17 10:00", here=("social-care",), inquorate_because="Snow")
    said = words(page(chair, now=at("2027-05-17 12:00")))
    assert "Decide for this child" in part(said, "To do next", "Child Protection Unit")
    assert "Notice of the decision" in said and "Minutes circulated" in said
    meeting.decide(
        unit,
        held,
        "make_plans",
        "2027-05-17 12:00",
        {case: meeting.plan(why=case.reference) for case in cases},
    )
    assert "Decide for this child" not in words(page(chair, now=at("2027-05-17 13:00")))


def test_the_conference_office_sees_what_is_asked_for_and_not_booked_and_every_conference_of_its_service(
    unit,
):
    (ivy,) = enquiring(unit, "Ivy")
    meeting.asked(unit, fresh_case(ivy))
    office = meeting.office(unit)
    said = words(page(office, now=at("2027-05-11 09:10")))
    assert (
        "Schedule the conference" in part(said, "To do next", "Child Protection Unit")
        and "Ivy Harcastle" in said
    )
    assert "Schedule the conference" not in words(page(unit.police, now=at("2027-05-11 09:10")))


def test_an_agency_that_owes_its_report_sees_that_it_does(unit):
    (ivy,) = enquiring(unit, "Ivy")
    conference = meeting.booked(unit, fresh_case(ivy))
    perform(
        conference.invite,
        by=meeting.office(unit),
        at=at("2027-05-10 11:00"),
        agency=unit.agency(AgencyKind.EDUCATION),
    )
    said = words(page(unit.school, now=at("2027-05-12 09:00")))
    assert "Asked of Wexmoor Education, not yet answered" in said
    assert "Agency's report to the chair" in part(said, "Asked of Wexmoor Education", "Due, soonest first")
    url = f"/conferences/{conference.reference}/contribute/"
    assert (
        f'href="{url}">Next: give your agency'
        in page(unit.school, now=at("2027-05-12 09:00")).content.decode()
    )
    asked = page(unit.school, url, now=at("2027-05-12 09:00")).content.decode()
    mine = unit.agency(AgencyKind.EDUCATION)
    assert re.search(f'value="{mine.reference}"[^>]*(selected|checked)', asked), "its own agency"
    late = words(page(meeting.chair(unit), now=at("2027-05-20 09:00")))
    assert "Late: Wexmoor Education" in part(late, "Meetings in the next two weeks", "Child Protection Unit")


def test_a_lead_practitioner_sees_visits_core_group_and_review_with_the_next_step_beside(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    plans.plan(unit, fresh_case(ivy), when="2027-05-07 10:00")
    said = words(page(unit.practitioner, now=at("2027-05-11 09:10")))
    for due in ("First core group", "Visit: child seen", "First review conference"):
        assert due in part(said, "Due, soonest first", "To do next"), due
    assert "Next: make the detailed plan in the core group" in said
    url = f"/cases/{ivy.reference}/"
    case = words(page(unit.practitioner, url, now=at("2027-05-11 09:10")))
    assert "Protection plan Now. Outline plan" in case
    assert "Review Not yet. At the latest Friday 6 August." in case
    plan = words(page(unit.practitioner, f"/plans/{ChildProtectionPlan._rows.get().reference}/"))
    assert plan.index("Record a visit") < plan.index("More steps"), (
        "what ends a running clock is never folded"
    )


def test_health_sees_the_medical_that_waits_for_it_and_who_may_not_give_an_opinion_does_not(unit):
    walker = Walker(unit=unit, siblings=1)
    medical = fresh(walker.open(ChildProtectionMedical))
    doctor = unit.user(Role.PAEDIATRICIAN, agency=AgencyKind.HEALTH)
    said = words(page(doctor, now=walker.now))
    assert "Accept for the paediatric service" in said
    assert f"/medicals/{medical.reference}/" in page(doctor, now=walker.now).content.decode()
    assert "Accept for the paediatric service" not in words(page(unit.police, now=walker.now))


def test_a_missing_child_stands_on_top_and_on_the_page_of_the_night(unit):
    walker = Walker(unit=unit, siblings=1)
    walker.open(MissingEpisode)
    for url, where in (("/", "New risk, look first"), ("/night/", "Missing")):
        said = part(words(page(unit.out_of_hours, url, now=walker.now)), where, "Child Protection Unit")
        assert "Missing episode" in said, url


def test_only_what_somebody_asked_for_waits_for_a_decision(unit):
    """That a plan may be ended, and a conference be held later, is possible on any day: nobody waits for it."""
    ivy, otto = (fresh_case(case) for case in children(unit, "Ivy", "Otto"))
    plan = support.accepted(unit, ivy)
    conference = meeting.asked(unit, otto, when="2027-05-12 10:00")
    readers = (unit.manager, unit.service_manager, meeting.chair(unit))

    def waits():
        return [{each.label for each in waiting_for(reader)} for reader in readers]

    assert waits() == [set(), set(), set()]
    support.seen(unit, plan, ivy)
    support.proposed(unit, plan, ivy)
    assert waits()[0] == {"Child-in-need plan: its end is proposed"}
    perform(
        fresh(conference).agree_later_as_manager,
        by=unit.service_manager,
        at=at("2027-06-14 10:00"),
        until_on=dt.date(2027, 6, 30),
        reason="Her mother is in hospital",
    )
    later = "Conference: a manager agrees that it is held later, and asks the chair"
    assert later in waits()[2] and later not in waits()[1]
    perform(
        fresh(conference).agree_later_as_chair,
        by=readers[2],
        at=at("2027-06-14 11:00"),
        reason="She must be there",
    )
    assert later not in waits()[2]


def test_three_years_of_a_childs_history_cost_no_more_queries(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    case, url = fresh_case(ivy), f"/cases/{ivy.reference}/"
    plan = plans.plan(unit, case, when="2027-05-07 10:00")
    few = queries(unit.practitioner, url, now=at("2027-05-11 09:10"))
    for month in range(6, 13):
        plans.visit(fresh(plan), unit, case, when=f"2027-{month:02}-01 15:00")
    for month in (8, 11):
        plans.review(unit, fresh_case(ivy), when=f"2027-{month:02}-02 10:00")
    for name in ("Otto", "Mina", "Lena"):
        (sibling,) = children(unit, name)
        perform(
            ivy.child.__class__._rows.get(pk=ivy.child_id).relate,
            by=unit.manager,
            at=at("2027-05-11 09:10"),
            other=sibling.child,
            kind="sibling",
        )
    many = queries(unit.practitioner, url, now=at("2027-12-11 09:10"))
    assert many <= 20 and many <= few + 2, (few, many)


def test_a_worker_of_family_help_reads_the_plan_that_is_offered_to_them(unit):
    from tests.conferences.test_support_plan import offered, worker

    tom = worker(unit)
    (ivy,) = children(unit, "Ivy")
    offered(unit, fresh_case(ivy), to=tom)
    said = words(page(tom, now=at("2027-05-11 09:10")))
    assert "Read the plan, and accept it or say why not" in part(
        said, "Waiting for my decision", "Child Protection"
    )
    assert "Plan accepted by its worker" in said
