"""A step as a page: opened from a child it offers the family; nothing typed is lost if others were quicker."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from cpu.models import AuditEvent, Clock
from cpu.roles import Role
from people.models import Case, MissingEpisode
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.unit.test_worklist import (
    ASKED,
    HELD,
    NOW,
    another_team,
    asked,
    children,
    enquiring,
    led,
    page,
    words,
)
from tests.unit_of_people import Unit, at
from workflow.document import changes_since, url_of
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("committing")
OPEN = "/strategy-discussions/open/request/"


@pytest.fixture
def unit():
    return Unit()


def post(user, url, data, now=NOW):
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        return client.post(url, data)


def offered(response, name="cases") -> set[str]:
    return set(re.findall(rf'name="{name}"[^>]*value="([^"]+)"', response.content.decode()))


def test_a_page_opened_from_a_child_offers_the_child_and_the_household_alone(unit):
    ivy, rowan = children(unit, "Ivy", "Rowan")
    (mina,) = children(unit, "Mina", family="Osei")
    perform(
        ivy.child.relate, by=unit.manager, at=ASKED, other=rowan.child, kind="brother", same_household=True
    )
    narrow, wide = page(unit.practitioner, f"{OPEN}?case={ivy.reference}"), page(unit.practitioner, OPEN)
    assert offered(narrow) == {ivy.reference, rowan.reference}
    assert re.search(rf'value="{ivy.reference}"[^>]*checked', narrow.content.decode()), (
        "the child is chosen already"
    )
    assert offered(wide) == {ivy.reference, rowan.reference, mina.reference}
    answers = {
        "cases": [mina.reference],
        "team": unit.team("unit").reference,
        "reason": "Marks",
        "injury_or_sexual_harm": "no",
        "review": "no",
    }
    assert post(unit.practitioner, f"{OPEN}?case={ivy.reference}", answers).status_code == 400
    assert post(unit.practitioner, OPEN, answers).status_code == 302


def test_a_page_opened_from_a_case_one_may_not_see_offers_nothing_of_it(unit):
    south, _ = another_team(unit)
    (otto,) = children(unit, "Otto", family="Southey", team=south)
    (ivy,) = children(unit, "Ivy")
    shown = page(unit.practitioner, f"{OPEN}?case={otto.reference}")
    assert offered(shown) == {ivy.reference} and "Southey" not in shown.content.decode()


def test_whoever_was_slower_sees_what_changed_keeps_what_was_typed_and_records_by_one_click(unit):
    discussion = asked(unit, children(unit, "Ivy"))
    url = f"/strategy-discussions/{discussion.reference}/hold/"
    shown = page(unit.manager, url).content.decode()
    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    chair = unit.user(Role.TEAM_MANAGER, name="Helen Okoro")
    perform(
        StrategyDiscussion._rows.get().convene,
        by=chair,
        at=HELD,
        convened_for=at("2027-05-04 14:00"),
        how="video",
        chair=chair,
    )
    answers = {"version": version, "held_at_date": "30 4 2027", "held_at_time": "10:40", "how": "telephone"}
    response = post(unit.manager, url, answers)
    text = unescape(response.content.decode())
    assert response.status_code == 409
    said = words(response)
    assert "The record changed while you were writing" in said and "Helen Okoro" in said
    assert "Accepted and convened" in said and "2pm, Tuesday 4 May 2027" in said and "Video call" in said
    assert (
        'value="30 4 2027"' in text
        and 'value="10:40"' in text
        and StrategyDiscussion._rows.get().state == "CONVENED"
    )
    again = re.search(r'name="version" value="(\d+)"', text)[1]
    assert int(again) > int(version)
    assert post(unit.manager, url, {**answers, "version": again}).status_code == 302
    assert StrategyDiscussion._rows.get().state == "HELD"


def test_the_words_of_a_note_that_came_in_between_are_shown_to_those_who_may_read_them(unit):
    ivy, rowan = children(unit, "Ivy", "Rowan")
    discussion = asked(unit, [ivy, rowan])
    url = f"/strategy-discussions/{discussion.reference}/hold/"
    version = re.search(r'name="version" value="(\d+)"', page(unit.manager, url).content.decode())[1]
    noted = {"by": unit.practitioner, "at": HELD, "happened_at": HELD}
    perform(
        StrategyDiscussion._rows.get().note,
        **noted,
        words="School rang: a second mark on his arm",
        children=[rowan],
    )
    answers = {"version": version, "held_at_date": "30 4 2027", "held_at_time": "10:40", "how": "telephone"}
    response = post(unit.manager, url, answers)
    assert response.status_code == 409 and "School rang: a second mark on his arm" in words(response)
    # Whoever may know of the sister alone reads nothing about the brother.
    found = AuditEvent.of(StrategyDiscussion._rows.get()).filter(version__gt=version)
    (ivy_row,) = StrategyDiscussion._rows.get().children.filter(case=ivy)
    assert [each["words"] for each in changes_since(discussion, found, [ivy_row])] == [""]


def test_an_answer_that_is_no_choice_is_told_the_choices(unit):
    discussion = asked(unit, children(unit, "Ivy"))
    client = Client()
    answers = {"held_at": "2027-04-30T10:40:00+01:00", "how": "maybe", "version": discussion.version}
    url = f"/api/v1/strategy-discussions/{discussion.reference}/hold/"
    with time_machine.travel(NOW, tick=False):
        client.force_login(unit.manager)
        refused = client.post(url, answers, content_type="application/json").json()
    says = "“maybe” is not a choice here. Choose one of: meeting, video, telephone."
    assert refused["reasons"] == [{"pointer": "/how", "says": says}]


def test_a_discussion_is_asked_of_a_team_that_convenes_and_chaired_by_who_may_chair(unit):
    legal, night, officer = unit.team("legal"), unit.out_of_hours, unit.police
    shown = page(unit.practitioner, OPEN).content.decode()
    assert legal.reference not in shown and unit.team("unit").reference in shown
    discussion = asked(unit, children(unit, "Ivy"))
    chairs = page(
        unit.practitioner, f"/strategy-discussions/{discussion.reference}/convene/"
    ).content.decode()
    assert night.reference in chairs and unit.manager.reference in chairs and officer.reference not in chairs
    held = {"held_at_date": "30 4 2027", "held_at_time": "02:10", "how": "telephone"}
    url = f"/strategy-discussions/{discussion.reference}/hold/"
    assert post(night, url, {**held, "version": discussion.version}).status_code == 302
    assert StrategyDiscussion._rows.get().chair == night


def test_why_something_is_late_is_said_by_the_lead_or_a_manager_and_stops_the_escalation_not_the_clock(unit):
    (ivy,) = enquiring(unit, "Ivy")
    case = led(unit, ivy, unit.practitioner)
    now = at("2027-05-06 09:00")
    mine = page(unit.practitioner, now=now).content.decode()
    assert f"/cases/{case.reference}/explain-lateness/?clock=" in mine
    clock = Clock._rows.get(timescale="child-seen", stopped_at__isnull=True)
    url = f"/cases/{case.reference}/explain-lateness/"
    colleague = unit.user(Role.SOCIAL_WORKER, name="Colleague")
    answers = {"clock": clock.pk, "reason": "In hospital until Friday. Visit booked."}
    refused = post(colleague, url, answers, now)
    assert refused.status_code == 409 and "Only the child" in words(refused)
    assert post(unit.practitioner, url, answers, now).status_code == 302
    clock.refresh_from_db()
    assert clock.late_reason.startswith("In hospital") and clock.stopped_at is None
    assert "Reason given: In hospital until Friday." in words(page(unit.manager, "/?whose=team", now=now))
    in_time = Clock._rows.get(timescale="initial-conference")
    assert post(unit.practitioner, url, {**answers, "clock": in_time.pk}, now).status_code == 400


def test_a_record_leads_back_to_its_children_and_to_protection(unit):
    ivy, rowan = enquiring(unit, "Ivy", "Rowan")
    discussion = StrategyDiscussion._rows.get()
    text = page(unit.practitioner, f"/strategy-discussions/{discussion.reference}/").content.decode()
    for case in (ivy, rowan):
        assert f'href="/cases/{case.reference}/"' in text
    assert "/emergency-protections/open/record-police-protection/" in text
    perform(discussion.invite, by=unit.manager, at=HELD, agency=unit.agency("education"))
    teacher = unit.user(Role.AGENCY_PROFESSIONAL, agency="education", team=None)
    invited = page(teacher, f"/strategy-discussions/{discussion.reference}/").content.decode()
    assert "Ivy" in invited and ivy.reference not in invited, "asked into the discussion, not into the case"


def test_the_case_page_leads_only_where_one_may_go(unit):
    (ivy,) = enquiring(unit, "Ivy")
    case = Case._rows.get(pk=ivy.pk)
    client = Client()
    for reader in (unit.practitioner, unit.manager, unit.out_of_hours):
        text = page(reader, f"/cases/{case.reference}/").content.decode()
        with time_machine.travel(NOW, tick=False):
            client.force_login(reader)
            for link in set(re.findall(r'<a [^>]*href="(/[^"]*)"', text)):
                assert client.get(unescape(link)).status_code == 200, link


def test_a_link_answers_with_references_and_never_with_words(unit):
    """Whoever sends a link must not put reasons under the name of the one who follows it."""
    (ivy,) = children(unit, "Ivy")
    shown = page(
        unit.practitioner, f"{OPEN}?case={ivy.reference}&reason=Nothing+to+see+here"
    ).content.decode()
    assert re.search(rf'value="{ivy.reference}"[^>]*checked', shown)
    assert "Nothing to see here" not in shown


@pytest.mark.parametrize("role", [Role.CONFERENCE_ADMINISTRATOR, Role.LEGAL_ADVISER, Role.POLICE_OFFICER])
def test_no_link_leads_its_reader_to_a_refusal(unit, role):
    (ivy,) = enquiring(unit, "Ivy")
    perform(ivy.child.add_service, by=unit.manager, at=HELD, kind="gp", agency=unit.agency("health"))
    reader, client = unit.user(role), Client()
    missing = perform(
        MissingEpisode().record_missing, by=unit.manager, at=HELD, cases=[ivy], missing_since=HELD
    )
    discussion, enquiry = StrategyDiscussion._rows.get(), Section47Enquiry._rows.get()
    refused, followed = {}, set()
    with time_machine.travel(NOW, tick=False):
        client.force_login(reader)
        for start in (
            "/",
            "/dates/",
            *(url_of(each) for each in (ivy, ivy.child, missing, discussion, enquiry)),
        ):
            for link in re.findall(r'<a [^>]*href="(/[^"#]*)"', client.get(start).content.decode()):
                if link not in followed:
                    followed.add(link)
                    refused |= {link: start} if client.get(unescape(link)).status_code != 200 else {}
    assert refused == {}
