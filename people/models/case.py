"""Case: one child's episode of involvement, the census's CINdetails."""

from django.db import models
from django.db.models import Q

from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission, can
from workflow.record import Record
from workflow.step import step


class Case(Record):
    """From a referral until it is closed with a reason; one open at a time for a child."""

    kind, prefix, resource = "case", "C", "cases"
    lock_order = 2

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    referred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(state="OPEN"),
                name="one_open_case_per_child",
                violation_error_message="A case is already open for this child: attach the referral to it.",
            )
        ]

    @classmethod
    def visible_to(cls, user):
        """Cases that one works with, by name, team or agency."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE):
            return cls._rows.all()
        return cls._rows.filter(pk__in=Involvement.of_user(user).filter(case__isnull=False).values("case"))

    def covered_cases(self):
        return [self.pk] if self.pk else []

    @step("Open a case", source="", target=State.OPEN, permission=Permission.CONSEQUENCE)
    def open(self, *, child, referred_at, team):
        """The team that opens the case holds it until it is allocated."""
        self.child, self.referred_at = child, referred_at
        self.add(Involvement(case=self, team=team, role=InvolvementRole.TEAM, from_at=self.act.at))
