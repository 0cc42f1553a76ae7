"""Everything that a sender wrote can be read on the referral's page: danger first, codes in words."""

import datetime as dt
import json
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder

from referrals.as_sent import AsSent
from referrals.serializers import ReferralInput

NOW = dt.datetime(2026, 11, 19, 11, 26, tzinfo=dt.UTC)


def sample() -> AsSent:
    sent = json.loads(Path("tests/data/referral.json").read_text())
    read = ReferralInput(data=sent, context={"now": NOW, "trusted_front_door": True})
    read.is_valid(raise_exception=True)
    return AsSent(json.loads(json.dumps(read.validated_data, cls=DjangoJSONEncoder)), {"P1": "/record/"})


def test_where_the_children_are_and_of_whom_to_beware_stand_first():
    views = {view["heading"]: view["rows"] for view in sample().of_danger()}
    assert next(iter(views)) == "Safety now, as sent"
    people = {row[0]["text"]: row for row in views["People around the children"]}
    assert "May be the source of harm" in people["Marek Wrzosek"][2]
    assert "Must not be told" in people["Marek Wrzosek"][2] and "two large dogs" in people["Marek Wrzosek"][2]
    assert people["Danuta Wrzosek"][1].startswith("Mother of Tomasz Wrzosek, has parental responsibility")
    assert [bool(row[0]["links"]) for row in people.values()] == [True, False, False, False]
    marks = views["Marks and injuries"]
    assert [row[0] for row in marks] == ["Tomasz Wrzosek", "Iga Wrzosek"]


def test_nothing_that_was_sent_is_left_off_the_page():
    said = json.dumps([*sample().of_danger(), *sample().more()])
    for words in (
        "will not hand him over to his uncle",
        "must not reach his uncle",
        "Breakfast club",
        "Eczema",
        "B. Invented",
        "body-map-tomasz.pdf",
        "FD-77120",
        "dsl@brackenlane.example.sch.uk",
        "Physical abuse",
    ):
        assert words in said, words
    assert AsSent({}).of_danger() == AsSent({}).more() == []


def test_codes_are_said_in_words_and_a_code_that_is_not_known_is_shown_as_written_and_marked():
    said = json.dumps([*sample().of_danger(), *sample().more()])
    for words in ("Safeguarding public task", "Role: Health visitor", "Polish", "kind: Body map"):
        assert words in said, words
    for code in ("safeguarding_public_task", "health_visitor", "agency: Bracken", "language: pl"):
        assert code not in said, code
    unknown = AsSent({"children": [{"ref": "C1", "given_name": "Ivy", "ethnicity": "ZZZZ"}]}).more()
    assert "Ethnicity: ZZZZ (a code not known here)" in json.dumps(unknown)
