"""The other side that a model left unsaid: articles before it that differ from what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.citations import Stretch
from assistant.answering.disagreement.differences import Side, differences, in_words
from assistant.answering.reading.candidates import Candidate
from assistant.answering.reading.reading import read
from assistant.types import Asked, Embedder, Hit, Reader


def other_sides(
    asked: Asked, hits: Sequence[Hit], embedder: Embedder, reader: Reader
) -> tuple[str, list[list[Stretch]]]:
    """What the articles say differently, in words, and the places of each side, the newest last.

    Empty where the articles agree, or the question asks for nothing that can be compared.
    """
    readings = read(replace(asked, parts=()), hits, reader, embedder) if asked.compared else []
    if not readings:
        return "", []
    candidates = readings[0].candidates
    sides = differences(readings[0], np.arange(len(candidates)))
    if not sides:
        return "", []
    return in_words(sides, candidates), [list(_places(side, candidates)) for side in sides]


def _places(side: Side, candidates: Sequence[Candidate]) -> Iterator[Stretch]:
    for row in side.rows:
        one = candidates[row]
        yield Stretch(one.hit, one.start, one.end)
        if correction := side.corrections.get(row):
            yield Stretch(one.hit, *correction)
