"""The catalogue's tables, and how documents and passages are written into their columns and read back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from assistant.corpus.titles import shown_title
from assistant.text.clean import visible
from assistant.types import DateRange, Document, DocumentDate, Mention, Passage, Precision, Provenance, Span


class Counts(NamedTuple):
    """Numbers of documents, of undated ones among them, and of passages."""

    documents: int
    undated: int
    passages: int


class VectorState(NamedTuple):
    """Where a passage's vector lies, and what it and its metadata depend on."""

    row: int
    digest: bytes
    document: int
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of a file without reading it, and the hash of its bytes and sidecar."""

    path: str
    size: int
    mtime_ns: int
    sidecar: str
    sha256: str


class Found(NamedTuple):
    """What ranking needs of a passage: its row and place, its document's row and path, the digest of its embedded text.

    `story` and `article` are alike in copies and in versions of one article (None: there are no others), `day` is the
    first epoch day on which the document may have appeared.
    """

    id: str
    row: int
    document: int
    path: str
    digest: bytes
    start: int
    end: int
    story: int | None = None
    article: int | None = None
    day: int | None = None


class EmbeddedText(NamedTuple):
    """What is embedded of a passage, and its key in the vector cache."""

    digest: bytes
    text: str


def embedded_text(title: str | None, text: str) -> str:
    """What is embedded of a passage: its title and its text, without invisible characters."""
    return visible(f"{title}\n{text}" if title else text)


def digest(text: str) -> bytes:
    """The key of an embedded text in the vector cache."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class Whole(NamedTuple):
    """A passage, and the document that it is part of."""

    passage: Passage
    document: Document


SCHEMA = """
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sidecar TEXT, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE skipped (file TEXT, path TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX skipped_file ON skipped (file);
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, file TEXT NOT NULL, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT, source TEXT,
    day TEXT, precision TEXT, provenance TEXT NOT NULL, not_before TEXT, first_day INTEGER, last_day INTEGER,
    text TEXT NOT NULL, sha256 TEXT NOT NULL, updated TEXT, problems TEXT, boilerplate TEXT,
    places TEXT, author TEXT, language TEXT, url TEXT, shown_title TEXT);
CREATE INDEX documents_file ON documents (file);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL REFERENCES documents (row),
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL,
    mentions TEXT, digest BLOB NOT NULL);
CREATE INDEX documents_language ON documents (language);
CREATE INDEX documents_source ON documents (source);
CREATE INDEX documents_author ON documents (author);
CREATE INDEX passages_document ON passages (document, ordinal);
CREATE INDEX passages_digest ON passages (digest);
"""
DOCUMENT = (
    "d.row, d.id, d.path, d.title, d.source, d.day, d.precision, d.provenance, d.not_before, d.text, d.sha256,"
    " d.updated, d.problems, d.boilerplate, d.places, d.author, d.language, d.url,"
    " CASE WHEN d.title IS NULL THEN d.shown_title END"
)
PASSAGE = 'p.id, p.ordinal, p.start, p."end", p.line, p.mentions'


def add_passages(connection: sqlite3.Connection, row: int, document: Document, passages: Iterable[Passage]) -> None:
    """Write the passages of the document in a row."""
    connection.executemany(
        "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.id, row, one.ordinal, one.start, one.end, one.line,
                json.dumps([mention_fields(mention) for mention in one.mentions]),
                digest(embedded_text(document.title, one.text)),
            )
            for one in passages
        ],
    )  # fmt: skip


def replace_passages(connection: sqlite3.Connection, row: int, document: Document, passages: Iterable[Passage]) -> None:
    """Write other passages of a document, whose boilerplate is another now."""
    connection.execute("DELETE FROM passages WHERE document = ?", (row,))
    connection.execute("UPDATE documents SET shown_title = ? WHERE row = ?", (shown_title(document), row))
    add_passages(connection, row, document, passages)


def document(row: Sequence[Any]) -> Document:
    """The document of a row of `DOCUMENT`, without its row number."""
    key, path, title, source, day, precision, provenance, not_before, text, sha256, updated, *rest = row
    problems, boilerplate, places, author, language, url, opening = rest
    return Document(
        id=key,
        path=path,
        title=title,
        source=source,
        date=published(day, precision, provenance, not_before),
        text=text,
        sha256=sha256,
        updated=_day(updated),
        problems=tuple(json.loads(problems)),
        boilerplate=tuple(Span(*span) for span in json.loads(boilerplate)),
        places=tuple(Span(*span) for span in json.loads(places)),
        author=author,
        language=language,
        url=url,
        opening=opening,
    )


def published(
    day: str | None, precision: Precision | None, provenance: Provenance, not_before: str | None
) -> DocumentDate:
    """A document's date as its four columns keep it."""
    return DocumentDate(_day(day), precision, provenance, _day(not_before))


def passage(row: Sequence[Any], document: Document) -> Passage:
    """The passage of a row of `PASSAGE`, cut from its document."""
    key, ordinal, start, end, line, mentions = row
    return Passage(
        id=key,
        document_id=document.id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        line=line,
        mentions=tuple(
            Mention(first, last, text, DateRange(_day(since), _day(until)))
            for first, last, text, since, until in json.loads(mentions)
        ),
    )


def mention_fields(mention: Mention) -> tuple[Any, ...]:
    """A mention as it is kept in JSON."""
    return mention.start, mention.end, mention.text, iso(mention.days.start), iso(mention.days.end)


def span_fields(spans: Iterable[Span]) -> str:
    """Spans as they are kept in JSON."""
    return json.dumps([(span.start, span.end, span.kind) for span in spans])


def iso(day: date | None) -> str | None:
    """A day as it is kept."""
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
