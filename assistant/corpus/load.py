"""A file becomes dated documents."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.corpus import boilerplate
from assistant.corpus.dating import Dated, weigh
from assistant.corpus.evidence import Evidence, from_value
from assistant.corpus.filename import dates_in_path, year_in_path
from assistant.corpus.header import Header, read_header
from assistant.corpus.lines import Line, lines_of
from assistant.corpus.mentions import latest_past_date
from assistant.corpus.readers import Parsed, UnreadableError, read, reads
from assistant.corpus.titles import find_title
from assistant.corpus.walk import FileEntry
from assistant.types import Document, Skipped, Span


@dataclass(frozen=True, slots=True)
class Loaded:
    """The documents of a file, or why it holds none."""

    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def load(root: Path, entry: FileEntry, *, today: date) -> Loaded:  # noqa: ARG001 (the entry knows its place)
    """Read one file of the corpus. Whatever it holds or lacks, the outcome is a document or a reason.

    `today` bounds the dates that are believed.
    """
    try:
        raw = _bytes(entry) if reads(entry.path) else b""
        parts = read(entry.path, raw)
    except UnreadableError as error:
        return Loaded(skipped=(Skipped(entry.path, str(error)),))
    except OSError as error:
        return Loaded(skipped=(Skipped(entry.path, f"cannot be read: {error.strerror}"),))
    digest = hashlib.sha256(raw + entry.sidecar.encode()).hexdigest()
    return Loaded(documents=tuple(_document(entry, part, digest, today) for part in parts))


def _bytes(entry: FileEntry) -> bytes:
    """Read a regular file; it may have been replaced by a pipe, or have grown, since it was listed."""
    handle = os.open(entry.absolute, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableError("was replaced while it was being indexed; run `assistant index` again")
        raw = file.read(entry.size + 1)
    if len(raw) > entry.size:
        raise UnreadableError("grew while it was being indexed; run `assistant index` again")
    return raw


def _document(entry: FileEntry, parsed: Parsed, digest: str, today: date) -> Document:
    path = f"{entry.path}#{parsed.part}" if parsed.part else entry.path
    said = json.loads(entry.sidecar) if entry.sidecar else {}
    header, title, spans = _describe(parsed)
    dated = _date(entry.path, said, parsed, header, today)
    when = dated.date
    if when.day is None:
        mentioned = latest_past_date(parsed.text, today=today)
        bounds = [day for day in (when.not_before, mentioned) if day]
        when = replace(when, not_before=max(bounds, default=None))
    problems = [*parsed.problems, *dated.problems]
    if "problem" in said:
        problems.append(said["problem"])
    if parsed.replaced:
        problems.append(f"{parsed.replaced} characters could not be read and were replaced")
    return Document(
        id=hashlib.sha256(path.encode()).hexdigest()[:16],
        path=path,
        title=said.get("title") or parsed.title or header.title or title,
        source=said.get("source") or parsed.source or header.source,
        date=when,
        text=parsed.text,
        sha256=digest,
        updated=dated.updated,
        problems=tuple(problems),
        boilerplate=spans,
    )


def _describe(parsed: Parsed) -> tuple[Header, str | None, tuple[Span, ...]]:
    """Read header, title and boilerplate of the text below what the format itself marks."""
    body = max((span.end for span in parsed.boilerplate), default=0)
    lines = list(lines_of(parsed.text, body))
    furniture = boilerplate.mark(lines)
    not_header = {span.start for span in furniture if span.kind != "byline"}
    header = read_header([line for line in lines if line.start not in not_header])
    spans = {span.start: span for span in (*parsed.boilerplate, *header.spans, *furniture)}
    title, repeats = (None, ()) if parsed.title else find_title(list(_below_header(lines, spans)))
    spans |= {span.start: span for span in repeats}
    return header, title, tuple(spans[start] for start in sorted(spans))


def _below_header(lines: list[Line], spans: dict[int, Span]) -> list[Line]:
    """Drop marked lines, and the marked beginning of a line whose text runs on."""
    rest = []
    for line in lines:
        span = spans.get(line.start)
        if span is None:
            rest.append(line)
        elif span.end < line.end:
            content = line.content[span.end - line.start :]
            start = span.end + len(content) - len(content.lstrip())
            rest.append(Line(start, line.end, content.strip(), line.gap))
    return rest


def _date(path: str, said: dict[str, str], parsed: Parsed, header: Header, today: date) -> Dated:
    evidence: list[Evidence] = [*parsed.evidence, *header.evidence, *dates_in_path(path)]
    if "date" in said:
        evidence.append(from_value(said["date"], "sidecar"))
    if "updated" in said:
        evidence.append(from_value(said["updated"], "sidecar", "updated"))
    return weigh(evidence, today=today, year_hint=year_in_path(path))
