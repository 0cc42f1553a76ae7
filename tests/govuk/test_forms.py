"""Dates and times as people write them and as machines send them: read rightly, or kept and explained."""

import datetime as dt

import pytest
from django import forms

from govuk.forms import LONDON, Choice, DateField, MomentField, YesNo


class Sample(forms.Form):
    on = DateField()
    at = MomentField()
    agreed = YesNo()


def filled(**answers: object) -> Sample:
    return Sample({"on": "12/5/2027", "at_date": "12/5/2027", "at_time": "2pm", "agreed": "yes"} | answers)


@pytest.mark.parametrize(
    "typed",
    [
        "12/5/2027",
        "12/05/2027",
        "12-5-2027",
        "12.5.2027",
        "12 5 2027",
        " 12 May 2027 ",
        "12 may 2027",
        "12th May 2027",
        "Wednesday 12 May 2027",
        "Wed, 12 May, 2027",
        "2027-05-12",
        dt.date(2027, 5, 12),
    ],
)
def test_a_day_is_read_day_first_in_every_common_hand(typed: object) -> None:
    form = filled(on=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2027, 5, 12)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/2/2027", "There is no such day as 31/2/2027."),
        ("29/2/2027", "There is no such day as 29/2/2027."),
        ("5/13/2027", "There is no such day as 5/13/2027."),
        ("12/5/27", "Write the year in four figures"),
        ("soon", "Write the date as day, month and year"),
        ("12 Mai 2027", "Write the date"),
        ("", "Give the date."),
    ],
)
def test_a_day_that_cannot_be_is_kept_as_typed_and_explained(typed: str, message: str) -> None:
    form = filled(on=typed)
    assert str(form.errors["on"][0]).startswith(message)
    assert form["on"].value() == typed


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("2pm", 14, 0),
        ("2.30pm", 14, 30),
        ("2:30 pm", 14, 30),
        ("2.30 p.m.", 14, 30),
        ("14:30", 14, 30),
        ("1430", 14, 30),
        ("noon", 12, 0),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("0:10", 0, 10),
        ("02:30", 2, 30),
        ("9:15", 9, 15),
        ("23:59", 23, 59),
    ],
)
def test_a_time_is_read_by_either_clock(typed: str, hour: int, minute: int) -> None:
    form = filled(at_time=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == dt.datetime(2027, 5, 12, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2:30", "Say 2:30am or 2:30pm"),
        ("2", "Write the time"),
        ("25:00", "Write the time"),
        ("13pm", "Write the time"),
        ("14:75", "Write the time"),
        ("evening", "Write the time"),
        ("", "Give the time."),
    ],
)
def test_a_time_that_could_be_two_is_not_guessed(typed: str, message: str) -> None:
    form = filled(at_time=typed)
    assert str(form.errors["at"][0]).startswith(message)
    assert form["at"].value() == ("12/5/2027", typed)


def test_both_halves_of_a_moment_are_explained_at_once() -> None:
    assert len(filled(at_date="31/2/2027", at_time="2:30").errors["at"]) == 2


def test_nothing_typed_is_a_missing_moment() -> None:
    assert filled(at_date=" ", at_time="").errors["at"] == ["Give the date and the time."]


@pytest.mark.parametrize(
    "sent",
    [
        "2027-05-12T14:00:00+01:00",
        "2027-05-12T13:00:00Z",
        "2027-05-12T14:00",
        dt.datetime(2027, 5, 12, 13, tzinfo=dt.UTC),
    ],
)
def test_one_iso_text_under_the_own_name_serves_a_machine(sent: object) -> None:
    form = Sample({"on": "2027-05-12", "at": sent, "agreed": True})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == dt.datetime(2027, 5, 12, 13, tzinfo=dt.UTC)
    assert form.cleaned_data["agreed"] is True


@pytest.mark.parametrize("sent", ["2027-05-12", "2027-13-12T14:00", "yesterday", 7])
def test_an_iso_text_without_a_moment_in_it_is_refused(sent: object) -> None:
    assert "ISO 8601" in filled(at=sent).errors["at"][0]


def test_the_hour_that_the_clocks_skip_in_march_is_refused() -> None:
    assert "clocks went forward" in filled(at_date="28/3/2027", at_time="01:30").errors["at"][0]


def test_of_the_hour_that_comes_twice_in_october_the_first_is_taken() -> None:
    form = filled(at_date="31/10/2027", at_time="01:30")
    assert form.is_valid()
    assert form.cleaned_data["at"].astimezone(dt.UTC) == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)


def test_a_moment_already_known_is_shown_in_londons_time() -> None:
    form = Sample(
        initial={
            "on": dt.date(2027, 5, 12),
            "at": dt.datetime(2027, 5, 12, 13, 5, tzinfo=dt.UTC),
            "agreed": False,
        }
    )
    assert form["on"].value() == "12/5/2027"
    assert form["at"].value() == ("12/5/2027", "14:05")
    assert form["agreed"].value() == "no"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("yes", True), ("no", False), (True, True), (False, False), ("true", True), ("No", False)],
)
def test_yes_and_no_are_both_answers(sent: object, meant: bool) -> None:
    form = filled(agreed=sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["agreed"] is meant


@pytest.mark.parametrize("sent", ["", None, "perhaps", 2, ["yes"]])
def test_silence_is_not_no(sent: object) -> None:
    assert filled(agreed=sent).errors["agreed"] == ["Answer yes or no."]


def test_a_question_that_may_stay_open_stays_open() -> None:
    class Open(forms.Form):
        agreed = YesNo(required=False)
        on = DateField(required=False)
        at = MomentField(required=False)
        seen = Choice(choices=[("ALONE", "Alone")], required=False)

    form = Open({})
    assert form.is_valid()
    assert form.cleaned_data == {"agreed": None, "on": None, "at": None, "seen": ""}
