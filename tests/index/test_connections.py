"""The connections to a SQLite file: who gets one, and what closing means for those at work."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from assistant.index.catalogue import Catalogue
from assistant.index.connections import Connections


def connect() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_readers_at_work_at_once_have_a_connection_each_and_leave_it_to_the_next() -> None:
    made: list[sqlite3.Connection] = []

    def count() -> sqlite3.Connection:
        made.append(connect())
        return made[-1]

    connections = Connections(count, shared=False)
    with connections.lent() as one, connections.lent() as other:
        assert one is not other
    with connections.lent() as again, connections.lent() as more:
        assert {again, more} == {one, other}
    assert len(made) == 2
    connections.close()
    assert not any(map(is_open, made))


def test_calls_for_a_shared_connection_take_turns() -> None:
    connections = Connections(connect, shared=True)
    held, waited = Event(), Event()

    def second() -> sqlite3.Connection:
        held.wait(10)
        with connections.lent() as connection:
            assert waited.is_set()
            return connection

    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(second)
        with connections.lent() as connection:
            held.set()
            assert connection is connections.first
            with pytest.raises(TimeoutError):
                other.result(timeout=0.05)
            waited.set()
        assert other.result(10) is connections.first


def test_a_connection_in_use_is_closed_when_it_comes_back() -> None:
    connections = Connections(connect, shared=False)
    with connections.lent() as connection:
        connections.close()
        assert is_open(connection)
    assert not is_open(connection)
    connections.close()
    with pytest.raises(sqlite3.ProgrammingError), connections.lent():
        pass


def test_threads_read_a_finished_catalogue_side_by_side(tmp_path: Path) -> None:
    Catalogue(tmp_path / "catalogue.sqlite3", "create").close()
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
    together = Barrier(4, timeout=10)

    def read() -> tuple[int, int, int]:
        together.wait()
        return catalogue.counts()

    with ThreadPoolExecutor(4) as threads:
        assert [one.result() for one in [threads.submit(read) for _ in range(4)]] == [(0, 0, 0)] * 4
    catalogue.close()
