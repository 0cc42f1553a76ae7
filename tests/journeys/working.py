"""What a unit does on most days, said once for the journeys: each function is a row of steps through a door."""

from datetime import UTC, timedelta

from tests.journeys.doors import Door, due_of, met_of

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
    assert due_of(reference, "first-risk-look") == [
        (door.now + timedelta(hours=1)).astimezone(UTC).isoformat()
    ]
    assert met_of(reference, "first-risk-look") == [door.now.date().isoformat()]
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
    found = cases(door, "referrals", referral)
    for case in found.values():
        safe_tonight(door, case)
    return found


def safe_tonight(door: Door, case: str) -> None:
    """On the first day, for each child: where the child sleeps, with whom, agreed by whom, on what legal basis."""
    door.take(
        "cases",
        case,
        "record_sleeping_place",
        door.unit.front_door,
        where="At the aunt's, Marta Wilk",
        with_whom="Marta Wilk",
        agreed_by="The mother and the duty manager",
        legal_basis="family-arrangement",
        from_at=door.now,
    )


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


def enquire(
    door: Door, enquiry: str, *names: str, mother: str = "Leanne Harcastle", who_else: str = ""
) -> None:
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
            row: {"seen": "alone", "observed": f"{name} drew while talking.", "who_else": who_else}
            for name, row in own.items()
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
