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
from tests.evaluation.conftest import Eval
from tests.evaluation.oracle import Oracle


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


def test_an_edited_draft_runs(run_eval: Eval, opened: Assistant, seeds: Path, oracle: Oracle, tmp_path: Path) -> None:
    run_eval("init", "mine.jsonl", "--corpus", seeds, "--count", 1)
    path = tmp_path / "mine.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"draft": true', '"draft": false', 1), encoding="utf-8")
    gold = read_set(path)
    run_eval.use(Oracle(gold, oracle.documents_by_path))
    report = json.loads(run_eval(path, "--json").stdout)
    assert [case["id"] for case in report["cases"]] == ["draft-1"]
    assert report["cases"][0]["scores"]["quote_recall"]["value"] == 1
