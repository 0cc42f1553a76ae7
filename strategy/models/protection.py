"""Emergency protection: police protection as the fact it is, and the duties that begin with it."""

from django.db import models
from django.db.models import Q

from cpu.models import Involvement, InvolvementRole, Team, TeamKind
from cpu.roles import Permission
from cpu.timescales import POLICE_PROTECTION
from people.models import Case, Person
from strategy import guards
from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage
from workflow.step import ANY, WITHDRAWN, step


class ProtectionEnded(models.TextChoices):
    RELEASED = "released", "Released: the officer found no further reason"
    ORDER = "order", "A court made an order"
    SECTION_20 = "section-20", "Accommodated with agreement, section 20"
    RAN_OUT = "ran-out", "The 72 hours ended"
    OTHER_FORCE = "other-force", "Handed to another force or authority"


class TellWhom(models.TextChoices):
    CHILD = "child", "The child"
    PARENTS = "parents", "Parents, and everyone else with parental responsibility"
    AUTHORITY_FOUND = "authority-found", "The authority where the child was found"
    AUTHORITY_LIVES = "authority-lives", "The authority where the child ordinarily lives"


class EmergencyProtection(Stage):
    """Police protection (section 46) of one or several children. Recorded as it happened, also late."""

    kind, prefix, resource = "emergency-protection", "EP", "emergency-protections"
    correctable = ("officer", "designated_officer")

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    reason = models.TextField()
    officer = models.CharField(max_length=200)
    designated_officer = models.CharField(max_length=200, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    @step(
        "Record police protection",
        source="",
        target=State.OPEN,
        permission=Permission.PROTECT,
        starts={POLICE_PROTECTION: "taken_at"},
        opens=("Person.come_to_notice", "Case.open", "StrategyDiscussion.owe"),
    )
    def record_police_protection(
        self,
        *,
        taken_at,
        reason,
        officer,
        held_where,
        cases=(),
        unnamed="",
        designated_officer="",
        police_reference="",
        team=None,
    ):
        """In a minute, by anyone on duty, for children known or not (one a line: "baby, flat 3, name
        unknown").

        The section 47 duty opens with it: a strategy discussion is owed at once.
        """
        self.reason, self.officer, self.designated_officer = reason, officer, designated_officer
        self.police_reference, self.recorded_by = police_reference, self.act.by
        team = team or Team.objects.filter(kind=TeamKind.UNIT).order_by("pk").first() or self._own_team()
        children = [*cases, *self._taken_up(unnamed, team)]
        self._refuse_impossible(children)
        self.cover(*children, taken_at=taken_at, held_where=held_where)
        self._let_in(team, children)
        self._owe_discussion(children, team)

    def _own_team(self) -> Team | None:
        """Where no unit is set up yet, the team of whoever recorded it holds the child."""
        return Team.objects.filter(pk__in=self.act.by.teams).order_by("pk").first()

    def _taken_up(self, unnamed, team) -> list[Case]:
        """A case for each child whom nobody can name yet."""
        described = [line.strip() for line in unnamed.splitlines() if line.strip()]
        people = [self.consequence(Person().come_to_notice, placeholder=words) for words in described]
        return [
            self.consequence(Case().open, child=each, referred_at=self.act.at, team=team) for each in people
        ]

    def _refuse_impossible(self, children) -> None:
        if not children:
            raise BadInput(Reason("Name the child, or say who is meant.", pointer="/unnamed"))
        if any(case.child.state == Person.State.UNBORN for case in children):
            raise BadInput(
                Reason(
                    "There is no police protection before birth: make a birth response plan.",
                    pointer="/cases",
                )
            )

    def _let_in(self, team, children) -> None:
        """The unit's team holds it from now on; whoever recorded it follows it."""
        self.add(
            Involvement(
                record=self.subject, user=self.act.by, role=InvolvementRole.INVITED, from_at=self.act.at
            )
        )
        self.add(Involvement(record=self.subject, team=team, role=InvolvementRole.TEAM, from_at=self.act.at))
        for case in children:
            if not Involvement.in_force(self.act.at).filter(case=case, team=team).exists():
                self.add(Involvement(case=case, team=team, role=InvolvementRole.TEAM, from_at=self.act.at))

    def _owe_discussion(self, children, team) -> None:
        """One discussion owed is enough: a child who waits for one already is not put into a second."""
        waiting = StrategyDiscussionChild._rows.filter(
            case__in=children, stage__state__in=["REQUESTED", "CONVENED"]
        )
        waited = set(waiting.exclude(state="WITHDRAWN").values_list("case", flat=True))
        if owing := [case for case in children if case.pk not in waited]:
            self.discussion = self.consequence(
                StrategyDiscussion().owe, cases=owing, team=team, reason=f"Police protection: {self.reason}"
            )

    @step("Record who was told", source=ANY, permission=Permission.PROTECT, adds=True)
    def record_told(self, *, children, whom, happened_at=None, by_whom="", not_told_because=""):
        """The child, the parents, both authorities: told when and by whom, or why not."""
        for row in children:
            self.add(
                ToldOfProtection(
                    case=row.case,
                    whom=whom,
                    at=happened_at,
                    by_whom=by_whom,
                    not_told_because=not_told_because,
                    written_by=self.act.by,
                )
            )

    @step(
        "Record that the protection ended",
        source=State.OPEN,
        permission=Permission.PROTECT,
        each_child=("PROTECTED", "ENDED"),
        guards=[guards.something_protects_now],
        stops={POLICE_PROTECTION: "ended_at"},
    )
    def end_protection(self, *, children, ended_at):
        """For each child: how it ended, and what protects the child now. After 72 hours it stays owed until
        this stands."""
        for row in children:
            row.ended_at, row.ended_by = ended_at, self.act.by

    @step(
        "Close",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.ENQUIRY_WORK,
        guards=[guards.protection_has_ended, guards.everyone_was_told],
    )
    def close(self):
        self.closed_at = self.act.at

    @step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than="opened_by",
        guards=[guards.nobody_is_protected_by_it],
    )
    def withdraw(self, *, reason):
        """Never a way round saying what protects the child now."""
        Stage.withdraw.__wrapped__(self, reason=reason)


class EmergencyProtectionChild(ChildRow):
    """One child in police protection: since when, where, until when, and what protects the child then."""

    class State(models.TextChoices):
        PROTECTED = "PROTECTED", "In police protection"
        ENDED = "ENDED", "Police protection ended"

    stage = models.ForeignKey(EmergencyProtection, on_delete=models.PROTECT, related_name="children")
    taken_at = models.DateTimeField()
    held_where = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    how_ended = models.CharField(max_length=12, choices=ProtectionEnded, blank=True)
    protects_now = models.TextField(blank=True)

    ended = ("ENDED", WITHDRAWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="PROTECTED"),
                name="one_police_protection_at_a_time",
                violation_error_message="This child is in police protection already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_at__isnull=False) & ~Q(how_ended="") & ~Q(protects_now="")),
                name="ended_protection_says_what_protects_now",
                violation_error_message="Say how the protection ended, and what protects the child now.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("taken_at")),
                name="protection_ends_after_it_began",
                violation_error_message="The protection cannot end before it began.",
            ),
        ]

    def not_yet_told(self) -> list[str]:
        told = {each.whom for each in self.stage.toldofprotection_rows.all() if each.case_id == self.case_id}
        return [str(whom.label) for whom in TellWhom if whom not in told]


class ToldOfProtection(Detail):
    """Who was told of the protection of one child, when and by whom; or why not."""

    stage = models.ForeignKey(EmergencyProtection, on_delete=models.PROTECT, related_name="%(class)s_rows")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    whom = models.CharField(max_length=16, choices=TellWhom)
    at = models.DateTimeField(null=True)
    by_whom = models.CharField(max_length=200, blank=True)
    not_told_because = models.TextField(blank=True)
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(at__isnull=False) & ~Q(by_whom="") & Q(not_told_because=""))
                | (Q(at__isnull=True) & ~Q(not_told_because="")),
                name="told_when_and_by_whom_or_why_not",
                violation_error_message="Say when and by whom they were told; or why not.",
            )
        ]
