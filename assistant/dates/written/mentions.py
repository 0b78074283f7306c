"""Date phrases inside a text ("Sunday", "last week", "March 18") and the days they mean.

Relative phrases count from the document's own date, never from today, and only where that date is known to the day.
News reads backwards: "Sunday" is the one before, unless the clause speaks of what is to come. Weeks run Monday to
Sunday. What the words leave open ("recently", "that week") is not resolved, and names are not dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from assistant.calendar import Unit, around, real_day, shift, whole_unit
from assistant.dates.vocabulary import MONTH_NAMES, MONTHS, UNITS, WEEKDAY_NAMES, WEEKDAYS, YEAR
from assistant.dates.written.phrases import (
    CAPITALISED,
    Direction,
    clause_before,
    direction,
    leaves_open,
    read_date,
    titled,
)
from assistant.text.numbers import ONES, ORDINALS, any_of
from assistant.types import DateRange, DocumentDate, Mention

_WEEKDAY = titled(any_of(WEEKDAY_NAMES))
# A short name needs its full stop, or a number behind it: "Jan" alone is a man.
_MONTH = rf"(?:{titled(any_of(MONTH_NAMES))}|{titled(any_of(MONTHS.keys() - set(MONTH_NAMES)))}(?:\.|(?=\s+\d)))"
_COUNTS = {word: n for word, n in ONES.items() if 1 <= n <= 12} | {"a": 1, "an": 1}
_COUNT = rf"(?:\d{{1,3}}|{any_of(_COUNTS)})"
_STEPS = {"last": -1, "the previous": -1, "this": 0, "earlier this": 0, "later this": 0, "next": 1, "the coming": 1}

_NEAR = 92  # days from a document's within which a day of no tense is taken for the nearest
_LIMIT = re.compile(r"\b(by|until|till|through|before)\s+$", re.IGNORECASE)
_FESTIVE = re.compile(
    r"\b(?:Mail on|on an?|Black|Good|Bloody|Palm|Easter|Ash|Cyber|Shrove|Giving|Ruby|Super|Fat|Holy|Maundy|Whit|Man|Joe"
    r"|every|each|most|some|any|all|another|one|that|The)\s+\Z"
)
_NARRATED = 200  # characters in front in which another year may have been named
_NAMED_YEAR = re.compile(
    r"\b(?:(?i:in|of|from)|[A-Z][a-z]{2,8}\.?(?: \d{1,2},?)?) ((?:1[5-9]|20)\d\d)\b[^.!?]*(?:[.!?]\s[^.!?]*)?\Z"
)
_PREPOSITION = re.compile(r"(?i)\b(?:on|since|by|until|till|from|after|before)\s+$")
_EACH_WEEK = re.compile(r"\s+(?:[a-z]+s|work|trading|shopping)\b(?!['’])")  # "Sunday shifts" are of every week
# "Today" the programme and the paper, not the day.
_NAMED_TODAY = re.compile(r"\s+(?:programme|program|show|newspaper|editor|presenter|host)\b|['’]s World\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n—–-])[\s“\"‘'(]*$")
_PAPER = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Mercury|Tribune|Star|Night (?:Football|Live|Lights)"
    r"|Independent|Sport|Service|Night [A-Z]\w+|[Ll]eague|[Ss]chool|[Rr]oast|[Pp]rayers)\b"
)
# "The January 6 committee" speaks of a day of another year, and so does "14 Aug '24".
_OF_ANOTHER_YEAR = re.compile(
    r"(?i)\s?['’]\d\d\b|\s+(?:terror|attacks?\b|insurrection|riots?\b|massacre|uprising|movement|revolution|committee"
    r"|hijack|anniversary)"
)
_NOT_THE_MONTH = re.compile(rf"['’]s?\b|-\w|\s+\d|,?\s+(?:of\s+)?{YEAR}\b|\s+[A-Z]\w+ed\b")
_COUNTED = re.compile(
    r"[-–/]\d|[,.]\d|\s?%|\s+(?:people|troops|dollars|euros|pounds|men|women|times|miles|votes|jobs|homes|cases)\b"
)


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase in its text, and the day it is counted from (None: nothing relative can be resolved)."""

    match: re.Match[str]
    anchor: date | None

    def __getitem__(self, name: str | int) -> str:
        return self.match[name] or ""

    @property
    def before(self) -> str:
        """The clause that leads up to the phrase."""
        return clause_before(self.match.string, self.match.start())

    @property
    def after(self) -> str:
        """What follows the phrase."""
        return self.match.string[self.match.end() : self.match.end() + 40]

    @property
    def is_future(self) -> bool:
        """Whether the clause speaks of what is to come."""
        return self.direction == "future"

    @property
    def direction(self) -> Direction:
        """Whether the clause speaks of what has been or of what is to come, if it says so."""
        return direction(self.match.string, *self.match.span())

    @property
    def is_unsure(self) -> bool:
        """Whether a verb of the present leaves open on which side of the document's day the phrase lies."""
        return self.direction is None and leaves_open(self.match.string, self.match.start())

    @property
    def in_another_year(self) -> bool:
        """Whether this sentence or the one before has told of an earlier year, to which a bare month may belong."""
        start = self.match.start()
        year = _NAMED_YEAR.search(self.match.string[max(0, start - _NARRATED) : start].rpartition("\n\n")[2])
        return bool(self.anchor and year and int(year[1]) < self.anchor.year)


def _written(found: FoundPhrase) -> DateRange | None:
    """``March 18``, ``Tuesday, 23 March``, ``18 March 2021``, ``2021-03-18``, ``3/18/2021``, ``early March 2021``."""
    written = read_date(found.match)
    if written.has_year:
        clear = len(written.readings) == 1
        return around(written.readings[0], written.precision).days if clear else None
    if found.anchor is None or _OF_ANOTHER_YEAR.match(found.after):
        return None
    if found.in_another_year and written.weekday is None:
        return None
    if written.weekday is not None or not found.direction:
        day = _nearest(found.anchor, written.in_year, written.weekday)
        if day and written.weekday is None and not timedelta(-_NEAR) <= day - found.anchor <= timedelta(_NEAR):
            return None  # the other one is hardly farther away
    elif found.direction == "future":
        day = _coming(found.anchor, written.in_year)
    else:
        day = _gone(found.anchor, written.in_year)
    return DateRange.on(day) if day else None


def _gone(anchor: date, in_year: Callable[[int], date | None]) -> date | None:
    """The last such day: what "ended on Nov. 3" lies behind, even if the next one is nearer."""
    days = (day for step in (0, -1) if (day := in_year(anchor.year + step)))
    return next((day for day in days if day <= anchor), None)


def _coming(anchor: date, in_year: Callable[[int], date | None]) -> date | None:
    """The next such day: what "will be closed on Dec. 31" lies ahead, even if the last one is nearer."""
    days = (day for step in (0, 1) if (day := in_year(anchor.year + step)))
    return next((day for day in days if day >= anchor), None)


def _nearest(anchor: date, in_year: Callable[[int], date | None], weekday: int | None = None) -> date | None:
    """The day nearest to the document's; one that falls on `weekday`, if any does."""
    days = [day for step in (-1, 0, 1) if (day := in_year(anchor.year + step))]
    fitting = [day for day in days if day.weekday() == weekday] or days
    return min(fitting, key=lambda day: abs(day - anchor), default=None)


def _days_of_month(found: FoundPhrase) -> DateRange | None:
    """``March 8-17``, ``8 to 17 March 2021``."""
    month = MONTHS[(found["m1"] or found["m2"]).rstrip(".").lower()]
    ends = []
    for day in (int(found["d1"] or found["d3"]), int(found["d2"] or found["d4"])):
        if found["year"]:
            ends.append(real_day(int(found["year"]), month, day))
        else:
            ends.append(_nearest(found.anchor, partial(real_day, month=month, day=day)) if found.anchor else None)
    first, last = ends
    return DateRange(first, last) if first and last and first <= last else None


def _weekday(found: FoundPhrase) -> DateRange | None:
    """``Sunday``, ``last Tuesday``, ``next Friday``; the day itself where the document is of that weekday."""
    assert found.anchor is not None
    if _FESTIVE.search(found.before) or _PAPER.match(found.after) or re.match(r"s\b|-|\s+the\s+\d", found.after):
        return None
    weekday = WEEKDAYS[found["name"].lower()]
    step = found["step"].lower()
    if not step and _EACH_WEEK.match(found.after) and not _PREPOSITION.search(found.before):
        return None
    back = timedelta((found.anchor.weekday() - weekday) % 7)
    ahead = timedelta((weekday - found.anchor.weekday()) % 7)
    if step == "last":
        return DateRange.on(found.anchor - (back or timedelta(7)))
    if step == "next":
        return DateRange.on(around(found.anchor, "week", 1).start + timedelta(weekday))
    if step in ("this", "this coming", "coming") or found.is_future:
        return DateRange.on(found.anchor + ahead)
    limit = _LIMIT.search(found.before)
    if limit and not step and found.direction is None:
        return DateRange.on(found.anchor + ahead)
    if (back and found.is_unsure) or (limit and limit[1].lower() != "by"):
        return None
    return DateRange.on(found.anchor - back)


def _weekday_of_week(found: FoundPhrase) -> DateRange | None:
    """``Tuesday of last week``."""
    assert found.anchor is not None
    monday = around(found.anchor, "week", _STEPS[found["step"].lower()]).start
    return DateRange.on(monday + timedelta(WEEKDAYS[found["name"].lower()]))


def _near(found: FoundPhrase) -> DateRange | None:
    assert found.anchor is not None
    word = re.sub(r"\s+", " ", found[0].lower())
    if word == "today" and found.after.startswith(("'s", "’s")):
        return None
    opens = _SENTENCE_START.search(found.match.string[max(0, found.match.start() - 5) : found.match.start()])
    if _NAMED_TODAY.match(found.after) or (word == "today" and found[0] == "Today" and not opens):
        return None
    return DateRange.on(found.anchor + timedelta({"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)))


def _ago(found: FoundPhrase) -> DateRange | None:
    """``three days ago``: that day; ``two weeks ago``: that week; ``a year ago``: that year."""
    assert found.anchor is not None
    return around(found.anchor, _unit(found), -_count(found["count"])).days


def _rolling(found: FoundPhrase) -> DateRange | None:
    """``in the past two weeks``: up to the document's date."""
    assert found.anchor is not None
    return DateRange(shift(found.anchor, -_count(found["count"] or "one"), _unit(found)), found.anchor)


def _calendar_period(found: FoundPhrase) -> DateRange | None:
    """``last week``, ``this month``, ``next year``, ``earlier this week``."""
    assert found.anchor is not None
    return around(found.anchor, _unit(found), _STEPS[re.sub(r"\s+", " ", found["step"].lower())]).days


def _weekend(found: FoundPhrase) -> DateRange | None:
    """The weekend before; on a Saturday or Sunday, and in the future, the one of this week."""
    assert found.anchor is not None
    return around(found.anchor, "weekend", 0 if found.is_future or found.anchor.weekday() >= 5 else -1).days


def _quarter(found: FoundPhrase) -> DateRange | None:
    number = ORDINALS.get(found["number"].lower()) or int(found["number"][1])
    return whole_unit("quarter", int(found["year"]), 3 * number - 2).days


def _quarter_of_late(found: FoundPhrase) -> DateRange | None:
    """``in the second quarter``: the latest one that has begun, or the coming one where the clause looks ahead."""
    assert found.anchor is not None
    quarter = whole_unit("quarter", found.anchor.year, 3 * ORDINALS[found["number"].lower()] - 2)
    step = 1 if found.is_future and quarter.end < found.anchor else 0
    step -= 1 if not found.is_future and quarter.start > found.anchor else 0
    return around(shift(quarter.start, step, "year"), "quarter").days


def _month(found: FoundPhrase) -> DateRange | None:
    """``in January``: the latest one that has begun, or the coming one where the clause looks ahead."""
    assert found.anchor is not None
    if _NOT_THE_MONTH.match(found.after):
        return None
    month = MONTHS[found["month"].rstrip(".").lower()]
    year = found.anchor.year
    step = found["step"].lower()
    if not step.startswith(("last", "next", "this")) and (found.in_another_year or found.is_unsure):
        return None
    if (step == "by" and found.direction is None) or (step == "until" and found.direction == "past"):
        return None
    ahead = step in ("next", "until") or found.is_future
    if ahead and month < found.anchor.month:
        year += 1
    elif not ahead and (month > found.anchor.month or (step == "last" and month == found.anchor.month)):
        year -= 1
    return whole_unit("month", year, month).days


def _year(found: FoundPhrase) -> DateRange | None:
    return None if _COUNTED.match(found.after) else whole_unit("year", int(found["year"])).days


def _unit(found: FoundPhrase) -> Unit:
    return UNITS[found["unit"].lower()]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


_MONTH_STARTS = tuple(name[:3].title() for name in MONTH_NAMES)
_WEEKDAYS = tuple(name.title() for name in WEEKDAY_NAMES)
_CENTURIES = ("15", "16", "17", "18", "19", "20", "21")


class Rule(NamedTuple):
    """A form of date phrases. `relative`: it counts from the document's date. A text that holds none of `needed`
    cannot match; looking for these first makes all rules together four times as fast.
    """

    form: re.Pattern[str]
    days: Callable[[FoundPhrase], DateRange | None]
    relative: bool
    needed: tuple[str, ...]


def _rule(
    days: Callable[[FoundPhrase], DateRange | None], form: str, needed: tuple[str, ...], *, relative: bool = True
) -> Rule:
    """A form does not begin inside a word; said in front, that spares `re` most places (two to three times as fast)."""
    return Rule(re.compile(rf"(?<![\w-])(?:{form})"), days, relative, needed)


RULES = (
    _rule(
        _days_of_month,
        rf"(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})\s?(?:[-–—]|to|through)\s?(?P<d2>\d{{1,2}})"
        rf"|(?P<d3>\d{{1,2}})\s?(?:[-–—]|to)\s?(?P<d4>\d{{1,2}})\s+(?P<m2>{_MONTH}))(?!\d)(?:,?\s+(?P<year>{YEAR})\b)?",
        _MONTH_STARTS,
        relative=False,
    ),
    Rule(CAPITALISED, _written, relative=False, needed=(*_MONTH_STARTS, "-", "/")),
    _rule(_weekday_of_week, rf"(?P<name>{_WEEKDAY})\s+(?:of\s+)?(?P<step>last|this|next)\s+week\b", _WEEKDAYS),
    _rule(
        _weekday,
        rf"(?:(?P<step>[Ll]ast|[Tt]his(?:\s+coming)?|[Nn]ext|[Cc]oming)\s+)?(?P<name>{_WEEKDAY})",
        _WEEKDAYS,
    ),
    _rule(
        _near,
        r"(?i:(?:yesterday|today|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b)",
        ("day", "omorrow", "night", "morning", "afternoon", "evening"),
    ),
    _rule(_ago, rf"(?P<count>(?i:{_COUNT}))\s+(?P<unit>day|week|month|year)s?\s+ago\b", ("ago",)),
    _rule(
        _rolling,
        rf"(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin)\s+the\s+(?:past|last)\s+"
        rf"(?:(?P<count>{_COUNT})\s+)?(?P<unit>day|week|month|year)s?\b",
        ("the past", "the last"),
    ),
    _rule(
        _calendar_period,
        r"(?i:(?P<step>last|(?:earlier\s+|later\s+)?this|next|the\s+coming|the\s+previous)\s+"
        r"(?P<unit>week|weekend|month|quarter|year)\b)",
        ("week", "month", "quarter", "year", "Week", "Month", "Quarter", "Year"),
    ),
    _rule(_weekend, r"(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n)\s+the\s+weekend\b", ("the weekend",)),
    _rule(
        _quarter,
        rf"(?:[Tt]he\s+)?(?P<number>first|second|third|fourth|Q[1-4])(?:\s+quarter(?:\s+of)?)?\s+(?P<year>{YEAR})\b",
        ("quarter", "Q"),
        relative=False,
    ),
    _rule(
        _quarter_of_late,
        rf"[Ii]n\s+the\s+(?P<number>first|second|third|fourth)\s+quarter\b(?!\s+(?:of\s+)?{YEAR}|\s+of\s+(?:last|next|the))",
        ("quarter",),
    ),
    _rule(
        _month,
        r"(?:(?P<step>[Ll]ast|[Nn]ext|[Tt]his|[Uu]ntil|[Bb]y|[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Tt]hrough|[Bb]efore"
        rf"|[Aa]fter)(?:[\s-]+(?:early|late|mid))?|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+(?P<month>{_MONTH})(?!\w)",
        _MONTH_STARTS,
    ),
    _rule(
        _year,
        r"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]y|[Oo]f|[Ee]arly|[Ll]ate|[Mm]id|[Tt]he)"
        rf"[\s-]+(?P<year>{YEAR})\b",
        _CENTURIES,
        relative=False,
    ),
)


_NEEDED = frozenset(rule.needed for rule in RULES)


def mentions_in(text: str, published: DocumentDate, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Yield the date phrases of ``text[start:end]`` that can be resolved, in order; offsets count from ``text[0]``."""
    anchor = published.day if published.precision == "day" else None
    for found, days in _resolved(text, anchor, start, len(text) if end is None else end):
        yield Mention(*found.match.span(), found.match[0], days)


def latest_past_date(text: str, *, today: date) -> date | None:
    """Return the latest day, not after `today`, that a text itself speaks of as past: it cannot be older than that.

    Of a month or a year its first day counts. What the clause puts into the future ("by 2025") does not count.
    """
    found = _resolved(text, None, 0, len(text))
    past = (days for each, days in found if not each.is_future and not each[0].lower().startswith(("by ", "until ")))
    return max((days.start for days in past if days.start and days.start <= today), default=None)


def _resolved(text: str, anchor: date | None, start: int, end: int) -> Iterator[tuple[FoundPhrase, DateRange]]:
    """Yield phrases that do not overlap; of those that begin together the rule that comes first wins."""
    stretch = text[start:end]
    possible = {needed for needed in _NEEDED if any(word in stretch for word in needed)}
    matches = [
        (match.start(), rank, match)
        for rank, rule in enumerate(RULES)
        if (anchor or not rule.relative) and rule.needed in possible
        for match in rule.form.finditer(text, start, end)
    ]
    free = start
    for place, rank, match in sorted(matches, key=lambda each: each[:2]):
        if place < free:
            continue
        found = FoundPhrase(match, anchor)
        days = RULES[rank].days(found)
        if days:
            free = match.end()
            yield found, days
