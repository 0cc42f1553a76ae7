"""Pages of police protection."""

from typing import Any

from cpu.deadlines import say_moment
from strategy.models import (
    EmergencyProtection,
)
from strategy.views.page import Page, Step, own_clocks
from workflow import document


def told_facts(reader, row) -> list[dict[str, Any]]:
    """Who was told of the protection of this child, and who still is to be."""
    told = [each for each in row.stage.told_rows().all() if each.case_id == row.case_id]
    return [
        {
            "label": str(each.get_whom_display()),
            "value": f"Told {say_moment(each.at)} by {each.by_whom}"
            if each.at
            else f"Not told: {each.not_told_because}",
        }
        for each in told
    ] + [
        {
            "label": name,
            "missing": "Not yet told",
            "url": document.url_where_one_may(row.stage, "record_told", reader),
            "action": "Record",
        }
        for name in row.not_yet_told()
    ]


class ProtectionDocument(Page):
    model = EmergencyProtection

    def found(self):
        return super().found().prefetch_related("toldofprotection_rows")

    def more(self, record) -> dict[str, Any]:
        return {
            "children": self.cards(record),
            "clocks": own_clocks(record, self.request.user),
        }

    def fill(self, row, card) -> None:
        card["facts"] += told_facts(self.request.user, row)


class ProtectionStep(Step):
    model = EmergencyProtection
