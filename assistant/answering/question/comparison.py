"""In what two articles may differ that answer a question: an amount, a date, a name, or yes and no."""

from __future__ import annotations

import re

from assistant.asked import AnswerKind, Comparison, Measure
from assistant.text.numbers import CURRENCY, any_of, stated_numbers
from assistant.text.speech import MAKING_KNOWN
from assistant.text.values import stated_dates
from assistant.text.words import STOP_WORDS, content_terms, stem, words

_COUNTED = re.compile(
    r"\bhow (?:many|much) (?P<thing>[\w -]+?) (?:did|do|does|are|is|was|were|has|have|had|will|would|can|could)\b"
    r"|\bhow many (?P<noun>\w+)",
    re.IGNORECASE,
)
_OF_THE_THING = re.compile(r" (?:of|on|in|at|for|from|with|to|by)\b")
_WHAT = re.compile(r"\W*what\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:population|number|toll|price|cost|age|length|height|size|amount|total|share|percentage)\b", re.IGNORECASE
)
_BIRTHDAY = re.compile(r"\bdates? of (?:birth|death)\b|\b(?:birth|death) ?dates?\b|\bbirthday\b", re.IGNORECASE)
_BORN, _DIED = re.compile(r"\b(?:born|birth)", re.IGNORECASE), re.compile(r"\b(?:die|died|death)\b", re.IGNORECASE)
_TIMES = re.compile(r"\bhow (?:many times|often)\b", re.IGNORECASE)
_SPANS = re.compile(
    r"\b(?:percent\w*|share|rate|age)\b|\bhow (?:old|long)\b"
    r"|\bhow (?:many|much)(?: \w+){0,2} (?:years?|months?|weeks?|days?|hours?|minutes?)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(rf"\bhow many\b(?! (?:\w+ ){{0,2}}{CURRENCY}\b)", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?!\d|[.,]\d)")
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
# "Who did Biden meet?", "whose car": the name asked for is not that of who did it.
_OBJECT = re.compile(
    r"\b[Ww]ho(?:m|se)?\s+(?:did|do|does|will|would|can|could|has|have|had|should)\s+(?:the\s+)?[A-Z]|\bwhom\b|\bwhose\b"
)
# Of "when did she serve in the senate", "when was he confirmed by the senate" the deed stands before these.
_DID = re.compile(r"\b(?:did|does|do|will)\b", re.IGNORECASE)
_BEHIND_DID, _BEHIND_WAS = re.compile(r"\s(?:in|on|at|to|for|from|with|into|by)\s"), re.compile(r"\sby\s")
_AUXILIARY = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)(?:n['’]t)?"
_LEAD = r"\W*(?:(?:and|but|so|then|well)\b\W*)?"
_YES_OR_NO = re.compile(rf"{_LEAD}{_AUXILIARY}\b", re.IGNORECASE)
_WHETHER_SAID = re.compile(
    rf"{_LEAD}{_AUXILIARY}\s+(?P<who>.+?)\s+(?:\w+ly\s+|ever\s+|already\s+|yet\s+)?"
    rf"(?P<verb>{any_of(MAKING_KNOWN)})\b",
    re.IGNORECASE,
)


def compared(question: str, kind: AnswerKind | None, measure: Measure | None, *, sentence: bool) -> Comparison | None:
    """What can be compared of the answers to a question of this kind and measure; None for any other question.

    `sentence`: the question is written as a sentence, so that its capitals tell names.
    """
    if _BIRTHDAY.search(question):
        kind = "time"
    if kind == "number" or (kind is None and _WHAT.match(question) and _MEASURE.search(question)):
        return _amount(question, measure)
    if kind == "time":
        return _moment(question)
    if kind in {"person", "place"}:
        return None if _OBJECT.search(question) else _name(question, sentence=sentence)
    return _verdict(question) if _YES_OR_NO.match(question) else None


def _amount(question: str, measure: Measure | None) -> Comparison:
    counted = _COUNTED.search(question)
    thing = counted["thing"] or counted["noun"] if counted else ""
    nouns = content_terms(_OF_THE_THING.split(thing)[0])[-1:]
    nouns += [found.group() for found in [_MEASURE.search(question)] if found]
    return Comparison(
        "amount",
        deed=() if _TIMES.search(question) else tuple(nouns),
        known=frozenset(one.value for one in stated_numbers(question)),
        counted=counted is not None,
        spans=_SPANS.search(question) is not None,
        money=measure == "money",
        things=_THINGS.search(question) is not None,
    )


def _moment(question: str) -> Comparison:
    before = (_BEHIND_DID if _DID.search(question) else _BEHIND_WAS).split(question)[0]
    years = {one.year for one in stated_dates(question) if one.year} | {int(year) for year in YEAR.findall(question)}
    died = _DIED.search(question)
    return Comparison(
        "moment",
        deed=_plain_terms(before)[-1:],
        terms=_terms(question),
        known=frozenset(map(float, years)),
        life="died" if died else "born" if _BORN.search(question) else None,
    )


def _name(question: str, *, sentence: bool) -> Comparison:
    terms = content_terms(question)
    return Comparison(
        "name",
        deed=_plain_terms(question),
        names=frozenset(stem(term) for term in terms if not term.islower() or not sentence),
        terms=_terms(question),
        place=_WHERE.search(question) is not None,
    )


def _verdict(question: str) -> Comparison:
    said = _WHETHER_SAID.match(question)
    terms = content_terms(question)
    deed = [stem(term) for term in terms if not term[:1].isupper()] or [stem(term) for term in terms]
    who = [word for word in words(said["who"]) if word.lower() not in STOP_WORDS] if said else []
    return Comparison("verdict", deed=tuple(deed), speaker=tuple(who), verb=stem(said["verb"]) if said else None)


def _plain_terms(text: str) -> tuple[str, ...]:
    """The content words that are neither names nor numbers."""
    return tuple(term for term in content_terms(text) if not term[:1].isupper() and not term[:1].isdigit())


def _terms(question: str) -> tuple[str, ...]:
    return tuple(term.lower() for term in content_terms(question))
