"""Keying in a referral: the questions a front-door worker asks on the telephone, in the order of the call.

The answers become the same body that a front door posts, read by the same serializer; what that refuses comes
back to the question it belongs to. Nothing typed is lost: a refused form shows what was typed, and "add
another child" is a plain button that keeps the page as it stands.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from cpu import codes
from referrals.serializers import pointers

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]
MOMENTS = [f"{day} {time}" for day in DAYS for time in ("%H:%M", "%H.%M", "%H%M")] + ["%Y-%m-%dT%H:%M"]
DAY_HINT = "For example, 27 3 2024."
MOMENT_HINT = "Day and time, for example 27 3 2024 16:40."


def _text(label: str, hint: str = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=200, **kwargs)


def _words(
    label: str, hint: str = "", rows: int = 4, kind: type[forms.CharField] = forms.CharField
) -> forms.CharField:
    return kind(
        label=label,
        help_text=hint,
        required=kind is Needed,
        max_length=20_000,
        widget=forms.Textarea({"rows": rows}),
    )


class Needed(forms.CharField):
    """Marked as needed on the page; the serializer refuses its absence, together with all else that is wrong."""

    def validate(self, value: Any) -> None:
        pass


def _one(label: str, choices: type[TextChoices], hint: str = "", radio: bool = False) -> forms.ChoiceField:
    widget = forms.RadioSelect if radio else forms.Select
    options = list(choices.choices) if radio else [("", "Choose"), *choices.choices]
    return forms.ChoiceField(label=label, help_text=hint, required=False, choices=options, widget=widget)


def _several(label: str, choices: type[TextChoices], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=choices.choices,
        widget=forms.CheckboxSelectMultiple,
    )


def _day(label: str, hint: str = DAY_HINT) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=DAYS,
        widget=forms.TextInput,
        error_messages={"invalid": "Give a day, for example 27 3 2024."},
    )


def _moment(label: str, hint: str = MOMENT_HINT) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=MOMENTS,
        widget=forms.TextInput,
        error_messages={"invalid": "Give day and time, for example 27 3 2024 16:40."},
    )


def _tick(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


class Keyed(forms.Form):
    """A part of what is keyed; knows where each answer stands in the body."""

    # question -> path of the body, "/"-separated, beneath the part's own place
    PLACES: dict[str, str] = {}

    def hush(self) -> None:
        """Shows what was typed without judging it: a question not reached yet is not a mistake."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def asked(self, heading: str, first: list[str], more: list[str] | None = None) -> dict[str, Any]:
        """Questions asked at once, and those folded beneath them: open where something stands or is wrong there."""
        names = [name for name in self.fields if name not in first] if more is None else more
        rest = [self[name] for name in names]
        return {
            "heading": heading,
            "fields": [self[name] for name in first],
            "more": rest,
            "open": any(each.errors or each.value() not in (None, "", [], False) for each in rest),
        }

    def part(self) -> dict[str, Any]:
        """This part of the body: only what was answered, as text the serializer reads."""
        body: dict[str, Any] = {}
        for name, path in self.PLACES.items():
            answer = self.cleaned_data.get(name)
            if answer in (None, "", [], False):
                continue
            *above, last = path.split("/")
            place = body
            for step in above:
                place = place.setdefault(step, {})
            place[last] = answer.isoformat() if hasattr(answer, "isoformat") else answer
        return body

    def question_at(self, path: str) -> str | None:
        """The question whose answer stands at a path of this part, or above or below it."""
        near = (
            name
            for name, place in self.PLACES.items()
            if place == path or path.startswith(f"{place}/") or place.startswith(f"{path}/")
        )
        return next((name for name, place in self.PLACES.items() if place == path), None) or next(near, None)


def _typed(data: Any) -> MultiValueDict:
    """What was posted, without the vertical tabs that Word and Outlook leave in what is pasted from them."""
    posted = data.lists() if isinstance(data, MultiValueDict) else ((name, [data[name]]) for name in data)
    return MultiValueDict(
        {name: [re.sub(r"[\x0b\x0c]", "\n", each) for each in all_] for name, all_ in posted}
    )


class KeyChild(Keyed):
    """One child of the home. Nothing here need be known: "baby, flat 3" is enough to begin."""

    given_name = _text("First names")
    family_name = _text("Family name")
    not_about = _tick("This child lives in the home; the concern is about another child")
    unborn = _tick("Not born yet")
    date_of_birth = _day("Date of birth")
    date_of_birth_estimated = _tick("This date is an estimate")
    expected_date_of_delivery = _day("If not born yet: expected on")
    sex = _one("Sex", codes.Sex)
    ethnicity = _one("Ethnicity, as the family gives it", codes.Ethnicity)
    first_language = _text("First language")
    interpreter_needed = _tick("An interpreter is needed")
    nhs_number = _text("NHS number", "Type it as you have it; a wrong digit is only pointed out.")
    school = _text("School or nursery")
    gp = _text("GP practice")
    address = _text("Address", "House and street.")
    postcode = _text("Postcode")
    views = _words("What the child says about this, in the child's words", rows=3)
    mark = _words(
        "Any mark or injury",
        "Where on the body, size and shape, colour against this child's own skin, swelling, warmth, pain. "
        "Redness does not show on every skin. Who saw it and in what light.",
        rows=3,
    )
    mobility = _one("If there is a mark: how does the child move?", codes.Mobility)

    FIRST = ["given_name", "family_name", "date_of_birth", "unborn", "address", "mark"]

    PLACES = {
        "given_name": "given_name",
        "family_name": "family_name",
        "unborn": "unborn",
        "date_of_birth": "date_of_birth",
        "date_of_birth_estimated": "date_of_birth_estimated",
        "expected_date_of_delivery": "expected_date_of_delivery",
        "sex": "sex",
        "ethnicity": "ethnicity",
        "first_language": "first_language",
        "interpreter_needed": "interpreter_needed",
        "nhs_number": "nhs_number",
        "school": "school/name",
        "gp": "gp/name",
        "postcode": "address/postcode",
        "views": "views",
        "mobility": "mobility",
    }

    def part(self) -> dict[str, Any]:
        body = super().part()
        if self.cleaned_data.get("not_about"):
            body["subject_of_referral"] = False
        if self.cleaned_data.get("address"):
            body.setdefault("address", {})["lines"] = [self.cleaned_data["address"]]
        return body

    def question_at(self, path: str) -> str | None:
        if path.startswith("address/lines"):
            return "address"
        return super().question_at(path)


class KeyPerson(Keyed):
    """Someone around the children."""

    name = _text("Name")
    relationship = _one("Is the child's", codes.RelationshipType)
    children = _text("Which children", "Their numbers above, for example 1 and 3. Leave empty for all.")
    parental_responsibility = _one("Parental responsibility", codes.ParentalResponsibility)
    date_of_birth = _day("Date of birth")
    in_household = _tick("Lives in the home")
    phone = _text("Telephone")
    safe_times = _text("When is it safe to ring?")
    suspected_source_of_harm = _tick("May be the source of harm")
    not_to_be_told = _tick("Must not be told of this referral")
    risk_to_staff = _text("Risk to staff", "Violence, weapons, dogs.")

    PLACES = {
        "name": "name",
        "date_of_birth": "date_of_birth",
        "in_household": "in_household",
        "phone": "safe_contact/phone",
        "safe_times": "safe_contact/safe_times",
        "suspected_source_of_harm": "suspected_source_of_harm",
        "risk_to_staff": "risk_to_staff",
    }

    def clean_children(self) -> list[int]:
        return [int(number) for number in re.findall(r"\d{1,3}", self.cleaned_data["children"])]

    def question_at(self, path: str) -> str | None:
        if path.startswith("relationships"):
            return "children" if path.endswith("/to") else "relationship"
        return super().question_at(path)


class KeyReferral(Keyed):
    """A referral taken by telephone or in person: one page, the same shape as the API's body.

    `is_valid()` reads what was typed; `body()` is then the nested body for `ReferralInput`;
    `show(serializer.errors)` puts what the serializer refuses to the questions it belongs to.
    Where `another` was pressed, `is_valid()` is false without complaint and the page has one more block.
    """

    referral_kind = _one("What kind of referral is this?", codes.ReferralKind, radio=True)
    received_at = _moment("When did the call or letter come?", f"{MOMENT_HINT} Leave empty for now.")
    source = _one("Who is referring", codes.ReferralSource, "As the census counts them.")
    referrer_name = _text("Name", "Leave empty if they do not wish to say.")
    referrer_role = _text("Role")
    referrer_agency = _text("Agency")
    referrer_phone = _text("Telephone", "We speak with everyone who refers.")
    referrer_email = _text("E-mail")
    relationship_to_child = _text("How they know the child")
    anonymous_to_family = _tick("The family must not learn who referred")

    immediate_danger = _one(
        "Is a child in danger now?", codes.YesNoUnknown, "If so, 999 first, then this page.", radio=True
    )
    where_now = _words("Where is each child now, and who is with them?", rows=2)
    needs_response_by = _moment(
        "Must someone act before a certain time?", f"Before father is home, say. {MOMENT_HINT}"
    )
    police_reference = _text("Police log number")
    actions_taken = _words("What has been done already?", rows=2)

    what_happened = _words("What has happened, in the words of the person referring", rows=8, kind=Needed)
    incident_on = _day("When did it happen?")
    childs_own_words = _words("What the child said, word for word, and what was asked", rows=3)
    harm_types = _several("Kind of harm", codes.HarmType)
    harm_location = _one("Where does the harm come from?", codes.HarmLocation)
    contextual_factors = _several("What surrounds it", codes.ContextualFactor)
    previous_concerns = _words("Earlier concerns they know of", rows=3)
    strengths = _words("What is going well, who is safe", rows=3)
    requested_outcome = _words("What do they ask for?", rows=2)

    parents_aware = _one("Do the parents know of this referral?", codes.YesNoUnknown, radio=True)
    consent_to_share = _one(
        "Agreement to share", codes.Consent, "Not needed where a child may be suffering significant harm."
    )
    reason_not_told = _words("If they do not know or do not agree: why", rows=2)
    withhold_from_family = _words("What must be kept from whom in the family, and why", rows=2)

    # Heading, what is asked at once, and what is folded beneath it: a weak, quick referral is a dozen questions.
    FIELDSETS: list[tuple[str, list[str], list[str]]] = [
        (
            "Danger first",
            ["immediate_danger", "where_now", "needs_response_by"],
            ["police_reference", "actions_taken"],
        ),
        (
            "The concern",
            ["what_happened"],
            [
                "childs_own_words",
                "incident_on",
                "harm_types",
                "harm_location",
                "contextual_factors",
                "previous_concerns",
                "strengths",
                "requested_outcome",
            ],
        ),
        (
            "The person referring",
            ["source", "referrer_name", "referrer_phone", "anonymous_to_family"],
            [
                "referral_kind",
                "received_at",
                "referrer_role",
                "referrer_agency",
                "referrer_email",
                "relationship_to_child",
            ],
        ),
        (
            "What the family knows",
            [],
            ["parents_aware", "consent_to_share", "reason_not_told", "withhold_from_family"],
        ),
    ]

    PLACES = {
        "referral_kind": "referral_kind",
        "received_at": "received_at",
        "source": "referrer/cin_source_code",
        "referrer_name": "referrer/name",
        "referrer_role": "referrer/role",
        "referrer_agency": "referrer/agency/name",
        "referrer_phone": "referrer/phone",
        "referrer_email": "referrer/email",
        "relationship_to_child": "referrer/relationship_to_child",
        "anonymous_to_family": "referrer/wishes_to_stay_anonymous_to_family",
        "immediate_danger": "immediate_safety/immediate_danger",
        "where_now": "immediate_safety/where_is_each_child_now",
        "needs_response_by": "immediate_safety/needs_response_by",
        "police_reference": "immediate_safety/police_reference",
        "actions_taken": "immediate_safety/actions_already_taken",
        "what_happened": "concern/what_happened",
        "incident_on": "concern/incident_at",
        "childs_own_words": "concern/childs_own_words",
        "harm_types": "concern/harm_types",
        "harm_location": "concern/harm_location",
        "contextual_factors": "concern/contextual_factors",
        "previous_concerns": "concern/previous_concerns",
        "strengths": "concern/strengths",
        "requested_outcome": "concern/requested_outcome",
        "parents_aware": "consent/parents_aware",
        "consent_to_share": "consent/consent_to_share",
        "reason_not_told": "consent/reason_not_sought_or_overridden",
        "withhold_from_family": "consent/withhold_from_family",
    }

    MOST_CHILDREN, MOST_PEOPLE = 30, 60

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        data = None if data is None else _typed(data)
        super().__init__(data, **kwargs)
        self.another = next((part for part in ("child", "person") if data and f"add_{part}" in data), None)
        self.children = _blocks(KeyChild, "children", data, self.another == "child", self.MOST_CHILDREN, 1)
        self.people = _blocks(KeyPerson, "people", data, self.another == "person", self.MOST_PEOPLE, 0)
        if self.another:
            for part in (self, *self.children.forms, *self.people.forms):
                part.hush()

    def fieldsets(self) -> Iterator[dict[str, Any]]:
        """The questions as they stand on the page, under their headings."""
        for heading, first, more in self.FIELDSETS:
            yield self.asked(heading, first, more)

    def child_parts(self) -> Iterator[dict[str, Any]]:
        for number, block in enumerate(self.children.forms, 1):
            yield block.asked(f"Child {number}", KeyChild.FIRST)

    def people_parts(self) -> Iterator[dict[str, Any]]:
        for number, block in enumerate(self.people.forms, 1):
            yield block.asked(f"Somebody around the children, {number}", [])

    def is_valid(self) -> bool:
        if self.another or not self.is_bound:
            return False
        return all([super().is_valid(), self.children.is_valid(), self.people.is_valid()])

    @property
    def keyed_children(self) -> list[KeyChild]:
        """The blocks in which anything stands; if none, the first: a child nobody can describe yet."""
        return _filled(self.children) or _kept(self.children)[:1]

    @property
    def keyed_people(self) -> list[KeyPerson]:
        """The blocks in which anything stands."""
        return _filled(self.people)

    def body(self) -> dict[str, Any]:
        """The nested body of what was typed; call after `is_valid()`."""
        body = self.part()
        body["children"], injuries = [], []
        for number, block in enumerate(self.keyed_children, 1):
            body["children"].append({"ref": f"C{number}"} | block.part())
            if block.cleaned_data.get("mark"):
                injuries.append({"child": f"C{number}", "description": block.cleaned_data["mark"]})
        body["people"] = [self._person(n, block) for n, block in enumerate(self.keyed_people, 1)]
        body.setdefault("concern", {})
        if injuries:
            body["concern"]["injuries"] = injuries
        not_told = [
            f"P{number}"
            for number, block in enumerate(self.keyed_people, 1)
            if block.cleaned_data.get("not_to_be_told")
        ]
        if not_told:
            body.setdefault("consent", {})["people_not_to_be_told"] = not_told
        if self.cleaned_data.get("source") == codes.ReferralSource.ANONYMOUS:
            body["referrer"]["type"] = codes.ReferrerType.ANONYMOUS.value
        return body

    def _person(self, number: int, block: KeyPerson) -> dict[str, Any]:
        body = {"ref": f"P{number}"} | block.part()
        said = block.cleaned_data
        if said.get("relationship") or said.get("parental_responsibility") or said.get("children"):
            tie = {name: said[name] for name in ("parental_responsibility",) if said.get(name)}
            if said.get("relationship"):
                tie["type"] = said["relationship"]
            numbers = said.get("children") or range(1, len(self.keyed_children) + 1)
            body["relationships"] = [{"to": f"C{each}"} | tie for each in numbers]
        return body

    def show(self, errors: Any) -> None:
        """Puts each refusal of the serializer to its question; what belongs to none stands at the top."""
        for refusal in pointers(errors):
            form, question = self._question_at(refusal["pointer"].lstrip("/"))
            form.add_error(question, refusal["detail"])

    def _question_at(self, path: str) -> tuple[Keyed, str | None]:
        if injury := re.match(r"concern/injuries/(\d+)", path):
            marked = [block for block in self.keyed_children if block.cleaned_data.get("mark")]
            return marked[int(injury[1])], "mark"
        for part, blocks in (("children", self.keyed_children), ("people", self.keyed_people)):
            if found := re.match(rf"{part}/(\d+)/?(.*)", path):
                block = blocks[int(found[1])]
                return block, block.question_at(found[2])
        return self, self.question_at(path) if path else None


def _kept(blocks: forms.BaseFormSet) -> list[Any]:
    return [block for block in blocks.forms if not block.cleaned_data.get("DELETE")]


def _filled(blocks: forms.BaseFormSet) -> list[Any]:
    return [block for block in _kept(blocks) if block.has_changed()]


def _blocks(
    part: type[Keyed], prefix: str, data: Any, one_more: bool, at_most: int, at_least: int
) -> forms.BaseFormSet:
    """A formset of parts; a press of "add another" is one more block in the same post."""
    made = forms.formset_factory(
        part, extra=1 - at_least, min_num=at_least, max_num=at_most, absolute_max=at_most, can_delete=True
    )
    if data is not None and one_more:
        data = data.copy()  # shallow: lists are replaced, not changed
        total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
        count = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else at_least
        data[f"{prefix}-TOTAL_FORMS"] = str(min(count + 1, at_most))
    blocks: forms.BaseFormSet = made(data, prefix=prefix)
    for block in blocks.forms:
        if "DELETE" in block.fields:
            block.fields["DELETE"].label = "Leave this block out"
    return blocks
