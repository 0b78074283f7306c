"""Compares strings of a gold set with an answer: case, punctuation and white space do not count.

The normalisation is the one that SQuAD introduced and ALCE uses for its exact match (lower case, no punctuation, no
articles), except that hyphens and dashes become spaces, so that "short-range" equals "short range".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.text.clean import visible

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_INSIDE = re.compile(r"(?<=\d),(?=\d)|(?<=\w)['’](?=\w)|(?<=\b[^\W\d])\.")  # 80,000 · Biden's · U.S., but not 5.5
_OTHER = re.compile(r"[^\w\s]|_")


def normalise(text: str) -> str:
    """Return `text` as words between single spaces."""
    folded = unicodedata.normalize("NFKC", visible(text)).lower()
    plain = _OTHER.sub(" ", _INSIDE.sub("", folded))
    return " ".join(_ARTICLES.sub(" ", plain).split())


def contains(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text` as whole words, after normalising both."""
    words = normalise(wanted)
    return bool(words) and f" {words} " in f" {normalise(text)} "


def found_in(text: str, alternatives: Sequence[str]) -> str | None:
    """The first of the alternatives that stands in `text`, or None."""
    return next((wanted for wanted in alternatives if contains(text, wanted)), None)


def overlap(one: str, other: str) -> float:
    """Share of the shorter text's words that both share as one run of words (0..1)."""
    first, second = normalise(one).split(), normalise(other).split()
    if not first or not second:
        return 0.0
    longest, row = 0, [0] * (len(second) + 1)
    for word in first:
        before = 0
        for place, candidate in enumerate(second, 1):
            above = row[place]
            row[place] = before + 1 if word == candidate else 0
            longest, before = max(longest, row[place]), above
    return longest / min(len(first), len(second))
