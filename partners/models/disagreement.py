"""Professional disagreement: raised on any decision by one act, answered level by level, closed by nobody alone."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cpu.calendars import london_day
from cpu.models import AuditEvent, Involvement, InvolvementRole, User
from cpu.roles import Permission, can
from cpu.timescales import ESCALATION, ESCALATION_REPLY
from partners import guards
from unit.models import LocalPolicy, Policy
from workflow.owes import Owes
from workflow.paired import who_and_when
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage, withdrawing
from workflow.step import WITHDRAWN, Start, step

# What runs while it is open: the manager's time to answer, then that of those who raised it to reply.
ENDED_BY = [ESCALATION, ESCALATION_REPLY]
# A dispute that cannot wait starts here, the same day.
FAST_LEVEL = 3


class Point(models.TextChoices):
    """What is disputed, where the system knows what follows."""

    THRESHOLD = "threshold", "Whether the threshold for enquiries is met"
    REFUSAL = "refusal", "That a strategy discussion was refused"
    OTHER = "other", "Another decision"


class Outcome(models.TextChoices):
    STANDS = "stands", "The decision stands"
    CHANGES = "changes", "The decision changes"
    AGREED = "agreed", "Agreed between those who disagreed"


class Disagreement(Stage):
    """One dispute about one decision. The decision stands meanwhile, unless it is suspended for safety."""

    kind, prefix, resource = "disagreement", "DG", "disagreements"
    ended = ("RESOLVED", WITHDRAWN)
    owes = (
        Owes(
            "Say how each child is safe until the disagreement is settled",
            Q(stage__state__in=["RAISED", "ANSWERED"], interim_safety=""),
            step="agree_interim_safety",
        ),
        Owes("Answer the disagreement at its level", Q(stage__state="RAISED"), step="answer"),
        Owes("Say that it is settled, or take it up a level", Q(stage__state="ANSWERED"), step="go_up"),
    )

    class State(models.TextChoices):
        RAISED = "RAISED", "Raised: waits for an answer"
        ANSWERED = "ANSWERED", "Answered: settled, or it goes up"
        RESOLVED = "RESOLVED", "Resolved"

    about = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="disagreements")
    point = models.CharField(max_length=12, choices=Point, verbose_name="what it is about")
    decision = models.TextField(verbose_name="the decision disputed")
    why = models.TextField(verbose_name="why it is disputed")
    raised_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="raised by"
    )
    raised_for = models.ForeignKey(
        "cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="for which agency"
    )
    raised_at = models.DateTimeField(verbose_name="raised")
    decided_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="who decided"
    )
    level = models.PositiveSmallIntegerField()
    levels = models.PositiveSmallIntegerField(verbose_name="levels there are")
    same_day = models.BooleanField(default=False, verbose_name="must be decided the same day")
    entered_at = models.DateTimeField(verbose_name="this level entered")
    suspended_at = models.DateTimeField(null=True, verbose_name="decision suspended for safety")
    suspended_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="suspended by"
    )
    suspended_because = models.TextField(blank=True, verbose_name="why suspended")
    resolved_at = models.DateTimeField(null=True, verbose_name="resolved")
    resolved_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="resolved by"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    resolution = models.TextField(blank=True, verbose_name="what was decided, and why")
    learning = models.TextField(blank=True, verbose_name="what is learnt from it")

    class Meta:
        constraints = [
            *who_and_when("resolved", of="disagreement"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=models.F("levels")),
                name="disagreement_at_a_level_that_exists",
                violation_error_message="There is no such level here.",
            ),
            models.CheckConstraint(
                condition=(Q(state="RESOLVED") & ~Q(outcome="") & Q(resolved_by__isnull=False))
                | (~Q(state="RESOLVED") & Q(outcome="")),
                name="resolved_disagreement_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at__isnull=True, suspended_by__isnull=True, suspended_because="")
                | (Q(suspended_at__isnull=False, suspended_by__isnull=False) & ~Q(suspended_because="")),
                name="decision_suspended_by_somebody_with_a_reason",
            ),
        ]

    # Who is in the dispute

    @classmethod
    def offered_to(cls, user):
        """To managers outside the dispute for their answer; to whoever raised it, once it is answered."""
        wrote = AuditEvent._rows.filter(subject_id=OuterRef("about"), actor_id=user.pk)
        answered = DisagreementAnswer._rows.filter(stage=OuterRef("pk"), answered_by=user)
        spoke = DisagreementView._rows.filter(stage=OuterRef("pk"), given_by=user)
        mine = Q(state=cls.State.ANSWERED, raised_by=user)
        if can(user, Permission.DISAGREEMENT_ANSWER):
            outside: Any = (
                Q(state=cls.State.RAISED)
                & ~Q(raised_by=user)
                & ~Q(decided_by=user)
                & ~Exists(wrote)
                & ~Exists(answered)
                & ~Exists(spoke)
            )
            mine = mine | outside
        return cls.visible_to(user).filter(mine), "Professional disagreement: it waits for you"

    @property
    def parties(self):
        """Whoever raised it, whoever acted in the record disputed, whoever answered it below: none closes it."""
        acted = AuditEvent._rows.filter(subject_id=self.about_id).values("actor_id")
        below = DisagreementAnswer._rows.filter(stage=self.pk).values("answered_by")
        sides = DisagreementView._rows.filter(stage=self.pk).values("given_by")
        named = [each for each in (self.raised_by_id, self.decided_by_id) if each]
        return User.objects.filter(Q(pk__in=named) | Q(pk__in=acted) | Q(pk__in=below) | Q(pk__in=sides))

    @property
    def who_answered(self):
        """By whom it was answered at any level: they do not say for the others that it is settled."""
        return User.objects.filter(
            pk__in=DisagreementAnswer._rows.filter(stage=self.pk).values("answered_by")
        )

    def nothing_for(self, user) -> set[str]:
        """Who is in the dispute answers and closes nothing; only the side that raised it says that it is settled."""
        found = super().nothing_for(user) | {"end_suspension" if self.suspended_at is None else "suspend"}
        if user in self.parties:
            found |= {"answer", "decide_it_changes", "decide_it_stands", "end_suspension", "withdraw"}
        if self.raised_on_the_side_of(user):
            found |= {"answer", "decide_it_stands"} if self.between_agencies else set()
        if user in self.who_answered or not self.may_call_it_settled(user):
            found.add("accept_answer")
        return found

    def raised_on_the_side_of(self, user) -> bool:
        return self.raised_for_id in user.agencies

    def may_call_it_settled(self, user) -> bool:
        return user.pk == self.raised_by_id or (user.is_manager and self.raised_on_the_side_of(user))

    @property
    def between_agencies(self) -> bool:
        """Raised for another agency than that of whoever decided."""
        if self.raised_for_id is None or self.decided_by is None:
            return False
        return self.raised_for_id not in self.decided_by.agencies

    @property
    def variant(self) -> str:
        return "same day" if self.same_day else f"level {self.level}"

    @property
    def reply_variant(self) -> str:
        return "same day" if self.same_day else ""

    @property
    def answered_at(self) -> datetime:
        return self.act.at

    # Raising it

    @step(
        "Raise a professional disagreement",
        source="",
        target=State.RAISED,
        permission=Permission.DISAGREE,
        starts={ESCALATION: Start("entered_at", variant="variant")},
    )
    def raise_disagreement(
        self,
        *,
        about,
        decision,
        why,
        children_of_it=(),
        point=Point.OTHER,
        agency=None,
        decided_by=None,
        level=None,
        unsafe=False,
        interim_safety="",
    ):
        """By anybody in the record, on any of its decisions; nothing stands in the way. The decision stands meanwhile.
        Where a child is in danger because of it, a manager outside the dispute decides that day."""
        rows = list(children_of_it) or _children_of(about, self.act.by)
        fast = bool(unsafe) or (
            point == Point.THRESHOLD and isinstance(about, Stage) and about.cannot_wait(rows)
        )
        self.decided_by = decided_by or _who_decided(about)
        self._raise(about, point, decision, why, self.act.by, agency, level, fast)
        cases = {row.case for row in rows if row.case_id} if rows else _case_itself(about)
        self.cover(*sorted(cases, key=lambda case: case.pk), **_safety(interim_safety, self.act))

    @step(
        "Raise a disagreement that another step calls for",
        source="",
        target=State.RAISED,
        permission=Permission.CONSEQUENCE,
        starts={ESCALATION: Start("entered_at", variant="variant")},
    )
    def follow(self, *, about, cases, point, decision, why, raised_by, fast=False):
        """From within the record disputed: a dissent there, or the challenge of a refusal."""
        self.decided_by = _who_decided(about)
        self._raise(about, point, decision, why, raised_by, None, None, fast)
        self.cover(*cases)

    def _raise(self, about, point, decision, why, raised_by, agency, level, fast) -> None:
        self.about, self.point, self.decision, self.why = about.subject, point or Point.OTHER, decision, why
        self.raised_by, self.raised_at, self.entered_at = raised_by, self.act.at, self.act.at
        self.raised_for = agency or _own_agency(raised_by)
        self.levels, self.same_day = _ground(about, self.act.at).levels, fast
        self.level = max(level or 1, FAST_LEVEL if fast else 1)
        self._refuse_no_such_level("/level")
        self._let_in_everybody(about)

    def _refuse_no_such_level(self, pointer: str) -> None:
        if not 1 <= self.level <= self.levels:
            raise BadInput(Reason(f"Here a disagreement has levels 1 to {self.levels}.", pointer=pointer))

    def _let_in_everybody(self, about) -> None:
        """Whoever was asked into the record disputed sees the dispute; so do whoever raised it and their agency."""
        mine = {("user", self.raised_by_id), ("agency", self.raised_for_id)}
        found = mine | _ground(about, self.act.at).asked_in
        self.add(
            *[
                Involvement(
                    record=self.subject,
                    role=InvolvementRole.INVITED,
                    from_at=self.act.at,
                    **{f"{name}_id": key},
                )
                for name, key in sorted(found, key=str)
                if key
            ]
        )

    # While it goes on

    @step(
        "Say how each child is safe meanwhile",
        source=(State.RAISED, State.ANSWERED),
        permission=Permission.DISAGREE,
        adds=True,
        each_child=("DISPUTED", None),
    )
    def agree_interim_safety(self, *, children, agreed_with):
        """The interim arrangement for each child, and with whom it was agreed."""
        for row in children:
            row.safety_agreed_with, row.safety_at = agreed_with, self.act.at

    @step(
        "Give your side's view",
        source=(State.RAISED, State.ANSWERED),
        permission=Permission.DISAGREE,
        adds=True,
    )
    def give_side(self, *, agency, words, said_by=""):
        """In that side's own words, kept as said."""
        self.add(
            DisagreementView(
                agency=agency,
                words=words,
                said_by=said_by or self.act.by.name,
                given_by=self.act.by,
                given_at=self.act.at,
            )
        )

    @step(
        "Answer at this level, as a manager outside the dispute",
        source=State.RAISED,
        target=State.ANSWERED,
        permission=Permission.DISAGREEMENT_ANSWER,
        other_than="parties",
        guards=[guards.not_the_side_that_raised_it],
        stops={ESCALATION: "answered_at"},
        starts={ESCALATION_REPLY: Start("answered_at", variant="reply_variant")},
    )
    def answer(self, *, words):
        """It is settled when those who raised it say so; else it goes up. An answer that nobody replies to does not
        settle it by itself."""
        self.add(
            DisagreementAnswer(
                level=self.level, words=words, answered_by=self.act.by, answered_at=self.act.at
            )
        )

    @step(
        "Take it up a level",
        source=(State.RAISED, State.ANSWERED),
        target=State.RAISED,
        permission=Permission.DISAGREE,
        stops=ENDED_BY,
        starts={ESCALATION: Start("entered_at", variant="variant")},
    )
    def go_up(self, *, reason, level=None, unsafe=False):
        """To the next level, or straight to the right one; each level's time counts from entering it."""
        was, self.same_day = self.level, self.same_day or bool(unsafe)
        self.level = max(level or was + 1, FAST_LEVEL if unsafe else 1)
        self.entered_at = self.act.at
        if self.level <= was and not (unsafe and self.level == was):
            raise BadInput(Reason(f"It is at level {was} now: choose a level above.", pointer="/level"))
        self._refuse_no_such_level("/level")

    @step(
        "Suspend the decision until it is settled",
        source=(State.RAISED, State.ANSWERED),
        permission=Permission.DISAGREEMENT_ANSWER,
        adds=True,
    )
    def suspend(self, *, reason):
        """Where a child is not safe under it. Recorded, and in force until a manager outside ends it."""
        self.suspended_at, self.suspended_by, self.suspended_because = self.act.at, self.act.by, reason

    @step(
        "End the suspension: the decision is in force again",
        source=(State.RAISED, State.ANSWERED),
        permission=Permission.DISAGREEMENT_ANSWER,
        other_than=("parties", "suspended_by"),
        guards=[guards.decision_is_suspended, guards.everyone_is_safe_meanwhile],
    )
    def end_suspension(self, *, reason):
        """By another manager than the one who suspended it; the history keeps both."""
        self.suspended_at, self.suspended_by, self.suspended_because = None, None, ""

    # Settling it

    @step(
        "Say that the answer settles it",
        source=State.ANSWERED,
        target=State.RESOLVED,
        permission=Permission.DISAGREE,
        other_than="who_answered",
        guards=[guards.raised_by_my_side, guards.nothing_is_suspended],
        stops=ENDED_BY,
    )
    def accept_answer(self, *, words, learning=""):
        """By whoever raised it, or a manager of that agency; the answer was another's: two sides close it."""
        self._resolve(Outcome.AGREED, words, learning)

    @step(
        "Decide as a manager outside the dispute: the decision changes",
        source=(State.RAISED, State.ANSWERED),
        target=State.RESOLVED,
        permission=Permission.DISAGREEMENT_ANSWER,
        other_than="parties",
        stops=ENDED_BY,
    )
    def decide_it_changes(self, *, words, learning=""):
        """At any level. What follows is done in the record itself, by its own step."""
        self._resolve(Outcome.CHANGES, words, learning)

    @step(
        "Decide as a manager outside the dispute: the decision stands",
        source=(State.RAISED, State.ANSWERED),
        target=State.RESOLVED,
        permission=Permission.DISAGREEMENT_ANSWER,
        other_than="parties",
        guards=[
            guards.at_the_highest_level_or_today,
            guards.not_the_side_that_raised_it,
            guards.everyone_is_safe_meanwhile,
            guards.nothing_is_suspended,
        ],
        stops=ENDED_BY,
    )
    def decide_it_stands(self, *, words, learning=""):
        """At the highest level, or where it cannot wait; below it is answered, and may go up."""
        self._resolve(Outcome.STANDS, words, learning)

    @step(
        "Settle a disagreement in the record that it is about",
        source=(State.RAISED, State.ANSWERED),
        target=State.RESOLVED,
        permission=Permission.CONSEQUENCE,
        stops=ENDED_BY,
    )
    def settle(self, *, outcome, words):
        """By the manager outside the room who decided there."""
        self._resolve(outcome, words, "")

    def _resolve(self, outcome, words, learning) -> None:
        self.resolved_at, self.resolved_by = self.act.at, self.act.by
        self.outcome, self.resolution, self.learning = outcome, words, learning

    withdraw = withdrawing(
        "Never a way round the answer: not by the manager whose decision is disputed, nor by any other side.",
        guards=[guards.nothing_is_suspended],
        other_than=("opened_by", "parties"),
    )


class DisagreementChild(ChildRow):
    """One child whom the disputed decision is about, and how the child is safe meanwhile."""

    class State(models.TextChoices):
        DISPUTED = "DISPUTED", "In dispute"

    stage = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="children")
    interim_safety = models.TextField(blank=True, verbose_name="how the child is safe meanwhile")
    safety_agreed_with = models.CharField(max_length=300, blank=True, verbose_name="agreed with")
    safety_at = models.DateTimeField(null=True, verbose_name="safety arrangement made")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "case"],
                name="child_once_in_a_disagreement",
                violation_error_message="This child is part of the disagreement already.",
            )
        ]


class DisagreementView(Detail):
    """One side's view of the dispute, in its own words."""

    stage = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="sides")
    agency = models.ForeignKey("cpu.Agency", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    given_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]


class DisagreementAnswer(Detail):
    """What a manager outside the dispute answered at one level."""

    stage = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField()
    words = models.TextField()
    answered_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]


class _Ground:
    """What every dispute about one record takes from it, read once, however many a step raises: the levels there are
    (areas have three to five, a dated local decision; five where none is signed), and who was asked into it."""

    def __init__(self, about, at: datetime) -> None:
        (self.levels,) = LocalPolicy.numbers(Policy.DISAGREEMENT_LEVELS, on=london_day(at))
        lines = Involvement.in_force(at).filter(record=about.pk).values("user", "team", "agency")
        self.asked_in: set[tuple[str, Any]] = {pair for line in lines for pair in line.items()}


def _ground(about, at: datetime) -> _Ground:
    if "_ground_of_disputes" not in vars(about):
        vars(about)["_ground_of_disputes"] = _Ground(about, at)
    return vars(about)["_ground_of_disputes"]


def _own_agency(user):
    return next((each.agency for each in user.memberships_in_force()), None)


def _children_of(about, by) -> list:
    """The children of the record disputed whom this person sees there."""
    if not isinstance(about, Stage):
        return []
    models.prefetch_related_objects([about], about.rows_to_read())
    return about.rows_visible_to(by)


def _case_itself(about) -> set:
    return {about} if about.kind == "case" else set()


def _safety(interim_safety: str, act) -> dict[str, Any]:
    return {"interim_safety": interim_safety, "safety_at": act.at} if interim_safety else {}


def _who_decided(about) -> User | None:
    """Who took the last deciding step of the record disputed, or chaired it."""
    if chair := getattr(about, "chair", None):
        return chair
    adding = [name for name, declared in about.steps().items() if declared.adds]
    last = AuditEvent.of(about).exclude(step__in=adding).last()
    return User.objects.filter(pk=last.actor_id).first() if last else None


def disagreements_of(record) -> models.QuerySet[Disagreement]:
    """Every disagreement about a decision of this record, the withdrawn ones left out, oldest first."""
    return Disagreement._rows.filter(about=record.pk).exclude(state=WITHDRAWN).order_by("pk")
