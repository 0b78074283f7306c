"""Tables on a page: each row in words under the names of its columns, as white space shows what stands below what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.corpus.readers.tables import in_words, is_data, is_number, is_year

_CELL = re.compile(r"\S+(?>(?:\s{1,2}\S+)*)")
_FEWEST_ROWS = 3  # with the one that names the columns
_MOST_WORDS = 5.0  # of a cell in the mean: columns of prose have more in a line


def rows_in_words(lines: Sequence[str], layout: Sequence[str]) -> list[str]:
    """The lines of a page, its tables in words. A table has a column of numbers, and a row is a line of the file.

    Args:
        lines: the lines as the file gives them, white space collapsed.
        layout: the rows of the page, in which cells stand apart by white space.
    """
    told: dict[str, str] = {}
    for rows in _tables([_cells(row) for row in layout]):
        told |= {" ".join(row): in_words(rows[0], row) for row in rows[1:]}
        told[" ".join(rows[0])] = ""
    if not told or not all(row in lines for row in told):
        return list(lines)
    return [said for line in lines if (said := told.get(line, line)) or line not in told]


def _cells(row: str) -> list[str]:
    return [" ".join(cell.split()) for cell in _CELL.findall(row)]


def _tables(rows: Sequence[list[str]]) -> Iterator[Sequence[list[str]]]:
    """Stretches of rows of as many cells each, a header of names above numbers."""
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and len(rows[end]) == len(rows[start]):
            end += 1
        found = rows[start:end]
        if len(found) >= _FEWEST_ROWS and _is_table(found):
            yield found
        start = end


def _is_table(rows: Sequence[list[str]]) -> bool:
    cells = [cell for row in rows for cell in row]
    numbers = any(all(is_number(row[i]) for row in rows[1:]) for i in range(len(rows[0])))
    named = all(_is_name(name, [row[i] for row in rows[1:]]) for i, name in enumerate(rows[0]))
    return is_data(rows) and numbers and named and sum(len(cell.split()) for cell in cells) <= _MOST_WORDS * len(cells)


def _is_name(name: str, below: Sequence[str]) -> bool:
    """Whether a cell can name what stands below it: a year does so for other numbers."""
    return not name[:1].isdigit() or (is_year(name) and not any(map(is_year, below)))
