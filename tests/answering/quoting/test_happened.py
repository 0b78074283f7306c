from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.question.understand import understand
from assistant.answering.quoting.quotes_answer import openings
from assistant.types import Document, DocumentDate, Hit, Passage


def _hit(path: str, text: str) -> Hit:
    document = Document(path, path, None, None, DocumentDate(date(2021, 3, 24), "day", "filename"), text, path)
    return Hit(Passage(path, path, 0, 0, len(text), text), document, 1.0)


def test_each_article_gives_its_first_sentence_that_says_something() -> None:
    first = "The council of Rivermouth voted on Tuesday night to build a second bridge across the bay."
    long = "The mayor of Lowfield said that she would leave her office at the end of June for good."
    hits = [_hit("a", f"{first} Work begins soon."), _hit("b", f"She had enough. {long}")]
    query = understand("What happened in March 2021?", as_of=date(2021, 4, 1))
    found = [one.hit.document.text[one.start : one.end] for one in openings(query, hits)]
    assert found == [first, long]


def test_a_sentence_of_other_days_opens_nothing() -> None:
    query = understand("What happened in March 2021?", as_of=date(2021, 4, 1))
    old = _hit("a", "The bridge across the bay of Rivermouth was built in 1956 and raised after a flood.")
    assert openings(query, [old]) == []
    assert openings(replace(query, asked=replace(query.asked, period=query.published)), [old]) != []
