"""A small unit for tests: agencies, a team, one person of each role. All invented."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from cpu.models import Agency, AgencyKind, Discipline, Membership, Team, TeamKind, User
from cpu.roles import Role
from people.models import Case, Person
from workflow.perform import Act, _take, perform

LONDON = ZoneInfo("Europe/London")
LONG_AGO = date(2020, 1, 1)


def at(text: str) -> datetime:
    """A moment in London: at("2027-04-30 10:00")."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@dataclass
class Unit:
    """Agencies by kind, teams by kind, and people made when first asked for."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def agency(self, kind: str) -> Agency:
        if kind not in self.agencies:
            self.agencies[kind] = Agency.objects.create(kind=kind, name=f"Wexmoor {AgencyKind(kind).label}")
        return self.agencies[kind]

    def team(self, kind: str) -> Team:
        if kind not in self.teams:
            self.teams[kind] = Team.objects.create(
                agency=self.agency(AgencyKind.SOCIAL_CARE), kind=kind, name=f"Wexmoor {TeamKind(kind).label}"
            )
        return self.teams[kind]

    def user(
        self, role: str, *, agency: str = AgencyKind.SOCIAL_CARE, team: str | None = TeamKind.UNIT, name=""
    ) -> User:
        key = f"{name or role}"
        if key not in self.people:
            user = User.objects.create_user(
                f"{key.lower().replace(' ', '.')}@wexmoor.example",
                name or Role(role).label,
                "not a real password 1",
            )
            Membership.objects.create(
                user=user,
                agency=self.agency(agency),
                team=self.team(team) if team else None,
                role=role,
                discipline=Discipline.SOCIAL_WORK if agency == AgencyKind.SOCIAL_CARE else Discipline.OTHER,
                from_on=LONG_AGO,
            )
            self.people[key] = user
        return self.people[key]

    def child(self, name: str, *, at: datetime, family_name: str = "Harcastle", **facts) -> Person:
        return perform(
            Person().record, by=self.manager, at=at, given_name=name, family_name=family_name, **facts
        )

    def case(self, child: Person, *, at: datetime, team: Team | None = None) -> Case:
        """An open case, as the legal consequence of a step above would open it."""
        declared = Case.steps()["open"]
        answers = {"child": child, "referred_at": at, "team": team or self.team(TeamKind.UNIT)}
        with transaction.atomic():
            return _take(Case(), declared, Act(self.manager, at, declared), answers)

    @property
    def front_door(self) -> User:
        return self.user(Role.FRONT_DOOR_WORKER, team=TeamKind.FRONT_DOOR)

    @property
    def manager(self) -> User:
        return self.user(Role.TEAM_MANAGER)

    @property
    def service_manager(self) -> User:
        return self.user(Role.SERVICE_MANAGER)

    @property
    def practitioner(self) -> User:
        return self.user(Role.LEAD_PRACTITIONER)

    @property
    def police(self) -> User:
        return self.user(Role.POLICE_OFFICER, agency=AgencyKind.POLICE)

    @property
    def health(self) -> User:
        return self.user(Role.HEALTH_PRACTITIONER, agency=AgencyKind.HEALTH)

    @property
    def school(self) -> User:
        return self.user(
            Role.AGENCY_PROFESSIONAL, agency=AgencyKind.EDUCATION, team=None, name="Sarah Lindqvist"
        )

    @property
    def out_of_hours(self) -> User:
        return self.user(Role.OUT_OF_HOURS_WORKER, team=TeamKind.OUT_OF_HOURS)
