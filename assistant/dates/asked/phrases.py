"""Date phrases of an English question, resolved to days: ``asked_dates("in the week after 16 March 2021", as_of=…)``.

Our own grammar, because no library at hand reads ranges *and* knows what is not a date: recognizers-text reads the
name May as a month, dateparser gives a single day for "the first quarter of 2021" and nothing for "between … and …".

A phrase without a year, or a weekday, is read as the last one that has begun (news is about the past). "Last week" is
the calendar week before; "the last two weeks" end today. A month that may be a name (May, March, April) needs a
preposition, a day or a year beside it; a year alone needs a preposition ("in 2020", but not "2020 GDPR guidance").

Of other languages days and months are read where their year stands by: "im März 2021", "el 3 de mayo de 2021".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.calendar import around
from assistant.dates.asked.ranges import RangeReader
from assistant.dates.holidays import HOLIDAYS
from assistant.dates.vocabulary import DECADES, MONTHS, SEASONS, UNITS, WEEKDAYS
from assistant.dates.written.in_line import dates_in_line
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
_DIGIT = re.compile(r"\d")
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
    unread = list(text)
    for phrase in found:
        unread[phrase.start : phrase.end] = " " * (phrase.end - phrase.start)
    if not _DIGIT.search("".join(unread)):  # no year that another language's month could stand by
        return tuple(found)
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


_IN = (
    r"im|in|en|em|nel|nell|a|au|de|del|del mes de|i|om|op|w|we|v|ve|в|у|за|vom|am|le|el|il|den|dne|dia|di|van|från|aus"
)
_SINCE = r"seit|ab|depuis|desde|dal|dalla|sinds|vanaf|sedan|siden|od|с|от"
_UNTIL = r"bis|jusqu['’]en|jusqu['’]au|hasta|fino a|até|tot|till|til|do|до"
_LEAD = re.compile(rf"\b(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|{_IN})\s+(?:le\s|el\s|dem\s|den\s)?$", re.IGNORECASE)
_ENGLISH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)


def foreign_dates(text: str) -> Iterator[tuple[int, int, DateRange]]:
    """Where a day or month with its year stands by a name that is not English, and the days it means.

    A month alone needs a preposition of its language: "the Mars 2020 rover" has no date.
    """
    if text.isascii() and not _LEADS.search(text):
        return
    for written in dates_in_line(text):
        if written.precision == "year" or len(written.readings) != 1 or _ENGLISH.search(written.text):
            continue
        lead = _LEAD.search(text, 0, written.start)
        if not any(letter.isalpha() for letter in written.text) or not (
            lead or "年" in written.text or written.precision == "day"
        ):
            continue
        days = around(written.readings[0], written.precision).days
        if lead and lead["since"]:
            days = DateRange(days.start, None)
        elif lead and lead["until"]:
            days = DateRange(None, days.end)
        yield written.start, written.start + len(written.text), days


_LEADS = re.compile(rf"\b(?:{_IN}|{_SINCE}|{_UNTIL})\s", re.IGNORECASE)
