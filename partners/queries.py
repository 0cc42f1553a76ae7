"""Reads about who was asked and what was said: the panel of a stage, its contributions, a child's times
seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from cpu.calendars import london_day
from cpu.deadlines import Tell, say_moment
from cpu.models import Agency, Clock, InForce, Involvement, InvolvementRole, Membership, Subject, User
from cpu.owners import Concern, Owners
from cpu.roles import GRANTS, Permission, Role, can
from cpu.timescales import INFORMATION_REQUEST
from partners.models import (
    AgencyView,
    ChildSeen,
    Contribution,
    ContributionChild,
    Counted,
    Disagreement,
    DisagreementChild,
    MultiAgencyStage,
    OwnWords,
    Participation,
    Seen,
)
from partners.models.participation import of_another_agency
from people.hooks import Happening, Seeing, Telling
from people.models import Case, ServiceAround
from people.queries import services_around
from workflow import document
from workflow.record import Record
from workflow.stage import Stage

NEVER, LATE, DUE, OPENED, ANSWERED_LATE, ANSWERED, NOTHING_KNOWN, WHY_NOT = (
    "never asked",
    "late",
    "due",
    "invited",
    "answered late",
    "answered",
    "nothing known",
    "not asked",
)
WORST_FIRST = (NEVER, LATE, DUE, OPENED, ANSWERED_LATE, ANSWERED, NOTHING_KNOWN, WHY_NOT)
TONES = {NEVER: "late", LATE: "late", DUE: "soon", OPENED: "plain", WHY_NOT: "plain"}


@dataclass
class Asked:
    """One agency, or one person of it, about the children or about one adult: asked, and what came of it."""

    agency: str
    person: str
    about_whom: str
    state: str
    says: str
    row: Participation | None = None
    agency_id: int | None = None

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "done")


def panel(record: MultiAgencyStage, now: datetime, reader: User | None = None) -> list[Asked]:
    """Everyone who was asked or should have been, the worst first: what is not known is shown before what
    is. Whoever was only asked (`opens_to`) reads what was asked of their own agency."""
    whole, own = reader is None or record.opens_to(reader), reader.agencies if reader else set()
    rows = [each for each in record.participations if whole or each.agency_id in own]
    clocks = _clocks(record) if any(row.asked_at for row in rows) else {}
    calendar = InForce.now().calendar if clocks else None
    found = [_asked(row, clocks.get(f"participation:{row.pk}"), now, calendar) for row in rows]
    known: set[tuple] = {(row.agency_id, row.about_whom) for row in rows}
    named = {(row.whom.casefold(), row.about_whom) for row in rows if row.whom}
    for service, about in _services(record) if whole else ():
        if (service.agency_id, about) in known or (service.name.casefold(), about) in named:
            continue
        known.add((service.agency_id, about) if service.agency_id else (None, service.name))
        found.append(
            Asked(
                agency=str(service.agency or service.name),
                person=service.name if service.agency_id else "",
                about_whom=about,
                state=NEVER,
                says=f"{service.get_kind_display()} of {about or service.person.known_as}.",
                agency_id=service.agency_id,
            )
        )
    return sorted(found, key=lambda each: WORST_FIRST.index(each.state))


def heading(rows: Iterable[Asked]) -> str:
    """ "Who was asked: 1 never asked, 1 late, 5 answered"."""
    counts: dict[str, int] = {}
    for each in rows:
        counts[each.state] = counts.get(each.state, 0) + 1
    said = ", ".join(f"{counts[state]} {state}" for state in WORST_FIRST if state in counts)
    return f"Who was asked: {said}" if said else "Who was asked: nobody yet"


def _clocks(record: MultiAgencyStage) -> dict[str, Clock]:
    clocks = Clock._rows.filter(record=record.pk, timescale=INFORMATION_REQUEST).exclude(ended="superseded")
    return {each.about: each for each in clocks}


def _asked(row: Participation, clock: Clock | None, now: datetime, calendar) -> Asked:
    late = clock is not None and clock.is_late(row.answered_at or now)
    if row.answer == Participation.Answer.NOTHING_KNOWN and not late:
        state = NOTHING_KNOWN
    elif row.answer:
        state = ANSWERED_LATE if late else ANSWERED
    elif row.not_asked_because:
        state = WHY_NOT
    elif row.asked_at:
        state = LATE if late else DUE
    else:
        state = OPENED
    said = [f"Asked {say_moment(row.asked_at)}." if row.asked_at else ""]
    said.append(f"Answered {say_moment(row.answered_at)}." if row.answered_at else "")
    said.append("Nothing is known." if row.answer == Participation.Answer.NOTHING_KNOWN else "")
    said.append(f"{clock.say(now, calendar)}." if clock and state in (LATE, DUE) else "")
    said.append(row.chased_how if state in (LATE, DUE) else "")
    said.append(row.not_asked_because)
    says = " ".join(filter(None, said)) or row.get_attendance_display()
    return Asked(row.agency.name, row.whom, row.about_whom, state, says, row, row.agency_id)


def _services(record: MultiAgencyStage) -> list[tuple[ServiceAround, str]]:
    """Services around the children, each with whose it is, where it is not a child's own."""
    rows = [row for row in record.child_rows() if row.case_id and row.state != "WITHDRAWN"]
    children = {row.case.child_id for row in rows}
    found = services_around(children).select_related("agency", "person__subject").order_by("kind", "pk")
    return [(each, "" if each.person_id in children else each.person.known_as) for each in found]


def contributions(record: MultiAgencyStage, reader) -> list[Contribution]:
    """What agencies said, the latest version of each; what is for the named practitioners only, for them. What the
    police keep out of the minutes is read by nobody of another agency either; nor is anything, who was only asked."""
    found = record.subject.contributions.filter(replaced_by__isnull=True).select_related("agency")
    rows = list(found.prefetch_related("children__case__child__subject"))
    if not record.opens_to(reader):
        return [row for row in rows if row.agency_id in reader.agencies]
    if of_another_agency(reader):
        kept = Contribution.Handling.NOT_FOR_MINUTES
        rows = [row for row in rows if row.handling != kept or row.agency_id in reader.agencies]
    if all(row.handling != Contribution.Handling.NAMED_ONLY for row in rows):
        return rows
    cases = record.covered_cases()
    roles = [
        InvolvementRole.LEAD,
        InvolvementRole.SUPERVISOR,
        InvolvementRole.OFFICER,
        InvolvementRole.HEALTH,
    ]
    named = Involvement.in_force().filter(case__in=cases, user=reader, role__in=roles).exists()
    return [
        row
        for row in rows
        if row.handling != Contribution.Handling.NAMED_ONLY
        or named
        or row.written_by_id == reader.pk
        or row.agency_id in reader.agencies
    ]


def views(record: MultiAgencyStage, reader: User) -> list[AgencyView]:
    whole = record.opens_to(reader)
    found = [view for _, view in sorted(record.latest_views().items())]
    return [view for view in found if whole or view.agency_id in reader.agencies]


# For My work and the page of the child


def _clock_of() -> QuerySet[Clock]:
    """The open clocks that wait for an answer of a participation."""
    about = Concat(Value("participation:"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    return Clock._rows.filter(record=OuterRef("record"), about=about, stopped_at__isnull=True).order_by(
        "late_from"
    )


def parts(records: Iterable[int]) -> QuerySet:
    """Everybody's part in these records, with what is still awaited: as `people.hooks.Part` has its fields."""
    about = Concat(Value("participation:"), Cast("pk", TextField()), output_field=TextField())
    return (
        Participation._rows.filter(record__in=records)
        .order_by()
        .values_list(
            "record_id",
            "pk",
            about,
            Cast("agency__name", TextField()),
            Cast("agency__kind", TextField()),
            Cast("whom", TextField()),
            ExpressionWrapper(Q(asked_at__isnull=False) | Q(invited_at__isnull=False), BooleanField()),
            ExpressionWrapper(~Q(answer=""), BooleanField()),
            ExpressionWrapper(~Q(not_asked_because=""), BooleanField()),
            Subquery(_clock_of().values("late_from")[:1]),
        )
    )


def asked_of(agencies: Iterable[int]) -> Q:
    """Which open clocks wait for an answer of these agencies."""
    rows = Participation._rows.filter(agency__in=list(agencies), record=OuterRef("record"))
    about = Concat(Value("participation:"), Cast("pk", TextField()), output_field=TextField())
    return Q(Exists(rows.annotate(line=about).filter(line=OuterRef("about"))), of="participation")


# For the page of the child

MOST = 100
KEPT = "Kept for the practitioners named in it: ask the agency."


def _told(line: Callable[..., Happening]) -> Callable[[Any, User], tuple[list[Seeing], list[Happening]]]:
    return lambda row, reader: ([], [line(row, reader)])


def _seen(row: ChildSeen, reader: User) -> tuple[list[Seeing], list[Happening]]:
    return [Seeing(row.at, row.get_seen_display(), row.by_whom, row.counts)], [_line_of_seen(row)]


def _line_of_seen(row: ChildSeen) -> Happening:
    how = row.get_how_display().partition(":")[0].lower()
    counts = "" if row.counts or row.seen == Seen.NOT_SEEN else f". {Counted(row.counted or 'not').label}"
    return Happening(
        at=row.at,
        what=f"{'Visit: ' if row.visit else ''}{row.get_seen_display()}: {how}, {row.place}{counts}",
        who=row.by_whom,
        known_at=row.recorded_at or row.at,
        kind=row.record.kind,
        reference=row.record.reference,
        note=" ".join(filter(None, [row.not_alone_because, row.observed, row.what_next])),
    )


def _line_of_said(row: Contribution, reader: User) -> Happening:
    kept = row.handling == Contribution.Handling.NAMED_ONLY and not (
        row.agency_id in reader.agencies or row.written_by_id == reader.pk
    )
    notes = [KEPT if kept else row.text]
    if row.handling == Contribution.Handling.NOT_FOR_MINUTES:
        notes.append("Police handling: not for minutes.")
    own = bool(row.own_words) and not kept
    return Happening(
        at=row.given_at,
        what=f"{row.agency}: what it knows",
        who=f"{row.said_by}, {row.agency}",
        known_at=row.given_at,
        kind=row.record.kind,
        reference=row.record.reference,
        note=" ".join(notes),
        quote={"words": row.own_words, "who": "own words, as passed on"} if own else None,
    )


def _line_of_words(row: OwnWords, reader: User) -> Happening:
    return Happening(
        at=row.at,
        what="What the child said",
        who=row.to_whom,
        known_at=row.at,
        kind=row.record.kind,
        reference=row.record.reference,
        quote=quote(row),
    )


def quote(words: OwnWords) -> dict[str, str]:
    return {
        "words": words.words,
        "who": "",
        "to": words.to_whom,
        "alone": "alone" if words.alone else "not alone",
        "where": words.place,
        "when": say_moment(words.at),
        "question": words.question,
    }


def _given(case: Case) -> QuerySet[Contribution]:
    about = ContributionChild._rows.filter(contribution=OuterRef("pk"), case=case)
    found = Contribution._rows.filter(Exists(about), replaced_by__isnull=True)
    return found.order_by("-given_at", "-pk")[:MOST]


def _about(model: Any) -> Callable[[Case], QuerySet]:
    return lambda case: model._rows.filter(case=case).order_by("-at", "-pk")[:MOST]


# When this child was, or was to be, seen; what agencies said, latest version; the child's own words.
IN_RECORD = {"record": (Subject, ("id", "kind", "reference"))}
TELLINGS = [
    Telling(ChildSeen, _about(ChildSeen), _seen, IN_RECORD),
    Telling(Contribution, _given, _told(_line_of_said), {**IN_RECORD, "agency": (Agency, ("id", "name"))}),
    Telling(OwnWords, _about(OwnWords), _told(_line_of_words), IN_RECORD),
]


def not_seen_in(record: int) -> list[ChildSeen]:
    """Occasions in this record on which a child was not seen and a manager was named."""
    return list(ChildSeen._rows.filter(record=record, seen=Seen.NOT_SEEN).exclude(manager_told=""))


def managers_called(names: Iterable[str]) -> dict[str, int]:
    """The key of the manager of each of these names, by the name in small letters; a name of two names nobody."""
    wanted = {each.strip().casefold() for each in names}
    roles = [role for role, granted in GRANTS.items() if Permission.MANAGE in granted]
    found: dict[str, list[User]] = {}
    if wanted:
        people = User.objects.filter(
            pk__in=Membership.in_force().filter(role__in=roles).values("user"), is_active=True
        )
        for each in people.order_by("pk"):
            if (name := each.name.strip().casefold()) in wanted:
                found.setdefault(name, []).append(each)
    return {name: people[0].pk for name, people in found.items() if len(people) == 1}


# What is disputed

SENIOR_LEVEL = 3
SENIORS = [Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE]


def who_may_answer(dispute: Disagreement, concern: Concern, at: datetime) -> list[int]:
    """The managers outside the dispute: below level 3 the child's own, from there on, or today, senior managers;
    where all of these are in it, every other manager."""
    answers = [role for role, granted in GRANTS.items() if Permission.DISAGREEMENT_ANSWER in granted]
    members = Membership.in_force(london_day(at)).filter(role__in=answers, user__is_active=True)
    members = members.exclude(user__in=dispute.parties)
    if dispute.between_agencies:
        members = members.exclude(agency=dispute.raised_for_id)
    outside = dict(members.order_by("pk").values_list("user", "role"))
    if dispute.same_day or dispute.level >= SENIOR_LEVEL:
        first = [user for user, role in outside.items() if role in SENIORS]
    else:
        near = {to.user_id for to in Owners([concern], at).told(concern, Tell.MANAGER)}
        first = [user for user in outside if user in near]
    return first or list(outside)


def disputed(record: Record, reader: User) -> list[dict]:
    """Open disagreements about this record, or about this child, and where one is raised."""
    if isinstance(record, Disagreement) or not (isinstance(record, Stage) or record.kind == "case"):
        return []
    about = Q(about=record.pk)
    if record.kind == "case":
        about |= Q(pk__in=DisagreementChild._rows.filter(case=record.pk).values("stage"))
    found = Disagreement.visible_to(reader).filter(about).exclude(state__in=Disagreement.ended)
    rows = [_disputed(each) for each in found.select_related("subject", "raised_for").order_by("pk")[:MOST]]
    links = []
    if can(reader, Permission.DISAGREE) and (
        url := document.url_to_open("disagreements", "raise_disagreement")
    ):
        links.append(
            {"label": "Do you disagree? Raise it", "url": f"{url}?{urlencode({'about': record.reference})}"}
        )
    return [{"heading": "Disagreements", "rows": rows, "links": links}] if rows or links else []


def _disputed(each: Disagreement) -> dict[str, str]:
    point = str(each.get_point_display())
    whose = f"Raised for {each.raised_for}. " if each.raised_for else ""
    suspended = " The decision is suspended for safety." if each.suspended_at else ""
    return {
        "label": f"Level {each.level}{', decided today' if each.same_day else ''}: {point[0].lower()}{point[1:]}",
        "url": document.url_of(each),
        "note": f"{whose}{each.state_label}.{suspended}",
    }
