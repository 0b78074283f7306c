"""The very thing that a question asks for, where its words say which: an age, a sum, a capital, a number of ships."""

from __future__ import annotations

import re

from assistant.asked import Detail
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN
from assistant.text.words import content_terms, stem, word_set, words

UNITS = (
    r"(?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|centimet(?:re|er)s?|cm|mm|hectares?"
    r"|acres?|(?:kilo)?grams?|kg|tons?|tonnes?|pounds?|lbs?|lit(?:re|er)s?|gallons?|mph|km/h|knots?|degrees?)"
)
_MONEY = rf"(?:{CURRENCY}|{CURRENCY_CODE}|{CURRENCY_SIGN})"
_DETAILS: dict[Detail, re.Pattern[str]] = {
    "age": re.compile(r"\bhow old\b|\bwhat (?:is|was|are|were) \S+ ages?\b|\b(?:what|which) age\b"),
    "extent": re.compile(rf"\bhow (?:far|tall|heavy|deep|wide|high)\b|\bhow many {UNITS}\b"),
    "sum": re.compile(rf"\bhow many {_MONEY}"),
    "price": re.compile(r"\bhow much\b.*\b(?:money|pay|paid|cost|costs|spend|spent|earn|worth|price)\b"),
    "population": re.compile(r"\b(?:what|which|how (?:big|large)) (?:is|was) .*\bpopulation\b"),
    "birthplace": re.compile(r"\bwhere (?:was|were|is) .*\bborn\b"),
    "casualties": re.compile(
        r"\b(?:was|were) (?:anyone|anybody|somebody|someone|people)\b.*\b(?:killed|injured|hurt|wounded)\b"
    ),
}
_WHAT_IS = re.compile(
    r"\b(?:what|which) (?:is|was|are|were) (?:the )?(?P<thing>[a-z][a-z -]*?) (?:of|in|at|on|for|rate|today)\b"
)
# Measured or named things: a sentence that gives one nearly always says what it gives.
_SAID_BY_NAME = word_set(
    "capital designation temperature weather rate unemployment inflation salary budget currency religion "
    "nickname motto anthem password gdp"
)
_HOW_MANY = re.compile(
    r"\bhow many (?P<thing>[\w -]+?) (?:did|do|does|are|is|was|were|has|have|had|will|would|can|could)\b"
)
# What follows tells where or of what: "workers on strike at the mill" counts workers.
_OF_THE_THING = re.compile(r" (?:of|on|in|at|for|from|with|to|by|under|near|who|that|which)\b")
_SORT = re.compile(
    r"\b(?:what|which) (?:types?|kinds?|sorts?|classe?s?|makes?) of (?:a |the )?(?P<thing>[\w-]+)", re.IGNORECASE
)


def detail_asked(question: str) -> Detail | None:
    """What a sentence that answers must hold; None where the question does not say."""
    lowered = question.lower()
    return next((detail for detail, pattern in _DETAILS.items() if pattern.search(lowered)), None)


def thing_asked(question: str) -> tuple[str, ...]:
    """The words, in small letters, of a measured or named thing that is asked for ("capital"); empty for any other."""
    found = _WHAT_IS.search(question.lower())
    return tuple(word for word in words(found.group()) if word in _SAID_BY_NAME) if found else ()


def counted(question: str) -> str | None:
    """The stem of the noun of which a number is asked, "" where it is not said which; None where nothing is counted."""
    found = _HOW_MANY.search(question.lower())
    if not found:
        return None
    return next((stem(term) for term in reversed(content_terms(_OF_THE_THING.split(found["thing"])[0]))), "")


def sort_asked(question: str) -> str | None:
    """The stem of the thing of which a question asks what sort it is."""
    found = _SORT.search(question)
    return stem(found["thing"]) if found else None
