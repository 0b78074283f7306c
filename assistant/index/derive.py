"""Derives Chroma from the catalogue and the vectors of a staged generation, and checks what came out."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexDamaged
from assistant.index import verify
from assistant.index.catalogue import Catalogue
from assistant.index.chroma import EF_SEARCH, ChromaServer, metadata, write_collection
from assistant.index.exact import ExactVectors
from assistant.index.generation import Generation

if TYPE_CHECKING:
    from assistant.types import Vectors

RECALL = 0.98  # of the ten nearest, against exact search
_WIDEST = 4 * EF_SEARCH
_BATCH = 5_000
_STEP = 0.02


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
        repeats = _repeats(exact)
        with write_collection(self.chroma, self.server, self.collection) as chroma:
            chroma.delete(list(before.keys() - states.keys()))
            for first in range(0, len(todo), _BATCH):
                progress(first, len(todo))
                some = todo[first : first + _BATCH]
                vectors = exact.vectors[[place for place, _, _ in some]].astype("float32")
                for vector, (place, key, _) in zip(vectors, some, strict=True):
                    if place in repeats:
                        _shift(vector, key)
                chroma.upsert(
                    [key for _, key, _ in some],
                    vectors,
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


def _repeats(exact: ExactVectors) -> set[int]:
    """Places of vectors that equal an earlier one, as those of one story in many files do."""
    seen: set[int] = set()
    repeats = set()
    for place in range(len(exact)):
        value = hash(exact.vectors[place].tobytes())
        if value in seen:
            repeats.add(place)
        seen.add(value)
    return repeats


def _shift(vector: Vectors, key: str) -> None:
    """Move a repeated vector by 0.02 in a direction of its own (cosine to itself 0.9998).

    Equal vectors become each other's only neighbours in HNSW's graph, and searches that enter such a group do not
    leave it: of 3,000 other passages beside 1,000 copies, 7 of 200 were not found by their own vectors. Shifted: 0.
    """
    import numpy as np

    step = np.random.default_rng(zlib.crc32(key.encode())).standard_normal(len(vector))
    vector += _STEP * step / np.linalg.norm(step)
    vector /= np.linalg.norm(vector)


def _can_be_copied(live: Generation) -> bool:
    return live.server is None and not live.chroma_damaged()
