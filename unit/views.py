"""My work, the meetings, and reference dates: pages that belong to no single record."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cpu.calendars import LONDON, london, london_day
from cpu.deadlines import due, say_day, say_moment, say_time, sentence
from cpu.models import AuditEvent, InForce, Involvement, Notification, User
from cpu.roles import Permission, can
from cpu.timescales import TIMESCALES, Timescale, Unit
from govuk.forms import DateField
from unit import models as models_of_unit
from unit import queries
from unit.queries import Children, Piece
from workflow import document
from workflow.forms import moment_of_the_door

PAGE = 50
DAYS_OF_MEETINGS = 28


def when(moment: datetime, now: datetime) -> str:
    """ "Today, 7:52am", "Yesterday, 9:14pm", "Friday 7 May, 4pm"."""
    local, today = moment.astimezone(LONDON), london_day(now)
    days = (today - local.date()).days
    day = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}.get(days) or say_day(local.date(), today)
    return f"{day}, {say_time(local.time())}"


# My work


def worklist(request: HttpRequest) -> HttpResponse:
    """What to do first, and what is wrong. `?whose=team` or a covered colleague's reference; `?page=2`."""
    now = moment_of_the_door()
    reader: Any = request.user
    ground = InForce.now()
    away = queries.covering(reader, now)
    whose, lines, kinds = _whose(request, reader, away)
    clocks = queries.owed(lines, reader, kinds)
    page = _page(request)
    new = queries.new_risk(reader)
    # What stands on top is not said twice.
    rest = clocks.exclude(pk__in=[each.pk for each in new])
    listed = list(rest.select_related("record", "acknowledged_by")[(page - 1) * PAGE : page * PAGE + 1])
    shown, more = listed[:PAGE], len(listed) > PAGE
    counts = queries.count(clocks, now)
    waiting, today = queries.waiting_for(reader), queries.meetings(reader, now, days=1, asked=False)[0]
    start = queries.since(now, ground.calendar)
    events, messages = queries.arrived(lines, reader, start), queries.told(reader, start)
    subjects = queries.subjects([*(each.key for each in waiting), *(each.subject_id for each in events)])
    # Whom all of it is about: read together.
    clocked = [*new, *shown]
    children = Children(
        reader,
        records=[
            *(each.record_id for each in clocked),
            *(each.key for each in waiting),
            *(each.pk for each in today),
        ],
        cases=[
            *(each.case_id for each in clocked),
            *(each.key for each in waiting),
            *(case for event in events for case in event.cases),
        ],
    )
    rows = _Rows(now, ground, clocked, children, can(reader, Permission.CASE_ACCEPT))
    arrived = [(each.occurred_at, _event_cells(each, children, subjects, now)) for each in events]
    arrived += [(each.made_at, _message_cells(each, now)) for each in messages]
    return render(
        request,
        "cpu/worklist.html",
        {
            "sentence": _sentence(now, queries.cases_of(lines, reader).filter(state="OPEN").count(), counts),
            "actions": _actions(reader),
            "views": _views(whose, away),
            "new_risk": [rows.row(each) for each in queries.pieces(new, children)],
            "work": [rows.row(each) for each in queries.pieces(shown, children)],
            "pages": _pages(request, page, more, counts.all),
            "waiting": [_waiting(each, subjects, children, now) for each in waiting],
            "prompts": document.prompt_shapes(queries.happened(lines, now), london_day(now)),
            "meetings": [_meeting_today(each, children, reader, now) for each in today],
            "arrived_heading": f"Came in since {_start(start, now)}",
            "arrived_columns": ["When", "What", "From"],
            "arrived": [cells for _, cells in sorted(arrived, key=lambda row: row[0], reverse=True)],
            "cover": [_cover(each, now) for each in away],
        },
    )


def _cover(absence, now: datetime) -> dict[str, str]:
    name = absence.user.name
    return {
        "sentence": f"You stand in for {name} until {say_day(absence.until_on, london_day(now))}.",
        "label": f"What is due for {name}",
        "url": f"?{urlencode({'whose': absence.user.reference})}",
    }


def _start(start: datetime, now: datetime) -> str:
    said = when(start, now)
    return said[0].lower() + said[1:] if said.startswith("Yesterday") else said


def _whose(
    request: HttpRequest, reader: User, away: list
) -> tuple[str, models.QuerySet[Involvement], set[str]]:
    """Whose work is asked for: a name for the links, the lines of involvement, and kinds of team with an
    inbox.
    """
    asked = request.GET.get("whose", "")
    covered = {each.user.reference: each.user for each in away}
    if asked in covered:
        return asked, queries.by_name(covered[asked]), set()
    if asked not in ("", "mine", "team"):
        raise Http404
    mine = queries.by_name(reader)
    if asked == "mine" or (not asked and mine.exists()):
        return "mine", mine, set()
    kinds = {each.team.kind for each in reader.memberships_in_force() if each.team}
    return "team", queries.of_teams(reader), kinds


def _views(whose: str, away: list) -> list[dict[str, Any]]:
    names = [("mine", "My own"), ("team", "My team’s")]
    names += [(each.user.reference, f"{each.user.name}’s") for each in away if each.user.reference == whose]
    return [
        {"label": label, "url": f"?{urlencode({'whose': key})}", "current": key == whose}
        for key, label in names
    ]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:6]) <= 9999:
        raise Http404
    return int(asked)


def _pages(request: HttpRequest, page: int, more: bool, total: int) -> dict[str, str] | None:
    if page == 1 and not more:
        return None
    asked = request.GET.copy()

    def url(number: int) -> str:
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if more else "",
        "words": f"Page {page}. {total} due dates in all.",
    }


def _sentence(now: datetime, children: int, counts: queries.Counts) -> str:
    said = f"{say_day(london_day(now))}, {say_time(now.astimezone(LONDON).time())}."
    number = f"{children} {'child' if children == 1 else 'children'}"
    return f"{said} {number}, {counts.late} late, {counts.today} due today."


def _actions(reader: User) -> list[dict[str, Any]]:
    offered = [
        (Permission.PROTECT, "Someone needs protecting now", document.url_to_protect()),
        (Permission.REFERRAL_SCREEN, "Key in a referral", document.url_to_open("referrals", "key_in")),
        (
            Permission.DISCUSSION_REQUEST,
            "Ask for a strategy discussion",
            document.url_to_open("strategy-discussions", "request"),
        ),
    ]
    return [
        {"label": label, "url": url, "escape": permission == Permission.PROTECT}
        for permission, label, url in offered
        if url and can(reader, permission)
    ]


class _Rows:
    """Rows of the lists, all drawn by the calendar and the versions that were read once."""

    def __init__(
        self, now: datetime, ground: InForce, clocks: list, children: Children, explains: bool
    ) -> None:
        self.now, self.calendar, self.children, self.explains = now, ground.calendar, children, explains
        self.grounds = InForce.behind(clocks, ground)

    def row(self, piece: Piece) -> dict[str, Any]:
        clock = piece.clock
        ground = self.grounds[clock.calendar_version, clock.rule_version]
        late = clock.is_late(self.now)
        return {
            "clock": document.clock_shape(clock, self.now, self.calendar, ground),
            "label": clock.label,
            "url": document.url_of_subject(clock.record) if clock.record else "",
            "who": document.called(piece.children, london_day(self.now)) or _unnamed(clock),
            "note": "" if late or clock.late_reason else document.note_of(clock, self.now),
            "reason": clock.late_reason,
            "agreed_by": clock.acknowledged_by.name if clock.acknowledged_by else "",
            "next": "",
            "links": self._links(piece) if late and not clock.late_reason else [],
        }

    def _links(self, piece: Piece) -> list[dict[str, str]]:
        """Late without a reason: the reason is asked for in the row."""
        case = next((each for each in piece.cases if self.children.mine(each)), None)
        if case is None or not self.explains:
            return []
        url = f"{document.url_of(case, 'explain_lateness')}?{urlencode({'clock': piece.clock.pk})}"
        return [{"label": "Say why it is late", "url": url}]


def _unnamed(clock) -> str:
    """Whom a row is about where no child is known yet, or none may be named to this reader."""
    if clock.record is None:
        return ""
    return f"{clock.record.kind.replace('-', ' ').capitalize()} {clock.record.reference}"


def _waiting(each: queries.Waiting, subjects: dict, children: Children, now: datetime) -> dict[str, str]:
    return {
        "label": each.label,
        "url": document.url_of_subject(subjects[each.key]),
        "note": document.called(children.of_record(each.key), london_day(now)),
    }


def _event_cells(event: AuditEvent, known: Children, subjects: dict, now: datetime) -> list[Any]:
    subject = subjects.get(event.subject_id)
    return [
        when(event.occurred_at, now),
        {
            "text": document.told(event.label),
            "url": document.url_of_subject(subject) if subject else "",
            "note": document.called(known.of_event(event), london_day(now)),
        },
        {"text": event.actor_name, "note": ", ".join(filter(None, [event.role, event.agency]))},
    ]


def _message_cells(message: Notification, now: datetime) -> list[Any]:
    url = document.url_of_subject(message.record) if message.record else ""
    who = f"For {message.stands_in_for.name}" if message.stands_in_for else message.get_kind_display()
    return [when(message.made_at, now), {"text": message.text, "url": url}, who]


# Meetings


def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings called for today and the coming days that the reader may see, and those asked for and not
    yet called.
    """
    now = moment_of_the_door()
    reader: Any = request.user
    to_come, asked_for = queries.meetings(reader, now, days=DAYS_OF_MEETINGS)
    known = Children(reader, records=[each.pk for each in (*to_come, *asked_for)])
    return render(
        request,
        "unit/meetings.html",
        {
            "columns": ["When", "Meeting", "How", "Chair"],
            "to_come": [_meeting(each, known, now) for each in to_come],
            "asked_for": [_meeting(each, known, now) for each in asked_for],
        },
    )


def _meeting(record, known: Children, now: datetime) -> list[Any]:
    moment = getattr(record, record.meets_at)
    of = document.called(known.of_record(record.pk), london_day(now))
    how = document.said(record, "how") if hasattr(record, "how") else ""
    chair = getattr(record, "chair", None)
    return [
        {
            "text": when(moment, now) if moment else "Not yet called",
            "tag": "Was due" if moment and moment < now else "",
            "tone": "soon",
        },
        {"text": record.kind.replace("-", " ").capitalize(), "url": document.url_of(record), "note": of},
        how or "not said",
        chair.name if chair else "nobody yet",
    ]


def _meeting_today(record, children: Children, reader: User, now: datetime) -> dict[str, str]:
    note = [document.called(children.of_record(record.pk), london_day(now))]
    note += ["You chair"] if getattr(record, "chair_id", None) == reader.pk else []
    return {
        "time": say_time(getattr(record, record.meets_at).astimezone(LONDON).time()),
        "label": record.kind.replace("-", " ").capitalize(),
        "url": document.url_of(record),
        "note": ". ".join(filter(None, note)),
    }


# Reference dates


class DueForm(forms.Form):
    """When would something be due, counted from a day and, where hours count, a time?"""

    use_required_attribute = False

    code = forms.ChoiceField(
        label="What is due",
        choices=[
            ("", "Choose"),
            *sorted(((code, rule.label) for code, rule in TIMESCALES.items()), key=lambda row: row[1]),
        ],
        error_messages={"required": "Choose what is due."},
    )
    start = DateField(label="Counted from", help_text="The day of the event, for example 30 4 2027.")
    at = forms.TimeField(
        label="Time of day",
        required=False,
        help_text="Only where hours count, for example 14:30.",
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        error_messages={"invalid": "Give the time as 14:30."},
    )
    variant = forms.ChoiceField(label="Which length", required=False, choices=[("", "The ordinary one")])
    given = DateField(
        label="Date given by an order or a person",
        required=False,
        help_text="Leave empty where there is none.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({name for rule in TIMESCALES.values() for name in rule.lengths if name})
        variant: Any = self.fields["variant"]
        variant.choices = [
            ("", "The ordinary one"),
            *((name, name.capitalize()) for name in names),
        ]

    def found(self):
        """The Due of valid answers; None, and a message on the form, where there is no such date."""
        said = self.cleaned_data
        rule: Timescale = TIMESCALES[said["code"]]
        ground = InForce.now()
        start: Any = london(said["start"], said["at"]) if said["at"] else said["start"]
        try:
            return due(
                rule,
                start,
                ground.calendar,
                variant=said["variant"],
                given=said["given"],
                length=ground.local_length(rule, said["variant"], start),
            )
        except ValueError as refusal:
            self.add_error(None, str(refusal))
            return None


def dates(request: HttpRequest) -> HttpResponse:
    """A date with its reason, as `manage.py due` prints it, and the table of every timescale. Reads no
    record.
    """
    now = moment_of_the_door()
    form = DueForm(request.GET if "code" in request.GET else None)
    found = form.found() if form.is_bound and form.is_valid() else None
    status = 400 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "problem": bool(form.is_bound and form.errors),
        "answer": _answer(found, now) if found else None,
        "columns": ["What is due", "Within", "Counted from", "Met when", "Who says so"],
        "rules": [_rule(each) for each in TIMESCALES.values()],
    }
    return render(request, "unit/dates.html", context, status=status)


def _answer(found, now: datetime) -> dict[str, Any]:
    rule = TIMESCALES[found.code]
    distance, _, day = sentence(found, now, InForce.now().calendar).partition(", ")
    return {
        "label": rule.label,
        "sentence": say_moment(found.due_at) if found.due_at else say_day(found.due_on),
        "date_sentence": distance[0].lower() + distance[1:],
        "tone": "late" if now >= found.late_from else "later",
        "doubt": found.doubt,
        "provisional": found.provisional,
        "why": {
            "rule": found.rule,
            "event": f"{rule.counts_from}, {_said(found.start)}.",
            "event_on": london_day(found.start),
            "counted": [{"date": each, "number": number} for number, each in enumerate(found.counted, 1)],
            "skipped": [{"date": each, "reason": reason} for each, reason in found.skipped],
            "due_on": found.due_on,
            "last_usable_on": found.last_usable_on,
            "versions": f"{rule.source}. England's bank holidays, list {found.calendar_version}.",
        },
    }


def _said(start) -> str:
    return say_moment(start) if isinstance(start, datetime) else say_day(start)


def _rule(rule: Timescale) -> list[Any]:
    lengths = "; ".join(f"{name}: {length}" if name else str(length) for name, length in rule.lengths.items())
    return [
        rule.label,
        {
            "text": lengths or "as given",
            "note": "elapsed, nights and weekends count" if _by_hours(rule) else "",
        },
        rule.counts_from,
        {"text": rule.stopped_by, "note": f"Not needed where {rule.not_needed}" if rule.not_needed else ""},
        {"text": str(rule.kind).capitalize(), "note": rule.source},
    ]


def _by_hours(rule: Timescale) -> bool:
    return any(length.unit == Unit.HOURS for length in rule.lengths.values())


# The unit's own settings

SETTINGS = (
    models_of_unit.HolidayNotice,
    models_of_unit.LocalTimescale,
    models_of_unit.ClosingTime,
    models_of_unit.LocalPolicy,
    models_of_unit.RoleGrant,
    models_of_unit.Account,
    models_of_unit.TeamEntry,
    models_of_unit.AgencyEntry,
    models_of_unit.AbsenceNotice,
)
SHOWN = 25


def settings(request: HttpRequest) -> HttpResponse:
    """What the unit counts by and who belongs to it: proposed by one person, approved by another."""
    reader, today = request.user, london_day(moment_of_the_door())
    parts = []
    for model in SETTINGS:
        opening = next(each for each in model.steps().values() if each.opening)
        rows = model.visible_to(reader).select_related("subject").order_by("-pk")[:SHOWN]
        may_open = can(reader, opening.permission)
        if rows or may_open:
            url = document.url_to_open(model.resource, opening.name) if may_open else ""
            parts.append(
                {
                    "key": model.kind,
                    "heading": model.kind.replace("-", " ").capitalize(),
                    "columns": ["What", "State", "From"],
                    "rows": [_setting(each, today) for each in rows],
                    "label": opening.label,
                    "url": url,
                }
            )
    return render(request, "unit/settings.html", {"parts": parts})


def _setting(record, today) -> list[Any]:
    tone = {"PROPOSED": "soon", "IN_FORCE": "done", "RECORDED": "done"}.get(record.state, "plain")
    since = getattr(record, "from_on", None) or getattr(record, "on", None)
    return [
        {"text": str(record.what_it_says), "url": document.url_of(record), "note": record.reference},
        {"text": "", "tag": record.state_label, "tone": tone},
        say_day(since, today) if since else "",
    ]
