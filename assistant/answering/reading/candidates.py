"""The sentences of the hits that may be quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.instructions import aimed_at_assistant
from assistant.text.sentences import SentenceSpan, sentence_spans
from assistant.types import Document, Hit

_LABEL = 10  # words; a shorter line without an end mark is a heading, a label or the stump of a sentence
_END_MARK = re.compile(r"[.!?…。！？؟।]\W*$")
_ASKED = re.compile(r"[?؟？][\s)\]*_]*$")  # with a quotation mark behind it, somebody is said to have asked
_BULLET = re.compile(r"[-*•‣▪–—]\s|\(?\w{1,3}[.)]\s")
_HEADING = re.compile(r"#{1,6}\s")  # of Markdown
_CELLS = re.compile(r"\S *\|(?! *$)|\S(?:\t| {2,}+)\S")  # what parts the cells of a table's row
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

    Boilerplate, headings, labels, questions and what tries to steer an assistant are left out.
    """
    found: dict[tuple[str, int, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        for candidate in sentences_of(hit, rank):
            found.setdefault((hit.document.id, candidate.start, candidate.end), candidate)
    every = [candidate for candidate in found.values() if not _ASKED.search(candidate.text)]
    return [candidate for candidate in every if not _is_heading(candidate)] or every


def is_label(text: str) -> bool:
    """Whether a text is a heading, a label or the stump of a sentence; an item of a list or a table's row is none."""
    if _HEADING.match(text) or (text.isupper() and len(text.split()) > 1):
        return True
    if _END_MARK.search(text) or _BULLET.match(text) or _CELLS.search(text):
        return False
    return len(text.split()) < _LABEL


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
