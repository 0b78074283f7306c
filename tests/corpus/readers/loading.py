"""Files as the corpus reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.corpus.load import Loaded, load
from assistant.corpus.walk import walk
from assistant.types import Document

TODAY = date(2024, 6, 30)


def load_bytes(folder: Path, raw: bytes | str, name: str) -> dict[str, Document]:
    """Write a file and return its documents by path."""
    (folder / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return {document.path: document for document in _loaded(folder, name).documents}


def reason_of(folder: Path, name: str, raw: bytes | str | None = None, part: str = "") -> str:
    """Why a file, or a part of it, was not read."""
    if raw is not None:
        (folder / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    path = f"{name}#{part}" if part else name
    return next(each.reason for each in _loaded(folder, name).skipped if each.path == path)


def _loaded(folder: Path, name: str) -> Loaded:
    entries, _ = walk(folder, max_bytes=10_000_000)
    return load(folder, next(entry for entry in entries if entry.path == name), today=TODAY)
