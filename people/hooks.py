"""What floors above know of a child, for the page of the case: each registers its reader when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Model, Q, QuerySet

from workflow.rows import Related
from workflow.tables import together


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


@dataclass(frozen=True)
class Telling:
    """One table that tells of a child; all that are registered are read in one statement.

    model: whose rows they are. rows: (case, or what stands for its key) -> the rows of that child, ordered, so many
    at most. related: the rows
    they point at that are wanted, as `workflow.rows` takes them. tell: (row, reader) -> as a reader's.
    """

    model: type[Model]
    rows: Callable[[Any], QuerySet]
    tell: Callable[[Any, Any], tuple[list[Seeing], list[Happening]]]
    related: Related = field(default_factory=dict)


TELLINGS: list[Telling] = []


def line(of: Callable[[Any], Happening]) -> Callable[[Any, Any], tuple[list[Seeing], list[Happening]]]:
    """The `tell` of a table whose row is one line of the chronology, the same for every reader."""
    return lambda row, reader: ([], [of(row)])


@dataclass(frozen=True)
class Part:
    """One agency, or one person of it, in one record: invited or asked, here, answered, or excused.

    `record`: key of the record; `row`: of the row in which it stands. `about`: that row as clocks name it. `kind`: of
    the agency. `answered`: said what it knows, sent its report, or that nothing is known. `due_at`: by when its answer
    is late; None where nothing of it is awaited.
    """

    record: int
    row: int
    about: str
    agency: str
    kind: str
    whom: str
    asked: bool
    answered: bool
    excused: bool
    due_at: datetime | None


# Keys of records -> everybody's part in them, the columns as `Part` has its fields.
PARTS: list[Callable[[Iterable[int]], QuerySet]] = []
# Keys of agencies -> which open clocks wait for an answer of theirs.
ASKED_OF: list[Callable[[Iterable[int]], Q]] = []


def parts(records: Iterable[int]) -> list[Part]:
    """Everybody's part in these records: one query, and none where there are no records."""
    keys = set(records)
    found = together([rows(keys) for rows in PARTS]) if keys else []
    return [Part(*row) for row in sorted(found, key=itemgetter(0, 1))]


def asked_of(agencies: Iterable[int]) -> Q:
    """Open clocks that wait for an answer of these agencies."""
    found = Q(pk__in=[])
    for each in ASKED_OF:
        found |= each(agencies)
    return found
