from cpu.models.agencies import Agency, AgencyKind, Discipline, Membership, Team, TeamKind, User
from cpu.models.audit import AuditEvent, OutboxEvent
from cpu.models.calendar import Absence, BankHoliday, CalendarVersion, InForce, LocalLength
from cpu.models.clocks import Clock, ClockChange, ClockMark, SweepRun
from cpu.models.involvement import Involvement, InvolvementRole
from cpu.models.notifications import Notification
from cpu.models.subjects import Subject, opaque

__all__ = [
    "Absence",
    "Agency",
    "AgencyKind",
    "AuditEvent",
    "BankHoliday",
    "CalendarVersion",
    "Clock",
    "ClockChange",
    "ClockMark",
    "Discipline",
    "InForce",
    "Involvement",
    "InvolvementRole",
    "LocalLength",
    "Membership",
    "Notification",
    "OutboxEvent",
    "Subject",
    "SweepRun",
    "Team",
    "TeamKind",
    "User",
    "opaque",
]
