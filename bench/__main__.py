"""Speed, memory and retrieval quality of the index: ``python -m bench [--articles 100 1000 10000] [--data DIR]``.

All of it takes about 40 minutes on two cores, most of it the 10,000 articles and the peer; each part can be had alone,
such as ``python -m bench --only archive --articles 1000``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from assistant.app import Assistant
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder
from assistant.options import Options
from assistant.settings import Settings
from assistant.types import Query, Turn
from bench import articles, indexing, quality
from bench.measure import clock, in_process, milliseconds, size_mb, table

ASKED = 200
PASSAGES_PER_ARTICLE = 5.44
PARTS = ("archive", "peer", "retrieval", "narrowed", "changes", "growth", "quality")
_MIDDLE = date(2019, 1, 1)  # of the archive's days
NARROWED: dict[str, Options] = {
    "nothing": {},
    "as of the middle": {"as_of": _MIDDLE},
    "the later half": {"after": _MIDDLE},
    "one month": {"after": _MIDDLE, "before": _MIDDLE + timedelta(days=30), "undated": "exclude"},
    "a path": {"paths": ("2019/*",)},
    "follow-up": {"history": [Turn("What was said about the strike?", "Nothing was said.", ())]},
    "follow-up, as of the middle": {
        "as_of": _MIDDLE,
        "history": [Turn("What was said about the strike?", "Nothing was said.", ())],
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="the parts that are measured")
    parser.add_argument("--articles", type=int, nargs="*", default=[100, 1_000, 10_000], help="sizes of the archives")
    parser.add_argument("--peer", type=int, nargs="*", default=[100, 1_000], help="sizes that LlamaIndex indexes, too")
    parser.add_argument("--passages", type=int, default=30_000, help="size of the retrieval beside LlamaIndex")
    parser.add_argument("--files", type=int, default=3_000, help="files of the narrowed, no-change and one-change runs")
    parser.add_argument("--growth", type=int, nargs="*", default=[1_000, 10_000], help="sizes with a free embedder")
    parser.add_argument("--data", type=Path, default=os.environ.get("BENCH_DATA"), help="folder with clapnq/, ramdocs/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assistant-bench-") as name:
        folder = Path(name)
        for part, measure, sizes in (
            ("archive", archive, options.articles),
            ("peer", peer, options.peer),
            ("retrieval", retrieval, [options.passages]),
            ("narrowed", narrowed, [options.files]),
            ("changes", small_changes, [options.files]),
            ("growth", growth, [options.growth]),
        ):
            for size in sizes if part in options.only else ():
                measure(folder, size)
    if options.data and "quality" in options.only:
        quality.run(options.data)


def archive(folder: Path, count: int) -> None:
    """Index an archive with the bundled embedder and search it."""
    root, index_dir = folder / f"archive{count}", folder / f"index{count}"
    words = articles.write(root, count)
    ran = in_process("bench.indexing:run", root, index_dir)
    timings = ran["timings"]
    outside = 1 - timings["embedder"] / ran["seconds"]
    bare = in_process("bench.indexing:bare_loop", index_dir)
    p50, p95 = searched(index_dir, BundledEmbedder(), articles.questions(root, ASKED))
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
    root = folder / f"peer{count}"
    words = articles.write(root, count)
    asked = articles.questions(root, 50)
    ours = in_process("bench.indexing:run", root, folder / f"ours{count}")
    p50, p95 = searched(folder / f"ours{count}", BundledEmbedder(), asked)
    theirs = in_process("bench.peer:run", root, folder / f"theirs{count}", asked)
    table(
        f"Beside LlamaIndex's VectorStoreIndex over Chroma, {count} articles",
        ("", "words/s", "p50 ms", "p95 ms", "peak MB"),
        [
            ("assistant", words / ours["seconds"], p50, p95, ours["peak_mb"]),
            ("LlamaIndex", words / theirs["seconds"], theirs["p50"], theirs["p95"], theirs["peak_mb"]),
            ("ratio", theirs["seconds"] / ours["seconds"], theirs["p50"] / p50, theirs["p95"] / p95, ""),
        ],
    )


def retrieval(folder: Path, passages: int) -> None:
    """Retrieval at a size, beside the peer's; passages have made-up vectors, so that only questions are embedded."""
    root, count = folder / "retrieval", round(passages / PASSAGES_PER_ARTICLE)
    articles.write(root, count)
    asked = articles.questions(root, ASKED)
    ours = in_process("bench.indexing:run", root, folder / "retrieval-ours", True)
    p50, p95 = searched(folder / "retrieval-ours", indexing.AskingEmbedder(), asked)
    theirs = in_process("bench.peer:run", root, folder / "retrieval-theirs", asked, True)
    table(
        "Retrieval: the question is embedded and searched for, ten passages are returned",
        ("", "passages", "p50 ms", "p95 ms"),
        [
            ("assistant", ours["passages"], p50, p95),
            ("LlamaIndex", theirs["passages"], theirs["p50"], theirs["p95"]),
            ("ratio", "", theirs["p50"] / p50, theirs["p95"] / p95),
        ],
    )


def narrowed(folder: Path, files: int) -> None:
    """Searches and answers with whatever narrows them, beside the same ones without; passages have made-up vectors."""
    root, index_dir = folder / "narrowed", folder / "narrowed-index"
    articles.write(root, files)
    ran = in_process("bench.indexing:run", root, index_dir, True)
    asked = articles.questions(root, ASKED)
    times: dict[str, tuple[list[float], list[float], list[float]]] = {name: ([], [], []) for name in NARROWED}
    embedder = indexing.AskingEmbedder()
    with Index.open(index_dir, embedder) as index:
        settings = Settings(corpus=root, mode="quotes")
        # Each with an assistant of its own, which remembers what it embedded.
        assistants = {
            name: Assistant(index, settings, embedder=embedder, today=lambda: indexing.TODAY) for name in NARROWED
        }
        for number, text in enumerate([asked[-1], *asked]):
            for name, options in NARROWED.items():  # in turn, so that whatever else the machine does meets all alike
                assistant, (inner, whole, answered) = assistants[name], times[name]
                query = assistant.understand(text, **options)
                inner.append(clock(partial(index.search, query, 10)))
                whole.append(clock(partial(assistant.search, text, **options)))
                if number <= ASKED // 4:
                    answered.append(clock(partial(assistant.ask, text, **options)))
                if not number:  # the first time of each is not counted
                    inner.clear(), whole.clear(), answered.clear()
    unnarrowed = median(times["nothing"][0])
    table(
        f"Narrowed, {files} articles, {ran['passages']} passages",
        ("by", "index p50 ms", "p95 ms", "p50 against nothing", "search p50 ms", "answer p50 ms"),
        [
            (name, median(inner), quantiles(inner, n=20)[-1], median(inner) / unnarrowed, median(whole), median(said))
            for name, (inner, whole, said) in times.items()
        ],
    )


def searched(index_dir: Path, embedder: BundledEmbedder, asked: Sequence[str]) -> tuple[float, float]:
    """Median and 95th percentile of a search, in milliseconds, after a first one."""
    with Index.open(index_dir, embedder) as index:
        queries = [Query(text, text, indexing.TODAY) for text in asked]
        index.search(queries[0], 10)
        return milliseconds(lambda query: index.search(query, 10), queries)


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
        root, index_dir = folder / f"growth{count}", folder / f"growth-index{count}"
        articles.write(root, count)
        ran = in_process("bench.indexing:run", root, index_dir, True)
        each = ran["wall"] / count * 1e3
        rows.append((count, ran["passages"], ran["wall"], each, ran["peak_mb"], size_mb(index_dir)))
    rows.append(("last / first", "", "", rows[-1][3] / rows[0][3], "", ""))
    header = ("articles", "passages", "whole process, s", "ms an article", "peak MB", "index MB")
    table("Growth with a free embedder", header, rows)


if __name__ == "__main__":
    main()
