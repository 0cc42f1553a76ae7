"""Pages of court orders."""

from typing import Any

from cpu.deadlines import say_moment
from strategy import queries as court
from strategy.models import (
    CourtOrder,
)
from strategy.views.page import Page, Step, own_clocks
from strategy.views.protection import told_facts
from workflow import document


class OrderDocument(Page):
    model = CourtOrder

    def found(self):
        return super().found().prefetch_related("toldoforder_rows")

    def more(self, record) -> dict[str, Any]:
        self.doubts: dict[int, list] = {}
        for each in court.doubts(record, self.rows(record)):
            self.doubts.setdefault(each.row.pk, []).append(each)
        ends = f" It ends {say_moment(record.expires_at)}." if record.expires_at else ""
        return {
            "children": self.cards(record),
            "clocks": own_clocks(record, self.request.user),
            "state_sentence": f"{record.get_what_display()}, made {say_moment(record.made_at)}.{ends}",
        }

    def fill(self, row, card) -> None:
        asked = [
            {
                "label": "To look at again",
                "missing": each.says,
                "url": document.url_where_one_may(row.stage, each.mend, self.request.user),
                "action": "Answer",
            }
            for each in self.doubts.get(row.pk, [])
        ]
        followed = (
            [{"label": "Follows", "value": f"Police protection {row.follows.stage.reference}"}]
            if row.follows_id
            else []
        )
        card["facts"] = [*asked, *followed, *card["facts"], *told_facts(self.request.user, row)]


class OrderStep(Step):
    model = CourtOrder
