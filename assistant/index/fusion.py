"""Fuses the two engines' scores into one ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DENSE_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage's place in the ranking; scores lie in 0..1, None: that engine did not find it."""

    row: int
    score: float
    dense: float | None
    lexical: float | None


def fuse(cosines: Mapping[int, float], bm25: Mapping[int, float], weight: float = DENSE_WEIGHT) -> list[Fused]:
    """Rank the union of both lists, best first.

    Each list is normalised by itself: a cosine below 0 counts as 0; BM25, which has no scale of its own, is divided
    by the best score of the list. The score is the weighted mean of the two; a missing one counts as 0.
    """
    top = max(bm25.values(), default=0.0)
    fused = []
    for row in cosines.keys() | bm25.keys():
        dense = min(1.0, max(0.0, cosines[row])) if row in cosines else None
        lexical = max(0.0, bm25[row]) / top if row in bm25 and top > 0 else None
        score = weight * (dense or 0.0) + (1 - weight) * (lexical or 0.0)
        fused.append(Fused(row, score, dense, lexical))
    return sorted(fused, key=lambda each: (-each.score, each.row))
