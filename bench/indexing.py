"""How fast a corpus is indexed, and what a run costs when little or nothing changed."""

from __future__ import annotations

import time
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.build.run import build
from assistant.models.embedder import MODEL, BundledEmbedder, batches
from assistant.types import Embedder, Vectors

TODAY = date(2026, 1, 1)


class ClusteredEmbedder:
    """A free embedder, so that the index itself is measured: vectors around 400 centres, drawn from the text's hash."""

    fingerprint = "clustered-384"
    dimension = 384

    def __init__(self) -> None:
        self._centres = np.random.default_rng(0).standard_normal((400, self.dimension)).astype(np.float32)

    def embed(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            rng = np.random.default_rng(zlib.crc32(text.encode()))
            vectors[row] = self._centres[rng.integers(400)] + rng.standard_normal(self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


class AskingEmbedder(BundledEmbedder):
    """Opens an index of made-up vectors and embeds questions for real: what is found is chance, the time is not."""

    fingerprint = ClusteredEmbedder.fingerprint


def plain_session() -> Any:
    """The bundled model as ONNX Runtime runs it by default: one run at a time on all cores."""
    import onnxruntime

    return onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])


def run(root: str, index_dir: str, free: bool = False) -> dict[str, Any]:
    """Index `root`; made to be called in a process of its own."""
    embedder: Embedder = ClusteredEmbedder() if free else BundledEmbedder()  # type: ignore[assignment]
    report = build(
        Path(root), Path(index_dir), embedder, passage_tokens=200, passage_overlap=0, max_bytes=10**8, today=TODAY
    )
    return {
        "seconds": report.seconds,
        "passages": report.passages,
        "documents": report.documents,
        "timings": report.timings,
        "generation": report.generation,
    }


def bare_loop(index_dir: str) -> dict[str, Any]:
    """Embed the corpus's passages with nothing around ONNX Runtime: the same tokens in the same batches, one by one."""
    from assistant.index.store.catalogue import Catalogue
    from assistant.index.store.generation import Store

    live = Store(Path(index_dir)).live()
    assert live is not None
    catalogue = Catalogue(live.catalogue)
    texts = [one.text for one in catalogue.texts(list(catalogue.digests()))]
    embedder = BundledEmbedder()
    embedder.embed(["warm"])
    session, tokenizer = plain_session(), embedder.tokenizer
    started = time.perf_counter()
    encodings = tokenizer.encode_batch_fast(texts)
    for rows in batches([len(each.ids) for each in encodings]):
        width = len(encodings[rows[0]].ids)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(encodings[row].ids)] = encodings[row].ids
            mask[place, : len(encodings[row].ids)] = 1
        session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})
    bare = time.perf_counter() - started
    del session
    started = time.perf_counter()
    embedder.embed(texts)
    return {"bare": bare, "embedder": time.perf_counter() - started, "texts": len(texts)}
