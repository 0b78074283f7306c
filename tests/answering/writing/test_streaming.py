"""A model's reply as it streams, and every way in which it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from assistant.answering.writing.model_answer import answer_with_model
from assistant.errors import ModelUnreachable
from assistant.types import AnswerEvent, Chunk, Usage, Writing
from tests.answering.fakes import SCOPE, FakeChatModel, WordEmbedder, query
from tests.answering.writing.launch import GOOD, HITS, WHEN, answer_of, codes, events, refused


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ([], "broken_off"),
        ([ModelUnreachable("connection reset")], "broken_off"),
        ([Chunk(finish_reason="content_filter")], "content_filter"),
        ([Chunk(finish_reason="length")], "cut_short"),
    ],
)
def test_a_reply_that_ends_early_is_incomplete_and_keeps_what_was_checked(
    end: list[Chunk | Exception], code: str
) -> None:
    model = FakeChatModel([[Chunk(GOOD), Chunk(" The missiles then"), *end]])
    answer = answer_of(events(model))
    assert answer.status == "incomplete"
    assert codes(answer) == [code]
    assert len(answer.sentences) == 1
    assert len(model.requests) == 1


def test_a_reply_without_end_is_read_no_further_than_a_reply_may_be_long() -> None:
    written = 0

    def endless() -> Iterator[Chunk]:
        nonlocal written
        yield Chunk(GOOD)
        while True:
            written += 1
            yield Chunk(" and on and on")

    model = FakeChatModel([endless()])  # type: ignore[list-item]
    all_events = events(model)
    answer = answer_of(all_events)
    assert (answer.status, codes(answer)) == ("incomplete", ["cut_short"])
    assert len(answer.sentences) == 1
    assert written * 14 < 51_000
    assert max(event.characters for event in all_events if isinstance(event, Writing)) == 50_000
    assert model.closed == 1


def test_closing_the_answer_closes_the_model() -> None:
    model = FakeChatModel([GOOD])
    running: Iterator[AnswerEvent] = answer_with_model(
        query("When?"), SCOPE, HITS, (), model, WordEmbedder(), reply_tokens=500, quotes=lambda: refused(WHEN)
    )
    next(running)
    assert model.closed == 0
    running.close()  # type: ignore[attr-defined]
    assert model.closed == 1


def test_closing_the_answer_does_not_wait_for_what_is_made_beside_it() -> None:
    never, begun = threading.Event(), threading.Event()

    def quotes() -> Iterator[AnswerEvent]:
        begun.set()
        never.wait(60)
        return iter(())

    def asked_again() -> Iterator[Chunk]:
        begun.wait(20)
        yield Chunk("They were fired on Sunday.")

    model = FakeChatModel(["The missiles were fired on Sunday.", asked_again()])  # type: ignore[list-item]
    running = answer_with_model(query("When?"), SCOPE, HITS, (), model, WordEmbedder(), reply_tokens=500, quotes=quotes)
    while not begun.is_set():
        next(running)
    began = time.monotonic()
    running.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30
    never.set()


def test_what_replies_cost_adds_up_as_far_as_it_was_reported() -> None:
    assert Usage(100, 20, 1) + Usage(None, 5, 1) == Usage(100, 25, 2)
    assert Usage() + Usage(requests=1) == Usage(requests=1)
    assert Chunk("a").usage is None
    assert Chunk(completion_tokens=5).usage == Usage(None, 5)
