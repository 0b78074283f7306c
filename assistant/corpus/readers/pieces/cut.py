"""A text that holds several documents is cut: a piece keeps its words, its day, and its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import TypeAlias

from assistant.corpus.header.masthead import is_in_name
from assistant.corpus.lines import Line
from assistant.corpus.readers.parsed import Parsed, Unread
from assistant.dates.written.date_evidence import DateEvidence
from assistant.dates.written.in_line import dates_in_line
from assistant.dates.written.phrases import WrittenDate
from assistant.types import Span

# What joins the name of a paper and its day: "Talbote vom 28. Juni 2022", "El Faro, del 3 de mayo".
_JOINT = re.compile(
    r"(?<![\s,;:|/·•–—(_*-])[\s,;:|/·•–—(_*-]++(?:vom|am|of|on|du|del|dated|från|van|z|от|dd\.?|no\.?)?[\s,;:|(–—-]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"([-=_*+~#.·•–—])(?:\s?\1){3,}")
_DIGIT = re.compile(r"\d")
_LONGEST = 200  # characters of a line that can be a heading


@dataclass(frozen=True, slots=True)
class Piece:
    """One document inside of a text: ``text[start:end]``, and what the lines around it say of it.

    `evidence` is None where the day of the whole file is its own. `furniture` are stretches between `start` and `end`
    that are not its words.
    """

    start: int
    end: int
    title: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    evidence: tuple[DateEvidence, ...] | None = ()
    furniture: tuple[tuple[int, int], ...] = ()
    problems: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Cutting:
    """The pieces of a text in its order, and what was left out, in plain words."""

    pieces: Sequence[Piece]
    left_out: tuple[str, ...] = field(default=())


Find: TypeAlias = Callable[[str, Sequence[Line]], Cutting | None]
"""What looks for the pieces of one kind in a text and its lines; None where the text is not of this kind."""


def cut(parsed: Parsed, cutting: Cutting, kind: str) -> list[Parsed | Unread]:
    """Return the pieces as documents, named after their kind and number; a lone one keeps the name of its file."""
    text = parsed.text
    lines = _LineNumbers(text)
    found: list[Parsed | Unread] = []
    lone = len(cutting.pieces) == 1
    for number, piece in enumerate(cutting.pieces, 1):
        start, end = _trimmed(text, piece.start, piece.end)
        if start >= end:
            continue
        body = text[start:end]
        found.append(
            replace(
                parsed,
                text=body,
                part="" if lone else f"{kind}-{number}",
                title=piece.title,
                source=piece.source or parsed.source,
                author=piece.author,
                url=piece.url,
                evidence=parsed.evidence if piece.evidence is None else piece.evidence,
                boilerplate=tuple(Span(a - start, b - start, "header") for a, b in piece.furniture if start <= a < end),
                places=tuple(_places(parsed, lines, start, end)),
                made=None,
                replaced=body.count("\ufffd"),
                problems=(*parsed.problems, *piece.problems),
                piece=True,
                several=piece.several,
            )
        )
    return [*found, *(Unread("", reason) for reason in cutting.left_out)]


def day_in(content: str) -> WrittenDate | None:
    """The first date of a line that names a day; None in a line too long for a heading."""
    if len(content) > _LONGEST or not _DIGIT.search(content):
        return None
    return next((each for each in dates_in_line(content) if each.precision == "day"), None)


def name_before(content: str, written: WrittenDate) -> str:
    """What stands in a line before its date, without what joins them."""
    return _JOINT.sub("", f"{content[: written.start]} ").strip("*_ ")


def without_rules(lines: Sequence[Line]) -> list[Line]:
    """The lines but for those that only part what stands above and below."""
    return [line for line in lines if not _RULE.fullmatch(line.content)]


def is_name(words: str) -> bool:
    """Whether words can be the name of a paper: a few, with capitals but for the small ones between them."""
    parts = words.split()
    return 0 < len(parts) <= 8 and not parts[0][:1].islower() and all(map(is_in_name, parts))


def has_prose(lines: Sequence[Line]) -> bool:
    """Whether there is running text among lines, and not headings alone."""
    return any(line.is_prose or (line.ends_sentence and len(line.words) > 4) or len(line.words) > 7 for line in lines)


class _LineNumbers:
    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def spans(self, text: str, start: int, end: int) -> Iterator[Span]:
        number = bisect_left(self._ends, start)
        while start < end:
            stop = min(self._ends[number] if number < len(self._ends) else len(text), end)
            if text[start:stop].strip():
                yield Span(start, stop, f"line {number + 1}")
            start, number = stop + 1, number + 1


def _places(parsed: Parsed, lines: _LineNumbers, start: int, end: int) -> Iterator[Span]:
    """Where a piece stands: as its format tells places, or the lines of a plain text."""
    if not parsed.places:
        yield from (Span(s.start - start, s.end - start, s.kind) for s in lines.spans(parsed.text, start, end))
    first = bisect_right(parsed.places, start, key=lambda span: span.end)  # they come in the order of the text
    for span in takewhile(lambda span: span.start < end, islice(parsed.places, first, None)):
        yield Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
