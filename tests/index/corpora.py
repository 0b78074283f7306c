"""A free embedder, and small corpora for the index's tests."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assistant.index.build.report import BuildReport
from assistant.index.build.run import build
from assistant.types import DateRange, Query, Vectors

TODAY = date(2022, 1, 1)


class WordEmbedder:
    """Places a text by its words: texts that share words lie near each other. Counts what it was given."""

    fingerprint = "words-64"
    dimension = 64

    def __init__(self, fail_after: int | None = None) -> None:
        self.texts: list[str] = []
        self._fail_after = fail_after

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self._fail_after is not None and len(self.texts) + len(texts) > self._fail_after:
            raise KeyboardInterrupt
        self.texts += texts
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def index(root: Path, index_dir: Path, embedder: WordEmbedder | None = None, **options: object) -> BuildReport:
    settings = {"passage_tokens": 60, "passage_overlap": 0, "max_bytes": 1_000_000, "today": TODAY, **options}
    return build(root, index_dir, embedder or WordEmbedder(), **settings)  # type: ignore[arg-type]


def ask(
    text: str,
    start: date | None = None,
    end: date | None = None,
    sources: tuple[str, ...] = (),
    paths: tuple[str, ...] = (),
    include_undated: bool = True,
    authors: tuple[str, ...] = (),
) -> Query:
    days = DateRange(start, end)
    return Query(
        text, text, TODAY, days, sources=sources, paths=paths, authors=authors, include_undated=include_undated
    )


def article(day: str | None, topic: str, sentences: int = 3) -> str:
    head = f"date {day}\n" if day else ""
    body = " ".join(f"The {topic} was reported on line {number} of the {topic} story." for number in range(sentences))
    return f"{head}{body}\n"
