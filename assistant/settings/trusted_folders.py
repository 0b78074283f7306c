"""Settings files of folders that the user has allowed, each by its digest: a file that changes is asked about again.

A folder may come with a download. What its settings file could do with the user's keys, questions and files is not used
before the user has seen it and said yes (`assistant trust`), as with direnv's `allow`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from assistant.errors import SettingsError
from assistant.text.small_files import read_small, write_whole

_MOST_BYTES = 4_000_000
Trust = Literal["allowed", "changed", "unknown"]


def store() -> Path:
    """Where the digests are kept: in the user's data folder, which no setting of a folder can move."""
    from platformdirs import user_data_path

    return user_data_path("assistant", appauthor=False) / "trusted.json"


def trust_in(file: Path, content: bytes) -> Trust:
    """Whether the user has allowed this file with this content."""
    known = trusted().get(_name(file))
    if known is None:
        return "unknown"
    return "allowed" if known == _digest(content) else "changed"


def trust(file: Path, content: bytes) -> None:
    """Allow `file` as long as it has this content. Raises SettingsError when that cannot be kept."""
    _write({**trusted(), _name(file): _digest(content)})


def forget(file: Path) -> bool:
    """Allow `file` no longer; return whether it was allowed. Raises SettingsError when that cannot be kept."""
    known = trusted()
    found = known.pop(_name(file), None)
    if found is not None:
        _write(known)
    return found is not None


def trusted() -> dict[str, str]:
    """The digest of each allowed file by its path; nothing where the list is missing or damaged."""
    try:
        content = json.loads(read_small(store(), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    known = content if isinstance(content, dict) else {}
    return {path: digest for path, digest in known.items() if isinstance(digest, str)}


def _write(known: dict[str, str]) -> None:
    target = store()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, json.dumps(known, indent=2) + "\n", force=True)
    except OSError as error:
        raise SettingsError(f"{target} cannot be written ({error.strerror}); make its folder writable") from None


def _name(file: Path) -> str:
    return str(file.resolve())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
