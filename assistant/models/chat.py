"""The door to models that chat: ``/chat/completions`` of an OpenAI-compatible endpoint."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, Self

from assistant.errors import ModelProtocolError, ModelRefused, ModelUnreachable
from assistant.models.connection import Line, SocketHook
from assistant.models.endpoint import Endpoint
from assistant.types import Chunk, Message


class OpenAIChat:
    """A `ChatModel` behind an endpoint. With no name given, the first model that the server lists.

    `timeout` is wall clock for one reply, from the request to the last token; `stall` is the longest silence in it,
    that before the first token included; both in seconds. Raises ModelAuthError without both key and URL.
    """

    def __init__(
        self,
        *,
        model: str | None,
        base_url: str | None,
        api_key: str | None,
        context_window: int,
        timeout: float,
        stall: float | None = None,
        streamed: bool = True,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._hook = SocketHook()
        self._endpoint = Endpoint(model, base_url, api_key, timeout=timeout, stall=stall, hook=self._hook, sleep=sleep)
        self._streamed = streamed
        self.context_window = context_window
        self.cancelled: threading.Event | None = None

    def stopped_by(self, cancelled: threading.Event | None) -> Self:
        """The same model, whose connection is closed at once when `cancelled` is set, from whichever thread."""
        one = copy.copy(self)
        one.cancelled = cancelled
        return one

    @property
    def name(self) -> str:
        """The model's name, asked of the server once when none was set."""
        return self._endpoint.model

    @property
    def url(self) -> str:
        """The base URL."""
        return self._endpoint.url

    def listed(self) -> list[str]:
        """The names of the models that the server lists."""
        return self._endpoint.models()

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        """Yield the reply piece by piece. Retries only before the first token; raises ModelError."""
        endpoint = self._endpoint
        _ = endpoint.client.chat.completions  # the SDK is loaded before the clock runs
        refusal, seen = "", False
        with Line(endpoint.timeout, self.cancelled) as line, endpoint.faults(line):
            if not self._streamed:
                yield _whole(self._reply(messages, line))
                return
            with closing(self._reply(messages, line)) as parts:
                for part in parts:
                    seen = True
                    refusal += _refusal(part)
                    yield _chunk(part)
            if line.expired:
                raise ModelUnreachable(f"{endpoint.url} did not finish within {endpoint.timeout:g} s (setting timeout)")
        if refusal:
            raise ModelRefused(f"the model refused: {refusal}")
        if not seen:
            raise ModelProtocolError(f"{endpoint.url} sent no chat stream; check the base URL (it often ends in /v1)")

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _reply(self, messages: Sequence[Message], line: Line) -> Any:
        """What the SDK returns for the request: a reply, or a stream of its parts."""
        body: list[Any] = [{"role": message.role, "content": message.content} for message in messages]
        how: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}} if self._streamed else {}
        with self._hook.telling(line):
            name = self.name
            create = self._endpoint.client.chat.completions.create
            return self._endpoint.request(lambda: create(model=name, messages=body, **how), line)


def load_sdk() -> None:
    """Load now what the first request would wait for, about a second."""
    import openai.resources.chat  # noqa: F401


def _chunk(part: Any) -> Chunk:
    """One part of a stream; servers leave out whatever is empty."""
    choice = part.choices[0] if part.choices else None
    delta = choice.delta if choice else None
    return Chunk(
        text=(delta.content or "") if delta else "",
        finish_reason=choice.finish_reason if choice else None,
        prompt_tokens=part.usage.prompt_tokens if part.usage else None,
        completion_tokens=part.usage.completion_tokens if part.usage else None,
    )


def _refusal(part: Any) -> str:
    delta = part.choices[0].delta if part.choices else None
    return (getattr(delta, "refusal", None) or "") if delta else ""


def _whole(reply: Any) -> Chunk:
    """The one chunk of a reply that was not streamed."""
    choices = getattr(reply, "choices", None)
    if not choices or choices[0].message is None:
        raise ModelProtocolError("the endpoint sent no choices; check the base URL (it often ends in /v1)")
    if choices[0].message.refusal:
        raise ModelRefused(f"the model refused: {choices[0].message.refusal}")
    usage = reply.usage
    return Chunk(
        text=choices[0].message.content or "",
        finish_reason=choices[0].finish_reason,
        prompt_tokens=usage.prompt_tokens if usage else None,
        completion_tokens=usage.completion_tokens if usage else None,
    )
