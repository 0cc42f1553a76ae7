"""What every stage that agencies take part in shows on its page: who was asked, what they know, their own
view."""

from typing import Any

from cpu.deadlines import say_moment
from partners import queries
from partners.models import Contribution, MultiAgencyStage
from workflow import document
from workflow.forms import moment_of_the_door


def taking_part(record: MultiAgencyStage, reader) -> dict[str, Any]:
    """The panel and the tables for `workflow/record.html`."""
    rows = queries.panel(record, moment_of_the_door())
    said = queries.contributions(record, reader)
    found = queries.views(record)
    names = {row.case_id: row.child_name for row in record.rows_visible_to(reader) if row.case_id}
    return {
        "participation": {"heading": queries.heading(rows), "rows": [_asked(record, each) for each in rows]}
        if rows
        else None,
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


def _asked(record, asked: queries.Asked) -> dict[str, Any]:
    links = []
    if asked.state == queries.NEVER:
        links = [("Ask now", "ask"), ("Say why not", "say_why_not_asked")]
    elif asked.state in (queries.LATE, queries.DUE):
        links = [("Chase", "chase"), ("Write down the answer", "contribute")]
    about = f", about {asked.about_whom}" if asked.about_whom else ""
    return {
        "agency": asked.agency,
        "person": f"{asked.person}{about}".removeprefix(", "),
        "state": asked.state.capitalize(),
        "tone": asked.tone,
        "text": asked.says,
        "links": [{"label": label, "url": document.url_of(record, step)} for label, step in links],
    }


def _said(each: Contribution, names: dict[int, str]) -> list[str]:
    about = [names.get(row.case_id, "another child") for row in each.children.all()]
    handling = f" [{each.get_handling_display()}]" if each.handling else ""
    who = f"{each.agency} ({each.said_by})"
    return [who, each.text + handling, ", ".join(filter(None, [each.about_whom, *about]))]
