"""Arrays of a generation, as numpy keeps them in files."""

from __future__ import annotations

from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def read(path: Path, dimensions: int, dtype: type[np.generic], *, mapped: bool = True) -> NDArray[Any]:
    """The array in a file, mapped from disk or in memory. Raises IndexDamaged for what is no such array."""
    import numpy as np

    try:
        found: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None)
    except (ValueError, TypeError, SyntaxError, TokenError, MemoryError, EOFError) as error:  # of a damaged header
        raise _damaged(path) from error
    if found.dtype != dtype or found.ndim != dimensions:
        raise _damaged(path)
    return found


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(f"{path} is damaged; run `assistant index --rebuild`")
