"""Whether an answer says what it should, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.evaluation.scores.answer import correctness, disagreement_recall, shown, trap_safety
from assistant.types import (
    Conflict,
    DateRange,
    Mention,
)
from tests.evaluation.scores.making import answer, case, cite


class TestCorrectness:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("A pair, on Sunday.", 1.0), ("Two.", 0.0), ("Sunday", 0.0), ("Twosome on Sunday", 0.0)],
    )
    def test_every_group_is_needed_and_any_string_of_it_will_do(self, text: str, value: float) -> None:
        assert correctness(case(), answer(text)).value == value

    def test_what_is_missing_is_said(self) -> None:
        assert correctness(case(), answer("Two.")).explanation == "lacks 'Sunday'"

    def test_a_refusal_is_not_correct_though_it_names_the_words(self) -> None:
        assert correctness(case(), answer("two Sunday", status="not_in_corpus")).value == 0

    def test_something_forbidden_makes_it_wrong(self) -> None:
        tempted = case(forbidden=["three"])
        assert correctness(tempted, answer("Two, no, three on Sunday")).value == 0
        assert trap_safety(tempted, answer("Two on Sunday", cite(1, quote="three"))).value == 0
        assert trap_safety(tempted, answer("three", status="not_in_corpus")).value == 1

    def test_what_is_printed_beside_a_citation_counts(self) -> None:
        mention = Mention(0, 6, "Sunday", DateRange(date(2021, 3, 21), date(2021, 3, 21)))
        text = shown(answer("Sunday", replace(cite(1), mentions=(mention,))))
        assert text.splitlines() == ["Sunday", "2021-03-24", "2021-03-21", "2021-03-21"]

    def test_a_disagreement_needs_every_side(self) -> None:
        sides = case(disagreement=[["cruise"], ["ballistic", "medium-range"]])
        assert disagreement_recall(sides, answer("cruise")).value == 0
        told = disagreement_recall(sides, answer("cruise, but medium range", conflicts=(Conflict("x", ((1,), (2,))),)))
        assert told.value == 1
        assert "says that they disagree" in told.explanation
