"""A cache before an embedder: the sentences of the same passages come up with every question about them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Embedder

if TYPE_CHECKING:
    from assistant.types import Vectors


class CachedEmbedder:
    """Embeds each text once and keeps the vectors of the last `most` texts (1.5 KB each). May be shared by threads.

    Where the embedder's vectors depend on the batch (it has `embed_each`), each text is embedded alone, so that an
    answer does not depend on what was asked before.
    """

    def __init__(self, embedder: Embedder, most: int = 8_192) -> None:
        self._embedder = embedder
        self._embed = getattr(embedder, "embed_each", embedder.embed)
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """That of the embedder behind."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """That of the embedder behind."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As the embedder behind: float32 of shape (len(texts), dimension), unit rows, in the order given."""
        import numpy as np

        with self._lock:
            vectors = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if new:
            vectors.update(zip(new, self._embed(new), strict=True))
        with self._lock:
            for text, vector in vectors.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        if not texts:
            return self._embedder.embed([])
        return np.stack([vectors[text] for text in texts])
