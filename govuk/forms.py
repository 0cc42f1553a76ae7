"""Form fields for dates, moments and yes or no, the same for a page and for the API.

A person types as people write ("12/5/2027", "2pm"); a machine sends ISO 8601 under the field's own name.
What was typed is kept and shown again with the message, never emptied.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

LONDON = ZoneInfo("Europe/London")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_FIGURES = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d+)$")
_WORDS = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d+)$")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$")

NOT_A_DATE = "Write the date as day, month and year, for example 12/5/2027."
NOT_A_TIME = "Write the time as 2:30pm or 14:30."


def read_date(text: str) -> dt.date:
    """A day as people write it (day first) or as ISO 8601. Raises ValidationError in plain words."""
    words = " ".join(text.lower().split())
    if found := _ISO.match(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FIGURES.match(words):
        _four_figures(found[3])
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDS.match(words)) and found[2][:3] in MONTHS:
        _four_figures(found[3])
        day, month, year = int(found[1]), MONTHS.index(found[2][:3]) + 1, int(found[3])
    else:
        raise ValidationError(NOT_A_DATE, code="invalid")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValidationError(f"There is no such day as {text.strip()}.", code="invalid") from None


def _four_figures(year: str) -> None:
    # "12/5/27" may be a birth in 1927 or a meeting in 2027: the system does not guess
    if len(year) != 4:
        raise ValidationError("Write the year in four figures, for example 2027.", code="invalid")


def read_time(text: str) -> dt.time:
    """A time of day: 2pm, 2:30pm, 14:30, 1430 or noon. Raises ValidationError in plain words."""
    words = " ".join(text.lower().split())
    if words in ("noon", "12 noon", "midday"):
        return dt.time(12)
    found = _TIME.match(words)
    if not found or (found[2] is None and found[3] is None):
        raise ValidationError(NOT_A_TIME, code="invalid")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise ValidationError(NOT_A_TIME, code="invalid")
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 7 and len(found[1]) == 1:
        # a visit at "2:30" is hardly ever at night, and a wrong half of the day moves a legal clock
        raise ValidationError(
            f"Say {words}am or {words}pm, or {hour:02}:{minute:02} for the night.", code="invalid"
        )
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise ValidationError(NOT_A_TIME, code="invalid") from None


def at_london(day: dt.date, time: dt.time) -> dt.datetime:
    """That time on that day in London, aware. The hour that the clocks skip in March is refused;
    of the hour that comes twice in October the first is taken, so that a clock is never too long."""
    moment = dt.datetime.combine(day, time, tzinfo=LONDON)
    if moment.astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValidationError(
            f"The clocks went forward that night: there was no {time:%H:%M} on {write_date(day)}.",
            code="invalid",
        )
    return moment


def write_date(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


class DateField(forms.DateField):
    """A day. In: "12/5/2027", "12 May 2027", or ISO "2027-05-12". Out: `datetime.date` or None."""

    widget = forms.TextInput(
        attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
    )
    default_error_messages = {"required": "Give the date.", "invalid": NOT_A_DATE}

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        return read_date(str(value))

    def prepare_value(self, value: Any) -> Any:
        return write_date(value) if isinstance(value, dt.date) else value


class MomentWidget(forms.Widget):
    """Two boxes, `<name>_date` and `<name>_time`; one ISO 8601 text under `<name>` is taken instead."""

    template_name = "govuk/parts/moment.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if data.get(name) not in (None, ""):
            return data.get(name)
        typed = (data.get(f"{name}_date") or "", data.get(f"{name}_time") or "")
        return typed if any(part.strip() for part in typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_date", f"{name}_time"))

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_date" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, tuple) else (value or "", "")
        context["widget"]["date"], context["widget"]["time"] = typed
        return context


class MomentField(forms.DateTimeField):
    """A moment. In: a date and a time of day in London, in two boxes, or one ISO 8601 text (without an
    offset it is London's time). Out: an aware `datetime.datetime` in London's zone, or None."""

    widget = MomentWidget
    default_error_messages = {"required": "Give the date and the time.", "invalid": NOT_A_DATE}

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.astimezone(LONDON) if value.tzinfo else at_london(value.date(), value.time())
        if isinstance(value, tuple):
            return self._read_boxes(*value)
        try:
            moment = parse_datetime(str(value)) if ":" in str(value) else None  # a day alone is not midnight
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(
                "Give a date and a time as ISO 8601, for example 2027-05-12T14:30:00+01:00.", code="invalid"
            )
        return self.to_python(moment)

    def _read_boxes(self, day: str, time: str) -> dt.datetime:
        wrong: list[ValidationError] = []
        read: list[Any] = []
        for text, reader, missing in (
            (day, read_date, "Give the date."),
            (time, read_time, "Give the time."),
        ):
            try:
                if not text.strip():
                    raise ValidationError(missing, code="incomplete")
                read.append(reader(text))
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return at_london(*read)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            here = value.astimezone(LONDON) if value.tzinfo else value
            return write_date(here), f"{here:%H:%M}"
        return value


class YesNo(forms.NullBooleanField):
    """A question with two answers and no default. In: yes or no, true or false. Out: True, False, or None
    where it may be left open. `hints` maps "yes" or "no" to a line printed beside that answer."""

    default_error_messages = {"required": "Answer yes or no.", "invalid": "Answer yes or no."}
    words: Mapping[Any, bool | None] = {
        "yes": True,
        "no": False,
        "true": True,
        "false": False,
        "": None,
        None: None,
        True: True,
        False: False,
    }

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect(choices=(("yes", "Yes"), ("no", "No"))))
        super().__init__(**kwargs)
        self.hints = hints or {}

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]  # a Boolean that may be open
        try:
            return self.words[value.strip().lower() if isinstance(value, str) else value]
        except (KeyError, TypeError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: bool | None) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Choice(forms.ChoiceField):
    """One of several, shown as radios however many. `hints` maps a value to a line printed beside it."""

    default_error_messages = {"required": "Choose one.", "invalid_choice": "Choose one of those shown."}

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(**kwargs)
        self.hints = hints or {}


def only_if(form: forms.BaseForm, name: str) -> tuple[str, Iterable[str]] | None:
    """The condition under which a question of a form is asked: `only_if = {"why_not_alone": ("seen",
    ["NOT_ALONE"])}` on the form class. Without scripting the question simply stays open."""
    condition = getattr(form, "only_if", {}).get(name)
    if condition is None:
        return None
    asked, answers = condition
    return asked, [answers] if isinstance(answers, str) else answers
