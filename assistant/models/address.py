"""The address of an endpoint: as the SDK wants it, and as it may be shown."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from assistant.errors import masked

_ROUTES = ("/chat/completions", "/completions", "/embeddings", "/responses", "/models")


class Address(NamedTuple):
    """`url` without its query, which every request gets as `query`."""

    url: str
    query: dict[str, str]


def address_of(base_url: str) -> Address:
    """Part a base URL from its query; one that was copied with a route at its end is given without it."""
    parts = urlsplit(base_url.strip())
    path = parts.path.rstrip("/")
    for route in _ROUTES:
        path = path.removesuffix(route)
    return Address(urlunsplit((parts.scheme, parts.netloc, path, "", "")), dict(parse_qsl(parts.query)))


def shown(url: str) -> str:
    """A URL as it may be told: without user, password and query."""
    return masked(url.partition("?")[0])
