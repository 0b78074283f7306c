"""Drafts of questions: answered from their sentence, marked, left out of runs, and questions of the set once edited."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.evaluation.drafts import questions
from assistant.evaluation.evaluate import Plan, picked
from assistant.evaluation.gold.files import read_set
from assistant.evaluation.rewording import reworded
from tests.answering.fakes import FakeChatModel
from tests.evaluation.conftest import Eval
from tests.evaluation.oracle import Oracle
from tests.fake_openai import fake_openai


@pytest.fixture
def opened(seeds_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The sample corpus, which stays open when a command has ended."""
    monkeypatch.setattr("assistant.app.Assistant.open", lambda *_, **__: seeds_assistant)
    monkeypatch.setattr(seeds_assistant, "close", lambda: None)
    return seeds_assistant


def test_a_draft_is_answered_from_the_sentence_that_it_was_made_of(opened: Assistant) -> None:
    drafted = list(islice(questions(opened, opened.documents(), 3), 3))
    assert len({each.question for each in drafted}) == len(drafted) >= 2
    for each in drafted:
        assert each.question.endswith("?")
        assert each.answer in each.sentence
        document = opened.index.document(each.path)
        assert document is not None
        assert each.sentence in " ".join(document.text.split())


def test_drafts_are_marked_read_back_and_left_out_of_runs(
    run_eval: Eval, opened: Assistant, seeds: Path, tmp_path: Path
) -> None:
    text = run_eval("init", "eval/mine.jsonl", "--corpus", seeds, "--count", 2).stdout
    assert "2 drafts in eval/mine.jsonl" in text
    gold = read_set(tmp_path / "eval" / "mine.jsonl")
    assert gold.problems == ()
    assert len(gold.cases) == 2
    assert all(case.draft and "DRAFT" in case.note for case in gold.cases)
    assert picked(gold, Plan()) == []
    assert "2 are drafts" in str(run_eval("mine", code=2).exception)
    assert "--force" in str(run_eval("init", "eval/mine.jsonl", "--corpus", seeds, code=2).exception)


def test_a_model_asks_drafts_in_other_words(
    run_eval: Eval, opened: Assistant, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(questions(opened, opened.documents(), 1))
    other = " ".join(["Could you tell me:", first.question])
    with fake_openai() as fake:
        monkeypatch.setenv("ASSISTANT_BASE_URL", fake.url)
        monkeypatch.setenv("ASSISTANT_API_KEY", "right-key")
        fake.say(f"<think>Hm.</think>{other}")
        run_eval("init", "mine.jsonl", "--corpus", seeds, "--count", 1)
        assert first.sentence in fake.requests[0]["messages"][1]["content"]
        run_eval("init", "own.jsonl", "--corpus", seeds, "--count", 1, "--quotes")
        assert len(fake.requests) == 1
    (case,) = read_set(tmp_path / "mine.jsonl").cases
    assert (case.question, case.draft) == (other, True)
    assert first.question in case.note
    assert read_set(tmp_path / "own.jsonl").cases[0].question == first.question


@pytest.mark.parametrize(
    "reply",
    [
        "Who stole the crown in Cluj?",
        "Which objects did Bruno Kessler take in Cluj?",
        "Which 3 objects did two men take from the museum in Cluj?",
        "Was it a silver crown that was taken from the museum in Cluj?",
        "Which object was taken from the museum?",
        "What was stolen in Cluj? What else?\nAnd where?",
        "It was a crown.",
    ],
    ids=["the same", "a new name", "a new number", "the answer", "a name is gone", "two lines", "no question"],
)
def test_what_a_model_may_not_ask_stays_as_it_was(reply: str) -> None:
    sentence = "A silver crown was stolen from the museum in Cluj by two men on Monday."
    asked = "Who stole the crown in Cluj?" if reply.startswith("Who") else "What was stolen in Cluj?"
    answer = "A silver crown"
    assert reworded(asked, sentence, answer, FakeChatModel([reply])) is None
    fine = "Which object was taken in Cluj?"
    assert reworded(asked, sentence, answer, FakeChatModel([fine])) == fine


def test_an_edited_draft_runs(run_eval: Eval, opened: Assistant, seeds: Path, oracle: Oracle, tmp_path: Path) -> None:
    run_eval("init", "mine.jsonl", "--corpus", seeds, "--count", 1)
    path = tmp_path / "mine.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"draft": true', '"draft": false', 1), encoding="utf-8")
    gold = read_set(path)
    run_eval.use(Oracle(gold, oracle.documents_by_path))
    report = json.loads(run_eval(path, "--json").stdout)
    assert [case["id"] for case in report["cases"]] == ["draft-1"]
    assert report["cases"][0]["scores"]["quote_recall"]["value"] == 1
