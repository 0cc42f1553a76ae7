"""My work, the meetings, and reference dates: pages that belong to no single record."""

from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cpu.calendars import LONDON, london, london_day
from cpu.deadlines import Of, due, say_day, say_moment, say_time, sentence
from cpu.models import AuditEvent, InForce, Notification, User
from cpu.roles import Permission, can
from cpu.timescales import TIMESCALES, Timescale, Unit
from govuk.forms import DateField
from govuk.templatetags.govuk import listed, parted
from people import hooks
from people.models import Case, Person
from unit import models as models_of_unit
from unit import queries
from unit.queries import Children, Meeting, Piece, Todo, Whose
from workflow import document
from workflow.forms import moment_of_the_door

PAGE = 50
# What is due further off is folded away, once so many dates stand there.
SOON_WORKING_DAYS, FEWEST_DUE = 10, 5
EXPLAIN, CHASE = "explain_lateness", "chase"
LEADS = "the lead practitioner"
DAYS_OF_MEETINGS, DAYS_AHEAD = 28, 14


def when(moment: datetime, now: datetime) -> str:
    """ "Today, 7:52am", "Yesterday, 9:14pm", "Friday 7 May, 4pm"."""
    local, today = moment.astimezone(LONDON), london_day(now)
    days = (today - local.date()).days
    day = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}.get(days) or say_day(local.date(), today)
    return f"{day}, {say_time(local.time())}"


# My work


def worklist(request: HttpRequest) -> HttpResponse:
    """What to do first, and what is wrong. `?whose=team` or a covered colleague's reference; `?by=family`;
    `?page=2`.
    """
    now = moment_of_the_door()
    reader: Any = request.user
    ground = InForce.now()
    away = queries.covering(reader, now)
    name, whose = _whose(request, reader, away)
    page = _page(request)
    new, asked = queries.on_top(reader, now)
    # What stands on top is not said twice.
    clocks = queries.owed(whose)
    rest = clocks.exclude(pk__in=[each.pk for each in (*new, *asked)])
    listed = list(rest.select_related("record", "acknowledged_by")[(page - 1) * PAGE : page * PAGE + 1])
    shown, more = listed[:PAGE], len(listed) > PAGE
    counts = queries.count(clocks, now)
    to_do = queries.to_do(whose, now)
    waiting = queries.waiting_for(reader)
    meetings = queries.meetings(reader, now, days=DAYS_AHEAD, whose=whose, asked=False)[0]
    start = queries.since(now, ground.calendar)
    events, messages = queries.arrived(whose.lines, reader, start), queries.told(reader, start)
    # Whom all of it is about: read together.
    clocked = [*new, *asked, *shown]
    children = Children(
        reader,
        records=[
            *(each.record_id for each in clocked),
            *(each.key for each in to_do),
            *(each.key for each in waiting),
            *(each.key for each in meetings),
        ],
        cases=[
            *(each.case_id for each in clocked),
            *(case for each in to_do for case in each.cases),
            *(each.key for each in waiting),
            *(case for event in events for case in event.cases),
            *(each.case_id for each in messages),
        ],
    )
    waited_for = (each.record_id for each in clocked if each.rule.asked and each.record_id)
    part = hooks.parts([*(each.key for each in meetings), *waited_for])
    rows = _Rows(now, ground, clocked, children, can(reader, Permission.CASE_ACCEPT), to_do, part)
    closed = document.closed_to(reader, ((each.subject_kind, each.subject_reference) for each in events))
    arrived = [(each.occurred_at, _event_cells(each, children, now, closed)) for each in events]
    # A date that stands in the lists as late is not told again as a message.
    listed_clocks = {each.pk for each in clocked}
    arrived += [
        (each.made_at, _message_cells(each, children, now))
        for each in messages
        if each.kind != Notification.Kind.LATE or each.clock_id not in listed_clocks
    ]
    dangers = [rows.danger(each) for each in to_do if each.owes is None]
    lists = {
        "new_risk": [*dangers, *(rows.row(each) for each in queries.pieces(new, children))],
        "asked": [rows.asked(each) for each in queries.pieces(asked, children)],
        **_due(rows, queries.pieces(shown, children), by_family=_by_family(request)),
    }
    # Last: what was told beside its clock is not told again.
    next_steps = [each for each in to_do if each.owes and each not in rows.told]
    today = london_day(now)
    return render(
        request,
        "cpu/worklist.html",
        {
            "sentence": _sentence(now, whose.cases.filter(state="OPEN").count(), counts),
            "actions": _actions(reader),
            "views": _views(name, away, by_family=_by_family(request)),
            **lists,
            "asked_of": _agencies(reader),
            "pages": _pages(request, page, more, counts.all),
            "to_do_columns": ["What", "For whom", "By"],
            "meetings_columns": ["When", "Meeting", "Still missing"],
            "to_do": [rows.todo(each) for each in next_steps[: queries.MOST_TO_DO]],
            "to_do_at_once": max(FEWEST_DUE, sum(each.by is not None for each in next_steps)),
            "to_do_more": max(0, len(next_steps) - queries.MOST_TO_DO),
            "waiting": [_waiting(each, rows) for each in waiting],
            "meetings": [
                _meeting_today(each, children, part, reader, now)
                for each in meetings
                if each.at and london_day(each.at) == today
            ],
            "meetings_to_come": [
                _meeting_to_come(each, children, part, reader, now)
                for each in meetings
                if each.at and london_day(each.at) > today
            ][: queries.MOST_MEETINGS],
            "prompts": document.prompt_shapes(queries.happened(whose.lines, now), today, reader),
            "arrived_heading": f"Came in since {_soon(start, now)}",
            "arrived_columns": ["When", "What", "From"],
            "arrived": [cells for _, cells in sorted(arrived, key=lambda row: row[0], reverse=True)],
            "cover": [_cover(each, now) for each in away],
        },
    )


def _agencies(reader: User) -> str:
    names = dict.fromkeys(each.agency.name for each in reader.memberships_in_force())
    return " and ".join(names)


def _cover(absence, now: datetime) -> dict[str, str]:
    name = absence.user.name
    return {
        "sentence": f"You stand in for {name} until {say_day(absence.until_on, london_day(now))}.",
        "label": f"What is due for {name}",
        "url": f"?{urlencode({'whose': absence.user.reference})}",
    }


def _soon(moment: datetime, now: datetime) -> str:
    """Within a sentence: "yesterday, 5pm", "Friday 30 April, 5pm"."""
    said = when(moment, now)
    return said[0].lower() + said[1:] if said.startswith(("Yesterday", "Today", "Tomorrow")) else said


def _whose(request: HttpRequest, reader: User, away: list) -> tuple[str, Whose]:
    """Whose work is asked for, with a name for the links: one's own, one's teams', a covered colleague's."""
    asked = request.GET.get("whose", "")
    covered = {each.user.reference: each.user for each in away}
    if asked in covered:
        return asked, queries.own(covered[asked], reader)
    if asked not in ("", "mine", "team"):
        raise Http404
    if asked == "mine" or (not asked and queries.has_own_work(reader, reader.is_manager)):
        return "mine", queries.own(reader, reader)
    kinds = frozenset(each.team.kind for each in reader.memberships_in_force() if each.team)
    return "team", Whose(queries.of_teams(reader), reader, reader, kinds)


def _by_family(request: HttpRequest) -> bool:
    return request.GET.get("by") == "family"


def _due(rows: "_Rows", work: list[Piece], *, by_family: bool) -> dict[str, Any]:
    """The list by due moment, what is further off folded; or the same family by family."""
    if by_family:
        return {
            "families": [
                {
                    "heading": document.called(each.children, london_day(rows.now)) or "No child known yet",
                    "rows": [rows.row(piece, of=each.children) for piece in each.pieces],
                }
                for each in queries.families(work, rows.children)
            ]
        }
    soon = rows.calendar.add_working_days(london_day(rows.now), SOON_WORKING_DAYS)
    at_once = sum(each.clock.last_usable_on <= soon for each in work)
    shown, later = parted([rows.row(each) for each in work], max(at_once, FEWEST_DUE))
    return {"work": shown, "work_later": later}


def _views(whose: str, away: list, *, by_family: bool) -> list[dict[str, Any]]:
    names = [("mine", "My own"), ("team", "My team’s")]
    names += [(each.user.reference, f"{each.user.name}’s") for each in away if each.user.reference == whose]
    by = {"by": "family"} if by_family else {}
    found = [
        {"label": label, "url": f"?{urlencode({'whose': key, **by})}", "current": key == whose}
        for key, label in names
    ]
    other = {"whose": whose} if by_family else {"whose": whose, "by": "family"}
    return [
        *found,
        {
            "label": "By due date" if by_family else "By family",
            "url": f"?{urlencode(other)}",
            "current": False,
        },
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
    number = f"{children} {'child' if children == 1 else 'children'}, " if children else ""
    return f"{said} {number}{counts.late} late, {counts.today} due today."


def _actions(reader: User) -> list[dict[str, Any]]:
    offered = [
        (Permission.PROTECT, "Someone needs protecting now", document.url_to_protect(reader)),
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
        self,
        now: datetime,
        ground: InForce,
        clocks: list,
        children: Children,
        explains: bool,
        to_do: list[Todo],
        taking_part: list[hooks.Part] | None = None,
    ) -> None:
        self.now, self.calendar, self.children, self.explains = now, ground.calendar, children, explains
        self.grounds = InForce.behind(clocks, ground)
        self.reader = children.reader
        self.to_do = queries.by_subject(to_do)
        self.told: list[Todo] = []
        self.taking_part = taking_part or []

    def row(self, piece: Piece, of: list | None = None) -> dict[str, Any]:
        """`of`: the children under whose heading it stands; they are not named again."""
        clock = piece.clock
        ground = self.grounds[clock.calendar_version, clock.rule_version]
        late = clock.is_late(self.now)
        return {
            "clock": document.clock_shape(clock, self.now, self.calendar, ground),
            "label": clock.label,
            "url": document.url_of_subject(clock.record) if clock.record else "",
            "who": ""
            if piece.children and of == piece.children and not piece.unidentified
            else self._named(piece.children, piece.unidentified) or _unnamed(clock),
            "note": self._note(clock, late),
            "reason": clock.late_reason,
            "agreed_by": clock.acknowledged_by.name if clock.acknowledged_by else "",
            "next": "",
            "links": [*self._next(piece), *(self._links(piece) if late and not clock.late_reason else [])],
        }

    def _named(self, known: list[Person], unidentified: list[str]) -> str:
        return listed(filter(None, [document.called(known, london_day(self.now)), *unidentified]))

    def asked(self, piece: Piece) -> dict[str, Any]:
        """What the reader's own agency was asked for, with the steps by which it answers."""
        record = piece.clock.record
        if record is None:
            return self.row(piece)
        model = document.records()[record.kind]
        links = [
            {
                "label": f"Next: {_lower(each.label)}",
                "url": document.url_to(model, record.reference, each.name),
            }
            for each in model.steps().values()
            if each.permission == Permission.CONTRIBUTE
            and piece.clock.timescale in each.stops
            and can(self.reader, each.permission)
        ]
        return {**self.row(piece), "note": "", "links": links}

    def _note(self, clock, late: bool) -> str:
        """What is no target, and with whom it is where it is not with the one who leads."""
        owner = listed(self._awaited(clock)) or clock.rule.owner
        said = [] if owner.startswith(LEADS) else [f"With {owner}."]
        if not (late or clock.late_reason):
            said.append(document.note_of(clock, self.now))
        return " ".join(filter(None, said))

    def _awaited(self, clock) -> list[str]:
        """The agencies whose answer is due at this very moment."""
        mine = [each for each in self.taking_part if each.record == clock.record_id and clock.rule.asked]
        return [each.agency for each in mine if each.due_at == clock.late_from and not each.answered]

    def _next(self, piece: Piece) -> list[dict[str, str]]:
        """The step by which this date is met, where the reader may take it."""
        clock = piece.clock
        about = clock.case_id if clock.of == Of.CASE.value else clock.record_id
        found = [each for each in self.to_do.get(about or 0, ()) if each.leads_to(clock)]
        self.told += found
        links = [{"label": f"Next: {_lower(each.owes.says)}", "url": each.url} for each in found if each.owes]
        return links or self._step_to_meet(clock)

    def _step_to_meet(self, clock) -> list[dict[str, str]]:
        """The step of the clock's own record that meets it, or by which an agency is reminded, as the record stands."""
        standing = self.children.standing.get(clock.record_id or 0)
        if standing is None:
            return []
        model = document.records()[standing.kind]
        remind = [each] if (each := model.steps().get(CHASE)) else []
        for each in remind if clock.rule.asked else queries.meeting(model, clock.timescale):
            if standing.allows(each) and can(self.reader, each.permission):
                url = document.url_to(model, clock.record.reference, each.name)
                return [{"label": f"Next: {_lower(each.label)}", "url": url}]
        return []

    def todo(self, each: Todo) -> list[Any]:
        """Cells: what, for whom, by when."""
        due = {"text": "No date"}
        if each.by:
            late = each.by <= self.now
            # Due on a day, it is late from the midnight after it.
            due = {"text": when(each.by - timedelta(seconds=1), self.now).rpartition(", ")[0], "note": ""}
            due |= {"tag": "Late", "tone": "late"} if late else {}
        says = each.owes.says if each.owes else each.kind
        return [
            {"text": says, "url": each.url, "note": each.kind},
            self._who(each) or each.reference,
            due,
        ]

    def _who(self, each: Todo) -> str:
        known = [case for case in self.children.by_record.get(each.key, []) if case.pk in each.cases]
        rows = [] if each.cases else self.children.not_identified.get(each.key, [])
        return self._named([case.child for case in known], [row.child_name for row in rows])

    def of_record(self, key: int) -> str:
        rows = self.children.not_identified.get(key, [])
        return self._named(self.children.of_record(key), [row.child_name for row in rows])

    def danger(self, each: Todo) -> dict[str, Any]:
        """A record that is a danger by itself: on top, without a date."""
        return {
            "clock": {"label": each.kind, "sentence": "Now", "date_sentence": "", "tone": "late"},
            "label": each.kind,
            "url": document.url_to(each.model, each.reference),
            "who": self._who(each) or each.reference,
        }

    def _links(self, piece: Piece) -> list[dict[str, str]]:
        """Late without a reason: the reason is asked for in the row, of the child's case, or of the record itself where
        nobody knows yet whose case it is.
        """
        case = next((each for each in piece.cases if self.children.mine(each)), None)
        record = piece.clock.record
        url = ""
        if case is not None and self.explains:
            url = document.url_of(case, EXPLAIN)
        elif case is None and record is not None:
            model = document.records()[record.kind]
            declared = model.steps().get(EXPLAIN)
            if declared and can(self.reader, declared.permission):
                url = document.url_to(model, record.reference, EXPLAIN)
        if not url:
            return []
        return [{"label": "Say why it is late", "url": f"{url}?{urlencode({'clock': piece.clock.pk})}"}]


def _unnamed(clock) -> str:
    """Whom a row is about where no child is known yet, or none may be named to this reader."""
    if clock.record is None:
        return ""
    return f"{clock.record.kind.replace('-', ' ').capitalize()} {clock.record.reference}"


def _lower(text: str) -> str:
    """The first letter small, unless it begins a name in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _waiting(each: queries.Waiting, rows: "_Rows") -> dict[str, str]:
    return {
        "label": each.label,
        "url": each.url,
        "note": rows.of_record(each.key),
    }


def _event_cells(event: AuditEvent, known: Children, now: datetime, closed: set[str]) -> list[Any]:
    """`closed`: records that the reader may not open."""
    model = document.records().get(event.subject_kind)
    return [
        when(event.occurred_at, now),
        {
            "text": document.told(event.label),
            "url": document.url_to(model, event.subject_reference)
            if model and event.subject_reference not in closed
            else "",
            "note": document.called(known.of_event(event), london_day(now)),
        },
        {"text": event.actor_name, "note": ", ".join(filter(None, [event.role, event.agency]))},
    ]


def _message_cells(message: Notification, known: Children, now: datetime) -> list[Any]:
    url = document.url_of_subject(message.record) if message.record else ""
    who = f"For {message.stands_in_for.name}" if message.stands_in_for else message.get_kind_display()
    about = known.by_case.get(message.case_id or 0)
    note = document.called([about.child], london_day(now)) if about else ""
    return [when(message.made_at, now), {"text": message.text, "url": url, "note": note}, who]


# The night


def night(request: HttpRequest) -> HttpResponse:
    """One page for whoever takes over: what is new, what ends before the morning, who is missing, what to do if someone
    rings, what was done in the night and waits for a manager.
    """
    now = moment_of_the_door()
    reader: Any = request.user
    ground = InForce.now()
    tonight = queries.Night.around(now, ground.calendar)
    new, confirm = queries.new_risk(reader, now), queries.to_confirm(reader)
    whose = Whose(queries.by_name(reader), reader)
    missing = [each for each in queries.to_do(whose, now) if each.owes is None]
    written, events = queries.written_for_the_night(reader), queries.done_in_the_night(reader, tonight)
    ending = [each for each in new if each.rule.given or each.rule.warn_after_hours]
    ending = [each for each in ending if each.late_from <= tonight.end]
    rest = [each for each in new if each not in ending]
    children = Children(
        reader,
        records=[*(each.record_id for each in (*new, *confirm)), *(each.key for each in missing)],
        cases=[
            *(each.case_id for each in (*new, *confirm)),
            *(case for each in missing for case in each.cases),
            *(case for event in events for case in event.cases),
        ],
    )
    rows = _Rows(now, ground, [*new, *confirm], children, can(reader, Permission.CASE_ACCEPT), [])
    closed = document.closed_to(reader, ((each.subject_kind, each.subject_reference) for each in events))

    def listed(clocks: list) -> list[dict[str, Any]]:
        return [rows.row(each) for each in queries.pieces(clocks, children)]

    return render(
        request,
        "unit/night.html",
        {
            "sentence": f"From {_soon(tonight.start, now)} to {_soon(tonight.end, now)}.",
            "morning": _soon(tonight.end, now),
            "new_risk": listed(rest),
            "ending": listed(ending),
            "missing": [rows.danger(each) for each in missing],
            "confirm": listed(confirm),
            "written_columns": ["Child", "If someone rings", "Written by"],
            "written": [_for_the_night(each, now) for each in written],
            "done_columns": ["When", "What was done", "By"],
            "done": [_event_cells(each, children, now, closed) for each in events],
            "actions": _actions(reader),
        },
    )


def _for_the_night(case: Case, now: datetime) -> list[Any]:
    today = london_day(now)
    who = ", ".join(filter(None, [case.child.known_as, document.age(case.child, today)]))
    cell: dict[str, Any] = {"text": case.tonight_by.name if case.tonight_by else ""}
    if case.tonight_review_on:
        late = case.tonight_review_on < today
        cell["note"] = f"Review {'was due' if late else 'by'} {say_day(case.tonight_review_on, today)}"
        cell |= {"tag": "Review is late", "tone": "late"} if late else {}
    return [{"text": who, "url": document.url_of(case)}, case.tonight, cell]


# Meetings


def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings called for today and the coming days that the reader may see, and those asked for and not
    yet called.
    """
    now = moment_of_the_door()
    reader: Any = request.user
    to_come, asked_for = queries.meetings(reader, now, days=DAYS_OF_MEETINGS)
    known = Children(reader, records=[each.key for each in (*to_come, *asked_for)])
    part = hooks.parts(each.key for each in (*to_come, *asked_for))
    return render(
        request,
        "unit/meetings.html",
        {
            "columns": ["When", "Meeting", "How", "Chair", "Still missing"],
            "to_come": [_meeting(each, known, part, now) for each in to_come],
            "asked_for": [_meeting(each, known, part, now) for each in asked_for],
        },
    )


def _meeting(meeting: Meeting, known: Children, part: list, now: datetime) -> list[Any]:
    return [
        {
            "text": when(meeting.at, now) if meeting.at else "Not yet called",
            "tag": "Was due" if meeting.at and meeting.at < now else "",
            "tone": "soon",
        },
        {"text": meeting.label, "url": meeting.url, "note": _of(meeting, known, now)},
        meeting.how_said or "not said",
        meeting.chair or ("nobody yet" if meeting.chaired else ""),
        ". ".join(meeting.missing(part, now)),
    ]


def _of(meeting: Meeting, known: Children, now: datetime) -> str:
    return document.called(known.of_record(meeting.key), london_day(now))


def _meeting_today(
    meeting: Meeting, known: Children, part: list, reader: User, now: datetime
) -> dict[str, str]:
    note = [_of(meeting, known, now), "You chair" if meeting.chair_id == reader.pk else ""]
    return {
        "time": say_time(meeting.at.astimezone(LONDON).time()) if meeting.at else "",
        "label": meeting.label,
        "url": meeting.url,
        "note": ". ".join(filter(None, [*note, *meeting.missing(part, now)])),
    }


def _meeting_to_come(meeting: Meeting, known: Children, part: list, reader: User, now: datetime) -> list[Any]:
    chair = "You chair" if meeting.chair_id == reader.pk else meeting.chair and f"Chaired by {meeting.chair}"
    return [
        when(meeting.at, now) if meeting.at else "",
        {"text": meeting.label, "url": meeting.url, "note": _of(meeting, known, now)},
        {
            "text": ". ".join(meeting.missing(part, now))
            or ("Everybody has answered" if meeting.chaired else ""),
            "note": chair or ("Nobody chairs yet" if meeting.chaired else ""),
        },
    ]


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
    cast(User, request.user).memberships_in_force()  # for the head of the page
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
MANY_OF = {
    "holiday-notice": "Bank holidays",
    "local-timescale": "Local lengths of time",
    "closing-time": "When the office closes",
    "local-policy": "Local policies",
    "role-grant": "Who may do what",
    "account": "Accounts",
    "team-entry": "Teams",
    "agency-entry": "Agencies",
    "absence-notice": "Who is away",
}
SHOWN, DAYS_OF_BENT_RULES = 200, 90


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
                    "heading": MANY_OF[model.kind],
                    "columns": ["What", "State", "From"],
                    "rows": [_setting(each, today) for each in rows],
                    "label": opening.label,
                    "url": url,
                }
            )
    return render(request, "unit/settings.html", {"parts": [*parts, *_rules_bent(reader)]})


def _rules_bent(reader) -> list[dict[str, Any]]:
    """For managers: where a rule was bent with a reason, counted per team; no child, no name, no reason."""
    if not can(reader, Permission.MANAGE):
        return []
    now = moment_of_the_door()
    found = queries.bent(now - timedelta(days=DAYS_OF_BENT_RULES), now)
    own = "A manager's own approval each time"
    return [
        {
            "key": "bent",
            "heading": f"Rules that were bent with a reason, in the last {DAYS_OF_BENT_RULES} days",
            "columns": ["Team", "Rule", "How often"],
            "rows": [
                [each.team, {"text": each.rule, "note": own if each.by_a_manager else ""}, str(each.times)]
                for each in found
            ],
            "label": "",
            "url": "",
        }
    ]


def _setting(record, today) -> list[Any]:
    tone = {"PROPOSED": "soon", "IN_FORCE": "done", "RECORDED": "done"}.get(record.state, "plain")
    since = getattr(record, "from_on", None) or getattr(record, "on", None)
    return [
        {"text": str(record.what_it_says), "url": document.url_of(record)},
        {"text": "", "tag": record.state_label, "tone": tone},
        say_day(since, today) if since else "",
    ]
