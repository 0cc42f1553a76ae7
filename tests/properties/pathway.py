"""One family's way through the unit, step by step: whatever is open is taken, and time goes on between.

The answers are the walker's; guards, rights and locks are never put aside.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction

from cpu.models import Clock, Subject, User
from cpu.roles import GRANTS, Permission, Role
from people.models import Case, Person
from tests.walker import Walker, fresh, records, referral_body
from workflow.perform import perform
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import ANY, WITHDRAWN, Declared

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "up_and_down.toml").read_text())
# Settings of the unit move no child; a document only tells what was done.
NOT_OF_A_CHILD = {*(each.kind for each in records() if each._meta.app_label == "unit"), "document"}
KINDS = [each for each in records() if each.kind not in NOT_OF_A_CHILD]
# Minutes, hours, a night, a weekend, weeks: what lies between two steps.
GAPS = (
    timedelta(minutes=7),
    timedelta(hours=3),
    timedelta(hours=13),
    timedelta(days=2, hours=5),
    timedelta(days=6),
    timedelta(days=19),
    timedelta(weeks=6),
)
# What seldom happens, and undoes or cuts across what stood: drawn by itself, so that every walk meets it.
RARE = {
    *("correct", "withdraw", "attach", "answer_event", "explain_lateness", "post", "add_sibling"),
    *("raise_disagreement", "record_missing", "record_found", "record_death", "take_back_death", "be_born"),
    *("record_move", "record_back", "become_looked_after", "end_looked_after", "reopen", "add_children"),
}


@dataclass(frozen=True)
class Turn:
    """What is drawn: which way, which of the open steps, by whom, how much is answered, how long after."""

    way: str = "on"
    pick: int = 0
    who: int = 0
    full: bool = False
    children: int = 0
    gap: timedelta = GAPS[0]


def sort_of(model: type[Record], name: str) -> str:
    for rows in (TABLE.get(model.kind, {}), TABLE["*"]):
        for sort, names in rows.items():
            if name in names:
                return sort
    return "neutral"


def moves_on(declared: Declared) -> bool:
    """It leads somewhere: to a state, to another record, to a clock."""
    if declared.sources == (ANY,):
        return False
    return any((declared.target, declared.child_target, declared.opens, declared.starts, declared.stops))


@dataclass
class Pathway(Walker):
    """A walker who goes by what is there: a record that is asked for is one of this family's."""

    turn: Turn = field(default_factory=Turn)
    # The children as the referral tells of them; left out, two of whom nobody knows a thing.
    family: list[dict[str, Any]] = field(default_factory=lambda: [{}, {}])
    found: list[Record] | None = None

    def everything(self) -> list[Record]:
        """Every record with its children's rows: read once, until somebody has acted or time has passed."""
        if self.found is None:
            there = set(Subject.objects.values_list("kind", flat=True).distinct())
            self.found = [record for model in KINDS if model.kind in there for record in all_of(model)]
        return self.found

    def look_again(self) -> None:
        self.found = None

    def answer(self, record: Record, declared: Declared, name: str) -> Any:
        """What stands on this family's own records; the rest as any walker answers it."""
        if name == "body":
            return referral_body(self.family)
        if name == "clock":
            return self.known(record.open_clocks().filter(late_from__lte=self.now).first())
        if (declared.name, name) == ("answer_event", "event"):
            return self.known(next((each.occurrence.event for each in record.prompts(self.now)), None))
        if declared.name == "correct" and name in ("field", "value"):
            chosen = record.correctable[self.turn.pick % len(record.correctable)]
            return chosen if name == "field" else self.corrected(record, chosen)
        return super().answer(record, declared, name)

    @staticmethod
    def known(found: Any) -> Any:
        if found is None:
            raise LookupError("there is none")
        return found

    def corrected(self, record: Record, name: str) -> str:
        """A moment or a day some days earlier than it was entered, or, where none stands yet, than now."""
        column = record._meta.get_field(name)
        value = self.of_model(column)
        if isinstance(column, models.DateField):
            value = (getattr(record, name) or value) - timedelta(days=1 + self.turn.who)
        return str(value)

    def one_of(self, model: type[models.Model], record: Record | None) -> Any:
        if model is Case:
            return self.cases()[0]
        if model is Person and self.cases():
            cases = self.cases()
            self.made += 1
            return cases[self.made % len(cases)].child
        if issubclass(model, Record) and model.kind != "person":
            found = model._rows.exclude(state=WITHDRAWN).order_by("pk").first()
            if found is None:
                raise LookupError(f"no {model.kind} yet")
            return found
        return super().one_of(model, record)

    def cases(self) -> list[Case]:
        return list(Case._rows.filter(state="OPEN").order_by("pk"))

    # What is open

    def open_steps(self, way: str = "any") -> list[tuple[Record, Declared]]:
        """Every step that state, children and rights of somebody let be taken, openings included."""
        running = Clock._rows.filter(stopped_at__isnull=True).values_list("timescale", flat=True)
        owed = set(running) if way == "owed" else set()
        found: list[tuple[Record, Declared]] = []
        for model in KINDS:
            found += [
                (model(), each) for each in model.steps().values() if each.opening and model.kind != "person"
            ]
        for record in self.everything():
            found += [(record, each) for each in self.open_to_somebody(record)]
        return [
            (record, each)
            for record, each in found
            if each.permission != Permission.CONSEQUENCE
            and (each.name != "correct" or record.correctable)
            and (owed & set(each.stops or ()) if way == "owed" else self.leads(way, record, each))
        ]

    @staticmethod
    def leads(way: str, record: Record, declared: Declared) -> bool:
        sort = sort_of(type(record), declared.name)
        if way == "any":
            return True
        if way == "rare":
            return declared.name in RARE
        if way in ("up", "down"):
            return sort == way
        return moves_on(declared) and (sort != "down" if way == "on" else not declared.opening)

    @staticmethod
    def open_to_somebody(record: Record) -> Iterator[Declared]:
        for each in record.steps().values():
            if each.opening or each.permission == Permission.CONSEQUENCE:
                continue
            if not each.possible_from(record.state):
                continue
            if each.takes_children and each.child_sources and not record.eligible(each):
                continue
            if any(each.permission in GRANTS[role] for role in Role):
                yield each

    # Taking one

    def somebody(self, declared: Declared, number: int) -> User:
        """One of four who may do everything, or somebody of one role that may do this."""
        if number < 4:
            return self.anybody(number + 1)
        mine = [role for role in Role if declared.permission in GRANTS[role]]
        return self.unit.user(mine[number % len(mine)])

    def choice(self, record: Record, declared: Declared, turn: Turn) -> dict[str, Any]:
        """Which children, and how much is said of each."""
        given: dict[str, Any] = {}
        if declared.opening:
            cases = self.cases()
            if "cases" in declared.parameters and cases:
                given["cases"] = some(cases, turn.children)
        elif declared.takes_children and isinstance(record, Stage):
            given["children"] = some(self.children(record, declared, full=turn.full), turn.children)
        return given

    def attempt(self, record: Record, declared: Declared, by: User, turn: Turn) -> Record:
        """Take the step, or be refused. LookupError: nobody knows how to answer what it asks here."""
        self.turn = turn
        record = fresh(record) if record.pk else record
        given = self.choice(record, declared, turn)
        answers = self.answers(record, declared, full=turn.full, but=given)
        record = fresh(record) if record.pk else record
        taken = perform(getattr(record, declared.name), by=by, at=self.now, **{**answers, **given})
        self.look_again()
        return taken

    def take(self, record: Record, name: str, by: User | None = None, **given: Any) -> Record:
        self.look_again()
        return super().take(record, name, by, **given)

    @contextmanager
    def tried(self) -> Iterator[None]:
        """What happens inside is seen and taken back, the checks that wait for the commit included."""
        unit, found = self.unit, self.found
        kept = (unit.agencies, unit.teams, unit.people)
        unit.agencies, unit.teams, unit.people = (dict(each) for each in kept)
        with transaction.atomic():
            # `perform` insists on being the outermost; for a trial it is let run inside.
            transaction.get_connection().atomic_blocks[-1]._from_testcase = True
            yield
            transaction.set_rollback(True)
        unit.agencies, unit.teams, unit.people = kept
        self.found = found


def all_of(model: type[Record]) -> models.QuerySet:
    """Every record of a kind, with its children's rows read at once."""
    found = model._rows.order_by("pk")
    return found.prefetch_related(model.rows_to_read()) if issubclass(model, Stage) else found


def some(choices: list, number: int) -> list:
    """All of them, or those whose bit is set; never none where there is one."""
    mine = [each for place, each in enumerate(choices) if not number >> place & 1]
    return mine or choices[:1]


# Where a walk begins: the shortest way up, each step as it would be taken by one worker at night.


def to_a_discussion(walk: Pathway) -> None:
    from referrals.models import Referral
    from strategy.models import StrategyDiscussion

    referral = Referral._rows.get()
    walk.take(referral, "decide_strategy_and_assessment")
    walk.take(StrategyDiscussion(), "request", cases=walk.cases())


def protected(walk: Pathway) -> None:
    """A flag, a wall around an address and bail: each is past its day before most walks end."""
    from people.models import Address

    child, soon = walk.cases()[0].child, walk.now + timedelta(days=4)
    him = walk.person()
    walk.take(child, "raise_flag", review_on=soon.date())
    walk.take(child, "add_address")
    address = Address._rows.get(person=child)
    walk.take(child, "keep_address_from", address=address, whom=him, review_on=soon.date())
    walk.take(child, "record_condition", against=him, from_at=walk.now, expires_at=soon)


def to_an_enquiry(walk: Pathway) -> None:
    from strategy.models import StrategyDiscussion

    to_a_discussion(walk)
    protected(walk)
    discussion = walk.take(StrategyDiscussion._rows.get(), "hold")
    walk.take(discussion, "agree_enquiries")


def to_a_conference(walk: Pathway) -> None:
    from conferences.models import Conference

    to_an_enquiry(walk)
    walk.take(Conference(), "request", cases=walk.cases(), purpose="initial")


def to_plans(walk: Pathway) -> None:
    from conferences.models import Conference

    to_a_conference(walk)
    walk.take(walk.take(Conference._rows.get(), "hold"), "make_plans")


def to_support(walk: Pathway) -> None:
    from conferences.models import ChildInNeedPlan

    to_a_discussion(walk)
    walk.take(walk.take(ChildInNeedPlan(), "offer", cases=walk.cases()), "accept")


def to_police_protection(walk: Pathway) -> None:
    from strategy.models import EmergencyProtection

    to_a_discussion(walk)
    protected(walk)
    walk.take(EmergencyProtection(), "record_police_protection", cases=walk.cases(), unnamed="")


def to_an_order(walk: Pathway) -> None:
    from strategy.models import CourtOrder

    to_a_discussion(walk)
    walk.take(CourtOrder(), "record", cases=walk.cases(), unnamed="")


def to_a_plan_before_birth(walk: Pathway) -> None:
    from conferences.models import Conference
    from referrals.models import Referral

    walk.take(Referral._rows.get(), "decide_assessment")
    conference = walk.take(Conference(), "request", cases=walk.cases()[:1], purpose="pre-birth")
    walk.take(walk.take(conference, "hold"), "make_plans")


def to_a_transfer(walk: Pathway) -> None:
    from conferences.models import Conference
    from referrals.models import Referral

    walk.take(Referral._rows.get(), "decide_assessment")
    told = {"told_on": walk.now.date(), "origin": "Northmere", "meanwhile_visits": "Northmere's A. Carr"}
    walk.take(Conference(), "request", cases=walk.cases(), purpose="transfer-in", **told)


BEGINNINGS: dict[str, Callable[[Pathway], None]] = {
    "a referral": lambda walk: None,
    "a discussion": to_a_discussion,
    "an enquiry": to_an_enquiry,
    "a conference": to_a_conference,
    "plans": to_plans,
    "a support plan": to_support,
    "police protection": to_police_protection,
    "an order": to_an_order,
    "a plan before birth": to_a_plan_before_birth,
    "a transfer": to_a_transfer,
}
# Of whom more is known than nothing: one not yet born, and one who comes of age on the way.
FAMILIES: dict[str, list[dict[str, Any]]] = {
    "a plan before birth": [
        {"unborn": True, "expected_date_of_delivery": "2027-08-04"},
        {"given_name": "Ash", "date_of_birth": "2009-06-20"},
    ],
}
