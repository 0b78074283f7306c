"""A plain text's title, where it has one: a first line that is a headline, or a headline repeated on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from assistant.corpus.header.furniture import is_furniture
from assistant.corpus.lines import Line
from assistant.types import Span

_MOST_CHARACTERS, _MOST_WORDS = 200, 32
_NO_TITLE = re.compile(r"(?:[-*•#>|+]|\d+[.)]\s)|.*(?:https?://|\w@\w|\t)|.*[:,;]$|[\d\W]+$")

_MEDIUM = (
    r"(?:news|newspaper|wire|radio|television|tv|broadcasting|courier|times|post|press|herald|tribune|gazette|journal"
    r"|daily|weekly|chronicle|observer|telegraph|bulletin|mercury|magazine|review)"
)
_MASTHEAD = re.compile(
    rf"(?:\S+ ){{0,4}}(?i:{_MEDIUM})(?:$|\s?[|·•]|\s[-–—])|(?i:{_MEDIUM})(?: [A-Z]+){{1,3}}(?:$|\s?[|·•]|\s[-–—])"
)
_SLUG = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:/\S*)?(?: \([^()]{1,20}\))?")


def find_title(lines: Sequence[Line]) -> tuple[str | None, tuple[Span, ...]]:
    """Return the title among the lines that are neither boilerplate nor header, and its repetitions as spans.

    A first line is a title when it stands alone and does not close like a sentence. A line further down is one when
    the first line begins with it and runs on: then the page's heading was glued to its text.
    """
    while len(lines) > 2 and _is_masthead(lines[0]) and _looks_like_title(lines[1]):
        lines = lines[1:]
    if len(lines) < 2:
        return None, ()
    first = lines[0]
    for line, below in zip_longest(lines[1:8], lines[2:9]):
        alone = line and line.gap and (below is None or below.gap)
        if alone and _looks_like_title(line) and _begins(first.content, line.content):
            glued = Span(first.start, first.start + len(line.content), "title")
            return line.content, (glued, Span(line.start, line.end, "title"))
    if lines[1].gap and _looks_like_title(first):
        repeats = (Span(line.start, line.end, "title") for line in lines[1:8] if line.content == first.content)
        return first.content, tuple(repeats)
    return None, ()


def _is_masthead(line: Line) -> bool:
    """``MERIDIAN WIRE | COMPANIES``: capitalised words, one of them a word for a newspaper, an agency or a station.

    Or an agency's slug: ``MALDORA-FIRE/3 (UPDATE)``.
    """
    if _SLUG.fullmatch(line.content):
        return True
    return len(line.words) <= 6 and is_furniture(line.content) and bool(_MASTHEAD.match(line.content))


def _begins(first: str, title: str) -> bool:
    return len(title.split()) >= 4 and len(first) > len(title) and first.startswith(title + " ")


def _looks_like_title(line: Line) -> bool:
    content = line.content
    if len(content) > _MOST_CHARACTERS or len(line.words) > _MOST_WORDS:
        return False
    closed = line.ends_sentence and "?" not in content[-3:]
    starts_high = not next((letter for letter in content if letter.isalpha()), "a").islower()
    return not closed and starts_high and not _NO_TITLE.match(content)
