"""The archive as a list: which articles fit, how many there would be with another choice, and how they lie in time."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from assistant.calendar import around
from assistant.corpus.globs import path_matches
from assistant.text.folding import bare

if TYPE_CHECKING:
    from assistant.index.store.listing import Record

MOST_VALUES = 50  # of a facet; the rest is found by typing
_MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader chose; "" and None leave a choice open. Names are whole ones, as the facets list them."""

    find: str = ""
    source: str = ""
    author: str = ""
    path: str = ""
    after: date | None = None
    before: date | None = None


class Bar(NamedTuple):
    """The number of dated articles of a day, month or year; the days are inclusive."""

    start: date
    end: date
    articles: int


@dataclass(slots=True)
class Browsed:
    """The articles that fit, newest first. Each facet counts what there is under all choices but its own."""

    found: list[Record] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)


def browse(records: Iterable[Record], wanted: Wanted) -> Browsed:
    """Look at every record once: one that fails by a single choice still counts for that choice's facet."""
    browsed = Browsed()
    words = bare(wanted.find).split()
    for record in records:
        fails = [
            name
            for name, failed in (
                ("find", not all(word in record.folded for word in words)),
                ("source", wanted.source and record.source != wanted.source),
                ("author", wanted.author and record.author != wanted.author),
                ("path", wanted.path and not path_matches(record.path, wanted.path)),
                ("days", not _inside(record, wanted)),
            )
            if failed
        ]
        if not fails:
            browsed.found.append(record)
        if len(fails) <= 1:
            _count(browsed, record, fails[0] if fails else "")
    return browsed


def _count(browsed: Browsed, record: Record, failed: str) -> None:
    if failed in ("", "source") and record.source:
        browsed.sources[record.source] += 1
    if failed in ("", "author") and record.author:
        browsed.authors[record.author] += 1
    folder = record.path.rpartition("#")[0].rpartition("/")[0] if "#" in record.path else record.path.rpartition("/")[0]
    if failed in ("", "path") and folder:
        browsed.paths[folder] += 1
    if failed in ("", "days") and record.date.day:
        browsed.years[str(record.date.day.year)] += 1
        browsed.days[record.date.day] += 1


def _inside(record: Record, wanted: Wanted) -> bool:
    if wanted.after is None and wanted.before is None:
        return True
    day = record.date.day
    if day is None:
        return False
    days = around(day, record.date.precision or "day")
    late = wanted.before is not None and days.start is not None and days.start > wanted.before
    early = wanted.after is not None and days.end is not None and days.end < wanted.after
    return not (late or early)


def bars(days: Counter[date]) -> list[Bar]:
    """The days as at most some 120 bars without gaps: of a day each, else of a month, of a year, or of more years."""
    if not days:
        return []
    first, last = min(days), max(days)
    if (last - first).days < _MOST_BARS:
        every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [Bar(day, day, days[day]) for day in every]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if months <= _MOST_BARS else 12 * -(-(last.year - first.year + 1) // _MOST_BARS)
    begin = first.year * 12 + (first.month - 1 if step == 1 else 0)
    counts = Counter({0: 0})
    for day, count in days.items():
        counts[(day.year * 12 + day.month - 1 - begin) // step] += count
    starts = [_month(begin + number * step) for number in range(max(counts) + 2)]
    return [
        Bar(start, end - timedelta(days=1), counts[number])
        for number, (start, end) in enumerate(itertools.pairwise(starts))
    ]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def top(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent values, then by the alphabet."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]


class Window(NamedTuple):
    """A stretch of a text, in code points, that begins and ends with a line; `line` is the number of its first."""

    start: int
    end: int
    line: int


def window(text: str, at: int, size: int) -> Window:
    """About `size` characters of a text around `at`; a line that is longer than that is cut."""
    at = min(max(at, 0), len(text))
    start = max(at - size // 2, 0)
    if start:
        start = text.find("\n", start, at) + 1 or start
    end = min(start + size, len(text))
    if end < len(text):
        end = text.rfind("\n", at, end) + 1 or end
    return Window(start, end, text.count("\n", 0, start) + 1)


def page_of(found: Sequence[Record], page: int, size: int) -> Sequence[Record]:
    """Page `page` of the articles, counted from 1."""
    return found[(page - 1) * size : page * size]
