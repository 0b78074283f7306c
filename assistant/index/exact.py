"""Exact nearest neighbours: one float16 matrix in the order of the catalogue's rows, and a dot product."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.types import Vectors

_BLOCK = 4_096  # rows widened to float32 at a time


class ExactVectors:
    """All vectors of a generation, mapped from disk. ``rows[i]`` is the catalogue's row of ``vectors[i]``."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self.rows: NDArray[np.int64] = np.load(folder / "rows.npy")
        self.vectors: NDArray[np.float16] = np.load(folder / "vectors.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self.rows)

    def cosines(self, vector: Vectors, rows: Sequence[int] | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """Return catalogue rows and their cosines to `vector` (shape (dimension,), norm 1): all, or those of `rows`."""
        import numpy as np

        if rows is None:
            found, positions = self.rows, None
        else:
            wanted = np.asarray(rows, dtype=np.int64)
            found = wanted[np.isin(wanted, self.rows)]
            positions = np.searchsorted(self.rows, found)
        cosines = np.empty(len(found), dtype=np.float32)
        for first in range(0, len(found), _BLOCK):
            part = slice(first, first + _BLOCK)
            block = self.vectors[part] if positions is None else self.vectors[positions[part]]
            cosines[part] = block.astype(np.float32) @ vector
        return found, cosines

    def nearest(self, vector: Vectors, k: int, rows: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to k (catalogue row, cosine), best first; among equals the lower row."""
        import numpy as np

        found, cosines = self.cosines(vector, rows)
        if k < len(found):
            best = np.argpartition(-cosines, k - 1)[:k]
            found, cosines = found[best], cosines[best]
        order = np.lexsort((found, -cosines))
        return [(int(found[i]), float(cosines[i])) for i in order]


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
