"""What is remembered of feeds between two runs, beside their entries: ``feeds/<host>/.feeds.json``."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = ".feeds.json"


@dataclass
class Kept:
    """One feed: what its server told us to send back, and the versions of each entry that were stored.

    `again` are versions whose page could not be fetched but may be later.
    """

    etag: str = ""
    modified: str = ""
    entries: dict[str, list[str]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)

    def knows(self, key: str, version: str) -> bool:
        """Whether this version of the entry was stored."""
        return version in self.entries.get(key, ())


def read_kept(folder: Path, feed: str) -> Kept:
    """What is remembered of a feed; nothing where the file is missing or damaged."""
    said = _read(folder).get(feed)
    if not isinstance(said, dict):
        return Kept()
    entries = said.get("entries")
    again = said.get("again")
    return Kept(
        etag=str(said.get("etag") or ""),
        modified=str(said.get("modified") or ""),
        entries={str(key): [str(each) for each in value] for key, value in entries.items() if isinstance(value, list)}
        if isinstance(entries, dict)
        else {},
        again={str(each) for each in again} if isinstance(again, list) else set(),
    )


def write_kept(folder: Path, feed: str, kept: Kept) -> None:
    """Remember a feed; others of the folder stay. Raises OSError."""
    everything = _read(folder)
    everything[feed] = {
        "etag": kept.etag,
        "modified": kept.modified,
        "entries": kept.entries,
        "again": sorted(kept.again),
    }
    passing = folder / f"{_NAME}.{os.getpid()}"
    try:
        passing.write_text(json.dumps(everything, indent=0), encoding="utf-8")
        passing.replace(folder / _NAME)
    finally:
        passing.unlink(missing_ok=True)


def _read(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
