"""Agencies, their teams, the people who sign in, and what each is here, from when until when."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from cpu.models.subjects import opaque
from cpu.roles import Permission, Role, grants


class AgencyKind(models.TextChoices):
    SOCIAL_CARE = "social-care", "Children's social care"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    EARLY_YEARS = "early-years", "Early years"
    ADULT_MENTAL_HEALTH = "adult-mental-health", "Adult mental health"
    DOMESTIC_ABUSE = "domestic-abuse", "Domestic abuse service"
    SUBSTANCE_MISUSE = "substance-misuse", "Substance misuse service"
    YOUTH_JUSTICE = "youth-justice", "Youth justice"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER_AUTHORITY = "other-authority", "Other local authority"
    LEGAL = "legal", "Legal"
    PARTNERSHIP = "partnership", "Safeguarding partnership"


class Agency(models.Model):
    """A body that holds or is asked for information about a child."""

    resource = "agencies"

    kind = models.CharField(max_length=24, choices=AgencyKind)
    name = models.CharField(max_length=200, unique=True)
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    FRONT_DOOR = "front-door", "Front door"
    UNIT = "unit", "Child protection unit"
    FAMILY_HELP = "family-help", "Family help"
    OUT_OF_HOURS = "out-of-hours", "Out of hours"
    CONFERENCES = "conferences", "Conference service"
    LEGAL = "legal", "Legal services"


class Team(models.Model):
    """A team of one agency; a unit's team has members lent by several."""

    resource = "teams"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=24, choices=TeamKind)
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **extra) -> "User":
        user = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in, or the service that a front door's token acts as."""

    resource = "colleagues"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once")]

    def __str__(self) -> str:
        return self.name

    def memberships_in_force(self) -> list["Membership"]:
        """What this person is today; read once per request."""
        if not hasattr(self, "_in_force"):
            self._in_force = list(Membership.in_force().filter(user=self).select_related("agency", "team"))
        return self._in_force

    def holds(self, permission: Permission) -> bool:
        if not hasattr(self, "_granted"):
            self._granted = frozenset().union(*(grants(each.role) for each in self.memberships_in_force()))
        return permission in self._granted

    def membership_for(self, permission: Permission | None) -> "Membership | None":
        """The membership under which a permission is used: it goes into the audit as agency and role."""
        held = self.memberships_in_force()
        return next((each for each in held if permission in grants(each.role)), held[0] if held else None)

    @property
    def is_manager(self) -> bool:
        return self.holds(Permission.MANAGE)

    @property
    def agencies(self) -> set[int]:
        return {each.agency_id for each in self.memberships_in_force()}

    @property
    def teams(self) -> set[int]:
        return {each.team_id for each in self.memberships_in_force() if each.team_id}


class Discipline(models.TextChoices):
    SOCIAL_WORK = "social-work", "Social work"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    OTHER = "other", "Other"


class Membership(models.Model):
    """Who is what, in which agency and team, from when until when: the table that `can` reads."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=32, choices=Role)
    discipline = models.CharField(max_length=16, choices=Discipline, default=Discipline.OTHER)
    qualification = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="A membership cannot end before it starts.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency}"

    @classmethod
    def in_force(cls, on: date | None = None) -> models.QuerySet["Membership"]:
        on = on or timezone.localdate()
        return cls.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
