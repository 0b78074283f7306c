"""Days that have names, by year: Easter and what is counted from it, Christmas, and others of fixed or counted days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from assistant.calendar import Period, nth_weekday, whole_unit


def easter(year: int) -> date:
    """Easter Sunday of the Western churches, by the anonymous Gregorian computus (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _from_easter(first: int, last: int | None = None) -> Callable[[int], Period]:
    def days(year: int) -> Period:
        sunday = easter(year)
        return Period(sunday + timedelta(first), sunday + timedelta(first if last is None else last), "day")

    return days


def _fixed(month: int, day: int, days: int = 1) -> Callable[[int], Period]:
    return lambda year: Period(date(year, month, day), date(year, month, day) + timedelta(days - 1), "day")


def _nth(month: int, weekday: int, nth: int, shift: int = 0) -> Callable[[int], Period]:
    def days(year: int) -> Period:
        found = nth_weekday(whole_unit("month", year, month), weekday, nth)
        assert found is not None
        return Period(found.start + timedelta(shift), found.start + timedelta(shift), "day")

    return days


HOLIDAYS: Mapping[str, Callable[[int], Period]] = {
    "ash wednesday": _from_easter(-46), "palm sunday": _from_easter(-7), "maundy thursday": _from_easter(-3),
    "good friday": _from_easter(-2), "easter saturday": _from_easter(-1), "easter sunday": _from_easter(0),
    "easter day": _from_easter(0), "easter monday": _from_easter(1), "easter weekend": _from_easter(-2, 1),
    "easter": _from_easter(-2, 1), "ascension day": _from_easter(39), "whit sunday": _from_easter(49),
    "pentecost": _from_easter(49), "whit monday": _from_easter(50), "corpus christi": _from_easter(60),
    "new year's day": _fixed(1, 1), "new year’s day": _fixed(1, 1), "epiphany": _fixed(1, 6),
    "martin luther king day": _nth(1, 0, 3), "mlk day": _nth(1, 0, 3), "valentine's day": _fixed(2, 14),
    "valentine’s day": _fixed(2, 14), "st patrick's day": _fixed(3, 17), "st patrick’s day": _fixed(3, 17),
    "april fools' day": _fixed(4, 1), "april fool's day": _fixed(4, 1), "earth day": _fixed(4, 22),
    "may day": _fixed(5, 1), "memorial day": _nth(5, 0, -1), "juneteenth": _fixed(6, 19), "bastille day": _fixed(7, 14),
    "labor day": _nth(9, 0, 1), "columbus day": _nth(10, 0, 2), "halloween": _fixed(10, 31), "guy fawkes night":
    _fixed(11, 5), "veterans day": _fixed(11, 11), "armistice day": _fixed(11, 11), "thanksgiving day": _nth(11, 3, 4),
    "thanksgiving": _nth(11, 3, 4), "black friday": _nth(11, 3, 4, 1), "cyber monday": _nth(11, 3, 4, 4),
    "christmas eve": _fixed(12, 24), "christmas day": _fixed(12, 25), "xmas day": _fixed(12, 25),
    "christmas": _fixed(12, 24, 3), "xmas": _fixed(12, 24, 3), "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31), "new year’s eve": _fixed(12, 31),
}  # fmt: skip
"""The days of a year by their names in small letters; Labor Day and Thanksgiving are those of the United States."""
