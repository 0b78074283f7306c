"""The sentences of the hits that may be quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.instructions import aimed_at_assistant
from assistant.text.sentences import SentenceSpan, sentence_spans
from assistant.text.words import covered, question_weights, stems_of
from assistant.types import Document, Hit

_LABEL = 10  # words; a shorter line without an end mark is a heading, a label or the stump of a sentence
_END_MARK = re.compile(r"[.!?…。！？؟।]\W*$")
_ASKED = re.compile(r"[?؟？][\s)\]*_]*$")  # with a quotation mark behind it, somebody is said to have asked
_BULLET = re.compile(r"[-*•‣▪–—]\s|\(?\w{1,3}[.)]\s")
_HEADING = re.compile(r"#{1,6}\s")  # of Markdown
_LONG = 40_000  # characters; of longer documents only the passages are looked at
_SAYS_MUCH = 0.5  # share of the question's words from which a sentence outside of the passages is looked at
_MOST_ELSEWHERE = 8
_REACH = 600  # characters around a passage in which a sentence that it cuts is completed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: ``neighbours[position]`` are its offsets; `rank` counts the hits from 0.

    `neighbours` are the sentences around it in reading order, also those that the passage cuts off.
    """

    hit: Hit
    rank: int
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


def candidates_of(hits: Sequence[Hit], question: str = "") -> list[Candidate]:
    """All sentences of the hits, each once, best hit first; then those of the same articles that say the most.

    Boilerplate, headings, labels, questions and what tries to steer an assistant are left out. An article that was
    found may answer in a passage that was not: of its other sentences those are added, under a rank of their own, that
    say at least half of the question.
    """
    found: dict[tuple[str, int, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        for candidate in _sentences_of(hit, rank, hit.passage.start, hit.passage.end):
            found.setdefault((hit.document.id, candidate.start, candidate.end), candidate)
    best_of = {hit.document.id: hit for hit in reversed(hits)}
    weights = question_weights(question)
    elsewhere: list[tuple[float, Candidate]] = []
    for rank, hit in enumerate(best_of.values(), start=len(hits)):
        if len(hit.document.text) > _LONG:
            continue
        for candidate in _sentences_of(hit, rank, 0, len(hit.document.text)):
            share = covered(weights, stems_of(candidate.text))
            if share >= _SAYS_MUCH and (hit.document.id, candidate.start, candidate.end) not in found:
                elsewhere.append((share, candidate))
    elsewhere.sort(key=lambda one: (-one[0], one[1].rank, one[1].start))
    every = [*found.values(), *(candidate for _, candidate in elsewhere[:_MOST_ELSEWHERE])]
    every = [candidate for candidate in every if not _ASKED.search(candidate.text)]
    return [candidate for candidate in every if not is_label(candidate.text)] or every


def is_label(text: str) -> bool:
    """Whether a text is a heading, a label or the stump of a sentence; an item of a list is none."""
    if _HEADING.match(text):
        return True
    return not _END_MARK.search(text) and len(text.split()) < _LABEL and not _BULLET.match(text)


def _sentences_of(hit: Hit, rank: int, start: int, end: int) -> list[Candidate]:
    """The sentences that lie at least by half in a stretch, which may begin or end within one."""
    document = hit.document
    left, right = _clean_stretch(document, start, end)
    around = [
        (first, last)
        for first, last in sentence_spans(document.text, left, right)
        if not any(first < span.end and span.start < last for span in document.boilerplate)
    ]
    return [
        Candidate(hit, rank, around, position)
        for position, (first, last) in enumerate(around)
        if 2 * (min(last, end) - max(first, start)) >= last - first
        and not aimed_at_assistant(document.text[first:last])
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
