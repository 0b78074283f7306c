"""The one door to openai: chat and embeddings of any OpenAI-compatible endpoint, with its faults as our errors."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.errors import (
    ModelAuthError,
    ModelContextOverflow,
    ModelError,
    ModelLimited,
    ModelNotFound,
    ModelProtocolError,
    ModelRefused,
    ModelUnreachable,
)
from assistant.models.connection import Line
from assistant.types import Chunk, Message

if TYPE_CHECKING:
    from openai import OpenAI

    from assistant.types import Vectors

T = TypeVar("T")
_RETRIES = 2
_LONGEST_WAIT = 20.0  # seconds; a person waits in front of this
_OVERFLOW = ("context_length_exceeded", "maximum context length", "context size", "maximum model length", "too long")


class OpenAIChat:
    """A chat model behind ``/chat/completions``. With no name given, the first that the server lists.

    `timeout` is wall clock for one reply, from the request to the last token; `stall` is the longest silence in it,
    that before the first token included.
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
        self._hooked = _Hooked()
        self._client = _client(base_url, api_key, min(timeout, stall or timeout), self._hooked)
        self._completions = self._client.chat.completions  # the SDK loads them here, not after a question was asked
        self._where = base_url or "https://api.openai.com/v1"
        self._name = model
        self._timeout = timeout
        self._streamed = streamed
        self._sleep = sleep
        self.context_window = context_window

    @property
    def name(self) -> str:
        """The model's name, asked of the server once when none was set."""
        if self._name is None:
            listed = self._patiently(lambda: self._client.models.list().data)
            if not listed:
                raise ModelNotFound(f"{self._where} lists no models; set ASSISTANT_MODEL")
            self._name = str(listed[0].id)
        return self._name

    @property
    def endpoint(self) -> str:
        """The base URL."""
        return self._where

    def listed(self) -> list[str]:
        """The names of the models that the server lists."""
        return [str(model.id) for model in self._patiently(lambda: self._client.models.list().data or [])]

    def stream(self, messages: Sequence[Message], *, cancelled: threading.Event | None = None) -> Iterator[Chunk]:
        """Yield the reply piece by piece. Retries only before the first token; raises ModelError.

        Setting `cancelled` from another thread closes the connection at once.
        """
        body: list[Any] = [{"role": message.role, "content": message.content} for message in messages]
        refusal, seen = "", False
        with Line(self._timeout, cancelled) as line, _mapped(self._where, self._name, line):
            with self._hooked.to(line):
                name = self.name
                if not self._streamed:
                    whole = self._patiently(lambda: self._completions.create(model=name, messages=body), line)
                    yield _whole(whole)
                    return
                stream = self._patiently(
                    lambda: self._completions.create(
                        model=name, messages=body, stream=True, stream_options={"include_usage": True}
                    ),
                    line,
                )
            try:
                for part in stream:
                    seen = True
                    choice = part.choices[0] if part.choices else None
                    delta = choice.delta if choice else None
                    refusal += (getattr(delta, "refusal", None) or "") if delta else ""
                    yield Chunk(
                        text=(delta.content or "") if delta else "",
                        finish_reason=choice.finish_reason if choice else None,
                        prompt_tokens=part.usage.prompt_tokens if part.usage else None,
                        completion_tokens=part.usage.completion_tokens if part.usage else None,
                    )
            finally:
                stream.close()
            if line.expired:
                raise ModelUnreachable(f"{self._where} did not finish within {self._timeout:g} s (setting timeout)")
        if refusal:
            raise ModelRefused(f"the model refused: {refusal}")
        if not seen:
            raise ModelProtocolError(f"{self._where} sent no chat stream; check the base URL (it often ends in /v1)")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _patiently(self, call: Callable[[], T], line: Line | None = None) -> T:
        return _patiently(call, self._where, self._name, self._timeout, self._sleep, line)


class Stoppable:
    """A chat model whose streams end when `cancelled` is set, from whichever thread."""

    def __init__(self, model: OpenAIChat, cancelled: threading.Event) -> None:
        self._model = model
        self._cancelled = cancelled

    @property
    def name(self) -> str:
        """See OpenAIChat."""
        return self._model.name

    @property
    def context_window(self) -> int:
        """See OpenAIChat."""
        return self._model.context_window

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        """See OpenAIChat."""
        return self._model.stream(messages, cancelled=self._cancelled)


class OpenAIEmbeddings:
    """An embedder behind ``/embeddings``: batches sent side by side, each retried on its own."""

    def __init__(
        self,
        *,
        model: str,
        base_url: str | None,
        api_key: str | None,
        timeout: float,
        batch: int = 64,
        concurrency: int = 4,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._client = _client(base_url, api_key, timeout)
        self._where = base_url or "https://api.openai.com/v1"
        self._model = model
        self._timeout = timeout
        self._batch = batch
        self._concurrency = concurrency
        self._sleep = sleep
        self._dimension: int | None = None

    @property
    def fingerprint(self) -> str:
        """The model's name; the endpoint is left out, since the same model may move."""
        return f"openai:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of a vector, learned from the first one."""
        if self._dimension is None:
            self.embed(["dimension"])
        if self._dimension is None:
            raise ModelProtocolError(f"{self._where} returned no embedding for {self._model!r}")
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension) with unit rows. Raises ModelError."""
        import numpy as np

        batches = [list(texts[i : i + self._batch]) for i in range(0, len(texts), self._batch)]
        with ThreadPoolExecutor(self._concurrency) as pool:
            rows = [row for part in pool.map(self._embed_batch, batches) for row in part]
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        if len(texts):
            self._dimension = vectors.shape[1]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)
        return unit

    def _embed_batch(self, texts: list[str]) -> list[list[float]]:
        # An empty text is refused by most endpoints; a space is not.
        inputs = [text or " " for text in texts]
        reply = _patiently(
            lambda: self._client.embeddings.create(model=self._model, input=inputs, encoding_format="float"),
            self._where,
            self._model,
            self._timeout,
            self._sleep,
        )
        data = sorted(reply.data or [], key=lambda item: item.index)
        if len(data) != len(texts):
            raise ModelProtocolError(f"{self._where} returned {len(data)} embeddings for {len(texts)} texts")
        return [item.embedding for item in data]


class _Hooked(threading.local):
    """Tells the line of the request that this thread makes which sockets are opened for it."""

    line: Line | None = None

    @contextmanager
    def to(self, line: Line) -> Iterator[None]:
        """Let `line` follow the requests of this thread inside the block."""
        self.line = line
        try:
            yield
        finally:
            self.line = None

    def __call__(self, request: Any) -> None:
        """A hook of httpx, called before each request."""
        request.headers["connection"] = "close"  # so that the next request opens one too
        if self.line is not None:
            request.extensions = {**request.extensions, "trace": self.line.opened}


def _client(base_url: str | None, api_key: str | None, timeout: float, hook: _Hooked | None = None) -> OpenAI:
    from openai import DefaultHttpxClient, OpenAI, Timeout

    if not api_key and not base_url:
        raise ModelAuthError("no API key for the model; set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server")
    # Retries are ours: the SDK's would sleep past our deadline.
    return OpenAI(
        base_url=base_url,
        api_key=api_key or "none",
        max_retries=0,
        timeout=Timeout(timeout, connect=min(10.0, timeout)),
        http_client=DefaultHttpxClient(event_hooks={"request": [hook]}) if hook else None,
    )


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


def _patiently(
    call: Callable[[], T],
    where: str,
    model: str | None,
    timeout: float,
    sleep: Callable[[float], object] | None,
    line: Line | None = None,
) -> T:
    """Make a request; on 429 and 5xx wait as told, at most `_RETRIES` times and `_LONGEST_WAIT` seconds."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    stopped = line.stop if line else threading.Event()
    for attempt in range(_RETRIES + 1):
        try:
            with _mapped(where, model):
                return call()
        except ModelError as error:
            cause = error.__cause__
            passing = isinstance(cause, APIStatusError) and (cause.status_code == 429 or cause.status_code >= 500)
            dropped = isinstance(cause, APIConnectionError) and not isinstance(cause, APITimeoutError)
            if attempt == _RETRIES or not (passing or dropped) or getattr(cause, "code", "") == "insufficient_quota":
                raise
            wait = _wait(cause, attempt)
            if wait > min(_LONGEST_WAIT, timeout) or (line and line.cut):
                raise
            (sleep or stopped.wait)(wait)
            if stopped.is_set():
                raise
    raise AssertionError("unreachable")


def _wait(cause: object, attempt: int) -> float:
    header = cause.response.headers.get("retry-after") if hasattr(cause, "response") else None
    try:
        asked = float(header or "")
    except ValueError:
        asked = math.nan
    return asked if math.isfinite(asked) and asked >= 0 else 0.5 * 2**attempt


@contextmanager
def _mapped(where: str, model: str | None, line: Line | None = None) -> Iterator[None]:
    """Translate what openai and its transport raise into our errors; each names the setting to look at."""
    try:
        yield
    except Exception as error:
        if line and line.expired:
            raise ModelUnreachable(f"{where} did not finish in time (setting timeout)") from error
        if isinstance(error, ModelError):
            raise
        translated = _translated(error, where, model)
        if translated is None:
            raise
        raise translated from error


def _translated(error: Exception, where: str, model: str | None) -> ModelError | None:
    import openai

    if isinstance(error, openai.RateLimitError):
        return _limited(error, where)
    # The most specific first: a timeout is a connection error, and all of them are API errors.
    table: tuple[tuple[type[Exception], type[ModelError], str], ...] = (
        (openai.APITimeoutError, ModelUnreachable, f"{where} sent nothing in time (settings timeout, stall_timeout)"),
        (
            openai.APIConnectionError,
            ModelUnreachable,
            f"cannot reach {where}; check --base-url or OPENAI_BASE_URL ({_root(error)})",
        ),
        (openai.AuthenticationError, ModelAuthError, f"{where} refused the key; check OPENAI_API_KEY"),
        (openai.PermissionDeniedError, ModelAuthError, f"{where} does not allow this key to use {model!r}"),
        (openai.NotFoundError, ModelNotFound, f"{where} does not know {model!r}; check ASSISTANT_MODEL and the URL"),
    )
    for kind, ours, message in table:
        if isinstance(error, kind):
            return ours(message)
    if isinstance(error, openai.APIStatusError):
        return _status_error(error, where)
    if isinstance(error, openai.OpenAIError):
        return ModelProtocolError(f"{where}: {error}")
    # The SDK lets errors of its HTTP library and of JSON through while it reads a stream.
    if type(error).__module__.partition(".")[0] in ("httpx", "httpx2", "httpcore", "httpcore2"):
        return ModelUnreachable(f"the connection to {where} was lost ({type(error).__name__})")
    if isinstance(error, (ValueError, TypeError, AttributeError, KeyError)):
        return ModelProtocolError(f"{where} sent something that is not a chat reply ({error})")
    return None


def _limited(error: Any, where: str) -> ModelLimited:
    if error.code == "insufficient_quota":
        return ModelLimited(f"the quota of this key at {where} is used up; add credit or set another key")
    told = error.response.headers.get("retry-after")
    return ModelLimited(f"{where} is limiting requests" + (f"; retry after {told} s" if told else "; try later"))


def _status_error(error: Any, where: str) -> ModelError:
    text = str(error.message)
    if error.code == "content_filter":
        return ModelRefused(f"the content filter of {where} stopped the request")
    if error.code in _OVERFLOW or any(phrase in text.lower() for phrase in _OVERFLOW):
        return ModelContextOverflow(f"the prompt does not fit the model at {where}; lower context_window ({text})")
    return ModelProtocolError(f"{where} answered {error.status_code}: {text}")


def _root(error: BaseException) -> str:
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause) or type(cause).__name__
