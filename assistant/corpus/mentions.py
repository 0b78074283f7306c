"""Date phrases in passages."""

from __future__ import annotations
from datetime import date
from assistant.corpus.phrases import dates_in


def latest_past_date(text: str, *, today: date) -> date | None:
    return max((r for d in dates_in(text) for r in d.readings if r <= today), default=None)
