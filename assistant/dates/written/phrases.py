"""Dates as they are written: ``24 March 2021``, ``Mar. 24, 2021``, ``2021-03-24T16:47Z``, ``24.3.2021``.

Our own grammar and not `dateparser`: that fills what is missing from today's date, settles ``03/04/2024`` by a
preference, and needs hundreds of milliseconds to import. Here every reading is kept and nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.types import Precision

_MONTH_WORDS = (
    "january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia января январь січня يناير",
    (
        "february feb februar février fevrier févr febrero febbraio fevereiro februari"
        " lutego февраля февраль лютого فبراير شباط"
    ),
    "march mar märz maerz mrz mars marzo março maart marca марта март березня مارس آذار",
    "april apr avril avr abril abr aprile kwietnia апреля апрель квітня أبريل ابريل إبريل نيسان",
    "may mai mayo maggio maio mei maja maj мая май травня مايو أيار",
    "june jun juni juin junio giugno junho czerwca июня июнь червня يونيو حزيران",
    "july jul juli juillet juil julio luglio julho lipca июля июль липня يوليو تموز",
    "august aug août aout agosto ago augustus sierpnia августа август серпня أغسطس اغسطس آب",
    "september sept sep septembre septiembre settembre setembro września сентября сентябрь вересня سبتمبر أيلول",
    "october oct oktober okt octobre octubre ottobre outubro października октября октябрь жовтня أكتوبر اكتوبر",
    "november nov novembre noviembre novembro listopada ноября ноябрь листопада نوفمبر",
    (
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro"
        " grudnia декабря декабрь грудня ديسمبر"
    ),
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_THAI_MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()
_BUDDHIST = 543  # years by which the calendar of Thailand is ahead
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
MONTHS |= {word: number for number, word in enumerate(_THAI_MONTHS, 1)}
_WEEKDAY = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:5]}|{name[3:4]})?" for name in WEEKDAYS) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
EARLIEST_YEAR = 1000
_YEAR = r"(?:1[0-9]|20|21)\d\d"
_ORDINAL = r"(?:st|nd|rd|th|º|°|\.)?"
_FORMS = {
    "iso": rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?![\d]|[-/.]\d)",
    "numeric": r"(?P<a>\d{1,2})(?P<s2>[-/.])(?P<b>\d{1,2})(?P=s2)(?P<c>\d{4}|\d{2})(?![\d]|[-/.]\d)",
    "day_month": rf"(?P<d3>{_DAY}){_ORDINAL}(?:\s+(?:of|de|di)\s+|[ \t-]*)(?P<m3>{_MONTH})"
    rf"(?:,?(?:\s+de)?[ \t-]+(?P<y3>{_YEAR})\b(?:\s?[гр]\.|\s(?:года|року)\b)?)?",
    "month_day": rf"(?P<m4>{_MONTH})[ \t-]+(?P<d4>{_DAY})(?:st|nd|rd|th)?\b(?!\d|[-–/:]\d|\.\d)"
    rf"(?:,?[ \t-]+(?P<y4>{_YEAR})\b)?",
    "year_month_day": rf"(?P<y5>{_YEAR})[ \t-]+(?P<m5>{_MONTH})[ \t-]+(?P<d5>{_DAY})\b",
    "month_year": rf"(?P<m6>{_MONTH})(?:,|\s+of|\s+de)?[ \t-]+(?P<y6>{_YEAR})\b",
    "iso_month": rf"(?P<y7>{_YEAR})-(?P<m7>0[1-9]|1[0-2])(?![\d]|-\d)",
    "compact": rf"(?P<y8>{_YEAR})(?P<m8>0[1-9]|1[0-2])(?P<d8>0[1-9]|[12]\d|3[01])(?:T\d{{4,6}}Z?)?(?![\d])",
    "cjk": rf"(?P<y0>{_YEAR})\s?[年년]\s?(?P<m0>\d{{1,2}})\s?[月월]\s?(?P<d0>\d{{1,2}})\s?[日일]",
    "thai": rf"(?P<d10>{_DAY})\s+(?P<m10>{'|'.join(_THAI_MONTHS)})\s+(?:พ\.?ศ\.?\s*)?(?P<y10>2[45]\d\d|{_YEAR})\b",
    "year": rf"(?P<y9>{_YEAR})(?!\w|[-/.:]\d)",
}
_WRITTEN = re.compile(
    rf"(?<![\w/.-])(?:(?P<weekday>{_WEEKDAY}),?\s+(?:the\s+)?)?(?:{'|'.join(_FORMS.values())})",
    re.IGNORECASE,
)
_GROUPS = (
    "y0 m0 d0",
    "y10 m10 d10",
    "y1 m1 d1",
    "y3 m3 d3",
    "y4 m4 d4",
    "y5 m5 d5",
    "y6 m6 -",
    "y7 m7 -",
    "y8 m8 d8",
    "y9 - -",
)
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
    """A date in a text. `end` is behind a time of day, if one follows.

    `readings` are all days that it can mean (the first day of a month or year): none when it is impossible, several
    when it is ambiguous or when its weekday fits none. Without a year, `readings` is empty and `month`, `day` are set.
    """

    start: int
    end: int
    text: str
    precision: Precision
    readings: tuple[date, ...]
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    has_year: bool = True

    def in_year(self, year: int) -> date | None:
        """The day in a given year, for a date that is written without one."""
        return _valid(year, self.month or 0, self.day or 0)


def date_at(text: str, position: int = 0) -> WrittenDate | None:
    """Return the date written at this position."""
    match = _WRITTEN.match(text, position)
    return _read(text, match) if match else None


def dates_in(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Yield the dates written in ``text[start:end]``; bare years among them."""
    for match in _WRITTEN.finditer(text, start, len(text) if end is None else end):
        yield _read(text, match)


def _read(text: str, match: re.Match[str]) -> WrittenDate:
    weekday = _weekday_number(match["weekday"])
    precision: Precision = "day"
    month = day = None
    has_year = True
    if match["a"]:
        readings = _numeric(match["a"], match["b"], match["c"])
    else:
        year_text, month_text, day_text = _parts(match)
        month = _month_number(month_text) if month_text else None
        day = int(day_text) if day_text else None
        has_year = year_text is not None
        precision = "day" if day else "month" if month else "year"
        found = _valid(int(year_text), month or 1, day or 1) if year_text else None
        readings = (found,) if found else ()
    if weekday is not None and len(readings) > 1:
        readings = tuple(each for each in readings if each.weekday() == weekday) or readings
    tail = _TIME_TAIL.match(text, match.end()) if precision == "day" else None
    return WrittenDate(
        match.start(), tail.end() if tail else match.end(), match[0], precision, readings, month, day, weekday, has_year
    )


def _parts(match: re.Match[str]) -> tuple[str | None, str | None, str | None]:
    for names in _GROUPS:
        year, month, day = (match[name] if name != "-" else None for name in names.split())
        if year or month:
            return _common(year), month, day
    raise AssertionError(f"no form of a date in {match[0]!r}")


def _common(year: str | None) -> str | None:
    """A year of the common era; those of the Buddhist era are written with Thai months alone."""
    return str(int(year) - _BUDDHIST) if year and int(year) >= 2400 else year


def _month_number(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS[word.rstrip(".").lower()]


def _weekday_number(word: str | None) -> int | None:
    if word is None:
        return None
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def _numeric(first: str, second: str, third: str) -> tuple[date, ...]:
    """All days that ``03/04/2024`` or ``3/4/24`` can mean."""
    a, b, c = int(first), int(second), int(third)
    orders = [(c, a, b), (c, b, a)]
    if len(third) == 2:
        century = 2000 if c < 70 else 1900
        orders = [(century + c, a, b), (century + c, b, a), ((2000 if a < 70 else 1900) + a, b, c)]
    readings = (_valid(*order) for order in orders)
    return tuple(dict.fromkeys(each for each in readings if each))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
