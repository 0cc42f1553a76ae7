"""The children one works with, and finding one by name."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cpu.calendars import london_day
from cpu.models import Involvement, InvolvementRole, User
from people import queries
from people.models import (
    Case,
    Person,
)
from people.models.person import EVERY_NAME
from workflow import document
from workflow.forms import moment_of_the_door

PAGE = 25


class FindForm(forms.Form):
    """Part of a name, or a reference. Sent in the body: no address ever holds a child's name."""

    use_required_attribute = False
    name = forms.CharField(
        label="Name or reference",
        error_messages={"required": "Type part of a name, or a reference."},
        max_length=100,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


def cases(request: HttpRequest) -> HttpResponse:
    """Children I work with, or my team does, with what is due next. A name to find is posted, never in the
    address.
    """
    now, reader = moment_of_the_door(), cast(User, request.user)
    mine = Involvement.in_force().filter(user=reader, case__isnull=False)
    whose = request.GET.get("whose") or ("mine" if mine.exists() else "team")
    seen = Case.visible_to(reader)
    if whose == "mine":
        seen = seen.filter(pk__in=mine.values("case"))
    closed = request.GET.get("closed") == "1"
    seen = seen.filter(state="CLOSED" if closed else "OPEN")
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (words := form.cleaned_data["name"].split()):
        seen = _called(seen, words)
    rows = queries.with_next_clock(seen).order_by("next_on", "pk")
    pages = Paginator(rows, PAGE)
    # A search shows its first page; further down one narrows the name instead.
    page = pages.get_page(1 if form.is_bound else request.GET.get("page"))
    found = list(page)
    next_clocks = queries.clocks(each.next_clock for each in found if each.next_clock)
    shapes = dict(zip(next_clocks, document.clock_shapes(next_clocks.values(), now), strict=True))
    leads = _leads(found)
    here = {"whose": whose, **({"closed": "1"} if closed else {})}
    return render(
        request,
        "people/cases.html",
        {
            "sentence": _found(pages.count, whose, closed, bool(form.is_bound and form["name"].value())),
            "form": form,
            "views": [
                _view(request, "My own", {"whose": "mine"}, here),
                _view(request, "Everybody’s I may see", {"whose": "team"}, here),
                _view(request, "Closed", {"whose": whose, "closed": "1"}, here),
            ],
            "columns": ["Child", "Next due", "Lead"],
            "rows": [_listed(each, shapes.get(each.next_clock), leads.get(each.pk), now) for each in found],
            "pages": _pages(page, here) if not form.is_bound else None,
        },
    )


def _called(seen, words: list[str]):
    """Every word somewhere in a name of the child, or the case's reference."""
    name = Q()
    for word in words:
        name &= Q(every_name__contains=word.lower())
    named = Case.unscoped("the names of cases that `seen` lets through").annotate(
        every_name=Subquery(_names_of(OuterRef("child")))
    )
    return seen.filter(
        Q(pk__in=named.filter(name).values("pk")) | Q(subject__reference__iexact=" ".join(words))
    )


def _names_of(key):
    return (
        Person.unscoped("a name beside its own case")
        .filter(pk=key)
        .annotate(every=EVERY_NAME)
        .values("every")[:1]
    )


def _leads(found: list[Case]) -> dict[int, str]:
    lines = Involvement.in_force().filter(
        case__in=found, role__in=[InvolvementRole.LEAD, InvolvementRole.TEAM]
    )
    names: dict[Any, str] = {}
    for line in lines.select_related("user", "team").order_by("role", "pk"):
        names.setdefault(line.case_id, line.user.name if line.user else f"{line.team}: nobody allocated")
    return names


def _listed(case: Case, clock: dict | None, lead: str | None, now: datetime) -> list[Any]:
    today = london_day(now)
    due = {"text": "Nothing is due"}
    if clock:
        due = {
            "text": clock["date_sentence"],
            "tag": clock["sentence"],
            "tone": clock["tone"],
            "note": clock["label"],
        }
        if clock["tone"] == "later":
            due |= {"text": f"{clock['sentence']}, {clock['date_sentence']}", "tag": ""}
    name = ", ".join(filter(None, [case.child.known_as, document.age(case.child, today)]))
    return [
        {
            "text": name,
            "url": document.url_of(case),
            "note": f"{case.reference}{'' if case.state == 'OPEN' else ', closed'}",
        },
        due,
        lead or "Nobody is allocated",
    ]


def _found(number: int, whose: str, closed: bool, sought: bool) -> str:
    kind = "closed cases" if closed else "children"
    if number == 1:
        kind = "closed case" if closed else "child"
    of = "that you work with" if whose == "mine" else "that you may see"
    return f"{number} {kind} {of}{' of that name' if sought else ''}."


def _view(request: HttpRequest, label: str, asks: dict[str, str], here: dict[str, str]) -> dict[str, Any]:
    return {
        "label": label,
        "url": "?" + "&".join(f"{key}={value}" for key, value in asks.items()),
        "current": asks == here,
    }


def _pages(page, here: dict[str, str]) -> dict[str, str] | None:
    if page.paginator.num_pages < 2:
        return None
    asked = "&".join(f"{key}={value}" for key, value in here.items())
    return {
        "previous_url": f"?{asked}&page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?{asked}&page={page.next_page_number()}" if page.has_next() else "",
        "words": f"{page.start_index()} to {page.end_index()} of {page.paginator.count}.",
    }
