"""Checked sentences that say that sources disagree, as conflicts with their sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import numbers, without
from assistant.text.wording import is_negation
from assistant.text.words import content_stems, words
from assistant.types import Citation, Conflict, Sentence

_SAYS_SO = re.compile(
    r"\b(?:disagree\w*|differ(?:s|ed|ing)?|conflict(?:s|ing)|contradict\w*|at odds|inconsistent)\b", re.IGNORECASE
)
_CONTRASTS = re.compile(
    r"\b(?:in contrast|by contrast|whereas|while|but|however|although|though|others?|instead|corrected|revised)\b",
    re.IGNORECASE,
)
_SAME_THING = 2  # content words that two quotes share when one affirms what the other denies


def conflicts(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> tuple[Conflict, ...]:
    """The conflicts that checked sentences report.

    A sentence reports one when it stands on two documents at least, and either says that they differ, or sets them
    against each other where their quotes have different numbers or one denies what the other says. A sentence that
    says they differ may need the next one for the other side. A side is the documents whose quotes have the same
    numbers, or one document; the side with the newest document stands last, undated ones first.
    """
    by_number = {citation.number: citation for citation in citations}
    found: dict[tuple[tuple[int, ...], ...], Conflict] = {}
    for at, sentence in enumerate(sentences):
        cited = [by_number[number] for number in sentence.citations]
        sides = _sides(sentence.text, cited)
        if len(sides) < 2 and _SAYS_SO.search(sentence.text) and at + 1 < len(sentences):
            following = sentences[at + 1]
            cited += [by_number[number] for number in following.citations if number not in sentence.citations]
            sides = _sides(f"{sentence.text} {following.text}", cited)
        if len(sides) >= 2 and not any(set(sides) <= set(known) for known in found):
            found[sides] = Conflict(sentence.text, sides)
    return tuple(found.values())


def _sides(text: str, cited: Sequence[Citation]) -> tuple[tuple[int, ...], ...]:
    if len({citation.path for citation in cited}) < 2:
        return ()
    sides: dict[object, list[Citation]] = {}
    for citation in cited:
        sides.setdefault(_counted(citation.quote) or citation.path, []).append(citation)
    counts = sum(isinstance(key, frozenset) for key in sides)
    reported = _SAYS_SO.search(text) or (_CONTRASTS.search(text) and (counts >= 2 or _one_denies(cited)))
    if len(sides) < 2 or not reported:
        return ()
    ordered = sorted(sides.values(), key=lambda side: max(citation.date.ordinal for citation in side))
    return tuple(tuple(citation.number for citation in side) for side in ordered)


def _counted(quote: str) -> frozenset[float]:
    return frozenset(numbers(without(quote, written_dates(quote))))


def _one_denies(cited: Sequence[Citation]) -> bool:
    """Whether one document's quote denies something, and another's speaks of the same without denying."""
    read = [
        (citation.path, set(content_stems(words(citation.quote))), any(map(is_negation, words(citation.quote))))
        for citation in cited
    ]
    return any(
        ours and not theirs and path != other and len(said & others) >= _SAME_THING
        for path, said, ours in read
        for other, others, theirs in read
    )
