from unit.models.people import Account, AgencyEntry, RoleGrant, TeamEntry
from unit.models.policy import InfantMark, LocalPolicy, Policy
from unit.models.proposal import Proposal
from unit.models.time import ClosingTime, HolidayNotice, LocalTimescale

__all__ = [
    "Account",
    "AgencyEntry",
    "ClosingTime",
    "HolidayNotice",
    "InfantMark",
    "LocalPolicy",
    "LocalTimescale",
    "Policy",
    "Proposal",
    "RoleGrant",
    "TeamEntry",
]
