from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answering.greeted import greeted
from assistant.types import Answer, Query, Scope


@dataclass
class _Index:
    total: int
    newest_day: date | None

    def scope(self, query: Query) -> Scope:
        assert query.question == "hi"
        return Scope(self.total, self.total)


def _said(total: int, newest: date | None) -> str:
    *_, answer = greeted(Query("hi", "hi", date(2026, 1, 1)), _Index(total, newest))
    assert isinstance(answer, Answer)
    assert answer.status == "answered"
    assert (len(answer.citations), len(answer.hits), len(answer.notices)) == (0, 0, 0)
    return answer.text


def test_it_says_what_can_be_asked() -> None:
    assert _said(1_200, date(2021, 3, 24)) == (
        "Ask what you want to know from these 1,200 articles, for example “What happened in March 2021?”."
    )
    assert _said(1, None) == "Ask what you want to know from this one article."
