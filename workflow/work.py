"""The work of the unit: every child's row in every kind of stage, read as one table.

The lists and the child's page ask the same of all kinds: whose it is, what is owed, when it meets. What each kind
answers is read off its declarations here, once.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Func, Q, Value, When
from django.db.models.functions import Cast

from cpu.models import Involvement, Subject, User
from cpu.roles import Permission, can
from workflow.document import stages
from workflow.owes import Owes, owed_in
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import WITHDRAWN
from workflow.tables import APART, Read, together

NUMBERS = ArrayField(models.IntegerField())


@cache
def every_owes() -> list[tuple[type[Stage], Owes]]:
    """All that can be owed in any kind of stage; `Work.owes` gives the places in this list."""
    return [(model, each) for model in stages() for each in owed_in(model)]


def _statement() -> models.QuerySet:
    return together([_rows_of(model) for model in stages()])


def _over(model: type[Stage]) -> Q:
    return Q(stage__state__in=model.ended) | Q(state=WITHDRAWN)


def _rows_of(model: type[Stage]) -> models.QuerySet:
    danger = Q(stage__state__in=model.danger_in) | Q(state__in=model.danger_in)
    owes = [
        Choice(When(each.when, then=Value(number)))
        for number, (kind, each) in enumerate(every_owes())
        if kind is model
    ]
    meets: Any = Value(None)
    if model.meets_at:
        meets = Choice(When(stage__state__in=model.meeting_called, then=F(f"stage__{model.meets_at}")))
    hand: Any = F(model.from_row(model.in_hand_of[0])) if model.in_hand_of else Value(None)
    said_how = "how" in {each.name for each in model._meta.concrete_fields}
    return (
        model.child_row()
        ._rows.order_by()
        .values_list(
            F("pk"),
            Value(model.kind, models.TextField()),
            F("stage_id"),
            Cast("stage__state", models.TextField()),
            F("case_id"),
            Cast("state", models.TextField()),
            _holds(_over(model)),
            _holds(Q(state__in=model.child_row().ended)),
            Func(
                *owes, template="array_remove(ARRAY[%(expressions)s]::integer[], NULL)", output_field=NUMBERS
            )
            if owes
            else Cast(Value([], NUMBERS), NUMBERS),
            _holds(danger) if model.danger_in else Value(False),
            Cast(meets, models.DateTimeField()),
            _holds(Q(stage__state__in=model.meeting_asked)) if model.meeting_asked else Value(False),
            Cast("stage__how", models.TextField()) if said_how else Value("", models.TextField()),
            Cast(hand, models.BigIntegerField()),
        )
    )


def _holds(condition: Q) -> Choice:
    return Choice(When(condition, then=Value(True)), default=Value(False))


class Work(models.Model):
    """One child's row in one record. `key` is unique within a kind alone."""

    key = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    stage = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, related_name="+")
    state = models.TextField()
    case = models.BigIntegerField(null=True, db_column="case_id")
    row_state = models.TextField()
    # The record has ended, or this row was withdrawn; nothing more is owed to this child there.
    over = models.BooleanField()
    row_over = models.BooleanField()
    owes = NUMBERS.clone()
    danger = models.BooleanField()
    # Only of a meeting that is called.
    meets_at = models.DateTimeField(null=True)
    meeting_asked = models.BooleanField()
    how = models.TextField()
    # The first of those who have it in hand, who chairs where it meets.
    hand = models.ForeignKey(User, on_delete=models.DO_NOTHING, null=True, related_name="+")

    _rows: Any = Read(_statement)

    class Meta:
        apps, app_label, db_table, managed = APART, "workflow", "work", False

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Covers(models.Model):
    """Which record covers which child: of `Work` as much as a list asks of it that only wants to know whose it is.

    Of the children's tables alone: what is said in few words is planned in a quarter of the time.
    """

    key = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    stage = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, related_name="+")
    case = models.BigIntegerField(null=True, db_column="case_id")

    _rows: Any = Read(
        lambda: together(
            [
                model.child_row()
                ._rows.order_by()
                .values_list("pk", Value(model.kind, models.TextField()), "stage_id", "case_id")
                for model in stages()
            ]
        )
    )

    class Meta:
        apps, app_label, db_table, managed = APART, "workflow", "covers", False

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class InHand(models.Model):
    """Who has which record in hand, as long as it is open for one of its children."""

    stage = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    hand = models.ForeignKey(User, on_delete=models.DO_NOTHING, null=True, related_name="+")

    _rows: Any = Read(
        lambda: together(
            [
                model.child_row()
                ._rows.order_by()
                .exclude(_over(model))
                .values_list("stage_id", Cast(model.from_row(name), models.BigIntegerField()))
                for model in stages()
                for name in model.in_hand_of
            ]
        )
    )

    class Meta:
        apps, app_label, db_table, managed = APART, "workflow", "in_hand", False

    def __str__(self) -> str:
        return str(self.pk)


def seen(user: Any, kinds: Iterable[type[Record]], key: str) -> Q:
    """Rows whose record (`key`, a foreign key to its subject) is of one of these kinds and visible to this person.

    The kinds that keep to the rule of every stage are asked together; each other one by its own `visible_to`.
    """
    kinds = list(kinds)
    common = [each for each in kinds if issubclass(each, Stage) and each.keeps_to_the_rule()]
    found = Q(pk__in=[])
    if common and user.is_authenticated:
        names = [each.kind for each in common]
        if can(user, Permission.SEE_EVERY_CASE):
            found |= Q(**{f"{key}__kind__in": names})
        else:
            mine = Involvement.of_user(user)
            covering = Covers._rows.filter(
                kind__in=names, case__among=mine.filter(case__isnull=False).values("case")
            )
            found |= Q(**{f"{key}__among": covering.values("stage")})
            found |= Q(**{f"{key}__among": mine.filter(record__kind__in=names).values("record")})
    for model in kinds:
        if model not in common:
            found |= Q(**{f"{key}__in": model.visible_to(user).select_related(None).order_by().values("pk")})
    return found
