"""A range of days, and what can be done with two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both inclusive; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None

    def __and__(self, other: DateRange) -> DateRange:
        """The days that lie in both ranges; where there are none, it starts after its end and holds no day."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return DateRange(max(starts, default=None), min(ends, default=None))

    def hull(self, other: DateRange) -> DateRange:
        """From the first day of either range to the last; a side that is open in one of them is open."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return DateRange(start, end)

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two ranges have a day in common."""
        both = self & other
        return both.start is None or both.end is None or both.start <= both.end

    def each_day(self) -> Iterator[date]:
        """Its days, one after the other; none where a side is open."""
        if self.start is not None and self.end is not None:
            for number in range((self.end - self.start).days + 1):
                yield self.start + timedelta(number)

    @property
    def only_day(self) -> date | None:
        """The day, where the range is one day alone."""
        return self.start if self.start == self.end else None

    @classmethod
    def on(cls, day: date) -> DateRange:
        """That day alone."""
        return cls(day, day)
