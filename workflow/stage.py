"""Stage: a record with a row for each child it covers, and each row with its own state and facts."""

from django.db import models
from django_fsm import FSMField

from cpu.models import Involvement, opaque
from cpu.roles import Permission, can
from workflow.notes import NotedPerChild
from workflow.record import Detail, Record
from workflow.step import ANY, WITHDRAWN, Declared, step


class ChildRow(Detail):
    """One child in one stage. The stage covers a case if and only if it has this row."""

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    state = FSMField(default="", protected=True, max_length=24)
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)

    # States in which nothing more is owed to this child here; a closed stage owes nothing whatever its rows say.
    ended: tuple[str, ...] = (WITHDRAWN,)

    class Meta:
        abstract = True

    @property
    def child_name(self) -> str:
        return self.case.child.known_as if self.case_id else "Child not yet identified"

    @property
    def state_label(self) -> str:
        return "Withdrawn" if self.state == WITHDRAWN else str(self.State(self.state).label)

    def moves_to(self, state: str) -> None:
        self._meta.get_field("state").set_state(self, state)


class Stage(NotedPerChild, Record):
    """A stage of the pathway. Its class of child rows has the foreign key `stage`, related name `children`."""

    # States in which the stage is over: a case closes only when each of its stages is.
    ended: tuple[str, ...] = ("CLOSED", "REFUSED", WITHDRAWN)

    class Meta:
        abstract = True

    @classmethod
    def child_row(cls) -> type[ChildRow]:
        return cls._meta.get_field("children").related_model

    @classmethod
    def rows_of(cls, case) -> models.QuerySet:
        """This child's rows in every stage of this kind, the withdrawn ones left out."""
        rows = cls.child_row()._rows.filter(case=case)
        return rows.exclude(state=WITHDRAWN).exclude(stage__state=WITHDRAWN)

    @classmethod
    def visible_to(cls, user) -> models.QuerySet:
        """Through a child one works with, or by having been asked into this record."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE):
            return cls._rows.all()
        mine = Involvement.of_user(user)
        rows = cls.child_row()._rows.filter(case__in=mine.filter(case__isnull=False).values("case"))
        return cls._rows.filter(
            models.Q(pk__in=rows.values("stage")) | models.Q(pk__in=mine.filter(record__isnull=False).values("record"))
        )

    def rows_visible_to(self, user) -> list[ChildRow]:
        """A sibling whose case I may not see is not shown, and cannot be named, unless I was asked into this stage."""
        rows = list(self.children.all())
        if can(user, Permission.SEE_EVERY_CASE):
            return rows
        mine = Involvement.of_user(user)
        if mine.filter(record=self.pk).exists():
            return rows
        cases = set(mine.filter(case__in=[row.case_id for row in rows]).values_list("case", flat=True))
        return [row for row in rows if row.case_id is None or row.case_id in cases]

    def covered_cases(self):
        return self.child_row()._rows.filter(stage=self.pk, case__isnull=False).values("case")

    def eligible(self, declared: Declared) -> list[ChildRow]:
        rows = list(self.children.all())
        if not declared.child_sources:
            return [row for row in rows if row.state != WITHDRAWN]
        return [row for row in rows if row.state in declared.child_sources]

    def cover(self, *cases, **facts) -> list[ChildRow]:
        """Give each case its row in this stage."""
        return [self.add_child(case=case, **facts) for case in cases]

    def add_child(self, **facts) -> ChildRow:
        row = self.child_row()(**facts)
        row.moves_to(next(iter(row.State)))
        return self.add(row)

    @step("Withdraw: entered in error, or on the wrong child", source=ANY, target=WITHDRAWN, permission=Permission.WITHDRAW)
    def withdraw(self, *, reason):
        """Kept and marked, out of the story; its clocks are superseded, and each child's row is withdrawn with it."""
        for row in self.children.all():
            row.moves_to(WITHDRAWN)
            row.save()
        Record.withdraw.__wrapped__(self, reason=reason)
