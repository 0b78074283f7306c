"""How well a sentence answers a question, from similarity and shared terms; scores do not depend on corpus size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.sentences import sentence_spans
from assistant.answering.terms import content_terms
from assistant.types import Document, Embedder, Hit, Vectors

_REACH = 600  # characters around a passage in which a cut sentence is completed
REFUSE_BELOW = 0.55


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer; offsets into the document's text."""

    hit: Hit
    rank: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.hit.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and its unit vector."""

    candidate: Candidate
    score: float
    vector: Vectors


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """All sentences of the hits, each once, best hit first; what is boilerplate is left out."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        for start, end in _sentences_of(hit):
            found.setdefault((hit.document.id, start, end), Candidate(hit, rank, start, end))
    return list(found.values())


def _sentences_of(hit: Hit) -> list[tuple[int, int]]:
    """Whole sentences that lie at least half in the passage (a passage may begin or end within one)."""
    passage, document = hit.passage, hit.document
    left, right = _clean_stretch(document, passage.start, passage.end)
    spans = sentence_spans(document.text, left, right)
    return [
        (start, end)
        for start, end in spans
        if 2 * (min(end, passage.end) - max(start, passage.start)) >= end - start
        and not any(start < span.end and span.start < end for span in document.boilerplate)
    ]


def _clean_stretch(document: Document, start: int, end: int) -> tuple[int, int]:
    """The passage with a margin on both sides that ends at the nearest boilerplate."""
    left, right = max(0, start - _REACH), min(len(document.text), end + _REACH)
    for span in document.boilerplate:
        if span.end <= start:
            left = max(left, span.end)
        elif span.start >= end:
            right = min(right, span.start)
    return left, right


def rank(question: str, hits: Sequence[Hit], embedder: Embedder) -> list[Scored]:
    """Score every sentence of the hits, best first. One batch goes through the embedder."""
    sentences = candidates(hits)
    if not sentences:
        return []
    vectors = embedder.embed([question, *(" ".join(sentence.text.split()) for sentence in sentences)])
    cosines = vectors[1:] @ vectors[0]
    asked = {term.lower() for term in content_terms(question)}
    scored = []
    for sentence, cosine, vector in zip(sentences, cosines, vectors[1:], strict=True):
        shared = asked & {term.lower() for term in content_terms(sentence.text)}
        passage_score = sentence.hit.dense if sentence.hit.dense is not None else sentence.hit.score
        score = float(cosine) + 0.5 * passage_score + 0.1 * len(shared) / max(1, len(asked))
        scored.append(Scored(sentence, score, np.asarray(vector)))
    return sorted(scored, key=lambda one: -one.score)
