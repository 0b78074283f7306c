"""Retrieval quality on CLAPNQ and RAMDocs: both engines alone, and together as the product searches."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from assistant.index.lexical.engine import ANYWHERE
from assistant.index.search.index import Index
from assistant.index.vectors.exact import ExactVectors
from assistant.text.spelling import sought
from assistant.types import Query
from bench.corpora import indexed
from bench.measure import table

DEPTH = 10
Ranker = Callable[[str], list[set[str]]]


def run(data: Path) -> None:
    """Print a table for each data set that is there."""
    for name, load in (("clapnq", clapnq), ("ramdocs", ramdocs)):
        if not (data / name).is_dir():
            print(f"\n{name}: not in {data}, left out")
            continue
        texts, gold = load(data / name)
        with indexed(texts) as index:
            rows = [(label, *scores(ranker, gold)) for label, ranker in rankers(index)]
        table(f"{name}: {len(texts)} documents, {len(gold)} questions", ("", "R@1", "R@4", "R@10", "nDCG@10"), rows)


def clapnq(folder: Path) -> tuple[dict[str, str], list[tuple[str, set[str]]]]:
    """All passages, each a small document under its title; all questions with the file of their passage."""
    texts, gold = {}, []
    for part in ("answerable", "unanswerable"):
        for number, line in enumerate((folder / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()):
            case = json.loads(line)
            (passage,) = case["passages"]
            name = f"{part}-{number:03d}.md"
            texts[name] = f"# {passage['title']}\n\n{passage['text']}\n"
            gold.append((case["input"], {name}))
    return texts, gold


def ramdocs(folder: Path) -> tuple[dict[str, str], list[tuple[str, set[str]]]]:
    """All documents; all questions with the files labelled correct. A document of several questions is one file."""
    names: dict[str, str] = {}
    gold = []
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        right = set()
        for document in case["documents"]:
            name = names.setdefault(document["text"], f"{len(names):04d}.txt")
            if document["type"] == "correct":
                right.add(name)
        gold.append((case["question"], right))
    return {name: text for text, name in names.items()}, gold


def rankers(index: Index) -> Iterable[tuple[str, Ranker]]:
    """BM25, vectors, and the search of the product: each gives the files of each place, best first."""
    catalogue = index.catalogue
    exact = ExactVectors(index.generation.folder, catalogue)

    def files(pairs: Sequence[tuple[str, float]]) -> list[set[str]]:
        paths = dict.fromkeys(each.path for each in catalogue.found([key for key, _ in pairs]))
        return [{path} for path in paths]

    def bm25(question: str) -> list[set[str]]:
        rows = [row for row, _ in index.lexical.match(sought(question), ANYWHERE, 64)]
        return files([(key, 0.0) for key in catalogue.ids_of(rows)])

    def vectors(question: str) -> list[set[str]]:
        return files(exact.query(index.embedder.embed([question])[0], 64))

    def hybrid(question: str) -> list[set[str]]:
        hits = index.search(_query(question), DEPTH, per_document=1)
        return [{hit.document.path, *hit.also_in} for hit in hits]

    return (("BM25 alone", bm25), ("vectors alone", vectors), ("together", hybrid))


def scores(ranker: Ranker, gold: Sequence[tuple[str, set[str]]]) -> tuple[float, float, float, float]:
    """Mean R@1, R@4, R@10 and nDCG@10 with binary gains."""
    totals = [0.0] * 4
    for question, right in gold:
        if not right:
            continue
        places = ranker(question)[:DEPTH]
        for column, k in enumerate((1, 4, 10)):
            totals[column] += len(right & set().union(*places[:k])) / len(right)
        gains = [1 / math.log2(place + 2) for place, files in enumerate(places) if files & right]
        totals[3] += sum(gains) / sum(1 / math.log2(place + 2) for place in range(min(len(right), DEPTH)))
    asked = sum(1 for _, right in gold if right)
    return totals[0] / asked, totals[1] / asked, totals[2] / asked, totals[3] / asked


def _query(question: str) -> Query:
    return Query(question, question, date(2026, 1, 1))
