"""Pages of strategy discussions."""

from typing import Any
from urllib.parse import urlencode

from cpu.deadlines import say_moment
from cpu.roles import Permission, can
from strategy.guards import discussion as guards
from strategy.models import (
    StrategyDiscussion,
)
from strategy.views.page import Page, Step
from workflow import document


class DiscussionDocument(Page):
    model = StrategyDiscussion
    first = ("reason", "urgency")
    first_of_child = (
        "threshold",
        "threshold_why",
        "sleeps_where",
        "sleeps_with",
        "who_sees",
        "to_be_seen_at",
    )

    def more(self, record) -> dict[str, Any]:
        held = f" {say_moment(record.held_at)}, {record.get_how_display().lower()}." if record.held_at else ""
        chair = f" Chaired by {record.chair.name}." if record.chair_id else ""
        review = " A review: it does not move the date of the conference." if record.review else ""
        return {**super().more(record), "state_sentence": f"{record.state_label}.{held}{chair}{review}"}

    def fill(self, row, card) -> None:
        """The medical stands with its answer; "needed" is owed until it is asked for."""
        owed = guards.needed_medical_is_asked_for.unmet(row.stage, row) if row.case_id else ""
        if owed:
            case = row.case.reference
            asks = can(self.request.user, Permission.MEDICAL_REQUEST)
            url = document.url_to_open("medicals", "request", case) if asks else ""
            card["facts"].insert(
                0,
                {
                    "label": "Medical",
                    "missing": owed,
                    "url": url and f"{url}&{urlencode({'discussion': row.stage.reference})}",
                    "action": "Ask for it now",
                },
            )
        card["facts"] = [*self.medicals(row), *card["facts"]]


class DiscussionStep(Step):
    model = StrategyDiscussion
