"""Each metric against answers whose right value is worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import ir_measures
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import Outcome
from assistant.evaluation.scores.answer import correctness, disagreement_recall, shown, trap_safety
from assistant.evaluation.scores.citations import citation_precision, citation_recall, quote_precision, quote_recall
from assistant.evaluation.scores.dates import (
    CorpusFiles,
    date_accuracy,
    expected_range,
    filter_exactness,
    quote_validity,
)
from assistant.evaluation.scores.metrics import Truth, score
from assistant.evaluation.scores.retrieval import multihop_scores, rank_scores
from assistant.types import (
    Answer,
    Citation,
    Conflict,
    DateRange,
    Document,
    DocumentDate,
    Hit,
    Mention,
    Passage,
    Query,
    Scope,
    Sentence,
)

DAY = date(2021, 3, 24)
DATED = DocumentDate(DAY, "day", "header_line")


def case(**fields: Any) -> Case:
    given_fields = {"id": "c", "question": "?", "answer": [["two", "pair"], "Sunday"], "files": {"any": ["a.txt"]}}
    return Case.model_validate(given_fields | fields)


def cite(number: int, path: str = "a.txt", quote: str = "Two missiles flew.", dated: DocumentDate = DATED) -> Citation:
    return Citation(number, path, dated, None, quote, 0, len(quote), 1)


def answer(text: str = "Two on Sunday", *citations: Citation, **fields: Any) -> Answer:
    citations = citations or (cite(1),)
    sentences = tuple(Sentence(text, (citation.number,)) for citation in citations)
    query = Query("?", "?", DAY, published=fields.pop("published", DateRange()))
    made = Answer("?", text, sentences, citations, "answered", query, Scope(1, 1))
    return replace(made, **fields)


def hit(path: str, text: str = "text", also_in: tuple[str, ...] = ()) -> Hit:
    document = Document(path, path, None, None, DATED, text, "")
    return Hit(Passage(path, path, 0, 0, len(text), text), document, 0.5, also_in=also_in)


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


class TestChecksAgainstFiles:
    @pytest.mark.parametrize(
        ("change", "value"),
        [
            ({}, 1.0),
            ({"start": 4, "end": 6}, 0.0),
            ({"line": 2}, 0.0),
            ({"path": "gone.txt"}, 0.0),
            ({"quote": "", "end": 3}, 0.0),
        ],
    )
    def test_a_quote_stands_in_its_file_at_its_place(self, tmp_path: Any, change: dict[str, Any], value: float) -> None:
        (tmp_path / "a.txt").write_text("One.\n\nTwo missiles flew over the sea.\n", encoding="utf-8")
        files = CorpusFiles(tmp_path, DAY)
        text = files.text("a.txt")
        assert text is not None
        start = text.index("Two missiles")
        right = Citation(1, "a.txt", DATED, None, "Two missiles", start, start + 12, 3)
        found = quote_validity(answer("x", replace(right, **change)), files)
        assert found is not None
        assert found.value == value

    def test_a_quote_from_a_row_stands_in_its_row(self, tmp_path: Any) -> None:
        (tmp_path / "rows.csv").write_text("words,notes\nTwo missiles flew over the sea.,None.\nOne.,None.\n")
        files = CorpusFiles(tmp_path, DAY, {"*.csv": {"text": "words"}})
        quote = Citation(1, "rows.csv#row-2", DATED, None, "Two missiles", 0, 12, 1, place="row 2")
        for path, value in (("rows.csv#row-2", 1.0), ("rows.csv#row-3", 0.0), ("rows.csv#row-9", 0.0)):
            found = quote_validity(answer("x", replace(quote, path=path)), files)
            assert found is not None
            assert found.value == value

    def test_an_answer_without_citations_says_nothing_of_them(self, tmp_path: Any) -> None:
        assert quote_validity(answer(citations=()), CorpusFiles(tmp_path, DAY)) is None
        assert date_accuracy(answer(citations=()), {"a.txt": "2021"}) is None

    def test_dates_are_compared_as_printed(self) -> None:
        month = DocumentDate(date(2021, 3, 1), "month", "filename")
        cited = answer(
            "x", cite(1), cite(2, "b.txt", dated=month), cite(3, "c.txt", dated=DocumentDate()), cite(4, "d")
        )
        dates = {"a.txt": "2021-03-24", "b.txt": "2021-03", "c.txt": None}
        right = date_accuracy(cited, dates)
        wrong = date_accuracy(cited, {**dates, "c.txt": "2020", "b.txt": "2021-03-01"})
        assert right is not None
        assert wrong is not None
        assert right.value == 1
        assert wrong.value == pytest.approx(1 / 3)


class TestFilters:
    @pytest.mark.parametrize(
        ("fields", "start", "end"),
        [
            ({"filters": {"on": "2021-03-16"}}, "2021-03-16", "2021-03-16"),
            ({"filters": {"after": "2021-03-16"}}, "2021-03-16", None),
            ({"as_of": "2021-03-20"}, None, "2021-03-20"),
            ({"as_of": "2021-03-20", "filters": {"before": "2021-03-18"}}, None, "2021-03-18"),
            (
                {"as_of": "2021-03-20", "published": {"start": "2021-03-01", "end": "2021-03-31"}},
                "2021-03-01",
                "2021-03-20",
            ),
        ],
    )
    def test_what_a_case_leaves(self, fields: dict[str, Any], start: str | None, end: str | None) -> None:
        days = expected_range(case(**fields))
        assert [day and day.isoformat() for day in (days.start, days.end)] == [start, end]

    @pytest.mark.parametrize(
        ("label", "undated", "value"),
        [
            ("2021-03-24", None, 1.0),
            ("2021-03-10", None, 0.0),
            ("2021-03", None, 1.0),
            ("2021", None, 1.0),
            ("2020", None, 0.0),
            (None, None, 1.0),
            (None, "exclude", 0.0),
        ],
    )
    def test_what_is_cited_lies_inside(self, label: str | None, undated: str | None, value: float) -> None:
        filtered = case(filters={"after": "2021-03-20", "undated": undated})
        got = answer("x", published=DateRange(date(2021, 3, 20), None))
        assert filter_exactness(filtered, got, {"a.txt": label}).value == value

    def test_another_range_or_name_is_not_exact(self) -> None:
        filtered = case(filters={"after": "2021-03-20", "paths": ["b*"]})
        found = filter_exactness(filtered, answer("x"), {})
        assert found.value == 0
        assert "filtered all days" in found.explanation
        assert "does not match b*" in found.explanation


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


class TestACaseAsAWhole:
    def test_a_timeout_has_the_worst_value_of_all_that_the_case_speaks_of(self) -> None:
        asked = case(quotes=["q"], forbidden=["f"], filters={"after": "2021-03-20"})
        truth = Truth("answers", {"a.txt": "2021-03-24"})
        scores = score(asked, Outcome(failure="timed_out", error="no answer within 1 s"), truth)
        whole = score(asked, Outcome(answer(), (hit("a.txt"),)), truth)
        assert scores.keys() == whole.keys()
        assert {name: one.value for name, one in scores.items()} == {
            name: float(name == "false_refusals") for name in scores
        }
        assert {one.explanation for one in scores.values()} == {"timed out: no answer within 1 s"}

    def test_an_unanswerable_case_is_measured_by_its_refusal(self) -> None:
        asked = Case.model_validate({"id": "n", "question": "?", "status": "not_in_corpus"})
        truth = Truth("answers", {})
        refused = answer(citations=(), sentences=(), status="filtered_out")
        assert {name: one.value for name, one in score(asked, Outcome(refused), truth).items()} == {
            "abstention_recall": 1,
            "abstention_precision": 1,
            "status_accuracy": 0,
        }
        assert score(asked, Outcome(answer()), truth)["abstention_recall"].value == 0
        assert "abstention_precision" not in score(asked, Outcome(answer()), truth)

    def test_a_wrong_refusal_lowers_abstention_precision(self) -> None:
        refused = answer(citations=(), sentences=(), status="not_in_corpus")
        scores = score(case(), Outcome(refused), Truth("answers", {}))
        assert scores["abstention_precision"].value == 0
        assert scores["false_refusals"].value == 1
