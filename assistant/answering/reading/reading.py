"""`Reading`: what the reader makes of the hits for one question, and how likely it is that they answer it.

A sentence is read with those around it. Its score joins what the reader says of it and of its passage with what search
said of the passage and with the cosine of question and sentence. Over six sets, each left out of the fit in turn, these
four put a right sentence first in .659 of the questions and among three in .865; the reader's sentences alone in .602
and .774, cosines alone in .46 and .66.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.stand_ins import WordReader
from assistant.corpus.boilerplate import kind_of
from assistant.corpus.lines import Line
from assistant.messages import Readable, Reader, Readout
from assistant.text.instructions import aimed_at_assistant
from assistant.text.sentences import SentenceSpan, sentence_spans
from assistant.text.words import is_foreign
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
    return len(text) <= _CREDIT and kind_of(Line(0, len(text), text, gap=True)) in ("byline", "credit")


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
# Of the reader's log odds for sentence and passage, of the hit's score and of the cosine of question and sentence.
_ANSWERS, _PASSAGE, _SCORE, _COSINE = 0.51, 0.11, 2.73, 4.13


@dataclass(frozen=True, slots=True)
class Reading:
    """One question read in all candidates; arrays have one row for each.

    `scores`: differences are log odds of being the sentence that answers. `answers` and `passages`: the reader's log
    odds that a candidate, and that its passage, answers at all. `words`: where in the document the words stand that are
    the answer, None where that is not known. `vectors` are those of the sentences.
    """

    asked: Asked
    candidates: Sequence[Candidate]
    scores: Scores
    answers: Scores
    passages: Scores
    words: Sequence[tuple[int, int] | None]
    vectors: Vectors


def readable(hit: Hit) -> Readable:
    """A hit as it is read: its sentences under the date and the title of its article."""
    document = hit.document
    heading = f"{document.date.label if document.date.day else ''} {document.title or ''}".strip()
    return Readable(heading, tuple(candidate.text for candidate in sentences_of(hit)))


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
    return [
        _reading(part, candidates, reader.read(question, texts), vector, sentences)
        for part, question, vector in zip(parts, questions, vectors, strict=False)
    ]


def _reading(
    asked: Asked, candidates: Sequence[Candidate], readouts: Sequence[Readout], question: Vectors, sentences: Vectors
) -> Reading:
    answers, passages = np.empty(len(candidates)), np.empty(len(candidates))
    words: list[tuple[int, int] | None] = []
    for row, candidate in enumerate(candidates):
        readout = readouts[candidate.rank]
        at = candidate.place
        answers[row], passages[row] = readout.sentences[at], readout.passage
        span = readout.words[at]
        words.append(span and (candidate.start + span[0], candidate.start + span[1]))
    found = np.array([candidate.hit.score for candidate in candidates])
    scores = _ANSWERS * answers + _PASSAGE * passages + _SCORE * found + _COSINE * (sentences @ question)
    return Reading(asked, candidates, scores, answers, passages, words, sentences)


# Of the reader's log odds that the passage of the best sentence answers, of its cosine with the question, a constant.
_LIKELY, _DENSE, _CONSTANT = 0.26, 2.46, -1.11
REFUSE_BELOW = 0.29


def chance_of_answer(reading: Reading, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question; 0 without any.

    Fitted on five gold sets (seeds, ellery, velmark, wire, filings; each set and each of its sides with the same
    weight). With each set left out of the fit in turn, and CLAPNQ never in it, the area under the ROC curve is .90,
    .76, .82, .70 and .64 on these, .90 on CLAPNQ without titles and .91 with. At `REFUSE_BELOW` 5 % of the answerable
    questions of the five sets are refused. Cosine and words of question and sentence, and what the second passage
    says, added nothing.
    """
    if not rows.size:
        return 0.0
    best = int(rows[reading.scores[rows].argmax()])
    dense = reading.candidates[best].hit.dense or 0.0
    logit = _LIKELY * float(reading.passages[best]) + _DENSE * dense + _CONSTANT
    return 1 / (1 + math.exp(-logit))


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
