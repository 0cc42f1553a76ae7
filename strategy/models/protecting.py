"""What police protection and a court's order share: protection first, and the duties that begin with it."""

from typing import Any

from django.db import models
from django.db.models import Q

from cpu.models import Involvement, InvolvementRole, Team, TeamKind
from cpu.roles import Permission
from people.models import Case, Person
from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage
from workflow.step import ANY, step


class TellWhom(models.TextChoices):
    CHILD = "child", "The child"
    PARENTS = "parents", "Parents, and everyone else with parental responsibility"
    AUTHORITY_FOUND = "authority-found", "The authority where the child was found"
    AUTHORITY_LIVES = "authority-lives", "The authority where the child ordinarily lives"


class Protecting(Stage):
    """Recorded as it happened, also late, by whoever is on duty, for children known or not."""

    # The rows that say who was told.
    told_of: Any
    why_not_before_birth = ""
    discussion: Any

    class Meta:
        abstract = True

    def told_rows(self):
        return getattr(self, f"{self.told_of._meta.model_name}_rows")

    def to_tell(self) -> list[TellWhom]:
        """Who is to be told, for each child."""
        return list(TellWhom)

    def _unit(self, team) -> Team | None:
        """The unit named, else the unit; where none is set up yet, the team of whoever recorded it."""
        mine = Team.objects.filter(pk__in=self.act.by.teams)
        return team or Team.objects.filter(kind=TeamKind.UNIT).order_by("pk").first() or mine.first()

    def _children(self, cases, references, unnamed, team) -> list[Case]:
        """Those known, those known by their number alone, and a case for each whom nobody can name yet; none before
        birth."""
        known = list(dict.fromkeys([*cases, *self._numbered(references)]))
        children = [*known, *self._taken_up(unnamed, team)]
        if not children:
            raise BadInput(Reason("Name the child, or say who is meant.", pointer="/unnamed"))
        if Person._rows.filter(cases__in=children, state=Person.State.UNBORN).exists():
            raise BadInput(Reason(self.why_not_before_birth, pointer="/cases"))
        return children

    def _numbered(self, references) -> list[Case]:
        """The open cases of these numbers, the case's or the child's, locked as if they had been chosen: for whoever
        works with none of these children otherwise. It opens this record to them, and not the case."""
        if not references:
            return []
        by_number = Q(subject__reference__in=references) | Q(child__subject__reference__in=references)
        found = Case._rows.filter(by_number, state=Case.State.OPEN).order_by("pk")
        cases = list(
            found.select_related("subject", "child__subject").select_for_update(no_key=True, of=("self",))
        )
        unknown = set(references).difference(*({each.reference, each.child.reference} for each in cases))
        if unknown:
            says = f"No open case has the number {', '.join(sorted(unknown))}. Look at it again, or name the child."
            raise BadInput(Reason(says, pointer="/references"))
        return cases

    def _taken_up(self, unnamed, team) -> list[Case]:
        described = [line.strip() for line in unnamed.splitlines() if line.strip()]
        people = [self.consequence(Person().come_to_notice, placeholder=words) for words in described]
        return [
            self.consequence(Case().open, child=each, referred_at=self.act.at, team=team) for each in people
        ]

    def _let_in(self, teams, children) -> None:
        """The unit's team (the first) holds it from now on; whoever recorded it follows it."""
        self.add(
            Involvement(
                record=self.subject, user=self.act.by, role=InvolvementRole.INVITED, from_at=self.act.at
            ),
            *[
                Involvement(record=self.subject, team=each, role=InvolvementRole.TEAM, from_at=self.act.at)
                for each in teams
            ],
        )
        held = Involvement.in_force(self.act.at).filter(case__in=children, team=teams[0])
        known = set(held.values_list("case", flat=True))
        self.add(
            *[
                Involvement(case=case, team=teams[0], role=InvolvementRole.TEAM, from_at=self.act.at)
                for case in children
                if case.pk not in known
            ]
        )

    def _owe_discussion(self, children, team, reason) -> None:
        """One discussion owed is enough: a child who waits for one already is not put into a second."""
        waiting = StrategyDiscussionChild._rows.filter(
            case__in=children, stage__state__in=["REQUESTED", "CONVENED"]
        )
        waited = set(waiting.exclude(state="WITHDRAWN").values_list("case", flat=True))
        if owing := [case for case in children if case.pk not in waited]:
            self.discussion = self.consequence(
                StrategyDiscussion().owe, cases=owing, team=team, reason=reason
            )

    @step("Record who was told", source=ANY, permission=Permission.PROTECT, adds=True)
    def record_told(self, *, children, whom, happened_at=None, by_whom="", not_told_because=""):
        """The child, the parents, both authorities: told when and by whom, or why not."""
        self.add(
            *[
                self.told_of(
                    case=row.case,
                    whom=whom,
                    at=happened_at,
                    by_whom=by_whom,
                    not_told_because=not_told_because,
                    written_by=self.act.by,
                )
                for row in children
            ]
        )


class ProtectedChild(ChildRow):
    """One child who is protected: until when, and what protects the child then."""

    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    protects_now = models.TextField(blank=True)

    class Meta:
        abstract = True

    def not_yet_told(self) -> list[str]:
        told = {each.whom for each in self.stage.told_rows().all() if each.case_id == self.case_id}
        return [str(whom.label) for whom in self.stage.to_tell() if whom not in told]


class Told(Detail):
    """Who was told of the protection of one child, when and by whom; or why not."""

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    whom = models.CharField(max_length=16, choices=TellWhom)
    at = models.DateTimeField(null=True)
    by_whom = models.CharField(max_length=200, blank=True)
    not_told_because = models.TextField(blank=True)
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def told_when_or_why_not(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(Q(at__isnull=False) & ~Q(by_whom="") & Q(not_told_because=""))
        | (Q(at__isnull=True) & ~Q(not_told_because="")),
        name=name,
        violation_error_message="Say when and by whom they were told; or why not.",
    )
