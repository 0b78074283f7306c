"""What is remembered of feeds between two runs, beside their entries: ``feeds/<host>/.feeds.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.text.small_files import read_small, write_whole

_NAME = ".feeds.json"
_MOST_BYTES = 100_000_000


@dataclass
class Kept:
    """One feed: what its server told us to send back, and the versions of each entry that were stored.

    `again` are versions whose page could not be fetched but may be later. `public`: its host was of no private network.
    """

    etag: str = ""
    modified: str = ""
    entries: dict[str, list[str]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    public: bool = False

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
        public=said.get("public") is True,
    )


def write_kept(folder: Path, feed: str, kept: Kept) -> None:
    """Remember a feed; others of the folder stay. Raises OSError."""
    everything = _read(folder)
    everything[feed] = {
        "etag": kept.etag,
        "modified": kept.modified,
        "entries": kept.entries,
        "again": sorted(kept.again),
        "public": kept.public,
    }
    target = kept_file(folder)
    if target.exists() and not target.is_file():
        target.unlink()  # a pipe or a device would be written to
    write_whole(target, json.dumps(everything, indent=0), force=True)


def kept_file(folder: Path) -> Path:
    """Where it is remembered."""
    return folder / _NAME


def _read(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_small(kept_file(folder), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
