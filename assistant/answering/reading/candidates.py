"""The sentences of the hits that may be quoted, and how far a quote of one must reach to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.instructions import aimed_at_assistant
from assistant.text.sentences import SentenceSpan, sentence_spans
from assistant.text.speech import SAID
from assistant.text.words import covered, stems_of
from assistant.types import Asked, Document, Hit

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


def candidates_of(hits: Sequence[Hit], asked: Asked | None = None) -> list[Candidate]:
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
    weights = asked.weights if asked else {}
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


_OPENING, _CLOSING = "“«„", "”»"
_LEANS = re.compile(
    r"[“\"'‘]*(?:(?:And|But|So|Still|Instead|However),?\s+)?(?:he|she|they|it|his|her|their|its|this|these|those|such|both"
    r"|the (?:move|visit|trip|decision|statement|announcement|incident|latter|former|two|pair|official|spokes\w+))\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(r"\W*(?:it|this)\b[^.]{0,40}\b(?:that|to)\b", re.IGNORECASE)
_SPEECH_VERB = re.compile(rf"\b(?:{SAID}|according to)\b")
_MOST_BEFORE = 40  # words; a longer sentence before is a text of its own
_MOST_SPEECH = 4  # sentences of one speech


def in_context(text: str, spans: Sequence[SentenceSpan], position: int) -> SentenceSpan:
    """The stretch around ``spans[position]`` that a reader needs to understand it; often the sentence itself.

    A sentence inside a speech is given from its opening mark, or to the words that say who speaks; one that begins
    with a word that points back ("He", "The move") is given with the short sentence before it. `spans` are the
    sentences of a stretch of `text`, in order.
    """
    first = last = position
    if _inside_speech(text, spans, position):
        first, last = _speech(text, spans, position)
        if not _SPEECH_VERB.search(_outside_marks(text[spans[first][0] : spans[last][1]])):
            first, last = _with_speaker(text, spans, first, last)
    elif _is_bare_speech(text[slice(*spans[position])]):
        first, last = _with_speaker(text, spans, position, position)
    elif _leans(text[slice(*spans[position])]) and _may_lead(text, spans, position - 1):
        first = position - 1
    return spans[first][0], spans[last][1]


def _depth(text: str, spans: Sequence[SentenceSpan], position: int) -> int:
    """Marks open before the sentence, counted from its paragraph's begin."""
    start = spans[position][0]
    paragraph = max(text.rfind("\n", 0, start) + 1, spans[0][0])
    before = text[paragraph:start]
    curly = sum(before.count(mark) for mark in _OPENING) - sum(before.count(mark) for mark in _CLOSING)
    return max(0, curly) + before.count('"') % 2


def _inside_speech(text: str, spans: Sequence[SentenceSpan], position: int) -> bool:
    """Whether a speech goes on before or behind the sentence."""
    if _depth(text, spans, position):
        return True
    sentence = text[slice(*spans[position])]
    opened = sum(sentence.count(mark) for mark in _OPENING) > sum(sentence.count(mark) for mark in _CLOSING)
    return (opened or sentence.count('"') % 2 == 1) and position + 1 < len(spans)


def _speech(text: str, spans: Sequence[SentenceSpan], position: int) -> tuple[int, int]:
    first = last = position
    while first > 0 and position - first < _MOST_SPEECH and _depth(text, spans, first):
        first -= 1
    while last + 1 < len(spans) and last - position < _MOST_SPEECH and _depth(text, spans, last + 1):
        last += 1
    return first, last


def _is_bare_speech(sentence: str) -> bool:
    """Whether a sentence is nothing but words in quotation marks."""
    return sentence[:1] in f'"{_OPENING}' and not _outside_marks(sentence).strip(" .,!?")


def _outside_marks(text: str) -> str:
    return re.sub(r"[“«„][^”»]*(?:[”»]|$)|\"[^\"]*(?:\"|$)", " ", text)


def _with_speaker(text: str, spans: Sequence[SentenceSpan], first: int, last: int) -> tuple[int, int]:
    """Add the neighbour that says who speaks, if there is one: mostly the sentence before."""
    if _may_lead(text, spans, first - 1):
        return first - 1, last
    return first, last


def _leans(sentence: str) -> bool:
    return bool(_LEANS.match(sentence)) and not _EXPLETIVE.match(sentence)


def _may_lead(text: str, spans: Sequence[SentenceSpan], position: int) -> bool:
    """Whether the sentence is there, short enough, a statement, and parted by white space only."""
    if position < 0:
        return False
    sentence = text[slice(*spans[position])]
    gap = text[spans[position][1] : spans[position + 1][0]]
    return not gap.strip() and 3 < len(sentence.split()) <= _MOST_BEFORE
