"""Reads about referrals: the inbox, new risk on top; earlier concerns side by side; who a child may be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case as When
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models import When as If

from cpu.codes import ReferralSource
from cpu.models import Clock, Subject, User
from cpu.timescales import FIRST_RISK_LOOK, REFERRAL_DECISION, SAFE_BEFORE
from people.hooks import Happening, Seeing, Telling
from people.identifiers import check_nhs_number
from people.models import Case, Person
from people.models.person import EVERY_NAME
from referrals.models import Referral, ReferralChild
from referrals.models.concerns import AnswersConcerns, a_year_before
from workflow.step import WITHDRAWN

MOST = 100
MATCHES = 8
# Below this two names have little in common; the trigrams of a short name are few.
ALIKE = 0.3


def said_of_source(source: str) -> str:
    """Who raised it, in words; a code nobody knows as it was written."""
    return ReferralSource.said(source) or "Not said"


# The inbox


def _running(code: str, moment: str) -> Subquery:
    clocks = Clock._rows.filter(record=OuterRef("pk"), timescale=code, stopped_at__isnull=True)
    return Subquery(clocks.order_by(moment).values(moment)[:1])


def inbox(*, reader: User) -> models.QuerySet[Referral]:
    """Open referrals: not yet looked at first, then by the time a child must be safe, then by due day."""
    undecided = ReferralChild._rows.filter(stage=OuterRef("pk"), state=ReferralChild.State.NONE)
    return (
        Referral.visible_to(reader)
        .filter(state__in=Referral.OPEN)
        .annotate(
            unseen=When(If(looked_at__isnull=True, then=Value(0)), default=Value(1)),
            look_by=_running(FIRST_RISK_LOOK, "late_from"),
            safe_by=_running(SAFE_BEFORE, "late_from"),
            decide_by=_running(REFERRAL_DECISION, "late_from"),
            undecided=Exists(undecided),
        )
        .order_by(
            "unseen",
            F("safe_by").asc(nulls_last=True),
            F("decide_by").asc(nulls_last=True),
            "received_at",
            "pk",
        )
        .prefetch_related("children__person__subject", "children__case__child__subject")
    )


def clocks_of(found: list[Referral]) -> dict[tuple[int, str], Clock]:
    """The open clock of each kind that is due first, for each referral: one query."""
    codes = [FIRST_RISK_LOOK, SAFE_BEFORE, REFERRAL_DECISION]
    running = Clock._rows.filter(record__in=[each.pk for each in found], timescale__in=codes)
    kept: dict[Any, Clock] = {}
    for clock in running.filter(stopped_at__isnull=True).order_by("late_from", "pk"):
        kept.setdefault((clock.record_id, clock.timescale), clock)
    return kept


# Earlier concerns


@dataclass(frozen=True)
class Concern:
    """One concern about child or household: who raised it, what came of it for whom, who was heard."""

    reference: str
    received_at: datetime
    raised_by: str
    from_family_or_public: bool
    about: list[str]
    concern: str
    decided: list[str]
    referrer_heard: bool
    within_a_year: bool
    unread: bool


def earlier_concerns(*, record: AnswersConcerns) -> list[Concern]:
    """All of them together, about each child and the household, oldest first: concerns, not referrers."""
    since, own = a_year_before(record.latest_at), record.persons()
    unread = {each.pk for each in record.unread_concerns()}
    return [
        Concern(
            reference=each.reference,
            received_at=each.received_at,
            raised_by=said_of_source(each.source),
            from_family_or_public=each.from_family_or_public,
            about=[_about(row, own) for row in each.children.all()],
            concern=each.concern,
            decided=[f"{row.child_name}: {row.state_label.lower()}" for row in each.children.all()],
            referrer_heard=any(contact.reached for contact in each.contacts.all()),
            within_a_year=each.received_at > since,
            unread=each.pk in unread,
        )
        for each in record.earlier_concerns
    ]


def _about(row: ReferralChild, own: set[int]) -> str:
    return row.child_name if row.person_id in own else f"{row.child_name} (same household)"


# Who a child may be


@dataclass(frozen=True)
class Match:
    """Somebody known who may be this child, and why; only a person confirms it."""

    person: Person
    because: list[str]
    open_case: bool


def possible_matches(*, row: ReferralChild, reader: User) -> list[Match]:
    """Known people whose number, name or date of birth speaks for being this child, the likeliest first."""
    name = row.as_written.lower()
    number = check_nhs_number(row.nhs_number).value_normalised if row.nhs_number else ""
    wanted = Q(pk__in=[])
    if number:
        wanted |= Q(
            pk__in=Person.unscoped("scoped below").filter(identifiers__normalised=number).values("pk")
        )
    if name:
        wanted |= Q(alike__gte=ALIKE)
    if row.date_of_birth:
        named = Q(family_name__iexact=row.family_name) | Q(given_name__iexact=row.given_name) if name else Q()
        wanted |= Q(date_of_birth=row.date_of_birth) & named
    if row.unborn and row.expected_on:
        wanted |= Q(state=Person.State.UNBORN, expected_on=row.expected_on)
    found = (
        Person.visible_to(reader)
        .exclude(state=WITHDRAWN)
        .annotate(
            alike=TrigramSimilarity(EVERY_NAME, name),
            theirs=Exists(_numbered(number)),
            open=Exists(_open_cases()),
        )
        .filter(wanted)
        .order_by("-theirs", "-alike", "pk")
    )
    return [Match(each, _because(each, row), each.open) for each in found[:MATCHES]]


def _numbered(number: str) -> models.QuerySet:
    held = Person.unscoped("a number beside its own person").filter(
        pk=OuterRef("pk"), identifiers__normalised=number
    )
    return held if number else held.none()


def _open_cases() -> models.QuerySet:
    return Case.unscoped("whether one is open, not whose").filter(child=OuterRef("pk"), state=Case.State.OPEN)


def _because(person: Any, row: ReferralChild) -> list[str]:
    found = ["same NHS number"] if person.theirs else []
    if row.date_of_birth and person.date_of_birth == row.date_of_birth:
        found.append("same date of birth")
    if person.alike >= ALIKE:
        found.append("same name" if person.alike > 0.9 else "a name like it")
    if row.unborn and person.expected_on and person.expected_on == row.expected_on:
        found.append("expected on the same day")
    return found


# The page of the child


def _concerns(case: Case) -> models.QuerySet[ReferralChild]:
    rows = ReferralChild._rows.filter(case=case).exclude(stage__state=WITHDRAWN)
    return rows.order_by("-stage__received_at")[:MOST]


def _line_of_concern(row: ReferralChild, reader: User) -> tuple[list[Seeing], list[Happening]]:
    """A referral as a line of the chronology. Who raised a concern is not named there."""
    return [], [
        Happening(
            at=row.stage.received_at,
            what=f"Referral: {row.state_label.lower()}",
            who=said_of_source(row.stage.source),
            known_at=row.stage.received_at,
            kind=row.stage.kind,
            reference=row.stage.reference,
            note=row.stage.concern,
        )
    ]


CONCERNS = Telling(
    ReferralChild,
    _concerns,
    _line_of_concern,
    {
        "stage": (Referral, ("subject_id", "received_at", "source", "concern")),
        "stage__subject": (Subject, ("id", "kind", "reference")),
    },
)
