"""What a question asks for, read once: every later stage takes it from `Query.asked`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked import Asked, Record
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.numbers import any_of
from assistant.text.spelling import identifiers
from assistant.text.words import (
    AUXILIARIES,
    QUESTION_WORDS,
    content_terms,
    foreign_names,
    is_foreign,
    names,
    names_in_small_letters,
    question_weights,
    words,
)
from assistant.types import DateRange

_READ = 500  # characters of a question whose words are read for what it asks; the patterns are not linear


# "The report" and "the document" may be things that are reported about; "this report" is one of the corpus.
_THE = r"(?:(?:the|this|that|these|those|each|which)\s+)(?:\S+\s+){0,2}?"
_ARTICLE = (
    rf"(?:{_THE}(?:articles?|stor(?:y|ies)(?! of\b)|news item|dispatch(?:es)?|write-?up)\b"
    r"|(?:this|that|these|those) (?:report|document|text|file|piece)s?\b"
    r"|\S+\.[a-z]{2,5}(?=\s|[?,.]|$))"
)
_MADE = r"(?:published|written|posted|printed|dated|released|issued|put out|filed|come out|appear)"
# The article may be described before the verb: "When was the article with the line 'anytime, anywhere' published?"
_DATE = re.compile(
    rf"\bwhen (?:was|were|is|did) {_ARTICLE}.*\b{_MADE}\b"
    rf"|\b(?:what|which)(?: is| was|['’]s)? (?:the )?(?:publication )?(?:date|day) (?:of|on|does|is|was) {_ARTICLE}"
    rf"|\b(?:is|are) {_ARTICLE}.*\b(?:dated|undated)\b|\bhow old (?:is|are) {_ARTICLE}"
    rf"|\bdate of publication of {_ARTICLE}",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    rf"\b(?:who|which (?:paper|newspaper|outlet|agency|source|publisher|site|website))"
    rf" (?:published|wrote|ran|printed) {_ARTICLE}"
    rf"|\b(?:what|who|which)(?: is| was|['’]s) the (?:source|publisher|author) of {_ARTICLE}",
    re.IGNORECASE,
)


def record_asked(question: str) -> Record | None:
    """What a question wants to know of an article itself; None where it asks for what articles say."""
    if _DATE.search(question):
        return "date"
    return "source" if _SOURCE.search(question) else None


_ASKING = any_of(QUESTION_WORDS | AUXILIARIES)
# A run of marks or of white space is looked at from its first character only: somebody may ask 4,000 spaces.
_BORDER = re.compile(
    r"(?<![?;])[?;]++\s++(?:and\s++|but\s++|also\s++)?"
    rf"|(?:,|(?<![\s,]))\s++(?:and|but)\s++(?:also\s++)?(?={_ASKING}\b)",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(rf"\b{any_of(QUESTION_WORDS)}\b", re.IGNORECASE)
_ENOUGH = 2  # content words; a part with fewer leans on the other ("and why?") and cannot be looked up alone
_LEANING = re.compile(
    r"\b(?:each (?:one|of (?:them|these|those))|both of (?:them|these)|the (?:former|latter))\b", re.IGNORECASE
)
_MOST = 3


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of a question that can be answered each on its own; the question itself when it has one subject."""
    parts = [part.strip(" ?,;") for part in _BORDER.split(question)]
    parts = [part for part in parts if part]
    asks = [bool(_QUESTION_WORD.search(part)) or index == 0 for index, part in enumerate(parts)]
    own_subject = all(len(content_terms(part)) >= _ENOUGH and not _LEANING.search(part) for part in parts)
    return tuple(parts) if 2 <= len(parts) <= _MOST and all(asks) and own_subject else (question,)


def read_asked(
    text: str, *, own: str | None = None, named: Sequence[str] = (), days: Sequence[DateRange] = ()
) -> Asked:
    """Read what a question asks for.

    `text` is what an answer is read by; `own` a follow-up as it was asked, whose words say whether an article itself is
    asked about; `named` are the names in the question (see `names_asked`) and `days` the days that it names.
    """
    article = record_asked((own or text)[:_READ])
    whole = Asked(text, article=article, names=tuple(named), days=tuple(days), weights=question_weights(text))
    parts = parts_of(text)
    if len(parts) == 1:
        return whole
    read = (
        Asked(part, names=tuple(name for name in named if name in part), weights=question_weights(part))
        for part in parts
    )
    return replace(whole, article=None, parts=tuple(read))


def names_asked(question: str) -> tuple[str, ...]:
    """The names in a question that are not days, and its identifiers.

    Without capitals those count that English hardly ever writes so, and in all capitals none. In other languages than
    English, whose nouns may have capitals and whose names for countries differ, only names of several words count.
    """
    found = identifiers(question)
    for one in found:
        question = question.replace(one, " ")
    if question.islower():
        named = [] if is_foreign(question) else names_in_small_letters(question)
    elif not any(word.islower() for word in words(question)):
        named = []
    else:
        named = foreign_names(question) if is_foreign(question) else names(question)
    return (*(name for name in named if not _is_date(name)), *found)


def _is_date(name: str) -> bool:
    return all(part.lower() in CALENDAR_WORDS or part.isdigit() for part in words(name))
