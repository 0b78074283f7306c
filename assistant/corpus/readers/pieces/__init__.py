"""Texts that hold several dated documents, one small file for each kind, behind `split`.

A kind is a function `find(text, lines)` that returns a `Cutting`, or None where the text is not of its kind. It has to
be sure: an article that is cut in two is worse than an export that is only told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from assistant.corpus.lines import Line, lines_of
from assistant.corpus.readers.parsed import Parsed, Unread
from assistant.corpus.readers.pieces import (
    captions,
    chat,
    day_chat,
    factiva,
    headings,
    labelled,
    live_blog,
    nexis,
    several,
)
from assistant.corpus.readers.pieces.cut import Find, cut

__all__ = ["split", "split_digest", "split_export"]

# The name of each kind is that of its pieces: `export.txt#nexis-3`.
_EXPORTS: tuple[tuple[str, Find], ...] = (
    ("nexis", nexis.find),
    ("factiva", factiva.find),
    ("article", labelled.find),
)
_KINDS: tuple[tuple[str, Find], ...] = (
    ("chat", chat.find),
    ("chat", day_chat.find),
    *_EXPORTS,
    ("entry", live_blog.find),
    ("clipping", headings.find),
)
_MOST_LINES = 400_000


def split(parsed: Parsed) -> list[Parsed | Unread]:
    """Return the documents of a text: its pieces, the text as it is, or the text marked as several in one."""
    spoken = captions.read(parsed)
    if spoken is not None:
        return [spoken]
    lines = _lines(parsed)
    found = _cut(parsed, lines, _KINDS)
    if found:
        return found
    days = several.dated_lines(parsed.text, lines) if len(lines) <= _MOST_LINES else None
    if days is None:
        return [parsed]
    problem = (
        f"looks like several dated pieces ({days[0]} to {days[1]}) that could not be told apart;"
        " save each as a file of its own"
    )
    return [replace(parsed, several=True, problems=(*parsed.problems, problem))]


def split_export(parsed: Parsed) -> list[Parsed | Unread]:
    """Return the articles of an export of a press database; nothing for another text."""
    return _cut(parsed, _lines(parsed), _EXPORTS)


def split_digest(parsed: Parsed) -> list[Parsed | Unread]:
    """Return what stands under the dated headings of a text; nothing for another one."""
    return _cut(parsed, _lines(parsed), (("clipping", headings.find),))


def _lines(parsed: Parsed) -> list[Line]:
    """The lines of a text but for those that its format marks, such as running heads."""
    marked = sorted((span.start, span.end) for span in parsed.boilerplate)
    starts = [start for start, _ in marked]
    kept = []
    for line in lines_of(parsed.text):
        before = bisect_right(starts, line.start)
        if not before or marked[before - 1][1] <= line.start:
            kept.append(line)
    return kept


def _cut(parsed: Parsed, lines: Sequence[Line], kinds: tuple[tuple[str, Find], ...]) -> list[Parsed | Unread]:
    if len(lines) > _MOST_LINES:
        return []
    for kind, find in kinds:
        cutting = find(parsed.text, lines)
        if cutting is not None:
            return cut(parsed, cutting, kind)
    return []
