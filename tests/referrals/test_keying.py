"""A front-door worker keys in a call: the same body, the same refusals, nothing typed lost."""

import datetime as dt
import zoneinfo

import pytest
from django.utils.datastructures import MultiValueDict

from referrals import intake
from referrals.keying import KeyChild, KeyPerson, KeyReferral
from referrals.serializers import ReferralInput, pointers

NOW = dt.datetime(2026, 11, 19, 11, 30, tzinfo=zoneinfo.ZoneInfo("Europe/London"))

CALL = {
    "referral_kind": "child_protection",
    "source": "1A",
    "referrer_name": "Ruta Vale",
    "referrer_phone": "01632 960820",
    "received_at": "19/11/2026 09:15",
    "immediate_danger": "no",
    "where_now": "Both with their grandmother",
    "what_happened": "Aunt says the children are left alone at night.\x0bTwice last week.",
    "incident_on": "17 11 2026",
    "harm_types": ["neglect"],
    "parents_aware": "no",
    "reason_not_told": "The caller is afraid of him",
    "children-TOTAL_FORMS": "2",
    "children-INITIAL_FORMS": "0",
    "children-0-given_name": "Noor",
    "children-0-family_name": "Vale",
    "children-0-date_of_birth": "1 9 2026",
    "children-0-address": "12 Weir Lane",
    "children-0-postcode": "ZZ99 3VZ",
    "children-0-mark": "Small bruise on the left ear",
    "children-1-given_name": "Sami",
    "children-1-not_about": "on",
    "people-TOTAL_FORMS": "2",
    "people-INITIAL_FORMS": "0",
    "people-0-name": "Dean Vale",
    "people-0-relationship": "father",
    "people-0-parental_responsibility": "yes",
    "people-0-not_to_be_told": "on",
}


def posted(**changes):

    typed = {**CALL, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return MultiValueDict(
        {
            name: value if isinstance(value, list) else [value]
            for name, value in typed.items()
            if value is not None
        }
    )


def read(form):
    serializer = ReferralInput(data=form.body(), context={"now": NOW, "trusted_front_door": True})
    serializer.is_valid()
    return serializer


def test_a_call_becomes_the_body_a_front_door_would_post():
    form = KeyReferral(posted())
    assert form.is_valid(), (form.errors, form.children.errors, form.people.errors)
    serializer = read(form)
    assert not serializer.errors, pointers(serializer.errors)
    body = serializer.validated_data
    assert body["received_at"] == dt.datetime(2026, 11, 19, 9, 15, tzinfo=dt.UTC)
    assert [child["given_name"] for child in body["children"]] == ["Noor", "Sami"]
    assert body["children"][1]["subject_of_referral"] is False
    assert body["children"][0]["address"] == {"lines": ["12 Weir Lane"], "postcode": "ZZ99 3VZ"}
    assert body["concern"]["injuries"] == [{"child": "C1", "description": "Small bruise on the left ear"}]
    assert body["concern"]["what_happened"].endswith("at night.\nTwice last week.")
    assert [tie["to"] for tie in body["people"][0]["relationships"]] == ["C1", "C2"]
    assert body["consent"]["people_not_to_be_told"] == ["P1"]
    assert intake.infant_mark(body, body["children"][0], on=NOW.date())


def test_parental_responsibility_is_keyed_for_the_children_named():
    form = KeyReferral(posted(people__0__children="2"))
    assert form.is_valid()
    assert form.body()["people"][0]["relationships"] == [
        {"to": "C2", "parental_responsibility": "yes", "type": "father"}
    ]


def test_the_shortest_call_at_two_in_the_morning_can_be_keyed():
    form = KeyReferral(
        {
            "what_happened": "Baby, flat 3, name unknown",
            "children-TOTAL_FORMS": "1",
            "children-INITIAL_FORMS": "0",
            "people-TOTAL_FORMS": "0",
            "people-INITIAL_FORMS": "0",
        }
    )
    assert form.is_valid(), form.errors
    assert not read(form).errors


def test_a_blank_block_before_a_filled_one_is_no_child():
    form = KeyReferral(
        posted(
            children__0__given_name="",
            children__0__family_name="",
            children__0__date_of_birth="",
            children__0__address="",
            children__0__postcode="",
            children__0__mark="",
        )
    )
    assert form.is_valid()
    assert [child.get("given_name") for child in form.body()["children"]] == ["Sami"]


def test_another_child_is_one_more_block_and_nothing_typed_is_lost_or_judged():
    form = KeyReferral(posted(add_child="1", incident_on="last Tuesday", children__0__date_of_birth="soon"))
    assert not form.is_valid()
    assert len(form.children.forms) == 3
    assert len(form.people.forms) == 2
    assert not form.errors
    assert not any(block.errors for block in form.children.forms)
    assert form["incident_on"].value() == "last Tuesday"
    assert form.children.forms[0]["date_of_birth"].value() == "soon"
    assert form.children.forms[1]["given_name"].value() == "Sami"


def test_another_person_is_one_more_block():
    form = KeyReferral(posted(add_person="1"))
    assert (len(form.children.forms), len(form.people.forms)) == (2, 3)


def test_a_block_left_out_takes_its_mark_with_it():
    form = KeyReferral(posted(children__0__DELETE="on"))
    assert form.is_valid()
    assert [child["given_name"] for child in form.body()["children"]] == ["Sami"]
    assert "injuries" not in form.body()["concern"]


@pytest.mark.parametrize(
    ("typed", "part", "number", "question"),
    [
        ({"what_happened": ""}, None, None, "what_happened"),
        ({"incident_on": "20 11 2026"}, None, None, "incident_on"),
        ({"received_at": "1 11 2026 09:00"}, None, None, "received_at"),
        ({"referrer_phone": "1" * 80}, None, None, "referrer_phone"),
        ({"children__0__date_of_birth": "20 11 2026"}, "children", 0, "date_of_birth"),
        ({"children__0__expected_date_of_delivery": "2 2 2027"}, "children", 0, "expected_date_of_delivery"),
        ({"children__1__postcode": "Z" * 40}, "children", 1, "postcode"),
        ({"children__0__mark": "blue\x07"}, "children", 0, "mark"),
        ({"children__1__address": "3 High\x07 Street"}, "children", 1, "address"),
        ({"people__0__date_of_birth": "20 11 2026"}, "people", 0, "date_of_birth"),
        ({"people__0__children": "7"}, "people", 0, "children"),
        ({"people__1__phone": "1" * 90}, "people", 1, "phone"),
    ],
)
def test_what_the_serializer_refuses_comes_back_to_its_question(typed, part, number, question):
    form = KeyReferral(posted(**typed))
    assert form.is_valid(), (form.errors, form.children.errors, form.people.errors)
    form.show(read(form).errors)
    asked = getattr(form, part).forms[number] if part else form
    assert list(asked.errors) == [question]
    assert asked[question].value() not in (None, "") or question == "what_happened"
    all_forms = [form, *form.children.forms, *form.people.forms]
    assert sum(len(each.errors) for each in all_forms) == 1


def test_no_refusal_is_swallowed_where_no_question_fits():
    form = KeyReferral(posted())
    assert form.is_valid()
    form.show({"attachments": {0: {"sha256": ["Too long."]}}, "children": ["Something else."]})
    assert form.non_field_errors() == ["Too long.", "Something else."]


@pytest.mark.parametrize("total", ["", "abc", "-1", "9999999", "٣"])
def test_a_tampered_count_of_blocks_is_refused_quietly(total):
    assert len(KeyReferral(posted(children__TOTAL_FORMS=total, add_child="1")).children.forms) <= 30
    KeyReferral(posted(children__TOTAL_FORMS=total)).is_valid()


def test_every_question_of_the_page_has_its_place():
    laid_out = [name for _, first, more in KeyReferral.FIELDSETS for name in [*first, *more]]
    assert sorted(laid_out) == sorted(KeyReferral.base_fields)
    assert set(KeyReferral.PLACES) == set(KeyReferral.base_fields)
    assert set(KeyChild.base_fields) - set(KeyChild.PLACES) == {"not_about", "address", "mark"}
    assert set(KeyPerson.base_fields) - set(KeyPerson.PLACES) == {
        "relationship",
        "children",
        "parental_responsibility",
        "not_to_be_told",
    }


def test_the_page_opens_with_one_block_for_a_child_and_one_for_a_person():
    form = KeyReferral()
    assert (len(form.children.forms), len(form.people.forms)) == (1, 1)
    assert next(form.fieldsets())["heading"] == "Danger first"


def test_a_weak_referral_is_a_dozen_questions_and_what_is_folded_opens_where_something_stands_in_it():
    form = KeyReferral()
    parts = [*form.fieldsets(), *form.child_parts(), *form.people_parts()]
    assert sum(len(part["fields"]) for part in parts) <= 14
    assert not any(part["open"] for part in parts)
    typed = KeyReferral(posted(people__0__date_of_birth="nonsense"))
    typed.is_valid()
    opened = {part["heading"] for part in [*typed.fieldsets(), *typed.people_parts()] if part["open"]}
    assert opened >= {"The concern", "Somebody around the children, 1"}
    assert "Somebody around the children, 2" not in opened
