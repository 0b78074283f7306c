"""Which measure is asked for, and which sentences give one."""

from __future__ import annotations

import pytest

from assistant.answering.question.measures import Measure, gives, measure_of, names_somebody
from assistant.text.words import stem


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
    assert measure_of(question) == measure


@pytest.mark.parametrize(
    ("measure", "text", "much"),
    [
        ("money", "Strikers will receive $150 a week.", 1.0),
        ("money", "It cost 2,310 euros in the town.", 1.0),
        ("money", "Sales rose to 842 million.", 0.5),
        ("money", "The strike lasted 48 days.", 0.0),
        ("share", "The family still holds 34 percent.", 1.0),
        ("share", "About a third of it is sold.", 1.0),
        ("share", "They hold 34 shops.", 0.0),
        ("frequency", "A shuttle will run every 40 minutes.", 1.0),
        ("frequency", "The shuttle is free.", 0.0),
        ("duration", "The journey takes nearly four hours.", 1.0),
        ("duration", "The journey is long.", 0.0),
        ("size", "It crested at 21.4 feet.", 1.0),
        ("size", "It was the highest of 12.", 0.3),
        ("number", "Trump met with Kim twice.", 1.0),
        ("number", "They met with Kim.", 0.0),
    ],
)
def test_sentences_that_give_a_measure(measure: Measure, text: str, much: float) -> None:
    assert gives(measure, text) == much


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Agnieszka Lorek has been appointed.", True),
        ("He will be succeeded by Hanneke Vos, who was at Veloria.", True),
        ("The plant was closed.", False),
        ("The Katowice Plant was closed.", False),
        ("On Monday it was closed.", False),
    ],
)
def test_a_full_name_that_the_question_does_not_have(text: str, said: bool) -> None:
    assert names_somebody(text, frozenset({stem("Katowice"), stem("plant")})) is said
