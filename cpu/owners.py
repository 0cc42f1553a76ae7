"""Who is told about a clock: its owner or the cover of an absent one, the manager, the head of service.

Read for a whole batch of clocks in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q

from cpu.calendars import london_day
from cpu.deadlines import Tell, Timescale
from cpu.models import Absence, AuditEvent, Clock, Involvement, InvolvementRole, Membership, Team
from cpu.roles import Role
from cpu.timescales import TIMESCALES

# An absent person's cover may be away too; a chain longer than this has lost its meaning.
COVERS = 3


@dataclass(frozen=True)
class Recipient:
    """A person or a team's inbox; `stands_in_for` is the absent colleague."""

    user_id: int | None = None
    team_id: int | None = None
    stands_in_for_id: int | None = None


MEMBER = ("user_id", "team_id", "agency_id", "role")


def _agencies_asked(clocks: "Iterable[Clock | Concern]") -> dict[str, int]:
    """What a clock is about (the row of who takes part) to the agency that owes its answer."""
    rows: dict[str, set[int]] = defaultdict(set)
    for clock in clocks:
        if (rule := TIMESCALES.get(clock.timescale)) and rule.asked and clock.about:
            name, _, key = clock.about.partition(":")
            rows[name].add(int(key))
    found: dict[str, int] = {}
    for model in apps.get_models() if rows else ():
        if keys := rows.get(str(model._meta.model_name)):
            pairs = model._default_manager.filter(pk__in=keys).values_list("pk", "agency_id")
            found |= {f"{model._meta.model_name}:{key}": agency for key, agency in pairs}
    return found


def _cases_of(records: set[int]) -> dict[int, list[int]]:
    """The cases that each of these records was opened about."""
    if not records:
        return {}
    opened = AuditEvent._rows.filter(subject_id__in=records, version=1)
    return dict(opened.values_list("subject_id", "cases"))


@dataclass(frozen=True)
class Concern:
    """Something of a child and a record that is told and is no clock; owned like a clock of this rule."""

    case_id: int | None
    record_id: int | None
    rule: Timescale
    # No one agency owes it.
    about = ""

    @property
    def timescale(self) -> str:
        return self.rule.code


class Owners:
    """The people behind some clocks, as they stand at one moment."""

    def __init__(self, clocks: Iterable[Clock | Concern], now: datetime) -> None:
        clocks = list(clocks)
        cases = {clock.case_id for clock in clocks if clock.case_id}
        records = {clock.record_id for clock in clocks if clock.record_id}
        today = london_day(now)
        self.agencies = _agencies_asked(clocks)
        self.cases = _cases_of(
            {clock.record_id for clock in clocks if clock.record_id and clock.about in self.agencies}
        )
        cases |= {case for found in self.cases.values() for case in found}
        wanted = Q(role__in=[InvolvementRole.LEAD, InvolvementRole.SUPERVISOR, InvolvementRole.TEAM])
        if self.agencies:
            wanted |= Q(user__isnull=False)
        lines = Involvement.in_force(now).filter(
            wanted, Q(case__in=cases) | Q(record__in=records), from_at__lte=now
        )
        # Plain rows: a sweep reads thousands of them, and an instance of a model for each is what costs.
        self.involved: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
        columns = ("case_id", "record_id", "user_id", "team_id", "role")
        for line in lines.order_by("pk").values_list(*columns, named=True):
            key = ("case", line.case_id) if line.case_id else ("record", line.record_id)
            self.involved[key].append(line)
        people = {line.user_id for lines in self.involved.values() for line in lines if line.user_id}
        senior = [Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE]
        members = Membership.in_force(today).filter(
            Q(role__in=senior) | Q(user__in=people), user__is_active=True
        )
        self.members: list[Any] = list(members.order_by("pk").values_list(*MEMBER, named=True))
        self.teams: list[Any] = list(Team.objects.order_by("pk").values_list("pk", "kind", named=True))
        away = Absence.objects.filter(from_on__lte=today, until_on__gte=today).order_by("pk")
        self.absent = {absence.user_id: absence.cover_id for absence in away}

    def told(self, clock: Clock | Concern, level: Tell) -> list[Recipient]:
        """To whom a message of this level goes; to nobody only where there is neither person nor inbox."""
        found = {Tell.OWNER: self._owner, Tell.MANAGER: self._above, Tell.HEAD: self._heads}[level](clock)
        return found or [Recipient(team_id=team) for team in self._inboxes(clock)] or [Recipient()]

    def _above(self, clock: Clock | Concern) -> list[Recipient]:
        return self._covered(self._managers(clock), clock) or self._heads(clock)

    def _all_lines(self, clock: "Clock | Concern") -> list[Any]:
        """Who works with the child of the clock (or the children of a record in which an agency was asked) and
        whoever is in the record.
        """
        about = self.cases.get(clock.record_id or 0, ()) if clock.about in self.agencies else (clock.case_id,)
        own = self.involved[("record", clock.record_id)]
        return [*(line for case in about for line in self.involved[("case", case)]), *own]

    def _lines(self, clock: "Clock | Concern", role: str) -> list[Any]:
        return [line for line in self._all_lines(clock) if line.role == role]

    def _of_the_agency(self, clock: "Clock | Concern") -> list[Recipient]:
        """The people of the agency that owes an answer who are involved here."""
        agency = self.agencies.get(clock.about)
        if agency is None:
            return []
        theirs = {each.user_id for each in self.members if each.agency_id == agency}
        involved = [line.user_id for line in self._all_lines(clock) if line.user_id in theirs]
        return self._covered(dict.fromkeys(involved), clock)

    def _inboxes(self, clock: Clock | Concern) -> list[int]:
        """The team of the child or record, else every team of the kind that looks after such clocks."""
        named = [line.team_id for line in self._lines(clock, InvolvementRole.TEAM) if line.team_id]
        return named[:1] or [team.pk for team in self.teams if team.kind == clock.rule.inbox]

    def _owner(self, clock: Clock | Concern) -> list[Recipient]:
        if asked := self._of_the_agency(clock):
            return asked
        leads = [line.user_id for line in self._lines(clock, InvolvementRole.LEAD) if line.user_id]
        found = self._covered(leads[:1], clock)
        if not found:
            away = leads[0] if leads else None
            found = [Recipient(team_id=team, stands_in_for_id=away) for team in self._inboxes(clock)]
        return found or self._heads(clock)

    def _covered(self, people: Iterable[int], clock: Clock | Concern) -> list[Recipient]:
        """Each person, or whoever stands in; an absence that nobody covers yields nobody."""
        found = []
        for person in people:
            cover: int | None = person
            for _ in range(COVERS):
                if cover not in self.absent:
                    break
                cover = self.absent[cover]
            if cover is not None and cover not in self.absent:
                found.append(Recipient(cover, None, person if cover != person else None))
        return list(dict.fromkeys(found))

    def _managers(self, clock: Clock | Concern) -> list[int]:
        """The child's supervising manager, else the managers of the lead's or the child's team."""
        named = [line.user_id for line in self._lines(clock, InvolvementRole.SUPERVISOR) if line.user_id]
        if named:
            return named
        leads = {line.user_id for line in self._lines(clock, InvolvementRole.LEAD)}
        teams = {each.team_id for each in self.members if each.user_id in leads and each.team_id}
        teams |= set(self._inboxes(clock))
        managers = [each for each in self.members if each.role == Role.TEAM_MANAGER]
        return [each.user_id for each in managers if each.team_id in teams] or [
            each.user_id for each in self.members if each.role == Role.SERVICE_MANAGER
        ]

    def _heads(self, clock: Clock | Concern) -> list[Recipient]:
        heads = [each.user_id for each in self.members if each.role == Role.HEAD_OF_SERVICE]
        return self._covered(heads, clock)
