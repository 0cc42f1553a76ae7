"""Conference and plans: a module for each kind of record."""

from conferences.models.child_in_need_plan import ChildInNeedPlan, ChildInNeedPlanChild
from conferences.models.conference import (
    AgencyReport,
    Conference,
    ConferenceChild,
    ConferenceComplaint,
    ConferenceMoved,
    InvitedPerson,
    MinutesCorrection,
)
from conferences.models.protection_plan import ChildProtectionPlan
from conferences.models.protection_plan_child import ChildProtectionPlanChild, Drift, EndReason, PlanReview
from conferences.models.risk_outside_the_home_plan import (
    PlanLink,
    RiskContext,
    RiskOutsideTheHomePlan,
    RiskOutsideTheHomePlanChild,
)
from conferences.models.support_plan_child import PlanConsent
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
    plans,
)

__all__ = [
    "ActionEnded",
    "ActionProgress",
    "AgencyReport",
    "ChildInNeedPlan",
    "ChildInNeedPlanChild",
    "ChildProtectionPlan",
    "ChildProtectionPlanChild",
    "Conference",
    "ConferenceChild",
    "ConferenceComplaint",
    "ConferenceMoved",
    "Drift",
    "EndReason",
    "InvitedPerson",
    "MeetingKind",
    "MinutesCorrection",
    "PlanAction",
    "PlanConsent",
    "PlanLink",
    "PlanMeeting",
    "PlanMeetingChild",
    "PlanReview",
    "RiskChange",
    "RiskContext",
    "RiskOutsideTheHomePlan",
    "RiskOutsideTheHomePlanChild",
    "WorkedPlan",
    "WorkedPlanChild",
    "plans",
]
