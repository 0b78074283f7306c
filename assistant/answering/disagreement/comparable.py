"""What answering words state, so that two answers can be compared: a number, a time of day, a date, or a name.

Words that hold anything besides it state nothing: a difference that is missed is better than a false one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from assistant.answering.reading.reading import Candidate
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import BARE_YEAR
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, UNIT_OF_SIZE, stated_numbers
from assistant.text.spelling import same_name, same_word
from assistant.text.words import STOP_WORDS, WORD, stem, word_set
from assistant.types import Mention

_PERCENT = r"(?:%|per ?cent\b|percentage points?\b)"
_UNIT = re.compile(
    rf"[\s-]*(?:(?P<percent>{_PERCENT})|(?P<unit>(?:US |square |cubic )?(?:{CURRENCY}|{CURRENCY_CODE}|{UNIT_OF_SIZE}"
    r"|(?:year|month|week|day|night|hour|minute|second|decade)s?)\b)|(?P<noun>[a-z][\w-]*))"
    r"(?P<rate>\s+(?:a|an|per|each|every)\s+\w+)?",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"({CURRENCY_SIGN})\s?$")
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won"}
_SIGNS = " $€£¥₩"
_CODES = {"usd": "dollar", "eur": "euro", "gbp": "pound"}
_ABOUT = "about around roughly approximately nearly almost some estimated circa"
_BEFORE = r"\b(?:{words})\s+\S?$"  # a qualifier, and the sign of a currency
_IS_ABOUT = re.compile(_BEFORE.format(words=f"{_ABOUT.replace(' ', '|')}|close to"), re.IGNORECASE)
_AT_LEAST = re.compile(_BEFORE.format(words="(?:more|no (?:fewer|less)) than|over|at least|above"), re.IGNORECASE)
_AT_MOST = re.compile(
    _BEFORE.format(words="(?:less|fewer|no more) than|under|at most|up to|as many as|below"), re.IGNORECASE
)
_QUALIFIERS = word_set(f"{_ABOUT} close least fewer less exactly us")  # the other words are stop words
_JOINED = re.compile(
    rf"\s*+(?:{_PERCENT}|(?!to\b|and\b|or\b)\w++)?\s*+(?:to|and|or|-|–)\s*{CURRENCY_SIGN}?", re.IGNORECASE
)  # "2 to 3"
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|\w+(?:st|nd|rd|th)|half|quarter)s?\b", re.IGNORECASE)
_CLOCK = re.compile(  # a price such as "$4.20" or "4.20 euros" is none
    rf"(?<!{CURRENCY_SIGN})\b(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)\b"
    rf"(?!\s*(?:{CURRENCY_SIGN}|{_PERCENT}|(?:{CURRENCY}|{CURRENCY_CODE}|{UNIT_OF_SIZE})\b))"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"|\s*(?:(?P<m>[ap])\.?m\b\.?|o['’]clock\b))",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(r"\b(?:spring|summer|autumn|fall|winter|early|mid|late|end|beginning)\b", re.IGNORECASE)
_PARTICLES = word_set("of the de da del della di la le al el bin van von der den du y e mr mrs ms dr sir")
_NO_NAMES = STOP_WORDS | CALENDAR_WORDS | _PARTICLES
_DEMONYM = re.compile(r"(?:an|ese|ish|i|French|Dutch|Greek|Swiss|Czech|Thai)$")  # "American" names nobody
_FEW = 40  # characters before a number in which it is qualified


@dataclass(frozen=True, slots=True)
class Value:
    """A comparable answer, in the words of its sentence.

    `low` and `high` are between what a number, a day (as ordinal) or a minute of the day may lie as it is rounded;
    `least` and `most`, of a number, as it is qualified ("at least"). `unit` is what a number measures, `noun` the word
    behind it where that is no unit; `parts` are the words of a name. `near`: a day told from the article's own day.
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
        """Whether both are of one kind, and numbers of one thing."""
        alike = not (self.noun and other.noun) or same_word(self.noun, other.noun)
        return alike and self.kind == other.kind and self.unit == other.unit

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
        return None if _more_than(_blank(span, clock.span())) else _clock(clock)
    mentions = [one for one in candidate.hit.passage.mentions if one.start < end and start < one.end]
    plain = span
    for one in mentions:
        plain = _blank(plain, (max(one.start - start, 0), min(one.end, end) - start))
    year = None if mentions else BARE_YEAR.search(span)
    if year and not _more_than(_PART_OF_YEAR.sub("", _blank(span, year.span()))):
        of_year = int(year.group())
        return _days(span, date(of_year, 1, 1), date(of_year, 12, 31))
    if stated_numbers(plain):
        return _number(text[max(candidate.start, start - _FEW) : start], plain, text[end : candidate.end])
    if mentions:
        return None if _more_than(_PART_OF_YEAR.sub("", plain)) else _mentioned(mentions, span)
    return _name(span, question)


def _blank(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]


def _more_than(text: str) -> bool:
    """Whether words are left that a value does not explain."""
    return any(word.lower() not in STOP_WORDS | _QUALIFIERS for word in WORD.findall(text))


def _clock(match: re.Match[str]) -> Value:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or match["m"]
    if half:
        hour = hour % 12 + 12 * (half.lower() == "p")
    at = 60 * hour + minute
    return Value("clock", match.group(), at, at + (5 if minute % 5 == 0 else 1))


def _days(words: str, first: date, last: date, *, near: bool = False) -> Value:
    said = " ".join(words.split()).strip(".,;")
    return Value("days", said, first.toordinal(), last.toordinal() + 1, near=near)


def _mentioned(mentions: list[Mention], span: str) -> Value | None:
    first, last = mentions[0].days.start, mentions[0].days.end
    if len(mentions) > 1 or first is None or last is None:
        return None
    return _days(span, first, last, near=not any(map(str.isdigit, mentions[0].text)))


def _number(before: str, span: str, behind: str) -> Value | None:
    """The number, or the range of numbers, that is all that a span holds, with its unit from there or from `behind`."""
    found = stated_numbers(span)
    first, last = found[0], found[-1]
    if _ORDINAL.search(span) or len(found) > 2:
        return None
    if len(found) == 2 and not (
        _JOINED.fullmatch(span[first.end : last.start]) and first.value < last.value < 3 * first.value
    ):
        return None
    rest = (span + behind)[last.end :]
    unit, sign = _UNIT.match(rest), _SIGN.search(before + span[: first.start])
    if _more_than(span[: first.start]) or _more_than(span[last.end + (unit.end() if unit else 0) :]):
        return None
    measure, noun, shown = "", "", span[first.start : last.end]
    if sign:
        measure, shown = _CURRENCIES[sign[1]], sign[1] + shown
    elif unit and not unit["noun"]:
        measure = "percent" if unit["percent"] else stem(unit["unit"].lower())
        shown += rest[: unit.end("percent" if unit["percent"] else "unit")]
    elif unit and unit["noun"].lower() not in STOP_WORDS:
        noun = unit["noun"].lower()
    if unit and unit["rate"]:
        measure += " ".join(unit["rate"].split())
    low, high = first.value - _rounding(first.value), last.value + _rounding(last.value)
    return _qualified(before + span[: first.start], shown.rstrip(","), low, high, _CODES.get(measure, measure), noun)


def _qualified(before: str, shown: str, low: float, high: float, unit: str, noun: str) -> Value:
    about, at_least, at_most = _IS_ABOUT.search(before), _AT_LEAST.search(before), _AT_MOST.search(before)
    if about:
        low, high = low * 0.9, high * 1.1
    least, most = (-inf if at_most else low), (inf if at_least and not at_most else high)
    qualifier = about or at_most or at_least
    said = f"{qualifier.group().rstrip(_SIGNS)} {shown}" if qualifier else shown
    return Value("number", " ".join(said.split()), low, high, least, most, unit, noun)


def _rounding(value: float) -> float:
    """Half of the unit to which a number seems rounded: by its last decimal, or by two zeros or more."""
    if value != int(value):
        return 0.5 * 10.0 ** -len(repr(value).partition(".")[2])
    unit = 1.0
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit / 2 if unit >= 100 else 0.5


def _name(span: str, question: frozenset[str]) -> Value | None:
    found = WORD.findall(span)
    if any(word[:1].islower() and word not in _PARTICLES for word in found) or "," in span:
        return None
    parts = [word for word in found if word.lower() not in _NO_NAMES and len(word) > 1]
    if not parts or (len(parts) == 1 and _DEMONYM.search(parts[0])):
        return None
    if any(same_name(part, word) for part in parts for word in question):
        return None
    own = frozenset(part.lower().removesuffix("'s").removesuffix("’s") for part in parts)
    return Value("name", " ".join(span.split()).rstrip("."), parts=own)
