"""What names a person apart from the name, and the disabilities that the census asks for."""

import re
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, Q, Value, When

from cpu import codes
from cpu.roles import Permission
from people.identifiers import check_nhs_number, check_upn
from people.models.choices import IdentifierKind
from people.models.own import OwnEntries
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, step

_LA_CHILD = re.compile(r"[A-Za-z0-9]{1,20}", re.ASCII)


class Identifier(Detail):
    """One number as written, its issuer, whether it can be right, when it was traced. A wrong one is kept."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    value = models.CharField(max_length=60)
    normalised = models.CharField(max_length=60, editable=False)
    doubt = models.CharField(max_length=200, blank=True, editable=False)
    issuer = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["normalised"], name="identifier_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "normalised"],
                condition=Q(ended_at__isnull=True),
                name="identifier_once_for_a_person",
                violation_error_message="This number is recorded for this person already.",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(verified_by__isnull=False),
                name="identifier_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @classmethod
    def written(cls, kind: str, value: str, **facts) -> "Identifier":
        """A number as someone wrote it, with what its check digit says (`doubt` is empty where it fits)."""
        normalised, doubt = checked(kind, value)
        return cls(kind=kind, value=value.strip(), normalised=normalised, doubt=doubt, **facts)


def checked(kind: str, value: str) -> tuple[str, str]:
    """The number without spaces and dashes, and why it cannot be right, if it cannot."""
    if kind == IdentifierKind.NHS:
        found = check_nhs_number(value)
        return found.value_normalised, found.why
    if kind in (IdentifierKind.UPN, IdentifierKind.FORMER_UPN):
        found = check_upn(value)
        return found.value_normalised, found.why
    text = "".join(value.split())
    if kind == IdentifierKind.LA_CHILD and not _LA_CHILD.fullmatch(text):
        return text, "The census takes at most 20 letters and digits here."
    return text, ""


class Disability(Detail):
    """One disability by the census's code, as long as it holds; "no disability" stands alone."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="disabilities")
    code = models.CharField(max_length=4, choices=codes.Disability)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"],
                condition=Q(until_at__isnull=True),
                name="disability_once_for_a_person",
                violation_error_message="This disability is recorded already.",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=models.F("from_at")),
                name="disability_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="no_disability_stands_alone",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Case(
                            When(code=codes.Disability.NONE, then=Value(1)),
                            default=Value(0),
                            output_field=models.IntegerField(),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                ],
                condition=Q(until_at__isnull=True),
                violation_error_message="“No disability” stands alone.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class Numbered(OwnEntries):
    """Steps about a person's numbers, and the disabilities."""

    # Given by the person.
    disabilities: Any

    class Meta:
        abstract = True

    @step(
        "Record disabilities",
        source=ANY,
        permission=Permission.PERSON_RECORD,
    )
    def record_disabilities(self, *, disabilities):
        """All that hold now, by the census's codes; what is not named ends. "No disability" stands alone."""
        now = set(disabilities)
        if codes.Disability.NONE in now and len(now) > 1:
            raise BadInput(Reason("“No disability” stands alone.", pointer="/disabilities"))
        held = {each.code: each for each in self.disabilities.filter(until_at__isnull=True)}
        for code in held.keys() - now:
            held[code].until_at = self.act.at
            self.keep(held[code])
        for code in sorted(now - held.keys()):
            self._enter(Disability, code=code, from_at=self.act.at)

    @step("Add a number", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def add_identifier(self, *, kind, value, issuer="", verified_at=None):
        """Kept as written; a check digit that does not fit is shown, never a reason to refuse."""
        self.add(
            Identifier.written(
                kind,
                value,
                person=self,
                issuer=issuer,
                from_at=self.act.at,
                verified_at=verified_at,
                verified_by=self.act.by if verified_at else None,
            )
        )

    @step("Record that a number was traced", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def verify_identifier(self, *, identifier, verified_at):
        self._standing(identifier, "/identifier")
        identifier.verified_at, identifier.verified_by = verified_at, self.act.by
        self.keep(identifier)

    @step("End a number: wrong, or replaced", source=ANY, permission=Permission.PERSON_RECORD)
    def end_identifier(self, *, identifier, reason):
        """Kept and marked: another agency may still write to us under it."""
        self._standing(identifier, "/identifier")
        identifier.ended_at, identifier.ended_because = self.act.at, reason
        self.keep(identifier)
