from partners.models.finding import (
    AboutChild,
    ChildSeen,
    EarlierConcerns,
    FindingChild,
    FindingStage,
    OwnWords,
    ReferrerContact,
    Seen,
    SeenHow,
)
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
    "AboutChild",
    "AgencyView",
    "Attendance",
    "ChildSeen",
    "Contribution",
    "ContributionChild",
    "EarlierConcerns",
    "FindingChild",
    "FindingStage",
    "MultiAgencyStage",
    "OwnWords",
    "Participation",
    "ReferrerContact",
    "Seen",
    "SeenHow",
    "Urgency",
]
