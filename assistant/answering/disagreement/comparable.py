"""What answering words state, so that two answers can be compared: a number, a time of day, a date, or a name.

Words that hold anything besides it state nothing: a difference that is missed is better than a false one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import Literal

from assistant.answering.reading.candidates import Candidate
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import BARE_YEAR
from assistant.text.name_forms import same_name, same_word
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, UNIT_OF_SIZE, stated_numbers
from assistant.text.words import STOP_WORDS, WORD, stem, word_set

_SPAN_OF_TIME = r"(?:year|month|week|day|night|hour|minute|second|decade)s?"
_PERCENT = r"(?:%|per ?cent\b|percent\b|percentage points?\b)"
_UNIT = re.compile(
    rf"[\s-]*(?:(?P<percent>{_PERCENT})|(?P<unit>(?:US |square |cubic )?(?:{CURRENCY}|{CURRENCY_CODE}|{UNIT_OF_SIZE}"
    rf"|{_SPAN_OF_TIME})\b)|(?P<noun>[a-z][\w-]*))(?P<rate>\s+(?:a|an|per|each|every)\s+\w+)?",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"(?:US)?({CURRENCY_SIGN})\s?$")
_CODES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "USD": "dollar", "EUR": "euro", "GBP": "pound"}
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|an estimated|estimated|close to|circa)\s+\S?$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|above|no fewer than|no less than|exceeding)\s+\S?$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:less than|fewer than|under|at most|up to|as many as|below|no more than)\s+\S?$", re.IGNORECASE)
_QUALIFIER = re.compile(
    rf"(?:\b(?:about|around|roughly|approximately|nearly|almost|some|an|estimated|close|circa|more|less|fewer|over|at"
    rf"|least|most|above|under|up|below|as|many|no|exactly|just|only|exceeding|than|to)\b|{CURRENCY_SIGN}|\bUS\b|[\s,.;:])+",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?:(?P<half>[ap])\.?m\b\.?|o['’]clock\b)|\b(?P<h>\d{1,2}):(?P<m>\d\d)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"\s*(?:{_PERCENT}|\w+)?\s*(?:to|and|or|-|–)\s*{CURRENCY_SIGN}?", re.IGNORECASE)  # "2 to 3"
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter|early|mid|late|end|beginning|half)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|\w+(?:st|nd|rd|th)|half|quarter)s?\b", re.IGNORECASE)
_PARTICLE = word_set("of the de da del della di la le al el bin van von der den du and y e mr mrs ms dr sir")
_NO_NAMES = STOP_WORDS | CALENDAR_WORDS | _PARTICLE
_DEMONYM = re.compile(r"(?:an|ese|ish|i|French|Dutch|Greek|Swiss|Czech|Thai)$")  # "American" names nobody
_FEW = 40  # characters before a number in which it is qualified


@dataclass(frozen=True, slots=True)
class Value:
    """A comparable answer: `low` and `high` bound what a number, a day (as ordinal) or a minute of the day may mean.

    `unit` is what a number measures, `noun` the word behind it where that is no unit; `parts` are the words of a name. `least` and `most` are the bounds of a
    number that is given as one ("at least"), else `low` and `high`. `near`: a day told from the article's own ("Tuesday").
    """

    kind: Literal["number", "clock", "days", "name"]
    words: str
    low: float = 0.0
    high: float = 0.0
    least: float = 0.0
    most: float = 0.0
    unit: str = ""
    noun: str = ""
    parts: frozenset[str] = frozenset()
    near: bool = False

    def comparable(self, other: Value) -> bool:
        """Whether both are of one kind and tell one measure."""
        if self.kind != other.kind:
            return False
        alike = not (self.noun and other.noun) or same_word(self.noun, other.noun)
        return alike and stem(self.unit) == stem(other.unit)

    def agrees(self, other: Value) -> bool:
        """Whether both say the same, as far as each is meant."""
        if self.kind == "name":
            return any(same_name(ours, theirs) for ours in self.parts for theirs in other.parts)
        return self.low < other.high and other.low < self.high

    def admits(self, other: Value) -> bool:
        """Whether both can be true of one thing at once: "at least three" and eleven can."""
        return self.agrees(other) or (self.kind == "number" and self.least < other.most and other.least < self.most)


def value_of(candidate: Candidate, words: tuple[int, int], question: frozenset[str]) -> Value | None:
    """What the answering words of a sentence state; None where that cannot be compared.

    `words` are offsets into the document; `question` are the question's words in small letters, which name nothing new.
    """
    text, (start, end) = candidate.hit.document.text, words
    span = text[start:end]
    if clock := _CLOCK.search(span):
        return _clock(clock) if not _rest(span[: clock.start()] + span[clock.end() :]) else None
    dates = [one for one in candidate.hit.passage.mentions if one.start < end and start < one.end]
    plain = span
    for one in dates:
        left, right = max(one.start, start) - start, min(one.end, end) - start
        plain = plain[:left] + " " * (right - left) + plain[right:]
    if not dates and (year := BARE_YEAR.search(span)) and not _rest(_SEASON.sub(" ", BARE_YEAR.sub(" ", span, count=1))):
        return _days(" ".join(span.split()).strip(".,;"), int(year.group()))
    if stated_numbers(plain):
        return _number(text[max(candidate.start, start - _FEW) : start], plain, text[end : candidate.end])
    if dates:
        days = dates[0].days
        if len(dates) > 1 or _rest(_SEASON.sub(" ", plain)) or days.start is None or days.end is None:
            return None
        said = dates[0].text
        near = not any(character.isdigit() for character in said)
        return Value("days", " ".join(said.split()), days.start.toordinal(), days.end.toordinal() + 1, near=near)
    return _name(span, question)


def _days(words: str, year: int) -> Value:
    from datetime import date

    return Value("days", words, date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)


def _clock(match: re.Match[str]) -> Value:
    hour, minute = int(match["hour"] or match["h"]), int(match["minute"] or match["m"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    at = hour * 60 + minute
    width = 1 if minute % 5 else 5
    return Value("clock", match.group(), at, at + width)


def _rest(text: str) -> bool:
    """Whether anything is left that a value does not explain."""
    return any(word.lower() not in STOP_WORDS and not _QUALIFIER.fullmatch(word) for word in WORD.findall(text))


def _number(before: str, span: str, behind: str) -> Value | None:
    found = stated_numbers(span)
    if _ORDINAL.search(span) or len(found) > 2:
        return None
    if len(found) == 2 and not (
        _JOINED.fullmatch(span[found[0].end : found[1].start]) and found[0].value < found[1].value < 3 * found[0].value
    ):
        return None
    first, last = found[0], found[-1]
    ahead = before + span[: first.start]
    unit = _UNIT.match((span + behind)[last.end :])
    inside = unit.end() if unit else 0
    if _rest(span[: first.start]) or _rest(span[last.end + inside :]):
        return None
    values = sorted(one.value for one in found)
    low, high = values[0] - _rounding(values[0]), values[-1] + _rounding(values[-1])
    least, most = low, high
    if _ABOUT.search(ahead):
        low, high = low * 0.9, high * 1.1
        least, most = low, high
    elif _AT_LEAST.search(ahead):
        most = inf
    elif _AT_MOST.search(ahead):
        least = -inf
    sign = _SIGN.search(ahead)
    measure, noun = _CODES[sign[1]] if sign else "", ""
    if unit and not sign:
        measure = "percent" if unit["percent"] else _CODES.get(unit["unit"], (unit["unit"] or "").lower())
        noun = (unit["noun"] or "").lower()
        noun = "" if noun in STOP_WORDS else noun
    if unit and unit["rate"]:
        measure += " ".join(unit["rate"].split())
    shown = f"{_qualifier(ahead)}{sign[1] if sign else ''}{span[first.start : last.end]}"
    if unit and not sign and (unit["percent"] or unit["unit"]):
        shown += (span + behind)[last.end : last.end + unit.start() + len(unit.group()) - len(unit["rate"] or "")]
    return Value("number", " ".join(shown.split()).rstrip(","), low, high, least, most, measure, noun)


def _qualifier(before: str) -> str:
    found = _ABOUT.search(before) or _AT_LEAST.search(before) or _AT_MOST.search(before)
    return f"{found.group().rstrip(' $€£¥₩')} " if found else ""


def _rounding(value: float) -> float:
    """Half of the unit to which a number seems rounded: at least two zeros, or its last decimal."""
    if value != int(value):
        return 0.5 / 10 ** len(repr(value).partition(".")[2])
    unit = 1.0
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit / 2 if unit >= 100 else 0.5


def _name(span: str, question: frozenset[str]) -> Value | None:
    found = WORD.findall(span)
    if any(word[:1].islower() and word not in _PARTICLE for word in found) or " and " in span or "," in span:
        return None
    parts = [word for word in found if word.lower() not in _NO_NAMES and len(word) > 1]
    if not parts or (len(parts) == 1 and _DEMONYM.search(parts[0])):
        return None
    if any(same_name(part, word) for part in parts for word in question):
        return None
    own = frozenset(part.lower().removesuffix("'s").removesuffix("’s") for part in parts)
    return Value("name", " ".join(span.split()).rstrip("."), parts=own)
