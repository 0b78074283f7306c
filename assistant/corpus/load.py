"""A file becomes dated documents."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.corpus import boilerplate
from assistant.corpus.dating import Dated, weigh
from assistant.corpus.header import Header, read_header
from assistant.corpus.language import language_of
from assistant.corpus.lines import Line, lines_of
from assistant.corpus.readers import HEAD, FieldNames, Parsed, Unread, UnreadableError, clock, read, reads
from assistant.corpus.readers.parsed import web_address
from assistant.corpus.titles import find_title
from assistant.corpus.walk import UNREADABLE, FileEntry
from assistant.dates.written.date_evidence import DateEvidence, from_value
from assistant.dates.written.day_order import with_one_order
from assistant.dates.written.filename import dates_in_path, year_in_path
from assistant.dates.written.mentions import latest_past_date
from assistant.types import Document, DocumentDate, Skipped, Span


class _ChangingError(UnreadableError):
    """The file changes while it is read."""


_LONGEST_NAME = 500  # characters of a title, a source or an author


@dataclass(frozen=True, slots=True)
class Loaded:
    """The documents of a file, or why it holds none; `fields` says which fields of its records were taken for what.

    `again`: it could not be read this time, and may be at another.
    """

    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    fields: str = ""
    again: bool = False


def load(root: Path, entry: FileEntry, *, today: date) -> Loaded:  # noqa: ARG001 (the entry knows its place)
    """Read one file of the corpus. Whatever it holds or lacks, the outcome is a document or a reason.

    `today` bounds the dates that are believed.
    """
    try:
        return load_bytes(entry, _bytes(entry), today=today)
    except UnreadableError as error:
        return Loaded(skipped=(Skipped(entry.path, str(error)),), again=isinstance(error, _ChangingError))
    except OSError as error:
        return Loaded(skipped=(Skipped(entry.path, f"{UNREADABLE}: {error.strerror}"),), again=True)


def load_bytes(entry: FileEntry, raw: bytes, *, today: date) -> Loaded:
    """As `load`, of bytes at hand. Raises UnreadableError where no reader takes them."""
    said = json.loads(entry.sidecar) if entry.sidecar else {}
    names = FieldNames(**said["fields"]) if "fields" in said else FieldNames()
    parts = read(entry.path, raw, names=names)
    with clock():
        parts = _dated_alike(parts)
    digest = hashlib.sha256(raw + entry.sidecar.encode()).hexdigest()
    documents: dict[str, Document] = {}
    skipped = []
    for part in parts:
        if isinstance(part, Unread):
            skipped.append(Skipped(_path(entry, part.part), part.reason))
            continue
        try:
            with clock():
                document = _document(entry, part, digest, today)
        except UnreadableError as error:
            skipped.append(Skipped(_path(entry, part.part), str(error)))
            continue
        if document.path in documents:
            skipped.append(Skipped(document.path, "another part of the file has this name; the first one was used"))
        else:
            documents[document.path] = document
    return Loaded(tuple(documents.values()), tuple(skipped), _fields_used(parts, names))


def _dated_alike(parts: Sequence[Parsed | Unread]) -> list[Parsed | Unread]:
    """The records of a file write day and month in one order."""
    evidence = iter(with_one_order(part.evidence for part in parts if isinstance(part, Parsed)))
    return [replace(part, evidence=next(evidence)) if isinstance(part, Parsed) else part for part in parts]


def _fields_used(parts: Iterable[Parsed | Unread], names: FieldNames) -> str:
    """Say which field of its records a file's text, date and so on were taken from: ``text = body (guessed)``."""
    used = {role: name for part in parts if isinstance(part, Parsed) for role, name in part.fields}
    shown = [f"{role} = {used[role]}" for role in used if role not in names.names]
    named = [f"{role} = {used[role]}" for role in used if role in names.names]
    told = [f"{', '.join(each)} ({how})" for each, how in ((named, "set"), (shown, "guessed")) if each]
    return "; ".join(told)


def _bytes(entry: FileEntry) -> bytes:
    """Read a regular file; it may have been replaced by a pipe, or have grown, since it was listed."""
    handle = os.open(entry.absolute, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _ChangingError("was replaced while it was being indexed; run `assistant index` again")
        head = file.read(min(entry.size + 1, HEAD))
        if not reads(entry.path, head):
            return head
        raw = head + file.read(entry.size + 1 - len(head))
    if len(raw) > entry.size:
        raise _ChangingError("grew while it was being indexed; run `assistant index` again")
    return raw


def file_digest(entry: FileEntry) -> str:
    """What `Document.sha256` is of a file's documents; "" where it cannot be read."""
    try:
        with entry.absolute.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    except OSError:
        return ""
    digest.update(entry.sidecar.encode())
    return digest.hexdigest()


def _path(entry: FileEntry, part: str) -> str:
    return f"{entry.path}#{part}" if part else entry.path


def _document(entry: FileEntry, parsed: Parsed, digest: str, today: date) -> Document:
    path = _path(entry, parsed.part)
    said = json.loads(entry.sidecar) if entry.sidecar else {}
    header, title, spans = _describe(parsed)
    dated = _date(_named(entry, parsed), said, parsed, header, today)
    when = dated.date
    if parsed.several and "date" not in said:
        dated, when = Dated(DocumentDate(), None, ()), DocumentDate(provenance="several")
    if when.day is None and not parsed.several:
        mentioned = latest_past_date(parsed.text, today=today)
        bounds = [day for day in (when.not_before, mentioned) if day]
        when = replace(when, not_before=max(bounds, default=None))
    problems = [*parsed.problems, *dated.problems]
    if "problem" in said:
        problems.append(said["problem"])
    if when.day is None and parsed.made:
        problems.append(f"undated; the file was created on {parsed.made}, which may not be when it was published")
    if parsed.replaced:
        problems.append(f"{parsed.replaced} characters could not be read and were replaced")
    body = spans[0].end if spans and not spans[0].start else 0
    return Document(
        id=_identity(entry, parsed.part),
        path=path,
        title=_short(said.get("title") or parsed.title or header.title or title),
        source=_short(said.get("source") or parsed.source or header.source),
        date=when,
        text=parsed.text,
        sha256=digest,
        updated=dated.updated,
        problems=tuple(problems),
        boilerplate=spans,
        places=parsed.places,
        author=_short(said.get("author") or parsed.author or header.author),
        language=parsed.language or language_of(parsed.text[body:]),
        url=web_address(said.get("url")) or parsed.url or web_address(header.url),
    )


def _short(name: str | None) -> str | None:
    """A title or a name as it stands in every list and index: a file may put a whole page into such a field."""
    return name if name is None or len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"


def _named(entry: FileEntry, parsed: Parsed) -> str:
    """The path whose name may tell a date: of a member of an archive its own, if that tells any; "" if none may."""
    inner = next((name for name in parsed.part.split("#") if "." in name), "")
    if inner and (dates_in_path(inner) or year_in_path(inner)):
        return inner
    return "" if parsed.apart else entry.path


def _identity(entry: FileEntry, part: str) -> str:
    """A file may be named like the part of another one; their documents are two all the same."""
    return hashlib.sha256("\0".join(filter(None, (entry.path, part))).encode()).hexdigest()[:16]


def _describe(parsed: Parsed) -> tuple[Header, str | None, tuple[Span, ...]]:
    """Read header, title and boilerplate of the text below what the format itself marks."""
    marked = {number for span in parsed.boilerplate for number in range(span.start, span.end)}
    lines = [line for line in lines_of(parsed.text) if line.start not in marked]
    furniture = boilerplate.mark(lines)
    not_header = {span.start for span in furniture if span.kind != "byline"}
    header = read_header([line for line in lines if line.start not in not_header])
    if parsed.piece:  # what stands above it has been read
        wires = tuple(span for span in header.spans if span.kind == "dateline")
        header = Header(spans=wires, source=header.source if wires else None)
    spans = {span.start: span for span in (*parsed.boilerplate, *header.spans, *furniture)}
    below, starts = _below_header(lines, spans), {line.start for line in lines}
    cut = {line.start for line in below if line.start not in starts}
    title, repeats = (None, ()) if parsed.title is not None or parsed.piece else find_title(below, cut)
    spans |= {span.start: span for span in repeats}
    return header, title, tuple(spans[start] for start in sorted(spans))


def _below_header(lines: list[Line], spans: dict[int, Span]) -> list[Line]:
    """Drop marked lines, and the marked beginning of a line whose text runs on."""
    rest = []
    gap = False  # a blank line stands before a line also where what is dropped lies between
    for line in lines:
        span = spans.get(line.start)
        gap = gap or line.gap
        if span is None:
            rest.append(replace(line, gap=gap))
        elif span.end < line.end:
            content = line.content[span.end - line.start :]
            start = span.end + len(content) - len(content.lstrip())
            rest.append(Line(start, line.end, content.strip(), gap))
        else:
            continue
        gap = False
    return rest


def _date(path: str, said: dict[str, str], parsed: Parsed, header: Header, today: date) -> Dated:
    # Fields of an e-mail are its header; the dates that stand on top of its text are those of what it quotes.
    own = any(each.provenance == "header_line" and each.readings for each in parsed.evidence)
    in_text = () if own else header.evidence
    in_name = [] if parsed.piece else dates_in_path(path)
    evidence: list[DateEvidence] = [*parsed.evidence, *in_text, *in_name]
    if "date" in said:
        evidence.append(from_value(said["date"], "sidecar"))
    if "updated" in said:
        evidence.append(from_value(said["updated"], "sidecar", "updated"))
    return weigh(evidence, today=today, year_hint=None if parsed.piece else year_in_path(path))
