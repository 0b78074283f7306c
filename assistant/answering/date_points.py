"""Single date phrases: calendar dates ("16 March 2021", "Q3 2020") and those counted from a day ("last week")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from assistant.answering import date_words as words
from assistant.answering.date_words import Words
from assistant.answering.periods import (
    Part,
    Period,
    Unit,
    around,
    months,
    nth_weekday,
    part_of,
    rolling,
    season,
    shift,
    units_within,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month or stretch of months whose year may be left out ("16 March", "the third quarter")."""

    month: int
    day: int | None = None
    year: int | None = None
    count: int = 1
    unit: Unit = "month"
    part: Part | None = None

    def resolve(self, as_of: date) -> Period | None:
        """The days meant; without a year, the last such days that have begun by `as_of`."""
        if self.year is not None:
            return self.in_year(self.year)
        for year in range(as_of.year, max(as_of.year - 9, 0), -1):
            period = self.in_year(year)
            if period and period.start <= as_of:
                return period
        return None

    def in_year(self, year: int) -> Period | None:
        """The days meant in a given year; None when that year has no such day."""
        try:
            if self.day is not None:
                day = date(year, self.month, self.day)
                return Period(day, day, "day")
            whole = months(year, self.month, self.count, self.unit)
        except (ValueError, OverflowError):
            return None
        return part_of(whole, self.part) if self.part else whole


Item: TypeAlias = Point | Period
Read: TypeAlias = tuple[Item, int] | None
ReadPeriod: TypeAlias = tuple[Period, int] | None

_THIS = ("this", "current", "present")
_LAST = ("last", "previous", "past", "preceding", "prior")
_NEXT = ("next", "coming", "upcoming", "following")
# A month or year alone is a date after one of these.
_CUES = frozenset(
    "in since during of by before after until till from between to through and throughout early late mid middle around "
    "circa year this last next than or ~ – — - within over back for".split()
)
# Words that may follow "since May" when May is the month.
_AFTER_MONTH = frozenset(
    "and or to until through till this last next of about in on the what who how which when where did was were is are".split()
)
_NO_YEAR = frozenset(
    "people cases dollars euros pounds points percent deaths votes jobs words feet meters metres miles km men women "
    "children troops soldiers homes houses others participants respondents companies".split()
)
_STREETS = frozenset("street st road rd avenue ave square lane".split())
_SEPARATORS = ("-", "/", ".", "–")


class PointReader(Words):
    """Reads one date phrase at a position; every rule returns what it read and the next position, or None."""

    def __init__(self, text: str, as_of: date) -> None:
        super().__init__(text)
        self.as_of = as_of
        # In a question typed without capitals, "march" may be the month.
        self.no_capitals = not any(t.text[0].isupper() and t.low != "i" for t in self.tokens[1:])

    def item(self, i: int, *, cued: bool) -> Read:
        """The longest single phrase at `i`. `cued`: a preposition stands before, so a bare year or month counts."""
        rules = (
            self.numeric(i, cued),
            self.named(i, cued),
            self.fraction_of_year(i, cued),
            self.day_of_month_period(i, cued),
            self.relative_day(i),
            self.relative_unit(i),
            self.counted_units(i),
            self.weekday(i, cued),
            self.nth_of_period(i, cued),
            self.part(i, cued),
            self.neighbour_unit(i, cued),
            self.week_number(i),
            self.era(i, cued),
            self.seasonal(i, cued),
            self.year_phrase(i, cued),
            self.running(i),
        )
        read = [found for found in rules if found is not None]
        return max(read, key=lambda found: found[1], default=None)

    def period(self, i: int, *, cued: bool = True) -> ReadPeriod:
        """Like `item`, resolved to days."""
        found = self.item(i, cued=cued)
        if found is None:
            return None
        period = found[0].resolve(self.as_of) if isinstance(found[0], Point) else found[0]
        return (period, found[1]) if period else None

    # --- calendar dates -------------------------------------------------------------------------------------------

    def numeric(self, i: int, cued: bool) -> Read:
        """``2021-03-16``, ``2021/3``, ``16.3.2021``, ``3/16/2021``, ``11/2016``, and ``3/16`` after a preposition."""
        if self.glued(i) and self.low(i - 1) in (*_SEPARATORS, ",", ":", "+", "$") and self.low(i - 2).isdigit():
            return None
        parts, after, sign = self._number_run(i)
        found: Point | None = None
        match parts:
            case [y, m, d] if y > 999:
                found = Point(m, d, y)
            case [y, m] if y > 999:
                found = Point(m, None, y)
            case [m, y] if y > 999:
                found = Point(m, None, y)
            case [a, b, y]:
                day_first = a > 12 or (sign == "." and b <= 12)
                full = y if y > 99 else y + (2000 if y <= (self.as_of.year % 100) + 20 else 1900)
                found = Point(b, a, full) if day_first else Point(a, b, full)
            case [a, b] if cued and sign == "/" and parts not in ([9, 11], [24, 7], [50, 50]):
                found = Point(b, a) if a > 12 else Point(a, b)
            case [a, b] if self.low(i - 1) == "on" and sign == "-":
                found = Point(b, a) if a > 12 else Point(a, b)
        if found is None or found.in_year(found.year or 2020) is None:
            return None
        return found, after

    def _number_run(self, i: int) -> tuple[list[int], int, str]:
        """Up to three numbers with the same sign between them; a month name may stand for one."""
        parts: list[int] = []
        sign, after = "", i
        at = i
        while len(parts) < 3:
            number = self.digits(at, 1, 4)
            if number is None or (len(self.low(at)) == 3):
                break
            parts.append(number[0])
            after = at + 1
            mark = self.low(after)
            spaced = not self.glued(after) or not self.glued(after + 1)
            if mark not in _SEPARATORS or (sign and mark != sign):
                break
            if spaced and (mark == "." or (len(parts) == 2) or (max(parts) < 1000 and len(self.low(after + 1)) < 4)):
                break
            sign, at = mark, after + 1
        if (
            self.low(after) in (*_SEPARATORS, ":")
            and self.glued(after)
            and self.glued(after + 1)
            and self.low(after + 1).isdigit()
        ):
            return [], i, ""
        longest = max((len(self.low(i + 2 * n)) for n in range(len(parts))), default=0)
        if len(parts) >= 2 and sum(part > 999 for part in parts) > 1:
            return [], i, ""
        return (parts, after, sign) if len(parts) > 1 and longest <= 4 else ([], i, "")

    def month(self, i: int) -> tuple[int, int] | None:
        """A month's name, with an optional full stop; a lower-case "may" or "march" is none in a text with capitals."""
        number = words.MONTHS.get(self.low(i))
        if number is None:
            return None
        if self.low(i) in words.AMBIGUOUS and not (self.tokens[i].text[0].isupper() or self.no_capitals):
            return None
        short = len(self.low(i)) <= 4 and self.low(i) != "may"
        after = i + 2 if short and self.low(i + 1) == "." and self.glued(i + 1) and i + 2 < len(self.tokens) else i + 1
        return number, after

    def named(self, i: int, cued: bool) -> Read:
        """``Tuesday, 23 March 2021``, ``the 16th of March``, ``March the 5th``, ``Oct-2``, ``June next year``."""
        at = i
        if self.low(i) in words.WEEKDAYS:
            at = self.skip(self.skip(self.skip(i + 1, ".", "(", ","), "the"), "(")
        found = self._day_month(at) or self._month_day(at)
        if found is None and at == i:
            found = self._month_only(i, cued)
        if found is None:
            return None
        after = found[1]
        if self.low(at - 1) == "(" and self.low(after) == ")":
            after += 1
        return found[0], after

    def _day_month(self, i: int) -> Read:
        at = self.skip(i, "the")
        day = self.day(at)
        if day is None:
            return None
        after = self.skip(self.skip(day[1], "day"), "of", "-", "/", ".")
        month = self.month(after)
        if month is None or self.low(month[1]) in _STREETS:
            return None
        year, after = self._year_after(month[1])
        return self._real(Point(month[0], day[0], year), after)

    def _month_day(self, i: int) -> Read:
        month = self.month(i)
        if month is None:
            return None
        at = self.skip(self.skip(month[1], "-", "/", "."), "the")
        day = self.day(at)
        if day is None or (self.low(day[1]) == "," and self.glued(day[1] + 1) and len(self.low(day[1] + 1)) == 3):
            return None
        if self.low(day[1]) in (":", "%") and self.glued(day[1]):
            return None
        year, after = self._year_after(day[1])
        return self._real(Point(month[0], day[0], year), after)

    def _real(self, point: Point, after: int) -> Read:
        return (point, after) if point.in_year(point.year or 2020) else None

    def _year_after(self, i: int) -> tuple[int | None, int]:
        """The year behind a day and month: ``2021``, ``, 2021``, ``of 1995``, ``-2020``, ``'87``, ``next year``."""
        at = self.skip(i, ",", "of", "-", "/")
        year = self.year(at)
        if year:
            return year
        if self.low(at) in ("'", "’"):
            short = self.digits(at + 1, 2, 2)
            if short:
                return words.full_year(short[0]), short[1]
        if self.low(i) == "of" and (short := self.digits(at, 2, 2)):
            return words.full_year(short[0]), short[1]
        relative = self.relative_unit(self.skip(self.skip(i, "of", ","), "in"))
        if relative and relative[0].unit == "year" and relative[0].start.year == relative[0].end.year:
            return relative[0].start.year, relative[1]
        return None, i

    def _month_only(self, i: int, cued: bool) -> Read:
        year_first = self.digits(i, 4, 4)
        if year_first and self.year(i):
            month = self.month(self.skip(i + 1, ",", "-", "/"))
            return (Point(month[0], None, year_first[0]), month[1]) if month else None
        month = self.month(i)
        if month is None:
            return None
        year, after = self._year_after(self.skip(month[1], ","))
        if year is not None:
            return Point(month[0], None, year), after
        if self.low(i) in words.AMBIGUOUS and not self._month_not_name(i, month[1], cued):
            return None
        return Point(month[0]), month[1]

    def _month_not_name(self, i: int, after: int, cued: bool) -> bool:
        """Whether "May" with nothing beside it is the month: after "in", but not in "before May resigned"."""
        if not cued or (after < len(self.tokens) and self.tokens[after].text[0].isupper() and self.glued(after) is False):
            return False
        following = self.low(after)
        if self.low(i - 1) in ("in", "during", "early", "late", "mid", "last", "this", "next", "throughout", "-"):
            return following not in ("'", "’")
        return not following[:1].isalpha() or following in _AFTER_MONTH

    def fraction_of_year(self, i: int, cued: bool) -> Read:
        """``Q1 2016``, ``2016 H2``, ``the third quarter of 2020``, ``first half of last year``, ``Q3`` after a preposition."""
        year_first = self.year(i) if self.digits(i, 4, 4) else None
        at = self.skip(year_first[1], "-", "/", ",") if year_first else self.skip(i, "the")
        found = self._fraction(at)
        if found is None:
            return None
        point, after = found
        if year_first:
            return replace(point, year=year_first[0]), after
        year = self._of_year(after)
        if year:
            return replace(point, year=year[0]), year[1]
        return (point, after) if point.unit == "quarter" and (cued or self.low(at) != "q") else None

    def _fraction(self, i: int) -> tuple[Point, int] | None:
        if self.low(i) in ("q", "h"):
            number = self.digits(i + 1, 1, 1)
            quarters = self.low(i) == "q"
            if number and self.glued(i + 1) and 1 <= number[0] <= (4 if quarters else 2):
                return _fraction_point(number[0], quarters), i + 2
            return None
        last = self.low(i) in ("last", "final")
        number = (-1, i + 1) if last else self.ordinal(i)
        if number is None or self.low(number[1]) not in ("quarter", "half"):
            return None
        quarters = self.low(number[1]) == "quarter"
        nth = (4 if quarters else 2) if last else number[0]
        if not 1 <= nth <= (4 if quarters else 2) or (last and self._of_year(number[1] + 1) is None):
            return None
        return _fraction_point(nth, quarters), number[1] + 1

    def _of_year(self, i: int) -> tuple[int, int] | None:
        at = self.skip(self.skip(i, "of", "in", ",", "-", "/"), "the")
        year = self.year(self.skip(at, "year"))
        if year:
            return year
        relative = self.relative_unit(self.skip(i, "of", "in"))
        if relative and relative[0].unit == "year":
            return relative[0].start.year, relative[1]
        return (self.as_of.year, at + 1) if self.low(at) == "year" and self.low(at - 1) == "the" else None

    def year_phrase(self, i: int, cued: bool) -> Read:
        """``in 2020``, ``the year 1998``, ``year two hundred and sixty seven``."""
        at = self.skip(i, "the")
        if self.low(at) == "year":
            at = self.skip(at + 1, "of")
            number = self.year(at) or self._spelled(at)
            if number and 1 <= number[0] <= 9999:
                return months(number[0], 1, 12, "year"), number[1]
            return None
        year = self.year(i)
        if year is None or not cued or (self.glued(i) and self.low(i - 1) not in ("-", "–", "~", "—")):
            return None
        if self.low(year[1]) in _NO_YEAR or (
            self.low(year[1]) in ("-", "–") and self.glued(year[1]) and not self.year(year[1] + 1)
        ):
            return None
        return months(year[0], 1, 12, "year"), year[1]

    def era(self, i: int, cued: bool) -> Read:  # noqa: ARG002
        """``the 1970s``, ``the nineteen seventies``, ``the 21st century``."""
        at = self.skip(i, "the")
        decade = self.decade(at)
        if decade:
            return months(decade[0], 1, 120, "decade"), decade[1]
        nth = self.ordinal(at)
        if nth and self.low(nth[1]) == "century" and 1 < nth[0] <= 99:
            return months((nth[0] - 1) * 100, 1, 1200, "century"), nth[1] + 1
        return None

    def seasonal(self, i: int, cued: bool) -> Read:
        """``summer of 2016``, ``last winter``, ``the spring`` after a preposition."""
        at = self.skip(i, "the")
        direction = 0
        if self.low(at) in (*_LAST, *_NEXT, *_THIS):
            direction = -1 if self.low(at) in _LAST else 1 if self.low(at) in _NEXT else 0
            cued, at = True, at + 1
        name = self.low(at)
        if name not in words.SEASONS:
            return None
        year = self._of_year(at + 1)
        if year:
            return season(year[0], name), year[1]
        if (
            not cued
            or name == "fall"
            or (at == i and self.low(i - 1) not in ("in", "since", "during", "this", "last"))
        ):
            return None
        current = season(self.as_of.year, name)
        if direction >= 0 and current.start > self.as_of and direction == 0 and self.low(at - 1) != "this":
            direction = -1
        elif (direction < 0 and current.end < self.as_of) or (direction > 0 and current.start > self.as_of):
            direction = 0
        return replace(season(self.as_of.year + direction, name), deictic=True), at + 1

    # --- counted from a day ---------------------------------------------------------------------------------------

    def relative_day(self, i: int) -> ReadPeriod:
        """``today``, ``the day before yesterday``, ``tomorrow``."""
        at = self.skip(i, "the")
        for phrase, days in _DAYS.items():
            after = self.match(at, *phrase.split())
            if after and (at == i or " " in phrase):
                day = self.as_of + timedelta(days=days)
                return Period(day, day, "day", True), after
        return None

    def relative_unit(self, i: int) -> ReadPeriod:
        """``this week``, ``last month``, ``the past few days``, ``next 3 years``, ``the 10 previous weeks``, ``last March``."""
        at = self.skip(i, "the", "my", "our")
        if self.low(at) in ("weekend",) and at > i:
            back = 1 if self.low(i - 1) in ("over", "at", "during", "of") and self.as_of.weekday() < 5 else 0
            return replace(around(self.as_of - timedelta(days=7 * back), "weekend"), deictic=True), at + 1
        before = self.amount(at) if self.low(at) not in ("a", "an") else None
        if before and self.low(before[1]) in (*_LAST, *_NEXT) and self.low(before[1] + 1) in words.UNITS:
            return self._rolling(before[0], self.low(before[1]), before[1] + 1)
        direction = self.low(at)
        if direction not in (*_THIS, *_LAST, *_NEXT):
            return None
        count = self.amount(at + 1)
        if count and self.low(count[1]) in words.UNITS:
            return self._rolling(count[0], direction, count[1])
        unit = words.UNITS.get(self.low(at + 1))
        step = 0 if direction in _THIS else -1 if direction in _LAST else 1
        if unit is None:
            return self._relative_month(at + 1, step)
        if self.low(at + 1).endswith("s") or (direction == "following" and at > i):
            return None
        if self.low(at + 2) in ("before", "after") and self.low(at + 3) in (*_LAST, "next", "that"):
            return None
        if direction == "past":
            return rolling(self.as_of, -1, unit), at + 2
        if unit == "week" and (day := self._weekday_behind(at + 2)):
            monday = around(shift(self.as_of, step, "week"), "week").start
            return _day(monday + timedelta(days=day[0]), True), day[1]
        return replace(around(shift(self.as_of, step, unit), unit), deictic=True), at + 2

    def _weekday_behind(self, i: int) -> tuple[int, int] | None:
        at = self.skip(self.skip(i, "on", "'", "’"), "s")
        return (
            (words.WEEKDAYS[self.low(at)], at + 1)
            if self.low(at) in words.WEEKDAYS and self.low(at) not in ("sun", "sat")
            else None
        )

    def _rolling(self, count: int, direction: str, at: int) -> ReadPeriod:
        if direction in _THIS or not 0 < count <= 2000:
            return None
        sign = -1 if direction in _LAST else 1
        return rolling(self.as_of, sign * count, words.UNITS[self.low(at)]), at + 1

    def _relative_month(self, i: int, step: int) -> ReadPeriod:
        """``last sept``, ``this March``; last is the one before this year's, unless that has not begun."""
        month = self.month(i)
        if month is None:
            return None
        year = self.as_of.year + step
        if step < 0 and month[0] < self.as_of.month and self.as_of.month - month[0] < 6 and self.low(i) in ():
            year = self.as_of.year
        if self._year_after(month[1])[0] is not None or self.day(month[1]):
            return None
        return replace(months(year, month[0], 1, "month"), deictic=True), month[1]

    def counted_units(self, i: int) -> ReadPeriod:
        """``two weeks ago``, ``1 month and 21 days ago``, ``three weeks from tomorrow``, ``2 weeks before May 13 1999``."""
        at = self.skip(i, "in")
        ahead = at > i
        steps: list[tuple[int, Unit]] = []
        while (number := self.amount(at)) and (unit := words.UNITS.get(self.low(number[1]))) and number[0] <= 2000:
            steps.append((number[0], unit))
            at = self.skip(number[1] + 1, "and", ",")
        if not steps:
            return None
        at -= self.low(at - 1) in ("and", ",")
        after, anchor, sign = at, self.as_of, 0
        if self.low(at) in ("ago", "earlier"):
            after, sign = at + 1, -1
        elif self.low(at) in ("later", "hence"):
            after, sign = at + 1, 1
        elif self.low(at) in ("before", "after", "from", "following", "prior"):
            found = self.period(self.skip(at + 1, "to"))
            if found:
                sign = -1 if self.low(at) in ("before", "prior") else 1
                after, anchor = found[1], found[0].start if sign < 0 else found[0].end
        if sign == 0 and ahead:
            sign = 1
        if sign == 0:
            return None
        try:
            for count, unit in steps:
                anchor = shift(anchor, sign * count, unit)
        except OverflowError:
            return None
        return _day(anchor, True), after

    def weekday(self, i: int, cued: bool) -> ReadPeriod:
        """``on Friday``, ``last Sunday``, ``Tuesday of next week``, ``Thursday the 21st``, ``the 18th`` after "on"."""
        at = self.skip(i, "the")
        direction = self.low(at) if self.low(at) in (*_THIS, *_LAST, *_NEXT) else ""
        name = at + 1 if direction else at
        number = words.WEEKDAYS.get(self.low(name))
        if number is None:
            if at > i and self.low(i - 1) == "on" and self.low(at + 1) in ("st", "nd", "rd", "th"):
                return self._day_of_month(at)
            return None
        token = self.tokens[name]
        if token.low in words.AMBIGUOUS and not (cued or direction or self.low(name + 1) == "."):
            return None
        if not token.text[0].isupper() and token.low in words.AMBIGUOUS:
            return None
        if token.low in words.AMBIGUOUS and name + 1 < len(self.tokens) and self.tokens[name + 1].text[0].isupper():
            return None
        after = name + 1
        behind = self.relative_unit(self.skip(self.skip(after, "of", "in"), "the"))
        if behind and behind[0].unit == "week" and (behind[0].end - behind[0].start).days == 6:
            return _day(behind[0].start + timedelta(days=number), True), behind[1]
        nth = self._day_of_month(self.skip(after, "the"), weekday=number)
        if nth:
            return nth
        this_week = around(self.as_of, "week").start + timedelta(days=number)
        if direction:
            step = 0 if direction in _THIS else -7 if direction in _LAST else 7
            return _day(this_week + timedelta(days=step), True), after
        return _day(this_week if this_week <= self.as_of else this_week - timedelta(days=7), True), after

    def _day_of_month(self, i: int, weekday: int | None = None) -> ReadPeriod:
        """The last ``21st`` (that fell on `weekday`) up to the day of asking."""
        nth = self.ordinal(i) or (self._spelled(i) if weekday is not None else None)
        if (
            nth is None
            or not 1 <= nth[0] <= 31
            or self.low(nth[1]) in ("century", *words.UNITS)
            or self.month(self.skip(nth[1], "of"))
        ):
            return None
        if weekday is None and self.low(nth[1])[:1].isalpha() and self.low(nth[1]) not in _AFTER_MONTH:
            return None
        day = self.as_of
        for _ in range(366 * 12):
            if day.day == nth[0] and (weekday is None or day.weekday() == weekday):
                return _day(day, True), nth[1]
            day -= timedelta(days=1)
        return None

    # --- parts and neighbours of another period -------------------------------------------------------------------

    def day_of_month_period(self, i: int, cued: bool) -> ReadPeriod:  # noqa: ARG002
        """``the 20th of next month``, ``the 15th day of the month``."""
        nth = self.ordinal(self.skip(i, "the"))
        if nth is None:
            return None
        at = self.skip(nth[1], "day")
        if self.low(at) not in ("of", "in"):
            return None
        outer = self.relative_unit(at + 1) or self._the_unit(at + 1)
        if outer is None or outer[0].unit != "month":
            return None
        day = outer[0].start + timedelta(days=nth[0] - 1)
        return (_day(day, True), outer[1]) if day <= outer[0].end else None

    def _the_unit(self, i: int) -> ReadPeriod:
        """``the month``, ``my week``: the one that holds the day of asking."""
        at = self.skip(i, "the", "my", "our")
        unit = words.UNITS.get(self.low(at))
        if unit is None or self.low(at).endswith("s") or (at == i and self.low(i - 1) not in ("of", "the")):
            return None
        return replace(around(self.as_of, unit), deictic=True), at + 1

    def nth_of_period(self, i: int, cued: bool) -> ReadPeriod:  # noqa: ARG002
        """``the first week of October``, ``second Monday of next month``, ``the last 3 weeks of this year``."""
        at = self.skip(i, "the")
        last = self.low(at) in ("last", "final", "first")
        sign = -1 if self.low(at) in ("last", "final") else 1
        count = self.cardinal(at + 1) if last else None
        nth = (sign, at + 1) if last else self.ordinal(at)
        if nth is None:
            return None
        name = count[1] if count else nth[1]
        unit, weekday = words.UNITS.get(self.low(name)), words.WEEKDAYS.get(self.low(name))
        if unit is None and weekday is None:
            return None
        link = self.skip(name + 1, "of", "in", "from")
        outer = self.period(link) if link > name + 1 else self.relative_unit(link)
        if outer is None:
            outer = self._the_unit(link)
        if outer is None and weekday is not None and nth[0] > 0 and not count:
            outer = replace(around(self.as_of, "month"), deictic=True), name + 1
        if outer is None:
            return None
        if weekday is not None:
            day = nth_weekday(outer[0], weekday, nth[0])
            return (replace(day, deictic=outer[0].deictic), outer[1]) if day else None
        return self._slice(outer, unit, nth[0], count[0] if count else 1) if unit else None

    def _slice(self, outer: tuple[Period, int], unit: Unit, nth: int, count: int) -> ReadPeriod:
        if (outer[0].end - outer[0].start).days > 40_000:
            return None
        inside = units_within(outer[0], unit)
        if abs(nth) > len(inside) or not 0 < count <= len(inside):
            return None
        chosen = inside[-count:] if nth < 0 else inside[nth - 1 : nth - 1 + count]
        return Period(chosen[0].start, chosen[-1].end, unit, outer[0].deictic), outer[1]

    def part(self, i: int, cued: bool) -> Read:  # noqa: ARG002
        """``early next year``, ``mid-November``, ``the end of 2000``, ``late in the year``, ``the middle of last week``."""
        at = self.skip(i, "the")
        name = words.PARTS.get(self.low(at))
        if name is None:
            return None
        link = self.skip(self.skip(at + 1, "of", "in", "-"), "on")
        if (
            link == at + 1
            and name in ("beginning", "middle", "start", "outset", "close")
            and self.low(link) not in (*_THIS, *_LAST, *_NEXT)
        ):
            return None
        found = self.item(link, cued=True) or self._the_unit(link)
        if found is None:
            return None
        inner, after = found
        if isinstance(inner, Point):
            return (replace(inner, part=name), after) if inner.day is None and inner.part is None else None
        return (part_of(inner, name), after) if inner.unit != "day" else None

    def neighbour_unit(self, i: int, cued: bool) -> ReadPeriod:  # noqa: ARG002
        """``the week of 16 March``, ``the week after 16 March``, ``the month before last``, ``week after next``."""
        at = self.skip(i, "the")
        unit = words.UNITS.get(self.low(at))
        if unit is None or self.low(at).endswith("s"):
            return None
        link = self.low(at + 1)
        target = self.skip(at + 2, "the")
        if link in ("before", "after") and self.low(target) in ("last", "previous", "next"):
            step = -2 if link == "before" else 2
            if (self.low(target) == "next") == (step > 0) and not (
                self.low(target + 1) in words.UNITS or self.low(target + 1) in words.WEEKDAYS
            ):
                return replace(around(shift(self.as_of, step, unit), unit), deictic=True), target + 1
        if link not in (
            "of",
            "before",
            "after",
            "following",
            "from",
            "preceding",
            "to",
            "ending",
            "starting",
            "beginning",
        ):
            return None
        found = self.period(self.skip(at + 2, "on"))
        if found is None and link == "of":
            found = self._day_of_month(target)
        if found is None:
            return None
        inner, after = found
        if link == "of":
            return (
                (replace(around(inner.start, unit), deictic=inner.deictic), after)
                if inner.unit == "day" and unit != "day"
                else None
            )
        if link in ("after", "following"):
            first = inner.end + timedelta(days=1)
            return Period(first, shift(first, 1, unit) - timedelta(days=1), unit, inner.deictic), after
        if link in ("starting", "beginning", "from"):
            return Period(inner.start, shift(inner.start, 1, unit) - timedelta(days=1), unit, inner.deictic), after
        last = inner.end if link in ("to", "ending") else inner.start - timedelta(days=1)
        return Period(shift(last, -1, unit) + timedelta(days=1), last, unit, inner.deictic), after

    def week_number(self, i: int) -> ReadPeriod:
        """``week 10``, ``week 31 of 2018``: ISO weeks, of this year when none is named."""
        at = self.skip(i, "the")
        number = self.digits(at + 1, 1, 2) if self.low(at) == "week" else None
        if number is None or (self.low(number[1]) in (":", "%") and self.glued(number[1])):
            return None
        year = self._of_year(number[1]) if self.low(number[1]) in ("of", "in", ",") or self.year(number[1]) else None
        try:
            monday = date.fromisocalendar(year[0] if year else self.as_of.year, number[0], 1)
        except ValueError:
            return None
        return replace(around(monday, "week"), deictic=year is None), year[1] if year else number[1]

    def running(self, i: int) -> ReadPeriod:
        """``so far this year``, ``this month so far``, ``year to date``, ``rest of the week``, ``earlier this month``, ``later this week``."""
        at, after_so_far = i, self.match(i, "so", "far")
        if after_so_far:
            found = self.relative_unit(self.skip(after_so_far, "in")) or self._the_unit(after_so_far)
            return (self._until_now(found[0]), found[1]) if found and found[0].deictic else None
        if self.low(i) in words.UNITS and (after := self.match(i + 1, "to", "date")):
            return self._until_now(around(self.as_of, words.UNITS[self.low(i)])), after
        if self.low(i) in ("earlier", "later"):
            found = self.relative_unit(self.skip(i + 1, "in")) or self._the_unit(self.skip(i + 1, "in"))
            if found is None or not found[0].start <= self.as_of <= found[0].end:
                return None
            if self.low(i) == "earlier":
                return self._until_now(found[0]), found[1]
            return replace(found[0], start=self.as_of), found[1]
        at = self.skip(self.skip(i, "the"), "rest", "remainder", "remaining")
        if at > i and self.low(at - 1) in ("rest", "remainder", "remaining"):
            found = self.relative_unit(self.skip(at, "of")) or self._the_unit(self.skip(at, "of"))
            return (replace(found[0], start=self.as_of), found[1]) if found else None
        found = self.relative_unit(i)
        if (
            found
            and found[0].deictic
            and (after := self.match(found[1], "so", "far") or self.match(found[1], "to", "date"))
        ):
            return self._until_now(found[0]), after
        return None

    def _until_now(self, period: Period) -> Period:
        return replace(period, end=max(period.start, min(period.end, self.as_of)), deictic=True)


_DAYS = {
    "day before yesterday": -2, "day after tomorrow": 2, "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip


def _day(day: date, deictic: bool) -> Period:
    return Period(day, day, "day", deictic)


def _fraction_point(nth: int, quarters: bool) -> Point:
    return Point(3 * nth - 2, None, None, 3, "quarter") if quarters else Point(6 * nth - 5, None, None, 6, "half")
