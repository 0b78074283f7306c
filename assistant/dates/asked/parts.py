"""Any single date phrase, and those built on another: "two weeks before 16 March", "the last week of July"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.dates import vocabulary as words
from assistant.dates.asked.relative import RelativeReader, single_day
from assistant.dates.calendar import LAST, NEXT, THIS, Point, Read, ReadPeriod
from assistant.dates.periods import Period, Unit, around, nth_weekday, part_of, shift, units_within

# "The last Friday of the first week of the second half of last year" is 4 deep; nobody means more.
_DEEPEST = 5


class PhraseReader(RelativeReader):
    """Reads the longest single phrase at a position."""

    def __init__(self, text: str, as_of: date) -> None:
        super().__init__(text, as_of)
        self._depth = 0

    def item(self, i: int, *, cued: bool) -> Read:
        """The longest single phrase at `i`. `cued`: a preposition stands before, so a bare year or month counts."""
        if i >= len(self.tokens) or self._depth == _DEEPEST:
            return None
        self._depth += 1
        try:
            read = [found for found in self._readings(i, cued) if found is not None]
        finally:
            self._depth -= 1
        return max(read, key=lambda found: found[1], default=None)

    def _readings(self, i: int, cued: bool) -> tuple[Read, ...]:
        return (
            self.numeric(i, cued),
            self.named(i, cued),
            self.fraction_of_year(i, cued),
            self.day_of_month_period(i, cued),
            self.relative_day(i, cued),
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

    def period(self, i: int, *, cued: bool = True) -> ReadPeriod:
        """Like `item`, resolved to days."""
        found = self.item(i, cued=cued)
        if found is None:
            return None
        period = found[0].resolve(self.as_of) if isinstance(found[0], Point) else found[0]
        return (period, found[1]) if period else None

    def counted_units(self, i: int) -> ReadPeriod:
        """``two weeks ago``, ``1 month and 21 days ago``, ``3 weeks from tomorrow``, ``2 weeks before May 13``."""
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
        return single_day(anchor, True), after

    def day_of_month_period(self, i: int, cued: bool) -> ReadPeriod:  # noqa: ARG002
        """``the 20th of next month``, ``the 15th day of the month``."""
        nth = self.ordinal(self.skip(i, "the"))
        if nth is None:
            return None
        at = self.skip(nth[1], "day")
        if self.low(at) not in ("of", "in"):
            return None
        outer = self.relative_unit(at + 1) or self.the_unit(at + 1)
        if outer is None or outer[0].unit != "month":
            return None
        day = outer[0].start + timedelta(days=nth[0] - 1)
        return (single_day(day, True), outer[1]) if day <= outer[0].end else None

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
            outer = self.the_unit(link)
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
        """``early next year``, ``mid-November``, ``the end of 2000``, ``late in the year``."""
        at = self.skip(i, "the")
        name = words.PARTS.get(self.low(at))
        if name is None:
            return None
        adverb = name in ("early", "mid", "late")
        link = self.skip(at + 1, "of", "in", "-") if adverb else self.skip(at + 1, "of")
        if link == at + 1 and not adverb and self.low(link) not in (*THIS, *LAST, *NEXT):
            return None
        found = self.item(link, cued=True) or self.the_unit(link)
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
            found = self.day_of_month(target)
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
        """``so far this year``, ``this month so far``, ``year to date``, ``the rest of the week``."""
        at, after_so_far = i, self.match(i, "so", "far")
        if after_so_far:
            found = self.relative_unit(self.skip(after_so_far, "in")) or self.the_unit(after_so_far)
            return (self._until_now(found[0]), found[1]) if found and found[0].deictic else None
        if self.low(i) in words.UNITS and (after := self.match(i + 1, "to", "date")):
            return self._until_now(around(self.as_of, words.UNITS[self.low(i)])), after
        if self.low(i) in ("earlier", "later"):
            found = self.relative_unit(self.skip(i + 1, "in")) or self.the_unit(self.skip(i + 1, "in"))
            if found is None or not found[0].start <= self.as_of <= found[0].end:
                return None
            if self.low(i) == "earlier":
                yesterday = max(found[0].start, self.as_of - timedelta(days=1))
                return replace(found[0], end=yesterday), found[1]
            return replace(found[0], start=self.as_of), found[1]
        at = self.skip(self.skip(i, "the"), "rest", "remainder", "remaining")
        if at > i and self.low(at - 1) in ("rest", "remainder", "remaining"):
            found = self.relative_unit(self.skip(at, "of")) or self.the_unit(self.skip(at, "of"))
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
