"""The connections to one SQLite file: one for its writer, as many as there are readers at work for a finished one."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress


class Connections:
    """Lends a connection to each call. Made ones are kept for the next call; `close` closes them all.

    Threads that share a connection wait for each other, and for Python's lock after every row.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], *, shared: bool) -> None:
        """With `shared`, there is only the `first`, and calls take turns."""
        self.first = connect()
        self._connect = connect
        self._idle = [self.first]
        self._turn = threading.Lock() if shared else nullcontext()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile. Raises sqlite3.ProgrammingError when they are closed."""
        if self._closed:
            raise sqlite3.ProgrammingError("it was closed")
        with self._turn:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        self._idle.append(connection)
        if self._closed:
            self.close()

    def close(self) -> None:
        """Close those that are not lent now, and the others when they come back; a second call does nothing."""
        self._closed = True
        with suppress(IndexError):  # all are closed, by this thread or by another one
            while True:
                self._idle.pop().close()
