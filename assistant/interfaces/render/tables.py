"""The tables of an answer in a terminal: a row is shown once it is complete, its cells beside or under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rich.console import Console
from rich.text import Text

from assistant.blocks import Sentence
from assistant.interfaces.render.lines import Hanging, markers, sentence_text

_NARROWEST = 14  # columns of the screen that a column of the table must have; else cells stand under each other
_WIDEST_NAMES = 20  # of the first column
_GAP = 2


class Rows:
    """Takes the cells of a table in order."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._block = 0
        self._names: list[Text] = []
        self._row: list[Sentence] = []

    def add(self, cell: Sentence) -> Iterator[Text]:
        """Take a cell; yields the lines of the row before it, if that is complete now."""
        if self._row and (self._row[0].form.block, self._row[0].form.row) != (cell.form.block, cell.form.row):
            yield from self.end()
        self._row.append(cell)

    def end(self) -> Iterator[Text]:
        """The lines of the row that was begun, if one was; behind the names of the columns a blank line is left out."""
        row, self._row = self._row, []
        if not row:
            return
        cells = [_cell(list(some)) for _, some in groupby(row, key=lambda one: one.form.column)]
        if row[0].form.row == 0:
            self._names = cells
        elif row[0].form.block != self._block:
            self._names = []
        self._block = row[0].form.block
        widths = self._widths(len(cells))
        if widths is None and self._console.is_terminal:
            yield from self._under_each_other(cells) if row[0].form.row else ()
        elif widths is None:
            yield Text(" | ").join(cells)
        else:
            yield from self._beside_each_other(cells, widths)

    def _widths(self, columns: int) -> list[int] | None:
        width = self._console.width - _GAP * (columns - 1)
        first = min(_WIDEST_NAMES, width // columns)
        other = (width - first) // max(columns - 1, 1)
        return [first, *[other] * (columns - 1)] if self._console.is_terminal and other >= _NARROWEST else None

    def _beside_each_other(self, cells: Sequence[Text], widths: Sequence[int]) -> Iterator[Text]:
        wrapped = [cell.wrap(self._console, width) for cell, width in zip(cells, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=Text()):
            line = Text()
            for part, width in zip(parts, widths, strict=True):
                part.rstrip()
                line.append_text(part).append(" " * (width - part.cell_len + _GAP))
            line.rstrip()
            yield line

    def _under_each_other(self, cells: Sequence[Text]) -> Iterator[Text]:
        about, *others = cells
        yield about
        for name, cell in zip_longest(self._names[1:], others, fillvalue=Text()):
            line = Hanging("  ")
            line.hang = 4
            yield line.append_text(name).append(": " if name.plain else "").append_text(cell)


def _cell(sentences: Sequence[Sentence]) -> Text:
    text = Text()
    for one in sentences:
        text.append(" " if text.plain else "").append_text(sentence_text(one))
        text.append(f" {markers(one.citations)}" if one.citations else "", "bold cyan")
    return text
