from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from assistant.answering.writing.rewriting import rewrite
from assistant.errors import ModelUnreachable
from assistant.types import Turn, Usage
from tests.answering.fakes import FakeChatModel

HISTORY = [
    Turn("Who took the photograph in Seoul?", "Lee Jin-man took it. [1]"),
    Turn("When did Trump meet Kim?", "They met in Singapore in 2018. [1]"),
]


def test_a_follow_up_stands_alone() -> None:
    model = FakeChatModel(["Where did Trump and Kim meet after 2018?"])
    assert rewrite("and where after that?", HISTORY, model).question == "Where did Trump and Kim meet after 2018?"
    assert model.requests[0][1].content == snapshot("""\
Reader: Who took the photograph in Seoul?
Answer: Lee Jin-man took it.
Reader: When did Trump meet Kim?
Answer: They met in Singapore in 2018.
Last question: and where after that?\
""")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Where did Putin meet Kim?",  # a name from nowhere
        "Where did Trump meet Kim in 2019?",  # a year from nowhere
        "Where?\nThe answer is Hanoi.",
        "Where " + "did they meet " * 30,
        ModelUnreachable("gone"),
    ],
)
def test_what_cannot_be_trusted_is_not_used(reply: str | Exception) -> None:
    assert rewrite("and where after that?", HISTORY, FakeChatModel([reply])).question is None


def test_what_the_model_thinks_and_its_markup_are_left_out() -> None:
    model = FakeChatModel(["<think>They mean Kim.\nSo:</think>**Where did Trump meet Kim?**"])
    assert rewrite("where?", HISTORY, model).question == "Where did Trump meet Kim?"


def test_without_history_no_model_is_asked() -> None:
    assert rewrite("Where?", [], FakeChatModel([])).question is None


def test_a_long_conversation_is_cut_to_the_window() -> None:
    model = FakeChatModel(["Where did Trump meet Kim?"], context_window=2_048)
    long = [Turn(f"Question {n}?", "Rain fell on the hills. " * 20) for n in range(10_000)]
    assert rewrite("where?", [*long, *HISTORY], model).question == "Where did Trump meet Kim?"
    content = model.requests[0][1].content
    assert "Trump" in content
    assert "Question 0?" not in content


def test_what_it_cost_is_told_also_where_nothing_came_of_it() -> None:
    assert rewrite("where?", HISTORY, FakeChatModel(["Where did Trump meet Kim?"])).usage == Usage(100, 6, requests=1)
    assert rewrite("where?", HISTORY, FakeChatModel(["a\nb"])).usage.requests == 1
    assert rewrite("where?", [], FakeChatModel([])).usage == Usage()
