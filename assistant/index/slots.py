"""From a ranking of passages to hits: near-identical ones share a slot, documents are capped, neighbours merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.index.catalogue import Located
from assistant.index.fusion import Fused
from assistant.types import Hit, Passage

SAME = 0.8  # share of word triples that two passages must have in common to say the same
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Slot:
    """One place among the hits: the passage shown and those that say the same."""

    located: Located
    fused: Fused
    triples: frozenset[tuple[str, ...]]
    twins: list[Located] = field(default_factory=list)


def choose(ranking: Iterable[tuple[Fused, Located]], k: int, per_document: int) -> list[Slot]:
    """Take the best k passages of a ranking, at most `per_document` of a document, one for each thing said."""
    slots: list[Slot] = []
    taken: Counter[str] = Counter()
    for fused, located in ranking:
        triples = _triples(located.passage.text)
        twin = next((slot for slot in slots if _same(slot.triples, triples)), None)
        if twin is not None:
            twin.twins.append(located)
        elif len(slots) < k and taken[located.document.id] < per_document:
            taken[located.document.id] += 1
            slots.append(Slot(located, fused, triples))
    return slots


def hits(slots: Sequence[Slot]) -> list[Hit]:
    """Turn slots into hits, best first; neighbours in one document become one hit with the better one's scores."""
    found: list[Hit] = []
    for slot in slots:
        own = slot.located.document.path
        others = sorted({twin.document.path for twin in slot.twins} - {own})
        fused = slot.fused
        hit = Hit(slot.located.passage, slot.located.document, fused.score, fused.dense, fused.lexical, tuple(others))
        while (i := next((i for i, other in enumerate(found) if _adjacent(hit, other)), None)) is not None:
            hit = _merged(found.pop(i), hit)
        found.append(hit)
    return sorted(found, key=lambda hit: -hit.score)


def _adjacent(one: Hit, other: Hit) -> bool:
    if one.document.id != other.document.id or one.also_in != other.also_in:
        return False
    first, second = sorted((one.passage, other.passage), key=lambda passage: passage.start)
    return second.start <= first.end or not one.document.text[first.end : second.start].strip()


def _merged(better: Hit, other: Hit) -> Hit:
    first, second = sorted((better.passage, other.passage), key=lambda passage: passage.start)
    end = max(first.end, second.end)
    passage: Passage = replace(
        first,
        end=end,
        text=better.document.text[first.start : end],
        mentions=tuple(sorted({*first.mentions, *second.mentions}, key=lambda mention: mention.start)),
    )
    return replace(better, passage=passage)


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    shared = len(one & other)
    return shared >= SAME * (len(one) + len(other) - shared)
