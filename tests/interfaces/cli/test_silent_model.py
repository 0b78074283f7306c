"""A model that gives no answer, at the command line and in a conversation: quotes answer, and one line says why."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from tests.fake_openai import FakeOpenAI, Reply, fake_openai, nobody_there
from tests.interfaces.command import Done, run
from tests.interfaces.silent import EVERY, SILENT, WRONG

Capsys = pytest.CaptureFixture[str]
QUESTION = "When were the two missiles fired?"
UNANSWERED = "How many missiles did Sweden buy from Zanzibar?"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    monkeypatch.setattr("assistant.models.endpoint._RETRIES", 0)
    with fake_openai() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        monkeypatch.setenv("ASSISTANT_HISTORY", "false")
        yield server


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    assert seeds_assistant.documents()
    return seeds


def asked(capsys: Capsys, corpus: Path, *more: str, question: str = QUESTION) -> Done:
    return run(capsys, "ask", "--corpus", corpus, *more, question)


_QUOTES: list[Done] = []


def _quotes(capsys: Capsys, corpus: Path) -> Done:
    if not _QUOTES:
        _QUOTES.append(asked(capsys, corpus, "--quotes"))
    return _QUOTES[0]


@pytest.mark.parametrize("name", EVERY)
def test_quotes_answer_and_one_line_says_why(capsys: Capsys, corpus: Path, fake: FakeOpenAI, name: str) -> None:
    quotes = _quotes(capsys, corpus)
    replies, _, said = EVERY[name]
    fake.replies.extend(replies)
    done = asked(capsys, corpus)
    assert (done.code, done.out) == (ExitCode.OK, quotes.out)
    first, *others = [line for line in done.err.splitlines() if line]
    assert first.startswith("warning: " if name in WRONG else "note: ")
    assert said in first
    assert first.endswith(" These are quotes instead.")
    assert len(first) < 600
    assert [line for line in quotes.err.splitlines() if line and "No model wrote" not in line] == others


@pytest.mark.parametrize("name", EVERY)
def test_where_quotes_refuse_so_does_the_answer(capsys: Capsys, corpus: Path, fake: FakeOpenAI, name: str) -> None:
    replies, code, _ = EVERY[name]
    fake.replies.extend(replies)
    done = asked(capsys, corpus, "--json", question=UNANSWERED)
    answer = json.loads(done.out)
    assert fake.requests
    assert done.code == (ExitCode.MODEL if name in WRONG else ExitCode.NOT_IN_CORPUS)
    assert answer["status"] == "not_in_corpus"
    assert [notice["code"] for notice in answer["notices"]] == [code, "not_in_corpus"]
    assert "quotes instead" not in answer["notices"][0]["message"]
    assert done.err.count("assistant: ") == (name in WRONG)


@pytest.mark.parametrize("flag", ["--quiet", "--ndjson", "--markdown"])
def test_what_is_to_be_mended_is_told_whatever_is_printed(
    capsys: Capsys, corpus: Path, fake: FakeOpenAI, flag: str
) -> None:
    fake.replies.extend(WRONG["wrong key"][0])
    done = asked(capsys, corpus, flag)
    assert done.code == ExitCode.OK
    assert done.err.startswith("assistant: The model did not answer: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("silence", [{"headless": True}, {"quiet": True}])
def test_a_model_that_never_answers(
    capsys: Capsys, corpus: Path, fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, silence: dict[str, bool]
) -> None:
    monkeypatch.setenv("ASSISTANT_TIMEOUT", "0.3")
    hold = threading.Event()
    fake.replies.append(Reply(["never"], hold=hold, **silence))  # type: ignore[arg-type]
    done = asked(capsys, corpus)
    hold.set()
    assert done.code == ExitCode.OK
    assert "setting timeout" in done.err
    assert "[1]" in done.out


def test_nobody_there_and_no_model_named(capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model's name is to be asked of an endpoint that is not there."""
    monkeypatch.setattr("assistant.models.endpoint._RETRIES", 0)
    with nobody_there() as url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        done = asked(capsys, corpus)
        talk = run(capsys, "chat", "--corpus", corpus, stdin=f"{QUESTION}\n/why\n{QUESTION}\n")
    assert done.code == talk.code == ExitCode.OK
    assert "OPENAI_BASE_URL" in done.err
    assert talk.err.count("These are quotes instead.") == 2
    assert talk.out.count("Sources") == 2


def test_a_conversation_goes_on_whatever_the_model_does(capsys: Capsys, corpus: Path, fake: FakeOpenAI) -> None:
    for replies, _, _ in EVERY.values():
        fake.replies.extend(replies)
    done = run(capsys, "chat", "--corpus", corpus, stdin=f"{QUESTION}\n/new\n" * len(EVERY))
    assert done.code == ExitCode.OK
    assert done.out.count("Sources") == len(EVERY)
    assert done.err.count("These are quotes instead.") == len(EVERY)
    assert not fake.replies


def test_an_evaluation_of_a_model_counts_its_faults_as_failures(
    capsys: Capsys, corpus: Path, fake: FakeOpenAI, tmp_path: Path
) -> None:
    cases = [{"id": f"c{n}", "question": QUESTION, "category": "fact", "answer": [["Sunday"]]} for n in range(2)]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, [{"set": "two", "corpus": str(corpus)}, *cases])))
    fake.replies.extend([*SILENT["has no quota"][0], *SILENT["empty"][0]])
    run(capsys, "eval", "run", gold, "--concurrency", "1", "--output", tmp_path / "runs", "--mode", "model")
    kept = [json.loads(line) for line in next((tmp_path / "runs").glob("*/cases.jsonl")).read_text().splitlines()]
    assert sorted((one["failure"] or "", one["status"]) for one in kept) == [("", "answered"), ("crashed", "")]
    assert any("quota" in one["error"] for one in kept)
