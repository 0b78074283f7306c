"""Dates in lines and dates in running text: one table of forms, read in two ways."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates.written.in_line import date_at, dates_in_line
from assistant.dates.written.phrases import written_dates, written_months, written_weekdays

IN_LINES = [
    ("2021-03-24T16:47Z", "2021-03-24"),
    ("24.3.2021", "2021-03-24"),
    ("3/24/21", "2021-03-24"),
    ("03/04/2024", "2024-03-04 2024-04-03"),
    ("Monday, 03/04/2024", "2024-03-04"),
    ("20210324", "2021-03-24"),
    ("24. März 2021", "2021-03-24"),
    ("1º de enero de 2021", "2021-01-01"),
    ("24 марта 2021 г.", "2021-03-24"),
    ("2021年3月24日", "2021-03-24"),
    ("24 มีนาคม 2564", "2021-03-24"),
    ("Sept. 3, 2021, 4:47 p.m. ET", "2021-09-03"),
    ("31 February 2021", ""),
]


@pytest.mark.parametrize(("text", "days"), IN_LINES)
def test_a_line_is_a_date_in_any_language(text: str, days: str) -> None:
    written = date_at(text)
    assert written is not None
    assert " ".join(map(str, written.readings)) == days
    assert written.end == len(text)


def test_a_date_without_a_year_says_month_and_day() -> None:
    written = date_at("Wed, Mar 24 (Reuters)")
    assert written is not None
    assert (written.has_year, written.readings) == (False, ())
    assert (written.month, written.day, written.weekday) == (3, 24, 2)
    assert written.in_year(2021) == date(2021, 3, 24)


IN_TEXT = [
    ("on Tuesday, 16 March 2021, it", (2021, 3, 16, 1)),
    ("on March 16, 2021", (2021, 3, 16, None)),
    ("on the 1st of May", (None, 5, 1, None)),
    ("in Sept. 2020", (2020, 9, None, None)),
    ("in late September of 2020", (2020, 9, None, None)),
    ("2021-03-16", (2021, 3, 16, None)),
    ("at 2021-03-16T16:47Z", (2021, 3, 16, None)),
    ("dated 2021-03", (2021, 3, None, None)),
    ("what happened on 16 march 2021", (2021, 3, 16, None)),
    ("on March\n16, 2021", (2021, 3, 16, None)),
    ("on 31 February", (None, 2, 31, None)),
]
NO_DATES = (
    "they may march",
    "2021-13-45",
    "Marching on 31 people",
    "version 1.2.3",
    "version 1.2.2021",
    "the Mars 2020 rover",
    "the days of March.\n\n2021 was",
)


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_running_text(text: str, expected: tuple[int | None, ...]) -> None:
    (found,) = written_dates(text)
    assert (found.year, found.month, found.day, found.weekday) == expected
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_not_a_date_in_running_text(text: str) -> None:
    assert written_dates(text) == []


def test_dates_that_fit_and_agree() -> None:
    (day,) = written_dates("16 March 2021")
    (month,) = written_dates("March 2021")
    (wrong,) = written_dates("Monday, 16 March 2021")
    assert day.fits(date(2021, 3, 16))
    assert month.fits(date(2021, 3, 16))
    assert not wrong.fits(date(2021, 3, 16))
    assert month.agrees(day)
    assert not day.agrees(month)


def test_names_of_months_and_weekdays_count_from_their_first() -> None:
    assert written_months("from Sept to december, in May") == {5, 9, 12}
    assert written_weekdays("Mondays and SUNDAY") == {0, 6}


PIECES = "Mon Tuesday , the 3 16th of May March. 2021 -03- / 24 \n de Mars 年 มีนาคม early - . T16:47Z".split(" ")


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_dates_come_in_order_with_their_places(text: str) -> None:
    for found in (list(dates_in_line(text)), written_dates(text)):
        end = 0
        for one in found:
            assert end <= one.start < one.end
            assert text[one.start :].startswith(one.text)
            end = one.start + len(one.text)
