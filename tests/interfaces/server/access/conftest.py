"""A visitor of a server, and a file with a secret key and a widget's."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.interfaces.server import KeyFile, KeyRing, ServerConfig, create_app
from tests.interfaces.server.scripted import saying, scripted

SITE = "https://news.example"

CHAT = {"model": "assistant", "messages": [{"role": "user", "content": "What happened?"}]}


def visitor(
    config: ServerConfig | None = None, keys: KeyFile | None = None, *, base: str = "http://127.0.0.1:8000"
) -> TestClient:
    app = create_app(scripted(saying(["A sentence."])), config, keys=keys)
    return TestClient(app, base_url=base, raise_server_exceptions=False)


@pytest.fixture
def keyed(tmp_path: Path) -> tuple[KeyFile, str, str]:
    """A file of keys with a secret one and a widget's, and both keys."""
    file = KeyFile(tmp_path / "keys.json")
    ring, secret = KeyRing().add("desk", "secret")
    ring, token = ring.add("site", "widget", origins=[SITE + "/"], rate="3/minute")
    file.write(ring)
    return file, secret, token


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}
