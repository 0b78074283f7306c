"""What kind of answer a question asks for, and whether a sentence holds one of that kind."""

from __future__ import annotations

import re
from typing import Literal

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.numbers import QUANTITIES, any_of
from assistant.text.words import stem, words

AnswerType = Literal["person", "place", "time", "number", "reason"] | None

_WHAT = r"\b(?:what|which) (?:(?:is|are|was|were) (?:the )?)?(?:\w+ )?"
_TERSE = r"^\W*(?:the )?(?:\w+ )?"  # "Dates of the exercises?", "Launch site of the missiles?"
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bhow (?:many|much|long|far|old|often|big|large|high|tall|fast|deep|heavy)\b")),
    (
        "number",
        re.compile(_WHAT + r"(?:number|percent\w*|age|amount|population|cost|price|size|length|height)\b"),
    ),
    (
        "time",
        re.compile(
            rf"\bwhen\b|{_WHAT}(?:year|date|day|month|century|time)\b|\bhow long ago\b"
            rf"|{_TERSE}(?:dates?|day|month|year)(?: and \w+)? (?:of|when)\b"
        ),
    ),
    ("person", re.compile(r"\bwho(?:m|se)?\b")),
    (
        "place",
        re.compile(
            rf"\bwhere\b|{_WHAT}(?:city|country|state|place|town|location|capital|province|region|site|venue)\b"
            rf"|{_TERSE}(?:site|place|location|venue|scene) of\b"
        ),
    ),
    ("reason", re.compile(r"\bwhy\b|\bwhat (?:caused|(?:is|was|are|were) the reasons?|led to)\b|\bhow come\b")),
)
_TIME = re.compile(
    rf"\b1\d{{3}}s?\b|\b20\d\ds?\b|\b(?:{any_of(CALENDAR_WORDS - {'may'})}|century|centuries|annual\w*|yearly|today"
    r"|tomorrow|yesterday|weekend|spring|summer|autumn|winter|last (?:week|month|year)|next (?:week|month|year))\b"
    r"|\bMay (?:\d|of)",
    re.IGNORECASE,
)
_NUMBER_WORDS = QUANTITIES | {"once", "twice"}
_PLACE = re.compile(
    r"\b(?:in|at|near|from|of|on|to|across|outside|between|off) (?:the |(?:south|north|east|west)ern |central )?"
    r"[A-Z]"
)
_REASON = re.compile(
    r"\b(?:because|due to|since|so that|in order to|as a result|result\w* (?:in|of|from)|caus\w+|reason\w*|therefore"
    r"|thus|led to|owing to|allow\w*|purpose|aim\w*|intend\w*|meant to"
    r"|to (?:prevent|avoid|make|protect|ensure|help|keep|show|send))\b",
    re.IGNORECASE,
)


def asked_for(question: str) -> AnswerType:
    """The kind of answer; None where the words do not say."""
    lowered = question.lower()
    found = [(match.start(), kind) for kind, pattern in _ASKS if (match := pattern.search(lowered))]
    return min(found, key=lambda one: one[0])[1] if found else None


def fits(kind: AnswerType, text: str, asked: frozenset[str]) -> bool:
    """Whether `text` holds something of that kind that is not already in the question (`asked`: its stems)."""
    if kind == "person":
        return any(word[:1].isupper() and stem(word) not in asked for word in words(text)[1:])
    if kind == "time":
        return bool(_TIME.search(text))
    if kind == "number":
        return any(word[:1].isdigit() or word.lower() in _NUMBER_WORDS for word in words(text))
    if kind == "place":
        return bool(_PLACE.search(text))
    return kind == "reason" and bool(_REASON.search(text))
