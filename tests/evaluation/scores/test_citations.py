"""Whether citations and quotes are the expected ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evaluation.scores.citations import citation_precision, citation_recall, quote_precision, quote_recall
from assistant.types import (
    Sentence,
)
from tests.evaluation.scores.making import answer, case, cite


class TestCitations:
    def test_precision_counts_citations_and_recall_statements(self) -> None:
        sentences = (Sentence("one", (1, 2)), Sentence("two", (2,)), Sentence("three"), Sentence("note", kind="note"))
        mixed = answer("x", cite(1), cite(2, "b.txt"), sentences=sentences)
        assert citation_precision(case(), mixed).value == pytest.approx(1 / 3)
        assert citation_recall(case(), mixed).value == pytest.approx(1 / 3)

    def test_a_needed_file_that_is_not_cited_counts_as_one_more_statement(self) -> None:
        both = case(files={"all": ["a.txt", "b.txt"]})
        found = citation_recall(both, answer("x", cite(1)))
        assert found.value == 0.5
        assert "never cites 'b.txt'" in found.explanation

    def test_no_citation_is_zero(self) -> None:
        refused = answer(citations=(), sentences=(Sentence("no", kind="missing"),), status="not_in_corpus")
        assert citation_precision(case(), refused).value == 0
        assert citation_recall(case(), refused).value == 0

    def test_a_citation_that_points_nowhere_is_wrong(self) -> None:
        assert citation_precision(case(), answer("x", sentences=(Sentence("x", (7,)),))).value == 0

    def test_a_copy_of_a_gold_file_supports_as_well(self) -> None:
        assert citation_precision(case(), answer("x", replace(cite(1, "b.txt"), also_in=("a.txt",)))).value == 1

    def test_quotes_are_the_same_when_half_of_the_shorter_stands_in_one_run(self) -> None:
        gold = case(quotes=[["They said two missiles flew on Sunday"], "another thing entirely"])
        one = answer("x", cite(1, quote="Two missiles flew."))
        assert quote_precision(gold, one).value == 1
        assert quote_recall(gold, one).value == 0.5
        assert quote_precision(gold, answer("x", cite(1, quote="two missiles did not fly"))).value == 0
        assert quote_precision(gold, answer("x", cite(1, quote="two missiles sank today"))).value == 1
