"""An entry of a feed as a file of the corpus: what it is named, what is in it, and where it stands."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from assistant.corpus.readers import Parsed
from assistant.corpus.sidecar import META_SUFFIX
from assistant.dates.written.date_evidence import Role
from assistant.text.small_files import write_whole

FOLDER = "feeds"
_LONGEST_SLUG = 60
_LONGEST_FIELD = 2_000
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NOT_HOST = re.compile(r"[^a-z0-9.-]+")


def version_of(entry: Parsed) -> str:
    """What tells the states of an entry apart: another title or text is another version."""
    return _digest(entry.key or entry.url or "", entry.title or "", " ".join(entry.text.split()))


def key_of(entry: Parsed) -> str:
    """What an entry keeps when its text changes: what its feed knows it by, or else its title."""
    return _digest(entry.key or entry.url or entry.title or entry.text)


def folder_name(host: str) -> str:
    """The folder for a host's entries, whatever the host's name holds."""
    return _NOT_HOST.sub("-", host.lower().replace(":", "-")).strip(".-")[:100] or "feed"


def file_name(entry: Parsed, fields: Mapping[str, str], version: str) -> str:
    """``2024-03-21-talks-go-on-1a2b3c4d``: nothing of it can lead out of a folder or be a hidden file."""
    plain = unicodedata.normalize("NFKD", entry.title or "").encode("ascii", "ignore").decode().lower()
    slug = _NOT_NAME.sub("-", plain)[:_LONGEST_SLUG].strip("-")
    day = fields.get("date", "")
    return "-".join(part for part in (day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "", slug, version[:12]) if part)


def fields_of(entry: Parsed, feed: str, *, is_newer: bool) -> dict[str, str]:
    """What is written above an entry's text. A newer version of an entry is dated by its update."""
    published, updated = _day(entry, "published"), _day(entry, "updated")
    date, first = (updated, published) if is_newer and updated else (published or updated, None)
    known = {
        "title": entry.title,
        "source": entry.source,
        "author": entry.author,
        "date": date,
        "first_published": first,
        "updated": updated if updated != date else None,
        "language": entry.language,
        "url": entry.url,
        "feed": feed,
    }
    return {name: value[:_LONGEST_FIELD] for name, value in known.items() if value}


def as_markdown(entry: Parsed, fields: Mapping[str, str]) -> bytes:
    """The entry as Markdown with front matter."""
    import yaml

    front = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{entry.text}\n".encode("utf-8", "replace")


def as_sidecar(fields: Mapping[str, str]) -> bytes:
    """What a feed says about a page, to be kept beside the page."""
    return (json.dumps(dict(fields), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def store(folder: Path, name: str, content: bytes, sidecar: bytes | None = None) -> None:
    """Write a file, whole or not at all; one that is there stays as it is."""
    if sidecar is not None:
        _write(folder / (name + META_SUFFIX), sidecar)
    _write(folder / name, content)


def _write(target: Path, content: bytes) -> None:
    with suppress(FileExistsError):
        write_whole(target, content)


def _day(entry: Parsed, role: Role) -> str | None:
    """The day that an entry states, as an ISO date where it is clear, else as it is written."""
    for each in entry.evidence:
        if each.role == role:
            return each.readings[0].isoformat() if len(each.readings) == 1 else each.shown
    return None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
