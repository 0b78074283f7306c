"""Numbers and sums of money in words and in digits: the one table of each, and what reads them from a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

ONES = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
ORDINALS = {
    word: n
    for n, word in enumerate(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
    )
} | {f"{word[:-1]}ieth": value for word, value in TENS.items()}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9}
# Words that give a quantity: numbers, and those that say how many without giving one.
QUANTITIES = frozenset(
    (*ONES, *TENS, *SCALES, *(f"{scale}s" for scale in SCALES), *"half dozen dozens several few couple pair".split())
)

CURRENCY_SIGN = "[$€£¥₩]"
CURRENCY = (
    r"(?:dollars?|euros?|pounds?|yen|won|yuan|ro?ubles?|crowns?|kron\w+|francs?|dinars?|pesos?|rupees?|cents?|pence)"
)
CURRENCY_CODE = r"(?:USD|EUR|GBP)"
MONEY = rf"(?:{CURRENCY}|{CURRENCY_CODE}|{CURRENCY_SIGN})"
UNIT_OF_SIZE = (
    r"(?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|centimet(?:re|er)s?|cm|mm|hectares?"
    r"|acres?|(?:kilo)?grams?|kg|tons?|tonnes?|pounds?|lbs?|lit(?:re|er)s?|gallons?|mph|km/h|knots?|degrees?)"
)
SCALE = rf"(?:{'|'.join((*SCALES, *_SHORT_SCALES))})"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first."""
    return f"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


_DIGITS = re.compile(rf"(?<![\w.,])[-−]?(\d[\d,]*(?:\.\d+)?)(?:\s*({SCALE})\b)?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\b(1[5-9]|20)(\d\d)[-–/](\d\d)\b(?![-–/]\d)")  # 2018–19
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[-–](?=\d)")
_VALUES = {**ONES, **TENS, **ORDINALS, "twice": 2, "thrice": 3, "triple": 3}
_SPELLED = re.compile(
    rf"\b(?:({any_of(TENS)})-)?({any_of(_VALUES)})(?:s\b|\b)(?:[\s-]+({any_of(SCALES)})\b)?", re.IGNORECASE
)


class _Place(Protocol):
    """A place in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def without(text: str, places: Iterable[_Place]) -> str:
    """`text` with the given places blanked out: dates, whose numbers count nothing."""
    for one in places:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number that a text states, in digits or words; `start` and `end` are its place in the text."""

    value: float
    start: int
    end: int


def stated_numbers(text: str) -> list[StatedNumber]:
    """The numbers in `text`, in order: "1,200", "5 million", "twice", "first", "twenty-one"; "2018–19" is two."""
    found: list[StatedNumber] = []
    for match in _SHORT_YEAR.finditer(text):
        century, first, second = match.groups()
        found += [StatedNumber(float(f"{century}{year}"), *match.span()) for year in (first, second)]
    plain = _BETWEEN_NUMBERS.sub(" ", _SHORT_YEAR.sub(lambda match: " " * len(match.group()), text))
    for match in _DIGITS.finditer(plain):
        value = float(match.group(1).replace(",", "").rstrip(".") or 0)
        found.append(StatedNumber(value * _scale(match.group(2)), *match.span()))
    for match in _SPELLED.finditer(text):
        value = TENS[match.group(1).lower()] if match.group(1) else 0
        value += _VALUES[match.group(2).lower()]
        found.append(StatedNumber(value * _scale(match.group(3)), *match.span()))
    return sorted(found, key=lambda one: one.start)


def numbers(text: str) -> set[float]:
    """The values of `stated_numbers`."""
    return {one.value for one in stated_numbers(text)}


def _scale(word: str | None) -> float:
    return (SCALES | _SHORT_SCALES)[word.lower()] if word else 1.0
