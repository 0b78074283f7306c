"""Derives the lexical index from the catalogue of a staged generation, and checks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexDamaged
from assistant.index.lexical.engine import Entry, Lexical, is_stale, write
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation

_TRIES = 2


def derive(catalogue: Catalogue, folder: Path, base: Generation | None, progress: Callable[[int, int], None]) -> None:
    """Write the lexical index into `folder`, which is made.

    Where that of the generation `base` is sound, it is copied and what the catalogue's connection took away and brought
    in is applied. Raises IndexDamaged when what was written does not hold the catalogue's passages.
    """
    if base is not None and is_sound(base):
        with suppress(IndexDamaged, OSError):
            added = catalogue.added
            write(folder, _told(catalogue.entries(added), len(added), progress), catalogue.removed, base.lexical)
            if _is_right(folder, catalogue) and not is_stale(folder):
                return
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, _told(catalogue.entries(), catalogue.counts().documents, progress))
        if _is_right(folder, catalogue):
            return
    raise IndexDamaged("the new lexical index failed its check; the old index is unchanged; try again")


def is_sound(live: Generation) -> bool:
    """Whether the lexical index of a generation is whole and can be opened."""
    if any(name.startswith("lexical/") for name in live.damaged()):
        return False
    try:
        Lexical(live.lexical)
    except IndexDamaged:
        return False
    return True


def _is_right(folder: Path, catalogue: Catalogue) -> bool:
    try:
        return Lexical(folder).contents() == catalogue.contents()
    except IndexDamaged:
        return False


def _told(entries: Iterable[Entry], total: int, progress: Callable[[int, int], None]) -> Iterator[Entry]:
    for done, entry in enumerate(entries):
        progress(done, total)
        yield entry
    progress(total, total)
