"""What a document, a file name, a title or a source says does nothing where it is shown, whatever the format."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.answering.timeline import inert
from assistant.app import Assistant
from assistant.interfaces.render.export_html import page as html
from assistant.interfaces.render.export_markdown import markdown
from assistant.interfaces.server import create_app
from assistant.interfaces.server.monitoring.logs import JsonLines
from assistant.jsonable import json_text
from assistant.settings import Settings
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
ACTIVE = "\x1b]8;;http://evil\x07\x9b31m\x9d\x90\u202e\u2066\u200b\U000e0041\x7f"
_LIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
QUESTION = "Which ships left the harbour of Bergen?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article whose name, title, source, author and text hold what a terminal or a page would act on."""
    folder = tmp_path_factory.mktemp("active")
    name = f"ship{ACTIVE.replace('/', '_')}<img src=x onerror=alert(1)>.md"
    text = "---\ntitle: =HYPERLINK(1) ships\nsource: '@evil'\nauthor: '+1'\ndate: 2021-03-20\n---\n\n"
    body = f"Grey ships left{ACTIVE} the harbour of Bergen on Monday.\n"
    (folder / os.fsdecode(os.fsencode(name)[:200])).write_text(text + body, encoding="utf-8")
    (folder / "plain.txt").write_text(f"Title{ACTIVE}: a ship\n\nMarch 21, 2021\n\n{body}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(corpus: Path) -> Assistant:
    return Assistant.open(settings=Settings(corpus=corpus, mode="quotes"))


COMMANDS = {
    "ask": ("ask", QUESTION),
    "ask --verbose": ("ask", "--verbose", QUESTION),
    "ask --json": ("ask", "--json", QUESTION),
    "ask --ndjson": ("ask", "--ndjson", QUESTION),
    "ask --markdown": ("ask", "--markdown", QUESTION),
    "search": ("search", "ships Bergen"),
    "search --json": ("search", "--json", "ships Bergen"),
    "timeline": ("timeline", "ships"),
    "timeline --csv": ("timeline", "--csv", "ships"),
    "timeline --json": ("timeline", "--json", "ships"),
    "sources": ("sources",),
    "sources --csv": ("sources", "--csv"),
    "sources --json": ("sources", "--json"),
    "sources show": ("sources", "show", "plain.txt"),
    "coverage": ("coverage", "ships"),
    "coverage --csv": ("coverage", "--csv", "ships"),
    "coverage --json": ("coverage", "--json", "ships"),
    "doctor --json": ("doctor", "--json"),
    "news": ("news", "--since", "2021-03-01", "ships"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_nothing_active(capsys: Capsys, opened: Assistant, corpus: Path, command: str) -> None:
    done = run(capsys, *COMMANDS[command], "--corpus", corpus)
    assert done.code in (0, 3, 9), done.err
    for stream in (done.out, done.err):
        assert not (found := _LIVE.search(stream)), f"{found} in {stream!r}"
    if command.endswith("--csv"):
        cells = [cell for row in csv.reader(io.StringIO(done.out)) for cell in row]
        assert cells
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    if command.endswith("json"):
        for line in done.out.splitlines() if command.endswith("ndjson") else [done.out]:
            json.loads(line)


def test_what_is_saved_and_exported_holds_nothing_active(
    capsys: Capsys, opened: Assistant, corpus: Path, tmp_path: Path
) -> None:
    target = tmp_path / "answer.json"
    assert run(capsys, "ask", "--save", target, QUESTION, "--corpus", corpus).code == 0
    answers = [opened.ask(QUESTION)]
    for text in (target.read_text(encoding="utf-8"), markdown(answers), html(answers)):
        assert not (found := _LIVE.search(text)), f"{found} in {text!r}"
    assert "<img" not in html(answers)
    assert "<img" not in markdown(answers).replace("\\<img", "")


def test_a_server_sends_nothing_active(opened: Assistant) -> None:
    with TestClient(create_app(opened), base_url="http://127.0.0.1:8000") as client:
        question = {"question": QUESTION}
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        accept = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}
        replies = {
            "ask": client.post("/api/ask", json=question),
            "stream": client.post("/api/ask", json={**question, "stream": True}),
            "search": client.post("/api/search", json={"query": "ships Bergen"}),
            "timeline": client.post("/api/timeline", json={"topic": "ships"}),
            "articles": client.get("/api/articles"),
            "chat": client.post(
                "/v1/chat/completions", json={"model": "assistant", "messages": [{"role": "user", "content": QUESTION}]}
            ),
            "responses": client.post("/v1/responses", json={"model": "assistant", "input": QUESTION}),
            **{
                f"mcp {name}": client.post(
                    "/mcp", json={**call, "params": {"name": name, "arguments": given}}, headers=accept
                )
                for name, given in (("ask", question), ("search", {"query": "ships Bergen"}), ("corpus", {}))
            },
        }
        for document in opened.documents():
            replies[f"file {document.id}"] = client.get(f"/files/{document.id}")
        for name, reply in replies.items():
            assert reply.status_code in (200, 422), (name, reply.text)
            assert not (found := _LIVE.search(reply.text)), f"{name}: {found} in {reply.text!r}"
            assert "<img src=x" not in reply.text or "text/html" not in reply.headers["content-type"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
@examples(max_examples=100)
def test_json_means_what_it_meant_and_is_inert(text: str) -> None:
    shown = json_text({"a": [text], text: 1})
    assert json.loads(shown)["a"] == [text]
    assert not _LIVE.search(shown)
    shown.encode("utf-8")


@given(st.sampled_from(["", " ", "\t", "\r", "\n", "\u200b", "\x00"]), st.sampled_from("=+-@"), st.text(max_size=5))
def test_no_cell_is_a_formula(before: str, sign: str, rest: str) -> None:
    assert not inert(before + sign + rest).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_log_line_is_one_line_of_inert_json() -> None:
    record = logging.LogRecord("assistant.server", logging.INFO, "", 0, f"request\n{ACTIVE}", (), None)
    record.fields = {"detail": ACTIVE}
    line = JsonLines().format(record)
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["detail"] == ACTIVE
