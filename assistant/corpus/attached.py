"""Files and texts that go along with one question: read like those of the corpus, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.corpus.load import load_bytes
from assistant.corpus.readers import UnreadableError
from assistant.corpus.walk import FileEntry
from assistant.errors import SettingsError
from assistant.text.small_files import read_small
from assistant.types import Document

FOLDER = "attached"  # what their paths begin with
MOST_BYTES = 5_000_000


def attached_file(file: Path, *, today: date) -> Sequence[Document]:
    """The documents of a file. Raises SettingsError when it cannot be read, or holds none."""
    try:
        raw = read_small(file, MOST_BYTES, follow=True)
    except OSError as error:
        raise SettingsError(f"{str(file)!r} cannot be attached: {error.strerror}") from None
    return attached_text(raw, file.name, today=today)


def attached_text(raw: bytes, name: str, *, today: date) -> Sequence[Document]:
    """The documents that bytes hold, as those of a file of this name. Raises SettingsError when there are none."""
    if len(raw) > MOST_BYTES:
        raise SettingsError(f"{name} is larger than {MOST_BYTES} bytes; put it into the folder and index it")
    entry = FileEntry(f"{FOLDER}/{name}", Path(name), len(raw), 0)
    try:
        loaded = load_bytes(entry, raw, today=today)
    except UnreadableError as error:
        raise SettingsError(f"{name} cannot be attached: {error}") from None
    if not any(each.text.strip() for each in loaded.documents):
        reason = loaded.skipped[0].reason if loaded.skipped else "it has no text"
        raise SettingsError(f"{name} cannot be attached: {reason}")
    return [replace(each, id=f"attached-{each.id}") for each in loaded.documents]
