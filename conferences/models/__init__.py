"""Conference and plans: a module for each kind of record."""

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
    "MeetingKind",
    "PlanAction",
    "PlanMeeting",
    "PlanMeetingChild",
    "RiskChange",
    "WorkedPlan",
    "WorkedPlanChild",
]
