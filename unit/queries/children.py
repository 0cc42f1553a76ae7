"""The children whom a page is about, read together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import JSONField

from cpu.deadlines import Of
from cpu.models import AuditEvent, Clock, Involvement, User
from people.models import Case, Person
from workflow.clocks import about
from workflow.document import records as records_by_kind
from workflow.stage import ChildRow, Seeing, Stage
from workflow.step import WITHDRAWN, Declared
from workflow.work import Work


@dataclass
class Standing:
    """How a record stands, and how its children do in it."""

    kind: str
    state: str
    rows: set[str] = field(default_factory=set)

    def allows(self, step: Declared) -> bool:
        return step.possible_from(self.state) and (
            not step.child_sources or not self.rows.isdisjoint(step.child_sources)
        )


class Children:
    """The children of some records and cases, as far as the reader may see them: three queries, whatever
    their number; and three for each kind of record with children whom nobody has identified yet.
    """

    def __init__(
        self, reader: User, *, records: Iterable[int | None] = (), cases: Iterable[int | None] = ()
    ) -> None:
        self.reader = reader
        # Of each record with rows of children: how it stands, and how its children do.
        self.standing: dict[int, Standing] = {}
        rows, unknown = self._rows({key for key in records if key})
        self.not_identified = self._not_identified(unknown)
        wanted = {case for _, case in rows} | {key for key in cases if key}
        seen = Case.visible_to(reader).filter(pk__in=wanted)
        self.by_case = {case.pk: case for case in seen.select_related("subject", "child__subject")}
        strangers = self._strangers([(record, case) for record, case in rows if case not in self.by_case])
        self.by_record: dict[int, list[Case]] = {key: [case] for key, case in self.by_case.items()}
        for record, key in rows:
            case = self.by_case.get(key) or strangers.get((record, key))
            if case is not None:
                self.by_record.setdefault(record, []).append(case)

    def _strangers(self, rows: list[tuple[int, int]]) -> dict[tuple[int, int], Case]:
        """Whoever was asked into a record knows its children there, and only there."""
        if not rows:
            return {}
        into = Involvement.of_user(self.reader).filter(record__in={record for record, _ in rows})
        records = set(into.values_list("record", flat=True))
        known = [(record, case) for record, case in rows if record in records]
        found = Case.unscoped("children of a record that the reader was asked into")
        cases = found.filter(pk__in={case for _, case in known}).select_related("subject", "child__subject")
        by_key = {case.pk: case for case in cases}
        return {(record, case): by_key[case] for record, case in known}

    def _rows(self, keys: set[int]) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
        """Record and case, for each child's row; and by kind the records with a row without a case."""
        covering = Work._rows.filter(stage__in=keys) if keys else Work._rows.none()
        rows: list[tuple[int, int]] = []
        unknown: dict[str, list[int]] = {}
        columns = ("kind", "stage_id", "case", "over", "state", "row_state")
        for kind, record, case, over, state, row_state in covering.values_list(*columns):
            self.standing.setdefault(record, Standing(kind, state)).rows.add(row_state)
            if case:
                rows.append((record, case))
            elif not over:
                unknown.setdefault(kind, []).append(record)
        return sorted(rows), unknown

    def _not_identified(self, unknown: dict[str, list[int]]) -> dict[int, list[ChildRow]]:
        """Rows of children without a case, under the key of each record that the reader may see."""
        found: dict[int, list[ChildRow]] = {}
        for kind, keys in unknown.items():
            model = cast(type[Stage], records_by_kind()[kind])
            seen = model.visible_to(self.reader).filter(pk__in=keys).exclude(state__in=model.ended)
            rows: Any = model.rows_to_read()
            rows.queryset = rows.queryset.filter(case__isnull=True).exclude(state=WITHDRAWN)
            # What was sent, or kept as it came, is long to read and names nobody here.
            long = [each.name for each in model._meta.concrete_fields if isinstance(each, JSONField)]
            stages = list(seen.defer(*long).prefetch_related(None).prefetch_related(rows))
            seeing = Seeing(self.reader, stages)
            for each in stages:
                each.seeing = seeing
                found[each.pk] = each.rows_visible_to(self.reader)
        return found

    def unidentified(self, clock: Clock) -> list[str]:
        """Names of those whom a clock is about and nobody knows yet: one child, or all of the record."""
        rows = self.not_identified.get(clock.record_id or 0, []) if not clock.case_id else []
        return [row.child_name for row in rows if clock.of != Of.CHILD.value or clock.about == about(row)]

    def of(self, clock: Clock) -> list[Case]:
        if clock.case_id in self.by_case:
            return [self.by_case[clock.case_id]]
        return self.by_record.get(clock.record_id or 0, [])

    def of_record(self, key: int) -> list[Person]:
        return [case.child for case in self.by_record.get(key, [])]

    def of_event(self, event: AuditEvent) -> list[Person]:
        return [self.by_case[key].child for key in event.cases if key in self.by_case]

    def mine(self, case: Case) -> bool:
        """Whether the reader may open this case, and not only know of it within a record."""
        return case.pk in self.by_case
