"""Whose work a list shows: the reader's own, a team's, a covered colleague's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from cpu.calendars import london_day
from cpu.deadlines import Of
from cpu.models import Absence, AgencyKind, Involvement, User
from cpu.roles import can
from cpu.timescales import TIMESCALES
from people.models import Case
from workflow.document import records
from workflow.record import Record
from workflow.work import InHand


def by_name(user: User) -> models.QuerySet[Involvement]:
    """What somebody works with in their own name. To have written down who a person is makes nobody theirs."""
    return Involvement.in_force().filter(user=user).exclude(record__kind="person")


def of_teams(user: User) -> models.QuerySet[Involvement]:
    """What somebody or one of their teams works with; what their agency was asked into."""
    return Involvement.of_user(user)


def in_hand(user: User) -> models.QuerySet[InHand]:
    """The open records that this very person has in hand."""
    return InHand._rows.filter(hand=user)


def has_own_work(user: User, manages: bool) -> bool:
    """Whether anything stands in somebody's own name: a child, a record asked into, a record in hand.

    Who manages chairs now and then, and begins with the team's list all the same.
    """
    return by_name(user).exists() or (not manages and in_hand(user).exists())


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
    # Of all that is due for these children only what this person owes: see `own`.
    owed_by: User | None = None

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

    @property
    def work(self) -> Q:
        """Which rows of work belong to the list."""
        found = Q(case__among=self.case_keys) | Q(stage__among=self.asked_into)
        if self.hands:
            found |= Q(stage__among=in_hand(self.hands).values("stage"))
        for model in starting(self.inbox_codes):
            rows = model.visible_to(self.reader).exclude(state__in=getattr(model, "ended", ()))
            found |= Q(stage__among=rows.select_related(None).order_by().values("pk"))
        return found


def own(user: User, reader: User) -> Whose:
    """The list of one person. The unit's social care owes the dates of a child whom it works with. Whoever works for
    another agency alone owes what is asked of the agency, what they have in hand, and what their role meets.
    """
    social_care = any(each.agency.kind == AgencyKind.SOCIAL_CARE for each in user.memberships_in_force())
    return Whose(by_name(user), reader, user, owed_by=None if social_care else user)


def met_by(user: User) -> list[str]:
    """Clocks of one record that this person's role meets and that are not with the lead practitioner: of the
    interview for the police, of the medical for health. What an agency is asked, it alone answers.
    """
    steps = [each for model in records().values() for each in model.steps().values()]
    codes = {
        code
        for each in steps
        if can(user, each.permission)
        for code, stop in each.stops.items()
        if stop.how == "met"
    }
    rules = [TIMESCALES[code] for code in sorted(codes)]
    return [
        each.code
        for each in rules
        if each.of == Of.RECORD and not each.asked and not each.owner.startswith("the lead practitioner")
    ]


def starting(codes: Iterable[str]) -> list[type[Record]]:
    """The kinds of record that start one of these clocks."""
    codes = set(codes)
    return [
        model
        for model in records().values()
        if any(codes & set(declared.starts) for declared in model.steps().values())
    ]


def covering(reader: User, now: datetime) -> list[Absence]:
    """Absences in which the reader stands in."""
    today = london_day(now)
    found = Absence.objects.filter(cover=reader, from_on__lte=today, until_on__gte=today)
    return list(found.select_related("user").order_by("until_on", "pk"))
