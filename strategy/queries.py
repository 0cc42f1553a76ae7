"""Reads of medicals and interviews, for the page of the child."""

from cpu.models import User
from people.hooks import Happening, Seeing
from people.models import Case
from strategy.models import AbeInterview, ChildProtectionMedical, MedicalOpinion, NotBrought
from workflow.step import WITHDRAWN

MOST = 50


def examined_and_interviewed(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Each examination, opinion and time not brought; of an interview that it was held, and its summary.

    A doctor's examination is no visit: it counts as no occasion of being seen.
    """
    mine = {"stage__children__case": case}
    medicals = ChildProtectionMedical._rows.filter(children__case=case, examined_at__isnull=False)
    opinions = MedicalOpinion._rows.filter(**mine).exclude(stage__state=WITHDRAWN)
    missed = NotBrought._rows.filter(**mine).exclude(stage__state=WITHDRAWN)
    interviews = AbeInterview._rows.filter(children__case=case, held_at__isnull=False)
    lines = [
        *[_of_examination(each) for each in medicals.exclude(state=WITHDRAWN)[:MOST]],
        *[_of_opinion(each) for each in opinions.select_related("stage__subject").order_by("-pk")[:MOST]],
        *[_of_missed(each) for each in missed.select_related("stage__subject", "written_by")[:MOST]],
        *[_of_interview(each) for each in interviews.exclude(state=WITHDRAWN)[:MOST]],
    ]
    return [], lines


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
