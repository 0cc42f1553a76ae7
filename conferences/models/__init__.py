"""Conference and plans: a module for each kind of record."""

from conferences.models.conference import (
    AgencyReport,
    Conference,
    ConferenceChild,
    ConferenceComplaint,
    ConferenceMoved,
    InvitedPerson,
    MinutesCorrection,
)
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
    "AgencyReport",
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
    "PlanMeeting",
    "PlanMeetingChild",
    "PlanReview",
    "RiskChange",
    "WorkedPlan",
    "WorkedPlanChild",
]
