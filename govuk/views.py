"""The gallery: every component and page template with invented content, to look at and to test.

The root includes it only where DEBUG is on; it reads no record.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from govuk import samples
from govuk.context_processors import look

PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "components": ("govuk/gallery_components.html", samples.components),
    "worklist": ("cpu/worklist.html", samples.worklist),
    "worklist-empty": (
        "cpu/worklist.html",
        lambda: {"sentence": "Wednesday 12 May 2027, 8:45am. Nothing is due."},
    ),
    "inbox": ("referrals/inbox.html", samples.inbox),
    "case": ("people/case.html", samples.case),
    "record": ("workflow/record.html", samples.record),
    "step": ("workflow/step.html", samples.step),
    "step-refused": ("workflow/step.html", lambda: samples.step(refused=True)),
    "conflict": ("workflow/conflict.html", samples.conflict),
    "sign-in": ("registration/login.html", samples.sign_in),
    "400": ("400.html", dict),
    "403": ("403.html", dict),
    "404": ("404.html", dict),
    "500": ("500.html", dict),
    "503": ("503.html", dict),
}
WITHOUT_PERSON = {"sign-in", "400", "500", "503"}


class Reader:
    """Somebody signed in, for the header."""

    is_authenticated = True
    name = "Nadia Rahim"


@login_not_required
def gallery(request: HttpRequest, name: str = "") -> HttpResponse:
    """One page of the gallery, or the list of them."""
    if not name:
        return render(request, "govuk/gallery.html", {"pages": PAGES})
    if name not in PAGES:
        raise Http404
    template, context = PAGES[name]
    person = (
        {}
        if name in WITHOUT_PERSON
        else {
            "user": Reader(),
            "signed_in": {
                "name": "Nadia Rahim",
                "role": "Lead child protection practitioner",
                "agency": "Wexmoor children’s social care",
            },
            "navigation": [
                {"label": label, "url": "#", "current": n == 0}
                for n, label in enumerate(("My work", "Referrals", "Children", "Meetings"))
            ],
        }
    )
    return render(request, template, look(request) | person | context())
