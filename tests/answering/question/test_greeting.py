from __future__ import annotations

import pytest

from assistant.answering.question.asked import is_greeting, without_greeting


@pytest.mark.parametrize(
    "question",
    [
        "hi", "Hello!", "hey there", "good morning", "Thank you.", "thanks so much!", "ok", "OK, thanks", "danke",
        "Vielen Dank!", "merci beaucoup", "great", " hi, how are you? ", "bye", "привет",
    ],
)  # fmt: skip
def test_greetings_and_thanks(question: str) -> None:
    assert is_greeting(question)


@pytest.mark.parametrize(
    "question",
    [
        "", "?", "there", "again", "Who is OK Tedi?", "Hi Fly Malta", "thanks. What is the Quad?", "good news?",
        "Why?", "Thanksgiving", "ok " * 40,
    ],
)  # fmt: skip
def test_whatever_asks_for_something_is_none(question: str) -> None:
    assert not is_greeting(question)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("thanks. What is the Quad?", "What is the Quad?"),
        ("Hi, who won the race?", "who won the race?"),
        ("Good Morning Vietnam was filmed where?", "Good Morning Vietnam was filmed where?"),
        ("OK Tedi mine output", "OK Tedi mine output"),
        ("ok, why?", "ok, why?"),
    ],
)
def test_a_question_goes_on_without_its_greeting(question: str, asked: str) -> None:
    assert without_greeting(question) == asked
