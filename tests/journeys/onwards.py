"""The second half of the pathway, said once for the journeys: from the enquiry's outcome to the end of a plan."""

from datetime import date

from conferences.models import ChildProtectionPlan
from cpu.models import User
from cpu.roles import Role
from tests.journeys.doors import Door
from tests.journeys.working import rows
from tests.unit_of_people import Unit, at

AT_THE_TABLE = ("social-care", "police", "health", "education")


def chair_of(unit: Unit) -> User:
    """Independent of every child: no worker, no manager, no chair of a discussion."""
    return unit.user(Role.CONFERENCE_CHAIR, team="conferences", name="Ruth Amadi")


def office_of(unit: Unit) -> User:
    return unit.user(Role.CONFERENCE_ADMINISTRATOR, team="conferences")


def family_worker(unit: Unit) -> User:
    return unit.user(Role.FAMILY_HELP_PRACTITIONER, team="family-help", name="Tom Bright")


def facts(door: Door, resource: str, reference: str) -> dict[str, dict]:
    """First name to the state and the facts of the child's row, as the API says them."""
    said = door.read(resource, reference, door.unit.service_manager)["children"]
    return {row["name"].split()[0]: {"state": row["state"], **row["facts"]} for row in said}


def ask_for_medical(
    door: Door, case: str, discussion: str = "", *, kind: str = "acute-physical", **more
) -> str:
    """Of the hospital's paediatric service, from the discussion where there is one."""
    return door.open(
        "medicals",
        door.unit.practitioner,
        case=case,
        type=kind,
        allegation="“He hit me”: marks on the upper arm",
        asked_of=door.unit.agency("health"),
        **({"discussion": discussion} if discussion else {}),
        **more,
    )


def examine(
    door: Door,
    medical: str,
    *,
    opinion: str = "inconsistent",
    findings: str = "Two oval marks, 20 mm, on the outer upper arm",
    words: str = "A fall does not make these marks",
    **more,
) -> None:
    """Consent in parts, the whole child examined, an opinion in writing before the child leaves."""
    doctor = paediatrician(door.unit)

    def take(step, **answers):
        door.take("medicals", medical, step, doctor, **answers)

    consent = {"by_right": "responsibility", "who": "The mother", "how": "In writing"}
    take(
        "record_consent",
        parts=["examination", "photographs", "sharing"],
        given=True,
        happened_at=door.now,
        **consent,
    )
    there = {"place": "Wexmoor General", "photographs_taken": True, **more}
    take("attend", examined_at=door.now, clinician=doctor.name, **there)
    take(
        "record_findings",
        findings=findings,
        not_examined="None: the whole child was examined",
    )
    take(
        "give_preliminary_opinion",
        opinion=opinion,
        words=words,
        given_at=door.now,
        told=f"{door.unit.practitioner.name}; {door.unit.police.name}",
    )


def report_medical(
    door: Door,
    medical: str,
    *,
    opinion: str = "inconsistent",
    words: str = "Marks as of a grip; no medical cause",
    close: bool = True,
) -> None:
    """The report; with that the medical is done, unless something is still to be looked at."""
    told = "Social worker, officer, GP; the mother was told what it says"
    door.take(
        "medicals",
        medical,
        "issue_report",
        paediatrician(door.unit),
        opinion=opinion,
        words=words,
        issued_at=door.now,
        told=told,
    )
    if close:
        door.take("medicals", medical, "close", door.unit.practitioner)


def paediatrician(unit: Unit) -> User:
    return unit.user(Role.PAEDIATRICIAN, agency="health", team=None, name="Dr Imani Osei")


def invite_school(door: Door, resource: str, reference: str) -> None:
    """The school belongs to no team of the unit: it sees what it is asked into."""
    agency, whom = door.unit.agency("education"), door.unit.school.name
    door.take(resource, reference, "invite", door.unit.practitioner, agency=agency, whom=whom)


def book_provisionally(door: Door, enquiry: str, day: str, *names: str) -> None:
    """From day one: the conference service keeps the day before anybody knows whether it is needed."""
    known = rows(door, "section-47-enquiries", enquiry)
    door.take(
        "section-47-enquiries",
        enquiry,
        "book_conference_provisionally",
        door.unit.practitioner,
        children=[known[name] for name in names],
        planned_on=date.fromisoformat(day),
        chair=chair_of(door.unit).name,
    )


def approve(door: Door, enquiry: str, *names: str) -> None:
    known = rows(door, "section-47-enquiries", enquiry)
    door.take(
        "section-47-enquiries",
        enquiry,
        "approve_outcome",
        door.unit.manager,
        children=[known[name] for name in names],
        comment="The account is consistent",
    )


def ask_for_conference(door: Door, *cases: str, purpose: str = "initial", **more) -> str:
    """By the practitioner; the conference service sees it from then on."""
    chair_of(door.unit), office_of(door.unit)
    return door.open(
        "conferences",
        door.unit.practitioner,
        cases=list(cases),
        purpose=purpose,
        reason="Significant harm is likely to go on",
        **more,
    )


def schedule(door: Door, conference: str, moment: str, kinds=AT_THE_TABLE) -> None:
    """For a day and a time, by an independent chair; each agency is invited and owes its report."""
    for kind in kinds:
        door.take(
            "conferences",
            conference,
            "invite",
            office_of(door.unit),
            agency=door.unit.agency(kind),
            knows_directly=True,
        )
    door.take(
        "conferences",
        conference,
        "schedule",
        office_of(door.unit),
        planned_for=at(moment),
        how="meeting",
        chair=chair_of(door.unit),
    )


def invite_parent(door: Door, conference: str, name: str, **more) -> str:
    """Returns what names this person in the steps of the conference."""
    door.take(
        "conferences", conference, "invite_person", office_of(door.unit), name=name, role="parent", **more
    )
    people = door.read("conferences", conference, office_of(door.unit))["people"]
    return next(str(each["id"]) for each in people if each["name"] == name)


def report_to_conference(door: Door, conference: str, *names: str, kinds=AT_THE_TABLE) -> None:
    """Each agency reports under its own name, about each child."""
    unit, known = door.unit, rows(door, "conferences", conference)
    for kind, user, text in (
        ("social-care", unit.practitioner, "The enquiry, what the child says, and what was seen."),
        ("police", unit.police, "Three calls to the address; a man is on bail."),
        ("health", unit.health, "Two appointments missed; growth as expected."),
        ("education", unit.school, "Present, quiet, and talks to the class teacher."),
    ):
        if kind in kinds:
            door.take(
                "conferences",
                conference,
                "contribute",
                user,
                children=[known[name] for name in names],
                agency=unit.agency(kind),
                said_by=user.name,
                text=text,
                family_may_know="yes",
            )


def reports_come(door: Door, conference: str, kinds=AT_THE_TABLE) -> None:
    """On paper, as most still do."""
    for kind in kinds:
        door.take(
            "conferences",
            conference,
            "receive_report",
            office_of(door.unit),
            agency=door.unit.agency(kind),
            received_at=door.now,
            main_points=f"What {kind} knows",
        )


def share_report(door: Door, conference: str, person: str, *, part: str = "") -> None:
    door.take(
        "conferences",
        conference,
        "share_report",
        door.unit.practitioner,
        person=person,
        shared_at=door.now,
        by_whom=door.unit.practitioner.name,
        part=part,
    )


def hold_conference(door: Door, conference: str, kinds=AT_THE_TABLE) -> None:
    here = [door.unit.agency(kind) for kind in kinds]
    door.take(
        "conferences", conference, "hold", chair_of(door.unit), held_at=door.now, how="meeting", here=here
    )


def write_down_views(door: Door, conference: str, *names: str, view: str = "for", kinds=AT_THE_TABLE) -> None:
    """What each agency says of each child, written down in the room under the name of whoever spoke."""
    known = rows(door, "conferences", conference)
    for kind in kinds:
        door.take(
            "conferences",
            conference,
            "write_down_view",
            office_of(door.unit),
            children=[known[name] for name in names],
            agency=door.unit.agency(kind),
            view=view,
            words=f"As {kind} sees it",
            said_by=f"Somebody of {kind}",
        )


def decide_at_conference(door: Door, conference: str, step: str, **facts: dict) -> None:
    """The chair decides; for each child named its own answers."""
    known = rows(door, "conferences", conference)
    children = {known[name]: said for name, said in facts.items()}
    door.take("conferences", conference, step, chair_of(door.unit), children=children)


def subject_of_a_plan(door: Door, category: str, why: str, **more) -> dict:
    """The whole outline that a decision for a plan is owed, for one child."""
    return {
        "category": category,
        "why": why,
        "lead_practitioner": door.unit.practitioner,
        "core_group": "School, health visitor, the mother",
        "outline": "Nobody hits the child; he stays away",
        "contingency": "Legal planning meeting the same week",
        **more,
    }


def send_notice(door: Door, conference: str) -> None:
    door.take(
        "conferences",
        conference,
        "send_notice",
        office_of(door.unit),
        sent_at=door.now,
        to_whom="Both parents, each alone; each agency",
    )


def write_minutes(door: Door, conference: str) -> None:
    """Drafted by the office, approved by the chair, circulated; with that the conference is done."""

    def take(step, by=None, **answers):
        door.take("conferences", conference, step, by or office_of(door.unit), **answers)

    take("draft_minutes", words="Who said what; each view; what was decided for each child, and why.")
    take("approve_minutes", chair_of(door.unit))
    take(
        "circulate_minutes",
        circulated_at=door.now,
        to_whom="Each agency; each parent without the other's address",
    )
    take("close")


def plan_of(case: str, model: type = ChildProtectionPlan) -> str:
    """The reference of the plan of this kind that is open for the child, or was last."""
    row = model.child_row()._rows.filter(case__subject__reference=case).order_by("-pk").first()
    assert row, "no plan"
    return row.stage.reference


def core_group(door: Door, plan: str, *names: str, detail: bool = False, here=AT_THE_TABLE) -> None:
    """With `detail` it makes the detailed plan, for each child in words for that child."""
    known = rows(door, "plans", plan)
    door.take(
        "plans",
        plan,
        "make_detailed_plan" if detail else "hold_core_group",
        door.unit.practitioner,
        held_at=door.now,
        here=[door.unit.agency(kind) for kind in here],
        parents="The mother was there; the father was told by telephone",
        children={
            known[name]: {"detail": f"{name}: sleeps safe, and says so", "risk": "less"}
            if detail
            else {"risk": "same"}
            for name in names
        },
    )


def act_on(door: Door, plan: str, name: str, due_on: str, owner: str, resource: str = "plans") -> None:
    """An action with an owner, who may be a parent."""
    door.take(
        resource,
        plan,
        "add_action",
        door.unit.practitioner,
        children=[rows(door, resource, plan)[name]],
        risk="Hit when there is drink in the house",
        outcome="Sleeps through, and says so",
        action="Stays away, and the lock is changed",
        due_on=date.fromisoformat(due_on),
        owner=owner,
    )


def visit(door: Door, plan: str, by=None, resource: str = "plans", **seen: dict) -> None:
    """One recording of one visit; each child's facts, words and clocks are its own."""
    known, worker = rows(door, resource, plan), by or door.unit.practitioner
    door.take(
        resource,
        plan,
        "record_visit",
        worker,
        happened_at=door.now,
        how="home",
        place="At home",
        by_whom=worker.name,
        announced=False,
        children={known[name]: facts for name, facts in seen.items()},
    )


ALONE = {"seen": "alone", "sleeping_place_seen": True}


def accept_plan(door: Door, resource: str, plan: str, by: User) -> None:
    door.take(resource, plan, "accept", by, children=list(door.rows(resource, plan, by).values()))
