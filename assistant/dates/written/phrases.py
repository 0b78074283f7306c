"""Dates as they are written: ``24 March 2021``, ``Mar. 24, 2021``, ``2021-03-24T16:47Z``, ``24.3.2021``.

One table of forms is read in two ways. `date_at` and `dates_in_line` are for the top of a document and its metadata:
a dozen languages, digits alone, a time of day behind. `written_dates` is for running text, and for English, where
"Mars 2020" is a rover and ``1.2.2021`` a version.

Our own grammar and not `dateparser`: that fills what is missing from today's date, settles ``03/04/2024`` by a
preference, and needs hundreds of milliseconds to import. Here every reading is kept and nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.dates import vocabulary
from assistant.dates.calendar import real_day
from assistant.text.numbers import any_of
from assistant.types import Precision

EARLIEST_YEAR = 1000
_BUDDHIST = 543  # years by which the calendar of Thailand is ahead
_YEAR = r"(?:1\d|20|21)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
# Where year, month and day stand in each form; MONTH, GAP and NTH are not the same in lines and in running text.
_FORMS = {
    "iso": rf"(?P<y>{_YEAR})(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?!\d|[-/.]\d)",
    "dashed": rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
    "numeric": r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})(?!\d|[-/.]\d)",
    "slashed": r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<c>\d{4})",
    "day_month": rf"(?P<d>{_DAY})NTH(?:\s+(?:of|de|di)\s+|GAP*)(?P<m>MONTH)"
    rf"(?:,?(?:\s+de)?GAP+(?P<y>{_YEAR})\b(?:\s?[гр]\.|\s(?:года|року)\b)?)?",
    "month_day": rf"(?P<m>MONTH)GAP+(?P<d>{_DAY})(?:st|nd|rd|th)?\b(?!\d|[-–/:]\d|\.\d)(?:,?GAP+(?P<y>{_YEAR})\b)?",
    "year_month_day": rf"(?P<y>{_YEAR})GAP+(?P<m>MONTH)GAP+(?P<d>{_DAY})\b",
    "month_year": rf"(?P<m>MONTH)(?:,|\s+of|\s+de)?GAP+(?P<y>{_YEAR})\b(?![-–]\d)",
    "part_of_month": rf"(?i:early|late|mid)[\s-]+(?P<m>MONTH)(?:,|\s+of)?GAP+(?P<y>{_YEAR})\b(?![-–]\d)",
    "iso_month": rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?!\d|-\d)",
    "compact": rf"(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:T\d{{4,6}}Z?)?(?!\d)",
    "cjk": rf"(?P<y>{_YEAR})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日일]",
    "thai": rf"(?P<d>{_DAY})\s+(?P<m>{any_of(vocabulary.THAI_MONTHS)})\s+(?:พ\.?ศ\.?\s*)?(?P<y>2[45]\d\d|{_YEAR})\b",
    "year": rf"(?P<y>{_YEAR})(?!\w|[-/.:]\d)",
}


def _pattern(
    forms: str,
    month: str,
    weekday: str,
    *,
    before: str,
    gap: str = r"(?:[^\S\n]|\n(?!\n))",  # a line may end inside of a date, a paragraph may not
    nth: str = "(?:st|nd|rd|th)?",
) -> str:
    """The forms, in this order, with a weekday in front or without; what stands `before` makes them none."""
    numbered = []
    for number, name in enumerate(forms.split()):
        form = _FORMS[name].replace("MONTH", month).replace("GAP", gap).replace("NTH", nth)
        numbered.append(re.sub(r"\(\?P([<=])(\w+)", rf"(?P\g<1>\g<2>{number}", form))
    return rf"(?<!{before})(?:(?P<weekday>{weekday}),?\s+(?:the\s+)?)?(?:{'|'.join(numbered)})"


_IN_LINE = re.compile(
    _pattern(
        "iso numeric day_month month_day year_month_day month_year iso_month compact cjk thai year",
        any_of(vocabulary.MONTHS_OF_ALL_LANGUAGES) + r"\b\.?",
        any_of(vocabulary.WEEKDAYS) + r"\b\.?",
        gap=r"[ \t-]",
        nth=r"(?:st|nd|rd|th|º|°|\.)?",
        before=r"[\w/.-]",
    ),
    re.IGNORECASE,
)
_ENGLISH = rf"(?:{any_of(vocabulary.MONTH_NAMES)}\b|{any_of(vocabulary.MONTHS)}\b\.?)"
_IN_TEXT = re.compile(
    _pattern(
        "dashed day_month month_day part_of_month month_year iso_month",
        _ENGLISH,
        any_of(vocabulary.WEEKDAY_NAMES),
        before=r"\w",
    ),
    re.IGNORECASE,
)


def titled(pattern: str) -> str:
    """A pattern of names, with a capital at the beginning of each."""
    return re.sub(r"(?<=[:|])[a-z]", lambda first: first[0].upper(), pattern)


# The same where names have their capitals, as in an article: "they march 18 miles" has no date.
CAPITALISED = re.compile(
    _pattern(
        "dashed slashed day_month month_day part_of_month month_year",
        titled(_ENGLISH),
        titled(rf"(?:{any_of(vocabulary.WEEKDAY_NAMES)}|{any_of(vocabulary.WEEKDAYS)}\.)"),
        before=r"[\w-]",
    )
)
BARE_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?!\d|[.,]\d)")  # of running text, beside the dates in it
_WEEKDAY = re.compile(rf"\b({any_of(vocabulary.WEEKDAY_NAMES)})s?\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({any_of(vocabulary.MONTHS)})(?![a-z])", re.IGNORECASE)
_CLOCK = (
    r"(?i:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s*+[ap]\.?\s?m\b\.?)?|\d{1,2}\s*+[ap]\.?\s?m\b\.?|noon|midnight)"
    r"(?i:\s*+(?:hrs|hours|uhr|h)\b)?"
)
_ZONE = (
    r"(?:\s*+(?:Z|[A-Z]{2,4}|UTC[+-]\d+|(?:GMT|UTC)?\s?[+-]\d{2}:?\d{2}|\([A-Z]{2,5}\)|(?:Eastern|Pacific) [Tt]ime))?"
)
_TIME_TAIL = re.compile(
    r"(?:T|,?\s*+(?:(?:at|um|à|a las|om|·|\||-|–|@)\s*+)?)"
    rf"(?:\d{{2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?|{_CLOCK}){_ZONE}(?!\w)"
    rf"|\s*+\(?(?:GMT|UTC|EST|EDT)\)?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text; in a line, `end` is behind a time of day that follows.

    `year`, `month`, `day` and `weekday` are what is written, where it is clear which is which. `readings` are all days
    that it can mean (the first day of a month or year): none when it is impossible or has no year, several when it is
    ambiguous, as ``03/04/2024`` is, unless its weekday decides.
    """

    start: int
    end: int
    text: str
    precision: Precision
    readings: tuple[date, ...]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def has_year(self) -> bool:
        """Whether it is written with a year; in digits alone it always is."""
        return self.year is not None or self.month is None

    def in_year(self, year: int) -> date | None:
        """The day in a given year, for a date that is written without one."""
        return real_day(year, self.month or 0, self.day or 0)

    def fits(self, day: date) -> bool:
        """Whether `day` is what is written, in all parts that are."""
        return (
            self.year in (None, day.year)
            and self.month == day.month
            and self.day in (None, day.day)
            and self.weekday in (None, day.weekday())
        )

    def agrees(self, other: WrittenDate) -> bool:
        """Whether two dates can be the same one, and this one says no more than the other."""
        return (
            self.month == other.month
            and self.day in (None, other.day)
            and (self.year is None or other.year is None or self.year == other.year)
        )


def date_at(text: str, position: int = 0) -> WrittenDate | None:
    """The date written at this position of a line."""
    match = _IN_LINE.match(text, position)
    return _with_time(match) if match else None


def dates_in_line(text: str) -> Iterator[WrittenDate]:
    """The dates written in a line, bare years among them."""
    return map(_with_time, _IN_LINE.finditer(text))


def written_dates(text: str) -> list[WrittenDate]:
    """The dates with at least a month in running text, in order; one that no calendar has ("31 February") included."""
    dates = map(read_date, _IN_TEXT.finditer(text))
    return [one for one in dates if 1 <= (one.month or 0) <= 12 and 1 <= (one.day or 1) <= 31]


def written_weekdays(text: str) -> set[int]:
    """The weekdays that a text names, Monday is 0."""
    return {vocabulary.WEEKDAYS[name.lower()] for name in _WEEKDAY.findall(text)}


def written_months(text: str) -> set[int]:
    """The months that a text names, January is 1."""
    return {vocabulary.MONTHS[name.lower()] for name in _MONTH.findall(text)}


def read_date(match: re.Match[str]) -> WrittenDate:
    """What one of the forms has found."""
    parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    weekday = vocabulary.WEEKDAYS[parts["weekday"].rstrip(".").lower()] if "weekday" in parts else None
    if "a" in parts:
        readings = _numeric(parts["a"], parts["b"], parts["c"])
        if weekday is not None and len(readings) > 1:
            readings = tuple(each for each in readings if each.weekday() == weekday) or readings
        return WrittenDate(*match.span(), match[0], "day", readings, weekday=weekday)
    year, month, day = (_number(parts.get(part)) for part in "ymd")
    if year and year >= 2400:  # of the Buddhist era, which is written with Thai months alone
        year -= _BUDDHIST
    found = real_day(year, month or 1, day or 1) if year else None
    precision: Precision = "day" if day else "month" if month else "year"
    return WrittenDate(*match.span(), match[0], precision, (found,) if found else (), year, month, day, weekday)


def _with_time(match: re.Match[str]) -> WrittenDate:
    written = read_date(match)
    tail = _TIME_TAIL.match(match.string, written.end) if written.precision == "day" else None
    return replace(written, end=tail.end()) if tail else written


def _number(word: str | None) -> int | None:
    if word is None or word.isdigit():
        return int(word or 0) or None
    name = word.rstrip(".").lower()
    return vocabulary.MONTHS_OF_ALL_LANGUAGES.get(name) or vocabulary.THAI_MONTHS[name]


def _numeric(first: str, second: str, third: str) -> tuple[date, ...]:
    """All days that ``03/04/2024`` or ``3/4/24`` can mean."""
    a, b, c = int(first), int(second), int(third)
    orders = [(c, a, b), (c, b, a)]
    if len(third) == 2:
        century = 2000 if c < 70 else 1900
        orders = [(century + c, a, b), (century + c, b, a), ((2000 if a < 70 else 1900) + a, b, c)]
    readings = (real_day(*order) for order in orders)
    return tuple(dict.fromkeys(each for each in readings if each))
