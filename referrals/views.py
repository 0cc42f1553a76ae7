"""Pages of the front door: the inbox, keying in a referral, a referral and an assessment as documents."""

from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import RadioSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator

from cpu.calendars import LONDON, london_day
from cpu.codes import AssessmentFactor
from cpu.deadlines import say_day, say_moment, say_time
from cpu.models import User
from cpu.roles import Permission, can
from cpu.timescales import FIRST_RISK_LOOK, REFERRAL_DECISION, SAFE_BEFORE
from govuk.templatetags.govuk import listed, problems
from partners.queries import quote
from partners.views import taking_part
from people.models import Case, Person
from people.queries import possible_matches as people_like
from referrals import named as of_people
from referrals import queries
from referrals.as_sent import AsSent
from referrals.keying import KeyReferral
from referrals.models import Assessment, Referral
from referrals.models.assessment import factor_says
from referrals.models.choices import Ground
from referrals.serializers import ReferralInput
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.perform import perform
from workflow.views import Document, RecordView, StepPage

PAGE = 50
FRONT_DOOR = [{"label": "My work", "url": "/"}, {"label": "Referrals", "url": "/referrals/"}]


# The inbox


def inbox(request: HttpRequest) -> HttpResponse:
    """New risk on top. A referrer of family or public is never named here."""
    if not can(request.user, Permission.SEE_REFERRALS):
        raise PermissionDenied
    now = moment_of_the_door()
    page = Paginator(queries.inbox(reader=cast(User, request.user)), PAGE).get_page(request.GET.get("page"))
    found: list[Any] = list(page)
    clocks = queries.clocks_of(found)
    shapes = dict(zip(clocks, document.clock_shapes(clocks.values(), now), strict=True))
    unseen = [_row(each, shapes, (SAFE_BEFORE, FIRST_RISK_LOOK)) for each in found if each.looked_at is None]
    seen = [each for each in found if each.looked_at is not None]
    undecided = [_row(each, shapes, (SAFE_BEFORE, REFERRAL_DECISION)) for each in seen if each.undecided]
    said = f"{say_day(london_day(now))}, {say_time(now.astimezone(LONDON).time())}."
    return render(
        request,
        "referrals/inbox.html",
        {
            "sentence": f"{said} {len(unseen)} not yet looked at, {len(undecided)} to decide.",
            "actions": [{"label": "Key in a referral", "url": "/referrals/open/key-in/"}]
            if can(request.user, Permission.REFERRAL_SCREEN)
            else [],
            "unseen": unseen,
            "undecided": undecided,
            "decided_columns": ["Referral", "Decision", "Referrer told"],
            "decided": [_decided(each) for each in seen if not each.undecided],
            "page": _pages(page),
        },
    )


def _row(referral: Referral, shapes: dict, codes: tuple[str, ...]) -> dict[str, Any]:
    """One referral in the list, by whichever of its clocks is asked for and runs."""
    shape = next((shapes[referral.pk, code] for code in codes if (referral.pk, code) in shapes), None)
    children = [row.child_name for row in referral.children.all()]
    number = "1 child" if len(children) == 1 else f"{len(children)} children"
    return {
        "clock": shape
        or {"label": "", "sentence": "Owed", "date_sentence": "", "tone": "plain", "about": "", "note": ""},
        "label": f"Referral from: {queries.said_of_source(referral.source)}",
        "url": document.url_of(referral),
        "who": f"{number}: {', '.join(children)}",
        "note": Truncator(referral.concern).chars(300),
        "reason": "",
        "agreed_by": "",
        "next": "",
    }


def _decided(referral: Referral) -> list[Any]:
    told = f"Told {say_moment(referral.referrer_told_at)}" if referral.referrer_told_at else "Not yet told"
    return [
        {
            "text": f"Received {say_moment(referral.received_at)}",
            "url": document.url_of(referral),
            "note": referral.reference,
        },
        "; ".join(f"{row.child_name}: {row.state_label.lower()}" for row in referral.children.all()),
        told,
    ]


def _pages(page) -> dict[str, str] | None:
    if page.paginator.num_pages < 2:
        return None
    return {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "words": f"{page.start_index()} to {page.end_index()} of {page.paginator.count}",
    }


# Keying in


def key_in(request: HttpRequest) -> HttpResponse:
    """A call or a letter, written down: the body that a front door posts, read by the same serializer."""
    if not can(request.user, Permission.REFERRAL_SCREEN):
        raise PermissionDenied
    now = moment_of_the_door()
    form = KeyReferral(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        read = ReferralInput(data=form.body(), context={"now": now, "trusted_front_door": True})
        if read.is_valid():
            referral = perform(Referral().key_in, by=request.user, at=now, body=read.validated_data)
            return redirect(document.url_of(referral))
        form.show(read.errors)
    asked = [] if form.another else problems(form, *form.children.forms, *form.people.forms)
    return render(
        request,
        "referrals/key_in.html",
        {
            "form": form,
            "fieldsets": list(form.fieldsets()),
            "children": list(form.child_parts()),
            "people": list(form.people_parts()),
            "problems": asked,
            "problem": bool(asked),
            "crumbs": [*FRONT_DOOR, {"label": "Key in a referral", "url": ""}],
            "protect_url": document.url_to_protect(request.user),
        },
        status=400 if asked else 200,
    )


# A referral


class ReferralView(RecordView):
    model = Referral

    def found(self):
        return super().found().prefetch_related("children__person__subject", "contacts")

    @property
    def protect_url(self) -> str:
        return document.url_to_protect(self.request.user)

    def crumbs(self, record) -> list[dict[str, str]]:
        sees = can(self.request.user, Permission.SEE_REFERRALS)
        return FRONT_DOOR if sees else FRONT_DOOR[:1]


class ReferralDocument(ReferralView, Document):
    first = (
        "concern",
        "childs_own_words",
        "immediate_danger",
        "source",
        "referral_kind",
        "needs_response_by",
    )
    first_of_child = ("decided_why", "proposed", "proposed_why", "infant_mark")

    def more(self, record) -> dict[str, Any]:
        whole = can(self.request.user, Permission.SEE_REFERRALS)
        rows = self.rows(record)
        earlier = queries.earlier_referrals(rows=rows)
        part = taking_part(record, self.request.user)
        sent = AsSent(record.as_received if whole else {}, self._to_record(record))
        return {
            **part,
            "state_sentence": _state_sentence(record),
            "facts": document.facts(record, () if whole else WHO_REFERRED),
            "children": [
                self._card(row, card, earlier.get(row.pk, []))
                for row, card in zip(rows, self._cards(record, rows), strict=True)
            ],
            "views": [
                *_missing(record, whole),
                *sent.of_danger(),
                *_concerns(record, whole),
                *sent.more(),
                *part["views"],
            ],
        }

    def _to_record(self, record) -> dict[str, str]:
        """Where each person whom the referral names, and nobody has recorded yet, is recorded."""
        step = "record_person_around"
        if step not in {each.name for each in record.steps_open_to(self.request.user)}:
            return {}
        url = document.url_of(record, step)
        return {ref: f"{url}?{urlencode({'who': ref})}" for ref in record.named_and_not_recorded()}

    def _cards(self, record, rows) -> list[dict[str, Any]]:
        return document.child_cards(record, rows, london_day(moment_of_the_door()), self.request.user)

    def _card(self, row, card, earlier: list[datetime]) -> dict[str, Any]:
        """What is asked about this child first: the mark, and who may be meant."""
        if earlier:
            label = "Referred before" if row.state == "NEW_INFORMATION" else "Re-referral"
            days = listed(say_day(london_day(each)) for each in earlier)
            card["facts"].insert(0, {"label": label, "value": f"In the twelve months before: {days}"})
        if row.infant_mark_asked and not row.infant_mark:
            card["facts"].insert(
                0,
                {
                    "label": "A mark on an infant, or on a child who does not move alone",
                    "missing": "Only a clinician of suitable expertise decides that no medical is needed.",
                    "url": document.url_where_one_may(row.stage, "record_infant_mark", self.request.user),
                    "action": "Answer",
                },
            )
        if row.person_id is None:
            card["facts"].insert(
                0,
                {
                    "label": "Who this is",
                    "missing": "Not yet said",
                    "action": "Say who, or take a placeholder",
                    "url": document.url_where_one_may(row.stage, "identify", self.request.user),
                },
            )
        elif (case := row.case or row.open_case()) and Case.visible_to(self.request.user).filter(
            pk=case.pk
        ).exists():
            card["url"] = document.url_of(case)
        for fact in card["facts"]:
            if fact["label"] == "Grounds":
                fact["value"] = "; ".join(str(Ground(each).label) for each in row.grounds)
        card["quotes"] = [
            {"words": each, "who": row.child_name} for each in (row.views, row.own_words) if each
        ]
        return card


# Whoever sees a referral through one child is not told who raised it.
WHO_REFERRED = (
    "referrer_name",
    "referrer_role",
    "referrer_agency",
    "referrer_phone",
    "client",
    "external_reference",
)


def _state_sentence(record: Referral) -> str:
    looked = (
        f"Looked at for danger {say_moment(record.looked_at)}."
        if record.looked_at
        else "Nobody has looked at it for danger yet."
    )
    return f"{record.state_label}. Received {say_moment(record.received_at)}. {looked}"


def _missing(record: Referral, whole: bool) -> list[dict[str, Any]]:
    if not (whole and record.missing):
        return []
    rows = [[each["says"]] for each in record.missing]
    return [
        {
            "heading": "What is still to be asked",
            "columns": ["What to ask"],
            "rows": rows,
            "quotes": [],
            "note": "",
        }
    ]


def _concerns(record, whole: bool) -> list[dict[str, Any]]:
    """All earlier concerns about child and household side by side, marked by who raised them."""
    if not whole:
        return []
    found = queries.earlier_concerns(record=record)
    rows = [
        [
            {
                "text": f"{say_moment(each.received_at)}",
                "note": each.reference,
                **({"tag": "Not yet read"} if each.unread else {}),
            },
            f"{each.raised_by}{'' if each.referrer_heard else ' (not yet spoken to)'}",
            ", ".join(each.about),
            each.concern,
            "; ".join(each.decided),
        ]
        for each in found
    ]
    within = [each for each in found if each.within_a_year]
    voices = [each for each in within if each.from_family_or_public]
    note = (
        f"{len(within)} in the twelve months before, {len(voices)} of them from family or public."
        if found
        else "None is known."
    )
    pattern = record.pattern()
    return [
        {
            "heading": "Earlier concerns about child and household, read together",
            "columns": ["When", "Raised by", "About", "The concern", "What was decided"],
            "rows": rows,
            "quotes": [],
            "note": f"{note} A second manager agrees before this ends: {pattern}." if pattern else note,
        }
    ]


class ReferralStep(ReferralView, StepPage):
    def declared(self, name: str):
        """A referral is keyed in on a page of its own, and posted by systems alone."""
        declared = super().declared(name)
        if declared.name in ("post", "key_in"):
            raise Http404
        return declared

    def page(self, record, declared, asked, *args, **kwargs) -> HttpResponse:
        """Only people who may be this child are offered; a person confirms."""
        if declared.name == "identify":
            for row in asked.rows:
                row.matches = queries.possible_matches(row=row, reader=cast(User, self.request.user))
                questions = asked.child_forms[row.reference].fields
                if row.as_written:
                    del questions["placeholder"]
                questions["person"].widget.choices = [
                    ("", "Nobody known: a new person"),
                    *[_offered(each) for each in row.matches],
                ]
        if declared.name == "record_person_around":
            self._offer_people(record, asked.form.fields)
        return super().page(record, declared, asked, *args, **kwargs)

    def _offer_people(self, record, questions) -> None:
        """Those whom the referral names, by name; and of all people known those who may be one of them."""
        named = record.named_and_not_recorded()
        questions["who"].widget = RadioSelect(choices=[(ref, each["name"]) for ref, each in named.items()])
        questions["who"].help_text = ""
        among, found = Person.visible_to(self.request.user).exclude(pk__in=record.persons()), {}
        for each in named.values():
            born = each.get("date_of_birth")
            numbers = [(number["kind"], number["value"]) for number in of_people.numbers(each)]
            for match in people_like(
                among=among,
                name=each["name"],
                identifiers=numbers,
                date_of_birth=date.fromisoformat(born) if born else None,
            ):
                found[match.person.reference] = f"{match.person.known_as}: {', '.join(match.reasons).lower()}"
        questions["person"].widget.choices = [("", "Nobody known: a new person"), *found.items()]

    def more(self, record, declared, asked) -> dict[str, Any]:
        if declared.name != "identify":
            return {}
        children = document.children_asked(asked, london_day(moment_of_the_door()))
        rows = {row.reference: row for row in asked.rows}
        for child in children:
            child["facts"] = _as_sent(rows[child["row"]])
        return {"children": children}


def _offered(match: queries.Match) -> tuple[str, str]:
    case = "; a case is open" if match.open_case else ""
    born = f", born {say_day(match.person.date_of_birth)}" if match.person.date_of_birth else ""
    return match.person.reference, f"{match.person.known_as}{born}: {', '.join(match.because)}{case}"


def _as_sent(row) -> list[dict[str, str]]:
    born = say_day(row.date_of_birth) if row.date_of_birth else ""
    sent = [("As the sender wrote", row.as_written), ("Born", born), ("NHS number", row.nhs_number)]
    return [{"label": label, "value": value} for label, value in sent if value]


# An assessment


class AssessmentView(RecordView):
    model = Assessment

    @property
    def protect_url(self) -> str:
        return document.url_to_protect(self.request.user)


class AssessmentDocument(AssessmentView, Document):
    def more(self, record) -> dict[str, Any]:
        part = taking_part(record, self.request.user)
        rows = self.rows(record)
        cards = document.child_cards(record, rows, london_day(moment_of_the_door()))
        for row, card in zip(rows, cards, strict=True):
            self._fill(row, card)
        concerns = _concerns(record, can(self.request.user, Permission.ASSESSMENT_WORK))
        return {**part, "children": cards, "views": [*concerns, *part["views"]]}

    @staticmethod
    def _fill(row, card) -> None:
        card["quotes"] = [quote(each) for each in row.own_words]
        for fact in card["facts"]:
            if fact["label"] == "Factors":
                fact["value"] = "; ".join(factor_says(AssessmentFactor(each)) for each in row.factors)
        card["facts"] = [*[_sighting(each) for each in row.times_seen], *card["facts"]]


def _sighting(seen) -> dict[str, str]:
    why = f"{seen.not_alone_because} {seen.observed} {seen.what_next}".strip()
    return {
        "label": f"{seen.get_seen_display()}, {seen.get_how_display().lower()}",
        "value": f"{say_moment(seen.at)}, {seen.place}, by {seen.by_whom}. {why}".strip(),
    }


class AssessmentStep(AssessmentView, StepPage):
    """A step of an assessment."""
