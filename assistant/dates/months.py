"""Calendar periods as ranges of days. A week runs from Monday to Sunday."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from assistant.types import DateRange


def day_range(day: date) -> DateRange:
    """That day alone."""
    return DateRange(day, day)


def week_range(day: date) -> DateRange:
    """The week that holds `day`."""
    monday = day - timedelta(day.weekday())
    return DateRange(monday, monday + timedelta(6))


def month_range(year: int, month: int) -> DateRange:
    """A whole month."""
    return DateRange(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def quarter_range(year: int, quarter: int) -> DateRange:
    """A quarter of a year, counted from 1."""
    return DateRange(date(year, 3 * quarter - 2, 1), month_range(year, 3 * quarter).end)


def year_range(year: int) -> DateRange:
    """A whole year."""
    return DateRange(date(year, 1, 1), date(year, 12, 31))


def shift_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
