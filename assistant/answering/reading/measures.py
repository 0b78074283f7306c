"""Whether a sentence gives the measure that a question asks for (money, a share, a duration, ...), or a full name."""

from __future__ import annotations

import re

from assistant.asked import Measure
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, QUANTITIES, SCALE, any_of
from assistant.text.words import STOP_WORDS, stem

_NUMBER = rf"(?:\d[\d,.]*|{any_of(QUANTITIES)}|a third|a quarter)"
_FORMS: dict[Measure, str] = {
    "money": rf"{CURRENCY_SIGN}\s?\d|\b\d[\d,.]*\s?{SCALE}?\s?{CURRENCY}\b|\b{CURRENCY_CODE}\b",
    "share": rf"\b{_NUMBER}[- ]?(?:percent|per cent|percentage points?)|\d\s?%|\bhalf\b"
    r"|\b(?:a|one) (?:third|quarter|fifth)\b|\b(?:two|three)[- ](?:thirds|quarters)\b",
    "frequency": r"\b(?:every|daily|weekly|monthly|yearly|annual\w*|once|twice)\b|\btimes? (?:a|per)\b"
    r"|\b(?:a|an|per) (?:hour|day|week|month|year)\b",
    "duration": rf"\b(?:{_NUMBER}|an?)(?:[- ]|\s\w+\s)"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur\w+)\b",
    "size": rf"\b{_NUMBER}[- ](?:\w+ )?(?:feet|foot|ft|inch\w*|met(?:er|re)s?|m|km|kilomet\w+|miles?|yards?|cm"
    r"|centimet\w+|stor(?:e?y|ies)|acres?|hectares?|square|tonnes?|tons?|kg|kilos?|pounds?|degrees?|litres?|liters?"
    r"|knots|mph|megawatts?|MW)\b",
    "number": rf"\b(?:{_NUMBER}|once|twice)\b",
}
_GIVES = {measure: re.compile(pattern, re.IGNORECASE) for measure, pattern in _FORMS.items()}
# What may be that measure, and how much it counts: "14 million" where money is asked for, any number for a size.
_MAY_GIVE: dict[Measure, tuple[re.Pattern[str], float]] = {
    "money": (re.compile(r"\d[\d,.]*\s?(?:million|billion|trillion|bn|%|percent|per cent)", re.IGNORECASE), 0.5),
    "size": (_GIVES["number"], 0.3),
}
_PIECE = re.compile(r"[\w’'-]+|[.,“”\"]")


def gives(measure: Measure, text: str) -> float:
    """1 where `text` gives such a measure, 0 where it does not, between where it may."""
    if _GIVES[measure].search(text):
        return 1.0
    may, worth = _MAY_GIVE.get(measure, (None, 0.0))
    return worth if may and may.search(text) else 0.0


def names_somebody(text: str, asked: frozenset[str]) -> bool:
    """Whether `text` has a full name, two capitalised words, of which `asked` (stems) has none."""
    pieces = _PIECE.findall(text)
    for place in range(1, len(pieces)):
        first, last = pieces[place - 1 : place + 1]
        if not (first[:1].isupper() and last[:1].isupper()) or stem(last) in asked:
            continue
        if place > 1 and len(first) > 1 and len(last) > 1 and stem(first) not in asked:
            return True
        if place == 1 and first.lower() not in STOP_WORDS:
            return True
    return False
