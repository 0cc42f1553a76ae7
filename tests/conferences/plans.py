"""Plans as tests begin them: a conference asked for, held and decided by an independent chair; all by steps."""

from conferences.models import ChildProtectionPlan, Conference
from cpu.models import User
from cpu.roles import Role
from people.models import Case
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform

SEEN = {"how": "home", "place": "At home", "by_whom": "Nadia Rahim"}


def chair(unit: Unit) -> User:
    return unit.user(Role.CONFERENCE_CHAIR, team="conferences")


def held(
    unit: Unit, *cases: Case, when: str, purpose: str = "initial", here=("social-care",), **asked
) -> Conference:
    """A conference of these children, asked for the day before by the practitioner and held by the chair."""
    unit.team("conferences")
    asking = {
        "purpose": purpose,
        "reason": "The enquiry's outcome",
        "team": unit.team("conferences"),
        **asked,
    }
    asked_for = perform(Conference().request, by=unit.practitioner, at=at(when), cases=list(cases), **asking)
    return perform(
        asked_for.hold,
        by=chair(unit),
        at=at(when),
        held_at=at(when),
        how="meeting",
        here=[unit.agency(kind) for kind in here],
        inquorate_because="A small unit of tests",
    )


def decided(
    unit: Unit, conference: Conference, *cases: Case, step: str = "make_plans", **facts
) -> Conference:
    """For each child a category and reasons of its own; `facts` for all of them."""
    said = {"category": "PHY", "lead_practitioner": unit.practitioner, "outline": "Hurt by an adult", **facts}
    children = [ChildAnswers(case, {"why": f"Because of {case.reference}", **said}) for case in cases]
    by = chair(unit)
    return perform(getattr(conference, step), by=by, at=conference.held_at, children=children)


def plan(
    unit: Unit, *cases: Case, when: str = "2027-01-18 10:00", asked=None, **facts
) -> ChildProtectionPlan:
    decided(unit, held(unit, *cases, when=when, **(asked or {})), *cases, **facts)
    return ChildProtectionPlan._rows.get(children__case=cases[0], children__state="OUTLINE")


def review(unit: Unit, *cases: Case, when: str, step: str = "continue_plans", **facts) -> Conference:
    conference = held(unit, *cases, when=when, purpose="review")
    return decided(unit, conference, *cases, step=step, **facts)


def visit(record, unit: Unit, *cases: Case, when: str, recorded: str = "", seen: str = "alone", **more):
    """One recording; `more` is of the visit, and `facts` of each child."""
    facts = {"seen": seen, **more.pop("facts", {})}
    return perform(
        record.record_visit,
        by=unit.practitioner,
        at=at(recorded or when),
        children=[ChildAnswers(case, facts) for case in cases],
        happened_at=at(when),
        **{**SEEN, **more},
    )


def core_group(
    record, unit: Unit, *cases: Case, when: str, step: str = "hold_core_group", recorded: str = "", **more
):
    return perform(
        getattr(record, step),
        by=unit.practitioner,
        at=at(recorded or when),
        children=list(cases),
        held_at=at(when),
        **{"here": [unit.agency(kind) for kind in ("social-care", "health", "education")], **more},
    )


def signed(unit: Unit, policy: str, value: str, from_on, until_on=None) -> None:
    """A policy that the partners signed, approved by a second person."""
    from unit.models import LocalPolicy

    asked = {"policy": policy, "value": value, "signed_by": "The three partners", "reason": "Practice"}
    made = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at(f"{from_on} 09:00"),
        from_on=from_on,
        until_on=until_on,
        **asked,
    )
    perform(made.approve, by=unit.service_manager, at=at(f"{from_on} 10:00"))
