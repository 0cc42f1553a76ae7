"""Stage: a record with a row for each child it covers, and each row with its own state and facts."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.functional import cached_property

from cpu.models import Involvement, InvolvementRole, opaque
from cpu.roles import Permission, can
from workflow import clocks, events
from workflow.guard import Guard
from workflow.models import EventAnswer
from workflow.notes import NotedPerChild
from workflow.owes import Owes
from workflow.record import Detail, Record
from workflow.refusals import WrongState
from workflow.state import StateField
from workflow.step import ANY, WITHDRAWN, Declared, step


class ChildRow(Detail):
    """One child in one stage. The stage covers a case if and only if it has this row."""

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    state = StateField()
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)

    # States in which nothing more is owed to this child here; a closed stage owes nothing whatever its rows say.
    ended: tuple[str, ...] = (WITHDRAWN,)
    State: Any
    # Set where a step asks: whether it could be taken for this child.
    may_be_chosen: bool

    class Meta:
        abstract = True

    @property
    def child_name(self) -> str:
        return self.case.child.known_as if self.case_id else "Child not yet identified"

    @property
    def state_label(self) -> str:
        return "Withdrawn" if self.state == WITHDRAWN else str(self.State(self.state).label)

    def moves_to(self, state: str) -> None:
        field: Any = self._meta.get_field("state")
        field.set_state(self, state)


class Seeing:
    """Which of some stages somebody was asked into, and with which of their children they work: one statement, once it
    is asked.
    """

    def __init__(self, user, stages: list["Stage"]) -> None:
        self.user, self.stages = user, stages

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        cases = {row.case_id for each in self.stages for row in each.children.all()}
        lines = Involvement.of_user(self.user).filter(
            models.Q(record__in=[each.pk for each in self.stages]) | models.Q(case__in=cases)
        )
        return list(lines.values_list("record", "case"))

    @cached_property
    def records(self) -> set[int]:
        return {record for record, _ in self._lines}

    @cached_property
    def cases(self) -> set[int]:
        return {case for _, case in self._lines}


def withdrawing(
    meaning: str, *, guards: Sequence[Guard] = (), other_than: str | Sequence[str] = "opened_by"
) -> Any:
    """The step `withdraw` of a kind of stage: what it means there, in a sentence, and what stands in its way."""

    def withdraw(self, *, reason):
        for row in self.child_rows():
            row.moves_to(WITHDRAWN)
        clocks.undo(self, self.act.at)

    withdraw.__doc__ = meaning
    return step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than=other_than,
        guards=guards,
    )(withdraw)


class Stage(NotedPerChild, Record):
    """A stage of the pathway. Its class of child rows has the foreign key `stage`, related name `children`."""

    # A stage that is a meeting: the field of the moment it is called for, and the states in which it is asked for
    # and in which it is called.
    meets_at = ""
    meeting_asked: tuple[str, ...] = ()
    meeting_called: tuple[str, ...] = ()
    # Who has it in hand, and so on their own My work: fields of the record, else of a child's row, that name a
    # cpu.User: ("chair",), ("plan__doctor",), ("lead_practitioner",). The record's first one chairs where it meets.
    in_hand_of: tuple[str, ...] = ()
    # States of the record or of a child's row in which it is a danger by itself and stands on top of every list:
    # ("MISSING",).
    danger_in: tuple[str, ...] = ()
    # What is to be done that has no clock of its own, as My work and the page of the child show it. Left out, the
    # next step in each state is read off the steps; declared, all of it stands here.
    owes: tuple[Owes, ...] = ()
    # Whom one reader may see here: read once for a record, and for a list for all of its records at once.
    seeing: "Seeing | None" = None
    # States in which the stage is over: a case closes only when each of its stages is.
    ended: tuple[str, ...] = ("CLOSED", "REFUSED", WITHDRAWN)
    # Event in a child's life to what this stage asks then, in place of the common sentence of `workflow.events`.
    asks_at: dict[str, str] = {}
    # The related manager of the rows.
    children: Any

    class Meta:
        abstract = True

    @classmethod
    def child_row(cls) -> Any:
        return cls._meta.get_field("children").related_model

    @classmethod
    def from_row(cls, name: str) -> str:
        """A field of the record, or on from it, as a child's row reaches it; a field of the row is its own."""
        of_record = {each.name for each in cls._meta.get_fields()}
        return f"stage__{name}" if name.partition("__")[0] in of_record else name

    @classmethod
    def rows_to_read(cls) -> models.Prefetch:
        """The children's rows with all that names a child, in one statement, for `prefetch_related`."""
        rows = cls.child_row()._rows.select_related("case__subject", "case__child__subject").order_by("pk")
        return models.Prefetch("children", rows)

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
            models.Q(pk__in=rows.values("stage"))
            | models.Q(pk__in=mine.filter(record__isnull=False).values("record"))
        )

    @classmethod
    def keeps_to_the_rule(cls) -> bool:
        """Whether `visible_to` is that of every stage, so that several kinds may be asked together."""
        return cls.visible_to.__func__ is Stage.visible_to.__func__  # type: ignore[attr-defined]

    def rows_visible_to(self, user) -> list[ChildRow]:
        """A sibling whose case I may not see is not shown, and cannot be named, unless I was asked into this stage."""
        rows = self.child_rows()
        if can(user, Permission.SEE_EVERY_CASE):
            return rows
        if self.seeing is None or self.seeing.user != user:
            self.seeing = Seeing(user, [self])
        if self.pk in self.seeing.records:
            return rows
        return [row for row in rows if row.case_id is None or row.case_id in self.seeing.cases]

    def child_rows(self) -> list[ChildRow]:
        """The children's rows; within a step read once, under the lock, and those that join are among them."""
        return sorted(self.children.all(), key=lambda row: row.pk)

    def has_no_rows_yet(self) -> None:
        rows = self.children.all()
        rows._result_cache = []
        self._prefetched_objects_cache = {"children": rows}

    def covered_cases(self):
        return self.child_row()._rows.filter(stage=self.pk, case__isnull=False).values("case")

    def eligible(self, declared: Declared) -> list[ChildRow]:
        rows = self.child_rows()
        if not declared.child_sources:
            return [row for row in rows if row.state != WITHDRAWN]
        return [row for row in rows if row.state in declared.child_sources]

    def cover(self, *cases, **facts) -> list[ChildRow]:
        """Give each case its row in this stage."""
        return self.cover_each(*[{"case": case, **facts} for case in cases])

    def add_child(self, **facts) -> ChildRow:
        return self.cover_each(facts)[0]

    def cover_each(self, *each_facts: dict) -> list[ChildRow]:
        """A row for each child, with the facts about it, in the first state of the row."""
        rows = [self.child_row()(**facts) for facts in each_facts]
        for row in rows:
            row.moves_to(next(iter(row.State)))
        self.add(*rows)
        prefetched = getattr(self, "_prefetched_objects_cache", {})
        if "children" in prefetched:
            prefetched["children"]._result_cache.extend(rows)
        return rows

    def _bring_in(self, cases, team) -> None:
        """From now on the unit's team works with these children."""
        held = Involvement.in_force(self.act.at).filter(case__in=cases, team=team)
        known = set(held.values_list("case", flat=True))
        self.add(
            *[
                Involvement(case=case, team=team, role=InvolvementRole.TEAM, from_at=self.act.at)
                for case in cases
                if case.pk not in known
            ]
        )

    withdraw = withdrawing(
        "Kept and marked, out of the story; each child's row is withdrawn with it. Its clocks are superseded, and "
        "those that it had stopped run on."
    )

    def cannot_wait(self, rows) -> bool:
        """Whether a dispute about the threshold for these children is decided that very day."""
        return False

    # When something happens in a child's life

    def prompts(self, now, rows=None) -> list[events.Prompt]:
        """What this stage, as long as it is open for a child, has not answered yet."""
        rows = self.child_rows() if rows is None else rows
        going_on = [row for row in rows if row.case_id and row.state not in row.ended]
        if self.state in self.ended or not going_on:
            return []
        return events.prompts(
            [
                events.Covered(self.pk, type(self), self.reference, row.case_id, row.child_name)
                for row in going_on
            ],
            now,
        )

    @step(
        "Say what follows from what happened to the child", source=ANY, permission=Permission.NOTE, adds=True
    )
    def answer_event(self, *, children, event, words):
        """A birth, a death, a move: what is decided here because of it. Nothing closes or ends by itself."""
        asked = [each for each in self.prompts(self.act.at, children) if each.occurrence.event == event]
        if not asked:
            raise WrongState("Nothing of this kind waits for an answer for the children chosen.")
        self.add(
            *[
                EventAnswer(
                    record=self.subject,
                    case_id=each.where.case_id,
                    event=event,
                    occasion=each.occurrence.occasion,
                    words=words,
                    answered_by=self.act.by,
                    answered_at=self.act.at,
                )
                for each in asked
            ]
        )
