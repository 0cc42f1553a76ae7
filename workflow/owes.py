"""What is to be done next in a stage, as My work and the page of a child show it: declared, or read off the steps;
and what somebody asked a second person to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from itertools import product
from operator import or_
from typing import Any

from django.db.models import Q

from cpu.roles import Permission
from workflow.step import WITHDRAWN, Declared


@dataclass(frozen=True)
class Owes:
    """One thing that is owed in a stage while `when` holds for a child's row.

    says: what to do, as an order to oneself: "Send the notice of the decision".
    when: a condition on the child's row in the database; the record is `stage`, e.g.
          Q(stage__state="HELD", stage__notice_sent_at__isnull=True) or Q(stage__state="HELD", state="UNDECIDED").
    step: the step by which it is done. My work shows it to those whose role may take that step; without one,
          to everybody who sees the record.
    by:   who owes it, in words ("the chair"), for the page of the child; left out, whoever has the record in
          hand, else those who may take the step.
    """

    says: str
    when: Q
    step: str = ""
    by: str = ""


@dataclass(frozen=True)
class Asked:
    """Somebody asked for a second person's decision.

    by:   the field, of the record or of a child's row, that names who did. A step that is not for whoever is named
          there (`other_than`) answers, and waits while the field is filled in.
    says: what is asked, in words; left out, the state says it.
    when: what else must hold where the field stays filled in after the answer.
    """

    by: str
    says: str = ""
    when: Q = Q()


@cache
def owed_in(model: Any) -> tuple[Owes, ...]:
    """What a stage declares in `owes`; where it declares nothing, its next step in each state."""
    return model.owes or _next_steps(model)


def _next_steps(model: Any) -> tuple[Owes, ...]:
    """The first step in the order of the class that leads on from a state: to a later state, and out of no work.

    Where only steps that end the record are left ("Close the enquiry"), the first of those.
    """
    states, rows = _order(model.State), _order(model.child_row().State)
    found: dict[str, list[tuple[str, str]]] = {}
    labels = {}
    for state, child in product(states, rows):
        if state in model.ended or child in model.child_row().ended:
            continue
        taken = _leading_on(model, state, child, states, rows)
        if taken is not None:
            found.setdefault(taken.name, []).append((state, child))
            labels[taken.name] = taken.label
    return tuple(Owes(labels[name], _any(pairs), name) for name, pairs in found.items())


def _leading_on(model, state: str, child: str, states: list[str], rows: list[str]) -> Declared | None:
    on, last = [], []
    for each in model.steps().values():
        if each.opening or each.adds or not each.possible_from(state) or each.target == WITHDRAWN:
            continue
        if (
            each.permission == Permission.CONSEQUENCE
            or each.child_sources
            and child not in each.child_sources
        ):
            continue
        if _later(states, state, each.target, but=model.ended) or _later(rows, child, each.child_target):
            on.append(each)
        elif each.target in model.ended:
            last.append(each)
    return next(iter([*on, *last[-1:]]), None)


def _later(order: list[str], source: str, target: Any, but: Iterable[str] = ()) -> bool:
    return target is not None and target not in but and order.index(str(target)) > order.index(source)


def _order(states: Any) -> list[str]:
    return [str(value) for value, _ in states.choices]


def _any(pairs: Iterable[tuple[str, str]]) -> Q:
    """Of these pairs of the record's and the child's state, any."""
    by_state: dict[str, list[str]] = {}
    for state, child in pairs:
        by_state.setdefault(state, []).append(child)
    conditions = [Q(stage__state=state, state__in=children) for state, children in by_state.items()]
    return reduce(or_, conditions)
