"""Whose work a list shows: the reader's own, a team's, a covered colleague's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from cpu.calendars import london_day
from cpu.models import Absence, Involvement, User
from cpu.timescales import TIMESCALES
from people.models import Case
from workflow.document import stages
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import WITHDRAWN


def by_name(user: User) -> models.QuerySet[Involvement]:
    """What somebody works with in their own name. To have written down who a person is makes nobody theirs."""
    return Involvement.in_force().filter(user=user).exclude(record__kind="person")


def of_teams(user: User) -> models.QuerySet[Involvement]:
    """What somebody or one of their teams works with; what their agency was asked into."""
    return Involvement.of_user(user)


def has_in_hand(model: type[Stage], user: User) -> Q | None:
    """The child's rows of the records that this very person has in hand; None where this kind names nobody so."""
    found = None
    for name in model.in_hand_of:
        each = Q(**{model.from_row(name): user})
        found = each if found is None else found | each
    return found


def in_hand(user: User) -> list[models.QuerySet]:
    """Keys of the open records that this person has in hand, kind by kind."""
    found = []
    for model in stages():
        if (mine := has_in_hand(model, user)) is not None:
            rows = model.child_row()._rows.filter(mine).exclude(stage__state__in=model.ended)
            found.append(rows.exclude(state=WITHDRAWN).order_by().values_list("stage_id", flat=True))
    return found


def has_own_work(user: User, manages: bool) -> bool:
    """Whether anything stands in somebody's own name: a child, a record asked into, a record in hand.

    Who manages chairs now and then, and begins with the team's list all the same.
    """
    first = by_name(user).order_by().values_list("pk", flat=True)
    return first.union(*([] if manages else in_hand(user)), all=True).exists()


def cases_of(lines: models.QuerySet[Involvement], reader: User) -> models.QuerySet[Case]:
    """Cases of these lines, as far as the reader may see them."""
    return Case.visible_to(reader).filter(pk__in=lines.filter(case__isnull=False).values("case"))


@dataclass(frozen=True)
class Whose:
    """Whose work a list shows: lines of involvement, as far as the reader may see what they lead to.

    `hands`: whose records in hand belong to it (the reader's own, or a covered colleague's). `team_kinds`: kinds of
    team whose inbox belongs to it: clocks and records that they look after where nobody leads.
    """

    lines: models.QuerySet[Involvement]
    reader: User
    hands: User | None = None
    team_kinds: frozenset[str] = frozenset()

    @property
    def cases(self) -> models.QuerySet[Case]:
        return cases_of(self.lines, self.reader)

    @property
    def case_keys(self) -> models.QuerySet:
        """Keys of the same cases. What one works with one may see: nobody's own lines are asked twice."""
        if self.hands == self.reader and self.reader.memberships_in_force():
            return self.lines.filter(case__isnull=False).order_by().values("case")
        return self.cases.order_by().values("pk")

    @property
    def asked_into(self) -> models.QuerySet:
        return self.lines.filter(record__isnull=False).values("record")

    @property
    def inbox_codes(self) -> list[str]:
        """Clocks that these teams look after."""
        return [code for code, rule in TIMESCALES.items() if rule.inbox in self.team_kinds - {"unit"}]

    def rows_of(self, model: type[Stage]) -> Q:
        """The children's rows of this kind of stage that belong to the list."""
        found = Q(case__in=self.case_keys) | Q(stage__in=self.asked_into)
        mine = has_in_hand(model, self.hands) if self.hands else None
        if mine is not None:
            found |= mine
        if starts(model, self.inbox_codes):
            found |= Q(stage__in=model.visible_to(self.reader).order_by().values("pk"))
        return found


def starts(model: type[Record], codes: Iterable[str]) -> bool:
    """Whether this kind of record starts one of these clocks."""
    codes = set(codes)
    return any(codes & set(declared.starts) for declared in model.steps().values())


def covering(reader: User, now: datetime) -> list[Absence]:
    """Absences in which the reader stands in."""
    today = london_day(now)
    found = Absence.objects.filter(cover=reader, from_on__lte=today, until_on__gte=today)
    return list(found.select_related("user").order_by("until_on", "pk"))
