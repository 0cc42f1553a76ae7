"""What is due to whom, what waits for a decision, what came in: each read in a number of queries that rows
do not move.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast

from cpu.calendars import MORNING, Calendar, london, london_day
from cpu.deadlines import Of
from cpu.models import (
    Absence,
    AgencyKind,
    AuditEvent,
    Clock,
    Involvement,
    InvolvementRole,
    Membership,
    Notification,
    User,
)
from cpu.roles import Role, can
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
from govuk.templatetags.govuk import listed
from people.hooks import Part, asked_of
from people.models import Case, Person
from people.queries import waiting_answers
from workflow import document
from workflow.document import records, stages
from workflow.events import Prompt
from workflow.owes import Owes, owed_in
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import WITHDRAWN

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
MOST_NEW, MOST_WAITING, MOST_ARRIVED, MOST_TO_DO, MOST_MEETINGS, MOST_ASKED = 50, 30, 20, 40, 20, 50
MOST_OF_A_NIGHT = 200
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
        if _starts(model, self.inbox_codes):
            found |= Q(stage__in=model.visible_to(self.reader).order_by().values("pk"))
        return found


def _starts(model: type[Record], codes: Iterable[str]) -> bool:
    """Whether this kind of record starts one of these clocks."""
    codes = set(codes)
    return any(codes & set(declared.starts) for declared in model.steps().values())


def owed(whose: Whose) -> models.QuerySet[Clock]:
    """Open clocks of the cases of these lines, of the stages that cover them, of what stands about the children,
    of the records asked into or in hand, and of the inboxes of the teams.
    """
    cases = whose.cases.order_by()
    wanted = Q(case__in=cases.values("pk")) | Q(record__in=whose.asked_into) & ~Q(of=Of.CASE.value)
    wanted |= Q(case__isnull=True, record__in=cases.values("child"))
    for stage in stages():
        covering = stage.child_row()._rows.filter(case__in=cases.values("pk")).values("stage")
        wanted |= Q(case__isnull=True, record__in=covering)
    for keys in in_hand(whose.hands) if whose.hands else []:
        wanted |= Q(record__in=keys) & ~Q(of=Of.CASE.value)
    if codes := whose.inbox_codes:
        wanted |= Q(timescale__in=codes) & _of_records_seen(whose.reader, codes)
    return Clock._rows.filter(OPEN).filter(wanted).order_by("last_usable_on", "late_from", "pk")


def asked_of_us(reader: User) -> list[Clock]:
    """What the reader's own agencies were asked and have not answered, soonest first."""
    found = Clock._rows.filter(OPEN).filter(asked_of(reader.agencies))
    return list(found.select_related("record", "acknowledged_by").order_by("late_from", "pk")[:MOST_ASKED])


def _of_records_seen(reader: User, codes: Iterable[str]) -> Q:
    """Clocks of the kinds of record that start one of these codes, where the reader may see the record."""
    found = Q(pk__in=[])
    for model in records().values():
        if _starts(model, codes):
            found |= Q(record__in=model.visible_to(reader).values("pk"))
    return found


def new_risk(reader: User, now: datetime) -> list[Clock]:
    """What nobody may leave lying: not yet looked at for danger, a time given, a discussion asked for, protection
    running, any other alarm in its last three days, a dissent that is answered the same day.
    """
    seen = Case.visible_to(reader).order_by().values("pk")
    wanted = Q(case__in=seen) | Q(case__isnull=True) & _of_records_seen(
        reader, (*NEW_RISK, *ALARMS, ESCALATION)
    )
    what = (
        Q(timescale__in=NEW_RISK)
        | Q(timescale__in=ALARMS, late_from__lte=now + NEARLY)
        | Q(timescale=ESCALATION, variant="same day")
    )
    found = Clock._rows.filter(OPEN).filter(what).filter(wanted)
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
        self.reader = reader
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
    kind: str
    reference: str
    label: str

    @property
    def url(self) -> str:
        return document.url_to(records()[self.kind], self.reference)


def waiting_for(reader: User) -> list[Waiting]:
    """Steps that somebody else than the proposer must take, that the reader may take, and that are owed now.

    Read off the declarations: `other_than` names who proposed; the state (or a child's) allows the step;
    a clock of the record that the step would stop is running.
    """
    asked: list[models.QuerySet] = []
    for model in records().values():
        if (offer := model.offered_to(reader)) is not None:
            rows, label = offer
            asked.append(_told(rows.select_related(None).order_by(), label))
        seen = None
        for declared in model.steps().values():
            if not declared.other_than or declared.opening or declared.name == "withdraw":
                continue
            if not can(reader, declared.permission):
                continue
            seen = model.visible_to(reader).select_related(None).order_by() if seen is None else seen
            if (found := _owing(seen, declared, reader)) is not None:
                asked.append(_told(found, _what_waits(model, declared)))
    if not asked:
        return []
    first, *others = asked
    # Several steps may answer one request (accept, refuse): it waits once.
    return [Waiting(*row) for row in (first.union(*others) if others else first)[:MOST_WAITING]]


def _told(rows: models.QuerySet, label: str) -> models.QuerySet:
    return rows.values_list("pk", "subject__kind", "subject__reference", Value(label, models.TextField()))


def _what_waits(model: type[Record], declared) -> str:
    """The state that asks for an answer; where only a clock of the record asks, the step itself."""
    kind = model.noun()
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


# What is to be done next, and what is a danger by itself

DANGER = -1


@dataclass
class Todo:
    """One thing to do in one record, for the children whom it is for; or a record that is a danger by itself."""

    model: type[Stage]
    key: int
    reference: str
    owes: Owes | None
    due: datetime | None
    cases: set[int] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return self.model.noun()

    @property
    def url(self) -> str:
        """The step by which it is done, else the record."""
        step = self.owes.step if self.owes else ""
        return document.url_to(self.model, self.reference, step) or document.url_to(
            self.model, self.reference
        )

    @property
    def by(self) -> datetime | None:
        """The next date of the record; closing it has none."""
        declared = self.model.steps().get(self.owes.step) if self.owes else None
        return None if declared and declared.target in self.model.ended else self.due

    def stops(self, clock: Clock) -> bool:
        """Whether doing this ends that clock, of the record or of its children: then it is one piece of work."""
        if self.owes is None or not self.owes.step:
            return False
        mine = clock.case_id in self.cases if clock.of == Of.CASE.value else clock.record_id == self.key
        if not mine:
            return False
        return clock.timescale in self.model.steps()[self.owes.step].stops


def to_do(whose: Whose, now: datetime) -> list[Todo]:
    """What the reader could do next in the records of the list, soonest due first; and, of all that the reader may
    see, the records that are a danger by themselves, those first. One query.
    """
    arms = [arm for model in stages() if (arm := _to_do_in(model, whose, now)) is not None]
    if not arms:
        return []
    first, *others = arms
    rows = (first.union(*others, all=True) if others else first).order_by(
        "-listed_on_top", "listed_due", "stage_id", "case_id"
    )
    found: dict[tuple[int, int], Todo] = {}
    for key, reference, kind, case, numbers, due, _ in rows[: 5 * MOST_TO_DO]:
        model: Any = records()[kind]
        for number in numbers:
            owes = None if number == DANGER else owed_in(model)[number]
            todo = found.setdefault((key, number), Todo(model, key, reference, owes, due))
            todo.cases |= {case} - {None}
    return sorted(found.values(), key=lambda each: (each.owes is not None, each.by is None))


def _to_do_in(model: type[Stage], whose: Whose, now: datetime) -> models.QuerySet | None:
    asked = [(number, each) for number, each in enumerate(owed_in(model)) if _asks(model, each, whose.reader)]
    if not asked and not model.danger_in:
        return None
    numbers: list[Any] = [Choice(When(each.when, then=Value(number))) for number, each in asked]
    # Of the record, or of one child in it.
    danger = Q(stage__state__in=model.danger_in) | Q(state__in=model.danger_in)
    wanted = Q(pk__in=[])
    for _, each in asked:
        wanted |= each.when
    wanted &= whose.rows_of(model)
    if model.meets_at:
        # A meeting that is called stands among the meetings until its day.
        tomorrow = london(london_day(now) + timedelta(days=1))
        to_come = {model.from_row(f"{model.meets_at}__gte"): tomorrow}
        wanted &= ~Q(stage__state__in=model.meeting_called, **to_come)
    if model.danger_in:
        wanted |= danger & Q(stage__in=model.visible_to(whose.reader).order_by().values("pk"))
        numbers.append(Choice(When(danger, then=Value(DANGER))))
    running = (
        Clock._rows.filter(OPEN, record=OuterRef("stage")).exclude(of=Of.CASE.value).order_by("late_from")
    )
    rows = (
        model.child_row()._rows.filter(wanted).exclude(state=WITHDRAWN).exclude(stage__state__in=model.ended)
    )
    array = "array_remove(ARRAY[%(expressions)s]::integer[], NULL)"
    on_top = Choice(When(danger, then=Value(1)), default=Value(0)) if model.danger_in else Value(0)
    rows = rows.order_by().annotate(
        listed_as=Func(*numbers, template=array, output_field=ArrayField(models.IntegerField())),
        listed_due=Subquery(running.values("late_from")[:1]),
        listed_on_top=on_top,
    )
    kind = Value(model.kind, models.TextField())
    return rows.values_list(
        "stage_id",
        "stage__subject__reference",
        kind,
        "case_id",
        "listed_as",
        "listed_due",
        "listed_on_top",
    )


def _asks(model: type[Stage], each: Owes, reader: User) -> bool:
    """Whether it is this reader's to do: by role, and not told already under what waits for a decision."""
    declared = model.steps().get(each.step)
    if declared is None:
        return True
    stored = {one.name for one in (*model._meta.concrete_fields, *model.child_row()._meta.concrete_fields)}
    return can(reader, declared.permission) and not stored & set(declared.other_than)


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


def told(reader: User, start: datetime) -> list[Notification]:
    """Messages that say more than the list does: dates that moved, others' lateness raised to the reader."""
    kinds = Notification.Kind
    news = Q(kind__in=[kinds.MOVED, kinds.CALENDAR, kinds.EVENT, kinds.NOT_SEEN]) | Q(
        kind=Notification.Kind.LATE, level__in=[Notification.Level.MANAGER, Notification.Level.HEAD]
    )
    found = Notification.visible_to(reader).filter(news, made_at__gte=start, read_at__isnull=True)
    return list(found.select_related("record", "case__subject", "clock", "stands_in_for")[:MOST_ARRIVED])


# The night


@dataclass(frozen=True)
class Night:
    """From the close of the last working day to the next working morning."""

    start: datetime
    end: datetime

    @classmethod
    def around(cls, now: datetime, calendar: Calendar) -> "Night":
        """The night that is on; by day, the one that is just over."""
        today = london_day(now)
        working = calendar.why_not(today) == ""
        closed = today if working and now >= london(today, calendar.closing(today)) else None
        last = closed or calendar.add_working_days(today, -1)
        morning = today if working and now < london(today, MORNING) else calendar.add_working_days(today, 1)
        return cls(london(last, calendar.closing(last)), london(morning, MORNING))


def done_in_the_night(reader: User, night: Night) -> list[AuditEvent]:
    """What out-of-hours workers recorded about children whom the reader may see, in the order in which it happened."""
    of_event = Func(
        F("pk"),
        OuterRef("cases"),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )
    about = Exists(Case.visible_to(reader).select_related(None).order_by().filter(of_event))
    role = Role.OUT_OF_HOURS_WORKER.label
    found = AuditEvent._rows.filter(
        Q(role=role) & (about | Q(actor_id=reader.pk)), occurred_at__gte=night.start
    )
    return list(found.order_by("occurred_at", "pk")[:MOST_OF_A_NIGHT])


def to_confirm(reader: User) -> list[Clock]:
    """What a manager confirms in the morning."""
    found = Clock._rows.filter(OPEN, timescale=MANAGER_CONFIRMATION)
    mine = _of_records_seen(reader, [MANAGER_CONFIRMATION])
    return list(
        found.filter(mine).select_related("record", "acknowledged_by").order_by("late_from", "pk")[:MOST_NEW]
    )


def written_for_the_night(reader: User) -> list[Case]:
    """Children about whom it is written what to do if someone rings tonight."""
    found = Case.visible_to(reader).filter(state=Case.State.OPEN).exclude(tonight="")
    found = found.select_related("subject", "child__subject", "tonight_by")
    return list(found.order_by("child__family_name", "child__given_name", "pk")[:MOST_OF_A_NIGHT])


# Who is away


def covering(reader: User, now: datetime) -> list[Absence]:
    """Absences in which the reader stands in."""
    today = london_day(now)
    found = Absence.objects.filter(cover=reader, from_on__lte=today, until_on__gte=today)
    return list(found.select_related("user").order_by("until_on", "pk"))


# Meetings


@dataclass(frozen=True)
class Meeting:
    """One stage that meets: called for a moment, or asked for and not yet called."""

    model: type[Stage]
    key: int
    reference: str
    at: datetime | None
    how: str
    chair: str
    chair_id: int | None

    @property
    def label(self) -> str:
        return self.model.noun()

    @property
    def url(self) -> str:
        return document.url_to(self.model, self.reference)

    @property
    def how_said(self) -> str:
        """A code as people say it."""
        names = {each.name: each for each in self.model._meta.concrete_fields}
        choices: Any = dict(names["how"].flatchoices) if "how" in names else {}
        return str(choices.get(self.how, self.how))

    def missing(self, taking_part: Iterable[Part], now: datetime) -> list[str]:
        """What is not there yet, the worst first: whom nobody invited, whose answer is late or awaited."""
        mine = [each for each in taking_part if each.record == self.key]
        needed = getattr(self.model, "QUORUM", ())
        absent = sorted(set(needed) - {each.kind for each in mine if each.asked or each.excused})
        awaited = [each for each in mine if each.due_at and not each.answered]
        late = [each for each in awaited if each.due_at and each.due_at <= now]
        said = []
        if not mine:
            said.append("Nobody is invited yet")
        elif absent:
            said.append(f"Not invited: {listed(str(AgencyKind(kind).label).lower() for kind in absent)}")
        if late:
            said.append(f"Late: {listed(each.agency for each in late)}")
        if waits := [each.agency for each in awaited if each not in late]:
            said.append(f"Awaited: {listed(waits)}")
        return said


def meetings(
    reader: User, now: datetime, *, days: int, whose: Whose | None = None, asked: bool = True
) -> tuple[list[Meeting], list[Meeting]]:
    """Stages that meet: those called for today and the coming days, soonest first; those asked for, oldest first.

    Of all that the reader may see; `whose`: only what belongs to that list. One query.
    """
    start = london(london_day(now))
    arms = []
    for model in stages():
        if model.meets_at:
            seen = model.visible_to(reader).select_related(None).order_by()
            if whose is not None:
                seen = seen.filter(
                    pk__in=model.child_row()._rows.filter(whose.rows_of(model)).values("stage")
                )
            within = {f"{model.meets_at}__gte": start, f"{model.meets_at}__lt": start + timedelta(days=days)}
            when = Q(state__in=model.meeting_called, **within)
            if asked:
                when |= Q(state__in=model.meeting_asked)
            arms.append(_meeting_rows(model, seen.filter(when)))
    if not arms:
        return [], []
    first, *others = arms
    rows = (first.union(*others, all=True) if others else first).order_by("listed_at", "pk")[:200]
    found = [Meeting(_stage(kind), *rest) for kind, *rest in rows]
    return [each for each in found if each.at], sorted(
        (each for each in found if not each.at), key=lambda each: each.key
    )


def _stage(kind: str) -> type[Stage]:
    model: Any = records()[kind]
    return model


def _meeting_rows(model: type[Stage], rows: models.QuerySet) -> models.QuerySet:
    """A meeting that is asked for has no moment yet, whatever stood there before it was put off."""
    fields = {each.name for each in model._meta.concrete_fields}
    chair = next((name for name in model.in_hand_of if model.from_row(name).startswith("stage__")), "")
    called = Choice(When(state__in=model.meeting_called, then=Cast(model.meets_at, models.DateTimeField())))
    return rows.annotate(listed_at=called).values_list(
        Value(model.kind, models.TextField()),
        "pk",
        "subject__reference",
        "listed_at",
        Cast("how", models.TextField()) if "how" in fields else Value("", models.TextField()),
        F(f"{chair}__name") if chair else Value("", models.TextField()),
        F(f"{chair}_id") if chair else Cast(Value(None), models.BigIntegerField()),
    )


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
