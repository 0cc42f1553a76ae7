"""Conference and plans: a module for each kind of record."""

from conferences.models.protection_plan import (
    ChildProtectionPlan,
    ChildProtectionPlanChild,
    Drift,
    EndReason,
    PlanReview,
)
from conferences.models.worked_plan import (
    ActionEnded,
    ActionProgress,
    MeetingKind,
    PlanAction,
    PlanMeeting,
    PlanMeetingChild,
    RiskChange,
    WorkedPlan,
    WorkedPlanChild,
)

__all__ = [
    "ActionEnded",
    "ActionProgress",
    "ChildProtectionPlan",
    "ChildProtectionPlanChild",
    "Drift",
    "EndReason",
    "MeetingKind",
    "PlanAction",
    "PlanMeeting",
    "PlanMeetingChild",
    "PlanReview",
    "RiskChange",
    "WorkedPlan",
    "WorkedPlanChild",
]
