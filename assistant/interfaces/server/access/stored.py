"""What all servers of a store must agree on: their keys, and how often somebody has asked. Both are in the store."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from limits.aio.storage import MemoryStorage

from assistant.errors import CorpusIndexError, SettingsError
from assistant.interfaces.server.access.keys import KeyRing, ring_from
from assistant.postgres import schema
from assistant.postgres.database import Database

if TYPE_CHECKING:
    from assistant.postgres.address import Address


class KeyStore:
    """A key ring in a store, as `refresh` last read it: a server calls that every second, so long a removed key works.

    While the store is away its last ring is used: nobody gets in who could not before.
    """

    def __init__(self, database: Database) -> None:
        """Raises CorpusIndexError where the store cannot be reached or has no tables."""
        self._database = database
        self._ring = self._read()

    def ring(self) -> KeyRing:
        """See `Keys`."""
        return self._ring

    def refresh(self) -> None:
        """See `Keys`."""
        self._ring = self._read()

    def write(self, ring: KeyRing) -> None:
        """Replace the ring. Raises CorpusIndexError."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO keys (ring) VALUES (%s) ON CONFLICT (one) DO UPDATE SET ring = excluded.ring",
                (json.dumps(asdict(ring)),),
            )
        self._ring = ring

    def _read(self) -> KeyRing:
        rows = self._database.all("SELECT ring FROM keys")
        try:
            return ring_from(rows[0][0]) if rows else KeyRing()
        except ValueError as error:
            shown = self._database.where.shown
            raise SettingsError(f"the store {shown} has no valid keys ({type(error).__name__}); restore them") from None


@contextmanager
def key_store(where: Address) -> Iterator[KeyStore]:
    """The keys of a store, whose tables are made if it has none yet, inside the block."""
    with Database(where, writes=True) as database:
        schema.prepare(database)
        yield KeyStore(database)


class StoredCounts(MemoryStorage):
    """Moving windows that all servers of a store count together; each counts alone while the store is away."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """See `limits`."""
        try:
            return await asyncio.to_thread(self._acquire, key, limit, expiry, amount)
        except CorpusIndexError:
            return await super().acquire_entry(key, limit, expiry, amount)

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """See `limits`: when the window began, and what was counted in it."""
        try:
            ((age, count),) = await asyncio.to_thread(
                self._database.all,
                "SELECT coalesce(max(extract(epoch FROM clock_timestamp()) - at), 0)::float8, count(*) FROM events"
                " WHERE who = %s AND at > extract(epoch FROM clock_timestamp()) - %s",
                [key, expiry],
            )
        except CorpusIndexError:
            return await super().get_moving_window(key, limit, expiry)
        return time.time() - age, count

    def _acquire(self, key: str, limit: int, expiry: int, amount: int) -> bool:
        with self._database.transaction() as connection:
            found = connection.execute("SELECT acquire(%s, %s, %s, %s)", (key, limit, expiry, amount)).fetchone()
        return found == (True,)
