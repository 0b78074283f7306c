"""One request to one machine, bounded in size and time: the door to httpcore.

A name is resolved once, its addresses are looked at, and one of these is called: a page on the web cannot send us into
a private network, and nor can a name that stands for another machine a moment later.
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
    """Bytes that may come, seconds by `clock` that it may take, and whether a private network may be reached.

    `names` has the addresses that names stand for.
    """

    most: int
    seconds: float
    clock: Callable[[], float]
    private: bool
    names: Names


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
    backend = _backend(bounds, limit)
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


def _content(pieces: Iterable[bytes], most: int, limit: _Limit) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most:
            raise FetchError(f"is larger than {most / 1e6:g} MB")
        limit.left()
    return bytes(found)


class Names:
    """The addresses of hosts, each resolved once and the same from then on."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}

    def addresses(self, host: str) -> list[str]:
        """All addresses of a host. Raises FetchError for an unknown one."""
        if host not in self._known:
            try:
                found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                raise FetchError(f"there is no host named {host!r}", later=True) from None
            self._known[host] = list(dict.fromkeys(str(each[4][0]) for each in found))
        return self._known[host]

    def is_private(self, host: str) -> bool:
        """Whether a name stands for a machine of a private network. Raises FetchError for one unknown, or of both."""
        private = {not is_public(address) for address in self.addresses(host)}
        if len(private) > 1:
            raise FetchError(f"{host!r} has addresses in a public and in a private network")
        return private.pop()


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_EVERYBODYS = ipaddress.IPv6Network("2000::/3")
# What Python 3.11 takes for everybody's: 6to4, its relays, tunnels, examples, and where a cloud serves its own.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "168.63.129.16/32"),
    )
)


def is_public(address: str) -> bool:
    """Whether an address is of the public network; one that wraps another is not, but NAT64's by what it wraps."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)))
    if not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in network for network in _SPECIAL):
        return False
    return ip.version == 4 or ip in _EVERYBODYS


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


def _backend(bounds: Bounds, limit: _Limit) -> httpcore.NetworkBackend:
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
            for address in bounds.names.addresses(host):
                if not bounds.private and not is_public(address):
                    raise FetchError(f"{host} is in a private network ({address}), which a public feed may not link to")
                try:
                    seconds = min(limit.left(), timeout or limit.left())
                    return Stream(super().connect_tcp(address, port, seconds, local_address, socket_options))
                except httpcore.ConnectError as error:
                    last = error
            raise last or httpcore.ConnectError("no address")

    return Backend()
