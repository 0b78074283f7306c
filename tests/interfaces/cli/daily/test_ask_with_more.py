"""A file, a text or a template beside a question; and an answer that is saved although nobody reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode, SettingsError
from assistant.interfaces import templates
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
NOTE = "On 3 March 2024 the harbour master Olga Brandt said that 42 ships were waiting outside Port Vell.\n"
QUESTION = "How many ships were waiting outside Port Vell?"


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    assert seeds_assistant.documents()
    return seeds


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    return tmp_path / "note.txt"


def test_a_file_is_asked_and_cited_like_an_article(capsys: Capsys, corpus: Path, note: Path) -> None:
    flags = ("ask", "--corpus", corpus, "--quotes", "--json")
    assert run(capsys, *flags, QUESTION).code == ExitCode.NOT_IN_CORPUS
    answer = json.loads(run(capsys, *flags, "--attach", note, QUESTION).out)
    cited = answer["citations"][0]
    assert (cited["path"], NOTE[cited["start"] : cited["end"]]) == ("attached/note.txt", cited["quote"])
    assert answer["scope"]["total"] == 6
    gone = run(capsys, *flags, "--attach", note.with_name("none.txt"), QUESTION)
    assert (gone.code, "cannot be attached: No such file" in gone.err) == (ExitCode.USAGE, True)
    note.write_bytes(b"")
    assert "note.txt cannot be attached" in run(capsys, *flags, "--attach", note, QUESTION).err


def test_a_text_on_standard_input_is_asked(capsys: Capsys, corpus: Path) -> None:
    flags = ("ask", "--corpus", corpus, "--quotes", "--json", "--context")
    answer = json.loads(run(capsys, *flags, QUESTION, stdin=NOTE).out)
    assert answer["citations"][0]["path"] == "attached/context.txt"


def test_what_is_attached_in_a_conversation_goes_with_one_question(capsys: Capsys, corpus: Path, note: Path) -> None:
    lines = f"/attach\n/attach {note}\n{QUESTION}\n/open 1\n/new\n{QUESTION}\n"
    done = run(capsys, "chat", "--corpus", corpus, "--quotes", stdin=lines)
    assert "usage: /attach FILE" in done.err
    assert done.out.count("[1] attached/note.txt") == 1
    assert ">    1  On 3 March 2024" in done.out
    assert "Nearest articles" in done.out


def test_templates_are_filled_and_near_names_are_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "own_folder", lambda: tmp_path)
    (tmp_path / "twice.txt").write_text("# mine\nDid {1} meet {2},\nand {2} {1}?\n", encoding="utf-8")
    assert templates.question("@twice", ["A", "B"]) == "Did A meet B, and B A?"
    assert templates.question("Who met Kim?", ()) == "Who met Kim?"
    assert templates.expanded("@who-is Jalina Porter") == "Who is Jalina Porter?"
    assert templates.expanded('@twice "A B" C') == "Did A B meet C, and C A B?"
    assert templates.expanded("Who is @home?") == "Who is @home?"
    with pytest.raises(SettingsError, match="did you mean @who-is"):
        templates.question("@whois", ["A"])
    with pytest.raises(SettingsError, match="there are @"):
        templates.question("@nonsense-beyond-all", ["A"])
    with pytest.raises(SettingsError, match="takes 2 words or phrases, not 1"):
        templates.question("@twice", ["A"])
    with pytest.raises(SettingsError, match="into quotation marks"):
        templates.question("Who", ["met", "Kim?"])


@pytest.mark.parametrize("form", ["--json", "--quiet"])
def test_an_answer_is_saved_when_nobody_reads_the_output(corpus: Path, tmp_path: Path, form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "assistant", "ask", "--corpus", str(corpus), "--quotes", form, "--save"]
    done = subprocess.run(
        [*command, str(tmp_path / "answer.json"), "Who met Kim in Hanoi?"], stdout=writing, stderr=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert json.loads((tmp_path / "answer.json").read_bytes())["quotes"]
