"""Reads about people that span tables."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat, JSONObject
from rapidfuzz import fuzz, utils

from cpu.deadlines import Of
from cpu.models import Agency, AuditEvent, Clock, Involvement, InvolvementRole, Subject, Team, User
from cpu.roles import Permission, can
from people.hooks import READERS, TELLINGS, Happening, Seeing, Telling
from people.models import (
    Address,
    AddressKeptFrom,
    Case,
    Flag,
    HandOver,
    Identifier,
    LinkElsewhere,
    Person,
    ProtectiveCondition,
    Relationship,
    ServiceAround,
    ServiceKind,
    SleepingPlace,
    SleepingPlaceAgreement,
)
from people.models.identity import checked
from people.models.person import EVERY_NAME
from workflow import document
from workflow.clocks import about_row
from workflow.document import records, stages
from workflow.events import Covered, Prompt, happened_to, prompts
from workflow.models import Note
from workflow.owes import Owes
from workflow.rows import as_json, from_json
from workflow.stage import Stage
from workflow.step import WITHDRAWN
from workflow.tables import ask, together
from workflow.work import Covers, Work, every_owes, seen

# What a likeness is worth; a match is shown from WORTH_SHOWING on, and a person decides what it means.
SAME_NUMBER, SAME_NAME, SAME_BIRTHDAY, SWAPPED_BIRTHDAY, SAME_PLACE = 60, 30, 30, 20, 15
ALIKE, WORTH_SHOWING = 75, 22
CANDIDATES = 200
SOON = timedelta(hours=72)


# Who this may be


@dataclass(frozen=True)
class Match:
    """A known person who may be the one meant, and why. `score` orders them and means nothing else."""

    person: Person
    score: int
    reasons: list[str] = field(default_factory=list)


def possible_matches(
    *,
    among: QuerySet[Person],
    name: str = "",
    date_of_birth: date | None = None,
    identifiers: Iterable[tuple[str, str]] = (),
    postcode: str = "",
    most: int = 10,
) -> list[Match]:
    """Known people who may be the one named, best first, each with the reasons; a person confirms or refuses.

    Names are compared by likeness, so that a misspelt or turned name is found; day and month may be swapped.
    among: whom the reader may know of (`Person.visible_to(user)`). identifiers: (kind, value as written).
    """
    name = utils.default_process(name)
    numbers = {(kind, checked(kind, value)[0]) for kind, value in identifiers if value.strip()}
    place = _letters(postcode)
    rows = among.exclude(state=WITHDRAWN).annotate(
        every_name=EVERY_NAME, likeness=TrigramSimilarity(EVERY_NAME, name)
    )
    wanted = Q(
        pk__in=Identifier._rows.filter(normalised__in={number for _, number in numbers}).values("person")
    )
    if name:
        wanted |= Q(every_name__trigram_similar=name) | Q(every_name__trigram_word_similar=name)
    if date_of_birth:
        wanted |= Q(date_of_birth__in=_birthdays(date_of_birth))
    found = (
        rows.filter(wanted)
        .order_by("-likeness", "pk")
        .prefetch_related("identifiers", "addresses")[:CANDIDATES]
    )
    matches = [_weigh(each, name, date_of_birth, numbers, place) for each in found]
    worth = [each for each in matches if each.score >= WORTH_SHOWING]
    return sorted(worth, key=lambda each: (-each.score, each.person.pk))[:most]


def _weigh(person: Person, name: str, born: date | None, numbers: set[tuple[str, str]], place: str) -> Match:
    score, reasons = 0, []
    for each in person.identifiers.all():
        if (each.kind, each.normalised) in numbers:
            score += SAME_NUMBER
            reasons.append(f"The same {each.get_kind_display()}" + (", since ended" if each.ended_at else ""))
    known = [person.known_as, *person.also_known_as.replace(";", ",").split(",")]
    likeness = max(_alike(name, utils.default_process(each)) for each in known)
    if likeness == 100:
        score += SAME_NAME
        reasons.append("The same name")
    elif likeness >= ALIKE:
        score += SAME_NAME * likeness // 100
        reasons.append("A name alike")
    if born and person.date_of_birth == born:
        score += SAME_BIRTHDAY if likeness >= ALIKE or reasons else SAME_BIRTHDAY * likeness // 100
        reasons.append("The same date of birth")
    elif born and person.date_of_birth in _birthdays(born):
        score += SWAPPED_BIRTHDAY
        reasons.append("The date of birth with day and month swapped")
    if place and any(_letters(each.postcode) == place for each in person.addresses.all()):
        score += SAME_PLACE
        reasons.append("The same postcode")
    return Match(person, score, reasons)


def _alike(one: str, other: str) -> int:
    """0 to 100; the order of given and family name does not matter."""
    return int(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))) if one and other else 0


def _birthdays(day: date) -> set[date]:
    """The day, and the one meant when day and month were swapped."""
    swapped = {day.replace(month=day.day, day=day.month)} if day.day <= 12 else set()
    return {day, *swapped}


def _letters(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalnum())


# Who is around a child


@dataclass(frozen=True)
class Around:
    """Somebody around a person, in words: "mother", or "Ivy Harcastle is their brother"."""

    person: Person
    says: str
    responsibility: str
    line: Relationship


def people_around(person: Person) -> list[Around]:
    """Everybody related to this person now, whichever of the two records it was written on."""
    lines = Relationship._rows.filter(until_on__isnull=True).filter(Q(person=person) | Q(other=person))
    found = []
    for line in lines.select_related("person__subject", "other__subject").order_by("pk"):
        kind = line.get_kind_display()
        if line.person_id == person.pk:
            found.append(Around(line.other, kind, line.get_responsibility_display(), line))
        else:
            found.append(Around(line.person, f"{person.known_as} is their {kind.lower()}", "", line))
    return found


def household(person: Person) -> list[Person]:
    """Who lives with this person: by the same address, or because a relationship says so."""
    places = person.addresses.filter(until_on__isnull=True).values("place")
    there = Address._rows.filter(place__in=places, until_on__isnull=True).values("person")
    related = Relationship._rows.filter(same_household=True, until_on__isnull=True)
    others = Person._rows.filter(
        Q(pk__in=there)
        | Q(pk__in=related.filter(person=person).values("other"))
        | Q(pk__in=related.filter(other=person).values("person"))
    )
    return list(others.exclude(pk=person.pk).exclude(state=WITHDRAWN).order_by("pk"))


def services_around(children: Collection[int]) -> QuerySet[ServiceAround]:
    """Services of these children, of everybody related to them, whichever of the two records says so, and of everybody
    who lives with them: those of a suspected adult as well."""
    lines = Relationship._rows.filter(until_on__isnull=True)
    living = Address._rows.filter(until_on__isnull=True)
    there = living.filter(place__in=living.filter(person__in=children).values("place"))
    return ServiceAround._rows.filter(
        Q(person__in=children)
        | Q(person__in=lines.filter(person__in=children).values("other"))
        | Q(person__in=lines.filter(other__in=children).values("person"))
        | Q(person__in=there.values("person")),
        until_on__isnull=True,
    ).exclude(Q(person__state=WITHDRAWN) | Q(kind=ServiceKind.NO_SETTING))


# What is kept from whom


MOST_NOTES = 100


def kept_from(address: Address) -> set[Person]:
    """Everybody who must not learn this address, its carer's name or its household.

    A rule on anybody who lives at the same place counts, however it was typed; a review date ends none.
    """
    standing = AddressKeptFrom._rows.filter(ended_at__isnull=True, address__place=address.place)
    return {each.whom for each in standing.select_related("whom__subject")}


def may_read_confidential(person: Person, reader: User) -> bool:
    """Who reads a confidential address on the record itself; others ask the lead practitioner.

    Whoever leads the work with this child, or with a child of this person; managers; the worker of the night.
    """
    if can(reader, Permission.PERSON_PROTECT) or can(reader, Permission.SEE_EVERY_CASE):
        return True
    related = Relationship._rows.filter(other=person).values("person")
    led = Involvement.of_user(reader).filter(role=InvolvementRole.LEAD, user=reader)
    return led.filter(Q(case__child=person) | Q(case__child__in=related)).exists()


BEHIND_THE_WALL = ("lines", "postcode", "carer_name", "household")


def addresses_for(person: Person, reader: User) -> list[Address]:
    """A person's addresses, each with `confidential` and `kept_from`; what may not be read is emptied."""
    may_read = may_read_confidential(person, reader)
    rows: list[Any] = list(person.addresses.all())
    walls = AddressKeptFrom._rows.filter(
        ended_at__isnull=True, address__place__in={each.place for each in rows}
    )
    standing = list(walls.select_related("address", "whom__subject"))
    for row in rows:
        row.kept_by = [each for each in standing if each.address.place == row.place]
        row.confidential = bool(row.kept_by)
        if row.confidential and not may_read:
            for name in BEHIND_THE_WALL:
                setattr(row, name, "")
    return rows


def sleeping_place_for(case: Case, reader: User) -> SleepingPlace | None:
    """Where the child sleeps; behind the wall of a confidential address the place and the carer are
    emptied.
    """
    place = case.sleeping_place
    walled = AddressKeptFrom._rows.filter(person=case.child_id, ended_at__isnull=True).exists()
    if place and walled and not may_read_confidential(case.child, reader):
        place.where = place.with_whom = ""
    return place


# The page of a case: each in a number of queries that rows do not move


@dataclass
class Step:
    """One stage that covers the child."""

    model: type[Stage]
    reference: str
    state: str
    row_state: str
    opened_at: datetime | None
    key: int
    about: str
    owed: list[Owes] = field(default_factory=list)
    meets_at: datetime | None = None
    holder: str = ""

    @property
    def kind(self) -> str:
        return self.model.noun()

    @property
    def url(self) -> str:
        return document.url_to(self.model, self.reference)

    @property
    def over(self) -> bool:
        return self.state in self.model.ended or self.row_state in self.model.child_row().ended

    def said(self) -> str:
        """What holds for this child there."""
        if WITHDRAWN in (self.state, self.row_state):
            return "Withdrawn"
        states = dict(self.model.child_row().State.choices)
        if len(states) == 1:
            # A stage of one child: how far it is stands on the stage.
            return str(dict(self.model.State.choices).get(self.state, self.state))
        return str(states.get(self.row_state, self.row_state))


def stages_of(case: Case, reader: User) -> list[Step]:
    """Every stage that covers this child and that the reader may see, oldest first, with what is owed there and when
    it meets: one query.
    """
    opened = AuditEvent._rows.filter(subject_id=OuterRef("stage_id"), version=1).values("occurred_at")[:1]
    rows = Work._rows.filter(seen(reader, stages(), "stage"), case=case.pk).annotate(
        opened_at=Subquery(opened)
    )
    found = []
    for kind, numbers, over, *rest in rows.values_list(
        "kind",
        "owes",
        "over",
        "stage__reference",
        "state",
        "row_state",
        "opened_at",
        "stage_id",
        "key",
        "meets_at",
        "hand__name",
    ):
        reference, state, row_state, opened_at, key, row, meets_at, holder = rest
        owed = [] if over else [every_owes()[number][1] for number in numbers]
        model = cast(type[Stage], records()[kind])
        about = about_row(model.child_row(), row)
        found.append(
            Step(model, reference, state, row_state, opened_at, key, about, owed, meets_at, holder or "")
        )
    return sorted(found, key=lambda each: (each.opened_at is None, each.opened_at, each.key))


def prompts_of(case: Case, steps: list[Step], now: datetime) -> list[Prompt]:
    """What happened to this child and waits for an answer in these stages, as far as they are open."""
    going_on = [each for each in steps if not each.over]
    return prompts(
        [
            Covered(each.key, each.model, each.reference, case.pk, case.child.known_as, each.opened_at)
            for each in going_on
        ],
        now,
    )


def open_cases_of(person: int) -> set[int]:
    """Keys of the open cases of the person of this key."""
    return set(Case._rows.filter(child=person, state=Case.State.OPEN).values_list("pk", flat=True))


def waiting_answers(cases: Any, now: datetime) -> list[Prompt]:
    """What happened to these children (keys, or a queryset of keys) and waits in any open stage of theirs."""
    found = happened_to(cases, now)
    touched = {each.case_id for each in found}
    return prompts(open_work(touched), now, found) if found else []


def open_work(cases: set[int]) -> list[Covered]:
    """Every stage that is open for one of these children: two queries."""
    rows = Work._rows.filter(case__in=cases, over=False, row_over=False)
    rows = rows.values_list("stage_id", "stage__reference", "case", "kind").order_by("stage_id")
    names = {
        case.pk: case.child.known_as
        for case in Case._rows.filter(pk__in=cases).select_related("child__subject")
    }
    return [
        Covered(key, records()[kind], reference, case_id, names[case_id])
        for key, reference, case_id, kind in rows
    ]


def told(case: Case, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """What the floors above and the notes tell of this child: occasions of being seen, lines of the chronology.

    One query for all that is registered as tables, and what each further reader needs.
    """
    occasions: list[Seeing] = []
    lines: list[Happening] = []
    for telling, row in _rows_that_tell(case):
        seen, said = telling.tell(row, reader)
        occasions, lines = occasions + seen, lines + said
    for read in READERS:
        seen, said = read(case, reader)
        occasions, lines = occasions + seen, lines + said
    return occasions, lines


def _rows_that_tell(case: Case) -> list[tuple[Telling, Any]]:
    tellings = [NOTES, *TELLINGS]
    return [
        (tellings[number], from_json(tellings[number].model, json.loads(row), tellings[number].related))
        for number, row in ask(_told_of, case.pk)
    ]


def _told_of(case: Any) -> QuerySet:
    return together(
        [
            each.rows(case).values_list(Value(number), as_json(each.model, each.related))
            for number, each in enumerate([NOTES, *TELLINGS])
        ]
    )


def chronology(case: Case, lines: list[Happening], most: int) -> list[Happening]:
    """What was recorded about this child, latest first.

    Notes and what agencies said (`lines`) stand with their own words; the bare act of writing is left out.
    """
    written = {(each.reference, each.known_at) for each in lines}
    events = AuditEvent._rows.filter(cases__contains=[case.pk]).order_by("-occurred_at", "-pk")[: 2 * most]
    acts = [
        Happening(
            at=each.occurred_at,
            what=document.told(each.label),
            who=", ".join(filter(None, [each.actor_name, each.role, each.agency])),
            known_at=each.occurred_at,
            kind=each.subject_kind,
            reference=each.subject_reference,
            note=" ".join(f"Went on without: {why.get('reason', '')}" for why in each.explained.values()),
        )
        for each in events
        if (each.subject_reference, each.occurred_at) not in written
    ]
    return sorted([*acts, *lines], key=lambda each: each.at, reverse=True)[:most]


def _of_note(note: Note, reader: User) -> tuple[list[Seeing], list[Happening]]:
    how = f": {note.get_how_display().lower()}" if note.how else ""
    line = Happening(
        at=note.happened_at,
        what=note.get_kind_display() + how + (f", with {note.with_whom}" if note.with_whom else ""),
        who=note.written_by.name,
        known_at=note.written_at,
        kind=note.record.kind,
        reference=note.record.reference,
        note=note.words,
    )
    return [], [line]


SUBJECT = (Subject, ("id", "kind", "reference"))
NOTES = Telling(
    Note,
    lambda case: Note._rows.filter(case=case).order_by("-happened_at", "-pk")[:MOST_NOTES],
    _of_note,
    {"written_by": (User, ("id", "name")), "record": SUBJECT},
)


def last_seen(occasions: list[Seeing]) -> Seeing | None:
    """The last occasion that counts as seen; else the last on which the child was to be seen."""
    found = sorted(occasions, key=lambda each: each.at, reverse=True)
    return next((each for each in found if each.counts), found[0] if found else None)


def for_the_page(found: QuerySet, reader: User) -> QuerySet:
    """Cases with what stands about the child and who works with the child, without another query.

    `numbers_read`, `conditions_read`, `workers_read`, `links_read`: rows, for `numbers_of`, `protecting`, `workers_of`
    and `links_of`.
    `flags`, `walls`: lists of plain rows, moments and days as ISO text. A wall carries neither the address
    nor the reason for it: either may tell where the child is. `offered_to_me`: a hand-over waits for
    the reader.
    """
    flags = Flag._rows.filter(person=OuterRef("child"), ended_at__isnull=True).order_by("pk")
    walls = AddressKeptFrom._rows.filter(person=OuterRef("child"), ended_at__isnull=True).order_by("pk")
    mine = HandOver._rows.filter(
        case=OuterRef("pk"), to=reader, accepted_at__isnull=True, ended_at__isnull=True
    )
    numbers = Identifier._rows.filter(person=OuterRef("child"), ended_at__isnull=True).order_by("kind", "-pk")
    conditions = ProtectiveCondition._rows.filter(person=OuterRef("child")).order_by("pk")
    workers = Involvement.in_force().filter(case=OuterRef("pk")).order_by("from_at", "pk")
    links = LinkElsewhere._rows.filter(case=OuterRef("pk"), ended_at__isnull=True).order_by("on", "pk")
    return found.annotate(
        offered_to_me=Exists(mine),
        numbers_read=ArraySubquery(numbers.values(row=as_json(Identifier))),
        conditions_read=ArraySubquery(conditions.values(row=as_json(ProtectiveCondition, AGAINST))),
        workers_read=ArraySubquery(workers.values(row=as_json(Involvement, WORKERS))),
        links_read=ArraySubquery(links.values(row=as_json(LinkElsewhere, WRITER))),
        flags=ArraySubquery(
            flags.values(
                row=JSONObject(
                    kind="kind",
                    what_to_do="what_to_do",
                    source="source",
                    at="raised_at",
                    review_on="review_on",
                )
            )
        ),
        walls=ArraySubquery(
            walls.annotate(whom_name=Concat("whom__given_name", Value(" "), "whom__family_name")).values(
                row=JSONObject(
                    whom="whom_id",
                    name="whom_name",
                    called="whom__placeholder",
                    by="set_by__name",
                    at="since_at",
                    review_on="review_on",
                )
            )
        ),
    )


WRITER = {"written_by": (User, ("id", "name"))}
AGAINST = {"against": (Person, ("subject_id", "given_name", "family_name", "placeholder"))}
WORKERS = {
    "user": (User, ("id", "name", "telephone")),
    "team": (Team, ("id", "name")),
    "agency": (Agency, ("id", "name", "telephone")),
}


def numbers_of(case: Any) -> list[Identifier]:
    """The child's numbers in force, the latest of a kind first, as `for_the_page` read them."""
    return [from_json(Identifier, row) for row in case.numbers_read]


def protecting(case: Any) -> list[ProtectiveCondition]:
    """The child's protective conditions, over or not, as `for_the_page` read them."""
    return [from_json(ProtectiveCondition, row, AGAINST) for row in case.conditions_read]


def workers_of(case: Any) -> list[Involvement]:
    """Who works with the child now, longest first, as `for_the_page` read them."""
    return [from_json(Involvement, row, WORKERS) for row in case.workers_read]


def links_of(case: Any) -> list[LinkElsewhere]:
    """Processes of other bodies about the child that nobody has ended, as `for_the_page` read them."""
    return [from_json(LinkElsewhere, row, WRITER) for row in case.links_read]


def sleeping_place(case: Case) -> Any:
    """The latest, with `heard`: what each holder of parental responsibility says to it (name, answer)."""
    said = SleepingPlaceAgreement._rows.filter(place=OuterRef("pk")).order_by("given_at", "pk")
    named = said.annotate(name=Concat("holder__given_name", Value(" "), "holder__family_name"))
    heard = ArraySubquery(named.values(row=JSONObject(name="name", answer="answer")))
    return case.sleeping_places.select_related("manager").annotate(heard=heard).last()


def ties_of(child: Person) -> list[Relationship]:
    """Relationships of this person in either direction that nobody has ended."""
    found = Relationship._rows.filter(Q(person=child) | Q(other=child), until_on__isnull=True)
    return list(found.select_related("person__subject", "other__subject"))


def clocks_of(case: Case, steps: list[Step]) -> list[Clock]:
    """Open clocks of this child: of the case, of its row in a stage, of the stages that cover it. What runs for a
    sibling's row is the sibling's alone, also while nobody knows yet who that is.
    """
    of_child = ~Q(of=Of.CHILD.value) | Q(about__in=[each.about for each in steps])
    wanted = Q(case=case) | Q(case__isnull=True, record__in=[each.key for each in steps]) & of_child
    found = Clock._rows.filter(wanted, stopped_at__isnull=True).select_related("record", "acknowledged_by")
    return list(found.order_by("last_usable_on", "late_from", "pk"))


def family_and_home(case: Case) -> set[int]:
    """Keys of persons who belong to this child's family or home, the child among them."""
    child = case.child_id
    ties = Relationship._rows.filter(Q(person=child) | Q(other=child)).values_list("person", "other")
    first = {key for pair in ties for key in pair} | {child}
    # Children who share a parent or a home with this one.
    second = Relationship._rows.filter(Q(other__in=first) | Q(person__in=first)).values_list(
        "person", "other"
    )
    return first | {key for pair in second for key in pair}


def together_with(reference: str, reader: User) -> QuerySet[Case] | None:
    """This case and the open cases of the child's family and home, and of children in one stage of work with it, as
    far as the reader may see them."""
    case = Case.visible_to(reader).filter(subject__reference=reference).first()
    if case is None:
        return None
    others = Q(child__in=family_and_home(case)) | _in_one_stage_with(case)
    return Case.visible_to(reader).filter(Q(pk=case.pk) | others & Q(state=Case.State.OPEN))


def _in_one_stage_with(case: Case) -> Q:
    records_of_case = Covers._rows.filter(case=case.pk).values("stage")
    there = Covers._rows.filter(stage__among=records_of_case, case__isnull=False)
    return Q(pk__among=there.values("case"))


def cases_together(case: Case, persons: Iterable[int], reader: User) -> dict[int, Case]:
    """Open cases of these persons, and of the children in one stage of work with this child, that the
    reader may see.
    """
    wanted = Q(child__in=list(persons)) | _in_one_stage_with(case)
    found = Case.visible_to(reader).filter(wanted, state="OPEN").exclude(pk=case.pk)
    return {each.child_id: each for each in found.select_related("subject", "child__subject").order_by("pk")}


# The list of children


def with_next_clock(seen: QuerySet[Case]) -> QuerySet[Any]:
    """Each case with the clock of the child that is due first: `next_clock` its key, `next_on` its moment."""
    running = Clock._rows.filter(case=OuterRef("pk"), stopped_at__isnull=True)
    first = running.order_by("last_usable_on", "late_from", "pk")
    return seen.select_related("subject", "child__subject").annotate(
        next_clock=Subquery(first.values("pk")[:1]), next_on=Subquery(first.values("late_from")[:1])
    )


def clocks(keys: Iterable[int]) -> dict[int, Clock]:
    return Clock._rows.in_bulk(list(keys))
