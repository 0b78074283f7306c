"""An OpenAI-compatible endpoint, as both doors to it share it: its client, patience with it, and its faults as ours."""

from __future__ import annotations

import math
import re
import threading
import weakref
from collections.abc import Callable, Iterator
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
    masked,
)
from assistant.models.address import address_of, shown
from assistant.models.connection import Line, SocketHook, at_home, bounded

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")
_RETRIES = 2
_LONGEST_WAIT = 20.0  # seconds; a person waits in front of this
_LONGEST_LINE = 300  # characters
_OVERFLOW = (
    "context_length_exceeded", "maximum context length", "context size", "maximum model length", "too long",
    "input token count", "number of tokens to keep", "greater than the context", "`inputs` tokens", "request too large",
    "context window", "reduce the length",
)  # fmt: skip
_NO_CHAT = re.compile(
    r"embed|rerank|whisper|\btts\b|dall-e|moderation|\bbge\b|\be5\b|minilm|\bclip\b|transcrib", re.IGNORECASE
)


def may_chat(model: str) -> bool:
    """Whether a model may chat, by its name: those that embed, rank, speak or draw are told by theirs."""
    return _NO_CHAT.search(model) is None


class Endpoint:
    """A model behind an endpoint. The SDK is loaded with the first request. Threads may share it.

    Args:
        model: its name; None: the first that the server lists.
        base_url: None is OpenAI's own.
        api_key: None where the server wants none.
        timeout: seconds that one request may take, retries apart.
        stall: seconds of the longest silence in it; None: `timeout`.
        hook: told of every request. With one, no connection serves two requests, and a response is bounded.
        sleep: waits before a retry; None: until the request is stopped.

    Raises:
        ModelAuthError: neither a key nor a URL is given.
    """

    def __init__(
        self,
        model: str | None,
        base_url: str | None,
        api_key: str | None,
        *,
        timeout: float,
        stall: float | None = None,
        hook: SocketHook | None = None,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        if not api_key and not base_url:
            raise ModelAuthError("no API key for the model; set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server")
        address = address_of(base_url or "https://api.openai.com/v1")
        self.url = shown(address.url)
        self.timeout = timeout
        self._model = model
        self._address, self._api_key = address, api_key
        self._silence = min(timeout, stall or timeout)
        self._hook = hook
        self._sleep = sleep
        self._client: OpenAI | None = None
        self._lock = threading.Lock()

    @property
    def client(self) -> OpenAI:
        """The SDK's client, made once for all threads."""
        with self._lock:
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> OpenAI:
        from openai import DefaultHttpxClient, OpenAI, Timeout

        http = DefaultHttpxClient(
            event_hooks={
                "request": [self._hook] if self._hook else [],
                "response": [at_home, bounded] if self._hook else [at_home],
            }
        )
        weakref.finalize(self, http.close)  # the SDK closes only what it made itself
        # Retries are ours: the SDK's would sleep past our deadline.
        return OpenAI(
            base_url=self._address.url,
            default_query=self._address.query or None,
            api_key=self._api_key or "none",
            max_retries=0,
            timeout=Timeout(self._silence, connect=min(10.0, self._silence)),
            http_client=http,
        )

    @property
    def model(self) -> str:
        """The model's name; when none was set, the first that the server lists and that may chat. Raises ModelError."""
        if self._model is None:
            listed = self.models()
            if not listed:
                raise ModelNotFound(f"{self.url} lists no models; set ASSISTANT_MODEL")
            self._model = next(filter(may_chat, listed), listed[0])
        return self._model

    def models(self) -> list[str]:
        """The names of the models that the server lists. Raises ModelError."""
        return [str(model.id) for model in self.request(lambda: self.client.models.list().data or [])]

    def request(self, call: Callable[[], T], line: Line | None = None) -> T:
        """Make a request; on 429 and 5xx wait as told, at most `_RETRIES` times and `_LONGEST_WAIT` seconds.

        Raises ModelError.
        """
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        stopped = line.stop if line else threading.Event()
        for attempt in range(_RETRIES + 1):
            try:
                with self.faults():
                    return call()
            except ModelError as error:
                cause = error.__cause__
                passing = isinstance(cause, APIStatusError) and (cause.status_code == 429 or cause.status_code >= 500)
                dropped = isinstance(cause, APIConnectionError) and not isinstance(cause, APITimeoutError)
                if (
                    attempt == _RETRIES
                    or not (passing or dropped)
                    or getattr(cause, "code", "") == "insufficient_quota"
                ):
                    raise
                wait = _wait(cause, attempt)
                if wait > min(_LONGEST_WAIT, self.timeout) or (line and line.cut):
                    raise
                (self._sleep or stopped.wait)(wait)
                if stopped.is_set():
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def faults(self, line: Line | None = None) -> Iterator[None]:
        """Translate what openai and its transport raise into our errors; each names the setting to look at."""
        try:
            yield
        except Exception as error:
            if line and line.expired:
                raise ModelUnreachable(f"{self.url} did not finish in time (setting timeout)") from error
            if isinstance(error, ModelError):
                raise
            if isinstance(error.__cause__, ModelError):  # the SDK takes it for a lost connection
                raise error.__cause__ from None
            translated = _translated(error, self.url, self._model)
            if translated is None:
                raise
            raise type(translated)(masked(str(translated), self._api_key)) from error

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()


def _wait(cause: object, attempt: int) -> float:
    header = cause.response.headers.get("retry-after") if hasattr(cause, "response") else None
    try:
        asked = float(header or "")
    except ValueError:
        asked = math.nan
    return asked if math.isfinite(asked) and asked >= 0 else 0.5 * 2**attempt


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
        return ModelProtocolError(f"{where}: {one_line(str(error))}")
    # The SDK lets errors of its HTTP library and of JSON through while it reads a stream.
    if type(error).__module__.partition(".")[0] in ("httpx", "httpx2", "httpcore", "httpcore2"):
        return ModelUnreachable(f"the connection to {where} was lost ({type(error).__name__})")
    if isinstance(error, (ValueError, TypeError, AttributeError, KeyError)):
        return ModelProtocolError(f"{where} sent something that is not a chat reply ({one_line(str(error))})")
    return None


def _limited(error: Any, where: str) -> ModelLimited:
    if error.code == "insufficient_quota":
        return ModelLimited(f"the quota of this key at {where} is used up; add credit or set another key")
    told = error.response.headers.get("retry-after")
    return ModelLimited(f"{where} is limiting requests" + (f"; retry after {told} s" if told else "; try later"))


def _status_error(error: Any, where: str) -> ModelError:
    text = one_line(_told(error))
    if error.code == "content_filter":
        return ModelRefused(f"the content filter of {where} stopped the request")
    if error.status_code == 413 or error.code in _OVERFLOW or any(phrase in text.lower() for phrase in _OVERFLOW):
        return ModelContextOverflow(f"the prompt does not fit the model at {where}; lower context_window ({text})")
    return ModelProtocolError(f"{where} answered {error.status_code}: {text}")


def _told(error: Any) -> str:
    """What an endpoint says: some send a list or bare text, where the SDK expects an object."""
    said = error.body[0] if isinstance(error.body, list) and error.body else error.body
    inner = said.get("error", said) if isinstance(said, dict) else said
    message = inner.get("message") if isinstance(inner, dict) else inner
    return str(message or error.message)


def one_line(text: str) -> str:
    """An endpoint's own words, which may be a whole web page, in one line of at most 300 characters."""
    words = " ".join(text[: 10 * _LONGEST_LINE].split())
    return words if len(words) <= _LONGEST_LINE else f"{words[: _LONGEST_LINE - 1]}…"


def _root(error: BaseException) -> str:
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause) or type(cause).__name__
