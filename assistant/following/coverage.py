"""How a topic was covered: which articles mention it, by day, source and author; who was first, and when none was.

An article counts when it has all the content words of the topic, as they are looked for in questions about the corpus.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.timeline import inert
from assistant.errors import SettingsError
from assistant.following.moves import Move, moves
from assistant.text.words import content_terms
from assistant.types import Listed

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

_SILENCE = 7  # days at least
_LONGER = 3  # times the median pause between two days with articles
_MOST_SILENCES = 5


class Silence(NamedTuple):
    """Days without an article: the first, the last, and how many."""

    start: date
    end: date
    days: int


class Told(NamedTuple):
    """What one source or author has: how many articles, of which days."""

    name: str
    articles: int
    first: date | None
    last: date | None


class Bar(NamedTuple):
    """Articles of a day, or of the week, month, year or decade that begins with it; `label` names it."""

    start: date
    label: str
    articles: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles on a topic, oldest first and undated ones last, and what they come to; `moves` are its numbers."""

    topic: str
    articles: tuple[Listed, ...]
    sources: tuple[Told, ...]
    authors: tuple[Told, ...]
    silences: tuple[Silence, ...]
    moves: tuple[Move, ...] = ()

    @property
    def first(self) -> Listed | None:
        """The article that was there first; None where none is dated to the day."""
        return next((each for each in self.articles if each.date.precision == "day"), None)

    @property
    def dated(self) -> list[date]:
        """The days of the articles, in order; of those that are dated to a month or year its first day."""
        return [each.date.day for each in self.articles if each.date.day]

    def bars(self, most: int) -> list[Bar]:
        """Articles by day, or by week, month, year or decade, whichever is the finest with at most `most` bars."""
        days = self.dated
        if not days:
            return []
        for first_of, next_of, label in _STEPS:
            at, end, count = first_of(days[0]), first_of(days[-1]), Counter(map(first_of, days))
            bars = [Bar(at, label(at), count[at])]
            while at < end and len(bars) <= most:
                at = next_of(at)
                bars.append(Bar(at, label(at), count[at]))
            if len(bars) <= most:
                break
        return bars[:most]


def coverage(assistant: Assistant, topic: str, options: Options | None = None) -> Coverage:
    """The coverage of a topic, narrowed by `options`. Raises SettingsError for a topic without a content word."""
    terms = content_terms(topic)
    if not terms:
        raise SettingsError(f"{topic!r} has no word to look for; name a person, a place or a thing")
    catalogue = assistant.index.catalogue
    query = assistant.understand("", **options) if options and any(options.values()) else None
    rows = set.intersection(*(assistant.index.mentioning(term) for term in dict.fromkeys(terms)))
    found = [each for row, each in catalogue.listed(query).items() if row in rows]
    found.sort(key=lambda each: (each.date.day or date.max, each.path))
    exact = [each.date.day for each in found if each.date.day and each.date.precision == "day"]
    return Coverage(
        topic,
        tuple(found),
        _by(found, lambda each: each.source),
        _by(found, lambda each: each.author),
        _silences(exact),
        moves(assistant, topic, options) if exact else (),
    )


def to_csv(found: Coverage) -> str:
    """The articles as CSV, with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("date", "known_by", "source", "author", "title", "file"))
    for each in found.articles:
        day = each.date.label if each.date.day else ""
        known = each.date.provenance if each.date.day else ""
        writer.writerow(
            [inert(cell) for cell in (day, known, each.source or "", each.author or "", each.title or "", each.path)]
        )
    return out.getvalue()


def _by(articles: Sequence[Listed], key: Callable[[Listed], str | None]) -> tuple[Told, ...]:
    """Articles by what `key` says of them, most first."""
    groups: dict[str, list[Listed]] = {}
    for each in articles:
        groups.setdefault(key(each) or "", []).append(each)
    told = []
    for name, some in groups.items():
        days = [each.date.day for each in some if each.date.day]
        told.append(Told(name, len(some), min(days, default=None), max(days, default=None)))
    return tuple(sorted(told, key=lambda one: (-one.articles, not one.name, one.name)))


def _silences(days: Sequence[date]) -> tuple[Silence, ...]:
    """The longest pauses, in the order of time: of a week at least, and long for this topic."""
    pauses = [(later - day, day, later) for day, later in pairwise(sorted(set(days)))]
    if not pauses:
        return ()
    usual = median(pause.days for pause, _, _ in pauses)
    one = timedelta(days=1)
    long = [
        Silence(day + one, later - one, pause.days - 1)
        for pause, day, later in pauses
        if pause.days > max(_SILENCE, _LONGER * usual if len(pauses) > 2 else 0)
    ]
    return tuple(sorted(sorted(long, key=lambda each: -each.days)[:_MOST_SILENCES]))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


_Step = tuple[Callable[[date], date], Callable[[date], date], Callable[[date], str]]
_STEPS: tuple[_Step, ...] = (
    (lambda day: day, lambda day: day + timedelta(days=1), date.isoformat),
    (
        lambda day: day - timedelta(days=min(day.weekday(), day.toordinal() - 1)),
        lambda day: day + timedelta(days=7),
        lambda day: f"{day} week",
    ),
    (lambda day: day.replace(day=1), _next_month, lambda day: day.isoformat()[:7]),
    (lambda day: date(day.year, 1, 1), lambda day: date(day.year + 1, 1, 1), lambda day: str(day.year)),
    (
        lambda day: date(max(day.year // 10 * 10, 1), 1, 1),
        lambda day: date(day.year // 10 * 10 + 10, 1, 1),
        lambda day: f"{day.year // 10 * 10}s",
    ),
)
