"""A folder that somebody downloaded cannot send questions, passages or keys where its maker wants them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings
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
    assert said.count("are ignored: the file may come from somebody else") == 1
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


def test_a_file_is_used_once_it_is_allowed_and_until_it_changes(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    file = here / "assistant.toml"
    file.write_text('base_url = "http://me:hidden@127.0.0.1:9/v1"\napi_key = "sk-theirs"\ndata_dir = "../kept"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "the-users-key")

    asked = run(capsys, "trust")
    assert (asked.code, "--yes" in asked.err) == (2, True)
    assert load_settings().settings.base_url is None

    allowed = run(capsys, "trust", "--yes")
    assert allowed.code == 0
    assert "base_url = http://127.0.0.1:9/v1" in allowed.out
    assert "api_key = (a key, not shown)" in allowed.out
    for hidden in ("hidden", "sk-theirs"):
        assert hidden not in allowed.out + allowed.err
    settings, _, ignored = load_settings()
    assert (settings.base_url, settings.data_dir) == ("http://me:hidden@127.0.0.1:9/v1", here / "../kept")
    assert settings.api_key is None  # the user's was set for another host
    assert "api_key (environment OPENAI_API_KEY) is not sent to the base_url" in ignored
    assert str(file) in run(capsys, "trust", "--list").out

    file.write_text(file.read_text() + "passages = 3\n")
    settings, _, ignored = load_settings()
    assert (settings.base_url, settings.passages) == (None, 3)
    assert "has changed since you allowed it" in ignored

    assert run(capsys, "trust", "--yes").code == 0
    assert load_settings().settings.base_url is not None
    assert "no longer" in run(capsys, "trust", "--remove").err
    assert load_settings().settings.base_url is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('feeds = ["http://127.0.0.1:9/feed"]', "feeds"),
        ('follow = ["localhost"]', "follow"),
        ('embedder = "text-embedding-3-large"', "embedder"),
        ("ask_above_tokens = 999999999", "ask_above_tokens"),
        ('index_dir = "../elsewhere"', "index_dir"),
        ('data_dir = "/tmp"', "data_dir"),
        ('index_dir = "link/x"', "index_dir"),
    ],
)
def test_what_reaches_out_of_the_folder_waits_for_leave(tmp_path: Path, line: str, name: str) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path)
    (tmp_path / "here" / "assistant.toml").write_text(line)
    settings, origins, ignored = load_settings(environ={}, cwd=tmp_path / "here")
    assert origins[name] == "default"
    assert getattr(settings, name) == Settings.model_fields[name].default
    assert ignored.startswith(name)


def test_a_corpus_elsewhere_is_refused_rather_than_another_one_indexed(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('corpus = ".."')
    with pytest.raises(SettingsError, match="assistant trust"):
        load_settings(environ={}, cwd=tmp_path)
    assert load_settings({"corpus": tmp_path}, environ={}, cwd=tmp_path).settings.corpus == tmp_path


def test_a_settings_file_is_read_like_any_file_of_a_stranger(tmp_path: Path) -> None:
    made: dict[str, Callable[[Path], object]] = {
        "pipe": os.mkfifo,
        "link": lambda path: path.symlink_to("/etc/passwd"),
        "device": lambda path: path.symlink_to("/dev/zero"),
        "large": lambda path: path.write_bytes(b"#" * 2_000_000),
        "folder": lambda path: path.mkdir(),
        "deep": lambda path: path.write_text("a = " + "[" * 100_000),
    }
    for name, make in made.items():
        folder = tmp_path / name
        folder.mkdir()
        make(folder / "assistant.toml")
        with pytest.raises(SettingsError, match=r"assistant\.toml"):
            load_settings(environ={}, cwd=folder)
