"""Days of the Persian, Islamic and Hebrew calendars, and years of other eras, as days of our own calendar.

Persian leap years follow the cycle of 33 years, which agrees with the observed calendar of Iran from 1178 to 1633 AP
(K. M. Borkowski, The Persian calendar for 3000 years, 1996). Hebrew days follow N. Dershowitz and E. M. Reingold,
Calendrical Calculations. Islamic days are those of Umm al-Qura, from 1343 to 1500 AH, by the library hijridate; where
months begin with the sighting of the moon, a day can be one off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from hijridate import Hijri

Calendar = Literal["persian", "hijri", "hebrew"]

# Patterns of the months' names, in transliteration and script; a number counts from the calendar's first month.
_AL = r"(?:[ -]?(?:al|ul|ath?|as|ad|el|ol|us|uth)?[ -]?)"
_DHU = r"(?:(?:dh|z|d)[uoi]l?|ذو|ذي)"
_MONTHS: Mapping[Calendar, tuple[str, ...]] = {
    "persian": (
        "farvardin|فروردین", "ordibehesht|اردیبهشت", "khordad|خرداد", "tir|تیر", "mordad|amordad|مرداد",
        "shahrivar|شهریور", "mehr|مهر", "aban|آبان", "azar|آذر", "dey|دی", "bahman|بهمن", "esfand|اسفند",
    ),
    "hijri": (
        "m[uo]harram|(?:ال)?محرم", "safar|صفر", rf"rabi[’'ʿ`]?{_AL}(?:awwal|i)\b|ربيع ال[أا]ول",
        rf"rabi[’'ʿ`]?{_AL}(?:thani|akh[ia]r|ii)\b|ربيع (?:الثاني|ال[آا]خر)",
        rf"jumada{_AL}(?:ula|awwal|i)\b|جماد[ىي] ال[أا]ول[ىي]?",
        rf"jumada{_AL}(?:thani(?:ya)?|akh[ia]ra?h?|ii)\b|جماد[ىي] (?:الثانية|الثاني|ال[آا]خرة?)",
        "rajab|رجب", "sha[’'ʿ`]?ban|شعبان", "rama[dz]h?an|رمضان", "shawwal|شوال",
        rf"{_DHU}{_AL}(?:q[ia][’'ʿ`]?dah?|القعدة)", rf"{_DHU}{_AL}(?:h[ia]jj?(?:ah?)?|الحجة)",
    ),
    "hebrew": (
        "nisan|ניסן", "iyy?ar|אייר", "sivan|סיוו?ן", "tamm?uz|תמוז", "av|אב", "elul|אלול", "tishr[ei]i?|תשרי",
        "(?:mar)?c?heshvan|(?:מר)?חשוו?ן", "kislev|כסלו", "te[vb]eth?|טבת", "sh[ve]+at|שבט",
        "adar(?: (?:i|1)\\b)?|אדר(?: א[׳'])?", "adar (?:ii|2|bet|sheni)|אדר ב[׳']?",
    ),
}  # fmt: skip
_NAMES = {calendar: [re.compile(names, re.IGNORECASE) for names in months] for calendar, months in _MONTHS.items()}
MONTH_NAMES = "|".join(f"(?P<{calendar}_month>{'|'.join(reversed(months))})" for calendar, months in _MONTHS.items())
"""A pattern of all months; the group that has matched (``persian_month`` …) says whose."""

ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "民國": 1911, "民国": 1911, "中華民國": 1911, "中华民国": 1911,
}  # fmt: skip
"""Eras of Japan and Taiwan: the year before their first."""
BUDDHIST = 543  # years by which the calendar of Thailand is ahead

_LETTERS = {letter: value for value, letter in enumerate("אבגדהוזחט", 1)}
_LETTERS |= {letter: 10 * value for value, letter in enumerate("יכלמנסעפצ", 1)}
_LETTERS |= {letter: 100 * value for value, letter in enumerate("קרשת", 1)}
_FIRST_OF_1400 = date(2021, 3, 21)
_HEBREW_EPOCH = -1373427  # as an ordinal of `date`


def month_number(calendar: Calendar, name: str) -> int | None:
    """The number of a month by its name."""
    return next((n for n, names in enumerate(_NAMES[calendar], 1) if names.fullmatch(name)), None)


def hebrew_number(letters: str) -> int:
    """The value of Hebrew letters: ``י״א`` is 11; a year without its thousands (``תשפ״א``) is one of the sixth."""
    return sum(_LETTERS.get(letter, 0) for letter in letters)


def converted(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """That day in our calendar; None where the other has no such day or the year is out of reach."""
    try:
        if calendar == "hijri":
            return Hijri(year, month, day).to_gregorian()
        return _persian(year, month, day) if calendar == "persian" else _hebrew(year, month, day)
    except (ValueError, OverflowError):
        return None


def _persian(year: int, month: int, day: int) -> date | None:
    length = 31 if month <= 6 else 30 if month <= 11 or (8 * year + 29) % 33 < 8 else 29
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= length):
        return None
    days = 365 * (year - 1400) + (8 * year + 21) // 33 - (8 * 1400 + 21) // 33
    return _FIRST_OF_1400 + timedelta(days + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def _hebrew(year: int, month: int, day: int) -> date | None:
    months = 13 if _is_leap(year) else 12
    if not 1 <= month <= months or not 1 <= day <= _month_length(year, month):
        return None
    passed = [*range(7, month)] if month >= 7 else [*range(7, months + 1), *range(1, month)]
    return date.fromordinal(_new_year(year) + sum(_month_length(year, each) for each in passed) + day - 1)


def _is_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _month_length(year: int, month: int) -> int:
    days = _new_year(year + 1) - _new_year(year)
    short = month in (2, 4, 6, 10, 13) or (month == 12 and not _is_leap(year))
    short = short or (month == 8 and days % 10 != 5) or (month == 9 and days % 10 == 3)
    return 29 if short else 30


def _new_year(year: int) -> int:
    before, of, after = (_elapsed(year + step) for step in (-1, 0, 1))
    delay = 2 if after - of == 356 else 1 if of - before == 382 else 0
    return _HEBREW_EPOCH + of + delay


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + ((3 * (day + 1)) % 7 < 3)
