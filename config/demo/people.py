"""Who signs in to the demo: agencies, teams and people of Wexmoor. There is no such place, and no such people."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from cpu.deadlines import Unit
from cpu.models import Agency, AgencyKind, Discipline, Team, TeamKind, User
from cpu.roles import Role
from cpu.timescales import MINUTES
from unit.management.commands.bootstrap import first_two
from unit.models import (
    AbsenceNotice,
    Account,
    AgencyEntry,
    ClosingTime,
    InfantMark,
    LocalPolicy,
    LocalTimescale,
    Policy,
    RoleGrant,
    TeamEntry,
)
from workflow.perform import perform

AUTHORITY = "Wexmoor Children’s Services"

# key: (kind, name, telephone). The numbers are of the range that Ofcom keeps for drama.
AGENCIES = {
    "police": (AgencyKind.POLICE, "Wexmoor Police", "01632 960100"),
    "community": (AgencyKind.HEALTH, "Wexmoor Community Health Trust", "01632 960110"),
    "hospital": (AgencyKind.HEALTH, "Wexmoor General Hospital Trust", "01632 960120"),
    "surgery": (AgencyKind.HEALTH, "Tanner’s Yard Surgery", "01632 960130"),
    "primary": (AgencyKind.EDUCATION, "Larkfield Primary School", "01632 960140"),
    "high": (AgencyKind.EDUCATION, "Fallow Hill High School", "01632 960141"),
    "education": (AgencyKind.EDUCATION, "Wexmoor Education Safeguarding Service", "01632 960145"),
    "nursery": (AgencyKind.EARLY_YEARS, "Puddleduck Lane Nursery", "01632 960150"),
    "adult mental health": (
        AgencyKind.ADULT_MENTAL_HEALTH,
        "Wexmoor Adult Mental Health Service",
        "01632 960160",
    ),
    "domestic abuse": (AgencyKind.DOMESTIC_ABUSE, "Lantern Domestic Abuse Service", "01632 960165"),
    "substance misuse": (AgencyKind.SUBSTANCE_MISUSE, "Wexmoor Drug and Alcohol Service", "01632 960170"),
    "youth justice": (AgencyKind.YOUTH_JUSTICE, "Wexmoor Youth Justice Service", "01632 960175"),
    "probation": (AgencyKind.PROBATION, "Wexmoor Probation", "01632 960180"),
    "housing": (AgencyKind.HOUSING, "Wexmoor Homes", "01632 960185"),
    "voluntary": (AgencyKind.VOLUNTARY, "Wexmoor Young Carers", "01632 960190"),
    "nethercombe": (AgencyKind.OTHER_AUTHORITY, "Nethercombe Children’s Services", "01632 960195"),
    "legal": (AgencyKind.LEGAL, "Wexmoor Council Legal Services", "01632 960196"),
    "partnership": (AgencyKind.PARTNERSHIP, "Wexmoor Safeguarding Children Partnership", "01632 960198"),
}
# key: (kind, name). The first team of the unit is the one that an emergency comes to.
TEAMS = {
    "heath": (TeamKind.UNIT, "Child Protection Unit: Heath team"),
    "moor": (TeamKind.UNIT, "Child Protection Unit: Moor team"),
    "front door": (TeamKind.FRONT_DOOR, "Front Door"),
    "out of hours": (TeamKind.OUT_OF_HOURS, "Out of Hours"),
    "family help": (TeamKind.FAMILY_HELP, "Family Help: Larkfield"),
    "conferences": (TeamKind.CONFERENCES, "Conference Service"),
    "legal": (TeamKind.LEGAL, "Legal Services: children"),
}
SOCIAL_WORK, POLICE, HEALTH, EDUCATION, OTHER = (
    Discipline.SOCIAL_WORK,
    Discipline.POLICE,
    Discipline.HEALTH,
    Discipline.EDUCATION,
    Discipline.OTHER,
)


@dataclass(frozen=True)
class Colleague:
    """Somebody who signs in: one role, in one agency, in no, one or two teams."""

    name: str
    role: Role
    agency: str
    teams: tuple[str, ...] = ()
    discipline: Discipline = SOCIAL_WORK
    qualification: str = ""


SW = "Social work qualified, registered"
COLLEAGUES = {
    "marcus": Colleague("Marcus Adeyemi-Holt", Role.SERVICE_MANAGER, "", (), SOCIAL_WORK, SW),
    # The first of a role is the one whose name is printed for it.
    "rosalind": Colleague("Rosalind Keane", Role.TEAM_MANAGER, "", ("heath",), SOCIAL_WORK, SW),
    "tariq": Colleague("Tariq Bellamy", Role.TEAM_MANAGER, "", ("moor",), SOCIAL_WORK, SW),
    "fern": Colleague("Fern Castellane", Role.TEAM_MANAGER, "", ("front door",), SOCIAL_WORK, SW),
    "hazel": Colleague("Hazel Dimmock", Role.FRONT_DOOR_WORKER, "", ("front door",), SOCIAL_WORK, SW),
    "leo": Colleague("Leo Marchetti", Role.FRONT_DOOR_WORKER, "", ("front door",), SOCIAL_WORK, SW),
    "nadia": Colleague("Nadia Okonjo-Pell", Role.LEAD_PRACTITIONER, "", ("heath",), SOCIAL_WORK, SW),
    "callum": Colleague("Callum Verity", Role.LEAD_PRACTITIONER, "", ("moor",), SOCIAL_WORK, SW),
    "beth": Colleague("Beth Arrowsmith", Role.SOCIAL_WORKER, "", ("heath",), SOCIAL_WORK, SW),
    "samir": Colleague("Samir Dallow", Role.SOCIAL_WORKER, "", ("moor",), SOCIAL_WORK, SW),
    "owen": Colleague("Owen Tranter", Role.FAMILY_HELP_PRACTITIONER, "", ("family help",), OTHER),
    "gideon": Colleague("Gideon Frayne", Role.OUT_OF_HOURS_WORKER, "", ("out of hours",), SOCIAL_WORK, SW),
    "amara": Colleague(
        "DC Amara Stroud",
        Role.POLICE_OFFICER,
        "police",
        ("heath", "moor"),
        POLICE,
        "Specialist child abuse investigator",
    ),
    "moira": Colleague("DS Moira Kettle", Role.POLICE_SUPERVISOR, "police", ("heath", "moor"), POLICE),
    "ruth": Colleague(
        "Ruth Abara",
        Role.HEALTH_PRACTITIONER,
        "community",
        ("heath", "moor"),
        HEALTH,
        "Registered nurse, safeguarding children",
    ),
    "simeon": Colleague(
        "Dr Simeon Vance", Role.PAEDIATRICIAN, "hospital", (), HEALTH, "Consultant paediatrician"
    ),
    "delphine": Colleague("Delphine Moss", Role.EDUCATION_LEAD, "education", ("heath", "moor"), EDUCATION),
    "gwen": Colleague("Gwen Ashby", Role.AGENCY_PROFESSIONAL, "primary", (), EDUCATION),
    "tilly": Colleague("Tilly Broome", Role.AGENCY_PROFESSIONAL, "nursery", (), EDUCATION),
    "maeve": Colleague("Maeve Corrigan", Role.AGENCY_PROFESSIONAL, "surgery", (), HEALTH),
    "patience": Colleague("Patience Lindqvist", Role.CONFERENCE_CHAIR, "", ("conferences",), SOCIAL_WORK, SW),
    "dev": Colleague("Dev Parmar", Role.CONFERENCE_ADMINISTRATOR, "", ("conferences",), OTHER),
    "helena": Colleague("Helena Crake", Role.LEGAL_ADVISER, "legal", ("legal",), OTHER, "Solicitor"),
    "portal": Colleague("Wexmoor referral portal", Role.FRONT_DOOR_SYSTEM, "", (), OTHER),
}
ADMINISTRATOR = ("Jonas Ferrow", "jonas.ferrow@wexmoor.example")
HEAD = ("Ingrid Talbot-Osei", "ingrid.talbot-osei@wexmoor.example")


@dataclass
class Cast:
    """The unit as it stands once its people are there: agencies, teams and users by their keys."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    client: str = ""


def assemble(at: datetime) -> Cast:
    """Found the unit at `at`: the first two people directly, all else proposed by the one, approved by the other."""
    administrator, head = first_two(
        authority=AUTHORITY,
        telephone="01632 960200",
        administrator=ADMINISTRATOR,
        head=HEAD,
        from_on=at.date(),
    )

    def agree(proposal, **answers):
        proposed = perform(proposal.propose, by=administrator, at=at, reason="The unit is founded", **answers)
        return perform(proposed.approve, by=head, at=at)

    cast = Cast({"": Agency.objects.get(name=AUTHORITY)})
    for key, (kind, name, telephone) in AGENCIES.items():
        cast.agencies[key] = agree(AgencyEntry(), agency_kind=kind, name=name, telephone=telephone).agency
    for key, (team_kind, name) in TEAMS.items():
        cast.teams[key] = agree(TeamEntry(), agency=cast.agencies[""], team_kind=team_kind, name=name).team
    for number, (key, each) in enumerate(COLLEAGUES.items(), 201):
        telephone = "" if each.role == Role.FRONT_DOOR_SYSTEM else f"01632 960{number}"
        user = agree(Account(), email=email_of(each.name), name=each.name, telephone=telephone).user
        for team in each.teams or [None]:
            agree(
                RoleGrant(),
                user=user,
                agency=cast.agencies[each.agency],
                role=each.role,
                team=cast.teams[team] if team else None,
                from_on=at.date(),
                discipline=each.discipline,
                qualification=each.qualification,
            )
        cast.users[key] = User.objects.get(pk=user.pk)
    cast.users |= {"jonas": User.objects.get(pk=administrator.pk), "ingrid": User.objects.get(pk=head.pk)}
    agree(
        LocalPolicy(),
        policy=Policy.INFANT_MARK,
        value=InfantMark.ALWAYS_EXAMINED,
        from_on=at.date(),
        signed_by="The three safeguarding partners of Wexmoor, at their meeting",
    )
    agree(
        LocalPolicy(),
        policy=Policy.DOORSTEP,
        value="no",
        from_on=at.date(),
        signed_by="The three safeguarding partners of Wexmoor, at their meeting",
    )
    agree(ClosingTime(), closes_at=time(17, 0), from_on=at.date())
    return cast


def settle(cast: Cast, now: datetime) -> None:
    """What stands about the unit today: somebody is away, and a proposal waits for its second person."""
    today = timezone.localdate(now)
    perform(
        AbsenceNotice().record,
        by=cast.users["leo"],
        at=now - timedelta(days=3),
        from_on=today,
        until_on=today + timedelta(days=4),
        cover=cast.users["hazel"],
    )
    perform(
        LocalTimescale().propose,
        by=cast.users["jonas"],
        at=now - timedelta(days=2),
        code=MINUTES,
        number=15,
        unit_of_time=Unit.WORKING_DAYS.value,
        from_on=today + timedelta(days=14),
        reason="The partnership asked for minutes within three weeks",
    )


def email_of(name: str) -> str:
    """ "DC Amara Stroud" signs in as amara.stroud@wexmoor.example."""
    words = [word for word in name.split() if word not in ("DC", "DS", "Dr")]
    return f"{'.'.join(words).lower()}@wexmoor.example"


def one_of_each_role(cast: Cast) -> list[tuple[str, User]]:
    """(role as people call it, who has it) for each role that a person signs in with."""
    named = {
        **{role: key for key, role in reversed([(k, c.role) for k, c in COLLEAGUES.items()])},
        Role.UNIT_ADMINISTRATOR: "jonas",
        Role.HEAD_OF_SERVICE: "ingrid",
    }
    return [(str(role.label), cast.users[named[role]]) for role in Role if role != Role.FRONT_DOOR_SYSTEM]
