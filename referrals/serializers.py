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
import unicodedata
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
from cpu.roles import Permission, can
from partners.serializers import MultiAgencyOut

# A front door writes up its night, its weekend, its Christmas: further back is a mistyped year or a lost
# referral, and both want a person's eye before a statutory clock is started in the past.
RECEIVED_AT_MOST_BACK = dt.timedelta(days=14)
# Two machines' clocks are never quite equal.
CLOCKS_DIFFER = dt.timedelta(minutes=5)

# (path from the part that says so, what to say)
Contradiction = tuple[tuple[str | int, ...], str]

# The fields of `ReferralInput` and the serializer that they are bound to, for each thread.
_BOUND = threading.local()

NOWHERE = "Nothing in this referral has this reference."
FUTURE = "This is in the future."
NO_CHILD = "Name at least one child, even if nothing is known yet but where the child is."
NO_CONCERN = "Say what happened, or what you are worried about."


def _control_character(text: str) -> str | None:
    return next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r"), None)


def _refuse_control_characters(text: str) -> None:
    """Tabs and line breaks are part of writing; other control characters cannot be kept."""
    found = _control_character(text)
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
            _printable(name): ["This name is not known here."] for name in data if name not in self.fields
        }
        for field in self._writable_fields:
            name = str(field.field_name)
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


def _printable(name: Any) -> str:
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

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or []


def rows(part: type[Part], at_most: int, **kwargs: Any) -> Rows:
    return Rows(child=part(), max_length=at_most, **({"required": False, "allow_null": True} | kwargs))


class FollowUp(Part):
    """The call this referral puts in writing."""

    spoken_to = Text()
    spoken_at = Moment()
    call_reference = Text()


class Agency(Part):
    name = Text()
    ods_code = Text(max_length=32)
    urn = Text(max_length=32)
    sector = Text(max_length=64)


class Address(Part):
    lines = Many(Text())
    town = Text()
    postcode = Text(max_length=16)
    uprn = Text(max_length=32)
    current = TrueOrFalse()
    sensitive = TrueOrFalse(help_text="Must not become known to someone in this family.")
    reason_there = Text(max_length=1000)
    from_on = Day()
    until_on = Day()


class LeadConsulted(Part):
    consulted = TrueOrFalse()
    name = Text()


class Referrer(Part):
    type = Code(codes.ReferrerType)
    cin_source_code = Code(codes.ReferralSource)
    agency = Agency(optional=True)
    name = Text()
    role = Text()
    phone = Text(max_length=64)
    email = Text(max_length=254)
    address = Address(optional=True)
    relationship_to_child = Text(max_length=1000)
    how_long_known = Text()
    wishes_to_stay_anonymous_to_family = TrueOrFalse()
    safeguarding_lead_consulted = LeadConsulted(optional=True)


class ImmediateSafety(Part):
    immediate_danger = YesNo()
    where_is_each_child_now = Words()
    emergency_services_called = YesNo()
    police_reference = Text(max_length=64)
    needs_response_by = Moment(help_text="Someone must have acted by then; this becomes a clock.")
    actions_already_taken = Words()


class ConsentGiven(Part):
    parents_aware = YesNo()
    consent_to_refer = Code(codes.Consent)
    consent_to_share = Code(codes.Consent)
    lawful_basis = Text()
    reason_not_sought_or_overridden = Words()
    given_by = Text()
    given_at = DayOrMoment()
    given_how = Text()
    covers = Many(Text(max_length=64), help_text="References of the children and people it covers.")
    people_not_to_be_told = Many(Text(max_length=64), help_text="References of people in this referral.")
    child_aware = Code(codes.YesNoNotApplicable)
    child_consents = Code(codes.YesNoNotApplicable)
    parents_views = Words()
    withhold_from_family = Words()


class Setting(Part):
    """School, nursery or other setting."""

    name = Text()
    urn = Text(max_length=32)
    year_group = Text(max_length=32)
    contact = Text()


class Practice(Part):
    name = Text()
    ods_code = Text(max_length=32)
    phone = Text(max_length=64)


class Midwife(Part):
    name = Text()
    trust = Text()
    phone = Text(max_length=64)


class Child(Part):
    """A child in the home, born or unborn; nothing about them needs to be known yet."""

    ref = Text(max_length=64)
    subject_of_referral = TrueOrFalse()
    unborn = TrueOrFalse()
    given_name = Text()
    family_name = Text()
    also_known_as = Many(Text())
    date_of_birth = Day()
    date_of_birth_estimated = TrueOrFalse()
    age_estimate = Number(help_text="Years, where no date of birth is known.")
    expected_date_of_delivery = Day()
    date_of_death = Day()
    sex = Code(codes.Sex)
    gender_identity = Text()
    nhs_number = Text(max_length=64)
    upn = Text(max_length=64)
    former_upn = Text(max_length=64)
    upn_unknown_reason = Code(codes.UpnUnknown)
    la_child_id = Text(max_length=64)
    ethnicity = Code(codes.Ethnicity)
    religion = Text()
    first_language = Text(max_length=64)
    interpreter_needed = TrueOrFalse()
    communication_needs = Text(max_length=1000)
    disabilities = Many(Code(codes.Disability))
    ehcp = TrueOrFalse()
    health_conditions = Text(max_length=2000)
    mobility = Code(codes.Mobility)
    nationality = Text()
    immigration_status = Text()
    uasc = TrueOrFalse()
    school = Setting(optional=True)
    gp = Practice(optional=True)
    living_with = Many(Text(max_length=64), help_text="References of children and people in this referral.")
    address = Address(optional=True)
    other_addresses = rows(Address, 20)
    no_fixed_address = TrueOrFalse()
    phone = Text(max_length=64)
    email = Text(max_length=254)
    physical_description = Text(max_length=2000)
    legal_status = Text()
    child_protection_plan = Text(help_text="Now or before: when and where.")
    looked_after = Text(help_text="Now or before: when and where.")
    private_fostering = TrueOrFalse()
    young_carer = TrueOrFalse()
    views = Words(help_text="What the child says about this, in the child's words.")
    mother_ref = Text(max_length=64)
    mother_nhs_number = Text(max_length=64)
    gestation_weeks = Number()
    named_midwife = Midwife(optional=True)

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        born, died = value.get("date_of_birth"), value.get("date_of_death")
        if born and value.get("expected_date_of_delivery"):
            says = "Send a date of birth or an expected date of delivery, not both."
            yield ("expected_date_of_delivery",), says
        if self.is_future(born):
            yield ("date_of_birth",), f"{FUTURE} For an unborn child send expected_date_of_delivery."
        if born and died and born > died:
            yield ("date_of_death",), "This is before the date of birth."


class RelatedTo(Part):
    to = Text(max_length=64, required=True, allow_null=False, allow_blank=False)
    type = Code(codes.RelationshipType)
    parental_responsibility = Code(codes.ParentalResponsibility)


class SafeContact(Part):
    """How to reach someone without the person they fear knowing."""

    phone = Text(max_length=64)
    email = Text(max_length=254)
    safe_times = Text()
    may_leave_message = TrueOrFalse()
    other = Text(max_length=1000)


class Person(Part):
    """An adult or another person around the children."""

    ref = Text(max_length=64)
    name = Text()
    also_known_as = Many(Text())
    date_of_birth = Day()
    age_estimate = Number()
    date_of_death = Day()
    sex = Code(codes.Sex)
    ethnicity = Code(codes.Ethnicity)
    nhs_number = Text(max_length=64)
    first_language = Text(max_length=64)
    interpreter_needed = TrueOrFalse()
    relationships = rows(RelatedTo, 40)
    in_household = TrueOrFalse()
    address = Address(optional=True)
    phone = Text(max_length=64)
    email = Text(max_length=254)
    safe_contact = SafeContact(optional=True)
    suspected_source_of_harm = TrueOrFalse()
    risk_to_staff = Text(max_length=2000)

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        born, died = value.get("date_of_birth"), value.get("date_of_death")
        if self.is_future(born):
            yield ("date_of_birth",), FUTURE
        if born and died and born > died:
            yield ("date_of_death",), "This is before the date of birth."


class Professional(Part):
    role = Text()
    name = Text()
    agency = Text()
    phone = Text(max_length=64)
    email = Text(max_length=254)
    still_involved = TrueOrFalse()
    lead_worker = TrueOrFalse()


class Injury(Part):
    """A mark or injury as it was seen, or as it was told."""

    child = Text(max_length=64)
    body_site = Text()
    description = Words(
        help_text="Size, shape and colour against this child's own skin tone; swelling, warmth, texture, "
        "pain; in what light it was seen. Redness does not show on every skin."
    )
    seen_by = Text()
    seen_at = DayOrMoment()
    body_map = Text(help_text="The upload_ref of the body map.")
    explanation_given = Words()
    medical_needed = YesNo()

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        if self.is_future(value.get("seen_at")):
            yield ("seen_at",), FUTURE


class EarlyHelp(Part):
    tried = YesNo()
    detail = Words()
    why_not = Words()


class PoliceNotification(Part):
    grading = Code(codes.PoliceGrading)
    incident_number = Text(max_length=64)
    attending_officer = Text()


class Concern(Part):
    """What the referrer is worried about, in their words."""

    what_happened = Words()
    worried_about = Words()
    where = Text(max_length=1000)
    incident_at = DayOrMoment()
    disclosed_at = DayOrMoment()
    disclosed_by = Text(help_text="A reference in this referral, or words.")
    disclosed_to = Text()
    childs_own_words = Words()
    harm_types = Many(Code(codes.HarmType))
    harm_location = Code(codes.HarmLocation)
    harm_setting = Many(Code(codes.HarmSetting))
    likely_or_actual = Code(codes.LikelyOrActual)
    contextual_factors = Many(Code(codes.ContextualFactor))
    cin_factor_hints = Many(Code(codes.AssessmentFactor))
    injuries = rows(Injury, 60)
    impact_on_child = Words()
    strengths = Words()
    previous_concerns = Words()
    early_help = EarlyHelp(optional=True)
    support_tried = Words()
    what_needs_to_change = Words()
    requested_outcome = Words()
    threshold_level = Number(help_text="By the local threshold document; areas have three to five.")
    threshold_reasons = Words()
    police_notification = PoliceNotification(optional=True)

    def contradictions(self, value: dict[str, Any], data: Mapping[str, Any]) -> Iterator[Contradiction]:
        if not (value.get("what_happened") or value.get("worried_about")):
            yield ("what_happened",), NO_CONCERN
        if self.is_future(value.get("incident_at")):
            yield ("incident_at",), FUTURE
        if self.is_future(value.get("disclosed_at")):
            yield ("disclosed_at",), FUTURE


class Attachment(Part):
    filename = Text()
    media_type = Text(max_length=100)
    sha256 = Text(max_length=64)
    upload_ref = Text(max_length=100)
    kind = Text(help_text="Body map, early help assessment, police notification, ...")


class Declaration(Part):
    name = Text()
    role = Text()
    at = Moment()
    true_to_best_of_knowledge = TrueOrFalse()


class PreviousInvolvement(serializers.DictField):
    """Service by service (social care, CAMHS, youth justice, police, housing, ...): yes, no or unknown."""

    default_error_messages = {
        "too_many": "Send at most 60 services.",
        "name": "Shorten this service's name to 100 characters, without control characters.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=YesNo(), required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping):
            if len(data) > 60:
                self.fail("too_many")
            for name in data:
                if len(name) > 100 or _printable(name) != name or _control_character(name):
                    raise ValidationError({_printable(name): [self.error_messages["name"]]})
        value: dict[str, Any] = super().to_internal_value(data)
        return value


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


# What the API says


class MissingOut(serializers.Serializer):
    pointer = serializers.CharField(help_text="Where in the body as sent (RFC 6901)")
    says = serializers.CharField(help_text="What to do about it")


class ReferralReceipt(serializers.Serializer):
    """All that a front door is told: where its referral stands, and what was missing; never what it holds."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=["received", "being considered", "decided", "closed"])
    status_url = serializers.SerializerMethodField(help_text="Ask here where it stands")
    external_reference = serializers.CharField()
    received_at = serializers.DateTimeField()
    missing = MissingOut(many=True)

    def get_status_url(self, referral: Any) -> str:
        path = f"/api/v1/referrals/{referral.reference}/"
        request = self.context.get("request")
        return str(request.build_absolute_uri(path)) if request else path


class ReferralOut(MultiAgencyOut):
    status = serializers.CharField()
    received_at = serializers.DateTimeField()
    needs_response_by = serializers.DateTimeField()
    source: Any = serializers.CharField()
    referral_kind = serializers.CharField()
    harm_allegation = serializers.BooleanField()
    concern = serializers.CharField()
    childs_own_words = serializers.CharField()
    looked_at = serializers.DateTimeField()
    look = serializers.CharField()
    referrer_told_at = serializers.DateTimeField()
    parents_told_at = serializers.DateTimeField()
    missing = MissingOut(many=True)
    as_received = serializers.SerializerMethodField(
        help_text="The body as it came; for those who see the inbox"
    )

    def get_as_received(self, referral: Any) -> dict[str, Any] | None:
        """Whoever sees a referral through one child does not read of the others."""
        request = self.context.get("request")
        whole = request is not None and can(request.user, Permission.SEE_REFERRALS)
        return referral.as_received if whole and not self.context.get("in_list") else None


class AssessmentOut(MultiAgencyOut):
    cause = serializers.CharField(source="cause.reference")
    received_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField()
    review_on = serializers.DateField()
    harm_allegation = serializers.BooleanField()
    closed_at = serializers.DateTimeField()
