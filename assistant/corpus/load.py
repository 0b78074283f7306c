"""A file becomes dated documents."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.corpus.readers import Parsed, UnreadableError, read, reads
from assistant.corpus.walk import FileEntry
from assistant.types import Document, DocumentDate, Skipped


@dataclass(frozen=True, slots=True)
class Loaded:
    """The documents of a file, or why it holds none."""

    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def load(root: Path, entry: FileEntry, *, today: date) -> Loaded:
    """Read one file of the corpus. Whatever it holds or lacks, the outcome is a document or a reason."""
    try:
        if not reads(entry.path):
            read(entry.path, b"")
        raw = _bytes(entry)
        parts = read(entry.path, raw)
    except UnreadableError as error:
        return Loaded(skipped=(Skipped(entry.path, str(error)),))
    except OSError as error:
        return Loaded(skipped=(Skipped(entry.path, f"cannot be read: {error.strerror}"),))
    digest = hashlib.sha256(raw + entry.sidecar.encode()).hexdigest()
    return Loaded(documents=tuple(_document(entry, part, digest, today) for part in parts))


def _bytes(entry: FileEntry) -> bytes:
    """Read a regular file; it may have been replaced by a pipe, or have grown, since it was listed."""
    handle = os.open(entry.absolute, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableError("was replaced while it was being indexed; run `assistant index` again")
        raw = file.read(entry.size + 1)
    if len(raw) > entry.size:
        raise UnreadableError("grew while it was being indexed; run `assistant index` again")
    return raw


def _document(entry: FileEntry, part: Parsed, digest: str, today: date) -> Document:
    path = f"{entry.path}#{part.part}" if part.part else entry.path
    stated = re.match(r"\s*date (\d{4}-\d\d-\d\d)\b", part.text)
    day = DocumentDate(date.fromisoformat(stated[1]), "day", "header_line") if stated else DocumentDate()
    return Document(
        id=hashlib.sha256(path.encode()).hexdigest()[:16],
        path=path,
        title=part.title,
        source=part.source,
        date=day,
        text=part.text,
        sha256=digest,
        boilerplate=part.boilerplate,
    )
