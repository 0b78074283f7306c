"""Words of time in a question that are not read, to be told: "31 February 2021", "since the lock broke"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.calendar import real_day
from assistant.dates.asked.phrases import asked_dates
from assistant.dates.written.phrases import written_dates

_SINCE = re.compile(r"\bsince\s(?!then\b)[^?.!,;\n]{3,60}", re.IGNORECASE)
_LEAP_YEAR = 2020


def unread_times(text: str, *, as_of: date) -> Iterator[str]:
    """Yield the phrases that speak of a time and bound nothing: days that no calendar has, and events."""
    for written in written_dates(text):
        if written.day and written.month and real_day(written.year or _LEAP_YEAR, written.month, written.day) is None:
            yield written.text
    phrases = asked_dates(text, as_of=as_of)
    for since in _SINCE.finditer(text):
        if not any(since.start() <= phrase.start < since.end() for phrase in phrases):
            yield since[0].strip()
