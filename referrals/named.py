"""Who is named in a referral, as the record of a person keeps it: nothing that was sent is asked for again.

Pure, like `intake`. An address that must not become known to somebody is not copied; how somebody may safely be
reached stands before the number.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cpu.codes import Ethnicity, RelationshipType, Sex
from people.models.choices import IdentifierKind, ServiceKind

Sent = Mapping[str, Any]


def details(sent: Sent) -> dict[str, Any]:
    """What child and adult have in common, by the names of a person's entries."""
    interpreter = sent.get("interpreter_needed")
    return {
        "also_known_as": ", ".join(sent.get("also_known_as") or [])[:300],
        "sex": sent.get("sex") if sent.get("sex") in Sex.values else "",
        "ethnicity": sent.get("ethnicity") if sent.get("ethnicity") in Ethnicity.values else "",
        "religion": (sent.get("religion") or "")[:100],
        "first_language": sent.get("first_language") or "",
        "interpreter": "" if interpreter is None else "yes" if interpreter else "no",
        "communication_needs": sent.get("communication_needs") or "",
        "nationality": (sent.get("nationality") or "")[:100],
        "immigration_status": sent.get("immigration_status") or "",
    }


def numbers(sent: Sent) -> list[dict[str, str]]:
    found = [
        (IdentifierKind.NHS, sent.get("nhs_number")),
        (IdentifierKind.UPN, sent.get("upn")),
        (IdentifierKind.FORMER_UPN, sent.get("former_upn")),
    ]
    return [{"kind": kind.value, "value": value[:60]} for kind, value in found if value and value.strip()]


def home(sent: Sent) -> dict[str, str]:
    address = sent.get("address") or {}
    if not address.get("lines") or address.get("sensitive"):
        return {}
    lines = "\n".join(filter(None, [*address["lines"], address.get("town")]))
    return {"lines": lines, "postcode": (address.get("postcode") or "")[:12]}


def services(child: Sent) -> list[dict[str, str]]:
    """From these comes who should be asked what is known."""
    found = [
        (ServiceKind.SCHOOL, child.get("school"), "contact"),
        (ServiceKind.GP, child.get("gp"), "phone"),
        (ServiceKind.MIDWIFE, child.get("named_midwife"), "phone"),
    ]
    return [
        {"kind": kind.value, "name": _named(each)[:200], "contact": (each.get(contact) or "")[:200]}
        for kind, each, contact in found
        if each and _named(each)
    ]


def _named(service: Sent) -> str:
    return ", ".join(filter(None, [service.get("name"), service.get("trust")]))


def adult(sent: Sent) -> dict[str, Any]:
    """Somebody around the children, for `Person.come_to_notice`."""
    given, _, family = (sent.get("name") or "").strip().rpartition(" ")
    born = sent.get("date_of_birth")
    return {
        "given_name": (given or family)[:100],
        "family_name": family[:100] if given else "",
        "date_of_birth": dt.date.fromisoformat(born) if born else None,
        "telephone": _reached(sent),
        "identifiers": numbers(sent),
        "more": details(sent),
        **home(sent),
    }


def _reached(sent: Sent) -> str:
    """A number with its warning, or no number: whoever rings at the wrong time may do harm."""
    safe = sent.get("safe_contact") or {}
    if not any(safe.values()):
        return sent.get("phone") or ""
    warning = [safe.get("safe_times"), "leave no message" if safe.get("may_leave_message") is False else ""]
    said = ", ".join(filter(None, [safe.get("phone") or sent.get("phone"), *warning]))
    return said if len(said) <= 100 and not safe.get("other") else "See the referral for how to ring safely"


def ties(sent: Sent, children: Mapping[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """What an adult is to each child who is known by now. Who holds responsibility is for the unit to check."""
    said = {tie["to"]: tie for tie in sent.get("relationships") or [] if tie["to"] in children}
    found = said or {ref: {} for ref in children}
    return [(children[ref], _tie(sent, tie)) for ref, tie in found.items()]


def _tie(sent: Sent, tie: Sent) -> dict[str, Any]:
    kind = tie.get("type")
    held = {"yes": "has it", "no": "does not have it"}.get(tie.get("parental_responsibility") or "")
    return {
        "kind": kind if kind in RelationshipType.values else RelationshipType.OTHER,
        "responsibility_why": f"The referrer says that this person {held}" if held else "",
        "same_household": sent.get("in_household"),
    }
