"""The kind of answer that a question asks for, and the measure in which it is told."""

from __future__ import annotations

import re

from assistant.asked import AnswerKind, Measure

_WHAT = r"\b(?:what|which) (?:(?:is|are|was|were) (?:the )?)?(?:\w+ )?"
_TERSE = r"^\W*(?:the )?(?:\w+ )?"  # "Dates of the exercises?", "Launch site of the missiles?"
_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
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
_MEASURES: dict[Measure, re.Pattern[str]] = {
    "money": re.compile(
        r"\bhow much\b.*\b(?:money|costs?|pay|pays|paid|spend|spent|prices?|worth|earn|lose|losing|lost|charge"
        r"|fund\w*|raise|compensation|support|fees?|fines?|sales?|revenue|profit|salary|wages?|rent|sell|sold|buy"
        r"|bought|owe)\b|\bfor how much\b"
        r"|\bwhat (?:(?:is|was|were|are) )?(?:the )?(?:price|cost|fee|fine|salary|budget)"
        r"|\b(?:price tag|worth|cost)\b"
    ),
    "share": re.compile(
        r"\bwhat (?:percent\w*|share|proportion|rate)\b|\bhow large (?:a|is)? ?(?:share|stake)|\bby how much\b"
    ),
    "frequency": re.compile(r"\bhow often\b|\bhow frequent"),
    "duration": re.compile(r"\bhow long (?!ago)|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    "size": re.compile(
        r"\bhow (?:high|deep|far|tall|wide|big|large|heavy|fast)\b|\bhow many (?:miles|kilomet|met|feet)"
        r"|\bwhat (?:height|depth|distance|capacity|size)\b"
    ),
    "number": re.compile(r"\bhow (?:many|much|old)\b|\bwhat number\b"),
}


def kind_asked(question: str) -> AnswerKind | None:
    """The kind of thing that is asked for first; None where the words do not say."""
    lowered = question.lower()
    found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(lowered))]
    return min(found, key=lambda one: one[0])[1] if found else None


def measure_asked(question: str) -> Measure | None:
    """What is to be told in numbers; None where the words do not say."""
    lowered = question.lower()
    return next((measure for measure, pattern in _MEASURES.items() if pattern.search(lowered)), None)
