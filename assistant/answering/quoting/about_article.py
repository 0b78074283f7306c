"""Questions about an article itself: when it was published, by whom. Its record answers them, not its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.answering.reading.candidates import candidates_of
from assistant.types import Document, Hit

Asked = Literal["date", "source"]

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
_QUOTED = re.compile(r"[\"“”„«»‘'](.{4,}?)[\"“”«»’'](?=\W|$)")
_KNOWN_BY = {
    "sidecar": "a file beside it",
    "front_matter": "its front matter",
    "json_field": "a field of its record",
    "html_metadata": "the metadata of its page",
    "header_line": "a line at its top",
    "filename": "its file name",
}


class Meant(NamedTuple):
    """A hit of the article that is meant, and the offsets of a sentence of its document to know it by."""

    hit: Hit
    start: int
    end: int


def asks_about_article(question: str) -> Asked | None:
    """What a question wants to know of an article itself; None where it asks for what articles say."""
    if _DATE.search(question):
        return "date"
    return "source" if _SOURCE.search(question) else None


def meant(question: str, hits: Sequence[Hit]) -> Meant | None:
    """The article that is meant; None without hits.

    It is named by file or title, or by words in quotation marks that stand in it; or else it is the best hit.
    """
    lowered = question.lower()
    for phrase in _QUOTED.findall(question):
        for candidate in candidates_of(hits):
            if _plain(phrase) in _plain(candidate.text):
                return Meant(candidate.hit, candidate.start, candidate.end)
    named = [hit for hit in hits if any(name and name.lower() in lowered for name in _names_of(hit.document))]
    first = next(iter(candidates_of(named or hits)), None)
    return Meant(first.hit, first.start, first.end) if first else None


def statement(asked: Asked, document: Document) -> str:
    """What the record of a document says, as a sentence."""
    name = f"“{document.title}” ({document.path})" if document.title else document.path
    if asked == "source":
        by = " and ".join(part for part in (document.author, document.source) if part)
        return f"{name} is by {by}." if by else f"The source of {name} is not known."
    if document.date.day is None:
        bound = document.date.not_before
        after = f" It mentions {bound.isoformat()}, so it is not older than that." if bound else ""
        return f"{name} is undated: nothing says when it was published.{after}"
    return f"{name} is dated {document.date.label}, known from {_KNOWN_BY[document.date.provenance]}."


def _names_of(document: Document) -> tuple[str | None, ...]:
    return document.path, document.path.rpartition("/")[2], document.title


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())
