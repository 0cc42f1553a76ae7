"""Meetings: called for a day, or asked for and not yet called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from cpu.calendars import london, london_day
from cpu.models import AgencyKind, User
from govuk.templatetags.govuk import listed
from people.hooks import Part
from unit.queries.whose import Whose
from workflow import document
from workflow.document import records, stages
from workflow.stage import Stage
from workflow.work import Work, seen

MOST_MEETINGS = 20


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
    def chaired(self) -> bool:
        """Agencies are invited and somebody chairs; a medical or an interview is an appointment."""
        return "chair" in self.model.in_hand_of

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
        if not mine and self.chaired:
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
    wanted = Q(meets_at__gte=start, meets_at__lt=start + timedelta(days=days))
    if asked:
        wanted |= Q(meeting_asked=True)
    wanted &= seen(reader, [each for each in stages() if each.meets_at], "stage")
    if whose is not None:
        wanted &= whose.work
    rows = Work._rows.filter(wanted, over=False).order_by("meets_at", "stage").distinct()
    found = [
        Meeting(_stage(kind), key, reference, at, how, chair or "", chair_id)
        for kind, key, reference, at, how, chair, chair_id in rows.values_list(
            "kind", "stage_id", "stage__reference", "meets_at", "how", "hand__name", "hand"
        )[:200]
    ]
    return [each for each in found if each.at], sorted(
        (each for each in found if not each.at), key=lambda each: each.key
    )


def _stage(kind: str) -> type[Stage]:
    model: Any = records()[kind]
    return model
