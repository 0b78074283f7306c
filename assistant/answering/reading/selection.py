"""Which sentences an answer is made of: the fewest that are likely to hold it, unlike each other, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.candidates import Candidate, in_context
from assistant.answering.reading.fits import holder_of, preference_of
from assistant.answering.reading.ranking import Scores, shares_of
from assistant.text.numbers import numbers
from assistant.text.words import content_terms, covered, names, stem, stems_of
from assistant.types import Asked, Vectors

# How much of the chance to answer, if any candidate does, the chosen sentences hold together before no more are added.
_ENOUGH = 0.9
# What part of the best one's chance a further sentence must have. Search words ask for less precisely: they get what
# the best one's article has.
_WORTH, _WORTH_FOR_WORDS = 0.15, 0.0
_SAYS = 0.5  # share of the question that the passage of a sentence in another article must say
_FAR = 3.5  # log odds by which a sentence that holds what is asked for may trail one that does not
_ALIKE = 0.8  # cosine from which two sentences may say the same
_SAME = 0.95  # cosine from which they do


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document to be quoted: the chosen sentence with what is needed to understand it."""

    candidate: Candidate
    start: int
    end: int


def holding(asked: Asked, candidates: Sequence[Candidate], scores: Scores, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of `rows` that hold what is asked for and do not trail the best one by far.

    Of them those that the question prefers, if there are any.
    """
    near = rows[scores[rows] >= scores[rows].max() - _FAR]
    if holds := holder_of(asked):
        rows = near = np.array([row for row in near if holds(candidates[int(row)].text)], dtype=np.intp)
    if prefers := preference_of(asked):
        preferred = [row for row in near if prefers(quoted(candidates[int(row)]))]
        rows = np.array(preferred, dtype=np.intp) if preferred else rows
    return rows


def choose(
    asked: Asked,
    candidates: Sequence[Candidate],
    scores: Scores,
    vectors: Vectors,
    rows: NDArray[np.intp],
    most: int,
) -> list[int]:
    """Return the rows (of `rows`) to quote, best first: one, or up to `most` while the answer may lie elsewhere."""
    shares = dict(zip(rows.tolist(), shares_of(scores[rows]).tolist(), strict=True))
    left = sorted(shares, key=lambda row: -shares[row])
    worth = (_WORTH if asked.sentence else _WORTH_FOR_WORDS) * shares[left[0]]
    enough = _ENOUGH if asked.sentence else 1.0

    def said(row: int) -> float:
        hit = candidates[row].hit
        return covered(asked.weights, stems_of(f"{hit.document.title or ''} {hit.passage.text}"))

    chosen: list[int] = []
    for row in left:
        if len(chosen) == most or sum(shares[one] for one in chosen) >= enough:
            break
        elsewhere = bool(chosen) and candidates[row].hit.document.story != candidates[left[0]].hit.document.story
        if shares[row] < worth or (elsewhere and (not asked.sentence or said(row) < _SAYS)):
            continue
        if not any(_repeats(candidates[row], candidates[one], float(vectors[row] @ vectors[one])) for one in chosen):
            chosen.append(row)
    return chosen


def _repeats(new: Candidate, old: Candidate, cosine: float) -> bool:
    """Whether `new` says nothing that `old` does not: nearly the same words, or alike and no other name or number."""
    if cosine >= _SAME:
        return facts(new.text) <= facts(old.text)
    return cosine >= _ALIKE and _article(new) != _article(old) and facts(new.text) <= facts(old.text)


def facts(text: str) -> set[str]:
    """Names (by the stems of their words) and numbers of a text: what makes two alike sentences differ."""
    named = {stem(word) for name in names(text) for word in content_terms(name)}
    return named | {f"{number:g}" for number in numbers(text)}


def quotes_of(candidates: Sequence[Candidate], rows: Sequence[int]) -> list[Quote]:
    """The quotes of the chosen rows (best first): the best one leads, for it is what is read.

    The others of its article follow as they are written, then those of other articles, the better article first.
    Each quote carries the context that it needs. One that lies in another one is dropped.
    """
    quotes = [_quote(candidates[row]) for row in rows]
    kept = [quote for index, quote in enumerate(quotes) if not _is_covered(quote, quotes, index)]
    articles = list(dict.fromkeys(_article(quote.candidate) for quote in kept))
    return kept[:1] + sorted(kept[1:], key=lambda quote: (articles.index(_article(quote.candidate)), quote.start))


def _quote(candidate: Candidate) -> Quote:
    start, end = in_context(candidate.hit.document.text, candidate.neighbours, candidate.position)
    return Quote(candidate, start, end)


def quoted(candidate: Candidate) -> str:
    """The text of a candidate with the context that it is quoted with."""
    quote = _quote(candidate)
    return candidate.hit.document.text[quote.start : quote.end]


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
