"""A referral as it was sent, for the page: each answer beneath its question, codes in words, names for references.

The questions are the fields of `ReferralInput`: what is added there is shown here without a line of its own.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language_info
from rest_framework import serializers

from cpu.deadlines import say_day, say_moment
from referrals.serializers import ReferralInput
from referrals.serializers.parts import RelatedTo
from referrals.serializers.values import Code, Day, DayOrMoment, Moment

# What stands among the facts of the record already, or says nothing to a reader.
SHOWN_ELSEWHERE = frozenset(
    {
        "immediate_safety/immediate_danger",
        "immediate_safety/needs_response_by",
        "referrer/cin_source_code",
        "referrer/name",
        "referrer/role",
        "referrer/phone",
        "referrer/wishes_to_stay_anonymous_to_family",
        "consent/parents_aware",
        "consent/consent_to_share",
        "consent/people_not_to_be_told",
        "concern/what_happened",
        "concern/worried_about",
        "concern/childs_own_words",
        "concern/injuries",
    }
)
FOR_MACHINES = frozenset({"ref", "ods_code", "urn", "uprn", "sha256", "upload_ref", "body_map", "media_type"})
# A child's row shows these itself.
OF_THE_ROW = frozenset(
    {
        "subject_of_referral",
        "unborn",
        "given_name",
        "family_name",
        "date_of_birth",
        "expected_date_of_delivery",
        "sex",
        "nhs_number",
        "mobility",
        "views",
    }
)
# A word of a sender's system, for which there is no list here: "health_visitor".
OF_A_SYSTEM = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
Row = list[Any]
Table = tuple[str, list[str], list[Row]]


class AsSent:
    """One body, in words; an empty body says nothing. `to_record`: who of the people named has no record yet, and
    where that is mended.
    """

    def __init__(self, body: Mapping[str, Any], to_record: Mapping[str, str] | None = None) -> None:
        self.body, self.asked, self.to_record = body, ReferralInput(context={}).fields, to_record or {}
        self.names = {each["ref"]: _called(each) for each in body.get("children", [])}
        self.names |= {each["ref"]: each.get("name") or "somebody" for each in body.get("people") or []}

    def of_danger(self) -> list[dict[str, Any]]:
        """Where the children are, what was seen on them, who is around them and of whom to beware."""
        return _tables(
            self._part("immediate_safety", "Safety now, as sent"),
            ("Marks and injuries", ["Child", "As described", "Seen", "Explained"], self._marks()),
            ("People around the children", ["Who", "To the children", "Beware"], self._people()),
            self._part("concern", "The concern, as sent"),
            self._part("consent", "What the family knows, and what is kept from them"),
        )

    def more(self) -> list[dict[str, Any]]:
        """What can wait until the danger is looked at."""
        return _tables(
            ("More about each child", ["Child", "As sent"], self._children()),
            self._part("referrer", "More about who referred"),
            ("Professionals", ["Who", "As sent"], self._professionals()),
            ("Also sent", ["What", "As sent"], self._also()),
        )

    # Parts

    def _marks(self) -> list[Row]:
        return [
            [
                self.names.get(each.get("child"), "Child not named"),
                _joined([each.get("body_site"), each.get("description")], ": "),
                _joined([each.get("seen_by"), _when(each.get("seen_at"))]),
                each.get("explanation_given") or "No explanation given",
            ]
            for each in (self.body.get("concern") or {}).get("injuries") or []
        ]

    def _people(self) -> list[Row]:
        hidden = set((self.body.get("consent") or {}).get("people_not_to_be_told") or [])
        return [self._person(each, each["ref"] in hidden) for each in self.body.get("people") or []]

    def _person(self, person: Mapping[str, Any], hidden: bool) -> Row:
        beware = [
            "May be the source of harm." if person.get("suspected_source_of_harm") else "",
            "Must not be told of this referral." if hidden else "",
            f"Risk to staff: {person['risk_to_staff']}." if person.get("risk_to_staff") else "",
        ]
        left_out = {"name", "relationships", "suspected_source_of_harm", "risk_to_staff"}
        fields = self.asked["people"].child.fields
        rest = "; ".join(f"{label}: {said}" for label, said in self._each(fields, person, left_out))
        ties = [self._tie(each) for each in person.get("relationships") or []]
        return [
            {"text": person.get("name") or "Not named", "note": rest, "links": self._mended(person["ref"])},
            ". ".join(ties) or "Not said",
            " ".join(filter(None, beware)),
        ]

    def _mended(self, ref: str) -> list[dict[str, str]]:
        return [{"label": "Record this person", "url": self.to_record[ref]}] if ref in self.to_record else []

    def _tie(self, tie: Mapping[str, Any]) -> str:
        """Mother of Iga, parental responsibility: yes."""
        fields = RelatedTo().fields
        held = self._said(fields["parental_responsibility"], tie.get("parental_responsibility"))
        whose = f"{self._said(fields['type'], tie.get('type')) or 'Related'} of {self.names[tie['to']]}"
        return _joined(
            [
                whose,
                held.lower()
                if "responsibility" in held
                else held and f"parental responsibility {held.lower()}",
            ]
        )

    def _children(self) -> list[Row]:
        fields = self.asked["children"].child.fields
        return [
            [self.names[child["ref"]], "; ".join(f"{label}: {said}" for label, said in answers)]
            for child in self.body.get("children", [])
            if (answers := self._each(fields, _without_no(child), OF_THE_ROW))
        ]

    def _professionals(self) -> list[Row]:
        fields = self.asked["professionals"].child.fields
        return [
            [
                {"text": each.get("name") or each.get("role") or "Not named"},
                "; ".join(f"{label}: {said}" for label, said in self._each(fields, each, {"name"})),
            ]
            for each in self.body.get("professionals") or []
        ]

    def _also(self) -> list[Row]:
        """What is neither about danger nor about the people: who was told before, what is attached."""
        names = ("written_follow_up_of", "previous_involvement", "attachments", "declaration")
        return [
            [_label(self.asked[name]), said]
            for name in names
            if (said := self._said(self.asked[name], self.body.get(name)))
        ]

    # Answers

    def _part(self, name: str, heading: str) -> Table:
        left_out = {path.partition("/")[2] for path in SHOWN_ELSEWHERE if path.startswith(f"{name}/")}
        answers = self._each(self.asked[name].fields, self.body.get(name) or {}, left_out)
        return heading, ["Asked", "Answer"], [list(each) for each in answers]

    def _each(
        self, fields: Mapping[str, Any], value: Mapping[str, Any], left_out: Iterable[str] = ()
    ) -> list[tuple[str, str]]:
        skip = FOR_MACHINES | set(left_out)
        answers = [
            (_label(field), self._said(field, value.get(name)))
            for name, field in fields.items()
            if name not in skip
        ]
        return [each for each in answers if each[1]]

    def _said(self, field: Any, value: Any) -> str:
        """One answer in words; "" where nothing was said."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list):
            inner = getattr(field, "child", field)
            return "; ".join(filter(None, (self._said(inner, each) for each in value)))
        if isinstance(value, Mapping):
            return self._of_part(field, value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(field, Code):
            return str(dict(field.codes.choices).get(value, f"{value} (a code not known here)"))
        if isinstance(field, Day | Moment | DayOrMoment):
            return _when(value)
        if value in self.names:
            return self.names[value]
        return _language(value) if field.field_name == "first_language" else _in_words(str(value))

    def _of_part(self, field: Any, value: Mapping[str, Any]) -> str:
        if isinstance(field, serializers.DictField):
            said = ((name.replace("_", " "), self._said(field.child, each)) for name, each in value.items())
            return "; ".join(f"{name}: {each.lower()}" for name, each in said if each)
        if "lines" in field.fields:
            return self._address(field, value)
        own = _label(field)
        return ", ".join(
            said if label == own else f"{label.lower()}: {said}"
            for label, said in self._each(field.fields, value)
        )

    def _address(self, field: Any, value: Mapping[str, Any]) -> str:
        where = ", ".join(
            [*(value.get("lines") or []), *filter(None, [value.get("town"), value.get("postcode")])]
        )
        rest = self._each(field.fields, value, {"lines", "town", "postcode", "sensitive", "current"})
        kept = "MUST NOT BECOME KNOWN to somebody in this family" if value.get("sensitive") else ""
        return ", ".join(filter(None, [where, kept, *(f"{label.lower()}: {said}" for label, said in rest)]))


def _tables(*found: Table) -> list[dict[str, Any]]:
    """As the page has them; what nobody said is left out."""
    return [
        {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": ""}
        for heading, columns, rows in found
        if rows
    ]


def _label(field: Any) -> str:
    return str(field.label or field.field_name.replace("_", " ").capitalize())


def _in_words(said: str) -> str:
    return said.replace("_", " ").capitalize() if OF_A_SYSTEM.fullmatch(said) else said


def _language(said: str) -> str:
    """A language by its name where its code was sent (ISO 639)."""
    try:
        return str(get_language_info(said.lower())["name"])
    except KeyError:
        return said


def _without_no(child: Mapping[str, Any]) -> dict[str, Any]:
    """A child has two dozen questions to be ticked: those that were not are no news."""
    return {name: value for name, value in child.items() if value is not False}


def _called(child: Mapping[str, Any]) -> str:
    name = _joined([child.get("given_name"), child.get("family_name")], " ")
    if child.get("unborn"):
        return f"Unborn baby {name}".strip()
    return name or "Name not known"


def _joined(parts: Iterable[Any], by: str = ", ") -> str:
    return by.join(str(each) for each in parts if each)


def _when(value: Any) -> str:
    """A day or a moment as it is kept, in ISO 8601."""
    if not isinstance(value, str):
        return ""
    return (
        say_day(dt.date.fromisoformat(value))
        if len(value) <= 10
        else say_moment(dt.datetime.fromisoformat(value))
    )
