"""What is understood of a question: filters, preferences, order and day; asked on Wednesday 2021-06-16."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.asked import without_publication
from assistant.answering.question.shown import filter_line, wider_question
from assistant.answering.question.understand import understand
from assistant.errors import SettingsError
from assistant.types import DateRange, Query, Scope, Turn

ASKED = date(2021, 6, 16)

# question | published | about | order | searched for
TABLE = """
articles from March 2021 | 2021-03-01..2021-03-31 | | relevance |
articles about missiles from March 2021 | 2021-03-01..2021-03-31 | | relevance | missiles
Show me the March 2021 articles about missiles | 2021-03-01..2021-03-31 | | relevance |
What was reported about North Korea before 20 March 2021? | ..2021-03-19 | | relevance | North Korea?
What has been published about Corvane since May? | 2021-05-01.. | | relevance | Corvane?
What was written about the strike in April 2021? | 2021-04-01..2021-04-30 | | relevance | the strike?
Was anything reported on the dam after 3 May 2021? | 2021-05-04.. | | relevance |
Which articles published between 2021-03-01 and 2021-03-31 mention Blinken? | 2021-03-01..2021-03-31 | | relevance |
What do the articles say about Kim after 16 March 2021? | 2021-03-17.. | | relevance |
What did last week's articles say about the strike? | 2021-06-07..2021-06-13 | | relevance |
any news about the dam from yesterday? | 2021-06-15..2021-06-15 | | relevance |
coverage of the election in May 2021 | | 2021-05-01..2021-05-31 | relevance |
What happened in January 2021? | | 2021-01-01..2021-01-31 | relevance | What happened in January 2021?
What happened in January? | | 2021-01-01..2021-01-31 | relevance |
What happened in the week after 16 March 2021? | | 2021-03-17..2021-03-23 | relevance |
Who met in early 2021? | | 2021-01-01..2021-06-30 | relevance |
How many cases were reported in January 2021? | | 2021-01-01..2021-01-31 | relevance |
Which firms reported losses in 2020? | | 2020-01-01..2020-12-31 | relevance |
What happened at last week's summit? | | 2021-06-07..2021-06-13 | relevance | What happened summit?
What happened last month? | | 2021-05-01..2021-05-31 | relevance | What happened?
What has changed so far this year? | | 2021-01-01..2021-06-16 | relevance |
What changed between March 2020 and May 2021? | | 2020-03-01..2021-05-31 | relevance |
Compare March 2020 with March 2021 | | 2020-03-01..2021-03-31 | relevance |
What was agreed before the summit in May 2021? | | 2021-05-01..2021-05-31 | relevance |
What is the latest number of cases? | | | newest | What is the number of cases?
What is the most recent estimate? | | | newest |
Who is the current mayor? | | | newest | Who is the mayor?
Who is mayor now? | | | newest |
Who currently leads the union? | | | newest |
What did the newest article say? | | | newest |
What is in today's paper? | | 2021-06-16..2021-06-16 | relevance |
What was the earliest estimate? | | | oldest |
When did NPR first report the tests? | | | oldest |
What was the first reported number of cases? | | | oldest | What was the number of cases?
Which was the first article about the dam? | | | oldest |
Who is Theresa May? | | | relevance | Who is Theresa May?
Why did May resign? | | | relevance |
What does the 2020 GDPR guidance say? | | | relevance | What does the 2020 GDPR guidance say?
Who won the World Cup 2018? | | | relevance |
Is Windows 95 still sold? | | | relevance |
Who wrote Catch-22? | | | relevance |
What came of the February 2019 summit? | | | relevance |
What has happened since the Hanoi summit? | | | relevance | What has happened since the Hanoi summit?
Who was the first lady? | | | relevance |
Who is the first minister? | | | relevance |
How does a current account work? | | | relevance |
What do ocean currents do? | | | relevance |
What is planned in two weeks? | | | relevance |
How up to date is the equipment? | | | relevance |
What did the War of 1812 end? | | | relevance |
Where does the sun stand during the winter solstice? | | | relevance |
How is direct current made? | | | relevance |
What broke out in 1830 and 1848? | | 1830-01-01..1848-12-31 | relevance |
Who edits the Sun? | | | relevance |
When were the missiles fired? | | | relevance | When were the missiles fired?
"""


def _range(text: str) -> DateRange:
    if not text:
        return DateRange()
    start, _, end = text.partition("..")
    return DateRange(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


@pytest.mark.parametrize("line", TABLE.strip().splitlines(), ids=lambda line: line.partition("|")[0].strip())
def test_a_question_is_understood(line: str) -> None:
    question, published, about, order, searched = (cell.strip() for cell in line.split("|"))
    query = understand(question, as_of=ASKED)
    assert query.published == _range(published)
    assert query.about == _range(about)
    assert query.order == order
    assert query.question == question
    assert query.as_of == ASKED
    if searched:
        assert query.search_text == searched


def test_as_of_hides_what_is_later_and_counts_from_that_day() -> None:
    query = understand("As of 30 April 2021, what had Kim said last week?", as_of=ASKED)
    assert query.as_of == date(2021, 4, 30)
    assert query.as_of_explicit
    assert query.published == DateRange(None, date(2021, 4, 30))
    assert query.about == DateRange(date(2021, 4, 19), date(2021, 4, 25))
    assert query.search_text == "what had Kim said?"


def test_the_state_as_of_a_day_is_the_newest_of_that_day() -> None:
    assert understand("As of 30 April 2021, who was mayor?", as_of=ASKED).order == "newest"
    assert understand("Who was mayor asof:2021-04-30", as_of=ASKED).order == "newest"
    assert understand("Who was mayor?", as_of=date(2021, 4, 30), as_of_explicit=True).order == "relevance"


def test_a_named_day_of_asking_hides_later_documents() -> None:
    query = understand("articles from 2021", as_of=date(2021, 4, 30), as_of_explicit=True)
    assert query.published == DateRange(date(2021, 1, 1), date(2021, 4, 30))


def test_operators_filter_and_leave_the_text() -> None:
    query = understand('missiles after:2021-03-01 before:2021-03 source:npr path:*.txt author:"Jane Doe"', as_of=ASKED)
    assert query.search_text == "missiles"
    assert query.published == DateRange(date(2021, 3, 1), date(2021, 3, 31))
    assert query.sources == ("npr",)
    assert query.authors == ("Jane Doe",)
    assert query.paths == ("*.txt",)
    assert query.understood == ("after:2021-03-01", "before:2021-03", "source:npr", "path:*.txt", 'author:"Jane Doe"')


def test_operator_on_is_one_day_and_flags_are_narrowed() -> None:
    flags = DateRange(date(2021, 1, 1), None)
    query = understand("missiles on:2021-03-16", as_of=ASKED, published=flags, sources=("npr",), paths=("a/*",))
    assert query.published == DateRange(date(2021, 3, 16), date(2021, 3, 16))
    assert (query.sources, query.paths) == (("npr",), ("a/*",))


@pytest.mark.parametrize("question", ["missiles after:soon", "missiles before:2021-02-30", "asof:whenever"])
def test_an_operator_without_a_date_is_an_error_that_says_how(question: str) -> None:
    with pytest.raises(SettingsError, match="use the form"):
        understand(question, as_of=ASKED)


def test_a_colon_in_a_question_is_no_operator() -> None:
    query = understand("What is the ratio 3:4 at https://x.org/on:2021?", as_of=ASKED)
    assert query.understood == ()


def test_words_that_filter_are_listed_as_the_reader_wrote_them() -> None:
    query = understand("What was reported about the latest talks before 20 March 2021?", as_of=ASKED)
    assert query.understood == ("before 20 March 2021", "latest")


def test_a_question_of_nothing_but_a_filter_keeps_its_words() -> None:
    assert understand("after:2021-03-01", as_of=ASKED).search_text.strip() == ""
    assert understand("latest", as_of=ASKED).search_text == "latest"


def test_a_follow_up_is_searched_with_its_history() -> None:
    history = [Turn("Who is the mayor of Rivermouth?", "Ilse Varga.")]
    query = understand("When was she elected?", history, as_of=ASKED)
    assert "Rivermouth" in query.search_text
    assert query.question == "When was she elected?"


def _query(question: str, **options: object) -> Query:
    return understand(question, as_of=ASKED, **options)  # type: ignore[arg-type]


def test_the_filter_line_says_what_is_searched() -> None:
    query = _query("articles from March 2021")
    expected = "searching articles published 2021-03-01 – 2021-03-31 · 3 of 5 match · 2 undated included"
    assert filter_line(query, Scope(5, 3, undated_kept=2)) == expected


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who is mayor?", ""),
        ("Who is the current mayor?", "searching articles newest first"),
        ("missiles on:2021-03-16", "searching articles published 2021-03-16 · 5 of 5 match"),
        ("missiles after:2021-03-16", "searching articles published since 2021-03-16 · 5 of 5 match"),
        ("missiles before:2021-03-16", "searching articles published until 2021-03-16 · 5 of 5 match"),
        ("missiles source:npr path:a/*", "searching articles from npr, in a/* · 5 of 5 match"),
        ("missiles author:doe", "searching articles by doe · 5 of 5 match"),
        ("What happened in May 2021?", "searching articles about 2021-05-01 – 2021-05-31"),
    ],
)
def test_filter_lines(question: str, line: str) -> None:
    assert filter_line(_query(question), Scope(5, 5)) == line


def test_the_filter_line_counts_what_an_as_of_hides() -> None:
    line = filter_line(_query("As of 2021-04-30, who led?"), Scope(5, 3, undated_kept=1))
    assert line == "searching articles newest first, as of 2021-04-30 · 3 of 5 match · 1 undated included"


def test_the_filter_line_counts_excluded_undated_articles() -> None:
    query = _query("articles from March 2021", include_undated=False)
    line = filter_line(query, Scope(5, 1, undated_excluded=2))
    expected = "searching articles published 2021-03-01 – 2021-03-31, with a date · 1 of 5 match · 2 undated excluded"
    assert line == expected


@pytest.mark.parametrize(
    ("question", "wider"),
    [
        ("What was reported about Kim before 20 March 2021?", "What was reported about Kim?"),
        ("latest missiles after:2021-03-01 source:npr", "latest missiles"),
        ("Who is mayor?", "Who is mayor?"),
        ("As of 30 April 2021, who was mayor?", "who was mayor?"),
    ],
)
def test_the_wider_question_drops_what_filters(question: str, wider: str) -> None:
    assert wider_question(_query(question)) == wider


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("after:2021-03-01 " * 1_200, "20,000 characters"),
        ("path:* " * 51, "50 sources, 50 authors and 50 paths"),
        ("author:x " * 51, "50 sources, 50 authors and 50 paths"),
        ("source:x " * 51, "50 sources, 50 authors and 50 paths"),
        ("path:" + "*a" * 251, "500 characters"),
    ],
)
def test_a_question_beyond_all_measure_is_refused(question: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        understand(question, as_of=ASKED)


def test_what_flags_name_counts_too() -> None:
    with pytest.raises(SettingsError, match="not 51"):
        understand("What? source:x", as_of=ASKED, sources=["y"] * 50)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("According to articles from before 20 March 2021, who left?", "who left?"),
        ("In the articles of 16 March 2021, how did they react?", "how did they react?"),
        ("What did papers write in March 2021 about the mine?", "the mine?"),
        ("Who left on 16 March 2021?", "Who left on 16 March 2021?"),
        ("What did articles from March 2021 say?", "What did articles say?"),
    ],
)
def test_what_only_says_which_articles_are_meant_is_left_out(question: str, left: str) -> None:
    assert without_publication(question, as_of=date(2022, 2, 1)) == left
