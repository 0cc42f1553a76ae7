"""What is due to whom, what waits for a decision, what came in: each read in a number of queries that rows
do not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value

from cpu.calendars import Calendar, london, london_day
from cpu.deadlines import Of
from cpu.models import (
    Absence,
    AuditEvent,
    Clock,
    Involvement,
    InvolvementRole,
    Notification,
    Subject,
    User,
)
from cpu.roles import can
from cpu.timescales import (
    EMERGENCY_PROTECTION_EXTENSION,
    EMERGENCY_PROTECTION_ORDER,
    ESCALATION,
    FIRST_RISK_LOOK,
    POLICE_PROTECTION,
    SAFE_BEFORE,
    STRATEGY_DISCUSSION,
    TIMESCALES,
)
from people.models import Case, Person
from people.queries import waiting_answers
from workflow.document import records, stages
from workflow.events import Prompt
from workflow.record import Record
from workflow.stage import Stage

NEW_RISK = (
    FIRST_RISK_LOOK,
    SAFE_BEFORE,
    STRATEGY_DISCUSSION,
    POLICE_PROTECTION,
    EMERGENCY_PROTECTION_ORDER,
    EMERGENCY_PROTECTION_EXTENSION,
)
MOST_NEW, MOST_WAITING, MOST_ARRIVED = 50, 30, 20
OPEN = Q(stopped_at__isnull=True)
# Clocks of one record, one rule and one due moment are one piece of work, however many children it is for.
PIECE = Func("timescale", "record_id", "late_from", function="ROW", output_field=models.TextField())


# Whose work


def by_name(user: User) -> models.QuerySet[Involvement]:
    """What somebody works with in their own name. To have written down who a person is makes nobody theirs."""
    return Involvement.in_force().filter(user=user).exclude(record__kind="person")


def of_teams(user: User) -> models.QuerySet[Involvement]:
    """What somebody or one of their teams works with; what their agency was asked into."""
    return Involvement.of_user(user)


def cases_of(lines: models.QuerySet[Involvement], reader: User) -> models.QuerySet[Case]:
    """Cases of these lines, as far as the reader may see them."""
    return Case.visible_to(reader).filter(pk__in=lines.filter(case__isnull=False).values("case"))


def owed(
    lines: models.QuerySet[Involvement], reader: User, team_kinds: Iterable[str] = ()
) -> models.QuerySet[Clock]:
    """Open clocks of the cases of these lines, of the stages that cover them, of the records asked into.

    `team_kinds`: and clocks that a team of such a kind looks after where nobody leads (the front door's).
    """
    cases = cases_of(lines, reader).values("pk")
    asked_into = lines.filter(record__isnull=False).values("record")
    wanted = Q(case__in=cases) | Q(record__in=asked_into) & ~Q(of=Of.CASE.value)
    for stage in stages():
        covering = stage.child_row()._rows.filter(case__in=cases).values("stage")
        wanted |= Q(case__isnull=True, record__in=covering)
    codes = [
        code for code, rule in TIMESCALES.items() if rule.inbox in set(team_kinds) and rule.inbox != "unit"
    ]
    if codes:
        wanted |= Q(timescale__in=codes) & _of_records_seen(reader, codes)
    return Clock._rows.filter(OPEN).filter(wanted).order_by("last_usable_on", "late_from", "pk")


def _of_records_seen(reader: User, codes: Iterable[str]) -> Q:
    """Clocks of the kinds of record that start one of these codes, where the reader may see the record."""
    codes = set(codes)
    found = Q(pk__in=[])
    for model in records().values():
        if any(codes & set(declared.starts) for declared in model.steps().values()):
            found |= Q(record__in=model.visible_to(reader).values("pk"))
    return found


def new_risk(reader: User) -> list[Clock]:
    """What nobody may leave lying: not yet looked at for danger, a time given, a discussion asked for,
    protection running.
    """
    wanted = Q(case__in=Case.visible_to(reader).values("pk")) | Q(case__isnull=True) & _of_records_seen(
        reader, NEW_RISK
    )
    found = Clock._rows.filter(OPEN, timescale__in=NEW_RISK).filter(wanted)
    return list(found.select_related("record", "acknowledged_by").order_by("late_from", "pk")[:MOST_NEW])


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


# What a row says


@dataclass
class Piece:
    """One row of the list: a clock, and the children for whom it runs."""

    clock: Clock
    cases: list[Case]

    @property
    def children(self) -> list[Person]:
        return [case.child for case in self.cases]


def pieces(clocks: Iterable[Clock], known: "Children") -> list[Piece]:
    """Clocks grouped to pieces of work in their order, with the children whom the reader may know of."""
    found: dict[tuple, Piece] = {}
    for clock in clocks:
        piece = found.setdefault((clock.timescale, clock.record_id, clock.late_from), Piece(clock, []))
        piece.cases += known.of(clock)
    for piece in found.values():
        piece.cases = list({case.pk: case for case in piece.cases}.values())
    return list(found.values())


class Children:
    """The children of some records and cases, as far as the reader may see them: three queries, whatever
    their number.
    """

    def __init__(
        self, reader: User, *, records: Iterable[int | None] = (), cases: Iterable[int | None] = ()
    ) -> None:
        rows = self._rows({key for key in records if key})
        wanted = {case for _, case in rows} | {key for key in cases if key}
        asked_into = set(
            Involvement.of_user(reader)
            .filter(record__in={record for record, _ in rows})
            .values_list("record", flat=True)
        )
        seen = Case.visible_to(reader).filter(pk__in=wanted)
        self.by_case = {case.pk: case for case in seen.select_related("subject", "child__subject")}
        # Whoever was asked into a record knows its children there, and only there.
        elsewhere = {case for record, case in rows if record in asked_into} - self.by_case.keys()
        strangers = {}
        if elsewhere:
            found = Case.unscoped("children of a record that the reader was asked into").filter(
                pk__in=elsewhere
            )
            strangers = {case.pk: case for case in found.select_related("subject", "child__subject")}
        self.by_record: dict[int, list[Case]] = {key: [case] for key, case in self.by_case.items()}
        for record, key in rows:
            case = self.by_case.get(key) or (strangers.get(key) if record in asked_into else None)
            if case is not None:
                self.by_record.setdefault(record, []).append(case)

    @staticmethod
    def _rows(keys: set[int]) -> list[tuple[int, int]]:
        if not keys:
            return []
        first, *others = [
            stage.child_row()
            ._rows.filter(stage__in=keys, case__isnull=False)
            .order_by()
            .values_list("stage_id", "case_id")
            for stage in stages()
        ]
        return sorted(first.union(*others, all=True) if others else first)

    def of(self, clock: Clock) -> list[Case]:
        if clock.case_id in self.by_case:
            return [self.by_case[clock.case_id]]
        return self.by_record.get(clock.record_id or 0, [])

    def of_record(self, key: int) -> list[Person]:
        return [case.child for case in self.by_record.get(key, [])]

    def of_event(self, event: AuditEvent) -> list[Person]:
        return [self.by_case[key].child for key in event.cases if key in self.by_case]

    def mine(self, case: Case) -> bool:
        """Whether the reader may open this case, and not only know of it within a record."""
        return case.pk in self.by_case


# What waits for a decision


@dataclass
class Waiting:
    """A record in which somebody proposed, asked or decided, and the reader's own step comes next."""

    key: int
    label: str


def waiting_for(reader: User) -> list[Waiting]:
    """Steps that somebody else than the proposer must take, that the reader may take, and that are owed now.

    Read off the declarations: `other_than` names who proposed; the state (or a child's) allows the step;
    a clock of the record that the step would stop is running.
    """
    asked: list[models.QuerySet] = []
    for model in records().values():
        if (offer := model.offered_to(reader)) is not None:
            rows, label = offer
            asked.append(
                rows.select_related(None).order_by().values_list("pk", Value(label, models.TextField()))
            )
        seen = None
        for declared in model.steps().values():
            if not declared.other_than or declared.opening or declared.name == "withdraw":
                continue
            if not can(reader, declared.permission):
                continue
            seen = model.visible_to(reader).select_related(None).order_by() if seen is None else seen
            if (found := _owing(seen, declared, reader)) is not None:
                said = Value(_what_waits(model, declared), models.TextField())
                asked.append(found.values_list("pk", said))
    if not asked:
        return []
    first, *others = asked
    # Several steps may answer one request (accept, refuse): it waits once.
    return [Waiting(key, label) for key, label in (first.union(*others) if others else first)[:MOST_WAITING]]


def _what_waits(model: type[Record], declared) -> str:
    """The state that asks for an answer; where only a clock of the record asks, the step itself."""
    kind = model.kind.replace("-", " ").capitalize()
    if _own_clocks(declared):
        return f"{kind}: {declared.label[0].lower()}{declared.label[1:]}"
    if issubclass(model, Stage) and declared.takes_children and declared.child_sources:
        choices = dict(model.child_row().State.choices)
        return f"{kind}: {str(choices.get(declared.child_sources[0], '')).lower()}"
    return f"{kind}: {str(dict(model.State.choices).get(declared.sources[0], declared.label)).lower()}"


def _own_clocks(declared) -> list[str]:
    """Clocks of one record that the step would stop: a running one says that the step is owed."""
    return [code for code in declared.stops if TIMESCALES[code].of == Of.RECORD]


def _waits_elsewhere(declared) -> bool:
    """The step answers another record, whose own clock says that the answer is owed: it waits there."""
    if _own_clocks(declared):
        return False
    known = {model.__name__: model for model in records().values()}
    consequences = [
        known[model].steps()[name] for model, name in (each.split(".") for each in declared.opens)
    ]
    return any(code == ESCALATION for each in consequences for code in each.stops)


def _owing(seen: models.QuerySet, declared, reader: User) -> models.QuerySet | None:
    """Of these records those in which this step waits for the reader, or None where it is not asked in this way."""
    found, model = seen, seen.model
    if _waits_elsewhere(declared):
        return None
    if declared.sources != ("*",):
        found = found.filter(state__in=declared.sources)
    mine, theirs = _named(model, declared.other_than, reader)
    if issubclass(model, Stage) and declared.takes_children and declared.child_sources:
        row = model.child_row()
        in_row, of_another = _named(row, declared.other_than, reader)
        rows = row._rows.filter(stage=OuterRef("pk"), state__in=declared.child_sources)
        if of_another is None and theirs is None:
            return None
        if of_another is not None:
            rows = rows.filter(of_another).exclude(in_row)
        found = found.filter(Exists(rows))
    elif theirs is None:
        return None
    if theirs is not None:
        found = found.filter(theirs).exclude(mine)
    if own := _own_clocks(declared):
        running = Clock._rows.filter(OPEN, record=OuterRef("pk"), timescale__in=own).order_by()
        found = found.filter(Exists(running))
    return found


def _named(model: type[models.Model], names: Iterable[str], reader: User) -> tuple[Q, Q | None]:
    """(the reader is one of those named, somebody is named) for the fields that this model stores."""
    fields = [each for each in names if each in {field.name for field in model._meta.concrete_fields}]
    if not fields:
        return Q(pk__in=[]), None
    mine, somebody = Q(pk__in=[]), Q(pk__in=[])
    for each in fields:
        mine |= Q(**{each: reader})
        somebody |= Q(**{f"{each}__isnull": False})
    return mine, somebody


def happened(lines: models.QuerySet[Involvement], now: datetime) -> list[Prompt]:
    """What happened to the children whom these lines lead, and waits for an answer in their open work."""
    led = lines.filter(role=InvolvementRole.LEAD, user__isnull=False, case__isnull=False)
    return waiting_answers(led.order_by().values("case"), now)[:MOST_WAITING]


# What came in


def since(now: datetime, calendar: Calendar) -> datetime:
    """A day ago, or the close of the last working day before today: Monday's list begins on Friday
    evening.
    """
    last = calendar.add_working_days(london_day(now), -1)
    return min(now - timedelta(days=1), london(last, calendar.closing(last)))


def arrived(lines: models.QuerySet[Involvement], reader: User, start: datetime) -> list[AuditEvent]:
    """What others recorded about these cases since `start`, latest first."""
    # Asked of each event of the last day: an array of a large team's cases, met by overlap, took seconds.
    of_event = Func(
        F("pk"),
        OuterRef("cases"),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )
    about = Exists(cases_of(lines, reader).select_related(None).order_by().filter(of_event))
    found = AuditEvent._rows.filter(about, occurred_at__gte=start).exclude(actor_id=reader.pk)
    return list(found.order_by("-occurred_at", "-pk")[:MOST_ARRIVED])


def subjects(keys: Iterable[int]) -> dict[int, Subject]:
    return Subject.objects.in_bulk(set(keys))


def told(reader: User, start: datetime) -> list[Notification]:
    """Messages that say more than the list does: dates that moved, others' lateness raised to the reader."""
    kinds = Notification.Kind
    news = Q(kind__in=[kinds.MOVED, kinds.CALENDAR, kinds.EVENT, kinds.NOT_SEEN]) | Q(
        kind=Notification.Kind.LATE, level__in=[Notification.Level.MANAGER, Notification.Level.HEAD]
    )
    found = Notification.visible_to(reader).filter(news, made_at__gte=start, read_at__isnull=True)
    return list(found.select_related("record", "case__subject", "clock", "stands_in_for")[:MOST_ARRIVED])


# Who is away


def covering(reader: User, now: datetime) -> list[Absence]:
    """Absences in which the reader stands in."""
    today = london_day(now)
    found = Absence.objects.filter(cover=reader, from_on__lte=today, until_on__gte=today)
    return list(found.select_related("user").order_by("until_on", "pk"))


# Meetings


def meetings(
    reader: User, now: datetime, *, days: int, asked: bool = True
) -> tuple[list[Stage], list[Stage]]:
    """Stages that meet: those called for today and the coming days, soonest first; those asked for, oldest
    first.
    """
    start = london(london_day(now))
    to_come: list[Stage] = []
    asked_for: list[Stage] = []
    for model in stages():
        if not model.meets_at:
            continue
        seen = model.visible_to(reader)
        called = seen.filter(
            state__in=model.meeting_called,
            **{f"{model.meets_at}__gte": start, f"{model.meets_at}__lt": start + timedelta(days=days)},
        )
        to_come += called.select_related("subject", "chair").order_by(model.meets_at)
        if asked:
            asked_for += (
                seen.filter(state__in=model.meeting_asked)
                .select_related("subject", "chair")
                .order_by("pk")[:100]
            )
    return sorted(to_come, key=lambda each: getattr(each, each.meets_at)), asked_for
