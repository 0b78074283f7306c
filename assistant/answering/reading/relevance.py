"""How well a sentence answers a question, and how likely it is that the hits answer it at all.

Both models are linear in the features of `reading/features.py`; `bench/fit_relevance.py` fits them and prints what
cross-validation makes of the ranking. That is fitted on half of CLAPNQ (149 answerable questions, asked of all 300
passages with and without titles), half of RAMDocs (250), the questions of the tests on the sample corpus and the gold
sets `ellery` and `velmark`. The chance of an answer has weights of its own, of an earlier fit on the same half of
CLAPNQ with its 150 unanswerable questions; how far a crowd counts was set by hand on `ellery`.

CLAPNQ's questions are typed as one types into a search engine. In a question written out, with capitals, every word is
meant, so that it matters more whether the articles have them all: two more weights, fitted on every other question of
tests/answering/seed_questions.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.features import FEATURES, Evidence
from assistant.text.words import content_terms

_WEIGHTS = {
    "cosine": 3.016,
    "apart": 4.287,
    "stands_out": 0.062,
    "passage": 5.990,
    "covered": 3.000,
    "said": -0.131,
    "titled": 2.5,
    "type": 1.332,
    "measure": 5.270,
    "named": 2.425,
    "news": 0.725,
    "telling": 2.592,
}
# Added to them for questions written out: where the whole corpus is about one subject, the names of a question are in
# half of the sentences and its other words decide.
_WRITTEN_OUT = {"telling": 1.474, "apart": -2.522}
# Of the best candidate, by these alone: its features, ...
_CHANCE = {
    "cosine": 1.168,
    "stands_out": 0.255,
    "passage": 4.172,
    "covered": 0.961,
    "said": 0.754,
    "type": 0.622,
    "news": 0.663,
    "telling": 0.302,
}
_CHANCE_WRITTEN_OUT = {"telling": 1.206}
# ... its passage's centroid, the logarithm of how many sentences the passage has, up to ten (the best of many is high
# by chance; of those in a passage of a news article few are about the question), and a constant.
_CENTROID, _CROWD, _CONSTANT = 8.086, -0.926, -7.988
_MOST_CROWDED = 10
# For questions written out: the most that any sentence says of them, and what the best one's passage covers.
_MOST_SAID, _COVERED = 2.15, 2.18
# Among them, and among others of many words, for a sentence that says every word of the question. Set by hand, not
# fitted, so that a name of which the embedder knows nothing ("Who is Jalina Porter?") is found.
_LITERAL, _ALL, _MANY = 1.5, 0.99, 4
# An embedder of English places all texts of another script near each other, so that closeness tells nothing of what is
# absent: there the best passage must have this share of the question's words. Of 48 questions that articles in six
# scripts answer, one had less; of 18 that they do not answer, 16 had.
_OTHER_SCRIPT, _SHARED = 0x0370, 0.25
# Refuses 9 % of the answerable questions of that half of CLAPNQ without titles, 4 % with.
REFUSE_BELOW = 0.23

Scores = NDArray[np.float64]


def scores_of(question: str, evidence: Evidence) -> Scores:
    """One score per candidate; differences are log odds of being the sentence that answers."""
    return _linear(question, evidence, _WEIGHTS, _WRITTEN_OUT)


def chance_logits(question: str, evidence: Evidence) -> Scores:
    """What each candidate's features say for the chance that it answers; see `chance_of_answer` for the rest."""
    return _linear(question, evidence, _CHANCE, _CHANCE_WRITTEN_OUT)


def _linear(
    question: str, evidence: Evidence, weights: Mapping[str, float], written_out: Mapping[str, float]
) -> Scores:
    more = written_out if is_written_out(question) else {}
    scores: Scores = evidence.features @ np.array([weights.get(name, 0.0) + more.get(name, 0.0) for name in FEATURES])
    return scores


def shares_of(scores: Scores) -> Scores:
    """The softmax of scores: each candidate's share of the chance to answer, if one does. They add up to 1."""
    raised = np.exp(scores - scores.max())
    shares: Scores = raised / raised.sum()
    return shares


def chance_of_answer(question: str, evidence: Evidence, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question."""
    logits = chance_logits(question, evidence)
    best = int(rows[logits[rows].argmax()])
    covered = float(evidence.features[best, FEATURES.index("covered")])
    if covered < _SHARED and _in_other_script(question):
        return 0.0
    logit = float(logits[best]) + _CENTROID * float(evidence.centroids[best]) + _CONSTANT
    logit += _CROWD * math.log(min(int(evidence.crowds[best]), _MOST_CROWDED))
    said = float(evidence.features[rows, FEATURES.index("said")].max())
    if is_written_out(question):
        logit += _MOST_SAID * said + _COVERED * covered
    if said >= _ALL and (is_written_out(question) or len(content_terms(question)) >= _MANY):
        logit += _LITERAL
    return float(1 / (1 + np.exp(-logit)))


def is_written_out(question: str) -> bool:
    """Whether a question is written as a sentence, with capitals, and not as one types into a search engine.

    Scripts that have no capitals do not tell: questions in them are taken for sentences.
    """
    if question.lower() == question.upper():
        return any(character.isalpha() for character in question)
    return any(character.isupper() for character in question) and not question.isupper()


def _in_other_script(question: str) -> bool:
    letters = [character for character in question if character.isalpha()]
    return sum(ord(character) >= _OTHER_SCRIPT for character in letters) * 2 > len(letters)
