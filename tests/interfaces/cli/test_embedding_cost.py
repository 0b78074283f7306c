"""What a remote embedder will be given is told before it is given any, and asked for when it is much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.interfaces.command import Typed, run

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """A server that embeds, and a corpus of two files in the working folder's folder `corpus`."""
    root = tmp_path / "corpus"
    root.mkdir()
    for name in ("one", "two"):
        (root / f"{name}.txt").write_text(f"date 2021-03-03\nThe council voted on bridge {name} on Monday.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "text-embedding-3-small")
    with fake_openai() as fake:
        monkeypatch.setenv("ASSISTANT_EMBEDDER_BASE_URL", fake.url)
        monkeypatch.setenv("ASSISTANT_EMBEDDER_API_KEY", "right-key")
        yield fake


def test_the_cost_is_told_before_anything_is_sent(
    capsys: Capsys, remote: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = run(capsys, "index", "corpus", "--dry-run")
    told = "text-embedding-3-small will receive 2 passages, about 18 tokens"
    assert planned.err == f"{told}; set price_embedding to see the cost\n"
    assert json.loads(run(capsys, "index", "corpus", "--dry-run", "--json").out)["to_embed"] == {
        "passages": 2,
        "tokens": 18,
    }
    assert remote.requests == []
    assert not Path("corpus/.assistant").exists()

    monkeypatch.setenv("ASSISTANT_PRICE_EMBEDDING", "130000")
    done = run(capsys, "index", "corpus")
    assert done.code == ExitCode.OK
    assert done.err.splitlines() == [
        f"{told}: about 2.34 at 130000 per million",
        f"wrote the index into {Path('corpus/.assistant')}",
    ]
    assert remote.requests

    Path("corpus/three.txt").write_text("date 2021-03-04\nThe bridge will open in May.\n")
    assert (
        "will receive 1 passage, about" in run(capsys, "index", "corpus", "--dry-run").err
    )  # the cache holds the others
    assert "will receive 1 passage, about" in run(capsys, "index", "corpus").err
    for arguments in (["--dry-run"], ["--rebuild"], []):
        assert run(capsys, "index", "corpus", *arguments).err == ""


def test_a_small_refresh_before_an_answer_says_nothing_of_cost(capsys: Capsys, remote: FakeOpenAI) -> None:
    run(capsys, "index", "corpus")
    Path("corpus/three.txt").write_text("date 2021-03-04\nThe bridge will open in May.\n")
    done = run(capsys, "search", "--corpus", "corpus", "bridge")
    assert "will open in May" in done.out
    assert "about" not in done.err


def test_the_bundled_embedder_costs_nothing(
    capsys: Capsys, remote: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "bundled")
    monkeypatch.setenv("ASSISTANT_ASK_ABOVE_TOKENS", "0")
    assert run(capsys, "index", "corpus", "--dry-run").err == ""
    assert json.loads(run(capsys, "index", "corpus", "--dry-run", "--json").out)["to_embed"] is None


@pytest.mark.parametrize("command", [["index", "corpus"], ["search", "--corpus", "corpus", "bridge"]])
def test_much_text_is_sent_only_when_a_person_agrees(
    capsys: Capsys, remote: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_ASK_ABOVE_TOKENS", "10")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def said(*arguments: str, answer: str | None) -> tuple[int, str]:
        first = "" if command[0] == "index" else "y\n"
        typed = Typed("" if answer is None else f"{first}{answer}\n")
        done = run(capsys, *command, *arguments, stdin=typed)
        assert ("Embed them" in done.out + done.err) == (answer is not None)
        assert typed.read() == ""
        return done.code, done.out + done.err

    code, text = said(answer="n")
    assert code == ExitCode.FAILURE
    assert "about 18 tokens" in text
    assert "nothing was embedded and the index is unchanged" in text
    assert remote.requests == []
    assert not list(Path("corpus/.assistant").glob("generations/*"))
    assert said(answer="y")[0] == ExitCode.OK
    assert remote.requests
    if command[0] == "index":
        Path("corpus/more.txt").write_text("date 2021-03-04\nThe bridge will open in May, said the council.\n")
        assert said("--yes", answer=None)[0] == ExitCode.OK
