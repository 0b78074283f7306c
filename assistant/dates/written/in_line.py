"""Dates in the lines above an article and in fields: any language, digits and calendar, and a time of day behind.

The names of months and weekdays are looked for first, and the forms are put together for those that a line has: a
pattern of all 1,500 names would be tried at every word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from unicodedata import category

from assistant.calendar import real_day
from assistant.dates.names import all_names, names_in, pattern_of
from assistant.dates.other_calendars import (
    BUDDHIST,
    ERAS,
    MONTH_NAMES,
    Calendar,
    converted,
    hebrew_number,
    month_number,
)
from assistant.dates.vocabulary import MONTHS, WEEKDAYS
from assistant.dates.written.phrases import DAY, YEAR, WrittenDate, form_pattern, numeric_days
from assistant.text.numbers import any_of
from assistant.types import Precision

_DIGITS = {code: str(int(chr(code))) for code in range(0x80, 0x10000) if category(chr(code)) == "Nd"}
_PERSIAN_DIGIT, _ARABIC_DIGIT = re.compile("[۰-۹]"), re.compile("[٠-٩]")
_CJK = "元〇零○一二三四五六七八九十"
_CJK_VALUES = {"元": 1, "〇": 0, "零": 0, "○": 0} | {digit: n for n, digit in enumerate("一二三四五六七八九", 1)}
_YEAR = r"[12]\d{3}"  # also of the Buddhist era, and too far ahead to be believed
_OTHER_YEAR = r"(?P<oy>1[1-5]\d\d|5[67]\d\d)\b(?:\s?(?:AH|AP|AM|SH|H|هـ|ه|ش)(?!\w))?"
# YEAR, and the days of DAY, are those of running text; MONTH are the names that the line has, ENGLISH those of English.
_FORMS = {
    "iso": rf"(?P<y>{_YEAR})(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?!\d|[-/.]\d)",
    "numeric": r"(?P<a>\d{1,2})\u200f?(?P<mark>[-/.]|\. )(?P<b>\d{1,2})\u200f?(?P=mark)(?P<c>\d{4}|\d{2})"
    r"(?!\d|[-/.]\d)",
    "day_month": rf"(?P<d>{DAY})(?:st|nd|rd|th|º|°|\.|-?[a-zа-я]{{1,2}}(?=\s))?"
    r"(?:\s+(?:of|de|di|del|a)\s+|\s+d[’']|\.?GAP*)(?P<m>MONTH)"
    rf"(?:[,،]?(?:\s+(?:de|del|of|พ\.?ศ\.?|ค\.?ศ\.?))?(?:GAP|\.)*(?P<y>{_YEAR})(?!\w|[-/.:]\d)(?:\s?[грթ]\.|\s(?:года|року)\b)?"
    r"|(?:-|GAP*[’'])(?P<s>\d\d)(?![\w:]|[-/.]\d))?",
    "month_day": rf"(?P<m>ENGLISH)GAP+(?P<d>{DAY})(?:st|nd|rd|th)?\b(?!\d|[-–/:]\d|\.\d)(?:,?GAP+(?P<y>{_YEAR})\b)?",
    "year_month_day": rf"(?P<y>{_YEAR})(?:\.|\s(?:m|թ)\.|\(?e\)?ko)?(?:GAP|,)+(?P<m>MONTH)GAP+(?P<d>{DAY})(?!\w)"
    r"(?:\(a\)|\.?(?:\sd\.)?)",
    "year_day_month": rf"(?P<y>{_YEAR})(?:\.\sgada|\sж\.)\s(?P<d>{DAY})\.?\s(?P<m>MONTH)",
    "month_year": rf"(?P<m>MONTH)(?:,|\s+of|\s+de)?GAP+(?P<y>{_YEAR})\b(?![-–]\d)",
    "roman": rf"(?P<d>{DAY})[. ]\s?(?P<r>VIII|VII|VI|IV|IX|XII|XI|III|II|I|V|X)[. ]\s?(?P<y>{_YEAR})\b",
    "vietnamese": rf"(?:ngày\s+)?(?P<d>{DAY})\s+tháng\s+(?P<m>\d{{1,2}})(?:,|\s+năm)?\s+(?P<y>{_YEAR})\b",
    "cjk": rf"(?P<era>{any_of(ERAS)})?\s?(?P<y>[{_CJK}]{{1,4}}|\d{{1,4}})\s?[年년]"
    rf"\s?(?P<m>[{_CJK}]{{1,2}}|\d{{1,2}})\s?[月월](?:\s?(?P<d>[{_CJK}]{{1,3}}|\d{{1,2}})\s?[日일号號])?",
    "other": rf"(?P<d>{DAY})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<o>OTHER),?\s+{_OTHER_YEAR}",
    "other_first": rf"(?P<o>OTHER)\s+(?P<d>{DAY})(?:st|nd|rd|th)?,?\s+{_OTHER_YEAR}",
    "iso_month": rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?!\d|-\d)",
    "compact": rf"(?P<y>{YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:T\d{{4,6}}Z?)?(?!\d)",
    "year": rf"(?P<y>{YEAR})(?!\w|[-/.:]\d)",
    "letters": r"(?P<hd>[א-ל][\"״׳']?[א-ט]?[\"״׳']?)\s+ב?(?P<o>OTHER)\s+"
    r"(?P<hy>(?:ה[׳'])?ת[א-ת]{1,2}[\"״׳'][א-ת]|ת[א-ת]{2,3})",
}  # fmt: skip
_ORDER = (
    "iso numeric vietnamese other other_first letters day_month month_day year_month_day year_day_month month_year"
    " roman iso_month compact cjk year"
).split()
# What a text must hold for these forms to be tried.
_NEEDED = {
    "vietnamese": re.compile("(?i)tháng"),
    "other": re.compile(r"1[1-5]\d\d|5[67]\d\d"),
    "other_first": re.compile(r"1[1-5]\d\d|5[67]\d\d"),
    "letters": re.compile("ת[א-ת]"),
    "cjk": re.compile("[年년]"),
}
_ENGLISH = rf"{any_of(MONTHS)}(?!\w)\.?"
_ROMAN = {numeral: n for n, numeral in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
_OTHER = re.compile(MONTH_NAMES, re.IGNORECASE)
_OTHER_MONTH = re.sub(r"\?P<\w+>", "?:", MONTH_NAMES)
_CJK_WEEKDAY = r"\s?[（(][月火水木金土日一二三四五六월화수목금토일](?:曜日?)?[)）]|\s?(?:星期|週|周)[一二三四五六日天]"
_CLOCK = (
    r"(?i:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s*+[ap]\.?\s?m\b\.?)?|\d{1,2}\s*+[ap]\.?\s?m\b\.?|noon|midnight)"
    r"(?i:\s*+(?:hrs|hours|uhr|h)\b)?"
)
_ZONE = (
    r"(?:\s*+(?:Z|[A-Z]{2,4}|UTC[+-]\d+|(?:GMT|UTC)?\s?[+-]\d{2}:?\d{2}|\([A-Z]{2,5}\)|(?:Eastern|Pacific) [Tt]ime))?"
)
_TIME_TAIL = re.compile(
    r"(?:T|,?\s*+(?:(?:at|um|à|a las|om|klo|kl\.?|alle|às|saat|pukul|godz\.|o|в|об?|·|\||-|–|@)\s*+)?)"
    rf"(?:\d{{2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?|{_CLOCK}){_ZONE}(?!\w)"
    rf"|\s*+\(?(?:GMT|UTC|EST|EDT)\)?(?!\w)"
)


_NUMBER = re.compile(r"\d|[元〇零一二三四五六七八九]年|ת[א-ת]{1,2}[\"״׳']")


def has_number(text: str) -> bool:
    """Whether a date can stand in a text at all."""
    return bool(_NUMBER.search(text))


def date_at(text: str, position: int = 0) -> WrittenDate | None:
    """The date written at this position of a line."""
    plain = _plain(text)
    match = _pattern_for(plain).match(plain, position)
    return _read(match, text) if match else None


def dates_in_line(text: str) -> Iterator[WrittenDate]:
    """The dates written in a line, bare years among them."""
    plain = _plain(text)
    return (_read(match, text) for match in _pattern_for(plain).finditer(plain))


def _plain(text: str) -> str:
    """The same text with the digits of our script."""
    return text if text.isascii() else text.translate(_DIGITS)


def _pattern_for(plain: str) -> re.Pattern[str]:
    without = frozenset(name for name, needed in _NEEDED.items() if not needed.search(plain))
    return _pattern(names_in(plain), without)


@lru_cache(maxsize=1000)
def _pattern(names: tuple[str, ...], without: frozenset[str]) -> re.Pattern[str]:
    """The forms of dates with these names of months and weekdays, but `without` those that cannot be."""
    known = all_names()
    month = pattern_of(name for name in names if name in known.months)
    weekday = pattern_of(name for name in names if name in known.weekdays)
    form = form_pattern(
        [_FORMS[name] for name in _ORDER if name not in without],
        {"MONTH": month, "ENGLISH": _ENGLISH, "OTHER": f"(?:{_OTHER_MONTH})", "GAP": r"[ \t-]"},
        weekday,
        before=r"[\w/.-]",
    )
    return re.compile(rf"{form}(?:,?\s*+\(?(?P<weekday_after>{weekday})\)?|{_CJK_WEEKDAY})?", re.IGNORECASE)


def _read(match: re.Match[str], text: str) -> WrittenDate:
    parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    shown = text[match.start() : match.end()]
    named = (parts.get("weekday") or parts.get("weekday_after") or "").rstrip(".").lower()
    weekday = all_names().weekdays.get(named) if named in WEEKDAYS or len(named) > 4 or not named.isascii() else None
    start, end = match.span()
    if "o" in parts:
        written = WrittenDate(start, end, shown, "day", _of_other_calendar(parts), calendar="other")
    elif "a" in parts:
        readings = _numeric(parts["a"], parts["b"], parts["c"])
        if weekday is not None and len(readings) > 1:
            readings = tuple(each for each in readings if each.weekday() == weekday) or readings
        written = WrittenDate(start, end, shown, "day", readings, weekday=weekday)
    elif "mark" in parts and parts["y"] < "1500":
        written = WrittenDate(start, end, shown, "day", _iso_of_other(parts, shown), calendar="other")
    else:
        written = _named(match, parts, shown, weekday)
    tail = _TIME_TAIL.match(match.string, end) if written.precision == "day" else None
    return replace(written, end=tail.end()) if tail else written


def _named(match: re.Match[str], parts: dict[str, str], shown: str, weekday: int | None) -> WrittenDate:
    year = _year(parts)
    day = _cjk_number(parts["d"]) if "d" in parts else None
    months: tuple[int, ...] = ()
    if "r" in parts:
        months = (_ROMAN[parts["r"].upper()],)
    elif "m" in parts:
        name = parts["m"].rstrip(".").lower()
        number = _cjk_number(name)
        months = all_names().months.get(name, ()) if number is None else (number,)
    found = (real_day(year, month, day or 1) for month in months or (1,)) if year else ()
    readings = tuple(each for each in found if each)
    if weekday is not None and len(readings) > 1:
        readings = tuple(each for each in readings if each.weekday() == weekday) or readings
    precision: Precision = "day" if day else "month" if months else "year"
    month = months[0] if months else None
    return WrittenDate(*match.span(), shown, precision, readings, year, month, day, weekday)


def _year(parts: dict[str, str]) -> int | None:
    if "s" in parts:
        return _full_year(int(parts["s"]))
    if "y" not in parts:
        return None
    written = parts["y"]
    year = _cjk_number(written) or 0
    if len(written) == 4 and all(each in _CJK_VALUES for each in written):
        year = int("".join(str(_CJK_VALUES[each]) for each in written))
    if "era" in parts:
        return year + ERAS[parts["era"]]
    if 90 <= year <= 150:  # Taiwan writes its years often without the name of the era
        return year + ERAS["民國"]
    return year - BUDDHIST if year >= 2400 else year or None


def _cjk_number(written: str) -> int | None:
    """``24``, ``二十四``, ``十``, ``元``; None for what is no number."""
    if written.isdigit() and written.isascii():
        return int(written)
    if not written or any(each not in _CJK for each in written):
        return None
    tens, ten, ones = written.rpartition("十")
    return (10 * _CJK_VALUES.get(tens, 1) if ten else 0) + _CJK_VALUES.get(ones, 0)


def _of_other_calendar(parts: dict[str, str]) -> tuple[date, ...]:
    match = _OTHER.fullmatch(parts["o"].rstrip("."))
    if match is None or match.lastgroup is None:
        return ()
    calendar: Calendar = match.lastgroup.removesuffix("_month")  # type: ignore[assignment]
    month = month_number(calendar, match[0])
    if "hy" in parts:
        year, day = 5000 + hebrew_number(parts["hy"].removeprefix("ה׳").removeprefix("ה'")), hebrew_number(parts["hd"])
    else:
        year, day = int(parts["oy"]), int(parts["d"])
    found = converted(calendar, year, month, day) if month else None
    return (found,) if found else ()


def _iso_of_other(parts: dict[str, str], shown: str) -> tuple[date, ...]:
    """``۱۴۰۰/۰۱/۰۴`` of Persia, ``١٤٤٢/٠٨/١١`` of Arabia; in other digits nobody knows."""
    calendar: Calendar | None = None
    if _PERSIAN_DIGIT.search(shown):
        calendar = "persian"
    elif _ARABIC_DIGIT.search(shown):
        calendar = "hijri"
    found = converted(calendar, int(parts["y"]), int(parts["m"]), int(parts["d"])) if calendar else None
    return (found,) if found else ()


def _numeric(first: str, second: str, third: str) -> tuple[date, ...]:
    if "2400" <= third <= "2699":  # of Thailand, which writes the day first
        day = real_day(int(third) - BUDDHIST, int(second), int(first))
        return (day,) if day else ()
    return numeric_days(first, second, third)


def _full_year(short: int) -> int:
    return short + (2000 if short < 70 else 1900)
