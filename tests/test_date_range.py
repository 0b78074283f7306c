from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.types import DateRange

DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 29))
RANGES = st.tuples(st.none() | DAYS, st.none() | DAYS).map(
    lambda ends: DateRange(*sorted(ends)) if None not in ends else DateRange(*ends)  # type: ignore[type-var]
)
ALL = DateRange()


@given(RANGES, RANGES, DAYS)
def test_a_day_is_in_the_intersection_if_it_is_in_both(one: DateRange, other: DateRange, day: date) -> None:
    assert (day in one & other) == (day in one and day in other)


@given(RANGES, RANGES, RANGES)
def test_intersection_knows_no_order(one: DateRange, two: DateRange, three: DateRange) -> None:
    assert one & two == two & one
    assert (one & two) & three == one & (two & three)
    assert one & one == one & ALL == one


@given(RANGES, RANGES, DAYS)
def test_the_hull_holds_both_and_no_smaller_range_does(one: DateRange, other: DateRange, day: date) -> None:
    hull = one.hull(other)
    assert hull == other.hull(one)
    assert hull & one == one
    assert hull & other == other
    assert hull.start in (one.start, other.start)
    assert hull.end in (one.end, other.end)
    assert one.hull(ALL) == ALL


@given(RANGES, RANGES)
def test_ranges_overlap_if_they_share_a_day(one: DateRange, other: DateRange) -> None:
    shared = any(day in one and day in other for day in DateRange(date(2019, 12, 1), date(2020, 3, 31)).each_day())
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(DAYS, st.integers(0, 40))
def test_each_day_is_told_once(start: date, length: int) -> None:
    days = list(DateRange(start, start + timedelta(length)).each_day())
    assert days == sorted(set(days))
    assert len(days) == length + 1
    assert list(DateRange(start, None).each_day()) == []


def test_one_day_alone() -> None:
    day = date(2021, 3, 24)
    assert DateRange.on(day) == DateRange(day, day)
    assert DateRange.on(day).only_day == day
    assert DateRange(day, None).only_day is None
    assert DateRange(day, day + timedelta(1)).only_day is None
    assert ALL.only_day is None
