"""Readings made by hand: sentences whose answering words stand in brackets, all of them read as sure answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from assistant.answering.reading.reading import Candidate, Reading
from assistant.dates.written.mentions import mentions_in
from assistant.types import Document, DocumentDate, Hit, Passage
from tests.answering.fakes import asked

Said = tuple[str, str | None]  # a sentence, and the day of its article


def statement(marked: str, day: str | None = None, rank: int = 0, copies: Sequence[str] = ()) -> Candidate:
    """The sentence without its brackets, alone in an article of its own."""
    text = marked.replace("[", "").replace("]", "").split("|")[0]
    dated = DocumentDate(date.fromisoformat(day), "day", "header_line") if day else DocumentDate()
    path = f"{rank}.txt"
    whole = marked.replace("[", "").replace("]", "").replace("|", "\n")
    document = Document(path, path, None, None, dated, whole, "", copies=tuple(copies))
    mentions = tuple(mentions_in(text, dated))
    passage = Passage(path, path, 0, 0, len(text), text, mentions=mentions)
    return Candidate(Hit(passage, document, 1.0), rank, 0, [(0, len(text))], 0)


def span(marked: str) -> tuple[int, int]:
    """Where the brackets stand, in the text without them."""
    return marked.index("["), marked.index("]") - 1


def reading(
    question: str, said: Sequence[Said], *, answers: float = 8.0, alike: float = 1.0, copies: Sequence[str] = ()
) -> Reading:
    """A reading of sentences that are all as sure as `answers`; `alike` is the cosine of any two of them."""
    candidates = [statement(marked, day, rank, copies) for rank, (marked, day) in enumerate(said)]
    count = len(said)
    own = np.sqrt(1 - alike) * np.eye(count, dtype=np.float32)
    vectors = np.hstack([np.full((count, 1), np.sqrt(alike), dtype=np.float32), own])
    sure = np.full(count, answers)
    words = [span(marked) for marked, _ in said]
    scores = -np.arange(count, dtype=float)
    return Reading(asked(question), candidates, scores[:, None], scores, sure, sure, words, vectors)
