"""The pages of a conference with real records: nothing that axe finds, no sideways scrolling, at a desk and a phone."""

import time_machine

from tests.browser.test_ordinary_pages import DESK, PHONE, sign_in
from tests.conferences.meeting import booked, chair, decide, held, office, plan, seen, views
from tests.strategy.family import child, enquiry
from tests.unit_of_people import Unit, at
from workflow.perform import perform


def a_conference(unit: Unit):
    """Two children, parents apart, a report missing; one decided, the other not yet."""
    ivy, rowan = child(unit, "Ivy", born=at("2018-01-05 09:00").date()), child(unit, "Rowan")
    enquiry(unit, ivy, rowan)
    seen(unit, rowan)
    conference = booked(unit, ivy, rowan)
    when, by = at("2027-05-10 11:00"), office(unit)
    for kind in ("police", "health", "education"):
        perform(conference.invite, by=by, at=when, agency=unit.agency(kind), knows_directly=True)
    for name, relationship, more in (
        ("Leanne Harcastle", "mother", {"comes_from": at("2027-05-24 10:00").time()}),
        (
            "Dean Marsh",
            "father of Ivy",
            {"apart_because": "He must not be near Leanne: non-molestation order"},
        ),
    ):
        perform(
            conference.invite_person,
            by=by,
            at=when,
            name=name,
            role="parent",
            relationship=relationship,
            **more,
        )
    perform(
        conference.say_who_must_not_meet,
        by=unit.practitioner,
        at=when,
        words="Dean and Leanne. Dean joins by video from the north office at 11.30am; nobody tells him the room.",
    )
    report = {
        "said_by": "PC Lowe",
        "text": "Two calls to the house in April; Ivy was upstairs both times.",
        "own_words": "He shouts and then it is quiet",
        "family_may_know": "yes",
        "children": [ivy, rowan],
    }
    perform(conference.contribute, by=unit.manager, at=when, agency=unit.agency("police"), **report)
    perform(conference.receive_report, by=by, at=when, agency=unit.agency("education"), received_at=when)
    people = {each.name: each for each in conference.invitedperson_rows.all()}
    shared = {"by": unit.practitioner, "at": at("2027-05-19 15:00"), "by_whom": "Nadia Rahim"}
    perform(
        conference.share_report,
        person=people["Leanne Harcastle"],
        shared_at=at("2027-05-19 14:00"),
        part="Without what is said of Dean's whereabouts",
        **shared,
    )
    held(unit, conference, "2027-05-24 10:00", here=("social-care", "police", "education"))
    views(unit, conference, "2027-05-24 11:00", ivy, agencies=("social-care", "police", "education"))
    said = plan(
        further_categories=["EMO"],
        outline="Hit with a belt; nobody hits Ivy",
        lead_practitioner=unit.practitioner,
    )
    decide(unit, conference, "make_plans", "2027-05-24 12:00", {ivy: said})
    return conference


def test_a_conference_can_be_read_at_a_desk_and_on_a_phone(chromium_page, assert_accessible):
    unit = Unit()
    conference = a_conference(unit)
    page, record = chromium_page, f"/conferences/{conference.reference}/"
    with time_machine.travel(at("2027-05-24 12:30"), tick=True):
        sign_in(page, chair(unit))
        for address in (
            record,
            f"{record}make-plans/",
            f"{record}decide-child-in-need/",
            f"{record}exclude-person/",
            "/conferences/open/request/",
        ):
            page.goto(address)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size)
                assert_accessible(page)
        page.goto(f"{record}make-plans/")
        assert page.locator("input[name$=-category]:checked").count() == 0, "no category is preset"
