"""Any single date phrase, and those built on another: "two weeks before 16 March", "the last week of July"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.calendar import (
    ONE_DAY,
    Period,
    Unit,
    around,
    nth_weekday,
    part_of,
    shift,
    units_within,
    whole_unit,
)
from assistant.dates import vocabulary
from assistant.dates.asked.absolute import CUES, Item, Point
from assistant.dates.asked.relative import CountedReader, counted_day
from assistant.dates.asked.tokens import ReadValue

# "The last Friday of the first week of the second half of last year" is 4 deep; nobody means more.
_DEEPEST = 5


class PhraseReader(CountedReader):
    """Reads the longest single phrase at a position."""

    def __init__(self, text: str, as_of: date) -> None:
        super().__init__(text, as_of)
        self._depth = 0

    def item(self, i: int, *, cued: bool) -> ReadValue[Item] | None:
        """The longest single phrase at `i`. `cued`: a preposition stands before, so a bare year or month counts."""
        if i >= len(self.tokens) or self._depth == _DEEPEST:
            return None
        self._depth += 1
        try:
            read = [found for found in self._readings(i, cued) if found is not None]
        finally:
            self._depth -= 1
        return max(read, key=lambda found: found.after, default=None)

    def _readings(self, i: int, cued: bool) -> tuple[ReadValue[Item] | None, ...]:
        return (
            self.numeric(i, cued),
            self.named(i, cued),
            self.fraction_of_year(i, cued),
            self.day_of_month_period(i),
            self.relative_day(i, cued),
            self.relative_unit(i),
            self.counted_units(i),
            self.counted_weekdays(i),
            self.same_day(i),
            self.holiday(i),
            self.fiscal(i, cued),
            self.weekday(i, cued),
            self.nth_of_period(i),
            self.part(i),
            self.neighbour_unit(i),
            self.week_number(i),
            self.era(i),
            self.seasonal(i, cued),
            self.year_phrase(i, cued),
            self.running(i),
        )

    def period(self, i: int) -> ReadValue[Period] | None:
        """Like `item` behind a preposition, resolved to days."""
        found = self.item(i, cued=True)
        if found is None:
            return None
        period = found.value.resolve(self.as_of) if isinstance(found.value, Point) else found.value
        return ReadValue(period, found.after) if period else None

    def day_of_month_period(self, i: int) -> ReadValue[Period] | None:
        """``the 20th of next month``, ``the 15th day of the month``."""
        nth = self.ordinal(self.skip(i, "the"))
        if nth is None:
            return None
        at = self.skip(nth.after, "day")
        if self.low(at) not in ("of", "in"):
            return None
        outer = self.relative_unit(at + 1) or self.the_unit(at + 1)
        if outer is None or outer.value.unit != "month":
            return None
        day = outer.value.start + timedelta(days=nth.value - 1)
        return ReadValue(counted_day(day), outer.after) if day <= outer.value.end else None

    def nth_of_period(self, i: int) -> ReadValue[Period] | None:
        """``the first week of October``, ``second Monday of next month``, ``the last 3 weeks of this year``."""
        at = self.skip(i, "the")
        sign = {"first": 1, "last": -1, "final": -1}.get(self.low(at))
        count = self.cardinal(at + 1) if sign else None
        nth = self._last_but_one(at) or (ReadValue(sign, at + 1) if sign else self.ordinal(at))
        if nth is None:
            return None
        name = count.after if count else nth.after
        if self.low(name) in ("half", "quarter") and not count:
            return self._share(name, nth.value)
        unit, weekday = vocabulary.UNITS.get(self.low(name)), vocabulary.WEEKDAYS.get(self.low(name))
        if unit is None and weekday is None:
            return None
        link = self.skip(name + 1, "of", "in", "from")
        outer = self.period(link) if link > name + 1 else self.relative_unit(link)
        if outer is None:
            outer = self.the_unit(link)
        if outer is None and weekday is not None and nth.value > 0 and not count:
            outer = ReadValue(self._around("month"), name + 1)
        if outer is None:
            return None
        if weekday is not None:
            day = nth_weekday(outer.value, weekday, nth.value)
            return ReadValue(replace(day, deictic=outer.value.deictic), outer.after) if day else None
        return self._slice(outer, unit, nth.value, count.value if count else 1) if unit else None

    def _last_but_one(self, i: int) -> ReadValue[int] | None:
        after = self.match(i, "last", "but", "one") or self.match(i, "penultimate")
        after = after or self.match(self.skip(i, "second", "next"), "to", "last")
        return ReadValue(-2, after) if after else None

    def _share(self, i: int, nth: int) -> ReadValue[Period] | None:
        """``half of the decade``, ``quarter of the century``, ``half of March``: the nth, of what is no year."""
        shares = 2 if self.low(i) == "half" else 4
        nth = shares if nth == -1 else nth
        link = self.skip(i + 1, "of", "in")
        outer = self.period(link) or self.the_unit(link)
        if outer is None or not 1 <= nth <= shares or outer.value.unit not in ("month", "decade", "century"):
            return None
        if outer.value.unit == "month":
            half = part_of(outer.value, "early" if nth == 1 else "late")
            return ReadValue(half, outer.after) if shares == 2 else None
        years, odd = divmod(10 if outer.value.unit == "decade" else 100, shares)
        if odd:
            return None
        start = shift(outer.value.start, years * (nth - 1), "year")
        return ReadValue(replace(outer.value, start=start, end=shift(start, years, "year") - ONE_DAY), outer.after)

    def fiscal(self, i: int, cued: bool) -> ReadValue[Period] | None:
        """``FY2020/21``, ``fiscal 2019``, ``school year 2020/21``, ``the 2020/21 season``: all years that it touches.

        Financial years begin in other months from country to country, so nothing more is sure.
        """
        calendar = self.match(i, "calendar", "year") or self.match(i, "cy")
        if calendar:
            year = self.digits(calendar, 4, 4)
            return ReadValue(whole_unit("year", year.value), year.after) if year and year.value > 999 else None
        of_two = (self.match(i, name, "year") for name in ("fiscal", "financial", "school", "academic", "tax"))
        at = next(filter(None, of_two), None) or self.skip(i, "fy", "fiscal")
        named = at > i
        first = self.digits(at, 4, 4)
        if first is None or not 1900 <= first.value <= 2199:
            return None
        end = self.digits(first.after + 1, 2, 4) if self.low(first.after) in ("/", "-", "–") else None
        span = end is not None and end.value in ((first.value + 1) % 100, first.value + 1)
        last, after = (first.value + 1, end.after) if end and span else (first.value, first.after)
        if not named and not (span and (cued or self.low(after) == "season")):
            return None
        return ReadValue(Period(date(first.value - (named and not span), 1, 1), date(last, 12, 31), "year"), after)

    def _slice(self, outer: ReadValue[Period], unit: Unit, nth: int, count: int) -> ReadValue[Period] | None:
        if (outer.value.end - outer.value.start).days > 40_000:
            return None
        inside = units_within(outer.value, unit)
        if abs(nth) > len(inside) or not 0 < count <= len(inside):
            return None
        chosen = inside[nth - count + 1 :][:count] if nth < 0 else inside[nth - 1 : nth - 1 + count]
        return ReadValue(Period(chosen[0].start, chosen[-1].end, unit, outer.value.deictic), outer.after)

    def part(self, i: int) -> ReadValue[Item] | None:
        """``early next year``, ``mid-November``, ``the end of 2000``, ``late in the year``."""
        at = self.skip(i, "the")
        name = vocabulary.PARTS.get(self.low(at))
        if name is None:
            return None
        adverb = name in ("early", "mid", "late")
        link = self.skip(at + 1, "of", "in", "-") if adverb else self.skip(at + 1, "of")
        if link == at + 1 and not adverb and self.low(link) not in vocabulary.DIRECTIONS:
            return None
        found = self.item(link, cued=True) or self.the_unit(link)
        if found is None:
            return None
        inner, after = found
        if isinstance(inner, Point):
            return ReadValue(replace(inner, part=name), after) if inner.day is None and inner.part is None else None
        return ReadValue(part_of(inner, name), after) if inner.unit != "day" else None

    def neighbour_unit(self, i: int) -> ReadValue[Period] | None:
        """``the week of 16 March``, ``the week after 16 March``, ``the month before last``, ``week after next``."""
        at = self.skip(i, "the")
        unit = vocabulary.UNITS.get(self.low(at))
        if unit is None or self.low(at).endswith("s"):
            return None
        link = self.low(at + 1)
        target = self.skip(at + 2, "the")
        if link in ("before", "after") and self.low(target) in ("last", "previous", "next"):
            step = -2 if link == "before" else 2
            if (self.low(target) == "next") == (step > 0) and not (
                self.low(target + 1) in vocabulary.UNITS or self.low(target + 1) in vocabulary.WEEKDAYS
            ):
                return ReadValue(self._around(unit, step), target + 1)
        if link not in "of before after following from preceding to ending starting beginning commencing".split():
            return None
        found = self.period(self.skip(at + 2, "on"))
        if found is None and link == "of":
            found = self.day_of_month(target)
        if found is None:
            return None
        inner, after = found
        if link == "of":
            holds = inner.unit == "day" and unit != "day"
            return ReadValue(replace(around(inner.start, unit), deictic=inner.deictic), after) if holds else None
        if link in ("after", "following"):
            first = inner.end + ONE_DAY
            return ReadValue(Period(first, shift(first, 1, unit) - ONE_DAY, unit, inner.deictic), after)
        if link in ("starting", "beginning", "commencing", "from"):
            return ReadValue(Period(inner.start, shift(inner.start, 1, unit) - ONE_DAY, unit, inner.deictic), after)
        last = inner.end if link in ("to", "ending") else inner.start - ONE_DAY
        return ReadValue(Period(shift(last, -1, unit) + ONE_DAY, last, unit, inner.deictic), after)

    def week_number(self, i: int) -> ReadValue[Period] | None:
        """``week 10``, ``week 31 of 2018``: ISO weeks, of this year when none is named."""
        at = self.skip(i, "the")
        first_year = self.year(at) if self.digits(at, 4, 4) else None
        at = self.skip(first_year.after, "-", ",") if first_year else self.skip(at, "calendar", "iso")
        short = self.low(at) in ("w", "cw", "wk", "kw")
        number = self.digits(self._behind_number_sign(at + 1), 1, 2) if short or self.low(at) == "week" else None
        if number is None or (self.low(number.after) in (":", "%") and self.glued(number.after)):
            return None
        if self.low(at) == "w" and not (self.glued(at + 1) and (first_year or self.low(i - 1) in CUES)):
            return None
        linked = self.low(number.after) in ("of", "in", ",", "/", "-") or self.year(number.after)
        year = first_year or (self._of_year(number.after) if linked else None) or self._year_of_last_week(number.after)
        try:
            monday = date.fromisocalendar(year.value if year else self.as_of.year, number.value, 1)
        except ValueError:
            return None
        after = max(number.after, year.after) if year else number.after
        return ReadValue(replace(around(monday, "week"), deictic=year is None), after)

    def _behind_number_sign(self, i: int) -> int:
        return self.skip(self.skip(i, "no", "nr", "number", "n", "#"), ".", "°")

    def _year_of_last_week(self, i: int) -> ReadValue[int] | None:
        """The year of "week 3 to week 5 of 2020", for the first of the weeks."""
        behind = self.skip(i + 1, "week") if self.low(i) in ("to", "until", "till", "through", "and", "-", "–") else i
        last = self.digits(behind, 1, 2) if behind > i else None
        year = self._of_year(last.after) if last and self.low(last.after) in ("of", "in", ",") else None
        return ReadValue(year.value, i) if year else None

    def running(self, i: int) -> ReadValue[Period] | None:
        """``so far this year``, ``this month so far``, ``year to date``, ``the rest of the week``."""
        at, after_so_far = i, self.match(i, "so", "far")
        if after_so_far:
            found = self.relative_unit(self.skip(after_so_far, "in")) or self.the_unit(after_so_far)
            return ReadValue(self._until_now(found.value), found.after) if found and found.value.deictic else None
        year = self.year(i) if self.digits(i, 4, 4) else None
        closed = self.match(year.after, "year", "to", "date") or self.match(year.after, "ytd") if year else None
        if year and closed:
            whole = whole_unit("year", year.value)
            return ReadValue(replace(whole, end=min(whole.end, max(self.as_of, whole.start))), closed)
        if self.low(i) == "ytd":
            return ReadValue(self._until_now(self._around("year")), i + 1)
        if self.low(i) in vocabulary.UNITS and (after := self.match(i + 1, "to", "date")):
            return ReadValue(self._until_now(self._around(vocabulary.UNITS[self.low(i)])), after)
        if self.low(i) in ("earlier", "later"):
            found = self.relative_unit(self.skip(i + 1, "in")) or self.the_unit(self.skip(i + 1, "in"))
            if found is None or not found.value.start <= self.as_of <= found.value.end:
                return None
            if self.low(i) == "earlier":
                yesterday = max(found.value.start, self.as_of - ONE_DAY)
                return ReadValue(replace(found.value, end=yesterday), found.after)
            return ReadValue(replace(found.value, start=self.as_of), found.after)
        at = self.skip(self.skip(i, "the"), "rest", "remainder", "remaining")
        if at > i and self.low(at - 1) in ("rest", "remainder", "remaining"):
            found = self.relative_unit(self.skip(at, "of")) or self.the_unit(self.skip(at, "of"))
            return ReadValue(replace(found.value, start=self.as_of), found.after) if found else None
        found = self.relative_unit(i)
        if found is None or not found.value.deictic:
            return None
        after = self.match(found.after, "so", "far") or self.match(found.after, "to", "date")
        return ReadValue(self._until_now(found.value), after) if after else None

    def _until_now(self, period: Period) -> Period:
        return replace(period, end=max(period.start, min(period.end, self.as_of)), deictic=True)
