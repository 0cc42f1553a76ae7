from cpu.models.agencies import Agency, AgencyKind, Discipline, Membership, Team, TeamKind, User
from cpu.models.audit import AuditEvent, OutboxEvent
from cpu.models.clocks import Clock
from cpu.models.involvement import Involvement, InvolvementRole
from cpu.models.subjects import Subject, opaque

__all__ = [
    "Agency",
    "AgencyKind",
    "AuditEvent",
    "Clock",
    "Discipline",
    "Involvement",
    "InvolvementRole",
    "Membership",
    "OutboxEvent",
    "Subject",
    "Team",
    "TeamKind",
    "User",
    "opaque",
]
