"""Date phrases of an English question, resolved to days: ``asked_dates("in the week after 16 March 2021", as_of=…)``.

Our own grammar, because no library at hand reads ranges *and* knows what is not a date: recognizers-text reads the
name May as a month, dateparser gives a single day for "the first quarter of 2021" and nothing for "between … and …".

A phrase without a year, or a weekday, is read as the last one that has begun (news is about the past). "Last week" is
the calendar week before; "the last two weeks" end today. A month that may be a name (May, March, April) needs a
preposition, a day or a year beside it; a year alone needs a preposition ("in 2020", but not "2020 GDPR guidance").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.dates.asked.ranges import RangeReader
from assistant.types import DateRange

_LONGEST = 2_000
PhraseKind = Literal["absolute", "deictic", "open"]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date phrase: ``text == question[start:end]``, the days it means, and how it came by them.

    `kind` is deictic when the days were counted from the day of asking, open when one side is not bounded.
    `attributive`: it stands before a noun that it describes ("the 2019 summit", "March 2021 articles").
    """

    start: int
    end: int
    text: str
    days: DateRange
    kind: PhraseKind
    attributive: bool = False


def asked_dates(text: str, *, as_of: date) -> list[DatePhrase]:
    """All date phrases of a text, in order and without overlap; the longest reading at each place wins.

    Times of day, durations and recurring dates ("every Monday") are no phrases; a day that does not exist
    (30 February) gives none. Only the first 2,000 characters are read: anything longer is not a question.
    """
    return list(_asked_dates(text[:_LONGEST], as_of))


@lru_cache(maxsize=256)
def _asked_dates(text: str, as_of: date) -> tuple[DatePhrase, ...]:
    """A question is read several times on its way: for its filters, its order, its names."""
    return tuple(_scan(text, as_of))


def _scan(text: str, as_of: date) -> Iterator[DatePhrase]:
    reader = RangeReader(text, as_of)
    i = last = 0
    while i < len(reader.tokens):
        try:
            found = reader.longest(i, listed=0 < last == i - 1 and reader.low(last) in ("and", "or", ","))
        except OverflowError:  # before year 1 or after year 9999
            found = None
        if found is None:
            i += 1
            continue
        days, after, deictic = found
        start, end = reader.tokens[i].start, reader.tokens[after - 1].end
        kind: PhraseKind = "open" if days.start is None or days.end is None else "deictic" if deictic else "absolute"
        phrase = DatePhrase(start, end, text[start:end], days, kind)
        yield replace(phrase, attributive=reader.describes_a_noun(i, after)) if kind == "absolute" else phrase
        i = last = after
