"""Runs: order, concurrency, crashes and timeouts; kept on disk, resumed, interrupted."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation import runner
from assistant.evaluation.evaluate import Plan, evaluate
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.records import Outcome
from assistant.evaluation.run_folder import RunFolder
from assistant.evaluation.runner import Job
from assistant.settings import Settings
from assistant.types import Answer
from tests.evaluation.conftest import SEEDS_SET, Eval
from tests.evaluation.oracle import Oracle

QUOTES = Settings.model_validate({"mode": "quotes"})


def _jobs(count: int) -> list[Job]:
    return [Job(Case(id=f"c{i}", question="?", reference="x"), 1, "answers") for i in range(count)]


class TestRunner:
    def test_every_job_ends_once_and_no_more_run_at_a_time_than_allowed(self) -> None:
        running, most, lock = 0, 0, threading.Lock()
        together = threading.Barrier(3, timeout=10)

        def ask(job: Job) -> Outcome:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            together.wait()
            with lock:
                running -= 1
            return Outcome(error=job.case.id)

        ended = list(runner.run(_jobs(9), concurrency=3, timeout=30, ask=ask))
        assert sorted(outcome.error for _, outcome in ended) == sorted(f"c{i}" for i in range(9))
        assert all(job.case.id == outcome.error for job, outcome in ended)
        assert most == 3

    def test_a_crash_and_a_hang_are_results_and_the_rest_goes_on(self) -> None:
        stopped: list[bool] = []

        def ask(job: Job) -> Outcome:
            if job.case.id == "c1":
                raise KeyError("lost")
            if job.case.id == "c2":
                stopped.append(job.cancelled.wait(timeout=10))
            return Outcome()

        ended = {job.case.id: outcome for job, outcome in runner.run(_jobs(5), concurrency=2, timeout=0.2, ask=ask)}
        assert stopped == [True]
        assert {name: outcome.failure for name, outcome in ended.items()} == {
            "c0": None, "c1": "crashed", "c2": "timed_out", "c3": None, "c4": None,
        }  # fmt: skip
        assert re.fullmatch(r"KeyError: 'lost' \(in evaluation/test_runs\.py, line \d+\)", ended["c1"].error)
        assert ended["c2"].error == "no answer within 0.2 s"

    def test_closing_stops_what_is_running(self) -> None:
        ended = []

        def ask(job: Job) -> Outcome:
            if job.case.id != "c0":
                ended.append(job.cancelled.wait(timeout=10))
            return Outcome()

        outcomes = runner.run(_jobs(9), concurrency=3, timeout=30, ask=ask)
        assert next(outcomes)[0].case.id == "c0"
        outcomes.close()  # type: ignore[attr-defined]
        assert ended == [True, True]

    def test_a_late_answer_does_not_count_twice(self) -> None:
        late = threading.Event()

        def ask(job: Job) -> Outcome:
            if job.case.id == "c0":
                late.wait()
            else:
                late.set()
            return Outcome()

        ended = list(runner.run(_jobs(2), concurrency=1, timeout=0.2, ask=ask))
        assert [(job.case.id, outcome.failure) for job, outcome in ended] == [("c0", "timed_out"), ("c1", None)]


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
    assert "kept in" in run_eval(SEEDS_SET, "--mode", "quotes", "--resume").stderr
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


def test_provenance_names_what_made_the_run_and_no_key(run_eval: Eval, gold: GoldSet, tmp_path: Path) -> None:
    settings = Settings.model_validate({"mode": "quotes", "api_key": "sk-secret", "base_url": "http://10.0.0.1/v1"})
    run, path = evaluate([gold], settings, Plan(limit=2), output=tmp_path / "runs")
    made = run.provenance
    assert made.sets == {"seeds": gold.sha256}
    assert made.settings["passages"] == 8
    assert made.prompts.keys() >= {"judge.md"}
    assert made.index.keys() == {"seeds"}
    stored = "".join(file.read_text(encoding="utf-8") for file in path.iterdir())
    assert "sk-secret" not in stored
    assert "10.0.0.1" not in stored


def test_questions_are_asked_with_their_filters_and_history() -> None:
    case = Case.model_validate(
        {
            "id": "x",
            "question": "And then?",
            "reference": "r",
            "as_of": "2021-03-20",
            "history": [{"question": "Who?", "answer": "Kim", "paths": ["a.txt"]}],
            "filters": {"after": "2021-03-01", "undated": "exclude", "paths": ["a*"], "sources": ["NPR"]},
        }
    )
    options = runner.options_of(Job(case, 1, "answers"))
    assert options["undated"] == "exclude"
    assert options["paths"] == ("a*",)
    assert options["sources"] == ("NPR",)
    assert [turn.answer for turn in options["history"]] == ["Kim"]
    assert str(options["as_of"]) == "2021-03-20"
