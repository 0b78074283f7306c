"""Logs say who, what and how long, and nothing of a question or a text."""

from __future__ import annotations

import json
import logging

import pytest
from starlette.testclient import TestClient

from assistant.interfaces.server.monitoring.logs import JsonLines
from tests.interfaces.server.monitoring.conftest import QUESTION


def test_a_log_line_is_json_without_question_or_text(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "assistant.server")
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"x-request-id": "abc"}).json()
    client.get("/files/nothing?quote=secretwords")
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "assistant.server"]
    first = json.loads(lines[0])
    assert first["id"] == "abc"
    assert first["route"] == "/api/ask"
    assert first["status"] == 200
    assert first["seconds"] > 0
    whole = "\n".join(lines)
    assert "missiles" not in whole
    assert answer["citations"][0]["quote"][:20] not in whole
    assert "secretwords" not in whole
