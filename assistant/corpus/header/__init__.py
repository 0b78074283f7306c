"""The lines above an article: when it was published and updated, who wrote it, its source.

Only what stands where a header stands counts: a line with a label (``Published: …``), a byline, a line that holds
nothing but a date, a dateline. The date of a photograph or of a meeting is not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.header.datelines import dateline
from assistant.corpus.header.field_words import pattern
from assistant.corpus.header.furniture import is_furniture
from assistant.corpus.header.labels import StatedDate, labelled, not_understood
from assistant.corpus.header.masthead import masthead, may_be_masthead
from assistant.corpus.header.unlabelled import at_foot, unlabelled
from assistant.corpus.lines import Line
from assistant.dates.written.date_evidence import DateEvidence, from_unread, from_written
from assistant.types import Span

_TOP_LINES = 20
_RULE = re.compile(r"([-=_*+~#.·–—])\1{2,}")  # a line that parts the header from the text
_MASTHEAD = 1  # the last line, from 0, at which a masthead stands
_MOST_PROSE = 3  # lines of running text above a dateline
_FIELD = re.compile(
    rf"(?:(?P<title>title|headline|{pattern('title')})|(?P<source>source|publisher|publication|{pattern('source')})"
    rf"|(?P<author>author|byline|by|{pattern('author')})|(?P<url>url|link)|section)\s*[:：]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_EVENT_FIELD = re.compile(
    r"(?:venue|location|where|when|place|time|tickets|rsvp|attendees|present|doors|admission)\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a text says of the text. `spans` are the stretches that say it."""

    evidence: tuple[DateEvidence, ...] = ()
    spans: tuple[Span, ...] = ()
    source: str | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None


def read_header(lines: Sequence[Line]) -> Header:
    """Read the first lines of a text, captions and other furniture left out by the caller."""
    evidence: list[DateEvidence] = []
    spans: list[Span] = []
    fields: dict[str, str] = {}
    prose_above = 0
    unread: str | None = None
    at_top = True
    for i, line in enumerate(lines[:_TOP_LINES]):
        field = _FIELD.fullmatch(line.content)
        wire = dateline(line)
        end = 0
        if at_top and _RULE.fullmatch(line.content):
            end = len(line.content)
            spans.append(Span(line.start, line.end, "rule"))
        elif wire:
            end = wire.end
            spans.append(Span(line.start, line.start + end, "dateline"))
            evidence += [from_written(wire.date, "header_line")] if wire.date and prose_above < _MOST_PROSE else []
            fields |= {"agency": wire.agency} if wire.agency and "agency" not in fields else {}
        elif found := _stated(lines, i, prose_above, bool(field)):
            end = max(stated.written.end for stated in found)
            end = len(line.content) if is_furniture(line.content[end:]) else end
            spans.append(Span(line.start, line.start + end, "date_line"))
            evidence += [from_written(written, "header_line", role) for written, role in found]
        elif field and not prose_above:
            end = len(line.content)
            spans.append(Span(line.start, line.end, "header"))
            fields.setdefault(_role(field), field["value"])
        if not end and not prose_above and not unread:
            unread = not_understood(line) or (line.content if not i and may_be_masthead(line.content) else None)
        at_top = at_top and end > 0
        prose_above += line.is_prose and len(line.content) - end >= 50
    if not evidence and len(lines) > 2:
        evidence = [from_written(written, "header_line", role) for written, role in at_foot(lines[-1])]
        spans += [Span(lines[-1].start, lines[-1].end, "date_line")] if evidence else []
    if not evidence and unread:
        evidence = [from_unread(unread, "header_line")]
    return Header(
        tuple(evidence),
        tuple(spans),
        fields.get("source") or fields.get("agency"),
        fields.get("title"),
        fields.get("url"),
        fields["author"].removeprefix("By ") if "author" in fields else None,
    )


def _role(field: re.Match[str]) -> str:
    return next((role for role in ("title", "source", "author", "url") if field[role]), "section")


def _stated(lines: Sequence[Line], i: int, prose_above: int, is_field: bool) -> list[StatedDate]:
    """The dates that line `i` states of the document; none in an announcement of an event."""
    if any(_EVENT_FIELD.match(each.content) for each in lines[max(0, i - 3) : i + 4]):
        return []
    if is_field:
        return labelled(lines[i])
    issue = masthead(lines[i].content) if i <= _MASTHEAD and not prose_above else None
    return (
        labelled(lines[i])
        or unlabelled(lines[i], i, prose_above)
        or ([StatedDate(issue, "published")] if issue else [])
    )
