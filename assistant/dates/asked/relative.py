"""Dates counted from the day of asking: "yesterday", "last week", "the past three months", "Tuesday of next week"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.dates import vocabulary as words
from assistant.dates.calendar import AFTER_MONTH, LAST, NEXT, THIS, CalendarReader, ReadPeriod
from assistant.dates.periods import Period, around, months, rolling, shift

_DAYS = {"day before yesterday": -2, "day after tomorrow": 2, "yesterday": -1, "today": 0, "now": 0, "tomorrow": 1}

# Not far behind one of these, and not behind a preposition, "last" is the verb: "will the truce last three weeks".
_AUXILIARIES = frozenset("will would to can could may might should did does do t not shall".split())
_BEFORE_ADJECTIVE = frozenset(
    "the these those in over during within for of since from my our his her their its".split()
)


class RelativeReader(CalendarReader):
    """Reads one phrase that is counted from the day of asking."""

    def relative_day(self, i: int, cued: bool) -> ReadPeriod:
        """``today``, ``the day before yesterday``, ``tomorrow``, and ``now`` behind a preposition ("until now")."""
        at = self.skip(i, "the")
        for phrase, days in _DAYS.items():
            after = self.match(at, *phrase.split())
            if after and (at == i or " " in phrase) and (cued or phrase != "now"):
                day = self.as_of + timedelta(days=days)
                return Period(day, day, "day", True), after
        return None

    def relative_unit(self, i: int) -> ReadPeriod:
        """``this week``, ``last month``, ``the past few days``, ``the 10 previous weeks``, ``last March``."""
        at = self.skip(i, "the", "my", "our")
        if self.low(at) == "weekend" and at > i:
            back = 1 if self.low(i - 1) in ("over", "at", "during", "of") and self.as_of.weekday() < 5 else 0
            return replace(around(self.as_of - timedelta(days=7 * back), "weekend"), deictic=True), at + 1
        before = self.amount(at) if self.low(at) not in ("a", "an") else None
        if before and self.low(before[1]) in (*LAST, *NEXT) and self.low(before[1] + 1) in words.UNITS:
            return self._rolling(before[0], self.low(before[1]), before[1] + 1)
        direction = self.low(at)
        if direction not in (*THIS, *LAST, *NEXT):
            return None
        count = self.amount(at + 1)
        if count and direction == "last" and self._is_verb(at):
            return None
        if count and self.low(count[1]) in words.UNITS:
            return self._rolling(count[0], direction, count[1])
        unit = words.UNITS.get(self.low(at + 1))
        step = 0 if direction in THIS else -1 if direction in LAST else 1
        if unit is None:
            return self._relative_month(at + 1, step)
        if self.low(at + 1).endswith("s") or (direction == "following" and at > i):
            return None
        if self.low(at + 2) in ("before", "after") and self.low(at + 3) in (*LAST, "next", "that"):
            return None
        if direction == "past":
            return rolling(self.as_of, -1, unit), at + 2
        if unit == "week" and (day := self._weekday_behind(at + 2)):
            monday = around(shift(self.as_of, step, "week"), "week").start
            return single_day(monday + timedelta(days=day[0]), True), day[1]
        return replace(around(shift(self.as_of, step, unit), unit), deictic=True), at + 2

    def _is_verb(self, i: int) -> bool:
        if self.low(i - 1) in _BEFORE_ADJECTIVE:
            return False
        return any(self.low(k) in _AUXILIARIES for k in range(i - 5, i))

    def _weekday_behind(self, i: int) -> tuple[int, int] | None:
        at = self.skip(self.skip(i, "on", "'", "’"), "s")
        return (
            (words.WEEKDAYS[self.low(at)], at + 1)
            if self.low(at) in words.WEEKDAYS and self.low(at) not in ("sun", "sat")
            else None
        )

    def _rolling(self, count: int, direction: str, at: int) -> ReadPeriod:
        if direction in THIS or not 0 < count <= 2000:
            return None
        sign = -1 if direction in LAST else 1
        return rolling(self.as_of, sign * count, words.UNITS[self.low(at)]), at + 1

    def _relative_month(self, i: int, step: int) -> ReadPeriod:
        """``last sept``, ``this March``; last is the one before this year's, unless that has not begun."""
        month = self.month(i)
        if month is None or (step == 0 and self.low(i) == "may" and not self.tokens[i].text[0].isupper()):
            return None
        year = self.as_of.year + step
        if self._year_after(month[1])[0] is not None or self.day(month[1]):
            return None
        return replace(months(year, month[0], 1, "month"), deictic=True), month[1]

    def weekday(self, i: int, cued: bool) -> ReadPeriod:
        """``on Friday``, ``last Sunday``, ``Tuesday of next week``, ``Thursday the 21st``, ``the 18th`` after "on"."""
        at = self.skip(i, "the")
        direction = self.low(at) if self.low(at) in (*THIS, *LAST, *NEXT) else ""
        name = at + 1 if direction else at
        nearest = self.low(name) if direction == "this" and self.low(name) in ("past", "coming", "upcoming") else ""
        name += bool(nearest)
        number = words.WEEKDAYS.get(self.low(name))
        if number is None:
            return self._numbered_day(i)
        if self.low(name) in words.AMBIGUOUS and not (
            direction or self.ordinal(name + 1) or (cued and at == i and self._day_not_name(name))
        ):
            return None
        if not (cued or direction) and self._part_of_a_name(name):
            return None
        after = name + 1
        behind = self.relative_unit(self.skip(self.skip(after, "of", "in"), "the"))
        if behind and behind[0].unit == "week" and (behind[0].end - behind[0].start).days == 6:
            return single_day(behind[0].start + timedelta(days=number), True), behind[1]
        nth = self.day_of_month(self.skip(after, "the"), weekday=number)
        if nth:
            return nth
        if nearest:
            ahead = timedelta(days=(number - self.as_of.weekday() - 1) % 7 + 1)
            back = timedelta(days=(self.as_of.weekday() - number - 1) % 7 + 1)
            return single_day(self.as_of - back if nearest == "past" else self.as_of + ahead, True), after
        this_week = around(self.as_of, "week").start + timedelta(days=number)
        if direction:
            step = 0 if direction in THIS else -7 if direction in LAST else 7
            return single_day(this_week + timedelta(days=step), True), after
        return single_day(this_week if this_week <= self.as_of else this_week - timedelta(days=7), True), after

    def _part_of_a_name(self, i: int) -> bool:
        """Whether a capital stands beside the weekday, as in "Black Friday" or "Sunday Times"."""
        before = i > 1 and not self.glued(i) and self.low(i - 1).isalpha() and self.tokens[i - 1].text[0].isupper()
        after = self.low(i + 1).isalpha() and self.tokens[i + 1].text[0].isupper()
        return before or (after and not self.month(i + 1))

    def _day_not_name(self, i: int) -> bool:
        """Whether "Sun" or "Sat" is the day: with a capital, and no other capital behind it."""
        follows_name = bool(self.low(i + 1)) and self.tokens[i + 1].text[0].isupper()
        return self.tokens[i].text[0].isupper() and not follows_name

    def _numbered_day(self, i: int) -> ReadPeriod:
        """``on the 18th``, ``for the twenty second``, and ``on 15`` or ``the 27`` where the clause ends."""
        if self.low(i - 1) not in ("on", "for", "by", "until", "till", "since", "from"):
            return None
        at = self.skip(i, "the")
        if at > i and self.ordinal(at):
            return self.day_of_month(at)
        number = self.digits(at, 1, 2)
        if number is None or self.low(number[1])[:1].isalnum() or self.low(number[1]) not in ("", ".", ",", "?", "!"):
            return None
        return self.day_of_month(at, cardinal=True) if at > i or self.low(i - 1) == "on" else None

    def day_of_month(self, i: int, weekday: int | None = None, *, cardinal: bool = False) -> ReadPeriod:
        """The last ``21st`` (that fell on `weekday`) up to the day of asking; ``21`` only if `cardinal`."""
        nth = self.ordinal(i)
        if nth is None and (cardinal or weekday is not None):
            nth = self.digits(i, 1, 2) if cardinal else self._spelled(i)
        if (
            nth is None
            or not 1 <= nth[0] <= 31
            or self.low(nth[1]) in ("century", *words.UNITS)
            or self.month(self.skip(nth[1], "of"))
        ):
            return None
        if weekday is None and self.low(nth[1])[:1].isalpha() and self.low(nth[1]) not in AFTER_MONTH:
            return None
        day = self.as_of
        for _ in range(366 * 12):
            if day.day == nth[0] and (weekday is None or day.weekday() == weekday):
                return single_day(day, True), nth[1]
            day -= timedelta(days=1)
        return None

    def the_unit(self, i: int) -> ReadPeriod:
        """``the month``, ``my week``: the one that holds the day of asking."""
        at = self.skip(i, "the", "my", "our")
        unit = words.UNITS.get(self.low(at))
        if unit is None or self.low(at).endswith("s") or (at == i and self.low(i - 1) not in ("of", "the")):
            return None
        return replace(around(self.as_of, unit), deictic=True), at + 1


def single_day(day: date, deictic: bool) -> Period:
    """A period of one day."""
    return Period(day, day, "day", deictic)
