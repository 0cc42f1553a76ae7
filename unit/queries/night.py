"""The night: what out-of-hours workers did, and what is written for whoever rings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cpu.calendars import MORNING, Calendar, london, london_day
from cpu.models import AuditEvent, User
from cpu.roles import Role
from people.models import Case
from unit.queries.news import about_one_of

MOST_OF_A_NIGHT = 200


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
    about = about_one_of(Case.visible_to(reader))
    role = Role.OUT_OF_HOURS_WORKER.label
    found = AuditEvent._rows.filter(
        Q(role=role) & (about | Q(actor_id=reader.pk)), occurred_at__gte=night.start
    )
    return list(found.order_by("occurred_at", "pk")[:MOST_OF_A_NIGHT])


def written_for_the_night(reader: User) -> list[Case]:
    """Children about whom it is written what to do if someone rings tonight."""
    found = Case.visible_to(reader).filter(state=Case.State.OPEN).exclude(tonight="")
    found = found.select_related("subject", "child__subject", "tonight_by")
    return list(found.order_by("child__family_name", "child__given_name", "pk")[:MOST_OF_A_NIGHT])
