"""How well a sentence answers a question, and how likely it is that the hits answer it at all.

Both models are linear in the features below; `bench/fit_relevance.py` fits them and prints what cross-validation makes
of the ranking. CLAPNQ's questions are typed as one types into a search engine. In a question written out, with
capitals, every word is meant, so that it matters more whether the articles have them all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.candidates import Candidate, in_context
from assistant.answering.reading.fits import fits, gives, names_somebody
from assistant.answering.reading.synonyms import SYNONYMS
from assistant.text.words import content_terms, covered, stem, stems_of
from assistant.types import Asked, Embedder, Hit, Vectors

FEATURES = tuple("cosine apart stands_out passage covered said titled type measure named news telling".split())
_NEWS_ENOUGH = 8  # words that the question does not have; more of them say nothing more
_SPEECH = re.compile(r"[“”\"„«»]")
_SPREAD = 0.03  # added to the spread of cosines, so that equal sentences do not stand out by noise


@dataclass(frozen=True, slots=True)
class Evidence:
    """One question's features of all candidates: rows as `candidates`, columns as `FEATURES`.

    cosine of question and sentence; the same without the mean of all candidates, which is what they have in common
    (Mu and Viswanath, "All-but-the-Top", ICLR 2018); by how many standard deviations it stands out in its passage;
    cosine of question and passage; share of the question's words in the passage, in the sentence, and in the title
    but not in the sentence, which need not repeat what the whole article is about; whether the sentence has what is
    asked for (a time, a number, ...: 1, 0, or .5 when nothing special is asked for); so, too, whether it gives the
    measure that is asked for (money, a duration, ...), and names somebody where a person is; how many words it adds,
    up to eight, as a share; share of the question's words that it says, each weighted by how few candidates say it.

    `centroids` is the cosine of question and mean sentence of each candidate's passage, `crowds` how many sentences
    that passage has.
    """

    features: NDArray[np.float64]
    centroids: NDArray[np.float64]
    crowds: NDArray[np.int64]


def gather(asked: Asked, candidates: Sequence[Candidate], embedder: Embedder) -> tuple[list[Evidence], Vectors]:
    """Describe all candidates for each part of a question; also return their vectors. One batch is embedded.

    There must be a candidate. Which sentence answers a follow-up is told by its own words, which passage by those that
    it carries on.
    """
    texts = [" ".join(candidate.text.split()) for candidate in candidates]
    # The embedder was trained on questions as people type them, with their mark.
    parts = asked.parts or (asked,)
    questions = [f"{part.text.rstrip().removesuffix('?')}?" for part in parts]
    vectors = embedder.embed([*questions, *texts])
    sentences = vectors[len(questions) :]
    stems = [stems_of(text) for text in texts]
    meant = [one.union(*(SYNONYMS[each] for each in one if each in SYNONYMS)) for one in stems]
    evidence = [
        _describe(part, vector, candidates, texts, stems, meant, sentences)
        for part, vector in zip(parts, vectors, strict=False)
    ]
    return evidence, sentences


def _describe(
    asked: Asked,
    vector: Vectors,
    candidates: Sequence[Candidate],
    texts: Sequence[str],
    stems: Sequence[frozenset[str]],
    meant: Sequence[frozenset[str]],
    sentences: Vectors,
) -> Evidence:
    cosines = sentences @ vector
    terms, wanted = asked.weights, asked.own_weights
    telling = _telling_weights(wanted, meant)
    kind, measure = asked.kind, asked.measure
    features = np.empty((len(texts), len(FEATURES)))
    column = {name: features[:, place] for place, name in enumerate(FEATURES)}
    centroids = np.empty(len(texts))
    crowds = np.empty(len(texts), dtype=np.int64)
    for rows in _by_hit(candidates):
        hit = candidates[rows[0]].hit
        inside = cosines[rows]
        mean = sentences[rows].mean(axis=0)
        centroids[rows] = float(mean @ vector) / float(np.linalg.norm(mean))
        crowds[rows] = len(rows)
        whole = stems_of(hit.document.title or "").union(*(stems[row] for row in rows))
        column["cosine"][rows] = inside
        column["stands_out"][rows] = (inside - inside.mean()) / (inside.std() + _SPREAD)
        column["passage"][rows] = _passage_cosine(hit, centroids[rows[0]])
        column["covered"][rows] = covered(terms, whole)
    column["apart"][:] = _apart(sentences, vector)
    known = frozenset(terms)
    for row, text in enumerate(texts):
        titled = stems_of(candidates[row].hit.document.title or "")
        column["said"][row] = covered(wanted, meant[row])
        column["titled"][row] = covered(wanted, meant[row] | titled) - covered(wanted, meant[row])
        column["type"][row] = 0.5 if kind is None else float(fits(kind, text, known))
        column["measure"][row] = 0.5 if measure is None else gives(measure, text)
        column["named"][row] = float(names_somebody(text, known)) if kind == "person" else 0.5
        column["news"][row] = _news(candidates[row], text, terms)
        column["telling"][row] = covered(telling, meant[row])
    return Evidence(features, centroids, crowds)


def _apart(sentences: Vectors, question: Vectors) -> Vectors:
    """Cosines of sentences and question, each without the mean of the sentences."""
    mean = sentences.mean(axis=0)
    rest, wanted = sentences - mean, question - mean
    lengths = np.linalg.norm(rest, axis=1) * float(np.linalg.norm(wanted))
    cosines: Vectors = rest @ wanted / np.maximum(lengths, 1e-6)
    return cosines


def _news(candidate: Candidate, text: str, terms: Mapping[str, float]) -> float:
    """How many words a sentence adds to a question's, as a share; a short one counts with what it is quoted with."""
    added = _added(text, terms)
    if added < _NEWS_ENOUGH and _SPEECH.search(text):
        start, end = in_context(candidate.hit.document.text, candidate.neighbours, candidate.position)
        added = _added(candidate.hit.document.text[start:end], terms)
    return min(_NEWS_ENOUGH, added) / _NEWS_ENOUGH


def _added(text: str, terms: Mapping[str, float]) -> int:
    return sum(stem(term) not in terms for term in content_terms(text))


def _telling_weights(terms: Mapping[str, float], stems: Sequence[frozenset[str]]) -> dict[str, float]:
    """Of the words that a candidate says: the logarithm of how many candidates there are for each that says it."""
    said = {term: sum(term in one for one in stems) for term in terms}
    return {term: weight * math.log1p(len(stems) / said[term]) for term, weight in terms.items() if said[term]}


def _passage_cosine(hit: Hit, centroid: float) -> float:
    return centroid if hit.dense is None else hit.dense


def _by_hit(candidates: Sequence[Candidate]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for row, candidate in enumerate(candidates):
        groups.setdefault(candidate.rank, []).append(row)
    return list(groups.values())


# Fitted on half of CLAPNQ (149 answerable questions, asked of all 300 passages with and without titles), half of
# RAMDocs (250), the questions of the tests on the sample corpus and the gold sets `ellery` and `velmark`.
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
# Added to them for questions written out, fitted on every other question of tests/answering/seed_questions.py: where
# the whole corpus is about one subject, the names of a question are in half of the sentences and its other words
# decide.
_WRITTEN_OUT = {"telling": 1.474, "apart": -2.522}
# The chance of an answer, of an earlier fit on the same half of CLAPNQ with its 150 unanswerable questions; how far a
# crowd counts was set by hand on `ellery`. Of the best candidate, by these alone: its features, ...
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


def scores_of(asked: Asked, evidence: Evidence) -> Scores:
    """One score per candidate; differences are log odds of being the sentence that answers."""
    return _linear(asked, evidence, _WEIGHTS, _WRITTEN_OUT)


def chance_logits(asked: Asked, evidence: Evidence) -> Scores:
    """What each candidate's features say for the chance that it answers; see `chance_of_answer` for the rest."""
    return _linear(asked, evidence, _CHANCE, _CHANCE_WRITTEN_OUT)


def _linear(asked: Asked, evidence: Evidence, weights: Mapping[str, float], written_out: Mapping[str, float]) -> Scores:
    more = written_out if asked.sentence else {}
    scores: Scores = evidence.features @ np.array([weights.get(name, 0.0) + more.get(name, 0.0) for name in FEATURES])
    return scores


def shares_of(scores: Scores) -> Scores:
    """The softmax of scores: each candidate's share of the chance to answer, if one does. They add up to 1."""
    raised = np.exp(scores - scores.max())
    shares: Scores = raised / raised.sum()
    return shares


def chance_of_answer(asked: Asked, evidence: Evidence, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question."""
    logits = chance_logits(asked, evidence)
    best = int(rows[logits[rows].argmax()])
    share = float(evidence.features[best, FEATURES.index("covered")])
    if share < _SHARED and _in_other_script(asked.text):
        return 0.0
    logit = float(logits[best]) + _CENTROID * float(evidence.centroids[best]) + _CONSTANT
    logit += _CROWD * math.log(min(int(evidence.crowds[best]), _MOST_CROWDED))
    said = float(evidence.features[rows, FEATURES.index("said")].max())
    if asked.sentence:
        logit += _MOST_SAID * said + _COVERED * share
    if said >= _ALL and (asked.sentence or len(asked.weights) >= _MANY):
        logit += _LITERAL
    return float(1 / (1 + np.exp(-logit)))


def _in_other_script(question: str) -> bool:
    letters = [character for character in question if character.isalpha()]
    return sum(ord(character) >= _OTHER_SCRIPT for character in letters) * 2 > len(letters)
