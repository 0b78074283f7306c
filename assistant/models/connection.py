"""A request's connection that another thread can cut, at any moment of the request."""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from assistant.errors import ModelProtocolError

_MOST_BYTES = 32_000_000  # a token takes about 300 of a stream
_LOOK = 0.2  # seconds between two looks whether the request is over


class Line:
    """The connection of one request; inside the ``with`` block it is cut after `seconds`, or when `stop` is set.

    An HTTP library's timeouts count per read, so a token every few seconds would never end; and closing a connection
    does not wake a thread that is reading from it, but shutting its socket down does, and the other side then sees
    that it may stop. `opened` is httpx's ``trace`` extension: it learns of a socket when that is opened, so a request
    whose reply has not begun can be cut too. A connection that is used again would not be told.
    """

    def __init__(self, seconds: float, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self._seconds = seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False
        self._end = math.inf
        self._finished = threading.Event()

    @property
    def cut(self) -> bool:
        """Whether the connection was shut down from here."""
        return self._cut

    @property
    def expired(self) -> bool:
        """Whether the time is up, by the clock: the library's own timeout may end the request before the cut does."""
        return time.monotonic() >= self._end

    def opened(self, _: str, facts: Mapping[str, Any]) -> None:
        """Take note of a socket that was opened, or wrapped for TLS."""
        told = getattr(facts.get("return_value"), "get_extra_info", None)
        if told is None:
            return
        with self._lock:
            self._socket = told("socket")
            if self._cut:
                self._shut()

    def __enter__(self) -> Self:
        self._end = time.monotonic() + self._seconds
        threading.Thread(target=self._watch, daemon=True, name="model-deadline").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finished.set()

    def _watch(self) -> None:
        while not self.stop.wait(min(_LOOK, max(0.0, self._end - time.monotonic()))):
            if self._finished.is_set():
                return
            if self.expired:
                break
        if not self._finished.is_set():
            with self._lock:
                self._cut = True
                self._shut()

    def _shut(self) -> None:
        with suppress(OSError, AttributeError):  # none yet, or gone already
            self._socket.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


def bounded(response: Any) -> None:
    """A hook of httpx, called with each response: reading more than 32 MB of its body raises ModelProtocolError."""
    stream = response.stream

    def counted(_: object) -> Iterator[bytes]:
        read = 0
        for part in stream:
            read += len(part)
            if read > _MOST_BYTES:
                raise ModelProtocolError(f"the endpoint sent more than {_MOST_BYTES // 1_000_000} MB for one reply")
            yield part

    # httpx looks at the class of a stream, and its name depends on the version that the SDK brings.
    members = {"__init__": lambda _: None, "__iter__": counted, "close": lambda _: stream.close()}
    response.stream = type("Bounded", (type(stream),), members)()


def at_home(response: Any) -> None:
    """A hook of httpx: a redirect to another host, which would get the passages, raises ModelProtocolError."""
    if not response.has_redirect_location:
        return
    target = response.request.url.join(response.headers["location"])
    if (target.host, target.port) != (response.request.url.host, response.request.url.port):
        raise ModelProtocolError(
            f"the endpoint redirects to {target.host}; if that is meant, set the base URL to it (OPENAI_BASE_URL)"
        )


class SocketHook(threading.local):
    """A hook of httpx, called before each request: tells the line of this thread's request which sockets it opens."""

    _line: Line | None = None

    @contextmanager
    def telling(self, line: Line) -> Iterator[None]:
        """Let `line` follow the requests that this thread makes inside the block."""
        self._line = line
        try:
            yield
        finally:
            self._line = None

    def __call__(self, request: Any) -> None:
        """See the class."""
        request.headers["connection"] = "close"  # so that the next request opens one too
        if self._line is not None:
            request.extensions = {**request.extensions, "trace": self._line.opened}
