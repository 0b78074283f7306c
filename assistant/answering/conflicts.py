"""Sentences that say sources disagree, as conflicts with their sides."""

from __future__ import annotations

import re

from assistant.answering.values import numbers
from assistant.types import Citation, Conflict, Sentence

_CONTRAST = re.compile(
    r"\b(?:disagree\w*|differ\w*|conflict\w*|contradict\w*|inconsistent|at odds|in contrast|by contrast|whereas|while"
    r"|but|however|although|though|other(?:s|wise)?|instead|correct(?:s|ed|ion)|revised)\b",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:disagree\w*|differ(?:s|ed|ing)?|conflict(?:s|ing)?|contradict\w*|at odds|inconsistent)\b", re.IGNORECASE
)


def conflict_in(sentence: Sentence, citations: tuple[Citation, ...]) -> Conflict | None:
    """The conflict that a checked sentence reports, or None.

    It must cite two documents at least, and either say that they differ, or set them against each other with
    different numbers. A side is what one document says, oldest first, undated last; documents whose quotes have the
    same numbers stand on one side.
    """
    cited = [citation for citation in citations if citation.number in sentence.citations]
    if len({citation.path for citation in cited}) < 2:
        return None
    sides: dict[object, list[Citation]] = {}
    for citation in cited:
        stated = frozenset(numbers(citation.quote))
        sides.setdefault(stated or citation.path, []).append(citation)
    if len(sides) < 2:
        return None
    stated_differently = sum(isinstance(key, frozenset) for key in sides) >= 2
    if not _SAYS_SO.search(sentence.text) and not (_CONTRAST.search(sentence.text) and stated_differently):
        return None
    ordered = sorted(sides.values(), key=lambda side: min(_age(citation) for citation in side))
    return Conflict(sentence.text, tuple(tuple(citation.number for citation in side) for side in ordered))


def _age(citation: Citation) -> tuple[bool, int]:
    return citation.date.day is None, citation.date.day.toordinal() if citation.date.day else 0
