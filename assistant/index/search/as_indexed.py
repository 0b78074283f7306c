"""Whether what is quoted is what was indexed: passages by their digests, files by their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.errors import IndexDamaged
from assistant.index.store.catalogue import Catalogue, FileState, Found
from assistant.index.store.columns import Whole
from assistant.index.store.generation import rebuild
from assistant.index.store.vector_cache import digest, embedded_text


def check_passages(found: Iterable[Found], whole: dict[str, Whole], folder: Path) -> None:
    """Raise IndexDamaged where the catalogue's words are not those that were indexed."""
    for each in found:
        passage, document = whole[each.id]
        if digest(embedded_text(document.title, passage.text)) != each.digest:
            raise IndexDamaged(f"the text of {document.path} in {folder} is not what was indexed; {rebuild(folder)}")


def changed(catalogue: Catalogue, root: Path, paths: Sequence[str]) -> list[str]:
    """The files, of these documents, that are no longer as they were indexed, or gone.

    A file is read only where its size or time has changed, and once for each change.
    """
    marks = ",".join("?" * len(paths))
    rows = catalogue.connection.execute(
        "SELECT DISTINCT f.path, f.size, f.mtime_ns, f.sidecar, f.sha256 FROM files f JOIN documents d"
        f" ON d.file = f.path WHERE d.path IN ({marks}) ORDER BY f.path",
        paths,
    ).fetchall()
    return [state.path for state in (FileState(*row) for row in rows) if not _as_indexed(root, state)]


def _as_indexed(root: Path, state: FileState) -> bool:
    from assistant.corpus.walk import locate

    file = locate(root, state.path)
    try:
        now = file.lstat()
        same = (now.st_size, now.st_mtime_ns) == (state.size, state.mtime_ns)
        return same or _sha256(file, now.st_size, now.st_mtime_ns, state.sidecar) == state.sha256
    except OSError:
        return False


@lru_cache(maxsize=1_024)
def _sha256(file: Path, size: int, mtime_ns: int, sidecar: str) -> str:  # noqa: ARG001 (they are what is remembered by)
    with file.open("rb") as content:
        hashed = hashlib.file_digest(content, "sha256")
    hashed.update(sidecar.encode())
    return hashed.hexdigest()
