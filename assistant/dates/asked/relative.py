"""Dates counted from the day of asking: "yesterday", "last week", "the past three months", "Tuesday of next week"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.dates import vocabulary
from assistant.dates.asked.absolute import AFTER_MONTH, AbsoluteReader
from assistant.dates.asked.tokens import ReadValue
from assistant.dates.calendar import Period, Unit, around, rolling, whole_unit

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
