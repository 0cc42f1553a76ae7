"""Pages of plans: the plan as a document, and the visit that is recorded on a phone."""

from datetime import date
from typing import Any

from conferences import queries
from conferences.guards import plan as guards
from conferences.models import ChildProtectionPlan, PlanAction, PlanMeeting, WorkedPlan
from cpu.calendars import london_day
from cpu.deadlines import say_day, say_moment
from partners.models import AT_A_DISTANCE, Counted, SeenHow, counted_as
from partners.queries import DUE, LATE, panel, quote
from partners.views import panel_of, taking_part
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, StepPage


class WorkedPlanDocument(Document):
    """What every plan shows: for each child what is owed, who works it, when it was last seen and what is open; then
    the actions, every visit by child, and the meetings."""

    # Fields of a child's row that stand straight after what is owed.
    who_works: tuple[str, ...] = ()

    def more(self, record) -> dict[str, Any]:
        reader = self.request.user
        shown = taking_part(record, reader)
        # Whoever knows the children was asked before there was a plan: here counts what was asked and not answered.
        asked = [each for each in panel(record, moment_of_the_door()) if each.state in (LATE, DUE)]
        shown["participation"] = panel_of(reader, record, asked)
        visits = [_visits(row) for row in self.rows(record)]
        tables = [_actions(record, reader), *visits, _meetings(record, reader)]
        return {
            **shown,
            "children": self.cards(record),
            "views": [*[each for each in tables if each["rows"]], *shown["views"]],
        }

    def cards(self, record) -> list[dict[str, Any]]:
        rows = self.rows(record)
        today = london_day(moment_of_the_door())
        cards = document.child_cards(record, rows, today, self.request.user)
        for row, card in zip(rows, cards, strict=True):
            card["quotes"] = [quote(each) for each in row.own_words[-2:]]
            self.fill(row, card, today)
        return cards

    def fill(self, row, card, today: date) -> None:
        owed = [
            {"label": "Owed", "missing": says, "url": self.url_to_mend(row, mend), "action": "Do it now"}
            for says, mend in row.owed()
        ]
        leads, rest = document.facts(row, only=self.who_works), document.facts(row, self.who_works)
        card["facts"] = [*owed, *leads, *_seen_and_open(row, today), *rest]

    def url_to_mend(self, row, mend: str) -> str:
        return document.url_where_one_may(row.stage, mend, self.request.user)


class PlanDocument(WorkedPlanDocument):
    model = ChildProtectionPlan
    who_works = ("lead_practitioner", "visiting", "away_who_visits")

    def more(self, record) -> dict[str, Any]:
        on_plan = [row.child_name for row in self.rows(record) if row.state in guards.OPEN_PLAN]
        who = (
            f" Subject of a plan: {document.listed(on_plan)}."
            if on_plan
            else " No child is subject of it now."
        )
        begun = f"{record.state_label}. Made by the conference of {say_moment(record.started_at)}."
        return {**super().more(record), "state_sentence": f"{begun}{who}"}


def _seen_and_open(row, today: date) -> list[dict[str, Any]]:
    """When the child was last seen, and what is still to be done for it."""
    if row.state in row.ended and not row.visits:
        return []
    last, open_now = row.last_visit, row.open_actions
    whom = "Mother last seen" if row.case_id and row.case.child.state == "UNBORN" else "Last seen"
    seen = (
        f"{say_moment(last.at)}, {SEEN_IN_WORDS[last.seen]}, {last.place}, by {last.by_whom}" if last else ""
    )
    facts = [{"label": whom, "value": " ".join(f"{text}." for text in [seen, said_of_visits(row)] if text)}]
    if open_now:
        late = [each for each in open_now if each.due_on < today]
        said = f"{len(open_now)}, {len(late)} of them late" if late else str(len(open_now))
        says = f"{said}. The first, by {say_day(open_now[0].due_on)}: {open_now[0].action}"
        facts.append({"label": "Actions open", "value": says})
    return facts


SEEN_IN_WORDS = {"alone": "alone", "not-alone": "not alone"}


def said_of_visits(row) -> str:
    """ "Seen 3 times, alone twice. At a distance once, counted apart. Called once, which is no visit"."""
    seen, apart = row.visits_seen, [each for each in row.visits if each.counts_apart]
    alone = len([each for each in seen if each.seen == "alone"])
    if seen:
        said = [f"Seen {document.times(len(seen))} under this plan, alone {document.times(alone)}"]
    else:
        said = [f"{'Visited, and not yet seen' if row.visits else 'Not yet visited'} under this plan"]
    if apart:
        said.append(f"At a distance {document.times(len(apart))}, counted apart")
    if row.calls:
        said.append(f"Called {document.times(len(row.calls))}, which is no visit")
    return ". ".join(said)


def _visits(row) -> dict[str, Any]:
    """Every visit and call of one child, the latest first."""
    return {
        "heading": f"Visits to {row.child_name}",
        "columns": VISIT_COLUMNS,
        "rows": [visit_cells(each) for each in reversed(row.times_seen)],
        "quotes": [],
        "note": "",
    }


VISIT_COLUMNS = ["When and where", "Seen", "What was seen, and what next", "Counts"]


def visit_cells(each) -> list[str]:
    how = each.get_how_display().partition(":")[0]
    seen = [each.get_seen_display(), each.not_alone_because]
    told = f"A manager was told: {each.manager_told}" if each.manager_told else ""
    slept = {True: "Where the child sleeps was seen", False: "Where the child sleeps was not seen"}
    known = {True: "Announced", False: "Unannounced"}.get(each.announced, "")
    saw = [each.observed, slept.get(each.sleeping_place_seen, ""), each.sleeping_place, each.what_next, told]
    return [
        _sentences([say_moment(each.at), f"{how}, {each.place}, by {each.by_whom}", known]),
        _sentences(seen),
        _sentences(saw),
        str(each.get_counted_display()) if each.visit else "A call: no visit",
    ]


def _sentences(texts) -> str:
    return " ".join(f"{text.rstrip('.')}." for text in texts if text)


def _actions(record: WorkedPlan, reader) -> dict[str, Any]:
    names = {row.case_id: row.child_name for row in record.rows_visible_to(reader)}
    today = london_day(moment_of_the_door())
    return {
        "heading": "What will be done",
        "columns": [
            "For whom",
            "Risk, and what should be different",
            "Action, and if not",
            "Who, by when",
            "So far",
        ],
        "rows": [
            _action(each, names, today)
            for each in sorted(queries.actions(record, reader), key=lambda one: one.ended)
        ],
        "quotes": [],
        "note": "",
    }


def _action(each: PlanAction, names: dict[int, str], today: date) -> list[Any]:
    contingency = f"If not: {each.contingency}" if each.contingency else ""
    ended = f"{each.get_ended_display()}: {each.ended_because}" if each.ended else ""
    owner: dict[str, Any] = {"text": f"{each.owned_by}, by {say_day(each.due_on)}"}
    if not each.ended and each.due_on < today:
        owner |= {"tag": "Late", "tone": "late"}
    so_far = [f"{say_moment(line.at)}: {line.words}" for line in each.progress.all()]
    return [
        names.get(each.case_id, "") if each.case_id else "Every child",
        _sentences([each.risk, each.outcome]),
        _sentences([each.action, contingency]),
        owner,
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
    quorum = f" Met without its quorum: {each.inquorate_because}" if each.inquorate_because else ""
    forward = f" Asks for an earlier review: {each.bring_forward}" if each.bring_forward else ""
    return [
        f"{each.get_kind_display()}, {say_moment(each.held_at)}",
        ". ".join(filter(None, here)),
        f"{each.progress}{forward}{quorum}",
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
        if declared.name in ("record_visit", "record_call"):
            known = {"by_whom": str(self.request.user), **known}
        return known

    def more(self, record, declared, asked) -> dict[str, Any]:
        if declared.name != "record_visit":
            return {}
        self.template_name = "conferences/visit.html"
        shown = {"submit_label": "Record the visit", "ways": ways(moment_of_the_door())}
        return {**shown, "call_url": document.url_of(record, "record_call")}


def ways(now) -> list[dict[str, Any]]:
    """Each way of seeing a child, and what it counts as today, by what the area has signed."""
    found = []
    for how in SeenHow.values:
        counted = counted_as("alone", how, london_day(now))
        call = how in AT_A_DISTANCE and counted == Counted.NOT
        label = str(SeenHow(how).label).partition(":")[0]
        found.append({"value": how, "label": label, "says": NO_VISIT if call else SAYS[Counted(counted)]})
    return found


NO_VISIT = "is no visit: record it as a call, and see the child in person"
# What the clock does with it.
SAYS = {
    Counted.SEEN: "counts as seen: the visit clock is met, and counts anew from the visit",
    Counted.APART: "counted apart, never as seen; the visit clock is met while the exception lasts",
    Counted.NOT: "does not count as seen: the visit clock runs on",
}


class PlanStep(WorkedPlanStep):
    model = ChildProtectionPlan
