"""What a sentence must hold to answer, what it had better hold, and what it gives."""

from __future__ import annotations

import pytest

from assistant.answering.reading.fits import gives, holder_of, names_somebody, preference_of
from assistant.asked import Measure
from assistant.text.words import stem
from tests.answering.fakes import asked


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
    holds = holder_of(asked(question))
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
    assert holder_of(asked(question)) is None


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
    holds = holder_of(asked(question))
    assert holds is not None
    assert holds(text) is may_answer


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
    prefers = preference_of(asked(question))
    assert prefers is not None
    assert prefers(does)
    assert not prefers(does_not)


@pytest.mark.parametrize(
    "question", ["", "Who is Ann Lee?", "Who visited the mine?", "What did Ann Lee buy?", "When was the mine closed?"]
)
def test_other_questions_prefer_nothing(question: str) -> None:
    assert preference_of(asked(question)) is None


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
