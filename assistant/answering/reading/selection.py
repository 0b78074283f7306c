"""Which sentences an answer is made of: the fewest that are likely to hold it, unlike each other, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.candidates import Candidate
from assistant.answering.reading.context import in_context
from assistant.answering.reading.reading import Reading, Scores
from assistant.text.numbers import numbers
from assistant.text.words import content_terms, names, stem

_ENOUGH = 0.95  # of the chance to answer that the chosen sentences hold together, before no more are added
_WORTH = 0.03  # what part of the best one's chance a further sentence must have
_ALIKE = 0.8  # cosine from which two sentences may say the same
_SAME = 0.95  # cosine from which they do


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document to be quoted: the chosen sentence with what is needed to understand it.

    `words` are the offsets of the words that answer, None where they are not known.
    """

    candidate: Candidate
    start: int
    end: int
    words: tuple[int, int] | None = None


def choose(reading: Reading, rows: NDArray[np.intp], most: int) -> list[int]:
    """Return the rows (of `rows`) to quote, best first: one, or up to `most` while the answer may lie elsewhere."""
    candidates, vectors = reading.candidates, reading.vectors
    shares = dict(zip(rows.tolist(), _shares(reading.scores[rows]).tolist(), strict=True))
    left = sorted(shares, key=lambda row: -shares[row])
    chosen: list[int] = []
    for row in left:
        if len(chosen) == most or sum(shares[one] for one in chosen) >= _ENOUGH:
            break
        if shares[row] < _WORTH * shares[left[0]]:
            break
        if not any(_repeats(candidates[row], candidates[one], float(vectors[row] @ vectors[one])) for one in chosen):
            chosen.append(row)
    return chosen


def _shares(scores: Scores) -> Scores:
    """The softmax of scores: each candidate's share of the chance to answer, if one does. They add up to 1."""
    raised = np.exp(scores - scores.max())
    shares: Scores = raised / raised.sum()
    return shares


def _repeats(new: Candidate, old: Candidate, cosine: float) -> bool:
    """Whether `new` says nothing that `old` does not: nearly the same words, or alike and no other name or number."""
    if cosine >= _SAME:
        return _facts(new.text) <= _facts(old.text)
    return cosine >= _ALIKE and _article(new) != _article(old) and _facts(new.text) <= _facts(old.text)


def _facts(text: str) -> set[str]:
    """Names (by the stems of their words) and numbers of a text: what makes two alike sentences differ."""
    named = {stem(word) for name in names(text) for word in content_terms(name)}
    return named | {f"{number:g}" for number in numbers(text)}


def quotes_of(reading: Reading, rows: Sequence[int]) -> list[Quote]:
    """The quotes of the chosen rows (best first): the best one leads, for it is what is read.

    The others of its article follow as they are written, then those of other articles, the better article first.
    Each quote carries the context that it needs. One that lies in another one is dropped.
    """
    quotes = [_quote(reading.candidates[row], reading.words[row]) for row in rows]
    kept = [quote for index, quote in enumerate(quotes) if not _is_covered(quote, quotes, index)]
    articles = list(dict.fromkeys(_article(quote.candidate) for quote in kept))
    return kept[:1] + sorted(kept[1:], key=lambda quote: (articles.index(_article(quote.candidate)), quote.start))


def _quote(candidate: Candidate, words: tuple[int, int] | None) -> Quote:
    start, end = in_context(candidate.hit.document.text, candidate.neighbours, candidate.position)
    return Quote(candidate, start, end, words)


def _article(candidate: Candidate) -> str:
    return candidate.hit.document.id


def _is_covered(quote: Quote, quotes: Sequence[Quote], index: int) -> bool:
    """Whether another quote holds this one (of equal ones the first is kept)."""
    return any(
        _article(other.candidate) == _article(quote.candidate)
        and other.start <= quote.start
        and quote.end <= other.end
        and (place < index or (other.start, other.end) != (quote.start, quote.end))
        for place, other in enumerate(quotes)
        if place != index
    )
