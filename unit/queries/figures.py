"""The unit's figures: how often a rule was bent with a reason, per team."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from cpu.calendars import london_day
from cpu.models import AuditEvent, Membership
from workflow.document import records


@dataclass(frozen=True)
class Bent:
    """A rule that people of one team went on without, each time with a reason that is kept: how often."""

    team: str
    rule: str
    times: int
    by_a_manager: bool


def bent(start: datetime, until: datetime) -> list[Bent]:
    """Rules explained from `start` to `until`, per team of whoever explained, most often first.

    Counts alone: the reasons stand in the history of each record, for whoever may read it.
    """
    events = AuditEvent._rows.filter(occurred_at__range=(start, until)).exclude(explained={})
    acts = list(events.values_list("actor_id", "occurred_at", "subject_kind", "step", "explained"))
    teams: dict[int, list[Membership]] = {}
    people = {actor for actor, *_ in acts}
    for each in Membership.objects.filter(user__in=people).select_related("team", "agency").order_by("pk"):
        teams.setdefault(each.user_id, []).append(each)
    known, found = records(), Counter[tuple[str, str, bool]]()
    for actor, at, kind, step, explained in acts:
        team = _team_on(teams.get(actor, []), london_day(at))
        guards = {each.name: each for each in known[kind].steps()[step].guards} if kind in known else {}
        for name in explained:
            guard = guards.get(name)
            says = guard.says if guard and guard.says else name.replace("_", " ").capitalize()
            found[team, says, bool(guard and guard.step_down)] += 1
    counted = [Bent(team, says, times, manager) for (team, says, manager), times in found.items()]
    return sorted(counted, key=lambda each: (-each.times, each.team, each.rule))


def _team_on(lines: list[Membership], day) -> str:
    """The team, or else the agency, to which somebody belonged on that day."""
    then = [each for each in lines if each.from_on <= day and (each.until_on is None or each.until_on >= day)]
    return next((str(each.team or each.agency) for each in then), "No team on that day")
