"""Whose words, whose office and which kind of thing a question asks for."""

from __future__ import annotations

import pytest

from assistant.answering.reading.preferred import preference_of


@pytest.mark.parametrize(
    ("question", "does", "does_not"),
    [
        ("What did Ann Lee say about the mine?", "The mine is safe, said Lee on Monday.", "Lee visited the mine."),
        ("What did Bo Li warn of?", "Prices will fall, according to Trade Minister Bo Li.", "Bo Li bought the mine."),
        ("what has the ministry announced", "The ministry announced a plan.", "A plan of the ministry fell through."),
        ("How did Ann Lee herself react?", "“A pity,” Lee said of it.", "The press called Lee a coward."),
        ("What was Bo Li's response?", "Minister Bo Li dismissed the figures.", "Bo Li stayed at home."),
        ("Who is Peru's trade minister?", "Peruvian Trade Minister Ann Lee spoke.", "Bo Li, trade minister of Chad."),
        ("Who is the trade minister of Peru?", "Ann Lee, trade minister of Peru.", "Chad's trade minister left."),
        ("Who is the trade minister?", "Trade Minister Ann Lee spoke.", "Vice trade minister Bo Li spoke."),
        ("Who is the vice trade minister?", "Vice trade minister Bo Li spoke.", "Trade Minister Ann Lee spoke."),
        ("What kind of missile was it?", "A cruise missile was fired.", "Two missiles were fired."),
        ("which types of cheese do they make", "They make goat cheese.", "They make the cheese on Sundays."),
        ("Name the Peruvian chief secretary.", "Peru's chief secretary Ann Lee", "chief secretary Bo Li of Chad"),
    ],
)
def test_a_sentence_that_says_it_is_preferred(question: str, does: str, does_not: str) -> None:
    prefers = preference_of(question)
    assert prefers is not None
    assert prefers(does)
    assert not prefers(does_not)


@pytest.mark.parametrize(
    "question", ["", "Who is Ann Lee?", "Who visited the mine?", "What did Ann Lee buy?", "When was the mine closed?"]
)
def test_other_questions_prefer_nothing(question: str) -> None:
    assert preference_of(question) is None
