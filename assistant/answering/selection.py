"""Which sentences an answer is made of: the fewest that are likely to hold it, unlike each other, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import Candidate
from assistant.answering.context import in_context
from assistant.answering.relevance import Scores, shares_of
from assistant.answering.terms import content_terms, names, stem
from assistant.answering.values import numbers
from assistant.types import Vectors

# Shares of the chance to answer, if any candidate does: how much the chosen sentences hold together, and how much
# less than the best one a further one may have. Fewer quotes answer less: with these, 2.6 per answer on CLAPNQ (and
# 1 % fewer answers than with always three), where the first is often wrong, and 2.0 on news.
_ENOUGH = 0.9
_WORTH = 0.15
_ALIKE = 0.8  # cosine from which two sentences may say the same
_SAME = 0.95  # cosine from which they do


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document to be quoted: the chosen sentence with what is needed to understand it."""

    candidate: Candidate
    start: int
    end: int


def choose(
    candidates: Sequence[Candidate], scores: Scores, vectors: Vectors, rows: NDArray[np.intp], most: int
) -> list[int]:
    """Return the rows (of `rows`) to quote, best first: one, or up to `most` while the answer may lie elsewhere."""
    shares = shares_of(scores[rows])
    chosen: list[int] = []
    held = 0.0
    for place in np.argsort(-shares, kind="stable"):
        row = int(rows[place])
        if chosen and (held >= _ENOUGH or shares[place] < _WORTH * shares.max() or len(chosen) == most):
            break
        held += float(shares[place])
        if not any(
            _repeats(candidates[row], candidates[other], float(vectors[row] @ vectors[other])) for other in chosen
        ):
            chosen.append(row)
    return chosen


def _repeats(new: Candidate, old: Candidate, cosine: float) -> bool:
    """Whether `new` says nothing that `old` does not: nearly the same words, or alike and no other name or number."""
    if cosine >= _SAME:
        return facts(new.text) <= facts(old.text)
    return cosine >= _ALIKE and new.hit.document.id != old.hit.document.id and facts(new.text) <= facts(old.text)


def facts(text: str) -> set[str]:
    """Names (by the stems of their words) and numbers of a text: what makes two alike sentences differ."""
    named = {stem(word) for name in names(text) for word in content_terms(name)}
    return named | {f"{number:g}" for number in numbers(text)}


def in_order(candidates: Sequence[Candidate], rows: Sequence[int]) -> list[Quote]:
    """The quotes of the chosen rows (best first): the best one's article first, neighbours in reading order.

    Sentences that follow each other stand as they are written; otherwise the better one leads, because the first
    sentence of an answer is the one that is read. A quote that lies in another one is dropped.
    """
    quotes = [_quote(candidates[row]) for row in rows]
    kept = [quote for index, quote in enumerate(quotes) if not _is_covered(quote, quotes, index)]
    articles = list(dict.fromkeys(quote.candidate.hit.document.id for quote in kept))
    return [run_quote for article in articles for run_quote in _runs([q for q in kept if _article(q) == article])]


def _quote(candidate: Candidate) -> Quote:
    start, end = in_context(candidate.hit.document.text, candidate.neighbours, candidate.position)
    return Quote(candidate, start, end)


def _article(quote: Quote) -> str:
    return quote.candidate.hit.document.id


def _is_covered(quote: Quote, quotes: Sequence[Quote], index: int) -> bool:
    """Whether another quote holds this one (of equal ones the first is kept)."""
    return any(
        _article(other) == _article(quote)
        and other.start <= quote.start
        and quote.end <= other.end
        and (place < index or (other.start, other.end) != (quote.start, quote.end))
        for place, other in enumerate(quotes)
        if place != index
    )


def _runs(quotes: Sequence[Quote]) -> list[Quote]:
    """One article's quotes (best first) as runs of neighbours, each in reading order, the better run first."""
    runs: list[list[Quote]] = []
    for quote in quotes:
        near = next((run for run in runs if any(_adjacent(quote, other) for other in run)), None)
        if near is None:
            runs.append([quote])
        else:
            near.append(quote)
    return [quote for run in runs for quote in sorted(run, key=lambda one: one.start)]


def _adjacent(one: Quote, other: Quote) -> bool:
    first, second = sorted((one, other), key=lambda quote: quote.start)
    return first.end >= second.start or not first.candidate.hit.document.text[first.end : second.start].strip()
