"""What speaks for a sentence as an answer: a row of features for each candidate.

How rare a word is comes from a fixed background, for a small corpus cannot say so; only `telling` asks which words set
one candidate apart from the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.question.answer_type import asked_for, fits
from assistant.answering.question.measures import gives, measure_of, names_somebody
from assistant.answering.reading.candidates import Candidate
from assistant.answering.reading.excerpts import in_context
from assistant.answering.reading.synonyms import with_synonyms
from assistant.text.words import content_terms, covered, question_weights, stem, stems_of
from assistant.types import Embedder, Hit, Vectors

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


def gather(
    questions: Sequence[str], candidates: Sequence[Candidate], embedder: Embedder, own: str | None = None
) -> tuple[list[Evidence], Vectors]:
    """Describe all candidates for each question; also return the candidates' vectors. One batch is embedded.

    There must be a candidate. The first question is the one that was searched for; it is `passage` for all. `own` is a
    follow-up as it was asked: which sentence answers is told by its words, which passage by those that it carries on.
    """
    texts = [" ".join(candidate.text.split()) for candidate in candidates]
    # The embedder was trained on questions as people type them, with their mark.
    asked = [question if question.rstrip().endswith("?") else f"{question.rstrip()}?" for question in questions]
    vectors = embedder.embed([*asked, *texts])
    sentences = vectors[len(asked) :]
    stems = [stems_of(text) for text in texts]
    meant = [with_synonyms(one) for one in stems]
    evidence = [
        _describe(question, own or question, vector, candidates, texts, stems, meant, sentences)
        for question, vector in zip(questions, vectors, strict=False)
    ]
    return evidence, sentences


def _describe(
    question: str,
    own: str,
    vector: Vectors,
    candidates: Sequence[Candidate],
    texts: Sequence[str],
    stems: Sequence[frozenset[str]],
    meant: Sequence[frozenset[str]],
    sentences: Vectors,
) -> Evidence:
    cosines = sentences @ vector
    terms = question_weights(question)
    wanted = question_weights(own) or terms
    telling = _telling_weights(wanted, meant)
    kind, measure = asked_for(own), measure_of(own)
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
    asked = frozenset(terms)
    for row, text in enumerate(texts):
        titled = stems_of(candidates[row].hit.document.title or "")
        column["said"][row] = covered(wanted, meant[row])
        column["titled"][row] = covered(wanted, meant[row] | titled) - covered(wanted, meant[row])
        column["type"][row] = 0.5 if kind is None else float(fits(kind, text, asked))
        column["measure"][row] = 0.5 if measure is None else gives(measure, text)
        column["named"][row] = float(names_somebody(text, asked)) if kind == "person" else 0.5
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
