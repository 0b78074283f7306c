"""The door to models that embed: ``/embeddings`` of an OpenAI-compatible endpoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assistant.errors import ModelProtocolError
from assistant.models.endpoint import Endpoint

if TYPE_CHECKING:
    from assistant.types import Vectors


class OpenAIEmbeddings:
    """An `Embedder` behind an endpoint: batches sent side by side, each retried on its own.

    `timeout`, in seconds, is for one batch. Raises ModelAuthError without both key and URL.
    """

    def __init__(
        self,
        *,
        model: str,
        base_url: str | None,
        api_key: str | None,
        timeout: float,
        batch: int = 64,
        concurrency: int = 4,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._endpoint = Endpoint(model, base_url, api_key, timeout=timeout, sleep=sleep)
        self._model = model
        self._batch = batch
        self._concurrency = concurrency
        self._dimension: int | None = None

    @property
    def fingerprint(self) -> str:
        """The model's name; the endpoint is left out, since the same model may move."""
        return f"openai:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of a vector, learned from the first one. Raises ModelError."""
        if self._dimension is None:
            self.embed(["dimension"])
        if self._dimension is None:
            raise ModelProtocolError(f"{self._endpoint.url} returned no embedding for {self._model!r}")
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension) with unit rows, in the order given. Raises ModelError."""
        import numpy as np

        batches = [list(texts[i : i + self._batch]) for i in range(0, len(texts), self._batch)]
        with ThreadPoolExecutor(self._concurrency) as pool:
            rows = [row for part in pool.map(self._embed_batch, batches) for row in part]
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        if len(texts):
            self._dimension = vectors.shape[1]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)
        return unit

    def _embed_batch(self, texts: list[str]) -> list[list[float]]:
        # An empty text is refused by most endpoints; a space is not.
        inputs = [text or " " for text in texts]
        embeddings = self._endpoint.client.embeddings
        reply = self._endpoint.request(
            lambda: embeddings.create(model=self._model, input=inputs, encoding_format="float")
        )
        data = sorted(reply.data or [], key=lambda item: item.index)
        if len(data) != len(texts):
            raise ModelProtocolError(f"{self._endpoint.url} returned {len(data)} embeddings for {len(texts)} texts")
        return [item.embedding for item in data]
