from __future__ import annotations

from datetime import date

from assistant.answering.disagreement.conflicts import conflicts
from assistant.types import Citation, DocumentDate, Sentence


def cited(number: int, quote: str, path: str, day: date | None) -> Citation:
    dated = DocumentDate(day, "day", "header_line") if day else DocumentDate()
    return Citation(number, path, dated, None, quote, 0, len(quote), 1)


TWICE = cited(1, "Trump met with Kim twice", "b.txt", date(2021, 3, 24))
THREE = cited(2, "three summits with Kim", "a.txt", date(2021, 3, 16))
TALKS = cited(3, "three historic in-person talks", "c.txt", None)


SILENT = cited(4, "neither side had acknowledged the firing of the missiles", "d.txt", date(2021, 3, 23))
SPOKE = cited(5, "the ministry acknowledged that missiles were fired", "e.txt", date(2021, 3, 24))
ALL = (TWICE, THREE, TALKS, SILENT, SPOKE)


def sides(*sentences: Sentence) -> list[tuple[tuple[int, ...], ...]]:
    return [conflict.sides for conflict in conflicts(sentences, ALL)]


def test_sides_are_what_the_sources_count_oldest_first() -> None:
    assert sides(Sentence("The sources differ: three meetings, or two.", (1, 2, 3))) == [((2, 3), (1,))]


def test_different_numbers_set_against_each_other() -> None:
    assert sides(Sentence("One counts three, while another says twice.", (1, 2))) == [((2,), (1,))]
    assert sides(Sentence("One counts three, one says twice.", (1, 2))) == []


def test_yes_against_no() -> None:
    assert sides(Sentence("Neither acknowledged it, but later the ministry did.", (4, 5))) == [((4,), (5,))]
    assert sides(Sentence("They met twice, but neither acknowledged it.", (1, 4))) == []


def test_the_other_side_may_stand_in_the_next_sentence() -> None:
    first = Sentence("The passages disagree. One counts three summits.", (2, 3))
    assert sides(first, Sentence("Another says twice.", (1,))) == [((2, 3), (1,))]
    assert sides(first) == []


def test_agreement_or_one_source_is_none() -> None:
    assert sides(Sentence("The sources differ.", (2, 3))) == []
    assert sides(Sentence("The source differs from itself.", (1,))) == []


def test_a_conflict_is_reported_once() -> None:
    said = Sentence("The sources differ: three meetings, or two.", (1, 2))
    assert len(sides(said, Sentence("Again they differ: three, or two.", (1, 2)))) == 1
