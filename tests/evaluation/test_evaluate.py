"""Runs that are kept as they go on: interrupted, resumed, read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation import runner
from assistant.evaluation.evaluate import Plan, evaluate
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.run_folder import RunFolder
from assistant.settings import Settings
from assistant.types import Answer
from tests.evaluation.conftest import SEEDS_SET, Eval
from tests.evaluation.oracle import Oracle

QUOTES = Settings.model_validate({"mode": "quotes"})


class _Interrupts(Oracle):
    """Somebody presses Ctrl-C while the sixth case is asked."""

    asked = 0

    def ask(self, question: str, **options: Any) -> Answer:
        self.asked += 1
        return super().ask(question, **options)


def _interrupting(limit: int) -> Any:
    def progress(done: int, planned: int) -> None:
        if done == limit:
            raise KeyboardInterrupt

    return progress


def test_an_interrupted_run_keeps_what_is_done_and_resumes(
    run_eval: Eval, oracle: Oracle, gold: GoldSet, tmp_path: Path
) -> None:
    output = tmp_path / "runs"
    counting = _Interrupts(oracle.gold, oracle.documents_by_path)
    run_eval.use(counting)
    with pytest.raises(KeyboardInterrupt):
        evaluate([gold], QUOTES, Plan(limit=20), output=output, progress=_interrupting(6))
    folder = RunFolder.latest_unfinished(output)
    assert folder is not None
    assert len(folder.results()) == 6
    counting.asked = 0
    run, path = evaluate([gold], QUOTES, Plan(limit=20), output=output, resume=True)
    assert path == folder.path
    assert counting.asked == 14
    assert [result.id for result in run.results] == [case.id for case in gold.cases[:20]]
    assert run.complete
    assert RunFolder.latest_unfinished(output) is None


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(
    run_eval: Eval, oracle: Oracle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = runner.run

    def interrupted(*arguments: Any, **named: Any) -> Any:
        for place, ended in enumerate(real(*arguments, **named)):
            if place == 4:
                raise KeyboardInterrupt
            yield ended

    monkeypatch.setattr(runner, "run", interrupted)
    result = run_eval(SEEDS_SET, "--mode", "quotes", code=None)
    assert result.exit_code != 0
    assert "4 of" in result.stderr
    assert "--resume to continue" in result.stderr
    monkeypatch.setattr(runner, "run", real)
    assert "saved in" in run_eval(SEEDS_SET, "--mode", "quotes", "--resume").stderr
    kept = list((tmp_path / "runs").glob("*/cases.jsonl"))
    assert len(kept) == 1


def test_a_run_is_not_resumed_with_other_settings(run_eval: Eval, gold: GoldSet, tmp_path: Path) -> None:
    output = tmp_path / "runs"
    with pytest.raises(KeyboardInterrupt):
        evaluate([gold], QUOTES, Plan(limit=9), output=output, progress=_interrupting(3))
    with pytest.raises(EvaluationError, match=r"settings\.passages: 8 → 4"):
        evaluate(
            [gold],
            Settings.model_validate({"mode": "quotes", "passages": 4}),
            Plan(limit=9),
            output=output,
            resume=True,
        )
    with pytest.raises(EvaluationError, match="no unfinished run"):
        evaluate([gold], QUOTES, Plan(), output=tmp_path / "other", resume=True)


def test_a_line_that_was_cut_short_runs_again(run_eval: Eval, gold: GoldSet, tmp_path: Path) -> None:
    output = tmp_path / "runs"
    _, path = evaluate([gold], QUOTES, Plan(limit=5), output=output)
    cases = path / "cases.jsonl"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text[:-200], encoding="utf-8")
    folder = RunFolder.latest_unfinished(output)
    assert folder is not None
    assert len(folder.results()) == 4
    run, _ = evaluate([gold], QUOTES, Plan(limit=5), output=output, resume=True)
    assert len(run.results) == 5


def test_what_is_kept_reads_back_the_same(run_eval: Eval, gold: GoldSet, tmp_path: Path) -> None:
    run, path = evaluate([gold], QUOTES, Plan(limit=12, repeat=2), output=tmp_path / "runs")
    again = RunFolder.open(path).run()
    assert again.provenance == run.provenance
    assert sorted(again.results, key=lambda one: (one.repeat, one.key)) == sorted(
        run.results, key=lambda one: (one.repeat, one.key)
    )
    assert len(run.results) == 24


def test_category_and_limit_pick_cases(run_eval: Eval, gold: GoldSet) -> None:
    report = json.loads(run_eval(SEEDS_SET, "--category", "trap", "--category", "time", "--limit", 9, "--json").stdout)
    assert {case["category"] for case in report["cases"]} <= {"trap", "time"}
    assert len(report["cases"]) == 9
    run_eval(SEEDS_SET, "--category", "nothing", code=2)
