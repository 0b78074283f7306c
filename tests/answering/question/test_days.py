"""The days that an answer must be of, and those that are counted from the newest article of a closed archive."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.shown import closed_notice
from assistant.answering.question.understand import understand
from assistant.types import DateRange, Query, Turn

NEWEST = date(2021, 3, 24)
TODAY = date(2026, 11, 27)
LAST_WEEK = DateRange(date(2021, 3, 15), date(2021, 3, 21))


def asked(question: str, *, today: date = TODAY, explicit: bool = False) -> Query:
    return understand(question, as_of=today, newest=NEWEST, as_of_explicit=explicit)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened last week?", LAST_WEEK),
        ("What happened in January?", DateRange(date(2021, 1, 1), date(2021, 1, 31))),
        ("What was tested last year?", DateRange(date(2020, 1, 1), date(2020, 12, 31))),
    ],
)
def test_a_closed_archive_counts_from_its_newest_day_and_says_so(question: str, days: DateRange) -> None:
    query = asked(question)
    assert query.about == query.asked.period == days
    assert query.closed
    assert not query.as_of_explicit
    (notice,) = closed_notice(query)
    assert "2021-03-24" in notice.message
    assert "as of today" in notice.message


@pytest.mark.parametrize("question", ["What is the latest on the talks?", "What was said recently?"])
def test_so_do_the_newest_and_the_recent(question: str) -> None:
    assert asked(question).closed


@pytest.mark.parametrize("question", ["Who met in March 2021?", "Who is Kim?", "Who was fired on Sunday?"])
def test_what_is_not_counted_from_a_day_says_nothing(question: str) -> None:
    assert not asked(question).closed


def test_a_named_day_of_asking_wins() -> None:
    for query in (
        asked("What happened last week as of today?"),
        asked("What happened last week? asof:today"),
        asked("What happened last week?", explicit=True),
    ):
        assert query.as_of == TODAY
        assert query.about == DateRange(date(2026, 11, 16), date(2026, 11, 22))
        assert not query.closed


def test_an_archive_that_was_fed_within_four_weeks_is_open() -> None:
    assert asked("What happened last week?", today=date(2021, 4, 20)).as_of == date(2021, 4, 20)
    assert asked("What happened last week?", today=date(2021, 4, 21)).as_of == NEWEST


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Who won the 2027 Kentucky Derby?", [2027]),
        ("How did the 2019 and the 2018 summits differ?", [2019, 2018]),
        ("What happened at the Friday summit?", []),
        ("Show me the March 2021 articles", []),
    ],
)
def test_a_year_that_is_part_of_a_name(question: str, years: list[int]) -> None:
    query = asked(question)
    assert [days.start and days.start.year for days in query.asked.years] == years
    assert not query.asked.period


@pytest.mark.parametrize(
    "question",
    [
        "How many missiles were fired on Sunday?",
        "What did polls say in April, and how many votes were there?",
        "When was the piece written, was it Oct. 10, 2020?",
        "When was the article 'Talks in March 2021' published?",
    ],
)
def test_days_that_do_not_bind(question: str) -> None:
    assert not asked(question).asked.period


def test_each_part_has_its_own_days() -> None:
    query = asked("Who visited Seoul in March 2021? What did Japan export in 2019?")
    march, exported = query.asked.parts
    assert march.period == DateRange(date(2021, 3, 1), date(2021, 3, 31))
    assert exported.period == DateRange(date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("question", "events"),
    [
        ("What happened in March 2021?", True),
        ("any news from last week?", True),
        ("What happened in Seoul in March 2021?", False),
        ("What happened?", False),
    ],
)
def test_what_happened_in_a_period_names_no_subject(question: str, events: bool) -> None:
    assert asked(question).asked.events == events


def test_a_follow_up_has_the_days_of_the_question_that_it_says_again() -> None:
    query = understand("and why?", [Turn("When did Kim visit Hanoi in February 2019?")], as_of=TODAY)
    assert query.stand_alone == "Why did Kim visit Hanoi in February 2019?"
    assert query.asked.period == DateRange(date(2019, 2, 1), date(2019, 2, 28))
