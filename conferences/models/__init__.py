"""Conference and plans: a module for each kind of record."""

from conferences.models.support_plan import (
    ChildInNeedPlan,
    ChildInNeedPlanChild,
    PlanConsent,
    PlanLink,
    RiskContext,
    RiskOutsideTheHomePlan,
    RiskOutsideTheHomePlanChild,
    plans,
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
    "ChildInNeedPlan",
    "ChildInNeedPlanChild",
    "MeetingKind",
    "PlanAction",
    "PlanConsent",
    "PlanLink",
    "PlanMeeting",
    "PlanMeetingChild",
    "RiskChange",
    "RiskContext",
    "RiskOutsideTheHomePlan",
    "RiskOutsideTheHomePlanChild",
    "WorkedPlan",
    "WorkedPlanChild",
    "plans",
]
