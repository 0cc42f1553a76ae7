"""What came in: what others recorded, and the messages that say more than the lists do."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from cpu.calendars import Calendar, london, london_day
from cpu.models import AuditEvent, Involvement, Notification, User
from people.models import Case
from unit.queries.whose import cases_of

MOST_ARRIVED = 20


def since(now: datetime, calendar: Calendar) -> datetime:
    """A day ago, or the close of the last working day before today: Monday's list begins on Friday
    evening.
    """
    last = calendar.add_working_days(london_day(now), -1)
    return min(now - timedelta(days=1), london(last, calendar.closing(last)))


def about_one_of(cases: models.QuerySet[Case]) -> Exists:
    """Of each event asked whether it is about one of these cases: a large team's array of cases, met by overlap, took
    seconds.
    """
    of_event = Func(
        F("pk"),
        OuterRef("cases"),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )
    return Exists(cases.select_related(None).order_by().filter(of_event))


def arrived(lines: models.QuerySet[Involvement], reader: User, start: datetime) -> list[AuditEvent]:
    """What others recorded about these cases since `start`, latest first."""
    about = about_one_of(cases_of(lines, reader))
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
