from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EvaluationError
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.gold.files import GoldSet, read_set
from assistant.evaluation.scores.matching import contains, normalise, overlap
from tests.evaluation.conftest import Eval
from tests.evaluation.oracle import Oracle

GOOD = {"id": "a", "question": "Who?", "answer": ["Kim"], "files": {"any": ["a.txt"]}}


def _write(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    shown = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(shown) + "\n", encoding="utf-8")
    return path


def test_every_malformed_line_is_named_with_its_field_and_what_was_expected(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        {"set": "mine", "corpus": "articles"},
        {**GOOD, "status": "answerd"},
        '{"id": "b", ',
        {**GOOD, "id": "c", "quetion": "Why?"},
        "",
        [1],
        {**GOOD, "id": "d", "as_of": "2021-02-30"},
        {"id": "e", "question": "?"},
        GOOD,
        GOOD,
        {**GOOD, "id": "f", "files": {"any": ["a"], "all": ["b"]}},
        {**GOOD, "id": "g", "answer": [["Kim"], []]},
        {**GOOD, "id": "h", "disagreement": ["one side"]},
        {**GOOD, "id": "i", "status": "not_in_corpus"},
    )
    problems = read_set(path).problems
    found = [str(problem).removeprefix(f"{path}:") for problem in problems]
    assert found == [
        "2: status.0: expected 'answered', 'not_in_corpus', 'filtered_out' or 'partial', got \"answerd\"",
        "3: line: expected one JSON object, got Expecting property name enclosed in double quotes at column 13",
        "4: quetion: expected the field 'question', got unknown field 'quetion'",
        "6: line: expected one JSON object, got list [1]",
        '7: as_of: expected a day such as 2021-03-24, got "2021-02-30"',
        '8: line: expected answer, files or quotes for a case that can be answered, got {"id": "e", "question": "?"}',
        "10: id: expected a unique id, got 'a' of line 9 again",
        '11: files: expected either any or all, with at least one file, got {"any": ["a"], "all": ["b"]}',
        "12: answer.1: expected at least one, got []",
        found[9],
        found[10],
    ]
    assert found[9].startswith("13: line: expected disagreement: at least two sides")
    assert found[10].startswith("14: line: expected answer, files, quotes and disagreement only for a case that can")


def test_the_command_prints_all_problems_and_runs_nothing(run_eval: Eval, tmp_path: Path) -> None:
    path = _write(tmp_path, {**GOOD, "status": "no"}, {**GOOD, "id": "b", "answer": 7})
    result = run_eval(path, code=2)
    assert f"{path}:1: status.0: expected" in result.stderr
    assert f"{path}:2: answer: expected" in result.stderr
    assert "2 problems in the gold sets; nothing was run" in str(result.exception)
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "set.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"set\.jsonl"):
        read_set(path)


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    assert "at least one case" in str(read_set(_write(tmp_path, "")).problems[0])


@given(st.text(max_size=200))
def test_no_line_makes_the_reader_fail(text: str) -> None:
    path = Path("set.jsonl")
    from assistant.evaluation.gold.files import _parse

    assert _parse(path, 1, text) is not None


class TestTheSeedsSet:
    def test_it_is_well_formed_and_large_enough(self, gold: GoldSet) -> None:
        assert gold.problems == ()
        assert len(gold.cases) >= 60
        categories = {case.category for case in gold.cases}
        assert categories >= {"fact", "several_documents", "time", "undated", "disagreement", "follow_up", "trap"}
        assert categories >= {"unanswerable", "near_miss"}

    def test_its_quotes_stand_in_its_files(self, gold: GoldSet, oracle: Oracle) -> None:
        for case in gold.cases:
            texts = [oracle.documents_by_path[path].text for path in (case.files.named if case.files else ())]
            for quote in (quote for group in case.quotes for quote in group):
                assert any(quote in text for text in texts), (case.id, quote)

    def test_its_dates_are_those_of_the_articles(self, gold: GoldSet, oracle: Oracle) -> None:
        assert gold.header.dates.keys() == oracle.documents_by_path.keys()

    def test_what_is_forbidden_is_not_expected(self, gold: GoldSet) -> None:
        for case in gold.cases:
            for group in (*case.answer, *case.disagreement):
                assert not any(contains(group[0], text) for text in case.forbidden), case.id


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


def test_a_case_says_whether_it_may_be_refused() -> None:
    case = Case.model_validate({"id": "a", "question": "?", "status": ["answered", "not_in_corpus"]})
    assert case.may_abstain
    assert not case.abstains
