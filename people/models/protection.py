"""What protects: flags that say what to do, conditions that keep somebody away. Nothing lapses by itself."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from people.models.choices import ConditionKind, FlagKind
from workflow.record import Detail


class Flag(Detail):
    """What whoever opens the record must do. Past its review it stays in force and shouts."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=20, choices=FlagKind)
    what_to_do = models.TextField()
    source = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="flag_ended_by_somebody_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what_to_do}"


class ProtectiveCondition(Detail):
    """Bail, an order, a licence: whom it protects, from whom, what it says, until when.

    It ends when it ends; what protects the child from then on is asked, loudly, until somebody has said it.
    """

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=32, choices=ConditionKind)
    against = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="conditions_against")
    what = models.TextField()
    reference = models.CharField(max_length=100, blank=True)
    from_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    varied_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)
    protects_now = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("from_at")),
                name="condition_expires_after_it_starts",
                violation_error_message="A condition cannot expire before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="condition_ended_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, protects_now="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(protects_now="")),
                name="what_protects_now_said_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    def protects(self, at: datetime) -> bool:
        """In force at this moment."""
        over = self.ended_at or self.expires_at
        return self.from_at <= at and (over is None or at < over)

    @property
    def over_at(self) -> datetime | None:
        """When it is, or will be, over: its own end, or what ended it before."""
        return min([each for each in (self.ended_at, self.expires_at) if each], default=None)

    def asks(self, at: datetime) -> bool:
        """Over, and nobody has said since what protects the child now."""
        over = self.over_at
        return over is not None and over <= at and self.answered_when_over is None

    # What the clock reads

    @property
    def answered_when_over(self) -> datetime | None:
        """An answer given while it still stood does not count: it is asked again when it is over."""
        over = self.over_at
        return self.answered_at if over and self.answered_at and self.answered_at >= over else None

    @property
    def asks_since(self) -> datetime | None:
        """Ended before its time, and nobody has said what protects since."""
        return self.over_at if self.ended_at and self.answered_when_over is None else None
