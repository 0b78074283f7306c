"""What every engine of vectors does."""

from __future__ import annotations

from typing import Protocol

from assistant.types import Query, Scored, Vectors


class VectorIndex(Protocol):
    """Nearest neighbours by cosine over passage ids, inside one generation. Raises `CorpusIndexError`."""

    def query(self, vector: Vectors, k: int, query: Query | None = None) -> list[Scored]:
        """Return up to k passages with their cosines inside the query's hard filters (None: of all), best first.

        `vector` has shape (dimension,) and L2 norm 1.
        """
        ...
