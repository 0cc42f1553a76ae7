from unit.models.people import AbsenceNotice, Account, AgencyEntry, RoleGrant, TeamEntry
from unit.models.policy import InfantMark, LocalPolicy, Policy
from unit.models.proposal import Proposal
from unit.models.time import ClosingTime, HolidayNotice, LocalTimescale

__all__ = [
    "AbsenceNotice",
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
