from __future__ import annotations

from collections.abc import Sequence

import pytest
from inline_snapshot import snapshot

from assistant.answering.question.follow_up import search_text
from assistant.answering.writing.rewriting import rewrite, understand_in_context
from assistant.errors import ModelUnreachable
from assistant.types import Query, Turn, Usage
from tests.answering.fakes import FakeChatModel, query

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


def understood(question: str, reply: str, turn: Turn) -> Query:
    def understand(asked: str, history: Sequence[Turn]) -> Query:
        return query(search_text(asked, history))

    model = FakeChatModel([reply])
    titles = {"a.txt": "Harbour master Ode Lindqvist resigns"}
    return understand_in_context(
        question, [turn], model, understand, lambda paths: [titles[one] for one in paths]
    ).query


CITED = Turn("Who left the port?", "The harbour master did. [1]", ("a.txt",))


def test_a_name_of_a_cited_title_is_welcome() -> None:
    assert understood("Since when?", "Since when has Ode Lindqvist been gone?", CITED).stand_alone is not None
    assert understood("Since when?", "Since when has Karl Boman been gone?", CITED).stand_alone is None


def test_a_question_that_the_model_repeats_is_understood_as_it_is() -> None:
    asked = "What does the new crane at Skarn cost?"
    assert understood(asked, asked.lower(), CITED).stand_alone is None


def test_a_question_that_looks_whole_is_rewritten_too() -> None:
    found = understood("What did the minister answer?", "What did the minister answer the harbour master?", CITED)
    assert found.stand_alone == "What did the minister answer the harbour master?"


@pytest.mark.parametrize("question", ["Summarise that in one sentence.", "Please explain this", "Can you shorten it?"])
def test_another_telling_keeps_to_what_was_cited(question: str) -> None:
    assert understood(question, "Summarise why the harbour master left the port.", CITED).paths == ("a.txt",)
    assert understood("Summarise the dispute over the crane.", "Summarise the crane dispute.", CITED).paths == ()
