"""Date phrases inside a text ("Sunday", "last week", "March 18") and the days they mean.

Relative phrases count from the document's own date, never from today, and only where that date is known to the day.
News reads backwards: "Sunday" is the one before, unless the clause speaks of what is to come. Weeks run Monday to
Sunday. What the words leave open ("recently", "that week") is not resolved, and names are not dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.dates.written.relative import RULES, FoundPhrase
from assistant.types import DateRange, DocumentDate, Mention

_NEEDED = frozenset(rule.needed for rule in RULES)


def mentions_in(text: str, published: DocumentDate, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Yield the date phrases of ``text[start:end]`` that can be resolved, in order; offsets count from ``text[0]``."""
    anchor = published.day if published.precision == "day" else None
    for found, days in _resolved(text, anchor, start, len(text) if end is None else end):
        yield Mention(*found.match.span(), found.match[0], days)


def latest_past_date(text: str, *, today: date) -> date | None:
    """Return the latest day, not after `today`, that a text itself speaks of as past: it cannot be older than that.

    Of a month or a year its first day counts. What the clause puts into the future ("by 2025") does not count.
    """
    found = _resolved(text, None, 0, len(text))
    starts = (
        days.start for each, days in found if not each.is_future and not each[0].lower().startswith(("by ", "until "))
    )
    return max((day for day in starts if day and day <= today), default=None)


def _resolved(text: str, anchor: date | None, start: int, end: int) -> Iterator[tuple[FoundPhrase, DateRange]]:
    """Yield phrases that do not overlap; of those that begin together the rule that comes first wins."""
    stretch = text[start:end]
    possible = {needed for needed in _NEEDED if any(word in stretch for word in needed)}
    matches = [
        (match.start(), rank, match)
        for rank, rule in enumerate(RULES)
        if (anchor or not rule.relative) and rule.needed in possible
        for match in rule.form.finditer(text, start, end)
    ]
    free = start
    for place, rank, match in sorted(matches, key=lambda each: each[:2]):
        if place < free:
            continue
        found = FoundPhrase(match, anchor)
        days = RULES[rank].days(found)
        if days:
            free = match.end()
            yield found, days
