"""The timeline: over the sample corpus, and its rows as CSV and Markdown."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from assistant.answering.timeline import Basis, TimelineRow, to_csv, to_markdown
from assistant.app import Assistant
from assistant.jsonable import to_json
from assistant.types import Citation, DocumentDate


@pytest.fixture(scope="module")
def rows(seeds_assistant: Assistant) -> list[TimelineRow]:
    return seeds_assistant.timeline("missile launch talks", as_of=date(2022, 3, 1))


def test_rows_are_in_order_and_cite_what_they_quote(rows: list[TimelineRow], seeds_assistant: Assistant) -> None:
    assert rows == sorted(rows, key=lambda row: (row.start, row.end))
    numbers = []
    for row in rows:
        assert row.start <= row.end
        for citation in row.citations:
            document = seeds_assistant.index.document(citation.path)
            assert document is not None
            assert document.text[citation.start : citation.end] == citation.quote
            numbers.append(citation.number)
        assert row.text == " ".join(row.citations[0].quote.split())
        assert row.phrase is None or row.phrase in row.text
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_event_that_two_articles_tell_is_one_row_that_cites_both(rows: list[TimelineRow]) -> None:
    fired = [row for row in rows if row.label == "2021-03-21"]
    assert len(fired) == 1
    assert fired[0].phrase == "Sunday"
    assert {citation.path[:3] for citation in fired[0].citations} == {"000", "001"}


def test_the_day_of_a_photo_is_no_event(rows: list[TimelineRow]) -> None:
    assert all(row.start != date(2020, 10, 10) for row in rows)
    assert all("file photo" not in row.text for row in rows)


def test_an_article_gives_its_own_date_to_one_row_at_most(rows: list[TimelineRow]) -> None:
    by_article = [row.citations[0].path for row in rows if row.basis == "article"]
    assert len(by_article) == len(set(by_article))


def test_the_day_of_a_statement_is_not_the_day_of_the_event(rows: list[TimelineRow]) -> None:
    assert not any(row.label == "2021-03-23" and "fired several missiles" in row.text for row in rows)


def test_days_that_the_topic_names_hold_for_the_events(seeds_assistant: Assistant) -> None:
    found = seeds_assistant.timeline("missile launches in 2020", as_of=date(2022, 3, 1))
    assert found
    assert all(row.end >= date(2020, 1, 1) and row.start <= date(2020, 12, 31) for row in found)


def test_filters_hold_for_the_articles(seeds_assistant: Assistant) -> None:
    found = seeds_assistant.timeline("missiles", paths=("004*",), as_of=date(2022, 3, 1))
    assert {citation.path[:3] for row in found for citation in row.citations} == {"004"}


def _row(text: str, path: str = "a.txt", basis: Basis = "mention") -> TimelineRow:
    citation = Citation(1, path, DocumentDate(), None, text, 0, len(text), 3)
    return TimelineRow(date(2021, 3, 1), date(2021, 3, 31), basis, "March", text, (citation,))


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2021-03-21", "2021-03-21", "2021-03-21"),
        ("2021-03-01", "2021-03-31", "2021-03"),
        ("2021-12-01", "2021-12-31", "2021-12"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-03-08", "2021-03-17", "2021-03-08 – 2021-03-17"),
        ("2021-01-01", "2021-02-28", "2021-01-01 – 2021-02-28"),
        ("9999-01-01", "9999-12-31", "9999-01-01 – 9999-12-31"),
    ],
)
def test_a_label_is_as_exact_as_the_days(start: str, end: str, label: str) -> None:
    row = TimelineRow(date.fromisoformat(start), date.fromisoformat(end), "mention", None, "x", ())
    assert row.label == label


def test_csv_survives_commas_quotes_and_formulas() -> None:
    rows = [_row('=HYPERLINK("http://evil")'), _row('He said, "no"', "b,c.txt")]
    read = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert read[0]["text"] == '\'=HYPERLINK("http://evil")'
    assert read[1]["text"] == 'He said, "no"'
    assert read[1]["citations"] == "b,c.txt:3"
    assert read[1]["start"] == "2021-03-01"


def test_markdown_cells_stay_text() -> None:
    table = to_markdown([_row("![x](http://evil) | <img> `code` www.evil.org"), _row("Plain.", basis="article")])
    assert table.splitlines()[2] == (r"| 2021-03 | \!\[x\](http:\//evil) \| \<img\> \`code\` www\.evil.org | a.txt:3 |")
    assert table.splitlines()[3] == "| 2021-03 (date of the article) | Plain. | a.txt:3 |"


def test_a_row_as_json_is_its_fields() -> None:
    assert to_json(_row("x")).keys() == {"start", "end", "basis", "phrase", "text", "citations"}
