"""Dates as they are written: ``24 March 2021``, ``Mar. 24, 2021``, ``2021-03-24T16:47Z``, ``24.3.2021``; and the tense
of the clause around one.

The forms are read in two ways. `in_line.py` reads the top of a document and its metadata: any language and calendar,
digits alone, a time of day behind. `written_dates` is for running text, and for English, where "Mars 2020" is a rover
and ``1.2.2021`` a version.

Our own grammar and not `dateparser`: that fills what is missing from today's date, settles ``03/04/2024`` by a
preference, and needs hundreds of milliseconds to import. Here every reading is kept and nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.calendar import real_day
from assistant.dates import vocabulary
from assistant.text.numbers import any_of
from assistant.types import Precision

EARLIEST_YEAR = 1000
YEAR = r"(?:1\d|20|21)\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
# Where year, month and day stand in each form of running text; MONTH and GAP are filled in.
_FORMS = {
    "dashed": rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
    "slashed": r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<c>\d{4})",
    "day_month": rf"(?P<d>{DAY})(?:st|nd|rd|th)?(?:\s+of\s+|GAP*)(?P<m>MONTH)(?:,?GAP+(?P<y>{YEAR})\b)?",
    "month_day": rf"(?P<m>MONTH)GAP+(?P<d>{DAY})(?:st|nd|rd|th)?\b(?!\d|[-–/:]\d|\.\d)(?:,?GAP+(?P<y>{YEAR})\b)?",
    "part_of_month": rf"(?i:early|late|mid)[\s-]+(?P<m>MONTH)(?:,|\s+of)?GAP+(?P<y>{YEAR})\b(?![-–]\d)",
    "month_year": rf"(?P<m>MONTH)(?:,|\s+of)?GAP+(?P<y>{YEAR})\b(?![-–]\d)",
    "iso_month": rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?!\d|-\d)",
}
_GAP = r"(?:[^\S\n]|\n(?!\n))"  # a line may end inside of a date, a paragraph may not


def form_pattern(forms: Iterable[str], words: Mapping[str, str], weekday: str, *, before: str) -> str:
    """The forms, in this order, with a weekday in front or without; what stands `before` makes them none.

    `words` are filled into the forms. Groups are numbered by form, since a pattern has each name once.
    """
    numbered = []
    for number, form in enumerate(forms):
        for name, pattern in words.items():
            form = form.replace(name, pattern)  # noqa: PLW2901
        numbered.append(re.sub(r"\(\?P([<=])(\w+)", rf"(?P\g<1>\g<2>{number}", form))
    return rf"(?<!{before})(?:(?P<weekday>{weekday})[,،]?\s+(?:(?:the|den)\s+)?)?(?:{'|'.join(numbered)})"


def _of_text(names: str, month: str, weekday: str, *, before: str) -> str:
    return form_pattern(map(_FORMS.__getitem__, names.split()), {"MONTH": month, "GAP": _GAP}, weekday, before=before)


_ENGLISH = rf"(?:{any_of(vocabulary.MONTH_NAMES)}\b|{any_of(vocabulary.MONTHS)}\b\.?)"
_IN_TEXT = re.compile(
    _of_text(
        "dashed day_month month_day part_of_month month_year iso_month",
        _ENGLISH,
        any_of(vocabulary.WEEKDAY_NAMES),
        before=r"\w",
    ),
    re.IGNORECASE,
)


def titled(pattern: str) -> str:
    """A pattern of names, with a capital at the beginning of each."""
    return re.sub(r"(?<=[:|])[a-z]", lambda first: first[0].upper(), pattern)


# The same where names have their capitals, as in an article: "they march 18 miles" has no date.
CAPITALISED = re.compile(
    _of_text(
        "dashed slashed day_month month_day part_of_month month_year",
        titled(_ENGLISH),
        titled(rf"(?:{any_of(vocabulary.WEEKDAY_NAMES)}|{any_of(vocabulary.WEEKDAYS)}\.)"),
        before=r"[\w-]",
    )
)
BARE_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?!\d|[.,]\d)")  # of running text, beside the dates in it
_WEEKDAY = re.compile(rf"\b({any_of(vocabulary.WEEKDAY_NAMES)})s?\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({any_of(vocabulary.MONTHS)})(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text; in a line, `end` is behind a time of day that follows.

    `year`, `month`, `day` and `weekday` are what is written, where it is clear which is which. `readings` are all days
    that it can mean (the first day of a month or year): none when it is impossible or has no year, several when it is
    ambiguous, as ``03/04/2024`` is, unless its weekday decides. One of an `other` calendar has its readings in ours.
    """

    start: int
    end: int
    text: str
    precision: Precision
    readings: tuple[date, ...]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    calendar: Literal["ours", "other"] = "ours"

    @property
    def has_year(self) -> bool:
        """Whether it is written with a year; in digits alone it always is."""
        return self.year is not None or self.month is None

    def in_year(self, year: int) -> date | None:
        """The day in a given year, for a date that is written without one."""
        return real_day(year, self.month or 0, self.day or 0)

    def fits(self, day: date) -> bool:
        """Whether `day` is what is written, in all parts that are."""
        return (
            self.year in (None, day.year)
            and self.month == day.month
            and self.day in (None, day.day)
            and self.weekday in (None, day.weekday())
        )

    def agrees(self, other: WrittenDate) -> bool:
        """Whether two dates can be the same one, and this one says no more than the other."""
        return (
            self.month == other.month
            and self.day in (None, other.day)
            and (self.year is None or other.year is None or self.year == other.year)
        )


def written_dates(text: str) -> list[WrittenDate]:
    """The dates with at least a month in running text, in order; one that no calendar has ("31 February") included."""
    dates = map(read_date, _IN_TEXT.finditer(text))
    return [one for one in dates if 1 <= (one.month or 0) <= 12 and 1 <= (one.day or 1) <= 31]


def written_weekdays(text: str) -> set[int]:
    """The weekdays that a text names, Monday is 0."""
    return {vocabulary.WEEKDAYS[name.lower()] for name in _WEEKDAY.findall(text)}


def written_months(text: str) -> set[int]:
    """The months that a text names, January is 1."""
    return {vocabulary.MONTHS[name.lower()] for name in _MONTH.findall(text)}


def read_date(match: re.Match[str]) -> WrittenDate:
    """What one of the forms has found."""
    parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    weekday = vocabulary.WEEKDAYS[parts["weekday"].rstrip(".").lower()] if "weekday" in parts else None
    if "a" in parts:
        readings = numeric_days(parts["a"], parts["b"], parts["c"])
        return WrittenDate(*match.span(), match[0], "day", readings, weekday=weekday)
    year, month, day = (_number(parts.get(part)) for part in "ymd")
    found = real_day(year, month or 1, day or 1) if year else None
    precision: Precision = "day" if day else "month" if month else "year"
    return WrittenDate(*match.span(), match[0], precision, (found,) if found else (), year, month, day, weekday)


def _number(word: str | None) -> int | None:
    if word is None or word.isdigit():
        return int(word or 0) or None
    return vocabulary.MONTHS[word.rstrip(".").lower()]


def numeric_days(first: str, second: str, third: str) -> tuple[date, ...]:
    """All days that ``03/04/2024`` or ``3/4/24`` can mean."""
    a, b, c = int(first), int(second), int(third)
    orders = [(c, a, b), (c, b, a)]
    if len(third) == 2:
        century = 2000 if c < 70 else 1900
        orders = [(century + c, a, b), (century + c, b, a), ((2000 if a < 70 else 1900) + a, b, c)]
    readings = (real_day(*order) for order in orders)
    return tuple(dict.fromkeys(each for each in readings if each))


Direction = Literal["past", "future"] | None

_FUTURE = re.compile(
    r"\b(?:will|won['’]t|would|shall|going to|plan(?:s|ned|ning)? (?:to|for|an?|the)|must|ha(?:s|ve) until|deadline"
    r"|(?:is|are|was|were) (?:to|set|due|scheduled|expected|slated)|expected (?:to|on|in|for|by)|expects?"
    r"|scheduled|upcoming|intends?|forecast(?:ed)? (?:for|on|to)|(?:planned|predicted|set|due) (?:for|on)"
    r"|sets? an? [\w ]{1,20} for|ahead of)\b|['’]ll\b",
    re.IGNORECASE,
)
# Verbs in the past, "said" and "told" left out: they tell of the speaking. "-ed" stands for most; "is closed" is none.
_PAST = re.compile(
    r"\b(?:was|were|had|did|been|became|began|broke|brought|built|came|cut|died|fell|felt|fought|found|gave|got|held"
    r"|hit|kept|killed|knew|led|left|lost|made|met|paid|put|ran|resigned|rose|sank|sat|saw|sent|shot|shut|sold|spent"
    r"|spoke|stood|struck|swore|took|went|won|wrote|(?<!is )(?<!are )(?<!be )[a-z]{3,}(?<!ne)ed)\b",
)
# What somebody "asked them to do on Friday" or was "adjourned until Friday" may lie on either side.
_OPEN = re.compile(
    r"\b(?:to (?!the\b|an?\b|his\b|her\b|its\b|their\b|[a-z]+s\b)[a-z]+(?: \S+){0,4} (?:on|in|by)|until|till|through) $"
)
_SPEAKING = re.compile(r"\b(?:said|told \S+|announced|added|wrote)\s+(?:(?:on|in|late|early|last|this)\s+)*$")
# Verbs in the present that tell of a programme: what "opens on Thursday" lies ahead, or is told as in a headline.
_PROGRAMME = re.compile(
    r"\b(?:is|are|can|could|may|might|meets|begins|(?:re)?opens|reopen|closes|faces|goes|go|takes|follows|hosts|travels|arrives|decides"
    r"|expires|starts (?:on|in)|ends (?:on|in))\b"
)
_BREAK = re.compile(r"[.!?;:“”\"](?:\s|$)|\n[ \t]*\n|\n[-*•#|]|\b(?:said|told|says)\b")
_BEFORE, _AFTER = 160, 100  # characters of a clause
_FEW_WORDS = 4  # in front of a phrase with which its sentence begins


def clause_before(text: str, start: int) -> str:
    """The clause that leads up to a place."""
    clause = text[max(0, start - _BEFORE) : start]
    breaks = [each.end() for each in _BREAK.finditer(clause)]
    return clause[breaks[-1] :] if breaks else clause


def is_future(text: str, start: int, end: int) -> bool:
    """Whether a clause puts a phrase into the future."""
    return direction(text, start, end) == "future"


def direction(text: str, start: int, end: int) -> Direction:
    """What the words in front of a phrase say; where it begins its sentence, the words behind."""
    if _SPEAKING.search(text, max(0, start - _BEFORE), start):
        return "past"
    before = clause_before(text, start)
    if found := _said(before):
        return None if found == "past" and _OPEN.search(before) else found
    if len(before.split()) < _FEW_WORDS:
        behind = text[end : end + _AFTER]
        stop = _BREAK.search(behind)
        return _said(behind[: stop.start()] if stop else behind)
    return None


def _said(clause: str) -> Direction:
    if _FUTURE.search(clause):
        return "future"
    return "past" if _PAST.search(clause) else None


def leaves_open(text: str, start: int) -> bool:
    """Whether words stand in front that leave the side open: a verb of the present, "asked them to meet on"."""
    before = clause_before(text, start)
    return bool(_PROGRAMME.search(before) or _OPEN.search(before))
