"""Person: a child born or not yet, an adult, or somebody whose name is not yet known."""

from django.db import models
from django.db.models import Q

from cpu.models import Involvement
from cpu.roles import Permission, can
from workflow.record import Record
from workflow.step import step


class Person(Record):
    """One human being, once. A placeholder ("baby, flat 3") becomes the person later, in the same record."""

    kind, prefix, resource = "person", "P", "people"
    lock_order = 1

    class State(models.TextChoices):
        UNBORN = "UNBORN", "Unborn"
        LIVING = "LIVING", "Living"
        DIED = "DIED", "Died"

    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    placeholder = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    expected_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(date_of_birth__isnull=True) | Q(expected_on__isnull=True) | ~Q(state="UNBORN"),
                name="unborn_has_no_date_of_birth",
                violation_error_message="An unborn child has an expected date, not a date of birth.",
            ),
            models.CheckConstraint(
                condition=~Q(given_name="", family_name="", placeholder=""),
                name="person_is_called_something",
                violation_error_message="Give a name, or say who is meant (“baby, flat 3, name unknown”).",
            ),
        ]

    @property
    def known_as(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.placeholder

    @classmethod
    def visible_to(cls, user):
        """Through a case one works with, and the people around that child."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE) or can(user, Permission.SEE_REFERRALS):
            return cls._rows.all()
        return cls._rows.filter(cases__in=Involvement.of_user(user).filter(case__isnull=False).values("case"))

    @step("Record a person", source="", target=State.LIVING, permission=Permission.PERSON_RECORD)
    def record(self, *, given_name="", family_name="", placeholder="", date_of_birth=None):
        self.given_name, self.family_name = given_name, family_name
        self.placeholder, self.date_of_birth = placeholder, date_of_birth

    @step("Record a person named elsewhere", source="", target=State.LIVING, permission=Permission.CONSEQUENCE)
    def come_to_notice(self, *, placeholder="", date_of_birth=None):
        """Identity never holds up protection: "baby, flat 3, name unknown" becomes the person later, in this record."""
        self.placeholder, self.date_of_birth = placeholder, date_of_birth
