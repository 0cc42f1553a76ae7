"""A conference is asked for and booked: for a working day, by an independent chair, in time."""

from typing import Any

from django.db import models
from django.db.models import Q

from conferences.guards import conference as guards
from conferences.models.conference.facts import ConferenceFacts, Purpose, State, no_working_day
from cpu.calendars import london_day
from cpu.deadlines import say_day
from cpu.models import Clock, InForce, Involvement, InvolvementRole, Team, TeamKind
from cpu.roles import Permission
from cpu.timescales import (
    AGENCY_REPORT,
    FIRST_REVIEW_CONFERENCE,
    INITIAL_CONFERENCE,
    PARENTS_REPORT,
    POST_BIRTH_REVIEW,
    PRE_BIRTH_CONFERENCE,
    REVIEW_CONFERENCE,
    TRANSFER_IN_CONFERENCE,
    VISIT,
)
from people.models import Person
from strategy.models import Section47Enquiry
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import WITHDRAWN, Start, Stop, step

DUE_BY = (
    INITIAL_CONFERENCE,
    TRANSFER_IN_CONFERENCE,
    PRE_BIRTH_CONFERENCE,
    FIRST_REVIEW_CONFERENCE,
    REVIEW_CONFERENCE,
    POST_BIRTH_REVIEW,
)
IN_TIME_FOR_PARENTS = Start("parents_report_from", variant="parents_report_before")


class Booking(ConferenceFacts):
    """Asked for, booked, moved; later than it is due only where a manager and the chair have each agreed."""

    provisional_on = models.DateField("booked provisionally for", null=True)
    provisional_chair = models.CharField("provisional chair", max_length=200, blank=True)
    late_until_on = models.DateField("agreed to be as late as", null=True)
    late_because = models.TextField("why it may be late, as the manager says", blank=True)
    late_manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    late_chair_because = models.TextField("why it may be late, as the chair says", blank=True)
    late_chair = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    # Set by a step that books: reports counted before another day are not needed for that day.
    put_off_at: Any = None

    class Meta:
        abstract = True

    # Asking for it

    @step(
        "Ask for a conference",
        source="",
        target=State.REQUESTED,
        permission=Permission.CONFERENCE_REQUEST,
        starts={
            TRANSFER_IN_CONFERENCE: "told_of_the_move",
            PRE_BIRTH_CONFERENCE: "birth_expected_on",
            VISIT: "visits_go_on_from",
        },
    )
    def request(
        self,
        *,
        cases,
        purpose,
        reason,
        enquiry=None,
        team=None,
        told_on=None,
        origin="",
        origin_plan="",
        origin_started_on=None,
        meanwhile_visits="",
        last_visited_on=None,
    ):
        """From an enquiry's outcome, a review that is due, a child who moves here, a child not yet born. Any agency
        may ask. The plan of the authority a child comes from stands until this conference is held (Working Together,
        children who move); a new injury is the duty of where the child is found. A child not yet born may have its
        conference together with brothers and sisters: each owes its own date."""
        self.requested_by, self.requested_at = self.act.by, self.act.at
        self.purpose, self.reason, self.told_on, self.origin = purpose, reason, told_on, origin
        self.origin_plan, self.meanwhile_visits = origin_plan, meanwhile_visits
        self.last_visited_on, self.origin_started_on = last_visited_on, origin_started_on
        if purpose == Purpose.PRE_BIRTH:
            _refuse_born(cases)
        self._take_up(cases, enquiry)
        self._bring_in_the_conference_service(team)

    @step(
        "Add a child of the household",
        source=(State.REQUESTED, State.SCHEDULED, State.HELD),
        permission=Permission.CONFERENCE_REQUEST,
        adds=True,
        starts={
            TRANSFER_IN_CONFERENCE: "told_of_the_move",
            PRE_BIRTH_CONFERENCE: "birth_expected_on",
            VISIT: "visits_go_on_from",
        },
        stops={INITIAL_CONFERENCE: "enquiry_met_at"},
    )
    def add_children(self, *, cases, enquiry=None):
        """A brother or sister joins the conference: one meeting, each child's own decision."""
        known = {row.case_id for row in self.children.all()}
        self._take_up([case for case in cases if case.pk not in known], enquiry)

    def _take_up(self, cases, enquiry) -> None:
        """Each child with the enquiry that leads here, and what was booked provisionally in it."""
        found = _enquiries_of(cases, enquiry, self.purpose != Purpose.REVIEW)
        stages = {case: row.stage for case, row in found.items()}
        self.cover_each(*[{"case": case, "enquiry": stages.get(case.pk)} for case in cases])
        booked = [row for row in found.values() if row.conference_planned_on]
        if booked and self.provisional_on is None:
            first = min(booked, key=lambda row: row.conference_planned_on)
            self.provisional_on, self.provisional_chair = first.conference_planned_on, first.conference_chair

    def _bring_in_the_conference_service(self, team) -> None:
        team = team or Team.objects.filter(kind=TeamKind.CONFERENCES).order_by("pk").first()
        if team:
            self.add(
                Involvement(record=self.subject, team=team, role=InvolvementRole.TEAM, from_at=self.act.at)
            )
        self._let_in_person(self.act.by)

    # Booking it

    @step(
        "Schedule the conference",
        source=State.REQUESTED,
        target=State.SCHEDULED,
        permission=Permission.CONFERENCE_ARRANGE,
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: IN_TIME_FOR_PARENTS},
    )
    def schedule(self, *, planned_for, how, chair, place=""):
        """For a working day, by an independent chair. Later than it is due only where a manager and the chair have
        agreed to it. The last day is no target."""
        self._book(planned_for, chair)
        self.how, self.place = how, place

    @step(
        "Move it to another day",
        source=State.SCHEDULED,
        permission=Permission.CONFERENCE_ARRANGE,
        stops={
            AGENCY_REPORT: Stop("put_off_at", how="not_needed"),
            PARENTS_REPORT: Stop("put_off_at", how="not_needed"),
        },
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: IN_TIME_FOR_PARENTS},
    )
    def rebook(self, *, planned_for, reason, chair=None):
        """Forward or back. What is due before it is counted anew; what the law says it is due by stands."""
        self._move_to(planned_for, chair or self.chair, reason)

    @step(
        "Record that it was stood down or adjourned",
        source=State.SCHEDULED,
        permission=Permission.CONFERENCE_ARRANGE,
        stops={
            AGENCY_REPORT: Stop("put_off_at", how="not_needed"),
            PARENTS_REPORT: Stop("put_off_at", how="not_needed"),
        },
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: IN_TIME_FOR_PARENTS},
    )
    def adjourn(self, *, happened_at, reason, interim_plan, planned_for, chair=None):
        """Nothing was decided: every clock of the children runs on, and it stands what protects them until then."""
        self._move_to(
            planned_for, chair or self.chair, reason, stood_down_at=happened_at, interim_plan=interim_plan
        )

    def _move_to(self, planned_for, chair, reason, **facts) -> None:
        assert self.planned_for is not None
        self.add(
            ConferenceMoved(
                was_planned_for=self.planned_for,
                planned_for=planned_for,
                reason=reason,
                moved_by=self.act.by,
                moved_at=self.act.at,
                **facts,
            )
        )
        self._book(planned_for, chair)

    def _book(self, planned_for, chair) -> None:
        self._refuse_impossible(planned_for, chair)
        self.planned_for, self.chair, self.put_off_at = planned_for, chair, self.act.at
        if not self.subject.involvements.filter(user=chair, until_at__isnull=True).exists():
            self._let_in_person(chair)
        # Reports still awaited are counted before the new day: nothing of the rows themselves changes.
        for each in self.reports:
            each.stage, each.put_off_at = self, self.act.at
        self.act.rows.extend(self.reports)

    def _refuse_impossible(self, planned_for, chair) -> None:
        """A plan is refused where a fact would be recorded; everything that is wrong with it at once."""
        day, wrong = london_day(planned_for), []
        if why := InForce.now().calendar.why_not(day):
            says = f"{say_day(day)} is {no_working_day(why)}: choose a working day."
            wrong.append(Reason(says, pointer="/planned_for"))
        for row in self.child_rows():
            wrong += [Reason(says, pointer="/planned_for") for says in row.why_not_on(planned_for)]
        wrong += self._why_too_late(planned_for, chair)
        parts = guards.parts_in(chair, self._cases())
        if not chair.holds(Permission.CONFERENCE_CHAIR):
            says = f"{chair.name} has no role that chairs conferences. Choose another chair."
            wrong.append(Reason(says, pointer="/chair"))
        if parts:
            says = f"{chair.name} is not independent: {'; '.join(parts)}. Choose another chair."
            wrong.append(Reason(says, pointer="/chair"))
        if wrong:
            raise BadInput(*wrong)

    def _why_too_late(self, planned_for, chair) -> list[Reason]:
        day = london_day(planned_for)
        owed = Clock._rows.filter(case__in=self._cases(), timescale__in=DUE_BY, stopped_at__isnull=True)
        # What is late already is late on any day that is left: nothing is blocked for it.
        owed = owed.filter(last_usable_on__gte=london_day(self.act.at))
        first = owed.filter(late_from__lte=planned_for).order_by("late_from").first()
        agreed = self.late_until_on and day <= self.late_until_on and self.late_chair_id == chair.pk
        if first is None or agreed:
            return []
        says = (
            f"It is due by {say_day(first.last_usable_on)}. Choose an earlier day; a later one needs the reasons of a "
            "manager and of this chair, each in their own sign-in."
        )
        return [Reason(says, pointer="/planned_for")]

    @step(
        "Agree as a manager that it is held later",
        source=(State.REQUESTED, State.SCHEDULED),
        permission=Permission.ENQUIRY_APPROVE,
        other_than=("late_chair", "chair"),
    )
    def agree_later_as_manager(self, *, until_on, reason):
        """With a reason, and until when at the latest; the chair agrees as well, or it is not agreed."""
        self.late_manager, self.late_because, self.late_until_on = self.act.by, reason, until_on
        self.late_chair, self.late_chair_because = None, ""

    @step(
        "Agree as the chair that it is held later",
        source=(State.REQUESTED, State.SCHEDULED),
        permission=Permission.CONFERENCE_CHAIR,
        other_than="late_manager",
        guards=[guards.manager_agreed_to_later],
    )
    def agree_later_as_chair(self, *, reason):
        """The clocks run on, and it stays late: two people have said why."""
        self.late_chair, self.late_chair_because = self.act.by, reason


def _refuse_born(cases) -> None:
    """Brothers and sisters may have their conference with that of a child not yet born; alone they have their own."""
    if all(case.child.state != Person.State.UNBORN for case in cases):
        born = ", ".join(case.child.known_as for case in cases)
        says = (
            f"Already born: {born}. Ask for an initial conference, or choose the child not yet born as well."
        )
        raise BadInput(Reason(says, pointer="/purpose"))


def _enquiries_of(cases, enquiry, look_for_it: bool) -> dict:
    """Case to the child's row in the enquiry that leads to the conference: the one named, else the latest."""
    rows = Section47Enquiry.child_row()._rows.filter(case__in=cases).exclude(state=WITHDRAWN)
    rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject").order_by("pk")
    return {row.case_id: row for row in rows if row.stage == enquiry or (enquiry is None and look_for_it)}


class ConferenceMoved(Detail):
    """Moved to another day before it, or stood down on the day: why, and what protects the children meanwhile."""

    stage = models.ForeignKey(
        "conferences.Conference", on_delete=models.PROTECT, related_name="conferencemoved_rows"
    )
    was_planned_for = models.DateTimeField()
    planned_for = models.DateTimeField()
    stood_down_at = models.DateTimeField(null=True)
    reason = models.TextField()
    interim_plan = models.TextField(blank=True)
    moved_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | ~Q(interim_plan=""),
                name="stood_down_with_an_interim_plan",
                violation_error_message="Say what protects the children until then.",
            )
        ]
