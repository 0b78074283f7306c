"""A model that says what it was told to say, an embedder that counts words, and documents made from text."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from assistant.answering.question.asked import names_asked, read_asked
from assistant.messages import Readable, Readout
from assistant.types import (
    Asked,
    Chunk,
    DateRange,
    Document,
    DocumentDate,
    Hit,
    Mention,
    Message,
    Passage,
    Query,
    Scope,
    Vectors,
)

AS_OF = date(2022, 2, 10)


@dataclass
class FakeChatModel:
    """Streams its replies in order, one a request; a reply is text, chunks, or an error to raise."""

    replies: Iterable[str | Exception | Sequence[Chunk | Exception]]
    chunk_size: int = 7
    name: str = "fake"
    context_window: int = 16_384
    requests: list[tuple[Message, ...]] = field(default_factory=list)
    closed: int = 0

    def __post_init__(self) -> None:
        self._queue = deque(self.replies)

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        self.requests.append(tuple(messages))
        reply = self._queue.popleft()
        try:
            if isinstance(reply, Exception):
                raise reply
            for chunk in self._whole(reply) if isinstance(reply, str) else reply:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            self.closed += 1

    def _whole(self, text: str) -> Iterator[Chunk]:
        for at in range(0, len(text), self.chunk_size):
            yield Chunk(text[at : at + self.chunk_size])
        yield Chunk(finish_reason="stop", prompt_tokens=100, completion_tokens=len(text) // 4)


class WordEmbedder:
    """Words hashed into dimensions: texts with the same words are near, others are not."""

    fingerprint = "words"
    dimension = 512

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                if len(word) < 4:  # mostly grammar
                    continue
                vectors[row, zlib.crc32(word.strip(".,;:!?\"'“”").encode()) % self.dimension] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


class FakeReader:
    """Takes for a sure answer every sentence that holds one of some words, and these for what answers."""

    fingerprint = "fake"

    def __init__(self, *answers: str) -> None:
        self._answers = answers

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        return [self._readout(text.sentences) for text in texts]

    def _readout(self, sentences: tuple[str, ...]) -> Readout:
        found = [next((word for word in self._answers if word in sentence), None) for sentence in sentences]
        odds = tuple(-8.0 if word is None else 8.0 for word in found)
        places = zip(sentences, found, strict=True)
        words = (None if word is None else (one.index(word), one.index(word) + len(word)) for one, word in places)
        return Readout(odds, max(odds, default=-8.0), tuple(words))


def hit(
    text: str,
    *,
    path: str = "a.txt",
    day: date | None = date(2021, 3, 24),
    before: str = "",
    after: str = "",
    title: str | None = None,
    phrases: dict[str, date] | None = None,
) -> Hit:
    """A passage of a document whose text goes on on both sides of it."""
    dated = DocumentDate(day, "day", "header_line") if day else DocumentDate()
    document = Document(path, path, title, None, dated, before + text + after, "")
    start = len(before)
    mentions = tuple(
        Mention(start + text.index(phrase), start + text.index(phrase) + len(phrase), phrase, DateRange.on(meant))
        for phrase, meant in (phrases or {}).items()
    )
    passage = Passage(f"{path}#{start}", path, 0, start, start + len(text), text, mentions=mentions)
    return Hit(passage, document, 1.0)


def asked(question: str) -> Asked:
    return read_asked(question, named=names_asked(question))


def query(question: str) -> Query:
    return Query(question, question, AS_OF, subject=question, asked=asked(question))


SCOPE = Scope(total=3, matching=3)
