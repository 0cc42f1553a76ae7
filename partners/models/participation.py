"""Who was asked, who answered and what each said: the part that every multi-agency stage is made with."""

from django.db import models
from django.db.models import Q

from cpu.calendars import london_day
from cpu.models import AuditEvent, Involvement, InvolvementRole, User
from cpu.roles import Permission, Role
from cpu.timescales import INFORMATION_REQUEST
from people.models import Person, ServiceAround, ServiceKind
from workflow.clocks import about
from workflow.paired import who_and_when
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import Stage
from workflow.step import ANY, WITHDRAWN, Start, Stop, step


class Attendance(models.TextChoices):
    EXPECTED = "expected", "Invited"
    HERE = "here", "Here"
    SENT_INFORMATION = "sent-information", "Not here, sent information"
    MISSING = "missing", "Missing"


class Urgency(models.TextChoices):
    URGENT = "urgent", "Urgent, within hours"
    SECTION_47 = "section 47", "For a section 47 enquiry"
    CHILD_IN_NEED = "child in need", "For an assessment"


class Participation(Detail):
    """One agency (or one person of it) in one record: invited, here or missing, asked, answered, nothing
    known, late."""

    belongs_to = "record_id"

    class Answer(models.TextChoices):
        NONE = "", "Not answered"
        ANSWERED = "answered", "Answered"
        NOTHING_KNOWN = "nothing-known", "Answered: nothing known"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey("cpu.Agency", on_delete=models.PROTECT, related_name="participations")
    whom = models.CharField(max_length=200, blank=True)
    about_whom = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField(null=True)
    attendance = models.CharField(max_length=20, choices=Attendance, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(blank=True)
    chased_at = models.DateTimeField(null=True)
    chased_how = models.TextField(blank=True)
    urgency = models.CharField(max_length=20, choices=Urgency, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    where_looked = models.TextField(blank=True)
    not_asked_because = models.TextField(blank=True)
    not_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *who_and_when("asked", of="participation"),
            # One open question at a time; a further question to the same agency is a further row, and none
            # is lost.
            models.UniqueConstraint(
                fields=["record", "agency", "whom", "about_whom"],
                condition=Q(answer=""),
                name="one_open_question_per_agency_and_person",
                violation_error_message="This agency has just been asked here.",
            ),
            models.CheckConstraint(
                condition=Q(not_asked_because="", not_asked_at__isnull=True)
                | (~Q(not_asked_because="") & Q(not_asked_at__isnull=False)),
                name="not_asked_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        named = f"{self.agency}, {self.whom}" if self.whom else self.agency.name
        return f"{named}, about {self.about_whom}" if self.about_whom else named

    @property
    def is_settled(self) -> bool:
        """Nothing more is awaited: answered, or it stands why not."""
        return bool(self.answer or self.not_asked_because) or not (self.asked_at or self.invited_at)


class Contribution(Detail):
    """What an agency says, given to a record, about named children; kept as said, mended by a new version."""

    belongs_to = "record_id"

    class FamilyMayKnow(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No: it could put somebody at risk"
        ASK_FIRST = "ask-first", "Ask us first"

    class Handling(models.TextChoices):
        NONE = "", "No condition"
        NOT_FOR_MINUTES = "not-for-minutes", "Police handling: not for minutes"
        NAMED_ONLY = "named-only", "Only for the named practitioners"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey("cpu.Agency", on_delete=models.PROTECT, related_name="contributions")
    said_by = models.CharField(max_length=200)
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="contributions")
    text = models.TextField()
    own_words = models.TextField(blank=True)
    about_whom = models.CharField(max_length=200, blank=True)
    known_since = models.DateField(null=True)
    handling = models.CharField(max_length=20, choices=Handling, blank=True)
    family_may_know = models.CharField(max_length=12, choices=FamilyMayKnow)
    given_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["given_at", "pk"]


class ContributionChild(Detail):
    """A child whom a contribution is about: it is shown wherever this child's stages are."""

    belongs_to = "record_id"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="contribution_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "case"], name="contribution_about_a_child_once")
        ]


class AgencyView(Detail):
    """An agency's own view on the decision about one child, in its own words; the latest counts, all are
    kept."""

    belongs_to = "record_id"

    class View(models.TextChoices):
        FOR = "for", "Agrees: the threshold is met"
        AGAINST = "against", "The threshold is not met"
        NO_VIEW = "no-view", "No view"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="views")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="view_rows")
    agency = models.ForeignKey("cpu.Agency", on_delete=models.PROTECT, related_name="views")
    view = models.CharField(max_length=12, choices=View)
    words = models.TextField(blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="views")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(view="no-view") | ~Q(words=""),
                name="a_view_has_its_words",
                violation_error_message="Say why, in your agency's own words.",
            )
        ]


SCHOOL_AGE = 5


def of_another_agency(user) -> bool:
    """A professional of another agency, and nothing else."""
    return {each.role for each in user.memberships_in_force()} == {Role.AGENCY_PROFESSIONAL}


class MultiAgencyStage(Stage):
    """A stage in which agencies are asked, take part, say what they know and give their own view."""

    # Where a child of school age goes to none, its education is asked about all the same: the field that says when.
    begins = ""
    # Each agency answers for itself: what one said is not read by another that was only asked.
    answered_apart = False

    class Meta:
        abstract = True

    def opens_to(self, user) -> bool:
        """Whether this person reads what the others said, and what was found. A professional of another agency does who
        works with one of the children, or was in the room; whoever was only asked reads what was asked of them and
        what they said."""
        if not (self.answered_apart and of_another_agency(user)):
            return True
        rows = self.rows_visible_to(user)
        if self.seeing is not None and any(row.case_id and row.case_id in self.seeing.cases for row in rows):
            return True
        here = {each.agency_id for each in self.participations if each.attendance == Attendance.HERE}
        return bool(here & user.agencies)

    @property
    def who_wrote(self) -> models.QuerySet[User]:
        """Whoever took a step here."""
        return User.objects.filter(pk__in=AuditEvent._rows.filter(subject_id=self.pk).values("actor_id"))

    @property
    def participations(self):
        """Whoever takes part, read once for guards and page."""
        if not hasattr(self, "_participations"):
            self._participations = list(self.subject.participations.select_related("agency").order_by("pk"))
        return self._participations

    def who_owes(self) -> dict[str, str]:
        return {about(each): str(each) for each in self.participations}

    def kinds_here(self) -> set[str]:
        """Kinds of agency that are in the room, or on the line."""
        return {each.agency.kind for each in self.participations if each.attendance == Attendance.HERE}

    def kinds_asked(self) -> set[str]:
        return {each.agency.kind for each in self.participations if each.invited_at or each.asked_at}

    def kinds_answered(self) -> set[str]:
        """Kinds of agency that said what they know, or that nothing is known; asked or not."""
        return {each.agency.kind for each in self.participations if each.answer}

    def kinds_explained(self) -> set[str]:
        return {each.agency.kind for each in self.participations if each.not_asked_because}

    @property
    def without_setting(self) -> set[int]:
        """The cases of children under school age of whom it stands that they go to no nursery or childminder, and
        of those not yet born."""
        if not hasattr(self, "_without_setting"):
            rows = [row for row in self.child_rows() if row.case_id]
            none = ServiceAround._rows.filter(
                person__in=[row.case.child_id for row in rows],
                kind=ServiceKind.NO_SETTING,
                until_on__isnull=True,
            )
            said = set(none.values_list("person", flat=True))
            self._without_setting = {
                row.case_id
                for row in rows
                if row.case.child.state == Person.State.UNBORN
                or (row.case.child_id in said and not self._of_school_age(row.case.child))
            }
        return self._without_setting

    def _of_school_age(self, child) -> bool:
        begun = getattr(self, self.begins, None)
        return begun is not None and (child.age_on(london_day(begun)) or 0) >= SCHOOL_AGE

    @property
    def goes_to_a_setting(self) -> bool:
        """Whether a school, nursery or childminder is to be asked about any of the children."""
        rows = [row for row in self.child_rows() if row.state != WITHDRAWN]
        return any(row.case_id not in self.without_setting for row in rows)

    def latest_views(self) -> dict[tuple[int, int], AgencyView]:
        """(case, agency) to the latest view of that agency on that child."""
        if not hasattr(self, "_latest_views"):
            views = self.subject.views.select_related("agency", "given_by", "case__subject")
            self._latest_views = {(each.case_id, each.agency_id): each for each in views}
        return self._latest_views

    def views_of(self, case_id: int) -> list[AgencyView]:
        """The latest view of each agency on one child."""
        return [view for (about, _), view in self.latest_views().items() if about == case_id]

    def _part(self, agency, whom="", about_whom="") -> Participation:
        """The open row of this agency (and person) here, or its last, or a new one not yet stored."""
        return self._parts([agency], whom, about_whom)[0]

    def _parts(self, agencies, whom="", about_whom="") -> list[Participation]:
        """The row of each agency.

        An agency invited without a name gets one when its person turns up; it is not counted twice.
        """
        found = Participation._rows.filter(record=self.subject, agency__in=agencies, about_whom=about_whom)
        named = list(found.order_by("-pk"))
        parts = []
        for agency in dict.fromkeys(agencies):
            rows = [
                row for row in named if row.agency_id == agency.pk and (not whom or row.whom in (whom, ""))
            ]
            row = next((each for each in rows if each.whom == whom), rows[0] if rows else None)
            if row is None:
                row = Participation(record=self.subject, agency=agency, about_whom=about_whom)
            row.whom = row.whom or whom
            parts.append(row)
        return parts

    def _let_in(self, *agencies) -> None:
        """Whoever is asked into a record may see it. The agency whose own team holds these children is in by that
        team alone: that social care was in the room opens it to no other of its teams.
        """
        lines = Involvement.in_force(self.act.at)
        asked = lines.filter(record=self.subject, agency__in=agencies).values_list("agency")
        held = lines.filter(Q(record=self.subject) | Q(case__in=self.covered_cases()))
        inside = set(asked.union(held.filter(team__agency__in=agencies).values_list("team__agency")))
        self.add(
            *[
                Involvement(
                    record=self.subject, agency=agency, role=InvolvementRole.INVITED, from_at=self.act.at
                )
                for agency in dict.fromkeys(agencies)
                if (agency.pk,) not in inside
            ]
        )

    def _let_in_person(self, user) -> None:
        """Whoever opened a record follows what becomes of it."""
        self.add(
            Involvement(record=self.subject, user=user, role=InvolvementRole.INVITED, from_at=self.act.at)
        )

    @step("Invite an agency", source=ANY, permission=Permission.DISCUSSION_CONVENE, adds=True)
    def invite(self, *, agency, whom=""):
        row = self._part(agency, whom)
        row.invited_at, row.attendance = row.invited_at or self.act.at, row.attendance or Attendance.EXPECTED
        row.not_asked_because, row.not_asked_at = "", None
        self.keep(row)
        self._let_in(agency)

    @step(
        "Say why an agency is not asked, or no longer",
        source=ANY,
        permission=Permission.DISCUSSION_CONVENE,
        adds=True,
        stops={INFORMATION_REQUEST: Stop("not_asked_at", how="not_needed")},
    )
    def say_why_not_asked(self, *, agency, reason, about_whom=""):
        row = self._part(agency, about_whom=about_whom)
        row.not_asked_because, row.not_asked_at = reason, self.act.at
        self.keep(row)

    @step("Record who is here", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def record_attendance(self, *, agency, attendance, whom=""):
        self._is_here(agency, attendance, whom)

    def _speaks_for(self, agency) -> None:
        """A professional of another agency answers for that agency, and for no other."""
        by = self.act.by
        if of_another_agency(by) and agency.pk not in by.agencies:
            raise BadInput(Reason("You speak for your own agency: choose it.", pointer="/agency"))

    def _is_here(self, agency, attendance, whom="") -> None:
        self._speaks_for(agency)
        if self.answered_apart and attendance == Attendance.HERE and of_another_agency(self.act.by):
            says = "Whoever holds the meeting records who is here: ask them."
            raise BadInput(Reason(says, pointer="/attendance"))
        self._are_here([agency], attendance, whom)

    def _are_here(self, agencies, attendance, whom="") -> None:
        if not agencies:
            return
        rows = self._parts(agencies, whom)
        for row in rows:
            row.attendance, row.invited_at = attendance, row.invited_at or self.act.at
        self.keep(*rows)
        self._let_in(*agencies)
        self.__dict__.pop("_participations", None)

    @step(
        "Ask an agency what it knows",
        source=ANY,
        permission=Permission.ASK,
        adds=True,
        starts={INFORMATION_REQUEST: Start("asked_at", variant="urgency")},
    )
    def ask(self, *, agency, question, urgency, whom="", about_whom=""):
        """Asked per person and agency: the services of the suspected adult count as well. A second question
        to an
        agency that has answered is a new one with its own time; while one is open, it is chased and not
        asked anew."""
        row = self._part(agency, whom, about_whom)
        if row.answer:
            row = Participation(record=self.subject, agency=agency, whom=whom, about_whom=about_whom)
        row.question = f"{row.question}\n{question}".strip()
        row.asked_at, row.urgency, row.asked_by = row.asked_at or self.act.at, urgency, self.act.by
        row.not_asked_because, row.not_asked_at = "", None
        self.keep(row)
        self._let_in(agency)

    @step("Chase an answer", source=ANY, permission=Permission.ASK, adds=True)
    def chase(self, *, agency, how, about_whom=""):
        """It stays late until it is answered; that somebody rang is kept with it."""
        row = self._part(agency, about_whom=about_whom)
        row.chased_at, row.chased_how = self.act.at, f"{row.chased_how}\n{how}".strip()
        self.keep(row)

    @step(
        "Say what your agency knows",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        stops={INFORMATION_REQUEST: Stop("answered_at")},
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
        """Kept as said. One may speak for one's own agency, or write down what another said at the
        meeting."""
        self._speaks_for(agency)
        given = Contribution(
            record=self.subject,
            agency=agency,
            said_by=said_by,
            written_by=self.act.by,
            text=text,
            own_words=own_words,
            known_since=known_since,
            handling=handling,
            about_whom=about_whom,
            family_may_know=family_may_know,
            given_at=self.act.at,
        )
        self.add(given)
        # A child who is not yet identified has no case: what is said stands with the record until then.
        self.add(
            *[
                ContributionChild(record=self.subject, contribution=given, case=row.case)
                for row in children
                if row.case_id
            ]
        )
        self._answered(agency, Participation.Answer.ANSWERED, said_by, about_whom)
        self._heard(agency)

    @step(
        "Answer: we looked, and nothing is known",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        stops={INFORMATION_REQUEST: Stop("answered_at")},
    )
    def answer_nothing_known(self, *, agency, where_looked, whom="", about_whom=""):
        """Nothing known is an answer, and helps."""
        self._speaks_for(agency)
        self._answered(agency, Participation.Answer.NOTHING_KNOWN, whom, about_whom, where_looked)

    def _answered(self, agency, answer, whom, about_whom, where_looked="") -> None:
        """The open question is answered; the first answer keeps its moment, and what was known stays
        known."""
        asked = list(
            Participation._rows.filter(record=self.subject, agency=agency, about_whom=about_whom, answer="")
        )
        mine = [row for row in asked if row.whom == whom] or asked
        if len(mine) > 1:
            names = ", ".join(row.whom or "the agency itself" for row in mine)
            raise BadInput(
                Reason(f"Several were asked here: {names}. Say who of them answers.", pointer="/said_by")
            )
        row = mine[0] if mine else self._part(agency, whom if asked else "", about_whom)
        row.answered_at = row.answered_at or self.act.at
        row.answer = Participation.Answer.ANSWERED if row.answer == Participation.Answer.ANSWERED else answer
        row.where_looked = where_looked or row.where_looked
        self.keep(row)

    @step("Mend what your agency said", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def amend_contribution(self, *, contribution, text, own_words=""):
        """A new version; the old one stays readable."""
        if (
            contribution.agency_id not in self.act.by.agencies
            and contribution.written_by_id != self.act.by.pk
        ):
            raise BadInput(Reason("Only the agency that said it mends it.", pointer="/contribution"))
        again = Contribution(
            **{
                each.attname: getattr(contribution, each.attname)
                for each in Contribution._meta.concrete_fields
                if each.attname not in ("id", "text", "own_words", "given_at", "replaces_id", "written_by_id")
            },
            text=text,
            own_words=own_words,
            given_at=self.act.at,
            written_by=self.act.by,
            replaces=contribution,
        )
        self.add(again)
        about = contribution.children.values_list("case_id", flat=True)
        self.add(
            *[ContributionChild(record=self.subject, contribution=again, case_id=case) for case in about]
        )

    def _heard(self, agency) -> None:
        """What follows, in one kind of stage, from an agency having said what it knows."""

    @step("Give your agency's own view", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def give_view(self, *, children, agency, view, words="", said_by=""):
        """What it thinks of the decision about each child, kept as said, in the words of whoever may speak for
        the agency."""
        self._give_view(children, agency, view, words, said_by)

    def _give_view(self, children, agency, view, words, said_by) -> None:
        self._speaks_for(agency)
        if agency.pk not in self.act.by.agencies and not said_by:
            raise BadInput(Reason("Name who of that agency said so.", pointer="/said_by"))
        if any(row.case_id is None for row in children):
            raise BadInput(
                Reason("Say first who the child is: a view is about one child.", pointer="/children")
            )
        self.add(
            *[
                AgencyView(
                    record=self.subject,
                    case=row.case,
                    agency=agency,
                    view=view,
                    words=words,
                    said_by=said_by or self.act.by.name,
                    given_by=self.act.by,
                    given_at=self.act.at,
                )
                for row in children
            ]
        )


__all__ = [
    "AgencyView",
    "Attendance",
    "Contribution",
    "ContributionChild",
    "MultiAgencyStage",
    "Participation",
]
