"""Whether a hit, or a sentence of it, is of the days that a question names.

News of a period is what an article says that was written in it or within a week after, and what any later article says
of a day that it names. A year is never a word to be matched: an article from 2021 does not answer a question about
2015, however alike the rest is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from assistant.asked import Asked
from assistant.dates.calendar import ONE_DAY, around
from assistant.dates.written.mentions import mentions_in
from assistant.types import DateRange, Document, Hit, Mention

_REPORTED_WITHIN = timedelta(days=7)  # an article on an event that names no day is taken to appear this soon after it
_HALF = 0.5  # of the days that a phrase means, from which on it speaks of a period


def of_the_period(asked: Asked, hit: Hit, start: int, end: int) -> bool:
    """Whether the sentence ``hit.document.text[start:end]`` may answer a question, or a part of one, for its days.

    It does if it names one of them ("Friday"), as does one without days that follows it in its paragraph; or if its
    article was written in them, or within a week after, unless all days that it names itself lie before them. Of a year
    that is part of a name ("the 2019 summit") it is enough that the article speaks of it.
    """
    if not all(_speaks_of(hit.document, year) for year in asked.years):
        return False
    if not asked.period:
        return True
    own = _mentions(hit.document, start, end)
    told = own or _last_before(hit.document, start)
    if any(_inside(mention.days, asked.period) for mention in told):
        return True
    written = _written(hit.document)
    if written is None:
        return False
    if written.overlaps(asked.period):
        return not own or not all(_is_before(mention.days, asked.period) for mention in own)
    return not own and _soon_after(written, asked.period)


def hit_of_the_period(asked: Asked, hit: Hit) -> bool:
    """Whether any sentence of a hit may answer for its days."""
    if not all(_speaks_of(hit.document, year) for year in asked.years):
        return False
    if not asked.period or any(_inside(mention.days, asked.period) for mention in hit.passage.mentions):
        return True
    written = _written(hit.document)
    return written is not None and (written.overlaps(asked.period) or _soon_after(written, asked.period))


def _speaks_of(document: Document, year: DateRange) -> bool:
    """Whether an article was written in days that are part of a name, or names them or their year."""
    written = _written(document)
    if written is not None and written.overlaps(year):
        return True
    if year.start and year.end and (year.start.month, year.start.day, year.end.month) == (1, 1, 12):
        text = f"{document.title or ''} {document.text}"
        numbers = (str(number) for number in range(year.start.year, min(year.end.year, year.start.year + 9) + 1))
        if any(re.search(rf"(?<!\d){number}(?!\d)", text) for number in numbers):
            return True
    return any(_inside(mention.days, year) for mention in mentions_in(document.text, document.date))


def _mentions(document: Document, start: int, end: int) -> Sequence[Mention]:
    found = mentions_in(document.text, document.date, start, end)
    return [mention for mention in found if mention.days.start and mention.days.end]


def _last_before(document: Document, start: int) -> Sequence[Mention]:
    """The last mention in what stands before a sentence in its paragraph."""
    begin = document.text.rfind("\n\n", 0, start) + 1
    return _mentions(document, begin, start)[-1:]


def _written(document: Document) -> DateRange | None:
    day = document.date.day
    return around(day, document.date.precision or "day").days if day else None


def _inside(days: DateRange, period: DateRange) -> bool:
    """Whether at least half of the days that a phrase means lie in the period: "2021" says nothing of one March."""
    both = days & period
    if not (days.start and days.end and both.start and both.end):
        return False
    return (both.end - both.start + ONE_DAY) / (days.end - days.start + ONE_DAY) >= _HALF


def _is_before(days: DateRange, period: DateRange) -> bool:
    return days.end is not None and period.start is not None and days.end < period.start


def _soon_after(written: DateRange, period: DateRange) -> bool:
    if written.start is None or period.end is None:
        return False
    return timedelta() < written.start - period.end <= _REPORTED_WITHIN
