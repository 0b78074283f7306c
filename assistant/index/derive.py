"""Derives Chroma from the catalogue and the vectors of a staged generation, and checks what came out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexDamaged
from assistant.index import verify
from assistant.index.catalogue import Catalogue
from assistant.index.chroma import EF_SEARCH, ChromaServer, metadata, write_collection
from assistant.index.exact import ExactVectors
from assistant.index.generation import Generation

RECALL = 0.98  # of the ten nearest, against exact search
_WIDEST = 4 * EF_SEARCH
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Derivation:
    """A staged generation's folder, and the collection that shall hold its vectors."""

    folder: Path
    server: ChromaServer | None
    collection: str

    @property
    def chroma(self) -> Path:
        """Chroma's folder, where no server is used."""
        return self.folder / "chroma"

    def run(self, live: Generation | None, progress: Callable[[int, int], None]) -> float:
        """Fill the collection and check it; return its recall.

        A sound embedded collection of the live generation is copied and only the difference applied; when the copy
        does not pass the check, it is made from nothing. Raises IndexDamaged when that does not pass either.
        """
        base = live if self.server is None and live is not None and _can_be_copied(live) else None
        self._fill(base, progress)
        verdict = self._check()
        if base is not None and (verdict.fault or verdict.recall < RECALL):
            shutil.rmtree(self.chroma)
            self._fill(None, progress)
            verdict = self._check()
        if verdict.fault:
            raise IndexDamaged(f"the new index failed its check ({verdict.fault}); the old one is as it was; try again")
        return verdict.recall

    def _fill(self, base: Generation | None, progress: Callable[[int, int], None]) -> None:
        catalogue = Catalogue(self.folder / "catalogue.sqlite3")
        exact = ExactVectors(self.folder, catalogue)
        states = catalogue.vector_states()
        before = {}
        if base is not None:
            shutil.copytree(base.chroma, self.chroma)
            old = Catalogue(base.catalogue)
            before = {key: state[1:] for key, state in old.vector_states().items()}
            old.close()
        # Rows ascend in both, so the place among the states is the place among the vectors.
        todo = [
            (place, key, state) for place, (key, state) in enumerate(states.items()) if before.get(key) != state[1:]
        ]
        with write_collection(self.chroma, self.server, self.collection) as chroma:
            chroma.delete(list(before.keys() - states.keys()))
            for first in range(0, len(todo), _BATCH):
                progress(first, len(todo))
                some = todo[first : first + _BATCH]
                chroma.upsert(
                    [key for _, key, _ in some],
                    exact.vectors[[place for place, _, _ in some]].astype("float32"),
                    [metadata(state.document, state.first_day, state.last_day) for _, _, state in some],
                )
        catalogue.close()
        progress(len(todo), len(todo))

    def _check(self) -> verify.Verdict:
        """Check the collection, searching wider until its recall suffices."""
        width = EF_SEARCH
        verdict = verify.in_child(self.folder, self.server, self.collection)
        while not verdict.fault and verdict.recall < RECALL and width < _WIDEST:
            width *= 2
            with write_collection(self.chroma, self.server, self.collection) as chroma:
                chroma.set_ef_search(width)
            verdict = verify.in_child(self.folder, self.server, self.collection)
        return verdict


def _can_be_copied(live: Generation) -> bool:
    return live.server is None and not live.chroma_damaged()
