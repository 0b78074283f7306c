"""Each fault of a known kind makes the metric that is meant for it fall, and the exit code says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.gold.files import GoldSet
from assistant.types import Answer, DocumentDate, Hit
from tests.evaluation.conftest import SEEDS_SET, Eval
from tests.evaluation.oracle import Oracle, refusal

GATE = 8


class FindsNothing(Oracle):
    def search(self, query: str, *, k: int = 10, **options: Any) -> list[Hit]:
        return []

    def ask(self, question: str, **options: Any) -> Answer:
        right = super().ask(question, **options)
        return refusal(right.query, right.scope)


class SwapsDates(Oracle):
    def ask(self, question: str, **options: Any) -> Answer:
        right = super().ask(question, **options)
        dates = [document.date for document in self.documents_by_path.values()]
        wrong = [
            replace(citation, date=next(date for date in dates if date.label != citation.date.label))
            for citation in right.citations
        ]
        return replace(right, citations=tuple(wrong))


class ShufflesCitations(Oracle):
    """Every answer carries the citations that belong to the next question's."""

    def ask(self, question: str, **options: Any) -> Answer:
        right = super().ask(question, **options)
        answers = [self.right_answer(case) for case in self.gold.cases if not case.may_abstain]
        place = next((i for i, answer in enumerate(answers) if answer == right), None)
        if place is None:
            return right
        other = answers[(place + 1) % len(answers)]
        sentences = tuple(replace(sentence, text=right.text) for sentence in other.sentences)
        return replace(right, sentences=sentences, citations=other.citations)


class AlwaysAnswers(Oracle):
    def ask(self, question: str, **options: Any) -> Answer:
        right = super().ask(question, **options)
        if right.citations:
            return right
        other = self.right_answer(self.gold.cases[0])
        return replace(other, question=question, query=right.query)


class AlwaysRefuses(Oracle):
    def ask(self, question: str, **options: Any) -> Answer:
        right = super().ask(question, **options)
        return refusal(right.query, right.scope)


@dataclass
class CrashesOnEveryTenth(Oracle):
    asked: int = 0

    def ask(self, question: str, **options: Any) -> Answer:
        self.asked += 1
        if self.asked % 10 == 0:
            raise RuntimeError("the floor gave way")
        return super().ask(question, **options)


@pytest.fixture
def baseline(run_eval: Eval, tmp_path: Path) -> Path:
    file = tmp_path / "baseline.json"
    run_eval(SEEDS_SET, "--save-baseline", file)
    return file


def _summary(output: str) -> dict[str, float]:
    report = json.loads(output[output.index("{") :])
    return {figure["metric"]: figure["value"] for figure in report["summary"]}


def _faulty(fault: type[Oracle], oracle: Oracle) -> Oracle:
    return fault(oracle.gold, oracle.documents_by_path)


def test_right_answers_have_the_best_value_of_every_metric(run_eval: Eval) -> None:
    result = run_eval(SEEDS_SET, "--json")
    values = _summary(result.stdout)
    apart = {"latency_p50", "latency_p95", "R@3"}  # a question with four relevant files cannot reach R@3 1
    imperfect = {
        name: value
        for name, value in values.items()
        if name not in apart and value != (0 if name == "false_refusals" else 1)
    }
    assert imperfect == {}
    assert {"correctness", "citation_precision", "quote_recall", "abstention_recall", "nDCG@10"} <= set(values)


@pytest.mark.parametrize(
    ("fault", "gate", "metric", "at_most"),
    [
        (FindsNothing, "R@10<0.9", "R@10", 0.0),
        (FindsNothing, "correctness<0.85", "correctness", 0.0),
        (SwapsDates, "date_accuracy<1", "date_accuracy", 0.0),
        (ShufflesCitations, "citation_precision<0.95", "citation_precision", 0.6),
        (AlwaysAnswers, "abstention_recall<0.9", "abstention_recall", 0.0),
        (AlwaysRefuses, "correctness<0.85", "correctness", 0.0),
        (AlwaysRefuses, "abstention_precision<0.9", "abstention_precision", 0.5),
        (CrashesOnEveryTenth, "correctness<0.95", "correctness", 0.94),
    ],
)
def test_a_fault_lowers_its_metric_and_trips_the_gate(
    run_eval: Eval, oracle: Oracle, fault: type[Oracle], gate: str, metric: str, at_most: float
) -> None:
    run_eval.use(_faulty(fault, oracle))
    result = run_eval(SEEDS_SET, "--fail-on", gate, "--json", code=GATE)
    assert _summary(result.stdout)[metric] <= at_most
    assert metric in json.loads(result.stdout)["failed_gates"][0]


@pytest.mark.parametrize(
    "fault", [FindsNothing, SwapsDates, ShufflesCitations, AlwaysAnswers, AlwaysRefuses, CrashesOnEveryTenth]
)
def test_every_fault_is_a_significant_regression(
    run_eval: Eval, oracle: Oracle, baseline: Path, fault: type[Oracle]
) -> None:
    run_eval.use(_faulty(fault, oracle))
    result = run_eval(SEEDS_SET, "--baseline", baseline, "--fail-on", "regression", code=GATE)
    assert "gate failed: regression" in result.stdout


def test_a_crashed_case_is_named_and_scores_zero(run_eval: Eval, oracle: Oracle, gold: GoldSet) -> None:
    run_eval.use(_faulty(CrashesOnEveryTenth, oracle))
    result = run_eval(SEEDS_SET, "--json")
    cases = json.loads(result.stdout)["cases"]
    crashed = [case for case in cases if case["failure"]]
    assert len(cases) == len(gold.cases)
    assert len(crashed) == len(gold.cases) // 10
    assert all(case["error"].startswith("RuntimeError: the floor gave way (in ") for case in crashed)
    for case in crashed:
        assert case["scores"]
        worst = {name: float(name == "false_refusals") for name in case["scores"]}
        assert {name: score["value"] for name, score in case["scores"].items()} == worst
    run_eval.use(_faulty(CrashesOnEveryTenth, oracle))
    table = run_eval(SEEDS_SET).stdout
    assert f"crashed: seeds/{crashed[0]['id']}: RuntimeError: the floor gave way" in table


def test_an_unchanged_run_is_never_a_regression(run_eval: Eval, baseline: Path) -> None:
    for _ in range(3):
        result = run_eval(SEEDS_SET, "--baseline", baseline, "--fail-on", "regression")
        assert "worse" not in result.stdout


def test_an_unknown_date_counts_as_undated(run_eval: Eval, oracle: Oracle) -> None:
    class ForgetsDates(Oracle):
        def ask(self, question: str, **options: Any) -> Answer:
            right = super().ask(question, **options)
            return replace(right, citations=tuple(replace(one, date=DocumentDate()) for one in right.citations))

    run_eval.use(_faulty(ForgetsDates, oracle))
    value = _summary(run_eval(SEEDS_SET, "--json").stdout)["date_accuracy"]
    assert 0 < value < 1
