"""Clients for JavaScript against a real server: openai, Vercel's AI SDK, MCP's own SDK."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.fake_openai import Reply
from tests.interfaces.server.conftest import DRAFT, OPENING, QUESTION, Written

HERE = Path(__file__).parents[1] / "node"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules" / "openai").exists(),
    reason="node or its packages are not installed; tools/browser_setup.sh installs them",
)
CITED = f"{OPENING} (2021-03-24)"


def ask(which: str, url: str) -> Any:
    command = [str(NODE), "clients.mjs", which, url, QUESTION]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_openai(writing: Written) -> None:
    writing.fake.say(*[DRAFT] * 4)
    seen = ask("openai", writing.url)
    assert seen["text"].startswith("Two missiles were fired on a Sunday. [1]")
    assert seen["streamed"] == seen["response"] == seen["text"]
    assert seen["titles"] == seen["streamedTitles"] == [CITED]
    assert seen["dates"] == ["2021-03-24"]
    assert seen["last"] == "response.completed"
    assert seen["error"] == ["NotFoundError", "model_not_found"]


def test_openai_stops_the_model_when_it_leaves(writing: Written) -> None:
    never = threading.Event()
    writing.fake.replies.append(Reply([f"{DRAFT} And", " more"], hold=never))
    ask("cancel", writing.url)
    assert writing.fake.gone.wait(5)
    never.set()


def test_ai_sdk(writing: Written) -> None:
    writing.fake.say(*[DRAFT] * 4)
    for seen in ask("aisdk", writing.url).values():
        assert seen["text"].startswith("Two missiles were fired on a Sunday. [1]")
        assert seen["streamed"] == seen["text"]
        assert seen["sources"] == seen["streamedSources"] == [CITED]
        assert seen["finish"] == "stop"


def test_ai_sdk_ui_transport(writing: Written) -> None:
    writing.fake.say(DRAFT)
    seen = ask("ui", writing.url)
    assert seen["text"].startswith("Two missiles were fired on a Sunday. [1]")
    assert seen["sources"] == [CITED]
    assert seen["known"] == "header_line"


def test_model_context_protocol_sdk(writing: Written) -> None:
    writing.fake.say(DRAFT)
    seen = ask("mcp", writing.url)
    assert seen["tools"] == [[name, True, True] for name in ("search", "fetch", "ask", "timeline", "corpus", "brief")]
    assert seen["date"] in seen["found"]
    assert seen["status"] == "answered"
    assert seen["cited"] == ["000_c2b9cc5e8bca81ce.txt (2021-03-24)"]  # as the client puts it: path and day
    assert seen["wrong"]
