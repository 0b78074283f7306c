"""A question that asks several things, taken apart."""

from __future__ import annotations

import re

from assistant.text.words import content_terms

_ASKING = (
    r"(?:who|whom|whose|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|can|could|will|would"
    r"|should)\b"
)
# A run of marks or of white space is looked at from its first character only: somebody may ask 4,000 spaces.
_BORDER = re.compile(
    r"(?<![?;])[?;]++\s++(?:and\s++|but\s++|also\s++)?"
    rf"|(?:,|(?<![\s,]))\s++(?:and|but)\s++(?:also\s++)?(?={_ASKING})",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b", re.IGNORECASE)
_ENOUGH = 2  # content words; a part with fewer leans on the other ("and why?") and cannot be looked up alone
_LEANING = re.compile(
    r"\b(?:each (?:one|of (?:them|these|those))|both of (?:them|these)|the (?:former|latter))\b", re.IGNORECASE
)
_MOST = 3


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of a question that can be answered each on its own; the question itself when it has one subject."""
    parts = [part.strip(" ?,;") for part in _BORDER.split(question)]
    parts = [part for part in parts if part]
    asks = [bool(_QUESTION_WORD.search(part)) or index == 0 for index, part in enumerate(parts)]
    own_subject = all(len(content_terms(part)) >= _ENOUGH and not _LEANING.search(part) for part in parts)
    return tuple(parts) if 2 <= len(parts) <= _MOST and all(asks) and own_subject else (question,)
