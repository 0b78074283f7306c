# ruff: noqa: E501 (files are written as they are)
"""Records as archives and interfaces of the trade write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.readers.loading import load_bytes, reason_of

SHORT = "The pier was sold for one euro."
LONG = "The pier was sold for one euro, the auditors found, and nobody had asked who the buyer was."
RECORDS: dict[str, tuple[Any, str, str, str | None, str | None]] = {
    "Aleph": (
        {
            "id": "1",
            "schema": "PlainText",
            "createdAt": "2022-01-01",
            "properties": {"fileName": ["p.txt"], "title": ["Pier"], "bodyText": [LONG], "publishedAt": ["2014-05-06"], "author": ["Ann"]},
        },
        LONG, "2014-05-06", "Pier", "Ann",
    ),
    "Guardian": (
        {"response": {"results": [{"webTitle": "Pier", "webPublicationDate": "2014-05-06T10:00:00Z", "webUrl": "https://g.example/1", "fields": {"body": f"<p>{LONG}</p>", "byline": "Ann"}}]}},
        LONG, "2014-05-06", "Pier", "Ann",
    ),
    "New York Times": (
        {"response": {"docs": [{"headline": {"main": "Pier"}, "pub_date": "2014-05-06T05:00:00+0000", "web_url": "https://n.example/1", "lead_paragraph": LONG, "abstract": SHORT, "byline": {"original": "Ann"}}]}},
        LONG, "2014-05-06", "Pier", "Ann",
    ),
    "DocumentCloud": (
        {"title": "Pier", "created_at": "2022-01-01T00:00:00Z", "updated_at": "2022-01-02T00:00:00Z", "pages": [{"page": 0, "contents": SHORT}, {"page": 1, "contents": LONG}]},
        f"{SHORT}\n\n{LONG}", "undated", "Pier", None,
    ),
    "NewsAPI": (
        {"status": "ok", "articles": [{"source": {"id": None, "name": "Mail"}, "author": "Ann", "title": "Pier", "description": LONG, "publishedAt": "2014-05-06T07:00:00Z", "content": "The pier was sold for one… [+812 chars]"}]},
        LONG, "2014-05-06", "Pier", "Ann",
    ),
    "GNews": (
        {"totalArticles": 1, "articles": [{"title": "Pier", "description": LONG, "content": f"{SHORT} The... [2045 chars]", "publishedAt": "2014-05-06T07:00:00Z", "source": {"name": "Mail", "url": "https://m.example"}}]},
        LONG, "2014-05-06", "Pier", None,
    ),
    "Event Registry": (
        {"articles": {"results": [{"uri": "1", "title": "Pier", "body": LONG, "dateTimePub": "2014-05-06T07:00:00Z", "dateTime": "2014-05-08T07:00:00Z", "lang": "eng", "source": {"title": "Mail"}, "authors": [{"name": "Ann"}]}]}},
        LONG, "2014-05-06", "Pier", "Ann",
    ),
    "Google Keep": (
        {"title": "Pier", "textContent": LONG, "createdTimestampUsec": 1399370400000000, "userEditedTimestampUsec": 1399456800000000},
        LONG, "2014-05-06", "Pier", None,
    ),
    "GDELT": (
        {"articles": [{"url": "https://m.example/1", "title": LONG, "seendate": "20140506T070000Z", "domain": "m.example", "language": "English"}]},
        LONG, "2014-05-06", LONG, None,
    ),
    "Reddit": (
        [{"subreddit": "piers", "title": "Pier", "selftext": LONG, "created_utc": 1399370400, "author": "Ann", "edited": False}],
        LONG, "2014-05-06", "Pier", "Ann",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_has_its_text_its_day_its_title_and_author(tmp_path: Path, kind: str) -> None:
    content, text, day, title, author = RECORDS[kind]
    (document,) = load_bytes(tmp_path, json.dumps(content), "export.json").values()
    assert (document.text, document.date.label, document.title, document.author) == (text, day, title, author)
    assert document.language == "en"


def test_the_pages_of_a_document_are_its_places(tmp_path: Path) -> None:
    (document,) = load_bytes(tmp_path, json.dumps(RECORDS["DocumentCloud"][0]), "export.json").values()
    assert (document.place(0), document.place(len(document.text) - 1)) == ("page 1", "page 2")


def test_a_text_that_is_cut_off_is_none_and_what_was_removed_is_no_article(tmp_path: Path) -> None:
    (document,) = load_bytes(tmp_path, json.dumps(RECORDS["NewsAPI"][0]), "a.json").values()
    assert document.problems == ("the text is cut off in the file; this is its summary",)
    gone = {
        "source": {"name": "[Removed]"},
        "title": "[Removed]",
        "description": "[Removed]",
        "content": "[Removed]",
        "publishedAt": "1970-01-01T00:00:00Z",
    }
    stub: dict[str, object] = {
        "title": "Pier",
        "description": None,
        "content": "The pier… [+99 chars]",
        "source": {},
        "publishedAt": "2014-05-06",
    }
    assert reason_of(tmp_path, "b.json", json.dumps({"articles": [gone, stub]})).startswith("JSON without records")


@pytest.mark.parametrize("content", ['[{"text": "%s"}]', '{"text": "%s"}\n{"text": "%s"}'])
def test_json_in_a_text_file_is_read_as_json(tmp_path: Path, content: str) -> None:
    documents = load_bytes(tmp_path, content.replace("%s", LONG), "export.txt")
    assert [each.text for each in documents.values()] == [LONG] * content.count("%s")
