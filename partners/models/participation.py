"""Who was asked, who answered and what each said: the part that every multi-agency stage is made with."""

from django.db import models
from django.db.models import Q

from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission
from cpu.timescales import INFORMATION_REQUEST
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import Stage
from workflow.step import ANY, Start, Stop, step


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
    """One agency (or one person of it) in one record: invited, here or missing, asked, answered, nothing known, late."""

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
    question = models.TextField(blank=True)
    urgency = models.CharField(max_length=20, choices=Urgency, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    not_asked_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "agency", "whom"],
                name="one_participation_per_agency_and_person",
                violation_error_message="This agency has already been asked here.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.whom}" if self.whom else self.agency.name


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
        constraints = [models.UniqueConstraint(fields=["contribution", "case"], name="contribution_about_a_child_once")]


class AgencyView(Detail):
    """An agency's own view on the decision about one child, in its own words; the latest counts, all are kept."""

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


class MultiAgencyStage(Stage):
    """A stage in which agencies are asked, take part, say what they know and give their own view."""

    class Meta:
        abstract = True

    @property
    def participations(self):
        """Whoever takes part, read once for guards and page."""
        if not hasattr(self, "_participations"):
            self._participations = list(self.subject.participations.select_related("agency").order_by("pk"))
        return self._participations

    def kinds_here(self) -> set[str]:
        """Kinds of agency that are in the room, or on the line."""
        return {each.agency.kind for each in self.participations if each.attendance == Attendance.HERE}

    def kinds_asked(self) -> set[str]:
        return {each.agency.kind for each in self.participations if each.invited_at or each.asked_at}

    def kinds_explained(self) -> set[str]:
        return {each.agency.kind for each in self.participations if each.not_asked_because}

    def latest_views(self) -> dict[tuple[int, int], AgencyView]:
        """(case, agency) to the latest view of that agency on that child."""
        if not hasattr(self, "_latest_views"):
            views = self.subject.views.select_related("agency", "given_by")
            self._latest_views = {(each.case_id, each.agency_id): each for each in views}
        return self._latest_views

    def _part(self, agency, whom="") -> Participation:
        """The row of this agency (and person) here, or a new one not yet stored."""
        found = Participation._rows.filter(record=self.subject, agency=agency)
        row = found.filter(whom=whom).first() or (found.first() if not whom else None)
        return row or Participation(record=self.subject, agency=agency, whom=whom)

    def _let_in(self, agency) -> None:
        """Whoever is asked into a record may see it."""
        if not Involvement.in_force(self.act.at).filter(record=self.subject, agency=agency).exists():
            self.add(
                Involvement(record=self.subject, agency=agency, role=InvolvementRole.INVITED, from_at=self.act.at)
            )

    @step("Invite an agency", source=ANY, permission=Permission.DISCUSSION_CONVENE, adds=True)
    def invite(self, *, agency, whom=""):
        row = self._part(agency, whom)
        row.invited_at, row.attendance = self.act.at, row.attendance or Attendance.EXPECTED
        row.not_asked_because = ""
        self.keep(row)
        self._let_in(agency)

    @step("Say why an agency is not asked", source=ANY, permission=Permission.DISCUSSION_CONVENE, adds=True)
    def say_why_not_asked(self, *, agency, reason):
        row = self._part(agency)
        row.not_asked_because = reason
        self.keep(row)

    @step("Record who is here", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def record_attendance(self, *, agency, attendance, whom=""):
        row = self._part(agency, whom)
        row.attendance, row.invited_at = attendance, row.invited_at or self.act.at
        self.keep(row)
        self._let_in(agency)

    @step("Ask an agency what it knows", source=ANY, permission=Permission.ASK, adds=True,
          starts={INFORMATION_REQUEST: Start("asked_at", variant="urgency")})  # fmt: skip
    def ask(self, *, agency, question, urgency, whom="", about_whom=""):
        """Asked per person and agency: the services of the suspected adult count as well."""
        row = self._part(agency, whom)
        row.asked_at, row.question, row.urgency, row.about_whom = self.act.at, question, urgency, about_whom
        self.keep(row)
        self._let_in(agency)

    @step("Say what your agency knows", source=ANY, permission=Permission.CONTRIBUTE, adds=True,
          stops={INFORMATION_REQUEST: Stop("answered_at")})  # fmt: skip
    def contribute(self, *, children, agency, said_by, text, family_may_know, own_words="", known_since=None, handling=""):
        """Kept as said. One may speak for one's own agency, or write down what another said at the meeting."""
        given = self.add(
            Contribution(record=self.subject, agency=agency, said_by=said_by, written_by=self.act.by, text=text,
                         own_words=own_words, known_since=known_since, handling=handling,
                         family_may_know=family_may_know, given_at=self.act.at)
        )  # fmt: skip
        for row in children:
            self.add(ContributionChild(record=self.subject, contribution=given, case=row.case))
        self._answered(agency, Participation.Answer.ANSWERED)

    @step("Answer: we looked, and nothing is known", source=ANY, permission=Permission.CONTRIBUTE, adds=True,
          stops={INFORMATION_REQUEST: Stop("answered_at")})  # fmt: skip
    def answer_nothing_known(self, *, agency, where_looked):
        """Nothing known is an answer, and helps."""
        row = self._answered(agency, Participation.Answer.NOTHING_KNOWN)
        row.question = f"{row.question}\nLooked in: {where_looked}".strip()
        self.keep(row)

    def _answered(self, agency, answer) -> Participation:
        row = self._part(agency)
        row.answer, row.answered_at = answer, row.answered_at or self.act.at
        return self.keep(row)

    @step("Mend what your agency said", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def amend_contribution(self, *, contribution, text, own_words=""):
        """A new version; the old one stays readable."""
        if contribution.agency_id not in self.act.by.agencies and contribution.written_by_id != self.act.by.pk:
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
        for child in contribution.children.all():
            self.add(ContributionChild(record=self.subject, contribution=again, case_id=child.case_id))

    @step("Give your agency's own view", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def give_view(self, *, children, agency, view, words=""):
        """Whether the threshold is met for this child, kept as said."""
        for row in children:
            self.add(
                AgencyView(record=self.subject, case=row.case, agency=agency, view=view, words=words,
                           given_by=self.act.by, given_at=self.act.at)
            )  # fmt: skip


__all__ = ["AgencyView", "Attendance", "Contribution", "ContributionChild", "MultiAgencyStage", "Participation"]
