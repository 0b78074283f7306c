"""The door to models that chat: ``/chat/completions`` of an OpenAI-compatible endpoint."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from typing import Any, Self

from assistant.errors import ModelProtocolError, ModelRefused, ModelUnreachable
from assistant.models.connection import Line, SocketHook
from assistant.models.endpoint import Endpoint, one_line
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
        heard, seen = _Heard(), False
        with Line(endpoint.timeout, self.cancelled) as line, endpoint.faults(line):
            reply = self._reply(messages, line)
            with closing(reply) if self._streamed else nullcontext([reply]) as parts:
                for part in parts:
                    seen = bool(self._streamed or getattr(part, "choices", None))
                    yield heard.chunk(part)
            if self._streamed and line.expired:
                raise ModelUnreachable(f"{endpoint.url} did not finish within {endpoint.timeout:g} s (setting timeout)")
        if not seen:
            raise ModelProtocolError(f"{endpoint.url} sent no chat reply; check the base URL (it often ends in /v1)")
        heard.check(self.name)

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


class _Heard:
    """What a reply held so far besides the text of its answer; servers leave out whatever is empty."""

    def __init__(self) -> None:
        self._answers = False
        self._refusal = ""
        self._instead = ""

    def chunk(self, part: Any) -> Chunk:
        """One part of a stream, or a whole reply."""
        choices, usage = getattr(part, "choices", None), getattr(part, "usage", None)
        choice = choices[0] if choices else None
        said = getattr(choice, "delta", None) or getattr(choice, "message", None)
        text = _text(getattr(said, "content", None))
        self._answers |= bool(text.strip())
        self._refusal += getattr(said, "refusal", None) or ""
        if getattr(said, "tool_calls", None) or getattr(said, "function_call", None):
            self._instead = "called a tool instead of answering"
        elif getattr(said, "reasoning_content", None) or getattr(said, "reasoning", None):
            self._instead = self._instead or "sent only its reasoning, and no answer"
        return Chunk(
            text=text,
            finish_reason=choice.finish_reason if choice else None,
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
        )

    def check(self, model: str) -> None:
        """Raise ModelRefused or ModelProtocolError where the whole reply was no answer."""
        if self._refusal:
            raise ModelRefused(f"{model} refused: {one_line(self._refusal)}")
        if self._instead and not self._answers:
            raise ModelProtocolError(f"{model} {self._instead}; try another model (ASSISTANT_MODEL)")


def load_sdk() -> None:
    """Load now what the first request would wait for, about a second."""
    import openai.resources.chat  # noqa: F401


def _text(content: Any) -> str:
    """The text of a reply, which some servers send as a list of parts, thoughts among them."""
    if isinstance(content, list):
        return "".join(one.get("text") or "" for one in content if isinstance(one, dict) and one.get("type") == "text")
    return content or ""
