"""What happened in children's lives, read off what is recorded: the source of the prompts in every open stage."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, TruncDate

from cpu.calendars import LONDON, london_day
from cpu.models import AuditEvent
from people.models.case import Case
from people.models.life import LookedAfter, MovedAway
from people.models.missing import MissingEpisodeChild
from workflow.events import Event, Occurrence
from workflow.step import WITHDRAWN
from workflow.tables import APART, Read, together

ADULT = 18
RETURNED = ("FOUND", "INTERVIEWED", "DECLINED")
# Asked from four weeks before: a local default.
BEFORE_EIGHTEEN = timedelta(days=28)


def _years_later(day: date, years: int) -> date:
    """29 February becomes 1 March, as the law counts an age."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _born_by(today: date) -> date:
    """Whoever was born on this day or before is eighteen within the four weeks."""
    then = today + BEFORE_EIGHTEEN
    try:
        return then.replace(year=then.year - ADULT)
    except ValueError:
        return date(then.year - ADULT, 2, 28)


def turning_eighteen(now: datetime):
    """Open cases of young people who are eighteen, or will be within the four weeks."""
    return Case._rows.filter(
        state="OPEN", child__state="LIVING", child__date_of_birth__lte=_born_by(london_day(now))
    )


def _statement() -> QuerySet:
    """Birth, death, 18th birthday, move, looked after, missing, found; of a birthday, the day of the birth."""
    known = Case._rows.select_related(None).order_by()
    return together(
        [
            known.filter(child__state="LIVING")
            .annotate(known_at=_recorded("be_born"))
            .filter(known_at__isnull=False)
            .values_list("pk", *_kind(Event.BIRTH, "pk"), F("child__date_of_birth"), "known_at", "subject"),
            known.filter(child__state="DIED")
            .annotate(known_at=_recorded("record_death"))
            .values_list("pk", *_kind(Event.DEATH, "pk"), F("child__died_on"), "known_at", "subject"),
            known.filter(child__state="LIVING", child__date_of_birth__isnull=False).values_list(
                "pk",
                *_kind(Event.EIGHTEEN, "child__date_of_birth"),
                F("child__date_of_birth"),
                Cast(Value(None), DateTimeField()),
                "subject",
            ),
            LookedAfter._rows.order_by().values_list(
                "case", *_kind(Event.LOOKED_AFTER, "pk"), F("from_on"), "recorded_at", "case"
            ),
            MovedAway._rows.order_by().values_list(
                "case", *_kind(Event.MOVED, "pk"), F("moved_on"), "recorded_at", "case"
            ),
            *(
                MissingEpisodeChild._rows.exclude(
                    Q(state__in=over) | Q(stage__state=WITHDRAWN) | Q(**{f"{moment}__isnull": True})
                )
                .order_by()
                .annotate(day=TruncDate(moment, tzinfo=LONDON))
                .values_list("case", *_kind(event, "pk"), F("day"), F(written), "stage")
                for event, moment, written, over in (
                    # Once the child is found, that is what is asked about.
                    (Event.MISSING, "stage__missing_since", "stage__recorded_at", (*RETURNED, WITHDRAWN)),
                    (Event.FOUND, "found_at", "found_written_at", (WITHDRAWN,)),
                )
            ),
        ]
    )


class Happened(Model):
    """One event in one child's life: what tells it from the next, the day, known since when, kept in which record."""

    case = BigIntegerField(primary_key=True, db_column="case_id")
    event, key = TextField(), TextField()
    on = DateField()
    known_at = DateTimeField(null=True)
    record = BigIntegerField()

    _rows: Any = Read(_statement)

    class Meta:
        apps, app_label, db_table, managed = APART, "people", "happened", False

    def __str__(self) -> str:
        return f"{self.event}, {self.on}"


def in_the_lives_of(cases: Collection[int] | QuerySet, now: datetime) -> list[Occurrence]:
    """What happened to these children (keys, or a queryset of keys), and who is eighteen or will be within the four
    weeks: one query, whatever their number.
    """
    these = {"case__among" if isinstance(cases, QuerySet) else "case__in": cases}
    turned = ~Q(event=Event.EIGHTEEN) | Q(on__lte=_born_by(london_day(now)))
    found = Happened._rows.filter(turned, **these)
    return [
        _occurrence(*row) for row in found.values_list("case", "event", "key", "on", "known_at", "record")
    ]


def _kind(event: str, key: str):
    return Value(str(event), TextField()), Cast(key, TextField())


def _recorded(step: str) -> Subquery:
    """When somebody wrote it down: a stage that was opened later knew of it."""
    found = AuditEvent._rows.filter(subject_id=OuterRef("child"), step=step).order_by("-version")
    return Subquery(found.values("occurred_at")[:1], output_field=DateTimeField())


def _occurrence(case_id, event, key, on, known_at, record_id) -> Occurrence:
    day = _years_later(on, ADULT) if event == Event.EIGHTEEN else on
    return Occurrence(case_id, event, f"{event}:{key}", day, known_at, record_id)
