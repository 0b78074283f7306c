"""API keys and publishable widget tokens. Only their hashes are stored: a key is shown once, when it is created."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, Field

from assistant.errors import AssistantError, SettingsError
from assistant.interfaces.server.access.rates import rate as read_rate
from assistant.interfaces.server.errors import Refusal
from assistant.text.small_files import read_small, write_whole

log = logging.getLogger("assistant.server")
_PREFIX = {"secret": "sk-", "widget": "pk-"}
_LARGEST = 4_000_000  # bytes of a file of keys, some ten thousand of them


@dataclass(frozen=True, slots=True)
class Key:
    """One key. A `widget` token is public: it counts only on pages of its `origins`, and at its own `rate`.

    `digest` is the SHA-256 of a key of 256 random bits: nothing to guess, so nothing to slow down.
    """

    name: str
    kind: Literal["secret", "widget"]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
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
            raise SettingsError(f"a key named {name!r} already exists; remove it with `assistant keys remove {name}`")
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


class _Stored(BaseModel):
    """A key ring as it is kept; both fields must be there."""

    keys: tuple[Key, ...]
    signing: str


def ring_from(text: str | bytes) -> KeyRing:
    """A key ring of its JSON. Raises ValueError, SettingsError for a rate that is none."""
    stored = _Stored.model_validate_json(text)
    if stored.keys and not stored.signing:
        raise ValueError("it lacks the secret that signs links")
    for key in stored.keys:
        read_rate(key.rate or "1/minute")
    return KeyRing(stored.keys, stored.signing)


class Keys(Protocol):
    """Where a key ring is kept."""

    def ring(self) -> KeyRing:
        """The keys as they are now. Raises SettingsError when they cannot be read."""
        ...

    def write(self, ring: KeyRing) -> None:
        """Replace them. Raises AssistantError."""
        ...

    def refresh(self) -> None:
        """Read them again, where `ring` does not. Raises AssistantError."""
        ...


class KeyFile:
    """A key ring in a file, read again whenever the file changes: a removed key stops working at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._ring = KeyRing()

    @property
    def exists(self) -> bool:
        """Whether there is a file, of whatever kind."""
        return os.path.lexists(self._path)

    def ring(self) -> KeyRing:
        """The keys as the file has them now; none when there is no file. Raises SettingsError when it is broken."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._seen, self._ring = None, KeyRing()
            return self._ring
        except OSError as error:
            raise self._broken(error.strerror or type(error).__name__) from None
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise self._broken("not a regular file" if found.st_size <= _LARGEST else "too large")
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if stamp != self._seen:
            self._ring, self._seen = self._read(), stamp
        return self._ring

    def refresh(self) -> None:
        """Nothing: `ring` looks at the file."""

    def write(self, ring: KeyRing) -> None:
        """Replace the file, readable by its owner alone. Raises SettingsError."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, json.dumps(asdict(ring), indent=2), force=True, mode=0o600)
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written ({error.strerror}); make its folder writable, or name one with --keys"
            ) from None

    def _read(self) -> KeyRing:
        try:
            return ring_from(read_small(self._path, _LARGEST, follow=True))
        except (OSError, ValueError, SettingsError) as error:
            raise self._broken(type(error).__name__) from None

    def _broken(self, why: str) -> SettingsError:
        return SettingsError(
            f"{self._path} is not a valid key file ({why}); restore it from a copy, or move it away and create keys:"
            " `assistant keys new NAME`"
        )


class Admission:
    """The keys that a running server requires, read again at each request.

    A server that had a key, or must have one (`required`: it can be reached from other machines), admits nobody while
    it has none: its last key was removed, or its file is lost or damaged. Its clients are not told where that lies.
    """

    def __init__(self, file: Keys | None, *, required: bool) -> None:
        self._file = file
        self._required = required
        self._logged = ""

    def ring(self) -> KeyRing:
        """The keys; without any, everybody may ask. Raises Refusal 503 when the server is closed."""
        try:
            ring = self._file.ring() if self._file else KeyRing()
        except SettingsError as error:
            self._log(str(error))
            message = "This server is closed: its keys cannot be read. `assistant keys list` tells its operator why."
            raise Refusal(503, "keys_unreadable", message) from None
        self._required = self._required or bool(ring.keys)
        if self._required and not ring.keys:
            self._log("no keys left")
            message = "This server is closed: it has no keys. Its operator creates one with `assistant keys new NAME`."
            raise Refusal(503, "no_keys", message)
        self._logged = ""
        return ring

    def refresh(self) -> None:
        """Read the keys again where they are far away; what cannot be read stays as it was."""
        with suppress(AssistantError):
            if self._file:
                self._file.refresh()

    def origins(self) -> set[str]:
        """The sites of the widget tokens; none while the keys cannot be read."""
        try:
            return {origin for key in self._file.ring().keys for origin in key.origins} if self._file else set()
        except SettingsError:
            return set()

    def _log(self, why: str) -> None:
        """Say why the server is closed, once until that changes."""
        if why != self._logged:
            self._logged = why
            log.error("closed to everybody", extra={"fields": {"detail": why}})
