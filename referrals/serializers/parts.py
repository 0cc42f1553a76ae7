"""The parts of a referral's body: who refers, the children, the people around them, the concern."""

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cpu import codes
from referrals.serializers.values import (
    FUTURE,
    Code,
    Contradiction,
    Day,
    DayOrMoment,
    Many,
    Moment,
    Number,
    Part,
    Text,
    TrueOrFalse,
    Words,
    YesNo,
    control_character,
    printable,
    rows,
)

NO_CONCERN = "Say what happened, or what you are worried about."


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
                if len(name) > 100 or printable(name) != name or control_character(name):
                    raise ValidationError({printable(name): [self.error_messages["name"]]})
        value: dict[str, Any] = super().to_internal_value(data)
        return value
