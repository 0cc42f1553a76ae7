"""What the frame of every page says of its reader."""

from django.http import HttpRequest


def signed_in(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Name, role and agency of the reader, as far as the page has read them already: no query for a header."""
    user = getattr(request, "_cached_user", None)
    found = getattr(user, "_in_force", None)
    if not found:
        return {}
    roles = list(dict.fromkeys(each.get_role_display() for each in found))
    agencies = list(dict.fromkeys(each.agency.name for each in found))
    return {"signed_in": {"name": user.name, "role": ", ".join(roles), "agency": ", ".join(agencies)}}
