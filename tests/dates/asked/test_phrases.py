"""Date phrases of questions, by a table of our own; every row is asked on Wednesday 2021-06-16."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates.asked.phrases import asked_dates

ASKED = date(2021, 6, 16)

# question | phrase | first day | last day ("-": open) | kind (a absolute, d deictic, o open; n: describes a noun)
TABLE = """
What happened on 16 March 2021? | 16 March 2021 | 2021-03-16 | 2021-03-16 | a
What happened on the 16th of March, 2021? | the 16th of March, 2021 | 2021-03-16 | 2021-03-16 | a
What did he say on March 16, 2021? | March 16, 2021 | 2021-03-16 | 2021-03-16 | a
What did he say on Mar. 16? | Mar. 16 | 2021-03-16 | 2021-03-16 | a
What did he say on Tuesday, 23 March? | Tuesday, 23 March | 2021-03-23 | 2021-03-23 | a
Who spoke on 23 September? | 23 September | 2020-09-23 | 2020-09-23 | a
Who spoke on May the fifth? | May the fifth | 2021-05-05 | 2021-05-05 | a
Who spoke on the twenty-first of May 1998? | the twenty-first of May 1998 | 1998-05-21 | 1998-05-21 | a
Reports of 2021-03-16 on missiles | 2021-03-16 | 2021-03-16 | 2021-03-16 | a
Reports of 2021/3/6 on missiles | 2021/3/6 | 2021-03-06 | 2021-03-06 | a
What was signed on 16.3.2021? | 16.3.2021 | 2021-03-16 | 2021-03-16 | a
What was signed on 3/16/2021? | 3/16/2021 | 2021-03-16 | 2021-03-16 | a
What was signed on 16/3/2021? | 16/3/2021 | 2021-03-16 | 2021-03-16 | a
What was signed on 16-Mar-2021? | 16-Mar-2021 | 2021-03-16 | 2021-03-16 | a
What was signed on 5/30? | 5/30 | 2021-05-30 | 2021-05-30 | a
What was signed on 29 February 2020? | 29 February 2020 | 2020-02-29 | 2020-02-29 | a
What was signed on 29 February? | 29 February | 2020-02-29 | 2020-02-29 | a
What happened in January 2021? | January 2021 | 2021-01-01 | 2021-01-31 | a
What happened in Jan '21? | Jan '21 | 2021-01-01 | 2021-01-31 | a
What happened in January? | January | 2021-01-01 | 2021-01-31 | a
What happened in October? | October | 2020-10-01 | 2020-10-31 | a
What happened in June? | June | 2021-06-01 | 2021-06-30 | a
What happened in May? | May | 2021-05-01 | 2021-05-31 | a
what happened in march | march | 2021-03-01 | 2021-03-31 | a
What happened in 2021-03? | 2021-03 | 2021-03-01 | 2021-03-31 | a
What happened in 3/2021? | 3/2021 | 2021-03-01 | 2021-03-31 | a
What happened in August last year? | August last year | 2020-08-01 | 2020-08-31 | a
What happened in 2019? | 2019 | 2019-01-01 | 2019-12-31 | a
What happened in nineteen ninety-nine? | nineteen ninety-nine | 1999-01-01 | 1999-12-31 | a
What happened in two thousand and eight? | two thousand and eight | 2008-01-01 | 2008-12-31 | a
What happened in twenty twenty? | twenty twenty | 2020-01-01 | 2020-12-31 | a
What happened in the year 1789? | the year 1789 | 1789-01-01 | 1789-12-31 | a
How did sales do in Q1 2021? | Q1 2021 | 2021-01-01 | 2021-03-31 | a
How did sales do in the first quarter of 2021? | the first quarter of 2021 | 2021-01-01 | 2021-03-31 | a
How did sales do in the second half of 2020? | the second half of 2020 | 2020-07-01 | 2020-12-31 | a
How did sales do in H1 2020? | H1 2020 | 2020-01-01 | 2020-06-30 | a
How did sales do in the last quarter of last year? | the last quarter of last year | 2020-10-01 | 2020-12-31 | a
How did sales do in Q2? | Q2 | 2021-04-01 | 2021-06-30 | a
What was built in the 1970s? | the 1970s | 1970-01-01 | 1979-12-31 | a
What was built in the '80s? | the '80s | 1980-01-01 | 1989-12-31 | a
What was built in the nineteen-sixties? | the nineteen-sixties | 1960-01-01 | 1969-12-31 | a
What was built in the 19th century? | the 19th century | 1800-01-01 | 1899-12-31 | a
What was built in the summer of 2019? | the summer of 2019 | 2019-06-01 | 2019-08-31 | a
What was built last winter? | last winter | 2020-12-01 | 2021-02-28 | d
What changed in early 2021? | early 2021 | 2021-01-01 | 2021-06-30 | a
What changed in late March? | late March | 2021-03-16 | 2021-03-31 | a
What changed in mid-February? | mid-February | 2021-02-10 | 2021-02-20 | a
What changed at the end of 2020? | the end of 2020 | 2020-09-01 | 2020-12-31 | a
What changed at the beginning of last month? | the beginning of last month | 2021-05-01 | 2021-05-15 | d
What changed in the first week of May? | the first week of May | 2021-05-03 | 2021-05-09 | a
What changed in the last week of July 2020? | the last week of July 2020 | 2020-07-27 | 2020-08-02 | a
What changed in the second week of 2021? | the second week of 2021 | 2021-01-11 | 2021-01-17 | a
What changed in the first ten days of May? | the first ten days of May | 2021-05-01 | 2021-05-10 | a
What changed on the first Monday of June? | the first Monday of June | 2021-06-07 | 2021-06-07 | a
What changed on the last Friday in April 2021? | the last Friday in April 2021 | 2021-04-30 | 2021-04-30 | a
What changed in the week of 16 March 2021? | the week of 16 March 2021 | 2021-03-15 | 2021-03-21 | a
What changed in the week after 16 March 2021? | the week after 16 March 2021 | 2021-03-17 | 2021-03-23 | a
What changed in the month before 16 March 2021? | the month before 16 March 2021 | 2021-02-16 | 2021-03-15 | a
What changed in week 10 of 2021? | week 10 of 2021 | 2021-03-08 | 2021-03-14 | a
What changed on the 20th of last month? | the 20th of last month | 2021-05-20 | 2021-05-20 | d
What is new today? | today | 2021-06-16 | 2021-06-16 | d
What was new yesterday? | yesterday | 2021-06-15 | 2021-06-15 | d
What was new the day before yesterday? | the day before yesterday | 2021-06-14 | 2021-06-14 | d
What was new on Monday? | Monday | 2021-06-14 | 2021-06-14 | d
What was new on Friday? | Friday | 2021-06-11 | 2021-06-11 | d
What was new on Wednesday? | Wednesday | 2021-06-16 | 2021-06-16 | d
What was new last Friday? | last Friday | 2021-06-11 | 2021-06-11 | d
What was new on Tuesday of last week? | Tuesday of last week | 2021-06-08 | 2021-06-08 | d
What was new on Thursday the 10th? | Thursday the 10th | 2021-06-10 | 2021-06-10 | d
What was new on the 10th? | the 10th | 2021-06-10 | 2021-06-10 | d
What is new this week? | this week | 2021-06-14 | 2021-06-20 | d
What was new last week? | last week | 2021-06-07 | 2021-06-13 | d
What was new over the weekend? | the weekend | 2021-06-12 | 2021-06-13 | d
What was new last month? | last month | 2021-05-01 | 2021-05-31 | d
What was new last quarter? | last quarter | 2021-01-01 | 2021-03-31 | d
What was new last year? | last year | 2020-01-01 | 2020-12-31 | d
What was new the week before last? | the week before last | 2021-05-31 | 2021-06-06 | d
What was new last March? | last March | 2020-03-01 | 2020-03-31 | d
What was new in the past few days? | the past few days | 2021-06-13 | 2021-06-16 | d
What was new within the last two weeks? | the last two weeks | 2021-06-02 | 2021-06-16 | d
What was new over the past three months? | the past three months | 2021-03-16 | 2021-06-16 | d
What was new in the last 2 quarters? | the last 2 quarters | 2020-10-01 | 2021-03-31 | d
What was new three days ago? | three days ago | 2021-06-13 | 2021-06-13 | d
What was new a month ago? | a month ago | 2021-05-16 | 2021-05-16 | d
What was new 1 month and 21 days ago? | 1 month and 21 days ago | 2021-04-25 | 2021-04-25 | d
What was new two weeks before 16 March 2021? | two weeks before 16 March 2021 | 2021-03-02 | 2021-03-02 | d
What has changed so far this year? | so far this year | 2021-01-01 | 2021-06-16 | d
What has changed this month so far? | this month so far | 2021-06-01 | 2021-06-16 | d
What has changed year to date? | year to date | 2021-01-01 | 2021-06-16 | d
What changed earlier this month? | earlier this month | 2021-06-01 | 2021-06-15 | d
What changed from 4 to 22 January 2021? | from 4 to 22 January 2021 | 2021-01-04 | 2021-01-22 | a
What changed March 8-17? | March 8-17 | 2021-03-08 | 2021-03-17 | a
What changed between March 8th and March 17th? | between March 8th and March 17th | 2021-03-08 | 2021-03-17 | a
What changed between January and March 2021? | between January and March 2021 | 2021-01-01 | 2021-03-31 | a
What changed between November and March? | between November and March | 2020-11-01 | 2021-03-31 | a
What changed from 2015 to May 5th, 2017? | from 2015 to May 5th, 2017 | 2015-01-01 | 2017-05-05 | a
What changed between 2014 and 2018? | between 2014 and 2018 | 2014-01-01 | 2018-12-31 | a
What changed between 2021-03-01 and 2021-03-31? | between 2021-03-01 and 2021-03-31 | 2021-03-01 | 2021-03-31 | a
What changed Monday to Wednesday of last week? | Monday to Wednesday of last week | 2021-06-07 | 2021-06-09 | d
What changed between March 2021 and now? | between March 2021 and now | 2021-03-01 | 2021-06-16 | d
What changed from 20 December to 5 January? | from 20 December to 5 January | 2020-12-20 | 2021-01-05 | a
What changed since March 2021? | since March 2021 | 2021-03-01 | - | o
What changed since May? | since May | 2021-05-01 | - | o
What changed since last week? | since last week | 2021-06-07 | - | o
What changed after 16 March 2021? | after 16 March 2021 | 2021-03-17 | - | o
What changed after 2019? | after 2019 | 2020-01-01 | - | o
What changed from March 2021 onwards? | from March 2021 onwards | 2021-03-01 | - | o
What changed before 20 March 2021? | before 20 March 2021 | - | 2021-03-19 | o
What changed prior to 2020? | prior to 2020 | - | 2019-12-31 | o
What changed until the end of March 2021? | until the end of March 2021 | - | 2021-03-31 | o
What changed by 16 March 2021? | by 16 March 2021 | - | 2021-03-16 | o
Was it done no later than January 1, 2010? | no later than January 1, 2010 | - | 2010-01-01 | o
Which rules of 2012 or later apply? | 2012 or later | 2012-01-01 | - | o
What did the 2021-03-16 article say? | 2021-03-16 | 2021-03-16 | 2021-03-16 | n
What came of the February 2019 summit? | February 2019 | 2019-02-01 | 2019-02-28 | n
Show me the March 2021 articles | March 2021 | 2021-03-01 | 2021-03-31 | n
"""

NO_DATES = """
Who is Theresa May?
Why did May resign?
What has changed since May took office?
Who succeeded before May resigned?
May I ask why?
It may change.
Where did they march?
What did the March on Washington demand?
When did April O'Neil appear?
Who edits the Sun?
What does the Sunday Times report?
What happened at the Black Friday sale?
What does the 2020 GDPR guidance say?
Who won the World Cup 2018?
Does it run on Windows 95?
Who wrote Catch-22?
Who lives at 7 March Street?
What happened to flight 2021?
What did the 9/11 commission find?
Is the shop open 24/7?
Is the rate 3/4 or 1/2?
How many of the 2000 people came?
How much is $2021 worth?
Call 138-2010-2015
What is the ratio 16:9?
Does it start at 10:30?
Does it last from 5 to 6pm?
How long is a three week course?
Is the course three weeks long?
Will the truce last three weeks?
What does the union demand every Monday?
Was it 32 March 2021?
What happened on 30 February 2021?
What is version 2.10.3 about?
Who scored 6-3 in the final?
Who is in the top 10?
What is the second amendment?
Who is the first minister?
What is in half of the samples?
Which spring feeds the river?
Who won in overtime?
What has happened since the Hanoi summit?
What did they say before the meeting?
How did the fall of the government come about?
Who is second in line?
What is a current account?
"""


def _rows() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_a_phrase_is_read_with_its_days_and_its_place(row: tuple[str, ...]) -> None:
    question, phrase, first, last, kind = row
    found = asked_dates(question, as_of=ASKED)
    assert [one.text for one in found] == [phrase]
    assert question[found[0].start : found[0].end] == phrase
    assert (found[0].days.start, found[0].days.end) == (_day(first), _day(last))
    expected = {"a": "absolute", "n": "absolute", "d": "deictic", "o": "open"}[kind]
    assert (found[0].kind, found[0].attributive) == (expected, kind == "n")


@pytest.mark.parametrize("question", NO_DATES.strip().splitlines())
def test_what_is_no_date_gives_no_phrase(question: str) -> None:
    found = [phrase for phrase in asked_dates(question, as_of=ASKED) if not phrase.attributive]
    assert found == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("what was said on the third?", "the third"), ("how many were sold to date?", "to date"), ("it is due now", None)],
)
def test_words_of_time_without_a_digit_or_a_month_are_seen(text: str, phrase: str | None) -> None:
    found = asked_dates(text, as_of=date(2024, 5, 7))
    assert [one.text for one in found] == ([phrase] if phrase else [])


def test_several_phrases_come_in_order() -> None:
    found = asked_dates("Compare March 2020 with last week and with 2019-05-01.", as_of=ASKED)
    assert [phrase.text for phrase in found] == ["March 2020", "last week", "2019-05-01"]


def test_a_phrase_without_year_is_the_last_one_begun() -> None:
    assert asked_dates("in December", as_of=date(2021, 12, 1))[0].days.start == date(2021, 12, 1)
    assert asked_dates("in December", as_of=date(2021, 11, 30))[0].days.start == date(2020, 12, 1)


_WORDS = st.sampled_from(
    "the of in on from to between and since last next this two 3 16th march May 2021 99 week weeks month year ago "
    "before after early mid - / . , ' s Q1 first half quarter Sunday yesterday day century 1970 decades until so far "
    "date".split()
)


@given(st.lists(_WORDS, max_size=12).map(" ".join), st.dates())
def test_any_words_are_read_without_error(text: str, as_of: date) -> None:
    _check(text, as_of)


@given(st.text(max_size=60), st.dates())
def test_any_text_is_read_without_error(text: str, as_of: date) -> None:
    _check(text, as_of)


@pytest.mark.parametrize(
    "piece", ["the end of ", "the week after ", "2 days before ", "first week of the ", "a ", "3/4-"]
)
def test_endless_nesting_is_read_without_error(piece: str) -> None:
    _check(piece * 2_000, ASKED)


def test_dates_may_nest() -> None:
    found = asked_dates("the last Friday of the first week of the second half of last year", as_of=ASKED)
    assert found[0].days.start == found[0].days.end == date(2020, 7, 3)


def _check(text: str, as_of: date) -> None:
    end = 0
    for phrase in asked_dates(text, as_of=as_of):
        assert end <= phrase.start < phrase.end <= len(text)
        assert phrase.text == text[phrase.start : phrase.end]
        assert phrase.days
        if phrase.days.start and phrase.days.end:
            assert phrase.days.start <= phrase.days.end
        end = phrase.end


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
