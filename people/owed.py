"""What is owed in one child's work, and by whom; what protects by power or by court, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cpu.calendars import london_day
from cpu.deadlines import Of, say_day, say_moment
from cpu.models import Clock, Involvement, InvolvementRole
from cpu.roles import GRANTS, Role, can
from cpu.timescales import (
    COURT_ORDER,
    EMERGENCY_PROTECTION_EXTENSION,
    EMERGENCY_PROTECTION_ORDER,
    POLICE_PROTECTION,
)
from govuk.templatetags.govuk import listed
from people.hooks import Part, parts
from people.queries import Step
from workflow import document
from workflow.owes import Owes

NEARLY_OVER = timedelta(days=3)
MANAGERS = {Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}
LEADS = "the lead practitioner"


@dataclass(frozen=True)
class Owners:
    """Who owes what in this child's work, by name where somebody is named."""

    lead: str
    steps: dict[int, Step]
    parts: dict[str, Part]

    @classmethod
    def of(cls, involved: list[Involvement], steps: list[Step]) -> "Owners":
        names = {each.role: each.user.name for each in reversed(involved) if each.user}
        team = next((str(each.team) for each in involved if each.team), "")
        nobody = f"{team}: nobody is allocated" if team else "nobody is allocated"
        known = {each.key: each for each in steps if not each.over}
        # Decided for the child, a stage may still wait for somebody's report.
        found = {each.about: each for each in parts({each.key for each in steps})}
        return cls(names.get(InvolvementRole.LEAD, nobody), known, found)

    def of_clock(self, clock: Clock) -> str:
        part, step = self.parts.get(clock.about), self.steps.get(clock.record_id or 0)
        if part is not None:
            return f"{part.agency}, {part.whom}" if part.whom else part.agency
        owner = clock.rule.owner
        if owner.startswith(LEADS):
            return self.lead + owner.removeprefix(LEADS)
        return f"{owner}, {step.holder}" if step and step.holder and clock.of != Of.CASE.value else owner

    def of_step(self, step: Step, owes: Owes) -> str:
        """Whom the stage names, else who has it in hand, else the lead, else the roles that may."""
        declared = step.model.steps().get(owes.step)
        if owes.by:
            return f"{owes.by}, {step.holder}" if step.holder and "chair" in owes.by else owes.by
        if declared is None:
            return step.holder or self.lead
        may = {role for role in Role if declared.permission in GRANTS[role]}
        if may <= MANAGERS:
            return "a manager"
        if step.holder:
            return step.holder
        if Role.LEAD_PRACTITIONER in may:
            return self.lead
        return listed(sorted(role.label.lower() for role in may - MANAGERS)).replace(" and ", " or ")


def owed(steps: list[Step], owners: Owners, now: datetime, reader: Any) -> list[list[Any]]:
    """Cells: what, by whom, where; what stands in clocks is told beside them."""
    return [
        [
            {"text": owes.says, "url": _where(step, owes, reader)},
            owners.of_step(step, owes),
            {"text": step.kind, "url": step.url},
        ]
        for step in steps
        # A meeting that is called is nobody's debt until its day.
        if not step.over and not (step.meets_at and london_day(step.meets_at) > london_day(now))
        for owes in step.owed
    ]


def _where(step: Step, owes: Owes, reader: Any) -> str:
    """The step by which it is done, where the reader may take it; else the record."""
    declared = step.model.steps().get(owes.step)
    mine = declared and can(reader, declared.permission)
    return mine and document.url_to(step.model, step.reference, owes.step) or step.url


# What protects by power or by court: the clock that counts its end says until when
POWERS = (
    POLICE_PROTECTION,
    EMERGENCY_PROTECTION_ORDER,
    EMERGENCY_PROTECTION_EXTENSION,
    COURT_ORDER,
)


def powers(steps: list[Step], clocks: list[Clock], now: datetime) -> list[dict[str, Any]]:
    """Orders and powers in force, with their end: what ends is over when it ends, and then it is owed."""
    known, today, found = {each.key: each for each in steps}, london_day(now), []
    for clock in clocks:
        step = known.get(clock.record_id or 0)
        if clock.timescale not in POWERS or step is None:
            continue
        ends = say_moment(clock.due_at, today) if clock.due_at else say_day(clock.last_usable_on, today)
        over = clock.is_late(now)
        until = f"Ended {ends}." if over else f"Ends {ends}."
        if over:
            until += " What protects the child now? Nobody has said."
        elif clock.late_from - now <= NEARLY_OVER:
            until += " Ends soon: what will protect the child then?"
        found.append({"heading": step.kind, "text": f"{step.said()}.", "source": until, "danger": True})
    return found
