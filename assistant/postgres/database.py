"""Connections to a store: pooled, with faults of the server told in one line, and questions asked again once.

What only reads is safe to ask again after a lost connection, so `all` does. What writes is one transaction: it is done
or it is not, and its caller is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.errors import CorpusIndexError, IndexLocked, SettingsError, masked
from assistant.installation import install_command

if TYPE_CHECKING:
    from psycopg import Connection as _Connection

    from assistant.postgres.address import Address

    Connection = _Connection[tuple[Any, ...]]  # inside of `Database.transaction`

_CONNECTIONS = 16  # of one process, at most: its threads take turns
_PATIENCE = 5.0  # seconds that a thread waits for a connection
_WAIT = {"connect_timeout": "5", "keepalives_idle": "30", "keepalives_interval": "10", "application_name": "assistant"}
_LONGEST = "60s"  # that a reader's statement may take
_MESSAGE = 300  # characters of what the server says
_WRITER = 0  # the number that the one writer locks; generations lock theirs


class Database:
    """A pool of connections to one store. Safe for threads. Use as a context manager, or close it."""

    def __init__(self, where: Address, *, generation: int | None = None, writes: bool = False) -> None:
        """`generation`: the one whose tables are seen, and which is kept from removal while this is open.

        Raises CorpusIndexError when the server cannot be reached, and SettingsError without its package.
        """
        self.where = where
        self._generation = generation
        logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())  # what it says, errors say
        seen = [where.schema] if generation is None else [where.of_generation(generation), where.schema]
        set_up = f"-c search_path={','.join(seen)} -c client_min_messages=warning"
        with _faults(where):
            from psycopg_pool import ConnectionPool

            self._pool = ConnectionPool(
                where.url,
                kwargs={
                    **_WAIT,
                    "autocommit": True,
                    "options": set_up if writes else f"{set_up} -c statement_timeout={_LONGEST}",
                },
                min_size=1,
                max_size=_CONNECTIONS,
                timeout=_PATIENCE,
                reconnect_timeout=_PATIENCE,
                configure=self._hold,
                open=False,
            )
            try:
                _reached(where)
                self._pool.open(wait=True, timeout=_PATIENCE)
            except BaseException:
                self._pool.close()
                raise

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; a second call does nothing."""
        self._pool.close()

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, which only reads. Raises CorpusIndexError."""
        from psycopg import InterfaceError, OperationalError

        with _faults(self.where):
            try:
                return self._ask(sql, values)
            except (OperationalError, InterfaceError):
                self._pool.check()  # the server was restarted: the other connections are lost, too
                return self._ask(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside one transaction, which is undone if the block raises. Raises CorpusIndexError."""
        with _faults(self.where), self._pool.connection() as connection, connection.transaction():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer of the store inside the block. Raises IndexLocked."""
        with _faults(self.where), self._pool.connection() as connection:
            if not self._lock(connection, "pg_try_advisory_lock", _WRITER):
                raise IndexLocked(f"another process is writing the store {self.where.shown}; wait until it ends")
            try:
                yield
            finally:
                if not connection.broken:
                    connection.execute("SELECT pg_advisory_unlock(%s, %s)", (self.where.number, _WRITER))

    @contextmanager
    def stream(self, sql: str, values: Sequence[Any], batch: int) -> Iterator[Iterator[tuple[Any, ...]]]:
        """The rows of a query of which few are in memory at once, inside the block. Raises CorpusIndexError."""
        with self.transaction() as connection:
            connection.execute("SET LOCAL statement_timeout = 0")
            with connection.cursor("coming") as cursor:
                cursor.itersize = batch
                yield iter(cursor.execute(sql, values))

    def _ask(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._pool.connection() as connection:
            return connection.execute(sql, values or None).fetchall()

    def _hold(self, connection: Connection) -> None:
        if self._generation is not None:
            self._lock(connection, "pg_advisory_lock_shared", self._generation)

    def _lock(self, connection: Connection, how: str, number: int) -> bool:
        """Lock a number in a way of PostgreSQL's; whether that was done, where it is only tried."""
        (done,) = connection.execute(f"SELECT {how}(%s, %s)", (self.where.number, number)).fetchone() or (False,)
        return done is True


def _reached(where: Address) -> None:
    """Try the address once: the pool would only say that it has no connection."""
    from psycopg import connect

    connect(where.url, **_WAIT).close()  # type: ignore[arg-type]


@contextmanager
def _faults(where: Address) -> Iterator[None]:
    """Turn what psycopg raises into one line that names the setting."""
    try:
        from psycopg import Error, OperationalError
        from psycopg_pool import PoolTimeout
    except ImportError:
        raise SettingsError(f"the setting store needs packages: {install_command('cluster')}") from None
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise CorpusIndexError(
            f"the store {where.shown} cannot be reached ({_said(error)}); check the setting store, and that PostgreSQL"
            " runs there"
        ) from error
    except Error as error:
        raise CorpusIndexError(
            f"the store {where.shown} does not do what it should ({_said(error)}); `assistant index --store …` brings"
            " its tables up to date"
        ) from error


def _said(error: Exception) -> str:
    return masked(" ".join(str(error).split()))[:_MESSAGE]
