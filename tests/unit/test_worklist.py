"""My work: what is mine, late first, new risk on top; nothing of another team's child, in no more queries
for more rows.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpu.models import Absence, Clock, Membership, Team, TeamKind
from cpu.roles import Role
from people.models import Case
from strategy.models import StrategyDiscussion
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform

pytestmark = pytest.mark.usefixtures("committing")
REFERRED, ASKED, HELD = at("2027-04-29 11:00"), at("2027-04-29 15:00"), at("2027-04-30 10:00")
NOW = at("2027-05-04 08:45")


@pytest.fixture
def unit():
    return Unit()


def page(user, url="/", now=NOW, status=200):
    """What somebody reads there at a moment, without the markup."""
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        response = client.get(url)
    assert response.status_code == status, response.content[:500]
    return response


def words(response) -> str:
    text = re.sub(r"(?s)<(script|style|head).*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'")


def queries(user, url="/", now=NOW) -> int:
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        client.get(url)  # what a process reads once: holidays
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
    return len(caught)


def children(unit, *names, family="Harcastle", team=None):
    return [
        unit.case(
            unit.child(name, at=REFERRED, family_name=family, date_of_birth=dt.date(2018, 2, 14)),
            at=REFERRED,
            team=team,
        )
        for name in names
    ]


def asked(unit, cases, by=None, team=None, when=ASKED, **facts):
    return perform(
        StrategyDiscussion().request,
        by=by or unit.practitioner,
        at=when,
        cases=cases,
        team=team or unit.team("unit"),
        reason="Marks on an arm",
        **facts,
    )


def enquiring(unit, *names, family="Harcastle"):
    """Children about whom enquiries were agreed."""
    cases = children(unit, *names, family=family)
    discussion = perform(asked(unit, cases).hold, by=unit.manager, at=HELD, held_at=HELD, how="meeting")
    answers = [ChildAnswers(case, {"threshold_why": f"What {case.child.given_name} said"}) for case in cases]
    perform(discussion.agree_enquiries, by=unit.manager, at=HELD, enquirers="joint", children=answers)
    return cases


def led(unit, case, worker, when=HELD):
    perform(
        Case._rows.get(pk=case.pk).allocate,
        by=unit.manager,
        at=when,
        to=worker,
        words="Read the discussion first.",
    )
    return perform(Case._rows.get(pk=case.pk).accept, by=worker, at=when)


def another_team(unit):
    team = Team.objects.create(agency=unit.agency("social-care"), kind=TeamKind.UNIT, name="South")
    worker = unit.user(Role.LEAD_PRACTITIONER, team=None, name="Sol South")
    Membership.objects.filter(user=worker).update(team=team)
    return team, worker


def test_one_list_by_due_moment_late_first_siblings_in_one_row(unit):
    ivy, rowan = enquiring(unit, "Ivy", "Rowan")
    led(unit, ivy, unit.practitioner)
    led(unit, rowan, unit.practitioner)
    said = words(page(unit.practitioner, now=at("2027-05-05 09:00")))
    assert "2 children" in said
    seen, conference = said.index("Child seen"), said.index("Initial child protection conference")
    assert seen < conference
    assert said.count("Initial child protection conference") == 2  # the row, and its "why this date"
    assert "Late by 1 working day , was due Tuesday 4 May" in said
    assert "Monday 24 May" in said
    assert "Ivy and Rowan Harcastle, 9 and 9" in said
    assert "That is the last day, not a target" in said
    assert "Early May bank holiday" in said


def test_the_same_list_family_by_family_loses_nothing(unit):
    for case in (*enquiring(unit, "Ivy", "Rowan"), *enquiring(unit, "Mina", family="Osei")):
        led(unit, case, unit.practitioner)
    by_date, by_family = words(page(unit.practitioner)), words(page(unit.practitioner, "/?by=family"))
    assert "By family" in by_date and "By due date" in by_family
    assert by_family.index("Ivy and Rowan Harcastle") < by_family.index("Mina Osei")
    due, to_do = "Due, soonest first", "To do next"
    of_mina = by_family.split(due, 1)[1].split(to_do)[0].split("Mina Osei", 1)[1]
    assert "Child seen" in of_mina and "Harcastle" not in of_mina
    for what in ("Child seen", "Outcome of the section 47 enquiry", "Initial child protection conference"):
        asked = [each.split(due, 1)[1].split(to_do)[0] for each in (by_date, by_family)]
        assert asked[0].count(what) == asked[1].count(what) > 0, what


def test_what_is_due_in_more_than_two_weeks_is_folded_beneath_what_comes_first(unit):
    for number in range(6):
        (case,) = enquiring(unit, "Ivy", family=f"Family{number}")
        led(unit, case, unit.practitioner)
    listed = page(unit.practitioner, "/?whose=mine").content.decode()
    shown, folded = listed.split("due later than two weeks", 1)
    assert "Child seen" in shown and "Child seen" not in folded.split("</details>")[0]
    assert "Initial child protection conference" in folded.split("</details>")[0]


def test_what_is_asked_for_stands_on_top_for_the_whole_team_until_it_is_held(unit):
    cases = children(unit, "Ivy")
    discussion = asked(unit, cases, urgency="urgent")
    said = words(page(unit.manager, now=at("2027-04-29 16:00")))
    assert (
        said.index("New risk, look first")
        < said.index("Strategy discussion")
        < said.index("Due, soonest first")
    )
    perform(discussion.hold, by=unit.manager, at=HELD, held_at=HELD, how="meeting")
    assert "New risk" not in words(page(unit.manager, now=at("2027-04-30 11:00")))


def test_another_teams_child_stands_on_no_page_of_mine(unit):
    south, sol = another_team(unit)
    enquiring(unit, "Ivy")
    asked(unit, children(unit, "Otto", family="Southey", team=south), by=sol, team=south)
    mine = " ".join(
        words(page(unit.practitioner, url))
        for url in ("/", "/?whose=team", "/meetings/", "/cases/?whose=team")
    )
    theirs = " ".join(
        words(page(sol, url)) for url in ("/", "/?whose=team", "/meetings/", "/cases/?whose=team")
    )
    assert "Ivy" in mine and "Otto" not in mine and "Southey" not in mine
    assert "Otto" in theirs and "Ivy" not in theirs and "Harcastle" not in theirs


def test_my_own_and_my_teams_are_two_lists(unit):
    (ivy,) = enquiring(unit, "Ivy")
    enquiring(unit, "Mina", family="Osei")
    led(unit, ivy, unit.practitioner)
    own, team = (words(page(unit.practitioner, f"/?whose={whose}")) for whose in ("mine", "team"))
    assert "Ivy" in own and "1 child," in own
    assert "2 children," in team and "Mina" in team


def test_a_manager_who_did_not_propose_sees_what_waits_for_the_decision(unit):
    discussion = asked(unit, children(unit, "Ivy"))
    assert "Strategy discussion: requested" in words(page(unit.manager))
    assert "Nobody waits for you" in words(page(unit.practitioner)), "whoever asked does not decide on it"
    perform(discussion.hold, by=unit.practitioner, at=HELD, held_at=HELD, how="telephone")
    perform(
        discussion.agree_enquiries,
        by=unit.practitioner,
        at=HELD,
        enquirers="joint",
        children=[ChildAnswers(discussion.children.get(), {"threshold_why": "Her own account"})],
    )
    said = words(page(unit.manager))
    assert "confirm the decision, as a manager" in said and "Ivy Harcastle" in said
    perform(StrategyDiscussion._rows.get().confirm, by=unit.manager, at=HELD, comment="Right")
    assert "confirm the decision" not in words(page(unit.manager))


def test_a_case_offered_to_me_waits_for_me_with_the_words_of_the_hand_over(unit):
    (ivy,) = enquiring(unit, "Ivy")
    perform(
        Case._rows.get(pk=ivy.pk).allocate,
        by=unit.manager,
        at=HELD,
        to=unit.practitioner,
        words="Dog in the yard.",
    )
    assert "Read the hand-over, and accept the case Ivy Harcastle, 9" in words(page(unit.practitioner))
    assert "Read the hand-over" not in words(page(unit.manager))
    url = f"/cases/{ivy.reference}/"
    assert "Accept: I have read" in words(page(unit.practitioner, url))
    assert "Accept: I have read" not in words(page(unit.manager, url))
    assert "Dog in the yard." in words(page(unit.practitioner, f"{url}accept/"))


def test_what_others_recorded_about_my_children_came_in(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    discussion = StrategyDiscussion._rows.get()
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("police"))
    perform(
        discussion.contribute,
        by=unit.police,
        at=at("2027-05-04 07:52"),
        children=[ivy],
        agency=unit.agency("police"),
        said_by="DS Pell",
        text="Known to us",
        family_may_know="no",
    )
    came_in = words(page(unit.practitioner)).split("Came in since")[1]
    assert "Said what their agency knows" in came_in and "Police officer of the unit" in came_in


def test_whoever_stands_in_for_an_absent_colleague_can_see_what_is_due_for_them(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    cover = unit.user(Role.SOCIAL_WORKER, name="Cover Worker")
    other = unit.user(Role.SOCIAL_WORKER, name="Nosy Worker")
    Absence.objects.create(user=unit.practitioner, cover=cover, from_on=NOW.date(), until_on=NOW.date())
    reference = unit.practitioner.reference
    assert f"You stand in for {unit.practitioner.name}" in words(page(cover))
    assert "Child seen" in words(page(cover, f"/?whose={reference}"))
    page(other, f"/?whose={reference}", status=404)


def test_late_with_a_reason_says_so_in_the_same_row(unit):
    (ivy,) = enquiring(unit, "Ivy")
    led(unit, ivy, unit.practitioner)
    clock = Clock._rows.get(timescale="child-seen")
    clock.acknowledge(by=unit.manager, at=NOW, reason="In hospital, seen by ward staff, not by us.")
    said = words(page(unit.practitioner, now=at("2027-05-05 09:00")))
    assert "Reason given: In hospital, seen by ward staff, not by us. Agreed by Team manager." in said


PAGES = ("/", "/?whose=team", "/meetings/", "/cases/?whose=team")


def test_ten_times_the_rows_cost_no_more_queries(unit):
    def cost():
        readers = (unit.practitioner, unit.manager, unit.service_manager, unit.front_door)
        return {(url, reader.name): queries(reader, url) for url in PAGES for reader in readers}

    for n in range(10):
        (case,) = enquiring(unit, f"Child{n}", family=f"Family{n}")
        led(unit, case, unit.practitioner)
        asked(unit, children(unit, f"Asked{n}"), when=NOW)
    few = cost()
    for n in range(10, 100):
        (case,) = children(unit, f"Child{n}", family=f"Family{n}")
        asked(unit, [case], when=NOW)
        if n % 3 == 0:
            led(unit, case, unit.practitioner)
    many = cost()
    assert many == few
    assert max(many.values()) <= 20, many


def test_each_role_lands_on_my_work(unit):
    enquiring(unit, "Ivy")
    for user in (unit.front_door, unit.out_of_hours, unit.police, unit.health, unit.service_manager):
        assert "My work" in words(page(user))
    client = Client()
    assert client.get("/").status_code == 302, "closed to whoever is not signed in"


def test_a_reference_date_is_worked_out_with_its_reason(unit):
    said = words(page(unit.manager, "/dates/?code=initial-conference&start=30+4+2027&variant=&at=&given="))
    assert "Monday 24 May 2027" in said and "Monday 3 May, Early May bank holiday" in said
    refused = page(unit.manager, "/dates/?code=police-protection&start=30+4+2027", status=400)
    assert "counts hours: give the moment" in words(refused)
    assert "Children Act 1989, section 46(6)" in words(page(unit.manager, "/dates/"))
