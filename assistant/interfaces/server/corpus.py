"""The corpus that a server answers from: one `Assistant` for all threads, exchanged while requests go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.settings import Settings


@dataclass(slots=True)
class _Held:
    assistant: Assistant
    users: int = 0
    retired: bool = False


class LiveCorpus:
    """Lends out the current `Assistant`; one that was replaced is closed when its last user is done.

    `generation` names what is live and `reopen` opens it; without them the corpus never changes.
    `serving` is the name of `assistant`'s own (default: what is live now). `remote`: it is on
    another machine, so that no question is answered while `generation` raises (`reachable` is false).
    """

    def __init__(
        self,
        assistant: Assistant,
        *,
        generation: Callable[[], str | None] | None = None,
        reopen: Callable[[], Assistant] | None = None,
        on_close: Callable[[], None] = lambda: None,
        serving: str | None = None,
        remote: bool = False,
    ) -> None:
        self._held = _Held(assistant)
        self._lock = threading.Lock()
        self._generation = generation
        self._reopen = reopen
        self._serving = serving or (generation() if generation else None)
        self._on_close = on_close
        self._remote = remote
        self.reachable = True

    @contextmanager
    def lease(self) -> Iterator[Assistant]:
        """Lend the current assistant; it stays open inside the block, whatever is swapped in meanwhile."""
        with self._lock:
            held = self._held
            held.users += 1
        try:
            yield held.assistant
        finally:
            with self._lock:
                held.users -= 1
                done = held.retired and held.users == 0
            if done:
                held.assistant.close()

    def close(self) -> None:
        """Close the current assistant when its last user is done."""
        with self._lock:
            self._held.retired = True
            idle = self._held.users == 0
        if idle:
            self._held.assistant.close()
        self._on_close()

    def refresh(self) -> bool:
        """Swap a newer generation in, if there is one. Raises CorpusIndexError; the old one then goes on serving."""
        if self._generation is None or self._reopen is None:
            return False
        self.reachable = not self._remote
        newest = self._generation()
        self.reachable = True
        if newest is None or newest == self._serving:
            return False
        fresh = self._reopen()
        fresh.search("a first search loads what a search needs", k=1)
        with self._lock:
            old, self._held = self._held, _Held(fresh)
            old.retired = True
            idle = old.users == 0
        self._serving = newest
        if idle:
            old.assistant.close()
        return True


def open_corpus(settings: Settings) -> LiveCorpus:
    """Open the corpus that `settings` name, indexing what is missing, ready to follow later index runs.

    The embedder is loaded once and shared by all generations; what a model needs is loaded before the first question.
    """
    from assistant.app import Assistant
    from assistant.models.chat import load_sdk
    from assistant.wiring import make_model, open_index, watched

    first = Assistant.open(settings=settings)
    embedder, reader = first.index.embedder, first.reader
    model = make_model(settings) if settings.writer == "model" else None
    if model is not None:
        load_sdk()
    generation, on_close = watched(settings)

    def reopen() -> Assistant:
        return Assistant(open_index(settings, embedder), settings, embedder=embedder, reader=reader, model=model)

    return LiveCorpus(
        first,
        generation=generation,
        reopen=reopen,
        on_close=on_close,
        serving=first.index.generation.name,
        remote=settings.store is not None,
    )
