"""Which kind of answer is asked for, and in which measure."""

from __future__ import annotations

import pytest

from assistant.answering.question.kinds import kind_asked, measure_asked
from assistant.asked import AnswerKind, Measure


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the mine close?", "time"),
        ("Dates of the joint exercises?", "time"),
        ("who closed it", "person"),
        ("Launch site of the missiles?", "place"),
        ("How many firemen died?", "number"),
        ("Why did they leave?", "reason"),
        ("Who said how many died?", "person"),
        ("What did the mayor say?", None),
    ],
)
def test_the_kind_that_a_question_asks_for_first(question: str, kind: AnswerKind | None) -> None:
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("How much did the port pay for the marsh?", "money"),
        ("what was the price of a tonne", "money"),
        ("What share of home loans have a floating rate?", "share"),
        ("by how much did exports shrink?", "share"),
        ("How often will the bus go?", "frequency"),
        ("how long a detour is it", "duration"),
        ("How many days did the strike last?", "duration"),
        ("How high did the river get?", "size"),
        ("How many firemen died?", "number"),
        ("How old is the mayor?", "number"),
        ("How did the mayor explain it?", None),
        ("Who is the mayor?", None),
    ],
)
def test_the_measure_that_a_question_asks_for(question: str, measure: Measure | None) -> None:
    assert measure_asked(question) == measure
