"""Whether a sentence holds the very thing that a question asks for: an age, a distance, a sum, the holder of an office.

Unlike `kinds`, which weighs, this excludes: a sentence about the right people that holds no age does not say
how old one of them is, however well its words fit. A question that asks for nothing of the kind excludes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.question.things import UNITS
from assistant.asked import Asked, Detail
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, numbers, without
from assistant.text.values import stated_dates
from assistant.text.words import stem, stems_of, words

_MONEY = rf"(?:{CURRENCY}|{CURRENCY_CODE}|{CURRENCY_SIGN})"
_SHARE = r"(?:billions?|millions?|trillions?|percent|per cent|%|(?:two|three|four|five|ten|\d+)-?fold|free)"
_HOLDS: dict[Detail, re.Pattern[str]] = {
    "age": re.compile(r"\b(?:\d{1,3}|\w+)[- ]years?[- ]old\b|\baged?\b|, \d{1,3},|\bborn\b|\bbirthday\b"),
    "extent": re.compile(rf"\b\d[\d.,]*[- ]?{UNITS}\b|\b(?:hundreds?|thousands?|dozens|\w+) (?:of )?{UNITS}\b"),
    "sum": re.compile(rf"\b{_MONEY}(?!\w)|{CURRENCY_SIGN}\s?\d", re.IGNORECASE),
    # Also sums in currencies that are not listed: "83.53 crowns".
    "price": re.compile(rf"(?:{_MONEY}|{_SHARE})(?!\w)|{CURRENCY_SIGN}\s?\d|\b\d[\d.,]* [a-z]+s\b", re.IGNORECASE),
    "population": re.compile(r"\d.*\b(?:population|people|inhabitants|residents)\b|\bpopulation\b.*\d", re.DOTALL),
    "birthplace": re.compile(r"\bborn\b|\bbirth|\bnative of\b"),
    "casualties": re.compile(r"\b(?:kill|injur|hurt|wound|casualt|dead\b|death|died|unharmed|victim)", re.IGNORECASE),
}
# Years, days and ordinals count nothing.
_DATED = re.compile(
    r"\b(?:(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|one of)\b", re.IGNORECASE
)

Holds = Callable[[str], bool]


def holder_of(asked: Asked) -> Holds | None:
    """A test for sentences: may one of them answer? None where the question does not say what it must hold."""
    if asked.detail:
        held = _HOLDS[asked.detail]
        return lambda text: bool(held.search(text))
    if asked.thing:
        return lambda text: {word.lower().removesuffix("s") for word in words(text)}.issuperset(asked.thing)
    if asked.office:
        return lambda text: stems_of(text).issuperset(asked.office)
    noun = asked.counted
    return None if noun is None else lambda text: _counts(noun, text)


def _counts(noun: str, text: str) -> bool:
    """Whether a text has a number, and where it has the noun, one shortly before it."""
    plain = _DATED.sub(" ", without(text, stated_dates(text)))
    if not numbers(plain):
        return False
    typed = plain.split()
    places = [place for place, word in enumerate(typed) if any(stem(one) == noun for one in words(word))]
    return not places or any(numbers(" ".join(typed[max(0, place - 5) : place])) for place in places)
