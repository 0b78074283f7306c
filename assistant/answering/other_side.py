"""The other side that a model left unsaid: articles before it that differ from what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answering.candidates import Candidate, candidates_of
from assistant.answering.differences import Side, differences, in_words
from assistant.answering.evidence import gather
from assistant.answering.relevance import scores_of
from assistant.answering.selection import holding
from assistant.answering.stated import kind_of
from assistant.answering.yes_or_no import is_yes_or_no
from assistant.types import Embedder, Hit

Place = tuple[Hit, int, int]


def other_sides(
    question: str, hits: Sequence[Hit], cited: frozenset[str], embedder: Embedder
) -> tuple[str, list[list[Place]]]:
    """What the articles say differently, in words, and the places of each side, the newest last.

    Only where one of the articles that differ is `cited` (paths). Empty where the articles agree, or the question asks
    for nothing that can be compared.
    """
    if kind_of(question) is None and not is_yes_or_no(question):
        return "", []
    candidates = candidates_of(hits, question)
    if not candidates:
        return "", []
    evidence, vectors = gather([question], candidates, embedder)
    scores = scores_of(question, evidence[0])
    rows = holding(question, candidates, scores, np.arange(len(candidates)))
    sides = differences(question, candidates, scores, vectors, rows) if rows.size else ()
    if not any(candidates[row].hit.document.path in cited for side in sides for row in side.rows):
        return "", []
    return in_words(sides, candidates), [list(_places(side, candidates)) for side in sides]


def _places(side: Side, candidates: Sequence[Candidate]) -> Iterator[Place]:
    for row in side.rows:
        one = candidates[row]
        yield one.hit, one.start, one.end
        if correction := side.corrections.get(row):
            yield one.hit, *correction
