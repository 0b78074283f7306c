"""Days counted in steps: "two weeks ago", "a year and a half before May 13", "two Sundays ago", "a week on Tuesday"."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from assistant.dates import vocabulary
from assistant.dates.asked.relative import RelativeReader, counted_day
from assistant.dates.asked.tokens import ReadValue
from assistant.dates.calendar import Period, Unit, around, shift
from assistant.dates.holidays import HOLIDAYS

Steps: TypeAlias = list[tuple[int, Unit]]
_HALVES: dict[Unit, tuple[int, Unit]] = {
    "century": (50, "year"), "decade": (5, "year"), "year": (6, "month"), "month": (15, "day"), "fortnight": (1, "week")
}  # fmt: skip
_BACK = ("ago", "earlier", "back", "prior")
_AHEAD = ("later", "hence")
_AT = frozenset("at on over during before after since until till by last this next of around from for in".split())


class CountedReader(RelativeReader):
    """Reads one phrase that is counted in units or weekdays from today or another day, or has a name."""

    @abstractmethod
    def period(self, i: int) -> ReadValue[Period] | None:
        """The longest single phrase at `i`, resolved to days."""

    def counted_units(self, i: int) -> ReadValue[Period] | None:
        """``two weeks ago``, ``1 month and 21 days ago``, ``3 weeks from tomorrow``, ``2 weeks before May 13``."""
        at = self.skip(i, "in")
        ahead = at > i
        stretch = self.stretch(at, "and", ",")
        if stretch is None:
            return None
        steps, at = stretch
        after, anchor, sign = at, self.as_of, 0
        time = self.skip(self.skip(at, "'", "’"), "s")
        if self.low(time) == "time":  # in three weeks' time
            after, sign = time + 1, 1
        elif self.low(at) in _BACK and self.low(at + 1) != "to" and not self._until_period(at):
            after, sign = self.skip(at + 1, "today"), -1
            weekday = self._weekday_at(self.skip(after, "on")) if steps[-1][1] == "week" else None
            if weekday:
                monday = around(moved(anchor, steps, sign), "week").start
                return ReadValue(counted_day(monday + timedelta(weekday.value)), weekday.after)
        elif self.low(at) in _AHEAD:
            after, sign = at + 1, 1
        elif self.low(at) in ("before", "after", "from", "following", "prior", "on"):
            target = self.skip(at + 1, "to")
            coming = self._coming_weekday(target) if self.low(at) in ("from", "on") else None
            found = coming or (self.period(target) if self.low(at) != "on" else None)
            if found:
                sign = -1 if self.low(at) in ("before", "prior") else 1
                after, anchor = found.after, found.value.start if sign < 0 else found.value.end
        if sign == 0 and ahead:
            sign = 1
        if sign == 0:
            return None
        try:
            return ReadValue(counted_day(moved(anchor, steps, sign)), after)
        except OverflowError:
            return None

    def _until_period(self, at: int) -> bool:
        return self.low(at) == "prior" and self.low(at + 1) == "to"

    def stretch(self, i: int, *joints: str) -> ReadValue[Steps] | None:
        """``2 weeks``, ``1 month and 21 days``: a length of time, its parts held together by `joints`."""
        half = self._half(i)
        if half:
            return half
        steps: Steps = []
        at = i
        while (
            (number := self.amount(at))
            and (unit := vocabulary.UNITS.get(self.low(number.after)))
            and number.value <= 2000
        ):
            steps.append((number.value, unit))
            at = self.skip(number.after + 1, *joints)
        return ReadValue(steps, at - (self.low(at - 1) in joints)) if steps else None

    def _half(self, i: int) -> ReadValue[Steps] | None:
        """``half a year``, ``a year and a half``, ``two and a half months``."""
        at = self.match(i, "half", "a") or self.match(i, "half", "an") or self.match(i, "a", "half")
        if at:
            unit = vocabulary.UNITS.get(self.low(at))
            return ReadValue([_HALVES[unit]], at + 1) if unit in _HALVES else None
        number = self.amount(i)
        if number is None or number.value > 2000:
            return None
        behind = self.match(number.after, "and", "a", "half")
        unit = vocabulary.UNITS.get(self.low(behind or number.after))
        after = behind + 1 if behind else self.match(number.after + 1, "and", "a", "half")
        if after is None or unit not in _HALVES:
            return None
        return ReadValue([(number.value, unit), _HALVES[unit]], after)

    def _weekday_at(self, i: int) -> ReadValue[int] | None:
        word = self.low(i)
        number = vocabulary.WEEKDAYS.get(word.removesuffix("s") if len(word) > 5 else word)
        return None if number is None or word in vocabulary.AMBIGUOUS else ReadValue(number, i + 1)

    def _coming_weekday(self, i: int) -> ReadValue[Period] | None:
        weekday = self._weekday_at(i)
        return ReadValue(counted_day(self._weekdays_from(weekday.value, 1)), weekday.after) if weekday else None

    def _weekdays_from(self, weekday: int, count: int) -> date:
        """The `count`-th such weekday after the day of asking, or before it where `count` is negative."""
        if count > 0:
            return self.as_of + timedelta((weekday - self.as_of.weekday() - 1) % 7 + 1 + 7 * (count - 1))
        return self.as_of - timedelta((self.as_of.weekday() - weekday - 1) % 7 + 1 + 7 * (-count - 1))

    def counted_weekdays(self, i: int) -> ReadValue[Period] | None:
        """``two Sundays ago``, ``three Mondays from now``, ``Friday after next``, ``Tuesday week``."""
        number = self.cardinal(i)
        weekday = self._weekday_at(number.after) if number else self._weekday_at(i)
        if weekday is None:
            return None
        at = weekday.after
        if number:
            if not 0 < number.value <= 200:
                return None
            if self.low(at) in ("ago", "back", "earlier"):
                return ReadValue(counted_day(self._weekdays_from(weekday.value, -number.value)), at + 1)
            ahead = at + 1 if self.low(at) in _AHEAD else self.match(at, "from", "now")
            return ReadValue(counted_day(self._weekdays_from(weekday.value, number.value)), ahead) if ahead else None
        this_week = self._around("week").start + timedelta(weekday.value)
        for words, weeks in (("after next", 2), ("before last", -2)):
            if after := self.match(at, *words.split()):
                return ReadValue(counted_day(this_week + timedelta(7 * weeks)), after)
        if self.low(at) == "week" and self.low(at + 1) != "of":
            return ReadValue(counted_day(self._weekdays_from(weekday.value, 2)), at + 1)
        back = self.stretch(at)
        if back and back.value[-1][1] == "week" and self.low(back.after) == "ago":
            monday = around(moved(self.as_of, back.value, -1), "week").start
            return ReadValue(counted_day(monday + timedelta(weekday.value)), back.after + 1)
        return None

    def same_day(self, i: int) -> ReadValue[Period] | None:
        """``this day last year``, ``the same time last month``."""
        at = self.skip(i, "the")
        if self.low(at) not in ("this", "same") or self.low(at + 1) not in ("day", "time"):
            return None
        step, unit = vocabulary.DIRECTIONS.get(self.low(at + 2)), vocabulary.UNITS.get(self.low(at + 3))
        if step not in (-1, 1) or unit not in ("week", "month", "year"):
            return None
        return ReadValue(counted_day(shift(self.as_of, step, unit)), at + 4)

    def holiday(self, i: int) -> ReadValue[Period] | None:
        """``Easter Sunday 2020``, ``at Christmas``, ``last Thanksgiving``: without a year the last one begun."""
        at = self.skip(i, "last", "this", "next")
        for name in _BY_FIRST_WORD.get(self.low(at), ()):
            after = self.match(at, *name)
            if after is None:
                continue
            days = HOLIDAYS[_SHOWN[name]]
            year = self._year_after(self.skip(after, ","))
            if year.value is not None:
                return ReadValue(days(year.value), year.after)
            if self.low(i - 1) not in _AT and at == i:
                return None
            if self.low(i) == "next":
                ahead = (days(self.as_of.year + step) for step in (0, 1))
                found = next(period for period in ahead if period.start > self.as_of)
            else:
                back = (days(self.as_of.year - step) for step in (0, 1))
                found = next(period for period in back if period.start <= self.as_of)
            return ReadValue(replace(found, deictic=True), after)
        return None


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.replace("'", " ' ").replace("’", " ’ ").split())


_SHOWN = {_words(name): name for name in HOLIDAYS}
_BY_FIRST_WORD: dict[str, list[tuple[str, ...]]] = {}
for _name in sorted(_SHOWN, key=len, reverse=True):
    _BY_FIRST_WORD.setdefault(_name[0], []).append(_name)


def moved(day: date, steps: Steps, sign: int = 1) -> date:
    """The day that lies a stretch of time after `day`, or before it with a `sign` of -1."""
    for count, unit in steps:
        day = shift(day, sign * count, unit)
    return day
