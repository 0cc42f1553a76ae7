"""What every page needs of the place it runs in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

NAVIGATION = (
    ("My work", "worklist"),
    ("Referrals", "inbox"),
    ("Children", "cases"),
    ("Meetings", "meetings"),
    ("Reference dates", "due"),
)


def look(request: HttpRequest) -> dict[str, Any]:
    """Names of the unit and its partnership, and the navigation: (label, URL name) of `settings.NAVIGATION`,
    of which only those that exist are shown; the one the reader is in is marked."""
    items = []
    for label, name in getattr(settings, "NAVIGATION", NAVIGATION):
        try:
            items.append({"label": label, "url": reverse(name), "current": False})
        except NoReverseMatch:
            continue
    here = [item for item in items if request.path.startswith(item["url"])]
    if here:
        max(here, key=lambda item: len(item["url"]))["current"] = True
    return {
        "unit_name": getattr(settings, "UNIT_NAME", ""),
        "partnership_name": getattr(settings, "PARTNERSHIP_NAME", ""),
        "navigation": items,
    }
