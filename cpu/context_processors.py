"""What the frame of every page says of its reader."""

from typing import Any

from django.http import HttpRequest

from cpu.roles import Permission, can
from govuk.context_processors import look

# Pages that only some roles may open: nobody is led to a refusal.
ONLY_FOR = {"Referrals": Permission.SEE_REFERRALS, "Tonight": Permission.REFERRAL_LOOK}


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Name, role and agency of the reader, and the navigation open to them.

    As far as the page has read what they are: no query for a header. Where it has not, an error page above all, only
    what is open to everybody.
    """
    user: Any = getattr(request, "_cached_user", None)
    found = getattr(user, "_in_force", None)
    items = look(request)["navigation"]
    if not found:
        return {"navigation": [each for each in items if each["label"] not in ONLY_FOR]}
    roles = list(dict.fromkeys(each.get_role_display() for each in found))
    agencies = list(dict.fromkeys(each.agency.name for each in found))
    return {
        "signed_in": {"name": user.name, "role": ", ".join(roles), "agency": ", ".join(agencies)},
        "navigation": [
            each for each in items if each["label"] not in ONLY_FOR or can(user, ONLY_FOR[each["label"]])
        ],
    }
