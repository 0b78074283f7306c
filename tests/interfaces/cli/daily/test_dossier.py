"""`assistant dossier` from the command line, and /keep in a conversation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from assistant.interfaces.render.kept.export import FORMATS
from assistant.saved import bundle, save
from tests.interfaces.command import Done, run

Capsys = pytest.CaptureFixture[str]
QUESTION = "Who met Kim in Hanoi?"


@pytest.fixture
def corpus(tmp_path: Path, seeds_assistant: Assistant, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert seeds_assistant.documents()
    shutil.copytree(seeds, tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", "articles")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    save(bundle(seeds_assistant.ask(QUESTION), seeds_assistant.index), tmp_path / "answer.json")
    return tmp_path / "articles"


def ok(capsys: Capsys, *arguments: object, code: ExitCode = ExitCode.OK) -> Done:
    done = run(capsys, *arguments)
    assert done.code == code, done.err
    return done


def test_the_round_of_a_dossier(capsys: Capsys, corpus: Path) -> None:
    ok(capsys, "dossier", "new", "harbour", "--title", "Harbour <b>")
    ok(capsys, "dossier", "add", "harbour", "answer.json", "-n", "1", "--note", "The *second* summit.\n\nSee <i>.")
    ok(capsys, "dossier", "add", "harbour", "--article", "003_37d19aab8ca65837.txt")
    assert "has this already" in run(capsys, "dossier", "add", "harbour", "answer.json", "-n", "1").err
    shown = ok(capsys, "dossier", "show", "harbour").out
    assert shown.startswith("Harbour <b>: 2 findings")
    assert "Hanoi" in shown
    assert "met with Kim" in ok(capsys, "cite", "harbour").out
    assert "2 of 2 findings stand" in ok(capsys, "dossier", "verify", "harbour").out
    found = json.loads(ok(capsys, "dossier", "show", "harbour", "--json").out)
    cited = next(each for each in found["items"] if each["kind"] == "quote")["quotes"][0]
    for kind in FORMATS:
        ok(capsys, "dossier", "export", "harbour", f"out.{kind}")
    page = Path("out.html").read_text(encoding="utf-8")
    assert "Harbour &lt;b&gt;" in page
    assert "<script" not in page
    assert "See &lt;i&gt;." in page
    assert "The *second* summit." in Path("out.md").read_text(encoding="utf-8")
    (corpus / cited["path"]).rename(corpus / "hanoi.txt")
    told = ok(capsys, "dossier", "verify", "harbour").out
    assert f"{cited['path']}: now called hanoi.txt" in told
    (corpus / "hanoi.txt").unlink()
    told = ok(capsys, "dossier", "verify", "harbour", code=ExitCode.FAILURE).out
    assert "gone; no file of the corpus has its bytes or its text" in told
    states = json.loads(ok(capsys, "dossier", "verify", "harbour", "--json", code=ExitCode.FAILURE).out)
    assert "deleted" in [one["state"] for each in states for one in each["files"]]


def test_a_word_file_has_headings_notes_and_quotes(capsys: Capsys, corpus: Path) -> None:
    docx = pytest.importorskip("docx")
    ok(capsys, "dossier", "new", "harbour")
    ok(capsys, "dossier", "add", "harbour", "answer.json", "--note", "A note.")
    ok(capsys, "dossier", "export", "harbour", "out.docx")
    parts = docx.Document("out.docx").paragraphs
    assert [(each.style.name, each.text) for each in parts[:3]] == [
        ("Title", "harbour"),
        ("Heading 1", QUESTION),
        ("Normal", "A note."),
    ]
    assert any(each.style.name == "Intense Quote" and "Kim" in each.text for each in parts)


def test_two_dossiers_are_compared(capsys: Capsys, corpus: Path) -> None:
    for name in ("one", "two"):
        ok(capsys, "dossier", "new", name)
    assert ok(capsys, "dossier", "diff", "one", "two").out == ""
    ok(capsys, "dossier", "add", "two", "--article", "003_37d19aab8ca65837.txt")
    assert ok(capsys, "dossier", "diff", "one", "two", code=ExitCode.FAILURE).out.startswith("+ ")


def test_sources_of_a_saved_answer_are_cited(capsys: Capsys, corpus: Path) -> None:
    assert ok(capsys, "cite", "answer.json", "1").out.startswith("1. “")
    assert ok(capsys, "cite", "answer.json", "1", "-s", "bibtex").out.startswith("@article{")
    assert "has the sources 1" in ok(capsys, "cite", "answer.json", "9", code=ExitCode.USAGE).err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "nowhere"), ExitCode.USAGE, "assistant dossier new nowhere"),
        (("add", "harbour"), ExitCode.USAGE, "name a saved answer, or an article"),
        (("add", "harbour", "--article", "none.txt"), ExitCode.USAGE, "no document 'none.txt'"),
        (("add", "harbour", "--article", "x", "-n", "1"), ExitCode.USAGE, "--quote goes with a saved answer"),
        (("export", "harbour", "out.odt"), ExitCode.USAGE, "ends with none of .md, .html, .docx, .json"),
        (("export", "harbour", "nowhere/out.md"), ExitCode.USAGE, "cannot write"),
        (("new", "harbour"), ExitCode.USAGE, "is not empty"),
    ],
)
def test_faults_are_one_line(
    capsys: Capsys, corpus: Path, arguments: tuple[str, ...], code: ExitCode, told: str
) -> None:
    ok(capsys, "dossier", "new", "harbour")
    done = ok(capsys, "dossier", *arguments, code=code)
    assert told in done.err
    assert done.err.count("\n") == 1


def test_findings_of_a_conversation_are_kept(capsys: Capsys, corpus: Path, tmp_path: Path) -> None:
    lines = ("/keep", "/dossier found", QUESTION, "/keep 1 The summit.", "/keep [1]", "/keep 9", "/keep", "/dossier")
    more = (*lines, "What is the capital of Peru?", "/keep", "/keep article 1 Odd.")
    done = run(capsys, "chat", "--quotes", stdin="".join(f"{line}\n" for line in more))
    for told in (
        "no dossier is open; /dossier FOLDER",
        "new dossier; /keep adds to found (0 findings)",
        "has this already",
        "no source '9'",
        "the last answer cites nothing; /keep article N",
    ):
        assert told in done.err
    assert "found: 2 findings" in done.out
    kinds = [each["kind"] for each in json.loads(ok(capsys, "dossier", "show", "found", "--json").out)["items"]]
    assert sorted(kinds) == ["answer", "article", "quote"]
