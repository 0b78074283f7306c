from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.checking.agreement import Known, disagreements
from assistant.answering.checking.support import THRESHOLD, support
from assistant.text.numbers import numbers
from assistant.types import DateRange
from tests.answering.fakes import WordEmbedder

SUNDAY = date(2021, 3, 21)
KNOWN = Known(
    days=frozenset({SUNDAY, date(2021, 3, 24)}),
    periods=(DateRange(date(2021, 3, 29), date(2021, 4, 4)),),
    context="Blinken said that talks continue. Austin said nothing. The summit of 2019 failed. Kim Yo Jong spoke.",
)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Two missiles were fired.", "The two missiles were fired"),
        ("They met two times.", "They met twice"),
        ("1,200 people fled.", "1200 people fled"),
        ("Five million people fled.", "5 million people fled"),
        ("Prices rose 20%.", "prices rose 20 percent"),
        ("It was fired on Sunday, 21 March 2021.", "It was fired on Sunday"),
        ("It spoke on Wednesday, 24 March 2021, three days after the launch on 21 March.", "it spoke after the launch"),
        ("They meet in the week of 30 March 2021.", "they meet next week"),
        ("Exercises ran from 8 to 17 March 2021.", "March 8-17 exercises ran"),
        ("The summit of 2019 failed.", "the summit failed"),
        ("Two articles say that talks continue.", "talks continue"),
        ("The UN ban holds.", "the United Nations ban holds"),
        ("The United Nations ban holds.", "the UN ban holds"),
        ("American officials met Japanese officials.", "US officials met officials of Japan"),
        ("According to Blinken, talks continue.", "talks continue"),
        ("It set no preconditions.", "it came without any preconditions"),
        ("Launches are not prohibited.", "the launch is not prohibited"),
        ("No, launches are prohibited.", "the launch is prohibited"),
        ("He did not answer questions.", "he declined to answer questions"),
    ],
)
def test_what_agrees(sentence: str, quote: str) -> None:
    assert disagreements(sentence, [quote], KNOWN) == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "problem"),
    [
        ("Three missiles were fired.", "The two missiles were fired", "the number 3 is not in the quote"),
        ("It was fired on 22 March 2021.", "It was fired on Sunday", "the date '22 March 2021' is not in the quote"),
        (
            "It was fired on Monday, 21 March 2021.",
            "It was fired",
            "the date 'Monday, 21 March 2021' is not in the quote",
        ),
        ("It was fired on Friday.", "It was fired", "the day of the week is not in the quote"),
        ("Putin said that talks continue.", "talks continue", "the name 'Putin' is not in the quote"),
        (
            "Austin said that talks continue.",
            "Blinken said that talks continue",
            "the quote names 'Blinken', not 'Austin'",
        ),
        (
            "Launches are not prohibited.",
            "the launches are prohibited",
            "the sentence denies what the quote says",
        ),
        (
            "The launches violated a ban.",
            "the launches never violated a ban",
            "the quote denies what the sentence says",
        ),
        ("Prices rose by 20 percent.", "prices rose by 2 percent", "the number 20 is not in the quote"),
    ],
)
def test_what_does_not(sentence: str, quote: str, problem: str) -> None:
    assert problem in disagreements(sentence, [quote], KNOWN)
    assert not support(sentence, [quote], KNOWN, WordEmbedder()).carried


def test_a_negation_right_before_the_quote_belongs_to_it() -> None:
    quote = "appear to violate a ban on missile launches"
    sentence = "The launch appears to violate a ban on missile launches."
    assert disagreements(sentence, [quote], Known()) == ()
    assert disagreements(sentence, [quote], Known(with_lead=("did not " + quote,)))


def test_quotes_carry_a_sentence_together() -> None:
    sentence = "They were in Seoul on March 18, where Blinken met his counterparts."
    quotes = ["While they were in Seoul on March 18", "Blinken huddled with his counterparts in Seoul"]
    together = support(sentence, quotes, Known(), WordEmbedder())
    alone = support(sentence, quotes[:1], Known(), WordEmbedder())
    assert together.carried
    assert together.score > alone.score


def test_a_quote_about_something_else_does_not_carry() -> None:
    result = support("The harbour was closed.", ["a new school opened its doors"], Known(), WordEmbedder())
    assert result.problems == ()
    assert result.score < THRESHOLD
    assert not result.carried


@given(st.text(max_size=80), st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_the_score_is_a_share(sentence: str, quotes: list[str]) -> None:
    assert 0.0 <= support(sentence, quotes, Known(), WordEmbedder()).score <= 1.0 + 1e-6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-one and 3.5 and 1,000,000", {21, 3.5, 1_000_000}),
        ("2018–19", {2018, 2019}),
        ("the third of dozens", {3}),
        ("€4bn and 10k", {4e9, 10_000}),
        ("fourteen hundredths", {14}),
    ],
)
def test_numbers(text: str, expected: set[float]) -> None:
    assert numbers(text) == expected
