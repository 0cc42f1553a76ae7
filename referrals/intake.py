"""What a referral leaves open: worded to the sender, with what to do about it. It never blocks.

Pure: reads the validated body of `referrals.serializers.ReferralInput`, touches no database, and knows no
clock but the moment it is given.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone

from cpu import codes
from cpu.calendars import add_months, age_on
from people.identifiers import check_nhs_number, check_upn

# Where a code stands in the body; * is each of a list. A test holds this equal to the serializer's fields.
CODED: dict[str, type[TextChoices]] = {
    "referral_kind": codes.ReferralKind,
    "immediate_safety/immediate_danger": codes.YesNoUnknown,
    "immediate_safety/emergency_services_called": codes.YesNoUnknown,
    "referrer/type": codes.ReferrerType,
    "referrer/cin_source_code": codes.ReferralSource,
    "consent/parents_aware": codes.YesNoUnknown,
    "consent/consent_to_refer": codes.Consent,
    "consent/consent_to_share": codes.Consent,
    "consent/child_aware": codes.YesNoNotApplicable,
    "consent/child_consents": codes.YesNoNotApplicable,
    "children/*/sex": codes.Sex,
    "children/*/upn_unknown_reason": codes.UpnUnknown,
    "children/*/ethnicity": codes.Ethnicity,
    "children/*/disabilities/*": codes.Disability,
    "children/*/mobility": codes.Mobility,
    "people/*/sex": codes.Sex,
    "people/*/ethnicity": codes.Ethnicity,
    "people/*/relationships/*/type": codes.RelationshipType,
    "people/*/relationships/*/parental_responsibility": codes.ParentalResponsibility,
    "previous_involvement/*": codes.YesNoUnknown,
    "concern/harm_types/*": codes.HarmType,
    "concern/harm_location": codes.HarmLocation,
    "concern/harm_setting/*": codes.HarmSetting,
    "concern/likely_or_actual": codes.LikelyOrActual,
    "concern/contextual_factors/*": codes.ContextualFactor,
    "concern/cin_factor_hints/*": codes.AssessmentFactor,
    "concern/injuries/*/medical_needed": codes.YesNoUnknown,
    "concern/early_help/tried": codes.YesNoUnknown,
    "concern/police_notification/grading": codes.PoliceGrading,
}
_KNOWN = [(path.split("/"), known, frozenset(known.values)) for path, known in CODED.items()]

# England: compulsory school age begins at five and, with the duty to stay in learning, ends at eighteen. A
# child between them without a setting named is one nobody outside the home may be seeing.
SCHOOL_AGE = range(5, 18)

# Months of age under which a mark is asked about whatever is said of how the child moves.
INFANT_MONTHS = 6

# What surrounds a child and is itself harm, in the home or outside it: a child who lives with domestic abuse
# is a victim in their own right (Domestic Abuse Act 2021, s3).
HARMFUL = frozenset(
    {
        codes.ContextualFactor.DOMESTIC_ABUSE,
        codes.ContextualFactor.SEXUAL_EXPLOITATION,
        codes.ContextualFactor.CRIMINAL_EXPLOITATION,
        codes.ContextualFactor.TRAFFICKING,
        codes.ContextualFactor.FGM,
        codes.ContextualFactor.HONOUR_BASED_ABUSE,
        codes.ContextualFactor.FORCED_MARRIAGE,
        codes.ContextualFactor.RADICALISATION,
        codes.ContextualFactor.PEER_ABUSE,
        codes.ContextualFactor.FAITH_LINKED_ABUSE,
    }
)

# Words with which people write of a mark when they did not fill in the list of injuries.
_MARK = re.compile(
    r"\b(bruis\w*|marks?|marked|injur\w*|swell\w*|swollen|burn\w*|scald\w*|bit(e|es|ten)|fractur\w*|broken|cuts?"
    r"|graz\w*|scratch\w*|black eyes?|bleed\w*|blood|bumps?|limp\w*|petechiae|discolou?r\w*|welts?|lump)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing or in doubt: where (JSON pointer into the body as sent) and what to do."""

    pointer: str
    says: str


def missing(
    referral: Mapping[str, Any], *, now: dt.datetime, uploads: Collection[str] = (), keyed: bool = False
) -> list[Missing]:
    """All that is missing or in doubt in a validated referral, the sender's part first.

    `now` is the aware moment of receipt; `uploads` are the references of the attachments that arrived. What
    was keyed in here needs no reference of a sender and no declaration: the worker's own name stands on it.
    """
    today = timezone.localtime(now).date()
    found = [
        *_of_the_envelope(referral, now, keyed),
        *_of_safety(referral, now),
        *_of_the_referrer(referral),
        *_of_consent(referral),
        *_of_the_children(referral, today),
        *_of_the_people(referral),
        *_of_the_concern(referral),
        *_unknown_codes(referral),
    ]
    for index, attachment in enumerate(referral.get("attachments") or []):
        if attachment.get("upload_ref") not in uploads or not attachment.get("upload_ref"):
            name = attachment.get("filename") or "An attachment"
            says = f"{name} was announced and has not arrived: send it, or tell us that it will not come."
            found.append(Missing(f"/attachments/{index}", says))
    return found


def is_harm_allegation(referral: Mapping[str, Any]) -> bool:
    """Whether this says that a child was or may be harmed: by kind, type of harm, injury or harmful factor.

    A harm allegation does not close without the referrer spoken to, earlier concerns read, and a manager.
    A kind nobody knows counts as one: a mistyped code must not lower the guard.
    """
    concern = referral.get("concern") or {}
    kind = referral.get("referral_kind")
    return bool(
        kind == codes.ReferralKind.CHILD_PROTECTION
        or (kind and kind not in codes.ReferralKind.values)
        or concern.get("harm_types")
        or concern.get("injuries")
        or concern.get("likely_or_actual")
        or HARMFUL & set(concern.get("contextual_factors") or [])
        or (referral.get("immediate_safety") or {}).get("immediate_danger") == codes.YesNoUnknown.YES
    )


def infant_mark(referral: Mapping[str, Any], child: Mapping[str, Any], *, on: dt.date) -> bool:
    """Whether the infant-mark question must be asked about this child on this day.

    It is asked of a child under six months, or of any age who is said not to move independently, where this child
    is said to have a mark or injury, physical abuse is alleged, or the words of the concern speak of a mark. Asking
    costs a click, so a child whose age nobody gives is asked about too.
    """
    if is_unborn(child) or not _may_be_marked(referral, child):
        return False
    if child.get("mobility") in codes.NOT_MOVING_INDEPENDENTLY:
        return True
    born = child.get("date_of_birth")
    if born:
        return on < add_months(born, INFANT_MONTHS)
    return not child.get("age_estimate")  # none given, or "0 years"


def is_unborn(child: Mapping[str, Any]) -> bool:
    """Said to be unborn, or with an expected date and no date of birth."""
    return not child.get("date_of_birth") and bool(
        child.get("unborn") or child.get("expected_date_of_delivery")
    )


def name_of(child: Mapping[str, Any]) -> str:
    """What to call a child in a sentence."""
    name = " ".join(part for part in (child.get("given_name"), child.get("family_name")) if part)
    if is_unborn(child):
        return f"the unborn baby {name}".strip()
    return name or f"child {child['ref']}"


def _may_be_marked(referral: Mapping[str, Any], child: Mapping[str, Any]) -> bool:
    concern = referral.get("concern") or {}
    injuries = concern.get("injuries") or []
    words = (concern.get(each) or "" for each in ("what_happened", "worried_about", "childs_own_words"))
    return (
        any(injury.get("child") in (None, "", child.get("ref")) for injury in injuries)
        or codes.HarmType.PHYSICAL in (concern.get("harm_types") or [])
        or bool(_MARK.search(" ".join(words)))
    )


def _of_the_envelope(referral: Mapping[str, Any], now: dt.datetime, keyed: bool) -> Iterator[Missing]:
    if not keyed and not referral.get("external_reference"):
        yield Missing(
            "/external_reference", "Send your own reference: then the same referral sent twice is one."
        )
    if not referral.get("referral_kind"):
        yield Missing("/referral_kind", "Say what kind of referral this is.")
    if referral.get("received_at_said"):
        yield Missing(
            "/received_at", "Not used: the clocks count from our own receipt. Only a front door may say it."
        )
    for path in ("sent_at", "declaration/at", "written_follow_up_of/spoken_at"):
        when = _at(referral, path)
        if when and when > now + dt.timedelta(minutes=5):
            yield Missing(f"/{path}", "This is in the future: check the date and time.")
    declaration = referral.get("declaration") or {}
    if not keyed and not declaration.get("name"):
        yield Missing("/declaration/name", "Say who makes this referral and vouches for it.")
    elif declaration.get("true_to_best_of_knowledge") is False:
        yield Missing(
            "/declaration/true_to_best_of_knowledge", "Say what in this referral you are not sure of."
        )


def _of_safety(referral: Mapping[str, Any], now: dt.datetime) -> Iterator[Missing]:
    safety = referral.get("immediate_safety") or {}
    at = "/immediate_safety"
    if safety.get("immediate_danger") in (None, ""):
        yield Missing(
            f"{at}/immediate_danger", "Say whether a child is in danger now. If so, ring 999 first, then us."
        )
    if safety.get("immediate_danger") == "yes" and safety.get("emergency_services_called") != "yes":
        yield Missing(f"{at}/emergency_services_called", "A child is in danger now: ring 999, then tell us.")
    protects = referral.get("referral_kind") == codes.ReferralKind.CHILD_PROTECTION
    if protects and not safety.get("where_is_each_child_now"):
        yield Missing(f"{at}/where_is_each_child_now", "Say where each child is now and who is with them.")
    if safety.get("needs_response_by") and safety["needs_response_by"] <= now:
        yield Missing(f"{at}/needs_response_by", "This time has passed already: ring us now.")


def _of_the_referrer(referral: Mapping[str, Any]) -> Iterator[Missing]:
    referrer = referral.get("referrer") or {}
    source = referrer.get("cin_source_code")
    if not source:
        yield Missing("/referrer/cin_source_code", "Say in what capacity you refer (census source code).")
    if source == codes.ReferralSource.ANONYMOUS or referrer.get("type") == codes.ReferrerType.ANONYMOUS:
        return
    if not referrer.get("name"):
        yield Missing("/referrer/name", "Say who you are, so that we can speak with you.")
    if not referrer.get("phone"):
        yield Missing("/referrer/phone", "Send a telephone number: we speak with everyone who refers.")
    if referrer.get("type") == codes.ReferrerType.PROFESSIONAL:
        if not (referrer.get("agency") or {}).get("name"):
            yield Missing("/referrer/agency/name", "Say which agency you work for.")
        if not referrer.get("role"):
            yield Missing("/referrer/role", "Say what your role is.")
        if referrer.get("wishes_to_stay_anonymous_to_family"):
            says = "A professional is named to the family save in exceptional cases: say why not here."
            if not (referral.get("consent") or {}).get("withhold_from_family"):
                yield Missing("/consent/withhold_from_family", says)


def _of_consent(referral: Mapping[str, Any]) -> Iterator[Missing]:
    consent = referral.get("consent") or {}
    if not consent.get("parents_aware"):
        yield Missing("/consent/parents_aware", "Say whether the parents know of this referral.")
    agreement = [consent.get("consent_to_refer"), consent.get("consent_to_share")]
    if not any(agreement):
        yield Missing("/consent/consent_to_refer", "Say whether agreement was given, refused or not sought.")
    without = consent.get("parents_aware") == "no" or any(
        each in (codes.Consent.REFUSED, codes.Consent.NOT_SOUGHT) for each in agreement
    )
    if without and not consent.get("reason_not_sought_or_overridden"):
        says = "Say why the parents were not told, or why this comes without their agreement."
        yield Missing("/consent/reason_not_sought_or_overridden", says)
    if consent.get("people_not_to_be_told") and not consent.get("withhold_from_family"):
        yield Missing("/consent/withhold_from_family", "Say what must be kept from them, and why.")


def _of_the_children(referral: Mapping[str, Any], today: dt.date) -> Iterator[Missing]:
    children = referral.get("children") or []
    if children and all(child.get("subject_of_referral") is False for child in children):
        yield Missing("/children/0/subject_of_referral", "Say which child this referral is about.")
    for index, child in enumerate(children):
        at, name = f"/children/{index}", name_of(child)
        if is_unborn(child):
            yield from _of_the_unborn(child, at, today)
        else:
            yield from _of_the_born(child, at, name, today)
        if child.get("unborn") and child.get("date_of_birth"):
            yield Missing(f"{at}/unborn", f"Say whether {name} is born: a date of birth was sent too.")
        if not child.get("ethnicity"):
            yield Missing(f"{at}/ethnicity", f"Send the ethnicity of {name} as the family gives it.")
        disabilities = child.get("disabilities") or []
        if codes.Disability.NONE in disabilities and len(disabilities) > 1:
            yield Missing(f"{at}/disabilities", f"{name}: NONE cannot stand beside a disability.")
        if len(set(disabilities)) < len(disabilities):
            yield Missing(f"{at}/disabilities", f"{name}: a disability is sent twice.")
        yield from _doubtful_number(child, at, "nhs_number", check_nhs_number)
        yield from _doubtful_number(child, at, "mother_nhs_number", check_nhs_number)
        yield from _doubtful_number(child, at, "upn", check_upn)
        yield from _doubtful_number(child, at, "former_upn", check_upn)


def _of_the_unborn(child: Mapping[str, Any], at: str, today: dt.date) -> Iterator[Missing]:
    expected = child.get("expected_date_of_delivery")
    if not expected:
        yield Missing(f"{at}/expected_date_of_delivery", "Send the date on which the baby is expected.")
    elif expected < today:
        says = "The expected date has passed: say whether the baby is born, and when."
        yield Missing(f"{at}/expected_date_of_delivery", says)
    if child.get("sex") and child["sex"] != codes.Sex.UNKNOWN:
        yield Missing(f"{at}/sex", "Before birth send U: the census has no other sex for an unborn child.")
    if not child.get("mother_ref"):
        yield Missing(f"{at}/mother_ref", "Say which of the people is the mother.")
    if not child.get("mother_nhs_number"):
        says = "Send the mother's NHS number: hospitals know the baby by it until birth."
        yield Missing(f"{at}/mother_nhs_number", says)
    if (child.get("gestation_weeks") or 0) > 45:
        yield Missing(f"{at}/gestation_weeks", "Check the weeks of pregnancy.")


def _of_the_born(child: Mapping[str, Any], at: str, name: str, today: dt.date) -> Iterator[Missing]:
    born = child.get("date_of_birth")
    age = age_on(born, today) if born else child.get("age_estimate")
    if not child.get("given_name") and not child.get("family_name"):
        yield Missing(f"{at}/given_name", f"Send the name of {name}, or how to find the child.")
    if not born:
        says = f"Send the date of birth of {name}, an estimate (marked as one), or the age."
        yield Missing(f"{at}/date_of_birth", says)
    if not child.get("sex"):
        yield Missing(f"{at}/sex", f"Send the sex of {name}: M, F, or U where it is not known.")
    if age is not None and age >= 18:
        says = f"{name} is {age} by this: check the date, or tell adult social care."
        yield Missing(f"{at}/date_of_birth" if born else f"{at}/age_estimate", says)
    if age in SCHOOL_AGE and not (child.get("school") or {}).get("name"):
        says = f"Send the school of {name}, or that there is none: home education, missing from education."
        yield Missing(f"{at}/school", says)
    if not (child.get("address") or {}).get("postcode") and not child.get("no_fixed_address"):
        yield Missing(f"{at}/address", f"Send where {name} lives, or that there is no fixed address.")
    if child.get("date_of_death") and child["date_of_death"] > today:
        yield Missing(f"{at}/date_of_death", f"The date of death of {name} is in the future: check it.")


def _of_the_people(referral: Mapping[str, Any]) -> Iterator[Missing]:
    people = referral.get("people") or []
    if not people:
        yield Missing("/people", "Send who lives with the children and who has parental responsibility.")
    children = {child["ref"]: name_of(child) for child in referral.get("children") or []}
    for index, person in enumerate(people):
        at = f"/people/{index}"
        if not person.get("name"):
            yield Missing(f"{at}/name", f"Send the name of {person['ref']}, or how this person is known.")
        for place, tie in enumerate(person.get("relationships") or []):
            if tie["to"] in children and not tie.get("parental_responsibility"):
                says = f"Say whether {person.get('name') or person['ref']} has parental responsibility for "
                tie_at = f"{at}/relationships/{place}/parental_responsibility"
                yield Missing(tie_at, f"{says}{children[tie['to']]}: yes, no or unknown.")
        yield from _doubtful_number(person, at, "nhs_number", check_nhs_number)


def _of_the_concern(referral: Mapping[str, Any]) -> Iterator[Missing]:
    concern = referral.get("concern") or {}
    protects = referral.get("referral_kind") == codes.ReferralKind.CHILD_PROTECTION
    if protects and not concern.get("harm_types"):
        yield Missing("/concern/harm_types", "Say what kind of harm you are worried about.")
    told_by = concern.get("disclosed_by") or ""
    known = {each["ref"] for part in ("children", "people") for each in referral.get(part) or []}
    if re.fullmatch(r"[A-Za-z]{1,2}\d+", told_by) and told_by not in known:
        yield Missing("/concern/disclosed_by", f"{told_by} is nobody in this referral: say who told it.")
    for index, injury in enumerate(concern.get("injuries") or []):
        at = f"/concern/injuries/{index}"
        if not injury.get("child"):
            yield Missing(f"{at}/child", "Say which child this mark or injury is about.")
        if not injury.get("body_site") or not injury.get("description"):
            says = "Say where on the body it is and what it looks like against this child's own skin."
            yield Missing(f"{at}/description", says)


def _doubtful_number(holder: Mapping[str, Any], at: str, name: str, check: Any) -> Iterator[Missing]:
    written = holder.get(name)
    if written and not (result := check(written)).valid:
        yield Missing(f"{at}/{name}", f"{result.why} It is kept as written: check it.")


def _unknown_codes(referral: Mapping[str, Any]) -> Iterator[Missing]:
    for path, known, values in _KNOWN:
        for pointer, written in _values(referral, path, ""):
            if written and written not in values:
                withdrawn = known is codes.AssessmentFactor and written in codes.WITHDRAWN_FACTORS
                says = "is no longer used" if withdrawn else "is not a code we know"
                yield Missing(pointer, f"“{written}” {says}. It is kept as written: check it.")


def _values(body: Any, path: list[str], pointer: str) -> Iterator[tuple[str, Any]]:
    if not path or body is None:
        yield pointer, body
        return
    step, *rest = path
    if step != "*":
        yield from _values(body.get(step), rest, f"{pointer}/{step}")
    elif isinstance(body, Mapping):
        for name, below in body.items():
            yield from _values(below, rest, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    else:
        for index, below in enumerate(body):
            yield from _values(below, rest, f"{pointer}/{index}")


def _at(body: Any, path: str) -> Any:
    for step in path.split("/"):
        body = (body or {}).get(step)
    return body
