"""Whether a sentence holds something of the kind that a question asks for."""

from __future__ import annotations

import re

from assistant.asked import AnswerKind
from assistant.text.numbers import QUANTITIES
from assistant.text.words import stem, words

_TIME = re.compile(
    r"\b1\d{3}s?\b|\b20\d\ds?\b|\b(?:january|february|march|april|june|july|august|september|october|november"
    r"|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|centuries|annual\w*|yearly|today|tomorrow|yesterday"
    r"|weekend|spring|summer|autumn|winter|last (?:week|month|year)|next (?:week|month|year))\b|\bMay (?:\d|of)",
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


def fits(kind: AnswerKind, text: str, asked: frozenset[str]) -> bool:
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
