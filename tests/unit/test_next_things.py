"""Each role's own next things, and the night on one page: read off what stages declare, whatever the stage."""

import datetime as dt

import pytest

from cpu.calendars import Calendar
from cpu.models import AgencyKind, TeamKind
from cpu.roles import Role
from people.models import Case
from referrals.models import Referral
from strategy.models import ChildProtectionMedical, EmergencyProtection, StrategyDiscussion
from tests.referrals.families import NAMED, refer
from tests.unit.test_worklist import ASKED, HELD, NOW, asked, children, enquiring, led, page, queries, words
from tests.unit_of_people import Unit, at
from tests.walker import Walker, fresh
from unit.queries import Night, Whose, of_teams, owed, own, to_do
from workflow.document import stages
from workflow.owes import owed_in
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def unit():
    return Unit()


def part(said: str, heading: str, until: str) -> str:
    return said.split(heading, 1)[1].split(until, 1)[0]


def test_every_stage_stands_on_the_list_with_its_next_step_without_a_line_of_the_lists_own():
    walker = Walker(siblings=1)
    reader = walker.anybody(3)
    found = {}
    for model in stages():
        record = fresh(walker.open(model))
        known = to_do(Whose(of_teams(reader), reader, reader, frozenset({"front-door"})), walker.now)
        mine = [each for each in known if each.key == record.pk]
        # What somebody else than the proposer decides waits on another list.
        found[model.kind] = bool(mine) or not any(
            model.child_row()._rows.filter(each.when, stage=record.pk).exists() for each in owed_in(model)
        )
    assert all(found.values()), found


def test_whoever_may_not_take_the_step_is_not_told_to(unit):
    enquiring(unit, "Ivy")
    assert "Next: propose the outcome" in words(page(unit.manager))
    assert "propose the outcome" not in words(page(unit.police)).lower()


def test_the_step_that_meets_a_date_stands_beside_the_date(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    discussion = asked(unit, [ivy], review=True, when=NOW)
    perform(
        discussion.convene,
        by=unit.manager,
        at=NOW,
        convened_for=at("2027-05-05 14:00"),
        how="meeting",
        chair=unit.practitioner,
    )
    said = words(page(unit.practitioner))
    assert "Next: propose the outcome" in part(said, "Due, soonest first", "To do next")
    held = "record that it was held"
    assert held not in said.lower(), "it stands among the meetings until its day"
    on_the_day = words(page(unit.practitioner, now=at("2027-05-05 15:00")))
    assert f"Next: {held}" in on_the_day, "and then beside the date that it meets"


def test_a_chair_sees_the_meetings_they_chair_and_who_is_missing(unit):
    chair = unit.user(Role.LEAD_PRACTITIONER, name="Chair Person")
    cases = children(unit, "Ivy")
    discussion = perform(
        asked(unit, cases).convene,
        by=unit.manager,
        at=NOW,
        convened_for=at("2027-05-06 14:00"),
        how="meeting",
        chair=chair,
    )
    perform(discussion.invite, by=unit.manager, at=NOW, agency=unit.agency(AgencyKind.SOCIAL_CARE))
    perform(
        discussion.ask,
        by=unit.manager,
        at=NOW,
        agency=unit.agency(AgencyKind.EDUCATION),
        question="How is she?",
        urgency="urgent",
    )
    said = part(words(page(chair)), "Meetings in the next two weeks", "Came in since")
    assert "Thursday 6 May, 2pm" in said and "Ivy Harcastle, 9" in said and "You chair" in said
    assert "Not invited: health and police" in said
    assert "Awaited: Wexmoor Education" in said
    late = part(
        words(page(chair, now=at("2027-05-05 09:00"))), "Meetings in the next two weeks", "Came in since"
    )
    assert "Late: Wexmoor Education" in late


def test_an_appointment_is_missing_neither_guests_nor_a_chair(unit):
    (ivy,) = enquiring(unit, "Ivy")
    medical = a_medical(unit, ivy)
    perform(medical.book, by=unit.health, at=HELD, booked_for=at("2027-05-06 14:00"), place="Wexmoor General")
    said = part(words(page(unit.practitioner)), "Meetings in the next two weeks", "Came in since")
    assert "Child protection medical" in said and "Thursday 6 May, 2pm" in said
    assert "Nobody is invited yet" not in said and "Nobody chairs yet" not in said


def a_medical(unit, case):
    return perform(
        ChildProtectionMedical().request,
        by=unit.practitioner,
        at=HELD,
        case=Case._rows.get(pk=case.pk),
        type="acute-physical",
        allegation="She told her teacher that he hit her",
        discussion=StrategyDiscussion._rows.get(),
        brought_by="Her aunt",
        asked_of=unit.agency(AgencyKind.HEALTH),
    )


def test_an_agency_sees_what_it_was_asked_and_has_not_answered_apart_from_all_else(unit):
    cases = children(unit, "Ivy")
    discussion = asked(unit, cases)
    police, school = unit.agency(AgencyKind.POLICE), unit.agency(AgencyKind.EDUCATION)
    for agency in (police, school):
        perform(
            discussion.ask,
            by=unit.manager,
            at=NOW,
            agency=agency,
            question="Who lives there?",
            urgency="urgent",
        )
    mine = part(words(page(unit.police)), "Asked of Wexmoor Police, not yet answered", "Due, soonest first")
    assert mine.count("Agency's information") >= 1 and "Ivy Harcastle" in mine
    assert "Asked of Wexmoor Children's social care" not in words(page(unit.manager))
    school_said = words(page(unit.school))
    assert "Asked of Wexmoor Education, not yet answered" in school_said
    perform(
        StrategyDiscussion._rows.get().answer_nothing_known,
        by=unit.police,
        at=NOW,
        agency=police,
        where_looked="All systems",
    )
    assert "Asked of Wexmoor Police" not in words(page(unit.police))


def test_another_agencys_own_list_is_what_it_owes_and_the_childs_dates_stand_on_the_teams(unit):
    (ivy,) = enquiring(unit, "Ivy")
    (officer, nurse) = (unit.police, unit.health)
    for role, user in (("officer", officer), ("health", nurse)):
        perform(Case._rows.get(pk=ivy.pk).involve, by=unit.manager, at=HELD, role=role, user=user)
    perform(
        StrategyDiscussion._rows.get().ask,
        by=unit.manager,
        at=HELD,
        agency=unit.agency(AgencyKind.POLICE),
        question="Who lives there?",
        urgency="section 47",
    )
    a_medical(unit, ivy)

    def due(user, whose):
        found = own(user, user) if whose == "mine" else Whose(of_teams(user), user, user)
        return set(owed(found).values_list("timescale", flat=True))

    assert due(officer, "mine") == {"information-request"}
    assert due(nurse, "mine") == {"medical-acute"}
    for user in (officer, nurse):
        assert {"initial-conference", "child-seen", "enquiry-outcome"} <= due(user, "team")
    assert "Initial child protection conference" not in words(page(officer))
    assert "Initial child protection conference" in words(page(officer, "/?whose=team"))


def test_a_referral_names_its_children_before_anybody_has_identified_them(unit):
    refer(unit, ASKED, NAMED, {"mobility": "walking"})
    said = part(words(page(unit.front_door)), "New risk, look first", "Due, soonest first")
    assert "Jonah Prewitt and Child not yet identified" in said
    assert "Jonah Prewitt" not in words(page(unit.police))
    few = queries(unit.front_door)
    for _ in range(4):
        refer(unit, ASKED, NAMED, {"mobility": "walking"})
    assert queries(unit.front_door) == few


def test_the_night_is_from_the_close_of_the_last_working_day_to_the_next_working_morning():
    holidays = {dt.date(2027, 5, 3): "Early May bank holiday"}
    calendar = Calendar(holidays, known_from=dt.date(2027, 1, 1), known_until=dt.date(2027, 12, 31))
    sunday = Night.around(at("2027-05-02 02:00"), calendar)
    assert (sunday.start, sunday.end) == (at("2027-04-30 17:00"), at("2027-05-04 09:00"))
    morning = Night.around(at("2027-05-04 08:30"), calendar)
    assert (morning.start, morning.end) == (at("2027-04-30 17:00"), at("2027-05-04 09:00"))
    evening = Night.around(at("2027-05-04 20:00"), calendar)
    assert (evening.start, evening.end) == (at("2027-05-04 17:00"), at("2027-05-05 09:00"))


def test_the_night_stands_on_one_page_and_is_handed_over_in_the_morning(unit):
    (ivy,) = enquiring(unit, "Ivy")
    (mina,) = children(unit, "Mina", family="Osei")
    perform(
        Case._rows.get(pk=ivy.pk).write_for_the_night,
        by=unit.practitioner,
        at=HELD,
        words="If Craig comes: 999, then ring her aunt.",
        review_on=dt.date(2027, 5, 7),
    )
    worker = unit.out_of_hours
    perform(
        EmergencyProtection().record_police_protection,
        by=worker,
        at=at("2027-05-02 02:10"),
        taken_at=at("2027-05-02 01:30"),
        reason="Alone in the flat",
        officer="PC Stroud",
        held_where="Ward 4",
        cases=[Case._rows.get(pk=mina.pk)],
        team=unit.team(TeamKind.UNIT),
    )
    for reader in (worker, unit.manager):
        said = words(page(reader, "/night/", now=at("2027-05-04 08:30")))
        assert "From Friday 30 April, 5pm to today, 9am." in said
        assert "If Craig comes: 999, then ring her aunt." in part(
            said, "If someone rings tonight", "Done in the night"
        )
        done = part(said, "Done in the night", "A manager confirms")
        assert "Recorded police protection" in done and "Mina Osei" in done and worker.name in done
        assert "Police protection ends" in said
    nothing = words(page(unit.user(Role.SOCIAL_WORKER, team=None, name="No Team"), "/night/"))
    assert "Craig" not in nothing and "Osei" not in nothing


def test_what_is_written_for_the_night_stands_on_the_childs_page_and_ends_by_a_managers_reason(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    url = f"/cases/{ivy.reference}/"
    assert "nothing is written for the night. Ring the manager on duty." in words(
        page(unit.practitioner, url)
    )
    perform(
        Case._rows.get(pk=ivy.pk).write_for_the_night,
        by=unit.practitioner,
        at=HELD,
        words="Ring her aunt first.",
        review_on=dt.date(2027, 5, 3),
    )
    said = words(page(unit.practitioner, url))
    assert "If someone rings tonight: Ring her aunt first." in said
    assert "Review is late: was due Monday 3 May. Still in force." in said
    perform(Case._rows.get(pk=ivy.pk).end_for_the_night, by=unit.manager, at=NOW, reason="She is back home.")
    assert "Ring her aunt first." not in part(words(page(unit.practitioner, url)), "Tonight", "The work")


def test_new_risk_comes_before_what_is_due_whoever_reads(unit):
    asked(unit, children(unit, "Ivy"), urgency="urgent", when=ASKED)
    said = words(page(unit.out_of_hours, now=at("2027-04-29 16:00")))
    assert (
        said.index("New risk, look first")
        < said.index("Strategy discussion")
        < said.index("Due, soonest first")
    )


def test_a_late_referral_of_children_whom_nobody_knows_yet_is_given_its_reason_in_the_row(unit):
    walker = Walker(unit=unit, siblings=1)
    referral, later = walker.open(Referral), walker.now + dt.timedelta(hours=3)
    reader = unit.front_door
    assert (
        f"/referrals/{referral.reference}/explain-lateness/?clock="
        in page(reader, now=later).content.decode()
    )
    perform(
        fresh(referral).explain_lateness,
        by=reader,
        at=later,
        clock=referral.open_clocks().first(),
        reason="Four came at once; this one was read third.",
    )
    said = words(page(reader, now=later))
    assert "Reason given: Four came at once; this one was read third." in said
    assert referral.open_clocks().filter(timescale="first-risk-look").exists(), "only a look ends it"
