"""How far a quote of a sentence must reach to be understood: to who speaks, or to what "he" and "the move" point at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.sentences import SentenceSpan
from assistant.text.speech import SAID

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
