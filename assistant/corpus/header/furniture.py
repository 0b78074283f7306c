"""Whether what stands around a date on a header line is names, labels and small words, and no running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.header.label_forms import LABELLING
from assistant.dates.written.in_line import dates_in_line
from assistant.dates.written.phrases import WrittenDate

_SEPARATOR = re.compile(r"[|·•—–,;/()（）\[\]]|\s-+\s|\s{2,}")
_SMALL_WORDS = frozenset(
    "by of the and for in at on from a an min mins minute minutes read ago comment comments last first updated "
    "modified published posted et gmt est edt utc bst cet pm am p.m a.m de la le von van"
    " plc di da do du des der den und et y e og och i klo kl uhr h wib wita".split()
)
# What an update brought: "updated 22 October 2021 with reaction from the company".
_BROUGHT = re.compile(r"(?<=\|) (?:with|to (?:add|include|correct|clarify|reflect))\s[^|·•;]+$")


def only_furniture(content: str, dates: Sequence[WrittenDate]) -> bool:
    """Whether nothing but names, labels and other dates stands around the given dates."""
    rest = content
    for written in [*dates, *(each for each in dates_in_line(content) if each.precision == "day")]:
        rest = rest[: written.start] + "|" * (written.end - written.start) + rest[written.end :]
    rest = _BROUGHT.sub("", re.sub(r"\bby \w+$", "", LABELLING.sub("|", rest)))
    return all(is_furniture(segment) for segment in _SEPARATOR.split(rest))


def is_furniture(segment: str) -> bool:
    """Whether a stretch of a header line is a name, a label or a small word and no running text."""
    words = segment.strip(" .:*_#>").split()
    return len(words) <= 7 and all(
        word.strip(".,:'’*_").lower() in _SMALL_WORDS or not word[:1].isalpha() or word[:1].isupper() for word in words
    )
