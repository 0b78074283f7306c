"""Exact nearest neighbours: one float16 matrix in the order of the catalogue's rows, and a dot product.

Measured on 2 cores, 384 dimensions, per query and after the first one, which widens the matrix to float32:

    passages    dot product   widening   memory     Chroma (query; to open)
    20,000      0.5 ms         8 ms       31 MB
    50,000      1.5 ms        20 ms       77 MB     2-3 ms; 1,100 ms and a private copy of its files
    100,000     4.7 ms        38 ms      154 MB

numpy multiplies float16 20 times slower than float32; on disk the half is enough: it moves a cosine by less than 0.001.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.index.catalogue import Catalogue
    from assistant.types import Query, Vectors

LIMIT = 50_000  # passages that are compared one by one; where more are left, Chroma's graph is asked
_FEW = 8  # below this share of the corpus it is faster to gather the rows than to multiply all


class ExactVectors:
    """All vectors of a generation, mapped from disk; fulfils types.VectorIndex.

    ``rows[i]`` is the catalogue's row of ``vectors[i]``; rows ascend.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        import numpy as np

        self._catalogue = catalogue
        self.rows: NDArray[np.int64] = np.load(folder / "rows.npy")
        self.vectors: NDArray[np.float16] = np.load(folder / "vectors.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self) -> set[str]:
        """All passage ids."""
        return set(self._catalogue.ids_of(self.rows.tolist()))

    def query(self, vector: Vectors, k: int, query: Query | None = None) -> list[tuple[str, float]]:
        """Return up to k (passage id, cosine) inside the query's hard filters, best first."""
        return self.nearest(vector, k, self._catalogue.candidates(query) if query else None)

    def nearest(self, vector: Vectors, k: int, rows: Sequence[int] | None) -> list[tuple[str, float]]:
        """As `query`, among the catalogue's rows given (None: all). `vector`: shape (dimension,), norm 1."""
        import numpy as np

        found, cosines = self.cosines(vector, rows)
        if k < len(found):
            best = np.argpartition(-cosines, k - 1)[:k]
            found, cosines = found[best], cosines[best]
        order = np.lexsort((found, -cosines))
        return list(zip(self._catalogue.ids_of(found[order].tolist()), cosines[order].tolist(), strict=True))

    def cosines(self, vector: Vectors, rows: Sequence[int] | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """Return catalogue rows and their cosines, of all passages or of those given."""
        import numpy as np

        if rows is None:
            return self.rows, self._wide @ vector
        positions = np.searchsorted(self.rows, np.asarray(rows, dtype=np.int64))
        if len(positions) * _FEW < len(self) or len(self) > LIMIT:
            return self.rows[positions], self.vectors[positions].astype(np.float32) @ vector
        return self.rows[positions], (self._wide @ vector)[positions]

    def of(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these passages, shape (len(rows), dimension)."""
        import numpy as np

        return self.vectors[np.searchsorted(self.rows, np.asarray(rows, dtype=np.int64))].astype(np.float32)

    @cached_property
    def _wide(self) -> Vectors:
        import numpy as np

        return self.vectors.astype(np.float32)


def write(folder: Path, rows: Sequence[int], vectors: Iterable[bytes], dimension: int) -> None:
    """Write both files; `vectors` yields the float16 bytes of each row. Streams: memory is that of one row."""
    import numpy as np

    np.save(folder / "rows.npy", np.asarray(rows, dtype=np.int64))
    with (folder / "vectors.npy").open("wb") as file:
        header: dict[str, Any] = {"descr": "<f2", "fortran_order": False, "shape": (len(rows), dimension)}
        np.lib.format.write_array_header_1_0(file, header)
        for vector in vectors:
            file.write(vector)
        file.flush()
        os.fsync(file.fileno())
