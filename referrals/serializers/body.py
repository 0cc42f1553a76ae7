"""The whole referral as it is sent or keyed: one nested shape for both doors.

An urgent concern is never bounced for a gap. Refused, all at once and each with a pointer, are only: a value
of the wrong type, an unknown name, no child, no concern, dates that cannot be, control characters, values too
long to hold, and references inside the body that lead nowhere. What is merely missing or in doubt is listed
by `referrals.intake`.

The serializer's context carries `now` (an aware moment, from the door) and `trusted_front_door` (whether this
client may say when it received the referral; the clocks count from that moment).
"""

import datetime as dt
import itertools
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.settings import api_settings

from cpu import codes
from referrals.serializers.parts import (
    NO_CONCERN,
    Attachment,
    Child,
    Concern,
    ConsentGiven,
    Declaration,
    FollowUp,
    ImmediateSafety,
    Person,
    PreviousInvolvement,
    Professional,
    Referrer,
)
from referrals.serializers.values import FUTURE, Code, Contradiction, Moment, Part, Text, rows

# A front door writes up its night, its weekend, its Christmas: further back is a mistyped year or a lost
# referral, and both want a person's eye before a statutory clock is started in the past.
RECEIVED_AT_MOST_BACK = dt.timedelta(days=14)

# The fields of `ReferralInput` and the serializer that they are bound to, for each thread.
_BOUND = threading.local()

NOWHERE = "Nothing in this referral has this reference."
NO_CHILD = "Name at least one child, even if nothing is known yet but where the child is."


class ReferralInput(Part):
    """A referral about one family: one body for all its children."""

    schema_version = Text(max_length=16)
    external_reference = Text(
        max_length=64, help_text="Your own reference: the same one sent twice is one referral."
    )
    sent_at = Moment()
    received_at = Moment(
        help_text="Trusted front doors only: when you received it. The clocks count from it."
    )
    referral_kind = Code(codes.ReferralKind)
    written_follow_up_of = FollowUp(optional=True)
    immediate_safety = ImmediateSafety(optional=True)
    referrer = Referrer(optional=True)
    consent = ConsentGiven(optional=True)
    children = rows(
        Child,
        30,
        required=True,
        allow_null=False,
        allow_empty=False,
        error_messages=dict.fromkeys(("required", "null", "empty"), NO_CHILD),
    )
    people = rows(Person, 60)
    professionals = rows(Professional, 60)
    previous_involvement = PreviousInvolvement()
    concern = Concern(error_messages=dict.fromkeys(("required", "null"), NO_CONCERN))
    attachments = rows(Attachment, 50)
    declaration = Declaration(optional=True)

    @property
    def fields(self) -> Any:
        """Bound once a thread: to copy two hundred fields for every referral cost more than to read it."""
        if not hasattr(_BOUND, "fields"):
            _BOUND.root = ReferralInput()
            _BOUND.fields = super(ReferralInput, _BOUND.root).fields
        _BOUND.root._context = self._context  # noqa: SLF001  # its own kind
        return _BOUND.fields

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        yield from wrong_references(data)
        received = value.get("received_at")
        if received and self.context["trusted_front_door"]:
            if self.is_future(received):
                yield ("received_at",), FUTURE
            elif received < self.now - RECEIVED_AT_MOST_BACK:
                days = RECEIVED_AT_MOST_BACK.days
                yield (
                    ("received_at",),
                    f"This is more than {days} days ago: send it without, and tell the unit.",
                )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The body as read; each child and person has a `ref`, given here where none was sent.

        `received_at` stays only where the door may say it; otherwise it is kept as `received_at_said`.
        """
        value = super().to_internal_value(data)
        if value.get("received_at") and not self.context["trusted_front_door"]:
            value["received_at_said"] = value.pop("received_at")
        taken = {each.get("ref") for each in [*value["children"], *value.get("people", [])]}
        for letter, several in (("C", value["children"]), ("P", value.get("people", []))):
            free = (ref for ref in (f"{letter}{n}" for n in itertools.count(1)) if ref not in taken)
            for each in several:
                each["ref"] = each.get("ref") or next(free)
        return value


def wrong_references(data: Mapping[str, Any]) -> Iterator[Contradiction]:
    """References given twice, and those that lead nowhere: a person "not to be told" must be someone.

    Reads the body as sent, so that these are found beside whatever else is wrong with it.
    """
    children: dict[str, int] = {}
    people: dict[str, int] = {}
    for part, known in (("children", children), ("people", people)):
        for index, each in _parts(data.get(part)):
            ref = each.get("ref")
            if isinstance(ref, str) and ref.strip():
                if ref.strip() in children or ref.strip() in people:
                    yield (part, index, "ref"), "This reference is used twice."
                known[ref.strip()] = index
    anyone = {**children, **people}

    def lost(
        path: tuple[str | int, ...], ref: Any, known: Mapping[str, int] = anyone
    ) -> Iterator[Contradiction]:
        if isinstance(ref, str) and ref.strip() and ref.strip() not in known:
            yield path, NOWHERE

    for index, child in _parts(data.get("children")):
        yield from lost(("children", index, "mother_ref"), child.get("mother_ref"))
        for place, ref in _items(child.get("living_with")):
            yield from lost(("children", index, "living_with", place), ref)
    for index, person in _parts(data.get("people")):
        for place, tie in _parts(person.get("relationships")):
            yield from lost(("people", index, "relationships", place, "to"), tie.get("to"))
    for _, consent in _parts([data.get("consent")]):
        for name in ("covers", "people_not_to_be_told"):
            for place, ref in _items(consent.get(name)):
                yield from lost(("consent", name, place), ref)
    for _, concern in _parts([data.get("concern")]):
        for index, injury in _parts(concern.get("injuries")):
            yield from lost(("concern", "injuries", index, "child"), injury.get("child"), children)


def _items(several: Any) -> Iterator[tuple[int, Any]]:
    yield from enumerate(several if isinstance(several, list) else [])


def _parts(several: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    yield from ((index, each) for index, each in _items(several) if isinstance(each, Mapping))


def pointers(errors: Any) -> list[dict[str, str]]:
    """Every refusal of a serializer with its JSON pointer (RFC 6901) into the body as sent.

    Takes `serializer.errors` (or the detail of a ValidationError); "" points at the whole body.
    """
    return [{"pointer": pointer, "detail": detail} for pointer, detail in _walk(errors, "")]


def _walk(errors: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(errors, Mapping):
        for name, below in errors.items():
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            step = "" if whole else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _walk(below, pointer + step)
    elif isinstance(errors, list):
        for index, each in enumerate(errors):
            yield from _walk(each, pointer if isinstance(each, str) else f"{pointer}/{index}")
    else:
        yield pointer, str(errors)
