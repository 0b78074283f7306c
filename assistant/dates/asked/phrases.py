"""Date phrases of an English question, resolved to days: ``asked_dates("in the week after 16 March 2021", as_of=…)``.

Our own grammar, because no library at hand reads ranges *and* knows what is not a date: recognizers-text reads the
name May as a month, dateparser gives a single day for "the first quarter of 2021" and nothing for "between … and …".

A phrase without a year, or a weekday, is read as the last one that has begun (news is about the past). "Last week" is
the calendar week before; "the last two weeks" end today. A month that may be a name (May, March, April) needs a
preposition, a day or a year beside it; a year alone needs a preposition ("in 2020", but not "2020 GDPR guidance").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.dates.asked.foreign import foreign_dates
from assistant.dates.asked.ranges import RangeReader
from assistant.dates.holidays import HOLIDAYS
from assistant.dates.vocabulary import DECADES, MONTHS, SEASONS, UNITS, WEEKDAYS
from assistant.text.numbers import ORDINALS, TENS, any_of
from assistant.types import DateRange

_LONGEST = 2_000
# Without a digit or one of these no reader finds anything, and most questions have neither.
_SPELLED = "ten eleven twelve hundred thousand thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_COUNTED_FROM = "yesterday today tomorrow tmr tmrw now date ytd"
_HOLIDAYS = {name.split()[0].rstrip("'’s") for name in HOLIDAYS}
_OF_TIME = any_of(
    (
        *MONTHS,
        *WEEKDAYS,
        *UNITS,
        *SEASONS,
        *DECADES,
        *TENS,
        *ORDINALS,
        *_SPELLED.split(),
        *_COUNTED_FROM.split(),
        *_HOLIDAYS,
    )
)
_NAMES_TIME = re.compile(rf"\d|\b{_OF_TIME}s?\b", re.IGNORECASE)
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
    text = text[:_LONGEST]
    return list(_asked_dates(text, as_of)) if _NAMES_TIME.search(text) else []


@lru_cache(maxsize=256)
def _asked_dates(text: str, as_of: date) -> tuple[DatePhrase, ...]:
    """A question is read several times on its way: for its filters, its order, its names."""
    found = list(_scan(text, as_of))
    for start, end, days in foreign_dates(text):
        if not any(start < phrase.end and phrase.start < end for phrase in found):
            kind: PhraseKind = "absolute" if days.start and days.end else "open"
            found.append(DatePhrase(start, end, text[start:end], days, kind))
    return tuple(sorted(found, key=lambda phrase: phrase.start))


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
