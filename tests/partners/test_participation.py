"""Who was asked, about whom, by when; who answered, and what stays late."""

import pytest
from django.test import Client

from cpu.models import AgencyKind, Clock
from cpu.roles import Role
from partners import queries
from partners.models import Participation
from people.models import Person
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.journeys.doors import DOORS
from tests.referrals.families import refer
from tests.strategy.family import child, enquiry, held
from tests.unit_of_people import Unit, at
from workflow.perform import perform
from workflow.refusals import BadInput, NotFound

pytestmark = pytest.mark.usefixtures("committing")

ASKED = at("2027-04-30 11:00")


@pytest.fixture
def unit():
    return Unit()


@pytest.fixture
def record(unit) -> Section47Enquiry:
    return enquiry(unit, child(unit, "Ivy"))


def ask(record, unit, kind="health", when=ASKED, **more):
    return perform(
        record.ask,
        by=unit.practitioner,
        at=when,
        agency=unit.agency(kind),
        question="What do you know?",
        urgency="section 47",
        **more,
    )


def answer(record, unit, kind="health", when=ASKED, **more):
    return perform(
        record.contribute,
        by=unit.practitioner,
        at=when,
        children=list(record.children.all()),
        agency=unit.agency(kind),
        family_may_know="yes",
        **{"said_by": "Grace Adeyemi", "text": "Weight below the second centile", **more},
    )


def open_questions():
    return Clock._rows.filter(timescale="information-request", stopped_at=None)


def test_a_question_asked_again_stays_as_late_as_it_was(record, unit):
    ask(record, unit)
    due = open_questions().get().due_on
    perform(
        record.chase,
        by=unit.practitioner,
        at=at("2027-05-06 09:00"),
        agency=unit.agency("health"),
        how="Rang at 9",
    )
    ask(record, unit, when=at("2027-05-06 09:30"))
    assert open_questions().get().due_on == due
    row = Participation._rows.get(record=record.subject, agency=unit.agency("health"))
    assert row.asked_at == ASKED and row.chased_how == "Rang at 9"


def test_the_same_agency_is_asked_about_the_suspected_adult_as_well(record, unit):
    ask(record, unit)
    ask(record, unit, about_whom="Craig Dunmore")
    answer(record, unit, about_whom="Craig Dunmore")
    waiting = open_questions().get()
    assert (
        waiting.about
        == f"participation:{Participation._rows.get(about_whom='', answer='', asked_at=ASKED).pk}"
    )


def test_two_people_of_one_agency_are_asked_and_each_answers_alone(record, unit):
    ask(record, unit, whom="Northgate Surgery")
    ask(record, unit, whom="Health visitor")
    with pytest.raises(BadInput, match="Say who of them answers"):
        answer(record, unit, said_by="Somebody else")
    answer(record, unit, said_by="Health visitor")
    assert Participation._rows.get(whom="Health visitor").answer == "answered"
    assert open_questions().count() == 1


def test_nothing_known_is_an_answer_and_never_unsays_what_was_known(record, unit):
    ask(record, unit)
    perform(
        record.answer_nothing_known,
        by=unit.practitioner,
        at=ASKED,
        agency=unit.agency("health"),
        where_looked="All",
    )
    assert not open_questions().exists()
    answer(record, unit)
    perform(
        record.answer_nothing_known,
        by=unit.practitioner,
        at=ASKED,
        agency=unit.agency("health"),
        where_looked="Again",
    )
    assert Participation._rows.get(agency=unit.agency("health"), asked_at=ASKED).answer == "answered"


def test_a_second_question_after_an_answer_has_its_own_time(record, unit):
    ask(record, unit)
    answer(record, unit)
    ask(record, unit, when=at("2027-05-10 09:00"))
    assert open_questions().get().due_on.isoformat() == "2027-05-11"
    assert Participation._rows.filter(agency=unit.agency("health"), asked_at__isnull=False).count() == 2


def test_who_need_not_be_asked_any_longer_owes_nothing(record, unit):
    ask(record, unit, kind="housing")
    perform(
        record.say_why_not_asked,
        by=unit.practitioner,
        at=ASKED,
        agency=unit.agency("housing"),
        reason="Own house",
    )
    assert not open_questions().exists()
    assert Clock._rows.get(timescale="information-request").ended == "not_needed"


def test_an_invited_agency_gets_its_persons_name_and_is_counted_once(record, unit):
    perform(record.invite, by=unit.practitioner, at=ASKED, agency=unit.agency("probation"))
    perform(
        record.record_attendance,
        by=unit.practitioner,
        at=ASKED,
        agency=unit.agency("probation"),
        attendance="here",
        whom="Ana Reis",
    )
    row = Participation._rows.get(agency=unit.agency("probation"))
    assert (row.whom, row.attendance) == ("Ana Reis", "here")


def test_whoever_is_asked_may_read_the_record_and_nobody_else(record, unit):
    nurse = unit.user("agency-professional", agency=AgencyKind.PROBATION, team=None)
    with pytest.raises(NotFound):
        perform(
            record.give_view, by=nurse, at=ASKED, children=[], agency=unit.agency("probation"), view="no-view"
        )
    ask(record, unit, kind="probation")
    assert Section47Enquiry.visible_to(nurse).filter(pk=record.pk).exists()


def test_a_view_of_another_agency_names_who_said_so(record, unit):
    rows = list(record.children.all())
    with pytest.raises(BadInput, match="Name who of that agency"):
        perform(
            record.give_view,
            by=unit.manager,
            at=ASKED,
            children=rows,
            agency=unit.agency("police"),
            view="for",
            words="As before",
        )
    perform(
        record.give_view,
        by=unit.manager,
        at=ASKED,
        children=rows,
        agency=unit.agency("police"),
        view="for",
        words="As before",
        said_by="DS Martin Pell",
    )
    view = record.subject.views.get()
    assert (view.said_by, view.given_by) == ("DS Martin Pell", unit.manager)


def test_the_panel_shows_first_who_was_never_asked_then_who_is_late(record, unit):
    case = record.children.get().case
    mother = perform(Person().record, by=unit.manager, at=ASKED, given_name="Leanne", family_name="Harcastle")
    perform(case.child.relate, by=unit.manager, at=ASKED, other=mother, kind="mother", responsibility="held")
    for person, kind, agency in (
        (mother, "adult-mental-health", "adult-mental-health"),
        (case.child, "gp", "health"),
    ):
        perform(person.add_service, by=unit.manager, at=ASKED, kind=kind, agency=unit.agency(agency))
    for kind in ("police", "health", "education", "housing"):
        ask(record, unit, kind=kind)
    answer(record, unit, kind="police", when=at("2027-05-12 08:00"), said_by="DS Pell")
    answer(record, unit, kind="education", when=ASKED)
    perform(
        record.answer_nothing_known,
        by=unit.practitioner,
        at=ASKED,
        agency=unit.agency("housing"),
        where_looked="All",
    )
    rows = queries.panel(Section47Enquiry._rows.get(), at("2027-05-12 09:00"))
    assert [(each.agency, each.state) for each in rows] == [
        ("Wexmoor Adult mental health", "never asked"),
        ("Wexmoor Health", "late"),
        ("Wexmoor Police", "answered late"),
        ("Wexmoor Education", "answered"),
        ("Wexmoor Housing", "nothing known"),
    ]
    assert rows[0].about_whom == "Leanne Harcastle"
    assert queries.heading(rows) == (
        "Who was asked: 1 never asked, 1 late, 1 answered late, 1 answered, 1 nothing known"
    )


def test_what_is_for_the_named_practitioners_only_is_shown_to_them_alone(record, unit):
    answer(record, unit, kind="police", said_by="DS Pell", handling="named-only")
    answer(record, unit, kind="health")
    other = unit.user("social-worker", name="Jo Birch")
    record = Section47Enquiry._rows.get()
    assert len(queries.contributions(record, unit.practitioner)) == 2
    assert [each.agency.kind for each in queries.contributions(record, other)] == ["health"]


@pytest.fixture
def school(record, unit):
    """A teacher of a school that was asked into the enquiry, and works with none of the children otherwise."""
    teacher = unit.user(Role.AGENCY_PROFESSIONAL, agency="education", team=None, name="Gwen Ashby")
    ask(record, unit, kind="education")
    ask(record, unit, kind="probation", about_whom="Michael Rudge")
    answer(record, unit, kind="police", text="Nine call-outs", said_by="DS Pell")
    answer(record, unit, kind="education", text="Comes by the side gate")
    return teacher


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_whoever_was_only_asked_reads_their_own_agencys_answer_and_no_others(door, record, unit, school):
    door = door(unit).on("2027-05-03 09:00")
    read = door.read("section-47-enquiries", record.reference, school)
    assert [each["text"] for each in read["contributions"]] == ["Comes by the side gate"]
    assert {each["agency"] for each in read["asked"]} == {"Wexmoor Education"}
    assert [row["name"] for row in read["children"]] == ["Ivy Harcastle"]
    assert not any(row["facts"] for row in read["children"])
    client = Client()
    client.force_login(school)
    page = client.get(f"/section-47-enquiries/{record.reference}/").content.decode()
    assert "Comes by the side gate" in page and "Say what your agency knows" in page
    for kept in ("Nine call-outs", "Michael Rudge", "Outcome of the section 47 enquiry"):
        assert kept not in page
    whole = door.read("section-47-enquiries", record.reference, unit.practitioner)
    assert len(whole["contributions"]) == 2


def test_whoever_was_only_asked_at_the_front_door_does_not_read_the_referral(unit):
    """Nor whom it names, nor in whose words: a question goes out, and the agency's own answer comes back."""
    referral = refer(unit, ASKED)
    referral = perform(referral.screen, by=unit.front_door, at=ASKED)
    referral = perform(referral.allow_checks, by=unit.manager, at=ASKED, reason="At risk tonight")
    perform(
        referral.ask,
        by=unit.front_door,
        at=ASKED,
        agency=unit.agency("education"),
        question="What do you know?",
        urgency="section 47",
    )
    teacher = unit.user(Role.AGENCY_PROFESSIONAL, agency="education", team=None, name="Gwen Ashby")
    read = DOORS[0](unit).on("2027-05-03 09:00").read("referrals", referral.reference, teacher)
    assert read["asked"] and (read["concern"], read["missing"], read["as_received"]) == (None, None, None)
    assert [set(row["facts"]) for row in read["children"]] == [set()] * len(read["children"])
    client = Client()
    client.force_login(teacher)
    page = client.get(f"/referrals/{referral.reference}/").content.decode()
    assert "Wexmoor Education" in page and referral.concern not in page


def test_at_a_discussion_whoever_was_in_the_room_reads_all_but_what_police_keep_out_of_minutes(unit):
    discussion = held(unit, child(unit, "Rowan"), here=("social-care", "police", "health", "education"))
    school = unit.user(Role.AGENCY_PROFESSIONAL, agency="education", team=None, name="Gwen Ashby")
    nurse = unit.user(Role.AGENCY_PROFESSIONAL, agency="early-years", team=None, name="Jo Birch")
    ask(discussion, unit, kind="early-years")
    answer(discussion, unit, kind="police", text="An informant says so", handling="not-for-minutes")
    answer(discussion, unit, kind="health", text="Weight below the second centile")
    fresh = StrategyDiscussion._rows.get()
    assert [each.text for each in queries.contributions(fresh, school)] == ["Weight below the second centile"]
    assert queries.contributions(fresh, nurse) == []
    assert len(queries.contributions(fresh, unit.police)) == 2


def test_a_professional_of_another_agency_answers_for_no_other(record, unit, school):
    for take, said in (
        (record.contribute, {"text": "As police", "family_may_know": "yes", "said_by": "Gwen"}),
        (record.give_view, {"view": "against", "words": "No", "said_by": "DS Pell"}),
    ):
        rows = list(record.children.all())
        with pytest.raises(BadInput, match="your own agency"):
            perform(take, by=school, at=ASKED, children=rows, agency=unit.agency("police"), **said)
    with pytest.raises(BadInput, match="your own agency"):
        perform(
            record.answer_nothing_known,
            by=school,
            at=ASKED,
            agency=unit.agency("probation"),
            where_looked="-",
        )
    with pytest.raises(BadInput, match="Whoever holds the meeting"):
        perform(
            record.record_attendance, by=school, at=ASKED, agency=unit.agency("education"), attendance="here"
        )
