"""Commands that are ended from outside: an interrupt, a closed pipe; and what comes down one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from assistant.types import AnswerEvent, Checked
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
QUESTION = "When were the two missiles fired?"


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    """The sample corpus with its index already made."""
    assert seeds_assistant.documents()
    return seeds


@pytest.mark.parametrize("form", [(), ("--json",), ("--markdown",), ("--ndjson",)])
def test_ctrl_c_keeps_what_came_and_is_exit_130(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    stream = Assistant.stream

    def interrupted(self: Assistant, question: str, **options: Any) -> Iterator[AnswerEvent]:
        for event in stream(self, question, **options):
            yield event
            if isinstance(event, Checked):
                raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "stream", interrupted)
    done = run(capsys, "ask", "--corpus", corpus, *form, QUESTION)
    assert done.code == ExitCode.INTERRUPTED
    assert "[1]" in done.out or "[^1]" in done.out or '"number": 1' in done.out
    assert "Stopped before the answer was complete" in done.out + done.err
    if "--json" in form:
        assert json.loads(done.out)["status"] == "incomplete"


def test_an_answer_stopped_before_its_first_sentence_does_not_say_that_it_was_checked(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Assistant.stream

    def interrupted(self: Assistant, question: str, **options: Any) -> Iterator[AnswerEvent]:
        yield next(stream(self, question, **options))
        raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "stream", interrupted)
    done = run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert done.code == ExitCode.INTERRUPTED
    assert "Stopped before any answer." in done.out + done.err
    assert "checked" not in done.out + done.err


def test_an_interrupt_before_anything_came_is_exit_130(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Assistant, question: str, **options: Any) -> Iterator[AnswerEvent]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "stream", interrupted)
    done = run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert (done.code, done.out, done.err) == (ExitCode.INTERRUPTED, "", "")


def test_an_interrupt_while_the_program_is_imported_is_exit_130() -> None:
    program = (
        "import runpy, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "runpy.run_module('assistant', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "\nassistant: interrupted\n")


@pytest.mark.parametrize("command", [["sources"], ["sources", "--json"], ["search", "Kim"], ["index", "--dry-run"]])
def test_a_closed_pipe_ends_every_command_quietly(corpus: Path, command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    line = [sys.executable, "-m", "assistant", *command]
    environment = {**os.environ, "ASSISTANT_CORPUS": str(corpus)}
    done = subprocess.run(line, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupted_index_run_says_what_is_kept(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.wiring.index_corpus", interrupted)
    done = run(capsys, "index", corpus)
    assert (done.code, done.out) == (ExitCode.INTERRUPTED, "")
    assert "the index is unchanged" in done.err
    assert done.err.count("\n") == 1


def test_the_question_may_come_from_standard_input(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "-", stdin=QUESTION + "\n")
    assert "[1]" in done.out


def test_bytes_that_are_no_text_are_read_all_the_same(corpus: Path) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "--corpus", str(corpus), "--quotes", "--json", "-"]
    done = subprocess.run(command, input=b"Who met Kim\xff in Hanoi?", capture_output=True, check=False)
    assert json.loads(done.stdout)["question"] == "Who met Kim\ufffd in Hanoi?"


def test_watching_takes_in_each_change(capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Grey ships left the harbour of Bergen.\n")

    def changes(root: Path, index_dir: Path) -> Iterator[None]:
        assert (root, index_dir) == (tmp_path, tmp_path / ".assistant")
        (root / "b.txt").write_text("The bridge was closed.\n")
        yield
        (root / "a.txt").unlink()
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.index.build.watch.watch", changes)
    done = run(capsys, "index", tmp_path, "--watch", "--json")
    reports = [json.loads(line) for line in done.out.splitlines()]
    assert [(report["added"], report["removed"]) for report in reports] == [
        (["a.txt"], []),
        (["b.txt"], []),
        ([], ["a.txt"]),
    ]
    assert "waiting for changes" in done.err
    assert done.code == ExitCode.INTERRUPTED
    assert run(capsys, "index", tmp_path, "--watch", "--dry-run").code == ExitCode.USAGE
