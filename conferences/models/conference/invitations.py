"""Who is invited, who must not meet whom, and the report that each agency owes before the meeting."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from conferences.models.conference.facts import ConferenceFacts, Purpose, State
from cpu.roles import Permission
from cpu.timescales import AGENCY_REPORT, INFORMATION_REQUEST, PARENTS_REPORT
from documents.letter import family_of
from partners.models import Attendance, MultiAgencyStage
from people.models import Person
from workflow.clocks import about
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, Stop, declared_anew, step


class PersonRole(models.TextChoices):
    PARENT = "parent", "Parent, or holds parental responsibility"
    CHILD = "child", "The child"
    ADVOCATE = "advocate", "Advocate of the child or of a parent"
    SUPPORTER = "supporter", "Supporter of the family"
    CARER = "carer", "Carer, or another member of the family"
    INTERPRETER = "interpreter", "Interpreter"


class Invitations(ConferenceFacts):
    """Agencies and people invited, split attendance, and reports: to the chair, and from there to the parents."""

    must_not_meet = models.TextField("who must not meet whom", blank=True)

    class Meta:
        abstract = True

    # What the clocks read

    @property
    def parents_report_from(self):
        """Not asked for again where the parents have it, or it stands why not."""
        return None if self.parents_report_at else self.planned_for

    @property
    def parents_report_before(self) -> str:
        """A review is read in more time than a first conference, which cannot wait."""
        return "review" if self.purpose == Purpose.REVIEW else ""

    @property
    def parents_report_at(self):
        """When the last of the parents invited had the report, or it was said why not; none before that."""
        parents = [each for each in self.people if each.role == PersonRole.PARENT]
        moments = [each.report_shared_at or each.report_withheld_at for each in parents]
        known = [each for each in moments if each]
        return max(known) if known and len(known) == len(moments) else None

    def who_owes(self) -> dict[str, str]:
        return super().who_owes() | {about(each): each.agency.name for each in self.reports}

    def nothing_for(self, user):
        nobody = {"record_person_attendance", "exclude_person", "share_report"}
        return super().nothing_for(user) | (set() if self.people else nobody)

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
        report.missing_because = ""
        if knows_directly is not None:
            report.knows_directly = knows_directly
        self.keep(report)

    def _report_of(self, agency) -> "AgencyReport":
        found: Any = next((each for each in self.reports if each.agency_id == agency.pk), None)
        if found is None:
            found = AgencyReport(agency=agency, asked_at=self.act.at)
            self.reports.append(found)
        found.stage = self
        return found

    record_attendance = declared_anew(
        MultiAgencyStage.record_attendance,
        label="Record which agency is here",
        doc="Here, not here but reported, missing.",
        permission=Permission.CONFERENCE_ARRANGE,
    )

    @step(
        "Invite a parent, the child, or who supports them",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def invite_person(
        self,
        *,
        role,
        person="",
        name="",
        relationship="",
        comes_from=None,
        comes_until=None,
        apart_because="",
    ):
        """Each with a time of their own and a report of their own where they must not meet. Somebody of the family is
        named as the person known here; by name alone only who is not known. Invited again, the latest time counts."""
        known = self._of_the_family(person)
        name = name or (known.known_as if known else "")
        row = self._invited(known, name) or InvitedPerson(invited_at=self.act.at)
        row.person, row.name, row.role = known or row.person, name, role
        row.relationship = relationship or row.relationship
        row.comes_from, row.comes_until, row.apart_because = comes_from, comes_until, apart_because
        row.stage = self
        self.keep(row)

    def _of_the_family(self, reference) -> Person | None:
        """Whoever invites works with the conference and need not work with the children: it says who may be named."""
        if not reference:
            return None
        cases = [row.case for row in self.child_rows()]
        found = next((each for each in family_of(cases) if each.reference == reference), None)
        if found is None:
            says = "Choose one of the children or somebody related to them; for anybody else write the name."
            raise BadInput(Reason(says, pointer="/person"))
        return found

    def _invited(self, person, name) -> Any:
        """The line of somebody who is invited already, also where only the name was written then."""
        mine = (each for each in self.people if person is not None and each.person_id == person.pk)
        named = (
            each
            for each in self.people
            if each.name.casefold() == name.casefold() and (person is None or each.person_id is None)
        )
        return next(mine, None) or next(named, None)

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

    contribute = declared_anew(
        MultiAgencyStage.contribute,
        label="Give your agency's report",
        doc="In writing to the chair, about each child, whether one comes or not.",
        stops={INFORMATION_REQUEST: Stop("answered_at"), AGENCY_REPORT: Stop("received_at")},
    )

    def _heard(self, agency) -> None:
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
        stops={AGENCY_REPORT: Stop("given_up_at", how="not_needed")},
    )
    def say_why_no_report(self, *, agency, reason):
        """It stays missing, and the reason stands beside it; nobody is reminded of it any more."""
        report = self._report_of(agency)
        report.missing_because, report.given_up_at = reason, self.act.at
        self.keep(report)

    @step(
        "Record that a parent was given the report, or why not",
        source=ANY,
        permission=Permission.PLAN_WORK,
        adds=True,
        stops={PARENTS_REPORT: "parents_report_at"},
    )
    def share_report(self, *, person, shared_at=None, by_whom="", part="", withheld_because=""):
        """In time before it, to each parent alone where they must not read each other's."""
        person.report_shared_at, person.report_by_whom, person.report_part = shared_at, by_whom, part
        person.report_withheld_because = withheld_because
        person.report_withheld_at = None if shared_at else self.act.at
        self.keep(person)
        self.__dict__.pop("people", None)


class AgencyReport(Detail):
    """The written report that each agency invited owes to the chair."""

    stage = models.ForeignKey(
        "conferences.Conference", on_delete=models.PROTECT, related_name="agencyreport_rows"
    )
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
        """The day before which it is due; nothing once it has come, it stands why not, or the conference was held."""
        awaited = self.is_awaited and not self.missing_because and self.stage.held_at is None
        return self.stage.planned_for if awaited else None


class InvitedPerson(Detail):
    """A parent, the child, or whoever supports them: when they come, what report they had, whether they were there."""

    stage = models.ForeignKey(
        "conferences.Conference", on_delete=models.PROTECT, related_name="invitedperson_rows"
    )
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
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
            models.UniqueConstraint(
                fields=["stage", "person"],
                name="person_invited_once",
                violation_error_message="This person is invited already.",
            ),
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
            models.CheckConstraint(
                condition=~Q(name=""),
                name="invited_person_has_a_name",
                violation_error_message="Say who is invited.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.relationship}" if self.relationship else self.name
