"""Which measure a question asks for (money, a share, a duration, ...), and whether a sentence gives one."""

from __future__ import annotations

import re
from typing import Literal

from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, QUANTITIES, SCALE, any_of
from assistant.text.words import STOP_WORDS, stem

Measure = Literal["money", "share", "frequency", "duration", "size", "number"]

_NUMBER = rf"(?:\d[\d,.]*|{any_of(QUANTITIES)}|a third|a quarter)"
_ASKS: dict[Measure, str] = {
    "money": r"\bhow much\b.*\b(?:money|costs?|pay|pays|paid|spend|spent|prices?|worth|earn|lose|losing|lost|charge"
    r"|fund\w*|raise|compensation|support|fees?|fines?|sales?|revenue|profit|salary|wages?|rent|sell|sold|buy|bought|owe)"
    r"\b|\bfor how much\b|\bwhat (?:(?:is|was|were|are) )?(?:the )?(?:price|cost|fee|fine|salary|budget)"
    r"|\b(?:price tag|worth|cost)\b",
    "share": r"\bwhat (?:percent\w*|share|proportion|rate)\b|\bhow large (?:a|is)? ?(?:share|stake)|\bby how much\b",
    "frequency": r"\bhow often\b|\bhow frequent",
    "duration": r"\bhow long (?!ago)|\bhow many (?:years|months|weeks|days|hours|minutes)\b",
    "size": r"\bhow (?:high|deep|far|tall|wide|big|large|heavy|fast)\b|\bhow many (?:miles|kilomet|met|feet)"
    r"|\bwhat (?:height|depth|distance|capacity|size)\b",
    "number": r"\bhow (?:many|much|old)\b|\bwhat number\b",
}
_ASKED = {measure: re.compile(pattern) for measure, pattern in _ASKS.items()}
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


def measure_of(question: str) -> Measure | None:
    """What is to be told in numbers; None where the words do not say."""
    lowered = question.lower()
    return next((measure for measure, pattern in _ASKED.items() if pattern.search(lowered)), None)


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
