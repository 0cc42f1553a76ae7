"""Who holds a child's case, and where the child sleeps: rows of a case."""

from django.db import models
from django.db.models import Q

from people.models.choices import Agreement, LegalBasis
from workflow.record import Detail


class HandOver(Detail):
    """A case given to a named worker, who reads and accepts. Until then whoever held the child goes on."""

    belongs_to = "case_id"

    class Kind(models.TextChoices):
        ALLOCATION = "allocation", "Allocated within the team"
        TO_TEAM = "to-team", "Handed over to another team"
        STEP_DOWN = "step-down", "Stepped down to family help"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="hand_overs")
    kind = models.CharField(max_length=12, choices=Kind)
    to = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("cpu.Team", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    offered_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(accepted_at__isnull=True, ended_at__isnull=True),
                name="one_hand_over_waits",
                violation_error_message="A hand-over of this case waits for its answer already.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(ended_at__isnull=True),
                name="hand_over_accepted_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.to}"


class SleepingPlace(Detail):
    """Where a child sleeps, with whom, agreed by whom, on what legal basis. The latest counts."""

    belongs_to = "case_id"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="sleeping_places")
    where = models.CharField(max_length=300)
    with_whom = models.CharField(max_length=300)
    agreed_by = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=20, choices=LegalBasis)
    carer_checks = models.TextField(blank=True)
    manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(where="") & ~Q(with_whom="") & ~Q(agreed_by="") & ~Q(legal_basis=""),
                name="sleeping_place_is_whole",
                violation_error_message="Say where, with whom, agreed by whom and on what legal basis.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.where}, with {self.with_whom}"

    @classmethod
    def latest_of(cls, cases: list[int]) -> dict[int, "SleepingPlace"]:
        """The place last recorded of each of these cases, by the case's key."""
        found = cls._rows.filter(case__in=cases).order_by("case", "-from_at", "-pk").distinct("case")
        return {each.case_id: each for each in found}


class SleepingPlaceAgreement(Detail):
    """What one holder of parental responsibility says to it; the latest answer of each counts."""

    belongs_to = "case_id"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(SleepingPlace, on_delete=models.PROTECT, related_name="agreements")
    holder = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Agreement)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.holder.known_as}: {self.get_answer_display().lower()}"
