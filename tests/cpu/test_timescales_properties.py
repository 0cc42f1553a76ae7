"""What holds for every date, not only for those somebody thought of."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cpu.calendars import LONDON, Calendar, calendar_of, packaged_holidays
from cpu.deadlines import Due, Length, Unit, due, sentence, thresholds
from cpu.timescales import TIMESCALES

HOLIDAYS = packaged_holidays()
ENGLAND = calendar_of(HOLIDAYS)
DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2012, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
COUNTED = [
    (code, variant)
    for code, row in TIMESCALES.items()
    for variant, length in row.lengths.items()
    if length.unit != Unit.HOURS
]
HOURS = [code for code, row in TIMESCALES.items() if any(x.unit == Unit.HOURS for x in row.lengths.values())]
RULES = st.sampled_from(COUNTED)


def length_of(code: str, variant: str) -> Length:
    found = TIMESCALES[code].length(variant)
    assert found
    return found


def day_of(code: str, start: date, variant: str, calendar: Calendar = ENGLAND) -> tuple[Due, date]:
    """The answer, and the day on which it is due."""
    found = due(TIMESCALES[code], start, calendar, variant=variant)
    assert found.due_on
    return found, found.due_on


settings.register_profile("clocks", max_examples=150, deadline=None)
settings.load_profile("clocks")


@given(RULES, DAYS)
def test_a_later_event_is_never_due_earlier(rule, start):
    code, variant = rule
    first, first_on = day_of(code, start, variant)
    second, second_on = day_of(code, start + timedelta(days=1), variant)
    assert first_on <= second_on
    assert first.last_usable_on <= second.last_usable_on


@given(RULES, DAYS)
def test_working_days_end_on_a_working_day_and_every_meeting_has_one(rule, start):
    code, variant = rule
    length = length_of(code, variant)
    found, on = day_of(code, start, variant)
    if length.unit in (Unit.WORKING_DAYS, Unit.WORKING_MORNING) and length.number:
        assert ENGLAND.is_working(on)
    if length.unit in (Unit.WEEKS, Unit.MONTHS):
        assert ENGLAND.is_working(found.last_usable_on)
        assert found.last_usable_on <= on


@given(RULES, DAYS, DAYS)
def test_one_more_holiday_never_brings_a_date_forward(rule, start, extra):
    """Nor, counting back from a conference, later."""
    code, variant = rule
    more = calendar_of({**HOLIDAYS, extra: "Extra"}, published=HOLIDAYS)
    _, first = day_of(code, start, variant)
    _, second = day_of(code, start, variant, more)
    assert second <= first if TIMESCALES[code].before else second >= first


@given(RULES, DAYS)
def test_every_day_passed_is_either_counted_or_skipped_with_its_reason(rule, start):
    code, variant = rule
    found, on = day_of(code, start, variant)
    if length_of(code, variant).unit != Unit.WORKING_DAYS:
        return
    between = abs((on - start).days)
    assert len(found.counted) + len(found.skipped) == between
    assert len(set(found.counted) | {day for day, _ in found.skipped}) == between
    assert all(why for _, why in found.skipped)
    assert len(found.counted) == length_of(code, variant).number


@given(st.sampled_from(HOURS), MOMENTS)
def test_hours_are_exact_whatever_the_season(code, start):
    row = TIMESCALES[code]
    variant = next(name for name, length in row.lengths.items() if length.unit == Unit.HOURS)
    found = due(row, start, ENGLAND, variant=variant)
    assert found.due_at
    assert found.due_at - start == timedelta(hours=row.lengths[variant].number)
    assert found.due_at.tzinfo is LONDON


@given(RULES, MOMENTS, MOMENTS)
def test_any_clock_at_any_moment_has_a_sentence_that_is_late_exactly_when_it_is(rule, start, now):
    code, variant = rule
    found = due(TIMESCALES[code], start, ENGLAND, variant=variant)
    said = sentence(found, now, ENGLAND)
    assert said.startswith("Late") == (now >= found.late_from)


@given(RULES, MOMENTS)
def test_nobody_is_warned_before_the_event_and_nobody_told_late_before_it_is(rule, start):
    code, variant = rule
    row = TIMESCALES[code]
    found = due(row, start, ENGLAND, variant=variant)
    spoken = thresholds(row, found, start, ENGLAND)
    assert [one.at for one in spoken] == sorted(one.at for one in spoken)
    assert len({one.name for one in spoken}) == len(spoken)
    if not row.before:
        assert all(one.at >= start for one in spoken)
    assert all(
        one.at >= found.late_from for one in spoken if one.name not in ("due",) and "before" not in one.name
    )
