"""What a reader finds in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit, urlunsplit

from assistant.dates.written.date_evidence import DateEvidence
from assistant.types import Span

_CAMPAIGN = re.compile(r"(?:utm_\w+|fbclid|gclid|cmpid|ref)=", re.IGNORECASE)


_SHORT = dict(  # ISO 639-2 to 639-1
    pair.split(":")
    for pair in (
        "eng:en deu:de ger:de fra:fr fre:fr spa:es ita:it por:pt nld:nl dut:nl pol:pl rus:ru ukr:uk ara:ar zho:zh"
        " chi:zh jpn:ja kor:ko tha:th tur:tr swe:sv nor:no nob:nb dan:da fin:fi ces:cs cze:cs slk:sk slo:sk hun:hu"
        " ron:ro rum:ro bul:bg hrv:hr srp:sr slv:sl ell:el gre:el heb:he fas:fa per:fa hin:hi ind:id vie:vi cat:ca"
        " est:et lav:lv lit:lt"
    ).split()
)


class UnreadableError(ValueError):
    """A file that holds no document; ``str(error)`` says why in plain words."""


class RefusedError(UnreadableError):
    """A file that unpacks to more than is safe: nothing of it is read."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document as its format gives it.

    `part` tells the documents of one file apart ("" for a file that is one document). `url` is where it was published.
    `boilerplate` is what the format itself marks, such as front matter. `places` are the stretches a person can go to:
    pages, paragraphs, a record. `made` is the day on which the file says it was created: no publication date, but worth
    telling where there is none. `replaced` counts characters that could not be read. `key` is what a feed knows it by.
    `fields` are pairs of what a record was read for (``text``, ``date``) and the field's name. A `piece` is one of the
    documents that were put into one file: the file's name and day are not its own. `several` says that the text looks
    like many dated pieces which could not be told apart. `apart` says of an attachment that the file's name is not its.
    """

    text: str
    part: str = ""
    title: str | None = None
    source: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    evidence: tuple[DateEvidence, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    made: date | None = None
    replaced: int = 0
    problems: tuple[str, ...] = ()
    key: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    apart: bool = False
    piece: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that holds no document, and why; `part` is "" where the reason is about several parts."""

    part: str
    reason: str


def language_code(language: str | None) -> str | None:
    """The ISO 639 code of a language tag (``en-GB`` and ``eng`` give ``en``); None if it is not a tag."""
    match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", language or "")
    return _SHORT.get(match[0].lower(), match[0].lower()) if match else None


def address_parts(url: str | None) -> SplitResult:
    """The parts of a web address; empty ones for what is none."""
    try:
        return urlsplit((url or "").strip())
    except ValueError:
        return urlsplit("")


def web_address(url: str | None) -> str | None:
    """A web address as addresses are compared: no fragment, no marks of campaigns; None for what is none."""
    parts = address_parts(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    query = "&".join(each for each in parts.query.split("&") if not _CAMPAIGN.match(each))
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), query, ""))
