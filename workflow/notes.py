"""The plain note as a step: two answers required, and it never waits for a version or a state."""

from datetime import datetime
from typing import Any

from cpu.roles import Permission
from workflow.models import Note
from workflow.step import ANY, step


class Noted:
    """For a record about one child, or none: a note of the record itself."""

    # Given by the record.
    subject: Any
    act: Any
    add: Any

    def write_note(
        self,
        words: str,
        happened_at: datetime,
        *,
        cases=(None,),
        with_whom: str = "",
        how: str = "",
        kind: str = Note.Kind.NOTE,
    ) -> None:
        """Store a note within a step's body, once about each child whose case is given."""
        self.add(
            *[
                Note(
                    record=self.subject,
                    case=case,
                    kind=kind,
                    words=words,
                    happened_at=happened_at,
                    with_whom=with_whom,
                    how=how,
                    written_by=self.act.by,
                    written_at=self.act.at,
                )
                for case in cases
            ]
        )

    @step("Write a note", source=ANY, permission=Permission.NOTE, adds=True)
    def note(self, *, words, happened_at, with_whom="", how=""):
        """What was said or seen, and when. A letter that comes after the closing is noted too."""
        self.write_note(words, happened_at, cases=[self.noted_case()], with_whom=with_whom, how=how)

    def noted_case(self):
        """The child's case that a note of this record is about."""
        return


class NotedPerChild(Noted):
    """For a stage: a note is about the children chosen, and a brother's worker does not read it by chance."""

    @step("Write a note", source=ANY, permission=Permission.NOTE, adds=True)
    def note(self, *, children, words, happened_at, with_whom="", how=""):
        """What was said or seen, and when, about the children chosen."""
        self.write_note(
            words, happened_at, cases=[row.case for row in children], with_whom=with_whom, how=how
        )
