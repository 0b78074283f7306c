"""Dates counted from the day of asking, or in steps from another: "last week", "two weeks ago", "a year before May"."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from assistant.calendar import Period, Unit, around, rolling, shift, whole_unit
from assistant.dates import vocabulary
from assistant.dates.asked.absolute import AFTER_MONTH, AbsoluteReader
from assistant.dates.asked.tokens import ReadValue
from assistant.dates.holidays import HOLIDAYS

_DAYS = {
    "day before yesterday": -2,
    "day after tomorrow": 2,
    "yesterday": -1,
    "today": 0,
    "now": 0,
    "tomorrow": 1,
    "tmr": 1,
    "tmrw": 1,
}

# Not far behind one of these, and not behind a preposition, "last" is the verb: "will the truce last three weeks".
_AUXILIARIES = frozenset("will would to can could may might should did does do t not shall".split())
_BEFORE_ADJECTIVE = frozenset(
    "the these those in over during within for of since from my our his her their its".split()
)


class RelativeReader(AbsoluteReader):
    """Reads one phrase that is counted from the day of asking."""

    def _around(self, unit: Unit, step: int = 0) -> Period:
        """The calendar unit that holds the day of asking, or lies `step` units from it."""
        return replace(around(self.as_of, unit, step), deictic=True)

    def relative_day(self, i: int, cued: bool) -> ReadValue[Period] | None:
        """``today``, ``the day before yesterday``, ``tomorrow``, and ``now`` behind a preposition ("until now")."""
        at = self.skip(i, "the")
        for phrase, days in _DAYS.items():
            after = self.match(at, *phrase.split())
            if after and (at == i or " " in phrase) and (cued or phrase != "now"):
                return ReadValue(self._around("day", days), after)
        return None

    def relative_unit(self, i: int) -> ReadValue[Period] | None:
        """``this week``, ``last month``, ``the past few days``, ``the 10 previous weeks``, ``last March``."""
        at = self.skip(i, "the", "my", "our")
        if self.low(at) == "weekend" and at > i:
            back = 1 if self.low(i - 1) in ("over", "at", "during", "of") and self.as_of.weekday() < 5 else 0
            return ReadValue(self._around("weekend", -back), at + 1)
        before = self.amount(at) if self.low(at) not in ("a", "an") else None
        if (
            before
            and vocabulary.DIRECTIONS.get(self.low(before.after))
            and self.low(before.after + 1) in vocabulary.UNITS
        ):
            return self._rolling(before.value, self.low(before.after), before.after + 1)
        direction = self.low(at)
        step = vocabulary.DIRECTIONS.get(direction)
        if step is None:
            return None
        count = self.amount(at + 1)
        if count and direction == "last" and self._is_verb(at):
            return None
        if count and self.low(count.after) in vocabulary.UNITS:
            return self._rolling(count.value, direction, count.after)
        return self._single_unit(i, at, direction, step)

    def _single_unit(self, i: int, at: int, direction: str, step: int) -> ReadValue[Period] | None:
        """``this week``, ``last work week``, ``last March``: the direction stands `at`, the phrase begins at `i`."""
        if self.low(at + 1) in ("business", "working", "work") and self.low(at + 2) == "week":
            week = self._around("week", step)
            return ReadValue(replace(week, end=week.start + timedelta(4)), at + 3)
        unit = vocabulary.UNITS.get(self.low(at + 1))
        if unit is None:
            return self._relative_month(at + 1, step)
        if self.low(at + 1).endswith("s") or (direction == "following" and at > i):
            return None
        if self.low(at + 2) in ("before", "after"):
            behind = self.low(at + 3)
            if behind in ("next", "that") or vocabulary.DIRECTIONS.get(behind) == -1:
                return None
        if direction == "past":
            return ReadValue(rolling(self.as_of, -1, unit), at + 2)
        if unit == "week" and (day := self._weekday_behind(at + 2)):
            return ReadValue(counted_day(self._around("week", step).start + timedelta(days=day.value)), day.after)
        return ReadValue(self._around(unit, step), at + 2)

    def _is_verb(self, i: int) -> bool:
        if self.low(i - 1) in _BEFORE_ADJECTIVE:
            return False
        return any(self.low(k) in _AUXILIARIES for k in range(i - 5, i))

    def _weekday_behind(self, i: int) -> ReadValue[int] | None:
        at = self.skip(self.skip(i, "on", "'", "’"), "s")
        found = None if self.low(at) in ("sun", "sat") else vocabulary.WEEKDAYS.get(self.low(at))
        return None if found is None else ReadValue(found, at + 1)

    def _rolling(self, count: int, direction: str, at: int) -> ReadValue[Period] | None:
        step = vocabulary.DIRECTIONS[direction]
        if not step or not 0 < count <= 2000:
            return None
        return ReadValue(rolling(self.as_of, step * count, vocabulary.UNITS[self.low(at)]), at + 1)

    def _relative_month(self, i: int, step: int) -> ReadValue[Period] | None:
        """``last sept``, ``this March``; last is the one before this year's, unless that has not begun."""
        month = self.month(i)
        if month is None or (step == 0 and self.low(i) == "may" and not self.tokens[i].text[0].isupper()):
            return None
        if self._year_after(month.after).value is not None or self.day(month.after):
            return None
        return ReadValue(replace(whole_unit("month", self.as_of.year + step, month.value), deictic=True), month.after)

    def weekday(self, i: int, cued: bool) -> ReadValue[Period] | None:
        """``on Friday``, ``last Sunday``, ``Tuesday of next week``, ``Thursday the 21st``, ``the 18th`` after "on"."""
        at = self.skip(i, "the")
        step = vocabulary.DIRECTIONS.get(self.low(at))
        name = at if step is None else at + 1
        nearest = self.low(name) if self.low(at) == "this" and self.low(name) in ("past", "coming", "upcoming") else ""
        name += bool(nearest)
        nearest = nearest or (self.low(at) if self.low(at) in ("coming", "upcoming") else "")
        number = vocabulary.WEEKDAYS.get(self.low(name))
        if number is None:
            return self._numbered_day(i)
        if self.low(name) in vocabulary.AMBIGUOUS and not (
            step is not None or self.ordinal(name + 1) or (cued and at == i and self._day_not_name(name))
        ):
            return None
        if step is None and not cued and self._part_of_a_name(name):
            return None
        after = name + 1
        behind = self.relative_unit(self.skip(self.skip(after, "of", "in"), "the"))
        if behind and behind.value.unit == "week" and (behind.value.end - behind.value.start).days == 6:
            return ReadValue(counted_day(behind.value.start + timedelta(days=number)), behind.after)
        nth = self.day_of_month(self.skip(after, "the"), weekday=number)
        if nth:
            return nth
        if nearest:
            ahead = timedelta(days=(number - self.as_of.weekday() - 1) % 7 + 1)
            back = timedelta(days=(self.as_of.weekday() - number - 1) % 7 + 1)
            return ReadValue(counted_day(self.as_of - back if nearest == "past" else self.as_of + ahead), after)
        this_week = self._around("week").start + timedelta(days=number)
        if step is not None:
            return ReadValue(counted_day(this_week + timedelta(days=7 * step)), after)
        return ReadValue(counted_day(this_week if this_week <= self.as_of else this_week - timedelta(days=7)), after)

    def _part_of_a_name(self, i: int) -> bool:
        """Whether a capital stands beside the weekday, as in "Black Friday" or "Sunday Times"."""
        before = i > 1 and not self.glued(i) and self.low(i - 1).isalpha() and self.tokens[i - 1].text[0].isupper()
        after = self.low(i + 1).isalpha() and self.tokens[i + 1].text[0].isupper()
        return before or (after and not self.month(i + 1))

    def _day_not_name(self, i: int) -> bool:
        """Whether "Sun" or "Sat" is the day: with a capital, and no other capital behind it."""
        follows_name = bool(self.low(i + 1)) and self.tokens[i + 1].text[0].isupper()
        return self.tokens[i].text[0].isupper() and not follows_name

    def _numbered_day(self, i: int) -> ReadValue[Period] | None:
        """``on the 18th``, ``for the twenty second``, and ``on 15`` or ``the 27`` where the clause ends."""
        if self.low(i - 1) not in ("on", "for", "by", "until", "till", "since", "from"):
            return None
        at = self.skip(i, "the")
        if at > i and self.ordinal(at):
            return self.day_of_month(at)
        number = self.digits(at, 1, 2)
        if (
            number is None
            or self.low(number.after)[:1].isalnum()
            or self.low(number.after) not in ("", ".", ",", "?", "!")
        ):
            return None
        return self.day_of_month(at, cardinal=True) if at > i or self.low(i - 1) == "on" else None

    def day_of_month(self, i: int, weekday: int | None = None, *, cardinal: bool = False) -> ReadValue[Period] | None:
        """The last ``21st`` (that fell on `weekday`) up to the day of asking; ``21`` only if `cardinal`."""
        nth = self.ordinal(i)
        if nth is None and (cardinal or weekday is not None):
            nth = self.digits(i, 1, 2) if cardinal else self._spelled(i)
        if (
            nth is None
            or not 1 <= nth.value <= 31
            or self.low(nth.after) in ("century", *vocabulary.UNITS)
            or self.month(self.skip(nth.after, "of"))
        ):
            return None
        if weekday is None and self.low(nth.after)[:1].isalpha() and self.low(nth.after) not in AFTER_MONTH:
            return None
        day = self.as_of
        for _ in range(366 * 12):
            if day.day == nth.value and (weekday is None or day.weekday() == weekday):
                return ReadValue(counted_day(day), nth.after)
            day -= timedelta(days=1)
        return None

    def the_unit(self, i: int) -> ReadValue[Period] | None:
        """``the month``, ``my week``: the one that holds the day of asking."""
        at = self.skip(i, "the", "my", "our")
        unit = vocabulary.UNITS.get(self.low(at))
        if unit is None or self.low(at).endswith("s") or (at == i and self.low(i - 1) not in ("of", "the")):
            return None
        return ReadValue(self._around(unit), at + 1)


def counted_day(day: date) -> Period:
    """A day that was counted from the day of asking."""
    return Period(day, day, "day", True)


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
