"""Pages of conferences: what still stands in the way, what each agency said, what was decided per child and why."""

from datetime import time
from functools import cached_property
from typing import Any

from django import forms as fields

from conferences import queries
from conferences.forms import conference as forms  # noqa: F401  makes the questions of the steps known
from conferences.models import Conference, ConferenceChild, InvitedPerson
from conferences.models.conference import AgencyReport
from conferences.views.plan import VISIT_COLUMNS, visit_cells
from cpu.calendars import Calendar
from cpu.codes import CategoryOfAbuse
from cpu.deadlines import say_moment, say_time
from cpu.models import Clock, InForce, Membership, User
from cpu.roles import GRANTS, Permission
from documents.letter import family_of
from govuk.templatetags.govuk import listed
from partners.models import AgencyView, Contribution, Participation
from partners.queries import DUE, LATE, NEVER, contributions, panel
from partners.views import panel_of
from strategy.models import Section47Enquiry
from strategy.views.page import Page, Step
from workflow import document
from workflow.forms import moment_of_the_door

SHORT_VIEWS: dict[str, str] = {
    AgencyView.View.FOR: "a plan",
    AgencyView.View.AGAINST: "no plan",
    AgencyView.View.NO_VIEW: "no view",
}
BOOKS = ("schedule", "rebook", "adjourn")
CHAIRS = [role for role, granted in GRANTS.items() if Permission.CONFERENCE_CHAIR in granted]
# What was decided for a child, and why, is read before the rest.
DECIDED = ("Category", "Further categories", "Why, for this child")
OF_THE_RECORD_ALONE = (
    "must_not_meet",
    "minutes",
    "minutes_drafted_by",
    "minutes_approved_by",
    "inquorate_because",
    "held_as_it_was_because",
)


def table(heading: str, columns: list[str], rows: list[list[Any]], note: str = "") -> dict[str, Any]:
    return {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": note}


def kept_apart(record) -> dict[str, str] | None:
    """Said once, and shown on every page of the conference."""
    if not record.pk or not record.must_not_meet:
        return None
    return {"heading": "Who must not meet whom.", "text": record.must_not_meet}


class ConferenceDocument(Page):
    """Read from the top: what stands in the way, what was decided per child and why, what each agency said."""

    model = Conference
    first = (
        *("reason", "told_on", "origin", "origin_plan", "origin_started_on"),
        *("meanwhile_visits", "last_visited_on"),
    )

    def more(self, record) -> dict[str, Any]:
        found = super().more(record)
        quotes = found["views"][0]["quotes"]
        return {
            **found,
            "facts": [*document.facts(record, leave_out=OF_THE_RECORD_ALONE), *self.minutes(record)],
            "participation": self.to_invite(record),
            "state_sentence": self.sentence(record),
            "warning": kept_apart(record),
            "views": [
                *self.asked_about(record),
                {**self.agencies(record), "quotes": quotes},
                self.family(record),
                *self.visited(record),
                *self.later(record),
            ],
        }

    def to_invite(self, record) -> dict[str, Any] | None:
        """Whoever knows the children and was never asked, and what was asked besides the report and is not answered."""
        invited = {each.agency_id for each in record.reports}
        rows = [
            each
            for each in panel(record, moment_of_the_door())
            if each.state in (LATE, DUE) or each.state == NEVER and each.agency_id not in invited
        ]
        never = [("Invite", "invite"), ("Say why not", "say_why_not_asked")]
        return panel_of(self.request.user, record, rows, never=never)

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

    def agencies(self, record) -> dict[str, Any]:
        """One row for each agency: whether it came, its report, its own view of each child. What is missing first."""
        here = {each.agency_id: each for each in record.participations if each.attendance}
        reports = {each.agency_id: each for each in record.reports}
        said: dict[int, list[Contribution]] = {}
        for each in contributions(record, self.request.user):
            said.setdefault(each.agency_id, []).append(each)
        views: dict[int, list[AgencyView]] = {}
        for (_, key), view in sorted(record.latest_views().items()):
            views.setdefault(key, []).append(view)
        named = {each.agency_id: each.agency for each in (*record.participations, *record.reports)}
        named |= {key: each[0].agency for found in (said, views) for key, each in found.items()}
        missing = {key for key, each in reports.items() if each.is_awaited and not each.missing_because}
        shown = here.keys() | reports.keys() | said.keys() | views.keys()
        rows = [
            [
                {"text": str(named[key]), "note": _attendance(here.get(key))},
                self._reported(record, reports.get(key), said.get(key, [])),
                self._thinks(record, views.get(key, [])),
            ]
            for key in sorted(shown, key=lambda key: (key not in missing, str(named[key])))
        ]
        was_there = (" It was there." if record.quorate else " It was not there.") if record.held_at else ""
        note = (
            f"The quorum is {record.quorum}.{was_there} Views are kept as said; the chair decides. Who disagrees may "
            "raise it."
        )
        return table("What each agency said", ["Agency", "Report to the chair", "Its own view"], rows, note)

    def _reported(self, record, report: AgencyReport | None, said: list[Contribution]) -> dict[str, Any]:
        words = [f"{each.text}{_handling(each)}" for each in said]
        words += [report.main_points] if report and report.main_points else []
        state = self._state_of(record, report) if report else {}
        who = ", ".join(dict.fromkeys(each.said_by for each in said))
        return {
            **state,
            "text": "\n".join(words),
            "note": " ".join(filter(None, [who and f"{who}.", state.get("note")])),
        }

    def _state_of(self, record, report: AgencyReport) -> dict[str, Any]:
        clock = record.clocks_of_reports.get(report.pk)
        return _report(report, clock, moment_of_the_door(), self.calendar)

    @cached_property
    def calendar(self) -> Calendar:
        return InForce.now().calendar

    def _thinks(self, record, views: list[AgencyView]) -> str:
        """What an agency said alike of several children stands once."""
        names = {row.case_id: row.case.child.given_name or row.child_name for row in self.rows(record)}
        alike: dict[tuple[str, str], list[str]] = {}
        for each in views:
            if each.case_id in names:
                alike.setdefault((each.view, each.words), []).append(names[each.case_id])
        who = ", ".join(dict.fromkeys(each.said_by for each in views if each.said_by))
        lines = [
            f"{listed(children)}: {SHORT_VIEWS[view]}.{f' “{words}”' if words else ''}"
            for (view, words), children in alike.items()
        ]
        return "\n".join([*lines, who]) if lines else ""

    @staticmethod
    def minutes(record) -> list[dict[str, Any]]:
        if not record.minutes:
            return []
        approved = (
            f" Approved by {record.minutes_approved_by}."
            if record.minutes_approved_by_id
            else " Not yet approved."
        )
        note = f"Drafted by {record.minutes_drafted_by}.{approved}"
        return [{"label": "Minutes", "value": record.minutes, "note": note}]

    def family(self, record) -> dict[str, Any]:
        rows = [[str(each), _comes(each), _there(each), _had_report(each)] for each in record.people]
        heading = "The family, and who supports them"
        return table(heading, ["Who", "Invited as, and when", "There", "Report"], rows)

    def visited(self, record) -> list[dict[str, Any]]:
        """Of a child who moves here: each visit until the plan begins, the latest first."""
        if not record.is_transfer:
            return []
        reader: Any = self.request.user
        rows = [[each.case.child.known_as, *visit_cells(each)] for each in queries.visits(record, reader)]
        heading = "Visits until the plan begins here"
        return [table(heading, ["Child", *VISIT_COLUMNS], rows)]

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
            for each in record.corrections
        ]
        complaints = [
            [
                str(each),
                f"{each.get_about_display()}: {each.words}",
                _answer(each) if each.answer or not each.stage_left_at else "Went to the next stage",
                say_moment(each.stage_entered_at),
            ]
            for each in record.complaints
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
        views = _views_of(row)
        card["facts"] = [
            *(each for each in card["facts"] if each["label"] in DECIDED),
            *([{"label": "Each agency's own view", "value": views}] if views else []),
            {"label": "Seen since the enquiry or the last conference", "value": last},
            *(each for each in card["facts"] if each["label"] not in DECIDED),
        ]
        card["facts"] += [
            {
                "label": "Owed",
                "missing": f"Not said yet: {what}",
                "url": document.url_where_one_may(row.stage, "complete_decision", self.request.user),
                "action": "Add it",
            }
            for what in row.still_to_say()
        ]


def _views_of(row: ConferenceChild) -> str:
    """Who wants a plan for this child and who does not; a view other than the decision is never lost among the rest."""
    found: dict[str, list[str]] = {}
    for each in row.stage.views_of(row.case_id):
        found.setdefault(each.view, []).append(str(each.agency))
    return "\n".join(
        f"{SHORT_VIEWS[view].capitalize()}: {', '.join(sorted(found[view]))}"
        for view in SHORT_VIEWS
        if view in found
    )


def _attendance(row: Participation | None) -> str:
    return ", ".join(filter(None, [str(row.get_attendance_display()), row.whom])) if row else ""


def _handling(said: Contribution) -> str:
    about = f" (about {said.about_whom})" if said.about_whom else ""
    return f"{about} [{said.get_handling_display()}]" if said.handling else about


def _report(each: AgencyReport, clock: Clock | None, now, calendar) -> dict[str, Any]:
    distant = "No direct contact with the children." if each.knows_directly is False else ""
    if each.received_at:
        late = {"tag": "Late", "tone": "plain"} if clock and clock.is_late(each.received_at) else {}
        return {**late, "note": f"Came {say_moment(each.received_at)}. {distant}".strip()}
    if each.missing_because:
        return {"tag": "No report", "tone": "plain", "note": f"{each.missing_because} {distant}".strip()}
    due = f"{clock.say(now, calendar)}." if clock and clock.stopped_at is None else ""
    tag = (
        {"tag": "Missing", "tone": "late"}
        if clock and clock.is_late(now)
        else {"tag": "Awaited", "tone": "soon"}
    )
    return {**tag, "note": f"{due} {distant}".strip()}


def _between(start: time | None, end: time | None) -> str:
    found = [f"from {say_time(start)}" if start else "", f"until {say_time(end)}" if end else ""]
    return " ".join(filter(None, found))


def _comes(each: InvitedPerson) -> str:
    when = _between(each.comes_from, each.comes_until).capitalize()
    apart = f"Apart: {each.apart_because}" if each.apart_because else ""
    return ". ".join(filter(None, [str(each.get_role_display()), when, apart]))


def _there(each: InvitedPerson) -> str:
    if each.excluded_at:
        return f"Excluded by {each.excluded_by}: {each.excluded_because} Heard all the same: {each.heard_how}"
    when = _between(each.here_from, each.here_until)
    there = ", ".join(filter(None, [str(each.get_attendance_display()), when]))
    return "\n".join(filter(None, [f"{there}.", each.said]))


def _had_report(each: InvitedPerson) -> str:
    if each.report_shared_at:
        part = f" {each.report_part}" if each.report_part else ""
        return (
            f"Shared {say_moment(each.report_shared_at)} by {each.report_by_whom or 'not said whom'}.{part}"
        )
    return f"Not shared: {each.report_withheld_because}" if each.report_withheld_because else "Not yet shared"


def _answer(each) -> str:
    return f"{each.answered}. {each.answer_words}".rstrip() if each.answer else each.answered


class ConferenceStep(Step):
    model = Conference

    def near(self, declared) -> dict[str, Any]:
        """Only enquiries about the child from whose page one asks."""
        found = super().near(declared)
        if case := self.request.GET.get("case", ""):
            rows = Section47Enquiry.visible_to(self.request.user)
            found[Section47Enquiry.kind] = rows.filter(children__case__subject__reference=case)
        return found

    def more(self, record, declared, asked) -> dict[str, Any]:
        enquiry: Any = asked.form.fields.get("enquiry")
        if enquiry and (declared.name == "add_children" or not (self.case and enquiry.options())):
            # The latest of each child leads here; codes of other families' enquiries help nobody to choose.
            del asked.form.fields["enquiry"]
        if declared.name in BOOKS:
            # Anybody may be named, and is refused with the reason; offered is whoever chairs conferences.
            chair: Any = asked.form.fields["chair"]
            chair.narrow(
                User.objects.filter(pk__in=Membership.in_force().filter(role__in=CHAIRS).values("user"))
            )
        if declared.name == "invite_person":
            family = family_of([row.case for row in record.rows_visible_to(self.request.user)])
            asked.form.fields["person"].widget = fields.Select(
                choices=[
                    ("", "Somebody else, named below"),
                    *[(each.reference, each.known_as) for each in family],
                ]
            )
        return {**super().more(record, declared, asked), "warning": kept_apart(record)}
