from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.follow_up import is_follow_up, search_text
from assistant.answering.terms import content_terms
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


def test_terms_and_names_are_carried_over_nearest_first() -> None:
    text = search_text("And what did he say about that?", [OIL, KIM])
    assert text.startswith("And what did he say about that? ")
    carried = text.removeprefix("And what did he say about that? ")
    assert carried.index("Hanoi") < carried.index("Norway")
    assert "Donald Trump" in carried


def test_only_the_last_turns_are_leaned_on() -> None:
    far = Turn("Who painted Guernica?", "")
    assert "Guernica" not in search_text("Why?", [far, OIL, OIL, KIM])


def test_what_the_question_says_is_not_repeated() -> None:
    assert search_text("Why did he visit Hanoi?", [KIM]).count("Hanoi") == 1


@given(st.text(max_size=40), st.lists(st.builds(Turn, st.text(max_size=40), st.text(max_size=60)), max_size=4))
def test_the_question_comes_first_whole(question: str, history: list[Turn]) -> None:
    text = search_text(question, history)
    assert text.startswith(question.strip()[:1]) or not question.strip()
    assert set(content_terms(question)) <= set(content_terms(text))
