"""From a ranking of passages to hits: near-identical ones share a slot, documents are capped, neighbours merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.index.catalogue import Found
from assistant.index.fusion import Fused
from assistant.types import Document, Hit, Passage

if TYPE_CHECKING:
    from assistant.types import Vectors

ALIKE = 0.95  # cosine from which two passages are compared word for word
SAME = 0.8  # share of word triples that two passages have in common when they say the same
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Slot:
    """One place among the hits: the passage shown, and the other files that say the same."""

    found: Found
    fused: Fused
    alike: frozenset[int]  # places in the ranking whose vectors are near
    also_in: set[str] = field(default_factory=set)


def choose(ranking: Sequence[tuple[Fused, Found]], vectors: Vectors, k: int, per_document: int) -> list[Slot]:
    """Take the best k passages of a ranking, at most `per_document` of a document, one for each thing said.

    ``vectors[i]`` is the unit vector of ``ranking[i]``.
    """
    slots: list[Slot] = []
    taken: Counter[int] = Counter()
    for place, (fused, found) in enumerate(ranking):
        twin = next((slot for slot in slots if place in slot.alike and _same(slot.found, found)), None)
        if twin is not None:
            twin.also_in.add(found.path)
        elif len(slots) < k and taken[found.document] < per_document:
            taken[found.document] += 1
            alike = frozenset((vectors @ vectors[place] >= ALIKE).nonzero()[0].tolist())
            slots.append(Slot(found, fused, alike))
    return slots


def hits(slots: Sequence[Slot], whole: Mapping[str, tuple[Passage, Document]]) -> list[Hit]:
    """Turn slots into hits, best first; neighbours in one document become one hit with the better one's scores."""
    made: list[Hit] = []
    for slot in slots:
        passage, document = whole[slot.found.id]
        fused = slot.fused
        also_in = tuple(sorted(slot.also_in - {document.path}))
        hit = Hit(passage, document, fused.score, fused.dense, fused.lexical, also_in)
        while (near := next((other for other in made if _adjacent(hit, other)), None)) is not None:
            made.remove(near)
            hit = _merged(near, hit)
        made.append(hit)
    return sorted(made, key=lambda hit: -hit.score)


def _adjacent(one: Hit, other: Hit) -> bool:
    if one.document.id != other.document.id or one.also_in != other.also_in:
        return False
    first, second = sorted((one.passage, other.passage), key=lambda passage: passage.start)
    return second.start <= first.end or not one.document.text[first.end : second.start].strip()


def _merged(better: Hit, other: Hit) -> Hit:
    first, second = sorted((better.passage, other.passage), key=lambda passage: passage.start)
    end = max(first.end, second.end)
    mentions = sorted({*first.mentions, *second.mentions}, key=lambda mention: (mention.start, mention.end))
    text = better.document.text[first.start : end]
    return replace(better, passage=replace(first, end=end, text=text, mentions=tuple(mentions)))


def _same(one: Found, other: Found) -> bool:
    if one.digest == other.digest:
        return True
    words, others = _words(one.text), _words(other.text)
    if {word for word in words if word.isdigit()} != {word for word in others if word.isdigit()}:
        return False  # another count or price is another fact
    first, second = _triples(words), _triples(others)
    shared = len(first & second)
    return shared >= SAME * (len(first) + len(second) - shared)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _triples(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])
