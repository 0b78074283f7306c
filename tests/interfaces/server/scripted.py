"""An assistant that answers what a test tells it, for what no sample corpus would say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from assistant.app import Assistant
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Conflict,
    DateRange,
    Document,
    DocumentDate,
    Mention,
    Notice,
    Query,
    Scope,
    Sentence,
    Understood,
)

DAY = DocumentDate(date(2024, 5, 1), "day", "filename")


def document(path: str, text: str, title: str | None = None) -> Document:
    return Document(f"id{abs(hash(path)):x}", path, title, None, DAY, text, "0" * 64)


def saying(texts: Sequence[str]) -> Answer:
    """An answer with each of `texts` in every field that can carry one."""
    citations = tuple(
        Citation(
            number, f"{text}.txt", DAY, text, text, 0, len(text), 1,
            mentions=(Mention(0, 1, text, DateRange(date(2024, 5, 1), date(2024, 5, 1))),), also_in=(text,),
        )
        for number, text in enumerate(texts, 1)
    )  # fmt: skip
    query = Query(texts[0], texts[0], date(2024, 6, 1), understood=tuple(texts), sources=tuple(texts))
    return Answer(
        question=texts[0],
        text=" ".join(texts),
        sentences=tuple(Sentence(text, (number,)) for number, text in enumerate(texts, 1)),
        citations=citations,
        status="partial",
        query=query,
        scope=Scope(len(texts), len(texts)),
        conflicts=tuple(Conflict(text, ((1,), (2,))) for text in texts),
        notices=tuple(Notice("note", text) for text in texts),
    )


class Scripted:
    """Gives `answer` to every question."""

    writer = "scripted"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.closed = False
        self._documents = {one.path: document(one.path, one.quote, one.title) for one in answer.citations}
        self._documents |= {one.path: document(one.path, one.path, one.title) for one in answer.nearest}
        self.index = SimpleNamespace(document=self._documents.get, records=())
        self.settings = SimpleNamespace(brief_tokens=0)  # no overviews by themselves

    def stream(self, question: str, **_: Any) -> Iterator[AnswerEvent]:
        answer = replace(self.answer, question=question)
        yield Understood(answer.query, answer.scope)
        for sentence in answer.sentences:
            yield Checked(sentence, tuple(one for one in answer.citations if one.number in sentence.citations))
        yield answer

    def documents(self) -> list[Document]:
        return list(self._documents.values())

    def search(self, *_: object, **__: object) -> list[object]:
        return []

    def recheck(self, citations: Sequence[Citation]) -> list[object]:
        return []

    def close(self) -> None:
        self.closed = True


def scripted(answer: Answer) -> Assistant:
    return cast(Assistant, Scripted(answer))
