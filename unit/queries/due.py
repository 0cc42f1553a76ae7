"""Clocks: what is owed, what is new risk, what one's agency was asked, what a manager confirms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Func, Q, Value

from cpu.calendars import london_day
from cpu.deadlines import Of
from cpu.models import Clock, User
from cpu.timescales import (
    EMERGENCY_PROTECTION_EXTENSION,
    EMERGENCY_PROTECTION_ORDER,
    ESCALATION,
    FIRST_RISK_LOOK,
    MANAGER_CONFIRMATION,
    POLICE_PROTECTION,
    SAFE_BEFORE,
    STRATEGY_DISCUSSION,
    TIMESCALES,
)
from people.hooks import asked_of
from people.models import Case, Person
from unit.queries.children import Children
from unit.queries.whose import Whose, in_hand, met_by, starting
from workflow.work import Covers, seen

NEW_RISK = (
    FIRST_RISK_LOOK,
    SAFE_BEFORE,
    STRATEGY_DISCUSSION,
    POLICE_PROTECTION,
    EMERGENCY_PROTECTION_ORDER,
    EMERGENCY_PROTECTION_EXTENSION,
)
# An end of protection, or any other date whose passing is a danger, stands on top for its last three days.
ALARMS = tuple(code for code, rule in TIMESCALES.items() if rule.alarm and code not in NEW_RISK)
NEARLY = timedelta(hours=72)
MOST_NEW, MOST_ASKED = 50, 50
OPEN = Q(stopped_at__isnull=True)
# Clocks of one record, one rule and one due moment are one piece of work, however many children it is for.
PIECE = Func("timescale", "record_id", "late_from", function="ROW", output_field=models.TextField())


def owed(whose: Whose) -> models.QuerySet[Clock]:
    """Open clocks of the cases of these lines, of the stages that cover them, of what stands about the children,
    of the records asked into or in hand, and of the inboxes of the teams; as far as they are the person's own to
    meet, where the list is of one who owes no more.
    """
    keys = whose.case_keys
    wanted = Q(case__among=keys) | Q(record__among=whose.asked_into) & ~Q(of=Of.CASE.value)
    wanted |= Q(case__isnull=True, record__among=Case._rows.filter(pk__in=keys).values("child"))
    covering = Covers._rows.filter(case__among=keys)
    wanted |= Q(case__isnull=True, record__among=covering.values("stage"))
    if whose.owed_by:
        wanted = wanted & Q(timescale__in=met_by(whose.owed_by)) | asked_of(whose.owed_by.agencies)
    if whose.hands:
        wanted |= Q(record__among=in_hand(whose.hands).values("stage")) & ~Q(of=Of.CASE.value)
    if codes := whose.inbox_codes:
        wanted |= Q(timescale__in=codes) & seen(whose.reader, starting(codes), "record")
    return Clock._rows.filter(OPEN).filter(wanted).order_by("last_usable_on", "late_from", "pk")


def on_top(reader: User, now: datetime) -> tuple[list[Clock], list[Clock]]:
    """What nobody may leave lying, and what the reader's own agencies were asked and have not answered, each soonest
    first: one query. What is both stands among the first alone.
    """
    asked = _first(Clock._rows.filter(OPEN).filter(asked_of(reader.agencies)), MOST_ASKED)
    both = (
        _new_risk(reader, now).annotate(asked=Value(False)).union(asked.annotate(asked=Value(True)), all=True)
    )
    found = list(both.order_by("late_from", "pk"))
    new = [each for each in found if not each.asked]
    return new, [each for each in found if each.asked and each not in new]


def new_risk(reader: User, now: datetime) -> list[Clock]:
    """What nobody may leave lying, soonest first."""
    return list(_new_risk(reader, now))


def _first(clocks: models.QuerySet[Clock], most: int) -> models.QuerySet:
    return clocks.select_related("record", "acknowledged_by").order_by("late_from", "pk")[:most]


def _new_risk(reader: User, now: datetime) -> models.QuerySet:
    """Not yet looked at for danger, a time given, a discussion asked for, protection running, any other alarm in its
    last three days, a dissent that is answered the same day.
    """
    cases = Case.visible_to(reader).order_by().values("pk")
    kinds = starting((*NEW_RISK, *ALARMS, ESCALATION))
    wanted = Q(case__in=cases) | Q(case__isnull=True) & seen(reader, kinds, "record")
    what = (
        Q(timescale__in=NEW_RISK)
        | Q(timescale__in=ALARMS, late_from__lte=now + NEARLY)
        | Q(timescale=ESCALATION, variant="same day")
    )
    return _first(Clock._rows.filter(OPEN).filter(what).filter(wanted), MOST_NEW)


def to_confirm(reader: User) -> list[Clock]:
    """What a manager confirms in the morning."""
    found = Clock._rows.filter(OPEN, timescale=MANAGER_CONFIRMATION)
    mine = seen(reader, starting([MANAGER_CONFIRMATION]), "record")
    return list(_first(found.filter(mine), MOST_NEW))


@dataclass(frozen=True)
class Counts:
    """In pieces of work: a clock that runs for three siblings of one record is one."""

    all: int
    late: int
    today: int


def count(clocks: models.QuerySet[Clock], now: datetime) -> Counts:
    late = Q(late_from__lte=now)
    found = clocks.order_by().aggregate(
        all=Count(PIECE, distinct=True),
        late=Count(PIECE, distinct=True, filter=late),
        today=Count(PIECE, distinct=True, filter=~late & Q(last_usable_on__lte=london_day(now))),
    )
    return Counts(**found)


@dataclass
class Piece:
    """One row of the list: a clock, and the children for whom it runs."""

    clock: Clock
    cases: list[Case]
    # Names of children whom nobody has identified yet.
    unidentified: list[str] = field(default_factory=list)

    @property
    def children(self) -> list[Person]:
        return [case.child for case in self.cases]


def pieces(clocks: Iterable[Clock], known: "Children") -> list[Piece]:
    """Clocks grouped to pieces of work in their order, with the children whom the reader may know of."""
    found: dict[tuple, Piece] = {}
    for clock in clocks:
        piece = found.setdefault((clock.timescale, clock.record_id, clock.late_from), Piece(clock, []))
        piece.cases += known.of(clock)
        piece.unidentified += known.unidentified(clock)
    for piece in found.values():
        piece.cases = list({case.pk: case for case in piece.cases}.values())
        piece.unidentified = list(dict.fromkeys(piece.unidentified))
    return list(found.values())


@dataclass
class Family:
    """Children who stand together in some piece of work, and all that is due for them, soonest first."""

    children: list[Person]
    pieces: list[Piece]


def families(listed: Iterable[Piece], known: "Children") -> list[Family]:
    """Pieces of work by the children they are for; whoever stands in one record with another belongs together. What is
    about no child yet is a group without children.
    """
    together: dict[int, set[int]] = {}
    for cases in known.by_record.values():
        group = {each.pk for each in cases}
        for key in list(group):
            group |= together.get(key, set())
        together |= dict.fromkeys(group, group)
    found: dict[frozenset[int], Family] = {}
    for piece in listed:
        group = together.get(piece.cases[0].pk, {piece.cases[0].pk}) if piece.cases else set()
        family = found.setdefault(frozenset(group), Family([], []))
        family.pieces.append(piece)
        family.children += [child for child in piece.children if child not in family.children]
    return list(found.values())
