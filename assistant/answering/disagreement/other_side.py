"""The other side that a model left unsaid: articles before it that differ from what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answering.disagreement.differences import Side, differences, in_words
from assistant.answering.disagreement.stated import kind_of
from assistant.answering.disagreement.yes_or_no import is_yes_or_no
from assistant.answering.reading.candidates import Candidate, candidates_of
from assistant.answering.reading.features import gather
from assistant.answering.reading.relevance import scores_of
from assistant.answering.reading.selection import holding
from assistant.types import Embedder, Hit

Place = tuple[Hit, int, int]


def other_sides(question: str, hits: Sequence[Hit], embedder: Embedder) -> tuple[str, list[list[Place]]]:
    """What the articles say differently, in words, and the places of each side, the newest last.

    Empty where the articles agree, or the question asks for nothing that can be compared (see `compares`).
    """
    candidates = candidates_of(hits, question)
    if not candidates or not compares(question):
        return "", []
    evidence, vectors = gather([question], candidates, embedder)
    scores = scores_of(question, evidence[0])
    rows = holding(question, candidates, scores, np.arange(len(candidates)))
    sides = differences(question, candidates, scores, vectors, rows) if rows.size else ()
    if not sides:
        return "", []
    return in_words(sides, candidates), [list(_places(side, candidates)) for side in sides]


def compares(question: str) -> bool:
    """Whether a question asks for something in which articles can differ: a value, or yes or no."""
    return kind_of(question) is not None or is_yes_or_no(question)


def _places(side: Side, candidates: Sequence[Candidate]) -> Iterator[Place]:
    for row in side.rows:
        one = candidates[row]
        yield one.hit, one.start, one.end
        if correction := side.corrections.get(row):
            yield one.hit, *correction
