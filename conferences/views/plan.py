"""Pages of plans: the plan as a document, and the visit that is recorded on a phone."""

from typing import Any

from conferences import forms as forms
from conferences import queries
from conferences.guards import plan as guards
from conferences.models import ChildProtectionPlan, PlanAction, PlanMeeting, WorkedPlan
from cpu.calendars import london_day
from cpu.deadlines import say_day, say_moment
from partners.models import Counted, SeenHow, counted_as
from partners.queries import quote
from partners.views import taking_part
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, StepPage


class WorkedPlanDocument(Document):
    """What every plan shows: each child with visits and words, the actions, the meetings."""

    def more(self, record) -> dict[str, Any]:
        shown = taking_part(record, self.request.user)
        tables = [_actions(record, self.request.user), _meetings(record, self.request.user)]
        return {
            **shown,
            "children": self.cards(record),
            "protect_url": document.url_to_protect(self.case),
            "views": [*[each for each in tables if each["rows"]], *shown["views"]],
        }

    def cards(self, record) -> list[dict[str, Any]]:
        rows = self.rows(record)
        today = london_day(moment_of_the_door())
        cards = document.child_cards(record, rows, today, self.request.user)
        for row, card in zip(rows, cards, strict=True):
            card["status"] = f"{row.state_label}. {said_of_visits(row)}"
            card["quotes"] = [quote(each) for each in row.own_words[-2:]]
            self.fill(row, card)
        return cards

    def fill(self, row, card) -> None:
        card["facts"] = [*[_visit(each) for each in reversed(row.visits[-3:])], *card["facts"]]


class PlanDocument(WorkedPlanDocument):
    model = ChildProtectionPlan

    def more(self, record) -> dict[str, Any]:
        on_plan = [row.child_name for row in self.rows(record) if row.state in guards.OPEN_PLAN]
        who = (
            f" Subject of a plan: {document.listed(on_plan)}."
            if on_plan
            else " No child is subject of it now."
        )
        begun = f"{record.state_label}. Made by the conference of {say_moment(record.started_at)}."
        return {**super().more(record), "state_sentence": f"{begun}{who}"}

    def fill(self, row, card) -> None:
        super().fill(row, card)
        owed = [
            {"label": "Owed", "missing": says, "url": document.url_of(row.stage, mend), "action": "Do it now"}
            for says, mend in guards.owed_by(row.stage, row)
        ]
        card["facts"] = [*owed, *card["facts"]]


def said_of_visits(row) -> str:
    """ "Seen 3 times, alone 2 times, last on Monday 1 February 2027; once at a distance, counted apart"."""
    seen, apart = row.visits_seen, [each for each in row.visits if each.counts_apart]
    whom = "The mother seen" if row.case_id and row.case.child.state == "UNBORN" else "Seen"
    if not row.visits:
        return "Not yet visited under this plan"
    if not seen:
        return "Visited, and not yet seen under this plan"
    alone = len([each for each in seen if each.seen == "alone"])
    said = f"{whom} {_times(len(seen))}, alone {_times(alone)}"
    if row.last_visit:
        said += f", last on {say_day(london_day(row.last_visit.at))}"
    return f"{said}. At a distance {_times(len(apart))}, counted apart" if apart else said


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _visit(each) -> dict[str, Any]:
    how = f"{each.get_seen_display()}, {each.get_how_display().partition(':')[0].lower()}"
    where = f"{say_moment(each.at)}, {each.place}, by {each.by_whom}"
    said = [where, each.not_alone_because, each.observed, each.what_next, each.get_counted_display()]
    return {"label": f"Visit: {how}", "value": " ".join(f"{text.rstrip('.')}." for text in said if text)}


def _actions(record: WorkedPlan, reader) -> dict[str, Any]:
    names = {row.case_id: row.child_name for row in record.rows_visible_to(reader)}
    return {
        "heading": "What will be done",
        "columns": [
            "For whom",
            "Risk, and what should be different",
            "Action, and if not",
            "Who, by when",
            "So far",
        ],
        "rows": [_action(each, names) for each in queries.actions(record, reader)],
        "quotes": [],
        "note": "",
    }


def _action(each: PlanAction, names: dict[int, str]) -> list[str]:
    contingency = f" If not: {each.contingency}" if each.contingency else ""
    ended = f"{each.get_ended_display()}: {each.ended_because}" if each.ended else ""
    so_far = [f"{say_moment(line.at)}: {line.words}" for line in each.progress.all()]
    return [
        names.get(each.case_id, "") if each.case_id else "Every child",
        f"{each.risk} {each.outcome}",
        f"{each.action}{contingency}",
        f"{each.owned_by}, by {say_day(each.due_on)}",
        " ".join([*so_far, ended]).strip(),
    ]


def _meetings(record: WorkedPlan, reader) -> dict[str, Any]:
    seen = {row.case_id: row.child_name for row in record.rows_visible_to(reader)}
    return {
        "heading": "Meetings about the plan",
        "columns": ["When", "Who was there", "What has moved", "Risk for each child", "Next"],
        "rows": [_meeting(each, seen) for each in queries.meetings(record, reader)],
        "quotes": [],
        "note": "A core group works the plan and cannot end it.",
    }


def _meeting(each: PlanMeeting, names: dict[int, str]) -> list[str]:
    here = [", ".join(each.agencies), each.who_was_there, f"Parents: {each.parents}" if each.parents else ""]
    risks = [
        f"{names[child.case_id]}: {' '.join(filter(None, [child.get_risk_display(), child.risk_words]))}"
        for child in each.children.all()
        if child.case_id in names and (child.risk or child.risk_words)
    ]
    forward = f" Asks for an earlier review: {each.bring_forward}" if each.bring_forward else ""
    return [
        f"{each.get_kind_display()}, {say_moment(each.held_at)}",
        ". ".join(filter(None, here)),
        f"{each.progress}{forward}",
        ". ".join(risks),
        say_day(each.next_on) if each.next_on else "",
    ]


class WorkedPlanStep(StepPage):
    """A step of a plan; a visit is offered with the children of the last one, and says what it will count as."""

    def chosen(self, record, declared) -> list[str]:
        if declared.name != "record_visit":
            return []
        last = record.last_visited()
        return [row.reference for row in self.rows(record) if row.case_id in last]

    def initial(self, record, declared) -> dict[str, Any]:
        known = super().initial(record, declared)
        if declared.name == "record_visit":
            known = {"by_whom": str(self.request.user), **known}
        return known

    def more(self, record, declared, asked) -> dict[str, Any]:
        more = {"protect_url": document.url_to_protect(self.case)}
        if declared.name != "record_visit":
            return more
        self.template_name = "conferences/visit.html"
        return {**more, "submit_label": "Record the visit", "ways": ways(moment_of_the_door())}


def ways(now) -> list[dict[str, Any]]:
    """Each way of seeing a child, and what it counts as today, by what the area has signed."""
    counts = {how: counted_as("alone", how, london_day(now)) for how in SeenHow.values}
    return [
        {
            "value": how,
            "label": str(SeenHow(how).label).partition(":")[0],
            "counted": counts[how],
            "says": says(counts[how]),
        }
        for how in SeenHow.values
    ]


def says(counted: str) -> str:
    """What the clock does with it."""
    return {
        Counted.SEEN: "counts as seen: the visit clock is met, and counts anew from the visit",
        Counted.APART: "counted apart, never as seen; the visit clock is met while the exception lasts",
        Counted.NOT: "does not count as seen: the visit clock runs on",
    }[Counted(counted)]


class PlanStep(WorkedPlanStep):
    model = ChildProtectionPlan
