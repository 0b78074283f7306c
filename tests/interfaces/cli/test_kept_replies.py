"""A question that was asked before, through the commands: answered from what was kept, unless told otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
QUESTION = "When were the two missiles fired?"
NOTHING = "<none>The passages say nothing of it.</none>"
FURTHER = "<none>Nothing is said of it.</none>"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    with fake_openai() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        monkeypatch.setenv("ASSISTANT_CACHE", "true")
        monkeypatch.setenv("ASSISTANT_HISTORY", "false")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        yield server


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    assert seeds_assistant.documents()
    return seeds


def test_the_second_time_costs_nothing_and_says_so(capsys: Capsys, corpus: Path, fake: FakeOpenAI) -> None:
    fake.say(NOTHING, FURTHER)
    first = json.loads(run(capsys, "ask", "--corpus", corpus, "--json", QUESTION).out)
    again = json.loads(run(capsys, "ask", "--corpus", corpus, "--json", QUESTION).out)
    assert len(fake.requests) == 1
    assert [again[name] for name in ("text", "sentences", "status", "model")] == [
        first[name] for name in ("text", "sentences", "status", "model")
    ]
    assert "cached" not in [notice["code"] for notice in first["notices"]]
    assert "cached" in [notice["code"] for notice in again["notices"]]
    assert first["usage"]["prompt_tokens"] > 0
    assert (again["usage"]["prompt_tokens"], again["usage"]["completion_tokens"]) == (0, 0)
    assert "--no-cache asks again" in run(capsys, "ask", "--corpus", corpus, QUESTION).err
    assert len(fake.requests) == 1


def test_no_cache_neither_reads_nor_keeps(capsys: Capsys, corpus: Path, fake: FakeOpenAI, tmp_path: Path) -> None:
    fake.say(NOTHING, FURTHER)
    for _ in range(2):
        run(capsys, "ask", "--corpus", corpus, "--no-cache", QUESTION)
    assert len(fake.requests) == 2
    assert not (tmp_path / "cache").exists()


def test_replies_are_kept_where_the_data_is(
    capsys: Capsys, corpus: Path, fake: FakeOpenAI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    fake.say(NOTHING)
    run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert len(list((tmp_path / "data" / "replies").iterdir())) == 1
    assert not (tmp_path / "cache").exists()


def test_retry_asks_anew(capsys: Capsys, corpus: Path, fake: FakeOpenAI) -> None:
    fake.say(NOTHING, FURTHER)
    run(capsys, "chat", "--corpus", corpus, stdin=f"{QUESTION}\n/retry\n")
    assert len(fake.requests) == 2
    run(capsys, "chat", "--corpus", corpus, stdin=f"{QUESTION}\n")
    assert len(fake.requests) == 2


def test_an_evaluation_asks_the_model_every_time_unless_told(
    capsys: Capsys, corpus: Path, fake: FakeOpenAI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    header = {"set": "mine", "corpus": str(corpus), "today": "2022-02-15"}
    case = {"id": "missiles", "question": QUESTION, "answer": [["Sunday"]]}
    (tmp_path / "mine.jsonl").write_text(json.dumps(header) + "\n" + json.dumps(case) + "\n", encoding="utf-8")
    fake.say(*[NOTHING] * 3)
    for _ in range(2):
        assert run(capsys, "eval", tmp_path / "mine.jsonl", "--repeat", 1, "--json").code == ExitCode.OK
    assert len(fake.requests) == 2
    for _ in range(2):
        assert run(capsys, "eval", tmp_path / "mine.jsonl", "--cached", "--json").code == ExitCode.OK
    assert len(fake.requests) == 3
