"""Calendar dates of a question: "16 March 2021", "3/16", "Q3 2020", "the 1970s", "summer of 2016"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from assistant.dates import vocabulary as words
from assistant.dates.periods import Part, Period, Unit, months, part_of, season
from assistant.dates.vocabulary import Words


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

THIS = ("this", "current", "present")
LAST = ("last", "previous", "past", "preceding", "prior")
NEXT = ("next", "coming", "upcoming", "following")
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
_NAME = "(?P<name>" + "|".join(sorted(words.MONTHS, key=len, reverse=True)) + ")"
_NUMERIC = tuple(
    re.compile(rf"(?<![\w$€£+])(?:{form})(?!\w)(?![.:,]\d|(?P=mark)\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/. ])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        rf"(?P<year>\d{{4}})(?P<mark>[-/. ]){_NAME}(?P=mark)(?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})(?P<mark>[-/.]){_NAME}(?P=mark)(?P<year>\d{{4}}|\d\d)",
        r"(?P<order>)(?P<month>\d{1,2})(?P<mark>[-/.])(?P<day>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
        r"(?P<year>\d{4})(?P<mark>\s?[-/]\s?|\.)(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})(?P<mark>\s?[-/]\s?)(?P<year>\d{4})",
    )
)
# 9/11 and 7/7 are names of events, 24/7 is a manner of speaking.
_MONTH_AND_DAY = re.compile(
    r"(?<![\w$€£+])(?<!\d[-/.,:])(?!9/11|7/7|24/7)(?P<order>\b)(?P<month>\d{1,2})(?P<mark>/|(?<=on \d)-|(?<=on \d\d)-)"
    r"(?P<day>\d{1,2})(?!\w|[-/.:,]\d|%)"
)


class CalendarReader(Words):
    """Reads one calendar date at a position; every rule returns what it read and the next position, or None."""

    def __init__(self, text: str, as_of: date) -> None:
        super().__init__(text)
        self.as_of = as_of
        # In a question typed without capitals, "march" may be the month.
        self.no_capitals = not any(t.text[0].isupper() and t.low != "i" for t in self.tokens[1:])

    def numeric(self, i: int, cued: bool) -> Read:
        """``2021-03-16``, ``2021/3``, ``16.3.2021``, ``3/16/2021``, ``22/Jan/2019``, ``11/2016``; ``3/16`` if `cued`.

        The month comes first where both orders are possible, unless full stops separate: ``3.4.2021`` is in April.
        """
        start = self.tokens[i].start
        for pattern in (*_NUMERIC, _MONTH_AND_DAY) if cued and self.low(i - 1) not in ("or", "and") else _NUMERIC:
            match = pattern.match(self.text, start)
            point = self._from_numbers(match) if match and not self._inside_number(match) else None
            if match and point and point.in_year(point.year or 2020):
                return point, next(k for k, token in enumerate(self.tokens, 1) if token.end == match.end())
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
            return Point(words.MONTHS[part["name"].lower()], int(part["day"]), year)
        first = int(part["month"])
        second = int(part["day"]) if part.get("day") else None
        if second is None:
            return Point(first, None, year)
        if "order" in part and (first > 12 or (part["mark"] == "." and second <= 12)):
            first, second = second, first
        return Point(first, second, year)

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
        weekday = self.skip(i, *THIS, *LAST, *NEXT)
        at = i
        if self.low(weekday) in words.WEEKDAYS:
            at = self.skip(self.skip(self.skip(weekday + 1, ".", "(", ","), "the"), "(")
        found = self._day_month(at) or self._month_day(at)
        if found is None and at > i and at < len(self.tokens):
            found = self.numeric(at, cued=True)
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
        at = self.skip(i, ",", "of", "in", "-", "/")
        year = self.year(at)
        if year:
            return year
        if self.low(at) in ("'", "’"):
            short = self.digits(at + 1, 2, 2)
            if short:
                return words.full_year(short[0]), short[1]
        if self.low(i) == "of" and (short := self.digits(at, 2, 2)):
            return words.full_year(short[0]), short[1]
        relative = self.relative_year(self.skip(self.skip(i, "of", ","), "in"))
        if relative:
            return relative
        return None, i

    def _month_only(self, i: int, cued: bool) -> Read:
        year_first = self.digits(i, 4, 4)
        if year_first and self.year(i):
            month = self.month(self.skip(i + 1, ",", "-", "/"))
            return (Point(month[0], None, year_first[0]), month[1]) if month else None
        month = self.month(i)
        if month is None or self._behind_impossible_day(i):
            return None
        year, after = self._year_after(self.skip(month[1], ","))
        if year is not None:
            return Point(month[0], None, year), after
        if self.low(i) in words.AMBIGUOUS and not self._month_not_name(i, month[1], cued):
            return None
        return Point(month[0]), month[1]

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

    def fraction_of_year(self, i: int, cued: bool) -> Read:
        """``Q1 2016``, ``2016 H2``, ``third quarter of 2020``, ``last year's first half``, ``Q3`` if `cued`."""
        year_first = self.year(i) if self.digits(i, 4, 4) else self.relative_year(i)
        if year_first:
            at = self.skip(year_first[1], "-", "/", ",")
            at = self.match(at, "'", "s") or self.match(at, "’", "s") or at
        else:
            at = self.skip(i, "the")
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
        relative = self.relative_year(self.skip(i, "of", "in"))
        if relative:
            return relative
        return (self.as_of.year, at + 1) if self.low(at) == "year" and self.low(at - 1) == "the" else None

    def relative_year(self, i: int) -> tuple[int, int] | None:
        """``this year``, ``last year's``, ``the next year``."""
        at = self.skip(i, "the")
        step = 0 if self.low(at) in THIS else -1 if self.low(at) in LAST else 1 if self.low(at) in NEXT else None
        if step is None or self.low(at + 1) != "year":
            return None
        possessive = self.match(at + 2, "'", "s") or self.match(at + 2, "’", "s")
        return self.as_of.year + step, possessive or at + 2

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
        said = self.low(at) if self.low(at) in (*THIS, *LAST, *NEXT) else ""
        name_at = at + bool(said)
        name = self.low(name_at)
        if name not in words.SEASONS:
            return None
        year = self._of_year(name_at + 1)
        if year:
            return season(year[0], name), year[1]
        if not said and (not cued or name == "fall" or (at == i and self.low(i - 1) not in ("in", "since", "during"))):
            return None
        if not said and self.low(name_at + 1)[:1].isalpha() and self.low(name_at + 1) not in AFTER_MONTH:
            return None  # the winter solstice, the spring offensive
        year_said = self.as_of.year
        begun, over = season(year_said, name).start <= self.as_of, season(year_said, name).end < self.as_of
        if (said in LAST and not over) or (not said and not begun):
            year_said -= 1
        elif said in NEXT and begun:
            year_said += 1
        return replace(season(year_said, name), deictic=True), name_at + 1


def _fraction_point(nth: int, quarters: bool) -> Point:
    return Point(3 * nth - 2, None, None, 3, "quarter") if quarters else Point(6 * nth - 5, None, None, 6, "half")
