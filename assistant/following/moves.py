"""How the numbers of a topic moved: what articles said of one thing, one day after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.citations import Numbering
from assistant.answering.reading.reading import read
from assistant.answering.reading.stand_ins import CosineReader
from assistant.following.developments import Looking, Statement

if TYPE_CHECKING:
    from assistant.answering.disagreement.comparable import Value
    from assistant.app import Assistant
    from assistant.options import Options
    from assistant.types import Citation

_PASSAGES, _PER_DOCUMENT = 24, 4
_MOST = 8  # rows


class Step(NamedTuple):
    """A number or day in the words of an article, and the sentence that states it."""

    words: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Move:
    """What was said of one thing, oldest first; one value after another is another one. `of`: what was counted."""

    of: str
    steps: tuple[Step, ...]


def moves(assistant: Assistant, topic: str, options: Options | None = None) -> tuple[Move, ...]:
    """The numbers of a topic that changed from one dated article to a later one, those that changed most often first.

    Two numbers are of one thing where they count the same, and both sentences answer or are alike.
    """
    query = assistant.understand(topic, **(options or {}))
    hits = [
        hit for hit in assistant.index.search(query, _PASSAGES, per_document=_PER_DOCUMENT) if hit.document.date.day
    ]
    reader = assistant.reader or CosineReader(assistant.embedder)
    found: list[Move] = []
    for reading in read(query.asked, hits, reader, assistant.embedder):
        looking = Looking(reading, assistant, frozenset(), Numbering())
        rows: list[list[tuple[Statement, Value]]] = []
        for _, statements in looking.articles():
            for one in statements:
                for value in one.values:
                    if value.kind != "name":
                        _into(rows, one, value, looking)
        for row in rows:
            steps = tuple(Step(value.words, looking.cite(one)) for one, value in row)
            if len({step.citation.path for step in steps}) > 1:
                found.append(Move(next((value.noun or value.unit for _, value in row), ""), steps))
    return tuple(sorted(found, key=lambda each: -len(each.steps))[:_MOST])


def _into(rows: list[list[tuple[Statement, Value]]], one: Statement, value: Value, looking: Looking) -> None:
    """Add a value to the row that it goes on with, else begin one; what repeats the last value adds nothing."""
    for row in rows:
        last, was = row[-1]
        if value.comparable(was) and looking.same_thing(one, last):
            if not value.agrees(was) and one.document.path != last.document.path:
                row.append((one, value))
            return
    rows.append([(one, value)])
