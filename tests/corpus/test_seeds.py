"""The sample corpus, file by file."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.corpus.load import load
from assistant.corpus.passages import split
from assistant.corpus.walk import walk
from assistant.installation import resource
from assistant.types import Document, Passage

SEEDS = resource("seeds")


def documents() -> list[Document]:
    entries, skipped = walk(SEEDS, max_bytes=1_000_000)
    assert skipped == []
    return [document for entry in entries for document in load(SEEDS, entry, today=date(2024, 6, 30)).documents]


def passages() -> list[Passage]:
    return [passage for document in documents() for passage in split(document, tokens=200, overlap=0)]


def test_dates_and_how_they_are_known() -> None:
    assert [(each.path[:3], each.date.label, each.date.provenance) for each in documents()] == [
        ("000", "2021-03-24", "header_line"),
        ("001", "2021-03-24", "header_line"),
        ("002", "undated", "none"),
        ("003", "undated", "none"),
        ("004", "2021-03-16", "header_line"),
    ]
    assert all(each.problems == () for each in documents())


def test_the_day_of_a_photograph_is_a_bound_and_no_date() -> None:
    assert [each.date.not_before for each in documents()] == [None, None, date(2020, 10, 10), None, None]


def test_titles_are_taken_only_where_there_are_any() -> None:
    assert [each.title for each in documents()] == [
        None,
        None,
        "North Korea Tests Short-Range Missile But White House Keeps Door Open To Talks",
        "The White House is still eager for talks with North Korea, but sees missile testing as destabilizing",
        None,
    ]
    assert [each.source for each in documents()] == [None] * 5


def test_the_text_is_the_file() -> None:
    for document in documents():
        with (SEEDS / document.path).open(encoding="utf-8") as file:
            assert document.text == file.read()


@pytest.mark.parametrize(
    "furniture",
    ["date 2021", "Photographer", "With the help", "toggle caption", "Lee Jin-man", "Oct. 10, 2020", "Leave a Comment"],
)
def test_furniture_is_in_no_passage(furniture: str) -> None:
    assert any(furniture in document.text for document in documents())
    assert not any(furniture in passage.text for passage in passages())


def test_everything_else_is_in_a_passage() -> None:
    for document in documents():
        own = [passage for passage in passages() if passage.document_id == document.id]
        marked = [(span.start, span.end) for span in document.boilerplate]
        for place, character in enumerate(document.text):
            inside = any(passage.start <= place < passage.end for passage in own)
            assert character.isspace() or inside != any(start <= place < end for start, end in marked)


def test_sunday_is_counted_from_the_date_of_the_article() -> None:
    found = {
        (document.path[:3], mention.text, mention.days.start, mention.days.end)
        for document in documents()
        for passage in split(document, tokens=200, overlap=0)
        for mention in passage.mentions
    }
    sunday, tuesday = date(2021, 3, 21), date(2021, 3, 23)
    assert ("000", "Sunday", sunday, sunday) in found
    assert ("001", "Sunday", sunday, sunday) in found
    assert ("000", "Tuesday, 23 March", tuesday, tuesday) in found
    assert ("000", "March 8-17", date(2021, 3, 8), date(2021, 3, 17)) in found
    assert ("000", "next week", date(2021, 3, 29), date(2021, 4, 4)) in found
    assert ("001", "last week", date(2021, 3, 15), date(2021, 3, 21)) in found
    assert ("001", "in July", date(2020, 7, 1), date(2020, 7, 31)) in found
    assert ("004", "Friday", date(2021, 3, 12), date(2021, 3, 12)) in found
    assert {text for path, text, _, _ in found if path in ("002", "003")} == {"In 2017", "in 2018", "the 2019"}
