"""What protects: flags that say what to do, conditions that keep somebody away. Nothing lapses by itself."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from cpu.timescales import PROTECTIVE_CONDITION
from people.models.choices import ConditionKind, FlagKind
from people.models.own import OwnEntries
from workflow.record import Detail
from workflow.step import ANY, Start, Stop, step


class Flag(Detail):
    """What whoever opens the record must do. Past its review it stays in force and shouts."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=20, choices=FlagKind)
    what_to_do = models.TextField()
    source = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="flag_ended_by_somebody_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what_to_do}"


class ProtectiveCondition(Detail):
    """Bail, an order, a licence: whom it protects, from whom, what it says, until when.

    It ends when it ends; what protects the child from then on is asked, loudly, until somebody has said it.
    """

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=32, choices=ConditionKind)
    against = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="conditions_against")
    what = models.TextField()
    reference = models.CharField(max_length=100, blank=True)
    from_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    varied_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)
    protects_now = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("from_at")),
                name="condition_expires_after_it_starts",
                violation_error_message="A condition cannot expire before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="condition_ended_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, protects_now="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(protects_now="")),
                name="what_protects_now_said_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    def protects(self, at: datetime) -> bool:
        """In force at this moment."""
        over = self.ended_at or self.expires_at
        return self.from_at <= at and (over is None or at < over)

    @property
    def over_at(self) -> datetime | None:
        """When it is, or will be, over: its own end, or what ended it before."""
        return min([each for each in (self.ended_at, self.expires_at) if each], default=None)

    def asks(self, at: datetime) -> bool:
        """Over, and nobody has said since what protects the child now."""
        over = self.over_at
        return over is not None and over <= at and self.answered_when_over is None

    # What the clock reads

    @property
    def answered_when_over(self) -> datetime | None:
        """An answer given while it still stood does not count: it is asked again when it is over."""
        over = self.over_at
        return self.answered_at if over and self.answered_at and self.answered_at >= over else None

    @property
    def asks_since(self) -> datetime | None:
        """Ended before its time, and nobody has said what protects since."""
        return self.over_at if self.ended_at and self.answered_when_over is None else None


class Protected(OwnEntries):
    """Steps about flags, and the conditions that protect a person from somebody."""

    class Meta:
        abstract = True

    @step("Raise a flag", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def raise_flag(self, *, kind, what_to_do, source, review_on):
        """What whoever opens this record must do, who says so, and when that is looked at again."""
        self._enter(
            Flag,
            kind=kind,
            what_to_do=what_to_do,
            source=source,
            review_on=review_on,
            raised_at=self.act.at,
            raised_by=self.act.by,
        )

    @step("Review a flag: it goes on", source=ANY, permission=Permission.PERSON_RECORD)
    def review_flag(self, *, flag, what_to_do, review_on):
        self._standing(flag, "/flag")
        flag.what_to_do, flag.review_on = what_to_do, review_on
        self.keep(flag)

    @step("End a flag", source=ANY, permission=Permission.PERSON_PROTECT)
    def end_flag(self, *, flag, reason):
        self._end(self._standing(flag, "/flag"), reason)

    @step(
        "Record a condition that protects",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        adds=True,
        starts={PROTECTIVE_CONDITION: Start("from_at", given="expires_at")},
    )
    def record_condition(self, *, kind, against, what, from_at, expires_at=None, reference=""):
        """Bail, an order, a licence: whom this person is protected from, and until when."""
        self._enter(
            ProtectiveCondition,
            kind=kind,
            against=against,
            what=what,
            reference=reference,
            from_at=from_at,
            expires_at=expires_at,
        )

    @step(
        "Record that a condition was extended or changed",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        stops={PROTECTIVE_CONDITION: Stop("varied_at", how="not_needed")},
        starts={PROTECTIVE_CONDITION: Start("from_at", given="expires_at")},
    )
    def vary_condition(self, *, condition, what, expires_at=None, reference=""):
        """Bail extended to six or nine months, an order varied: copied from the paper."""
        self._standing(condition, "/condition")
        condition.what, condition.expires_at, condition.varied_at = what, expires_at, self.act.at
        condition.reference = reference or condition.reference
        self.keep(condition)

    @step(
        "Record that a condition was ended",
        source=ANY,
        permission=Permission.PERSON_PROTECT,
        stops={PROTECTIVE_CONDITION: "answered_when_over"},
        starts={PROTECTIVE_CONDITION: Start("from_at", given="asks_since")},
    )
    def end_condition(self, *, condition, reason, protects_now=""):
        """Discharged or lifted before its time. Until somebody says what protects the child now, it is late."""
        self._standing(condition, "/condition")
        if protects_now:
            self._answer(condition, protects_now)
        self._end(condition, reason)

    @step(
        "Say what protects the child now",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        adds=True,
        stops={PROTECTIVE_CONDITION: "answered_when_over"},
    )
    def say_what_protects(self, *, condition, words):
        """The answer owed when bail, an order or a licence is over."""
        self._answer(self._own(condition, "/condition"), words)
        self.keep(condition)

    def _answer(self, condition, words: str) -> None:
        condition.protects_now, condition.answered_at, condition.answered_by = words, self.act.at, self.act.by
