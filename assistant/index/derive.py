"""Derives Chroma from the catalogue and the vectors of a staged generation, from scratch or from the live one's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from assistant.index.catalogue import Catalogue
from assistant.index.chroma import create_embedded, metadata
from assistant.index.exact import ExactVectors
from assistant.index.generation import Generation

_BATCH = 5_000

_STATE = "p.id, p.digest, p.document, d.first_day, d.last_day"
_FROM = "passages p JOIN documents d ON d.row = p.document"


def update(folder: Path, live: Generation | None, progress: Callable[[int, int], None]) -> None:
    """Make ``folder/chroma`` hold exactly the passages of the catalogue in `folder`.

    With a sound live generation its Chroma is copied and only the difference is applied.
    """
    base = None if live is None or any(name.startswith("chroma/") for name in live.damaged()) else live
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    exact = ExactVectors(folder)
    stale: list[str] = []
    sql = f"SELECT p.row, {_STATE} FROM {_FROM} ORDER BY p.row"
    todo = list(catalogue.iterate(sql))
    if base is not None:
        shutil.copytree(base.chroma, folder / "chroma")
        old = Catalogue(base.catalogue)
        before = {row[0]: row[1:] for row in old.iterate(f"SELECT {_STATE} FROM {_FROM}")}
        old.close()
        stale = list(before.keys() - {row[1] for row in todo})
        todo = [row for row in todo if before.get(row[1]) != row[2:]]
    positions = {int(row): position for position, row in enumerate(exact.rows)}
    with create_embedded(folder / "chroma") as chroma:
        chroma.delete(stale)
        for first in range(0, len(todo), _BATCH):
            progress(first, len(todo))
            some = todo[first : first + _BATCH]
            chroma.upsert(
                [row[1] for row in some],
                exact.vectors[[positions[row[0]] for row in some]].astype("float32"),
                [metadata(document, start, end) for _, _, _, document, start, end in some],
            )
    catalogue.close()
    progress(len(todo), len(todo))
