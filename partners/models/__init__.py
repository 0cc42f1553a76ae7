from partners.models.participation import (
    AgencyView,
    Attendance,
    Contribution,
    ContributionChild,
    MultiAgencyStage,
    Participation,
    Urgency,
)

__all__ = [
    "AgencyView",
    "Attendance",
    "Contribution",
    "ContributionChild",
    "MultiAgencyStage",
    "Participation",
    "Urgency",
]
