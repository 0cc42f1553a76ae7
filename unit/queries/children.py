"""The children whom a page is about, read together."""

from collections.abc import Iterable

from cpu.models import AuditEvent, Clock, Involvement, User
from people.models import Case, Person
from workflow.document import stages


class Children:
    """The children of some records and cases, as far as the reader may see them: three queries, whatever
    their number.
    """

    def __init__(
        self, reader: User, *, records: Iterable[int | None] = (), cases: Iterable[int | None] = ()
    ) -> None:
        self.reader = reader
        rows = self._rows({key for key in records if key})
        wanted = {case for _, case in rows} | {key for key in cases if key}
        asked_into = set(
            Involvement.of_user(reader)
            .filter(record__in={record for record, _ in rows})
            .values_list("record", flat=True)
        )
        seen = Case.visible_to(reader).filter(pk__in=wanted)
        self.by_case = {case.pk: case for case in seen.select_related("subject", "child__subject")}
        # Whoever was asked into a record knows its children there, and only there.
        elsewhere = {case for record, case in rows if record in asked_into} - self.by_case.keys()
        strangers = {}
        if elsewhere:
            found = Case.unscoped("children of a record that the reader was asked into").filter(
                pk__in=elsewhere
            )
            strangers = {case.pk: case for case in found.select_related("subject", "child__subject")}
        self.by_record: dict[int, list[Case]] = {key: [case] for key, case in self.by_case.items()}
        for record, key in rows:
            case = self.by_case.get(key) or (strangers.get(key) if record in asked_into else None)
            if case is not None:
                self.by_record.setdefault(record, []).append(case)

    @staticmethod
    def _rows(keys: set[int]) -> list[tuple[int, int]]:
        if not keys:
            return []
        first, *others = [
            stage.child_row()
            ._rows.filter(stage__in=keys, case__isnull=False)
            .order_by()
            .values_list("stage_id", "case_id")
            for stage in stages()
        ]
        return sorted(first.union(*others, all=True) if others else first)

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
