"""Pages of child-in-need plans and of plans for risk outside the home."""

from typing import Any

from conferences.models import ChildInNeedPlan, RiskOutsideTheHomePlan
from conferences.views.plan import WorkedPlanDocument, WorkedPlanStep
from cpu.deadlines import say_day, say_moment
from workflow import document


class SupportPlanDocument(WorkedPlanDocument):
    """Who works it, or who is asked and the unit holds the child; what each child's plan still waits for."""

    who_works = ("worker", "offered_to", "visiting")

    def more(self, record) -> dict[str, Any]:
        shown = super().more(record)
        stands = "" if record.state == record.State.OFFERED else f"{record.state_label}. "
        tables = [_consents(record, self.rows(record)), *self.tables(record)]
        return {
            **shown,
            "state_sentence": f"{stands}Offered {say_moment(record.offered_at)} by {record.offered_by.name}."
            f"{self.holds(record)}",
            "views": [*[each for each in tables if each["rows"]], *shown["views"]],
        }

    def holds(self, record) -> str:
        waiting = [row.child_name for row in self.rows(record) if row.state == "OFFERED"]
        return f" Until it is accepted the unit holds {document.listed(waiting)}." if waiting else ""

    def tables(self, record) -> list[dict[str, Any]]:
        return []


def _consents(record, rows) -> dict[str, Any]:
    names = {row.case_id: row.child_name for row in rows}
    return {
        "heading": "Who agrees to the plan",
        "columns": ["Child", "Who", "Answer", "When and how", "In their own words"],
        "rows": [
            [
                names[each.case_id],
                each.holder.known_as,
                str(each.get_answer_display()),
                f"{say_moment(each.given_at)}. {each.how}",
                each.words,
            ]
            for each in record.consents
            if each.case_id in names
        ],
        "quotes": [],
        "note": "The latest answer of each counts; all are kept.",
    }


class ChildInNeedPlanDocument(SupportPlanDocument):
    model = ChildInNeedPlan


class ChildInNeedPlanStep(WorkedPlanStep):
    model = ChildInNeedPlan


class RiskOutsideTheHomePlanDocument(SupportPlanDocument):
    model = RiskOutsideTheHomePlan

    def tables(self, record) -> list[dict[str, Any]]:
        return [
            {
                "heading": "Where the risk is, and what is done about it",
                "columns": ["What", "What makes it dangerous", "What is done", "Who", "Now"],
                "rows": [
                    [
                        str(each.get_kind_display()),
                        each.what,
                        each.action,
                        each.owned_by,
                        f"Ended: {each.ended_because}" if each.ended_at else "Goes on",
                    ]
                    for each in record.all_contexts
                ],
                "quotes": [],
                "note": "Parents who protect are partners in this plan.",
            },
            {
                "heading": "Linked elsewhere",
                "columns": ["To what", "Reference", "Of", "What matters here"],
                "rows": [
                    [str(each.get_to_display()), each.reference, say_day(each.on), each.words]
                    for each in record.links
                ],
                "quotes": [],
                "note": "Linked, not merged: what stands there is theirs.",
            },
        ]


class RiskOutsideTheHomePlanStep(WorkedPlanStep):
    model = RiskOutsideTheHomePlan
