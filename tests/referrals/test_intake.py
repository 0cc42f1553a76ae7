"""What a front door sends: a weak referral is accepted with a list, only what cannot be true is refused.

The family is invented. The moments are fixed: nothing here reads a clock.
"""

import copy
import datetime as dt
import json
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpu import codes
from referrals import intake
from referrals.serializers import ReferralInput, pointers
from referrals.serializers.parts import PreviousInvolvement
from referrals.serializers.values import Code, Many, Rows

SAMPLE = json.loads((Path(__file__).parent.parent / "data" / "referral.json").read_text())
DEMO = json.loads(
    (Path(__file__).parent.parent.parent / "referrals" / "samples" / "referral.json").read_text()
)
NOW = dt.datetime(2026, 11, 19, 11, 30, tzinfo=zoneinfo.ZoneInfo("Europe/London"))
LEAST = {"children": [{}], "concern": {"what_happened": "A child cries for hours at 4 Mill Lane."}}


def read(body, *, now=NOW, trusted=True):
    serializer = ReferralInput(data=body, context={"now": now, "trusted_front_door": trusted})
    serializer.is_valid()
    return serializer


def accepted(body, **kwargs):
    serializer = read(body, **kwargs)
    assert not serializer.errors, pointers(serializer.errors)
    return serializer.validated_data


def refused(body, **kwargs):
    return {each["pointer"]: each["detail"] for each in pointers(read(body, **kwargs).errors)}


def listed(body, **kwargs):
    return {each.pointer: each.says for each in intake.missing(accepted(body), now=NOW, **kwargs)}


def changed(path, value, body=SAMPLE):
    """The sample with one value set, added or (with `...`) taken out."""
    body = copy.deepcopy(body)
    *above, last = path.strip("/").split("/")
    place = body
    for step in above:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return body


# ---- accepted


def test_a_whole_referral_is_read_field_for_field():
    read_back = accepted(SAMPLE)
    assert read_back["children"][0]["date_of_birth"] == dt.date(2018, 5, 22)
    assert read_back["received_at"] == dt.datetime(2026, 11, 19, 11, 25, tzinfo=dt.UTC)
    assert read_back["concern"]["incident_at"] == dt.date(2026, 11, 18)
    assert read_back["children"][2]["mother_ref"] == "P4"
    assert read_back["concern"]["childs_own_words"] == SAMPLE["concern"]["childs_own_words"]


def test_a_whole_referral_leaves_only_what_is_truly_open():
    assert listed(SAMPLE) == {
        "/attachments/0": "body-map-tomasz.pdf was announced and has not arrived: "
        "send it, or tell us that it will not come.",
        "/children/1/address": "Send where Iga Wrzosek lives, or that there is no fixed address.",
    }


def test_an_attachment_that_arrived_is_not_asked_for():
    assert "/attachments/0" not in listed(SAMPLE, uploads=["up_7"])


def test_the_sample_shipped_for_the_demo_is_accepted_from_any_front_door():
    assert accepted(DEMO, trusted=False)["external_reference"] == DEMO["external_reference"]


def test_a_concern_about_a_child_nobody_can_name_is_accepted():
    read_back = accepted(LEAST)
    assert [child["ref"] for child in read_back["children"]] == ["C1"]


def test_a_reference_given_here_does_not_take_one_that_was_sent():
    body = LEAST | {"children": [{"ref": "C1"}, {}, {"ref": "C2"}], "people": [{}, {"ref": "P1"}]}
    read_back = accepted(body)
    assert [child["ref"] for child in read_back["children"]] == ["C1", "C3", "C2"]
    assert [person["ref"] for person in read_back["people"]] == ["P2", "P1"]


@pytest.mark.parametrize(
    ("path", "written", "says"),
    [
        ("/children/0/nhs_number", "943 476 5918", "check digit"),
        ("/children/0/upn", "A801202700123", "check letter"),
        ("/children/2/mother_nhs_number", "12", "10 digits; this has 2"),
        ("/people/0/nhs_number", "abc", "only digits"),
        ("/children/0/ethnicity", "XXXX", "“XXXX” is not a code we know. It is kept as written"),
        ("/children/0/sex", "male", "not a code we know"),
        ("/children/0/disabilities/0", "DEAF", "not a code we know"),
        ("/referrer/cin_source_code", "2Z", "not a code we know"),
        ("/concern/harm_types/1", "emotional", "not a code we know"),
        ("/concern/cin_factor_hints/0", "18A", "no longer used"),
        ("/people/0/relationships/2/type", "mum", "not a code we know"),
        ("/children/2/expected_date_of_delivery", "2026-11-02", "passed: say whether the baby is born"),
        ("/immediate_safety/needs_response_by", "2026-11-19T11:00:00Z", "ring us now"),
    ],
)
def test_what_is_doubtful_is_kept_as_written_and_listed(path, written, says):
    body = changed(path, written)
    read_back = accepted(body)
    for step in path.strip("/").split("/"):
        read_back = read_back[int(step)] if isinstance(read_back, list) else read_back[step]
    if not isinstance(read_back, dt.date):
        assert read_back == written
    assert says in listed(body)[path]


@pytest.mark.parametrize(
    ("path", "value", "pointer", "says"),
    [
        ("/referrer/phone", "", "/referrer/phone", "we speak with everyone who refers"),
        ("/referrer/name", ..., "/referrer/name", "who you are"),
        ("/immediate_safety/where_is_each_child_now", None, None, "where each child is now"),
        (
            "/immediate_safety/immediate_danger",
            True,
            "/immediate_safety/emergency_services_called",
            "ring 999",
        ),
        ("/consent/reason_not_sought_or_overridden", " ", None, "why the parents were not told"),
        ("/consent/withhold_from_family", None, None, "what must be kept from them"),
        ("/children/0/school", None, None, "home education"),
        ("/children/0/date_of_birth", None, None, "an estimate"),
        ("/children/0/date_of_birth", "2008-01-01", None, "is 18 by this"),
        ("/children/0/ethnicity", ..., None, "as the family gives it"),
        ("/children/2/sex", "F", None, "send U"),
        ("/people/0/relationships/0/parental_responsibility", None, None, "yes, no or unknown"),
        ("/concern/disclosed_by", "C9", None, "nobody in this referral"),
        ("/concern/injuries/1/child", "", None, "which child"),
        ("/declaration", None, "/declaration/name", "vouches"),
        ("/external_reference", ..., None, "sent twice is one"),
    ],
)
def test_a_gap_is_listed_with_what_to_do(path, value, pointer, says):
    assert says in listed(changed(path, value))[pointer or path]


def test_an_anonymous_caller_is_not_asked_for_a_name_or_telephone():
    body = changed("/referrer", {"cin_source_code": "9"})
    assert not [pointer for pointer in listed(body) if pointer.startswith("/referrer")]


def test_what_was_keyed_in_needs_no_reference_of_a_sender_and_no_declaration():
    body = changed("/declaration", ..., changed("/external_reference", ...))
    assert not {"/external_reference", "/declaration/name"} & set(listed(body, keyed=True))


def test_every_gap_points_into_the_body():
    for each in intake.missing(accepted(LEAST), now=NOW):
        assert each.pointer.split("/")[1] in ReferralInput().fields
        assert each.says.endswith((".", "?"))


def test_the_table_of_codes_is_that_of_the_serializer():
    def coded(field, path):
        if isinstance(field, Code):
            yield path, field.codes
        elif isinstance(field, (Rows, Many, PreviousInvolvement)):
            yield from coded(field.child, f"{path}/*")
        for name, below in getattr(field, "fields", {}).items():
            yield from coded(below, f"{path}/{name}" if path else name)

    assert dict(coded(ReferralInput(), "")) == intake.CODED


# ---- refused

TOO_LONG = "x" * 20_001

REFUSALS = [
    ("/children", ..., "/children", "Name at least one child"),
    ("/children", None, "/children", "Name at least one child"),
    ("/children", [], "/children", "Name at least one child"),
    ("/children", {"given_name": "Iga"}, "/children", "list"),
    ("/children/0", "Iga", "/children/0", "an object"),
    ("/concern", ..., "/concern", "Say what happened"),
    ("/concern", None, "/concern", "Say what happened"),
    ("/surprise", 1, "/surprise", "not known here"),
    ("/children/0/ni_number", "QQ123456C", "/children/0/ni_number", "not known here"),
    ("/referrer/agency/kind", "school", "/referrer/agency/kind", "not known here"),
    ("/consent/a~1b", 1, "/consent/a~01b", "not known here"),
    ("/children/0/given_name", 7, "/children/0/given_name", "as text"),
    ("/children/0/given_name", {"first": "Iga"}, "/children/0/given_name", "as text"),
    ("/children/0/also_known_as", "Tomek", "/children/0/also_known_as", "list"),
    ("/children/0/also_known_as/0", 3, "/children/0/also_known_as/0", "as text"),
    ("/referrer/cin_source_code", 6, "/referrer/cin_source_code", "as text"),
    ("/children/0/subject_of_referral", "yes", "/children/0/subject_of_referral", "true or false"),
    ("/children/0/subject_of_referral", 1, "/children/0/subject_of_referral", "true or false"),
    ("/children/2/gestation_weeks", "14", "/children/2/gestation_weeks", "whole number"),
    ("/children/2/gestation_weeks", True, "/children/2/gestation_weeks", "whole number"),
    ("/children/2/gestation_weeks", -1, "/children/2/gestation_weeks", "greater than or equal to 0"),
    ("/concern/threshold_level", 10**400, "/concern/threshold_level", "less than or equal"),
    ("/immediate_safety/immediate_danger", 1, "/immediate_safety/immediate_danger", "yes, no, unknown"),
    ("/children/0/date_of_birth", "22/05/2018", "/children/0/date_of_birth", "format"),
    ("/children/0/date_of_birth", "2018-02-30", "/children/0/date_of_birth", "format"),
    ("/children/0/date_of_birth", 20180522, "/children/0/date_of_birth", "format"),
    ("/sent_at", "yesterday", "/sent_at", "format"),
    ("/sent_at", "9999-12-31T23:59:59-14:00", "/sent_at", ""),
    ("/children/0/date_of_birth", "2026-11-20", "/children/0/date_of_birth", "in the future"),
    ("/people/0/date_of_birth", "2030-01-01", "/people/0/date_of_birth", "in the future"),
    ("/children/0/date_of_death", "2018-05-21", "/children/0/date_of_death", "before the date of birth"),
    ("/people/0/date_of_death", "1992-03-02", "/people/0/date_of_death", "before the date of birth"),
    (
        "/children/0/expected_date_of_delivery",
        "2027-01-01",
        "/children/0/expected_date_of_delivery",
        "not both",
    ),
    ("/concern/incident_at", "2026-11-20", "/concern/incident_at", "in the future"),
    ("/concern/incident_at", "2026-11-19T12:00:00Z", "/concern/incident_at", "in the future"),
    ("/concern/disclosed_at", "2026-11-19T12:00:00Z", "/concern/disclosed_at", "in the future"),
    ("/received_at", "2026-11-19T11:36:00Z", "/received_at", "in the future"),
    ("/received_at", "2026-11-05T11:29:59Z", "/received_at", "more than 14 days"),
    ("/concern/what_happened", "struck\x00", "/concern/what_happened", "control character U+0000"),
    ("/concern/what_happened", "struck\x1b[2J", "/concern/what_happened", "control character U+001B"),
    ("/children/0/given_name", "Iga\ud800", "/children/0/given_name", "control character U+D800"),
    ("/children/0/given_name", "x" * 201, "/children/0/given_name", "200 characters"),
    ("/concern/what_happened", TOO_LONG, "/concern/what_happened", "20000 characters"),
    ("/children", [{}] * 31, "/children", "30"),
    ("/people", [{}] * 61, "/people", "60"),
    ("/previous_involvement", {"n" * 101: "yes"}, f"/previous_involvement/{'n' * 80}", "100 characters"),
    ("/children/1/ref", "C1", "/children/1/ref", "used twice"),
    ("/people/0/ref", "C1", "/people/0/ref", "used twice"),
    ("/children/2/mother_ref", "P9", "/children/2/mother_ref", "Nothing in this referral"),
    ("/children/0/living_with/1", "P9", "/children/0/living_with/1", "Nothing in this referral"),
    ("/people/0/relationships/0/to", "C9", "/people/0/relationships/0/to", "Nothing in this referral"),
    ("/people/0/relationships/0/to", ..., "/people/0/relationships/0/to", "required"),
    ("/consent/people_not_to_be_told/0", "P9", "/consent/people_not_to_be_told/0", "Nothing in this"),
    ("/concern/injuries/0/child", "P2", "/concern/injuries/0/child", "Nothing in this referral"),
]


@pytest.mark.parametrize(("path", "value", "pointer", "says"), REFUSALS)
def test_what_cannot_be_true_is_refused_where_it_stands(path, value, pointer, says):
    assert says in refused(changed(path, value)).get(pointer, "nothing refused here")


@pytest.mark.parametrize("words", [None, "", "   ", "\n"])
def test_a_referral_without_a_concern_is_refused(words):
    body = LEAST | {"concern": {"what_happened": words}}
    assert refused(body) == {"/concern/what_happened": "Say what happened, or what you are worried about."}


@pytest.mark.parametrize("body", [None, [], [{}], "x", 3, True])
def test_a_body_that_is_no_object_is_refused_whole(body):
    assert list(refused(body)) == [""]


def test_everything_wrong_is_said_at_once():
    body = copy.deepcopy(SAMPLE)
    for path, value in [
        ("/surprise", 1),
        ("/children/0/given_name", 7),
        ("/children/0/date_of_birth", "2027-01-01"),
        ("/children/2/mother_ref", "P9"),
        ("/children/2/sex", ["U"]),
        ("/people/1/date_of_birth", "soon"),
        ("/concern/what_happened", "\x07"),
        ("/concern/incident_at", "2027-01-01"),
        ("/consent/people_not_to_be_told/0", "P9"),
        ("/received_at", "2027-01-01T00:00:00Z"),
    ]:
        body = changed(path, value, body)
    assert set(refused(body)) == {
        "/surprise",
        "/children/0/given_name",
        "/children/0/date_of_birth",
        "/children/2/mother_ref",
        "/children/2/sex",
        "/people/1/date_of_birth",
        "/concern/what_happened",
        "/concern/incident_at",
        "/consent/people_not_to_be_told/0",
        "/received_at",
    }


def test_a_child_born_today_in_london_is_not_born_in_the_future():
    just_after_midnight = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # 00:30 on 1 July in London
    body = LEAST | {"children": [{"date_of_birth": "2026-07-01"}]}
    assert accepted(body, now=just_after_midnight)
    assert refused(LEAST | {"children": [{"date_of_birth": "2026-07-02"}]}, now=just_after_midnight)


def test_a_child_may_die_on_the_day_of_birth():
    day = SAMPLE["children"][0]["date_of_birth"]
    assert accepted(changed("/children/0/date_of_death", day))["children"][0]["date_of_death"]


# ---- when it was received


def test_a_trusted_front_door_says_when_it_received_the_referral():
    body = changed("/received_at", "2026-11-05T11:31:00Z")
    assert accepted(body)["received_at"] == dt.datetime(2026, 11, 5, 11, 31, tzinfo=dt.UTC)


@pytest.mark.parametrize("said", ["2026-11-18T11:30:00Z", "2020-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])
def test_no_other_sender_moves_the_clocks(said):
    read_back = accepted(changed("/received_at", said), trusted=False)
    assert "received_at" not in read_back
    notes = {each.pointer: each.says for each in intake.missing(read_back, now=NOW)}
    assert "the clocks count from our own receipt" in notes["/received_at"]


# ---- what follows from it


@pytest.mark.parametrize(
    ("body", "harm"),
    [
        (LEAST, False),
        (LEAST | {"referral_kind": "early_help"}, False),
        (LEAST | {"referral_kind": "child_protection"}, True),
        (LEAST | {"referral_kind": "child-protection"}, True),  # an unknown kind does not lower the guard
        (LEAST | {"concern": LEAST["concern"] | {"harm_types": ["neglect"]}}, True),
        (LEAST | {"concern": LEAST["concern"] | {"injuries": [{"description": "cut lip"}]}}, True),
        (LEAST | {"concern": LEAST["concern"] | {"contextual_factors": ["child_sexual_exploitation"]}}, True),
        (LEAST | {"concern": LEAST["concern"] | {"contextual_factors": ["school_absence"]}}, False),
        (LEAST | {"immediate_safety": {"immediate_danger": True}}, True),
    ],
)
def test_a_harm_allegation_is_known_by_what_is_said_not_by_the_tick_box(body, harm):
    assert intake.is_harm_allegation(accepted(body)) is harm


def asked(child, **concern):
    body = accepted(LEAST | {"children": [child], "concern": LEAST["concern"] | concern})
    return intake.infant_mark(body, body["children"][0], on=NOW.date())


BRUISE = {"injuries": [{"description": "bruise"}]}


@pytest.mark.parametrize(
    ("child", "concern", "must_ask"),
    [
        ({"date_of_birth": "2026-05-20"}, BRUISE, True),
        ({"date_of_birth": "2026-05-19"}, BRUISE, False),  # six months old today
        ({"date_of_birth": "2026-05-19", "mobility": "rolling"}, BRUISE, True),
        ({"date_of_birth": "2014-05-19", "mobility": "not_moving_independently"}, BRUISE, True),
        ({"date_of_birth": "2014-05-19"}, BRUISE, False),
        ({"date_of_birth": "2026-08-01"}, {}, False),
        ({"date_of_birth": "2026-08-01"}, {"harm_types": ["physical_abuse"]}, True),
        ({"date_of_birth": "2026-08-01"}, {"harm_types": ["neglect"]}, False),
        ({"date_of_birth": "2026-08-01"}, {"what_happened": "Gran saw a small bruise on his ear"}, True),
        ({"date_of_birth": "2026-08-01"}, {"what_happened": "Mark came home late"}, True),  # a name: a click
        ({"age_estimate": 0}, BRUISE, True),
        ({"age_estimate": 9}, BRUISE, False),
        ({}, BRUISE, True),
        ({"unborn": True}, BRUISE, False),
        ({"expected_date_of_delivery": "2027-01-01"}, BRUISE, False),
    ],
)
def test_the_infant_mark_question(child, concern, must_ask):
    assert asked(child, **concern) is must_ask


def test_a_mark_on_the_brother_is_not_a_mark_on_the_baby():
    body = accepted(
        LEAST
        | {
            "children": [
                {"ref": "A", "date_of_birth": "2015-01-01"},
                {"ref": "B", "date_of_birth": "2026-10-01"},
            ],
            "concern": LEAST["concern"] | {"injuries": [{"child": "A", "description": "cut"}]},
        }
    )
    assert [intake.infant_mark(body, child, on=NOW.date()) for child in body["children"]] == [False, False]


@pytest.mark.parametrize(
    ("born", "last_day"),
    [("2026-08-31", "2027-02-27"), ("2027-08-31", "2028-02-28"), ("2026-03-31", "2026-09-29")],
)
def test_six_months_end_with_the_month_where_the_day_does_not_exist(born, last_day):
    last = dt.date.fromisoformat(last_day)
    body = accepted(
        LEAST | {"children": [{"date_of_birth": born}], "concern": LEAST["concern"] | BRUISE},
        now=dt.datetime(2029, 1, 1, tzinfo=dt.UTC),
    )
    assert intake.infant_mark(body, body["children"][0], on=last)
    assert not intake.infant_mark(body, body["children"][0], on=last + dt.timedelta(days=1))


# ---- whatever comes

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.sampled_from(["C1", "P1", "", " ", "\x00", "\ud800", "yes", "9", "9994110012", "2026-11-19T25:00Z"]),
)


def _parts(field):
    """Bodies in the shape of a field, with wrong values and names among the right ones."""
    if isinstance(field, (Rows, Many)):
        return st.lists(_parts(field.child), max_size=3) | SCALARS
    if hasattr(field, "fields"):
        known = {name: _parts(below) for name, below in field.fields.items()}
        return st.fixed_dictionaries({}, optional=known) | st.dictionaries(
            st.text(max_size=8), SCALARS, max_size=3
        )
    if isinstance(field, Code):
        return st.sampled_from(field.codes.values) | SCALARS
    return SCALARS


def survives(body):
    for trusted in (True, False):
        serializer = read(body, trusted=trusted)
        if serializer.errors:
            found = pointers(serializer.errors)
            assert found
            json.dumps(found, ensure_ascii=False).encode()
        else:
            valid = serializer.validated_data
            intake.missing(valid, now=NOW)
            intake.is_harm_allegation(valid)
            for child in valid["children"]:
                intake.infant_mark(valid, child, on=NOW.date())


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@FUZZ
@given(_parts(ReferralInput()))
def test_no_body_in_our_shape_makes_the_door_fall_over(body):
    survives(body)


@FUZZ
@given(
    st.recursive(SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=15)
)
def test_no_body_at_all_makes_the_door_fall_over(body):
    survives(body)


def _leaves(body, path=""):
    yield path
    below = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, each in below:
        yield from _leaves(each, f"{path}/{name}")


@FUZZ
@given(st.sampled_from([path for path in _leaves(SAMPLE) if path]), SCALARS | st.just([]) | st.just({}))
def test_no_single_wrong_value_makes_the_door_fall_over(path, value):
    survives(changed(path, value))


def test_harm_types_are_the_four_of_statutory_guidance():
    assert codes.HarmType.values == ["physical_abuse", "emotional_abuse", "sexual_abuse", "neglect"]
