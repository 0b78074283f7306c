from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.question.follow_up import is_follow_up, search_text
from assistant.text.words import content_terms
from assistant.types import Turn

KIM = Turn("When did Kim Jong Un visit Hanoi?", "Kim Jong Un met Donald Trump in Hanoi in February 2019.")
OIL = Turn("How much oil does Norway export?", "Norway exports two million barrels a day.")


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "And what did he say about that?",
        "Who else?",
        "what about Japan",
        "When was it?",
        "Tell me more",
        "and who confirmed it?",
    ],
)
def test_follow_ups(question: str) -> None:
    assert is_follow_up(question, [KIM])
    assert not is_follow_up(question, [])


@pytest.mark.parametrize(
    "question",
    [
        "Who is the president of Brazil?",
        "How many missiles did North Korea fire on Sunday?",
        "What did Blinken and Austin write in the Washington Post?",
    ],
)
def test_a_change_of_subject_carries_nothing_over(question: str) -> None:
    assert search_text(question, [OIL, KIM]) == question


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        (KIM, "And what did he say about that?", "And what did he say about that? Kim Jong Un visit Hanoi"),
        (Turn("Who runs the port?", "Tomas Reyl does."), "how old is he?", "how old is he? runs port Tomas Reyl"),
        (Turn("Where did Trump meet Kim?", "In Hanoi."), "who lives there?", "who lives there? Trump meet Kim Hanoi"),
        (Turn("what was stolen", "The city of Dionysia lost a bowl."), "when was it?", "When was stolen"),
        (Turn("how many homes were hit in the flood?"), "why?", "Why were homes hit in the flood?"),
    ],
)
def test_the_subject_of_the_last_turn_is_carried_over_once(before: Turn, question: str, understood: str) -> None:
    assert search_text(question, [OIL, before]) == understood


@pytest.mark.parametrize(
    "question",
    [
        "What did officials say?",
        "When is election day?",
        "What did Trump say when he met Xi?",
        "Is there a court in Sacramento?",
        "Who said that the truce would end?",
    ],
)
def test_a_question_with_a_subject_of_its_own_stands_alone(question: str) -> None:
    assert search_text(question, [OIL, KIM]) == question


def test_a_last_turn_without_a_subject_is_looked_behind() -> None:
    assert "oil" in search_text("and is it much?", [OIL, Turn("Really?", "Yes.")])


def test_what_the_question_says_is_not_repeated() -> None:
    assert search_text("Why did he visit Hanoi?", [KIM]).count("Hanoi") == 1


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        ("How many times did Trump and Kim meet?", "where?", "Where did Trump and Kim meet?"),
        ("How many times did Trump and Kim meet?", "and when was that?", "When did Trump and Kim meet?"),
        (
            "Did North Korea respond to the outreach?",
            "since when?",
            "Since when did North Korea respond to the outreach?",
        ),
        ("Who visited Seoul?", "and Tokyo?", "Who visited Tokyo?"),
        ("How many US troops are in Japan?", "And in South Korea?", "How many US troops are in South Korea?"),
        ("What did Blinken say in Tokyo?", "what about Austin?", "what about Austin? Blinken Tokyo"),
        ("What did Blinken say in Tokyo?", "and in Seoul?", "What did Blinken say in Seoul?"),
    ],
)
def test_another_name_or_question_word_says_the_last_question_again(
    before: str, question: str, understood: str
) -> None:
    assert search_text(question, [Turn(before)]) == understood


def test_it_is_said_again_over_several_turns() -> None:
    history = [Turn("How many times did Trump and Kim meet?"), Turn("where?")]
    assert search_text("and when?", history) == "When did Trump and Kim meet?"


@pytest.mark.parametrize("question", ["and Tokyo?", "why?"])
def test_where_the_last_question_has_no_place_for_it_terms_are_carried_over(question: str) -> None:
    assert search_text(question, [Turn("and who confirmed it?")]) == f"{question} confirmed"


def test_turns_that_found_nothing_carry_nothing_over() -> None:
    found = Turn("When were the missiles fired?", "On Sunday.", ("a.txt",))
    text = search_text("who confirmed it?", [found, Turn("How do you bake bread?", "Nothing is found.")])
    assert "missiles" in text
    assert "bread" not in text


@given(st.text(max_size=40), st.lists(st.builds(Turn, st.text(max_size=40), st.text(max_size=60)), max_size=4))
def test_what_is_asked_is_searched_for(question: str, history: list[Turn]) -> None:
    text = search_text(question, history)
    assert {term.lower() for term in content_terms(question)} <= {term.lower() for term in content_terms(text)}
