"""Nearest neighbours: one float16 matrix in the order of the catalogue's rows, and a dot product.

Up to `LIMIT` passages, also after filtering, all are compared; of more, those whose signs are likeliest (`signs.py`).

Measured on 2 cores, 384 dimensions, per query and after the first one, which widens the matrix to float32:

    passages    dot product   widening   memory     Chroma (query; to open)
    20,000      0.5 ms         8 ms       31 MB
    50,000      1.5 ms        20 ms       77 MB     2-3 ms; 1,100 ms and a private copy of its files
    100,000     4.7 ms        38 ms      154 MB

By signs a query takes 1.5 ms at 200,000 passages for the bits and 1.3 ms for the exact comparison, and no widening.

numpy multiplies float16 20 times slower than float32; on disk the half is enough: it moves a cosine by less than 0.001.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.index.store import arrays
from assistant.index.vectors.signs import Signs
from assistant.types import Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.index.store.catalogue import Catalogue
    from assistant.types import Query, Vectors

LIMIT = 16_384  # passages, also after filtering, that are all compared

_WIDER = 8  # likely ones for each one wanted, at least
_MEASURED, _LONGEST = 1_000, 1.01  # vectors of which the length is looked at, and what rounding makes of it
_NARROWED = 4  # times as many where a filter is on
_PIECE = 256  # rows that are gathered and widened at once
_BLOCK = 16_384  # rows that are widened at once where all are gone over
_FEW = 8  # below this share of the corpus it is faster to gather the rows than to multiply all


class ExactVectors:
    """All vectors of a generation, mapped from disk; fulfils types.VectorIndex.

    ``rows[i]`` is the catalogue's row of ``vectors[i]``; rows ascend.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        import numpy as np

        self._catalogue = catalogue
        self.rows: NDArray[np.int64] = arrays.read(folder / "rows.npy", 1, np.int64, mapped=False)
        self.vectors: NDArray[np.float16] = arrays.read(folder / "vectors.npy", 2, np.float16)
        self.signs = Signs(folder) if (folder / "signs.json").is_file() else None

    def __len__(self) -> int:
        return len(self.rows)

    def is_whole(self, rows: Iterable[int]) -> bool:
        """Whether it holds vectors for these rows, none of them longer than 1; some of them are measured."""
        import numpy as np

        some = self.vectors[:: max(1, len(self) // _MEASURED)].astype(np.float32)
        return self.rows.tolist() == list(rows) and bool((np.linalg.norm(some, axis=1) < _LONGEST).all())

    def query(self, vector: Vectors, k: int, query: Query | None = None) -> list[Scored]:
        """Return up to k passages with their cosines inside the query's hard filters, best first."""
        return self.nearest(vector, k, self._catalogue.candidates(query) if query else None)

    def nearest(self, vector: Vectors, k: int, kept: NDArray[np.bool_] | None) -> list[Scored]:
        """As `query`, among the passages that are kept (None: all). `vector`: shape (dimension,), norm 1."""
        import numpy as np

        if not len(self):
            return []
        found, cosines = self._likely(vector, k, kept)
        if k < len(found):
            best = np.argpartition(-cosines, k - 1)[:k]
            found, cosines = found[best], cosines[best]
        order = np.lexsort((found, -cosines))
        return list(map(Scored, self._catalogue.ids_of(found[order].tolist()), cosines[order].tolist()))

    def _likely(self, vector: Vectors, k: int, kept: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], Vectors]:
        """Catalogue rows and their cosines, of all passages that are kept or of those among them that are likely."""
        import numpy as np

        places: NDArray[np.int64] | None = None if kept is None else np.flatnonzero(kept)
        if self.signs and (places is None or len(places) > LIMIT):
            # What a filter leaves may have few that are near, and among the others the signs tell less.
            width = self.signs.width if places is None else _NARROWED * self.signs.width
            places = self.signs.likeliest(vector, places, max(width, _WIDER * k))
        if places is None:
            return self.rows, self._wide @ vector
        if len(places) * _FEW < len(self) or self.signs:
            return self.rows[places], self._cosines(places, vector)
        return self.rows[places], (self._wide @ vector)[places]

    def _cosines(self, places: NDArray[np.int64], vector: Vectors) -> Vectors:
        """Of the vectors in these places, in pieces that fit the processor's cache: in one, 2,000 take three times as
        long.
        """
        import numpy as np

        cosines = np.empty(len(places), dtype=np.float32)
        for first in range(0, len(places), _PIECE):
            some = slice(first, first + _PIECE)
            cosines[some] = self.vectors[places[some]].astype(np.float32) @ vector
        return cosines

    def kth_cosines(self, vectors: Vectors, k: int) -> Vectors:
        """The k-th largest cosine to each of `vectors`, whose shape is (n, dimension). Goes over the file in blocks."""
        import numpy as np

        best = np.empty((len(vectors), 0), dtype=np.float32)
        for block in self._blocks():
            best = np.concatenate((best, vectors @ block.T), axis=1)
            best = np.partition(best, -k, axis=1)[:, -k:] if best.shape[1] > k else best
        kth: Vectors = best.min(axis=1)
        return kth

    def of(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these passages, shape (len(rows), dimension)."""
        import numpy as np

        return self.vectors[np.searchsorted(self.rows, np.asarray(rows, dtype=np.int64))].astype(np.float32)

    def _blocks(self) -> Iterator[Vectors]:
        """All vectors as float32, in pieces that need little memory."""
        for first in range(0, len(self), _BLOCK):
            yield self.vectors[first : first + _BLOCK].astype("float32")

    @cached_property
    def _wide(self) -> Vectors:
        import numpy as np

        return self.vectors.astype(np.float32)


class Writer:
    """Writes both files, the vectors piece by piece; what is written can be read at once. A context manager."""

    def __init__(self, folder: Path, rows: Sequence[int]) -> None:
        import numpy as np

        np.save(folder / "rows.npy", np.asarray(rows, dtype=np.int64))
        self._rows = len(rows)
        self._file = (folder / "vectors.npy").open("wb")
        self.written = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        with self._file:
            if not self.written:
                self._begin(0)

    def append(self, vectors: Sequence[bytes]) -> None:
        """Write the float16 bytes of the vectors of the next rows."""
        if vectors and not self.written:
            self._begin(len(vectors[0]) // 2)
        self._file.write(b"".join(vectors))
        self._file.flush()
        self.written += len(vectors)

    def _begin(self, dimension: int) -> None:
        """Write the header, and make the file as long as it will be, so that it can be mapped."""
        import numpy as np

        header: dict[str, Any] = {"descr": "<f2", "fortran_order": False, "shape": (self._rows, dimension)}
        np.lib.format.write_array_header_1_0(self._file, header)
        self._file.truncate(self._file.tell() + 2 * self._rows * dimension)
