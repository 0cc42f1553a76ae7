"""What the steps about a person's own entries share."""

from typing import Any

from workflow.record import Record
from workflow.refusals import BadInput, Reason


class OwnEntries(Record):
    """A person whose entries (numbers, addresses, flags) are of this person alone, and end with a reason."""

    class Meta:
        abstract = True

    def _enter(self, entry: Any, /, **facts) -> Any:
        """A new entry of this person."""
        return self.add(entry(person=self, **facts))

    def _own(self, row, pointer: str):
        """A row of this person, or a refusal."""
        if row.person_id != self.pk:
            raise BadInput(Reason("Choose an entry of this person.", pointer=pointer))
        return row

    def _standing(self, row, pointer: str):
        """A row of this person that nobody has ended."""
        if self._own(row, pointer).ended_at:
            raise BadInput(Reason("This has been ended already.", pointer=pointer))
        return row

    def _end(self, row, reason: str) -> None:
        row.ended_at, row.ended_by, row.ended_because = self.act.at, self.act.by, reason
        self.keep(row)
