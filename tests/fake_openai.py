"""An OpenAI-compatible server of our own on loopback: a queue of canned replies, and a record of what was asked.

Every reply is one of the small classes below; faults are replies too. Tests talk to it with the real openai SDK.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """A chat reply: streamed as `pieces` when the request asks for a stream, else as one message."""

    pieces: Sequence[str]
    finish_reason: str | None = "stop"
    usage: bool = True
    hold: threading.Event | None = None  # the last piece is sent when it is set
    before_done: Sequence[str] = ()  # raw SSE data lines sent before the end
    quiet: bool = False  # send nothing at all while holding
    reset: bool = False  # cut the connection after the pieces
    headless: bool = False  # hold back even the reply's header


@dataclass(frozen=True)
class Fault:
    """An HTTP error in OpenAI's envelope."""

    status: int
    message: str = "fault"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A body of another kind, such as a login page."""

    body: str
    content_type: str = "text/html"
    status: int = 200


class FakeOpenAI:
    """The server's seam for tests: queue replies, read requests.

    `asked` is set when a request is in, `gone` when a client leaves before its reply is complete.
    """

    def __init__(self, models: Sequence[str], key: str | None) -> None:
        self.models = list(models)
        self.key = key
        self.replies: deque[Reply | Fault | Raw] = deque()
        self.requests: list[dict[str, Any]] = []
        self.asked = threading.Event()
        self.gone = threading.Event()
        self.url = ""

    def say(self, *texts: str) -> None:
        """Queue one reply for each text, streamed in pieces of seven characters."""
        for text in texts:
            self.replies.append(Reply([text[i : i + 7] for i in range(0, len(text), 7)]))


@contextmanager
def fake_openai(models: Sequence[str] = ("fake-model",), key: str | None = "right-key") -> Iterator[FakeOpenAI]:
    """Serve on a free loopback port until the block ends."""
    fake = FakeOpenAI(models, key)

    class Handler(_Handler):
        state = fake

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def nobody_there() -> Iterator[str]:
    """The base URL of a loopback port that refuses connections; it is held, so that no other test gets it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    state: FakeOpenAI
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Keep test output clean."""

    def do_GET(self) -> None:
        if self._refused():
            return
        self._json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.state.models]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.state.requests.append(body)
        self.state.asked.set()
        if self._refused():
            return
        if self.path.endswith("/embeddings"):
            self._embeddings(body)
            return
        reply = self.state.replies.popleft() if self.state.replies else Fault(500, "no reply queued")
        if isinstance(reply, Fault):
            error = {"message": reply.message, "type": "fault", "param": None, "code": reply.code}
            self._json(reply.status, {"error": error}, reply.headers)
        elif isinstance(reply, Raw):
            self._send(reply.status, reply.content_type, reply.body.encode())
        elif reply.headless and reply.hold is not None and self._left(reply.hold):
            self.close_connection = True
            self.state.gone.set()
        elif body.get("stream"):
            with suppress(BrokenPipeError, ConnectionResetError):
                self._stream(reply)
                return
            self.state.gone.set()
        else:
            message = {"role": "assistant", "content": "".join(reply.pieces), "refusal": None}
            choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason, "logprobs": None}
            self._json(200, {**_envelope("chat.completion"), "choices": [choice], "usage": _usage(reply)})

    def _refused(self) -> bool:
        if self.state.key is None or self.headers.get("authorization") == f"Bearer {self.state.key}":
            return False
        self._json(401, {"error": {"message": "Incorrect API key", "type": "auth", "code": "invalid_api_key"}})
        return True

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for position, piece in enumerate(reply.pieces):
            if reply.hold is not None and position == len(reply.pieces) - 1:
                self._wait(reply.hold, quiet=reply.quiet)
            self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        for raw in reply.before_done:
            self.wfile.write(f"data: {raw}\n\n".encode())
        if reply.reset:
            self.connection.close()
            return
        if reply.finish_reason is not None:
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish_reason}]})
            if reply.usage:
                self._event({"choices": [], "usage": _usage(reply)})
            self.wfile.write(b"data: [DONE]\n\n")

    def _wait(self, event: threading.Event, *, quiet: bool) -> None:
        """Wait for the test, with comments that notice a client that left."""
        while not event.wait(0.05):
            if quiet:
                continue
            self.wfile.write(b": waiting\n\n")
            self.wfile.flush()

    def _left(self, event: threading.Event) -> bool:
        """Wait for the test in silence; return whether the client left before that."""
        self.connection.setblocking(False)
        while not event.wait(0.01):
            with suppress(BlockingIOError):
                return not self.connection.recv(1)
        self.connection.setblocking(True)
        return False

    def _event(self, content: Mapping[str, object]) -> None:
        data = json.dumps({**_envelope("chat.completion.chunk"), **content})
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def _embeddings(self, body: Mapping[str, Any]) -> None:
        data = [
            {"object": "embedding", "index": i, "embedding": [float(len(text)), 1.0, float(text.count("e")), 0.5]}
            for i, text in enumerate(body["input"])
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        self._json(200, {"object": "list", "data": data, "model": body["model"], "usage": usage})

    def _json(self, status: int, content: object, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(content).encode(), headers)

    def _send(self, status: int, kind: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _envelope(kind: str) -> dict[str, object]:
    return {"id": "chatcmpl-fake", "object": kind, "created": 0, "model": "fake-model"}


def _usage(reply: Reply) -> dict[str, int]:
    count = sum(len(piece) for piece in reply.pieces) // 4
    return {"prompt_tokens": 100, "completion_tokens": count, "total_tokens": 100 + count}
