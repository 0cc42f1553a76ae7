"""What every stage that agencies take part in shows on its page: who was asked, what they know, their own
view."""

from collections.abc import Iterable
from typing import Any

from cpu.calendars import london_day
from cpu.deadlines import say_moment
from cpu.models import AuditEvent, User
from partners import forms as questions  # noqa: F401  makes the questions of the steps known
from partners import queries
from partners.models import Contribution, Disagreement, MultiAgencyStage
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.stage import ChildRow
from workflow.views import Document, StepPage


def taking_part(record: MultiAgencyStage, reader) -> dict[str, Any]:
    """The panel and the tables for `workflow/record.html`."""
    rows = queries.panel(record, moment_of_the_door(), reader)
    said = queries.contributions(record, reader)
    found = queries.views(record, reader)
    names = {row.case_id: row.child_name for row in record.rows_visible_to(reader) if row.case_id}
    return {
        "participation": panel_of(reader, record, rows),
        "views": [
            {
                "heading": "What each agency knows",
                "columns": ["Agency", "Information, as they gave it", "About"],
                "rows": [_said(each, names) for each in said],
                "quotes": [
                    {"words": each.own_words, "who": each.said_by, "when": say_moment(each.given_at)}
                    for each in said
                    if each.own_words
                ],
                "note": "",
            },
            {
                "heading": "Each agency's own view",
                "columns": ["Agency", "Child", "View", "In its own words"],
                "rows": [
                    [
                        f"{each.agency} ({each.said_by})",
                        names[each.case_id],
                        each.get_view_display(),
                        each.words,
                    ]
                    for each in found
                    if each.case_id in names
                ],
                "quotes": [],
                "note": "Kept as said.",
            },
        ],
    }


def as_asked(record: MultiAgencyStage, reader: User, rows: Iterable[ChildRow]) -> dict[str, Any]:
    """For whoever was only asked: which children, what is due from them, and what they did here."""
    mine = {f"participation:{each.pk}" for each in record.participations if each.agency_id in reader.agencies}
    clocks = [each for each in document.clocks_of(record, []) if each.about in mine]
    own = AuditEvent.of(record).filter(actor_id=reader.pk).order_by("-version")
    return {
        "children": [{"name": row.child_name, "status": "", "facts": []} for row in rows],
        "clocks": document.clocks_together(clocks, moment_of_the_door(), {}),
        "events": document.events(own),
        "prompts": [],
    }


ASK_NOW = (("Ask now", "ask"), ("Say why not", "say_why_not_asked"))


def panel_of(reader, record, rows: list[queries.Asked], *, never=ASK_NOW) -> dict[str, Any] | None:
    """Who was asked, worst first, as cells of a table; `never`: what is offered of whoever was never asked."""
    if not rows:
        return None
    return {
        "heading": queries.heading(rows),
        "columns": ["Agency", "State", "Asked, answered, what it says"],
        "rows": [_asked(reader, record, each, never) for each in rows],
    }


def _asked(reader, record, asked: queries.Asked, never) -> list[dict[str, Any]]:
    """Cells of one row; of a record that is over nobody is asked or chased any more."""
    links = []
    if asked.state == queries.NEVER:
        links = list(never)
    elif asked.state in (queries.LATE, queries.DUE):
        links = [("Chase", "chase"), ("Write down the answer", "contribute")]
    about = f", about {asked.about_whom}" if asked.about_whom else ""
    return [
        {"text": asked.agency, "note": f"{asked.person}{about}".removeprefix(", ")},
        {"tag": asked.state.capitalize(), "tone": asked.tone},
        {
            "text": asked.says,
            "links": [
                {"label": label, "url": url, "about": asked.agency}
                for label, step in links
                if record.state not in record.ended
                and (url := document.url_where_one_may(record, step, reader))
            ],
        },
    ]


def _said(each: Contribution, names: dict[int, str]) -> list[str]:
    about = [names.get(row.case_id, "another child") for row in each.children.all()]
    handling = f" [{each.get_handling_display()}]" if each.handling else ""
    who = f"{each.agency} ({each.said_by})"
    return [who, each.text + handling, ", ".join(filter(None, [each.about_whom, *about]))]


# A professional disagreement


class DisagreementDocument(Document):
    """What is disputed and why, each side's view, what was answered at each level, how each child is safe meanwhile."""

    model = Disagreement
    first = ("decision", "why", "resolution")

    def more(self, record: Disagreement) -> dict[str, Any]:
        today = " A manager outside the dispute decides that day." if record.same_day else ""
        stands = (
            f" The decision is suspended for safety since {say_moment(record.suspended_at)}."
            if record.suspended_at
            else " The decision stands meanwhile."
        )
        over = record.state == Disagreement.State.RESOLVED
        return {
            "state_sentence": f"{record.state_label}. Level {record.level} of {record.levels}."
            + ("" if over else f"{today}{stands}"),
            "facts": document.facts(record, leave_out={"level", "levels", "about"}),
            "children": self._cards(record),
            "views": [
                {
                    "heading": "Each side's view",
                    "columns": ["Side", "View, in its own words", "When"],
                    "rows": [
                        [f"{each.agency} ({each.said_by})", each.words, say_moment(each.given_at)]
                        for each in record.sides.select_related("agency")
                    ],
                    "quotes": [],
                    "note": "Kept as said.",
                },
                {
                    "heading": "What was answered",
                    "columns": ["Level", "Answer", "By"],
                    "rows": [
                        [str(each.level), each.words, f"{each.answered_by}, {say_moment(each.answered_at)}"]
                        for each in record.answers.select_related("answered_by")
                    ],
                    "quotes": [],
                    "note": "",
                },
            ],
            "parts": [
                {
                    "heading": "What it is about",
                    "rows": [
                        {
                            "label": f"{record.about.kind.replace('-', ' ').capitalize()} {record.about}",
                            "url": document.url_of_subject(record.about),
                            "note": "",
                        }
                    ],
                    "links": [],
                }
            ],
        }

    def _cards(self, record: Disagreement) -> list[dict[str, Any]]:
        rows = self.rows(record)
        cards = document.child_cards(record, rows, london_day(moment_of_the_door()), self.request.user)
        for row, card in zip(rows, cards, strict=True):
            if not row.interim_safety and record.state not in record.ended:
                card["facts"].append(
                    {
                        "label": "How the child is safe meanwhile",
                        "missing": "Not yet said",
                        "url": document.url_where_one_may(record, "agree_interim_safety", self.request.user),
                        "action": "Say how",
                    }
                )
        return cards


class DisagreementStep(StepPage):
    model = Disagreement
