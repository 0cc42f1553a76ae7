"""Referrals for tests, in the sender's shape and read by the sender's door. All people are invented."""

from datetime import datetime

from referrals.models import Referral
from referrals.serializers import ReferralInput
from tests.unit_of_people import Unit
from workflow.perform import perform

NAMED = {
    "given_name": "Jonah",
    "family_name": "Prewitt",
    "date_of_birth": "2023-03-02",
    "mobility": "walking",
}


def body(
    at: datetime, *children: dict, source: str = "2A", concern: str = "He said that he was hit.", **more
) -> dict:
    """A validated body; `more` replaces whole sections."""
    sent = {
        "referral_kind": "child_protection",
        "referrer": {"cin_source_code": source, "name": "P. Invented", "phone": "01632 960900"},
        "children": list(children) or [NAMED],
        "concern": {"what_happened": concern},
        **more,
    }
    read = ReferralInput(data=sent, context={"now": at, "trusted_front_door": True})
    read.is_valid(raise_exception=True)
    return read.validated_data


def refer(unit: Unit, at: datetime, *children: dict, **more) -> Referral:
    """Keyed in by the front door's worker."""
    return perform(Referral().key_in, by=unit.front_door, at=at, body=body(at, *children, **more))
