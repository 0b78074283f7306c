"""Days and months in questions of other languages: "im März 2021", "depuis mars 2021", "el 3 de mayo de 2021"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.dates.calendar import around
from assistant.dates.vocabulary import MONTHS
from assistant.dates.written.in_line import dates_in_line
from assistant.types import DateRange

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
