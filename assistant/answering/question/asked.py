"""What a question asks for, read once: every later stage takes it from `Query.asked`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.question.particulars import (
    asks_for_words,
    counted,
    detail_asked,
    office_asked,
    role_asked,
    sort_asked,
    speaker_asked,
    thing_asked,
)
from assistant.asked import AnswerKind, Asked, Measure, Record
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.identifiers import identifiers
from assistant.text.numbers import any_of
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
_WHAT = r"\b(?:what|which) (?:(?:is|are|was|were) (?:the )?)?(?:\w+ )?"
_TERSE = r"^\W*(?:the )?(?:\w+ )?"  # "Dates of the exercises?", "Launch site of the missiles?"
_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bhow (?:many|much|long|far|old|often|big|large|high|tall|fast|deep|heavy)\b")),
    ("number", re.compile(_WHAT + r"(?:number|percent\w*|age|amount|population|cost|price|size|length|height)\b")),
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

    `text` is what an answer is read by; `own` a follow-up as it was asked, whose words say which kind of answer is
    wanted; `named` are the names in the question (see `names_asked`) and `days` the days that it names.
    """
    sentence = is_sentence(text)
    whole = replace(
        _read(text, own, sentence=sentence, named=named),
        article=record_asked((own or text)[:_READ]),
        days=tuple(days),
    )
    parts = parts_of(text)
    if len(parts) == 1:
        return whole
    read = (_read(part, own, sentence=sentence, named=[name for name in named if name in part]) for part in parts)
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


def is_sentence(question: str) -> bool:
    """Whether a question is written as a sentence, with its mark or with capitals, not as one types search words.

    Scripts that have no capitals do not tell: questions in them are taken for sentences.
    """
    if "?" in question or question.lower() == question.upper():
        return any(character.isalpha() for character in question)
    return any(character.isupper() for character in question) and not question.isupper()


def _read(whole: str, own: str | None, *, sentence: bool, named: Sequence[str]) -> Asked:
    weights, text = question_weights(whole), whole[:_READ]
    words_of_its_own = (own or whole)[:_READ]
    detail = detail_asked(text)
    thing = () if detail else thing_asked(text)
    office = () if detail or thing else office_asked(text)
    sort = sort_asked(text)
    speaker = None if sort else speaker_asked(text)
    role, role_of = ((), ()) if sort or asks_for_words(text) else role_asked(text)
    return Asked(
        whole,
        sentence=sentence,
        kind=kind_asked(words_of_its_own),
        measure=measure_asked(words_of_its_own),
        detail=detail,
        thing=thing,
        office=office,
        counted=None if detail or thing or office else counted(text),
        sort_of=sort,
        speaker=speaker,
        role=role,
        role_of=role_of,
        names=tuple(named),
        weights=weights,
        own_weights=(question_weights(own) if own else {}) or weights,
    )


def _is_date(name: str) -> bool:
    return all(part.lower() in CALENDAR_WORDS or part.isdigit() for part in words(name))
