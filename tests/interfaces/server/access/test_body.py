"""How large a request may be."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.app import Assistant
from assistant.interfaces.server import Limits, ServerConfig, create_app
from assistant.interfaces.server.access.body import depth
from tests.interfaces.server.access.conftest import CHAT, visitor


def said(text: str) -> bytes:
    return f'{{"model":"assistant","messages":[{{"role":"user","content":"{text}"}}]}}'.encode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"messages":' + b"[" * 5000 + b"]" * 5000 + b"}", 413, "json_too_deep"),
        (b"{not json", 400, "invalid_request"),
        (b"\xff\xfe\x00", 400, "invalid_request"),
        (b"", 400, "invalid_request"),
        (said("x" * 5000), 413, "question_too_long"),
        (said("  "), 400, "empty_question"),
        (said("path:* " * 51), 400, "invalid_question"),
        (said("What? source:" + "x" * 501), 400, "invalid_question"),
        (said("What?")[:-1] + b',"after":"2021-03-25","before":"2021-03-20"}', 400, "invalid_question"),
        (said("What?")[:-1] + b',"path":["' + b"[" * 501 + b'"]}', 400, "invalid_request"),
        (said("What?")[:-1] + b',"source":[' + b'"x",' * 50 + b'"x"]}', 400, "invalid_request"),
        (b"{}" * 400_000, 400, "invalid_request"),
        (b'{"model":"assistant","messages":[{"role":"assistant","content":"hi"}]}', 400, "no_question"),
        (said("\\ud800 after the storm"), 200, None),
    ],
)  # fmt: skip
def test_a_body_beyond_the_limits_is_refused(
    seeds_assistant: Assistant, body: bytes, status: int, code: str | None
) -> None:
    with TestClient(create_app(seeds_assistant)) as client:
        reply = client.post("/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == status
    assert reply.json().get("error", {}).get("code") == code


def test_a_chat_may_bring_images_and_is_told_what_to_leave_out() -> None:
    client = visitor(ServerConfig(limits=Limits(chat_bytes=3_000, body_bytes=1_000)))
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 1_500}}
    parts = [{"type": "text", "text": "What happened?"}, image]
    asked: dict[str, Any] = {**CHAT, "messages": [{"role": "user", "content": parts}]}
    assert client.post("/v1/chat/completions", json=asked).status_code == 200
    asked["messages"][0]["content"].append(image)
    reply = client.post("/v1/chat/completions", json=asked)
    assert reply.status_code == 413
    told = "A request may have at most 0.003 MB. Leave images and files out of the conversation: only its text is read."
    assert reply.json()["error"]["message"] == told
    other = client.post("/api/ask", json={"question": "x" * 1_500})
    assert (other.status_code, other.json()["error"]["message"]) == (413, "A request may have at most 0.001 MB.")


def test_a_declared_length_beyond_the_limit_is_refused_before_it_is_read() -> None:
    headers = {"content-length": "50000000", "content-type": "application/json"}
    reply = visitor().post("/v1/chat/completions", content=b"{}", headers=headers)
    assert reply.status_code == 413


def test_a_large_header_is_refused() -> None:
    assert visitor().get("/v1/models", headers={"x-filler": "x" * 20_000}).status_code == 431


def test_depth_counts_brackets_outside_of_strings() -> None:
    assert depth(b'{"a": [1, {"b": "[[[[ \\" [["}]}') == 3
    assert depth(b'"unclosed [[[') == 0


def test_a_day_that_is_none_is_told_in_words_of_our_own(seeds_assistant: Assistant) -> None:
    with TestClient(create_app(seeds_assistant)) as client:
        reply = client.post("/api/ask", json={"question": "What?", "after": "soon"})
    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == "after: write a day as 2021-03-24"
