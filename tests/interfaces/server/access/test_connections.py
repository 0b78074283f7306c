"""Connections that ask nothing keep nobody out, and none is held for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.interfaces.server import Limits, ServerConfig, create_app
from assistant.interfaces.server.access.connections import BoundedProtocol, Doors, bounded
from tests.interfaces.server.scripted import saying, scripted
from tests.interfaces.server.serving import serving

_WAIT = 20.0  # seconds, after which a test gives up


@contextmanager
def bounded_server(limits: Limits) -> Iterator[tuple[str, tuple[str, int]]]:
    """A server with these limits; its URL and its address."""
    app = create_app(scripted(saying(["A sentence."])), ServerConfig(limits=limits))
    with serving(app, bounded(limits)) as url:
        yield url, (str(urlsplit(url).hostname), urlsplit(url).port or 0)


def closed(connection: socket.socket) -> bool:
    """Whether the server closes the connection without a word."""
    connection.settimeout(_WAIT)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_idle_connections_do_not_take_the_server_from_others() -> None:
    with bounded_server(Limits(connections=20)) as (url, address), ExitStack() as held:
        idle = [held.enter_context(socket.create_connection(address)) for _ in range(40)]
        assert all(closed(each) for each in idle[:20])
        assert httpx.get(f"{url}/healthz").status_code == 200


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: loc", b"GET / HTTP/1.1\r\nA: " + b"a" * 9_000])
def test_a_header_that_does_not_come_is_not_waited_for(said: bytes) -> None:
    with (
        bounded_server(Limits(header_seconds=0.1)) as (_, address),
        socket.create_connection(address) as slow,
    ):
        slow.sendall(said)
        assert closed(slow)


def test_a_second_header_that_does_not_come_is_not_waited_for() -> None:
    with (
        bounded_server(Limits(header_seconds=0.2)) as (_, address),
        socket.create_connection(address) as slow,
    ):
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /")
        slow.settimeout(_WAIT)
        said = b""
        while part := slow.recv(4_096):
            said += part
        assert said.startswith(b"HTTP/1.1 200")


def test_a_reader_that_does_not_read_is_not_waited_for() -> None:
    """Its buffers are filled by asking for pages that it does not take."""
    with (
        bounded_server(Limits(read_seconds=0.2, rate="100000/minute")) as (_, address),
        socket.create_connection(address) as lazy,
    ):
        gone = threading.Event()

        def ask() -> None:
            try:
                while True:  # as often as the system's buffers take
                    lazy.sendall(b"GET /desk.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except OSError:
                gone.set()

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        assert gone.wait(_WAIT)


class Waiting:
    """A connection as `Doors` see it."""

    idle = True

    def __init__(self, doors: Doors) -> None:
        self.doors = doors

    def close(self) -> None:
        self.doors.leave(self)  # type: ignore[arg-type]


def entered(doors: Doors, address: str, *, idle: bool = True) -> bool:
    connection = Waiting(doors)
    connection.idle = idle
    return doors.enter(connection, address)  # type: ignore[arg-type]


def test_an_address_has_its_share_and_a_proxy_any_number() -> None:
    doors = Doors(Limits(connections_each=2), proxies=["10.0.0.0/8"])
    assert [entered(doors, "192.0.2.1", idle=False) for _ in range(3)] == [True, True, False]
    assert entered(doors, "192.0.2.2")
    for address in ("10.1.2.3", "127.0.0.1", "::1"):
        assert all(entered(doors, address, idle=False) for _ in range(5))
    assert all(entered(doors, "2001:db8::1") for _ in range(5))  # idle ones make room for each other


def test_a_full_server_takes_nobody_in_while_all_are_at_work() -> None:
    doors = Doors(Limits(connections=2))
    assert [entered(doors, f"192.0.2.{number}", idle=False) for number in range(3)] == [True, True, False]


def test_each_server_counts_its_own() -> None:
    one, other = bounded(Limits()), bounded(Limits())
    assert issubclass(one, BoundedProtocol)
    assert one.doors is not other.doors
