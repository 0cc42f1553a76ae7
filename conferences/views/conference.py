"""Pages of conferences: what still stands in the way, what each agency said, what was decided per child and why."""

from datetime import time
from typing import Any

from conferences.forms import conference as forms
from conferences.models import Conference, ConferenceChild, InvitedPerson
from conferences.models.conference import AgencyReport
from cpu.codes import CategoryOfAbuse
from cpu.deadlines import say_moment, say_time
from cpu.models import Clock, InForce
from strategy.views.page import Page, Step
from workflow import document
from workflow.forms import moment_of_the_door

VIEWS = dict(forms.ViewOnAPlan.choices)
OF_THE_RECORD_ALONE = (
    "must_not_meet",
    "minutes",
    "minutes_drafted_by",
    "minutes_approved_by",
    "inquorate_because",
    "held_as_it_was_because",
)


def table(heading: str, columns: list[str], rows: list[list[str]], note: str = "") -> dict[str, Any]:
    return {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": note}


def kept_apart(record) -> dict[str, str] | None:
    """Said once, and shown on every page of the conference."""
    if not record.pk or not record.must_not_meet:
        return None
    return {"heading": "Who must not meet whom.", "text": record.must_not_meet}


class ConferenceDocument(Page):
    model = Conference

    def more(self, record) -> dict[str, Any]:
        found = super().more(record)
        said, views = found["views"]
        return {
            **found,
            "facts": document.facts(record, leave_out=OF_THE_RECORD_ALONE),
            "state_sentence": self.sentence(record),
            "warning": kept_apart(record),
            "views": [
                *self.asked_about(record),
                {**said, "heading": "What each agency reported"},
                self.reports(record),
                self.agency_views(record, views),
                self.family(record),
                *self.later(record),
            ],
        }

    @staticmethod
    def sentence(record) -> str:
        kind = record.get_purpose_display().partition(":")[0]
        chair = f", chaired by {record.chair.name}" if record.chair_id else ""
        if record.held_at:
            return f"{kind}. {record.state_label}: {say_moment(record.held_at)}{chair}."
        if record.planned_for:
            return f"{kind}. {record.state_label} for {say_moment(record.planned_for)}{chair}."
        return f"{kind}. {record.state_label}."

    def asked_about(self, record) -> list[dict[str, Any]]:
        odd = record.odd()
        if not odd:
            return []
        note = " ".join(filter(None, [record.held_as_it_was_because, record.inquorate_because]))
        says = f"The chair says: {note}" if note else "It happened, so it stands. The chair says why."
        return [
            table(
                "What was not as it is planned, and is asked about", ["What"], [[each] for each in odd], says
            )
        ]

    def reports(self, record) -> dict[str, Any]:
        known = record.clocks_of_reports
        now, calendar = moment_of_the_door(), InForce.now().calendar
        rows = [
            [str(each.agency), _report(each, known.get(each.pk), now, calendar), each.main_points]
            for each in sorted(record.reports, key=lambda each: not each.is_awaited)
        ]
        return table("Reports to the chair", ["Agency", "Report", "Main points"], rows)

    def agency_views(self, record, views) -> dict[str, Any]:
        names = {row.case_id: row.child_name for row in self.rows(record)}
        rows = [
            [
                f"{each.agency} ({each.said_by})",
                names[each.case_id],
                VIEWS.get(each.view, each.view),
                each.words,
            ]
            for _, each in sorted(record.latest_views().items())
            if each.case_id in names
        ]
        return {**views, "rows": rows, "note": "Kept as said. The chair decides; who disagrees may raise it."}

    def family(self, record) -> dict[str, Any]:
        rows = [[str(each), _comes(each), _there(each), _had_report(each)] for each in record.people]
        heading = "The family, and who supports them"
        return table(heading, ["Who", "Invited as, and when", "There", "Report"], rows)

    def later(self, record) -> list[dict[str, Any]]:
        """Moves, corrections and complaints, where there are any."""
        moved = [
            [
                say_moment(each.was_planned_for),
                say_moment(each.planned_for),
                "Stood down" if each.stood_down_at else "Moved",
                f"{each.reason} {each.interim_plan}".strip(),
            ]
            for each in record.conferencemoved_rows.all()
        ]
        corrections = [
            [each.asked_by, each.what, _answer(each), say_moment(each.correction_asked_at)]
            for each in record.minutescorrection_rows.all()
        ]
        complaints = [
            [
                str(each),
                f"{each.get_about_display()}: {each.words}",
                _answer(each),
                say_moment(each.stage_entered_at),
            ]
            for each in record.conferencecomplaint_rows.all()
        ]
        columns = ["From", "What", "Answer", "Since"]
        found = [
            table("Other days it was planned for", ["Was for", "Then for", "", "Why"], moved),
            table("Corrections of the minutes asked for", columns, corrections),
            table("Complaints about this conference", columns, complaints, "The decision stands meanwhile."),
        ]
        return [each for each in found if each["rows"]]

    def fill(self, row: ConferenceChild, card: dict[str, Any]) -> None:
        labels = dict(CategoryOfAbuse.choices)
        if row.category:
            card["status"] = f"{row.state_label}. {row.get_category_display()}"
        if row.state == "NO_PLAN":
            card["status"] += ". It does not mean that nothing happened"
        for fact in card["facts"]:
            if fact["label"] == "Further categories":
                fact["value"] = ", ".join(labels[each] for each in row.further_categories)
        seen = row.times_seen
        last = (
            f"{say_moment(seen[-1].at)}, {seen[-1].get_seen_display().lower()}" if seen else "Not since then"
        )
        card["facts"].insert(0, {"label": "Seen since the enquiry or the last conference", "value": last})
        card["facts"] += [
            {
                "label": "Owed",
                "missing": f"Not said yet: {what}",
                "url": document.url_of(row.stage, "complete_decision"),
                "action": "Add it",
            }
            for what in row.still_to_say()
        ]


def _report(each: AgencyReport, clock: Clock | None, now, calendar) -> str:
    distant = " No direct contact with the children." if each.knows_directly is False else ""
    if each.received_at:
        late = " Late." if clock and clock.is_late(each.received_at) else ""
        return f"Came {say_moment(each.received_at)}.{late}{distant}"
    due = f" {clock.say(now, calendar)}." if clock and clock.stopped_at is None else ""
    missing = f" {each.missing_because}" if each.missing_because else ""
    return f"Missing.{due}{missing}{distant}"


def _between(start: time | None, end: time | None) -> str:
    found = [f"from {say_time(start)}" if start else "", f"until {say_time(end)}" if end else ""]
    return " ".join(filter(None, found))


def _comes(each: InvitedPerson) -> str:
    when = _between(each.comes_from, each.comes_until)
    apart = f"Apart: {each.apart_because}" if each.apart_because else ""
    return ". ".join(filter(None, [str(each.get_role_display()), when, apart]))


def _there(each: InvitedPerson) -> str:
    if each.excluded_at:
        return f"Excluded by {each.excluded_by}: {each.excluded_because} Heard all the same: {each.heard_how}"
    when = _between(each.here_from, each.here_until)
    said = f"Said: “{each.said}”" if each.said else ""
    return " ".join(filter(None, [str(each.get_attendance_display()), when, said]))


def _had_report(each: InvitedPerson) -> str:
    if each.report_shared_at:
        part = f" {each.report_part}" if each.report_part else ""
        return (
            f"Shared {say_moment(each.report_shared_at)} by {each.report_by_whom or 'not said whom'}.{part}"
        )
    return f"Not shared: {each.report_withheld_because}" if each.report_withheld_because else "Not yet shared"


def _answer(each) -> str:
    return f"{each.get_answer_display()}: {each.answer_words}" if each.answer else "Not answered yet"


class ConferenceStep(Step):
    model = Conference

    def more(self, record, declared, asked) -> dict[str, Any]:
        return {**super().more(record, declared, asked), "warning": kept_apart(record)}
