"""`Reading`: what the reader makes of the hits for one question, and how likely it is that they answer it.

A sentence is read with those around it. Its score joins how surely words of it are the answer, what the reader says of
its passage, what search said of the passage, and the cosine of question and sentence. `python -m bench.fit_reading`
fits the weights and says what they are worth on sets that they were not fitted on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.stand_ins import WordReader
from assistant.corpus.boilerplate import CREDITS
from assistant.messages import ClaimReader, Readable, Reader, Readout
from assistant.text.instructions import aimed_at_assistant
from assistant.text.numbers import any_of
from assistant.text.sentences import SentenceSpan, sentence_spans
from assistant.text.words import AUXILIARIES, QUESTION_WORDS, is_foreign
from assistant.types import Asked, Document, Embedder, Hit, Query, Vectors

_LABEL = 10  # words; a shorter line without an end mark is a heading, a label or the stump of a sentence
_END_MARK = re.compile(r"[.!?…。！？؟।]\W*$")
_ASKED = re.compile(r"[?؟？][\s)\]*_]*$")  # with a quotation mark behind it, somebody is said to have asked
_BULLET = re.compile(r"[-*•‣▪–—]\s|\(?\w{1,3}[.)]\s")
_HEADING = re.compile(r"#{1,6}\s")  # of Markdown
_CELLS = re.compile(r"\S *\|(?! *$)|\S(?:\t| {2,}+)\S")  # what parts the cells of a table's row
_CREDIT = 80  # characters of a credit at most
_REACH = 600  # characters around a passage in which a sentence that it cuts is completed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: ``neighbours[position]`` are its offsets.

    `rank` counts the hits from 0, `place` the sentences of the hit; `neighbours` are the sentences around it in reading
    order, also those that the passage cuts off.
    """

    hit: Hit
    rank: int
    place: int
    neighbours: Sequence[SentenceSpan]
    position: int

    @property
    def start(self) -> int:
        """Offset of its first character in the document's text."""
        return self.neighbours[self.position][0]

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.neighbours[self.position][1]

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.hit.document.text[self.start : self.end]


def candidates_of(hits: Sequence[Hit]) -> list[Candidate]:
    """All sentences of the hits that may be quoted, each once, best hit first.

    Boilerplate, headings, labels, credits, questions and what tries to steer an assistant are left out.
    """
    found: dict[tuple[str, int, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        for candidate in sentences_of(hit, rank):
            found.setdefault((hit.document.id, candidate.start, candidate.end), candidate)
    every = [candidate for candidate in found.values() if not (_ASKED.search(candidate.text) or _is_credit(candidate))]
    return [candidate for candidate in every if not _is_heading(candidate)] or every


def is_label(text: str) -> bool:
    """Whether a text is a heading, a label or the stump of a sentence; an item of a list or a table's row is none."""
    if _HEADING.match(text) or (text.isupper() and len(text.split()) > 1):
        return True
    if _END_MARK.search(text) or _BULLET.match(text) or _CELLS.search(text):
        return False
    return len(text.split()) < _LABEL


def _is_credit(candidate: Candidate) -> bool:
    """Whether a candidate names who wrote, edited or pictured: such sentences may share a line with others."""
    text = candidate.text.strip("*_() ")
    return len(text) <= _CREDIT and any(form.fullmatch(text) for form in CREDITS)


def _is_heading(candidate: Candidate) -> bool:
    """Whether a candidate is a label, the title, a paragraph without an end mark, or a table's first row."""
    text, document = candidate.text, candidate.hit.document
    if is_label(text) or text.strip() == document.title:
        return True
    if _CELLS.search(text):
        before = candidate.position and candidate.neighbours[candidate.position - 1]
        return not (before and _CELLS.search(document.text[slice(*before)]))
    alone = document.text[max(0, candidate.start - 1) : candidate.start] in ("", "\n")
    ends = document.text[candidate.end : candidate.end + 1] in ("", "\n")
    return alone and ends and not _END_MARK.search(text) and not _BULLET.match(text)


def sentences_of(hit: Hit, rank: int = 0) -> list[Candidate]:
    """The sentences that lie at least by half in a hit's passage, which may begin or end within one."""
    document, start, end = hit.document, hit.passage.start, hit.passage.end
    left, right = _clean_stretch(document, start, end)
    around = [
        (first, last)
        for first, last in sentence_spans(document.text, left, right)
        if not any(first < span.end and span.start < last for span in document.boilerplate)
    ]
    inside = [
        position
        for position, (first, last) in enumerate(around)
        if 2 * (min(last, end) - max(first, start)) >= last - first
        and not aimed_at_assistant(document.text[first:last])
    ]
    return [Candidate(hit, rank, place, around, position) for place, position in enumerate(inside)]


def _clean_stretch(document: Document, start: int, end: int) -> tuple[int, int]:
    """The passage with a margin on both sides that ends at the nearest boilerplate."""
    left, right = max(0, start - _REACH), min(len(document.text), end + _REACH)
    for span in document.boilerplate:
        if span.end <= start:
            left = max(left, span.end)
        elif span.start >= end:
            right = min(right, span.start)
    return left, right


Scores = NDArray[np.float64]
# Of how surely words of the sentence are the answer, of the log odds of its passage, of the hit's score, of the cosine.
ORDER = np.array([0.27, 0.15, 3.76, 5.55])
_UNTOLD = 2.0  # times the log odds of a sentence stand for this where a reader knows of no words


@dataclass(frozen=True, slots=True)
class Reading:
    """One question read in all candidates; arrays have one row for each.

    `scores`: differences are log odds of being the sentence that answers; they are `features` times `ORDER`. `answers`
    and `passages`: the reader's log odds that a candidate, and that its passage, answers at all. `words`: where in the
    document the words stand that are the answer, None where that is not known. `vectors` are those of the sentences.
    `judge` says whether a sentence carries a claim; None where nobody can.
    """

    asked: Asked
    candidates: Sequence[Candidate]
    features: Scores
    scores: Scores
    answers: Scores
    passages: Scores
    words: Sequence[tuple[int, int] | None]
    vectors: Vectors
    judge: ClaimReader | None = None


def readable(hit: Hit) -> Readable:
    """A hit as it is read: its sentences under the date and the title of its article."""
    return Readable(_heading(hit), tuple(candidate.text for candidate in sentences_of(hit)))


def _heading(hit: Hit) -> str:
    document = hit.document
    return f"{document.date.label if document.date.day else ''} {document.title or ''}".strip()


def as_question(text: str) -> str:
    """A text without its question mark: what is read must not depend on whether the mark was typed.

    Over four gold sets the first sentence was right in .59 of the questions without any mark, in .54 with one on each.
    """
    return text.rstrip(" ?")


def read(asked: Asked, hits: Sequence[Hit], reader: Reader, embedder: Embedder) -> list[Reading]:
    """Read the hits for each part of a question; no candidate, no reading.

    Which sentence answers a follow-up is told by its words with those that it carries on. The reader knows English;
    in other languages the words that question and sentence share decide.
    """
    candidates = candidates_of(hits)
    if not candidates:
        return []
    parts = asked.parts or (asked,)
    reader = WordReader() if is_foreign(asked.text) else reader
    texts = [readable(hit) for hit in hits]
    questions = [as_question(part.text) for part in parts]
    # The embedder was trained on questions as people type them, with their mark.
    vectors = embedder.embed(
        [*(f"{one}?" for one in questions), *(" ".join(candidate.text.split()) for candidate in candidates)]
    )
    sentences = vectors[len(questions) :]
    judge = reader if isinstance(reader, ClaimReader) else None
    return [
        _reading(part, candidates, reader.read(question, texts), vector, sentences, judge)
        for part, question, vector in zip(parts, questions, vectors, strict=False)
    ]


def _reading(
    asked: Asked,
    candidates: Sequence[Candidate],
    readouts: Sequence[Readout],
    question: Vectors,
    sentences: Vectors,
    judge: ClaimReader | None,
) -> Reading:
    answers, passages, marked = (np.empty(len(candidates)) for _ in range(3))
    words: list[tuple[int, int] | None] = []
    for row, candidate in enumerate(candidates):
        readout = readouts[candidate.rank]
        at = candidate.place
        answers[row], passages[row] = readout.sentences[at], readout.passage
        marked[row] = readout.marked[at] if readout.marked else _UNTOLD * answers[row]
        span = readout.words[at]
        words.append(span and (candidate.start + span[0], candidate.start + span[1]))
    found = np.array([candidate.hit.score for candidate in candidates])
    features = np.stack([marked, passages, found, sentences @ question], axis=1)
    return Reading(asked, candidates, features, features @ ORDER, answers, passages, words, sentences, judge)


# Of the reader's log odds that the passage of the best sentence answers, of the cosine of question and passage, of the
# log odds that the sentence carries the question with its answer put in; a constant.
CHANCE = np.array([0.19, 2.88, 0.087, -1.29])
_UNJUDGED = -0.4  # what stands for the third where nobody judges
REFUSE_BELOW = 0.29


def chance_of_answer(reading: Reading, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question; 0 without any.

    What a passage is about is not yet what is asked of it: so the words that are taken for the answer are put into the
    question, and the sentence is asked whether it carries that claim. `python -m bench.fit_reading` fits the weights;
    at `REFUSE_BELOW` 5 % of the answerable questions of its sets are refused.
    """
    if not rows.size:
        return 0.0
    return 1 / (1 + math.exp(-float(features_of_chance(reading, rows) @ CHANCE)))


def features_of_chance(reading: Reading, rows: NDArray[np.intp]) -> Scores:
    """Four numbers that the chance is made of, see `CHANCE`, read off the best of `rows`."""
    best = int(rows[reading.scores[rows].argmax()])
    carried = _carried(reading, best, reading.judge) if reading.judge else _UNJUDGED
    return np.array([reading.passages[best], reading.candidates[best].hit.dense or 0.0, carried, 1.0])


def _carried(reading: Reading, row: int, judge: ClaimReader) -> float:
    candidate, words = reading.candidates[row], reading.words[row]
    text = candidate.hit.document.text
    before = candidate.neighbours[max(0, candidate.position - _BEFORE) : candidate.position + 1]
    claim = as_claim(reading.asked.text, text[slice(*words)] if words else candidate.text)
    return judge.supports(claim, Readable(_heading(candidate.hit), tuple(text[slice(*span)] for span in before)))


_BEFORE = 3  # sentences that are read before one that shall carry a claim
_QUANTITY = r"how (?:many|much|long|far|old|often|high)|what (?:kind|sort|share|part) of"
_ASKS = re.compile(
    rf"\b(?:(?:in|on|at|to|from|by|for|of|with) )?(?:{_QUANTITY}|(?P<adverb>when|where|why)|{any_of(QUESTION_WORDS)})\b"
    rf"(?:\s{any_of(AUXILIARIES - {'could', 'can', 'should', 'may'})}\b)?",
    re.IGNORECASE,
)


def as_claim(question: str, answer: str) -> str:
    """A question with its answer put in: "When was the bridge shut?", "on Friday" → "the bridge shut on Friday".

    It is no good English; it is read by a model that was trained on claims with a changed word.
    """
    question = as_question(question)
    asks = _ASKS.search(question)
    if asks is None:
        return f"{question}: {answer}"
    before, rest = question[: asks.start()], question[asks.end() :].strip()
    return f"{before}{rest} {answer}" if asks["adverb"] else f"{before}{answer} {rest}"


POOL = 16  # passages that are read; with 24 not one more gold passage was among the best eight, on any of seven sets
# What log odds of the reader count against a fused score. With it the first passage held a gold sentence in .579 of
# the questions of two gold sets that nothing was fitted on (.408 before), one of four in .934 (.776).
_READ = 0.1


def rerank(query: Query, hits: Sequence[Hit], reader: Reader, *, k: int) -> list[Hit]:
    """The best `k` of the hits by what search and the reader say together; `read` is set on each.

    Where the time of the question has ordered them, or it asks several things, they keep that order. The reader knows
    English only: in other languages they stay as they are.
    """
    if is_foreign(query.asked.text):
        return list(hits[:k])
    odds = [readout.passage for readout in reader.read(as_question(query.asked.text), [readable(hit) for hit in hits])]
    read = [replace(hit, read=1 / (1 + math.exp(-one))) for hit, one in zip(hits, odds, strict=True)]
    best = sorted(range(len(read)), key=lambda at: -(read[at].score + _READ * odds[at]))[:k]
    ordered = bool(query.about) or query.order != "relevance" or query.asked.parts
    return [read[at] for at in (sorted(best) if ordered else best)]
