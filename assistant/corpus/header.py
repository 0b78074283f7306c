"""The lines above an article: when it was published and updated, who wrote it, its source.

Only what stands where a header stands counts: a line with a label (``Published: …``), a byline, a line that holds
nothing but a date, a dateline. The date of a photograph or of a meeting is not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.evidence import Evidence, from_written
from assistant.corpus.header_dates import dateline, is_furniture, labelled, unlabelled
from assistant.corpus.lines import Line
from assistant.types import Span

_TOP_LINES = 20
_FIELD = re.compile(
    r"(?P<name>title|headline|source|publisher|publication|author|byline|section|url|link|by)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_EVENT_FIELD = re.compile(
    r"(?:venue|location|where|when|place|time|tickets|rsvp|attendees|present|doors|admission)\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a text says of the text. `spans` are the stretches that say it."""

    evidence: tuple[Evidence, ...] = ()
    spans: tuple[Span, ...] = ()
    source: str | None = None
    title: str | None = None


def read_header(lines: Sequence[Line]) -> Header:
    """Read the first lines of a text, captions and other furniture left out by the caller."""
    evidence: list[Evidence] = []
    spans: list[Span] = []
    fields: dict[str, str] = {}
    prose_above = 0
    for i, line in enumerate(lines[:_TOP_LINES]):
        event = any(_EVENT_FIELD.match(each.content) for each in lines[max(0, i - 3) : i + 4])
        field = _FIELD.fullmatch(line.content)
        wire = dateline(line)
        found = [] if event else labelled(line) or ([] if field or wire else unlabelled(line, i, prose_above))
        if found:
            evidence += [from_written(written, "header_line", role) for written, role in found]
            last = max(written.end for written, _ in found)
            spans.append(
                Span(line.start, line.end if is_furniture(line.content[last:]) else line.start + last, "date_line")
            )
        elif field and not prose_above:
            fields.setdefault(field["name"].lower(), field["value"])
            spans.append(Span(line.start, line.end, "header"))
        elif wire:
            end, written, agency = wire
            if written and prose_above < 3:
                evidence.append(from_written(written, "header_line"))
            if agency:
                fields.setdefault("agency", agency)
            spans.append(Span(line.start, line.start + end, "dateline"))
        remainder = (
            line.content[spans[-1].end - line.start :] if spans and spans[-1].start == line.start else line.content
        )
        prose_above += len(remainder) >= 140 or (line.is_prose and len(remainder) >= 50)
    source = next((fields[name] for name in ("source", "publisher", "publication", "agency") if name in fields), None)
    return Header(tuple(evidence), tuple(spans), source, fields.get("title") or fields.get("headline"))
