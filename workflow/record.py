"""Record: a thing with a state, a version and steps. Every write in the system is a step of one."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from cpu.calendars import london_day
from cpu.models import AuditEvent, Subject
from cpu.roles import Permission, can
from workflow import clocks
from workflow.owes import Asked
from workflow.refusals import BadInput, NotAllowed, Reason
from workflow.rows import write
from workflow.state import StateField
from workflow.step import ANY, WITHDRAWN, Declared, step


def _correcting(opens: Iterable[str] = ()) -> Any:
    """The step `correct` of one kind of record, with the consequences that it has there."""

    @step("Correct an entry", source=ANY, permission=Permission.CORRECT, opens=tuple(opens))
    def correct(self, *, field, value, reason):
        """Old and new value are kept, with the reason; clocks that stood on it are counted anew."""
        self._corrected(field, value)

    return correct


class RecordManager(models.Manager):
    """`_rows`: doors never use it; they ask `visible_to(user)` or give a reason to `unscoped`."""

    def get_queryset(self):
        return super().get_queryset().select_related("subject")


class Detail(models.Model):
    """A row that belongs to a record and is written only within a step of it."""

    belongs_to: str | tuple[str, ...] = "stage_id"
    stage: Any

    _rows = models.Manager()

    class Meta:
        abstract = True


class Record(models.Model):
    """State, version and steps. `kind` is the law's noun, `prefix` starts its reference, `resource` its address."""

    kind = ""
    prefix = ""
    resource = ""
    correctable: tuple[str, ...] = ()
    # Entry of this record to entries ("Model.field") of records opened in law from it that hold the same event: a
    # correction is carried to them as its legal consequence. Each such model is made with `FollowsCorrections`.
    carried: Mapping[str, tuple[str, ...]] = {}
    # Persons, then cases: locked in this order before the record when an answer names them.
    lock_order: int | None = None

    # Whoever works with its children may open it.
    open_with_its_cases = True

    # What somebody asks a second person to decide. That a step is possible is no request.
    asked_by: tuple[Asked, ...] = (Asked("proposed_by"), Asked("end_proposed_by", "its end is proposed"))

    subject = models.OneToOneField(Subject, primary_key=True, on_delete=models.PROTECT, related_name="+")
    state = StateField()
    version = models.PositiveIntegerField(default=0)

    _rows = RecordManager()
    act: Any = None
    State: Any

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "carried" in vars(cls):
            moved = {name.partition(".")[0] for names in cls.carried.values() for name in names}
            opens = [f"{name}.follow_correction" for name in sorted(moved)]
            cls.correct = _correcting(opens)

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def noun(cls) -> str:
        """The kind as people say it: "Strategy discussion", "ABE interview", "Pre-proceedings"."""
        return cls.kind.replace("-", " ").capitalize().replace("Abe ", "ABE ").replace("Pre p", "Pre-p")

    @property
    def reference(self) -> str:
        return self.subject.reference

    @property
    def state_label(self) -> str:
        return "Withdrawn" if self.state == WITHDRAWN else str(self.State(self.state).label)

    # Who may know that it exists

    @classmethod
    def visible_to(cls, user) -> models.QuerySet:
        """The single way to a queryset for a door. Closed unless a class says who may see it."""
        return cls._rows.none()

    @classmethod
    def unscoped(cls, reason: str) -> models.QuerySet:
        """Every row, for a sweep or a count that answers to no person; the reason stands where it is called."""
        return cls._rows.all()

    @classmethod
    def offered_to(cls, user) -> tuple[models.QuerySet, str] | None:
        """Records that wait for this very person's answer, and what is asked; None where this kind asks nobody so."""
        return None

    # Steps

    @classmethod
    @cache
    def steps(cls) -> dict[str, Declared]:
        """Every step by name, in the order in which the class declares them, inherited ones last."""
        found = {}
        for owner in cls.__mro__:
            for name, value in vars(owner).items():
                if (declared := getattr(value, "declared", None)) and name not in found:
                    found[name] = declared
        return found

    def covered_cases(self) -> models.QuerySet | list[int]:
        """Cases that a step on this record locks, as keys or a queryset of keys."""
        return []

    def shown_in_case(self) -> int | None:
        """Key of the case in which a clock of this record's own rows is shown and owned; a stage has its children's."""
        return None

    def child_rows(self) -> list:
        return []

    def who_owes(self) -> dict[str, str]:
        """Of clocks that rows other than a child's owe: how the clock names the row, to whom people know it by."""
        return {}

    def has_no_rows_yet(self) -> None:
        """Told to a record that is being opened: what it has is what this step adds."""

    @classmethod
    def opened_together(cls, records: list) -> None:
        """Told once of all the records that one act has opened and stored: what follows for them in one statement."""

    def eligible(self, declared: Declared) -> list:
        return []

    def unmet(self, name: str, rows: Iterable | None = None) -> list[Reason]:
        """All that stands in the way of a step, for the children given or all it could be taken for."""
        declared = self.steps()[name]
        rows = list(rows) if rows is not None else self.eligible(declared)
        found = []
        for each in declared.guards:
            subjects: list[tuple[Any, ...]] = [(self, row) for row in rows] if each.each_child else [(self,)]
            for subject in subjects:
                if says := each.unmet(*subject):
                    row = subject[1] if each.each_child else None
                    found.append(
                        Reason(
                            says,
                            guard=each.name,
                            child=row.reference if row else "",
                            child_name=row.child_name if row else "",
                            may_explain=each.explain,
                            mend=each.mend,
                        )
                    )
        return found

    def nothing_for(self, user) -> set[str]:
        """Names of steps that could now only be refused: no action to end where none is open, no offer to answer."""
        return set()

    def steps_open_to(self, user) -> list[Declared]:
        """The steps that this person could take now, were every guard met."""
        nothing = self.nothing_for(user)
        return [
            each
            for each in self.steps().values()
            if each.permission != Permission.CONSEQUENCE
            and each.name not in nothing
            and each.possible_from(self.state)
            and can(user, each.permission)
            and (not (each.takes_children and each.child_sources) or self.eligible(each))
            and (each.name != "correct" or self.to_correct())
        ]

    @property
    def opened_by_id(self) -> int | None:
        """Who opened it: nobody withdraws alone what they opened themselves."""
        return AuditEvent.of(self).filter(version=1).values_list("actor_id", flat=True).first()

    # For the bodies of steps

    def add(self, *rows: Any) -> Any:
        """Store new detail rows of one kind in one statement; remembered, so that a clock can be started for each."""
        for row in rows:
            if isinstance(row, Detail) and row.belongs_to == "stage_id":
                row.stage = self
        self.act.store(rows)
        self.act.rows.extend(rows)
        return rows[0] if rows else None

    def keep(self, *rows: Any) -> Any:
        """Store detail rows of one kind that may exist already, in two statements; remembered like added ones."""
        new, old = ([row for row in rows if row._state.adding is adding] for adding in (True, False))
        if new:
            type(new[0])._rows.bulk_create(new)
        if old:
            write(old, [each.name for each in old[0]._meta.concrete_fields if not each.primary_key])
        self.act.rows.extend(rows)
        return rows[0] if rows else None

    def consequence(self, bound, **answers):
        """Take another record's CONSEQUENCE step: same transaction, its own event that names this act."""
        from workflow.perform import take_consequence

        return take_consequence(self, bound, answers)

    def consequences(self, openings: Iterable[tuple[Any, dict]]) -> list:
        """Open several records by one CONSEQUENCE step, as (bound step, answers): an act for each, stored together."""
        from workflow.perform import open_as_consequence

        return open_as_consequence(self, list(openings))

    # Wrong entries are mended in the open

    correct = _correcting()

    def to_correct(self) -> list[str]:
        """The entries that may be corrected now: a moment that no step has recorded is not recorded by a correction."""
        moments = {each.name for each in self._meta.concrete_fields if isinstance(each, models.DateTimeField)}
        return [name for name in self.correctable if name not in moments or getattr(self, name) is not None]

    def _corrected(self, field: str, value: Any) -> None:
        if field not in self.correctable:
            raise BadInput(Reason("Choose which entry to correct.", pointer="/field"))
        if field not in self.to_correct():
            says = "Nothing is recorded there yet, so there is nothing to correct: take the step that records it."
            raise BadInput(Reason(says, pointer="/field"))
        last = AuditEvent.of(self).filter(changes__has_key=field).last()
        mine = {each.get_role_display() for each in self.act.by.memberships_in_force()}
        if last and last.role not in mine and not self.act.by.is_manager:
            raise NotAllowed(
                f"This was recorded by a {last.role}: someone of that role, or a manager, corrects it."
            )
        was, old = clocks.standing(self), getattr(self, field)
        entry: Any = self._meta.get_field(field)
        try:
            setattr(self, field, entry.formfield().clean(value))
        except ValidationError as error:
            raise BadInput(Reason(" ".join(error.messages), pointer="/value"))
        clocks.recount(self, was, self.act.at)
        self._carry(field, old)

    def _carry(self, field: str, old: Any) -> None:
        """Records opened from this one that stand on the same event follow, each by an act of its own."""
        new = getattr(self, field)
        for name in self.carried.get(field, ()) if new != old else ():
            model_name, entry = name.split(".")
            model: Any = next(each for each in apps.get_models() if each.__name__ == model_name)
            for other in model.standing_on(self, entry, old).exclude(state=WITHDRAWN).order_by("pk"):
                self.consequence(other.follow_correction, cause=self, field=entry, was=old, value=new)

    @step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
    )
    def withdraw(self, *, reason):
        """Kept and marked, out of the story; its clocks are superseded, and those that it had stopped run on."""
        clocks.undo(self, self.act.at)


class FollowsCorrections:
    """A record that was opened in law from another and holds its event: corrected there, it is corrected here."""

    act: Any
    child_rows: Any

    @classmethod
    def standing_on(cls, cause: Record, field: str, value: Any) -> models.QuerySet:
        """Records of this kind that were opened from `cause` and hold this value, themselves or on a child's row."""
        mine: Any = cls
        own = field in {each.name for each in mine._meta.concrete_fields}
        holding = mine._rows.filter(cause=cause.subject, **{field if own else f"children__{field}": value})
        return mine._rows.filter(pk__in=holding.values("pk"))

    @step("Corrected with the record that it follows", source=ANY, permission=Permission.CONSEQUENCE)
    def follow_correction(self, *, cause, field, was, value):
        """The same event, here or on the rows of the children: what was entered otherwise since stays as it is."""
        stood = clocks.standing(self)
        for holder in (self, *self.child_rows()):
            entry = next((each for each in holder._meta.concrete_fields if each.name == field), None)
            on_a_day = isinstance(entry, models.DateField) and not isinstance(entry, models.DateTimeField)
            old, new = (london_day(was), london_day(value)) if on_a_day else (was, value)
            if entry is not None and getattr(holder, field) == old:
                setattr(holder, field, new)
        clocks.recount(self, stood, self.act.at)
