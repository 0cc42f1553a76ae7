"""A document for one named recipient: what it said, who made it, whether it was given, and whether it was recalled."""

from django.db import models
from django.db.models import Q

from cpu.models import Involvement
from cpu.roles import Permission, can
from documents.kept import walls_about
from documents.letter import (
    LETTERS,
    LetterKind,
    Reaches,
    Recipient,
    cases_in,
    checksum,
    cleaned,
    family_of,
    record_of,
    told_to,
)
from workflow.record import Detail, Record
from workflow.refusals import BadInput, Reason
from workflow.step import step


class IssuedDocument(Record):
    """One copy for one recipient. What it says is kept as made; a mistake is recalled, and a new one made."""

    kind, prefix, resource = "document", "DC", "documents"
    open_with_its_cases = False

    class State(models.TextChoices):
        MADE = "MADE", "Made, not yet given"
        GIVEN = "GIVEN", "Given"
        RECALLED = "RECALLED", "Recalled"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="documents")
    record_version = models.PositiveIntegerField("version of the record it was made from")
    letter = models.CharField("kind of document", max_length=24, choices=LetterKind)
    recipient = models.CharField("for whom", max_length=200)
    as_what = models.CharField("who that is", max_length=200)
    reaches = models.CharField("how it reaches them", max_length=16, choices=Reaches)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="documents")
    agency = models.ForeignKey("cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    made_at = models.DateTimeField("when it was made")
    made_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("when it was given", null=True)
    given_by = models.CharField("by whom", max_length=200, blank=True)
    recalled_at = models.DateTimeField("when it was recalled", null=True)
    recalled_because = models.TextField("why it was recalled", blank=True)
    copy_came_back = models.BooleanField("did the paper come back?", null=True)

    class Meta:
        indexes = [models.Index(fields=["record"], name="document_by_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(agency__isnull=True),
                name="document_for_one_of_the_family_or_one_agency",
                violation_error_message="A document is for one person of the family, or for one agency.",
            ),
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(as_what=""),
                name="document_names_its_recipient",
                violation_error_message="Name who it is for.",
            ),
            models.CheckConstraint(
                condition=~Q(state="GIVEN") | (Q(given_at__isnull=False) & ~Q(given_by="")),
                name="given_document_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="RECALLED") | (Q(recalled_at__isnull=False) & ~Q(recalled_because="")),
                name="recalled_document_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        """Wherever a document is merely named: what it is, never whom it is about."""
        return f"{self.get_letter_display()}, {self.reference}"

    @classmethod
    def visible_to(cls, user):
        """Whoever may make documents and sees all of its children, or was asked into the record; and who made it."""
        if not user.is_authenticated or not can(user, Permission.DOCUMENT_ISSUE):
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE):
            return cls._rows.all()
        mine = Involvement.of_user(user)
        known = mine.filter(case__isnull=False).values("case")
        others = IssuedDocumentChild._rows.exclude(case__in=known).values("document")
        return cls._rows.filter(
            Q(
                pk__in=IssuedDocumentChild._rows.filter(case__in=known)
                .exclude(document__in=others)
                .values("document")
            )
            | Q(record__in=mine.filter(record__isnull=False).values("record"))
            | Q(made_by=user)
        )

    def covered_cases(self):
        return list(self.children.order_by("case").values_list("case", flat=True)) if self.pk else []

    def as_it_may_be_read(self) -> tuple[dict, bool]:
        """What it says, without what has come to be kept from somebody since it was made; and whether there is any."""
        about = [each.case for each in self.children.select_related("case__child").order_by("pk")]
        return cleaned(self.content, walls_about(about))

    @property
    def may_be_printed(self) -> bool:
        return self.state in (self.State.MADE, self.State.GIVEN)

    @step("Make a document", source="", target=State.MADE, permission=Permission.DOCUMENT_ISSUE)
    def make(
        self,
        *,
        record,
        letter,
        as_what,
        reaches,
        recipient="",
        agency=None,
        name="",
        for_children=(),
        words="",
    ):
        """From what stands in the record now, for one named recipient. What is left out, and why, is said on it."""
        # `record` and `recipient` are references: whoever sees a record need not see the cases of its children.
        source = record_of(record, self.act.by)
        made = self._letter(source, letter)
        whom, cases, left_out = self._for_whom(
            cases_in(source, self.act.by), for_children, recipient, agency, name, as_what, reaches, made
        )
        written = made(source, cases, whom, by=self.act.by, at=self.act.at, words=words, left_out=left_out)
        if says := written.why_not():
            raise BadInput(Reason(says, pointer="/record"))
        self._keep(source, written)
        self.add(*[IssuedDocumentChild(document=self, case=each) for each in cases])

    @staticmethod
    def _letter(source, letter):
        made = LETTERS.get(letter)
        if made is None or source.kind not in made.of:
            raise BadInput(Reason("This kind of document is not made of this record.", pointer="/letter"))
        return made

    def _for_whom(self, cases, chosen, recipient, agency, name, as_what, reaches, made):
        """The one recipient; the children whom the recipient is told about; what was left out for that."""
        if bool(recipient) == bool(agency):
            says = "A document is for exactly one: choose somebody of the family, or an agency."
            raise BadInput(Reason(says, pointer="/recipient"))
        if agency and not made.to_agencies:
            raise BadInput(Reason("This kind of document is for the family.", pointer="/agency"))
        if recipient and not made.to_family:
            raise BadInput(Reason("This kind of document is for agencies.", pointer="/recipient"))
        if chosen:
            known = {each.reference for each in cases}
            if set(chosen) - known:
                raise BadInput(Reason("Choose children of this record.", pointer="/for_children"))
            cases = [each for each in cases if each.reference in chosen]
        if not recipient:
            if not name:
                raise BadInput(Reason("Name who of that agency it is for.", pointer="/name"))
            return Recipient(name, as_what, reaches, agency=agency), cases, []
        person = next((each for each in family_of(cases) if each.reference == recipient), None)
        if person is None:
            says = "Choose one of the children or somebody related to them; record the relationship first."
            raise BadInput(Reason(says, pointer="/recipient"))
        theirs = told_to(person, cases)
        left_out = ["Children of another family are left out."] if len(theirs) < len(cases) else []
        return Recipient(name or person.known_as, as_what, reaches, person=person), theirs, left_out

    def _keep(self, source, written) -> None:
        whom = written.recipient
        self.record, self.record_version, self.letter = source.subject, source.version, written.kind
        self.recipient, self.as_what, self.reaches = whom.name, whom.as_what, whom.how
        self.person, self.agency = whom.person, whom.agency
        self.content = written.content()
        self.checksum = checksum(self.content)
        self.made_at, self.made_by = self.act.at, self.act.by

    @step(
        "Record that the document was given",
        source=State.MADE,
        target=State.GIVEN,
        permission=Permission.DOCUMENT_ISSUE,
    )
    def give(self, *, given_at, given_by):
        """When it came into the recipient's hands, and from whom."""
        self.given_at, self.given_by = given_at, given_by

    @step(
        "Recall the document",
        source=(State.MADE, State.GIVEN),
        target=State.RECALLED,
        permission=Permission.DOCUMENT_ISSUE,
    )
    def recall(self, *, reason, copy_came_back=None):
        """Wrong, or no longer so: the recipient is told, and it is not printed again. It stays readable here."""
        self.recalled_at, self.recalled_because, self.copy_came_back = self.act.at, reason, copy_came_back


class IssuedDocumentChild(Detail):
    """A child whom a document is about."""

    belongs_to = "document_id"

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="document_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "case"], name="document_about_a_child_once")
        ]


__all__ = ["IssuedDocument", "IssuedDocumentChild"]
