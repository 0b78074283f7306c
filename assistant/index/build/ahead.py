"""Embeds passages while further files are read: the model runs outside of Python's lock, reading inside of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from assistant.index.store.columns import EmbeddedText
from assistant.index.store.vector_cache import VectorCache

if TYPE_CHECKING:
    from assistant.types import Embedder

WINDOW = 256  # passages that are sorted by their length
_PIECE = 32  # of them that are embedded and kept at once, .3 s on two cores: what a killed run loses, and one waits for
_BACKLOG = 64 * WINDOW  # passages that may wait, about 20 MB of text


def embed_window(
    embedder: Embedder, cache: VectorCache, texts: Sequence[EmbeddedText], stopped: Callable[[], bool] = lambda: False
) -> float:
    """Embed texts and keep their vectors, until `stopped`; return the seconds that the embedder took."""
    ordered = sorted(texts, key=lambda one: len(one.text), reverse=True)
    seconds = 0.0
    for first in range(0, len(ordered), _PIECE):
        if stopped():
            break
        some = ordered[first : first + _PIECE]
        before = time.perf_counter()
        vectors = embedder.embed([one.text for one in some])
        seconds += time.perf_counter() - before
        cache.add([one.digest for one in some], vectors)
    return seconds


class Ahead:
    """Takes texts in the order of the corpus and embeds, in a thread, every full window of those that are new.

    What it has not come to when its context ends is left to the caller. A text's vector depends a little on those
    beside it, so what is left begins at a window's border, and windows are the same however far the thread came.
    """

    def __init__(self, embedder: Embedder, cache: Path) -> None:
        """`cache`: the file of the vector cache. What is in it is not embedded."""
        self.seconds = 0.0  # that the embedder took
        self._embedder = embedder
        self._cache = cache
        self._texts: SimpleQueue[Sequence[EmbeddedText] | None] = SimpleQueue()
        self._given = self._taken = 0
        self._over = self._full = self._stopped = False
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="embed-ahead")

    def add(self, texts: Sequence[EmbeddedText]) -> None:
        """Embed these soon. Raises what embedding others raised."""
        if self._work_done.done():
            self._work_done.result()
        # Embedding takes so much longer than reading that a full backlog outlasts it.
        self._full = self._full or self._given - self._taken > _BACKLOG
        if not self._full:
            self._given += len(texts)
            self._texts.put(texts)

    def __enter__(self) -> Ahead:
        self._work_done = self._threads.submit(self._work)
        return self

    def __exit__(self, error_type: object, *_: object) -> None:
        self._over = True
        self._stopped = error_type is not None
        self._texts.put(None)
        self._threads.shutdown()
        if error_type is None:
            self._work_done.result()

    def _is_stopped(self) -> bool:
        return self._stopped

    def _work(self) -> None:
        cache = VectorCache(self._cache, self._embedder.fingerprint)
        seen: set[bytes] = set()
        waiting: list[EmbeddedText] = []
        try:
            while (texts := self._texts.get()) is not None:
                new = {key: text for key, text in texts if key not in seen}
                seen.update(new)
                missing = cache.missing(list(new))
                waiting += [EmbeddedText(key, text) for key, text in new.items() if key in missing]
                while len(waiting) >= WINDOW:
                    if self._over:
                        return
                    self.seconds += embed_window(self._embedder, cache, waiting[:WINDOW], self._is_stopped)
                    del waiting[:WINDOW]
                self._taken += len(texts)
        finally:
            cache.close()
