"""Reads a request's body before anything else does: bounded in size, in time, and in how deep its JSON nests."""

from __future__ import annotations

import asyncio
import itertools
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.interfaces.server.access.paths import path_of
from assistant.interfaces.server.config import Limits
from assistant.interfaces.server.errors import Refusal, error_response

_STRING = re.compile(rb'"(?>(?:[^"\\]|\\.)*)"?', re.DOTALL)
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_CHATS = ("/v1/", "/api/chat")
_LEAVE_OUT = " Leave images and files out of the conversation: only its text is read."
_NO_BRACKET = bytes(set(range(256)) - set(_STEP))


class BodyLimit:
    """ASGI middleware: hands on bodies within the limits, and answers 413 or 408 to others."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body already read."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except Refusal as refusal:
            await error_response(refusal)(scope, receive, send)
            return
        if body is None:
            return  # the client left before it had asked
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        chat = path_of(scope).startswith(_CHATS)
        limit = self._limits.chat_bytes if chat else self._limits.body_bytes
        most = f"A request may have at most {limit / 1_000_000:g} MB." + (_LEAVE_OUT if chat else "")
        too_large = Refusal(413, "body_too_large", most, headers={"connection": "close"})
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > limit:
            raise too_large
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > limit:
                        raise too_large
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise Refusal(408, "body_too_slow", "The request's body did not arrive in time.") from None
        body = b"".join(parts)
        if depth(body) > self._limits.json_depth:
            raise Refusal(413, "json_too_deep", f"JSON may nest at most {self._limits.json_depth} levels deep.")
        return body


def depth(body: bytes) -> int:
    """How deep brackets nest in `body`, outside of JSON strings."""
    brackets = _STRING.sub(b"", body).translate(None, _NO_BRACKET)
    return max(itertools.accumulate(map(_STEP.__getitem__, brackets)), default=0)
