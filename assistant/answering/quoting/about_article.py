"""Questions about an article itself: when it was published, by whom. Its record answers them, not its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.citations import Stretch
from assistant.answering.reading.reading import candidates_of
from assistant.asked import Record
from assistant.dates.how_known import how_known
from assistant.types import Document, Hit

_QUOTED = re.compile(r"[\"“”„«»‘'](.{4,300}?)[\"“”«»’'](?=\W|$)")


def meant(question: str, hits: Sequence[Hit]) -> Stretch | None:
    """The hit whose article is meant, and the offsets of a sentence of it to know it by; None without hits.

    It is named by file or title, or by words in quotation marks that stand in it; or else it is the best hit.
    """
    lowered = question.lower()
    for phrase in _QUOTED.findall(question):
        for candidate in candidates_of(hits):
            if _plain(phrase) in _plain(candidate.text):
                return Stretch(candidate.hit, candidate.start, candidate.end)
    named = [hit for hit in hits if any(name and name.lower() in lowered for name in _names_of(hit.document))]
    first = next(iter(candidates_of(named or hits)), None)
    return Stretch(first.hit, first.start, first.end) if first else None


def statement(asked: Record, document: Document) -> str:
    """What the record of a document says, as a sentence."""
    name = f"“{document.title}” ({document.path})" if document.title else document.path
    if asked == "source":
        by = " and ".join(part for part in (document.author, document.source) if part)
        return f"{name} is by {by}." if by else f"The source of {name} is not known."
    if document.date.provenance == "several":
        return f"{name} holds pieces of several days, and which is of which day cannot be told."
    if document.date.day is None:
        bound = document.date.not_before
        after = f" It mentions {bound.isoformat()}, so it is not older than that." if bound else ""
        return f"{name} is undated: nothing says when it was published.{after}"
    return f"{name} is dated {document.date.label}, known from its {how_known(document.date.provenance)}."


def _names_of(document: Document) -> tuple[str | None, ...]:
    return document.path, document.path.rpartition("/")[2], document.title


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())
