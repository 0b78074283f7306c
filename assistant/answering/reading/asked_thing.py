"""Whether a sentence holds the very thing that a question asks for: an age, a distance, a sum, the holder of an office.

Unlike `answer_type`, which weighs, this excludes: a sentence about the right people that holds no age does not say
how old one of them is, however well its words fit. A question that asks for nothing of the kind excludes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import CURRENCY, CURRENCY_CODE, CURRENCY_SIGN, numbers, without
from assistant.text.words import content_terms, stem, stems_of, word_set, words

_UNITS = (
    r"(?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|centimet(?:re|er)s?|cm|mm|hectares?"
    r"|acres?|(?:kilo)?grams?|kg|tons?|tonnes?|pounds?|lbs?|lit(?:re|er)s?|gallons?|mph|km/h|knots?|degrees?)"
)
_MONEY = rf"(?:{CURRENCY}|{CURRENCY_CODE}|{CURRENCY_SIGN})"
_SHARE = r"(?:billions?|millions?|trillions?|percent|per cent|%|(?:two|three|four|five|ten|\d+)-?fold|free)"
_AGE = r"\b(?:\d{1,3}|\w+)[- ]years?[- ]old\b|\baged?\b|, \d{1,3},|\bborn\b|\bbirthday\b"
# What a question asks, in lower case, and what a sentence that answers it has.
_HOLDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"\bhow old\b|\bwhat (?:is|was|are|were) \S+ ages?\b|\b(?:what|which) age\b"), re.compile(_AGE)),
    (
        re.compile(rf"\bhow (?:far|tall|heavy|deep|wide|high)\b|\bhow many {_UNITS}\b"),
        re.compile(rf"\b\d[\d.,]*[- ]?{_UNITS}\b|\b(?:hundreds?|thousands?|dozens|\w+) (?:of )?{_UNITS}\b"),
    ),
    (
        re.compile(rf"\bhow many {_MONEY}"),
        re.compile(rf"\b{_MONEY}(?!\w)|{CURRENCY_SIGN}\s?\d", re.IGNORECASE),
    ),
    (
        re.compile(r"\bhow much\b.*\b(?:money|pay|paid|cost|costs|spend|spent|earn|worth|price)\b"),
        # Also sums in currencies that are not listed: "83.53 crowns".
        re.compile(rf"(?:{_MONEY}|{_SHARE})(?!\w)|{CURRENCY_SIGN}\s?\d|\b\d[\d.,]* [a-z]+s\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:what|which|how (?:big|large)) (?:is|was) .*\bpopulation\b"),
        re.compile(r"\d.*\b(?:population|people|inhabitants|residents)\b|\bpopulation\b.*\d", re.DOTALL),
    ),
    (re.compile(r"\bwhere (?:was|were|is) .*\bborn\b"), re.compile(r"\bborn\b|\bbirth|\bnative of\b")),
    (
        re.compile(r"\b(?:was|were) (?:anyone|anybody|somebody|someone|people)\b.*\b(?:killed|injured|hurt|wounded)\b"),
        re.compile(r"\b(?:kill|injur|hurt|wound|casualt|dead\b|death|died|unharmed|victim)", re.IGNORECASE),
    ),
)
_WHO_IS = re.compile(r"\b(?:who(?:['’]s| is| was| are| were)|name)\b(?P<rest>.*)", re.IGNORECASE)
OFFICES = word_set(
    "president minister secretary ambassador chancellor governor mayor senator king queen prince pope chief chairman "
    "chairwoman chair ceo commander general admiral adviser advisor envoy spokesman spokeswoman "
    "spokesperson premier prime vice deputy treasurer coach captain manager judge attorney"
)
_CLAUSE = re.compile(r"\b(?:when|while|after|before|who|that|during|at the time|whom|whose)\b|[,;]", re.IGNORECASE)
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
# Years, days and ordinals count nothing.
_DATED = re.compile(
    r"\b(?:(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|one of)\b", re.IGNORECASE
)

Holds = Callable[[str], bool]


def holder_of(question: str) -> Holds | None:
    """A test for sentences: may one of them answer? None where the question does not say what it must hold."""
    lowered = question.lower()
    for asks, holds in _HOLDS:
        if asks.search(lowered):
            return lambda text: bool(holds.search(text))
    if thing := _named(lowered):
        return lambda text: thing <= {word.lower().removesuffix("s") for word in words(text)}
    if office := _office(question):
        return lambda text: office <= stems_of(text)
    if counted := _HOW_MANY.search(lowered):
        noun = [stem(term) for term in content_terms(_OF_THE_THING.split(counted["thing"])[0])]
        return lambda text: _counts(noun[-1] if noun else "", text)
    return None


def _office(question: str) -> frozenset[str]:
    """The stems of the words that name an office of which the holder is asked."""
    found = _WHO_IS.search(question)
    title = _CLAUSE.split(found["rest"])[0] if found else ""
    return frozenset(stem(word) for word in words(title) if word.lower() in OFFICES)


def _named(lowered: str) -> frozenset[str]:
    found = re.search(_WHAT_IS, lowered)
    thing = words(found.group(0)) if found else []
    return frozenset(word for word in thing if word in _SAID_BY_NAME)


def _counts(noun: str, text: str) -> bool:
    """Whether a text has a number, and where it has the noun, one shortly before it."""
    plain = _DATED.sub(" ", without(text, written_dates(text)))
    if not numbers(plain):
        return False
    typed = plain.split()
    places = [place for place, word in enumerate(typed) if any(stem(one) == noun for one in words(word))]
    return not places or any(numbers(" ".join(typed[max(0, place - 5) : place])) for place in places)
