"""When something is due: the law's counting, tried on the days on which counting goes wrong."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import numpy
import pytest

from cpu.calendars import LONDON, Calendar, add_hours, add_months, calendar_of, london, packaged_holidays
from cpu.deadlines import Kind, Length, Timescale, Unit, due, sentence, thresholds
from cpu.timescales import TIMESCALES

HOLIDAYS = packaged_holidays()
ENGLAND = calendar_of(HOLIDAYS)


def day(text: str, year: int = 2027) -> date:
    """ "Fri 16 Apr" of a year; the weekday is checked, so a slip in a table cannot pass."""
    found = datetime.strptime(f"{text} {year}", "%a %d %b %Y").date()  # noqa: DTZ007
    assert f"{found:%a}" == text[:3], f"{text} {year} is a {found:%a}"
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due_on(code: str, start: date, calendar: Calendar = ENGLAND, **more) -> date:
    found = due(TIMESCALES[code], start, calendar, **more)
    assert found.due_on
    return found.due_on


# Worked cases with exact dates: who, what, from when, due when

CHRISTMAS = [
    ("referral-decision", day("Wed 23 Dec", 2026), day("Thu 24 Dec", 2026)),
    ("assessment", day("Wed 23 Dec", 2026), day("Mon 01 Mar")),
    ("strategy-record", day("Thu 24 Dec", 2026), day("Tue 29 Dec", 2026)),
    ("initial-conference", day("Thu 24 Dec", 2026), day("Tue 19 Jan")),
    ("agency-report", day("Mon 18 Jan"), day("Mon 11 Jan")),
    ("parents-report", day("Mon 18 Jan"), day("Wed 13 Jan")),
    ("decision-notice", day("Mon 18 Jan"), day("Tue 19 Jan")),
    ("minutes", day("Mon 18 Jan"), day("Mon 15 Feb")),
    ("first-core-group", day("Mon 18 Jan"), day("Mon 01 Feb")),
    ("visit", day("Mon 18 Jan"), day("Mon 01 Feb")),
    ("visit", day("Mon 01 Feb"), day("Mon 15 Feb")),
    ("visit", day("Mon 15 Feb"), day("Mon 01 Mar")),
    ("visit", day("Mon 01 Mar"), day("Mon 15 Mar")),
    ("first-review-conference", day("Mon 18 Jan"), day("Sun 18 Apr")),
    ("review-conference", day("Thu 15 Apr"), day("Fri 15 Oct")),
]
SIBLINGS = [
    ("referral-decision", day("Thu 29 Apr"), day("Fri 30 Apr")),
    ("assessment", day("Thu 29 Apr"), day("Mon 05 Jul")),
    ("initial-conference", day("Fri 30 Apr"), day("Mon 24 May")),
    ("initial-conference", day("Thu 20 May"), day("Fri 11 Jun")),
    ("agency-report", day("Mon 24 May"), day("Mon 17 May")),
    ("parents-report", day("Mon 24 May"), day("Wed 19 May")),
    ("decision-notice", day("Mon 24 May"), day("Tue 25 May")),
    ("first-core-group", day("Mon 24 May"), day("Tue 08 Jun")),
    ("first-review-conference", day("Mon 24 May"), day("Tue 24 Aug")),
    ("minutes", day("Mon 24 May"), day("Tue 22 Jun")),
]
OUTSIDE_THE_HOME = [
    ("referral-decision", day("Thu 26 Aug"), day("Fri 27 Aug")),
    ("assessment", day("Thu 26 Aug"), day("Fri 29 Oct")),
    ("initial-conference", day("Fri 27 Aug"), day("Mon 20 Sep")),
    ("first-core-group", day("Mon 20 Sep"), day("Mon 04 Oct")),
    ("first-review-conference", day("Mon 20 Sep"), day("Mon 20 Dec")),
    ("review-conference", day("Mon 20 Dec"), day("Tue 20 Jun", 2028)),
]
INFANT = [
    ("referral-decision", day("Fri 27 Aug"), day("Tue 31 Aug")),
    ("assessment", day("Fri 27 Aug"), day("Mon 01 Nov")),
    ("initial-conference", day("Sat 28 Aug"), day("Mon 20 Sep")),
    ("medical-report", day("Sun 29 Aug"), day("Thu 02 Sep")),
    ("decision-notice", day("Mon 20 Sep"), day("Tue 21 Sep")),
    ("minutes", day("Mon 20 Sep"), day("Mon 18 Oct")),
]
DISCLOSURE = [
    ("referral-decision", day("Thu 28 Jan"), day("Fri 29 Jan")),
    ("assessment", day("Thu 28 Jan"), day("Mon 05 Apr")),
    ("initial-conference", day("Fri 29 Jan"), day("Fri 19 Feb")),
    ("agency-report", day("Thu 18 Feb"), day("Thu 11 Feb")),
    ("parents-report", day("Thu 18 Feb"), day("Mon 15 Feb")),
    ("decision-notice", day("Thu 18 Feb"), day("Fri 19 Feb")),
    ("minutes", day("Thu 18 Feb"), day("Thu 18 Mar")),
]
REPEATED_CONCERNS = [
    ("referral-decision", day("Fri 28 May"), day("Tue 01 Jun")),
    ("assessment", day("Fri 28 May"), day("Mon 02 Aug")),
    ("escalation", day("Wed 02 Jun"), day("Thu 03 Jun")),
    ("referral-decision", day("Mon 06 Sep"), day("Tue 07 Sep")),
]
# Counted with pencil and the list of holidays: Good Friday 26 and Easter Monday 29 March 2027, 14 and 17 April 2028.
EASTER_AND_LEAP_DAY = [
    ("referral-decision", day("Thu 25 Mar"), day("Tue 30 Mar")),
    ("strategy-discussion", day("Thu 13 Apr", 2028), day("Tue 18 Apr", 2028)),
    ("initial-conference", day("Thu 25 Mar"), day("Mon 19 Apr")),
    ("transfer-in-conference", day("Fri 23 Apr"), day("Mon 17 May")),
    ("first-core-group", day("Thu 25 Mar"), day("Mon 12 Apr")),
    ("assessment", day("Thu 25 Mar"), day("Wed 02 Jun")),
    ("minutes", day("Fri 07 Apr", 2028), day("Wed 10 May", 2028)),
    ("review-conference", day("Tue 31 Aug"), day("Tue 29 Feb", 2028)),
    ("review-conference", day("Tue 29 Feb", 2028), day("Tue 29 Aug", 2028)),
    ("long-plan-review", day("Mon 30 Nov", 2026), day("Tue 29 Feb", 2028)),
    ("pre-birth-conference", day("Wed 31 May", 2028), day("Tue 29 Feb", 2028)),
    # 3 January 2028 stands in for New Year's Day
    ("visit", day("Mon 20 Dec"), day("Thu 06 Jan", 2028)),
]


@pytest.mark.parametrize(
    ("code", "event", "expected"),
    CHRISTMAS + SIBLINGS + OUTSIDE_THE_HOME + INFANT + DISCLOSURE + REPEATED_CONCERNS + EASTER_AND_LEAP_DAY,
)
def test_the_worked_cases_come_out_to_the_day(code, event, expected):
    assert due_on(code, event) == expected


def test_a_review_discussion_would_give_the_date_it_must_never_set():
    assert due_on("initial-conference", day("Wed 12 May")) == day("Thu 03 Jun")


def test_each_level_of_a_disagreement_has_its_own_length():
    raised = day("Wed 02 Jun")
    lengths = {f"level {n}": due_on("escalation", raised, variant=f"level {n}") for n in (1, 2, 3, 4)}
    assert lengths["level 1"] == day("Thu 03 Jun")
    assert lengths["level 2"] == day("Fri 04 Jun")
    assert lengths["level 3"] == lengths["level 4"] == day("Wed 09 Jun")
    assert due_on("escalation", raised, variant="same day") == raised


def test_a_medical_is_due_a_day_after_the_request_and_its_report_by_kind():
    found = due(TIMESCALES["medical-acute"], at("2027-08-28T14:00"), ENGLAND)
    assert found.due_at == at("2027-08-29T14:00")
    examined = day("Sun 29 Aug")
    assert due_on("medical-report", examined, length=Length(5, Unit.WORKING_DAYS)) == day("Mon 06 Sep")
    assert due_on("medical-report", examined, variant="complex") == day("Mon 13 Sep")


def test_fifteen_weekdays_are_not_fifteen_working_days():
    found = due(TIMESCALES["initial-conference"], day("Thu 24 Dec", 2026), ENGLAND)
    assert found.due_on == day("Tue 19 Jan") != day("Thu 14 Jan")
    assert len(found.counted) == 15
    why = dict(found.skipped)
    assert why[date(2026, 12, 25)] == "Christmas Day"
    assert why[date(2026, 12, 28)] == "Boxing Day"
    assert why[date(2027, 1, 1)] == "New Year’s Day"
    assert why[date(2026, 12, 26)] == "Saturday"


def test_a_meeting_due_on_a_sunday_shows_the_friday_and_is_late_on_monday():
    found = due(TIMESCALES["first-review-conference"], day("Mon 18 Jan"), ENGLAND)
    assert (found.due_on, found.last_usable_on) == (day("Sun 18 Apr"), day("Fri 16 Apr"))
    assert found.late_from == at("2027-04-19T00:00")
    assert found.skipped == [(day("Sat 17 Apr"), "Saturday"), (day("Sun 18 Apr"), "Sunday")]


def test_a_meeting_due_at_easter_shows_the_thursday_before():
    found = due(TIMESCALES["first-review-conference"], day("Tue 29 Dec", 2026), ENGLAND)
    assert (found.due_on, found.last_usable_on) == (day("Mon 29 Mar"), day("Thu 25 Mar"))
    assert dict(found.skipped)[day("Mon 29 Mar")] == "Easter Monday"


def test_a_conference_held_on_a_saturday_still_has_its_reports_counted_back():
    assert due_on("agency-report", day("Sat 22 May")) == day("Mon 17 May")


# Second opinions: numpy's business days over every bad fortnight; months by hand

WINDOWS = [
    ("Christmas 2026", date(2026, 12, 18), 21),
    ("Easter 2027", date(2027, 3, 19), 16),
    ("May 2027", date(2027, 4, 29), 10),
    ("Christmas 2027", date(2027, 12, 20), 18),
    ("leap day 2028", date(2028, 2, 25), 9),
    ("Easter 2028", date(2028, 4, 7), 14),
    ("clocks back 2027", date(2027, 10, 29), 6),
    ("two holidays at once 2022", date(2022, 5, 30), 9),
    ("state funeral 2022", date(2022, 9, 14), 9),
    ("coronation 2023", date(2023, 4, 28), 14),
]
STARTS = [start + timedelta(days=n) for _, start, days in WINDOWS for n in range(days)]


@pytest.mark.parametrize("number", [1, 2, 3, 5, 10, 15, 20, 45])
def test_working_days_agree_with_numpy(number):
    """Over 1,000 dates: the n-th working day after day 0, and the n-th before it."""
    days_off = list(HOLIDAYS)
    after = numpy.busday_offset(STARTS, number, roll="backward", holidays=days_off).astype(date)
    before = numpy.busday_offset(STARTS, -number, roll="forward", holidays=days_off).astype(date)
    assert [ENGLAND.add_working_days(start, number) for start in STARTS] == list(after)
    assert [ENGLAND.add_working_days(start, -number) for start in STARTS] == list(before)


def test_inclusive_counting_would_be_noticed():
    """The control: counting the day of the event as day 1 fails on almost every one of those dates."""

    def inclusive(start: date, number: int) -> date:
        return ENGLAND.add_working_days(start - timedelta(days=1), number)

    wrong = [
        start
        for start, number in product(STARTS, (1, 5, 15))
        if ENGLAND.is_working(start)
        and inclusive(start, number)
        != numpy.busday_offset(start, number, roll="backward", holidays=list(HOLIDAYS)).astype(date)
    ]
    assert len(wrong) == sum(3 for start in STARTS if ENGLAND.is_working(start))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2027-11-29", 3, "2028-02-29"),
        ("2028-11-29", 3, "2029-02-28"),
        ("2028-02-29", 6, "2028-08-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-03-31", 3, "2027-06-30"),
        ("2027-05-31", 1, "2027-06-30"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-01-31", 3, "2027-04-30"),
        ("2027-10-31", 6, "2028-04-30"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2027-12-15", 1, "2028-01-15"),
        ("2027-09-20", 3, "2027-12-20"),
        ("2027-05-15", -3, "2027-02-15"),
        ("2027-05-31", -3, "2027-02-28"),
        ("2028-05-31", -3, "2028-02-29"),
        ("2027-01-31", -2, "2026-11-30"),
    ],
)
def test_months_keep_the_day_and_clamp_to_the_months_end(start, months, expected):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(expected)


def test_a_clamped_month_says_so():
    found = due(TIMESCALES["first-review-conference"], date(2026, 11, 30), ENGLAND)
    assert found.due_on == date(2027, 2, 28)
    assert "its last day stands" in found.rule


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        # the night the clocks go forward has 23 hours, the night they go back 25
        ("2027-03-27T14:00+00:00", 72, "2027-03-30T15:00+01:00"),
        ("2027-03-27T14:00+00:00", 24, "2027-03-28T15:00+01:00"),
        ("2027-03-28T00:30+00:00", 1, "2027-03-28T02:30+01:00"),
        ("2027-10-30T14:00+01:00", 72, "2027-11-02T13:00+00:00"),
        ("2027-10-30T14:00+01:00", 24, "2027-10-31T13:00+00:00"),
        ("2027-10-31T00:30+01:00", 1, "2027-10-31T01:30+01:00"),
        ("2027-10-31T01:30+01:00", 1, "2027-10-31T01:30+00:00"),
        ("2026-12-25T02:00+00:00", 72, "2026-12-28T02:00+00:00"),
        ("2028-02-28T23:00+00:00", 24, "2028-02-29T23:00+00:00"),
        ("2027-05-12T10:00+01:00", 4, "2027-05-12T14:00+01:00"),
    ],
)
def test_hours_are_elapsed_hours_over_both_clock_changes(start, hours, expected):
    found = add_hours(datetime.fromisoformat(start), hours)
    assert found.isoformat() == datetime.fromisoformat(expected).isoformat()
    assert found - datetime.fromisoformat(start) == timedelta(hours=hours)


def test_police_protection_ends_after_72_elapsed_hours():
    found = due(TIMESCALES["police-protection"], at("2027-03-27T14:00"), ENGLAND)
    assert found.due_at == found.late_from == at("2027-03-30T15:00")
    assert found.due_at.utcoffset() == timedelta(hours=1)


def test_an_evening_referral_counts_from_that_day_and_not_the_next():
    assert due_on("referral-decision", at("2027-05-12T23:50")) == day("Thu 13 May")
    # five to midnight in UTC is the next day in London in summer
    assert due_on("referral-decision", datetime(2027, 5, 12, 23, 50, tzinfo=UTC)) == day("Fri 14 May")


def test_a_newly_proclaimed_holiday_moves_what_lies_beyond_it():
    proclaimed = calendar_of({**HOLIDAYS, day("Mon 10 May"): "Extra bank holiday"}, published=HOLIDAYS)
    start = day("Fri 30 Apr")
    assert due_on("initial-conference", start) == day("Mon 24 May")
    assert due_on("initial-conference", start, proclaimed) == day("Tue 25 May")
    assert due_on("referral-decision", start, proclaimed) == due_on("referral-decision", start)
    assert due_on("visit", day("Tue 11 May"), proclaimed) == due_on("visit", day("Tue 11 May"))


# Rules with a twist


def test_an_emergency_protection_order_begins_with_its_first_day():
    assert due_on("emergency-protection-order", day("Wed 12 May")) == day("Wed 19 May")
    assert due_on("emergency-protection-extension", day("Wed 19 May")) == day("Wed 26 May")


def test_the_sealed_order_stands_and_the_rule_only_checks_it():
    rule = TIMESCALES["emergency-protection-order"]
    as_sealed = due(rule, day("Wed 12 May"), ENGLAND, given=day("Wed 19 May"))
    assert (as_sealed.due_on, as_sealed.doubt) == (day("Wed 19 May"), "")
    longer = due(rule, day("Wed 12 May"), ENGLAND, given=day("Fri 21 May"))
    assert longer.due_on == day("Fri 21 May")
    assert "Wednesday 19 May 2027" in longer.doubt
    assert "sealed order" in longer.doubt


@pytest.mark.parametrize(
    ("made", "eighth", "noon"),
    [
        (day("Sun 02 May"), day("Sun 09 May"), day("Mon 10 May")),
        (day("Fri 19 Mar"), day("Fri 26 Mar"), day("Sat 27 Mar")),  # Good Friday: a Saturday is no holiday
        (day("Mon 22 Mar"), day("Mon 29 Mar"), day("Tue 30 Mar")),
        # Christmas Day on a Saturday: no bank holiday by itself, and a holiday in this law
        (day("Sat 18 Dec"), day("Sat 25 Dec"), day("Wed 29 Dec")),
    ],
)
def test_an_order_that_would_end_on_a_holiday_may_run_to_noon_of_the_next_other_day(made, eighth, noon):
    rule = TIMESCALES["emergency-protection-order"]
    computed = due(rule, made, ENGLAND)
    assert computed.due_on == eighth
    assert f"noon on {noon:%A} {noon.day} {noon:%B %Y}" in computed.rule
    sealed = datetime.combine(noon, time(12), tzinfo=LONDON)
    as_sealed = due(rule, made, ENGLAND, given=sealed)
    assert (as_sealed.due_at, as_sealed.doubt) == (sealed, "")


def test_the_review_after_a_birth_is_the_earlier_of_two_dates():
    rule, birth = TIMESCALES["post-birth-review"], day("Sat 01 May")
    alone = due(rule, birth, ENGLAND)
    assert alone.due_on == day("Tue 01 Jun")
    conference_first = due(rule, birth, ENGLAND, other=day("Wed 10 Feb"))
    assert conference_first.due_on == day("Mon 10 May")
    assert "Tuesday 1 June 2027" in conference_first.rule
    birth_first = due(rule, birth, ENGLAND, other=day("Wed 21 Apr"))
    assert birth_first.due_on == day("Tue 01 Jun")


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("2027-05-16T02:00", "Mon 17 May"),  # 02:00 on a Sunday
        ("2027-05-18T02:00", "Tue 18 May"),  # the night before that morning
        ("2027-05-18T22:00", "Wed 19 May"),
        ("2027-05-14T22:00", "Mon 17 May"),
        ("2027-05-29T12:00", "Tue 01 Jun"),  # before a bank holiday Monday
    ],
)
def test_a_manager_confirms_an_act_of_the_night_the_next_working_morning(act, expected):
    assert due_on("manager-confirmation", at(act), variant="out of hours") == day(expected)


def test_what_is_due_the_same_day_is_due_that_day_sunday_or_not():
    sunday = day("Sun 16 May")
    for code, variant in [
        ("strategy-discussion", "urgent"),
        ("child-seen", "urgent"),
        ("manager-confirmation", ""),
        ("advice", "urgent"),
    ]:
        found = due(TIMESCALES[code], sunday, ENGLAND, variant=variant)
        assert (found.due_on, found.last_usable_on) == (sunday, sunday)


def test_a_given_date_brings_a_clock_forward_and_never_puts_it_back():
    start = day("Fri 30 Apr")
    assert due_on("assessment", start, given=day("Fri 28 May")) == day("Fri 28 May")
    later = due(TIMESCALES["assessment"], start, ENGLAND, given=day("Fri 30 Jul"))
    assert later.due_on == day("Tue 06 Jul")
    assert "cannot put this one back" in later.rule


def test_a_time_that_the_sender_needs_is_a_clock_of_its_own():
    received, needed = at("2027-05-12T10:00"), at("2027-05-12T15:15")
    assert due(TIMESCALES["safe-before"], received, ENGLAND, given=needed).due_at == needed
    with pytest.raises(ValueError, match="give its date"):
        due(TIMESCALES["safe-before"], received, ENGLAND)


def test_information_is_due_within_hours_or_days():
    rule = TIMESCALES["information-request"]
    assert due(rule, at("2027-05-14T16:30"), ENGLAND, variant="urgent").due_at == at("2027-05-14T20:30")
    assert due_on("information-request", day("Fri 14 May"), variant="section 47") == day("Mon 17 May")
    assert due_on("information-request", day("Fri 14 May"), variant="child in need") == day("Tue 18 May")


def test_a_discussion_by_telephone_comes_back_in_a_week_and_without_health_the_next_day():
    assert due_on("review-strategy", day("Sat 15 May")) == day("Fri 21 May")
    assert due_on("review-strategy", day("Sat 15 May"), variant="without health") == day("Mon 17 May")


def test_beyond_the_published_holidays_a_date_is_provisional():
    assert not due(TIMESCALES["assessment"], date(2028, 10, 1), ENGLAND).provisional
    assert due(TIMESCALES["assessment"], date(2028, 12, 20), ENGLAND).provisional
    assert due(TIMESCALES["review-conference"], date(2028, 7, 1), ENGLAND).provisional
    # hours and the days of an order do not depend on the list
    assert not due(TIMESCALES["police-protection"], at("2029-01-05T10:00"), ENGLAND).provisional
    assert not due(TIMESCALES["emergency-protection-order"], date(2029, 1, 5), ENGLAND).provisional


def test_one_holiday_of_a_far_year_does_not_make_the_years_before_it_known():
    far = calendar_of({**HOLIDAYS, date(2035, 5, 7): "Jubilee"}, published=HOLIDAYS)
    assert due(TIMESCALES["assessment"], date(2029, 5, 1), far).provisional


# Local values


@pytest.mark.parametrize(
    ("code", "length", "allowed"),
    [
        ("visit", Length(15, Unit.WORKING_DAYS), True),
        ("visit", Length(2, Unit.WEEKS), True),
        ("decision-notice", Length(2, Unit.WORKING_DAYS), True),
        ("initial-conference", Length(10, Unit.WORKING_DAYS), True),
        ("initial-conference", Length(20, Unit.WORKING_DAYS), False),
        ("initial-conference", Length(15, Unit.DAYS), False),
        ("police-protection", Length(96, Unit.HOURS), False),
        ("police-protection", Length(48, Unit.HOURS), True),
        ("medical-acute", Length(36, Unit.HOURS), False),
        ("agency-report", Length(1, Unit.WORKING_DAYS), False),
        ("agency-report", Length(1, Unit.WORKING_DAYS, before=True), True),
        ("safe-before", Length(1, Unit.HOURS), False),
        ("visit", Length(-1, Unit.WORKING_DAYS), False),
    ],
)
def test_an_area_sets_its_defaults_and_only_shortens_what_the_law_sets(code, length, allowed):
    refusal = TIMESCALES[code].refuses(length)
    assert (refusal == "") is allowed, refusal
    if not allowed and code != "safe-before":
        with pytest.raises(ValueError, match=re.escape(refusal)):
            due(TIMESCALES[code], at("2027-05-12T10:00"), ENGLAND, length=length)


# The table


def test_the_table_holds_every_clock_with_its_kind_owner_and_source():
    codes = """
        first-risk-look safe-before referral-decision referrer-told strategy-discussion strategy-record
        review-strategy manager-confirmation child-seen enquiry-outcome assessment initial-conference
        transfer-in-conference agency-report parents-report decision-notice minutes first-core-group
        core-group first-review-conference review-conference post-birth-review visit medical-acute
        medical-report information-request police-protection emergency-protection-order
        emergency-protection-extension return-interview serious-incident-notification rapid-review
        local-review advice escalation escalation-reply
        medical-planned sarc-called preliminary-opinion abe-interview pre-birth-conference long-plan-review
        second-plan-review support-plan-accepted support-plan-review minutes-correction conference-complaint
        court-order protective-condition pre-proceedings
    """
    assert sorted(TIMESCALES) == sorted(codes.split())
    for code, row in TIMESCALES.items():
        assert row.code == code
        assert row.kind in Kind
        assert all([row.label, row.counts_from, row.stopped_by, row.owner, row.source]), code
        assert "" in row.lengths or row.given == "only", f"{code} has no ordinary length"


def test_every_length_reads_back_as_it_was_kept():
    for row in TIMESCALES.values():
        for length in row.lengths.values():
            assert Length.parse(length.key) == length


def test_an_unknown_variant_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match="without health"):
        due(TIMESCALES["review-strategy"], day("Wed 12 May"), ENGLAND, variant="nonsense")


def test_hours_are_not_counted_from_a_day_without_its_time():
    with pytest.raises(ValueError, match="give the moment"):
        due(TIMESCALES["police-protection"], day("Wed 12 May"), ENGLAND)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(TIMESCALES["visit"], datetime(2027, 5, 12, 10), ENGLAND)  # noqa: DTZ001


# Sentences

NOW = at("2027-05-12T11:30")


@pytest.mark.parametrize(
    ("code", "start", "expected"),
    [
        ("visit", day("Mon 26 Apr"), "Late by 1 working day, was due Tuesday 11 May"),
        ("visit", day("Fri 23 Apr"), "Late by 2 working days, was due Monday 10 May"),
        ("referral-decision", day("Tue 11 May"), "Due today, 5pm"),
        ("referral-decision", day("Wed 12 May"), "Due tomorrow, 5pm, Thursday 13 May"),
        ("initial-conference", day("Fri 30 Apr"), "In 8 working days, Monday 24 May"),
        ("review-conference", day("Thu 12 Nov", 2026), "Due today, 5pm"),
        ("review-conference", day("Tue 15 Dec", 2026), "In 23 working days, Tuesday 15 June"),
        ("first-review-conference", day("Tue 02 Mar"), "In 14 working days, Wednesday 2 June"),
        (
            "review-conference",
            day("Fri 30 Jul"),
            "In 182 working days, Friday 28 January 2028 (due Sunday 30 January 2028, no working day)",
        ),
        ("medical-acute", at("2027-05-11T12:00"), "Due in 30 minutes, noon today"),
        ("medical-acute", at("2027-05-11T14:30"), "Due today, 2:30pm"),
        ("medical-acute", at("2027-05-12T11:00"), "Due tomorrow, 11am, Thursday 13 May"),
        ("medical-acute", at("2027-05-11T09:15"), "Late by 2 hours, was due 9:15am today"),
        ("police-protection", at("2027-05-12T11:00"), "In 3 days, 11am, Saturday 15 May"),
        (
            "assessment",
            date(2028, 12, 20),
            "In 455 working days, Friday 23 February 2029 (provisional: beyond the list of bank holidays)",
        ),
    ],
)
def test_a_clock_is_a_sentence(code, start, expected):
    assert sentence(due(TIMESCALES[code], start, ENGLAND), NOW, ENGLAND) == expected


def test_a_weekend_due_day_is_announced_by_its_last_working_day():
    found = due(TIMESCALES["first-review-conference"], day("Mon 18 Jan"), ENGLAND)
    tail = " (due Sunday 18 April, no working day)"

    def say(moment: str) -> str:
        return sentence(found, at(moment), ENGLAND)

    assert say("2027-04-15T09:00") == f"Last working day is tomorrow, 5pm, Friday 16 April{tail}"
    assert say("2027-04-16T09:00") == f"Last working day is today, 5pm{tail}"
    assert say("2027-04-17T09:00") == "Due Sunday 18 April; the last working day was Friday 16 April"
    assert say("2027-04-18T23:59") == "Due today; the last working day was Friday 16 April"
    assert say("2027-04-19T00:00") == "Late by 1 working day, was due Sunday 18 April"


def test_what_fell_due_on_friday_is_late_on_saturday_by_no_working_day_yet():
    found = due(TIMESCALES["visit"], day("Fri 30 Apr"), ENGLAND)
    assert found.due_on == day("Mon 17 May")
    friday = due(TIMESCALES["visit"], day("Thu 29 Apr"), ENGLAND)
    assert sentence(friday, at("2027-05-15T08:00"), ENGLAND) == "Late, was due Friday 14 May"


def test_the_closing_time_is_the_areas_own():
    early = Calendar(
        HOLIDAYS,
        date(2012, 1, 1),
        date(2028, 12, 31),
        closings=((date(2027, 1, 1), london(date(2027, 1, 1)).time().replace(hour=16, minute=30)),),
    )
    found = due(TIMESCALES["referral-decision"], day("Tue 11 May"), early)
    assert sentence(found, NOW, early) == "Due today, 4:30pm"


# When it speaks


def moments(code: str, start: date, **more) -> dict[str, datetime]:
    found = due(TIMESCALES[code], start, ENGLAND, **more)
    begun = start if isinstance(start, datetime) else london(start)
    return {one.name: one.at for one in thresholds(TIMESCALES[code], found, begun, ENGLAND)}


def test_a_day_clock_warns_at_three_and_one_working_days_then_nine_oclock_then_midnight():
    assert moments("initial-conference", day("Fri 30 Apr")) == {
        "3 working days before": at("2027-05-19T09:00"),
        "1 working days before": at("2027-05-21T09:00"),
        "due": at("2027-05-24T09:00"),
        "late": at("2027-05-25T00:00"),
        "manager": at("2027-05-26T00:00"),
        "head of service": at("2027-05-28T00:00"),
    }


def test_a_day_clock_of_the_same_day_speaks_at_once_and_not_before_it_began():
    assert moments("strategy-discussion", at("2027-05-12T15:20"), variant="urgent") == {
        "due": at("2027-05-12T15:20"),
        "late": at("2027-05-13T00:00"),
        "manager": at("2027-05-14T00:00"),
        "head of service": at("2027-05-18T00:00"),
    }


def test_warnings_of_a_meeting_due_on_a_sunday_look_to_the_friday():
    found = moments("first-review-conference", day("Mon 18 Jan"))
    assert found["3 working days before"] == at("2027-04-13T09:00")
    assert found["due"] == at("2027-04-16T09:00")
    assert found["late"] == at("2027-04-19T00:00")


def test_police_protection_warns_at_24_48_and_60_hours_and_tells_the_manager_when_it_ends():
    start = at("2027-05-12T10:00")
    found = due(TIMESCALES["police-protection"], start, ENGLAND)
    spoken = thresholds(TIMESCALES["police-protection"], found, start, ENGLAND)
    assert [(one.name, (one.at - start).total_seconds() / 3600) for one in spoken[:4]] == [
        ("24 hours", 24),
        ("48 hours", 48),
        ("60 hours", 60),
        ("late", 72),
    ]
    assert "supervising manager" in spoken[3].tell
    assert spoken[4].tell == ("head of service",)


def test_an_hour_clock_speaks_at_half_and_with_a_quarter_left():
    found = moments("medical-acute", at("2027-05-12T10:00"))
    assert found["half"] == at("2027-05-12T22:00")
    assert found["a quarter left"] == at("2027-05-13T04:00")
    assert found["late"] == at("2027-05-13T10:00")


def test_every_rule_is_a_timescale_of_its_own_code():
    assert all(isinstance(row, Timescale) for row in TIMESCALES.values())
