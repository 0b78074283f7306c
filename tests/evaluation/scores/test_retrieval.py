"""Ranks of the expected files and quotes."""

from __future__ import annotations

import ir_measures
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from assistant.evaluation.scores.retrieval import multihop_scores, rank_scores
from tests.evaluation.scores.making import hit


class TestRetrieval:
    def test_values_are_those_of_the_field(self) -> None:
        hits = [hit("x"), hit("a"), hit("x"), hit("y", also_in=("b",))]
        values = {name: one.value for name, one in rank_scores(hits, {"a": 1, "b": 1}).items()}
        assert values["R@3"] == 0.5
        assert values["R@10"] == 1.0
        assert values["MRR@10"] == 0.5
        gain = 1 / 1.5849625 + 1 / 2.3219281  # ranks 2 and 4: 1/log2(3) + 1/log2(5)
        assert values["nDCG@10"] == pytest.approx(gain / (1 + 1 / 1.5849625), abs=1e-6)

    @given(
        st.one_of(st.permutations("abcdefghijkl"), st.lists(st.sampled_from("abcdefghijkl"), max_size=5, unique=True)),
        st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 3), min_size=1),
    )
    @example([*"abcdefghijkl"], {"k": 1})  # the first relevant one at rank 11
    def test_values_are_those_of_ir_measures(self, found: list[str], relevance: dict[str, int]) -> None:
        measures = {R @ 3: "R@3", R @ 10: "R@10", RR @ 10: "MRR@10", nDCG @ 10: "nDCG@10"}
        qrels = [Qrel("q", path, grade) for path, grade in relevance.items()]
        run = [ScoredDoc("q", path, -float(rank)) for rank, path in enumerate(found)]
        # It says nothing of a query without results: zero, in its own means too.
        expected = dict.fromkeys(measures.values(), 0.0)
        expected |= {measures[one.measure]: one.value for one in ir_measures.iter_calc(list(measures), qrels, run)}
        values = {name: one.value for name, one in rank_scores([hit(path) for path in found], relevance).items()}
        assert values == pytest.approx(expected)

    def test_nothing_found_is_zero(self) -> None:
        assert {one.value for one in rank_scores([], {"a": 1}).values()} == {0.0}

    def test_multihop_as_its_script_computes_it(self) -> None:
        chunks = ["x", "the fact\none is", "x", "x", "fact two and fact one", "x", "x", "x", "x", "x", "fact three"]
        found = {
            name: one.value for name, one in multihop_scores(chunks, ["fact one", "fact two", "fact three"]).items()
        }
        # First seen: one at rank 2, two at rank 5, three at rank 11 (which the script counts too).
        assert found == {
            "Hits@4": 1,
            "Hits@10": 1,
            "MRR@10": 0.5,
            "MAP@10": pytest.approx((1 / 2 + 1 / 5 + 1 / 11) / 3),
        }
        late = multihop_scores(["x"] * 10 + ["fact one"], ["fact one"])
        assert (late["Hits@10"].value, late["MRR@10"].value) == (0.0, 0.0)
        assert late["MAP@10"].value == pytest.approx(1 / 11)

    @given(st.lists(st.sampled_from(["a b", "b", "c\n", "abc", ""]), max_size=14), st.permutations(["ab", "c", "ab"]))
    def test_multihop_equals_a_plain_reading_of_its_definition(self, chunks: list[str], facts: list[str]) -> None:
        gathered, seen = 0.0, []
        for rank, chunk in enumerate(chunks[:11], 1):
            bare = chunk.replace(" ", "").replace("\n", "")
            fresh = [fact for fact in dict.fromkeys(facts) if fact in bare and fact not in seen]
            seen += fresh
            gathered += len(fresh) / rank
        assert multihop_scores(chunks, facts)["MAP@10"].value == pytest.approx(gathered / 3)
