"""The laws of the calendar, over any day of any year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calendar import (
    PartOfTime,
    Period,
    Unit,
    around,
    nth_weekday,
    part_of,
    real_day,
    rolling,
    shift,
    shift_months,
    units_within,
    whole_unit,
)
from assistant.types import DateRange

DAYS = st.dates(date(1000, 1, 1), date(9000, 12, 31))
UNITS = st.sampled_from(get_args(Unit))
STEPS = st.integers(-100, 100)


@given(DAYS, st.integers(-2400, 2400))
def test_months_there_and_back_lead_to_the_same_day_or_the_end_of_a_shorter_month(day: date, months: int) -> None:
    there = shift_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day
    back = shift_months(there, -months)
    assert back == day if there.day == day.day else back.replace(day=1) == day.replace(day=1)


def test_the_last_day_of_a_month_stays_inside_of_the_next() -> None:
    assert shift_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert shift_months(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert shift_months(date(2021, 3, 31), -1) == date(2021, 2, 28)


@pytest.mark.parametrize("months", [-1, 12 * 9999])
def test_there_is_nothing_before_the_year_1_and_after_9999(months: int) -> None:
    with pytest.raises(OverflowError):
        shift_months(date(1, 1, 1), months)


@given(DAYS, st.sampled_from(("day", "week", "fortnight")), STEPS)
def test_counted_days_and_weeks_lead_back_to_the_day(day: date, unit: Unit, step: int) -> None:
    assert shift(shift(day, step, unit), -step, unit) == day


@given(DAYS, UNITS)
def test_a_unit_holds_its_day_and_is_the_same_for_each_of_its_days(day: date, unit: Unit) -> None:
    period = around(day, unit)
    assert period.unit == unit
    assert day in period.days or unit == "weekend"
    for each in (period.start, period.end):
        assert around(each, unit) == period or unit == "fortnight"


@given(DAYS, st.sampled_from([unit for unit in get_args(Unit) if unit != "weekend"]), st.integers(-8, 8))
def test_units_follow_each_other_without_a_gap(day: date, unit: Unit, step: int) -> None:
    before, after = around(day, unit, step), around(day, unit, step + 1)
    assert after.start - before.end == timedelta(1) or unit == "fortnight"


def test_there_is_no_year_0() -> None:
    assert around(date(5, 5, 5), "decade").days == days("0001-01-01", "0009-12-31")
    assert around(date(9995, 5, 5), "decade").end == date.max


@given(DAYS)
def test_weeks_begin_on_monday_and_weekends_on_saturday(day: date) -> None:
    assert around(day, "week").start.isoweekday() == 1
    weekend = around(day, "weekend")
    assert (weekend.start.isoweekday(), weekend.end.isoweekday()) == (6, 7)
    assert weekend.end == around(day, "week").end


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_whole_month_ends_the_day_before_the_next(year: int, month: int) -> None:
    period = whole_unit("month", year, month)
    assert period.start == date(year, month, 1)
    assert period.end == date.max or (period.end + timedelta(1)).day == 1


def days(first: str, last: str) -> DateRange:
    return DateRange(date.fromisoformat(first), date.fromisoformat(last))


def test_whole_periods() -> None:
    assert whole_unit("quarter", 2021, 4).days == DateRange(
        date.fromisoformat("2021-04-01"), date.fromisoformat("2021-06-30")
    )
    assert whole_unit("year", 9999).end == date.max
    assert whole_unit("decade", 1970).days == days("1970-01-01", "1979-12-31")
    assert whole_unit("century", 1800).days == days("1800-01-01", "1899-12-31")


@given(DAYS, st.sampled_from(("month", "quarter", "year")), st.sampled_from(("day", "week", "weekend", "month")))
def test_the_units_within_a_period_are_in_order_and_each_belongs_to_one(day: date, outer: Unit, unit: Unit) -> None:
    here, there = around(day, outer), around(day, outer, 1)
    inside, next_inside = units_within(here, unit), units_within(there, unit)
    together = [*inside, *next_inside]
    assert all(earlier.start < later.start for earlier, later in pairwise(together))
    assert all(around(each.start, unit) == each for each in together)
    # none is lost at the border
    assert around(inside[-1].start, unit, 1) == next_inside[0]


@given(DAYS, st.sampled_from(("month", "quarter", "year")), st.integers(0, 6), st.integers(1, 4))
def test_the_nth_weekday_counted_from_either_end(day: date, unit: Unit, weekday: int, nth: int) -> None:
    outer = around(day, unit)
    found = nth_weekday(outer, weekday, nth)
    assert found is not None
    assert found.start.weekday() == weekday
    assert found.start in outer.days
    assert (found.start - outer.start).days // 7 == nth - 1
    last = nth_weekday(outer, weekday, -1)
    assert last is not None
    assert outer.end - last.start < timedelta(7)
    assert nth_weekday(outer, weekday, 60) is None


@given(DAYS, UNITS, st.sampled_from(get_args(PartOfTime)))
def test_a_part_lies_inside_of_the_whole(day: date, unit: Unit, part: PartOfTime) -> None:
    outer = around(day, unit)
    inner = part_of(outer, part)
    assert outer.start <= inner.start <= inner.end <= outer.end
    if part in ("early", "beginning"):
        assert inner.start == outer.start
    if part in ("late", "end"):
        assert inner.end == outer.end


@given(DAYS, st.sampled_from(("day", "week", "month", "year")), st.integers(1, 100))
def test_the_last_and_the_next_units_meet_at_today(as_of: date, unit: Unit, number: int) -> None:
    last, coming = rolling(as_of, -number, unit), rolling(as_of, number, unit)
    assert (last.end, coming.start) == (as_of, as_of + timedelta(1))
    assert last.deictic
    assert coming.deictic


@given(DAYS, st.sampled_from(("quarter", "half", "decade")), st.integers(1, 9))
def test_the_last_quarters_are_whole_ones(as_of: date, unit: Unit, number: int) -> None:
    last, coming = rolling(as_of, -number, unit), rolling(as_of, number, unit)
    assert last.end + timedelta(1) == around(as_of, unit).start
    assert last.start == around(as_of, unit, -number).start
    assert coming == Period(around(as_of, unit, 1).start, around(as_of, unit, number).end, unit, True)


def test_a_day_that_the_calendar_does_not_have() -> None:
    assert real_day(2020, 2, 29) == date(2020, 2, 29)
    assert real_day(2021, 2, 29) is None
    assert real_day(2021, 13, 1) is None
