"""Takes the steps of any record by its declarations: reaches a state, and answers each question with the least.

New stages need nothing here unless a step asks something that no form and no field tells how to answer.
"""

from collections import deque
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction

from cpu.models import Clock, Membership, User
from cpu.roles import Permission, Role
from people.models import Case, Person
from tests.unit_of_people import LONG_AGO, Unit, at
from workflow.forms import REGISTRY
from workflow.guard import Guard
from workflow.perform import Act, ChildAnswers, _is_named, _take, perform
from workflow.protect import details
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import WITHDRAWN, Declared

NOW = at("2027-05-12 11:30")
WORDS = "Said in a few words"


def records() -> list[type[Record]]:
    """Every kind of record in the system."""
    return sorted(
        (each for each in apps.get_models() if issubclass(each, Record)), key=lambda each: each.kind
    )


def steps() -> list[tuple[type[Record], Declared]]:
    """Every step of every kind of record; nobody corrects where nothing may be corrected."""
    return [
        (model, declared)
        for model in records()
        for declared in model.steps().values()
        if declared.name != "correct" or model.correctable
    ]


def openers(model: type[Record], name: str) -> list[tuple[type[Record], Declared]]:
    """Steps of other records whose legal consequence is this step."""
    return [(other, each) for other, each in steps() if f"{model.__name__}.{name}" in each.opens]


@contextmanager
def guards_met(*, ask: bool = False) -> Iterator[None]:
    """Guards are put aside where a test is about something else: locks, rights, the database.

    ask: they are asked, so that what they read is counted, and whatever they say is let pass.
    """
    unmet = Guard.unmet

    def met(self: Guard, *subject: Any) -> str:
        if ask:
            unmet(self, *subject)
        return ""

    Guard.unmet = met  # type: ignore[method-assign]
    try:
        yield
    finally:
        Guard.unmet = unmet  # type: ignore[method-assign]


@dataclass
class Walker:
    """A unit, its people, and the moment at which all that is done happens."""

    unit: Unit = field(default_factory=Unit)
    now: datetime = NOW
    made: int = 0
    siblings: int = 2

    def anybody(self, number: int = 1) -> User:
        """A person who may do everything: for reaching a state, never for asking who may."""
        key = f"anybody-{number}"
        if key not in self.unit.people:
            user = User.objects.create_user(
                f"{key}@wexmoor.example", f"Any Body {number}", "not a real password 1"
            )
            Membership.objects.bulk_create(
                Membership(
                    user=user,
                    agency=self.unit.agency("social-care"),
                    team=self.unit.team("unit"),
                    role=role,
                    from_on=LONG_AGO,
                )
                for role in Role
            )
            self.unit.people[key] = user
        return self.unit.people[key]

    def person(self) -> Person:
        self.made += 1
        return perform(
            Person().record,
            by=self.anybody(),
            at=self.now,
            given_name=f"Child {self.made}",
            family_name="Harcastle",
        )

    def case(self, child: Person | None = None) -> Case:
        """A case, as a referral's decision opens it."""
        declared = next(each for each in Case.steps().values() if each.opening)
        answers = {"child": child or self.person(), "referred_at": self.now, "team": self.unit.team("unit")}
        known = {name: value for name, value in answers.items() if name in declared.parameters}
        with transaction.atomic():
            return _take(Case(), declared, Act(self.anybody(), self.now, declared), known)

    # Answers

    def answers(
        self, record: Record, declared: Declared, *, full: bool = False, but: Container[str] = ()
    ) -> dict[str, Any]:
        """The least that the step asks (`full`: every question answered), children and `but` left out."""
        least = {
            name: self.answer(record, declared, name)
            for name, required in asked(record, declared)
            if (required or full) and name not in but and not (name == "children" and not declared.opening)
        }
        also = ALSO.get(f"{record.kind}.{declared.name}", {})
        return least | {
            name: value(self, record) if callable(value) else value for name, value in also.items()
        }

    def answer(self, record: Record, declared: Declared, name: str) -> Any:
        form_field = form_fields(type(record), declared).get(name)
        if f"{declared.name}.{name}" in ANSWERS:
            return ANSWERS[f"{declared.name}.{name}"](self, record)
        if name in ANSWERS and not getattr(form_field, "choices", None):
            return ANSWERS[name](self, record)
        if form_field is not None:
            return self.of_form(record, form_field)
        holders = [
            type(record),
            *([type(record).child_row()] if isinstance(record, Stage) else []),
            *details(),
        ]
        for column in (each for model in holders for each in model._meta.concrete_fields):
            if column.name == name:
                return self.of_model(column)
        return self.now if name.endswith("_at") else self.now.date() if name.endswith("_on") else WORDS

    def of_form(self, record: Record, form_field: Any) -> Any:
        model = getattr(form_field, "model", None)
        if model is not None:
            one = self.one_of(model, record)
            return [one] if getattr(form_field, "many", False) else one
        choices = [value for value, _ in getattr(form_field, "choices", []) if value not in ("", None)]
        if choices:
            return choices[:1] if "multiple" in type(form_field).__name__.lower() else choices[0]
        kind = type(form_field).__name__.lower()
        if "moment" in kind or "datetime" in kind:
            return self.now + timedelta(days=1) if "future" in kind else self.now
        if "date" in kind:
            return self.now.date()
        if kind == "timefield":
            return self.now.time()
        if "yesno" in kind or "boolean" in kind:
            return True
        if "integer" in kind or "decimal" in kind:
            return 1
        return WORDS[: getattr(form_field, "max_length", None)]

    def of_model(self, column: models.Field) -> Any:
        if column.remote_field:
            return self.one_of(column.related_model, None)
        if column.choices:
            return next(value for value, _ in column.flatchoices if value != "")
        if isinstance(column, models.DateTimeField):
            return self.now
        if isinstance(column, models.DateField):
            return self.now.date()
        if isinstance(column, models.BooleanField):
            return True
        if isinstance(column, models.IntegerField):
            return 1
        return WORDS

    def one_of(self, model: type[models.Model], record: Record | None) -> Any:
        if model.__name__ in ONE_OF:
            return ONE_OF[model.__name__](self)
        if issubclass(model, Record):
            return self.reach(model, str(next(iter(model.State))))
        raise LookupError(f"Say in tests/walker.py how to come by a {model.__name__}")

    def children(
        self, record: Record, declared: Declared, *, full: bool = False, also: bool = True
    ) -> list[ChildAnswers]:
        """Each child that the step may be taken for, with the least that it asks about each."""
        per_child = per_child_fields(type(record), declared)
        answers = []
        for row in record.eligible(declared):
            facts = {
                name: self.of_form(record, each) for name, each in per_child.items() if each.required or full
            }
            # Reasons are each child's own: the same words for two children are refused.
            own = {name: f"{said}: {row.reference}" for name, said in facts.items() if said == WORDS}
            more = CHILD_ALSO.get(f"{record.kind}.{declared.name}", {}) if also else {}
            answers.append(ChildAnswers(row, {**facts, **own, **more}))
        return answers

    # Steps

    def take(self, record: Record, name: str, by: User | None = None, **given: Any) -> Record:
        """Take a step with the least input; `given` stands before it."""
        declared = record.steps()[name]
        return self.taking(self.prepared(record, declared), declared, by, **given)()

    def prepared(self, record: Record, declared: Declared) -> Record:
        """The record once the steps are taken on which this one stands."""
        for first in FIRST.get(f"{record.kind}.{declared.name}", ()):
            record = self.take(record, first)
        if declared.name == "answer_event" and isinstance(record, Stage):
            for row in record.child_rows():
                self.take(row.case, "record_move")
        return record

    def taking(
        self,
        record: Record,
        declared: Declared,
        by: User | None = None,
        version: int | None = None,
        **given: Any,
    ) -> Callable[[], Record]:
        """The step as one act, with its answers ready: nothing is read for them when it is called."""
        answers = {**self.answers(record, declared, but=given), **given}
        record = fresh(record) if record.pk else record
        if (
            declared.takes_children
            and not declared.opening
            and isinstance(record, Stage)
            and "children" not in answers
        ):
            answers["children"] = self.children(record, declared)
        by = by or self.allowed(record, declared)
        by.memberships_in_force()
        return lambda: perform(getattr(record, declared.name), by=by, at=self.now, version=version, **answers)

    def allowed(self, record: Record, declared: Declared) -> User:
        """Somebody who may do everything and whom the step does not name as the one who must not."""
        holders = [record, *(record.child_rows() if record.pk else [])]
        for number in (1, 2, 3, 4):
            if not any(
                _is_named(self.anybody(number), each, name)
                for name in declared.other_than
                for each in holders
            ):
                return self.anybody(number)
        raise LookupError("everybody is named")

    def row_of(self, record: Record, maker: str, model_name: str) -> Any:
        """A detail row of this record, made by the step that makes one."""
        before = record.version
        found = self.take(record, maker)
        assert found.version > before
        model = next(each for each in details() if each.__name__ == model_name)
        owners = (model.belongs_to,) if isinstance(model.belongs_to, str) else model.belongs_to
        return (
            model._rows.filter(**{owners[0] if model_name != "Involvement" else "case_id": record.pk})
            .order_by("pk")
            .last()
        )

    def open(self, model: type[Record], number: int = 0) -> Record:
        """A bare record: opened with the least input, by its own step or as the consequence of another's."""
        if model is Case:
            return self.case()
        own = [each for each in model.steps().values() if each.opening][number:]
        for declared in own:
            if declared.permission != Permission.CONSEQUENCE:
                return self.take(model(), declared.name)
        for declared in own:
            for other, cause in openers(model, declared.name):
                before = set(model._rows.values_list("pk", flat=True))
                self.take(self.ready_for(other, cause), cause.name)
                if found := model._rows.exclude(pk__in=before).first():
                    return found
        raise LookupError(f"No step opens {model.__name__}")

    def ready_for(self, model: type[Record], declared: Declared) -> Record:
        """A record from which the step may be taken: right state, and children in the right state."""
        if declared.opening:
            return model()
        if special := SITUATIONS.get(f"{model.kind}.{declared.name}"):
            return special(self)
        return self.walk(
            model,
            lambda state, child: (
                declared.possible_from(state)
                and (not declared.child_sources or child in declared.child_sources)
            ),
        )

    def reach(self, model: type[Record], state: str) -> Record:
        return self.walk(model, lambda found, child: found == state)

    def walk(self, model: type[Record], arrived: Callable[[str, str], bool]) -> Record:
        """Open a record and take steps until it has arrived, the shortest way, guards put aside."""
        openings = [each for each in model.steps().values() if each.opening]
        with guards_met():
            for number in range(len(openings)):
                record = self.open(model, number)
                try:
                    names = way(model, record, arrived)
                except LookupError:
                    if number + 1 == len(openings):
                        raise
                    continue
                for name in names:
                    record = self.take(record, name)
                return fresh(record)
        raise LookupError(f"No step opens {model.__name__}")


def nobody_knows_the_name(walker: Walker) -> Record:
    return walker.take(
        Person(), "record", given_name="", family_name="", placeholder="Baby, flat 3, name unknown"
    )


def late_referral(walker: Walker) -> Record:
    """Received three weeks ago, and nobody has looked at it."""
    before = Walker(unit=walker.unit, made=walker.made, now=walker.now - timedelta(weeks=3))
    return before.open(apps.get_model("referrals", "Referral"))


def a_review_of_plans(walker: Walker) -> Record:
    """A review held of children who have been on a plan for weeks."""
    conference = apps.get_model("conferences", "Conference")
    before = Walker(
        unit=walker.unit, made=walker.made, now=walker.now - timedelta(weeks=10), siblings=walker.siblings
    )
    with guards_met():
        first = before.take(before.reach(conference, "HELD"), "make_plans")
        walker.made = before.made
        cases = [row.case for row in first.child_rows()]
        review = walker.take(conference(), "request", cases=cases, purpose="review")
        return walker.take(review, "hold")


def away_from_a_detailed_plan(walker: Walker) -> Record:
    with guards_met():
        plans: Any = apps.get_model("conferences", "ChildProtectionPlan")
        return walker.take(walker.walk(plans, lambda state, child: child == "DETAILED"), "record_away")


def proposed_to_end(walker: Walker) -> Record:
    with guards_met():
        plans: Any = apps.get_model("conferences", "ChildProtectionPlan")
        return walker.take(walker.walk(plans, lambda state, child: child == "OUTLINE"), "propose_end")


def a_child_moves_here(walker: Walker) -> Record:
    return walker.take(apps.get_model("conferences", "Conference")(), "request", purpose="transfer-in")


def before_a_birth(walker: Walker) -> Record:
    expected = walker.now.date() + timedelta(weeks=20)
    baby = perform(
        Person().expect, by=walker.anybody(), at=walker.now, placeholder="Baby", expected_on=expected
    )
    conference = apps.get_model("conferences", "Conference")
    return walker.take(conference(), "request", cases=[walker.case(baby)], purpose="pre-birth")


def a_plan_before_a_birth(walker: Walker) -> Record:
    walker.take(walker.take(before_a_birth(walker), "hold"), "make_plans")
    return apps.get_model("conferences", "ChildProtectionPlan")._rows.latest("pk")


# Records on which a step stands that no walk over states would find.
SITUATIONS: dict[str, Callable[[Walker], Record]] = {
    "person.name_placeholder": nobody_knows_the_name,
    "referral.explain_lateness": late_referral,
    "conference.continue_plans": a_review_of_plans,
    "conference.end_plans": a_review_of_plans,
    # What was never held has no moment to correct.
    "strategy-discussion.correct": lambda walker: walker.reach(
        apps.get_model("strategy", "StrategyDiscussion"), "HELD"
    ),
    "conference.correct": lambda walker: walker.reach(apps.get_model("conferences", "Conference"), "HELD"),
    "conference.record_origin": a_child_moves_here,
    "conference.record_visit": a_child_moves_here,
    "conference.record_call": a_child_moves_here,
    "conference.plan_for_birth": before_a_birth,
    "child-protection-plan.record_birth_response": a_plan_before_a_birth,
    "child-protection-plan.agree_end": proposed_to_end,
    "child-protection-plan.decline_end": proposed_to_end,
    "child-protection-plan.come_back": away_from_a_detailed_plan,
}


def fresh(record: Record) -> Record:
    return type(record)._rows.get(pk=record.pk)


def child_state(record: Record) -> str:
    rows = record.child_rows()
    return rows[0].state if rows else ""


def way(model: type[Record], record: Record, arrived: Callable[[str, str], bool]) -> list[str]:
    """Names of the steps on the shortest way, by the declarations alone."""
    start = (record.state, child_state(record))
    seen, queue = {start}, deque([(start, [])])
    while queue:
        (state, child), taken = queue.popleft()
        if arrived(state, child):
            return taken
        for name, each in model.steps().items():
            # A consequence is taken by its cause; withdrawing leads nowhere but to "withdrawn".
            if each.opening or each.permission == Permission.CONSEQUENCE or not each.possible_from(state):
                continue
            if each.child_sources and child not in each.child_sources:
                continue
            after = (str(each.target or state), str(each.child_target or child))
            if each.target == WITHDRAWN:
                after = (WITHDRAWN, WITHDRAWN if child else child)
            if after not in seen:
                seen.add(after)
                queue.append((after, [*taken, name]))
    raise LookupError(f"{model.__name__}: no way by steps from {start}")


# What is asked


def forms_of(model: type[Record]) -> Any:
    return REGISTRY.get(model)


def form_fields(model: type[Record], declared: Declared) -> dict[str, Any]:
    known = forms_of(model)
    return dict(known[declared.name].base_fields) if known else {}


def per_child_fields(model: type[Record], declared: Declared) -> dict[str, Any]:
    known = forms_of(model)
    form = known.per_child.get(declared.name) if known else None
    return dict(form.base_fields) if form else {}


def asked(record: Record, declared: Declared) -> list[tuple[str, bool]]:
    """The step's parameters, and whether each must be answered."""
    import inspect

    method = inspect.unwrap(getattr(type(record), declared.name))
    fields = form_fields(type(record), declared)
    return [
        (name, fields[name].required if name in fields else parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(method).parameters.items()
        if name != "self"
    ]


def _agency(walker: Walker, record: Any = None) -> Any:
    return walker.unit.agency("health")


def _row(maker: str, model: str) -> Callable[[Walker, Any], Any]:
    return lambda walker, record: walker.row_of(record, maker, model)


def _value(walker: Walker, record: Any) -> Any:
    if not record.correctable:
        return "yes"
    return str(walker.of_model(record._meta.get_field(record.to_correct()[0])))


def _said(what: Any) -> Callable[[Walker, Any], Any]:
    return lambda walker, record: what


def _day(days: int) -> Callable[[Walker, Any], Any]:
    return lambda walker, record: walker.now.date() + timedelta(days=days)


def _number(form: str) -> Callable[[Walker, Any], Any]:
    """Something of its own each time."""

    def answer(walker: Walker, record: Any) -> str:
        walker.made += 1
        return form.format(walker.made)

    return answer


def _independent(walker: Walker, record: Any) -> Any:
    """A chair who has nothing to do with the children."""
    return walker.unit.user(Role.CONFERENCE_CHAIR, team="conferences")


def _late_clock(walker: Walker, record: Any) -> Any:
    """Of a referral its own first look; of a child a clock that was due long ago: a discussion asked for three weeks
    before now.
    """
    if record.kind == "referral":
        return record.open_clocks().first()
    before = Walker(unit=walker.unit, made=walker.made, now=walker.now - timedelta(weeks=3))
    before.take(apps.get_model("strategy", "StrategyDiscussion")(), "request", cases=[record])
    return Clock._rows.get(case=record, timescale="strategy-discussion", stopped_at__isnull=True)


def _written_down_by_another(walker: Walker, record: Any) -> Any:
    """A clinician's opinion by telephone, written down by somebody else than will confirm it."""
    walker.take(record, "write_down_opinion", by=walker.anybody(4))
    return record.medicalopinion_rows.last()


ANSWERS: dict[str, Callable[[Walker, Any], Any]] = {
    # Who and what
    "cases": lambda walker, record: [walker.case() for _ in range(walker.siblings)],
    "case": lambda walker, record: walker.case(),
    "team": lambda walker, record: walker.unit.team("unit"),
    "step_down.team": lambda walker, record: walker.unit.team("family-help"),
    "agency": _agency,
    "to": lambda walker, record: walker.anybody(1),
    "user": lambda walker, record: walker.anybody(2),
    "chair": lambda walker, record: walker.anybody(1),
    **dict.fromkeys(("schedule.chair", "rebook.chair", "adjourn.chair"), _independent),
    "other": lambda walker, record: walker.person(),
    "against": lambda walker, record: walker.person(),
    "whom": lambda walker, record: (
        walker.person() if isinstance(record, Person) else "Dana Harcastle, mother"
    ),
    "reason": _said("Bruise on the left arm, seen at nursery"),
    "body": lambda walker, record: referral_body([{} for _ in range(walker.siblings)]),
    "concern": lambda walker, record: record.own_concerns()[0].reference,
    "referral": lambda walker, record: walker.open(apps.get_model("referrals", "Referral")),
    "role": lambda walker, record: "co-worker" if record.kind == "case" else "social-worker",
    # A row of the record, made by the step that makes one
    "clock": _late_clock,
    # A dispute is about some record; what happens to a child is a move.
    "about": lambda walker, record: walker.open(apps.get_model("strategy", "StrategyDiscussion")),
    "children_of_it": _said([]),
    "go_up.level": _said(5),
    "record_person_around.who": _said("P1"),
    "answer_event.event": _said("moved"),
    "contribution": _row("contribute", "Contribution"),
    "action": _row("plan_action", "MedicalAction"),
    "entry": _written_down_by_another,
    "discussion": _said(None),
    "linked": _said(None),
    "interpreter_is_family": _said(False),
    "second_interview": _said(False),
    "change_action.action": _row("add_action", "PlanAction"),
    "record_progress.action": _row("add_action", "PlanAction"),
    "end_action.action": _row("add_action", "PlanAction"),
    "end_context.context": _row("add_context", "RiskContext"),
    "add_context.action": _said("A police patrol at closing time"),
    "add_action.action": _said("Homework club, every Tuesday"),
    # A document: of a case, for the child.
    "make.record": lambda walker, record: walker.case().reference,
    "make.letter": _said("safety-plan"),
    "involvement": _row("involve", "Involvement"),
    "identifier": _row("add_identifier", "Identifier"),
    "relationship": _row("relate", "Relationship"),
    "service": _row("add_service", "ServiceAround"),
    "address": _row("add_address", "Address"),
    "kept": _row("keep_address_from", "AddressKeptFrom"),
    "flag": _row("raise_flag", "Flag"),
    "link": _row("record_link", "LinkElsewhere"),
    "condition": _row("record_condition", "ProtectiveCondition"),
    **dict.fromkeys(
        ("exclude_person.person", "record_person_attendance.person", "share_report.person"),
        _row("invite_person", "InvitedPerson"),
    ),
    "correction": _row("ask_for_correction", "MinutesCorrection"),
    "complaint": _row("record_complaint", "ConferenceComplaint"),
    # What stands in no form yet, or in several
    "attendance": _said("here"),
    "urgency": _said("urgent"),
    "view": _said("no-view"),
    "answer": _said("agrees"),
    "look": _said("nothing-seen"),
    "family_may_know": _said("yes"),
    "add_identifier.kind": _said("other"),
    "add_identifier.value": _number("LA-{}"),
    "propose.name": _number("Wexmoor {}"),
    "email": _number("new.{}@wexmoor.example"),
    "agency_kind": _said("housing"),
    "team_kind": _said("unit"),
    "code": _said("child-seen"),
    "unit_of_time": _said("working days"),
    "relate.kind": _said("mother"),
    "add_service.kind": _said("school"),
    "raise_flag.kind": _said("other"),
    "record_condition.kind": _said("bail"),
    "holder": lambda walker, record: walker.person(),
    "propose.policy": _said("doorstep-contact"),
    "propose.value": _said("no"),
    "given_by": _said("Dana Harcastle, mother"),
    "closes_at": _said(time(16, 30)),
    "disabilities": _said(["NONE"]),
    "reopen.reason": _said("A new concern"),
    "close.reason": lambda walker, record: "RC8" if record.kind == "case" else "Done",
    "date_of_birth": _day(-400),
    "died_on": _day(0),
    "review_on": _day(30),
    "planned_on": _day(12),
    "until_on": _day(0),
    "field": lambda walker, record: record.to_correct()[0],
    "value": _value,
    "policy": lambda walker, record: "doorstep-contact",
}
# Answers that no single question requires, but one of several.
ALSO: dict[str, dict[str, Any]] = {
    "abe-interview.evaluate": {"second_why": "He had no words for the second time; next week"},
    "child-protection-medical.plan_action": {
        "due_on": lambda walker, record: walker.now.date(),
        "first_on": lambda walker, record: walker.now.date(),
    },
    "document.make": {
        "recipient": lambda walker, record: Case._rows.latest("pk").child.reference,
        "agency": None,
        "for_children": (),
    },
    "child-in-need-plan.add_action": {"owner": "Leanne Harcastle, mother"},
    "risk-outside-the-home-plan.add_action": {"owner": "Leanne Harcastle, mother"},
    "risk-outside-the-home-plan.add_context": {"owner": "PC Shah"},
    "case.involve": {"user": lambda walker, record: walker.anybody(2)},
    "case.record_link": {"kind": "marac", "their_reference": "MARAC 118"},
    "person.record": {"given_name": "Ivy", "family_name": "Harcastle"},
    "person.expect": {"placeholder": "Baby Harcastle"},
    "child-protection-plan.add_action": {"owner": "June Beck, grandmother"},
    "child-protection-plan.make_detailed_plan": {"inquorate_because": "Snow"},
    "child-protection-plan.hold_core_group": {"inquorate_because": "Snow"},
    "child-protection-plan.give_view": {"said_by": "Dr Osei", "words": "Two bruises of different age"},
    "person.add_service": {"name": "Mill Lane Nursery"},
    "conference.write_down_view": {"words": "Two bruises of different age"},
    "conference.invite_person": {"person": "", "name": "Dean Harcastle"},
    "conference.share_report": {"withheld_because": "Nobody knows where he is"},
    "emergency-protection.record_told": {"not_told_because": "Not found yet"},
    "emergency-protection.record_police_protection": {
        "unnamed": "Baby, flat 3, name unknown\nBoy, about four"
    },
    "court-order.record": {"unnamed": "Baby, flat 3, name unknown\nBoy, about four"},
    "court-order.record_told": {"not_told_because": "Not found yet"},
    "court-order.copy_end": {"expires_at": lambda walker, record: walker.now + timedelta(days=7)},
    "court-order.record_extension": {
        "extended_until": lambda walker, record: walker.now + timedelta(days=14)
    },
}
for _kind in (
    "strategy-discussion",
    "section-47-enquiry",
    "assessment",
    "referral",
    "child-in-need-plan",
    "risk-outside-the-home-plan",
    "conference",
):
    ALSO[f"{_kind}.give_view"] = {"said_by": "Dr Osei", "words": "Two bruises of different age"}
# The same of the answers about each child.
CHILD_ALSO: dict[str, dict[str, Any]] = {
    "referral.propose": {
        "proposed": "NO_ACTION",
        "proposed_why": WORDS,
        "grounds": ["in-hand"],
        "history": WORDS,
    },
    **{
        f"referral.{step}": {"decided_why": WORDS}
        for step in ("decide_no_action", "decide_advice", "decide_family_help", "pass_on")
    },
    # A plan begins with its conference, at the walker's moment, and never ends on that day.
    "child-protection-plan.propose_end": {"end_on": NOW.date() + timedelta(days=30)},
    "assessment.propose": {"outcome": "child-in-need", "factors": ["8B"]},
    "assessment.record_earlier_concerns": {"shows": WORDS},
    "child-in-need-plan.propose_end": {"after": "universal", "after_words": "School and GP"},
    "risk-outside-the-home-plan.propose_end": {"after": "universal", "after_words": "School and GP"},
    "emergency-protection.end_protection": {"how_ended": "released", "protects_now": "Stays with his aunt"},
    "court-order.end_order": {"how_ended": "discharged", "protects_now": "Stays with his aunt"},
}
# Steps that stand on another.
FIRST: dict[str, tuple[str, ...]] = {
    "case.accept": ("allocate",),
    "case.decline": ("allocate",),
    "conference.approve_minutes": ("draft_minutes",),
    "case.record_agreement": ("record_sleeping_place",),
    "case.end_for_the_night": ("write_for_the_night",),
    "case.end_looked_after": ("become_looked_after",),
    "case.record_authority_told": ("record_move",),
    "case.record_back": ("record_move",),
    "disagreement.end_suspension": ("suspend",),
    "referral.answer_event": ("open_cases",),
    "referral.open_cases": ("identify",),
    "referral.attach": ("open_cases",),
    "referral.give_view": ("open_cases",),
    **{
        f"referral.{step}": ("propose",)
        for step in ("decide_no_action", "decide_advice", "decide_family_help", "pass_on")
    },
    "referral.close": ("look_for_danger", "tell_referrer"),
    "child-protection-medical.decline": ("record_refusal",),
    "child-protection-medical.agree_not_needed": ("advise_not_needed",),
}


ONE_OF: dict[str, Callable[[Walker], Any]] = {
    "Agency": _agency,
    "Team": lambda walker: walker.unit.team("unit"),
    "User": lambda walker: walker.anybody(),
    "Case": lambda walker: walker.case(),
    "Person": lambda walker: walker.person(),
}


def referral_body(children: list[dict[str, Any]]) -> dict[str, Any]:
    """The weakest referral that is still received: of a child nothing need be known, not even a name."""
    from referrals.serializers import ReferralInput

    body = {
        "children": children,
        "people": [{"ref": "P1", "name": "Dana Harcastle"}],
        "concern": {"what_happened": "A child cries for hours at 4 Mill Lane."},
    }
    read = ReferralInput(data=body, context={"now": NOW, "trusted_front_door": True})
    read.is_valid(raise_exception=True)
    return read.validated_data
