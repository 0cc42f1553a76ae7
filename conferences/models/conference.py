"""Child protection conference: initial, review, before birth, or for a child who moves here with a plan."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conferences.guards import conference as guards
from cpu.calendars import london_day
from cpu.codes import CategoryOfAbuse
from cpu.deadlines import say_day
from cpu.models import AgencyKind, Clock, InForce, Involvement, InvolvementRole, Team, TeamKind
from cpu.roles import Permission
from cpu.timescales import (
    AGENCY_REPORT,
    CONFERENCE_COMPLAINT,
    DECISION_NOTICE,
    FIRST_CORE_GROUP,
    FIRST_REVIEW_CONFERENCE,
    INITIAL_CONFERENCE,
    MINUTES,
    MINUTES_CORRECTION,
    PARENTS_REPORT,
    POST_BIRTH_REVIEW,
    PRE_BIRTH_CONFERENCE,
    REVIEW_CONFERENCE,
    TRANSFER_IN_CONFERENCE,
    VISIT,
)
from partners.models import Attendance, ChildSeen, MultiAgencyStage
from people.models import Person
from strategy.models import Section47Enquiry
from strategy.models.enquiry import refuse_copied_reasons
from workflow.owes import Owes
from workflow.record import Detail, Record
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage
from workflow.step import ANY, WITHDRAWN, Start, Stop, step


class Purpose(models.TextChoices):
    INITIAL = "initial", "Initial: after an enquiry"
    REVIEW = "review", "Review of a plan"
    PRE_BIRTH = "pre-birth", "Before the birth"
    TRANSFER_IN = "transfer-in", "Transfer in: a child with a plan moves here"


class How(models.TextChoices):
    MEETING = "meeting", "Meeting in one room"
    VIDEO = "video", "Video call"
    BOTH = "both", "In one room, some by video"
    TELEPHONE = "telephone", "Telephone"


class PersonRole(models.TextChoices):
    PARENT = "parent", "Parent, or holds parental responsibility"
    CHILD = "child", "The child"
    ADVOCATE = "advocate", "Advocate of the child or of a parent"
    SUPPORTER = "supporter", "Supporter of the family"
    CARER = "carer", "Carer, or another member of the family"
    INTERPRETER = "interpreter", "Interpreter"


class Visiting(models.TextChoices):
    """How often the child is seen. The names choose the length of the visit's clock."""

    EVERY_10 = "", "Every 10 working days at most"
    EVERY_5 = "every 5 working days", "Every 5 working days at most"
    EVERY_15 = "every 15 working days", "Every 15 working days at most"
    EVERY_20 = "every 20 working days", "Every 20 working days at most"


class EndsAs(models.TextChoices):
    CHILD_IN_NEED = "child-in-need", "Goes on with a child-in-need plan"
    FAMILY_HELP = "family-help", "Goes on with family help"
    NO_SERVICES = "no-services", "No further services"
    LOOKED_AFTER = "looked-after", "The child is looked after: the care plan protects"
    TRANSFERRED = "transferred", "Another authority has held its own conference"


class ComplaintAbout(models.TextChoices):
    PROCESS = "process", "How the conference was held"
    OUTCOME = "outcome", "The decision"
    CATEGORY = "category", "The category"


class Answered(models.TextChoices):
    AGREED = "agreed", "Agreed"
    IN_PART = "in-part", "Agreed in part"
    NOT_AGREED = "not-agreed", "Not agreed"


# Social care and two further agencies that know the children; each area may ask for more.
OTHERS_FOR_QUORUM = 2
LAST_STAGE_OF_A_COMPLAINT = 3
DUE_BY = (
    INITIAL_CONFERENCE,
    TRANSFER_IN_CONFERENCE,
    PRE_BIRTH_CONFERENCE,
    FIRST_REVIEW_CONFERENCE,
    REVIEW_CONFERENCE,
    POST_BIRTH_REVIEW,
)
ABOUT_A_PLAN = ("continue_plans", "end_plans")
WITHOUT_A_PLAN = ("make_plans", "decide_child_in_need", "decide_family_help", "decide_no_plan")
# States of a child's row in a child protection plan that is open.
OPEN_PLAN = ("OUTLINE", "DETAILED", "AWAY")


class Conference(MultiAgencyStage):
    """Requested, scheduled, held, closed. Each agency says its own view of each child; the chair decides per child."""

    kind, prefix, resource = "conference", "CF", "conferences"
    correctable = ("held_at",)
    meets_at, meeting_asked, meeting_called = "planned_for", ("REQUESTED",), ("SCHEDULED",)
    in_hand_of = ("chair",)
    owes = (
        Owes("Schedule the conference", Q(stage__state="REQUESTED"), "schedule", by="the conference service"),
        Owes("Record that the conference was held", Q(stage__state="SCHEDULED"), "hold", by="the chair"),
        Owes(
            "Decide for this child", Q(stage__state="HELD", state="UNDECIDED"), "make_plans", by="the chair"
        ),
        Owes(
            "Close the conference",
            Q(
                stage__state="HELD",
                stage__notice_sent_at__isnull=False,
                stage__minutes_circulated_at__isnull=False,
            )
            & ~Q(state="UNDECIDED"),
            "close",
            by="the conference service",
        ),
    )

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", "Requested"
        SCHEDULED = "SCHEDULED", "Scheduled"
        HELD = "HELD", "Held"
        CLOSED = "CLOSED", "Closed"

    purpose = models.CharField("kind of conference", max_length=12, choices=Purpose)
    requested_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="asked for by"
    )
    requested_at = models.DateTimeField("when it was asked for")
    reason = models.TextField("why it was asked for")
    told_on = models.DateField("when this authority was told of the move", null=True)
    origin = models.CharField("authority that keeps the plan until then", max_length=200, blank=True)
    origin_plan = models.TextField("their plan", blank=True)
    origin_started_on = models.DateField("their plan began", null=True)
    meanwhile_visits = models.TextField("who visits meanwhile", blank=True)
    last_visited_on = models.DateField("last visit, as that authority says", null=True)
    provisional_on = models.DateField("booked provisionally for", null=True)
    provisional_chair = models.CharField("provisional chair", max_length=200, blank=True)
    planned_for = models.DateTimeField("planned for", null=True)
    how = models.CharField("how", max_length=12, choices=How, blank=True)
    place = models.CharField("where", max_length=300, blank=True)
    chair = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    late_until_on = models.DateField("agreed to be as late as", null=True)
    late_because = models.TextField("why it may be late, as the manager says", blank=True)
    late_manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    late_chair_because = models.TextField("why it may be late, as the chair says", blank=True)
    late_chair = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    must_not_meet = models.TextField("who must not meet whom", blank=True)
    held_at = models.DateTimeField("when the conference was held", null=True)
    inquorate_because = models.TextField("why it went on without its quorum", blank=True)
    held_as_it_was_because = models.TextField("why it was held as it was", blank=True)
    notice_sent_at = models.DateTimeField("notice of the decision sent", null=True)
    notice_to = models.TextField("notice sent to", blank=True)
    minutes = models.TextField(blank=True)
    minutes_drafted_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_drafted_at = models.DateTimeField(null=True)
    minutes_approved_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_approved_at = models.DateTimeField(null=True)
    minutes_circulated_at = models.DateTimeField("minutes circulated", null=True)
    minutes_to = models.TextField("minutes circulated to", blank=True)
    closed_at = models.DateTimeField(null=True)

    # Set by a step that books: reports counted before another day are not needed for that day.
    put_off_at = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=False) | ~Q(state__in=["HELD", "CLOSED"]),
                name="held_conference_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(planned_for__isnull=False, chair__isnull=False) | ~Q(state="SCHEDULED"),
                name="scheduled_conference_has_day_and_chair",
            ),
            models.CheckConstraint(
                condition=Q(minutes_approved_at__isnull=True, minutes_approved_by__isnull=True)
                | (
                    Q(minutes_approved_at__isnull=False, minutes_approved_by__isnull=False)
                    & ~Q(minutes_approved_by=models.F("minutes_drafted_by"))
                ),
                name="minutes_approved_by_another",
                violation_error_message="Somebody else than the writer approves the minutes.",
            ),
        ]

    # What the clocks read

    @property
    def held_on(self) -> date | None:
        return london_day(self.held_at) if self.held_at else None

    @property
    def told_of_the_move(self) -> date | datetime | None:
        """A transfer counts from the day this authority was told; not said, from the day it was asked for."""
        return (self.told_on or self.requested_at) if self.purpose == Purpose.TRANSFER_IN else None

    @property
    def visits_go_on_from(self) -> date | datetime | None:
        """The visits never stop while a child moves."""
        return self.told_of_the_move and (self.last_visited_on or self.told_of_the_move)

    @property
    def transfer_held_at(self):
        return self.held_at if self.purpose == Purpose.TRANSFER_IN else None

    @property
    def pre_birth_held_at(self):
        return self.held_at if self.purpose in (Purpose.PRE_BIRTH, Purpose.INITIAL) else None

    @property
    def review_held_at(self):
        return self.held_at if self.purpose == Purpose.REVIEW else None

    @property
    def parents_report_from(self):
        """Not asked for again where the parents have it, or it stands why not."""
        return None if self.parents_report_at else self.planned_for

    @property
    def parents_report_at(self):
        """When the last of the parents invited had the report, or it was said why not; none before that."""
        parents = [each for each in self.people if each.role == PersonRole.PARENT]
        moments = [each.report_shared_at or each.report_withheld_at for each in parents]
        known = [each for each in moments if each]
        return max(known) if known and len(known) == len(moments) else None

    # Read once for guards, bodies and page

    @classmethod
    def rows_to_read(cls) -> models.Prefetch:
        """The children's rows with the enquiry that leads here and whoever is named in them, in one statement."""
        named = ("enquiry__subject", "lead_practitioner", "next_step_for", "decided_by")
        rows = ConferenceChild._rows.select_related("case__subject", "case__child__subject", *named)
        return models.Prefetch("children", rows.order_by("pk"))

    def _cases(self) -> list[int]:
        return [row.case_id for row in self.child_rows()]

    @cached_property
    def people(self) -> list["InvitedPerson"]:
        return list(self.invitedperson_rows.order_by("pk"))

    @cached_property
    def reports(self) -> list["AgencyReport"]:
        return list(self.agencyreport_rows.select_related("agency").order_by("pk"))

    @cached_property
    def clocks_of_reports(self) -> dict[int, Clock]:
        """Key of a report to the clock that counts it, the last where the conference was moved."""
        clocks = Clock._rows.filter(record=self.pk, timescale=AGENCY_REPORT).exclude(ended="superseded")
        return {int(each.about.partition(":")[2]): each for each in clocks.order_by("pk")}

    @cached_property
    def open_plans(self) -> dict[int, Any]:
        """Case to the child's row in the child protection plan that is open for it."""
        rows = _plans().child_row()._rows.filter(case__in=self._cases(), state__in=OPEN_PLAN)
        rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject")
        return {each.case_id: each for each in rows}

    @cached_property
    def times_seen(self) -> dict[int, list[ChildSeen]]:
        """Case to the occasions at which the child was seen in person, wherever they are recorded."""
        found: dict[int, list[ChildSeen]] = {}
        for each in ChildSeen._rows.filter(case__in=self._cases()).order_by("at"):
            if each.counts:
                found.setdefault(each.case_id, []).append(each)
        return found

    @cached_property
    def reviewed_before(self) -> dict[int, datetime | None]:
        """Case to the last conference held before this one."""
        rows = ConferenceChild._rows.filter(case__in=self._cases())
        rows = rows.exclude(stage=self.pk).exclude(state=WITHDRAWN).filter(stage__held_at__isnull=False)
        if self.held_at:
            rows = rows.filter(stage__held_at__lt=self.held_at)
        return dict(rows.order_by("stage__held_at").values_list("case_id", "stage__held_at"))

    @cached_property
    def chairs_other_parts(self) -> list[str]:
        return guards.parts_in(self.chair, self._cases()) if self.chair else []

    def agencies_here(self) -> dict[int, str]:
        """Agencies in the room, or on the line, by key, with their kind."""
        return {
            each.agency_id: each.agency.kind
            for each in self.participations
            if each.attendance == Attendance.HERE
        }

    @property
    def quorate(self) -> bool:
        """Children's social care, and two further agencies that know the children."""
        distant = {each.agency_id for each in self.reports if each.knows_directly is False}
        here = self.agencies_here()
        others = [key for key, kind in here.items() if kind != AgencyKind.SOCIAL_CARE and key not in distant]
        return AgencyKind.SOCIAL_CARE in here.values() and len(others) >= OTHERS_FOR_QUORUM

    def odd(self) -> list[str]:
        """What was not as it is planned. It happened, so it stands; it is shown and asked about."""
        if self.held_at is None:
            return []
        return [*self._odd_day(), *self._odd_room()]

    def child_rows(self) -> list[Any]:
        return super().child_rows()

    def _odd_day(self) -> list[str]:
        assert self.held_at is not None
        found, day = [], london_day(self.held_at)
        if why := InForce.now().calendar.why_not(day):
            found.append(
                f"Held on {say_day(day)}, {_no_working_day(why)}: the census cannot carry that date."
            )
        for row in self.child_rows():
            if row.enquiry_id and self.held_at < row.enquiry.started_at:
                found.append(f"{row.child_name}: held before the enquiry began.")
            plan = self.open_plans.get(row.case_id)
            if self.purpose == Purpose.REVIEW and plan and plan.started_on == day:
                found.append(f"{row.child_name}: a review on the day on which the plan began.")
        return found

    def _odd_room(self) -> list[str]:
        found = [f"The chair is not independent: {part}." for part in self.chairs_other_parts]
        if not self.quorate and not self.inquorate_because:
            found.append("Held without its quorum, and nobody has said why.")
        if missing := [str(each.agency) for each in self.reports if each.is_awaited]:
            found.append(f"No report from {', '.join(missing)}.")
        return found

    def eligible(self, declared):
        """A plan that is open goes on or ends; a child without one gets one, or none. Neither is offered the other."""
        rows = super().eligible(declared)
        if declared.name in ABOUT_A_PLAN:
            return [row for row in rows if row.case_id in self.open_plans]
        if declared.name in WITHOUT_A_PLAN:
            return [row for row in rows if row.case_id not in self.open_plans]
        return rows

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
        children who move); a new injury is the duty of where the child is found."""
        self.requested_by, self.requested_at = self.act.by, self.act.at
        self.purpose, self.reason, self.told_on, self.origin = purpose, reason, told_on, origin
        self.origin_plan, self.meanwhile_visits = origin_plan, meanwhile_visits
        self.last_visited_on, self.origin_started_on = last_visited_on, origin_started_on
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
        if self.purpose == Purpose.PRE_BIRTH:
            _refuse_born(cases)
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
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: "parents_report_from"},
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
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: "parents_report_from"},
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
        starts={AGENCY_REPORT: "conference_at", PARENTS_REPORT: "parents_report_from"},
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
            says = f"{say_day(day)} is {_no_working_day(why)}: choose a working day."
            wrong.append(Reason(says, pointer="/planned_for"))
        for row in self.child_rows():
            wrong += [Reason(says, pointer="/planned_for") for says in row.why_not_on(planned_for)]
        wrong += self._why_too_late(planned_for, chair)
        parts = guards.parts_in(chair, self._cases())
        if parts:
            says = f"{chair.name} is not independent: {'; '.join(parts)}. Choose another chair."
            wrong.append(Reason(says, pointer="/chair"))
        if wrong:
            raise BadInput(*wrong)

    def _why_too_late(self, planned_for, chair) -> list[Reason]:
        day = london_day(planned_for)
        owed = Clock._rows.filter(case__in=self._cases(), timescale__in=DUE_BY, stopped_at__isnull=True)
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

    # Who comes, and who must not meet

    @step(
        "Invite an agency",
        source=ANY,
        permission=Permission.DISCUSSION_CONVENE,
        adds=True,
        starts={AGENCY_REPORT: "conference_at"},
    )
    def invite(self, *, agency, whom="", knows_directly=None):
        """Every agency invited owes a written report, whether it comes or not."""
        MultiAgencyStage.invite.__wrapped__(self, agency=agency, whom=whom)
        report = self._report_of(agency)
        if knows_directly is not None:
            report.knows_directly = knows_directly
        self.keep(report)

    def _report_of(self, agency) -> "AgencyReport":
        found = next((each for each in self.reports if each.agency_id == agency.pk), None)
        if found is None:
            found = AgencyReport(agency=agency, asked_at=self.act.at)
            self.reports.append(found)
        found.stage = self
        return found

    @step("Record which agency is here", source=ANY, permission=Permission.CONFERENCE_ARRANGE, adds=True)
    def record_attendance(self, *, agency, attendance, whom=""):
        """Here, not here but reported, missing."""
        self._is_here(agency, attendance, whom)

    @step(
        "Invite a parent, the child, or who supports them",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def invite_person(
        self, *, name, role, relationship="", comes_from=None, comes_until=None, apart_because=""
    ):
        """Each with a time of their own and a report of their own where they must not meet."""
        self.add(
            InvitedPerson(
                name=name,
                role=role,
                relationship=relationship,
                comes_from=comes_from,
                comes_until=comes_until,
                apart_because=apart_because,
                invited_at=self.act.at,
            )
        )

    @step(
        "Record whether somebody of the family was there",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def record_person_attendance(self, *, person, attendance, here_from=None, here_until=None, said=""):
        """There, or not; from when until when; and what this person said."""
        person.attendance, person.here_from, person.here_until = attendance, here_from, here_until
        person.said = said or person.said
        self.keep(person)

    @step(
        "Exclude somebody of the family",
        source=(State.REQUESTED, State.SCHEDULED, State.HELD),
        permission=Permission.CONFERENCE_CHAIR,
        adds=True,
    )
    def exclude_person(self, *, person, reason, heard_how):
        """The chair's decision alone, with the reason, and how this person is heard all the same."""
        person.excluded_at, person.excluded_by = self.act.at, self.act.by
        person.excluded_because, person.heard_how = reason, heard_how
        self.keep(person)

    @step("Say who must not meet whom", source=ANY, permission=Permission.NOTE, adds=True)
    def say_who_must_not_meet(self, *, words):
        """Said once, and shown on every page of the conference."""
        self.must_not_meet = words

    # Reports

    @step(
        "Give your agency's report",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        stops={AGENCY_REPORT: Stop("received_at")},
    )
    def contribute(
        self,
        *,
        children,
        agency,
        said_by,
        text,
        family_may_know,
        own_words="",
        known_since=None,
        handling="",
        about_whom="",
    ):
        """In writing to the chair, about each child, whether one comes or not."""
        MultiAgencyStage.contribute.__wrapped__(
            self,
            children=children,
            agency=agency,
            said_by=said_by,
            text=text,
            family_may_know=family_may_know,
            own_words=own_words,
            known_since=known_since,
            handling=handling,
            about_whom=about_whom,
        )
        self._received(agency, self.act.at)

    @step(
        "Record that an agency's report has come",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        stops={AGENCY_REPORT: Stop("received_at")},
    )
    def receive_report(self, *, agency, received_at, main_points=""):
        """On paper or by mail: when it came."""
        self._received(agency, received_at, main_points)

    def _received(self, agency, moment, main_points="") -> "AgencyReport":
        report = self._report_of(agency)
        report.main_points = main_points or report.main_points
        report.received_at = min(report.received_at or moment, moment)
        return self.keep(report)

    @step(
        "Say why an agency sends no report",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def say_why_no_report(self, *, agency, reason):
        """It stays missing, and the reason stands beside it."""
        report = self._report_of(agency)
        report.missing_because = reason
        self.keep(report)

    @step(
        "Record that a parent was given the report, or why not",
        source=ANY,
        permission=Permission.PLAN_WORK,
        adds=True,
        stops={PARENTS_REPORT: "parents_report_at"},
    )
    def share_report(self, *, person, shared_at=None, by_whom="", part="", withheld_because=""):
        """Three working days before, to each parent alone where they must not read each other's."""
        person.report_shared_at, person.report_by_whom, person.report_part = shared_at, by_whom, part
        person.report_withheld_because = withheld_because
        person.report_withheld_at = None if shared_at else self.act.at
        self.keep(person)
        self.__dict__.pop("people", None)

    # Holding it

    @step(
        "Record that it was held",
        source=(State.REQUESTED, State.SCHEDULED),
        target=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        stops={
            INITIAL_CONFERENCE: "enquiry_met_at",
            TRANSFER_IN_CONFERENCE: "transfer_held_at",
            PRE_BIRTH_CONFERENCE: "pre_birth_held_at",
            FIRST_REVIEW_CONFERENCE: "review_held_at",
            REVIEW_CONFERENCE: "review_held_at",
            POST_BIRTH_REVIEW: "review_held_at",
        },
        starts={DECISION_NOTICE: "held_at", MINUTES: "held_at"},
    )
    def hold(self, *, held_at, how, chair=None, here=(), inquorate_because=""):
        """A fact, and never refused: on a Saturday, without its quorum, by whoever chaired. What was not as it is
        planned is shown and asked about."""
        self.held_at, self.how, self.chair = held_at, how, chair or self.chair or self.act.by
        self.inquorate_because = inquorate_because
        for agency in here:
            self._is_here(agency, Attendance.HERE)

    @step(
        "Say why it was held as it was",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_CHAIR,
    )
    def say_why_held_so(self, *, reason):
        """Everything that is asked about it, answered by the chair."""
        self.held_as_it_was_because = reason

    @step(
        "Give your agency's own view",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
    )
    def give_view(self, *, children, agency, view, words="", said_by=""):
        """Whether this child needs a plan, kept as said; the chair decides, and the dissent stays."""
        MultiAgencyStage.give_view.__wrapped__(
            self, children=children, agency=agency, view=view, words=words, said_by=said_by
        )

    @step(
        "Write down an agency's own view, as said in the room",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def write_down_view(self, *, children, agency, view, said_by, words=""):
        """By whoever keeps the minutes, in the words and under the name of whoever spoke."""
        MultiAgencyStage.give_view.__wrapped__(
            self, children=children, agency=agency, view=view, words=words, said_by=said_by
        )

    # What is decided, for each child

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
        running = self._plan_of_the_household()
        if running:
            self.consequence(running.take_in, cause=self, children=children)
        else:
            self.consequence(_plans()().open, cause=self, children=children)

    def _decide(self, children) -> None:
        refuse_copied_reasons(self.children.all(), children, "why")
        for row in children:
            row.decided_by, row.decided_at = self.act.by, self.act.at

    def _plan_of_the_household(self) -> Any:
        """Brothers and sisters of this conference are on one plan, each with a row of their own."""
        first = next(iter(self.open_plans.values()), None)
        return first.stage if first else None

    def _end_support(self, children) -> None:
        """A child is on one kind of plan at a time."""
        for plan, rows in _support().open_for(children).items():
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
        running = {row.case_id for rows in _support().open_for(children).values() for row in rows}
        if new := [row for row in children if row.case_id not in running]:
            self.consequence(_support()().offer_after_conference, cause=self, children=new)

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
    )
    def complete_decision(self, *, children):
        """What was not asked by night is owed, and added here; category and reasons are the chair's and stand."""

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
    )
    def plan_for_birth(self, *, children):
        """The birth response plan: who is called, and no discharge before a meeting."""

    # What follows it

    @step(
        "Record that the notice of the decision was sent",
        source=State.HELD,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=[guards.every_child_is_decided],
        stops={DECISION_NOTICE: "notice_sent_at"},
    )
    def send_notice(self, *, sent_at, to_whom):
        """Decision, category, plan, names, dates, and how to complain: to parents, child and agencies."""
        self.notice_sent_at, self.notice_to = sent_at, to_whom

    @step("Draft the minutes", source=State.HELD, permission=Permission.CONFERENCE_ARRANGE)
    def draft_minutes(self, *, words):
        """Drafted again they are approved again."""
        self.minutes, self.minutes_drafted_by, self.minutes_drafted_at = words, self.act.by, self.act.at
        self.minutes_approved_by = self.minutes_approved_at = None

    @step(
        "Approve the minutes",
        source=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        other_than="minutes_drafted_by",
        guards=[guards.minutes_are_drafted],
    )
    def approve_minutes(self, *, comment=""):
        self.minutes_approved_by, self.minutes_approved_at = self.act.by, self.act.at

    @step(
        "Record that the minutes were circulated",
        source=State.HELD,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=[guards.minutes_are_approved],
        stops={MINUTES: "minutes_circulated_at"},
    )
    def circulate_minutes(self, *, circulated_at, to_whom):
        """To each who may have them, without what must be kept from that person."""
        self.minutes_circulated_at, self.minutes_to = circulated_at, to_whom

    @step(
        "Ask for the minutes to be corrected",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        starts={MINUTES_CORRECTION: "correction_asked_at"},
    )
    def ask_for_correction(self, *, asked_by, received_at, what):
        """By an agency or somebody of the family; the chair answers."""
        self.add(
            MinutesCorrection(
                asked_by=asked_by, correction_asked_at=received_at, what=what, written_by=self.act.by
            )
        )

    @step(
        "Answer a correction of the minutes",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_CHAIR,
        adds=True,
        stops={MINUTES_CORRECTION: "correction_answered_at"},
    )
    def answer_correction(self, *, correction, answer, words):
        """What was asked stands beside the minutes, whatever the answer."""
        correction.answer, correction.answer_words = answer, words
        correction.correction_answered_at, correction.answered_by = self.act.at, self.act.by
        self.keep(correction)

    @step(
        "Record a complaint about the conference",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        starts={CONFERENCE_COMPLAINT: "stage_entered_at"},
    )
    def record_complaint(self, *, from_whom, received_at, about, words):
        """The decision stands meanwhile. A complaint about one agency goes to that agency."""
        self.add(
            ConferenceComplaint(
                from_whom=from_whom,
                received_at=received_at,
                stage_entered_at=received_at,
                about=about,
                words=words,
                written_by=self.act.by,
            )
        )

    @step(
        "Answer a complaint about the conference",
        source=(State.HELD, State.CLOSED),
        permission=Permission.MANAGE,
        adds=True,
        other_than="chair",
        stops={CONFERENCE_COMPLAINT: "complaint_answered_at"},
    )
    def answer_complaint(self, *, complaint, answer, words):
        """By a manager who did not chair; whoever complained may take it to the next stage."""
        complaint.answer, complaint.answer_words = answer, words
        complaint.complaint_answered_at, complaint.answered_by = self.act.at, self.act.by
        self.keep(complaint)

    @step(
        "Take a complaint to its next stage",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        stops={CONFERENCE_COMPLAINT: "stage_left_at"},
        starts={CONFERENCE_COMPLAINT: "stage_entered_at"},
    )
    def raise_complaint(self, *, complaint, entered_at, reason):
        """Second a panel of agencies, third the conference again with another chair."""
        if complaint.stage_number >= LAST_STAGE_OF_A_COMPLAINT:
            says = "There is no further stage here: the ombudsman, or a court, comes after this one."
            raise BadInput(Reason(says, pointer="/complaint"))
        complaint.stage_number += 1
        complaint.stage_entered_at = complaint.stage_left_at = entered_at
        complaint.words = f"{complaint.words}\n{reason}"
        complaint.answer, complaint.complaint_answered_at, complaint.answered_by = "", None, None
        self.keep(complaint)

    @step(
        "Close the conference",
        source=State.HELD,
        target=State.CLOSED,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=guards.TO_CLOSE,
        stops={AGENCY_REPORT: Stop("given_up_at", how="not_needed")},
    )
    def close(self):
        """When all that follows a conference is done. A report that never came stays missing."""
        self.closed_at = self.act.at
        for each in self.reports:
            each.given_up_at = self.act.at
        self.act.rows.extend(self.reports)

    @step(
        "Correct an entry",
        source=ANY,
        permission=Permission.CORRECT,
        opens=("ChildProtectionPlan.follow_the_conference",),
    )
    def correct(self, *, field, value, reason):
        """Old and new value are kept. A plan made here, or reviewed here, follows the day of its conference."""
        Record.correct.__wrapped__(self, field=field, value=value, reason=reason)
        rows = _plans().child_row()._rows.exclude(stage__state=WITHDRAWN)
        mine = Q(conference=self.subject) | Q(review_rows__conference=self.subject)
        for plan in {row.stage for row in rows.filter(mine).select_related("stage__subject")}:
            self.consequence(plan.follow_the_conference, cause=self)

    @step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than="opened_by",
        guards=[guards.no_plan_came_of_it, guards.nothing_was_decided, guards.no_conference_is_owed],
    )
    def withdraw(self, *, reason):
        """Never a way round a decision, nor round a conference that is owed."""
        Stage.withdraw.__wrapped__(self, reason=reason)


def _plans() -> Any:
    """The plan's class: it refers to the conference, so the conference looks it up when it is asked."""
    return apps.get_model("conferences", "ChildProtectionPlan")


def _support() -> Any:
    return apps.get_model("conferences", "ChildInNeedPlan")


def _no_working_day(why: str) -> str:
    return "no working day" if why in ("Saturday", "Sunday") else f"no working day ({why})"


def _refuse_born(cases) -> None:
    born = [case.child.known_as for case in cases if case.child.state != Person.State.UNBORN]
    if born:
        says = f"Already born: {', '.join(born)}. Ask for an initial conference."
        raise BadInput(Reason(says, pointer="/purpose"))


def _enquiries_of(cases, enquiry, look_for_it: bool) -> dict:
    """Case to the child's row in the enquiry that leads to the conference: the one named, else the latest."""
    rows = Section47Enquiry.child_row()._rows.filter(case__in=cases).exclude(state=WITHDRAWN)
    rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject").order_by("pk")
    return {row.case_id: row for row in rows if row.stage == enquiry or (enquiry is None and look_for_it)}


class ConferenceChild(ChildRow):
    """One child at a conference: what was decided, why, and what follows for this child."""

    class State(models.TextChoices):
        UNDECIDED = "UNDECIDED", "Not yet decided"
        PLAN = "PLAN", "Subject of a child protection plan"
        NO_PLAN_CIN = "NO_PLAN_CIN", "No plan: a child-in-need plan"
        NO_PLAN_FAMILY_HELP = "NO_PLAN_FAMILY_HELP", "No plan: family help"
        NO_PLAN = "NO_PLAN", "No plan, no further services"
        CONTINUES = "CONTINUES", "The plan goes on"
        ENDS = "ENDS", "The plan ends"

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
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
        return self.stage.origin if self.stage.purpose == Purpose.TRANSFER_IN else ""

    @property
    def origin_started_on(self) -> date | None:
        return self.stage.origin_started_on if self.stage.purpose == Purpose.TRANSFER_IN else None

    @property
    def birth_response(self) -> str:
        return "\n".join(filter(None, [self.birth_call, self.birth_meeting]))

    # What the clocks and the guards read

    @property
    def birth_expected_on(self) -> date | None:
        """A conference before birth is counted back from it; after it, or not known, nothing is."""
        child = self.case.child
        before = self.stage.purpose == Purpose.PRE_BIRTH and child.state == Person.State.UNBORN
        return child.expected_on if before else None

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
        """What a decision that protects went without."""
        if self.state not in (self.State.PLAN, self.State.CONTINUES):
            return []
        asked = {
            "who leads": self.lead_practitioner_id,
            "who is in the core group": self.core_group,
            "the day of the core group": self.core_group_on,
            "the risk, and the change that is needed": self.outline,
            "what happens if that does not come about": self.contingency,
        }
        if self.state == self.State.PLAN:
            asked["how many plans there were before"] = self.previous_plans is not None
        if self.stage.purpose == Purpose.PRE_BIRTH:
            asked["who is called when the child is born"] = self.birth_call and self.birth_meeting
        return [what for what, said in asked.items() if not said]


class AgencyReport(Detail):
    """The written report that each agency invited owes to the chair."""

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="agencyreport_rows")
    agency = models.ForeignKey("cpu.Agency", on_delete=models.PROTECT, related_name="+")
    knows_directly = models.BooleanField("has direct contact with the children", null=True)
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    main_points = models.TextField(blank=True)
    missing_because = models.TextField(blank=True)

    # Set by the step that ends its clock for a reason of the conference's own.
    put_off_at = None
    given_up_at = None

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "agency"],
                name="one_report_of_an_agency",
                violation_error_message="This agency has just been asked for its report.",
            )
        ]

    @property
    def is_awaited(self) -> bool:
        return self.received_at is None

    @property
    def conference_at(self) -> datetime | None:
        """The day before which it is due; nothing once it has come, or the conference was held."""
        return self.stage.planned_for if self.is_awaited and self.stage.held_at is None else None


class InvitedPerson(Detail):
    """A parent, the child, or whoever supports them: when they come, what report they had, whether they were there."""

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitedperson_rows")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=PersonRole)
    relationship = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField()
    comes_from = models.TimeField(null=True)
    comes_until = models.TimeField(null=True)
    apart_because = models.TextField(blank=True)
    attendance = models.CharField(max_length=20, choices=Attendance, default=Attendance.EXPECTED)
    here_from = models.TimeField(null=True)
    here_until = models.TimeField(null=True)
    said = models.TextField(blank=True)
    report_shared_at = models.DateTimeField(null=True)
    report_by_whom = models.CharField(max_length=200, blank=True)
    report_part = models.CharField(max_length=300, blank=True)
    report_withheld_because = models.TextField(blank=True)
    report_withheld_at = models.DateTimeField(null=True)
    excluded_at = models.DateTimeField(null=True)
    excluded_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    excluded_because = models.TextField(blank=True)
    heard_how = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(excluded_at__isnull=True, excluded_by__isnull=True, excluded_because="")
                | (Q(excluded_at__isnull=False, excluded_by__isnull=False) & ~Q(excluded_because="")),
                name="excluded_by_the_chair_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(report_withheld_at__isnull=True) | ~Q(report_withheld_because=""),
                name="report_not_shared_says_why",
                violation_error_message="Say when the report was shared, or why not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.relationship}" if self.relationship else self.name


class ConferenceMoved(Detail):
    """Moved to another day before it, or stood down on the day: why, and what protects the children meanwhile."""

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="conferencemoved_rows")
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


class MinutesCorrection(Detail):
    """A correction asked for, and its answer; it never overwrites what the minutes said."""

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="minutescorrection_rows")
    asked_by = models.CharField(max_length=200)
    correction_asked_at = models.DateTimeField()
    what = models.TextField()
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Answered, blank=True)
    answer_words = models.TextField(blank=True)
    correction_answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(correction_answered_at__isnull=True, answer="")
                | (Q(correction_answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="correction_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.what}"


class ConferenceComplaint(Detail):
    """A complaint about the conference itself, at one of three stages; the decision stands meanwhile."""

    stage = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="conferencecomplaint_rows")
    from_whom = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    about = models.CharField(max_length=12, choices=ComplaintAbout)
    words = models.TextField()
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    stage_number = models.PositiveSmallIntegerField(default=1)
    stage_entered_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answered, blank=True)
    answer_words = models.TextField(blank=True)
    complaint_answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    stage_left_at = None

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint_answered_at__isnull=True, answer="")
                | (Q(complaint_answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="complaint_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage_number__range=(1, 3)), name="complaint_has_three_stages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_whom}, stage {self.stage_number}"


__all__ = [
    "AgencyReport",
    "Conference",
    "ConferenceChild",
    "ConferenceComplaint",
    "ConferenceMoved",
    "InvitedPerson",
    "MinutesCorrection",
]
