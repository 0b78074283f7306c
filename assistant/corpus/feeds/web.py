"""Fetches files from other people's servers, politely.

A file is asked for once, under a name (User-Agent), where robots.txt lets us, with a pause between two requests to a
host, up to a size and a time. A redirect may not lead to a host that was not allowed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from assistant.corpus.feeds.network import Bounds, FetchError, Names, Response, request
from assistant.installation import __version__

_NAME = "assistant"
_PAUSE = 1.0  # seconds between two requests to one host
_LONGEST_PAUSE = 30.0  # of what a robots.txt asks for
_SECONDS = 30.0  # for one file, redirects and robots.txt apart
_ROBOTS_BYTES = 500_000
_MOST_REDIRECTS = 5
_LATER = frozenset((408, 425, 429, 500, 502, 503, 504))
_WHY = {401: "requires a password", 403: "forbids it", 404: "has no such page", 410: "has removed it"} | {
    429: "asks us to try again later"
}  # fmt: skip
_REPEATED = re.compile(r"^www\d?\.")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whom a request may reach: these hosts, with and without www; `private`: also in a private network."""

    hosts: frozenset[str]
    private: bool = False

    def __contains__(self, host: str) -> bool:
        return bare(host) in self.hosts


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it came. `unchanged`: the server says that it is what it was, and sent nothing."""

    url: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


def bare(host: str) -> str:
    """A host's name as hosts are compared: lower case, without www."""
    return _REPEATED.sub("", host.lower().rstrip("."))


def host_of(url: str) -> str:
    """The host of an address. Raises FetchError if it is not the address of a page."""
    return _split(url)[1]


class Web:
    """Fetches files one after the other; remembers robots.txt and the last request to each host."""

    def __init__(
        self,
        *,
        seconds: float = _SECONDS,
        pause: float = _PAUSE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._agent = f"{_NAME}/{__version__}"
        self.names = Names()

    def get(self, url: str, allowed: Allowed, *, most: int, headers: Mapping[str, str] | None = None) -> Page:
        """Fetch a file of at most `most` bytes. Raises FetchError."""
        asked = url
        for _ in range(_MOST_REDIRECTS + 1):
            self._ask_robots(asked, allowed)
            status, got, content = self._request(asked, allowed, most, headers or {})
            if status not in (301, 302, 303, 307, 308):
                return _page(asked, status, got, content)
            asked = _redirected(asked, got.get("location", ""), allowed)
        raise FetchError(f"is redirected more than {_MOST_REDIRECTS} times")

    def _ask_robots(self, url: str, allowed: Allowed) -> None:
        scheme, host, place = _split(url)
        origin = f"{scheme}://{place}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, allowed)
        robots = self._robots[origin]
        if not robots.can_fetch(_NAME, url):
            raise FetchError(f"robots.txt of {host} forbids it")

    def _read_robots(self, origin: str, allowed: Allowed) -> RobotFileParser:
        """RFC 9309, section 2.3.1: without a robots.txt all is allowed, with one that cannot be fetched nothing is."""
        robots = RobotFileParser()
        asked = f"{origin}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            status, got, content = self._request(asked, allowed, _ROBOTS_BYTES, {})
            if status in (301, 302, 303, 307, 308):
                asked = _redirected(asked, got.get("location", ""), allowed)
                continue
            if status >= 500 or status == 429:
                raise FetchError(f"robots.txt of {urlsplit(origin).hostname} cannot be read ({status})", later=True)
            robots.parse(content.decode("utf-8", "replace").splitlines() if status == 200 else [])
            delay = robots.crawl_delay(_NAME)
            if delay is not None:
                host = host_of(origin)
                self._next[host] = self._clock() + min(float(delay), _LONGEST_PAUSE)
            return robots
        raise FetchError("its robots.txt is redirected too often")

    def _request(self, url: str, allowed: Allowed, most: int, headers: Mapping[str, str]) -> Response:
        scheme, host, place = _split(url)
        self._wait(host, f"{scheme}://{place}")
        sent = {"Host": place, "User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        return request(url, sent, Bounds(most, self._seconds, self._clock, allowed.private, self.names))

    def _wait(self, host: str, origin: str) -> None:
        now = self._clock()
        delay = max(0.0, self._next.get(host, now) - now)
        if delay:
            self._sleep(delay)
        robots = self._robots.get(origin)
        asked = robots.crawl_delay(_NAME) if robots else None
        self._next[host] = self._clock() + max(self._pause, min(float(asked or 0), _LONGEST_PAUSE))


def _page(url: str, status: int, headers: Mapping[str, str], content: bytes) -> Page:
    if status == 304:
        return Page(url, headers=headers, unchanged=True)
    if status != 200:
        why = _WHY.get(status, "answers with an error")
        raise FetchError(f"{urlsplit(url).hostname} {why} ({status})", later=status in _LATER)
    return Page(url, content, headers)


def _redirected(url: str, location: str, allowed: Allowed) -> str:
    try:
        target = urljoin(url, location.strip())
    except ValueError:
        raise FetchError(f"is redirected to {location[:200]!r}, which is not an address") from None
    scheme, host, _ = _split(target)
    if host not in allowed:
        raise FetchError(f"is redirected to {target[:200]!r}, another host; use that address instead")
    if url.startswith("https:") and scheme != "https":
        raise FetchError("is redirected from https to http")
    return target


def _split(url: str) -> tuple[str, str, str]:
    """Scheme, host, and host with port of an address. Raises FetchError if it is not the address of a page."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        parts, port, host = urlsplit(""), None, ""
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("is not an address that begins with http:// or https://")
    if "@" in parts.netloc:
        raise FetchError("contains a user name or password; remove it from the address")
    shown = f"[{host}]" if ":" in host else host
    return parts.scheme, host, shown if port is None else f"{shown}:{port}"


def normal(url: str) -> str:
    """An address as it is sent: characters beyond ASCII encoded, no fragment. Raises FetchError."""
    scheme, _, place = _split(url)
    parts = urlsplit(url)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~?-._[]") for part in (parts.path or "/", parts.query))
    return urlunsplit((scheme, place, path, query, ""))
