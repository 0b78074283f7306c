"""Speed, memory and retrieval quality of the index: ``python -m bench [--articles 100 1000 10000] [--data DIR]``."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.index.embedder import BundledEmbedder
from assistant.index.reader import Index
from assistant.types import Query
from bench import articles, indexing, quality, recall
from bench.measure import in_process, milliseconds, size_mb, table

ASKED = 200


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", default=[100, 1_000, 10_000], help="sizes of the archives")
    parser.add_argument("--peer", type=int, default=100, help="articles that the LlamaIndex peer indexes too (0: none)")
    parser.add_argument("--files", type=int, default=3_000, help="files of the no-change and one-change runs (0: none)")
    parser.add_argument("--growth", type=int, nargs="*", default=[1_000, 10_000], help="sizes with a free embedder")
    parser.add_argument("--vectors", type=int, default=36_000, help="vectors of the recall table (0: none)")
    parser.add_argument("--data", type=Path, default=os.environ.get("BENCH_DATA"), help="folder with clapnq/, ramdocs/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assistant-bench-") as name:
        folder = Path(name)
        for count in options.articles:
            archive(folder, count)
        if options.peer:
            peer(folder, options.peer)
        if options.files:
            small_changes(folder, options.files)
        if options.growth:
            growth(folder, options.growth)
    if options.vectors:
        recall.run(options.vectors)
    if options.data:
        quality.run(options.data)


def archive(folder: Path, count: int) -> None:
    """Index an archive with the bundled embedder and search it."""
    root, index_dir = folder / f"archive{count}", folder / f"index{count}"
    words = articles.write(root, count)
    ran = in_process("bench.indexing:run", root, index_dir)
    timings = ran["timings"]
    outside = 1 - timings["embedder"] / ran["seconds"]
    bare = in_process("bench.indexing:bare_loop", index_dir)
    with Index.open(index_dir, BundledEmbedder()) as index:
        queries = [Query(text, text, indexing.TODAY) for text in articles.questions(root, ASKED)]
        index.search(queries[0], 10)
        p50, p95 = milliseconds(lambda query: index.search(query, 10), queries)
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in timings.items())
    table(
        f"{count} articles, {words} words, {ran['passages']} passages",
        ("measure", "value"),
        [
            ("words/s, whole run", words / ran["seconds"]),
            ("seconds", ran["seconds"]),
            ("seconds by stage", stages),
            ("share outside the embedder", outside),
            ("embedder against a bare ONNX Runtime loop", bare["bare"] / bare["embedder"]),
            ("peak memory, MB", ran["peak_mb"]),
            ("index on disk, MB", size_mb(index_dir)),
            ("retrieval p50, ms", p50),
            ("retrieval p95, ms", p95),
        ],
    )


def peer(folder: Path, count: int) -> None:
    """The same archive, indexed and searched by LlamaIndex's VectorStoreIndex over Chroma."""
    root = folder / "peer"
    words = articles.write(root, count)
    asked = articles.questions(root, 50)
    ours = in_process("bench.indexing:run", root, folder / "peer-ours")
    with Index.open(folder / "peer-ours", BundledEmbedder()) as index:
        index.search(Query(asked[0], asked[0], indexing.TODAY), 10)
        p50, p95 = milliseconds(lambda text: index.search(Query(text, text, indexing.TODAY), 10), asked)
    theirs = in_process("bench.peer:run", root, folder / "peer-theirs", asked)
    table(
        f"Beside LlamaIndex's VectorStoreIndex over Chroma, {count} articles",
        ("", "words/s", "p50 ms", "p95 ms", "peak MB"),
        [
            ("assistant", words / ours["seconds"], p50, p95, ours["peak_mb"]),
            ("LlamaIndex", words / theirs["seconds"], theirs["p50"], theirs["p95"], theirs["peak_mb"]),
            ("ratio", theirs["seconds"] / ours["seconds"], theirs["p50"] / p50, theirs["p95"] / p95, ""),
        ],
    )


def small_changes(folder: Path, files: int) -> None:
    """Whole processes over a corpus of small files: nothing changed, one file changed."""
    root, index_dir = folder / "small", folder / "small-index"
    articles.write(root, files)
    last = max(root.rglob("*.txt"))
    in_process("bench.indexing:run", root, index_dir, True)
    idle = [in_process("bench.indexing:run", root, index_dir, True) for _ in range(3)]
    changed = []
    for turn in range(3):
        last.write_text(f"date 2020-01-0{turn + 1}\nThe file was changed for the {turn}th time.\n", encoding="utf-8")
        changed.append(in_process("bench.indexing:run", root, index_dir, True))
    table(
        f"{files} files, whole process (median of 3)",
        ("run", "seconds", "peak MB"),
        [
            (label, sorted(run["wall"] for run in runs)[1], max(run["peak_mb"] for run in runs))
            for label, runs in (("nothing changed", idle), ("one file changed", changed))
        ],
    )


def growth(folder: Path, sizes: Sequence[int]) -> None:
    """Time per article with a free embedder and clustered vectors: what the index itself costs as it grows."""
    rows = []
    for count in sizes:
        root = folder / f"growth{count}"
        articles.write(root, count)
        ran = in_process("bench.indexing:run", root, folder / f"growth-index{count}", True)
        rows.append((count, ran["passages"], ran["seconds"], ran["seconds"] / count * 1e3, ran["peak_mb"]))
    rows.append(("last / first", "", "", rows[-1][3] / rows[0][3], ""))
    table("Growth with a free embedder", ("articles", "passages", "seconds", "ms an article", "peak MB"), rows)


if __name__ == "__main__":
    main()
