"""Turns texts of a data set into a corpus on disk and an open index, for the benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Unpack

from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.app import Assistant
from assistant.index.build.run import build
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder
from assistant.options import Options
from assistant.settings import Settings
from assistant.types import Answer
from assistant.wiring import make_reader


@contextmanager
def indexed(texts: Mapping[str, str], today: date = date(2024, 1, 1)) -> Iterator[Index]:
    """Index `texts` (file name → content) in a temporary folder with the default settings and open it."""
    settings = Settings()
    embedder = BundledEmbedder()
    with TemporaryDirectory() as folder:
        root = Path(folder) / "corpus"
        root.mkdir()
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8")
        build(
            root,
            Path(folder) / "index",
            embedder,
            passage_tokens=settings.passage_tokens,
            passage_overlap=settings.passage_overlap,
            max_bytes=settings.max_file_bytes,
            today=today,
        )
        with Index.open(Path(folder) / "index", embedder) as index:
            yield index


@contextmanager
def asked_on(texts: Mapping[str, str], today: date, *, reader: bool = True) -> Iterator[Assistant]:
    """As `indexed`: an assistant that answers in quotes over it, on that day."""
    settings = Settings(mode="quotes", reader=reader)
    with indexed(texts, today) as index:
        embedder = index.embedder
        yield Assistant(index, settings, embedder=embedder, reader=make_reader(settings), today=lambda: today)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def unrefused(assistant: Assistant, question: str, **options: Unpack[Options]) -> Answer:
    """Answer in quotes however small the chance is that the corpus answers."""
    query = assistant.understand(question, **options)
    embedder, reader = assistant.embedder, assistant.reader
    *_, answer = answer_in_quotes(
        query, assistant.scope(query), assistant.hits(query), embedder, reader=reader, refuse_below=0.0
    )
    assert isinstance(answer, Answer)
    return answer
