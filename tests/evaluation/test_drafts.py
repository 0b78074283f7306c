"""Drafts of questions: marked, left out of runs, and questions of the set once edited."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.evaluate import Plan, picked
from assistant.evaluation.gold.files import read_set
from tests.evaluation.conftest import Eval
from tests.evaluation.oracle import Oracle


def test_drafts_are_marked_read_back_and_left_out_of_runs(
    run_eval: Eval, oracle: Oracle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.app.Assistant.open", lambda *_, **__: oracle)
    corpus = oracle.gold.corpus
    text = run_eval("init", "eval/mine.jsonl", "--corpus", corpus, "--count", 7).stdout
    assert "7 drafts in eval/mine.jsonl" in text
    gold = read_set(tmp_path / "eval" / "mine.jsonl")
    assert gold.problems == ()
    assert gold.corpus == corpus
    assert len(gold.cases) == 7
    assert all(len(case.question.split()) > 5 for case in gold.cases)
    assert all(case.draft and "DRAFT" in case.note for case in gold.cases)
    assert len({path for case in gold.cases if case.files for path in case.files.named}) == 5
    assert picked(gold, Plan()) == []
    assert "7 are drafts" in str(run_eval("mine", code=2).exception)
    assert "--force" in str(run_eval("init", "eval/mine.jsonl", "--corpus", corpus, code=2).exception)
    run_eval("init", "eval/mine.jsonl", "--corpus", corpus, "--force")


def test_an_edited_draft_runs(run_eval: Eval, oracle: Oracle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("assistant.app.Assistant.open", lambda *_, **__: oracle)
    run_eval("init", "mine.jsonl", "--corpus", oracle.gold.corpus, "--count", 2)
    path = tmp_path / "mine.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"draft": true', '"draft": false', 1), encoding="utf-8")
    gold = read_set(path)
    run_eval.use(Oracle(gold, oracle.documents_by_path))
    report = json.loads(run_eval(path, "--json").stdout)
    assert [case["id"] for case in report["cases"]] == ["draft-1"]
    assert report["cases"][0]["scores"]["quote_recall"]["value"] == 1
