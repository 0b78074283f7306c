"""What readers say of answers: kept where the operator wants it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.interfaces.server import create_app
from assistant.interfaces.server.desk import remarks
from tests.interfaces.server.conftest import BUSY
from tests.interfaces.server.scripted import saying, scripted

REMARK = {
    "good": False,
    "note": "Of 2023.",
    "question": "How many?",
    "options": {"as_of": "2024-01-02"},
    "citations": [],
}


def test_a_remark_is_appended_to_the_server_s_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "remarks.jsonl"
    client = TestClient(create_app(scripted(saying(["x"])), replace(BUSY, remarks=file)))
    assert client.get("/api/about").json()["remarks"] is True
    for _ in range(2):
        assert client.post("/api/remarks", json=REMARK).json() == {"kept": True}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(row["good"], row["note"], row["options"]) for row in rows] == [
        (False, "Of 2023.", {"as_of": "2024-01-02"})
    ] * 2
    assert file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(remarks, "_MOST_BYTES", file.stat().st_size)
    reply = client.post("/api/remarks", json=REMARK)
    assert (reply.status_code, reply.json()["error"]["code"]) == (507, "remarks_full")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_without_a_file_nothing_is_kept() -> None:
    client = TestClient(create_app(scripted(saying(["x"])), BUSY))
    assert client.post("/api/remarks", json=REMARK).json() == {"kept": False}
    assert client.get("/api/about").json()["remarks"] is False
