"""What every page needs of the place it runs in."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

NAVIGATION = (
    ("My work", "worklist"),
    ("Referrals", "inbox"),
    ("Children", "cases"),
    ("Meetings", "meetings"),
    ("Tonight", "night"),
    ("Reference dates", "due"),
    ("The unit", "unit"),
)


def look(request: HttpRequest) -> dict[str, Any]:
    """The navigation: what exists of it, and which item the reader is in."""
    items: list[dict[str, Any]] = []
    for label, name in NAVIGATION:
        try:
            items.append({"label": label, "url": reverse(name), "current": False})
        except NoReverseMatch:
            continue
    here = [
        item
        for item in items
        if request.path == item["url"] or (item["url"] != "/" and request.path.startswith(item["url"]))
    ]
    if here:
        max(here, key=lambda item: len(item["url"]))["current"] = True
    return {"navigation": items}
