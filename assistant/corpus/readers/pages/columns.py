"""Columns of a page: a text that was written line by line across them is put into the order in which people read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_FEWEST_ROWS = 4  # that show both columns, with none among them that goes across
_FEWEST_WORDS = 3.5  # a row, in the mean, on each side: cells of a table have fewer


def in_reading_order(plain: Sequence[str], layout: Sequence[str]) -> list[str] | None:
    """Return the lines of a page column by column; None where they need not be moved.

    Args:
        plain: the lines as the file gives them, white space collapsed.
        layout: the rows of the page, in which columns stand apart by white space.
    """
    gutter = _gutter(layout)
    if gutter is None:
        return None
    across = [" ".join(row.split()) for row in layout if _is_both(row, gutter)]
    written = set(plain)
    if sum(row in written for row in across) * 2 < len(across):
        return None  # the file gives one column after the other already
    return [line for line in (" ".join(row.split()) for row in _ordered(layout)) if line]


def _ordered(rows: Sequence[str]) -> list[str]:
    """Move what stands right of the gutter behind what stands left of it, between rows that go across it."""
    gutter = _gutter(rows)
    if gutter is None:
        return list(rows)
    ordered: list[str] = []
    band: list[str] = []
    for row in [*rows, None]:
        if row is not None and not _goes_across(row, gutter):
            band.append(row)
            continue
        if sum(_is_both(each, gutter) for each in band) >= _FEWEST_ROWS:
            for side in ([each[:gutter] for each in band], [each[gutter:] for each in band]):
                ordered += _ordered(side)
        else:
            ordered += band
        band = []
        ordered += [] if row is None else [row]
    return ordered


def _gutter(rows: Sequence[str]) -> int | None:
    """The column of characters at which most rows have a gap with prose on both sides."""
    width = max(map(len, rows), default=0)
    changes = [0] * (width + 1)
    for row in rows:
        for gap in _GAP.finditer(row):
            changes[gap.start()] += 1
            changes[gap.end()] -= 1
    gaps = list(accumulate(changes))
    most = max(gaps, default=0)
    if most < _FEWEST_ROWS:
        return None
    first = gaps.index(most)
    last = next((at for at in range(first, len(gaps)) if gaps[at] != most), len(gaps))
    gutter = last - 1  # where columns begin they stand in line, where they end they need not
    both = [row for row in rows if _is_both(row, gutter)]
    words = [
        sum(len(part.split()) for part in side) for side in zip(*((r[:gutter], r[gutter:]) for r in both), strict=True)
    ]
    return gutter if min(words) >= _FEWEST_WORDS * len(both) else None


def _is_both(row: str, gutter: int) -> bool:
    return any(gap.start() <= gutter < gap.end() for gap in _GAP.finditer(row))


def _goes_across(row: str, gutter: int) -> bool:
    return len(row.rstrip()) > gutter and bool(row[:gutter].strip()) and not _is_both(row, gutter)
