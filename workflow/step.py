"""The declaration of a step: who, from where, for which children, under which guards, and what follows."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django_fsm import transition

from cpu.roles import Permission
from workflow.guard import Guard

WITHDRAWN = "WITHDRAWN"
ANY = "*"


@dataclass(frozen=True)
class Start:
    """How a step starts a clock: the attribute that holds the event's moment, and what chooses the length.

    `event`, `variant`, `given` and `other` name attributes of the child's row or of the record. No moment, no
    clock. `other` holds the second event of a timescale that takes the earlier of two; empty, the first decides.
    """

    event: str = ""
    variant: str = ""
    given: str = ""
    other: str = ""


@dataclass(frozen=True)
class Stop:
    """How a step stops a clock: the attribute that holds the moment of the event named in law, and how it ended."""

    event: str = ""
    how: str = "met"


@dataclass(frozen=True)
class Declared:
    """What `@step` was told, for `perform`, the doors, the database and the printed pathway."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    permission: Permission
    parameters: tuple[str, ...]
    guards: tuple[Guard, ...]
    starts: Mapping[str, Start]
    stops: Mapping[str, Stop]
    child_sources: tuple[str, ...]
    child_target: str | None
    opens: tuple[str, ...]
    other_than: tuple[str, ...]
    adds: bool
    doc: str

    @property
    def opening(self) -> bool:
        return self.sources == ("",)

    @property
    def takes_children(self) -> bool:
        return "children" in self.parameters

    def possible_from(self, state: str) -> bool:
        if self.sources == (ANY,):
            return state not in ("", WITHDRAWN)
        return state in self.sources


def _tuple(value) -> tuple:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


def _performing(record) -> bool:
    return getattr(record, "act", None) is not None


def step(
    label: str,
    *,
    source,
    permission: Permission,
    target: str | None = None,
    each_child: tuple | None = None,
    guards: Sequence[Guard] = (),
    starts: Mapping[str, str | Start] | None = None,
    stops: Mapping[str, str | Stop] | Sequence[str] | None = None,
    opens: str | Sequence[str] = (),
    other_than: str | Sequence[str] = (),
    adds: bool = False,
) -> Callable[[Callable], Any]:
    """Declare a method of a record to be a step, taken only by `perform`.

    source: the state or states it may be taken from; "" opens the record; "*" any state but withdrawn.
    each_child: (from, to) of the chosen children's rows; `to` None records facts without a move.
    starts, stops: clock code to the attribute with the event's moment, or a Start or Stop.
    opens: "Model.step" of the legal consequences the body may take by `self.consequence`.
    other_than: fields that name who must not take this step. adds: never refused as stale.
    """

    def declare(method: Callable) -> Any:
        sources = tuple(str(each) for each in _tuple(source))
        child_from, child_to = each_child or ((), None)
        stopping = stops if isinstance(stops, Mapping) else dict.fromkeys(stops or (), "")
        parameters = tuple(name for name in inspect.signature(method).parameters if name != "self")
        moved = transition(
            field="state",
            source=ANY if sources == (ANY,) else list(sources),
            target=target,
            conditions=[_performing],
        )(method)
        moved.declared = Declared(
            name=method.__name__,
            label=label,
            sources=sources,
            target=target,
            permission=permission,
            parameters=parameters,
            guards=tuple(guards),
            starts={k: v if isinstance(v, Start) else Start(v) for k, v in (starts or {}).items()},
            stops={k: v if isinstance(v, Stop) else Stop(v) for k, v in stopping.items()},
            child_sources=tuple(str(each) for each in _tuple(child_from)),
            child_target=child_to,
            opens=_tuple(opens),
            other_than=_tuple(other_than),
            adds=adds,
            doc=inspect.getdoc(method) or "",
        )
        return moved

    return declare


def declared_anew(inherited: Any, *, label: str = "", doc: str = "", **differs: Any) -> Any:
    """An inherited step as one kind of record declares it: the same questions and body, with what `differs` there."""
    declared, body = inherited.declared, inherited.__wrapped__

    @wraps(body)
    def again(self, **answers):
        return body(self, **answers)

    # Its transitions are its own.
    del again.__dict__["_django_fsm"]
    again.__doc__ = doc or body.__doc__
    as_inherited = {
        "source": declared.sources,
        "permission": declared.permission,
        "target": declared.target,
        "each_child": (declared.child_sources, declared.child_target),
        "guards": declared.guards,
        "starts": declared.starts,
        "stops": declared.stops,
        "opens": declared.opens,
        "other_than": declared.other_than,
        "adds": declared.adds,
    }
    return step(label or declared.label, **(as_inherited | differs))(again)
