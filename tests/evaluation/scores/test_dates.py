"""Dates and quotes against the files themselves, and filters against the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.evaluation.scores.dates import (
    CorpusFiles,
    date_accuracy,
    expected_range,
    filter_exactness,
    quote_validity,
)
from assistant.types import (
    Citation,
    DateRange,
    DocumentDate,
)
from tests.evaluation.scores.making import DATED, DAY, answer, case, cite


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
