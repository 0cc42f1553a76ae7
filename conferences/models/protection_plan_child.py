"""One child's protection plan: when it began, for which harm, who leads, how it drifts, and how it ended."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conferences.guards import plan as asked
from conferences.models.worked_plan import (
    PlanFact,
    WorkedPlanChild,
)
from cpu.calendars import add_months
from cpu.codes import CategoryOfAbuse
from cpu.models import Clock
from workflow.paired import who_and_when
from workflow.step import WITHDRAWN

ON_PLAN = ("OUTLINE", "DETAILED", "AWAY")
# An earlier plan that ended within so many months calls for a senior manager's review.
SECOND_PLAN_MONTHS = 24


class EndReason(models.TextChoices):
    CONFERENCE = "conference", "Decided by a review conference"
    MOVED = asked.MOVED, "Moved away for good, and the receiving authority has held its conference"
    EIGHTEEN = asked.EIGHTEEN, "Turned 18"
    DIED = asked.DIED, "Died"
    LEFT = asked.LEFT, "Left the United Kingdom for good"


class Drift(models.TextChoices):
    LONG = "long", "A long plan"
    SECOND = "second", "A second plan"


class ChildProtectionPlanChild(WorkedPlanChild):
    """One child's plan: when it began, for which harm, who leads, how often the child is visited, how it ended."""

    class State(models.TextChoices):
        ALONGSIDE = "ALONGSIDE", "Alongside, not subject of a plan"
        OUTLINE = "OUTLINE", "Outline plan"
        DETAILED = "DETAILED", "Detailed plan"
        AWAY = "AWAY", "Out of the area for a while"
        ENDED = "ENDED", "Plan ended"

    stage = models.ForeignKey(
        "conferences.ChildProtectionPlan", on_delete=models.PROTECT, related_name="children"
    )
    conference = models.ForeignKey("cpu.Subject", null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("plan began", null=True)
    initial_category = models.CharField(
        "category at the start", max_length=3, choices=CategoryOfAbuse, blank=True
    )
    latest_category = models.CharField("category now", max_length=3, choices=CategoryOfAbuse, blank=True)
    further_categories = ArrayField(
        models.CharField(max_length=3, choices=CategoryOfAbuse), default=list, verbose_name="as well"
    )
    why = models.TextField("why, for this child", blank=True)
    previous_plans = models.PositiveSmallIntegerField("earlier plans, anywhere", null=True)
    previous_plan_ended_on = models.DateField("the last of them ended", null=True)
    origin_authority = models.CharField("moved here from", max_length=200, blank=True)
    origin_started_on = models.DateField("plan there began", null=True)
    lead_practitioner = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="lead practitioner"
    )
    visiting = models.CharField("visited", max_length=40, blank=True)
    outline = models.TextField("risk, and what must change", blank=True)
    contingency = models.TextField("if it does not change", blank=True)
    core_group_on = models.DateField("first core group planned for", null=True)
    detail = models.TextField("the detailed plan", blank=True)
    detailed_at = models.DateTimeField("detailed plan made", null=True)
    birth_response = models.TextField("at the birth", blank=True)
    last_review_on = models.DateField("last review conference", null=True)
    earlier_review_asked_at = models.DateTimeField("earlier review asked for", null=True)
    earlier_review_because = models.TextField("because", blank=True)
    away_from = models.DateField("out of the area since", null=True)
    away_until = models.DateField("expected back", null=True)
    away_where = models.CharField("where", max_length=300, blank=True)
    away_who_visits = models.CharField("who visits meanwhile", max_length=300, blank=True)
    back_on = models.DateField("back since", null=True)
    senior_review = models.TextField("a senior manager's review", blank=True)
    senior_reviewed_at = models.DateTimeField("reviewed", null=True)
    end_reason = models.CharField("how it ends", max_length=16, choices=EndReason, blank=True)
    end_on = models.DateField("proposed to end", null=True)
    end_words = models.TextField("why it ends", blank=True)
    seen_there_by = models.CharField("seen there by", max_length=200, blank=True)
    seen_there_on = models.DateField("seen there", null=True)
    receiving_authority = models.CharField("receiving authority", max_length=200, blank=True)
    receiving_conference_on = models.DateField("its conference", null=True)
    after = models.TextField("who works with the family afterwards", blank=True)
    end_proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    end_proposed_at = models.DateTimeField("end proposed", null=True)
    end_declined_because = models.TextField("why it goes on", blank=True)
    ended_on = models.DateField("plan ended", null=True)
    ended_at = models.DateTimeField(null=True)

    ended = ("ALONGSIDE", "ENDED", WITHDRAWN)
    kept_for_machines = ("conference", "ended_at", "end_proposed_by")
    # Set by a step for this occasion alone.
    core_group_from: datetime | None = None
    core_group_met_at: datetime | None = None
    long_reviewed_at: datetime | None = None
    second_reviewed_at: datetime | None = None
    visits_change_from: datetime | None = None
    told_of_second_plan_from: date | None = None
    visits_go_on_from: datetime | None = None
    visits_go_on_as = ""

    class Meta:
        constraints = [
            *who_and_when("end_proposed", of="plan_child"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=ON_PLAN),
                name="one_open_plan_per_child",
                violation_error_message="This child is subject of an open child protection plan already.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ON_PLAN) | Q(started_on__isnull=False),
                name="plan_begins_on_a_day",
                violation_error_message="A plan begins on the day of its conference.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(end_reason="")),
                name="ended_plan_has_its_day_and_reason",
                violation_error_message="A plan that ended has its day, and how it ended.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="plan_does_not_begin_and_end_on_one_day",
                violation_error_message="A plan does not begin and end on one day.",
            ),
        ]

    @classmethod
    def earlier_plans(cls, cases) -> dict[int, list["ChildProtectionPlanChild"]]:
        """Plans of these children that have ended here, by person, the latest first: one query for all."""
        rows = cls._rows.filter(case__child__in=[case.child_id for case in cases], state="ENDED")
        found: dict[int, list] = {}
        for row in rows.exclude(stage__state=WITHDRAWN).select_related("case").order_by("-ended_on"):
            found.setdefault(row.case.child_id, []).append(row)
        return found

    def begin(self, said: Any, cause: Any, earlier: list["ChildProtectionPlanChild"]) -> None:
        """From what the conference decided: `said` is its row about this child, `earlier` the plans ended here."""
        self.conference, self.started_on = cause.subject, timezone.localdate(cause.held_at)
        self.initial_category = self.latest_category = said.category
        self.further_categories = list(said.further_categories or [])
        for name in ("why", "lead_practitioner_id", "visiting", "outline", "contingency", "core_group_on"):
            setattr(self, name, getattr(said, name))
        for name in ("origin_authority", "origin_started_on", "previous_plan_ended_on", "birth_response"):
            setattr(self, name, getattr(said, name, None) or getattr(self, name))
        told = said.previous_plans
        self.previous_plans = max(told or 0, len(earlier)) if told is not None or earlier else None
        if earlier:
            days = [self.previous_plan_ended_on, earlier[0].ended_on]
            self.previous_plan_ended_on = max(day for day in days if day)

    def take_up(self, said: Any) -> None:
        """What the conference adds to its decision, where nothing stands here yet."""
        if self.previous_plans is None and said.previous_plans is not None:
            self.previous_plans = said.previous_plans
            self.told_of_second_plan_from = self.second_plan_from
        for name in ("lead_practitioner", "outline", "contingency", "core_group_on"):
            setattr(self, name, getattr(self, name) or getattr(said, name))

    def reviewed(self, said: Any, day: date, visits: Clock | None, *, ends: bool) -> None:
        """What a review conference decided: a category may change, and how often the child is visited."""
        self.last_review_on = day
        self.earlier_review_because, self.earlier_review_asked_at = "", None
        if ends:
            return
        self.latest_category = said.category or self.latest_category
        self.further_categories = list(said.further_categories or []) or self.further_categories
        for name in ("why", "lead_practitioner_id", "outline", "contingency"):
            setattr(self, name, getattr(said, name) or getattr(self, name))
        if said.visiting != self.visiting:
            self.visiting = said.visiting
            self.visits_change_from = visits.started_at if visits else None

    def end(self, at: datetime, on: date, reason: str) -> None:
        self.ended_at, self.ended_on, self.end_reason = at, on, reason

    # What is read of it

    def owed(self) -> list[tuple[str, str]]:
        """(what is owed for this child, the step that mends it)."""
        return asked.owed_by(self.stage, self)

    @property
    def is_unborn(self) -> bool:
        return self.case.child.state == "UNBORN"

    @property
    def last_conference_on(self) -> date | None:
        """The last conference about this plan: since then the child must have been seen before it ends."""
        return self.last_review_on or self.started_on

    @property
    def reviews(self) -> list["PlanReview"]:
        return [each for each in self.stage.reviews if each.child_id == self.pk]

    @property
    def drifts_from(self) -> date | None:
        """A plan that moved here has lasted since it began there."""
        return (self.origin_started_on or self.started_on) if self.state in ON_PLAN else None

    @property
    def second_plan_from(self) -> date | None:
        """The start of a plan soon after an earlier one, here or anywhere; told without a day, it counts as soon."""
        if self.state not in ON_PLAN or not self.previous_plans or self.origin_authority:
            return None
        ended, began = self.previous_plan_ended_on, self.started_on
        if ended and began and add_months(ended, SECOND_PLAN_MONTHS) < began:
            return None
        return began


class PlanReview(PlanFact):
    """A review conference of one child's plan: the census's review date."""

    child = models.ForeignKey(ChildProtectionPlanChild, on_delete=models.PROTECT, related_name="review_rows")
    conference = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()

    class Meta(PlanFact.Meta):
        ordering = ["held_on", "pk"]
