"""Checks a staged generation: that its vectors are whole, and that enough of the nearest are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexDamaged
from assistant.index.store.catalogue import Catalogue
from assistant.index.vectors import signs
from assistant.index.vectors.chroma import ChromaServer, open_collection
from assistant.index.vectors.exact import LIMIT, ExactVectors

if TYPE_CHECKING:
    from assistant.index.vectors.protocol import VectorIndex

_SIGNS_RECALL = 0.99  # of the ten nearest, of those that are likely by their signs
RECALL = 0.98  # of the ten nearest, against exact search
SAMPLES = 200  # passages that must find themselves
_NEIGHBOURS = 10
_QUESTIONS = 100  # vectors near a passage, for which Chroma's nearest are compared with the exact ones
_DISTANCE = 0.5  # length of the step away from the passage
_ITSELF = 1 - 1e-3  # cosine of a vector to itself at least: a repeated one lies a little aside in Chroma
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong (None: nothing), and recall@10 of Chroma against exact search."""

    fault: str | None
    recall: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong and the recall suffices."""
        return self.fault is None and self.recall >= RECALL


def check(folder: Path, server: ChromaServer, collection: str) -> Verdict:
    """Compare ids with those of a server, let sampled passages find themselves there, and measure recall."""
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    try:
        exact = ExactVectors(folder, catalogue)
        ids = list(catalogue.vector_states())
        with open_collection(server, collection, catalogue) as chroma:
            held = chroma.ids()
            if held != set(ids):
                return Verdict(f"Chroma holds {len(held)} vectors for {len(ids)} passages, or different ones")
            for place in range(0, len(ids), max(1, len(ids) // SAMPLES)):
                nearest = chroma.query(exact.vectors[place].astype("float32"), 1)
                # Equal texts have equal vectors, so whatever lies at distance 0 will do.
                if not nearest or nearest[0].score < _ITSELF:
                    return Verdict(f"passage {ids[place]} is not found by its own vector")
            return Verdict(None, recall(chroma, exact, ids))
    finally:
        catalogue.close()


def finish_vectors(folder: Path) -> float:
    """Check the vectors, and write the signs of many; return recall@10 of what will be asked, against exact search.

    As many of the likeliest are compared as a good recall takes. Raises IndexDamaged for vectors that are not those of
    the passages.
    """
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    try:
        exact = ExactVectors(folder, catalogue)
        if not exact.is_whole(catalogue.digests()):
            raise IndexDamaged("the new index failed its check (vectors are missing); the old one is unchanged")
        if len(exact) <= LIMIT:
            return 1.0
        ids, width = list(catalogue.vector_states()), signs.WIDTH
        signs.write(folder, width)
        while (found := recall(ExactVectors(folder, catalogue), exact, ids)) < _SIGNS_RECALL and width < len(ids):
            width *= 2
            signs.write(folder, width)
        return found
    finally:
        catalogue.close()


def recall(index: VectorIndex, exact: ExactVectors, ids: Sequence[str]) -> float:
    """Mean share of the ten exact neighbours (or others as near) that an index finds, for vectors beside passages.

    `ids` are the passages of the exact vectors, in their order.
    """
    import numpy as np

    if not ids:
        return 1.0
    random = np.random.default_rng(0)
    places = np.sort(random.choice(len(ids), min(_QUESTIONS, len(ids)), replace=False))
    steps = random.standard_normal((len(places), exact.vectors.shape[1]))
    asked = exact.vectors[places] + _DISTANCE * steps / np.linalg.norm(steps, axis=1, keepdims=True)
    asked = (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)
    count = min(_NEIGHBOURS, len(ids))
    bounds = exact.kth_cosines(asked, count) - _ROUNDING
    place_of = {key: place for place, key in enumerate(ids)}
    shares = []
    for vector, bound in zip(asked, bounds, strict=True):
        found = [place_of[near.id] for near in index.query(vector, count)]
        shares.append(np.count_nonzero(exact.vectors[found].astype(np.float32) @ vector >= bound) / count)
    return float(np.mean(shares))
