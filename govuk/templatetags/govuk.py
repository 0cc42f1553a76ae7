"""The components of the pages. Each takes plain values and knows nothing of the domain.

Where an object is named, anything with those attributes or keys will do:

clock    label, sentence ("Late by 2 working days"), date_sentence ("was due Monday 10 May"),
         tone ("late", "soon", "later", "done"), why (below, or None), note, url, about (for whom, or ""),
         act (absent, or {label, url}: what to do about it)
why      rule, event (sentences), event_on (date, or absent), counted [{date, number}],
         skipped [{date, reason}], due_on (date), last_usable_on (date, or absent), versions (a sentence)
unmet    reason, child (a name, or ""), mend_url, may_explain; where it may: name, needs_manager,
         explained (what was typed so far), error (a message, or "")
fact     label, value (text, or None where nothing is recorded), missing (what to do, or ""), url, action
event    happened, what, who, known (when we knew, or ""), note, url, quote
here     agency, needed (True or False), state (words), person, note, url, action
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from govuk.forms import MomentWidget, only_if

register = template.Library()

MOST_RADIOS = 8
"""A closed list no longer than this is shown whole: choosing from what can be read is quicker and safer."""

MANY_OPTIONS = 10
"""A list longer than this stands in columns where the screen is wide."""

WEEKEND = (5, 6)

LONGEST_CALENDAR = 100
"""Days. Longer spans (months) are told in words; a calendar of them helps nobody."""


def get(thing: Any, name: str, default: Any = None) -> Any:
    """An attribute of an object or a key of a dict, as templates read them."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


@register.simple_tag
def place() -> dict[str, str]:
    """The names of the unit and of its partnership: {unit, partnership}. A tag and not a context processor,
    since error pages are drawn without a request."""
    return {"unit": settings.UNIT_NAME, "partnership": settings.PARTNERSHIP_NAME}


@register.filter
def css_string(text: Any) -> str:
    """Text for within the quotes of a CSS string: all but plain letters and figures is escaped."""
    plain = (c if c.isascii() and (c.isalnum() or c in " .,:") else f"\\{ord(c):x} " for c in str(text))
    return mark_safe("".join(plain))  # noqa: S308  nothing is left in it that HTML could read


# Forms


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, MomentWidget):
        return "moment"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.SelectMultiple)):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.Select):
        return "radios" if len(_choices(field)) <= MOST_RADIOS else "select"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "file" if isinstance(widget, forms.FileInput) else "input"


# Labels of an empty choice that say nothing once it stands among radios.
NO_ANSWER = ("", "Choose", "---------")


def _choices(field: BoundField) -> list[tuple[Any, Any]]:
    """The choices without groups; the empty one stays only where the question may be left open."""
    flat: list[tuple[Any, Any]] = []
    for value, label in field.field.widget.choices:  # type: ignore[attr-defined]
        flat += label if isinstance(label, (list, tuple)) else [(value, label)]
    filled = [(value, label) for value, label in flat if value not in ("", None)]
    optional = not field.field.required and not isinstance(field.field.widget, forms.SelectMultiple)
    may_clear = optional and isinstance(field.field.widget, forms.Select) and len(filled) < len(flat)
    if not may_clear:
        return filled
    left_open = next(str(label) for value, label in flat if value in ("", None))
    return [*filled, ("", left_open if left_open not in NO_ANSWER else "Not answered")]


def _options(field: BoundField) -> list[dict[str, Any]]:
    value = field.value()
    chosen = (
        {str(one) for one in value}
        if isinstance(value, (list, tuple, set))
        else {"" if value is None else str(value)}
    )
    hints = getattr(field.field, "hints", {})
    return [
        {
            "value": str(option),
            "label": label,
            "hint": hints.get(str(option), ""),
            "checked": str(option) in chosen,
            "id": f"{field.auto_id}_{number}",
        }
        for number, (option, label) in enumerate(_choices(field))
    ]


_CLASSES = {
    "input": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}


@register.filter
def first_id(field: BoundField) -> str:
    """The id of the first thing to fill in of a field: where a link to the question leads."""
    kind = _kind(field)
    if kind in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return f"{field.auto_id}_date" if kind == "moment" else str(field.auto_id)


@register.inclusion_tag("govuk/field.html")
def govuk_field(field: BoundField) -> dict[str, Any]:
    """One question of any Django form with label, hint and messages. Choices of up to eight are radios."""
    kind = _kind(field)
    field.form.use_required_attribute = False  # the browser must not hold back what the page can explain
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    context: dict[str, Any] = {"field": field, "kind": kind, "described": " ".join(described)}
    if kind in _CLASSES:
        widget = field.field.widget
        classes = [_CLASSES[kind], widget.attrs.get("class", "")]
        classes += [f"{_CLASSES[kind]}--error"] if field.errors else []
        attrs = {"class": " ".join(filter(None, classes)), "aria-describedby": context["described"] or False}
        if (
            kind == "textarea" and widget.attrs.get("rows") == "10"
        ):  # Django's own default, too tall for a page of many
            attrs["rows"] = "3"
        context["control"] = field.as_widget(attrs=attrs)
    elif kind in ("radios", "checkboxes"):
        context["options"] = _options(field)
        context["many"] = len(context["options"]) > MANY_OPTIONS
        context["inline"] = (
            kind == "radios"
            and all(len(str(option["label"])) <= 12 and not option["hint"] for option in context["options"])
            and len(context["options"]) <= 3
        )
    elif kind == "moment":
        typed = field.value()
        context["date"], context["time"] = typed if isinstance(typed, (tuple, list)) else (typed or "", "")
    elif kind == "checkbox":
        context["checked"] = bool(field.value()) and field.value() not in ("false", "False", "0")
    if condition := only_if(field.form, field.name):
        context["only_if_name"] = field.form.add_prefix(condition[0])
        context["only_if_values"] = json.dumps(list(condition[1]))
    return context


@register.inclusion_tag("govuk/form.html")
def govuk_form(form: forms.BaseForm) -> dict[str, Any]:
    """Every question of a form in its own order, hidden ones too; no form element, no button."""
    return {"form": form}


@register.inclusion_tag("govuk/error_summary.html")
def govuk_error_summary(
    *forms_: forms.BaseForm | None, heading: str = "There is a problem"
) -> dict[str, Any]:
    """Every message of the forms given, each linked to its question. Nothing where there is no message."""
    return {"heading": heading, "problems": problems(*forms_)}


def problems(*forms_: forms.BaseForm | None) -> list[dict[str, str]]:
    """[{text, url}] of the messages of bound forms, in the order of the questions."""
    found = []
    for form in forms_:
        if form is None or not form.is_bound:
            continue
        about = getattr(form, "about", "")  # the child of a per-child form
        start = f"{about}: " if about else ""
        found += [{"text": f"{start}{text}", "url": ""} for text in form.non_field_errors()]
        found += [
            {
                "text": f"{start}{field.label}{'' if str(field.label).endswith('?') else ':'} {text}",
                "url": "" if field.is_hidden else f"#{first_id(field)}",
            }
            for field in form
            for text in field.errors
        ]
    return found


@register.filter
def have_questions(children: Iterable[Any]) -> bool:
    """Whether any child of a step has answers of its own, and so a card of its own."""
    return any(get(child, "form") or get(child, "facts") for child in children or [])


@register.filter
def shown(steps: Iterable[Any]) -> list[Any]:
    """The steps that come next."""
    return [step for step in steps if get(step, "likely") is not False]


@register.filter
def folded(steps: Iterable[Any]) -> list[Any]:
    """The other steps, which stand beneath "More steps"."""
    return [step for step in steps if get(step, "likely") is False]


# Time


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B}"


@register.inclusion_tag("govuk/parts/clock.html")
def clock(clock: Any, label: bool = True) -> dict[str, Any]:
    """A due date as a sentence: distance, then date. Colour repeats the words and never stands alone."""
    return {"clock": clock, "label": label}


@register.inclusion_tag("govuk/parts/why.html")
def why(clock: Any) -> dict[str, Any]:
    """ "Why this date": rule, event, calendar of the days counted, then the days skipped in words."""
    reason = get(clock, "why") or {}
    counted = {get(day, "date"): get(day, "number") for day in get(reason, "counted") or []}
    skipped = {get(day, "date"): get(day, "reason") for day in get(reason, "skipped") or []}
    return {
        "clock": clock,
        "why": reason,
        "weeks": _weeks(counted, skipped, get(reason, "due_on"), get(reason, "event_on")),
        "skipped": _skipped_in_words(skipped),
        "days_skipped": len(skipped),
        "first": min(counted, default=None),
        "last": max(counted, default=None),
        "due_on": get(reason, "due_on"),
    }


def _weeks(
    counted: dict[dt.date, int], skipped: dict[dt.date, str], due_on: dt.date | None, event_on: dt.date | None
) -> list[list[dict[str, Any]]]:
    days = [*counted, *skipped, *filter(None, (due_on, event_on))]
    if not counted or (max(days) - min(days)).days > LONGEST_CALENDAR:
        return []
    monday = min(days) - dt.timedelta(days=min(days).weekday())
    weeks = []
    while monday <= max(days):
        week = [monday + dt.timedelta(days=n) for n in range(7)]
        weeks.append([_cell(day, counted, skipped, due_on, event_on, first=day == min(days)) for day in week])
        monday += dt.timedelta(days=7)
    return weeks


def _cell(
    day: dt.date,
    counted: dict[dt.date, int],
    skipped: dict[dt.date, str],
    due_on: dt.date | None,
    event_on: dt.date | None,
    *,
    first: bool,
) -> dict[str, Any]:
    reason = skipped.get(day, "")
    return {
        "day": f"{day.day} {day:%b}" if first or day.day == 1 else str(day.day),
        "full": _day(day),
        "number": counted.get(day, 0 if day == event_on else None),
        "skipped": reason,
        "holiday": bool(reason) and day.weekday() not in WEEKEND,
        "due": day == due_on,
        "event": day == event_on,
        "outside": day not in counted and day not in skipped and day not in (due_on, event_on),
    }


def _skipped_in_words(skipped: dict[dt.date, str]) -> list[str]:
    """["Saturdays and Sundays 1, 2, 8 and 9 May", "Monday 3 May, Early May bank holiday"]."""
    weekend = [day for day in sorted(skipped) if day.weekday() in WEEKEND]
    months = [
        f"{_listed([str(day.day) for day in days])} {month}"
        for month, days in ((m, list(d)) for m, d in groupby(weekend, key=lambda day: f"{day:%B}"))
    ]
    words = ["Saturdays and Sundays " + _listed(months)] if months else []
    return words + [
        f"{day:%A} {_day(day)}, {skipped[day]}" for day in sorted(skipped) if day.weekday() not in WEEKEND
    ]


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


@register.filter
def listed(words: Iterable[Any]) -> str:
    """ "Ivy, Rowan and Teal" of three names."""
    return _listed([str(word) for word in words])


# People and what stands about them


@register.inclusion_tag("govuk/parts/identity.html")
def identity_bar(person: Any) -> dict[str, Any]:
    """Who this is and what must not be missed.

    person: name, age ("age 9", "due 4 June"), facts [fact], flags [{heading, text, source, danger: bool}],
    links [{label, url}]. The first flags are dangers; a red edge only repeats the heading.
    """
    return {"person": person}


@register.inclusion_tag("govuk/parts/pathway.html")
def pathway(stages: Iterable[Any], in_words: str, heading: str) -> dict[str, Any]:
    """The stages as ticked, ringed and dashed circles, and the same in a sentence.

    stages: label, state ("done", "now", "ahead"), note, url (or ""). in_words: one sentence or two.
    """
    states = {"done": "Done", "now": "Now", "ahead": "Not yet"}
    return {
        "stages": [
            {
                "label": get(s, "label"),
                "state": get(s, "state"),
                "word": states[get(s, "state")],
                "note": get(s, "note", ""),
                "url": get(s, "url", ""),
            }
            for s in stages
        ],
        "in_words": in_words,
        "heading": heading,
    }


@register.inclusion_tag("govuk/parts/child.html")
def child_card(child: Any, of: int = 2) -> dict[str, Any]:
    """One child's card in a stage; cards side by side have the same labels in the same order.

    child: name, age, status (short, at the right of the heading), facts [fact], quotes [quote],
    links [{label, url}], url (the child's case, or "").
    What is owed stands first; of the rest the first are shown and the others folded. of: how many cards there are;
    one alone is as wide as the page and shows more.
    """
    facts = list(get(child, "facts") or [])
    gaps = [each for each in facts if get(each, "missing")]
    shown, more = parted(
        [each for each in facts if not get(each, "missing")], FACTS_AT_ONCE * (2 if of == 1 else 1)
    )
    return {"child": child, "gaps": _together(gaps), "shown": shown, "more": more}


FACTS_AT_ONCE = 6


def _together(gaps: list[Any]) -> list[dict[str, Any]]:
    """Gaps beneath one label and mended on one page, as one: it is said once what is owed."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for each in gaps:
        key = (get(each, "label"), get(each, "url") or get(each, "missing"))
        one = found.setdefault(
            key, {"label": key[0], "url": get(each, "url"), "action": get(each, "action"), "says": []}
        )
        one["says"].append(get(each, "missing"))
    return list(found.values())


@register.inclusion_tag("govuk/parts/quotation.html")
def quotation(quote: Any) -> dict[str, Any]:
    """Somebody's own words. quote: words, who (or ""), to, where, when, alone (words, or ""), question."""
    parts = [
        get(quote, "who"),
        f"to {to}" if (to := get(quote, "to")) else "",
        get(quote, "alone"),
        get(quote, "where"),
        get(quote, "when"),
        f"asked: “{question}”" if (question := get(quote, "question")) else "",
    ]
    told = ", ".join(filter(None, parts))
    return {"words": get(quote, "words"), "told": told[:1].upper() + told[1:], "note": get(quote, "note", "")}


@register.inclusion_tag("govuk/parts/in_the_way.html")
def in_the_way(
    unmet: Iterable[Any],
    heading: str = "What still stands in the way",
    alert: bool = False,
    problems: Any = (),
    explain_here: bool = False,
) -> dict[str, Any]:
    """The heavy red frame: every reason at once, each linked to where it is mended and, where the page has
    the boxes (explain_here), to where it may be explained instead. `problems` ([{text, url}]) are answers to
    mend on this page and come first. alert: the page answers a refused attempt."""
    return {
        "unmet": list(unmet or []),
        "heading": heading,
        "alert": alert,
        "problems": list(problems or []),
        "explain_here": explain_here,
    }


@register.inclusion_tag("govuk/parts/steps_in_the_way.html")
def steps_in_the_way(steps: Iterable[Any] | None) -> dict[str, Any]:
    """One red frame for a whole record: the reasons of the step that comes next open, those of the others folded under
    their label, since people who see all lists at once chase the wrong one. Where what comes next lacks nothing, there
    is no frame: each link says what its step still lacks. steps: label, unmet [unmet], next (False: may be taken, and
    is not owed now), likely (False: folded beneath "More steps")."""
    found = [
        step
        for step in steps or []
        if get(step, "unmet") and not get(step, "mending") and get(step, "likely") is not False
    ]
    owed = any(get(step, "next") is not False for step in found)
    return {"steps": sorted(found, key=lambda step: get(step, "next") is False) if owed else []}


@register.inclusion_tag("govuk/parts/explain.html")
def explain_boxes(unmet: Iterable[Any] | None, refused: Any = None) -> dict[str, Any]:
    """A box for each guard that may be explained, named `explained-<guard>`; one serves all its children. Folded until
    the step was refused, or something was written.
    """
    boxes: dict[str, dict[str, Any]] = {}
    for one in unmet or []:
        if not get(one, "may_explain") or not get(one, "name"):
            continue
        name = get(one, "name")
        box = boxes.setdefault(
            name, {"name": name, "reasons": [], "explained": "", "error": "", "needs_manager": False}
        )
        child = get(one, "child")
        box["reasons"].append(f"{child}: {get(one, 'reason')}" if child else get(one, "reason"))
        for key in ("explained", "error", "needs_manager"):
            box[key] = box[key] or get(one, key) or box[key]
    found = list(boxes.values())
    return {
        "boxes": found,
        "open": bool(refused) or any(box["explained"] or box["error"] for box in found),
        "by_manager": any(box["needs_manager"] for box in found),
    }


@register.inclusion_tag("govuk/parts/chronology.html")
def chronology(events: Iterable[Any], caption: str, fold: int = 0) -> dict[str, Any]:
    """What happened, when, and when we knew. Drafts never stand here. `fold`: only so many are shown at once."""
    shown, more = parted(list(events), fold)
    known = any(get(each, "known") for each in (*shown, *more))
    return {"events": shown, "more": more, "caption": caption, "when_known": known}


@register.inclusion_tag("govuk/parts/who_is_here.html")
def who_is_here(people: Iterable[Any], sentence: str = "") -> dict[str, Any]:
    """Who is at the meeting: needed agencies first; here, sent information, missing, never invited."""
    return {"people": people, "sentence": sentence}


@register.inclusion_tag("govuk/parts/notice.html")
def notice(text: str, tone: str = "saved") -> dict[str, Any]:
    """One line at the top, read out politely. tone: "saved" (on the record), "unsent", "told"."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("govuk/parts/work_row.html")
def work_row(row: Any) -> dict[str, Any]:
    """A row of the worklist: clock (when), then what and for whom.

    row: clock, label, url, who ("Kit Marlowe-Dean, 4"), note, reason (why late), agreed_by, next, links [{label, url}].
    """
    return {"row": row}


# Pieces of the GOV.UK Design System


@register.inclusion_tag("govuk/parts/summary_list.html")
def summary_list(facts: Iterable[Any], fold: Any = 0) -> dict[str, Any]:
    """Facts as label and value; a missing one says so and links to where it is given. `fold`: so many are shown."""
    shown, more = parted(list(facts), fold)
    return {"facts": shown, "more": more}


TONES = {"late": "red", "soon": "orange", "done": "green", "plain": "grey"}


@register.simple_tag
def tag(text: str, tone: str = "plain") -> SafeString:
    """A short state in words. tone: late, soon, done, plain."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', TONES.get(tone, "grey"), text)


FEW = 2
"""So many more are not worth a click: they are shown."""


def parted(things: list[Any], fold: Any) -> tuple[list[Any], list[Any]]:
    """What is shown at once, and what is folded away; everything where `fold` is 0."""
    at = int(fold or 0)
    return (things[:at], things[at:]) if at and len(things) > at + FEW else (things, [])


CLOCKS_AT_ONCE = 4


@register.filter
def first_due(clocks: Iterable[Any]) -> list[Any]:
    """The clocks shown at once: all that are late or due soon, and the next ones."""
    return _clocks(clocks)[0]


@register.filter
def due_later(clocks: Iterable[Any]) -> list[Any]:
    """The clocks folded away."""
    return _clocks(clocks)[1]


def _clocks(clocks: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    every = list(clocks)
    pressing = sum(get(each, "tone") in ("late", "soon") for each in every)
    return parted(every, max(pressing, CLOCKS_AT_ONCE))


@register.filter
def nothing_in(views: Iterable[Any]) -> list[str]:
    """The headings of the tables in which nothing stands, for one line instead of so many empty parts."""
    return [
        f"{heading[:1].lower()}{heading[1:]}"
        for each in views or []
        if not get(each, "rows") and not get(each, "quotes") and (heading := str(get(each, "heading")))
    ]


@register.inclusion_tag("govuk/parts/table.html")
def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    caption: str = "",
    show_caption: bool = False,
    fold: Any = 0,
):
    """A table that stacks into rows on a small screen and keeps its roles there.

    A cell is text or {text, url, note, tag, tone, links [{label, url, about (for the ear)}]}; the first of a row is
    its heading. `fold`: only so many rows are shown at once.
    """
    cells = [
        [
            {"column": column, **(cell if isinstance(cell, dict) else {"text": cell})}
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    shown, more = parted(cells, fold)
    return {
        "columns": columns,
        "rows": shown,
        "more": more,
        "caption": caption,
        "show_caption": show_caption,
    }


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """A native disclosure: works without scripting, opens on paper."""
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        summary,
        content,
    )


@register.simple_tag
def button(label: str, tone: str = "") -> SafeString:
    """The button of a form. tone: "" (the page's one act), "secondary", "warning". Never disabled."""
    return format_html(
        '<button type="submit" class="govuk-button{}" data-module="govuk-button" '
        'data-prevent-double-click="true">{}</button>',
        f" govuk-button--{tone}" if tone in ("secondary", "warning") else "",
        label,
    )
