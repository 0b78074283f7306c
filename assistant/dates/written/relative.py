"""What each date phrase means: its form, and the days counted from a document's date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from assistant.dates.months import day_range, month_range, quarter_range, shift_months, week_range, year_range
from assistant.dates.written.phrases import MONTHS, WEEKDAYS, date_at
from assistant.text.numbers import ONES
from assistant.types import DateRange

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=\s+\d)))"
)
_WEEKDAY = "(?:" + "|".join(name.title() for name in WEEKDAYS) + ")"
_COUNTS = {word: n for word, n in ONES.items() if 1 <= n <= 12} | {"a": 1, "an": 1}
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_STEPS = {"last": -1, "the previous": -1, "this": 0, "earlier this": 0, "later this": 0, "next": 1, "the coming": 1}

_FUTURE = re.compile(
    r"\b(?:will|won['’]t|would|shall|going to|plan(?:s|ned|ning)? to|(?:is|are|was|were) (?:to|set|due|scheduled"
    r"|expected|slated)"
    r"|scheduled|expected|upcoming|intends?|forecast(?:ed)? (?:for|on|to)|(?:planned|predicted|set|due) (?:for|on)"
    r"|ahead of)\b|['’]ll\b",
    re.IGNORECASE,
)
_CLAUSE_BREAK = re.compile(r"[.!?;:“”\"\n](?:\s|$)|\n|\bsaid\b|\btold\b")
_CLAUSE = 160
_FESTIVE = re.compile(
    r"\b(?:Black|Good|Bloody|Palm|Easter|Ash|Cyber|Shrove|Giving|Ruby|Super|Fat|Holy|Maundy|Whit|Man|Joe|every"
    r"|each|most|some"
    r"|any|all|another|one|that|The)\s+\Z"
)
_PAPER = re.compile(
    r"(?:\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Mercury|Tribune|Star|Night (?:Football|Live"
    r"|Lights)"
    r"|Independent|Sport|Service))\b"
)
_FAMOUS_DAY = re.compile(
    r"\s+(?:terror|attacks?\b|insurrection|riots?\b|massacre|uprising|movement|revolution|committee|hijack"
    r"|anniversary)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[-–/]\d|[,.]\d|\s?%|\s+(?:people|troops|dollars|euros|pounds|men|women|times|miles|votes|jobs|homes|cases)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in its text, and the day it is counted from (None: nothing relative can be resolved)."""

    match: re.Match[str]
    anchor: date | None

    def __getitem__(self, name: str | int) -> str:
        return self.match[name] or ""

    @property
    def before(self) -> str:
        """The clause that leads up to the phrase."""
        start = self.match.start()
        clause = self.match.string[max(0, start - _CLAUSE) : start]
        breaks = [each.end() for each in _CLAUSE_BREAK.finditer(clause)]
        return clause[breaks[-1] :] if breaks else clause

    @property
    def after(self) -> str:
        """What follows the phrase."""
        return self.match.string[self.match.end() : self.match.end() + 40]

    @property
    def is_future(self) -> bool:
        """Whether the clause speaks of what is to come."""
        return bool(_FUTURE.search(self.before))


def _written(found: Found) -> DateRange | None:
    """``March 18``, ``Tuesday, 23 March``, ``18 March 2021``, ``2021-03-18``, ``3/18/2021``."""
    written = date_at(found[0])
    if written is None or written.end < len(found[0].rstrip(".,")) or len(written.readings) > 1:
        return None
    if written.has_year:
        return day_range(written.readings[0]) if written.readings else None
    if found.anchor is None or _FAMOUS_DAY.match(found.after):
        return None
    years = (found.anchor.year + step for step in (-1, 0, 1))
    days = [day for year in years if (day := written.in_year(year))]
    fitting = [day for day in days if day.weekday() == written.weekday] or days
    anchor = found.anchor
    nearest = min(fitting, key=lambda day: abs(day - anchor), default=None)
    return day_range(nearest) if nearest else None


def _days_of_month(found: Found) -> DateRange | None:
    """``March 8-17``, ``8 to 17 March 2021``."""
    first = _written_day(found, int(found["d1"] or found["d3"]))
    last = _written_day(found, int(found["d2"] or found["d4"]))
    return DateRange(first, last) if first and last and first <= last else None


def _written_day(found: Found, day: int) -> date | None:
    month = MONTHS[(found["m1"] or found["m2"]).rstrip(".").lower()]
    years = [int(found["year"])] if found["year"] else []
    if not years and found.anchor:
        years = [found.anchor.year + step for step in (0, -1, 1)]
    days = [each for year in years if (each := _valid(year, month, day))]
    anchor = found.anchor
    return min(days, key=lambda each: abs(each - anchor) if anchor else timedelta(), default=None)


def _month_with_year(found: Found) -> DateRange | None:
    return month_range(int(found["year"]), MONTHS[found["month"].rstrip(".").lower()])


def _weekday(found: Found) -> DateRange | None:
    """``Sunday``, ``last Tuesday``, ``next Friday``; the day itself where the document is of that weekday."""
    assert found.anchor is not None
    if _FESTIVE.search(found.before) or _PAPER.match(found.after) or re.match(r"s\b|-", found.after):
        return None
    weekday = WEEKDAYS.index(found["name"].lower())
    step = found["step"].lower()
    back = timedelta((found.anchor.weekday() - weekday) % 7)
    ahead = timedelta((weekday - found.anchor.weekday()) % 7)
    if step == "last":
        return day_range(found.anchor - (back or timedelta(7)))
    if step == "next":
        monday = found.anchor - timedelta(found.anchor.weekday())
        return day_range(monday + timedelta(7 + weekday))
    if step in ("this", "this coming", "coming") or found.is_future:
        return day_range(found.anchor + ahead)
    return day_range(found.anchor - back)


def _weekday_of_week(found: Found) -> DateRange | None:
    """``Tuesday of last week``."""
    assert found.anchor is not None
    monday = found.anchor - timedelta(found.anchor.weekday())
    return day_range(monday + timedelta(7 * _STEPS[found["step"].lower()] + WEEKDAYS.index(found["name"].lower())))


def _near(found: Found) -> DateRange | None:
    assert found.anchor is not None
    word = re.sub(r"\s+", " ", found[0].lower())
    if word == "today" and found.after.startswith(("'s", "’s")):
        return None
    return day_range(found.anchor + timedelta({"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)))


def _ago(found: Found) -> DateRange | None:
    """``three days ago``: that day; ``two weeks ago``: that week; ``a year ago``: that year."""
    assert found.anchor is not None
    count = _count(found["count"])
    return _period(found.anchor, found["unit"], -count)


def _rolling(found: Found) -> DateRange | None:
    """``in the past two weeks``: up to the document's date."""
    assert found.anchor is not None
    count = _count(found["count"] or "one")
    unit = found["unit"]
    if unit in ("day", "week"):
        return DateRange(found.anchor - timedelta(count * (7 if unit == "week" else 1)), found.anchor)
    return DateRange(shift_months(found.anchor, -count * (12 if unit == "year" else 1)), found.anchor)


def _calendar_period(found: Found) -> DateRange | None:
    """``last week``, ``this month``, ``next year``, ``earlier this week``."""
    assert found.anchor is not None
    return _period(found.anchor, found["unit"], _STEPS[re.sub(r"\s+", " ", found["step"].lower())])


def _weekend(found: Found) -> DateRange | None:
    """The weekend before; on a Saturday or Sunday, and in the future, the one of this week."""
    assert found.anchor is not None
    return _period(found.anchor, "weekend", 0 if found.is_future or found.anchor.weekday() >= 5 else -1)


def _quarter(found: Found) -> DateRange | None:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(found["number"].lower()) or int(found["number"][1])
    return quarter_range(int(found["year"]), number)


def _month(found: Found) -> DateRange | None:
    """``in January``: the latest one that has begun, or the coming one where the clause looks ahead."""
    assert found.anchor is not None
    if re.match(r"['’]s?\b|-\w|\s+\d|\s+[A-Z]\w+ed\b", found.after):
        return None
    month = MONTHS[found["month"].rstrip(".").lower()]
    year = found.anchor.year
    step = found["step"].lower()
    ahead = step in ("next", "until", "by") or found.is_future
    if ahead and month < found.anchor.month:
        year += 1
    elif not ahead and (month > found.anchor.month or (step == "last" and month == found.anchor.month)):
        year -= 1
    return month_range(year, month)


def _year(found: Found) -> DateRange | None:
    return None if _COUNTED.match(found.after) else year_range(int(found["year"]))


def _period(anchor: date, unit: str, step: int) -> DateRange:
    """The calendar day, week, weekend, month, quarter or year that lies `step` from the anchor's."""
    if unit == "day":
        return day_range(anchor + timedelta(step))
    if unit in ("week", "weekend"):
        week = week_range(anchor + timedelta(7 * step))
        assert week.end is not None
        return DateRange(week.end - timedelta(1), week.end) if unit == "weekend" else week
    if unit == "year":
        return year_range(anchor.year + step)
    moved = shift_months(anchor, step * (3 if unit == "quarter" else 1))
    if unit == "quarter":
        return quarter_range(moved.year, (moved.month + 2) // 3)
    return month_range(moved.year, moved.month)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = tuple(name.title() for name in WEEKDAYS)
_CENTURIES = ("15", "16", "17", "18", "19", "20", "21")
_I = "(?i:{})".format


class Rule(NamedTuple):
    """A form of date phrases. `relative`: it counts from the document's date. A text that holds none of `needed`
    cannot match; looking for these first makes all rules together four times as fast.
    """

    form: re.Pattern[str]
    days: Callable[[Found], DateRange | None]
    relative: bool
    needed: tuple[str, ...]


def _form(pattern: str) -> re.Pattern[str]:
    """A form does not begin inside a word; said in front, that spares `re` most places (two to three times as fast)."""
    return re.compile(rf"(?<![\w-])(?:{pattern})")


RULES = (
    Rule(
        _form(
            rf"(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})\s?(?:[-–—]|to|through)\s?(?P<d2>\d{{1,2}})"
            rf"|(?P<d3>\d{{1,2}})\s?(?:[-–—]"
            rf"|to)\s?(?P<d4>\d{{1,2}})\s+(?P<m2>{_MONTH}))(?!\d)(?:,?\s+(?P<year>{_YEAR})\b)?"
        ),
        _days_of_month,
        False,
        _MONTH_NAMES,
    ),
    Rule(
        _form(
            rf"(?:(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.),?\s+(?:the\s+)?)?"
            rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w|[:.]\d)|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
            rf"|\d{{4}}-\d\d-\d\d(?!\d)|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?:,?\s+{_YEAR}\b)?"
        ),
        _written,
        False,
        (*_MONTH_NAMES, "-", "/"),
    ),
    Rule(
        _form(rf"(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-]+)?(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})\b(?![-–]\d)"),
        _month_with_year,
        False,
        _MONTH_NAMES,
    ),
    Rule(
        _form(rf"(?P<name>{_WEEKDAY})\s+(?:of\s+)?(?P<step>last|this|next)\s+week\b"),
        _weekday_of_week,
        True,
        _DAY_NAMES,
    ),
    Rule(
        _form(rf"(?:(?P<step>[Ll]ast|[Tt]his(?:\s+coming)?|[Nn]ext|[Cc]oming)\s+)?(?P<name>{_WEEKDAY})"),
        _weekday,
        True,
        _DAY_NAMES,
    ),
    Rule(
        _form(_I(r"(?:yesterday|today|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b")),
        _near,
        True,
        ("day", "omorrow", "night", "morning", "afternoon", "evening"),
    ),
    Rule(
        _form(rf"(?P<count>(?i:{_COUNT}))\s+(?P<unit>day|week|month|year)s?\s+ago\b"),
        _ago,
        True,
        ("ago",),
    ),
    Rule(
        _form(
            rf"(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin)\s+the\s+(?:past"
            rf"|last)\s+(?:(?P<count>{_COUNT})\s+)?(?P<unit>day|week|month|year)s?\b"
        ),
        _rolling,
        True,
        ("the past", "the last"),
    ),
    Rule(
        _form(
            _I(
                r"(?P<step>last|(?:earlier\s+|later\s+)?this|next|the\s+coming|the\s+previous)\s+(?P<unit>week"
                r"|weekend|month|quarter|year)\b"
            )
        ),
        _calendar_period,
        True,
        ("week", "month", "quarter", "year", "Week", "Month", "Quarter", "Year"),
    ),
    Rule(_form(r"(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n)\s+the\s+weekend\b"), _weekend, True, ("the weekend",)),
    Rule(
        _form(
            rf"(?:[Tt]he\s+)?(?P<number>first|second|third|fourth"
            rf"|Q[1-4])(?:\s+quarter(?:\s+of)?)?\s+(?P<year>{_YEAR})\b"
        ),
        _quarter,
        False,
        ("quarter", "Q"),
    ),
    Rule(
        _form(
            rf"(?:(?P<step>[Ll]ast|[Nn]ext|[Tt]his|[Uu]ntil|[Bb]y|[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Tt]hrough"
            rf"|[Bb]efore|[Aa]fter)"
            rf"(?:[\s-]+(?:early|late|mid))?|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+(?P<month>{_MONTH})(?!\w)"
        ),
        _month,
        True,
        _MONTH_NAMES,
    ),
    Rule(
        _form(
            rf"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]y|[Oo]f|[Ee]arly|[Ll]ate"
            rf"|[Mm]id|[Tt]he)[\s-]+(?P<year>{_YEAR})\b"
        ),
        _year,
        False,
        _CENTURIES,
    ),
)
