"""The one check that every request passes: host, header size, key, origin, rate."""

from __future__ import annotations

import asyncio
import hmac
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.interfaces.server.access.keys import Admission, Key, KeyRing
from assistant.interfaces.server.access.paths import path_of
from assistant.interfaces.server.access.rates import Rates, rate
from assistant.interfaces.server.config import ServerConfig
from assistant.interfaces.server.errors import Refusal, error_response
from assistant.interfaces.server.links import signature
from assistant.interfaces.server.running import asker

# Nothing of the corpus is in these.
_TEXTS = {f"/texts/{language}.json" for language in ("ar", "de", "es", "fr", "ja")}
_OPEN = {"/", "/widget.js", "/desk.js", "/page.css", "/favicon.svg", "/healthz", "/readyz"} | _TEXTS
_UNCOUNTED = {"/healthz", "/readyz"}
_NEVER_CLOSED = _OPEN - {"/readyz"}  # also on a server that has lost its keys
_FOR_WIDGETS = {"/api/ask", "/api/about", "/api/suggestions"}  # all that a widget needs
_FOR_PAGES = _FOR_WIDGETS | {
    "/api/articles", "/api/article", "/api/timeline", "/api/export", "/api/verify", "/api/remarks"
}  # fmt: skip
_MCP = "/mcp"
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?")
_REFUSED = frozenset((401, 403, 429, 503))
_COSTLY = {"/api/ask", "/api/timeline"}  # what spends the rate of pages and widgets; to load and browse does not


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the name of a key, or how somebody without one came in. Never the key itself.

    `owner` is the digest of a secret key, under which things are kept for it.
    """

    name: str
    kind: Literal["anybody", "secret", "widget", "page", "link"]
    owner: str = ""


class Guard:
    """ASGI middleware. Refuses in the error envelope, before anything of the request's body is read."""

    def __init__(self, app: ASGIApp, config: ServerConfig, keys: Admission, rates: Rates) -> None:
        self._app = app
        self._config = config
        self._keys = keys
        self._rates = rates
        self._rate = rate(config.limits.rate)
        self._page_rate = rate(config.page_rate)
        self._wrong = rate(config.limits.wrong_keys)
        self._refusals = rate(config.limits.refusals)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with a refusal."""
        if scope["type"] == "http":
            send = self._slowly(scope, send)
            try:
                caller = await self._admit(scope)
            except Refusal as refusal:
                await error_response(refusal)(scope, receive, send)
                return
            scope.setdefault("state", {})["caller"] = caller
            asker.set(caller.name if caller.kind == "secret" else f"{caller.name} {_address(scope)}")
        elif scope["type"] != "lifespan":
            return  # no other protocol is spoken here
        await self._app(scope, receive, send)

    def _slowly(self, scope: Scope, send: Send) -> Send:
        """`send`, with a pause before refusals that one address gets by the dozen.

        A client that asks again at once would have the server do nothing but refuse.
        """

        who = f"refused {_address(scope)}"

        async def slowly(message: Message) -> None:
            refused = message["type"] == "http.response.start" and message["status"] in _REFUSED
            if refused and path_of(scope) not in _UNCOUNTED and not await self._rates.allows(who, self._refusals):
                await asyncio.sleep(self._config.limits.pause)
            await send(message)

        return slowly

    async def _admit(self, scope: Scope) -> Caller:
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        if size > self._config.limits.header_bytes:
            raise Refusal(431, "headers_too_large", "The request's header is too large.")
        headers = Headers(scope=scope)
        if self._config.hosts and _host(headers) not in self._config.hosts:
            raise Refusal(400, "unknown_host", "This server does not answer to that host name.")
        path = path_of(scope)
        ring = KeyRing() if path in _NEVER_CLOSED else self._keys.ring()
        address = _address(scope)
        try:
            caller, key = self._who(scope, headers, path, ring)
        except WrongKey:
            await self._rates.count(f"wrong {address}", self._wrong)
            raise
        if path == _MCP:
            self._check_mcp(scope, headers)
        if path in _UNCOUNTED:
            return caller
        if path not in _COSTLY and caller.kind in ("widget", "page"):
            await self._rates.count(f"reads {caller.name} {address}", self._rate)
        elif key is not None and key.kind == "widget":
            await self._rates.count(f"{key.name} {address}", rate(key.rate or self._config.page_rate))
        elif caller.kind == "page":
            await self._rates.count(f"page {address}", self._page_rate)
        else:
            await self._rates.count(key.name if key else f"from {address}", self._rate)
        return caller

    def _who(self, scope: Scope, headers: Headers, path: str, ring: KeyRing) -> tuple[Caller, Key | None]:
        presented = _presented(scope)
        if not ring.keys or path in _OPEN:
            return Caller("-", "anybody"), None
        if presented is None:
            if path.startswith("/files/") and _signed(scope, path, ring):
                return Caller("-", "link"), None
            if self._config.open_page and path in _FOR_PAGES and _same_origin(headers):
                return Caller("-", "page"), None
            raise Unauthorised("This server requires a key: Authorization: Bearer <key>.")
        key = ring.find(presented)
        if key is None:
            raise WrongKey("Unknown key.")
        if key.kind == "widget":
            if path not in _FOR_WIDGETS:
                raise Refusal(403, "not_for_widgets", "A widget token may only ask questions.")
            if headers.get("origin", "").rstrip("/") not in key.origins:
                raise Refusal(403, "wrong_origin", "This token is not valid for this site.")
        return Caller(key.name, key.kind, key.digest if key.kind == "secret" else ""), key

    def _check_mcp(self, scope: Scope, headers: Headers) -> None:
        """What MCP's transport demands: another site's pages are refused, whatever they send, as its text says."""
        origins = headers.getlist("origin")
        if origins and (len(origins) > 1 or not (_own_origin(headers) or origins[0] in self._config.origins)):
            raise Refusal(403, "wrong_origin", "Pages of that site may not use this server.")
        if scope["method"] not in ("POST", "OPTIONS"):  # this server begins nothing by itself: no stream to wait on
            raise Refusal(405, "method_not_allowed", "This method is not allowed.", headers={"allow": "POST"})


class Unauthorised(Refusal):
    """401."""

    def __init__(self, message: str) -> None:
        super().__init__(401, "invalid_api_key", message, headers={"www-authenticate": "Bearer"})


class WrongKey(Unauthorised):
    """A key that the server does not know."""


def _address(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else "local"


def _presented(scope: Scope) -> bytes | None:
    """The key as it came, in bytes: it may be anything."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return bytes(value[7:].strip())
        if name == b"x-api-key":
            return bytes(value.strip())
    return None


def _signed(scope: Scope, path: str, ring: KeyRing) -> bool:
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("sig", [""])[0]
    wanted = signature(ring.signing, path.removeprefix("/files/"))
    return hmac.compare_digest(given.encode("latin-1", "replace"), wanted.encode())


def _host(headers: Headers) -> str:
    """The name in the Host header, without its port; nothing where it is not one name with at most a port."""
    named = headers.getlist("host")
    found = _HOST.fullmatch(named[0].lower()) if len(named) == 1 else None
    return found["name"] if found else ""


def _own_origin(headers: Headers) -> bool:
    """Whether the Origin is this server, by the name that the request was sent to."""
    host = headers.get("host", "").lower()
    return headers.get("origin", "").lower() in (f"http://{host}", f"https://{host}")


def _same_origin(headers: Headers) -> bool:
    """Whether a page of this server asks. Any program could claim so: this only opens what `open_page` offers."""
    return _own_origin(headers) if "origin" in headers else headers.get("sec-fetch-site") == "same-origin"
