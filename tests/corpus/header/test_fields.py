"""Dates in fields: of records, of front matter and of pages' metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.types import Document

TEXT = "The ferry company said that its boats would go on crossing the sound, and that nobody had been hurt in it."


def loaded(tmp_path: Path, name: str, content: str) -> list[Document]:
    (tmp_path / name).write_text(content, encoding="utf-8")
    entries, _ = walk(tmp_path, max_bytes=100_000)
    return [d for entry in entries for d in load(tmp_path, entry, today=date(2026, 1, 31)).documents]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"]),
        (["03/04/2024", "04/25/2024"], ["2024-03-04", "2024-04-25"]),
        (["03/04/24", "25/04/24", "05/05/24"], ["2024-04-03", "2024-04-25", "2024-05-05"]),
        (["03/04/2024", "05/06/2024"], ["undated", "undated"]),
        (["03/04/2024", "25/04/2024", "04/25/2024"], ["undated", "2024-04-25", "2024-04-25"]),
    ],
)
def test_all_rows_tell_which_number_is_the_month(tmp_path: Path, days: list[str], expected: list[str]) -> None:
    rows = "".join(f"{day},{TEXT} {number}.\n".replace("it. ", "it ") for number, day in enumerate(days))
    documents = loaded(tmp_path, "rows.csv", "date,text\n" + rows.replace(TEXT, f'"{TEXT}"'))
    assert [document.date.label for document in documents] == expected


@pytest.mark.parametrize(
    "record",
    [
        {"Titel": "Die Fähre", "Datum": "6. Mai 2022", "text": TEXT},
        {"título": "Die Fähre", "fecha": "6 de mayo de 2022", "text": TEXT},
        {"titolo": "Die Fähre", "data di pubblicazione": "6 maggio 2022", "text": TEXT},
        {"標題": "Die Fähre", "日期": "2022年5月6日", "text": TEXT},
    ],
)
def test_records_and_front_matter_name_fields_in_other_languages(tmp_path: Path, record: dict[str, str]) -> None:
    (document,) = loaded(tmp_path, "record.json", json.dumps(record))
    assert (document.title, document.date.label) == ("Die Fähre", "2022-05-06")
    (tmp_path / "record.json").unlink()
    front = "".join(f"{name}: {value}\n" for name, value in record.items() if name != "text")
    (document,) = loaded(tmp_path, "note.md", f"---\n{front}---\n{TEXT}\n")
    assert (document.title, document.date.label) == ("Die Fähre", "2022-05-06")


def page(article: Mapping[str, object], meta: str = "") -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "The ferry", **article})
    head = f'<script type="application/ld+json">{data}</script>{meta}'
    return f"<html><head>{head}</head><body><article><h1>The ferry</h1><p>{TEXT}</p></article></body></html>"


def test_a_page_may_list_its_dates(tmp_path: Path) -> None:
    article = {"datePublished": ["2022-05-06T10:00:00Z"], "dateModified": ["2022-05-07", "2022-05-08"]}
    (document,) = loaded(tmp_path, "page.html", page(article))
    assert (document.date.label, str(document.updated)) == ("2022-05-06", "2022-05-08")
    (document,) = loaded(tmp_path, "page.html", page({"datePublished": {"@type": "Date", "@value": "2022-05-06"}}))
    assert document.date.label == "2022-05-06"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", page({"dateCreated": "2022-05-06"})),
        ("page.html", page({}, '<meta name="dcterms.created" content="2022-05-06">')),
        ("note.md", f"---\ncreated: 2022-05-06\nsource: https://example.org/ferry\n---\n{TEXT}\n"),
        ("note.md", f"---\nclipped: 2022-05-06\n---\n{TEXT}\n"),
    ],
)
def test_the_day_of_making_or_saving_is_told_and_is_not_publication(tmp_path: Path, name: str, content: str) -> None:
    (document,) = loaded(tmp_path, name, content)
    assert document.date.label == "undated"
    assert any("created on 2022-05-06" in problem for problem in document.problems)
