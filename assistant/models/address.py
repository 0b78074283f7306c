"""The address of an endpoint: as the SDK wants it, and as it may be shown."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

_ROUTES = ("/chat/completions", "/completions", "/embeddings", "/responses", "/models")
_SECRET = re.compile(
    r"(?i)\b(?:bearer\s+"
    r"|(?:api[-_ ]?key|x-api-key|token|secret|password|authorization)[\"']?\s*[:=]\s*[\"']?(?:bearer\s+)?)"
    r"[^\s\"',;&]{4,}|\bsk-[\w-]{8,}"
)
_USER = re.compile(r"(?<=://)[^/@\s]{1,200}@")


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
    return _USER.sub("", url.partition("?")[0])


def masked(text: str, *secrets: str | None) -> str:
    """`text` without these secrets, and without whatever else looks like one."""
    for secret in secrets:
        if secret and len(secret) > 3:
            text = text.replace(secret, "***")
    return _SECRET.sub("***", _USER.sub("", text))
