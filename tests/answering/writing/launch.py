"""Passages about a launch, and what a model that is told what to say answers over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.answering.writing.model_answer import answer_with_model
from assistant.models.embedder import BundledEmbedder
from assistant.types import Answer, AnswerEvent, Hit, Query, Scope
from tests.answering.fakes import SCOPE, FakeChatModel, FakeReader, WordEmbedder, hit, query

LAUNCH = hit(
    "The two missiles were fired from southern Pyongan province on Sunday morning, the ministry said on Wednesday.",
    path="launch.txt",
    phrases={"Sunday": date(2021, 3, 21), "Wednesday": date(2021, 3, 24)},
)
TWICE = hit("Trump met with Kim twice, in Singapore and Vietnam.", path="twice.txt")
THREE = hit(
    "The push included three in-person talks between Trump and Kim.",
    path="three.txt",
    day=None,
    after=" Singapore and Vietnam were hosts.",
)
HITS = (LAUNCH, TWICE, THREE)
READER = FakeReader("twice", "three")
GOOD = (
    "Two missiles were fired from southern Pyongan province on Sunday, 21 March 2021. "
    '<q p="P1">The two missiles were fired from southern Pyongan province on Sunday morning</q>'
)
WHEN = query("When were the missiles fired, and how often did Trump meet Kim?")


def refused(asked: Query, scope: Scope = SCOPE, hits: Sequence[Hit] = HITS) -> Iterator[AnswerEvent]:
    """Quotes that find nothing to answer with."""
    return answer_in_quotes(asked, scope, hits, WordEmbedder(), refuse_below=1.1)


def events(
    model: FakeChatModel, hits: tuple[Hit, ...] = HITS, quotes: list[AnswerEvent] | None = None
) -> list[AnswerEvent]:
    return list(
        answer_with_model(
            WHEN,
            SCOPE,
            hits,
            (),
            model,
            WordEmbedder(),
            reply_tokens=500,
            check="code",
            quotes=lambda: iter(quotes) if quotes is not None else refused(WHEN, hits=hits),
        )
    )


def answer_of(all_events: list[AnswerEvent]) -> Answer:
    last = all_events[-1]
    assert isinstance(last, Answer)
    assert sum(isinstance(event, Answer) for event in all_events) == 1
    return last


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


def asked(question: str, reply: str | FakeChatModel, **changes: object) -> list[AnswerEvent]:
    model = FakeChatModel([reply]) if isinstance(reply, str) else reply
    changed = replace(query(question), **changes)  # type: ignore[arg-type]
    scope = Scope(3, 3, undated_kept=1)
    return list(
        answer_with_model(
            changed,
            scope,
            HITS,
            (),
            model,
            BundledEmbedder(),
            reply_tokens=500,
            check="code",
            reader=READER,
            quotes=lambda: refused(changed, scope),
        )
    )
