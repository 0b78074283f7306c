"""A greeting or thanks is answered with one sentence that says what can be asked; nothing is searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from assistant.types import Answer, AnswerEvent, Checked, Query, Scope, Sentence, Understood


class _Index(Protocol):
    @property
    def newest_day(self) -> date | None: ...

    def scope(self, query: Query) -> Scope: ...


def greeted(query: Query, index: _Index) -> Iterator[AnswerEvent]:
    """Yield Understood, the sentence as Checked, and the Answer: answered, without citations."""
    scope, newest = index.scope(query), index.newest_day
    articles = "this one article" if scope.total == 1 else f"these {scope.total:,} articles"
    month = f", for example “What happened in {newest:%B %Y}?”" if newest else ""
    sentence = Sentence(f"Ask what you want to know from {articles}{month}.", kind="note")
    yield Understood(query, scope)
    yield Checked(sentence)
    yield Answer(query.question, sentence.text, (sentence,), (), "answered", query, scope)
