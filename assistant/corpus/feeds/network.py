"""One request to one machine, bounded in size and time: the door to httpcore.

The address that a name stands for is looked at before it is called, so that a page on the web cannot send us into a
private network.
"""

from __future__ import annotations

import ipaddress
import socket
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ssl

    import httpcore


class FetchError(Exception):
    """A file that was not fetched; ``str(error)`` says why. `later`: another try may succeed."""

    def __init__(self, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.later = later


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes that may come, seconds by `clock` that it may take, and whether a private network may be reached."""

    most: int
    seconds: float
    clock: Callable[[], float]
    private: bool


class Response(NamedTuple):
    """What a server answered: the status, the headers by their lower-case names, and the content, not compressed."""

    status: int
    headers: dict[str, str]
    content: bytes


def request(url: str, headers: Mapping[str, str], bounds: Bounds) -> Response:
    """Send a GET request. Raises FetchError."""
    import httpcore

    limit = _Limit(bounds.clock, bounds.clock() + bounds.seconds)
    times = dict.fromkeys(("connect", "read", "write", "pool"), bounds.seconds)
    backend = _backend(bounds.private, limit)
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend, max_keepalive_connections=0) as pool,
            pool.stream("GET", url, headers=list(headers.items()), extensions={"timeout": times}) as response,
        ):
            got = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            content = _content(response.iter_stream(), bounds.most, limit)
            return Response(response.status, got, _unpacked(content, got.get("content-encoding", ""), bounds.most))
    except httpcore.TimeoutException:
        raise FetchError(f"took longer than {bounds.seconds:g} s", later=True) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise FetchError(f"cannot be reached ({_first_line(error)})", later=True) from None
    except (httpcore.UnsupportedProtocol, ValueError) as error:
        raise FetchError(f"cannot be requested ({_first_line(error)})") from None


def _unpacked(content: bytes, encoding: str, most: int) -> bytes:
    """What a server packed although it was asked not to."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        return content
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        found = unpack.decompress(content, most + 1)
    except zlib.error as error:
        raise FetchError(f"was compressed and cannot be decompressed ({_first_line(error)})") from None
    if len(found) > most:
        raise FetchError(f"is larger than {most / 1e6:g} MB")
    return found


def is_private(host: str) -> bool:
    """Whether a name stands for a machine of a private network. Raises FetchError for an unknown one."""
    return any(not _is_public(address) for address in _addresses(host, 80))


def _content(pieces: Iterable[bytes], most: int, limit: _Limit) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most:
            raise FetchError(f"is larger than {most / 1e6:g} MB")
        limit.left()
    return bytes(found)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"there is no host named {host!r}", later=True) from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


@dataclass(frozen=True, slots=True)
class _Limit:
    """The moment until which a request may go on, wall clock: a server that sends a byte now and then is late too."""

    clock: Callable[[], float]
    end: float

    def left(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        import httpcore

        left = self.end - self.clock()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


def _backend(private: bool, limit: _Limit) -> httpcore.NetworkBackend:
    """What connects to a machine whose address was looked at, and reads no longer than the limit."""
    import httpcore

    class Stream(httpcore.NetworkStream):
        def __init__(self, inner: httpcore.NetworkStream) -> None:
            self._inner = inner

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._inner.read(max_bytes, min(limit.left(), timeout or limit.left()))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._inner.write(buffer, min(limit.left(), timeout or limit.left()))

        def close(self) -> None:
            self._inner.close()

        def start_tls(
            self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            return Stream(
                self._inner.start_tls(ssl_context, server_hostname, min(limit.left(), timeout or limit.left()))
            )

        def get_extra_info(self, info: str) -> Any:
            return self._inner.get_extra_info(info)

    class Backend(httpcore.SyncBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
        ) -> httpcore.NetworkStream:
            last: Exception | None = None
            for address in _addresses(host, port):
                if not private and not _is_public(address):
                    raise FetchError(f"{host} is in a private network ({address}), which a public feed may not link to")
                try:
                    seconds = min(limit.left(), timeout or limit.left())
                    return Stream(super().connect_tcp(address, port, seconds, local_address, socket_options))
                except httpcore.ConnectError as error:
                    last = error
            raise last or httpcore.ConnectError("no address")

    return Backend()
