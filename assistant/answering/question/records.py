"""Questions that no sentence of an article answers: about the record of an article, or about the corpus as a whole."""

from __future__ import annotations

import re

from assistant.asked import CatalogueFact, Record

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
_ITEM = r"(?:articles?|documents?|stor(?:y|ies)|files?|reports?|news items?)"
_ARE_THERE = r"(?:(?:do|can) (?:you|i|we)|(?:is|are) there|(?:is|are) in (?:the|this) (?:corpus|collection|archive))\b"
_CATALOGUE: dict[CatalogueFact, str] = {
    "count": rf"how many {_ITEM} (?:{_ARE_THERE}|mention|are about|appeared|were published)",
    "list": rf"(?:which|what|list (?:all |the )*) ?{_ITEM} (?:{_ARE_THERE}|mention)",
    "newest": rf"(?:what|which) is the (?:newest|latest|most recent) {_ITEM}\b",
    "oldest": rf"(?:what|which) is the (?:oldest|earliest|first) {_ITEM}\b",
    "sources": rf"(?:what|which|how many) (?:sources|publishers|newspapers|papers|outlets) {_ARE_THERE}",
    "authors": rf"(?:what|which|how many) (?:authors|writers|journalists|reporters) {_ARE_THERE}",
}
_CATALOGUE_ASKED = {fact: re.compile(rf"\W*{words}", re.IGNORECASE) for fact, words in _CATALOGUE.items()}


def record_asked(question: str) -> Record | None:
    """What a question wants to know of an article itself; None where it asks for what articles say."""
    if _DATE.search(question):
        return "date"
    return "source" if _SOURCE.search(question) else None


def catalogue_asked(question: str) -> CatalogueFact | None:
    """What a question wants to know of the corpus as a whole; None where it asks for what articles say."""
    return next((fact for fact, pattern in _CATALOGUE_ASKED.items() if pattern.match(question)), None)
