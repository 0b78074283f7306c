"""Whether day or month comes first in dates of digits alone: told by all dates of a file together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from assistant.calendar import real_day
from assistant.dates.written.date_evidence import DateEvidence
from assistant.dates.written.phrases import WrittenDate

_Order = Literal["ymd", "dmy", "mdy"]
_DIGITS = re.compile(r"(\d{1,4})([-/. ])\s?(\d{1,2})[-/. ]\s?(\d{1,4})")


class Digits(NamedTuple):
    """A date of digits alone: its numbers as written, and what parts them."""

    first: str
    mark: str
    second: str
    third: str


def days(dates: Sequence[Digits], *, in_order: bool) -> list[tuple[date, ...]]:
    """The days that each date can mean, after those orders were dropped that some date, or the sequence, rules out.

    Args:
        dates: the three numbers as written, in the order of the file.
        in_order: they come one after the other, as the messages of a chat do.
    """
    possible = [order for order in _orders(dates) if all(_day(each, order) for each in dates)]
    if len(possible) > 1 and in_order:
        rising = [order for order in possible if _rises(_day(each, order) for each in dates)]
        possible = rising or possible
    return [tuple(dict.fromkeys(day for order in possible if (day := _day(each, order)))) for each in dates]


def settled(written: Sequence[WrittenDate], *, in_order: bool = False) -> list[tuple[date, ...]]:
    """The readings of dates in any form; those of digits alone as the others of their file tell."""
    found = [_DIGITS.search(each.text) if each.month is None else None for each in written]
    shared = days([Digits(*m.groups()) for m in found if m], in_order=in_order)
    readings = iter(shared)
    return [(next(readings) or each.readings) if m else each.readings for each, m in zip(written, found, strict=True)]


def with_one_order(documents: Iterable[Sequence[DateEvidence]]) -> list[tuple[DateEvidence, ...]]:
    """Settle ``03/04/2024`` in the records of one file, where others of them show which of the two is the month."""
    rows = [tuple(each) for each in documents]
    dates = [Digits(*found.groups()) for row in rows for each in row if (found := _of_record(each))]
    readings = iter(days(dates, in_order=False))
    return [tuple(_settled(each, next(readings)) if _of_record(each) else each for each in row) for row in rows]


def _of_record(each: DateEvidence) -> re.Match[str] | None:
    """The numbers of a record's date in digits alone that does not begin with its year."""
    found = _DIGITS.match(each.shown) if each.provenance == "json_field" else None
    return found if found and len(found[1]) < 3 else None


def _settled(each: DateEvidence, found: tuple[date, ...]) -> DateEvidence:
    fewer = len(each.readings) > 1 and 0 < len(found) < len(each.readings)
    return replace(each, readings=found) if fewer else each


def _orders(dates: Iterable[Digits]) -> tuple[_Order, ...]:
    """The orders that the form allows: four digits are a year, and nowhere does a month stand first before a dot."""
    dates = list(dates)
    if any(len(each.first) == 4 for each in dates):
        return ("ymd",)
    return ("dmy",) if any(each.mark == "." for each in dates) else ("dmy", "mdy")


def _day(digits: Digits, order: _Order) -> date | None:
    first, second, third = int(digits.first), int(digits.second), int(digits.third)
    if order == "ymd":
        return real_day(_year(first), second, third)
    return real_day(_year(third), second, first) if order == "dmy" else real_day(_year(third), first, second)


def _year(number: int) -> int:
    if number >= 2400:  # of the Buddhist era
        return number - 543
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _rises(found: Iterable[date | None]) -> bool:
    return all(one <= two for one, two in pairwise(day for day in found if day))
