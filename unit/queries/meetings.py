"""Meetings: called for a day, or asked for and not yet called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When
from django.db.models.functions import Cast

from cpu.calendars import london, london_day
from cpu.models import AgencyKind, User
from govuk.templatetags.govuk import listed
from people.hooks import Part
from unit.queries.whose import Whose
from workflow import document
from workflow.document import records, stages
from workflow.stage import Stage

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
