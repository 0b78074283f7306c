"""Checks a staged generation. A broken Chroma may kill the process that opens it with SIGSEGV: see `derive`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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


def check(folder: Path, server: ChromaServer | None, collection: str) -> Verdict:
    """Compare ids, let sampled passages find themselves, and measure recall."""
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    exact = ExactVectors(folder, catalogue)
    ids = list(catalogue.vector_states())
    if exact.rows.tolist() != list(catalogue.digests()):
        return Verdict("the vectors are not those of the catalogue's passages")
    with open_collection(folder / "chroma", server, collection, catalogue) as chroma:
        held = chroma.ids()
        if held != set(ids):
            return Verdict(f"Chroma holds {len(held)} vectors for {len(ids)} passages, or different ones")
        for place in range(0, len(ids), max(1, len(ids) // SAMPLES)):
            nearest = chroma.query(exact.vectors[place].astype("float32"), 1)
            # Equal texts have equal vectors, so whatever lies at distance 0 will do.
            if not nearest or nearest[0].score < _ITSELF:
                return Verdict(f"passage {ids[place]} is not found by its own vector")
        return Verdict(None, recall(chroma, exact, ids))


def write_signs(folder: Path) -> None:
    """Write the signs of many vectors, and find out how many of the likeliest must be compared for a good recall."""
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    try:
        if len(exact := ExactVectors(folder, catalogue)) <= LIMIT:
            return
        ids, width = list(catalogue.vector_states()), signs.WIDTH
        signs.write(folder, width)
        while width < len(ids) and recall(ExactVectors(folder, catalogue), exact, ids) < _SIGNS_RECALL:
            width *= 2
            signs.write(folder, width)
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
