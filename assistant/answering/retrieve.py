"""Hits for a query: what the index finds, then ordered by the time that the question asks for.

- `order` newest or oldest: hits that are as relevant as the best ones, by date; the others follow.
- `about`: hits that speak of those days, or were written in them or shortly after, are preferred.
- `recent`, or a named day of asking: a small preference for documents shortly before that day.
- No time in the question: the order of the index stands.
- A publication filter: undated documents, which may or may not belong, come last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.answering.grammar import phrases
from assistant.answering.terms import content_terms, names
from assistant.types import DateRange, Document, Hit, Query

if TYPE_CHECKING:
    from assistant.index.reader import Index

_POOL = 4  # times k: how many hits are looked at before time orders them
_FLOOR = 0.7  # share of the best score from which a hit is about the same thing
_THEN = 0.3  # added to a score of 0..1 when the hit was written in the days asked for, or speaks of them
_AFTERMATH = 30  # days after them, over which the bonus of having been written then falls off
_RECENT = 0.05  # added to a document of the day of asking; halved every _HALF_LIFE days
_HALF_LIFE = 30.0


def retrieve(index: Index, query: Query, *, k: int, per_document: int) -> list[Hit]:
    """Return up to `k` hits, at most `per_document` of one document, best first for this question's time."""
    if not _speaks_of_time(query):
        return _dated_first(query, index.search(query, k, per_document=per_document))[:k]
    pool = index.search(query, _POOL * k, per_document=per_document)
    relevant = _relevant(pool, query)
    timed = sorted((_with_time(hit, query) for hit in relevant), key=lambda hit: -hit.score)
    if query.order != "relevance":
        timed = _by_date(timed, newest=query.order == "newest")
    return _dated_first(query, [*timed, *(hit for hit in pool if hit not in relevant)])[:k]


def may_not_belong(query: Query, document: Document) -> bool:
    """Whether it is unknown if a document lies inside the publication dates asked for: it has no date.

    The one rule about undated documents: they are searched unless excluded; under a publication filter they come
    after all dated hits and are cited only when no dated hit answers; an answer says that they may or may not belong.
    """
    return bool(query.published) and document.date.day is None


def _speaks_of_time(query: Query) -> bool:
    return bool(query.about) or query.order != "relevance" or query.recent or query.as_of_explicit


def _dated_first(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: may_not_belong(query, hit.document))


def _with_time(hit: Hit, query: Query) -> Hit:
    bonus = 0.0
    if query.about:
        bonus = max(_mentions(hit, query.about), _written(hit.document.date.day, query.about))
    if (query.recent or query.as_of_explicit) and hit.document.date.day:
        age = (query.as_of - hit.document.date.day).days
        if age >= 0:
            bonus += _RECENT * math.exp2(-age / _HALF_LIFE)
    return replace(hit, score=hit.score + bonus) if bonus else hit


def _mentions(hit: Hit, about: DateRange) -> float:
    """How well the dates that a passage mentions fall into the range: one that lies inside counts in full."""
    best = 0.0
    for mention in hit.passage.mentions:
        start, end = mention.days.start, mention.days.end
        if start is None or end is None:
            continue
        if start in about and end in about:
            best = 1.0
        elif start <= (about.end or date.max) and end >= (about.start or date.min):
            best = max(best, 0.5)
    return _THEN * best


def _written(day: date | None, about: DateRange) -> float:
    if day is None:
        return 0.0
    if day in about:
        return _THEN
    if about.end is not None and about.end < day <= about.end + timedelta(days=_AFTERMATH):
        return _THEN * (1 - (day - about.end).days / (_AFTERMATH + 1))
    return 0.0


def _relevant(hits: Sequence[Hit], query: Query) -> list[Hit]:
    """The hits on the same thing as the best one: near its score, with as many of the question's names and numbers."""
    wanted = _subject(query)
    shares = [_share(hit, wanted) for hit in hits]
    most = max(shares, default=0.0)
    floor = _FLOOR * max((hit.score for hit in hits), default=0.0)
    return [hit for hit, share in zip(hits, shares, strict=True) if hit.score >= floor and share >= most]


def _by_date(hits: Sequence[Hit], *, newest: bool) -> list[Hit]:
    """Hits by their documents' dates, undated ones last."""

    def place(hit: Hit) -> tuple[bool, int, float]:
        day = hit.document.date.day
        ordinal = day.toordinal() if day else 0
        return day is None, -ordinal if newest else ordinal, -hit.score

    return sorted(hits, key=place)


def _subject(query: Query) -> frozenset[str]:
    """Names and numbers of a question, in lower case, without its dates: what a document on the same thing shares."""
    text = query.search_text
    for phrase in reversed(phrases(text, as_of=query.as_of)):
        if not phrase.attributive:
            text = f"{text[: phrase.start]} {text[phrase.end :]}"
    numbers = re.findall(r"\d[\d.,]*\d|\d", text)
    return frozenset(word.lower() for run in names(text) for word in content_terms(run)) | frozenset(numbers)


def _share(hit: Hit, wanted: frozenset[str]) -> float:
    if not wanted:
        return 1.0
    text = f"{hit.document.title or ''} {hit.document.text}".lower()
    return sum(word in text for word in wanted) / len(wanted)
