"""Retrieval at a size that takes hours to embed: ``python -m bench.size [PASSAGES] [--keep FOLDER]``.

The corpus is made up and written straight into a generation: documents of five passages of about 110 words, drawn by
their frequency from the vocabulary of the bundled tokenizer with a topic of each document's own; vectors around 2,000
centres. So it has no copies and no versions. A question has
five words of a passage, and a vector beside that passage's. Everything is asked in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.index.build import verify, words
from assistant.index.search.index import Index
from assistant.index.store import repeated
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import digest, embedded_text
from assistant.index.store.filters import epoch_day
from assistant.index.store.generation import Fingerprint, Store
from assistant.index.vectors import exact
from assistant.text.spelling import sought
from assistant.types import DateRange, Query, Vectors
from bench.articles import _vocabulary
from bench.measure import clock, in_process, size_mb, table

PASSAGES = 1_000_000
ASKED = 100
_EACH, _WORDS, _TOPIC = 5, 110, 30
_CENTRES, _DIMENSION = 2_000, 384
_FIRST, _DAYS = date(1995, 1, 1), 10_000
_TODAY = date(2026, 1, 1)
_BATCH = 20_000
# The shares of the corpus that each filter leaves, and the filter.
_NARROWED: dict[str, dict[str, Any]] = {
    "nothing": {},
    **{
        f"days, {share} %": {"published": DateRange(_FIRST, _FIRST + timedelta(days=_DAYS * share // 100 - 1))}
        for share in (1, 10, 50)
    },
    "source, 1 %": {"sources": ("rare",)},
    "source, 10 %": {"sources": ("weekly",)},
    "source, 50 %": {"sources": ("agency",)},
    "path, 1 %": {"paths": ("37/*",)},
    "path, 10 %": {"paths": ("3?/*",)},
    "path, 50 %": {"paths": ("[0-4]?/*",)},
    "file names, a quarter": {"paths": ("1*.txt",)},
}


class _Known:
    """An embedder that has the vector of each question at hand."""

    fingerprint = "made-up"
    dimension = _DIMENSION

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])


def run(passages: int, keep: Path | None = None) -> None:
    """Print the tables for a corpus of so many passages; a folder that is kept is used again."""
    with TemporaryDirectory(prefix="assistant-size-") as name:
        folder = keep or Path(name)
        if not (folder / "questions.json").is_file():
            built = in_process("bench.size:build", folder, passages)
            table(f"{passages} passages, written", ("stage", "value"), built.items())
        asked = in_process("bench.size:ask", folder)
    table(f"{passages} passages, opened", ("", "value"), [(key, asked[key]) for key in (*asked["cold"], "peak_mb")])
    header = ("by", "words p50 ms", "p95", "vectors p50 ms", "p95", "recall@10", "retrieval p50 ms", "p95", "first ms")
    table(f"{passages} passages, {ASKED} questions", header, asked["rows"])


def build(folder: str, passages: int) -> dict[str, Any]:
    """Write the generation and the questions; return seconds and megabytes."""
    store, told = Store(Path(folder)), {}
    random = np.random.default_rng(0)

    def timed(name: str, function: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        made = function()
        told[f"{name}, s"] = time.perf_counter() - began
        return made

    with store.writing(), store.staging("000001") as staged:
        catalogue = Catalogue(staged / "catalogue.sqlite3", "create")
        questions = timed("catalogue", lambda: _fill(catalogue, passages, random))
        timed("lexical index", lambda: words.derive(catalogue, staged / "lexical", None, lambda _, __: None))
        catalogue.save_candidates()
        catalogue.close()
        vectors = timed("vectors", lambda: _vectors(staged, passages, random))
        recall = timed("signs and their recall", lambda: verify.finish_vectors(staged))
        fingerprint = Fingerprint(_Known.fingerprint, 0, 0, "")
        live = timed("publish", lambda: store.publish(staged, "000001", fingerprint, "", None, recall))
    asked = vectors[[place for _, place in questions]]
    (Path(folder) / "questions.json").write_text(json.dumps([text for text, _ in questions]), encoding="utf-8")
    np.save(Path(folder) / "questions.npy", _beside(asked, 0.5, random))
    told |= {f"{name}, MB": size_mb(live.folder / name) for name in ("lexical",)}
    told["catalogue, MB"] = live.catalogue.stat().st_size / 1e6
    told["all, MB"] = size_mb(live.folder)
    return told


def _fill(catalogue: Catalogue, passages: int, random: np.random.Generator) -> list[tuple[str, int]]:
    """Write documents and passages; return questions, each with the place of its passage."""
    vocabulary = np.array(_vocabulary())
    weights = 1 / (np.arange(len(vocabulary)) + 10)
    weights /= weights.sum()
    asked = set(random.choice(passages, ASKED, replace=False).tolist())
    questions = []
    catalogue.connection.execute("BEGIN")
    for document in range(1, passages // _EACH + 1):
        topic = random.choice(len(vocabulary), _TOPIC)
        drawn = random.choice(len(vocabulary), _EACH * _WORDS, p=weights)
        own = random.random(len(drawn)) < 0.2
        drawn[own] = random.choice(topic, int(own.sum()))
        written = vocabulary[drawn]
        bodies = [" ".join(written[at : at + _WORDS]) for at in range(0, len(drawn), _WORDS)]
        text, title = "\n\n".join(bodies), " ".join(vocabulary[topic[:6]])
        day = epoch_day(_FIRST) + int(random.integers(_DAYS))
        chance = random.random()
        source = (
            "The Rare" if chance < 0.01 else "A Weekly" if chance < 0.11 else "Agency" if chance < 0.61 else "Other"
        )
        catalogue.connection.execute(
            "INSERT INTO documents (row, file, id, path, title, shown_title, source, provenance, day, precision,"
            " first_day, last_day, text, sha256, problems, boilerplate, places)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'path', ?, 'day', ?, ?, ?, '', '[]', '[]', '[]')",
            (
                document, (path := f"{document % 100:02d}/{document}.txt"), str(document), path, title, title, source,
                (date(1970, 1, 1) + timedelta(days=day)).isoformat(), day, day, text,
            ),
        )  # fmt: skip
        repeated.count(catalogue.connection, [(source, text)], 1)
        start = 0
        for ordinal, body in enumerate(bodies):
            row = (document - 1) * _EACH + ordinal + 1
            catalogue.connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, 1, '[]', ?)",
                (row, f"{row:x}", document, ordinal, start, start + len(body), digest(embedded_text(title, body))),
            )
            start += len(body) + 2
            if row - 1 in asked:
                begin = int(random.integers(_WORDS - 5))
                questions.append((f"What of {' '.join(body.split()[begin : begin + 5])}?", row - 1))
    catalogue.connection.execute("COMMIT")
    return questions


def _vectors(folder: Path, count: int, random: np.random.Generator) -> Any:
    """Write the vectors; return them as they are on disk."""
    centres = random.standard_normal((_CENTRES, _DIMENSION)) + 0.5
    centres = (centres / np.linalg.norm(centres, axis=1, keepdims=True)).astype(np.float32)
    with exact.Writer(folder, range(1, count + 1)) as writer:
        for first in range(0, count, _BATCH):
            some = _beside(centres[random.integers(_CENTRES, size=min(_BATCH, count - first))], 1.0, random)
            writer.append([vector.tobytes() for vector in some.astype(np.float16)])
    return np.load(folder / "vectors.npy", mmap_mode="r")


def _beside(vectors: Vectors, step: float, random: np.random.Generator) -> Vectors:
    """Unit vectors, each a step of about that length away."""
    moved = vectors.astype(np.float32) + step / _DIMENSION**0.5 * random.standard_normal(
        vectors.shape, dtype=np.float32
    )
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def ask(folder: str) -> dict[str, Any]:
    """Open the index in this process, and ask all questions with each filter."""
    questions = json.loads((Path(folder) / "questions.json").read_text(encoding="utf-8"))
    vectors = np.load(Path(folder) / "questions.npy")
    embedder = _Known(dict(zip(questions, vectors, strict=True)))
    began = time.perf_counter()
    with Index.open(Path(folder), embedder) as index:
        opened = time.perf_counter() - began
        index.search(Query(questions[0], questions[0], _TODAY), 10)
        first = time.perf_counter() - began
        rows = list(_rows(index, questions, vectors))
        cold = {"open, s": opened, "open and one search, s": first}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows, "cold": list(cold), **cold, "memory, MB": memory}


def _rows(index: Index, questions: Sequence[str], vectors: Vectors) -> Iterator[list[object]]:
    near, every = index._vectors(), np.arange(len(index._vectors()))  # noqa: SLF001
    for name, narrowed in _NARROWED.items():
        times: list[list[float]] = []
        queries = [Query(text, text, _TODAY, **narrowed) for text in questions]
        begin = clock(partial(index.search, queries[0], 10))
        for query, vector in zip(queries, vectors, strict=True):
            wanted, inside = sought(query.search_text), index.catalogue.inside(query)
            times.append([
                clock(partial(index.lexical.match, wanted, inside, 64)),
                clock(partial(near.query, vector, 64, query)),
                clock(partial(index.search, query, 10)),
            ])  # fmt: skip
        kept = index.catalogue.candidates(queries[0])
        among = every if kept is None else np.flatnonzero(kept)
        sample = vectors[:40]
        best = _tenth(near.vectors, among, sample)
        shares = [
            sum(score >= bound - 1e-6 for _, score in near.query(vector, 10, queries[0])) / 10
            for vector, bound in zip(sample, best, strict=True)
        ]
        (words_50, words_95), (near_50, near_95), (all_50, all_95) = np.percentile(times, (50, 95), axis=0).T.tolist()
        recall = float(np.mean(shares))
        yield [name, words_50, words_95, near_50, near_95, recall, all_50, all_95, begin]


def _tenth(vectors: Any, among: Any, asked: Vectors) -> Vectors:
    """The tenth largest cosine to each vector asked."""
    best = np.empty((len(asked), 0), dtype=np.float32)
    for first in range(0, len(among), 16_384):
        block = vectors[among[first : first + 16_384]].astype(np.float32)
        best = np.sort(np.concatenate((best, asked @ block.T), axis=1), axis=1)[:, -10:]
    tenth: Vectors = best[:, 0]
    return tenth


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.size", description=__doc__)
    parser.add_argument("passages", type=int, nargs="?", default=PASSAGES)
    parser.add_argument("--keep", type=Path, help="folder of the index, which is not removed")
    options = parser.parse_args()
    run(options.passages, options.keep)
