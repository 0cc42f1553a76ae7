"""Child protection plan: from the conference that makes it to the conference, or the listed event, that ends it."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferences.guards import plan as asked
from conferences.models.protection_plan_child import (
    ON_PLAN,
    ChildProtectionPlanChild,
    Drift,
    EndReason,
    PlanReview,
)
from conferences.models.worked_plan import (
    MeetingKind,
    WorkedPlan,
    paces_of_other_plans,
)
from cpu.models import AgencyKind, Clock, Involvement, InvolvementRole, TeamKind
from cpu.roles import Permission
from cpu.timescales import (
    CORE_GROUP,
    FIRST_CORE_GROUP,
    FIRST_REVIEW_CONFERENCE,
    LONG_PLAN_REVIEW,
    POST_BIRTH_REVIEW,
    REVIEW_CONFERENCE,
    SECOND_PLAN_REVIEW,
    VISIT,
)
from people.models.around import living_with
from strategy.models.enquiry import refuse_copied_reasons
from workflow import clocks
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.rows import write
from workflow.stage import withdrawing
from workflow.step import Start, Stop, step

ENDING = dict.fromkeys(
    (
        FIRST_CORE_GROUP,
        CORE_GROUP,
        VISIT,
        FIRST_REVIEW_CONFERENCE,
        REVIEW_CONFERENCE,
        POST_BIRTH_REVIEW,
        LONG_PLAN_REVIEW,
        SECOND_PLAN_REVIEW,
    ),
    Stop("ended_at", how="not_needed"),
)
# Where another plan of the child goes on, so do its visits: counted from the last one, at that plan's pace.
AFTER_IT = {VISIT: Start("visits_go_on_from", variant="visits_go_on_as")}
BEGINNING = {LONG_PLAN_REVIEW: "drifts_from", SECOND_PLAN_REVIEW: "second_plan_from"}
MEETING_STOPS = {FIRST_CORE_GROUP: "core_group_met_at", CORE_GROUP: "core_group_met_at"}

# Of steps that are for some of the children alone: for which.
CAN_BE_DONE_FOR: dict[str, Callable[[Any], bool]] = {
    "come_back": lambda row: row.detailed_at is not None,
    "come_back_before_detailed_plan": lambda row: row.detailed_at is None,
    "record_birth_response": lambda row: row.is_unborn,
    "agree_end": lambda row: row.end_proposed_by_id is not None,
    "decline_end": lambda row: row.end_proposed_by_id is not None,
}
WITHOUT_ITS_QUORUM = (
    "A core group is the lead practitioner, of children’s social care, and at least one other agency. It is recorded "
    "as it was: say why it met without them."
)


class ChildProtectionPlan(WorkedPlan):
    """The plan of a household: for each child one plan of its own, brothers and sisters visited alongside.

    It begins with the conference that decides so, on that day, and ends by a review conference or a listed event
    with a second person's authority (Working Together; census rules 2885, 8840, 8935).
    """

    kind, prefix, resource = "child-protection-plan", "PL", "plans"
    in_hand_of = ("lead_practitioner",)
    owes = (
        Owes("Make the detailed plan in the core group", Q(state="OUTLINE"), "make_detailed_plan"),
        Owes(
            "Name the lead practitioner of the plan",
            Q(state__in=ON_PLAN, lead_practitioner__isnull=True),
            "name_lead_practitioner",
            by="the unit's manager",
        ),
        Owes(
            "Say what happens at the birth",
            Q(state__in=ON_PLAN, birth_response="", case__child__state="UNBORN"),
            "record_birth_response",
        ),
        Owes(
            "Agree that the plan ends, or say why it goes on",
            Q(state__in=ON_PLAN, end_proposed_by__isnull=False),
            "agree_end",
            by="a conference chair",
        ),
        Owes(
            "Bring the review conference forward, as the core group asks",
            Q(state__in=ON_PLAN, earlier_review_asked_at__isnull=False),
            by="the conference service, with the lead practitioner",
        ),
    )

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    cause = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="plans_made")
    started_at = models.DateTimeField(verbose_name="the conference that made the plan")
    closed_at = models.DateTimeField(null=True)

    # The day of the conference stands in the first sentence of the page.
    kept_for_machines = ("cause", "started_at")

    @classmethod
    def rows_to_read(cls) -> models.Prefetch:
        """With each child's lead practitioner, whom the page names."""
        rows: Any = super().rows_to_read()
        rows.queryset = rows.queryset.select_related("lead_practitioner")
        return rows

    def child_rows(self) -> list:
        """A plan that goes on stands before one of the same child that has ended."""
        return sorted(super().child_rows(), key=lambda row: (row.state == "ENDED", row.pk))

    def eligible(self, declared):
        """Offered for the children for whom it can be done: back from away to the detailed plan where there was one."""
        rows: list[Any] = super().eligible(declared)
        can = CAN_BE_DONE_FOR.get(declared.name)
        return [row for row in rows if can(row)] if can else rows

    @property
    def reviews(self) -> list["PlanReview"]:
        return self._read("planreview_rows")

    @classmethod
    def of_household(cls, cases) -> "ChildProtectionPlan | None":
        """The open plan of these children, one that visits them alongside, or one of children who live with them.

        Brothers and sisters are on one plan, each with a row of their own, after one conference or two.
        """
        theirs = Q(case__in=cases) | Q(
            case__child__in=living_with({case.child_id for case in cases}), state__in=ON_PLAN
        )
        rows = ChildProtectionPlanChild._rows.filter(theirs, stage__state=cls.State.OPEN)
        row = rows.select_related("stage__subject").order_by("stage", "pk").first()
        return row.stage if row else None

    # Follows from a conference

    @step(
        "Begin a child protection plan",
        source="",
        target=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=("ALONGSIDE", "OUTLINE"),
        starts=BEGINNING,
    )
    def open(self, *, cause, children):
        """On the day of the conference (census rule 2885): what it decided about each child is the outline."""
        self.cause, self.started_at = cause.subject, cause.held_at
        self._begin(cause, children)
        self._let_in_those_of(cause)

    @step(
        "Take a brother or sister into the plan",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        starts=BEGINNING,
    )
    def take_in(self, *, cause, children):
        """A later conference about this child; nobody else's plan, dates or clocks change."""
        self._begin(cause, children)

    def _begin(self, cause, children) -> None:
        """Each child's own plan, from what the conference decided about this child."""
        beside = {row.case_id: row for row in self.children.all() if row.state == "ALONGSIDE"}
        joining: list[Any] = self.cover_each(
            *[{"case": said.case} for said in children if said.case_id not in beside]
        )
        rows: dict[int, Any] = {row.case_id: row for row in joining}
        earlier = ChildProtectionPlanChild.earlier_plans([said.case for said in children])
        for said in children:
            row = rows.get(said.case_id) or beside[said.case_id]
            row.begin(said, cause, earlier.get(said.case.child_id, []))
            row.moves_to("OUTLINE")
        self.keep(*(row for row in beside.values() if row.state == "OUTLINE"))
        fields = {each.name for each in ChildProtectionPlanChild._meta.concrete_fields}
        write(joining, fields - {"id", "stage", "case", "reference"})

    def _let_in_those_of(self, cause) -> None:
        """The conference service reads the plan that it reviews; a lead practitioner named there works it."""
        teams = Involvement.in_force(self.act.at).filter(
            record=cause.subject, team__kind=TeamKind.CONFERENCES
        )
        invited = {"record": self.subject, "role": InvolvementRole.INVITED, "from_at": self.act.at}
        leads = {row.lead_practitioner_id for row in self.act.children_added()} - {None}
        self.add(
            *[Involvement(team_id=team, **invited) for team in set(teams.values_list("team", flat=True))],
            *[Involvement(user_id=lead, **invited) for lead in sorted(leads)],
        )

    @step(
        "Go on with the plan after a review",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=(ON_PLAN, None),
        starts={VISIT: Start("visits_change_from", variant="visiting")},
    )
    def go_on(self, *, cause, children):
        """The review may change the category and how often the child is visited (its date: census rule 8841)."""
        self._review(cause, children)

    @step(
        "End the plan by a review conference",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=(ON_PLAN, "ENDED"),
        guards=asked.TO_END_BY_CONFERENCE,
        stops=ENDING,
        starts=AFTER_IT,
    )
    def end_by_conference(self, *, cause, children):
        """The child seen since the last review, and each agency's view kept; never on the day it began."""
        self._review(cause, children, ends=True)
        self._leave_visits_to_other_plans(children)
        for row in children:
            row.end(cause.held_at, timezone.localdate(cause.held_at), EndReason.CONFERENCE)

    def _review(self, cause, children, *, ends: bool = False) -> None:
        decided = {said.case_id: said for said in cause.child_rows()}
        day = timezone.localdate(cause.held_at)
        running = Clock._rows.filter(case__in=[row.case_id for row in children], stopped_at__isnull=True)
        visits = {each.case_id: each for each in running.filter(timescale=VISIT)}
        for row in children:
            row.reviewed(decided[row.case_id], day, visits.get(row.case_id), ends=ends)
        # A review on the very day of the start happened, and the conference asks about it: no return carries it.
        later = [row for row in children if row.started_on and day > row.started_on]
        self.add(
            *[
                PlanReview(child=row, conference=cause.subject, held_on=day, **self._written())
                for row in later
            ]
        )

    @step(
        "Take up what the conference says later",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=(ON_PLAN, None),
        starts={SECOND_PLAN_REVIEW: "told_of_second_plan_from"},
    )
    def take_up(self, *, cause, children):
        """What its decision went without is said once, there; what stands here already stays."""
        said = {row.case_id: row for row in cause.child_rows()}
        for row in children:
            row.take_up(said[row.case_id])
        for lead in {row.lead_practitioner for row in children} - {None}:
            self._let_in_person(lead)

    @step(
        "Begin on the day to which its conference was corrected",
        source=(State.OPEN, State.CLOSED),
        permission=Permission.CONSEQUENCE,
    )
    def follow_the_conference(self, *, cause):
        """A plan's day is its conference's, always (census rule 2885); what was counted from it is counted anew."""
        was, day = clocks.standing(self), timezone.localdate(cause.held_at)
        if self.cause_id == cause.pk:
            self.started_at = cause.held_at
        for row in [each for each in self.child_rows() if each.conference_id == cause.pk]:
            row.started_on = day
        for review in [each for each in self.reviews if each.conference_id == cause.pk]:
            review.held_on = day
            self.keep(review)
        for row in self.child_rows():
            row.last_review_on = max((each.held_on for each in row.reviews), default=None)
        clocks.recount(self, was, self.act.at)

    # Those who live with the child

    @step(
        "Take brothers or sisters alongside, to visit and meet",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        adds=True,
    )
    def take_alongside(self, *, cases):
        """One recording of a visit serves them too; each child's facts, words and clocks are its own."""
        here = {row.case_id for row in self.children.all()}
        if not (new := [case for case in cases if case.pk not in here]):
            raise BadInput(Reason("These children are part of this plan already.", pointer="/cases"))
        self.cover(*new)

    @step(
        "Name the lead practitioner",
        source=State.OPEN,
        permission=Permission.CASE_ALLOCATE,
        each_child=(ON_PLAN, None),
        guards=[asked.lead_is_a_social_worker],
    )
    def name_lead_practitioner(self, *, children):
        """A qualified social worker; another only for a reason that is kept."""
        for lead in {row.lead_practitioner for row in children} - {None}:
            self._let_in_person(lead)

    @step(
        "Record what happens at the birth",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=(ON_PLAN, None),
        adds=True,
        guards=[asked.child_is_not_yet_born],
    )
    def record_birth_response(self, *, children):
        """Who is called, and no discharge before a meeting: for the ward to read at night."""

    # Core groups

    @step(
        "Hold the core group that makes the detailed plan",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=("OUTLINE", "DETAILED"),
        stops=MEETING_STOPS,
        starts={CORE_GROUP: "core_group_from"},
    )
    def make_detailed_plan(
        self,
        *,
        children,
        held_at,
        here=(),
        inquorate_because="",
        who_was_there="",
        parents="",
        progress="",
        next_on=None,
    ):
        """Within ten working days of the conference; late is recorded, never refused."""
        said = {"who_was_there": who_was_there, "parents": parents, "progress": progress, "next_on": next_on}
        self._core_group(children, held_at, here, inquorate_because=inquorate_because, **said)
        for row in children:
            row.detailed_at = held_at

    @step(
        "Hold a core group",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=((*ON_PLAN, "ALONGSIDE"), None),
        stops=MEETING_STOPS,
        starts={CORE_GROUP: "core_group_from"},
    )
    def hold_core_group(
        self,
        *,
        children,
        held_at,
        here=(),
        inquorate_because="",
        who_was_there="",
        parents="",
        progress="",
        next_on=None,
        bring_forward="",
    ):
        """It works the plan and cannot end it; it may ask for the review conference to be brought forward."""
        said = {"who_was_there": who_was_there, "parents": parents, "progress": progress, "next_on": next_on}
        said |= {"inquorate_because": inquorate_because, "bring_forward": bring_forward}
        self._core_group(children, held_at, here, **said)
        for row in children:
            if bring_forward and row.state in ON_PLAN:
                row.earlier_review_because, row.earlier_review_asked_at = bring_forward, held_at

    def _core_group(self, children, held_at, here, **said) -> None:
        """A clock that began after this meeting is not met by it: a late entry puts none back."""
        kinds = {each.kind for each in here}
        quorate = AgencyKind.SOCIAL_CARE in kinds and len({each.pk for each in here}) > 1
        if not quorate and not said["inquorate_because"]:
            raise BadInput(Reason(WITHOUT_ITS_QUORUM, pointer="/inquorate_because"))
        self._met(MeetingKind.CORE_GROUP, children, held_at, here, **said)
        codes = (FIRST_CORE_GROUP, CORE_GROUP)
        running = Clock._rows.filter(
            case__in=[row.case_id for row in children],
            timescale__in=codes,
            stopped_at__isnull=True,
            started_at__lte=held_at,
        )
        met = set(running.values_list("case", flat=True))
        for row in children:
            if row.state in ON_PLAN:
                row.core_group_from = held_at
                row.core_group_met_at = held_at if row.case_id in met else None

    # Away and back

    @step(
        "Record that a child is out of the area for a while",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=(("OUTLINE", "DETAILED"), "AWAY"),
    )
    def record_away(self, *, children, away_from, away_where, away_who_visits, away_until=None):
        """The plan stays here and its clocks run: who visits meanwhile is recorded."""
        for row in children:
            row.away_from, row.away_until = away_from, away_until
            row.away_where, row.away_who_visits = away_where, away_who_visits

    @step(
        "Record that a child is back in the area",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=("AWAY", "DETAILED"),
        guards=[asked.has_a_detailed_plan],
    )
    def come_back(self, *, children, back_on):
        """The detailed plan goes on where it stood."""
        self._back(children, back_on)

    @step(
        "Record that a child is back, before the detailed plan",
        source=State.OPEN,
        permission=Permission.PLAN_WORK,
        each_child=("AWAY", "OUTLINE"),
        guards=[asked.has_no_detailed_plan],
    )
    def come_back_before_detailed_plan(self, *, children, back_on):
        """The outline of the conference goes on; the core group still owes the detailed plan."""
        self._back(children, back_on)

    @staticmethod
    def _back(children, back_on) -> None:
        for row in children:
            row.back_on, row.away_until = back_on, None

    # Drift

    @step(
        "Record a senior manager's review of a plan that drifts",
        source=State.OPEN,
        permission=Permission.PLAN_SENIOR_REVIEW,
        each_child=(ON_PLAN, None),
        adds=True,
        stops={LONG_PLAN_REVIEW: "long_reviewed_at", SECOND_PLAN_REVIEW: "second_reviewed_at"},
    )
    def record_senior_review(self, *, children, what):
        """At fifteen months, or for a plan soon after an earlier one: why, and what changes; for each child."""
        refuse_copied_reasons(self.child_rows(), children, "senior_review")
        for row in children:
            row.senior_reviewed_at = self.act.at
            row.long_reviewed_at = self.act.at if what == Drift.LONG else None
            row.second_reviewed_at = self.act.at if what == Drift.SECOND else None

    # The listed events

    @step(
        "Propose to end a plan by a listed event",
        source=State.OPEN,
        permission=Permission.PLAN_END,
        each_child=(ON_PLAN, None),
        guards=asked.TO_END,
    )
    def propose_end(self, *, children):
        """Moved for good and conferenced there, 18, died, left for good: anything else is a conference's to decide."""
        refuse_copied_reasons(self.child_rows(), children, "end_words")
        for row in children:
            row.end_proposed_by, row.end_proposed_at = self.act.by, self.act.at
            row.end_declined_because = ""

    @step(
        "Agree that a plan ends by a listed event, as conference chair",
        source=State.OPEN,
        permission=Permission.CONFERENCE_DECLINE,
        each_child=(ON_PLAN, "ENDED"),
        other_than="end_proposed_by",
        guards=[asked.an_end_is_proposed, *asked.TO_END],
        stops=ENDING,
        starts=AFTER_IT,
    )
    def agree_end(self, *, children):
        """The chair's authority beside the manager's: neither ends a plan alone."""
        self._leave_visits_to_other_plans([row for row in children if row.end_reason != EndReason.DIED])
        for row in children:
            row.end(self.act.at, row.end_on, row.end_reason)

    @staticmethod
    def _leave_visits_to_other_plans(children) -> None:
        """Nobody stops being seen because one of two plans ends."""
        cases = [row.case_id for row in children]
        running = Clock._rows.filter(case__in=cases, timescale=VISIT, stopped_at__isnull=True)
        last = dict(running.values_list("case", "started_at"))
        paces = paces_of_other_plans(ChildProtectionPlan, cases)
        for row in children:
            if row.case_id in paces:
                row.visits_go_on_from, row.visits_go_on_as = last.get(row.case_id), paces[row.case_id]

    @step(
        "Say why a plan goes on that was proposed to end",
        source=State.OPEN,
        permission=Permission.CONFERENCE_CHAIR,
        each_child=(ON_PLAN, None),
        guards=[asked.an_end_is_proposed],
    )
    def decline_end(self, *, children, reason):
        """The plan goes on as it stood; the proposal stays readable."""
        for row in children:
            row.end_proposed_by = row.end_proposed_at = row.end_on = None
            row.end_reason, row.end_declined_because = "", reason

    @step(
        "Close the record of this plan",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.PLAN_END,
        guards=[asked.every_plan_has_ended],
    )
    def close(self):
        """When no child is subject of it any more."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round the conference that ends a plan.",
        guards=[asked.nothing_was_done_under_it, asked.its_conference_was_withdrawn],
    )
