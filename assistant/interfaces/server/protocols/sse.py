"""Server-sent events: their form, comments that keep an idle line open, and an end when the client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.jsonable import json_text

_PING_EVERY = 10.0  # seconds; proxies close lines that are silent for 30 to 60
HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}
DONE = "data: [DONE]\n\n"
# For OpenAPI: what one event of the stream looks like.
DOCUMENTED: dict[str, Any] = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
            "required": ["data"],
        }
    }
}


def event(data: object, name: str | None = None) -> str:
    """One event with JSON data."""
    lead = f"event: {name}\n" if name else ""
    return f"{lead}data: {json_text(data, separators=(',', ':'))}\n\n"


class EventStream(StreamingResponse):
    """Sends `parts`, then calls `stop`; also when the client leaves, and then at once."""

    media_type = "text/event-stream"

    def __init__(self, parts: AsyncGenerator[str], stop: Callable[[], None], **headers: str) -> None:
        super().__init__(_pinged(parts), headers={**HEADERS, **headers})
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._stop()


async def _pinged(parts: AsyncGenerator[str]) -> AsyncGenerator[str]:
    pending: asyncio.Future[str] | None = None
    try:
        while True:
            pending = asyncio.ensure_future(anext(parts))
            while not (await asyncio.wait({pending}, timeout=_PING_EVERY))[0]:
                yield ": ping\n\n"
            try:
                part = pending.result()
            except StopAsyncIteration:
                return
            yield part
    finally:
        if pending is not None and not pending.done():
            pending.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await pending
        await parts.aclose()
