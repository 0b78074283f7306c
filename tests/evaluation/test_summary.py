"""Scores of a run in a few numbers."""

from dataclasses import replace

import pytest

from assistant.evaluation.summary import Price, percentile, spreads, summarise
from tests.evaluation.conftest import SEEDS_SET, Eval
from tests.evaluation.making import result


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


@pytest.mark.parametrize("price", ["free", "1", "0.15/", "/2"])
def test_a_price_is_two_numbers(run_eval: Eval, price: str) -> None:
    assert run_eval(SEEDS_SET, "--price", price, code=None).exit_code == 2
