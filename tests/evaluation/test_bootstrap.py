"""Paired differences between two runs, with their intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.bootstrap import paired_difference


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
