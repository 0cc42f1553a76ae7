"""Pages of child protection medicals."""

from typing import Any

from cpu.deadlines import say_day, say_moment
from strategy.guards import medical as guards
from strategy.models import (
    ChildProtectionMedical,
)
from strategy.models.medical.facts import OPEN_STATES
from strategy.queries import sentence
from strategy.views.page import OfOneChild, Page, asked_first, link_to, own_clocks
from workflow import document


class MedicalDocument(Page):
    model = ChildProtectionMedical

    def found(self):
        return super().found().select_related("discussion__subject", "requested_by", "asked_of")

    def more(self, record) -> dict[str, Any]:
        booked = f" {say_moment(record.booked_for)}, {record.place}." if record.booked_for else ""
        held = (
            f" Examined {say_moment(record.examined_at)}, {record.clinician}." if record.examined_at else ""
        )
        return {
            "state_sentence": f"{record.get_type_display()}. {record.state_label}.{held or booked}{_stands(record)}",
            "facts": [
                *_latest_opinion(record),
                *asked_first(self.request.user, record, guards.asked_of_medical(record)),
                *link_to(record.discussion, self.request.user),
                *document.facts(record, leave_out=["type", "discussion"]),
            ],
            # One child, named in the heading: a card would say it twice.
            "children": [],
            "clocks": own_clocks(record, self.request.user),
            "views": self.tables(record),
        }

    def tables(self, record) -> list[dict[str, Any]]:
        tables = [
            _table(
                "Was not brought",
                ["Expected", "Who was to bring the child", "What happens next", "Manager told"],
                [
                    [
                        say_moment(each.at),
                        each.who,
                        f"{sentence(each.words)} {each.what_next}".strip(),
                        each.manager_told,
                    ]
                    for each in record.times_not_brought
                ],
            ),
            _table(
                "The opinion",
                ["What", "Opinion", "In words", "By whom"],
                [_opinion(each) for each in record.opinions],
                guards.DOES_NOT_EXCLUDE,
            ),
            _table(
                "Marks",
                ["Where", "Size and shape", "Colour, swelling, warmth, pain", "Explanation, and development"],
                [
                    [
                        each.site,
                        f"{each.size}, {each.shape}",
                        f"{sentence(each.colour)} {each.feel}",
                        ". ".join(filter(None, [each.explanation, each.explained_by, each.development])),
                    ]
                    for each in record.marks
                ],
                "The age of a bruise cannot be told from its colour.",
            ),
            _table(
                "Consent, part by part",
                ["Part", "Answer", "By whom", "How, and when"],
                [_consent(each) for each in record.answers_about_consent],
                "The latest answer about a part counts; all are kept.",
            ),
            _table(
                "What has still to be done",
                ["What", "Who", "By when", "What came of it"],
                [self._action(each) for each in record.actions],
            ),
        ]
        return [each for each in tables if each["rows"]]

    def _action(self, each) -> list[str]:
        between = f"{say_day(each.from_on)} to " if each.from_on else ""
        late = "Late: " if each.late_on(self.today()) else ""
        done = f"{say_day(each.done_on)}: {each.outcome}" if each.done_on else "Not yet done"
        return [
            f"{each.get_kind_display()}. {each.words}".strip(),
            each.who,
            f"{late}{between}{say_day(each.due_on)}",
            done,
        ]


def _table(heading: str, columns: list[str], rows: list[list[str]], note: str = "") -> dict[str, Any]:
    return {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": note}


def _stands(record) -> str:
    """A refusal, or a clinician's advice, ends nothing by itself."""
    if record.state not in OPEN_STATES:
        return ""
    refused = (
        " It is refused: the request stands until a manager has weighed that." if record.refused_by else ""
    )
    advised = (
        " A clinician decided that none is needed: it stands until a manager agrees."
        if record.advised_by_id
        else ""
    )
    return refused + advised


def _latest_opinion(record) -> list[dict[str, Any]]:
    """What most readers come for stands first, and never without its reminder."""
    if not record.opinions:
        return []
    last = record.opinions[-1]
    waits = " By telephone: a clinician has not confirmed it yet." if last.waits else ""
    said = f"{last.get_opinion_display()}. {sentence(last.words)}{waits}"
    note = f"{last.said_by}, {say_moment(last.at)}."
    return [{"label": str(last.get_kind_display()), "value": said, "note": note}]


def _opinion(each) -> list[str]:
    waits = ". By telephone: a clinician has not confirmed it yet." if each.waits else ""
    told = f" Given to: {each.told}" if each.told else ""
    when = f"{each.said_by}, {say_moment(each.at)}"
    return [
        each.get_kind_display(),
        f"{each.get_opinion_display()}.",
        f"{sentence(each.words)}{told}",
        when + waits,
    ]


def _consent(each) -> list[str]:
    answer = "Given" if each.given else "Refused"
    by = f"{each.who}. {each.get_by_right_display()}"
    return [each.get_part_display(), answer, by, f"{each.how}, {say_moment(each.at)}"]


class MedicalStep(OfOneChild):
    model = ChildProtectionMedical
