"""A missing episode."""

from typing import Any

from cpu.deadlines import say_moment
from people.models import (
    MissingEpisode,
)
from workflow.views import Document, StepPage


class MissingDocument(Document):
    """Who is missing since when, what the police know, and for each child the return and its interview."""

    model = MissingEpisode

    def more(self, record: MissingEpisode) -> dict[str, Any]:
        since = say_moment(record.missing_since)
        police = (
            f"Police told {say_moment(record.reported_at)}."
            if record.reported_at
            else "The police have not been told, by what is recorded."
        )
        return {"state_sentence": f"{record.state_label}. Missing since {since}. {police}"}


class MissingStep(StepPage):
    model = MissingEpisode
