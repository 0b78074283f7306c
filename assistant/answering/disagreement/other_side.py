"""What articles say differently, for an answer that a model writes: it may tell one side only, or both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.citations import Stretch
from assistant.answering.disagreement.differences import Side, differences, in_words
from assistant.answering.reading.reading import Candidate, read
from assistant.types import Asked, Citation, Conflict, Embedder, Hit, Reader, Sentence


@dataclass(frozen=True, slots=True)
class OtherSides:
    """What articles say differently: `text` says it, `places` are those of each side, the newest last.

    They `contradict` each other, or the last side replaces the others.
    """

    text: str
    places: tuple[tuple[Stretch, ...], ...]
    contradict: bool

    def untold(self, citations: Sequence[Citation]) -> bool:
        """Whether an answer with these citations leans on one side, and on one that is contradicted or replaced."""
        cited = {citation.path for citation in citations}
        told = [any(place.hit.document.path in cited for place in side) for side in self.places]
        return any(told) and not all(told) and (self.contradict or not told[-1])

    def told(self, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> Conflict | None:
        """The conflict that an answer tells: that of the first sentence, or two in a row, citing every side."""
        if not self.contradict:
            return None
        by_number = {citation.number: citation for citation in citations}
        for at in range(len(sentences)):
            for some in (sentences[at : at + 1], sentences[at : at + 2]):
                cited = [by_number[number] for one in some for number in one.citations]
                sides = tuple(tuple(_numbers(side, cited)) for side in self.places)
                if all(sides):
                    return Conflict(some[0].text, sides)
        return None


def other_sides(asked: Asked, hits: Sequence[Hit], embedder: Embedder, reader: Reader) -> OtherSides | None:
    """What the articles say differently that answer a question; None where they agree, or that is in doubt."""
    readings = read(replace(asked, parts=()), hits, reader, embedder)
    difference = differences(readings[0], np.arange(len(readings[0].candidates))) if readings else None
    if difference is None:
        return None
    candidates = readings[0].candidates
    places = tuple(tuple(_places(side, candidates)) for side in difference.sides)
    return OtherSides(in_words(difference, candidates), places, difference.contradict)


def _places(side: Side, candidates: Sequence[Candidate]) -> Iterator[Stretch]:
    for row in side.rows:
        one = candidates[row]
        yield Stretch(one.hit, one.start, one.end)
        if correction := side.corrections.get(row):
            yield Stretch(one.hit, *correction)


def _numbers(side: Sequence[Stretch], cited: Sequence[Citation]) -> Iterator[int]:
    """The numbers of the citations that lie in the places of a side, each once."""
    for one in dict.fromkeys(cited):
        places = [place for place in side if place.hit.document.path == one.path]
        if any(place.start < one.end and one.start < place.end for place in places):
            yield one.number
