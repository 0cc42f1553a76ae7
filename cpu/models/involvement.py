"""Who works with which child, and who was asked into which record: the ground of who may see what."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class InvolvementRole(models.TextChoices):
    LEAD = "lead", "Lead practitioner"
    SUPERVISOR = "supervisor", "Supervising manager"
    TEAM = "team", "Team"
    CO_WORKER = "co-worker", "Works with the child"
    OFFICER = "officer", "Officer in the case"
    HEALTH = "health", "Health practitioner"
    INVITED = "invited", "Invited"


class Involvement(models.Model):
    """One line of who works with a child (case) or was asked into a record, from when until when."""

    case = models.ForeignKey(
        "people.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    record = models.ForeignKey(
        "cpu.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    user = models.ForeignKey(
        "cpu.User", null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    team = models.ForeignKey(
        "cpu.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    agency = models.ForeignKey(
        "cpu.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(max_length=16, choices=InvolvementRole)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    belongs_to = ("record_id", "case_id")
    _rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) ^ Q(record__isnull=False),
                name="involvement_in_a_case_or_a_record",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(team__isnull=False) | Q(agency__isnull=False),
                name="involvement_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="involvement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role="lead", until_at__isnull=True),
                name="one_lead_practitioner_at_a_time",
                violation_error_message="This child already has a lead practitioner: hand the case over instead.",
            ),
        ]

    @classmethod
    def in_force(cls, now: datetime | None = None) -> models.QuerySet["Involvement"]:
        now = now or timezone.now()
        return cls._rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=now))

    @classmethod
    def of_user(cls, user) -> models.QuerySet["Involvement"]:
        """Lines in force that let this person in, by name, team or agency; who is nothing here today sees nothing."""
        if not user.memberships_in_force():
            return cls._rows.none()
        return cls.in_force().filter(Q(user=user) | Q(team__in=user.teams) | Q(agency__in=user.agencies))
