"""Whether a sentence has anything to do with the question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from assistant.answering.checking.support import carried_share
from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import without
from assistant.text.words import content_stems, content_terms, stem, word_set, words
from assistant.types import Embedder, Hit, Query, Vectors

# Over the sentences of 48 real drafts the larger cosine of sentence and evidence with the question is never below
# .17; of ten planted statements on other subjects nine in ten are below .12.
_UNRELATED = 0.12
# A question to which no passage is closer than this ("What is new?") says too little to judge by.
_TELLING = 0.35
# A question is about nothing in the passages when none is closer to it than this, and they have less than half of its
# content words by rarity: true of none of 70 questions over the sample corpus (nearest: .195) and none of 149
# answerable ones of CLAPNQ with their own passages (.32), and of 79 % of those 149 over the sample corpus.
_FOREIGN_COSINE, _FOREIGN_COVERED = 0.17, 0.5
_ASKS_FOR_ANYTHING = word_set(
    """news latest newest recent new summary summarise summarize overview articles article documents document corpus
    topics topic happened happen happening events event report reports story stories today week month year main
    important"""
)


class Relation:
    """Compares sentences with one question. Embeds only what matters."""

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
        return nearest >= _UNRELATED or self._nearest < _TELLING

    @property
    def is_possible(self) -> bool:
        """False when the question is about nothing that the passages speak of; a question for news is about all."""
        subject = [word for word in words(self._asked) if word.lower() not in _ASKS_FOR_ANYTHING]
        if not content_stems(words(without(" ".join(subject), written_dates(" ".join(subject))))):
            return True
        passages = " ".join(hit.passage.text for hit in self._hits)
        return carried_share(" ".join(subject), passages) >= _FOREIGN_COVERED or self._nearest >= _FOREIGN_COSINE

    @cached_property
    def _question(self) -> Vectors:
        vector: Vectors = self._embedder.embed([self._asked])[0]
        return vector

    @cached_property
    def _nearest(self) -> float:
        """The largest cosine of the question with a passage; retrieval tells it of the passages nearest to it."""
        if not self._hits:
            return 0.0
        told = [hit.dense for hit in self._hits if hit.dense is not None]
        if told:
            return max(told)
        return float((self._embedder.embed([hit.passage.text for hit in self._hits]) @ self._question).max())
