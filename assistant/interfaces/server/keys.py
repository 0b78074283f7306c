"""API keys and publishable widget tokens. Only their hashes are kept: a key is shown once, when it is made."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.errors import SettingsError

_PREFIX = {"secret": "sk-", "widget": "pk-"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key. A `widget` token is public: it counts only on pages of its `origins`, and at its own `rate`.

    `digest` is the SHA-256 of a key of 256 random bits: nothing to guess, so nothing to slow down.
    """

    name: str
    kind: Literal["secret", "widget"]
    digest: str
    created: str
    origins: tuple[str, ...] = ()
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys, and the secret that signs links to documents."""

    keys: tuple[Key, ...] = ()
    signing: str = ""

    def find(self, presented: bytes) -> Key | None:
        """The key that `presented` is, or None. Every key is compared, in constant time."""
        digest = hashlib.sha256(presented).hexdigest()
        found: Key | None = None
        for key in self.keys:
            if hmac.compare_digest(digest, key.digest):
                found = key
        return found

    def add(
        self, name: str, kind: Literal["secret", "widget"], *, origins: Sequence[str] = (), rate: str | None = None
    ) -> tuple[KeyRing, str]:
        """Return the ring with one key more, and that key. Raises SettingsError when the name is taken."""
        if any(key.name == name for key in self.keys):
            raise SettingsError(
                f"there is a key named {name!r} already; take it away with `assistant keys remove {name}`"
            )
        if kind == "widget" and not origins:
            raise SettingsError("a widget token needs the sites it may be used on: --origin https://example.org")
        plain = _PREFIX[kind] + secrets.token_urlsafe(32)
        digest = hashlib.sha256(plain.encode()).hexdigest()
        created = datetime.now(UTC).date().isoformat()
        key = Key(name, kind, digest, created, tuple(origin.rstrip("/") for origin in origins), rate)
        return replace(self, keys=(*self.keys, key), signing=self.signing or secrets.token_hex(32)), plain

    def remove(self, name: str) -> KeyRing:
        """Return the ring without that key. Raises SettingsError when there is none."""
        left = tuple(key for key in self.keys if key.name != name)
        if len(left) == len(self.keys):
            raise SettingsError(f"no key named {name!r}; `assistant keys list` shows them")
        return replace(self, keys=left)


class KeyFile:
    """A key ring in a file, read again whenever the file changes: a removed key stops working at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._ring = KeyRing()

    def ring(self) -> KeyRing:
        """The keys as the file has them now; none when there is no file. Raises SettingsError when it is broken."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._seen, self._ring = None, KeyRing()
            return self._ring
        stamp = (found.st_mtime_ns, found.st_size)
        if stamp != self._seen:
            self._ring, self._seen = self._read(), stamp
        return self._ring

    def write(self, ring: KeyRing) -> None:
        """Replace the file, readable by its owner alone."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(ring), file, indent=2)
        part.replace(self._path)

    def _read(self) -> KeyRing:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            keys = tuple(Key(**{**key, "origins": tuple(key["origins"])}) for key in content["keys"])
            return KeyRing(keys, str(content["signing"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SettingsError(f"{self._path} is not a file of keys ({type(error).__name__}); move it away") from None
