"""Pages of pre-proceedings."""

from typing import Any

from django.utils import timezone

from court.models import PreProceedings
from cpu.deadlines import say_day
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, StepPage


class PreProceedingsDocument(Document):
    model = PreProceedings

    def found(self):
        return super().found().select_related("decided_by").prefetch_related("preproceedingsreview_rows")

    def more(self, record) -> dict[str, Any]:
        begun = "Begun by an application" if record.urgent else "Decided on"
        return {
            "title": "Pre-proceedings",
            "crumbs": [*self.crumbs(record), {"label": "Pre-proceedings", "url": ""}],
            "children": self.cards(record),
            "state_sentence": f"{record.state_label}. {begun} {say_day(record.decided_on)} "
            f"by {record.decided_by.name}.",
        }

    def cards(self, record) -> list[dict[str, Any]]:
        rows = self.rows(record)
        today = timezone.localdate(moment_of_the_door())
        cards = document.child_cards(record, rows, today, self.request.user)
        for row, card in zip(rows, cards, strict=True):
            reviews = row.reviews()
            owed = [
                {
                    "label": "Owed",
                    "missing": says,
                    "url": document.url_where_one_may(record, mend, self.request.user),
                    "action": "Do it now",
                }
                for says, mend in row.owed()
            ]
            held = [
                {"label": f"Review {number}, {say_day(each.held_on)}", "value": each.words}
                for number, each in enumerate(reviews, 1)
            ]
            card["facts"] = [*owed, *card["facts"], *held]
        return cards


class PreProceedingsStep(StepPage):
    model = PreProceedings
