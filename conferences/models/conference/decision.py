"""What the chair decides for each child, and the child's own row in the conference."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conferences.guards import conference as guards
from conferences.guards.plan import child_is_not_yet_born
from conferences.models.conference.facts import ConferenceFacts, Purpose, State, plans, support_plans
from conferences.models.visits import VisitedChild
from cpu.calendars import london_day
from cpu.codes import CategoryOfAbuse
from cpu.deadlines import say_day
from cpu.roles import Permission
from cpu.timescales import FIRST_CORE_GROUP, FIRST_REVIEW_CONFERENCE, REVIEW_CONFERENCE, VISIT
from partners.models import ChildSeen
from people.models import Person
from strategy.models import Section47Enquiry
from strategy.models.enquiry import refuse_copied_reasons
from workflow.paired import who_and_when
from workflow.stage import ChildRow
from workflow.step import WITHDRAWN, Start, step

ABOUT_A_PLAN = ("continue_plans", "end_plans")
WITHOUT_A_PLAN = ("make_plans", "decide_child_in_need", "decide_family_help", "decide_no_plan")


class Visiting(models.TextChoices):
    """How often the child is seen. The names choose the length of the visit's clock."""

    EVERY_10 = "", "At least every 10 working days"
    EVERY_5 = "every 5 working days", "At least every 5 working days"
    EVERY_15 = "every 15 working days", "At least every 15 working days"
    EVERY_20 = "every 20 working days", "At least every 20 working days"


class EndsAs(models.TextChoices):
    CHILD_IN_NEED = "child-in-need", "Goes on with a child-in-need plan"
    FAMILY_HELP = "family-help", "Goes on with family help"
    NO_SERVICES = "no-services", "No further services"
    LOOKED_AFTER = "looked-after", "The child is looked after: the care plan protects"
    TRANSFERRED = "transferred", "Another authority has held its own conference"


class Decision(ConferenceFacts):
    """Per child, and none preset: a plan, none, one that goes on or ends. Towards a plan nothing blocks."""

    class Meta:
        abstract = True

    def eligible(self, declared):
        """A plan that is open goes on or ends; a child without one gets one, or none. Neither is offered the other."""
        rows: list[Any] = super().eligible(declared)
        if declared.name in ABOUT_A_PLAN:
            return [row for row in rows if row.case_id in self.open_plans]
        if declared.name in WITHOUT_A_PLAN:
            return [row for row in rows if row.case_id not in self.open_plans]
        if declared.name == "plan_for_birth":
            return [row for row in rows if row.is_unborn]
        return rows

    @step(
        "Decide: subject of a child protection plan",
        source=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        each_child=(("UNDECIDED", "NO_PLAN_CIN", "NO_PLAN_FAMILY_HELP", "NO_PLAN"), "PLAN"),
        guards=[guards.no_plan_is_open],
        starts={
            FIRST_CORE_GROUP: "held_at",
            FIRST_REVIEW_CONFERENCE: "held_at",
            VISIT: Start("held_at", variant="visiting"),
        },
        opens=(
            "ChildProtectionPlan.open",
            "ChildProtectionPlan.take_in",
            "ChildInNeedPlan.end_for_protection",
        ),
    )
    def make_plans(self, *, children):
        """Never blocked. The plan starts on the day of the conference (census rule 2885); no category is preset, and
        each is explained for that child alone. A child-in-need plan never overlaps it (rules 4001, 4016, 4017)."""
        self._decide(children)
        self._end_support(children)
        if running := plans().of_household([row.case for row in self.child_rows()]):
            self.consequence(running.take_in, cause=self, children=children)
        else:
            self.consequence(plans()().open, cause=self, children=children)

    def _decide(self, children) -> None:
        refuse_copied_reasons(self.children.all(), children, "why")
        for row in children:
            row.decided_by, row.decided_at = self.act.by, self.act.at

    def _end_support(self, children) -> None:
        """A child is on one kind of plan at a time."""
        for plan, rows in support_plans().open_for(children).items():
            self.consequence(plan.end_for_protection, cause=self, children=rows)

    @step(
        "Decide: no plan, a child-in-need plan instead",
        source=State.HELD,
        permission=Permission.CONFERENCE_DECLINE,
        each_child=("UNDECIDED", "NO_PLAN_CIN"),
        other_than="requested_by",
        guards=[*guards.TO_DECIDE_AGAINST, guards.next_worker_is_named],
        opens=("ChildInNeedPlan.offer_after_conference",),
    )
    def decide_child_in_need(self, *, children):
        """Handed to a named worker who accepts; until then the unit holds the child."""
        self._decide(children)
        self._offer_support(children)

    def _offer_support(self, children) -> None:
        """A child whose child-in-need plan runs already keeps it, with its worker."""
        running = {row.case_id for rows in support_plans().open_for(children).values() for row in rows}
        if new := [row for row in children if row.case_id not in running]:
            self.consequence(support_plans()().offer_after_conference, cause=self, children=new)

    @step(
        "Decide: no plan, family help instead",
        source=State.HELD,
        permission=Permission.CONFERENCE_DECLINE,
        each_child=("UNDECIDED", "NO_PLAN_FAMILY_HELP"),
        other_than="requested_by",
        guards=[*guards.TO_DECIDE_AGAINST, guards.next_worker_is_named],
    )
    def decide_family_help(self, *, children):
        """A named worker of family help accepts the hand-over of the case; until then the unit holds the child."""
        self._decide(children)

    @step(
        "Decide: no plan, and no further services",
        source=State.HELD,
        permission=Permission.CONFERENCE_DECLINE,
        each_child=("UNDECIDED", "NO_PLAN"),
        other_than="requested_by",
        guards=guards.TO_DECIDE_AGAINST,
    )
    def decide_no_plan(self, *, children):
        """With a safety plan in words. It does not mean that nothing happened."""
        self._decide(children)

    @step(
        "Decide: the plan goes on",
        source=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        each_child=(("UNDECIDED", "ENDS"), "CONTINUES"),
        guards=[guards.plan_is_open],
        starts={REVIEW_CONFERENCE: "held_at"},
        opens=("ChildProtectionPlan.go_on",),
    )
    def continue_plans(self, *, children):
        """Never blocked. The category is asked again, none preset, and explained; the next review is due within six
        months of this one (Working Together, review conference)."""
        self._decide(children)
        for plan, rows in self._by_plan(children).items():
            self.consequence(plan.go_on, cause=self, children=rows)

    @step(
        "Decide: the plan ends",
        source=State.HELD,
        permission=Permission.CONFERENCE_DECLINE,
        each_child=("UNDECIDED", "ENDS"),
        other_than="requested_by",
        guards=[guards.plan_is_open, guards.plan_began_earlier, *guards.TO_END_A_PLAN],
        opens=("ChildProtectionPlan.end_by_conference", "ChildInNeedPlan.offer_after_conference"),
    )
    def end_plans(self, *, children):
        """Only a review conference ends a plan here: the child seen since the last review, each agency heard, and who
        goes on with the family named."""
        self._decide(children)
        for plan, rows in self._by_plan(children).items():
            self.consequence(plan.end_by_conference, cause=self, children=rows)
        in_need = [row for row in children if row.ends_as == EndsAs.CHILD_IN_NEED]
        if in_need:
            self._offer_support(in_need)

    def _by_plan(self, children) -> dict[Any, list]:
        found: dict[Any, list] = {}
        for row in children:
            found.setdefault(self.open_plans[row.case_id].stage, []).append(row)
        return found

    @step(
        "Add what the decision went without",
        source=(State.HELD, State.CLOSED),
        permission=Permission.PLAN_WORK,
        adds=True,
        each_child=(("PLAN", "CONTINUES"), None),
        opens=("ChildProtectionPlan.take_up",),
    )
    def complete_decision(self, *, children):
        """What was not asked by night is owed, and added here, for conference and plan at once; category and reasons
        are the chair's and stand."""
        on_plan = [row for row in children if row.case_id in self.open_plans]
        for plan, rows in self._by_plan(on_plan).items():
            self.consequence(plan.take_up, cause=self, children=rows)

    @step(
        "Recommend legal planning",
        source=(State.SCHEDULED, State.HELD),
        permission=Permission.CONFERENCE_CHAIR,
        adds=True,
        each_child=(("UNDECIDED", "PLAN", "CONTINUES"), None),
    )
    def recommend_legal_route(self, *, children):
        """A conference recommends; the authority decides and applies."""

    @step(
        "Say who is called when the child is born",
        source=(State.REQUESTED, State.SCHEDULED, State.HELD),
        permission=Permission.PLAN_WORK,
        adds=True,
        each_child=(("UNDECIDED", "PLAN", "CONTINUES"), None),
        guards=[child_is_not_yet_born],
    )
    def plan_for_birth(self, *, children):
        """The birth response plan: who is called, and no discharge before a meeting."""


class ConferenceChild(VisitedChild, ChildRow):
    """One child at a conference: what was decided, why, and what follows for this child."""

    class State(models.TextChoices):
        UNDECIDED = "UNDECIDED", "Not yet decided"
        PLAN = "PLAN", "Subject of a child protection plan"
        NO_PLAN_CIN = "NO_PLAN_CIN", "No plan: a child-in-need plan"
        NO_PLAN_FAMILY_HELP = "NO_PLAN_FAMILY_HELP", "No plan: family help"
        NO_PLAN = "NO_PLAN", "No plan, no further services"
        CONTINUES = "CONTINUES", "The plan goes on"
        ENDS = "ENDS", "The plan ends"

    stage = models.ForeignKey("conferences.Conference", on_delete=models.PROTECT, related_name="children")
    enquiry = models.ForeignKey(Section47Enquiry, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=3, choices=CategoryOfAbuse, blank=True)
    further_categories = ArrayField(models.CharField(max_length=3, choices=CategoryOfAbuse), default=list)
    why = models.TextField("why, for this child", blank=True)
    lead_practitioner = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    core_group = models.TextField("core group", blank=True)
    core_group_on = models.DateField("first core group", null=True)
    outline = models.TextField("risk, and the change that is needed", blank=True)
    contingency = models.TextField("if that does not happen", blank=True)
    visiting = models.CharField("how often the child is seen", max_length=24, choices=Visiting, blank=True)
    previous_plans = models.PositiveSmallIntegerField("earlier plans, anywhere", null=True)
    previous_plan_ended_on = models.DateField("the last of them ended", null=True)
    safety_plan = models.TextField("what keeps the child safe", blank=True)
    next_step_for = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who goes on with the family",
    )
    ends_as = models.CharField("what comes after the plan", max_length=16, choices=EndsAs, blank=True)
    legal_route = models.TextField("legal planning recommended", blank=True)
    birth_call = models.TextField("when the child is born: who is called", blank=True)
    birth_meeting = models.TextField("no discharge before this meeting", blank=True)
    decided_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    ended = ("PLAN", "NO_PLAN_CIN", "NO_PLAN_FAMILY_HELP", "NO_PLAN", "CONTINUES", "ENDS", WITHDRAWN)

    class Meta:
        constraints = [
            *who_and_when("decided", of="conference_child"),
            models.UniqueConstraint(
                fields=["stage", "case"],
                name="child_once_in_a_conference",
                violation_error_message="This child is already part of the conference.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="UNDECIDED"),
                name="one_undecided_conference_per_child",
                violation_error_message="A conference is already asked for this child: go on with that one.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["PLAN", "CONTINUES"]) | (~Q(category="") & ~Q(why="")),
                name="plan_has_its_category_and_reasons",
                violation_error_message="Choose a category for the child, and say why.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["NO_PLAN_CIN", "NO_PLAN_FAMILY_HELP", "NO_PLAN", "ENDS"])
                | ~Q(why=""),
                name="no_plan_has_its_reasons",
                violation_error_message="Say why, for this child.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDS") | ~Q(ends_as=""),
                name="ended_by_conference_says_what_comes_after",
                violation_error_message="Say what comes after the plan.",
            ),
        ]

    # For the plan that is made

    @property
    def origin_authority(self) -> str:
        return self.stage.origin if self.stage.is_transfer else ""

    @property
    def origin_started_on(self) -> date | None:
        return self.stage.origin_started_on if self.stage.is_transfer else None

    @property
    def birth_response(self) -> str:
        return "\n".join(filter(None, [self.birth_call, self.birth_meeting]))

    # What the clocks and the guards read

    @property
    def birth_expected_on(self) -> date | None:
        """The first conference about a child not yet born is counted back from the birth, also where brothers and
        sisters have theirs with it; the day not known, nothing is."""
        first = self.stage.purpose in (Purpose.PRE_BIRTH, Purpose.INITIAL)
        return self.case.child.expected_on if first and self.is_unborn else None

    @property
    def is_unborn(self) -> bool:
        return self.case.child.state == Person.State.UNBORN

    @property
    def enquiry_met_at(self) -> datetime | None:
        """The conference that an enquiry leads to; a review meets it too where it was asked for because of one."""
        if self.stage.purpose == Purpose.REVIEW and self.enquiry_id is None:
            return None
        return self.stage.held_at

    @property
    def seen_since(self) -> datetime | None:
        """Since when the child must have been seen before a plan is refused or ended."""
        if self.stage.purpose == Purpose.REVIEW:
            return self.stage.reviewed_before.get(self.case_id) or self.case.referred_at
        return self.enquiry.started_at if self.enquiry else self.case.referred_at

    @property
    def times_seen(self) -> list[ChildSeen]:
        """In person, since the duty to see the child last began."""
        since, times = self.seen_since, self.stage.times_seen.get(self.case_id, [])
        return [each for each in times if since is None or each.at >= since]

    def why_not_on(self, planned_for: datetime) -> list[str]:
        """Why this child's conference cannot be planned for that moment."""
        found, day = [], london_day(planned_for)
        if self.enquiry and planned_for < self.enquiry.started_at:
            began = say_day(london_day(self.enquiry.started_at))
            found.append(f"{self.child_name}: the enquiry began on {began}. Choose a later day.")
        plan = self.stage.open_plans.get(self.case_id) if self.stage.purpose == Purpose.REVIEW else None
        if plan and plan.started_on >= day:
            says = f"{self.child_name}: the plan began on {say_day(plan.started_on)}. A review is on a later day."
            found.append(says)
        return found

    def still_to_say(self) -> list[str]:
        """What a decision that protects went without, and the plan does not say either."""
        if self.state not in (self.State.PLAN, self.State.CONTINUES):
            return []
        plan = self.stage.open_plans.get(self.case_id)
        asked = {
            "who leads": self.lead_practitioner_id or plan and plan.lead_practitioner_id,
            "the risk, and the change that is needed": self.outline or plan and (plan.outline or plan.detail),
            "what happens if that does not come about": self.contingency or plan and plan.contingency,
        }
        if self.state == self.State.PLAN:
            asked |= {
                "who is in the core group": self.core_group,
                "the day of the core group": self.core_group_on,
                "how many plans there were before": self.previous_plans is not None,
            }
        if self.is_unborn:
            asked["who is called when the child is born"] = self.birth_call and self.birth_meeting
        return [what for what, said in asked.items() if not said]
