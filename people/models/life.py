"""What changes a child's life and every piece of work about it: looked after, moved away; and words for the night."""

from django.db import models
from django.db.models import F, Q

from people.models.choices import LookedAfterBasis, MoveKind
from workflow.record import Detail


class LookedAfter(Detail):
    """From when until when the authority looks after a child, and on what legal basis."""

    belongs_to = "case_id"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="looked_after")
    basis = models.CharField(max_length=32, choices=LookedAfterBasis)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    ended_words = models.TextField(blank=True)
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until_on__isnull=True),
                name="looked_after_once_at_a_time",
                violation_error_message="This child is looked after already: end that basis first.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="looked_after_ends_after_it_starts",
                violation_error_message="It cannot end before it starts: check both dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}, since {self.from_on:%d %B %Y}"


class MovedAway(Detail):
    """A move out of the area: when, where to, for a time or for good, and when the receiving authority was told."""

    belongs_to = "case_id"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="moves_away")
    moved_on = models.DateField()
    where_to = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=MoveKind)
    authority = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)
    told_whom = models.CharField(max_length=200, blank=True)
    back_on = models.DateField(null=True)
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["moved_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | (~Q(told_whom="") & ~Q(authority="")),
                name="receiving_authority_told_by_name",
                violation_error_message="Say which authority was told, and whom there.",
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("moved_on")),
                name="comes_back_after_moving",
                violation_error_message="The child cannot come back before moving: check both dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, on {self.moved_on:%d %B %Y}"
