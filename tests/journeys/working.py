"""What a unit does on most days, said once for the journeys: each function is a row of steps through a door."""

import datetime as dt

from tests.conferences.meeting import chair, office
from tests.journeys.doors import Door

SAFE = {
    "sleeps_where": "With the aunt, Marta Wilk",
    "sleeps_with": "Marta Wilk",
    "legal_basis": "family-arrangement",
    "safety_agreed_by": "Leanne Harcastle and the team manager",
    "parental_agreement": "Leanne Harcastle agrees",
    "carer_checks": "Police and social care records read",
    "parents_told": "Mother told by the practitioner, at home",
}


def ready(door: Door, why: str, *, medical: str = "needed") -> dict:
    """The light set of answers that every child of a discussion is owed."""
    return {
        **SAFE,
        "threshold_why": why,
        "who_sees": "The lead practitioner",
        "to_be_seen_at": door.now,
        "medical": medical,
        "medical_why": "Marks described by the school",
        "identity_and_culture": "Speaks English and Polish",
    }


def receive(door: Door, body: dict) -> str:
    """A referral arrives; within the hour a person has looked at it for danger."""
    reference = door.refer(body)
    door.take(
        "referrals",
        reference,
        "look_for_danger",
        door.unit.front_door,
        look="nothing-seen",
        words="Read whole; the children are where the caller says.",
    )
    return reference


def screen(door: Door, referral: str) -> dict[str, str]:
    """Say who each child is and open the cases. Returns each child's name to the reference of the case."""
    unit = door.unit
    door.take("referrals", referral, "screen", unit.front_door)
    rows = door.rows("referrals", referral, unit.front_door)
    door.take("referrals", referral, "identify", unit.front_door, children={row: {} for row in rows.values()})
    door.take(
        "referrals",
        referral,
        "open_cases",
        unit.front_door,
        children=list(rows.values()),
        team=unit.team("front-door"),
    )
    return cases(door, "referrals", referral)


def cases(door: Door, resource: str, reference: str) -> dict[str, str]:
    rows = door.read(resource, reference, door.unit.service_manager)["children"]
    return {row["name"].split()[0]: row["case"] for row in rows}


def rows(door: Door, resource: str, reference: str) -> dict[str, str]:
    """First name to the row of the child in this record."""
    return {
        name.split()[0]: row
        for name, row in door.rows(resource, reference, door.unit.service_manager).items()
    }


def decide(door: Door, referral: str, *names: str, step: str = "decide_strategy_and_assessment") -> None:
    """A manager decides for the children named."""
    known = rows(door, "referrals", referral)
    why = {known[name]: {"decided_why": f"What was said about {name}."} for name in names}
    door.take(
        "referrals",
        referral,
        step,
        door.unit.manager,
        children=why,
        team=door.unit.team("unit"),
        reason="Reasonable cause to suspect significant harm",
    )


def discuss(
    door: Door,
    cases: list[str],
    *,
    review: bool = False,
    absent: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    how: str = "meeting",
) -> str:
    """A discussion is asked for, convened and held, with social care, police, health and the school in it."""
    unit = door.unit
    reference = door.open(
        "strategy-discussions",
        unit.practitioner,
        cases=cases,
        team=unit.team("unit"),
        reason="Marks on an arm, and what a child said",
        injury_or_sexual_harm=True,
        review=review,
    )
    usual = ("social-care", "police", "health", "education")
    there = [kind for kind in (*usual, *also) if kind not in absent]
    door.take(
        "strategy-discussions",
        reference,
        "convene",
        unit.practitioner,
        convened_for=door.now,
        how=how,
        chair=unit.manager,
    )
    for kind in there:
        door.take(
            "strategy-discussions",
            reference,
            "record_attendance",
            unit.practitioner,
            agency=unit.agency(kind),
            attendance="here",
            whom=f"Somebody of {kind}",
        )
    door.take(
        "strategy-discussions", reference, "hold", unit.manager, held_at=door.now, how=how, chair=unit.manager
    )
    return reference


def contribute(door: Door, resource: str, reference: str, names: list[str]) -> None:
    """Police, health and the school say what they know, each under their own name."""
    known = rows(door, resource, reference)
    for user, kind, text in (
        (door.unit.police, "police", "Three calls to the address since January."),
        (door.unit.health, "health", "Two appointments to which the children were not brought."),
        (door.unit.school, "education", "Quiet since Easter; talks to the class teacher."),
    ):
        door.take(
            resource,
            reference,
            "contribute",
            user,
            children=[known[name] for name in names],
            agency=door.unit.agency(kind),
            said_by=user.name,
            text=text,
            family_may_know="ask-first",
        )


def agree(door: Door, discussion: str, *names: str) -> None:
    known = rows(door, "strategy-discussions", discussion)
    door.take(
        "strategy-discussions",
        discussion,
        "agree_enquiries",
        door.unit.manager,
        enquirers="joint",
        children={known[name]: {"threshold_why": f"{name}: own account, and the marks"} for name in names},
    )


def issue(door: Door, discussion: str, *names: str) -> None:
    """The record goes to the agencies once every child's answers stand."""
    known = rows(door, "strategy-discussions", discussion)
    door.take(
        "strategy-discussions",
        discussion,
        "record_facts",
        door.unit.practitioner,
        children={known[name]: ready(door, f"{name}: own account, and the marks") for name in names},
    )
    door.take("strategy-discussions", discussion, "issue_record", door.unit.practitioner, issued_at=door.now)


def views(
    door: Door,
    resource: str,
    reference: str,
    names: list[str],
    view: str,
    words: str,
    *,
    absent: tuple[str, ...] = (),
) -> None:
    known = rows(door, resource, reference)
    people = {
        "social-care": door.unit.practitioner,
        "police": door.unit.police,
        "health": door.unit.health,
        "education": door.unit.school,
    }
    for kind, user in people.items():
        if kind in absent:
            continue
        door.take(
            resource,
            reference,
            "give_view",
            user,
            children=[known[name] for name in names],
            agency=door.unit.agency(kind),
            view=view,
            words=words,
        )


def enquire(door: Door, enquiry: str, *names: str, mother: str = "Leanne Harcastle") -> None:
    """Seen alone, heard, at home, the parents, the chronology: for each child its own facts."""
    unit, known = door.unit, rows(door, "section-47-enquiries", enquiry)
    own = {name: known[name] for name in names}

    def take(step, by=unit.practitioner, **answers):
        door.take("section-47-enquiries", enquiry, step, by, **answers)

    take(
        "record_seen",
        happened_at=door.now,
        how="elsewhere",
        place="School",
        by_whom=unit.practitioner.name,
        children={
            row: {"seen": "alone", "observed": f"{name} drew while talking."} for name, row in own.items()
        },
    )
    for name, row in own.items():
        take(
            "record_own_words",
            children=[row],
            happened_at=door.now,
            words=f"I am {name} and I want it to stop.",
            question="Tell me about home.",
            to_whom=unit.practitioner.name,
            place="School",
            alone=True,
        )
    take(
        "record_home",
        happened_at=door.now,
        place="14 Alder Close",
        by_whom=unit.practitioner.name,
        home="Warm; food in",
        who_was_there=mother,
        children={
            row: {"sleeping_place_seen": True, "sleeping_place": f"{name}'s own bed"}
            for name, row in own.items()
        },
    )
    take(
        "record_parents_spoken",
        who=f"{mother}, mother",
        happened_at=door.now,
        by_whom=unit.practitioner.name,
        told=True,
        words="She was told of the enquiry and answered.",
        children={row: {"responsibility": "held"} for row in own.values()},
    )
    take(
        "record_identity",
        children={row: {"identity_and_culture": f"{name}: English and Polish"} for name, row in own.items()},
    )
    take("read_chronology", children=list(own.values()), by_whom="Practitioner, police and health together")
    take(
        "analyse",
        children={
            row: {
                "harm_analysis": f"{name}: hit, and frightened",
                "protective_factors": "Aunt Marta",
                "avoidance": "Looked for, not found",
                "medical_outcome": "Marks as described",
            }
            for name, row in own.items()
        },
    )


def propose(door: Door, enquiry: str, outcome: str, *names: str, conference: str = "needed") -> None:
    known = rows(door, "section-47-enquiries", enquiry)
    for name in names:  # reasons are never shared
        door.take(
            "section-47-enquiries",
            enquiry,
            "propose_outcome",
            door.unit.practitioner,
            children={
                known[name]: {
                    "outcome": outcome,
                    "outcome_why": f"{name}'s own account, and what was seen",
                    "rests_on": ["own-words", "agencies"],
                    "conference": conference,
                    "protection": "Stays with the aunt",
                }
            },
        )


def enquiry_of(case: str) -> str:
    """The reference of the section 47 enquiry that runs for this child, or ran last."""
    from strategy.models import Section47Child

    row = Section47Child._rows.filter(case__subject__reference=case).order_by("-pk").first()
    assert row, "no enquiry"
    return row.stage.reference


def assessment_of(case: str) -> str:
    from referrals.models import AssessmentChild

    row = AssessmentChild._rows.filter(case__subject__reference=case).order_by("-pk").first()
    assert row, "no assessment"
    return row.stage.reference


# From the enquiry to the end of a plan: medical, interview, conference, plan

HERE = ("social-care", "police", "health", "education")


def conferences_team(door: Door):
    """Chair and administrator of the conference service; the team exists before anybody asks it for anything."""
    return chair(door.unit), office(door.unit)


def approve_outcome(door: Door, enquiry: str, *names: str, by=None) -> None:
    known = rows(door, "section-47-enquiries", enquiry)
    door.take(
        "section-47-enquiries",
        enquiry,
        "approve_outcome",
        by or door.unit.manager,
        children=[known[name] for name in names],
        comment="Agreed, on each child's own account",
    )


def sign_policy(door: Door, policy: str, value: str, from_on: str) -> None:
    """A partnership's decision, signed: one proposes it, another approves it."""
    made = door.open(
        "local-policies",
        door.unit.manager,
        policy=policy,
        value=value,
        signed_by="The three safeguarding partners",
        from_on=from_on,
        reason="Agreed at the partnership",
    )
    door.take("local-policies", made, "approve", door.unit.service_manager)


def sign_length(door: Door, code: str, variant: str, number: int, from_on: str) -> None:
    """The area's own length of a timescale, for what happens from a day on."""
    made = door.open(
        "local-timescales",
        door.unit.manager,
        code=code,
        variant=variant,
        number=number,
        unit_of_time="working days",
        from_on=from_on,
        also_running=False,
        reason="What our hospital can do",
    )
    door.take("local-timescales", made, "approve", door.unit.service_manager)


def ask_medical(door: Door, case: str, kind: str, discussion: str | None = None, **more) -> str:
    asked = {"discussion": discussion} if discussion else {}
    return door.open(
        "medicals",
        door.unit.practitioner,
        case=case,
        type=kind,
        asked_of=door.unit.agency("health"),
        **{"allegation": "As said at the discussion", **asked, **more},
    )


def examine(door: Door, medical: str, **more) -> None:
    """The child is examined now; consent to each part is recorded, and what was found."""
    health = door.unit.health
    door.take(
        "medicals", medical, "attend", health, examined_at=door.now, clinician="Dr Osei, consultant", **more
    )
    door.take(
        "medicals",
        medical,
        "record_consent",
        health,
        parts=["examination", "photographs", "samples", "sharing"],
        given=True,
        by_right="responsibility",
        who="The mother",
        how="In writing",
        happened_at=door.now,
    )


def give_opinion(door: Door, medical: str, opinion: str, words: str, *, report: bool = False) -> None:
    step, moment = ("issue_report", "issued_at") if report else ("give_preliminary_opinion", "given_at")
    door.take(
        "medicals",
        medical,
        step,
        door.unit.health,
        opinion=opinion,
        words=words,
        told="The lead practitioner and DS Pell",
        **{moment: door.now},
    )


def ask_conference(door: Door, cases: list[str], purpose: str = "initial", **more) -> str:
    conferences_team(door)
    return door.open(
        "conferences",
        door.unit.practitioner,
        cases=cases,
        purpose=purpose,
        reason="Significant harm is likely to go on",
        **more,
    )


def book_conference(door: Door, conference: str, planned_for: dt.datetime, *, agencies=HERE) -> None:
    """Every agency invited owes a report; the parents see the unit's own before the day."""
    independent, administrator = conferences_team(door)
    for kind in agencies:
        door.take(
            "conferences",
            conference,
            "invite",
            administrator,
            agency=door.unit.agency(kind),
            knows_directly=True,
        )
    door.take(
        "conferences",
        conference,
        "schedule",
        administrator,
        planned_for=planned_for,
        how="meeting",
        chair=independent,
    )


def reports_come(door: Door, conference: str, *, agencies=HERE) -> None:
    for kind in agencies:
        door.take(
            "conferences",
            conference,
            "receive_report",
            office(door.unit),
            agency=door.unit.agency(kind),
            received_at=door.now,
            main_points=f"What {kind} knows",
        )


def parents_read_the_report(door: Door, conference: str, *names: str) -> None:
    """Each parent is invited, and has the report now."""
    from conferences.models import InvitedPerson

    for name in names:
        door.take("conferences", conference, "invite_person", office(door.unit), name=name, role="parent")
    for person in InvitedPerson._rows.filter(stage__subject__reference=conference):
        door.take(
            "conferences",
            conference,
            "share_report",
            door.unit.practitioner,
            person=str(person.pk),
            shared_at=door.now,
            by_whom=door.unit.practitioner.name,
        )


def hold_conference(door: Door, conference: str, *, here=HERE) -> None:
    door.take(
        "conferences",
        conference,
        "hold",
        chair(door.unit),
        held_at=door.now,
        how="meeting",
        here=[door.unit.agency(kind) for kind in here],
    )


def say_views(door: Door, conference: str, names: list[str], view: str = "for", *, agencies=HERE) -> None:
    """What each agency says of each child, written down in the room."""
    known = rows(door, "conferences", conference)
    for kind in agencies:
        door.take(
            "conferences",
            conference,
            "write_down_view",
            office(door.unit),
            children=[known[name] for name in names],
            agency=door.unit.agency(kind),
            view=view,
            words=f"As {kind} sees it",
            said_by=f"Somebody of {kind}",
        )


def whole_decision(door: Door, category: str, why: str, core_group_on: str, **more) -> dict:
    """All that a plan needs from its conference: who leads, the core group, the risk and the change."""
    return {
        "category": category,
        "why": why,
        "lead_practitioner": door.unit.practitioner,
        "core_group": "The parents, health, school or nursery",
        "core_group_on": core_group_on,
        "outline": "Nobody is hurt again; whoever hurt keeps away",
        "contingency": "Legal planning within the week",
        "previous_plans": 0,
        **more,
    }


def plan_of(case: str) -> str:
    """The reference of the child protection plan that runs for this child, or ran last."""
    from conferences.models import ChildProtectionPlanChild

    row = ChildProtectionPlanChild._rows.filter(case__subject__reference=case).order_by("-pk").first()
    assert row, "no plan"
    return row.stage.reference


def notice_and_minutes(door: Door, conference: str, notice_on: str, minutes_on: str) -> None:
    """What follows a conference: notice, minutes drafted, approved by the chair, circulated."""
    independent, administrator = conferences_team(door)

    def take(step, by=administrator, **answers):
        door.take("conferences", conference, step, by, **answers)

    door.on(notice_on)
    take("send_notice", sent_at=door.now, to_whom="Parents and each agency")
    door.on(minutes_on)
    take("draft_minutes", words="Who said what, and what was decided for each child.")
    take("approve_minutes", by=independent)
    take("circulate_minutes", circulated_at=door.now, to_whom="Parents and each agency")


def visit_plan(door: Door, plan: str, *names: str, **more) -> None:
    known = rows(door, "plans", plan)
    door.take(
        "plans",
        plan,
        "record_visit",
        door.unit.practitioner,
        **{"happened_at": door.now, "how": "home", "place": "At home", "by_whom": "The lead", **more},
        children={known[name]: {"seen": "alone"} for name in names},
    )
