"""Servers on this machine are found by what they list, whichever program they are; and how many tokens they take."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.models.local_servers import Server, context_of, local_servers

LISTED = {"data": [{"id": "nomic-embed-text"}, {"id": "small:7b"}, {"id": "large:70b"}]}


@contextmanager
def serving(pages: Mapping[str, Any]) -> Iterator[int]:
    """A server that has these pages; its port."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            page = pages.get(self.path)
            body = page if isinstance(page, bytes) else json.dumps(page).encode()
            self.send_response(404 if page is None else 200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("pages", "context"),
    [
        ({"/v1/models": {"data": [{"id": "small:7b", "max_model_len": 8_192}]}}, 8_192),
        ({"/api/v0/models": {"data": [{"id": "small:7b", "loaded_context_length": 4_096}]}}, 4_096),
        ({"/props": {"default_generation_settings": {"n_ctx": 2_048}}}, 2_048),
        ({"/api/show": {"parameters": "stop x\nnum_ctx                        32768"}}, 32_768),
        ({"/api/show": {}, "/api/ps": {"models": [{"name": "small:7b", "context_length": 6_000}]}}, 6_000),
        ({"/api/show": {"model_info": {}}}, 4_096),
        ({}, None),
        ({"/props": ["no"], "/api/show": "no", "/api/v0/models": {"data": 3}}, None),
    ],
)
def test_a_server_is_found_with_its_models_that_chat_and_the_tokens_it_takes(
    pages: Mapping[str, Any], context: int | None
) -> None:
    with serving({"/v1/models": LISTED, **pages}) as port:
        (found,) = local_servers([Server("Ollama", port)])
        assert found.models[0] == "small:7b"
        assert (found.url, found.context) == (f"http://localhost:{port}/v1", context)
        assert context_of(found.url, "small:7b") == context


@pytest.mark.parametrize(
    "listed",
    [
        None,
        b"<html>",
        {"data": None},
        {"data": [{"id": "text-embed"}]},
        {"data": [{"id": "a", "owned_by": "assistant"}]},
    ],
)
def test_what_lists_no_model_that_chats_is_none(listed: Any) -> None:
    with serving({"/v1/models": listed}) as port:
        assert local_servers([Server("vLLM", port)]) == []


def test_only_this_machine_is_asked() -> None:
    assert context_of("https://models.example/v1", "small") is None
    assert context_of("http://localhost:notaport/v1", "small") is None
    assert local_servers([Server("nobody", 1)]) == []
