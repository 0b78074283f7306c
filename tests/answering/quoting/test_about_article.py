"""Questions about an article itself are answered from its record."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.quoting.about_article import meant, statement
from assistant.types import Document, DocumentDate
from tests.answering.fakes import hit


def test_the_article_is_known_by_its_words_or_its_name() -> None:
    mine = hit("The mine was closed. Never again, they said.", path="mine.txt")
    mill = hit("The mill was opened on a cold day.", path="mill.txt")
    for question, start in [
        ("When was the article with 'never again' published?", 21),
        ("when was mine.txt published", 0),
    ]:
        found = meant(question, [mill, mine])
        assert found is not None
        assert (found[0].document.path, found[1]) == ("mine.txt", start)
    assert meant("When was this article published?", []) is None


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (DocumentDate(date(2021, 3, 1), "month", "filename"), "mine.txt is dated 2021-03, known from its file name."),
        (DocumentDate(), "mine.txt is undated: nothing says when it was published."),
        (
            DocumentDate(not_before=date(2020, 5, 1)),
            (
                "mine.txt is undated: nothing says when it was published."
                " It mentions 2020-05-01, so it is not older than that."
            ),
        ),
    ],
)
def test_a_date_is_said_with_how_it_is_known(known: DocumentDate, says: str) -> None:
    assert statement("date", Document("1", "mine.txt", None, None, known, "The mine was closed.", "")) == says
