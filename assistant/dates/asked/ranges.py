"""Ranges of dates: "from 4 to 22 January", "between May 2015 and 2018", "since March", "2012 or later"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from assistant.calendar import ONE_DAY, Period
from assistant.dates import vocabulary
from assistant.dates.asked.absolute import CUES, Item, Point
from assistant.dates.asked.parts import PhraseReader
from assistant.dates.asked.relative import moved
from assistant.dates.asked.tokens import ReadValue
from assistant.types import DateRange

_TO = ("to", "until", "till", "through", "thru", "-", "–", "—", "~")
_LONGEST_LIST = 6
_OF_A_DATE = frozenset("article articles events issue issues news reports stories coverage".split())
# Words that may follow a date without being described by it.
_NOT_NOUNS = frozenset(
    "a about above after against all also among and any are as at be because before between but by can could "
    "did do does during far for from had happened has have he her his how i if in into is it its last many "
    "more most my near new next no not of on only onward onwards or other our out over own per said same she "
    "should since so some such than that the their them then there these they this those through to under "
    "until up was we were what when where which while who whom whose why will with would you".split()
)


class ReadRange(NamedTuple):
    """The days of a phrase, the position after it, and whether they were counted from the day of asking."""

    days: DateRange
    after: int
    deictic: bool


class RangeReader(PhraseReader):
    """Reads the longest date phrase at a position, ranges included."""

    def longest(self, i: int, *, listed: bool = False) -> ReadRange | None:
        """The longest date phrase at `i`.

        `listed`: another date stands before with "and" between, as in "in 1830 and 1848".
        """
        if self._inside_word(i) or self.low(i - 1) in ("every", "each"):
            return None
        cued = listed or self._cued(i)
        readings = [self.bounded(i), self.open(i), self.length(i)]
        single = self.item(i, cued=cued)
        period = self._resolve(self._with_year_of_list(single)) if single else None
        if single and period and not self._time_of_day(i, single.after):
            readings.append(self._trailing(period, single.after))
        found = [reading for reading in readings if reading is not None]
        return max(found, key=lambda reading: reading.after, default=None)

    def _with_year_of_list(self, single: ReadValue[Item]) -> Item:
        """What has no year has that of the last of its kind behind it: "in March and May 2018", "Q1 and Q3 2020"."""
        point, at = single
        for _ in range(_LONGEST_LIST):
            behind = self.skip(self.skip(at, ","), "and", "or")
            found = self.item(behind, cued=True) if behind > at else None
            other = found.value if found else None
            if not (found and isinstance(point, Point) and point.year is None and isinstance(other, Point)):
                break
            at = found.after
            if (other.day is None, other.unit, other.part) != (point.day is None, point.unit, point.part):
                break
            if other.year is not None:
                return replace(point, year=other.year)
        return point

    def _cued(self, i: int) -> bool:
        """Whether a preposition stands before; "of" only behind what has a date, not in "the War of 1812"."""
        open_ended = self.low(i + 1) == "or" and self.low(i + 2) in ("later", "earlier", "after", "before")
        return open_ended or (self.low(i - 1) in CUES and (self.low(i - 1) != "of" or self.low(i - 2) in _OF_A_DATE))

    def _inside_word(self, i: int) -> bool:
        """Whether the token is glued to a word or figure before it, as in ``Catch-22`` or ``$2000``."""
        if not self.glued(i):
            return False
        before = self.low(i - 1)
        return (
            before.isalnum()
            or before in ("$", "€", "£", "#", "@", "_")
            or (before in ("-", ".", "'", "’") and self.glued(i - 1) and self.low(i - 2).isalnum())
            or (before == ":" and self.glued(i - 1) and self.low(i - 2).isdigit())
        )

    def _time_of_day(self, i: int, after: int) -> bool:
        return after == i + 1 and self.low(after) in ("am", "pm", ":", "%")

    def _resolve(self, item: Item) -> Period | None:
        return item.resolve(self.as_of) if isinstance(item, Point) else item

    def _trailing(self, period: Period, after: int) -> ReadRange:
        """A period, or what "or later", "onwards", "and earlier" make of it."""
        link = self.skip(after, "or", "and")
        word = self.low(link)
        # "2016 or later"; but "on 1 May and after my work is done" goes on with something else.
        closed = self.low(after) == "or" or not self.low(link + 1)[:1].isalpha()
        if word in ("onwards", "onward") or (link > after and word in ("later", "after") and closed):
            return ReadRange(DateRange(period.start, None), link + 1, period.deictic)
        if link > after and word in ("earlier", "before") and closed:
            return ReadRange(DateRange(None, period.end), link + 1, period.deictic)
        return ReadRange(period.days, after, period.deictic)

    # --- two ends -------------------------------------------------------------------------------------------------

    def bounded(self, i: int) -> ReadRange | None:
        """``from A to B``, ``between A and B``, ``A – B``, ``4 to 22 January 1995``, ``this week from Tue to Thur``."""
        at = self.skip(i, "from", "between")
        first_word = self.low(i) if at > i else ""
        return (
            self._days_of_month(at, first_word)
            or self._days_within(i)
            or self._ends(at, first_word, self.low(i - 1) in CUES)
        )

    def _link(self, i: int, first_word: str) -> int | None:
        if self.low(i) in _TO or (first_word == "between" and self.low(i) == "and"):
            return self.skip(self.skip(i + 1, "on"), "and") if self.low(i) == "and" else i + 1
        if self.match(i, "up", "to"):
            return i + 2
        return None

    def _days_of_month(self, i: int, first_word: str) -> ReadRange | None:
        """``4 to 22 this month``, ``2 and 7 Feb 2018``, ``November 19 to 20``, ``April the 9th till the 17th``."""
        month = self.month(i)
        first = self.day(self.skip(self.skip(month.after, "the"), "-") if month else self.skip(i, "the"))
        link = self._link(first.after, first_word) if first else None
        last = self.day(self.skip(link, "the")) if link else None
        if not first or not last:
            return None
        after = last.after
        if month:
            if (
                self.month(self.skip(after, "of"))
                or self.low(after) in vocabulary.UNITS
                or self.low(after) in (":", "am", "pm", "/")
            ):
                return None
            year, after = self._year_after(after)
            return self._pair(Point(month.value, first.value, year), Point(month.value, last.value, year), after)
        at = self.skip(self.skip(after, "day"), "of", ",")
        named = self.month(at)
        if named:
            year, after = self._year_after(named.after)
            return self._pair(Point(named.value, first.value, year), Point(named.value, last.value, year), after)
        outer = self.relative_unit(at)
        if outer and outer.value.unit == "month" and first.value < last.value:
            start = outer.value.start + timedelta(days=first.value - 1)
            end = outer.value.start + timedelta(days=last.value - 1)
            return ReadRange(DateRange(start, end), outer.after, True) if end <= outer.value.end else None
        return None

    def _days_within(self, i: int) -> ReadRange | None:
        """``next week between Wednesday and Friday``, ``Monday to Wednesday of last week``."""
        week = self.relative_unit(i)
        at = week.after if week and week.value.unit == "week" else i
        opening = self.skip(at, "from", "between")
        first = vocabulary.WEEKDAYS.get(self.low(opening))
        link = self._link(opening + 1, self.low(at)) if first is not None else None
        last = vocabulary.WEEKDAYS.get(self.low(link)) if link else None
        if first is None or link is None or last is None:
            return None
        after = link + 1
        if week is None:
            behind = self.relative_unit(self.skip(after, "of"))
            week, after = (behind, behind.after) if behind and behind.value.unit == "week" else (None, after)
        if week:
            start = week.value.start + timedelta(days=first)
        else:
            start = self.as_of - timedelta(days=(self.as_of.weekday() - first) % 7)
        return ReadRange(DateRange(start, start + timedelta(days=(last - first) % 7)), after, True)

    def _ends(self, i: int, first_word: str, cued: bool) -> ReadRange | None:
        left = self.item(i, cued=True)
        open_day = left is None
        if left is None:
            bare_day = self.day(self.skip(i, "the")) if first_word else None
            if bare_day is None:
                return None
            left = ReadValue[Item](Point(1, bare_day.value), bare_day.after)
        link = self._link(left.after, first_word)
        right = self.item(link, cued=True) if link else None
        if link is None or right is None:
            return None
        start, end, after = left.value, right.value, right.after
        if isinstance(start, Point) and isinstance(end, Point) and start.year is None and end.year is None:
            year, after = self._year_after(after)  # from 10/1 to 11/7 last year
            end = replace(end, year=year)
        if open_day:
            if not isinstance(end, Point) or end.day is None or not isinstance(start, Point):
                return None
            start = replace(end, day=start.day)
        bare = all(isinstance(p, Period) and p.unit == "year" and not p.deictic for p in (start, end))
        if bare and not (first_word or cued or self.low(left.after) in ("to", "through", "until", "till")):
            return None
        return self._pair(start, end, after)

    def _pair(self, start: Item, end: Item, after: int) -> ReadRange | None:
        """Both ends resolved together: one year serves both, and the end lies after the start."""
        if isinstance(start, Point) and start.year is None and isinstance(end, Point) and end.year is not None:
            first = start.in_year(end.year)
            last = end.in_year(end.year)
            if first and last and first.start > last.end:
                first = start.in_year(end.year - 1)
        else:
            first = self._resolve(start)
            last = self._resolve(end)
            if first and isinstance(end, Point) and end.year is None:
                last = end.in_year(first.start.year)
                if last and last.end < first.start:
                    last = end.in_year(first.start.year + 1)
        if first is None or last is None or first.start > last.end:
            return None
        return ReadRange(DateRange(first.start, last.end), after, first.deictic or last.deictic)

    # --- one end --------------------------------------------------------------------------------------------------

    def open(self, i: int) -> ReadRange | None:
        """``since A``, ``before A``, ``after A``, ``until A``, ``no later than A``, ``from A onwards``, ``to date``."""
        if (
            (after := self.match(i, "to", "date"))
            and self.low(i - 1) not in (*vocabulary.UNITS, "up")
            and not self.low(after)[:1].isdigit()
        ):
            return ReadRange(DateRange(None, self.as_of), after, True)
        for phrase, side in _OPENERS.items():
            at = self.match(i, *phrase.split())
            if at is None:
                continue
            found = self.item(self.skip(at, "on"), cued=True)
            period = self._resolve(found.value) if found else None
            if not found or not period:
                continue
            if side == "from":
                trailing = self._onwards(found.after)
                return ReadRange(DateRange(period.start, None), trailing, period.deictic) if trailing else None
            whole = self._whole_of_part(at, found.value)
            if whole and (side, self._part_word(at)) in (("before", "end"), ("after", "beginning")):
                # "Before the end of March" reaches into its last days, "after the beginning" starts with the first.
                days = DateRange(None, whole.end) if side == "before" else DateRange(whole.start, None)
                return ReadRange(days, found.after, whole.deictic)
            return ReadRange(_one_sided(period, side), found.after, period.deictic)
        return self._more_than(i)

    def _part_word(self, i: int) -> str | None:
        return vocabulary.PARTS.get(self.low(self.skip(i, "the")))

    def _whole_of_part(self, i: int, item: Item) -> Period | None:
        """What "the end of March" is a part of."""
        if self._part_word(i) is None:
            return None
        if isinstance(item, Point):
            return replace(item, part=None).resolve(self.as_of)
        link = self.skip(self.skip(self.skip(i, "the") + 1, "of"), "on")
        found = self.period(link) or self.the_unit(link)
        return found.value if found else None

    def _onwards(self, i: int) -> int | None:
        link = self.skip(i, "and")
        if self.low(link) in ("onwards", "onward", "forward") or (
            self.low(i) == "on" and not self.low(i + 1)[:1].isalnum()
        ):
            return link + 1
        return None

    def _more_than(self, i: int) -> ReadRange | None:
        """``more than 2 weeks before today``, ``less than 3 days after tomorrow``."""
        sizes = {"more": True, "over": True, "longer": True, "at least": True, "less": False, "under": False}
        word = "at least" if self.match(i, "at", "least") else self.low(i)
        if word not in sizes:
            return None
        at = i + 2 if word == "at least" else self.skip(i + 1, "than")
        found = self.counted_units(at)
        if found is None or self.low(at) == "in":
            return None
        day = found.value.start
        past = any(self.low(k) in ("ago", "before", "earlier", "prior") for k in range(at, found.after))
        if sizes[word]:
            return ReadRange(DateRange(None, day) if past else DateRange(day, None), found.after, True)
        anchor = self._anchor(at, found.after)
        return ReadRange(DateRange(day, anchor) if past else DateRange(anchor, day), found.after, True)

    def _anchor(self, i: int, after: int) -> date:
        for k in range(i, after):
            if self.low(k) in ("before", "after", "from", "prior"):
                period = self.period(self.skip(k + 1, "to"))
                if period:
                    return period.value.start
        return self.as_of

    def length(self, i: int) -> ReadRange | None:
        """``within 10 months``, ``within 2 weeks of 16 March``, ``4 weeks in the future``."""
        at = self.match(i, "within") or self.match(i, "for")
        start = self.skip(self.skip(at or i, "the"), "upcoming", "coming", "next")
        stretch = self.stretch(start, "and")
        if stretch is None:
            return None
        steps, after = stretch
        anchor = self.as_of
        if future := self.match(after, "in", "the", "future"):
            return ReadRange(DateRange(self.as_of + ONE_DAY, moved(anchor, steps)), future, True)
        link = self.skip(after, ",")
        if self.low(i) == "within" and self.low(after) == "of":
            found = self.period(after + 1)
            if found is None:
                return None
            days = DateRange(moved(found.value.start, steps, -1), moved(found.value.end, steps))
            return ReadRange(days, found.after, found.value.deictic)
        if self.low(link) in ("from", "after", "starting") and at:
            found = self.period(link + 1)
            if found:
                end = moved(found.value.start, steps) - (ONE_DAY if self.low(i) == "for" else timedelta())
                return ReadRange(DateRange(found.value.start, end), found.after, found.value.deictic)
        if self.low(i) == "within":
            return ReadRange(DateRange(anchor, moved(anchor, steps)), after, True)
        return None

    # --- the noun behind ------------------------------------------------------------------------------------------

    def describes_a_noun(self, i: int, after: int) -> bool:
        """Whether it stands before a noun: "the 2019 summit", "March 2021 articles", "in 2020 GDPR guidance"."""
        following, before = self.low(after), self.low(i - 1)
        if not following[:1].isalpha() or following in _NOT_NOUNS or self.low(i) in ("from", "between"):
            return False
        return before not in CUES and not before.endswith("ed")


_OPENERS = {
    "since": "since", "ever since": "since", "starting": "since", "starting from": "since",
    "beginning": "since", "no earlier than": "since", "on or after": "since", "on or before": "until",
    "not before": "since", "from": "from", "as early as": "since", "after": "after", "later than": "after",
    "before": "before", "prior to": "before", "earlier than": "before", "ahead of": "before", "until": "until",
    "till": "until", "up to": "until", "up until": "until", "by": "until", "no later than": "until",
    "not after": "until", "as late as": "until", "through": "until",
}  # fmt: skip


def _one_sided(period: Period, side: str) -> DateRange:
    match side:
        case "since":
            return DateRange(period.start, None)
        case "after":
            return DateRange(period.end + ONE_DAY, None)
        case "before":
            return DateRange(None, period.start - ONE_DAY)
        case _:
            return DateRange(None, period.end)
