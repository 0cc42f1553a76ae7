"""What floors above know of a child, for the page of the case: each registers its reader when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Seeing:
    """One occasion on which a child was, or was to be, seen. `said` as people say it: "Seen, and alone"."""

    at: datetime
    said: str
    by_whom: str
    counts: bool


@dataclass(frozen=True)
class Happening:
    """A line of the chronology: when it happened, what, from whom; `known_at`: when we knew; in which
    record.
    """

    at: datetime
    what: str
    who: str
    known_at: datetime
    kind: str
    reference: str
    note: str = ""
    quote: dict[str, str] | None = None


# (case, reader) -> (occasions of being seen, lines of the chronology), in a fixed number of queries.
Reader = Callable[[Any, Any], tuple[list[Seeing], list[Happening]]]
READERS: list[Reader] = []
