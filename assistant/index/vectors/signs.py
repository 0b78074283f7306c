"""The likeliest neighbours among very many vectors: one bit for each component, compared by counting.

A bit says on which side of the mean of all vectors a component lies. The more bits two vectors have in common, the
smaller is the angle between them, seen from that mean. Of 1,000,000 vectors of 384 dimensions 48 MB are read for a
query, not 768, and the thousand that are left are compared exactly (see `exact.py`).

    signs.npy    shape (words of 64 bits, passages): each word of all vectors stands together
    signs.json   the mean, and how many vectors must be compared exactly (see `build/verify.py`)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.index.store import arrays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.types import Vectors

WIDTH = 1_000  # vectors that are compared exactly, at first
_BITS = 64
_BLOCK = 16_384  # vectors that are widened at once
_CHUNK = 32_768  # vectors whose bits are counted at once: they fit the processor's cache
_SAMPLE = 50_000  # vectors from which the mean is taken
_GATHER = 3  # below this share of all it is faster to gather the bits than to count all


class Signs:
    """The signs of a generation's vectors, mapped from disk."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        told = json.loads((folder / "signs.json").read_text(encoding="utf-8"))
        self.width = int(told["width"])
        self._mean = np.array(told["mean"], dtype=np.float32)
        self._bits: NDArray[np.uint64] = arrays.read(folder / "signs.npy", 2, np.uint64)

    def likeliest(self, vector: Vectors, places: NDArray[np.int64] | None, count: int) -> NDArray[np.int64]:
        """Return the places, ascending, of `count` vectors (or all) that have most signs in common with `vector`.

        `places`: among these, ascending; None: among all.
        """
        import numpy as np

        asked = _signs(vector[None] - self._mean)[0]
        total = self._bits.shape[1]
        if places is not None and len(places) * _GATHER < total:
            apart = _apart(self._bits[:, places], asked)
        else:
            apart = _apart(self._bits, asked)
            apart = apart if places is None else apart[places]
        if count < len(apart):
            below = np.cumsum(np.bincount(apart, minlength=_BITS * len(asked) + 1))
            edge = int(np.searchsorted(below, count))
            near, border = np.flatnonzero(apart < edge), np.flatnonzero(apart == edge)
            found = np.sort(np.concatenate((near, border[: count - len(near)])))
        else:
            found = np.arange(len(apart))
        return found if places is None else places[found]


def write(folder: Path, width: int = WIDTH) -> None:
    """Write the signs of the folder's vectors.npy."""
    import numpy as np

    vectors: NDArray[np.float16] = arrays.read(folder / "vectors.npy", 2, np.float16)
    mean = vectors[:: max(1, len(vectors) // _SAMPLE)].mean(axis=0, dtype=np.float32)
    words = -(-vectors.shape[1] // _BITS)
    bits = np.lib.format.open_memmap(folder / "signs.npy", mode="w+", dtype=np.uint64, shape=(words, len(vectors)))
    for first in range(0, len(vectors), _BLOCK):
        bits[:, first : first + _BLOCK] = _signs(vectors[first : first + _BLOCK].astype(np.float32) - mean).T
    bits.flush()
    told = {"width": width, "mean": [round(float(each), 6) for each in mean]}
    (folder / "signs.json").write_text(json.dumps(told), encoding="utf-8")


def _signs(vectors: Vectors) -> NDArray[np.uint64]:
    """Of vectors of shape (n, dimension), the signs of their components, 64 a word."""
    import numpy as np

    packed = np.packbits(vectors > 0, axis=1)
    padded = np.pad(packed, ((0, 0), (0, -packed.shape[1] % (_BITS // 8))))
    return padded.view(np.uint64)


def _apart(bits: NDArray[np.uint64], asked: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """How many signs of each vector are not those of the one asked."""
    import numpy as np

    apart = np.zeros(bits.shape[1], dtype=np.uint16)
    for first in range(0, len(apart), _CHUNK):
        chunk = slice(first, first + _CHUNK)
        for word, one in zip(bits, asked, strict=True):
            apart[chunk] += np.bitwise_count(word[chunk] ^ one)
    return apart
