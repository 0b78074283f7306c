"""Whether two texts say the same, whatever their marks and spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.scores.matching import contains, normalise, overlap


class TestMatching:
    @pytest.mark.parametrize(
        ("text", "wanted", "found"),
        [
            ("A pair of short-range missiles.", "short range", True),
            ("about 80,000 US personnel", "80000", True),
            ("the U.S. results", "US", True),
            ("5.5 miles", "55 miles", False),
            ("at 9 a.m.", "9 am", True),
            ("Biden’s plan", "Bidens plan", True),
            ("a network of two", "two", True),
            ("a network", "two", False),
            ("“won’t stay there”", "won't stay", True),
            ("It blew\u200b up", "blew up", True),
            ("March 8–17 exercises", "March 8-17", True),
            ("The Washington Post", "washington post", True),
            ("anything", "—", False),
        ],
    )
    def test_case_punctuation_and_space_do_not_count(self, text: str, wanted: str, found: bool) -> None:
        assert contains(text, wanted) is found

    @given(st.text(max_size=60))
    def test_normalising_twice_changes_nothing(self, text: str) -> None:
        once = normalise(text)
        assert normalise(once) == once

    @given(
        st.lists(st.sampled_from("ab cd ef gh".split()), max_size=8),
        st.lists(st.sampled_from(["ab", "xy"]), max_size=8),
    )
    def test_overlap_is_symmetric_and_bounded(self, one: list[str], other: list[str]) -> None:
        left, right = " ".join(one), " ".join(other)
        assert overlap(left, right) == overlap(right, left)
        assert 0 <= overlap(left, right) <= 1
        assert overlap(left, left) == (1 if left else 0)

    def test_overlap_counts_words_in_one_run(self) -> None:
        assert overlap("two missiles were fired", "on Sunday two missiles flew") == 0.5
