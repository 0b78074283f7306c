"""A question becomes a Query: its words, its filters, its order, and the day it is asked as of.

Publication phrases filter ("articles from March 2021", "what was reported before 20 March"), event phrases prefer
("what happened in January?"), deictic words order ("latest", "currently") or prefer recent documents ("last week").
A phrase that describes a noun ("the 2019 summit") is part of the subject and does neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.follow_up import search_text as with_history
from assistant.answering.grammar import DatePhrase, phrases
from assistant.answering.operators import narrowed, read_operators
from assistant.types import DateRange, Order, Query, Turn

_WRITINGS = (
    r"(?:news|articles?|reports?|stor(?:y|ies)|coverage|headlines?|pieces?|posts?|publications?|documents?|press"
    r"|papers?|newspapers?|updates?|dispatch(?:es)?|write-?ups?|reporting|editorials?|columns?)"
)
_PUBLISHED = r"(?:reported|published|written|posted|printed|covered|appeared|run|said in the (?:news|press|papers))"
# What stands before a date phrase and makes it a publication date.
_BEFORE_PUBLICATION = re.compile(
    rf"\b{_WRITINGS}\b(?:\s+(?:that|which))?(?:\s+(?:was|were|is|are|has been|have been|had been))?"
    rf"(?:\s+(?:{_PUBLISHED}|dated|released))?\s*(?:(?:from|of|in|on|for|during|within|over|dated|out)\s+)*(?:the\s+)?$"
    rf"|\b(?:dated|published|posted)\s+(?:(?:from|in|on|during|within|over)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_WRITINGS_ABOUT = re.compile(
    rf"\b{_WRITINGS}\s+(?:(?:{_PUBLISHED}|were|was)\s+)*(?:about|on|regarding|concerning|covering|mentioning|by)\b[^,;:?.]*?"
    r"\s(?:from|dated|published(?:\s+(?:in|on))?|written(?:\s+(?:in|on))?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# A question for what was written, wherever its date stands: "What was reported about Kim before 20 March 2021?"
_ASKS_FOR_WRITINGS = re.compile(
    rf"\b(?:what|anything|something|everything|nothing|how (?=was|were|is|has))\b[^,;:?.]{{0,40}}?\b(?:was|were|is|has|have|had|been|got)\b"
    rf"[^,;:?.]{{0,20}}?\b{_PUBLISHED}\b(?!\s+(?:losses|earnings|profits?|cases|deaths|missing))"
    rf"|^\s*(?:(?:show|list|find|give|get)(?:\s+me)?|summari[sz]e)\s+(?:all\s+|the\s+|every\s+|any\s+)*{_WRITINGS}\b"
    rf"|\bwhat (?:do|did|does) (?:the )?{_WRITINGS}\s+(?:say|write|report|tell)\b"
    rf"|^\s*{_WRITINGS}\s+(?:about|on|from|regarding|published|written|dated)\b"
    rf"|\b(?:which|what|how many|any|are there|were there)\s+{_WRITINGS}\b",
    re.IGNORECASE,
)
_WRITINGS_BEHIND = re.compile(rf"\s*(?:['’]s?)?\s*(?:\w+\s+)?{_WRITINGS}\b", re.IGNORECASE)
_AS_OF = re.compile(r"\b(?:as of|as at|as on|as it stood on|seen from)\s+(?:the end of\s+)?$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:\b(?:in|on|at|of|from|during|within|over|for|throughout|dated|published|as of|as at|by|through|the)\s+)+$",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|more recent(?:ly)?|(?<!until )(?<!till )(?:right |just |as of )?now(?! that\b)|currently|nowadays"
    r"|these days|at present|presently|at the moment|to date|up to date|so far(?! as\b)"
    r"|current(?!\s+(?:account|accounts|affairs|density|events)\b)|today['’]s)\b"
)
_OLDEST = re.compile(
    r"\b(?:(?:earliest|first) (?:reported|known|recorded|confirmed|announced|published)(?= \w)|earliest|for the first time|oldest (?="
    + _WRITINGS
    + r")|first (?="
    + _WRITINGS
    + r"|mention|mentioned|reported|announced"
    r"|report\b|announce\b|appear|said\b|say\b|described|noted|published|became\b|become\b|emerge|disclosed|learn|heard|named"
    r"|known|recorded|confirmed|raised|time\b|figure|count|price|holder|head|tally|number|estimate))\b",
)
_RECENT = re.compile(r"\brecent(?:ly)?\b|\blately\b")
_BOILERPLATE = re.compile(
    r"^\s*(?:please\s+)?(?:(?:can|could) you\s+)?(?:(?:tell|show|give|find|get)\s+me|list|summari[sz]e|find|show)\s+"
    rf"(?:all\s+|any\s+|every\s+|the\s+|something\s+|more\s+)*(?:{_WRITINGS}\s+)?(?:about|on|of|regarding)?\s*"
    rf"|^\s*what (?:was|were|has been|have been|had been|is|do|did)\s+(?:the\s+)?(?:{_WRITINGS}\s+)?(?:{_PUBLISHED}|say|write|report)\s+(?:about|on|of)?\s*"
    rf"|^\s*(?:any|what|which)?\s*{_WRITINGS}\s+(?:about|on|regarding)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Removed:
    """A stretch of the question that has become a filter and is not searched for."""

    start: int
    end: int


def understand(
    question: str,
    history: Sequence[Turn] = (),
    *,
    as_of: date,
    published: DateRange = DateRange(),
    sources: Sequence[str] = (),
    paths: Sequence[str] = (),
    include_undated: bool = True,
    as_of_explicit: bool = False,
) -> Query:
    """Return what is searched for a question.

    `published`, `sources` and `paths` come from flags and are narrowed by what the question itself says; with
    `as_of_explicit`, or "as of 30 June 2021" in the question, later documents are hidden.
    Raises SettingsError when an operator such as ``after:`` has no readable date.
    """
    operators = read_operators(question, as_of=as_of)
    text = operators.text
    stated = operators.as_of
    removed: list[_Removed] = []
    understood = list(operators.written)
    for phrase in phrases(text, as_of=as_of):
        before = _AS_OF.search(text[: phrase.start])
        if before and phrase.days.end and phrase.kind != "open":
            stated = phrase.days.end
            removed.append(_Removed(before.start(), phrase.end))
            understood.append(text[before.start() : phrase.end])
    if stated is not None:
        as_of, as_of_explicit = stated, True
    published = narrowed(published, operators.published)
    about = DateRange()
    recent = False
    for phrase in phrases(text, as_of=as_of):
        if any(r.start <= phrase.start < r.end for r in removed) or _in_the_future(phrase, as_of):
            continue
        if _is_publication(text, phrase):
            published = narrowed(published, phrase.days)
        elif phrase.attributive:
            continue
        else:
            about = _hull(about, phrase.days)
        recent = recent or phrase.kind == "deictic"
        start = _lead(text, phrase.start)
        understood.append(text[start : phrase.end])
        if phrase.kind == "deictic" or _is_publication(text, phrase):
            removed.append(_Removed(start, phrase.end))
    order, words = _order(text, removed)
    if order == "relevance" and stated is not None and not published.start and not about:
        order = "newest"  # "as of 30 June" asks for the state of that day
    understood += words
    if as_of_explicit:
        published = narrowed(published, DateRange(None, as_of))
    searched = _searched(text, removed, order)
    return Query(
        question=question,
        search_text=with_history(searched, history),
        as_of=as_of,
        published=published,
        about=about,
        sources=(*sources, *operators.sources),
        paths=(*paths, *operators.paths),
        order=order,
        include_undated=include_undated,
        understood=tuple(dict.fromkeys(understood)),
        as_of_explicit=as_of_explicit,
        recent=recent or bool(_RECENT.search(text)),
    )


def _in_the_future(phrase: DatePhrase, as_of: date) -> bool:
    """A phrase such as "in two weeks" names days that no article can report on yet."""
    return phrase.kind != "absolute" and phrase.days.start is not None and phrase.days.start > as_of


def _is_publication(text: str, phrase: DatePhrase) -> bool:
    before = text[: phrase.start]
    if (
        _BEFORE_PUBLICATION.search(before)
        or _WRITINGS_ABOUT.search(before)
        or _WRITINGS_BEHIND.match(text[phrase.end :])
    ):
        return True
    return not phrase.attributive and bool(_ASKS_FOR_WRITINGS.search(before))


def _lead(text: str, start: int) -> int:
    """Where the prepositions before a phrase begin."""
    lead = _LEAD.search(text[:start])
    return lead.start() if lead else start


def _hull(one: DateRange, other: DateRange) -> DateRange:
    """From the first day of either range to the last; "in January and in March" reaches from January to March."""
    if not one:
        return other
    starts, ends = (one.start, other.start), (one.end, other.end)
    return DateRange(
        None if None in starts else min(day for day in starts if day),
        None if None in ends else max(day for day in ends if day),
    )


def _order(text: str, removed: Iterable[_Removed]) -> tuple[Order, list[str]]:
    """Which end of time the question asks for, and the words that say so."""
    taken = list(removed)
    for order, pattern in (("newest", _NEWEST), ("oldest", _OLDEST)):
        for match in pattern.finditer(text):
            if not any(r.start <= match.start() < r.end for r in taken):
                return ("newest" if order == "newest" else "oldest"), [match[0].strip()]
    return "relevance", []


def _searched(text: str, removed: Sequence[_Removed], order: Order) -> str:
    """The question without filter phrases, words of order and polite openings; the question itself if none is left."""
    kept = list(text)
    for stretch in removed:
        kept[stretch.start : stretch.end] = " " * (stretch.end - stretch.start)
    rest = "".join(kept)
    rest = _BOILERPLATE.sub("", rest, count=1)
    if order != "relevance":
        rest = (_NEWEST if order == "newest" else _OLDEST).sub(" ", rest)
    rest = re.sub(r"\s+([?.,!;:])", r"\1", " ".join(rest.split())).strip(" ,;")
    return rest if re.search(r"\w{2}", rest) else text
