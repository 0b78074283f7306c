"""What a question asks for is read once, whatever its capitals, and kept on the query."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.question import asked as reading
from assistant.answering.question import understand as understanding
from assistant.answering.question.asked import parts_of, read_asked, record_asked
from assistant.answering.question.shown import asked_for
from assistant.answering.question.understand import understand
from assistant.app import Assistant
from assistant.asked import CorpusQuestion
from assistant.jsonable import to_json
from assistant.types import Answer, DateRange, Query, Turn

TODAY = date(2022, 2, 15)


def query(question: str, *history: str) -> Query:
    return understand(question, [Turn(turn, paths=("a.txt",)) for turn in history], as_of=TODAY)


def test_a_question_is_read_once(seeds_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: dict[str, int] = {}

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            counts[name] = counts.get(name, 0) + 1
            return function(*args, **kwargs)

        return counted

    for name in ("record_asked", "question_weights", "parts_of"):
        monkeypatch.setattr(reading, name, counting(name, getattr(reading, name)))
    monkeypatch.setattr(understanding, "read_asked", counting("read_asked", read_asked))
    answer = seeds_assistant.ask("How many missiles did North Korea fire?")
    assert answer.status == "answered"
    assert counts.pop("read_asked") == 1
    assert set(counts.values()) == {1}
    assert answer.query.asked.names == ("North Korea",)


def test_what_is_read() -> None:
    asked = query("How much did Acme Corp pay for the marsh in March 2021?").asked
    assert asked.names == ("Acme Corp",)
    assert asked.days == (DateRange(date(2021, 3, 1), date(2021, 3, 31)),)
    assert query("When was the article about the mine published?").asked.article == "date"
    assert query("How many articles are there?").asked.catalogue == CorpusQuestion("count")


def test_parts_are_read_each_in_its_own_right() -> None:
    asked = query("Who fired the missiles, and when did Austin visit Asia?").asked
    assert [(part.text, part.names) for part in asked.parts] == [
        ("Who fired the missiles", ()),
        ("when did Austin visit Asia", ("Austin", "Asia")),
    ]
    assert query("Who fired the missiles?").asked.parts == ()


def test_a_follow_up_is_read_by_the_words_that_it_carries_on() -> None:
    asked = query("And where did they launch them?", "Which missiles did North Korea fire in March?").asked
    assert "missiles" in asked.text


@pytest.mark.parametrize("step", [30, pytest.param(1, marks=pytest.mark.soak)])
def test_questions_in_lower_case_are_answered_alike(seeds_assistant: Assistant, step: int) -> None:
    """Questions of the sample set where they are answered; of twenty one may have other quotes."""
    lines = (Path(__file__).parents[3] / "eval" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [case["question"] for line in lines if "question" in (case := json.loads(line))]
    unlike = []
    for question in questions[::step]:
        answer = seeds_assistant.ask(question)
        if answer.citations and "?" in question:
            lower = seeds_assistant.ask(question.lower())
            if _places(lower) != _places(answer):
                unlike.append(question)
    assert len(unlike) <= 0.05 * len(questions[::step]), unlike


def _places(answer: Answer) -> list[tuple[str, int]]:
    return [(one.path, one.start) for one in answer.citations]


def test_it_is_shown_in_words_and_in_json() -> None:
    assert list(asked_for(query("What did Ann Lee say on 3 March 2021?").asked)) == ["naming Ann Lee", "2021-03-03"]
    assert next(asked_for(query("How many articles are there?").asked)) == "the corpus as a whole (count)"
    shown = to_json(query("How many ships sank in Oslo?"))["asked"]
    assert shown["names"] == ["Oslo"]
    assert "weights" not in shown


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When was the article about the mine published?", "date"),
        ("when was old/mine.txt published", "date"),
        ("What is the date of this report?", "date"),
        ("Is this article dated?", "date"),
        ("When did the story with the line 'never again' appear?", "date"),
        ("Who published the story about the mine?", "source"),
        ("Who is the author of this report?", "source"),
        ("When was the report on the mine published by the ministry?", None),
        ("When was the mine opened?", None),
        ("Who wrote the story of Moby Dick?", None),
        ("When was 'Imagine' released?", None),
        ("What did the articles of March say?", None),
        ("", None),
    ],
)
def test_what_is_asked_of_an_article(question: str, asked: str | None) -> None:
    assert record_asked(question) == asked


def test_parts_of_a_question() -> None:
    assert parts_of("Who fired the missiles, and what did Austin do in Asia?") == (
        "Who fired the missiles",
        "what did Austin do in Asia",
    )
    leaning = "Which two women are quoted, and what is each one's role in the government?"
    assert parts_of(leaning) == (leaning,)
    assert parts_of("Who fired the missiles and why?") == ("Who fired the missiles and why?",)
    assert parts_of("What did Blinken and Austin do in Asia?") == ("What did Blinken and Austin do in Asia?",)
