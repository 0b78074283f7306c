"""One small file for each format, behind one door: `read`. A reader takes bytes and returns what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from assistant.corpus.readers import markdown, plain
from assistant.corpus.readers.parsed import Parsed, UnreadableError

__all__ = ["Parsed", "UnreadableError", "read", "reads"]

# A reader that needs a heavy library imports it inside its function.
_READERS: Mapping[str, Callable[[bytes], list[Parsed]]] = {
    "": plain.read,
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}


def reads(path: str) -> bool:
    """Whether a file of this name can be read."""
    return _suffix(path) in _READERS


def read(path: str, raw: bytes) -> list[Parsed]:
    """Read a file; it may hold several documents. Raises UnreadableError, whose text says why."""
    suffix = _suffix(path)
    if suffix not in _READERS:
        raise UnreadableError(f"{suffix} files cannot be read yet; .txt and .md can")
    return _READERS[suffix](raw)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
