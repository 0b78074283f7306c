"""Google Chat, as Google Takeout writes a room (`messages.json`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string
from assistant.corpus.readers.parsed import Parsed
from assistant.dates.written.in_line import dates_in_line

_FIELDS = frozenset(("creator", "created_date"))
_SPACE = re.compile(r"\s")  # there are narrow ones before AM and PM


def read(content: object) -> Found | None:
    """The messages of a room."""
    listed = records(content.get("messages")) if isinstance(content, dict) else []
    if not listed or not all(one.keys() >= _FIELDS for one in listed):
        return None
    silent = sum(not string(one.get("text")) for one in listed)
    return gathered(_posts(listed), {"messages without words": silent})


def _posts(listed: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    for number, one in enumerate(listed, 1):
        who = one["creator"] if isinstance(one["creator"], dict) else {}
        yield post(
            string(one.get("text")) or "",
            kind="message",
            number=number,
            when=_day(one["created_date"]),
            source="Google Chat",
            author=string(who.get("name")) or string(who.get("email")),
        )


def _day(value: object) -> str | None:
    """The day of ``Wednesday, March 24, 2021 at 8:15:12 AM UTC``, or of other languages."""
    written = next(dates_in_line(_SPACE.sub(" ", value)), None) if isinstance(value, str) else None
    return written.text if written else string(value)
