"""Recall@10 of Chroma's graph against exact search on clustered vectors, by spread and width of search."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.index.chroma import EF_SEARCH, open_collection, write_collection
from assistant.types import Vectors
from bench.measure import table

QUESTIONS = 300


def clustered(count: int, clusters: int, spread: float, seed: int = 0) -> Vectors:
    """Unit vectors around unit centres; `spread` is the length of the mean step away from the centre."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((clusters, 384))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = centres[random.integers(clusters, size=count)] + spread * random.standard_normal((count, 384)) / 384**0.5
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def run(count: int) -> None:
    """Print recall and milliseconds a query for `count` vectors of three kinds."""
    rows = []
    for clusters, spread in ((400, 1.0), (40, 1.0), (40, 3.0)):
        vectors = clustered(count + QUESTIONS, clusters, spread)
        held, asked = vectors[:count], vectors[count:]
        truth = np.argpartition(-(asked @ held.T), 10, axis=1)[:, :10]
        with TemporaryDirectory() as folder:
            started = time.perf_counter()
            with write_collection(Path(folder) / "chroma", None, "recall") as chroma:
                chroma.upsert(
                    [str(n) for n in range(count)], held, [{"document": n, "undated": 1} for n in range(count)]
                )
            built = time.perf_counter() - started
            for width in (100, 400, EF_SEARCH, 2 * EF_SEARCH):
                with write_collection(Path(folder) / "chroma", None, "recall") as chroma:
                    chroma.set_ef_search(width)
                with open_collection(Path(folder) / "chroma", None, "recall") as chroma:
                    chroma.query(asked[0], 10)
                    started = time.perf_counter()
                    found = [{int(key) for key, _ in chroma.query(vector, 10)} for vector in asked]
                    taken = (time.perf_counter() - started) / QUESTIONS * 1e3
                share = np.mean([len(got & set(right.tolist())) / 10 for got, right in zip(found, truth, strict=True)])
                rows.append((clusters, spread, width, float(share), taken, built))
    table(
        f"Chroma against exact search, {count} vectors",
        ("clusters", "spread", "ef_search", "recall@10", "ms a query", "built in s"),
        rows,
    )
