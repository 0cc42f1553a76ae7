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
    """A line of the chronology: when it happened, what, from whom; `known_at`: when we knew."""

    at: datetime
    what: str
    who: str
    known_at: datetime
    note: str = ""
    quote: dict[str, str] | None = None
    record_id: int | None = None


# (case) -> occasions, latest first, each in one query.
SEEN: list[Callable[[Any], list[Seeing]]] = []
# (case, reader) -> lines, latest first, each in a fixed number of queries.
HAPPENED: list[Callable[[Any, Any], list[Happening]]] = []
