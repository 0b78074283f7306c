"""Whose words and whose office a question asks about."""

from __future__ import annotations

import pytest

from assistant.answering.attribution import attribution_of


@pytest.mark.parametrize(
    ("question", "does", "does_not"),
    [
        ("What did Ann Lee say about the mine?", "The mine is safe, said Lee on Monday.", "Lee visited the mine."),
        ("What did Bo Li warn of?", "Prices will fall, according to Trade Minister Bo Li.", "Bo Li bought the mine."),
        ("what has the ministry announced", "The ministry announced a plan.", "A plan of the ministry fell through."),
        ("Who is Peru's trade minister?", "Peruvian Trade Minister Ann Lee spoke.", "Bo Li, trade minister of Chad."),
        ("Who is the trade minister of Peru?", "Ann Lee, trade minister of Peru.", "Chad's trade minister left."),
        ("Who is the trade minister?", "Trade Minister Ann Lee spoke.", "Vice trade minister Bo Li spoke."),
        ("Who is the vice trade minister?", "Vice trade minister Bo Li spoke.", "Trade Minister Ann Lee spoke."),
        ("Name the Peruvian chief secretary.", "Peru's chief secretary Ann Lee", "chief secretary Bo Li of Chad"),
    ],
)
def test_words_and_offices_are_attributed(question: str, does: str, does_not: str) -> None:
    attributes = attribution_of(question)
    assert attributes is not None
    assert attributes(does)
    assert not attributes(does_not)


@pytest.mark.parametrize(
    "question", ["", "Who is Ann Lee?", "Who visited the mine?", "What did Ann Lee buy?", "When was the mine closed?"]
)
def test_other_questions_attribute_nothing(question: str) -> None:
    assert attribution_of(question) is None
