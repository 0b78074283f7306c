from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates.written.mentions import latest_past_date, mentions_in
from assistant.types import DocumentDate, Precision

WEDNESDAY = DocumentDate(date(2021, 3, 24), "day", "header_line")
TUESDAY = DocumentDate(date(2021, 3, 16), "day", "header_line")
JANUARY = DocumentDate(date(2021, 1, 3), "day", "header_line")  # a Sunday

RESOLVED = [
    (WEDNESDAY, "More rain was forecast for Sunday.", "Sunday", "2021-03-28"),
    (WEDNESDAY, "Both sides spoke ahead of Sunday.", "Sunday", "2021-03-28"),
    (WEDNESDAY, "The forecast that was read on Sunday was wrong.", "Sunday", "2021-03-21"),
    # weekdays
    (WEDNESDAY, "Two missiles were fired on Sunday, they confirmed.", "Sunday", "2021-03-21"),
    (WEDNESDAY, "the White House said Tuesday, 23 March, in Washington", "Tuesday, 23 March", "2021-03-23"),
    (WEDNESDAY, "the ministry said on Wednesday", "Wednesday", "2021-03-24"),
    (WEDNESDAY, "the two met last Wednesday in Seoul", "last Wednesday", "2021-03-17"),
    (WEDNESDAY, "the two met last Friday in Seoul", "last Friday", "2021-03-19"),
    (WEDNESDAY, "the two meet this Friday in Seoul", "this Friday", "2021-03-26"),
    (WEDNESDAY, "the two meet next Friday in Seoul", "next Friday", "2021-04-02"),
    (WEDNESDAY, "The two will meet on Friday in Seoul.", "Friday", "2021-03-26"),
    (WEDNESDAY, "The two are expected to meet on Monday.", "Monday", "2021-03-29"),
    (WEDNESDAY, "The two are to meet on Sunday.", "Sunday", "2021-03-28"),
    (WEDNESDAY, "They would not meet, an aide said on Monday.", "Monday", "2021-03-22"),
    (WEDNESDAY, "They will meet soon. The talks broke off on Monday.", "Monday", "2021-03-22"),
    (WEDNESDAY, "talks on Tuesday of last week", "Tuesday of last week", "2021-03-16"),
    (WEDNESDAY, "Friday’s launch was the first", "Friday", "2021-03-19"),
    (WEDNESDAY, "State Department spokeswoman said at a Monday briefing", "Monday", "2021-03-22"),
    (WEDNESDAY, "The decision not to divulge it until the Post announced it on Tuesday", "Tuesday", "2021-03-23"),
    (TUESDAY, "meet their counterparts from Japan on Tuesday to start a trip", "Tuesday", "2021-03-16"),
    (TUESDAY, "The trip comes after Biden on Friday held the first summit", "Friday", "2021-03-12"),
    # days
    (WEDNESDAY, "They met yesterday.", "yesterday", "2021-03-23"),
    (WEDNESDAY, "Yesterday they met.", "Yesterday", "2021-03-23"),
    (WEDNESDAY, "They meet tomorrow.", "tomorrow", "2021-03-25"),
    (WEDNESDAY, "They met today.", "today", "2021-03-24"),
    (WEDNESDAY, "They met last night.", "last night", "2021-03-23"),
    (WEDNESDAY, "They met three days ago.", "three days ago", "2021-03-21"),
    (WEDNESDAY, "They met on March 18 in Seoul.", "March 18", "2021-03-18"),
    (WEDNESDAY, "They met on 18 March in Seoul.", "18 March", "2021-03-18"),
    (WEDNESDAY, "They met on the 18th of March in Seoul.", "18th of March", "2021-03-18"),
    (WEDNESDAY, "They met on Dec. 25 in Seoul.", "Dec. 25", "2020-12-25"),
    (WEDNESDAY, "They meet on May 21 in Seoul.", "May 21", "2021-05-21"),
    (WEDNESDAY, "They met on Sept. 3, 2017, in Seoul.", "Sept. 3, 2017", "2017-09-03"),
    (WEDNESDAY, "They met on Sunday, March 7, in Seoul.", "Sunday, March 7", "2021-03-07"),
    (WEDNESDAY, "They met on March\n18 in Seoul.", "March\n18", "2021-03-18"),
    (WEDNESDAY, "The two fought on 22 May 1455 at St Albans.", "22 May 1455", "1455-05-22"),
    (WEDNESDAY, "They met on 2021-02-07 in Seoul.", "2021-02-07", "2021-02-07"),
    (JANUARY, "They met on December 25 in Seoul.", "December 25", "2020-12-25"),
    (WEDNESDAY, "The ward will close on Dec. 31.", "Dec. 31", "2021-12-31"),
    # ranges
    (WEDNESDAY, "Sales rose in the fourth quarter.", "in the fourth quarter", "2020-10-01..2020-12-31"),
    (WEDNESDAY, "Sales rose in the first quarter.", "in the first quarter", "2021-01-01..2021-03-31"),
    (WEDNESDAY, "Sales are expected to fall in the second quarter.", "in the second quarter", "2021-04-01..2021-06-30"),
    (JANUARY, "Sales will fall in the first quarter.", "in the first quarter", "2021-01-01..2021-03-31"),
    (WEDNESDAY, "the March 8-17 joint exercises", "March 8-17", "2021-03-08..2021-03-17"),
    (WEDNESDAY, "the drills of 8 to 17 March 2020", "8 to 17 March 2020", "2020-03-08..2020-03-17"),
    (WEDNESDAY, "talks last week in Anchorage", "last week", "2021-03-15..2021-03-21"),
    (WEDNESDAY, "will host his counterparts next week", "next week", "2021-03-29..2021-04-04"),
    (WEDNESDAY, "Next week, he will host his counterparts.", "Next week", "2021-03-29..2021-04-04"),
    (WEDNESDAY, "This Week in the Senate", "This Week", "2021-03-22..2021-03-28"),
    (WEDNESDAY, "drills that started this month", "this month", "2021-03-01..2021-03-31"),
    (WEDNESDAY, "blown up last year", "last year", "2020-01-01..2020-12-31"),
    (WEDNESDAY, "earlier this year", "earlier this year", "2021-01-01..2021-12-31"),
    (WEDNESDAY, "profits of last quarter", "last quarter", "2020-10-01..2020-12-31"),
    (WEDNESDAY, "tests over the weekend", "over the weekend", "2021-03-20..2021-03-21"),
    (WEDNESDAY, "tests last weekend", "last weekend", "2021-03-20..2021-03-21"),
    (JANUARY, "tests over the weekend", "over the weekend", "2021-01-02..2021-01-03"),
    (WEDNESDAY, "in the past two weeks", "in the past two weeks", "2021-03-10..2021-03-24"),
    (WEDNESDAY, "two weeks ago", "two weeks ago", "2021-03-08..2021-03-14"),
    (WEDNESDAY, "a year ago", "a year ago", "2020-01-01..2020-12-31"),
    # months and years
    (WEDNESDAY, "testing a system in July.", "in July", "2020-07-01..2020-07-31"),
    (WEDNESDAY, "was his enemy in January and", "in January", "2021-01-01..2021-01-31"),
    (WEDNESDAY, "in October", "in October", "2020-10-01..2020-10-31"),
    (WEDNESDAY, "since March", "since March", "2021-03-01..2021-03-31"),
    (WEDNESDAY, "It will open in June.", "in June", "2021-06-01..2021-06-30"),
    (WEDNESDAY, "It will open in February.", "in February", "2022-02-01..2022-02-28"),
    (WEDNESDAY, "channels starting in mid-February, including New York", "in mid-February", "2021-02-01..2021-02-28"),
    (WEDNESDAY, "in May.", "in May", "2020-05-01..2020-05-31"),
    (WEDNESDAY, "after the February 2019 Hanoi summit", "February 2019", "2019-02-01..2019-02-28"),
    (WEDNESDAY, "arrested in June of 2013.", "June of 2013", "2013-06-01..2013-06-30"),
    (WEDNESDAY, "opened in mid-August 2015", "mid-August 2015", "2015-08-01..2015-08-31"),
    (WEDNESDAY, "In 2017, it carried out tests", "In 2017", "2017-01-01..2017-12-31"),
    (WEDNESDAY, "fell apart at the 2019 summit", "the 2019", "2019-01-01..2019-12-31"),
    (WEDNESDAY, "in the first quarter of 2020", "the first quarter of 2020", "2020-01-01..2020-03-31"),
]

NOTHING = [
    "the Sunday Times wrote",
    "on Black Friday shops open",
    "every Sunday they meet",
    "on Sundays they meet",
    "Joe Friday asked",
    "Prime Minister May said",
    "May's cabinet met",
    "protesters march 18 miles",
    "April said that she would come",
    "Sun shines on Mon and Sat",
    "the Sept. 11 attacks",
    "the January 6 committee",
    "2020 people and 1,999 cows",
    "Boeing 2000 and A2021",
    "the 2020s",
    "in 2020-21",
    "of 2000 people",
    "recently, that week, soon, the other day",
    "the day before, a day earlier",
    "version 1.2.2021 of the file",
    "today's youth",
    "99/99/2021",
    "Wednesday-like",
    "on February 30",
    "on 30 February 2024",
    "read on 14 Aug '24",
]


def shown(text: str, published: DocumentDate) -> list[tuple[str, str]]:
    found = []
    for mention in mentions_in(text, published):
        assert text[mention.start : mention.end] == mention.text
        start, end = mention.days.start, mention.days.end
        found.append((mention.text, str(start) if start == end else f"{start}..{end}"))
    return found


@pytest.mark.parametrize(("published", "text", "phrase", "days"), RESOLVED, ids=[each[1][:60] for each in RESOLVED])
def test_phrases_count_from_the_documents_date(published: DocumentDate, text: str, phrase: str, days: str) -> None:
    assert shown(text, published) == [(phrase, days)]


@pytest.mark.parametrize("text", NOTHING)
def test_names_numbers_and_vague_words_are_no_dates(text: str) -> None:
    assert shown(text, WEDNESDAY) == []


@pytest.mark.parametrize(
    "published",
    [
        DocumentDate(),
        DocumentDate(date(2021, 3, 1), "month", "filename"),
        DocumentDate(date(2021, 1, 1), "year", "filename"),
    ],
)
def test_without_a_day_to_count_from_only_absolute_dates_are_resolved(published: DocumentDate) -> None:
    text = "On Sunday, last week, March 18, in July and yesterday; on March 18, 2021, in February 2019 and in 2017."
    assert [phrase for phrase, _ in shown(text, published)] == ["March 18, 2021", "February 2019", "in 2017"]


def test_several_phrases_come_in_order_and_do_not_overlap() -> None:
    text = "On Sunday, March 21, 2021, and on Monday, after last week, in January 2020."
    assert [phrase for phrase, _ in shown(text, WEDNESDAY)] == [
        "Sunday, March 21, 2021",
        "Monday",
        "last week",
        "January 2020",
    ]


WORDS = (
    "On Sunday next last week 2021 March 18 31 in May the 1 a year ago 999 years ago , . by 2,000 first quarter of - ’s"
)


@given(
    words=st.lists(st.sampled_from(WORDS.split()), max_size=25),
    day=st.dates(date(1000, 1, 1), date(2199, 12, 31)),
    precision=st.sampled_from(["day", "month", "year"]),
)
def test_any_mixture_of_phrases_is_resolved_in_order(words: list[str], day: date, precision: Precision) -> None:
    text = " ".join(words)
    end = 0
    for mention in mentions_in(text, DocumentDate(day, precision, "sidecar")):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.days.start is not None
        assert mention.days.end is not None
        assert mention.days.start <= mention.days.end
        end = mention.end
    latest = latest_past_date(text, today=day)
    assert latest is None or latest <= day
