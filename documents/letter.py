"""A letter: what any document that leaves the system is, composed from what was recorded, for one named recipient.

Floors above write the letters themselves: each is a subclass, made known by `letter_of`.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpu.deadlines import say_day, say_moment
from cpu.models import Agency, Subject, User
from documents.kept import Kept, is_kept_away, referrers_about, walled, walls_about, without
from govuk.templatetags.govuk import listed
from people.models import Case, Person, Relationship
from workflow.record import Record
from workflow.refusals import BadInput, Reason
from workflow.stage import Stage
from workflow.step import WITHDRAWN


class LetterKind(models.TextChoices):
    """The documents that leave the system."""

    INVITATION = "invitation", "Invitation to a conference"
    DECISION_NOTICE = "decision-notice", "Notice of what a conference decided"
    CONFERENCE_REPORT = "conference-report", "Report for a conference"
    SAFETY_PLAN = "safety-plan", "Safety plan"


class Reaches(models.TextChoices):
    """How a document comes into its recipient's hands."""

    BY_HAND = "by-hand", "Handed over in person"
    POST = "post", "By post"
    SECURE_MAIL = "secure-mail", "By secure e-mail"
    READ_ALOUD = "read-aloud", "Read aloud, or interpreted, and handed over"


@dataclass(frozen=True)
class Recipient:
    """The one whom a document is for. Somebody of the family is a person; anybody else speaks for an agency."""

    name: str
    as_what: str
    how: str
    person: Person | None = None
    agency: Agency | None = None

    @property
    def is_family(self) -> bool:
        return self.person is not None


@dataclass
class Section:
    """A part of a letter: paragraphs, then rows of a label and what stands there, then a list."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (any(self.paragraphs) or self.rows or self.items)


LETTERS: dict[str, type["Letter"]] = {}


def letter_of(kind: LetterKind) -> Callable[[type["Letter"]], type["Letter"]]:
    """Make a letter known: `@letter_of(LetterKind.SAFETY_PLAN)`."""

    def known(letter: type["Letter"]) -> type["Letter"]:
        letter.kind = kind
        LETTERS[kind] = letter
        return letter

    return known


def letters_for(record: Record) -> list[type["Letter"]]:
    """The letters that can be made of a record, in the order of their kinds."""
    return [LETTERS[kind] for kind in LetterKind if kind in LETTERS and record.kind in LETTERS[kind].of]


class Letter(ABC):
    """Composes one document. A subclass names the kinds of record it is made of and gives its sections."""

    kind: LetterKind
    of: tuple[str, ...] = ()
    to_family = True
    to_agencies = True

    def __init__(
        self,
        record: Any,
        cases: list[Case],
        recipient: Recipient,
        *,
        by: User,
        at: datetime,
        words: str = "",
        left_out: Iterable[str] = (),
    ):
        """cases: the children it is about, those already left out who are not the recipient's."""
        self.record, self.cases, self.recipient = record, cases, recipient
        self.by, self.at, self.words = by, at, words
        self.left_out: list[str] = list(left_out)
        self.walls: list[Kept] = walls_about(cases)
        self.kept: list[Kept] = [*self.walls, *referrers_about(cases)]
        self.walled = walled(cases)
        # What protects from a person is not told to that person.
        self.kept_away = is_kept_away(recipient.person, cases, at)

    # For subclasses

    @abstractmethod
    def sections(self) -> Iterable[Section]:
        """The letter's own parts, in plain words."""

    def why_not(self) -> str:
        """Why it cannot be made now, as a sentence that says what to do; empty where it can."""
        return ""

    def contact(self) -> list[str]:
        """Whom to ring about it."""
        agency = next((each.agency for each in self.by.memberships_in_force()), None)
        found = [
            f"{each.name}, telephone {each.telephone}."
            for each in (self.by, agency)
            if each and each.telephone
        ]
        return found or [f"{self.by.name}. Ask for a telephone number when you are given this paper."]

    def complain(self) -> list[str]:
        """How to complain; an agency says what is wrong to whoever sent it."""
        if not self.recipient.is_family:
            return [
                "If something here is wrong, or should not have come to you, tell whoever sent it at once. It is for "
                "the work with these children alone and is passed on to nobody.",
            ]
        return [
            f"If you think that something here is wrong, tell whoever gave you this paper, or {self.by.name}: what is "
            "wrong is put right, and what you say is kept with it.",
            "If you are not content with the answer, you may complain to children’s services of the council. They "
            "must tell you how, and when you will have an answer. Complaining never counts against you.",
        ]

    def leave_out(self, why: str) -> None:
        """Say plainly that something was left out; a reason stands once."""
        if why not in self.left_out:
            self.left_out.append(why)

    def free(self, text: str) -> str:
        """What somebody wrote in free words, without what would give away an address, a carer or who raised it."""
        return self._clean(text, self.kept)

    def protecting(self, text: str) -> str:
        """What protects the children: left out for somebody from whom they are protected."""
        if self.kept_away and text:
            self.leave_out("What protects the children is not told to somebody from whom they are protected.")
            return ""
        return self.free(text)

    def fact(self, text: str) -> str:
        """A plain entry that stands in the record to be told; an address that is kept stays out of it as well."""
        return self._clean(text, self.walls)

    def _clean(self, text: str, kept: list[Kept]) -> str:
        said, why = without(text or "", kept)
        for each in sorted(why):
            self.leave_out(f"{each}: sentences were left out.")
        return said

    # The whole

    def content(self) -> dict[str, Any]:
        """The document as it is kept: text alone, the same on page and paper."""
        sections = [each for each in self.sections() if not each.is_empty]
        as_what = self.by.membership_for(None)
        return {
            "kind": str(self.kind),
            "title": str(self.kind.label),
            "recipient": {
                "name": self.fact(self.recipient.name),
                "as_what": self.fact(self.recipient.as_what),
                "how": str(Reaches(self.recipient.how).label),
            },
            "about": listed(each.child.known_as for each in self.cases),
            "made": say_moment(self.at),
            "made_by": ", ".join(
                filter(None, [self.by.name, as_what.get_role_display() if as_what else "", self._from()])
            ),
            "from": self._from(),
            "sections": [
                {
                    "heading": self.fact(each.heading),
                    "paragraphs": [self.fact(text) for text in each.paragraphs if text],
                    "rows": [[self.fact(label), self.fact(text)] for label, text in each.rows if text],
                    "items": [self.fact(text) for text in each.items if text],
                }
                for each in sections
            ],
            "contact": self.contact(),
            "complain_heading": "If you do not agree, or want to complain"
            if self.recipient.is_family
            else "If something is wrong",
            "complain": self.complain(),
            "left_out": [*STANDING, *self.left_out],
        }

    def _from(self) -> str:
        return settings.PARTNERSHIP_NAME or settings.UNIT_NAME


# Stands on every paper alike, so that its standing there gives nothing away.
STANDING = (
    "Where somebody lives whose address is kept confidential, and with whom, is never printed on papers like this one.",
    "Who raised a concern is not told.",
)


def checksum(content: dict[str, Any]) -> str:
    """The same text has the same sum; a letter changed by one character another. SHA-256, in hexadecimal."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def cleaned(content: dict[str, Any], kept: Iterable[Kept]) -> tuple[dict[str, Any], bool]:
    """A document made earlier, without what has come to be kept since; and whether there was any of it."""
    kept, hit = list(kept), False

    def clean(value: Any) -> Any:
        nonlocal hit
        if isinstance(value, str):
            said, why = without(value, kept)
            hit = hit or bool(why)
            return said
        if isinstance(value, list):
            return [clean(each) for each in value]
        if isinstance(value, dict):
            return {name: clean(each) for name, each in value.items()}
        return value

    return clean(content), hit


# What a letter is made of, and for whom


def record_of(reference: str, by: User) -> Record:
    """The record that this person may see, of whatever kind."""
    subject = Subject.objects.filter(reference=reference).first()
    model: Any = next(
        (
            each
            for each in apps.get_models()
            if issubclass(each, Record) and subject is not None and each.kind == subject.kind
        ),
        None,
    )
    found = model.visible_to(by).filter(pk=subject.pk).first() if model is not None and subject else None
    if found is None:
        raise BadInput(Reason("Choose a record that you may see.", pointer="/record"))
    return found


def cases_in(record: Record, by: User) -> list[Case]:
    """The children of a record whom this person may see there."""
    if isinstance(record, Case):
        return [record]
    rows = record.rows_visible_to(by) if isinstance(record, Stage) else []
    return [row.case for row in rows if row.case_id and row.state != WITHDRAWN]


def family_of(cases: Iterable[Case]) -> list[Person]:
    """The children, and everybody who is related to one of them: who of the family a letter may be for."""
    children = {each.child_id for each in cases}
    ties = Relationship._rows.filter(Q(person__in=children) | Q(other__in=children), until_on__isnull=True)
    keys = children | {key for pair in ties.values_list("person", "other") for key in pair}
    rows = Person.unscoped("whom a letter about these children may be for").filter(pk__in=keys)
    return list(rows.exclude(state=WITHDRAWN).order_by("family_name", "given_name", "pk"))


def told_to(person: Person, cases: list[Case]) -> list[Case]:
    """Of these children, the person's own self and those to whom the person is related."""
    ties = Relationship._rows.filter(Q(person=person) | Q(other=person), until_on__isnull=True).values_list(
        "person", "other"
    )
    theirs = {key for pair in ties for key in pair} | {person.pk}
    return [each for each in cases if each.child_id in theirs]


__all__ = [
    "LETTERS",
    "Letter",
    "LetterKind",
    "Reaches",
    "Recipient",
    "Section",
    "checksum",
    "letter_of",
    "say_day",
    "say_moment",
]
