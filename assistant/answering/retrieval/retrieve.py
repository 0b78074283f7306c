"""Hits for a query: what the index finds, then ordered by the time that the question asks for (see `by_time.py`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.answering.retrieval.by_time import fit, order_by_time, speaks_of_time
from assistant.text.instructions import aimed_at_assistant
from assistant.types import DateRange, Hit, Passage, Query

if TYPE_CHECKING:
    from assistant.index.search.index import Index

_POOL = 4  # times k: how many hits are looked at before time orders them
_AFTER = timedelta(days=30)  # an event is reported in its days, or so soon after them
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def retrieve(index: Index, query: Query, *, k: int, per_document: int) -> list[Hit]:
    """Return up to `k` hits, at most `per_document` of one document, best first for this question's time.

    Without time in the question these are the index's own hits in its own order. With it, versions of an article
    that differ in a figure are hits of their own, and `score` stays the index's score: the order says the rest.
    A question that asks several things is also searched part by part, and every search gives its best in turn.
    """
    searches = [query, *(replace(query, search_text=one.text, subject=one.subject) for one in query.searches)]
    found = [_retrieve(index, each, k, per_document) for each in searches]
    return [_flagged(hit) for hit in _in_turn(found)[:k]]


def _in_turn(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The first of each list, then the second of each, and so on; every passage once."""
    found: dict[str, Hit] = {}
    for rank in zip_longest(*lists):
        for hit in rank:
            if hit is not None:
                found.setdefault(hit.passage.id, hit)
    return list(found.values())


def _flagged(hit: Hit) -> Hit:
    return replace(hit, flags=("instructions",)) if aimed_at_assistant(hit.passage.text) else hit


def _retrieve(index: Index, query: Query, k: int, per_document: int) -> list[Hit]:
    if not speaks_of_time(query):
        return order_by_time(query, index.search(query, k, per_document=per_document))[:k]
    pool = index.search(query, _POOL * k, per_document=per_document)
    if query.about and not any(fit(hit, query.about) for hit in pool):
        pool = [*pool, *_written_then(index, query, pool, k, per_document)]
    return _together(order_by_time(query, _apart(index, pool)))[:k]


def _written_then(index: Index, query: Query, pool: Sequence[Hit], k: int, per_document: int) -> list[Hit]:
    """Hits from the days asked about, of which a large corpus may hold none among those that match best.

    Scores are relative to one search's best hit, so these are scaled by how much worse their own best one is.
    """
    end = query.about.end and query.about.end + _AFTER
    then = replace(query, published=query.published & DateRange(query.about.start, end), include_undated=False)
    found = index.search(then, k, per_document=per_document)
    scale = _best_cosine(found) / (_best_cosine(pool) or 1.0)
    return [replace(hit, score=min(1.0, scale) * hit.score) for hit in found]


def _best_cosine(hits: Sequence[Hit]) -> float:
    return max((hit.dense or 0.0 for hit in hits), default=0.0)


def _apart(index: Index, hits: Sequence[Hit]) -> list[Hit]:
    """Every file of a slot as a hit of its own: where time decides, an article and its later version differ."""
    found = []
    for hit in hits:
        found.append(hit)
        for path in hit.also_in:
            document = index.document(path)
            passages = index.passages(document.id) if document else []
            twin = max(passages, key=lambda passage: _overlap(passage, hit.passage), default=None)
            if document and twin:
                others = tuple(sorted({hit.document.path, *hit.also_in} - {path}))
                found.append(replace(hit, document=document, passage=twin, also_in=others))
    return found


def _together(hits: Sequence[Hit]) -> list[Hit]:
    """Of files that say the same with the same figures only the first; versions with other figures stay."""
    kept: list[Hit] = []
    repeated: set[str] = set()
    for hit in hits:
        if any(hit.document.path in one.also_in and _has_figures(one, hit) for one in kept):
            repeated.add(hit.document.path)
        else:
            kept.append(hit)
    return [replace(hit, also_in=tuple(path for path in hit.also_in if path in repeated)) for hit in kept]


def _overlap(one: Passage, other: Passage) -> int:
    return len(set(one.text.split()) & set(other.text.split()))


def _has_figures(one: Hit, other: Hit) -> bool:
    """Whether the document of one hit has all figures of another's passage; copies may be cut elsewhere."""
    return set(_NUMBER.findall(other.passage.text)) <= set(_NUMBER.findall(one.document.text))
