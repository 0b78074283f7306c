"""The calendar dates that a text states, in comparable form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b"),
    re.compile(
        rf"\b(?:(?P<weekday>{_WEEKDAY}),?\s+(?:the\s+)?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:(?P<weekday>{_WEEKDAY}),?\s+)?(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[-–]\s*\d)(?:,?\s+(?P<year>\d{{4}}))?\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>\d{{4}})\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A calendar date as far as a text states it; `start` and `end` are its place in the text."""

    year: int | None
    month: int
    day: int | None
    weekday: int | None
    start: int
    end: int

    def fits(self, day: date) -> bool:
        """Whether `day` is what is stated, in all parts that are."""
        return (
            self.year in (None, day.year)
            and self.month == day.month
            and self.day in (None, day.day)
            and self.weekday in (None, day.weekday())
        )

    def agrees(self, other: StatedDate) -> bool:
        """Whether two statements can mean the same date, and this one says no more than the other."""
        return (
            self.month == other.month
            and self.day in (None, other.day)
            and (self.year is None or other.year is None or self.year == other.year)
        )


def stated_dates(text: str) -> list[StatedDate]:
    """The dates with at least a month in `text`, in order; what is not a date ("31 February") is skipped."""
    found: list[StatedDate] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            parts = {"weekday": None, "day": None, "year": None} | match.groupdict()
            month = _month(parts["month"] or "")
            day = int(parts["day"]) if parts["day"] else None
            year = int(parts["year"]) if parts["year"] else None
            if month is None or (day is not None and not 1 <= day <= 31):
                continue
            weekday = _WEEKDAYS.index(parts["weekday"].lower()) if parts["weekday"] else None
            found.append(StatedDate(year, month, day, weekday, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def stated_weekdays(text: str) -> set[int]:
    """The weekdays that `text` names, Monday is 0."""
    return {_WEEKDAYS.index(name.lower()) for name in re.findall(rf"\b({_WEEKDAY})s?\b", text, re.IGNORECASE)}


def stated_months(text: str) -> set[int]:
    """The months that `text` names, January is 1."""
    return {_month(name) or 0 for name in re.findall(rf"\b({_MONTH})(?![a-z])", text, re.IGNORECASE)}


def _month(name: str) -> int | None:
    if name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else None
    return next((n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower().rstrip(".")[:3])), None)
