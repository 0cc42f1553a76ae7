"""What one person proposes about the unit itself and a second person approves."""

from django.db import models
from django.db.models import F, Q

from cpu.roles import Permission, can
from workflow.record import Record
from workflow.step import WITHDRAWN, step


class Proposal(Record):
    """Proposed with a reason, then in force or refused by somebody else. A subclass says what follows."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Proposed"
        IN_FORCE = "IN_FORCE", "In force"
        REFUSED = "REFUSED", "Refused"

    reason = models.CharField(max_length=200)
    proposed_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refused_because = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="%(class)s_decided_by_another",
                violation_error_message="Somebody else than the person who proposed it decides.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PROPOSED", WITHDRAWN])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(class)s_in_force_by_somebody",
            ),
        ]

    @classmethod
    def visible_to(cls, user):
        """The unit's own settings are read by those who propose or approve them."""
        if can(user, Permission.SETTING_PROPOSE) or can(user, Permission.SETTING_APPROVE):
            return cls._rows.all()
        return cls._rows.none()

    @property
    def what_it_says(self) -> str:
        """In a few words, for a list."""
        return self.reason

    def _put_forward(self, reason: str, **facts) -> None:
        self.reason, self.proposed_by, self.proposed_at = reason, self.act.by, self.act.at
        for name, value in facts.items():
            setattr(self, name, value)

    def _decide(self) -> None:
        self.decided_by, self.decided_at = self.act.by, self.act.at

    def take_effect(self) -> None:
        """Write what is in force into the ground's own table. Called once, on approval."""

    @step(
        "Approve",
        source=State.PROPOSED,
        target=State.IN_FORCE,
        permission=Permission.SETTING_APPROVE,
        other_than="proposed_by",
    )
    def approve(self):
        """In force from now on; nobody approves what they proposed themselves."""
        self._decide()
        self.take_effect()

    @step(
        "Refuse",
        source=State.PROPOSED,
        target=State.REFUSED,
        permission=Permission.SETTING_APPROVE,
        other_than="proposed_by",
    )
    def refuse(self, *, refused_because):
        self._decide()
        self.refused_because = refused_because

    @step(
        "Withdraw the proposal",
        source=State.PROPOSED,
        target=WITHDRAWN,
        permission=Permission.SETTING_PROPOSE,
    )
    def withdraw(self, *, reason):
        """What is in force is ended or replaced, never withdrawn."""
        Record.withdraw.__wrapped__(self, reason=reason)
