"""Derives the matrix of all vectors from the catalogue of a staged generation and the vector cache."""

from __future__ import annotations

from pathlib import Path

from assistant.index.store.catalogue import Catalogue
from assistant.index.store.vector_cache import VectorCache
from assistant.index.vectors import exact

_BATCH = 256  # vectors that are in memory at once


def derive(catalogue: Catalogue, cache: VectorCache, folder: Path) -> None:
    """Write the vectors of all rows, each of which the cache must have, and what filters them."""
    catalogue.save_candidates()
    digests = catalogue.digests()
    rows, keys = list(digests), list(digests.values())
    with exact.Writer(folder, rows) as writer:
        for start in range(0, len(rows), _BATCH):
            wanted = keys[start : start + _BATCH]
            vectors = dict(cache.get(wanted))
            writer.append([vectors[key] for key in wanted])
