"""Conferences as tests of this floor begin: everything by steps."""

from conferences.models import Conference
from cpu.roles import Role
from people.models import Case
from strategy.models import Section47Enquiry
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform

AGENCIES = ("social-care", "police", "health", "education")


def chair(unit: Unit, name: str = "Ruth Amadi"):
    return unit.user(Role.CONFERENCE_CHAIR, team="conferences", name=name)


def office(unit: Unit):
    return unit.user(Role.CONFERENCE_ADMINISTRATOR, team="conferences")


def asked(
    unit: Unit, *cases: Case, when: str = "2027-05-10 10:00", purpose: str = "initial", **more
) -> Conference:
    chair(unit)
    return perform(
        Conference().request,
        by=unit.practitioner,
        at=at(when),
        cases=list(cases),
        purpose=purpose,
        reason="Likely to go on",
        **more,
    )


def booked(
    unit: Unit, *cases: Case, for_: str = "2027-05-24 10:00", when: str = "2027-05-10 10:00", **more
) -> Conference:
    conference = asked(unit, *cases, when=when, **more)
    return book(unit, conference, for_, when)


def book(unit: Unit, conference: Conference, for_: str, when: str, **more) -> Conference:
    answers = {"how": "meeting", "chair": chair(unit), **more}
    return perform(conference.schedule, by=office(unit), at=at(when), planned_for=at(for_), **answers)


def held(unit: Unit, conference: Conference, when: str, here=AGENCIES, **more) -> Conference:
    return perform(
        conference.hold,
        by=chair(unit),
        at=at(when),
        held_at=at(when),
        how="meeting",
        here=[unit.agency(kind) for kind in here],
        **more,
    )


def seen(unit: Unit, case: Case, when: str = "2027-05-12 14:00") -> None:
    """In person and alone, in the child's open enquiry."""
    enquiry = Section47Enquiry._rows.get(children__case=case, children__state="OPEN", state="OPEN")
    perform(
        enquiry.record_seen,
        by=unit.practitioner,
        at=at(when),
        happened_at=at(when),
        how="elsewhere",
        place="School",
        by_whom="Nadia Rahim",
        children=[ChildAnswers(case, {"seen": "alone"})],
    )


def views(unit: Unit, conference: Conference, when: str, *cases: Case, agencies=AGENCIES, view: str = "for"):
    """Each agency's own view on each child, written down as said in the room."""
    for kind in agencies:
        perform(
            conference.write_down_view,
            by=office(unit),
            at=at(when),
            agency=unit.agency(kind),
            view=view,
            words=f"As {kind} sees it",
            said_by="Who spoke",
            children=list(cases),
        )


def plan(category: str = "PHY", why: str = "Two injuries, and nobody could say how", **more) -> dict:
    return {"category": category, "why": why, **more}


def decide(
    unit: Unit, conference: Conference, step: str, when: str, facts: dict[Case, dict], by=None, **more
):
    return perform(
        getattr(conference, step),
        by=by or chair(unit),
        at=at(when),
        children=[ChildAnswers(case, said) for case, said in facts.items()],
        **more,
    )
