"""The vector cache: (embedder, sha256 of the embedded text) → float16 vector, in one SQLite file.

It outlives generations. A killed run finds there what it had embedded, and a renamed file costs nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Vectors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    embedder TEXT NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedder, digest)) WITHOUT ROWID
"""


class VectorCache:
    """Vectors of one embedder. Every `add` is on disk when it returns, as far as a killed process goes."""

    def __init__(self, path: Path, embedder: str, *, read_only: bool = False) -> None:
        """Open the file, or make it. With `read_only` nothing is written, and a file that is not there is empty."""
        self._embedder = embedder
        self._connection = _open_to_read(path) if read_only else _open(path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Keep vectors of shape (len(digests), dimension)."""
        import numpy as np

        rows = vectors.astype(np.float16)
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(self._embedder, key, row.tobytes()) for key, row in zip(digests, rows, strict=True)],
            )

    def missing(self, digests: Sequence[bytes]) -> set[bytes]:
        """Those of `digests` that have no vector yet."""
        return set(digests).difference(key for key, _ in self.get(digests))

    def get(self, digests: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield (digest, float16 bytes) of those that are known, in no particular order."""
        for first in range(0, len(digests), 500):
            some = digests[first : first + 500]
            marks = ",".join("?" * len(some))
            yield from self._connection.execute(
                f"SELECT digest, vector FROM vectors WHERE embedder = ? AND digest IN ({marks})",
                (self._embedder, *some),
            )

    def keep_only(self, catalogue: Path) -> None:
        """Drop the vectors that no passage of `catalogue` needs, once they are more than the needed ones."""
        self._connection.execute("ATTACH DATABASE ? AS kept", (f"{catalogue.absolute().as_uri()}?mode=ro&immutable=1",))
        try:
            (stored,) = self._connection.execute("SELECT count(*) FROM vectors").fetchone()
            (needed,) = self._connection.execute("SELECT count(DISTINCT digest) FROM kept.passages").fetchone()
            if stored > 2 * needed:
                with self._connection:
                    self._connection.execute(
                        "DELETE FROM vectors WHERE embedder <> ? OR digest NOT IN (SELECT digest FROM kept.passages)",
                        (self._embedder,),
                    )
        finally:
            self._connection.execute("DETACH DATABASE kept")


def _open(path: Path) -> sqlite3.Connection:
    """Open the cache; one that cannot be read is not worth an error: a new one is started."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # locked, full, or not allowed: not the file's fault
        path.unlink()
        return _connect(path)


def _open_to_read(path: Path) -> sqlite3.Connection:
    with suppress(sqlite3.DatabaseError):  # not there, or it cannot be read
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.execute("SELECT embedder FROM vectors LIMIT 1")
        return connection
    empty = sqlite3.connect(":memory:")
    empty.execute(_SCHEMA)
    return empty


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rwc", uri=True)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection
