"""The door to models that chat: ``/chat/completions`` of an OpenAI-compatible endpoint."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from functools import partial
from typing import Any, Self

from assistant.errors import ModelError, ModelProtocolError, ModelRefused, ModelUnreachable
from assistant.models.connection import Line, SocketHook
from assistant.models.endpoint import Endpoint, one_line
from assistant.models.request_forms import Form
from assistant.types import Chunk, Message

_ONLY_REASONING = "sent only its reasoning"


class OpenAIChat:
    """A `ChatModel` behind an endpoint. With no name given, the first model that the server lists.

    `timeout` is wall clock for one reply, from the request to the last token; `stall` is the longest silence in it,
    that before the first token included; both in seconds. A reply of at most `reply_tokens`, and one that is the same
    for the same `seed`, is asked for where the endpoint takes that. Raises ModelAuthError without both key and URL.
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
        reply_tokens: int | None = None,
        seed: int | None = None,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._hook = SocketHook()
        self._endpoint = Endpoint(model, base_url, api_key, timeout=timeout, stall=stall, hook=self._hook, sleep=sleep)
        self._form = Form(streamed=streamed)
        self._reply_tokens = reply_tokens
        self.seed = seed
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
        """Yield the reply piece by piece. Retries only before the first token; raises ModelError.

        A reply that had no room but for its reasoning is asked for once more without a limit.
        """
        endpoint, form = self._endpoint, self._form
        _ = endpoint.client.chat.completions  # the SDK is loaded before the clock runs
        heard, seen, again = _Heard(), False, False
        with Line(endpoint.timeout, self.cancelled) as line, endpoint.faults(line):
            reply = self._reply(messages, line)
            streamed = form.streamed
            with closing(reply) if streamed else nullcontext([reply]) as parts:
                for part in parts:
                    seen = bool(streamed or getattr(part, "choices", None))
                    chunk = heard.chunk(part)
                    again |= chunk.finish_reason == "length" and heard.only_thought and form.limit is not None
                    if not again:
                        yield chunk
            if streamed and line.expired:
                raise ModelUnreachable(f"{endpoint.url} did not finish within {endpoint.timeout:g} s (setting timeout)")
        if again:
            form.limit = None
            yield from self.stream(messages)
            return
        if not seen:
            raise ModelProtocolError(f"{endpoint.url} sent no chat reply; check the base URL (it often ends in /v1)")
        heard.check(self.name)

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _reply(self, messages: Sequence[Message], line: Line) -> Any:
        """What the SDK returns for the request: a reply, or a stream of its parts.

        An endpoint that refuses a part of the request is asked again without it.
        """
        form = self._form
        with self._hook.telling(line):
            name = self.name
            create: Any = self._endpoint.client.chat.completions.create
            while True:
                fields = {"messages": form.messages(messages), **form.options(self._reply_tokens, self.seed)}
                try:
                    return self._endpoint.request(partial(create, model=name, **fields), line)
                except ModelError as error:
                    cause = error.__cause__
                    if not form.adapt(getattr(cause, "status_code", 0), str(getattr(cause, "message", ""))):
                        raise


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
            self._instead = self._instead or f"{_ONLY_REASONING}, and no answer"
        return Chunk(
            text=text,
            finish_reason=choice.finish_reason if choice else None,
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
            fingerprint=getattr(part, "system_fingerprint", None),
        )

    @property
    def only_thought(self) -> bool:
        """Whether nothing came so far but reasoning."""
        return not self._answers and self._instead.startswith(_ONLY_REASONING)

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
