"""A range of days, and calendar arithmetic on whole days: weeks, months, quarters, years, and parts of them.

A week runs from Monday to Sunday and belongs to the month and year that hold its Thursday (ISO 8601 for years).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Literal


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both inclusive; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None

    def __and__(self, other: DateRange) -> DateRange:
        """The days that lie in both ranges; where there are none, it starts after its end and holds no day."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return DateRange(max(starts, default=None), min(ends, default=None))

    def hull(self, other: DateRange) -> DateRange:
        """From the first day of either range to the last; a side that is open in one of them is open."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return DateRange(start, end)

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two ranges have a day in common."""
        both = self & other
        return both.start is None or both.end is None or both.start <= both.end

    def each_day(self) -> Iterator[date]:
        """Its days, one after the other; none where a side is open."""
        if self.start is not None and self.end is not None:
            for number in range((self.end - self.start).days + 1):
                yield self.start + timedelta(number)

    @property
    def only_day(self) -> date | None:
        """The day, where the range is one day alone."""
        return self.start if self.start == self.end else None

    @classmethod
    def on(cls, day: date) -> DateRange:
        """That day alone."""
        return cls(day, day)


Unit = Literal["day", "weekend", "week", "fortnight", "month", "quarter", "half", "year", "decade", "century"]
PartOfTime = Literal["early", "mid", "late", "beginning", "middle", "end"]

ONE_DAY = timedelta(days=1)
_MONTHS_IN: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN: dict[Unit, int] = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inclusive. `deictic`: it was counted from the day of asking."""

    start: date
    end: date
    unit: Unit
    deictic: bool = False

    @property
    def days(self) -> DateRange:
        """The same days as a `DateRange`."""
        return DateRange(self.start, self.end)


def real_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it has no such day. OverflowError past year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, step: int, unit: Unit) -> date:
    """`day` moved by `step` units: days and weeks are counted, months and longer keep the day of the month."""
    if unit in _DAYS_IN:
        return day + timedelta(days=step * _DAYS_IN[unit])
    return shift_months(day, step * _MONTHS_IN[unit])


def whole_unit(unit: Unit, year: int, month: int = 1) -> Period:
    """The month, quarter, half, year, decade or century that begins with `month`."""
    first = date(year, month, 1)
    last = shift_months(first, _MONTHS_IN[unit] - 1)
    return Period(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]), unit)


def around(day: date, unit: Unit, step: int = 0) -> Period:
    """The calendar unit that holds `day`, or lies `step` units from it; its weekend is that of its week."""
    day = shift(day, step, unit)
    monday = day - timedelta(days=day.weekday())
    match unit:
        case "day":
            return Period(day, day, unit)
        case "week" | "fortnight":
            return Period(monday, monday + timedelta(days=_DAYS_IN[unit] - 1), unit)
        case "weekend":
            return Period(monday + timedelta(days=5), monday + timedelta(days=6), unit)
        case "decade" | "century":
            years = _MONTHS_IN[unit] // 12
            first = day.year // years * years
            return Period(date(max(first, 1), 1, 1), date(first + years - 1, 12, 31), unit)
        case _:
            return whole_unit(unit, day.year, (day.month - 1) // _MONTHS_IN[unit] * _MONTHS_IN[unit] + 1)


def units_within(outer: Period, unit: Unit) -> list[Period]:
    """The calendar units that belong to `outer`, in order; a week belongs where its Thursday lies."""
    decisive = timedelta(days={"week": 3, "weekend": -2}.get(unit, 0))  # counted from the unit's first day
    units = (around(outer.start, unit, step) for step in count())
    inside = takewhile(lambda each: each.start + decisive <= outer.end, units)
    return [each for each in inside if outer.start <= each.start + decisive]


def nth_weekday(outer: Period, weekday: int, nth: int) -> Period | None:
    """The nth (1 …, or -1 for the last) Monday (0) … Sunday (6) in `outer`, or None when there is no such day."""
    if nth > 0:
        day = outer.start + timedelta(days=(weekday - outer.start.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = outer.end - timedelta(days=(outer.end.weekday() - weekday) % 7 - 7 * (nth + 1))
    return Period(day, day, "day") if outer.start <= day <= outer.end else None


def part_of(outer: Period, part: PartOfTime) -> Period:
    """The early, middle or late part of a period, as the words are commonly meant.

    Months split at the 15th, their middle is the 10th to the 20th; "early" and "late" in a year are its halves,
    its beginning, middle and end are four months each. Other periods fall into overlapping or plain thirds.
    """
    days = (outer.end - outer.start).days + 1
    early, late = part in ("early", "beginning"), part in ("late", "end")
    if outer.unit == "year":
        length = 6 if part in ("early", "late") else 4
        start = shift_months(outer.start, 0 if early else 12 - length if late else 4)
        return Period(start, shift_months(start, length) - ONE_DAY, "day", outer.deictic)
    if outer.unit == "month":
        first, last = (0, 14) if early else (15, days - 1) if late else (9, 19)
    elif outer.unit == "week":
        first, last = (0, 2) if early else (3, 6) if late else (1, 4)
    elif days >= 3:
        third = days // 3
        first, last = (0, third - 1) if early else (days - third, days - 1) if late else (third, days - third - 1)
    else:
        return outer
    return Period(outer.start + timedelta(first), outer.start + timedelta(last), "day", outer.deictic)


def rolling(as_of: date, number: int, unit: Unit) -> Period:
    """The last (number < 0) or next (number > 0) units, counted from `as_of`.

    Days to months are counted back from today, which belongs to the last ones; quarters, decades and
    centuries are whole calendar ones.
    """
    if unit in ("quarter", "half", "decade", "century", "weekend"):
        current = around(as_of, unit)
        if number < 0:
            return Period(shift(current.start, number, unit), current.start - ONE_DAY, unit, True)
        end = shift(current.start, number + 1, unit) - ONE_DAY
        return Period(shift(current.start, 1, unit), end, unit, True)
    if number < 0:
        return Period(shift(as_of, number, unit), as_of, unit, True)
    return Period(as_of + ONE_DAY, shift(as_of, number, unit), unit, True)
