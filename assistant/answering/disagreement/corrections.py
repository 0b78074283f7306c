"""What an article says it had wrong: corrections, what they leave standing, and where one is about what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.text.sentences import sentence_spans
from assistant.text.words import covered, stems_of
from assistant.types import Document

_ARTICLE = r"(?:article|story|report|post|piece|column|dispatch|version|headline)"
_IS_ONE = re.compile(
    r"(?:^|(?<=[.!?\n]))[^\w\n]{0,4}(?:(?:an? )?corrections?|corrects|corrected|clarification|erratum)\b\s*"
    r"(?:[:(—–\-,]|to\b|\d)"
    rf"|\b(?:an?|the|in an?) (?:earlier|previous|prior|original) version of th(?:is|e) {_ARTICLE}\b"
    rf"|\bthis {_ARTICLE} (?:has been|was|is) (?:corrected|amended)\b|\bupdated to correct\b"
    rf"|\b(?:misstated|incorrectly (?:stated|said|reported|gave|identified)|mistakenly (?:said|stated|reported))\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:should (?:have (?:been|said|read)|be|read|say)|the correct \w+ (?:is|was)|in fact|actually"
    r"|(?:it|they|there|he|she) (?:is|was|were|are|has|had|have|met|held)"
    r"|has been corrected to|corrects? .{0,60}? to)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:,|(?<![\s,]))\s++(?:not|rather than|instead of|from)\b")
_ABOUT = 0.2  # share of a question that a correction must say to be about it


def is_correction(text: str) -> bool:
    """Whether a sentence says that something was corrected."""
    return _IS_ONE.search(text) is not None


def what_stands(text: str) -> str:
    """Of a correction what it says is right; any other sentence as it is.

    “Correction: it was two, not three” leaves “two”.
    """
    if not is_correction(text):
        return text
    right = _RIGHT.search(text)
    if right:
        rest = text[right.end() :]
    elif _NOT.search(text):
        rest = text
    else:
        return ""
    return _NOT.split(rest)[0]


def correction_about(weights: Mapping[str, float], document: Document) -> tuple[int, int] | None:
    """Where a document corrects what is asked about: the offsets of the sentence that says most of the question.

    `weights` are those of the question's words, see `Asked`.
    """
    found = [
        (covered(weights, stems_of(document.text[start:end])), start, end)
        for match in _IS_ONE.finditer(document.text)
        for start, end in sentence_spans(document.text, *_paragraph(document.text, match.start(), match.end()))
        if start < match.end() and match.start() < end
    ]
    share, start, end = max(found, default=(0.0, 0, 0), key=lambda one: (one[0], -one[1]))
    return (start, end) if share >= _ABOUT else None


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, last if last >= 0 else len(text)
