"""Who belongs to the unit: agencies, teams, accounts, and what each person is from when until when."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from cpu.models import Absence, Agency, AgencyKind, Discipline, Membership, Team, TeamKind, User
from cpu.roles import Permission, Role, can
from unit.models.proposal import Proposal
from workflow.record import Record
from workflow.refusals import BadInput, NotAllowed, Reason
from workflow.step import WITHDRAWN, step

PROPOSED, IN_FORCE = Proposal.State.PROPOSED, Proposal.State.IN_FORCE


class UntilEnded(models.TextChoices):
    """What is granted to somebody also ends."""

    PROPOSED = "PROPOSED", "Proposed"
    IN_FORCE = "IN_FORCE", "In force"
    REFUSED = "REFUSED", "Refused"
    ENDED = "ENDED", "Ended"


class AgencyEntry(Proposal):
    """An agency that the unit works with."""

    kind, prefix, resource = "agency-entry", "AG", "agency-entries"

    agency_kind = models.CharField(max_length=24, choices=AgencyKind)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    agency = models.OneToOneField(Agency, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def what_it_says(self) -> str:
        return f"{self.name}, {self.get_agency_kind_display().lower()}"

    @step("Propose an agency", source="", target=PROPOSED, permission=Permission.SETTING_PROPOSE)
    def propose(self, *, agency_kind, name, reason, telephone=""):
        self._put_forward(reason, agency_kind=agency_kind, name=name, telephone=telephone)
        if Agency.objects.filter(name__iexact=name).exists():
            raise BadInput(Reason("There is an agency of this name already.", pointer="/name"))

    def take_effect(self) -> None:
        self.agency = Agency.objects.create(kind=self.agency_kind, name=self.name, telephone=self.telephone)


class TeamEntry(Proposal):
    """A team of one agency."""

    kind, prefix, resource = "team-entry", "TE", "team-entries"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team_kind = models.CharField(max_length=24, choices=TeamKind)
    name = models.CharField(max_length=200)
    team = models.OneToOneField(Team, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def what_it_says(self) -> str:
        return f"{self.name}, {self.agency}"

    @step("Propose a team", source="", target=PROPOSED, permission=Permission.SETTING_PROPOSE)
    def propose(self, *, agency, team_kind, name, reason):
        self._put_forward(reason, agency=agency, team_kind=team_kind, name=name)
        if Team.objects.filter(agency=agency, name__iexact=name).exists():
            raise BadInput(Reason("This agency has a team of this name already.", pointer="/name"))

    def take_effect(self) -> None:
        self.team = Team.objects.create(agency=self.agency, kind=self.team_kind, name=self.name)


class Account(Proposal):
    """Somebody's way to sign in. It lets nobody do anything: what a person is comes by a role grant."""

    kind, prefix, resource = "account", "AC", "accounts"
    State = UntilEnded  # type: ignore[assignment]  # one state more

    email = models.EmailField()
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def what_it_says(self) -> str:
        return f"{self.name}, {self.email}"

    @step("Propose an account", source="", target=PROPOSED, permission=Permission.SETTING_PROPOSE)
    def propose(self, *, email, name, reason, telephone=""):
        self._put_forward(reason, email=email, name=name, telephone=telephone)
        if User.objects.filter(email__iexact=email).exists():
            raise BadInput(Reason("There is an account with this e-mail address already.", pointer="/email"))

    def take_effect(self) -> None:
        self.user = User.objects.create_user(self.email, self.name, telephone=self.telephone)

    @step(
        "Close the account", source=IN_FORCE, target=UntilEnded.ENDED, permission=Permission.SETTING_PROPOSE
    )
    def close(self, *, because):
        """At once, by one person: taking away is safe. Whatever the person was ends with it."""
        User.objects.filter(pk__in=[self.user_id]).update(is_active=False)


class RoleGrant(Proposal):
    """What somebody is here: a role in an agency (and team), with discipline, from when until when."""

    kind, prefix, resource = "role-grant", "RG", "role-grants"
    State = UntilEnded  # type: ignore[assignment]  # one state more

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=Role)
    discipline = models.CharField(max_length=16, choices=Discipline, default=Discipline.OTHER)
    qualification = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    membership = models.OneToOneField(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="role_ends_after_it_starts",
                violation_error_message="A role cannot end before it starts.",
            ),
        ]

    @property
    def what_it_says(self) -> str:
        return f"{self.user}: {self.get_role_display().lower()}, {self.team or self.agency}"

    @step("Propose a role", source="", target=PROPOSED, permission=Permission.SETTING_PROPOSE)
    def propose(
        self,
        *,
        user,
        agency,
        role,
        from_on,
        reason,
        team=None,
        discipline=Discipline.OTHER,
        qualification="",
        until_on=None,
    ):
        self._put_forward(
            reason,
            user=user,
            agency=agency,
            team=team,
            role=role,
            discipline=discipline,
            qualification=qualification,
            from_on=from_on,
            until_on=until_on,
        )
        if until_on and until_on < from_on:
            raise BadInput(Reason("A role cannot end before it starts.", pointer="/until_on"))

    @step(
        "Approve",
        source=PROPOSED,
        target=IN_FORCE,
        permission=Permission.SETTING_APPROVE,
        other_than=("proposed_by", "user"),
    )
    def approve(self):
        """Neither by whoever proposed it nor by whoever is to have it."""
        self._decide()
        self.take_effect()

    def take_effect(self) -> None:
        self.membership = Membership.objects.create(
            user=self.user,
            agency=self.agency,
            team=self.team,
            role=self.role,
            discipline=self.discipline,
            qualification=self.qualification,
            from_on=self.from_on,
            until_on=self.until_on,
        )

    @step("Set the last day of the role", source=IN_FORCE, permission=Permission.SETTING_PROPOSE)
    def end(self, *, until_on, because):
        """By one person: taking away is safe. At midnight after that day the permission is gone."""
        if until_on < self.from_on:
            raise BadInput(Reason("A role cannot end before it starts.", pointer="/until_on"))
        if self.until_on and until_on > self.until_on:
            raise BadInput(Reason("To go on longer, propose the role again.", pointer="/until_on"))
        self._last_day(until_on)

    @step(
        "End the role at once",
        source=IN_FORCE,
        target=UntilEnded.ENDED,
        permission=Permission.SETTING_PROPOSE,
    )
    def end_now(self, *, because):
        """Somebody who leaves, or must not see another page."""
        yesterday = timezone.localdate(self.act.at) - timedelta(days=1)
        self._last_day(min(yesterday, self.until_on or yesterday))

    def _last_day(self, day) -> None:
        # A role that never began keeps no day at all: it began and ended before today.
        self.from_on, self.until_on = min(self.from_on, day), day
        held = Membership.objects.filter(pk__in=[self.membership_id])
        held.update(from_on=self.from_on, until_on=self.until_on)


class AbsenceNotice(Record):
    """Somebody is away, and who stands in: what is due is said to the stand-in before a manager hears."""

    kind, prefix, resource = "absence-notice", "AN", "absence-notices"

    class State(models.TextChoices):
        RECORDED = "RECORDED", "Recorded"
        ENDED = "ENDED", "Back"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cover = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    absence = models.OneToOneField(Absence, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="absence_notice_ends_after_it_starts",
                violation_error_message="An absence cannot end before it starts.",
            )
        ]

    @property
    def what_it_says(self) -> str:
        cover = f", {self.cover} stands in" if self.cover else ", nobody stands in"
        return f"{self.user} until {self.until_on:%d %B %Y}{cover}"

    @classmethod
    def visible_to(cls, user):
        """One's own, and all of them for those who see to the unit."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SETTING_PROPOSE):
            return cls._rows.all()
        return cls._rows.filter(models.Q(user=user) | models.Q(cover=user))

    @step("Record that somebody is away", source="", target=State.RECORDED, permission=Permission.NOTE)
    def record(self, *, from_on, until_on, user=None, cover=None):
        """For oneself, or by a manager for somebody else. Nobody stands in for themselves."""
        self.user, self.cover, self.from_on, self.until_on = user or self.act.by, cover, from_on, until_on
        if self.user != self.act.by and not can(self.act.by, Permission.SETTING_PROPOSE):
            raise NotAllowed("Somebody else's absence is recorded by a manager.")
        if until_on < from_on:
            raise BadInput(Reason("An absence cannot end before it starts.", pointer="/until_on"))
        if cover == self.user:
            raise BadInput(Reason("Somebody else has to stand in.", pointer="/cover"))
        self.absence = Absence.objects.create(user=self.user, cover=cover, from_on=from_on, until_on=until_on)

    @step(
        "Record that somebody is back", source=State.RECORDED, target=State.ENDED, permission=Permission.NOTE
    )
    def end(self, *, last_day):
        """The last day away, if it is another than was said."""
        if not self.from_on <= last_day <= self.until_on:
            raise BadInput(Reason("Give a day of this absence.", pointer="/last_day"))
        self.until_on = last_day
        Absence.objects.filter(pk__in=[self.absence_id]).update(until_on=last_day)

    @step("Withdraw: entered in error", source=State.RECORDED, target=WITHDRAWN, permission=Permission.NOTE)
    def withdraw(self, *, reason):
        """Nobody was away: nothing goes to the stand-in."""
        Record.withdraw.__wrapped__(self, reason=reason)
        before = timezone.localdate(self.act.at) - timedelta(days=1)
        Absence.objects.filter(pk__in=[self.absence_id]).update(from_on=before, until_on=before)
