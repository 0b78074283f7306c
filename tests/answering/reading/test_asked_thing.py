"""What a sentence must hold to answer: an age, a distance, a sum, a count, an office."""

from __future__ import annotations

import pytest

from assistant.answering.reading.asked_thing import holder_of


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("How old is the mayor?", "The mayor, aged 61, was seen.", "The mayor has ruled for 9 years."),
        ("How many kilometres did it fly?", "It flew 450 km before it fell.", "Two missiles flew over the sea."),
        ("How far is the mine?", "The mine lies 12 miles away.", "The mine is far away."),
        ("How many dollars did the bridge cost?", "It cost $3 million.", "About 3,000 people built the bridge."),
        ("Where was Ann Lee born?", "Lee, born in Oslo, moved away.", "Lee lives in Oslo."),
        ("Was anyone hurt in the fire?", "Two were injured.", "The fire began on Sunday."),
        ("Who is the prime minister?", "Prime Minister Ann Lee spoke.", "Foreign Minister Bo Li spoke."),
        ("Who's the ambassador to Peru?", "Ambassador Ann Lee spoke.", "Ann Lee spoke in Peru."),
        ("What is the population of Lima?", "Lima has a population of 10 million.", "Lima is far away."),
        ("How many ships have sunk?", "Four ships sank.", "The ships sank on March 8, 2021."),
        ("How many ships did they own?", "They owned four ships.", "The ships are old."),
        ("How many times did they meet?", "They met twice.", "They first met in 2018."),
    ],
)
def test_the_thing_asked_for_is_held(question: str, answers: str, does_not: str) -> None:
    holds = holder_of(question)
    assert holds is not None
    assert (holds(answers), holds(does_not)) == (True, False)


@pytest.mark.parametrize(
    "question",
    [
        "Why did they leave?",
        "What did the minister say?",
        "Who visited the mine?",
        "What was the price of the toll in July?",
        "",
    ],
)
def test_other_questions_ask_for_nothing_special(question: str) -> None:
    assert holder_of(question) is None


@pytest.mark.parametrize(
    ("question", "text", "may_answer"),
    [
        ("How much does a litre of diesel cost now?", "A litre of diesel costs 92.87 crowns.", True),
        ("How much does a litre of diesel cost now?", "Diesel costs more than ever, drivers said.", False),
        ("How many workers on strike at the mill are there?", "A total of 123 workers were on strike.", True),
        ("How many workers on strike at the mill are there?", "Workers at the mill went on strike.", False),
        ("How old is Kim?", "Kim, 37, met reporters.", True),
        ("How old is Kim?", "Kim met reporters in Hanoi.", False),
    ],
)
def test_a_sentence_must_hold_what_is_asked_for(question: str, text: str, may_answer: bool) -> None:
    holds = holder_of(question)
    assert holds is not None
    assert holds(text) is may_answer
