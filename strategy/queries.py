"""Reads of medicals and interviews, for the page of the child."""

from typing import Any

from django.db.models import QuerySet

from cpu.models import Subject, User
from people.hooks import Happening, Telling, line
from people.models import Case
from strategy.models import AbeInterview, ChildProtectionMedical, MedicalOpinion, NotBrought
from workflow.step import WITHDRAWN

MOST = 50


def _of_examination(medical: ChildProtectionMedical) -> Happening:
    left = f"Not examined: {medical.not_examined}" if medical.not_examined else ""
    return Happening(
        at=medical.examined_at,
        what=f"Child protection medical: {medical.get_type_display().lower()}",
        who=medical.clinician,
        known_at=medical.examined_recorded_at or medical.examined_at,
        kind=medical.kind,
        reference=medical.reference,
        note=" ".join(filter(None, [medical.findings, left])),
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
        note=" ".join(filter(None, [opinion.words, waits])),
    )


def _of_missed(missed: NotBrought) -> Happening:
    return Happening(
        at=missed.at,
        what="Was not brought to the medical",
        who=missed.written_by.name,
        known_at=missed.written_at,
        kind=missed.stage.kind,
        reference=missed.stage.reference,
        note=f"{missed.what_next} {missed.manager_told} was told.",
    )


def _of_interview(interview: AbeInterview) -> Happening:
    return Happening(
        at=interview.held_at,
        what="ABE interview held",
        who="Police and social care",
        known_at=interview.held_recorded_at or interview.held_at,
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
]
