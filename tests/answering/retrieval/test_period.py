from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.understand import understand
from assistant.answering.retrieval.retrieve import hit_of_the_period, of_the_period
from assistant.dates.written.mentions import mentions_in
from assistant.types import Asked, Document, DocumentDate, Hit, Passage, Precision


def hit(text: str, day: str | None = "2021-03-24", precision: Precision = "day") -> Hit:
    published = DocumentDate(date.fromisoformat(day), precision, "filename") if day else DocumentDate()
    document = Document("d", "d.txt", None, None, published, text, "")
    mentions = tuple(mentions_in(text, published))
    return Hit(Passage("d", "d", 0, 0, len(text), text, mentions=mentions), document, 1.0)


def asked(question: str) -> Asked:
    return understand(question, as_of=date(2021, 4, 1)).asked


def fits(question: str, text: str, day: str | None = "2021-03-24", precision: Precision = "day") -> bool:
    """Whether the last line of a text may answer."""
    one = hit(text, day, precision)
    start = text.rfind("\n") + 1
    if of_the_period(asked(question), one, start, len(text)):
        assert hit_of_the_period(asked(question), one)
        return True
    return False


@pytest.mark.parametrize(
    ("question", "text", "day"),
    [
        ("What was fired in March 2021?", "Missiles were fired.", "2021-03-24"),  # written then
        ("What was fired in March 2021?", "Missiles were fired.", "2021-04-05"),  # or soon after
        ("What was fired on 21 March 2021?", "Missiles were fired on Sunday.", "2021-03-24"),  # names the day
        ("What was tested in 2017?", "In 2017, missiles were tested.", "2021-03-24"),
        ("What was tested in 2017?", "In 2017, missiles were tested.", None),
        ("What was tested in 2017?", "That was in 2017.\nMissiles were tested.", "2021-03-24"),  # the line before does
        ("What was tested in 2017?", "Missiles were tested early in 2017.", "2021-03-24"),
        ("What is planned in March 2021?", "The plant will open in 2024.", "2021-03-24"),  # what lies ahead
        ("What happened before 2020?", "The two met in 2018.", "2021-03-24"),
    ],
)
def test_of_the_period(question: str, text: str, day: str | None) -> None:
    assert fits(question, text, day)


@pytest.mark.parametrize(
    ("question", "text", "day"),
    [
        ("What was tested in 2015?", "Missiles were tested.", "2021-03-24"),
        ("What was tested in 2015?", "2015 missiles were tested.", "2021-03-24"),  # a number is no year
        ("What was fired in March 2021?", "Missiles were fired.", "2021-04-20"),  # long after
        ("What was fired in March 2021?", "Missiles were fired.", None),  # nobody knows when
        ("What was fired in March 2021?", "Missiles were fired in 2017.", "2021-03-24"),  # written then, about before
        ("What was fired in March 2021?", "Missiles were fired on April 3.", "2021-04-05"),  # about another day
        ("What was fired in March 2021?", "Missiles were fired in 2021.", "2021-09-05"),  # which says too little
        ("What was tested in 2017?", "That was in 2017.\n\nMissiles were tested.", "2021-03-24"),  # another paragraph
    ],
)
def test_not_of_the_period(question: str, text: str, day: str | None) -> None:
    assert not fits(question, text, day)


def test_an_article_of_a_month_belongs_to_its_days() -> None:
    assert fits("What was fired on 20 March 2021?", "Missiles were fired.", "2021-03-01", "month")


@pytest.mark.parametrize(
    ("text", "day", "speaks"),
    [
        ("The 2019 summit in Hanoi failed.\nNobody signed.", "2021-03-24", True),
        ("Two years ago they met.\nNobody signed.", "2021-03-24", True),
        ("The summit in Hanoi failed.\nNobody signed.", "2019-03-01", True),
        ("The summit failed.\nNobody signed.", "2021-03-24", False),
        ("It has 12019 seats.\nNobody signed.", None, False),
    ],
)
def test_a_year_of_a_name_stands_in_the_article(text: str, day: str | None, speaks: bool) -> None:
    assert fits("What happened at the 2019 summit?", text, day) == speaks


def test_a_question_without_days_takes_all() -> None:
    assert fits("What was fired?", "Missiles were fired in 2017.", None)
