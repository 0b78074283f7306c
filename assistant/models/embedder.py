"""The embedder that ships with the package, all-MiniLM-L6-v2 in int8; and a cache around any other.

See ``data/embedder/NOTICE`` for the weights and ``tools/export_model.py`` for how the file was made and checked.
`Network` is ONNX Runtime as both bundled models use it.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.errors import ModelError
from assistant.installation import EMBEDDER
from assistant.types import Embedder

if TYPE_CHECKING:
    from tokenizers import Encoding

    from assistant.types import Vectors


T = TypeVar("T")
R = TypeVar("R")
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)
_MOST_RUNS = 8  # side by side, on however many cores: each takes about 50 MB


class Network:
    """A model file. It is loaded at the first run; threads may share it.

    A run has one thread, and a run for each core, up to eight, go side by side: threads that share a run wait for each
    other.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        """Return the named outputs (None: all) for arrays by the names of the inputs."""
        found: list[Any] = self.session.run(outputs, inputs)
        return found

    def side_by_side(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """As ``map(work, items)``, on all cores. Raises ModelError when `stopped_by` says so; the rest is not run."""
        stop = _stop.get()
        for found in self._pool.map(work, items) if cores() > 1 else map(work, items):
            if stop and stop.is_set():
                raise ModelError("nobody waits for this answer any more")
            yield found

    @cached_property
    def session(self) -> Any:
        """The ONNX Runtime session."""
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before the first import; its own switch comes too late
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Processors without VNNI would else let sums of 8-bit products overflow: other results than on those with it.
        options.add_session_config_entry("session.x64quantprecision", "1")
        return onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(cores(), _MOST_RUNS), thread_name_prefix=self._path.stem)


@contextmanager
def stopped_by(stop: threading.Event) -> Iterator[None]:
    """Let `stop` end what is read or embedded in this thread inside the block."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def cores() -> int:
    """Cores this process may use: a container's or taskset's share, not the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


MODEL = EMBEDDER / "all-MiniLM-L6-v2-int8.onnx"
TOKENIZER = EMBEDDER / "tokenizer.json"
MAX_TOKENS = 256  # what the model was trained on; the rest of a longer text is not seen
BATCH_TOKENS = 1_024  # padded tokens of one run: larger ones leave the processor cache and are slower
_FEW = 3  # runs that the caller's thread does itself: in the pool they would wait behind the sentences of others


class BundledEmbedder:
    """Sentence vectors of 384 dimensions: mean over the attention mask, then L2 norm. Loads at the first text.

    Runs go side by side: on two cores a corpus is embedded a tenth faster so than by ONNX Runtime's own threads, forty
    sentences in half the time (0.20 against 0.38 s), one question in 1.5 instead of 2.5 ms. Texts are sorted by length
    and batched under a token budget, so that a batch is padded only to its own longest text.
    """

    fingerprint = "all-MiniLM-L6-v2-int8-256"
    dimension = 384

    def __init__(self) -> None:
        self._network = Network(MODEL)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), 384), each row of L2 norm 1, in the order given."""
        encodings = self._encode(texts)
        return self._embed(encodings, list(batches([len(encoding.ids) for encoding in encodings])))

    def embed_each(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, with each text in a run of its own, so that its vector does not depend on the texts beside it.

        Activations are quantised by the run: the same sentence alone and among 40 others had a cosine of .984 at
        worst. Runs of one text take as long as batches: padding costs what batching saves.
        """
        encodings = self._encode(texts)
        return self._embed(encodings, [[row] for row in range(len(encodings))])

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self.tokenizer.encode_batch_fast(list(texts)) if texts else []

    def _embed(self, encodings: Sequence[Encoding], runs: Sequence[list[int]]) -> Vectors:
        import numpy as np

        vectors = np.empty((len(encodings), self.dimension), dtype=np.float32)
        side_by_side = self._network.side_by_side if len(runs) > _FEW else map
        found = side_by_side(self._run, [[encodings[row] for row in rows] for rows in runs])
        for rows, some in zip(runs, found, strict=True):
            vectors[rows] = some
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        import numpy as np

        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[row, :length] = encoding.ids
            mask[row, :length] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._network.run(None, inputs)
        weights = mask[:, None, :].astype(np.float32) / mask.sum(axis=1, dtype=np.float32)[:, None, None]
        means: Vectors = (weights @ states)[:, 0, :]
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return means

    @cached_property
    def tokenizer(self) -> Any:
        """The `tokenizers.Tokenizer`, which cuts at 256 tokens and does not pad."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(TOKENIZER))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        return tokenizer


def batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Yield the positions of `lengths`, longest first, in batches of at most `budget` padded tokens (or one text)."""
    batch: list[int] = []
    width = 0
    for position in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        if batch and (len(batch) + 1) * width > budget:
            yield batch
            batch = []
        if not batch:
            width = lengths[position]
        batch.append(position)
    if batch:
        yield batch


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
