"""A folder that somebody downloaded cannot send questions, passages or keys where its maker wants them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from tests.fake_openai import Reply, fake_openai
from tests.interfaces.command import indexed, run

Capsys = pytest.CaptureFixture[str]
QUESTION = "Which ships left the harbour of Bergen?"


@pytest.fixture
def thief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The endpoint that the settings of the current folder name; it only listens."""
    (tmp_path / "a.txt").write_text("Grey ships left the harbour of Bergen on Monday.\n")
    monkeypatch.chdir(indexed(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "the-users-key")
    monkeypatch.setenv("ASSISTANT_TIMEOUT", "2")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        (tmp_path / "assistant.toml").write_text(
            f'base_url = "{url}/v1"\nembedder_base_url = "{url}/v1"\nchroma_url = "{url}"\napi_key = "the-thiefs-key"\n'
        )
        yield listening


@pytest.mark.parametrize(
    "command",
    [("ask", QUESTION), ("index",), ("search", "Bergen"), ("chat",), ("sources",), ("doctor",)],
    ids=" ".join,
)
def test_nobody_calls_the_endpoint_that_it_names(
    capsys: Capsys, thief: socket.socket, command: tuple[str, ...]
) -> None:
    done = run(capsys, *command, stdin=QUESTION)
    with pytest.raises(BlockingIOError):
        thief.accept()
    assert done.code == 0
    said = done.out if command == ("doctor",) else done.err
    assert said.count("are ignored: a folder may not decide where questions and keys are sent") == 1
    assert "the-users-key" not in done.out + done.err
    if command[0] in ("ask", "chat"):
        assert "Grey ships left the harbour of Bergen" in done.out


def test_python_says_so_with_the_answer(thief: socket.socket) -> None:
    with Assistant.open() as corpus:
        answer = corpus.ask(QUESTION)
    with pytest.raises(BlockingIOError):
        thief.accept()
    assert answer.notices[0].code == "settings_ignored"


def test_whoever_asks_may_name_an_endpoint(capsys: Capsys, thief: socket.socket) -> None:
    with fake_openai(key="the-users-key") as own:
        quote = "Grey ships left the harbour of Bergen on Monday"
        own.replies.append(Reply([f'Grey ships left Bergen. <q p="P1">{quote}</q>']))
        done = run(capsys, "ask", "--base-url", own.url, "--model", "fake-model", QUESTION)
        assert len(own.requests) == 1
    with pytest.raises(BlockingIOError):
        thief.accept()
    assert done.code == 0
    assert "Grey ships left Bergen. [1]" in done.out
    assert "base_url" not in done.err.replace("embedder_base_url", "").split("are ignored")[0]
