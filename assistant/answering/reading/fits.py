"""Whether a sentence holds what a question asks for.

`fits`, `gives` and `names_somebody` weigh; `holder_of` excludes: a sentence about the right people that holds no age
does not say how old one of them is, however well its words fit; `preference_of` ranks: if no sentence qualifies, none
is dropped. A question that asks for nothing of the kind excludes and prefers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.asked import AnswerKind, Asked, Detail, Measure
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import written_dates
from assistant.text.name_forms import is_among, plain_name
from assistant.text.numbers import (
    CURRENCY,
    CURRENCY_CODE,
    CURRENCY_SIGN,
    MONEY,
    QUANTITIES,
    SCALE,
    UNIT_OF_SIZE,
    any_of,
    numbers,
    without,
)
from assistant.text.speech import SAYING, SPEAKER_MAY_FOLLOW
from assistant.text.words import STOP_WORDS, WORD, stem, stems_of, word_set, words

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
_MARK = re.compile(r"[.,“”\"]")


def gives(measure: Measure, text: str) -> float:
    """1 where `text` gives such a measure, 0 where it does not, between where it may."""
    if _GIVES[measure].search(text):
        return 1.0
    may, worth = _MAY_GIVE.get(measure, (None, 0.0))
    return worth if may and may.search(text) else 0.0


def names_somebody(text: str, asked: frozenset[str]) -> bool:
    """Whether `text` has a full name, two capitalised words, of which `asked` (stems) has none."""
    for place, (first, last) in enumerate(pairwise(WORD.finditer(text))):
        one, other = first.group(), last.group()
        if not (one[0].isupper() and other[0].isupper()) or _MARK.search(text, first.end(), last.start()):
            continue
        opens = place == 0 and not _MARK.search(text, 0, first.start())
        named = one.lower() not in STOP_WORDS if opens else min(len(one), len(other)) > 1 and stem(one) not in asked
        if named and stem(other) not in asked:
            return True
    return False


_SHARE = r"(?:billions?|millions?|trillions?|percent|per cent|%|(?:two|three|four|five|ten|\d+)-?fold|free)"
_HOLDS: dict[Detail, re.Pattern[str]] = {
    "age": re.compile(r"\b(?:\d{1,3}|\w+)[- ]years?[- ]old\b|\baged?\b|, \d{1,3},|\bborn\b|\bbirthday\b"),
    "extent": re.compile(
        rf"\b\d[\d.,]*[- ]?{UNIT_OF_SIZE}\b|\b(?:hundreds?|thousands?|dozens|\w+) (?:of )?{UNIT_OF_SIZE}\b"
    ),
    "sum": re.compile(rf"\b{MONEY}(?!\w)|{CURRENCY_SIGN}\s?\d", re.IGNORECASE),
    # Also sums in currencies that are not listed: "83.53 crowns".
    "price": re.compile(rf"(?:{MONEY}|{_SHARE})(?!\w)|{CURRENCY_SIGN}\s?\d|\b\d[\d.,]* [a-z]+s\b", re.IGNORECASE),
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
    plain = _DATED.sub(" ", without(text, written_dates(text)))
    if not numbers(plain):
        return False
    typed = plain.split()
    places = [place for place, word in enumerate(typed) if any(stem(one) == noun for one in words(word))]
    return not places or any(numbers(" ".join(typed[max(0, place - 5) : place])) for place in places)


_SAYING, _MAY_FOLLOW = SAYING | {"according"}, SPEAKER_MAY_FOLLOW | {"according"}
_NEAR = 7  # words between a verb of saying and the name of who says it
_LESSER = word_set("vice deputy former ex acting assistant")
_UNQUALIFIED = word_set("several new first second last latest next")
_BESIDE = 4  # words between an office and whose it is

Prefers = Callable[[str], bool]


def preference_of(asked: Asked) -> Prefers | None:
    """A test for sentences: do they give the words or the office of whom the question names, or a sort of the thing?

    None where the question asks for nothing of the sort.
    """
    if thing := asked.sort_of:
        return lambda text: _qualifies(thing, text)
    if speaker := asked.speaker:
        return lambda text: _speaks(speaker, text)
    return (lambda text: _holds(asked.role, asked.role_of, text)) if asked.role else None


def _qualifies(thing: str, text: str) -> bool:
    """Whether a word, not a number or grammar, stands before the thing: "cruise missiles", not "two missiles"."""
    typed = words(text)
    return any(
        stem(word) == thing and not numbers(before) and before.lower() not in STOP_WORDS and before not in _UNQUALIFIED
        for before, word in pairwise(typed)
    )


def _speaks(speaker: str, text: str) -> bool:
    """Whether a verb of saying stands near the speaker's name."""
    typed = [word.lower() for word in words(text)]
    return any(
        word in _SAYING
        and is_among(speaker, _plain(typed[max(0, place - _NEAR) : place + (_NEAR + 1 if word in _MAY_FOLLOW else 0)]))
        for place, word in enumerate(typed)
    )


def _plain(typed: Sequence[str]) -> list[str]:
    return [plain_name(word) for word in typed]


def _holds(office: Sequence[str], owner: Sequence[str], text: str) -> bool:
    """Whether the text has that very office ("vice minister" is another one), beside the words of whose it is."""
    typed = [word.lower() for word in words(text)]
    stems = [stem(word) for word in typed]
    for place in range(len(stems) - len(office) + 1):
        if tuple(stems[place : place + len(office)]) != office or (typed[place - 1] if place else "") in _LESSER:
            continue
        end = place + len(office)
        around = _plain([*typed[max(0, place - _BESIDE) : place], *typed[end : end + _BESIDE]])
        if all(is_among(word, around) for word in owner):
            return True
    return False
