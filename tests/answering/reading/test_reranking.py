from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.reading.reading import rerank
from assistant.types import DateRange
from tests.answering.fakes import FakeReader, hit, query

QUESTION = query("How long will the repair take?")
HITS = [
    replace(hit("Rain fell on the town.", path="a.txt"), score=1.0),
    replace(hit("Snow fell on the hills.", path="b.txt"), score=0.9),
    replace(hit("The repair takes eleven weeks.", path="c.txt"), score=0.5),
]


def test_what_the_reader_finds_best_goes_on_first() -> None:
    found = rerank(QUESTION, HITS, FakeReader("eleven weeks"), k=2)
    assert [one.document.path for one in found] == ["c.txt", "a.txt"]
    assert found[0].read is not None
    assert found[1].read is not None
    assert found[0].read > 0.9 > 0.1 > found[1].read
    assert [one.score for one in found] == [0.5, 1.0]


def test_where_the_reader_finds_nothing_search_decides() -> None:
    assert [one.document.path for one in rerank(QUESTION, HITS, FakeReader(), k=2)] == ["a.txt", "b.txt"]


def test_an_order_that_the_question_asks_for_is_kept() -> None:
    for timed in (replace(QUESTION, order="newest"), replace(QUESTION, about=DateRange.on(date(2021, 3, 24)))):
        found = rerank(timed, HITS, FakeReader("eleven weeks"), k=2)
        assert [one.document.path for one in found] == ["a.txt", "c.txt"]


def test_another_language_is_not_read() -> None:
    found = rerank(query("Wie lange dauert die Reparatur?"), HITS, FakeReader("eleven weeks"), k=2)
    assert [one.document.path for one in found] == ["a.txt", "b.txt"]
    assert all(one.read is None for one in found)
