"""Calendar dates of a question: "16 March 2021", "3/16", "Q3 2020", "the 1970s", "summer of 2016"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from assistant.calendar import PartOfTime, Period, Unit, part_of, real_day, whole_unit
from assistant.dates import vocabulary
from assistant.dates.asked.tokens import ReadValue, TokenReader, full_year
from assistant.text.numbers import any_of


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month or stretch of months whose year may be left out ("16 March", "the third quarter")."""

    month: int
    day: int | None = None
    year: int | None = None
    unit: Unit = "month"
    part: PartOfTime | None = None

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
        if self.day is not None:
            day = real_day(year, self.month, self.day)
            return Period(day, day, "day") if day else None
        try:
            period = whole_unit(self.unit, year, self.month)
        except (ValueError, OverflowError):
            return None
        return part_of(period, self.part) if self.part else period


Item: TypeAlias = Point | Period
# A month or year alone is a date after one of these.
CUES = frozenset(
    "in on since during of by before after until till from between to through throughout early late mid middle "
    "around circa year this last next than within over for or".split()
)
# Words that may follow "since May" when May is the month.
AFTER_MONTH = frozenset(
    "and or to until through till this last next of about in on the what who how which when where did was were is "
    "are".split()
)
_NO_YEAR = frozenset(
    "people cases dollars euros pounds points percent deaths votes jobs words feet meters metres miles km men women "
    "children troops soldiers homes houses others participants respondents companies".split()
)
_STREETS = frozenset("street st road rd avenue ave square lane".split())
_NAME = f"(?P<name>{any_of(vocabulary.MONTHS)})"
_NUMERIC = tuple(
    re.compile(rf"(?<![\w$€£+])(?:{form})(?!\w)(?![.:,]\d|(?P=mark)\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/. ])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        rf"(?P<year>\d{{4}})(?P<mark>[-/. ]){_NAME}(?P=mark)(?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})(?P<mark>[-/.]){_NAME}(?P=mark)(?P<year>\d{{4}}|\d\d)",
        r"(?P<order>)(?P<month>\d{1,2})(?P<mark>[-/.])(?P<day>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
        r"(?P<order>)(?P<month>\d{1,2})(?P<mark>/)(?P<day>\d{1,2}),\s?(?P<year>\d{4})",
        r"(?P<year>(?:19|20)\d\d)(?P<mark>)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>\d{4})(?P<mark>\s?[-/]\s?|\.)(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})(?P<mark>\s?[-/]\s?)(?P<year>\d{4})",
    )
)
# 9/11 and 7/7 are names of events, 24/7 is a manner of speaking.
_MONTH_AND_DAY = re.compile(
    r"(?<![\w$€£+])(?<!\d[-/.,:])(?!9/11|7/7|24/7)(?P<order>\b)(?P<month>\d{1,2})(?P<mark>/|(?<=on \d)-|(?<=on \d\d)-)"
    r"(?P<day>\d{1,2})(?!\w|[-/.:,]\d|%)"
)
# One of the two is no month, and nothing is counted by it: "What happened 4/22?"
_CLEAR_MONTH_AND_DAY = re.compile(rf"(?=\d\d?/\d\d?[\s.?!,]*$)(?=1?\d?/?(?:1[3-9]|2\d|3[01])){_MONTH_AND_DAY.pattern}")


class AbsoluteReader(TokenReader):
    """Reads one calendar date at a position; every rule returns what it read and the next position, or None."""

    def __init__(self, text: str, as_of: date) -> None:
        super().__init__(text)
        self.as_of = as_of
        # In a question typed without capitals, "march" may be the month.
        self.no_capitals = not any(t.text[0].isupper() and t.low != "i" for t in self.tokens[1:])

    def numeric(self, i: int, cued: bool) -> ReadValue[Item] | None:
        """``2021-03-16``, ``2021/3``, ``16.3.2021``, ``3/16/2021``, ``22/Jan/2019``, ``11/2016``; ``3/16`` if `cued`.

        The month comes first where both orders are possible, unless full stops separate: ``3.4.2021`` is in April.
        """
        start = self.tokens[i].start
        cued = cued and self.low(i - 1) not in ("or", "and")
        for pattern in (*_NUMERIC, _MONTH_AND_DAY if cued else _CLEAR_MONTH_AND_DAY):
            match = pattern.match(self.text, start)
            point = self._from_numbers(match) if match and not self._inside_number(match) else None
            if match and point and point.in_year(point.year or 2020):
                return ReadValue(point, next(k for k, token in enumerate(self.tokens, 1) if token.end == match.end()))
        return None

    def _inside_number(self, match: re.Match[str]) -> bool:
        """Whether a longer number goes on to the left: ``82-2100-10``, ``6,107.31``."""
        before = self.text[max(0, match.start() - 2) : match.start()]
        return len(before) == 2 and before[0].isdigit() and before[1] in (".", ",", ":", match["mark"].strip())

    def _from_numbers(self, match: re.Match[str]) -> Point | None:
        part = match.groupdict()
        year = int(part["year"]) if part.get("year") else None
        if year is not None and len(part["year"]) == 2:
            year += 2000 if year <= self.as_of.year % 100 + 20 else 1900
        if part.get("name"):
            return Point(vocabulary.MONTHS[part["name"].lower()], int(part["day"]), year)
        first = int(part["month"])
        second = int(part["day"]) if part.get("day") else None
        if second is None:
            return Point(first, None, year)
        if "order" in part and (first > 12 or (part["mark"] == "." and second <= 12)):
            first, second = second, first
        return Point(first, second, year)

    def month(self, i: int) -> ReadValue[int] | None:
        """A month's name, with an optional full stop; a lower-case "may" or "march" is none in a text with capitals."""
        number = vocabulary.MONTHS.get(self.low(i))
        if number is None:
            return None
        if self.low(i) in vocabulary.AMBIGUOUS and not (self.tokens[i].text[0].isupper() or self.no_capitals):
            return None
        short = len(self.low(i)) <= 4 and self.low(i) != "may"
        after = i + 2 if short and self.low(i + 1) == "." and self.glued(i + 1) and i + 2 < len(self.tokens) else i + 1
        return ReadValue(number, after)

    def named(self, i: int, cued: bool) -> ReadValue[Item] | None:
        """``Tuesday, 23 March 2021``, ``the 16th of March``, ``March the 5th``, ``Oct-2``, ``June next year``."""
        weekday = self.skip(i, *vocabulary.DIRECTIONS)
        at = i
        if self.low(weekday) in vocabulary.WEEKDAYS:
            at = self.skip(self.skip(self.skip(weekday + 1, ".", "(", ","), "the"), "(")
        found = self._day_month(at) or self._month_day(at)
        if found is None and at > i and at < len(self.tokens):
            found = self.numeric(at, cued=True)
        if found is None and at == i:
            found = self._month_only(i, cued)
        if found is None:
            return None
        closed = self.low(at - 1) == "(" and self.low(found.after) == ")"
        return ReadValue(found.value, found.after + closed)

    def _day_month(self, i: int) -> ReadValue[Item] | None:
        at = self.skip(i, "the")
        day = self.day(at)
        if day is None:
            return None
        after = self.skip(self.skip(day.after, "day"), "of", "-", "/", ".")
        month = self.month(after)
        if month is None or self.low(month.after) in _STREETS:
            return None
        year, after = self._year_after(month.after)
        return self._real(Point(month.value, day.value, year), after)

    def _month_day(self, i: int) -> ReadValue[Item] | None:
        month = self.month(i)
        if month is None:
            return None
        at = self.skip(self.skip(month.after, "-", "/", "."), "the")
        day = self.day(at)
        if day is None or (
            self.low(day.after) == "," and self.glued(day.after + 1) and len(self.low(day.after + 1)) == 3
        ):
            return None
        if self.low(day.after) in (":", "%") and self.glued(day.after):
            return None
        year, after = self._year_after(day.after)
        return self._real(Point(month.value, day.value, year), after)

    def _real(self, point: Point, after: int) -> ReadValue[Item] | None:
        return ReadValue(point, after) if point.in_year(point.year or 2020) else None

    def _year_after(self, i: int) -> ReadValue[int | None]:
        """The year behind a day and month: ``2021``, ``, 2021``, ``of 1995``, ``-2020``, ``'87``, ``next year``."""
        at = self.skip(i, ",", "of", "in", "-", "/")
        year = self.year(at)
        if year:
            return year
        if self.low(at) in ("'", "’"):
            short = self.digits(at + 1, 2, 2)
            if short:
                return ReadValue(full_year(short.value), short.after)
        if self.low(i) == "of" and (short := self.digits(at, 2, 2)):
            return ReadValue(full_year(short.value), short.after)
        return self.relative_year(self.skip(self.skip(i, "of", ","), "in")) or ReadValue(None, i)

    def _month_only(self, i: int, cued: bool) -> ReadValue[Item] | None:
        year_first = self.digits(i, 4, 4)
        if year_first and self.year(i):
            month = self.month(self.skip(i + 1, ",", "-", "/"))
            return ReadValue(Point(month.value, None, year_first.value), month.after) if month else None
        month = self.month(i)
        if month is None or self._behind_impossible_day(i):
            return None
        year, after = self._year_after(self.skip(month.after, ","))
        if year is not None:
            return ReadValue(Point(month.value, None, year), after)
        if self.low(i) in vocabulary.AMBIGUOUS and not self._month_not_name(i, month.after, cued):
            return None
        return ReadValue(Point(month.value), month.after)

    def _behind_impossible_day(self, i: int) -> bool:
        """Whether the month stands in ``30 February``, of which nothing is read; not so in ``6,107.31 August``."""
        at = i - 2 if self.low(i - 1) in ("st", "nd", "rd", "th") else i - 1
        return self.digits(at, 1, 2) is not None and self.low(at - 1) not in (".", ",")

    def _month_not_name(self, i: int, after: int, cued: bool) -> bool:
        """Whether "May" with nothing beside it is the month: after "in", but not in "before May resigned"."""
        if not cued or (self.low(after) and self.tokens[after].text[0].isupper() and not self.glued(after)):
            return False
        following = self.low(after)
        if self.low(i) == "may" and self.low(i - 1) == "this" and not self.tokens[i].text[0].isupper():
            return False
        if self.low(i - 1) in ("in", "during", "early", "late", "mid", "last", "this", "next", "throughout", "-"):
            return following not in ("'", "’")
        return not following[:1].isalpha() or following in AFTER_MONTH

    def fraction_of_year(self, i: int, cued: bool) -> ReadValue[Item] | None:
        """``Q1 2016``, ``2016 H2``, ``third quarter of 2020``, ``last year's first half``, ``Q3`` if `cued`."""
        year_first = self.year(i) if self.digits(i, 4, 4) else self.relative_year(i)
        at = self._possessive(self.skip(year_first.after, "-", "/", ",")) if year_first else self.skip(i, "the")
        found = self._fraction(at)
        if found is None:
            return None
        point, after = found
        if year_first:
            return ReadValue(replace(point, year=year_first.value), after)
        year = self._of_year(after)
        if year:
            return ReadValue(replace(point, year=year.value), year.after)
        return ReadValue(point, after) if point.unit == "quarter" and (cued or self.low(at) != "q") else None

    def _fraction(self, i: int) -> ReadValue[Point] | None:
        if self.low(i) in ("q", "h"):
            number = self.digits(i + 1, 1, 1)
            quarters = self.low(i) == "q"
            if number and self.glued(i + 1) and 1 <= number.value <= (4 if quarters else 2):
                return ReadValue(_fraction_point(number.value, quarters), i + 2)
            return None
        last = self.low(i) in ("last", "final")
        number = ReadValue(-1, i + 1) if last else self.ordinal(i)
        if number is None or self.low(number.after) not in ("quarter", "half"):
            return None
        quarters = self.low(number.after) == "quarter"
        nth = (4 if quarters else 2) if last else number.value
        if not 1 <= nth <= (4 if quarters else 2) or (last and self._of_year(number.after + 1) is None):
            return None
        return ReadValue(_fraction_point(nth, quarters), number.after + 1)

    def _of_year(self, i: int) -> ReadValue[int] | None:
        at = self.skip(self.skip(i, "of", "in", ",", "-", "/"), "the")
        year = self.year(self.skip(at, "year"))
        year = year or self.relative_year(self.skip(i, "of", "in"))
        if year:
            return year
        return ReadValue(self.as_of.year, at + 1) if self.low(at) == "year" and self.low(at - 1) == "the" else None

    def relative_year(self, i: int) -> ReadValue[int] | None:
        """``this year``, ``last year's``, ``the next year``."""
        at = self.skip(i, "the")
        step = vocabulary.DIRECTIONS.get(self.low(at))
        if step is None or self.low(at + 1) != "year":
            return None
        return ReadValue(self.as_of.year + step, self._possessive(at + 2))

    def _possessive(self, i: int) -> int:
        """The position after ``'s``, if that stands at `i`."""
        return self.match(i, "'", "s") or self.match(i, "’", "s") or i

    def year_phrase(self, i: int, cued: bool) -> ReadValue[Item] | None:
        """``in 2020``, ``the year 1998``, ``year two hundred and sixty seven``."""
        at = self.skip(i, "the")
        if self.low(at) == "year":
            at = self.skip(at + 1, "of")
            number = self.year(at) or self._spelled(at)
            if number and 1 <= number.value <= 9999:
                return ReadValue(whole_unit("year", number.value), number.after)
            return None
        year = self.year(i)
        if year is None or not cued or (self.glued(i) and self.low(i - 1) not in ("-", "–", "~", "—")):
            return None
        if self.low(year.after) in _NO_YEAR or (
            self.low(year.after) in ("-", "–") and self.glued(year.after) and not self.year(year.after + 1)
        ):
            return None
        return ReadValue(whole_unit("year", year.value), year.after)

    def era(self, i: int) -> ReadValue[Item] | None:
        """``the 1970s``, ``the nineteen seventies``, ``the 21st century``."""
        at = self.skip(i, "the")
        decade = self.decade(at)
        if decade:
            return ReadValue(whole_unit("decade", decade.value), decade.after)
        nth = self.ordinal(at)
        if nth and self.low(nth.after) == "century" and 1 < nth.value <= 99:
            return ReadValue(whole_unit("century", (nth.value - 1) * 100), nth.after + 1)
        return None

    def seasonal(self, i: int, cued: bool) -> ReadValue[Item] | None:
        """``summer of 2016``, ``last winter``, ``the spring`` after a preposition."""
        at = self.skip(i, "the")
        step = vocabulary.DIRECTIONS.get(self.low(at))
        name_at = at if step is None else at + 1
        name = self.low(name_at)
        if name not in vocabulary.SEASONS:
            return None
        year = self._of_year(name_at + 1)
        if year is None and (listed := self._year_of_listed_season(name_at + 1)):
            return ReadValue(_season(listed, name), name_at + 1)
        if year:
            return ReadValue(_season(year.value, name), year.after)
        if step is None:
            if not cued or name == "fall" or (at == i and self.low(i - 1) not in ("in", "since", "during")):
                return None
            if self.low(name_at + 1)[:1].isalpha() and self.low(name_at + 1) not in AFTER_MONTH:
                return None  # the winter solstice, the spring offensive
        this_year = _season(self.as_of.year, name)
        begun, over = this_year.start <= self.as_of, this_year.end < self.as_of
        back = (step == -1 and not over) or (step is None and not begun)
        period = _season(self.as_of.year + (-1 if back else step == 1 and begun), name)
        return ReadValue(replace(period, deictic=True), name_at + 1)

    def _year_of_listed_season(self, i: int) -> int | None:
        """The year of "spring, summer and autumn 2018" for the first of them."""
        while (at := self.skip(self.skip(i, ","), "and", "or")) > i and self.low(at) in vocabulary.SEASONS:
            i = at + 1
            if year := self._of_year(i):
                return year.value
        return None


def _fraction_point(nth: int, quarters: bool) -> Point:
    return Point(3 * nth - 2, unit="quarter") if quarters else Point(6 * nth - 5, unit="half")


def _season(year: int, name: str) -> Period:
    """Three months of the northern hemisphere; winter begins in December of `year`."""
    return whole_unit("quarter", year, vocabulary.SEASONS[name])
