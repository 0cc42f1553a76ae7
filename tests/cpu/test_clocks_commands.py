"""The commands that a person types: when is it due, and is the printed table current."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cpu.models import BankHoliday, LocalLength
from cpu.timescales import Length, Unit
from tests.cpu.clock_cases import day

pytestmark = pytest.mark.django_db


def ask(*words: str) -> dict:
    out = StringIO()
    call_command("due", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def refusal(*words: str) -> str:
    error = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("due", *words, stderr=error)
    assert ended.value.code == 2
    return error.getvalue()


def test_a_date_comes_with_its_rule_and_every_day_counted_and_skipped():
    found = ask("initial-conference", "2026-12-24")
    assert (found["code"], found["start"]) == ("initial-conference", "2026-12-24")
    assert found["due_on"] == found["last_usable_on"] == "2027-01-19"
    assert "due_at" not in found
    assert len(found["counted"]) == 15
    assert {"date": "2026-12-28", "why": "Boxing Day"} in found["skipped"]
    assert found["rule"].startswith("15 working days after the strategy discussion that started the enquiry.")


def test_a_moment_is_answered_with_a_moment():
    found = ask("police-protection", "2027-03-27T14:00")
    assert found["due_at"] == "2027-03-30T15:00:00+01:00"
    assert "due_on" not in found


def test_a_variant_may_be_written_with_hyphens():
    assert ask("review-strategy", "2027-05-15", "--variant", "without-health")["due_on"] == "2027-05-17"


def test_an_order_and_a_second_event_can_be_given():
    assert ask("emergency-protection-order", "2027-05-12", "--given", "2027-05-21")["due_on"] == "2027-05-21"
    assert ask("post-birth-review", "2027-05-01", "--other", "2027-02-10")["due_on"] == "2027-05-10"
    assert ask("safe-before", "2027-05-12T10:00", "--given", "2027-05-12T15:15")["due_at"].startswith(
        "2027-05-12T15:15"
    )


def test_this_places_own_holidays_and_lengths_count_and_can_be_left_out():
    BankHoliday.declare({day("2027-05-10"): "Extra"}, "Proclaimed")
    LocalLength.set("visit", Length(5, Unit.WORKING_DAYS), from_on=day("2027-01-01"), reason="Board")
    assert ask("initial-conference", "2027-04-30")["due_on"] == "2027-05-25"
    assert ask("initial-conference", "2027-04-30", "--published")["due_on"] == "2027-05-24"
    assert ask("visit", "2027-05-12")["due_on"] == "2027-05-19"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nonsense", "2027-05-12"], "There is no timescale called nonsense"),
        (["visit", "next Tuesday"], "not a date"),
        (["visit", "2027-02-30"], "not a date"),
        (["visit", ""], "not a date"),
        (["visit", "2027-05-12T25:00"], "not a date"),
        (["police-protection", "2027-05-12"], "give the moment"),
        (["police-protection", "2027-03-28T01:30"], "does not exist"),
        (["police-protection", "2027-10-31T01:30"], "happens twice"),
        (["visit", "2027-05-12", "--variant", "urgent"], "no variant"),
        (["escalation", "2027-05-12", "--variant", "level 9"], "'level 1'"),
        (["safe-before", "2027-05-12T10:00"], "give its date"),
        (["visit", "9999-12-30"], "too far away"),
        (["agency-report", "0001-01-02"], "too far away"),
        (["visit", "2027-05-12", "--given", "soon"], "The given date is not a date"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(words, says):
    assert says in refusal(*words)


def test_in_words_the_date_stands_first():
    out = StringIO()
    call_command("due", "first-review-conference", "2027-01-18", stdout=out)
    first, *rest = out.getvalue().splitlines()
    assert first == "Due Sunday 18 April 2027"
    assert any("Last usable day: Friday 16 April 2027" in line for line in rest)


def test_the_printed_table_is_current():
    call_command("timescales", "--check")
