"""Connections, bounded in number and in idleness: none that asks nothing keeps others out, no slow reader holds one.

Bounds of requests (`guard`, `body`) come too late for a client that opens connections and says nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.interfaces.server.config import Limits


class Doors:
    """The open connections of a server, oldest first; `proxies` may open as many as they like."""

    def __init__(self, limits: Limits, proxies: Sequence[str] = ()) -> None:
        self.limits = limits
        self._proxies = [ipaddress.ip_network(each, strict=False) for each in proxies]
        self._open: dict[BoundedProtocol, str] = {}

    def enter(self, connection: BoundedProtocol, address: str) -> bool:
        """Count a connection; one that waits for a request makes room for it. False: there is no room."""
        own = [each for each, other in self._open.items() if other == address]
        if len(own) >= self.limits.connections_each and not self._may_open_many(address) and not _close_idle(own):
            return False
        if len(self._open) >= self.limits.connections and not _close_idle(self._open):
            return False
        self._open[connection] = address
        return True

    def leave(self, connection: BoundedProtocol) -> None:
        """Count a connection no longer."""
        self._open.pop(connection, None)

    def _may_open_many(self, address: str) -> bool:
        """Whether many people may be behind an address: a named proxy, or one on this machine."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return ip.is_loopback or any(ip in network for network in self._proxies)


def _close_idle(connections: Sequence[BoundedProtocol] | dict[BoundedProtocol, str]) -> bool:
    """Close the connection that has waited longest for a request; whether there was one."""
    idle = next((each for each in connections if each.idle), None)
    if idle is not None:
        idle.close()
    return idle is not None


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol; a request's header must arrive, and a reader must read on, within `Limits`' seconds."""

    doors: Doors

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._until: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether no request is at work or has arrived with its whole header."""
        return self.conn.their_state is h11.IDLE and (self.cycle is None or self.cycle.response_complete)

    def close(self) -> None:
        """Close the connection without a word."""
        self.doors.leave(self)
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let a connection in, or close it."""
        super().connection_made(transport)
        if self.doors.enter(self, self.client[0] if self.client else "local"):
            self._await_header()
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self.doors.leave(self)
        for timer in (self._until, self._reading):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take in what came; a whole header ends the wait for it."""
        super().handle_events()
        if self._until and not self.idle:
            self._until.cancel()
            self._until = None

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._await_header()

    def pause_writing(self) -> None:
        """Wait for a reader, not for ever."""
        super().pause_writing()
        self._reading = self.loop.call_later(self.doors.limits.read_seconds, self.close)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        if self._reading:
            self._reading.cancel()
            self._reading = None

    def _await_header(self) -> None:
        if self._until:
            self._until.cancel()
        self._until = self.loop.call_later(self.doors.limits.header_seconds, self._is_late) if self.idle else None

    def _is_late(self) -> None:
        if self.idle:
            self.close()


def bounded(limits: Limits, proxies: Sequence[str] = ()) -> type[BoundedProtocol]:
    """The protocol of one server, as uvicorn's setting `http` takes it."""
    return type("Bounded", (BoundedProtocol,), {"doors": Doors(limits, proxies)})
