"""Sentences about facts that code knows: a document's date, that it is undated, a day worked out from "Sunday"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dates.vocabulary import WEEKDAY_NAMES
from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import numbers, without
from assistant.text.words import STOP_WORDS, word_set, words
from assistant.types import Hit, Query

_VOCABULARY = word_set(
    """article articles document documents passage passages source sources file report reports text dated undated date
    dates day published publication known unknown written year month week today as earlier later older newer latest
    oldest newest means refers falls meaning counted counting
    there cited one two"""
) | frozenset(WEEKDAY_NAMES)
_UNDATED = re.compile(
    r"\bundated\b|\b(?:no|without an?|unknown) (?:known )?(?:publication )?date\b|\bnot dated\b"
    r"|\bdate\b.{0,80}? (?:is|are) (?:not known|unknown)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\bP\d{1,2}\b")


def is_known_fact(sentence: str, hits: Sequence[Hit], query: Query) -> bool:
    """Whether `sentence` says nothing but the date of documents, or that one is undated, and says it rightly.

    Every word must belong to that subject or name a document; every date must be the day of one of the hits, of a
    phrase in them, or today; "undated" needs an undated document (the one that is named, if one is).
    """
    named = [hit for hit in hits if _names(sentence, hit)]
    about = named or list(hits)
    dates = written_dates(sentence)
    undated = _UNDATED.search(sentence) is not None
    if not dates and not undated:
        return False
    if undated and not any(hit.document.date.day is None for hit in about):
        return False
    days = {hit.document.date.day for hit in about if hit.document.date.day} | {query.as_of}
    days |= {day for hit in about for mention in hit.passage.mentions if (day := mention.days.only_day)}
    if not all(any(one.fits(day) for day in days) for one in dates):
        return False
    rest = without(sentence, dates)
    for hit in named:
        for name in (hit.document.path, hit.document.title, hit.document.source):
            rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE) if name else rest
    rest = _LABEL.sub(" ", rest)
    phrases = {word.lower() for hit in about for mention in hit.passage.mentions for word in words(mention.text)}
    left = {word.lower() for word in words(rest)} - STOP_WORDS - _VOCABULARY - phrases
    return not left and not numbers(rest) - {1.0, 2.0}


def _names(sentence: str, hit: Hit) -> bool:
    lowered = sentence.lower()
    return any(
        name and len(name) > 3 and name.lower() in lowered
        for name in (hit.document.path, hit.document.title, hit.document.source)
    )
