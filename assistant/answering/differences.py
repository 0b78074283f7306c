"""Articles that answer the same question differently: another number, another date, yes against no."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer_type import asked_for
from assistant.answering.candidates import Candidate
from assistant.answering.relevance import Scores
from assistant.answering.terms import covered, question_weights, stems_of
from assistant.answering.values import numbers, stated_dates, without
from assistant.types import Vectors

_BEHIND = 6.0  # log odds by which a sentence may trail the best one and still be taken as an answer
_SAME_THING = 0.4  # cosine to the best sentence from which both speak of the same thing
_SAYS_ENOUGH = 0.4  # share of the question that each must say; of a yes-or-no question more
_SAYS_MOST = 0.65
_YES_OR_NO = re.compile(r"\s*(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|without|den(?:y|ies|ied)|refus\w+|declin\w+|reject\w+|fail\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
# Ordinals, years and pronouns count nothing.
_NO_COUNT = re.compile(
    r"\b(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|(?:1[5-9]|20)\d\ds?|one of|no one|the two|between two)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def differences(
    question: str,
    candidates: Sequence[Candidate],
    scores: Scores,
    vectors: Vectors,
    rows: NDArray[np.intp],
) -> tuple[tuple[int, ...], ...]:
    """Rows of candidates that answer differently, one side each, oldest side first; empty when they agree.

    Looked at is the best sentence of each document that states a value of the kind asked for and speaks of the same
    thing as the best of all. Sides differ when they have no value in common.
    """
    best = int(rows[scores[rows].argmax()])
    weights = question_weights(question)
    enough = _SAYS_MOST if asked_for(question) is None else _SAYS_ENOUGH
    stated: dict[str, tuple[int, frozenset[str]]] = {}
    for row in sorted((int(row) for row in rows), key=lambda row: -scores[row]):
        document = candidates[row].hit.document.id
        if scores[row] < scores[best] - _BEHIND or float(vectors[row] @ vectors[best]) < _SAME_THING:
            continue
        if covered(weights, stems_of(candidates[row].text)) < enough:
            continue
        if document not in stated and (values := _values(question, candidates[row].text)):
            stated[document] = (row, values)
    sides: list[tuple[list[int], set[str]]] = []
    for row, values in stated.values():
        side = next((one for one in sides if one[1] & values), None)
        if side is None:
            sides.append(([row], set(values)))
        else:
            side[0].append(row)
            side[1].update(values)
    if len(sides) < 2:
        return ()
    ordered = [tuple(sorted(side, key=lambda row: _age(candidates[row]))) for side, _ in sides]
    return tuple(sorted(ordered, key=lambda side: _age(candidates[side[0]])))


def _values(question: str, text: str) -> frozenset[str]:
    """What a sentence states of the kind that is asked for, without what the question itself says."""
    kind = asked_for(question)
    if kind == "number":
        plain = _NO_COUNT.sub(" ", without(text, stated_dates(text)))
        return frozenset(f"{number:g}" for number in numbers(plain) - numbers(question))
    if kind == "time":
        return frozenset(_YEAR.findall(text)) - frozenset(_YEAR.findall(question))
    if kind is None and _YES_OR_NO.match(question):
        return frozenset({"no" if _NEGATION.search(text) else "yes"})
    return frozenset()


def _age(candidate: Candidate) -> tuple[bool, int]:
    """Sorts by publication day, undated last."""
    day = candidate.hit.document.date.day
    return day is None, day.toordinal() if day else 0
