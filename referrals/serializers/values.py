"""Single values of a referral's body, and how a part of it is read."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import SkipField
from rest_framework.settings import api_settings

from cpu import codes

# Two machines' clocks are never quite equal.
CLOCKS_DIFFER = dt.timedelta(minutes=5)

# (path from the part that says so, what to say)
Contradiction = tuple[tuple[str | int, ...], str]

FUTURE = "This is in the future."


# Unicode's control characters and lone halves of pairs, but for tabs and line breaks.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def control_character(text: str) -> str | None:
    found = _CONTROL.search(text)
    return found.group() if found else None


def _refuse_control_characters(text: str) -> None:
    """Tabs and line breaks are part of writing; other control characters cannot be kept."""
    found = control_character(text)
    if found:
        raise ValidationError(f"Take out the control character U+{ord(found):04X}.", code="control")


class Text(serializers.CharField):
    """Words as written. A number is refused: turned into text it may not be what was meant."""

    default_error_messages = {"invalid": "Send this as text."}

    def __init__(self, max_length: int = 200, **kwargs: Any) -> None:
        kwargs = {"required": False, "allow_null": True, "allow_blank": True} | kwargs
        super().__init__(max_length=max_length, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str):
            _refuse_control_characters(data)
        elif data is not None and data is not serializers.empty:
            self.fail("invalid")
        return super().run_validation(data)


class Words(Text):
    """An account, as long as it needs to be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20_000, **kwargs)


class Code(Text):
    """A value of a code set; any other is kept as written and listed."""

    def __init__(self, choices: type[TextChoices], **kwargs: Any) -> None:
        self.codes = choices
        kwargs.setdefault(
            "help_text", "One of: " + "; ".join(f"{code} {label}" for code, label in choices.choices)
        )
        super().__init__(max_length=64, **kwargs)


class TrueOrFalse(serializers.BooleanField):
    """JSON true or false; "yes" is text."""

    default_error_messages = {"invalid": "Send true or false."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class YesNo(Code):
    """true, false, or one of yes, no, unknown; always read back as yes, no or unknown."""

    default_error_messages = {"invalid": "Send true, false, or one of yes, no, unknown."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(codes.YesNoUnknown, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, bool):
            data = "yes" if data else "no"
        return super().run_validation(data)


class Number(serializers.IntegerField):
    """A small whole number that is not negative."""

    default_error_messages = {"invalid": "Send a whole number, without quotes."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, min_value=0, max_value=999, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A day, YYYY-MM-DD."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, value: Any) -> dt.date:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    """A moment with its offset; one without is read as the time in London."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, value: Any) -> dt.datetime:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DDThh:mm+hh:mm")
        moment: dt.datetime = super().to_internal_value(value)
        if not 1000 <= moment.year <= 9000:  # at the ends of the calendar a change of zone overflows
            self.fail("invalid", format="YYYY-MM-DDThh:mm+hh:mm")
        return moment


@extend_schema_field({"type": "string", "description": "A day, or a day and time, as ISO 8601"})
class DayOrMoment(serializers.Field):
    """When something happened, as exactly as it is known: a day, or a moment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> dt.date | dt.datetime:
        if isinstance(data, str) and len(data) <= 10:
            return Day().to_internal_value(data)
        return Moment().to_internal_value(data)

    def to_representation(self, value: Any) -> str:
        return str(value.isoformat())


class Many(serializers.ListField):
    """A bounded list of short values; nothing sent is an empty list."""

    def __init__(self, child: serializers.Field, **kwargs: Any) -> None:
        super().__init__(child=child, required=False, allow_null=True, max_length=100, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not None and data is not serializers.empty and not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return [each for each in super().run_validation(data) or [] if each not in (None, "")]


class Part(serializers.Serializer):
    """A part of the body: refuses names it does not know, and finds all that is wrong with it at once."""

    default_error_messages = {"invalid": "Send an object with names and values here."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.pop("optional", False):
            kwargs |= {"required": False, "allow_null": True}
        super().__init__(*args, **kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            self.fail_whole("invalid")
        value: dict[str, Any] = {}
        errors: dict[Any, Any] = {
            printable(name): ["This name is not known here."] for name in data if name not in self.fields
        }
        for field in self._writable_fields:
            name = str(field.field_name)
            if name not in data and not field.required:
                continue  # most of what can be sent is left out
            try:
                value[name] = field.run_validation(field.get_value(data))
            except SkipField:
                continue
            except ValidationError as wrong:
                errors[name] = wrong.detail
        for path, says in self.contradictions(value, data):
            _place(errors, path, says)
        if errors:
            raise ValidationError(errors)
        return value

    def fail_whole(self, key: str) -> None:
        raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [self.error_messages[key]]}, code=key)

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        """What cannot be true, of the fields read well (`value`) or of the body as sent (`data`)."""
        yield from ()

    @property
    def now(self) -> dt.datetime:
        moment: dt.datetime = self.context["now"]
        return moment

    def is_future(self, when: dt.date | dt.datetime | None) -> bool:
        if isinstance(when, dt.datetime):
            return when > self.now + CLOCKS_DIFFER
        return when is not None and when > timezone.localtime(self.now).date()


def printable(name: Any) -> str:
    """A name as it can be shown back: short, and without what no text can carry."""
    return str(name)[:80].encode("utf-8", "replace").decode()


def _place(errors: dict[Any, Any], path: tuple[str | int, ...], says: str) -> None:
    """Adds a refusal at a path; what already stands there or above it comes first and is enough."""
    *above, last = path
    for step in above:
        below = errors.setdefault(step, {})
        if isinstance(below, list) and not any(isinstance(each, str) for each in below):
            below = errors[step] = {index: each for index, each in enumerate(below) if each}
        if not isinstance(below, dict):
            return
        errors = below
    errors.setdefault(last, [says])


class Rows(serializers.ListSerializer):
    """A bounded list of parts; nothing sent is an empty list."""

    default_error_messages = {"not_a_list": "Send a list here."}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or []


def rows(part: type[Part], at_most: int, **kwargs: Any) -> Rows:
    return Rows(child=part(), max_length=at_most, **({"required": False, "allow_null": True} | kwargs))
