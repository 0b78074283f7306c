"""Kinds of date phrases: how many of a list are read, and what else is: holidays, counted days, other languages.

The list was written from the kinds of the specification before the grammar was widened, and says what that says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.dates.asked.phrases import asked_dates
from assistant.dates.asked.unread import unread_times
from assistant.dates.holidays import easter

ASKED = date(2021, 6, 16)


def _day(written: str) -> date | None:
    return None if written == "-" else date.fromisoformat(written)


def test_most_kinds_of_the_specification_are_read() -> None:
    rows = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8").splitlines()[1:]
    wrong = []
    for row in rows:
        phrase, start, *ends = row.split("|")
        days = [found.days for found in asked_dates(phrase, as_of=ASKED)]
        if not any(one.start == _day(start) and one.end in map(_day, ends) for one in days):
            wrong.append(phrase)
    assert len(wrong) <= 0.08 * len(rows), wrong


FURTHER = [
    ("What was said in the late nineties?", "1996-09-01", "1999-12-31"),
    ("What was said on or after 4 June 2016?", "2016-06-04", "-"),
    ("What was said on or before 4 June 2016?", "-", "2016-06-04"),
    ("What was said on the second to last Friday of March 2023?", "2023-03-24", "2023-03-24"),
    ("What was said in the penultimate week of March 2023?", "2023-03-20", "2023-03-26"),
    ("What was said from 10/1 to 11/7 last year?", "2020-10-01", "2020-11-07"),
    ("What was taught in the school year 2019/20?", "2019-01-01", "2020-12-31"),
    ("What was earned in CY2018?", "2018-01-01", "2018-12-31"),
    ("What happened on Easter Sunday 2020?", "2020-04-12", "2020-04-12"),
    ("What was sold at Christmas?", "2020-12-24", "2020-12-26"),
    ("What was closed on Thanksgiving 2019?", "2019-11-28", "2019-11-28"),
    ("What happened half a year ago?", "2020-12-16", "2020-12-16"),
    ("What happened a year and a half ago?", "2019-12-16", "2019-12-16"),
    ("What happened two Sundays ago?", "2021-06-06", "2021-06-06"),
    ("What happened this day last year?", "2020-06-16", "2020-06-16"),
    ("What opens a week on Tuesday?", "2021-06-29", "2021-06-29"),
    ("What was said in week 3 to week 5 of 2020?", "2020-01-13", "2020-02-02"),
    ("What was spent in FY2020/21?", "2020-01-01", "2021-12-31"),
    ("What was built in the second half of the 1990s?", "1995-01-01", "1999-12-31"),
    ("Was geschah im März 2021?", "2021-03-01", "2021-03-31"),
    ("Que s'est-il passé depuis mars 2021 ?", "2021-03-01", "-"),
    ("¿Qué pasó el 3 de mayo de 2021?", "2021-05-03", "2021-05-03"),
    ("Что случилось 3 марта 2021 года?", "2021-03-03", "2021-03-03"),
    ("2021年3月に何が起きたか", "2021-03-01", "2021-03-31"),
]


@pytest.mark.parametrize(("question", "start", "end"), FURTHER)
def test_further_kinds(question: str, start: str, end: str) -> None:
    (phrase,) = asked_dates(question, as_of=ASKED)
    assert (phrase.days.start, phrase.days.end) == (_day(start), _day(end))


@pytest.mark.parametrize("question", ["Where is the Mars 2020 rover?", "Who sells Easter eggs?", "Is 3/4 a majority?"])
def test_what_only_looks_like_a_date(question: str) -> None:
    assert asked_dates(question, as_of=ASKED) == []


@pytest.mark.parametrize(
    ("question", "start", "phrases"),
    [
        ("What was said in March and May 2018?", "2018-03-01", 2),
        ("What was said in Q1, Q2 and Q3 2018?", "2018-01-01", 3),
        ("What was built in spring, summer and autumn 2018?", "2018-03-01", 3),
        ("What was said in May and why did he go in 2018?", "2021-05-01", 2),
    ],
)
def test_a_list_shares_the_year_of_its_last(question: str, start: str, phrases: int) -> None:
    found = asked_dates(question, as_of=ASKED)
    assert (found[0].days.start, len(found)) == (date.fromisoformat(start), phrases)


def test_easter_is_where_the_churches_have_it() -> None:
    assert [easter(year) for year in (1961, 2000, 2019, 2024, 2038)] == [
        date(1961, 4, 2), date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2038, 4, 25)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("What happened on 31 February 2021?", ["31 February 2021"]),
        ("What changed since the lock broke?", ["since the lock broke"]),
        ("What changed since March 2021?", []),
        ("What happened on 29 February 2020?", []),
    ],
)
def test_words_of_time_that_are_not_read_are_told(question: str, unread: list[str]) -> None:
    assert list(unread_times(question, as_of=ASKED)) == unread
