"""Whether a sentence has anything to do with the question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from assistant.answering.terms import content_terms, stem
from assistant.types import Embedder, Hit, Query, Vectors

# Over the sentences of 48 real drafts the larger cosine of sentence and evidence with the question is never below
# .17; of ten planted statements on other subjects nine in ten are below .12.
_UNRELATED = 0.12
# A question to which no passage is closer than this ("What is new?") says too little to judge by.
_TELLING = 0.35


class Relation:
    """Compares sentences with one question. Embeds the question once, the passages only when it matters."""

    def __init__(self, query: Query, hits: Sequence[Hit], embedder: Embedder) -> None:
        self._asked = query.search_text or query.question
        self._stems = {stem(term) for term in content_terms(f"{query.question} {self._asked}")}
        self._hits = hits
        self._embedder = embedder

    def to_question(self, *texts: str) -> bool:
        """Whether any of the texts shares a content word with the question, or means something near it."""
        if any(stem(term) in self._stems for text in texts for term in content_terms(text)):
            return True
        nearest = float((self._embedder.embed(texts) @ self._question).max())
        return nearest >= _UNRELATED or not self._is_telling

    @cached_property
    def _question(self) -> Vectors:
        return self._embedder.embed([self._asked])[0]

    @cached_property
    def _is_telling(self) -> bool:
        if not self._hits:
            return False
        return (
            float((self._embedder.embed([hit.passage.text for hit in self._hits]) @ self._question).max()) >= _TELLING
        )
