"""A question as tokens with their places, and the numbers, days and years that are read from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from assistant.dates.vocabulary import DECADES
from assistant.text.numbers import ONES, ORDINALS, TENS

T_co = TypeVar("T_co", covariant=True)
_VAGUE = {"few": 3, "couple": 2, "several": 3, "a": 1, "an": 1}
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\S", re.UNICODE)


class ReadValue(NamedTuple, Generic[T_co]):
    """What was read at a position, and the position after it."""

    value: T_co
    after: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or a single sign; `low` is its lower case, `glued` says no space stands before it."""

    text: str
    low: str
    start: int
    end: int
    glued: bool


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens; ``3rd`` and ``1990s`` give two tokens, the second glued to the first."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        glued = bool(found) and found[-1].end == match.start()
        found.append(Token(match[0], match[0].lower(), match.start(), match.end(), glued))
    return found


class TokenReader:
    """Reads numbers from a list of tokens; every method takes a position and returns a value and the next position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)

    def low(self, i: int) -> str:
        """The lower-case token at `i`, or an empty string outside of the text."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def glued(self, i: int) -> bool:
        """Whether the token at `i` follows its neighbour without a space."""
        return 0 <= i < len(self.tokens) and self.tokens[i].glued

    def skip(self, i: int, *words: str) -> int:
        """The position after `i` if one of `words` stands there, else `i`."""
        return i + 1 if self.low(i) in words else i

    def match(self, i: int, *words: str) -> int | None:
        """The position after all of `words`, standing one after the other from `i` on."""
        for word in words:
            if self.low(i) != word:
                return None
            i += 1
        return i

    def digits(self, i: int, least: int = 1, most: int = 4) -> ReadValue[int] | None:
        """A number in digits of `least` to `most` places that is no part of a decimal or a longer number."""
        word = self.low(i)
        if word.isascii() and word.isdigit() and least <= len(word) <= most:
            return ReadValue(int(word), i + 1)
        return None

    def cardinal(self, i: int) -> ReadValue[int] | None:
        """``3``, ``three``, ``twenty-one``, ``two hundred and sixty seven``, ``two thousand and eighteen``."""
        return self.digits(i) or self._spelled(i)

    def _spelled(self, i: int) -> ReadValue[int] | None:
        total = part = 0
        start, last = i, i
        while True:
            word = self.low(i)
            if word in ONES and (part % 100 == 0 or (part % 100 >= 20 and part % 10 == 0 and ONES[word] < 10)):
                part += ONES[word]
            elif word in TENS and part % 100 == 0:
                part += TENS[word]
            elif word == "hundred" and 0 < part < 100:
                part *= 100
            elif word == "thousand" and 0 < part < 1000 and not total:
                total, part = part * 1000, 0
            elif (word == "and" and last > start and (total or part >= 100)) or (
                word == "-" and self.glued(i) and last > start
            ):
                i += 1
                continue
            else:
                break
            i = last = i + 1
        return ReadValue(total + part, last) if last > start else None

    def amount(self, i: int) -> ReadValue[int] | None:
        """A cardinal, or ``a``, ``a few``, ``a couple of``."""
        found = self.cardinal(i)
        if found:
            return found
        if self.low(i) in _VAGUE:
            after = i + 1
            if self.low(i) in ("a", "an") and self.low(after) in ("few", "couple"):
                return ReadValue(_VAGUE[self.low(after)], self.skip(after + 1, "of"))
            return ReadValue(_VAGUE[self.low(i)], self.skip(after, "of") if self.low(i) == "couple" else after)
        return None

    def ordinal(self, i: int) -> ReadValue[int] | None:
        """``3rd``, ``third``, ``twenty-third``, ``twenty third``."""
        number = self.digits(i, 1, 2)
        if number:
            suffix = self.low(number.after)
            if suffix in ("st", "nd", "rd", "th") and self.glued(number.after):
                return ReadValue(number.value, number.after + 1)
            return None
        word = self.low(i)
        if word in TENS:
            after = self.skip(i + 1, "-")
            if 0 < ORDINALS.get(self.low(after), 0) < 10:
                return ReadValue(TENS[word] + ORDINALS[self.low(after)], after + 1)
        return ReadValue(ORDINALS[word], i + 1) if word in ORDINALS else None

    def day(self, i: int) -> ReadValue[int] | None:
        """A day of a month: a cardinal or an ordinal from 1 to 31."""
        found = self.ordinal(i) or self.digits(i, 1, 2) or self._spelled(i)
        return found if found and 1 <= found.value <= 31 else None

    def year(self, i: int) -> ReadValue[int] | None:
        """``2021``, ``nineteen ninety nine``, ``two thousand and eighteen``, ``twenty twenty-one``."""
        number = self.digits(i, 4, 4)
        if number:
            if 1000 <= number.value <= 2199 and not self._in_a_longer_number(i):
                return number
            return None
        first = self._spelled_pair(i)
        if first and 10 <= first.value < 100:
            after = self.skip(first.after, "-")
            zero = self.low(after) in ("oh", "o")
            second = self._spelled(after + zero)
            if second and (second.value < 10 if zero else 10 <= second.value < 100):
                return ReadValue(first.value * 100 + second.value, second.after)
        spelled = self._spelled(i)
        return spelled if spelled and 1000 <= spelled.value <= 2199 else None

    def _spelled_pair(self, i: int) -> ReadValue[int] | None:
        """The first half of a year said in two numbers: ``nineteen``, ``twenty``."""
        word = self.low(i)
        value = ONES.get(word, 0) if ONES.get(word, 0) >= 10 else TENS.get(word, 0)
        return ReadValue(value, i + 1) if value else None

    def _in_a_longer_number(self, i: int) -> bool:
        """Whether the digits at `i` belong to ``6,107.31``, ``$2000`` or ``ABC-2010``."""
        before, after = self.low(i - 1), self.low(i + 1)
        if self.glued(i) and (before in ("$", "€", "£", "#", "_") or before.isdigit()):
            return True
        if self.glued(i) and before in (".", ",") and self.low(i - 2).isdigit() and len(self.low(i - 2)) > 2:
            return True
        return (
            self.glued(i + 1)
            and after in (".", ",")
            and self.glued(i + 2)
            and self.low(i + 2).isdigit()
            and (len(self.low(i + 2)) > 2 or after == ",")
        )

    def decade(self, i: int) -> ReadValue[int] | None:
        """First year of ``1990s``, ``1990's``, ``the '40s``, ``the nineteen seventies``, ``the noughties``."""
        quoted = i + 1 if self.low(i) in ("'", "’", "‘") else i
        number = self.digits(quoted, 4, 4) or self.digits(quoted, 2, 2)
        if number and number.value % 10 == 0:
            after = self.skip(number.after, "'", "’")
            if self.low(after) == "s" and (self.glued(after) or number.value >= 1000):
                return ReadValue(_century_of(number.value), after + 1)
        pair = self._spelled_pair(i)
        if pair:
            after = self.skip(pair.after, "-")
            if self.low(after) in DECADES:
                return ReadValue(pair.value * 100 + DECADES[self.low(after)], after + 1)
        named = self.low(i) in DECADES and self.low(i) not in ("tens", "hundreds")
        if named and self.low(i - 1) in ("the", "early", "mid", "late", "-"):
            return ReadValue(_century_of(DECADES[self.low(i)]), i + 1)
        return None


def _century_of(year: int) -> int:
    """The twentieth century for the twenties to the nineties, the twenty-first for the noughties and tens."""
    if year >= 100:
        return year
    return year + (1900 if year >= 20 else 2000)


def full_year(short: int) -> int:
    """``87`` → 1987, ``21`` → 2021: years of two places lie between 1930 and 2029."""
    return short + (1900 if short >= 30 else 2000)
