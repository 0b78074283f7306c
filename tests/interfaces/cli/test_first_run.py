"""A folder without an index: what it holds and how long it takes is said, and nobody is made to wait unasked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.interfaces.command import Typed, run
from tests.interfaces.terminal import terminal

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "ships.txt").write_text("Grey ships left the harbour of Bergen on Monday.\n")
    (folder / "crown.txt").write_text("A silver crown was stolen from the museum in Cluj.\n")
    return folder


@pytest.mark.parametrize("command", [("ask", "Which ships left?"), ("search", "ships"), ("chat",)], ids=" ".join)
def test_in_a_pipe_the_command_is_named_and_nothing_is_written(
    capsys: Capsys, corpus: Path, command: tuple[str, ...]
) -> None:
    done = run(capsys, *command, "--corpus", corpus)
    assert (done.code, done.out) == (ExitCode.INDEX, "")
    told = rf"{corpus} is not indexed yet: 2 files, 100 bytes, about \d+ s; run `assistant index {corpus}` first"
    assert re.match(f"assistant: {told}", done.err)
    assert not (corpus / ".assistant").exists()


def test_on_a_terminal_a_yes_indexes_it_and_a_no_does_not(
    capsys: Capsys, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("ask", "--corpus", corpus, "--quotes", "Which ships left the harbour?")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(capsys, *arguments, stdin=Typed("n\n")).code == ExitCode.INDEX
    assert not (corpus / ".assistant").exists()
    with terminal(*arguments, home=tmp_path) as screen:
        screen.wait_for("Index it now")
        assert "2 files, 100 bytes, about" in screen.text
        screen.ask("y")
        assert screen.wait_for_end() == ExitCode.OK
        assert "Grey ships left the harbour of Bergen" in " ".join(screen.text.split())


def test_where_the_index_is_written_is_said_once(capsys: Capsys, corpus: Path) -> None:
    said = f"wrote the index into {corpus / '.assistant'}"
    assert run(capsys, "index", corpus).err.splitlines()[-1] == said
    assert said not in run(capsys, "index", corpus).err
