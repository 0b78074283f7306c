"""Where a sentence of an answer stands: in text, a heading, a list or a table.

The sentences of an answer are one sequence; `blocks` says which of them are an item, and which a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

BlockKind = Literal["text", "heading", "list", "table"]
NOT_SHOWN = "–"  # in the cell of a table of which nothing could be shown


@dataclass(frozen=True, slots=True)
class Form:
    """The place of a sentence. `block` counts blocks of one kind that follow each other, from 0.

    In a list `row` is its item; in a table row 0 holds what its columns are called, column 0 what its rows are about.
    `begins`: it begins a paragraph of running text.
    """

    kind: BlockKind = "text"
    block: int = 0
    row: int = 0
    column: int = 0
    begins: bool = False


TEXT = Form()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that carry it.

    kind `claim` needs a citation; `missing` says what the corpus lacks; `note` is a fact that code knows
    (a document's date, its being undated); `label` names what stands under or beside it, and states nothing. `support`
    is the support score of the evidence, 0..1. `answer` are the offsets in `text` of the words that answer; None where
    they are not known. `form` is where it stands.
    """

    text: str
    citations: tuple[int, ...] = ()
    kind: Literal["claim", "missing", "note", "label"] = "claim"
    support: float | None = None
    answer: tuple[int, int] | None = None
    form: Form = TEXT

    @property
    def parts(self) -> tuple[str, str, str]:
        """`text` in three: before the words that answer, those words, and behind them; all in the first if unknown."""
        start, end = self.answer or (0, 0)
        words = self.text[start:end].strip() if 0 <= start < end <= len(self.text) else ""
        if not words:
            return self.text, "", ""
        start = self.text.index(words, start)
        return self.text[:start], words, self.text[start + len(words) :]


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stand together, by their places in the sequence: rows of cells of sentences.

    Text and headings have one row with one cell, a list one row for each item. The first row of a table names its
    columns, the first cell of each other row what it is about.
    """

    kind: BlockKind
    rows: tuple[tuple[tuple[int, ...], ...], ...]


def blocks(sentences: Sequence[Sentence]) -> tuple[Block, ...]:
    """The blocks of an answer, in order; every sentence is in one of them."""
    found = []
    places = enumerate(sentence.form for sentence in sentences)
    for (kind, _), block in groupby(places, key=lambda one: (one[1].kind, one[1].block)):
        rows = []
        for _, row in groupby(block, key=lambda one: one[1].row):
            cells = [tuple(at for at, _ in cell) for _, cell in groupby(row, key=lambda one: one[1].column)]
            rows.append(tuple(cells))
        found.append(Block(kind, tuple(rows)))
    return tuple(found)


def paragraphs(sentences: Sequence[Sentence], block: Block) -> list[tuple[int, ...]]:
    """The places of the sentences of each paragraph of a block of text."""
    found: list[tuple[int, ...]] = []
    for at in (at for row in block.rows for cell in row for at in cell):
        if found and not sentences[at].form.begins:
            found[-1] += (at,)
        else:
            found.append((at,))
    return found
