from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import EvaluationError
from assistant.evaluation.bootstrap import paired_difference
from assistant.evaluation.compare import ALL, compare
from assistant.evaluation.gates import failed_gates, parse_gate
from assistant.evaluation.records import CaseResult, Provenance, Run, Score
from assistant.evaluation.scores.judge import agreement
from assistant.evaluation.summary import Price, percentile, spreads, summarise


def result(number: int, category: str = "fact", repeat: int = 1, **scores: float) -> CaseResult:
    return CaseResult(
        set="s",
        id=f"c{number}",
        category=category,
        question=f"question {number}",
        expected="",
        case_sha256="1",
        scores={name: Score(value, "because") for name, value in scores.items()},
        repeat=repeat,
        answer=f"answer {number}",
        seconds=number / 100,
    )


def run(*results: CaseResult) -> Run:
    return Run(Provenance({"s": "1"}, "quotes", {}, {}, {}, {}, "0"), results, len(results))


class TestBootstrap:
    def test_equal_runs_differ_by_nothing(self) -> None:
        values = [0.1, 0.7, None, 1.0]
        assert paired_difference(values, values) == paired_difference([1], [1])

    def test_the_same_input_gives_the_same_interval(self) -> None:
        before, after = [0.0, 1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0, 1.0]
        assert paired_difference(before, after) == paired_difference(before, after)

    def test_the_interval_covers_what_theory_says(self) -> None:
        values = np.random.default_rng(1).normal(0.3, 1.0, 400)
        interval = paired_difference([0.0] * 400, list(values))
        error = values.std() / 20
        assert interval.low == pytest.approx(values.mean() - 1.96 * error, abs=0.02)
        assert interval.high == pytest.approx(values.mean() + 1.96 * error, abs=0.02)

    def test_one_flip_of_many_is_noise_and_many_are_not(self) -> None:
        before = [1.0] * 60
        assert paired_difference(before, [0.0] + [1.0] * 59).high == 0
        assert paired_difference(before, [0.0] * 8 + [1.0] * 52).high < 0

    def test_a_case_without_a_value_is_left_out_of_its_own_side(self) -> None:
        assert paired_difference([1.0, None], [1.0, 0.0]).difference == -0.5

    @pytest.mark.parametrize(("before", "after"), [([None], [1.0]), ([1.0], [1.0, 0.0]), ([], [])])
    def test_nothing_to_compare_is_an_error(self, before: list[float | None], after: list[float | None]) -> None:
        with pytest.raises(ValueError, match=r"."):
            paired_difference(before, after)

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
    def test_the_difference_lies_in_its_interval_or_beside_a_skewed_one(self, pairs: list[tuple[float, float]]) -> None:
        before, after = zip(*pairs, strict=True)
        interval = paired_difference(before, after)
        assert interval.low <= interval.high
        assert interval.low - 1e-9 <= interval.difference <= interval.high + 1e-9


class TestCompare:
    def test_a_fall_is_worse_and_a_rise_of_what_should_be_low_too(self) -> None:
        before = run(*(result(i, correctness=1.0, false_refusals=0.0) for i in range(20)))
        after = run(*(result(i, correctness=0.0, false_refusals=1.0) for i in range(20)))
        comparison = compare(before, after)
        assert {change.metric for change in comparison.regressions} == {"correctness", "false_refusals"}
        assert {change.verdict for change in compare(after, before).changes} == {"better"}

    def test_one_flip_is_listed_and_no_regression(self) -> None:
        before = run(*(result(i, correctness=1.0) for i in range(20)))
        after = run(result(0, correctness=0.0), *before.results[1:])
        comparison = compare(before, after)
        assert comparison.regressions == []
        assert [(flip.after.id, flip.direction, flip.metric) for flip in comparison.flips] == [
            ("c0", "worse", "correctness")
        ]

    def test_new_gone_and_edited_cases_are_named_and_not_compared(self) -> None:
        before = run(result(1, correctness=1.0), result(2, correctness=1.0), result(3, correctness=1.0))
        edited = replace(result(2, correctness=0.0), case_sha256="2")
        comparison = compare(before, run(result(1, correctness=1.0), edited, result(4, correctness=0.0)))
        assert comparison.added == (("s", "c4"),)
        assert comparison.removed == (("s", "c3"),)
        assert comparison.edited == (("s", "c2"),)
        assert [(c.before, c.after, c.cases) for c in comparison.changes if c.category == ALL] == [(1.0, 1.0, 1)]

    def test_categories_are_compared_by_themselves(self) -> None:
        before = run(*(result(i, "time" if i < 10 else "fact", correctness=1.0) for i in range(30)))
        after = run(*(result(i, "time" if i < 10 else "fact", correctness=float(i >= 10)) for i in range(30)))
        verdicts = {change.category: change.verdict for change in compare(before, after).changes}
        assert verdicts == {ALL: "worse", "time": "worse", "fact": None}

    def test_what_made_the_runs_differ_is_said(self) -> None:
        before = run(result(1, correctness=1.0))
        after = replace(before, provenance=replace(before.provenance, settings={"passages": 4}, writer="gpt"))
        assert compare(before, after).made_otherwise == ("writer: quotes → gpt", "settings.passages: nothing → 4")


class TestGates:
    @pytest.mark.parametrize("text", ["correctness", "correctness<", "correctness=1", "corectness<0.5", "<0.5", ""])
    def test_what_is_no_gate_is_refused(self, text: str) -> None:
        with pytest.raises(EvaluationError, match="--fail-on"):
            parse_gate(text)

    def test_a_wrong_name_gets_a_hint(self) -> None:
        with pytest.raises(EvaluationError, match="did you mean 'correctness'"):
            parse_gate("corectness<0.5")

    @pytest.mark.parametrize(
        ("gate", "fails"),
        [
            ("correctness<0.5", False),
            ("correctness<=0.5", True),
            ("correctness<0.51", True),
            ("correctness>0.4", True),
            ("correctness>=0.6", False),
            ("correctness[time]<0.1", True),
            ("correctness[fact]<1", False),
            ("nDCG@10<0.5", True),  # no value: nothing was shown
            ("latency_p95>0.01", True),
        ],
    )
    def test_gates(self, gate: str, fails: bool) -> None:
        results = [result(1, "fact", correctness=1.0), result(2, "time", correctness=0.0)]
        assert bool(failed_gates([parse_gate(gate)], results, None)) is fails

    def test_regression_needs_something_to_compare_with(self) -> None:
        with pytest.raises(EvaluationError, match="--baseline"):
            failed_gates([parse_gate("regression")], [result(1, correctness=1.0)], None)


class TestSummary:
    def test_repeats_of_a_case_count_once(self) -> None:
        results = [
            result(1, repeat=1, correctness=1.0),
            result(1, repeat=2, correctness=0.0),
            result(2, correctness=1.0),
        ]
        figure = next(figure for figure in summarise(results) if figure.metric == "correctness")
        assert (figure.value, figure.cases) == (0.75, 2)
        spread = next(one for one in spreads(results) if one.metric == "correctness")
        assert (spread.lowest, spread.highest) == (0.0, 1.0)

    @pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.95, 4.0), (0.25, 1.0), (1.0, 4.0)])
    def test_percentiles_are_nearest_rank(self, share: float, value: float) -> None:
        assert percentile([4.0, 1.0, 3.0, 2.0], share) == value

    def test_cost_is_shown_only_with_a_price(self) -> None:
        one = replace(result(1, correctness=1.0), prompt_tokens=1_000_000, completion_tokens=500_000)
        names = {figure.metric: figure.value for figure in summarise([one], Price(2.0, 4.0))}
        assert names["cost"] == 4.0
        assert names["tokens"] == 1_500_000
        assert "cost" not in {figure.metric for figure in summarise([one])}


def test_kappa_of_a_known_table() -> None:
    # Cohen's example of 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, kappa 0.4.
    table = [(1.0, 1.0)] * 20 + [(1.0, 0.0)] * 5 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 15
    found = agreement([result(i, correctness=a, judged_correct=b) for i, (a, b) in enumerate(table)])
    assert found is not None
    assert (found.cases, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert agreement([result(1, correctness=1.0)]) is None
