"""What no paper ever says: an address kept from somebody, its carer and household, and who raised a concern.

It is left out of every document, whoever it is for: a paper lies on a kitchen table. What is written in free words is
searched too, and a sentence that would give it away is taken out whole.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from people.models import (
    Address,
    AddressKeptFrom,
    Case,
    Person,
    ProtectiveCondition,
    Relationship,
    SleepingPlace,
)

GAP = "[A sentence is left out here.]"
CONFIDENTIAL = "Something that is kept confidential would have been given away"
# Words that are names as well; a month alone gives nobody away.
ORDINARY = frozenset(
    # fmt: off
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "street",
        "road",
        "lane",
        "house",
        "flat",
        "close",
        "avenue",
        "mother",
        "father",
        "brother",
        "sister",
        "aunt",
        "uncle",
        "grandmother",
        "grandfather",
        "cousin",
        "neighbour",
        "school",
        "nursery",
        "with",
        "home",
        "hospital",
        "foster",
        "carer",
        "carers",
        "family",
        "and",
        "the",
        "her",
        "his",
        "their",
        "lives",
    ]
    # fmt: on
)
SHORTEST_NAME = 3
WORD = re.compile(r"[^\W\d_]+")
TELEPHONE = re.compile(r"\d[\d\s()-]{6,}\d")
# Of a telephone number, without the nought or the code of the country before it.
LAST_DIGITS = 9


@dataclass(frozen=True)
class Kept:
    """Words that must not leave; `why` is the sentence that stands in the list of what was left out."""

    words: re.Pattern[str]
    why: str


# Cases to the names (of whoever raised a concern) that must not be told, one reader for each floor above.
REFERRERS: list[Callable[[Iterable[Case]], Iterable[str]]] = []


def walls_about(cases: Iterable[Case]) -> list[Kept]:
    """Each address that is kept from anybody, of these children and everybody around them, as words to search for."""
    cases = list(cases)
    persons = _around({each.child_id for each in cases})
    places = Address._rows.filter(person__in=persons).values("place")
    standing = AddressKeptFrom._rows.filter(ended_at__isnull=True).filter(
        Q(person__in=persons) | Q(address__place__in=places)
    )
    walled = list(standing.select_related("address"))
    if not walled:
        return []
    own = _names(Person.unscoped("whose own names no paper hides").filter(pk__in=persons))
    found: list[re.Pattern[str]] = []
    for address in Address._rows.filter(place__in={each.address.place for each in walled}):
        found += _of_address(address.lines, address.postcode)
        found += _of_names(f"{address.carer_name}\n{address.household}", own)
    behind = {each.person_id for each in walled}
    for place in SleepingPlace._rows.filter(case__child__in=behind):
        found += _of_address(place.where, "") + _of_names(place.with_whom, own)
    return [Kept(each, CONFIDENTIAL) for each in found]


def referrers_about(cases: Iterable[Case]) -> list[Kept]:
    """Whoever raised a concern and must stay unnamed."""
    cases = list(cases)
    own = _names(
        Person.unscoped("whose own names no paper hides").filter(pk__in=[each.child_id for each in cases])
    )
    names = {name for read in REFERRERS for name in read(cases) if name.strip()}
    return [Kept(each, "Who raised a concern is not told") for name in names for each in _of_names(name, own)]


def walled(cases: Iterable[Case]) -> set[int]:
    """Keys of those of these cases whose child's address is kept from somebody: where the child sleeps is not said."""
    children = {each.child_id: each.pk for each in cases}
    standing = AddressKeptFrom._rows.filter(person__in=children, ended_at__isnull=True)
    return {children[each] for each in standing.values_list("person", flat=True)}


def is_kept_away(person: Person | None, cases: Iterable[Case], at: datetime) -> bool:
    """Whether one of these children, or somebody around them, is protected from this very person.

    By a condition in force, or by an address that is kept from them: what protects is then not told to them.
    """
    if person is None:
        return False
    persons = _around({each.child_id for each in cases})
    conditions = ProtectiveCondition._rows.filter(person__in=persons, against=person)
    walls = AddressKeptFrom._rows.filter(person__in=persons, whom=person, ended_at__isnull=True)
    return walls.exists() or any(each.protects(at) for each in conditions)


def telling_of(
    name: str, person: Person | None, *, to: Iterable[Person], known_as: str
) -> list[re.Pattern[str]]:
    """What in a text is about somebody: each name they go by, where they live or lived, their telephone numbers.

    `to`: the reader (called `known_as`) and the children, whose own names and homes tell nothing new.
    """
    to = list(to)
    own = _names(to) | {word.casefold() for word in WORD.findall(known_as)}
    names = [name] if person is None else [name, person.given_name, person.family_name, person.also_known_as]
    # Every first name, also one that is short, or a word besides.
    first = {
        words[0] for each in names[:2] if (words := WORD.findall(each)) and words[0].casefold() not in own
    }
    found = [re.compile(rf"\b{re.escape(each)}\b") for each in sorted(first)] + _of_names(
        "\n".join(names), own
    )
    if person is not None:
        shared = Address._rows.filter(person__in=to).values("place")
        for address in Address._rows.filter(person=person).exclude(place__in=shared):
            found += _of_address(address.lines, address.postcode)
        found += [_of_number(each) for each in TELEPHONE.findall(person.telephone)]
    return found


def without(text: str, kept: Iterable[Kept]) -> tuple[str, set[str]]:
    """The text without the sentences that would give something away, and why they were left out."""
    kept, why = list(kept), set[str]()
    if not text or not kept:
        return text, why
    said = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        hit = next((each for each in kept if each.words.search(sentence)), None)
        if hit is None:
            said.append(sentence)
            continue
        why.add(hit.why)
        if not said or said[-1] != GAP:
            said.append(GAP)
    joined = " ".join(said)
    # What was split over two sentences ("12 Larch Close. WX1 2AB") is caught as a whole.
    if any(each.words.search(joined) for each in kept):
        return GAP, why | {CONFIDENTIAL}
    return (joined if why else text), why


def _around(persons: set[int]) -> set[int]:
    ties = Relationship._rows.filter(Q(person__in=persons) | Q(other__in=persons))
    return persons | {key for pair in ties.values_list("person", "other") for key in pair}


def _names(persons: Iterable[Any]) -> set[str]:
    return {
        word.casefold() for each in persons for word in WORD.findall(f"{each.given_name} {each.family_name}")
    }


def _loose(text: str) -> str:
    """The same letters and digits, however they were spaced and stopped."""
    letters = [re.escape(each) for each in text if each.isalnum()]
    return r"(?<![^\W_])" + r"[\W_]*".join(letters) + r"(?![^\W_])"


def _of_number(telephone: str) -> re.Pattern[str]:
    """The last digits of a telephone number, however they are spaced."""
    digits = re.sub(r"\D", "", telephone)[-LAST_DIGITS:]
    return re.compile(r"[\W_]*".join(digits) + r"(?!\d)")


def _of_address(lines: str, postcode: str) -> list[re.Pattern[str]]:
    """The first line with and without its number, each further line with a number in it, and the postcode."""
    every = [part.strip() for part in re.split(r"[\n,;]+", lines) if part.strip()]
    wanted = [each for number, each in enumerate(every) if number == 0 or re.search(r"\d", each)]
    wanted += [street for each in wanted[:1] if (street := re.sub(r"\b\w*\d\w*\b", "", each).strip()) != each]
    wanted += [postcode] if postcode.strip() else []
    enough = [each for each in wanted if sum(map(str.isalnum, each)) > SHORTEST_NAME]
    return [re.compile(_loose(each), re.IGNORECASE) for each in dict.fromkeys(enough)]


def _of_names(text: str, own: set[str]) -> list[re.Pattern[str]]:
    """Each name whole, and each word of it that is no name of the child's own people and no ordinary word."""
    found = []
    for line in (part.strip() for part in re.split(r"[\n,;]+", text) if part.strip()):
        if (
            sum(map(str.isalnum, line)) > SHORTEST_NAME
            and {word.casefold() for word in WORD.findall(line)} - own - ORDINARY
        ):
            found.append(re.compile(_loose(line), re.IGNORECASE))
        for word in re.findall(rf"[^\W_]{{{SHORTEST_NAME},}}", line):
            digits = sum(map(str.isdigit, word))
            named = word[:1].isupper() and word.casefold() not in own | ORDINARY
            if named or digits > SHORTEST_NAME:
                found.append(re.compile(rf"\b{re.escape(word)}\b"))
    return found
