"""A record as a readable document: plain values for the pages, made from what the record declares."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch, reverse

from cpu.calendars import london_day
from cpu.deadlines import say_day, say_moment
from cpu.models import AuditEvent, Clock, InForce, Subject, User
from cpu.roles import Permission, can
from cpu.timescales import ASSESSMENT, INITIAL_CONFERENCE
from govuk.templatetags.govuk import listed
from workflow.events import Prompt
from workflow.forms import Asked
from workflow.owes import owed_in
from workflow.record import Record
from workflow.refusals import Reason
from workflow.stage import ChildRow, Stage
from workflow.step import Declared

UNSAID = {"subject", "state", "version", "id", "stage", "case", "reference", "record", "cause"}
SOON_WORKING_DAYS = 1


NOT_A_TARGET = "That is the last day, not a target: bring it forward if the child needs it."
# How a step's label, which asks, is told once it was done.
TOLD = {
    "Accept": "Accepted",
    "Add": "Added",
    "Agree": "Agreed",
    "Allow": "Allowed",
    "Answer": "Answered",
    "Ask": "Asked",
    "Attach": "Attached",
    "Authorise": "Authorised",
    "Bring": "Brought",
    "Close": "Closed",
    "Confirm": "Confirmed",
    "Convene": "Convened",
    "Copy": "Copied",
    "Correct": "Corrected",
    "Decide": "Decided",
    "Decline": "Declined",
    "End": "Ended",
    "Explain": "Explained",
    "Give": "Gave",
    "Hand": "Handed",
    "Hold": "Held",
    "Invite": "Invited",
    "Issue": "Issued",
    "Let": "Let",
    "Keep": "Kept",
    "Key": "Keyed",
    "Look": "Looked",
    "Make": "Made",
    "Mend": "Mended",
    "Open": "Opened",
    "Pass": "Passed",
    "Propose": "Proposed",
    "Put": "Put",
    "Raise": "Raised",
    "Recall": "Recalled",
    "Record": "Recorded",
    "Refuse": "Refused",
    "Relate": "Related",
    "Release": "Released",
    "Reopen": "Reopened",
    "Return": "Returned",
    "Review": "Reviewed",
    "Say": "Said",
    "Screen": "Screened",
    "Send": "Sent",
    "Settle": "Settled",
    "Start": "Started",
    "Step": "Stepped",
    "Suspend": "Suspended",
    "Take": "Took",
    "Tell": "Told",
    "Withdraw": "Withdrew",
    "Work": "Worked",
    "Write": "Wrote",
    "Approve": "Approved",
    "Set": "Set",
    "Change": "Changed",
    "Post": "Posted",
    "Note": "Noted",
    "Begin": "Began",
    "Book": "Booked",
    "Go": "Went",
    "Name": "Named",
    "Challenge": "Challenged",
    "Chase": "Chased",
    "Offer": "Offered",
    "Overturn": "Overturned",
    "Owe": "Called for",
    "Uphold": "Upheld",
    "Plan": "Planned",
    "Evaluate": "Evaluated",
    "Weigh": "Weighed",
    "Schedule": "Scheduled",
    "Move": "Moved",
    "Draft": "Drafted",
    "Exclude": "Excluded",
    "Recommend": "Recommended",
    "Decide:": "Decided:",
}


# (record, reader) to links that floors above put beside a record: [{label, url}].
BESIDE: list[Callable[[Any, Any], list[dict[str, str]]]] = []


def beside(record: Record, reader: Any) -> list[dict[str, str]]:
    """What else belongs to a record and has a page of its own, for this reader."""
    return [link for links in BESIDE for link in links(record, reader)]


def told(label: str) -> str:
    """A step's label as something that has happened: "Asked for a strategy discussion"."""
    first, _, rest = label.partition(" ")
    word = first.rstrip(":,")
    return (
        f"{TOLD.get(word, word)}{first[len(word) :]} {rest}".strip()
        .replace(" and convene", " and convened")
        .replace(" your ", " their ")
    )


@cache
def records() -> dict[str, type[Record]]:
    """Every kind of record that the apps declare, by its noun."""
    return {each.kind: each for each in apps.get_models() if issubclass(each, Record)}


def stages() -> list[type[Stage]]:
    """Every stage of the pathway whose children are rows with a case."""
    return [each for each in records().values() if issubclass(each, Stage) and _covers_cases(each)]


def _covers_cases(model: type[Stage]) -> bool:
    return any(each.name == "case" for each in model.child_row()._meta.fields)


def url_of(record: Record, step: str = "") -> str:
    """The page of a record, or of one of its steps; empty where this record has no pages."""
    return _url(record.resource, record.reference, step)


def url_where_one_may(record: Record, step: str, reader: Any) -> str:
    """The page of a step, for whoever's role may take it; empty for anybody else."""
    return url_of(record, step) if can(reader, record.steps()[step].permission) else ""


def url_to(model: type[Record], reference: str, step: str = "") -> str:
    """The page of a record of this kind, or of one of its steps, by its reference alone."""
    return _url(model.resource, reference, step)


def url_of_subject(subject: Subject) -> str:
    """The page of whatever record this is; empty where it has none."""
    model = records().get(subject.kind)
    return _url(model.resource, subject.reference) if model else ""


def _url(resource: str, reference: str, step: str = "") -> str:
    names = {"reference": reference, **({"step": step.replace("_", "-")} if step else {})}
    try:
        return reverse(f"{resource}-{'step' if step else 'page'}", kwargs=names)
    except NoReverseMatch:
        return ""


def url_to_open(resource: str, step: str, case: str = "") -> str:
    """The page that opens a record, for one case where its reference is given; empty where there is none."""
    try:
        url = reverse(f"{resource}-open", kwargs={"step": step.replace("_", "-")})
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode({'case': case})}" if case else url


def url_to_protect(reader: Any, case: str = "") -> str:
    """Where "Someone needs protecting now" leads; empty for a reader whose role may not record it."""
    if not can(reader, Permission.PROTECT):
        return ""
    return url_to_open("emergency-protections", "record_police_protection", case)


def said(row: models.Model, name: str) -> Any:
    """A field's value as people say it."""
    value = getattr(row, name)
    if called := getattr(value, "known_as", ""):
        return str(called)
    choice = getattr(row, f"get_{name}_display", None)
    if choice is not None and value not in (None, ""):
        return choice()
    if coded := getattr(type(row), "coded_by", {}).get(name):
        return coded.said(value) if hasattr(coded, "said") else str(dict(coded.choices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


def facts(row: models.Model, leave_out: Iterable[str] = (), only: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What is recorded on a row, or in these fields only, in the order of its fields; empty ones are left out."""
    skip = UNSAID | set(leave_out) | set(getattr(row, "kept_for_machines", ()))
    found = []
    for each in row._meta.concrete_fields:
        if each.name in skip or isinstance(each, models.JSONField) or (only and each.name not in only):
            continue
        if value := said(row, each.name):
            label = str(each.verbose_name)
            found.append({"label": label[:1].upper() + label[1:], "value": value})
    return found


def parted_facts(
    record: models.Model | type[models.Model], facts: Iterable[dict[str, Any]], first: Iterable[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those of the fields named, in that order, and the others."""
    labels = [_label(record._meta.get_field(name)) for name in first]
    found = {each["label"]: each for each in facts}
    return (
        [found[label] for label in labels if label in found],
        [each for each in facts if each["label"] not in labels],
    )


def times(number: int) -> str:
    """ "never", "once", "twice", "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def age(person, today: date) -> str:
    """In years; under two in days, weeks or months, where it matters most."""
    born = person.date_of_birth
    if born is None:
        return f"due {say_day(person.expected_on)}" if getattr(person, "expected_on", None) else ""
    days = (today - born).days
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 84:
        return f"{days // 7} weeks"
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return f"{months} months" if months < 24 else str(months // 12)


def called(people: Iterable[Any], today: date) -> str:
    """Some children in a phrase, the family's name once: "Ivy and Rowan Harcastle, 9 and 6"."""
    people = list(people)
    families = {each.family_name for each in people}
    if (
        len(people) > 1
        and len(families) == 1
        and "" not in families
        and all(each.given_name for each in people)
    ):
        names = f"{listed(each.given_name for each in people)} {families.pop()}"
        return f"{names}, {listed(age(each, today) or 'age not known' for each in people)}"
    return listed(", ".join(filter(None, [each.known_as, age(each, today)])) for each in people)


def open_to(reader, rows: Iterable[ChildRow]) -> set[int]:
    """Keys of the cases of these rows that the reader may open, and not only know of within this record."""
    cases = {row.case_id: row for row in rows if row.case_id}
    if not cases:
        return set()
    model: Any = next(iter(cases.values()))._meta.get_field("case").related_model
    return set(model.visible_to(reader).filter(pk__in=cases).values_list("pk", flat=True))


def closed_to(reader, named: Iterable[tuple[str, str]]) -> set[str]:
    """Of records by kind and reference, about children whom the reader works with: those not open to the reader."""
    by_kind: dict[str, set[str]] = {}
    for kind, reference in named:
        by_kind.setdefault(kind, set()).add(reference)
    found: set[str] = set()
    for model in records().values():
        asked = by_kind.get(model.kind, set())
        if asked and not model.open_with_its_cases:
            rows = model.visible_to(reader).filter(subject__reference__in=asked)
            found |= asked - set(rows.values_list("subject__reference", flat=True))
    return found


def child_cards(record: Record, rows: Iterable[ChildRow], today: date, reader=None) -> list[dict[str, Any]]:
    """A card for each child; linked to the child's case where the reader (left out: anybody) may open it."""
    rows = list(rows)
    known = {row.case_id for row in rows} if reader is None else open_to(reader, rows)
    return [
        {
            "name": row.child_name,
            "age": age(row.case.child, today) if row.case_id else "",
            "status": row.state_label,
            "facts": facts(row),
            "quotes": [],
            "links": [],
            "url": url_of(row.case) if row.case_id and row.case_id in known else "",
        }
        for row in rows
    ]


def events(found: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """What was recorded, latest first: when it happened, what, and by whom."""
    return said_once(
        {
            "day": london_day(each.occurred_at),
            "happened": say_moment(each.occurred_at),
            "what": told(each.label),
            "who": ", ".join(filter(None, [each.actor_name, each.role, each.agency])),
            "known": "",
            "note": " ".join(
                f"Went on without: {reason.get('reason', '')}" for reason in each.explained.values()
            ),
            "url": "",
            "quote": None,
        }
        for each in found
    )


def said_once(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a history with `day`: the same done by the same person several times on one day, one after the other, is
    one line. Somebody's words, and what was gone on without, are lines of their own.
    """
    found: list[dict[str, Any]] = []
    times: list[int] = []
    for each in lines:
        same = ("day", "what", "who", "known", "url")
        alone = each["note"] or each["quote"]
        if found and not alone and all(each[name] == found[-1][name] for name in same):
            times[-1] += 1
        else:
            found.append(each)
            times.append(1)
    return [
        {**each, "what": f"{each['what']}, {number} times"} if number > 1 else each
        for each, number in zip(found, times, strict=True)
    ]


# Steps that add what somebody said, and the answers in which it stands.
SAID = {"note": ("words",), "contribute": ("text", "own_words")}


def changes_since(
    record: Record, found: Iterable[AuditEvent], seen: Iterable[ChildRow]
) -> list[dict[str, Any]]:
    """What others wrote since a version was read, latest first: who, when, what, the words of a note or contribution,
    and each entry's old and new value. `seen`: the children's rows that the reader may see; of the others nothing is
    told.
    """
    found = list(found)
    fields = {each.attname: each for each in record._meta.concrete_fields}
    people = {
        value
        for each in found
        for name, pair in each.changes.items()
        if _names_user(fields.get(name))
        for value in pair
    }
    names = {each.pk: each.name for each in User.objects.filter(pk__in=people - {None})} if people else {}
    rows = {row.reference: row for row in seen}
    return [
        {
            "who": ", ".join(filter(None, [each.actor_name, each.role, each.agency])),
            "when": say_moment(each.occurred_at),
            "what": told(each.label),
            "why": _answered(each, ["reason"], rows),
            "words": "" if each.answers.get("handling") else _answered(each, SAID.get(each.step, ()), rows),
            "changes": [
                {
                    "label": _label(fields[name]),
                    "was": _say(fields[name], was, names),
                    "now": _say(fields[name], now, names),
                }
                for name, (was, now) in each.changes.items()
                if name in fields and name not in UNSAID
            ]
            + _changes_of_children(each, rows),
        }
        for each in sorted(found, key=lambda event: event.version, reverse=True)
    ]


def _names_user(field) -> bool:
    return field is not None and field.related_model is User


def _answered(event: AuditEvent, names: Iterable[str], rows: Mapping[str, ChildRow]) -> str:
    """What was answered to these; nothing where it is about a child whom the reader may not see."""
    about = [each.get("child") for each in event.answers.get("children") or [] if isinstance(each, dict)]
    if not all(each in rows for each in about):
        return ""
    return " ".join(str(event.answers[name]) for name in names if event.answers.get(name))


def _label(field) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _say(field, value: Any, names: dict[int, str]) -> str:
    """A value as the audit keeps it, as people say it."""
    if value in (None, "", []):
        return ""
    if field.related_model is not None:
        return names.get(value, "changed")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return say_moment(datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return say_day(date.fromisoformat(value))
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _changes_of_children(event: AuditEvent, rows: dict[str, ChildRow]) -> list[dict[str, Any]]:
    """What was answered about each child; the former answer stands in the history."""
    found = []
    for each in event.answers.get("children") or []:
        row = rows.get(each.get("child", "")) if isinstance(each, dict) else None
        if row is None:
            continue
        fields = {field.name: field for field in row._meta.concrete_fields}
        for name, value in each.items():
            if (
                name in fields
                and name not in UNSAID
                and fields[name].related_model is None
                and value not in (None, "", [])
            ):
                found.append(
                    {
                        "label": f"{row.child_name}: {_label(fields[name])}",
                        "was": "",
                        "now": _say(fields[name], value, {}),
                    }
                )
    return found


def clock_shapes(
    clocks: Iterable[Clock], now: datetime, names: Mapping[Any, str] | None = None
) -> list[dict[str, Any]]:
    """Clocks as the pages draw them: distance first, then the date, then why this date."""
    clocks = list(clocks)
    if not clocks:
        return []
    ground = InForce.now()
    grounds = InForce.behind(clocks, ground)
    return [
        clock_shape(
            each,
            now,
            ground.calendar,
            grounds[each.calendar_version, each.rule_version],
            (names or {}).get(each.case_id, ""),
        )
        for each in clocks
    ]


def clocks_together(clocks: Iterable[Clock], now: datetime, names: Mapping[Any, str]) -> list[dict[str, Any]]:
    """The same, with one for all children of whom the same is due by the same event at the same time.

    names: of each child, by its case, and by its row (`workflow.clocks.about`) while it has none.
    """
    found: dict[tuple, tuple[Clock, list[str]]] = {}
    for each in clocks:
        key: tuple[Any, ...] = (
            each.timescale,
            each.variant,
            each.started_at,
            each.late_from,
            each.late_reason,
        )
        name = names.get(each.case_id) or names.get(each.about, "")
        # What one agency owes, or one record, is a thing of its own.
        key += () if name else (each.record_id, each.about)
        found.setdefault(key, (each, []))[1].append(name)
    shapes = clock_shapes([clock for clock, _ in found.values()], now)
    for shape, (_, about) in zip(shapes, found.values(), strict=True):
        shape["about"] = listed(dict.fromkeys(filter(None, about)))
    return shapes


def clock_shape(clock: Clock, now: datetime, calendar, ground: InForce, about: str = "") -> dict[str, Any]:
    """One clock; `ground` is what was in force when it was computed."""
    distance, _, day = clock.say(now, calendar).partition(", ")
    why = clock.why(ground)
    return {
        "label": clock.label,
        "sentence": distance,
        "date_sentence": day,
        "tone": tone(clock, now, calendar),
        "about": about,
        "note": " ".join(filter(None, [note_of(clock, now), why.doubt])),
        "url": "",
        "why": {
            "rule": why.rule,
            "event": f"{clock.event}: {say_moment(clock.started_at)}.",
            "event_on": london_day(clock.started_at),
            "counted": [{"date": day, "number": number} for number, day in enumerate(why.counted, 1)],
            "skipped": [{"date": day, "reason": reason} for day, reason in why.skipped],
            "due_on": clock.due_on,
            "last_usable_on": clock.last_usable_on,
            "versions": f"{clock.rule.source}. Rule version {clock.rule_version}; "
            f"England's bank holidays, list {clock.calendar_version}.",
        },
    }


def note_of(clock: Clock, now: datetime) -> str:
    if clock.late_reason:
        return f"Reason given: {clock.late_reason}"
    if clock.timescale in (INITIAL_CONFERENCE, ASSESSMENT) and not clock.is_late(now):
        return NOT_A_TARGET
    return ""


def tone(clock: Clock, now: datetime, calendar) -> str:
    if clock.stopped_at:
        return "done"
    if now >= clock.late_from:
        return "late"
    if clock.due_at:
        return "soon" if (clock.due_at - now).total_seconds() < 86400 else "later"
    days = calendar.working_days_between(london_day(now), clock.last_usable_on)
    return "soon" if days <= SOON_WORKING_DAYS else "later"


def clocks_of(record: Record, rows: Iterable[ChildRow] = ()) -> Iterable[Clock]:
    """Open clocks of this record and of the cases shown."""
    cases = [row.case_id for row in rows if row.case_id]
    wanted = models.Q(record=record.pk) | models.Q(case__in=cases)
    return Clock._rows.filter(wanted, stopped_at__isnull=True).order_by("last_usable_on", "late_from", "pk")


def unmet_shapes(
    record: Record,
    reasons: Iterable[Reason],
    typed: dict[str, str] | None = None,
    named: bool = True,
    *,
    reader: Any,
) -> list[dict]:
    """Reasons as the pages draw them, one that is the same for several children once; `named`: with their names."""
    declared = {each.name: each for step in record.steps().values() for each in step.guards}
    together: dict[tuple, list[Reason]] = {}
    for each in reasons:
        together.setdefault((each.guard, each.says), []).append(each)
    shown = []
    for each, *others in together.values():
        children = dict.fromkeys(one.child_name for one in [each, *others] if one.child_name)
        shown.append(
            {
                "reason": each.says,
                "child": listed(children) if named else "",
                "mend_url": url_where_one_may(record, each.mend, reader) if each.mend and record.pk else "",
                "may_explain": each.may_explain,
                "name": each.guard,
                "needs_manager": bool(each.guard in declared and declared[each.guard].step_down),
                "explained": (typed or {}).get(each.guard, ""),
                "error": "",
            }
        )
    return shown


# What floors above show with a record: (record, reader) to parts {heading, rows [{label, url, note}],
# links [{label, url}]}; each registers its own when it is ready.
PARTS: list[Callable[[Record, Any], list[dict[str, Any]]]] = []


def parts_of(record: Record, reader: Any) -> list[dict[str, Any]]:
    return [part for show in PARTS for part in show(record, reader)]


def prompt_shapes(
    found: Iterable[Prompt], today: date, reader: Any, named: bool = True
) -> list[dict[str, Any]]:
    """What happened to a child, once, with all work that has not answered; `named`: with the child's name."""
    shown: dict[tuple, dict[str, Any]] = {}
    for each in found:
        happened = shown.setdefault(
            (each.where.case_id, each.occurrence.occasion),
            {
                "label": f"{each.where.child_name}: {each.label[0].lower()}{each.label[1:]}"
                if named
                else each.label,
                "when": say_day(each.occurrence.on, today),
                "asked": [],
            },
        )
        happened["asked"].append(
            {
                "where": each.where.model.noun(),
                "reference": each.where.reference,
                "asks": each.asks,
                "url": _url_to_answer(each, reader),
            }
        )
    return list(shown.values())


def _url_to_answer(prompt: Prompt, reader: Any) -> str:
    where = prompt.where
    if not can(reader, where.model.steps()["answer_event"].permission):
        return ""
    return f"{url_to(where.model, where.reference, 'answer_event')}?{urlencode({'event': prompt.occurrence.event})}"


def step_links(
    record: Record,
    user,
    weigh: bool = True,
    running: Iterable[str] = (),
    pressing: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """The steps open to this reader, those owed now first, then the deciding ones, each with what still stands in its
    way. `likely`: shown at once; the others are folded beneath "More steps".

    weigh: without, the guards are left to the step's own page, which asks them all the same. running: codes of the
    clocks that run: a step that ends one comes next. pressing: those late or due within a day: a quick recording that
    ends one comes first.
    """
    running, pressing = set(running), set(pressing)
    owed = owed_now(record) if weigh else []
    found: list[dict[str, Any]] = []
    for each in record.steps_open_to(user):
        if each.name == "answer_event":
            # It stands with the event that asks for it.
            continue
        reasons = record.unmet(each.name) if weigh and each.guards else []
        found.append(
            {
                "name": each.name,
                "label": each.label,
                "url": url_of(record, each.name),
                "adds": each.adds,
                "note": "",
                "unmet": unmet_shapes(record, reasons, reader=user),
                "mending": each.name in MENDING,
                # What stands in the way of a side exit is told, and does not shout.
                "next": each.name in owed or not isinstance(record, Stage),
                "likely": each.name in owed
                or bool(running & set(each.stops))
                or not each.adds
                and each.name not in MENDING,
                "mends": {reason.mend for reason in reasons if reason.mend},
                "presses": each.adds and bool(pressing & set(each.stops)),
            }
        )
    mends = {name for step in found if step["likely"] for name in step["mends"]}
    for step in found:
        step["likely"] |= step["name"] in mends or step["name"] in EVERY_DAY
    if not any(step["likely"] for step in found):
        for step in found[:MOST_AT_ONCE]:
            step["likely"] = True
    return sorted(
        found,
        key=lambda step: (
            step["mending"],
            not step["presses"],
            owed.index(step["name"]) if step["name"] in owed else len(owed),
            step["adds"],
            step["name"] not in mends,
        ),
    )


MENDING = ("correct", "withdraw")
# The commonest act of the day stands in no fold.
EVERY_DAY = ("note",)
MOST_AT_ONCE = 4


def owed_now(record: Record) -> list[str]:
    """The steps by which something owed in this record is done, in the order in which its class says so: one query."""
    if not isinstance(record, Stage) or not record.pk or record.state in record.ended:
        return []
    owes = [each for each in owed_in(type(record)) if each.step]
    if not owes:
        return []
    rows = record.child_row()._rows.filter(stage=record.pk).order_by()
    found = rows.aggregate(
        **{f"owed_{n}": models.Count("pk", filter=each.when) for n, each in enumerate(owes)}
    )
    return [each.step for n, each in enumerate(owes) if found[f"owed_{n}"]]


def follows(record: Record, declared: Declared) -> list[str]:
    """What recording a step starts, ends and opens, in words; of a record that stands, only what runs can end."""
    from cpu.timescales import TIMESCALES

    running = set(declared.stops)
    if running and record.pk:
        rows = record.child_rows() if isinstance(record, Stage) else []
        running &= {each.timescale for each in clocks_of(record, rows)}
    again = running & set(declared.starts)
    found = [
        f"“{TIMESCALES[code].label}” {'is met' if stop.how == 'met' else 'no longer runs'}"
        for code, stop in declared.stops.items()
        if code in running - again
    ]
    # Which of several an opening starts, its answers decide.
    starts = "may start" if declared.opening and len(declared.starts) > 1 else "starts"
    found += [f"“{TIMESCALES[code].label}” {starts}" for code in declared.starts if code not in again]
    found += [f"“{TIMESCALES[code].label}” starts again" for code in declared.starts if code in again]
    for name in declared.opens:
        kind, step = name.split(".")
        model: Any = next((each for each in records().values() if each.__name__ == kind), None)
        opened = model.steps().get(step) if model else None
        if opened:
            found.append(f"May follow: {opened.label[0].lower()}{opened.label[1:]}")
    return list(dict.fromkeys(found))


def heading_of(record: Record, rows: Iterable[ChildRow]) -> str:
    kind = record.noun()
    names = listed(_by_family(rows))
    return f"{kind}: {names}" if names else kind


def _by_family(rows: Iterable[ChildRow]) -> list[str]:
    """Children's names, a family's name once: ["Ivy and Rowan Harcastle", "Baby, flat 3, name unknown"]."""
    found: dict[str, list[str]] = {}
    for row in rows:
        child = row.case.child if row.case_id else None
        whole = child and child.given_name and child.family_name
        if child and whole and row.child_name == child.known_as == f"{child.given_name} {child.family_name}":
            found.setdefault(child.family_name, []).append(child.given_name)
        else:
            found.setdefault(row.child_name, []).append("")
    return [f"{listed(given)} {family}" if all(given) else family for family, given in found.items()]


def children_asked(asked: Asked, today: date) -> list[dict[str, Any]]:
    """The children a step may be taken for, each with its own block of questions."""
    one = len([row for row in asked.rows if row.may_be_chosen]) == 1
    return [
        {
            "row": row.reference,
            "name": row.child_name,
            "age": age(row.case.child, today) if row.case_id else "",
            "chosen": row.reference in asked.chosen or (one and not asked.form.is_bound),
            "note": row.state_label,
            "facts": [],
            "form": asked.child_forms.get(row.reference),
        }
        for row in asked.rows
        if row.may_be_chosen or row.reference in asked.chosen
    ]
