"""A text that looks like many dated pieces and is of no known kind: nobody is to count from one of its days."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import day_in, has_prose

_FEWEST = 3  # days
_MOST_LINES = 5_000  # that are looked at, evenly spread
_OPENING = 30  # characters of a sentence in which a date at its beginning stands
_LONGEST_HEAD = 120  # characters of a line that ends with its date
_FIRST, _LAST = 0.34, 0.5  # parts of a text: where the first of the dated lines must stand, and where the last


def dated_lines(text: str, lines: Sequence[Line]) -> tuple[str, str] | None:
    """First and last of the days with which lines begin or end all through a text; None where they do not.

    Only a line counts that is running text or has some below it: a list of dates is no list of pieces.
    """
    lines = lines[:: len(lines) // _MOST_LINES + 1]
    dated = [(i, day) for i, line in enumerate(lines) if (day := _day(line))]
    found = [
        (lines[i].start, day)
        for (i, day), after in zip(dated, [*(i for i, _ in dated[1:]), len(lines)], strict=False)
        if has_prose(lines[i:after])
    ]
    days = sorted({day for _, day in found})
    if len(days) < _FEWEST or found[0][0] > _FIRST * len(text) or found[-1][0] < _LAST * len(text):
        return None
    return (days[0], days[-1]) if len(found) * 12 >= len(lines) else None


def _day(line: Line) -> str | None:
    """The day with which a line begins, or a short one ends; that of a label (``Published: …``) is no piece's."""
    short = len(line.content) <= _LONGEST_HEAD and not line.ends_sentence
    written = day_in(line.content if short else line.content[:_OPENING])
    if written is None or not written.readings:
        return None
    closes = short and written.end >= len(line.content) - 2 and not line.content[: written.start].rstrip().endswith(":")
    return min(written.readings).isoformat() if closes or written.start <= 3 else None
