"""How long a first index run will take on this machine: some of the files are read, and some of their text embedded."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assistant.corpus.load import load
from assistant.corpus.passages import split
from assistant.corpus.walk import FileEntry
from assistant.index.build.difference import Difference
from assistant.index.store.columns import embedded_text
from assistant.types import Embedder

_SAMPLE = 12  # files that are read, evenly by size; of equal ones evenly by name
_LARGEST = 2_000_000  # bytes of a file that is read for this
_PATIENCE = 1.0  # seconds after which no further file is read
_PROBED = 16  # passages that are embedded
_STARTING = 1.0  # seconds that any run takes


class Estimate(NamedTuple):
    """What a first run would read, and seconds; `seconds` is None where nothing could be tried, or trying costs."""

    files: int
    bytes: int
    seconds: float | None


def estimate(found: Difference, root: Path, embedder: Embedder | None, *, tokens: int, today: date) -> Estimate:
    """Say how much `found` is, and how long it takes. `embedder`: None where embedding costs money.

    Takes about two seconds, most of which the first question would take as well.
    """
    entries = found.to_read
    every = sum(entry.size for entry in entries)
    sample = _spread([entry for entry in entries if entry.size <= _LARGEST])
    for entry in sample[:1]:  # what reading loads is loaded once
        _texts(root, entry, tokens, today)
    tried, texts = 0, []
    started = time.perf_counter()
    for entry in sample:
        tried += max(entry.size, 1)
        texts += _texts(root, entry, tokens, today)
        if time.perf_counter() - started > _PATIENCE:
            break
    reading = time.perf_counter() - started
    if embedder is None or not tried:
        return Estimate(len(entries), every, None)
    seconds = reading + _embedding(texts, embedder)
    return Estimate(len(entries), every, _STARTING + seconds * every / tried)


def _texts(root: Path, entry: FileEntry, tokens: int, today: date) -> list[str]:
    """What is embedded of a file."""
    return [
        embedded_text(document.title, passage.text)
        for document in load(root, entry, today=today).documents
        for passage in split(document, tokens=tokens, overlap=0)
    ]


def _spread(entries: Sequence[FileEntry]) -> list[FileEntry]:
    """Files from the smallest to the largest, the middle one first."""
    ordered = sorted(entries, key=lambda entry: (entry.size, entry.path))
    places = dict.fromkeys(len(ordered) * (2 * turn + 1) // (2 * _SAMPLE) for turn in range(_SAMPLE))
    middle = _SAMPLE // 2
    return [ordered[at] for at in sorted(places, key=lambda at: abs(at * _SAMPLE - middle * len(ordered)))]


def _embedding(texts: Sequence[str], embedder: Embedder) -> float:
    """Seconds that texts take, by their length, after some of them."""
    some = texts[:: -(-len(texts) // _PROBED)] if texts else []
    if not some:
        return 0.0
    embedder.embed(some[:1])  # loads the model
    before = time.perf_counter()
    embedder.embed(some)
    return (time.perf_counter() - before) * sum(map(len, texts)) / max(1, sum(map(len, some)))
