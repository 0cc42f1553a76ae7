"""One child's case as a page that is understood in a minute."""

from collections import Counter
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone

from cpu.calendars import LONDON, london_day
from cpu.deadlines import say_day, say_moment, say_time
from cpu.models import Clock, Involvement, InvolvementRole, Subject, User
from cpu.roles import Permission, can
from people import forms as questions  # noqa: F401  makes the questions of the steps known
from people import queries
from people.hooks import Seeing
from people.models import (
    Agreement,
    Case,
    FlagKind,
    HoldsResponsibility,
    IdentifierKind,
    LinkElsewhere,
)
from people.owed import NEARLY_OVER, Owners, owed, powers
from people.pathway import in_words, pathway
from people.queries import Step
from people.views.words import KEPT, review
from workflow import document
from workflow.clocks import about
from workflow.forms import REGISTRY, ChooseMany, ChooseOne, moment_of_the_door
from workflow.views import Document, RecordView, StepPage

CHRONOLOGY = 30
CHRONOLOGY_WHOLE = 500
FEWEST_RECORDS = 3

SIBLINGS = {"sister", "brother", "sibling", "half_sibling", "step_sibling"}


class CaseView(RecordView):
    """What the case's page and its steps share."""

    model = Case

    def found(self):
        return super().found().select_related("child__subject", "closed_by", "tonight_by")

    def about(self, record) -> str:
        return record.child.known_as

    def crumbs(self, record) -> list[dict[str, str]]:
        return [{"label": "My work", "url": "/"}, {"label": "Children", "url": "/cases/"}]


class CaseDocument(CaseView, Document):
    """Who, what must not be missed, where on the pathway, tonight, then evidence."""

    template_name = "people/case.html"

    def found(self):
        return queries.for_the_page(super().found(), cast(User, self.request.user))

    def context(self, record: Case) -> dict[str, Any]:
        now, reader, child = moment_of_the_door(), cast(User, self.request.user), record.child
        today = london_day(now)
        involved = queries.workers_of(record)
        steps = queries.stages_of(record, reader)
        every = queries.ties_of(child)
        ties, back = (
            [each for each in every if each.person_id == child.pk],
            [each for each in every if each.other_id == child.pk],
        )
        whole = self.request.GET.get("chronology") == "whole"
        occasions, said = queries.told(record, reader)
        lines = queries.chronology(record, said, CHRONOLOGY_WHOLE if whole else CHRONOLOGY)
        closed = document.closed_to(reader, ((each.kind, each.reference) for each in lines))
        clocks = queries.clocks_of(record, steps)
        owners = Owners.of(involved, steps)
        going_on, past = [each for each in steps if not each.over], [each for each in steps if each.over]
        return {
            "title": "Child",
            "crumbs": [*self.crumbs(record), {"label": "This child", "url": ""}],
            "reference": record.reference,
            "version": record.version,
            "closed": _closed(record),
            "person": self._identity(
                record, involved, queries.last_seen(occasions), powers(steps, clocks, now), now
            ),
            "tonight": self._tonight(record),
            "rings_tonight": record.tonight,
            "rings_note": _written(record, today),
            "rings_url": document.url_where_one_may(record, "write_for_the_night", reader)
            if record.state == "OPEN"
            else "",
            "owed_columns": ["What", "By whom", "In"],
            "owed": owed(steps, owners, now, reader),
            "stages": pathway(steps, clocks, today),
            "in_words": in_words(child.given_name or "This child", steps),
            "prompts": document.prompt_shapes(
                queries.prompts_of(record, steps, now), today, reader, named=False
            ),
            "parts": document.parts_of(record, reader),
            "story": None,
            "records_columns": ["Stage", "For this child", "Since"],
            # What goes on, then what is over; both latest first.
            "records": [_record(each) for each in reversed([*past, *going_on])],
            "records_at_once": max(FEWEST_RECORDS, len(going_on)),
            "events": document.said_once(_line(each, closed) for each in lines),
            "events_heading": f"Chronology, latest {len(lines)}"
            if len(lines) >= CHRONOLOGY and not whole
            else "Chronology",
            "events_url": "?chronology=whole" if len(lines) >= CHRONOLOGY and not whole else "",
            "people": [_related(each) for each in ties],
            "workers": [
                _worker(each) for each in sorted(involved, key=lambda each: each.role != InvolvementRole.LEAD)
            ],
            **self._steps(record),
            "clocks": self._clocks(record, clocks, owners, now),
            "relatives": _relatives(record, ties, back, reader, today),
            "relatives_heading": "Brothers, sisters, children of the same stages",
            "elsewhere": self._elsewhere(record, today),
            "print_name": child.known_as,
            "protect_url": document.url_to_protect(reader, record.reference),
            "read_recorded": False,
        }

    def _identity(
        self,
        record: Case,
        involved: list[Involvement],
        seen: Seeing | None,
        in_force: list[dict[str, Any]],
        now: datetime,
    ) -> dict[str, Any]:
        child, today = record.child, london_day(now)
        numbers = queries.numbers_of(record)
        lead = next(
            (each.user.name for each in involved if each.role == InvolvementRole.LEAD and each.user), ""
        )
        facts = [
            {
                "label": "Born",
                "value": _born(child),
                "note": "estimated" if child.date_of_birth_estimated else "",
            },
            {"label": "Sex", "value": child.get_sex_display()},
            _nhs(numbers),
            {
                "label": "Speaks",
                "value": child.first_language or "not recorded",
                "note": "interpreter needed" if child.interpreter == "yes" else "",
            },
            {"label": "Lead", "value": lead or "nobody is allocated"},
            _last_seen(seen, child, today),
        ]
        years = document.age(child, today)
        return {
            "name": child.known_as,
            "age": years if years.startswith("due") or not years else f"age {years}",
            "facts": facts,
            "flags": [
                *in_force,
                *_walls(record, today),
                *_conditions(record, now),
                *_flags(record, today),
                *_doubts(child, numbers, today),
            ],
            "links": [
                {"label": "Details, numbers, people and addresses", "url": document.url_of(child)},
                *document.beside(record, self.request.user),
            ],
        }

    def _tonight(self, record: Any) -> list[dict[str, Any]]:
        place, kept = queries.sleeping_place(record), bool(record.walls)
        url = document.url_where_one_may(record, "record_sleeping_place", self.request.user)
        if place is None:
            missing = "Say where the child sleeps, with whom, agreed by whom and on what legal basis."
            return [
                {"label": "Where the child sleeps", "missing": missing, "url": url, "action": "Say where"}
            ]
        agreed = "; ".join(
            f"{each['name'].strip()}: {Agreement(each['answer']).label.lower()}" for each in place.heard
        )
        return [
            # The carer's name stands behind the same wall as the address.
            {
                "label": "Where the child sleeps",
                "value": KEPT if kept else place.where,
                "note": f"since {say_moment(place.from_at)}",
                "url": url,
                "action": "Change",
            },
            {"label": "With whom", "value": KEPT if kept else place.with_whom},
            {"label": "Legal basis", "value": place.get_legal_basis_display()},
            {"label": "Agreed by", "value": place.agreed_by, "note": agreed},
            {"label": "Checks on the carer", "value": place.carer_checks or None},
            {"label": "Manager", "value": place.manager.name if place.manager else None},
        ]

    def _elsewhere(self, record: Case, today: date) -> list[dict[str, str]]:
        """Processes of other bodies; whoever may end a link is led there."""
        ends = document.url_where_one_may(record, "end_link", self.request.user)
        return [
            {
                "name": str(each),
                "says": " ".join(filter(None, [_victim(each), each.words])),
                "source": f"{say_day(each.on, today)}. Recorded by {each.written_by.name}.",
                "url": f"{ends}?link={each.pk}" if ends and record.state == "OPEN" else "",
            }
            for each in queries.links_of(record)
        ]

    def _steps(self, record) -> dict[str, list[dict[str, Any]]]:
        """The steps of every day; the others are folded below them. Nobody is asked to answer another's
        hand-over.
        """
        user = cast(User, self.request.user)
        links = document.step_links(record, user, weigh=False)
        if not record.offered_to_me:
            links = [each for each in links if each["name"] not in ANSWERS]
        if not record.tonight:
            links = [each for each in links if each["name"] != "end_for_the_night"]
        if not queries.links_of(record):
            links = [each for each in links if each["name"] != "end_link"]
        opens = _openings(record, user) if record.state == "OPEN" else []
        daily = [each for each in links if each["name"] in DAILY]
        daily.sort(key=lambda each: DAILY.index(each["name"]))
        return {
            "steps": [*daily, *(each for each in opens if each["kind"] in FIRST_OPENED)],
            "more_steps": [
                *(each for each in opens if each["kind"] not in FIRST_OPENED),
                *(each for each in links if each["name"] not in DAILY),
            ],
        }

    def _clocks(
        self, record: Case, clocks: list[Clock], owners: Owners, now: datetime
    ) -> list[dict[str, Any]]:
        shapes = document.clock_shapes(clocks, now)
        conditions = {about(each): each for each in queries.protecting(record)}
        for clock, shape in zip(clocks, shapes, strict=True):
            if condition := conditions.get(clock.about):
                shape["label"] = f"{condition.get_kind_display()} against {condition.against.known_as} ends"
            shape["about"] = f"By {owners.of_clock(clock)}"
            shape["url"] = (
                document.url_of_subject(cast(Subject, clock.record))
                if clock.record_id and clock.record_id != record.pk
                else ""
            )
            if clock.acknowledged_by:
                shape["note"] += f" Agreed by {clock.acknowledged_by.name}."
            elif shape["tone"] == "late" and can(self.request.user, Permission.CASE_ACCEPT):
                shape["act"] = {"label": "Say why it is late", "url": _explain(record, clock)}
        return shapes


# What is begun from a child's page most often, and so stands among the steps of every day.
FIRST_OPENED = ("strategy-discussion", "conference")


def _openings(record: Case, user: User) -> list[dict[str, Any]]:
    """What the reader may begin for this child on the floors above: every opening step that asks for cases."""
    found = []
    for model in document.stages():
        forms_of = REGISTRY.get(model)
        for each in model.steps().values():
            if not each.opening or each.permission == Permission.CONSEQUENCE or forms_of is None:
                continue
            fields = forms_of[each.name].base_fields.values()
            asks = any(isinstance(field, ChooseOne | ChooseMany) and field.model is Case for field in fields)
            url = document.url_to_open(model.resource, each.name, record.reference) if asks else ""
            if url and can(user, each.permission) and each.name != "record_police_protection":
                found.append(
                    {"name": each.name, "kind": model.kind, "label": each.label, "url": url, "note": ""}
                )
    same = Counter(each["label"] for each in found)
    for opening in found:
        # Two kinds of plan are offered in the same words.
        opening["label"] += f": {opening['kind'].replace('-', ' ')}" if same[opening["label"]] > 1 else ""
    return found


ANSWERS = ("accept", "decline")
DAILY = (*ANSWERS, "note", "record_sleeping_place", "oversight", "allocate")


class CaseStep(CaseView, StepPage):
    """A step of the case."""

    def more(self, record, declared, asked) -> dict[str, Any]:
        """Who answers a hand-over reads it here, word for word."""
        waiting = record.waiting if declared.name in ANSWERS else None
        if waiting is None:
            return {}
        return {"about": f"{record.child.known_as}. {waiting.offered_by.name} writes: “{waiting.words}”"}


def _explain(case: Case, clock: Clock) -> str:
    return f"{document.url_of(case, 'explain_lateness')}?clock={clock.pk}"


# What the page says


def _born(child) -> str:
    if child.state == "UNBORN":
        return f"not yet, expected {say_day(child.expected_on)}" if child.expected_on else "not yet"
    return say_day(child.date_of_birth).split(" ", 1)[1] if child.date_of_birth else "not known"


def _nhs(numbers: list) -> dict[str, str]:
    found = next((each for each in numbers if each.kind == IdentifierKind.NHS), None)
    if found is None:
        return {"label": "NHS number", "value": "not recorded"}
    plain = found.normalised
    value = f"{plain[:3]} {plain[3:6]} {plain[6:]}" if len(plain) == 10 else found.value
    traced = (
        f"traced {say_day(london_day(found.verified_at))}"
        if found.verified_at
        else "check digit fits, not traced"
    )
    return {
        "label": "NHS number",
        "value": value,
        "note": f"in doubt: {found.doubt}" if found.doubt else traced,
    }


def _last_seen(seen: Seeing | None, child, today: date) -> dict[str, str]:
    """Of an unborn child "seen" means the mother seen."""
    label = "Mother last seen" if child.state == "UNBORN" else "Last seen"
    if seen is None:
        return {"label": label, "value": "not yet, by what is recorded"}
    if not seen.counts:
        return {
            "label": label,
            "value": "not yet, by what is recorded",
            "note": f"last try: {_seen(seen, today)}",
        }
    return {"label": label, "value": _seen(seen, today)}


def _seen(seen, today: date) -> str:
    return f"{say_day(london_day(seen.at), today)}: {seen.said.lower()}, by {seen.by_whom}"


def _walls(record, today: date) -> list[dict[str, Any]]:
    """The wall without what stands behind it: neither the address nor the reason, which may tell where it
    is.
    """
    return [
        {
            "heading": "Confidential address",
            "text": f"Do not tell {each['name'].strip() or each['called']} where the child lives "
            "or who the carer is.",
            "source": f"{each['by']}, {_day(each['at'], today)}. {review(each['review_on'], today)} "
            "For the address ask the lead practitioner.",
            "danger": True,
        }
        for each in {row["whom"]: row for row in record.walls}.values()
    ]


def _victim(link: LinkElsewhere) -> str:
    """What the law says of a child who lives with domestic abuse; nothing where nobody was asked."""
    if link.child_is_victim is None:
        return ""
    if link.child_is_victim:
        return (
            "The child is a victim of domestic abuse in their own right (Domestic Abuse Act 2021, section 3)."
        )
    return "The child does not see, hear or live with the effects of the abuse, by what was said."


def _written(record: Case, today: date) -> str:
    """Who wrote what is to be done in the night, when, and until when nobody need look at it."""
    if not (record.tonight and record.tonight_by and record.tonight_at and record.tonight_review_on):
        return ""
    wrote = f"{record.tonight_by.name}, {say_day(london_day(record.tonight_at), today)}."
    return f"{wrote} {review(record.tonight_review_on, today)}"


def _day(moment: str, today: date) -> str:
    return say_day(london_day(datetime.fromisoformat(moment)), today)


def _conditions(record: Case, now: datetime) -> list[dict[str, Any]]:
    today, found = london_day(now), []
    for each in queries.protecting(record):
        asks = each.asks(now)
        if not each.protects(now) and not asks:
            continue
        until = f"Ends {say_moment(each.expires_at, today)}." if each.expires_at else "No end given."
        if asks:
            until = "Over. What protects the child now? Nobody has said."
        elif each.expires_at and each.expires_at - now <= NEARLY_OVER:
            until += " Ends soon: what will protect the child then?"
        text = f"{each.against.known_as}: {each.what}"
        reference = f" Reference {each.reference}." if each.reference else ""
        found.append(
            {"heading": each.get_kind_display(), "text": text, "source": until + reference, "danger": True}
        )
    return found


DANGERS = {FlagKind.DANGER_TO_STAFF, FlagKind.DANGER_TO_CHILD, FlagKind.MISSING, FlagKind.ABROAD}


def _flags(record, today: date) -> list[dict[str, Any]]:
    """Dangers first; one whose review is late shouts like a danger."""
    found = [
        {
            "heading": FlagKind(each["kind"]).label,
            "text": each["what_to_do"],
            "source": f"{each['source']}, {_day(each['at'], today)}. {review(each['review_on'], today)}",
            "danger": each["kind"] in DANGERS or date.fromisoformat(each["review_on"]) < today,
        }
        for each in record.flags
    ]
    return sorted(found, key=lambda flag: not flag["danger"])


def _doubts(child, numbers: list, today: date) -> list[dict[str, Any]]:
    """What can hardly be right, in one box; the numbers were read already."""
    doubts = child.doubts(today, numbers)
    return (
        [{"heading": "To be checked", "text": " ".join(doubts), "source": "", "danger": False}]
        if doubts
        else []
    )


def _record(step: Step) -> list[Any]:
    return [
        {"text": step.kind, "url": step.url},
        {"text": f"{step.said()}{', over' if step.over else ''}"},
        say_moment(step.opened_at) if step.opened_at else "",
    ]


def _moment(moment: datetime) -> str:
    """The day first, as a story is read: "30 April 2027, 10am"."""
    local = moment.astimezone(LONDON)
    return f"{say_day(local.date()).split(' ', 1)[1]}, {say_time(local.time())}"


def _line(each, closed: set[str]) -> dict[str, Any]:
    """`closed`: records that the reader may not open."""
    same_day = london_day(each.at) == london_day(each.known_at)
    model = document.records().get(each.kind)
    return {
        "day": london_day(each.at),
        "happened": _moment(each.at),
        "what": each.what,
        "who": each.who,
        "known": "" if same_day else f"Known to us {_moment(each.known_at)}",
        "note": each.note,
        "url": document.url_to(model, each.reference)
        if model and model is not Case and each.reference not in closed
        else "",
        "quote": each.quote,
    }


RESPONSIBILITY = {
    HoldsResponsibility.HELD: "Holds parental responsibility",
    HoldsResponsibility.NOT_HELD: "Does not hold parental responsibility",
    HoldsResponsibility.NOT_CHECKED: "Parental responsibility not checked",
}
PARENTS = {
    "mother",
    "father",
    "parent",
    "stepmother",
    "stepfather",
    "adoptive_parent",
    "special_guardian",
    "carer",
    "expectant_mother",
    "expected_father",
    "foster_carer",
    "private_foster_carer",
}


def _related(tie) -> dict[str, str]:
    note = ""
    if tie.responsibility != HoldsResponsibility.NOT_CHECKED or tie.kind in PARENTS:
        note = RESPONSIBILITY[HoldsResponsibility(tie.responsibility)]
        note += f": {tie.responsibility_why}." if tie.responsibility_why else "."
    if tie.same_household:
        note += " Lives in the home."
    return {
        "name": tie.other.known_as,
        "relation": tie.get_kind_display().lower(),
        "note": note.strip(),
        "url": document.url_of(tie.other),
        "action": f"Open what is known of {tie.other.known_as}",
    }


def _worker(line: Involvement) -> dict[str, str]:
    who = line.user or line.team or line.agency
    name = line.user.name if line.user else str(who)
    phone = getattr(who, "telephone", "")
    since = f"Since {say_day(timezone.localdate(line.from_at))}."
    return {"name": name, "role": line.get_role_display().lower(), "note": f"{since} {phone}".strip()}


def _relatives(record: Case, ties: list, back: list, reader: User, today: date) -> list[dict[str, str]]:
    """Brothers and sisters: those with a case that the reader may see are linked, others are named alone."""
    found = {each.other_id: (each.other, each.get_kind_display()) for each in ties if each.kind in SIBLINGS}
    for each in back:
        if each.kind in SIBLINGS:
            found.setdefault(each.person_id, (each.person, "Brother or sister"))
    together = queries.cases_together(record, found, reader)
    rows = []
    for key, (person, kind) in found.items():
        case = together.get(key)
        name = ", ".join(filter(None, [person.known_as, document.age(person, today)]))
        rows.append({"name": name, "url": document.url_of(case) if case else "", "note": kind})
    for key, case in together.items():
        if key not in found:
            name = ", ".join(filter(None, [case.child.known_as, document.age(case.child, today)]))
            rows.append({"name": name, "url": document.url_of(case), "note": "In the same stage of work"})
    return rows


def _closed(record: Case) -> str:
    if record.state != "CLOSED":
        return ""
    return f"Closed {say_day(london_day(cast(datetime, record.closed_at)))}: {record.get_closing_reason_display()}."
