"""Recall@10 of Chroma's graph against exact search on clustered vectors: ``python -m bench.recall [VECTORS]``.

Built as an index run builds it, which searches wider until a sample of its own is found well enough; and, for
comparison, searched at other widths.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.index.build.derive import Job, derive
from assistant.index.store.catalogue import Catalogue
from assistant.index.vectors import exact
from assistant.index.vectors.chroma import open_collection, write_collection
from assistant.types import Vectors
from bench.measure import table

VECTORS = 36_000
QUESTIONS = 300
SETS = ((400, 1.0), (40, 1.0), (40, 3.0), (40, 6.0))  # clusters, spread; the last two are hard, and searched wider
WIDTHS = (100, 400, 800)


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
    for clusters, spread in SETS:
        vectors = clustered(count + QUESTIONS, clusters, spread).astype(np.float16)
        held, asked = vectors[:count], vectors[count:].astype(np.float32)
        wide = held.astype(np.float32)
        started = time.perf_counter()
        nearest = [set(np.argpartition(-(wide @ vector), 10)[:10].tolist()) for vector in asked]
        rows.append((clusters, spread, "exactly", "", 1.0, (time.perf_counter() - started) / QUESTIONS * 1e3, "", ""))
        with TemporaryDirectory() as name:
            job = Job(Path(name), "recall")
            stage(job.folder, held)
            started = time.perf_counter()
            verdict = derive(job, iter([count]), lambda _, __: None)
            built = time.perf_counter() - started
            rows.append((clusters, spread, "as built", *search(job, asked, nearest), verdict.recall, built))
            for width in WIDTHS:
                with write_collection(job.chroma, None, job.collection) as chroma:
                    chroma.set_ef_search(width)
                rows.append((clusters, spread, width, *search(job, asked, nearest), "", ""))
    table(
        f"Chroma against exact search, {count} vectors",
        ("clusters", "spread", "searched", "ef_search", "recall@10", "ms a query", "its own sample", "built in s"),
        rows,
    )


def stage(folder: Path, vectors: Vectors) -> None:
    """Write a catalogue of as many passages as there are vectors, one document's, and the vectors."""
    count = len(vectors)
    catalogue = Catalogue(folder / "catalogue.sqlite3", "create")
    catalogue.connection.execute(
        "INSERT INTO documents (row, file, id, path, provenance, text, sha256)"
        " VALUES (1, 'f', 'd', 'f', 'none', '', '')"
    )
    catalogue.connection.execute("BEGIN")
    catalogue.connection.executemany(
        "INSERT INTO passages VALUES (?, ?, 1, ?, 0, 0, 1, '[]', x'')", [(n + 1, str(n), n) for n in range(count)]
    )
    catalogue.connection.execute("COMMIT")
    catalogue.close()
    with exact.Writer(folder, range(1, count + 1)) as writer:
        for first in range(0, count, 2_048):
            writer.append([vector.tobytes() for vector in vectors[first : first + 2_048]])


def search(job: Job, asked: Vectors, nearest: Sequence[set[int]]) -> tuple[int, float, float]:
    """Width of search, recall@10 and milliseconds a query."""
    with open_collection(job.chroma, None, job.collection) as chroma:
        width = chroma.ef_search
        chroma.query(asked[0], 10)
        started = time.perf_counter()
        found = [{int(key) for key, _ in chroma.query(vector, 10)} for vector in asked]
        taken = (time.perf_counter() - started) / len(asked) * 1e3
    return width, float(np.mean([len(one & other) / 10 for one, other in zip(found, nearest, strict=True)])), taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.recall", description=__doc__)
    parser.add_argument("vectors", type=int, nargs="?", default=VECTORS)
    run(parser.parse_args().vectors)
