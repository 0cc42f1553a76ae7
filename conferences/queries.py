"""Reads about conferences and plans: what a reader may see beneath one, and a child's chronology."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from conferences.models import (
    AgencyReport,
    ChildProtectionPlan,
    ChildProtectionPlanChild,
    Conference,
    ConferenceChild,
    EndReason,
    PlanAction,
    PlanMeeting,
    WorkedPlan,
)
from cpu.calendars import LONDON
from cpu.models import Clock, Subject, User
from cpu.timescales import AGENCY_REPORT
from partners.models import ChildSeen
from people.hooks import Happening, Telling, line
from people.models import Case
from workflow.stage import Stage
from workflow.step import WITHDRAWN

SUBJECT = (Subject, ("id", "kind", "reference"))
MOST_CONFERENCES = MOST_MEETINGS = 100


def _conferences(case: Case) -> QuerySet[ConferenceChild]:
    rows = ConferenceChild._rows.filter(case=case, stage__held_at__isnull=False).exclude(state=WITHDRAWN)
    return rows.exclude(stage__state=WITHDRAWN).order_by("-stage__held_at")[:MOST_CONFERENCES]


def _line_of_conference(row: Any) -> Happening:
    conference = row.stage
    kind = conference.get_purpose_display().partition(":")[0].lower()
    category = f", {row.get_category_display()}" if row.category else ""
    return Happening(
        at=conference.held_at,
        what=f"Child protection conference ({kind}): {row.state_label.lower()}{category}",
        who=conference.chair.name if conference.chair else "",
        known_at=row.decided_at or conference.held_at,
        kind=conference.kind,
        reference=conference.reference,
        note=row.why,
    )


# Beneath a plan


def cases_seen(plan: Stage, reader: User) -> list[int]:
    """The children of a plan or a conference whom this reader may know of."""
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


def visits(plan: Stage, reader: User) -> QuerySet[ChildSeen]:
    """Visits to these children, and calls with them, one entry for each child, the latest first."""
    rows = ChildSeen._rows.filter(record=plan.pk, case__in=cases_seen(plan, reader))
    return rows.select_related("case__subject", "case__child__subject", "written_by").order_by("-at", "-pk")


def _met(case: Case) -> QuerySet[PlanMeeting]:
    about = PlanMeeting._rows.filter(children__case=case).values("pk")
    return PlanMeeting._rows.filter(pk__in=about).order_by("-held_at", "-pk")[:MOST_MEETINGS]


def _ended(case: Case) -> QuerySet[ChildProtectionPlanChild]:
    over = ChildProtectionPlanChild._rows.filter(case=case, state="ENDED").exclude(stage__state=WITHDRAWN)
    return over.exclude(end_reason=EndReason.CONFERENCE).order_by("-pk")[:MOST_MEETINGS]


def _line_of_end(row: Any) -> Happening:
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


# Whose part it is in a conference: an agency's report, asked for and awaited


def _clock_of_report() -> QuerySet[Clock]:
    about = Concat(Value("agencyreport:"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    running = Clock._rows.filter(record=OuterRef("stage"), about=about, stopped_at__isnull=True)
    return running.order_by("late_from")


def reports_in(records: Iterable[int]) -> QuerySet:
    """Each agency's report to these conferences, with when it is late: as `people.hooks.Part` has its fields."""
    about = Concat(Value("agencyreport:"), Cast("pk", TextField()), output_field=TextField())
    return (
        AgencyReport._rows.filter(stage__in=records)
        .order_by()
        .values_list(
            "stage_id",
            "pk",
            about,
            Cast("agency__name", TextField()),
            Cast("agency__kind", TextField()),
            Value("", TextField()),
            Value(True),
            ExpressionWrapper(Q(received_at__isnull=False), BooleanField()),
            ExpressionWrapper(~Q(missing_because=""), BooleanField()),
            Subquery(_clock_of_report().values("late_from")[:1]),
        )
    )


def reports_asked_of(agencies: Iterable[int]) -> Q:
    """Which open clocks wait for a report of these agencies."""
    about = Concat(Value("agencyreport:"), Cast("pk", TextField()), output_field=TextField())
    rows = AgencyReport._rows.filter(agency__in=list(agencies), stage=OuterRef("record"))
    return Q(Exists(rows.annotate(line=about).filter(line=OuterRef("about"))), timescale=AGENCY_REPORT)


# For the page of the child

TELLINGS = [
    Telling(
        ConferenceChild,
        _conferences,
        line(_line_of_conference),
        {
            "stage": (Conference, ("subject_id", "purpose", "held_at", "chair_id")),
            "stage__subject": SUBJECT,
            "stage__chair": (User, ("id", "name")),
        },
    ),
    Telling(
        PlanMeeting, _met, line(_line_of_meeting), {"record": SUBJECT, "written_by": (User, ("id", "name"))}
    ),
    Telling(
        ChildProtectionPlanChild,
        _ended,
        line(_line_of_end),
        {
            "stage": (ChildProtectionPlan, ("subject_id", "state")),
            "stage__subject": SUBJECT,
            "end_proposed_by": (User, ("id", "name")),
        },
    ),
]
