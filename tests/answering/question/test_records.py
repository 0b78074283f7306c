"""Questions about an article itself, and about the corpus as a whole."""

from __future__ import annotations

import pytest

from assistant.answering.question.records import catalogue_asked, record_asked
from assistant.asked import CatalogueFact


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When was the article about the mine published?", "date"),
        ("when was old/mine.txt published", "date"),
        ("What is the date of this report?", "date"),
        ("Is this article dated?", "date"),
        ("When did the story with the line 'never again' appear?", "date"),
        ("Who published the story about the mine?", "source"),
        ("Who is the author of this report?", "source"),
        ("When was the report on the mine published by the ministry?", None),
        ("When was the mine opened?", None),
        ("Who wrote the story of Moby Dick?", None),
        ("When was 'Imagine' released?", None),
        ("What did the articles of March say?", None),
        ("", None),
    ],
)
def test_what_is_asked_of_an_article(question: str, asked: str | None) -> None:
    assert record_asked(question) == asked


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How many articles are there?", "count"),
        ("how many articles mention Japan", "count"),
        ("Which articles mention the harbour bridge?", "list"),
        ("What is the newest article?", "newest"),
        ("Which is the oldest document?", "oldest"),
        ("What sources do you have?", "sources"),
        ("Which authors are there?", "authors"),
        ("How many articles did the mayor write?", None),
        ("What sources did the reporter protect?", None),
        ("Who is the newest member?", None),
    ],
)
def test_what_is_asked_of_the_corpus(question: str, fact: CatalogueFact | None) -> None:
    assert catalogue_asked(question) == fact
