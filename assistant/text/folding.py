"""Text folded for comparison: what differs only in typography becomes equal, and every character knows where it was.

Folding drops white space and invisible characters, makes all quotation marks one and all dashes one, and
decomposes the rest (NFKD), so that a composed and a decomposed accent are the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_QUOTATION_MARKS = frozenset("\"'`´‘’‚‛“”„‟′″‹›«»＂＇「」『』")
_DASHES = frozenset("‐‑‒–—―−﹘﹣－-")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is folded; ``origins[i]`` is the offset in the source of ``text[i]``."""

    text: str
    origins: tuple[int, ...]

    @property
    def lowered(self) -> str:
        """The folded text without case, of the same length."""
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else self.text


def fold(text: str) -> Folded:
    """Fold `text`; offsets count its code points."""
    folded: list[str] = []
    origins: list[int] = []
    last = ""
    for offset, character in enumerate(text):
        for piece in _fold_character(character):
            if piece == last and piece in "'-":  # '' for ", -- for a dash
                continue
            folded.append(piece)
            origins.append(offset)
            last = piece
    return Folded("".join(folded), tuple(origins))


@cache
def _fold_character(character: str) -> str:
    if character in _QUOTATION_MARKS:
        return "'"
    if character in _DASHES:
        return "-"
    if character.isspace() or invisible(character):
        return ""
    return "".join(piece for piece in unicodedata.normalize("NFKD", character) if not piece.isspace())


_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
# Letters that carry their mark inside them, so that no decomposition takes it away.
_BARE = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_MARKED = re.compile(f"[{''.join(_BARE)}]")


def bare(text: str) -> str:
    """A text without case and accents, to be compared and not shown: "Łódź" is "lodz"."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return _MARKED.sub(lambda found: _BARE[found[0]], plain)


@cache
def invisible(character: str) -> bool:
    """Whether a reader cannot see it: control and format characters, variation selectors."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f"
