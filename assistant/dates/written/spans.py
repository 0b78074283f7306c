"""Weeks, quarters, seasons and ranges of days that a document gives as its date: only their month or year is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.dates.written.in_line import date_at
from assistant.dates.written.phrases import YEAR, WrittenDate

_WEEK = re.compile(
    rf"(?:(?:calendar\s)?week|kw|cw|wk|semaine|semana|settimana|vecka|uge|uke|viikko|tydzień)\.?\s?(?:no\.?\s|n°\s)?(?P<w>\d{{1,2}})"
    rf"(?:,|\s?/|-|\s?\()?\s?(?:of\s|de\s|del\s)?(?P<y>{YEAR})\)?(?!\d)|(?P<iso>{YEAR})-?W(?P<iso_w>\d\d)(?:-[1-7])?(?!\d)",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(
    rf"(?:q[1-4]|[1-4]q|h[12]|(?:first|second|third|fourth|1st|2nd|3rd|4th)\s(?:quarter|half)|spring|summer|autumn|fall"
    rf"|[1-4]\.\s?quartal|frühling|frühjahr|sommer|herbst|printemps|été|automne|primavera|verano|otoño|estate|autunno"
    rf"|[^\W\d_]{{3,12}}\.?\s?[-–/]\s?(?=[^\W\d_]{{3,12}}\.?\s{YEAR}))[,/]?\s?(?:of\s)?(?:[^\W\d_]{{3,12}}\.?\s)?(?P<y>{YEAR})(?!\d)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\d{1,2}\.?\s?[-–—/]\s?(?=\d{1,2}\.?\s[^\W\d_])")
_DAYS_BEHIND = re.compile(rf"(?P<month>[^\W\d_]+\.?)\s\d{{1,2}}\s?[-–—]\s?\d{{1,2}},?\s(?P<y>{YEAR})(?!\d)")


def span_at(text: str, position: int = 0) -> WrittenDate | None:
    """The span written at this position: as a month, where it lies in one, or as its year."""
    week = _WEEK.match(text, position)
    if week:
        return _week(week)
    days = _DAYS.match(text, position)
    last = date_at(text, days.end()) if days else None
    if days and last and last.precision == "day" and last.year and last.month:
        return _coarse(text, days.start(), last.end, last.year, last.month)
    behind = _DAYS_BEHIND.match(text, position)
    month = date_at(f"{behind['month']} {behind['y']}") if behind else None
    if behind and month and month.precision == "month":
        return _coarse(text, *behind.span(), int(behind["y"]), month.month)
    of_year = _OF_YEAR.match(text, position)
    return _coarse(text, *of_year.span(), int(of_year["y"]), None) if of_year else None


def _week(match: re.Match[str]) -> WrittenDate | None:
    year, number = int(match["y"] or match["iso"]), int(match["w"] or match["iso_w"])
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    sunday = monday + timedelta(6)
    if monday.year != sunday.year:
        return None
    return _coarse(match.string, *match.span(), year, monday.month if monday.month == sunday.month else None)


def _coarse(text: str, start: int, end: int, year: int, month: int | None) -> WrittenDate:
    first = date(year, month or 1, 1)
    return WrittenDate(start, end, text[start:end], "month" if month else "year", (first,), year, month)
