"""Calendar arithmetic on whole days: weeks, months, quarters, years, and parts of them.

A week runs from Monday to Sunday and belongs to the month and year that hold its Thursday (ISO 8601 for years).
Seasons are the meteorological ones of the northern hemisphere.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.types import DateRange

Unit = Literal["day", "weekend", "week", "fortnight", "month", "quarter", "half", "year", "decade", "century"]
Part = Literal["early", "mid", "late", "beginning", "middle", "end"]

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

    def contains(self, other: Period) -> bool:
        """Whether every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end


def shift_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it has no such day. OverflowError past year 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, count: int, unit: Unit) -> date:
    """`day` moved by `count` units: days and weeks are counted, months and longer keep the day of the month."""
    if unit in _DAYS_IN:
        return day + timedelta(days=count * _DAYS_IN[unit])
    return shift_months(day, count * _MONTHS_IN[unit])


def months(year: int, month: int, count: int, unit: Unit) -> Period:
    """`count` whole months from the first of `month` on."""
    first = date(year, month, 1)
    return Period(first, shift_months(first, count) - timedelta(days=1), unit)


def around(day: date, unit: Unit) -> Period:
    """The calendar unit that holds `day`; its weekend is the Saturday and Sunday of its week."""
    monday = day - timedelta(days=day.weekday())
    match unit:
        case "day":
            return Period(day, day, unit)
        case "week" | "fortnight":
            return Period(monday, monday + timedelta(days=_DAYS_IN[unit] - 1), unit)
        case "weekend":
            return Period(monday + timedelta(days=5), monday + timedelta(days=6), unit)
        case "decade" | "century":
            span = _MONTHS_IN[unit] // 12
            return months(max(day.year // span * span, 1), 1, _MONTHS_IN[unit], unit)
        case _:
            length = _MONTHS_IN[unit]
            return months(day.year, (day.month - 1) // length * length + 1, length, unit)


def units_within(outer: Period, unit: Unit) -> list[Period]:
    """The calendar units that belong to `outer`, in order; a week belongs where its Thursday lies."""
    marker = timedelta(days=3) if unit in ("week", "weekend") else timedelta()
    found = []
    current = around(outer.start, unit)
    if unit == "weekend":
        current = Period(current.start - timedelta(days=5), current.end, unit)
    while current.start + marker <= outer.end:
        if outer.start <= current.start + marker:
            found.append(around(current.start, unit))
        current = Period(shift(current.start, 1, unit), current.end, unit)
    return found


def nth_weekday(outer: Period, weekday: int, nth: int) -> Period | None:
    """The nth (1 …, or -1 for the last) Monday (0) … Sunday (6) in `outer`, or None when there is no such day."""
    if nth > 0:
        day = outer.start + timedelta(days=(weekday - outer.start.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = outer.end - timedelta(days=(outer.end.weekday() - weekday) % 7 - 7 * (nth + 1))
    return Period(day, day, "day") if outer.start <= day <= outer.end else None


def part_of(whole: Period, part: Part) -> Period:
    """The early, middle or late part of a period, as the words are commonly meant.

    Months split at the 15th, their middle is the 10th to the 20th; "early" and "late" in a year are its halves,
    its beginning, middle and end are four months each. Other periods fall into overlapping or plain thirds.
    """
    days = (whole.end - whole.start).days + 1
    early, late = part in ("early", "beginning"), part in ("late", "end")
    start, end = whole.start, whole.end
    if whole.unit == "month":
        bounds = (0, 14) if early else (15, days - 1) if late else (9, 19)
        start, end = whole.start + timedelta(days=bounds[0]), whole.start + timedelta(days=bounds[1])
    elif whole.unit == "year":
        length = 6 if part in ("early", "late") else 4
        first = 0 if early else 12 - length if late else 4
        start = shift_months(whole.start, first)
        end = shift_months(start, length) - timedelta(days=1)
    elif whole.unit == "week":
        bounds = (0, 2) if early else (3, 6) if late else (1, 4)
        start, end = whole.start + timedelta(days=bounds[0]), whole.start + timedelta(days=bounds[1])
    elif days >= 3:
        third = days // 3
        bounds = (0, third - 1) if early else (days - third, days - 1) if late else (third, days - third - 1)
        start, end = whole.start + timedelta(days=bounds[0]), whole.start + timedelta(days=bounds[1])
    return Period(start, end, whole.unit if days < 3 else "day", whole.deictic)


def rolling(as_of: date, count: int, unit: Unit) -> Period:
    """The last (count < 0) or next (count > 0) units, counted from `as_of`.

    Days to months are counted back from today, which belongs to the last ones; quarters, decades and
    centuries are whole calendar ones.
    """
    if unit in ("quarter", "half", "decade", "century", "weekend"):
        current = around(as_of, unit)
        if count < 0:
            return Period(shift(current.start, count, unit), current.start - timedelta(days=1), unit, True)
        return Period(
            shift(current.start, 1, unit), shift(current.start, count + 1, unit) - timedelta(days=1), unit, True
        )
    if count < 0:
        return Period(shift(as_of, count, unit), as_of, unit, True)
    return Period(as_of + timedelta(days=1), shift(as_of, count, unit), unit, True)


def season(year: int, name: str) -> Period:
    """Three months; winter begins in December of `year`."""
    return months(year, {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name], 3, "quarter")
