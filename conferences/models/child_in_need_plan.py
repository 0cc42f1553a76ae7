"""Child-in-need plan: help under section 17 of the Children Act 1989, never beside a child protection plan."""

from django.db import models
from django.utils import timezone

from conferences.models.support_plan import SupportPlan
from conferences.models.support_plan_child import OPEN, After, SeenEvery, SupportPlanChild
from cpu.deadlines import say_day
from cpu.roles import Permission
from cpu.timescales import SUPPORT_PLAN_ACCEPTED, SUPPORT_PLAN_REVIEW, VISIT
from workflow.step import Stop, step


class ChildInNeedPlan(SupportPlan):
    """Help under section 17 of the Children Act 1989. Never beside a child protection plan."""

    kind, prefix, resource = "child-in-need-plan", "CN", "child-in-need-plans"
    excludes_protection = True

    @classmethod
    def noun(cls) -> str:
        return "Child-in-need plan"

    @step(
        "Offer a plan after a conference",
        source="",
        target=SupportPlan.State.OFFERED,
        permission=Permission.CONSEQUENCE,
        starts={SUPPORT_PLAN_ACCEPTED: "offered_at"},
    )
    def offer_after_conference(self, *, cause, children):
        """For the children of whom the conference decided so, each to the worker named for that child."""
        day = say_day(timezone.localdate(cause.held_at))
        self._put_forward(f"Decided by the conference of {day} ({cause.reference}), for each child.", cause)
        self.cover_each(
            *[
                {
                    "case": row.case,
                    "offered_to": row.next_step_for,
                    "aim": row.outline or row.safety_plan,
                    "visiting": row.visiting or SeenEvery.TWENTY_DAYS,
                }
                for row in children
            ]
        )
        workers = [row.next_step_for for row in children if row.next_step_for]
        self._let_in_workers(workers, [row.case for row in children])

    @step(
        "End it: a child protection plan takes its place",
        source=(SupportPlan.State.OFFERED, SupportPlan.State.RUNNING),
        permission=Permission.CONSEQUENCE,
        each_child=(OPEN, "ENDED"),
        stops={
            SUPPORT_PLAN_ACCEPTED: Stop("every_offer_is_answered_at", how="not_needed"),
            VISIT: Stop("nothing_more_since", how="not_needed"),
            SUPPORT_PLAN_REVIEW: Stop("ended_now_at", how="not_needed"),
        },
    )
    def end_for_protection(self, *, cause, children):
        """On the day of the conference: both never run together (census rules 4001, 4016, 4017)."""
        for row in children:
            row.after, row.after_words = After.PROTECTION, f"Decided by conference {cause.reference}"
            row.ended_on = max(filter(None, [row.started_on, timezone.localdate(cause.held_at)]))
            self._end(row)


class ChildInNeedPlanChild(SupportPlanChild):
    """One child in need: CINPlanStartDate and CINPlanEndDate of the census."""

    stage = models.ForeignKey(ChildInNeedPlan, on_delete=models.PROTECT, related_name="children")
