"""Reads about conferences and plans: what a reader may see beneath one, and a child's chronology."""

from datetime import datetime, time

from django.db.models import Q, QuerySet

from conferences.models import (
    ChildProtectionPlanChild,
    ConferenceChild,
    EndReason,
    PlanAction,
    PlanMeeting,
    WorkedPlan,
)
from cpu.calendars import LONDON
from cpu.models import User
from partners.models import ChildSeen
from people.hooks import Happening, Seeing
from people.models import Case
from workflow.step import WITHDRAWN

MOST_CONFERENCES = MOST_MEETINGS = 100


def conferences_of(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Each conference that was held about this child, and what it decided."""
    rows = ConferenceChild._rows.filter(case=case, stage__held_at__isnull=False).exclude(state=WITHDRAWN)
    rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject", "stage__chair")
    found = rows.order_by("-stage__held_at")[:MOST_CONFERENCES]
    return [], [_line_of_conference(row) for row in found]


def _line_of_conference(row: ConferenceChild) -> Happening:
    conference = row.stage
    kind = conference.get_purpose_display().partition(":")[0].lower()
    category = f", {row.get_category_display()}" if row.category else ""
    return Happening(
        at=conference.held_at,
        what=f"Child protection conference ({kind}): {row.state_label.lower()}{category}",
        who=conference.chair.name if conference.chair_id else "",
        known_at=row.decided_at or conference.held_at,
        kind=conference.kind,
        reference=conference.reference,
        note=row.why,
    )


# Beneath a plan


def cases_seen(plan: WorkedPlan, reader: User) -> list[int]:
    """The children of a plan whom this reader may know of."""
    return [row.case_id for row in plan.rows_visible_to(reader) if row.case_id]


def actions(plan: WorkedPlan, reader: User) -> QuerySet[PlanAction]:
    """The actions of a plan for these children, and those for every child, the first due first."""
    mine = Q(case__isnull=True) | Q(case__in=cases_seen(plan, reader))
    rows = PlanAction._rows.filter(mine, record=plan.pk).select_related(
        "agency", "case__subject", "written_by"
    )
    return rows.prefetch_related("progress__written_by").order_by("due_on", "pk")


def meetings(plan: WorkedPlan, reader: User) -> QuerySet[PlanMeeting]:
    """Meetings about these children, the latest first."""
    found = PlanMeeting._rows.filter(record=plan.pk, children__case__in=cases_seen(plan, reader)).distinct()
    rows = found.select_related("written_by").prefetch_related("children__case__subject")
    return rows.order_by("-held_at", "-pk")


def visits(plan: WorkedPlan, reader: User) -> QuerySet[ChildSeen]:
    """Visits to these children, one entry for each child, the latest first."""
    rows = ChildSeen._rows.filter(record=plan.pk, visit=True, case__in=cases_seen(plan, reader))
    return rows.select_related("case__subject", "written_by").order_by("-at", "-pk")


def plans_of(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """Meetings about plans, and ends outside a conference; visits and conferences are told where they are recorded."""
    met = PlanMeeting._rows.filter(children__case=case).select_related("record", "written_by")
    over = ChildProtectionPlanChild._rows.filter(case=case, state="ENDED").exclude(stage__state=WITHDRAWN)
    ended = over.exclude(end_reason=EndReason.CONFERENCE).select_related("stage__subject", "end_proposed_by")
    lines = [_line_of_meeting(each) for each in met.order_by("-held_at", "-pk")[:MOST_MEETINGS]]
    return [], [*lines, *[_line_of_end(each) for each in ended]]


def _line_of_end(row: ChildProtectionPlanChild) -> Happening:
    return Happening(
        at=datetime.combine(row.ended_on, time(0), LONDON),
        what=f"Child protection plan ended: {row.get_end_reason_display().lower()}",
        who=row.end_proposed_by.name if row.end_proposed_by else "",
        known_at=row.ended_at,
        kind=row.stage.kind,
        reference=row.stage.reference,
        note=row.end_words,
    )


def _line_of_meeting(row: PlanMeeting) -> Happening:
    return Happening(
        at=row.held_at,
        what=str(row.get_kind_display()),
        who=", ".join(row.agencies) or row.written_by.name,
        known_at=row.recorded_at,
        kind=row.record.kind,
        reference=row.record.reference,
        note=row.progress,
    )
