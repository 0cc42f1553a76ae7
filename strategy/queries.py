"""Reads of medicals and interviews for the page of the child; of orders, what is to be looked at again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from cpu.deadlines import say_moment
from cpu.models import Clock, InForce, Subject, User
from people.hooks import Happening, Seeing, Telling, line
from people.models import Case
from strategy.models import AbeInterview, ChildProtectionMedical, MedicalOpinion, NotBrought
from strategy.models.order import AT_MOST, FOLLOWS_PROTECTION, CourtOrder, CourtOrderChild
from strategy.models.protection import EmergencyProtectionChild
from workflow.clocks import about
from workflow.step import WITHDRAWN

MOST = 50


def sentence(words: str) -> str:
    """Somebody's words, closed, so that other words may follow."""
    words = words.strip()
    return words if not words or words[-1] in ".!?”" else f"{words}."


def _of_examination(medical: ChildProtectionMedical) -> Happening:
    examined_at = cast(datetime, medical.examined_at)
    left = f"Not examined: {medical.not_examined}" if medical.not_examined else ""
    return Happening(
        at=examined_at,
        what=f"Child protection medical: {medical.get_type_display().lower()}",
        who=medical.clinician,
        known_at=medical.examined_recorded_at or examined_at,
        kind=medical.kind,
        reference=medical.reference,
        note=" ".join(filter(None, [sentence(medical.findings), left])),
    )


def _of_opinion(opinion: MedicalOpinion) -> Happening:
    waits = "By telephone, not yet confirmed by a clinician." if opinion.waits else ""
    return Happening(
        at=opinion.at,
        what=f"{opinion.get_kind_display()}: {opinion.get_opinion_display()}",
        who=opinion.said_by,
        known_at=opinion.written_at,
        kind=opinion.stage.kind,
        reference=opinion.stage.reference,
        note=" ".join(filter(None, [sentence(opinion.words), waits])),
    )


def _of_missed(missed: NotBrought) -> Happening:
    return Happening(
        at=missed.at,
        what="Was not brought to the medical",
        who=missed.written_by.name,
        known_at=missed.written_at,
        kind=missed.stage.kind,
        reference=missed.stage.reference,
        note=f"{sentence(missed.what_next)} {missed.manager_told} was told.",
    )


def _of_interview(interview: AbeInterview) -> Happening:
    held_at = cast(datetime, interview.held_at)
    return Happening(
        at=held_at,
        what="ABE interview held",
        who="Police and social care",
        known_at=interview.held_recorded_at or held_at,
        kind=interview.kind,
        reference=interview.reference,
        note=interview.safeguarding_summary,
    )


def _medicals(case: Case) -> QuerySet[ChildProtectionMedical]:
    found = ChildProtectionMedical._rows.filter(children__case=case, examined_at__isnull=False)
    return found.exclude(state=WITHDRAWN).select_related(None).order_by("-examined_at")[:MOST]


def _interviews(case: Case) -> QuerySet[AbeInterview]:
    found = AbeInterview._rows.filter(children__case=case, held_at__isnull=False).exclude(state=WITHDRAWN)
    return found.select_related(None).order_by("-held_at")[:MOST]


def _of_this_child(model: Any, case: Case) -> QuerySet:
    found = model._rows.filter(stage__children__case=case).exclude(stage__state=WITHDRAWN)
    return found.order_by("-pk")[:MOST]


# Court orders


@dataclass(frozen=True)
class Doubt:
    """Something to look at again in one child's order, and the step that answers it."""

    row: CourtOrderChild
    says: str
    mend: str


def doubts(order: CourtOrder, rows: list[CourtOrderChild]) -> list[Doubt]:
    """What the computed day says of the typed one, what is missing, what the Act does not know.

    A constant number of queries, whatever the number of children.
    """
    rows = [row for row in rows if row.state != "WITHDRAWN"]
    running = {
        each.about: each
        for each in Clock._rows.filter(
            record=order.pk, about__in=[about(row) for row in rows], stopped_at__isnull=True
        )
    }
    grounds = InForce.behind(list(running.values()), InForce.now()) if running else {}
    ran_out, twice = _ran_out_before(order, rows), _recorded_twice(order, rows)
    found = []
    for row in rows:
        clock = running.get(about(row))
        if clock and (says := clock.why(grounds[clock.calendar_version, clock.rule_version]).doubt):
            found.append(Doubt(row, says, "correct"))
        found += [Doubt(row, *each) for each in _of_row(order, row)]
        if row.case_id in ran_out:
            taken = say_moment(ran_out[row.case_id].taken_at)
            says = (
                f"Police protection of {taken} had run out before. What protected the child until the order?"
            )
            found.append(Doubt(row, says, "note"))
        if row.case_id in twice:
            says = (
                f"{twice[row.case_id]} records an order of this kind for this child too: is it the same one?"
            )
            found.append(Doubt(row, says, "withdraw"))
    return found


def _of_row(order: CourtOrder, row: CourtOrderChild) -> list[tuple[str, str]]:
    found = []
    if row.state == "IN_FORCE" and order.expires_at is None:
        if order.is_emergency:
            found.append(("The end is only computed: copy it from the sealed order.", "copy_end"))
        elif order.what in AT_MOST:
            says = "The longest that the Act allows is counted: copy the date from the order."
            found.append((says, "copy_end"))
    if order.is_emergency and row.times_extended > 1:
        says = (
            "Extended a second time: the Act knows one extension. Look at the sealed order, ask legal advice."
        )
        found.append((says, "note"))
    if order.is_emergency and row.state == "IN_FORCE" and not row.accommodated_where:
        found.append(("Say where the child is accommodated.", "record_accommodation"))
    return found


def _ran_out_before(order: CourtOrder, rows: list[CourtOrderChild]) -> dict[int, EmergencyProtectionChild]:
    """Police protection still open here from which this order did not follow in time."""
    if order.what not in FOLLOWS_PROTECTION:
        return {}
    open_ones = EmergencyProtectionChild._rows.filter(
        case__in=[row.case_id for row in rows], state="PROTECTED", taken_at__lte=order.made_at
    )
    return {each.case_id: each for each in open_ones.exclude(stage__state="WITHDRAWN")}


def _recorded_twice(order: CourtOrder, rows: list[CourtOrderChild]) -> dict[int, str]:
    """Another record of an order of this kind, in force for the same child."""
    others = CourtOrderChild._rows.filter(
        case__in=[row.case_id for row in rows if row.state == "IN_FORCE"],
        state="IN_FORCE",
        stage__what=order.what,
    )
    others = others.exclude(stage=order.pk).exclude(stage__state="WITHDRAWN")
    return dict(others.values_list("case_id", "stage__subject__reference"))


def _orders(case: Case) -> QuerySet[CourtOrderChild]:
    rows = CourtOrderChild._rows.filter(case=case).exclude(state=WITHDRAWN).exclude(stage__state=WITHDRAWN)
    return rows.order_by("-pk")[:MOST]


def _of_order(row: CourtOrderChild, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """When the order was made, whenever it came to be recorded; its end stands as the act that recorded it."""
    order = row.stage
    lines = [
        Happening(
            at=order.made_at,
            what=f"Made by a court: {order.get_what_display()}",
            who=order.court or order.recorded_by.name,
            known_at=order.recorded_at,
            note=order.reason,
            kind=order.kind,
            reference=order.reference,
        )
    ]
    return [], lines


# For the page of the child

SUBJECT = {"subject": (Subject, ("id", "kind", "reference"))}
OF_MEDICAL = {
    "stage": (ChildProtectionMedical, ("subject_id", "state")),
    "stage__subject": (Subject, ("id", "kind", "reference")),
}
# Each examination, opinion and time not brought; of an interview that it was held, and its summary. A doctor's
# examination is no visit: it counts as no occasion of being seen.
TELLINGS = [
    Telling(ChildProtectionMedical, _medicals, line(_of_examination), SUBJECT),
    Telling(MedicalOpinion, lambda case: _of_this_child(MedicalOpinion, case), line(_of_opinion), OF_MEDICAL),
    Telling(
        NotBrought,
        lambda case: _of_this_child(NotBrought, case),
        line(_of_missed),
        {**OF_MEDICAL, "written_by": (User, ("id", "name"))},
    ),
    Telling(AbeInterview, _interviews, line(_of_interview), SUBJECT),
    Telling(
        CourtOrderChild,
        _orders,
        _of_order,
        {
            "stage": (
                CourtOrder,
                ("subject_id", "made_at", "what", "court", "recorded_by_id", "recorded_at", "reason"),
            ),
            "stage__subject": (Subject, ("id", "kind", "reference")),
            "stage__recorded_by": (User, ("id", "name")),
        },
    ),
]
