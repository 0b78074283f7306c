"""Lines that stand in many files of a source: whatever they say, they are furniture of its pages and never evidence.

A line counts once in a file, and copies of one story count as one. It is furniture when it stands in `_FEWEST` of its
source at least, and in a tenth of them or in `_MANY`. Once found it stays so until the index is rebuilt, so that a run
need not look at every document. A document that is mostly made of such lines is a form: nothing is marked in it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.corpus.lines import Line, lines_of

# key: of a line of a source, and of the source alone, for which `files` says how many it has.
SCHEMA = """
CREATE TABLE lines (key INTEGER PRIMARY KEY, files INTEGER NOT NULL);
CREATE TABLE furniture (key INTEGER PRIMARY KEY, source TEXT, line TEXT NOT NULL);
"""
KIND = "repeated"
_SHORTEST = 20  # characters: a shorter line may be a heading, a speaker's name or a cell of a table
_FEWEST, _MANY, _SHARE = 8, 50, 0.1
_MOST = 0.4  # of a document's characters


class Repeated(NamedTuple):
    """A line, in how many `files` of its source it stands, and how many `all_files` the source has."""

    line: str
    source: str | None
    files: int
    all_files: int


def count(connection: sqlite3.Connection, documents: Iterable[tuple[str | None, str]], by: int) -> None:
    """Count the lines of a file that came (`by` 1) or goes (-1): the source and the text of each of its documents."""
    keys = {key for source, text in documents for key in (_key(source, ""), *(key for key, _ in _lines(source, text)))}
    connection.executemany(
        "INSERT INTO lines VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET files = files + excluded.files",
        [(key, by) for key in keys],
    )


def mark(connection: sqlite3.Connection, added: Sequence[int]) -> Iterator[int]:
    """Mark the furniture among the lines of all documents, and yield the rows of those that got marks.

    `added`: rows of the documents that came since the last time; in others only lines that became furniture just now
    are looked for.
    """
    often = {key for (key,) in connection.execute("SELECT key FROM lines WHERE files >= ?", (_FEWEST,))}
    known = {key for (key,) in connection.execute("SELECT key FROM furniture")}
    standing: dict[int, set[int]] = defaultdict(set)  # in which documents a line stands that may be furniture
    told: dict[int, tuple[str | None, str]] = {}
    for row in added if often else ():
        source, text = connection.execute("SELECT source, text FROM documents WHERE row = ?", (row,)).fetchone()
        for key, line in _lines(source, text):
            if key in often and (
                key in known or key in told or _in_enough(connection, source, _files(connection, key))
            ):
                standing[key].add(row)
                told[key] = source, line.content
    marked: dict[int, set[int]] = defaultdict(set)
    for key, rows in standing.items():
        source, words = told[key]
        if key not in known:
            same = "SELECT row FROM documents WHERE source IS ? AND instr(text, ?)"
            rows.update(row for (row,) in connection.execute(same, (source, words)))
            if not _in_enough(connection, source, _stories(connection, rows)):
                continue
            connection.execute("INSERT INTO furniture VALUES (?, ?, ?)", (key, source, words))
        for row in rows:
            marked[row].add(key)
    for row, keys in sorted(marked.items()):
        if _mark(connection, row, keys):
            yield row


def found(connection: sqlite3.Connection) -> list[Repeated]:
    """The lines that are furniture, those of most files first."""
    rows = connection.execute("SELECT f.key, f.line, f.source, l.files FROM furniture f JOIN lines l USING (key)")
    told = [
        Repeated(line, source, files, _files(connection, _key(source, "")))
        for _, line, source, files in rows.fetchall()
    ]
    return sorted(told, key=lambda one: (-one.files, one.line))


def _mark(connection: sqlite3.Connection, row: int, furniture: set[int]) -> bool:
    source, title, text, boilerplate = connection.execute(
        "SELECT source, title, text, boilerplate FROM documents WHERE row = ?", (row,)
    ).fetchone()
    spans = json.loads(boilerplate)
    lines = [
        line
        for key, line in _lines(source, text)
        if key in furniture
        and line.content != title
        and not any(start < line.end and line.start < end for start, end, _ in spans)
    ]
    if not lines or sum(len(line.content) for line in lines) > _MOST * len(text):
        return False
    spans += [[line.start, line.end, KIND] for line in lines]
    connection.execute("UPDATE documents SET boilerplate = ? WHERE row = ?", (json.dumps(sorted(spans)), row))
    return True


def _in_enough(connection: sqlite3.Connection, source: str | None, files: int) -> bool:
    return files >= _FEWEST and files >= min(_MANY, _SHARE * _files(connection, _key(source, "")))


def _stories(connection: sqlite3.Connection, rows: set[int]) -> int:
    """How many stories these documents tell, those of one file counted as one."""
    found = set()
    for row in rows:
        file, story = connection.execute(
            "SELECT d.file, s.story FROM documents d LEFT JOIN stories s ON s.document = d.row WHERE d.row = ?", (row,)
        ).fetchone()
        found.add(file if story is None else story)
    return len(found)


def _files(connection: sqlite3.Connection, key: int) -> int:
    found = connection.execute("SELECT files FROM lines WHERE key = ?", (key,)).fetchone()
    return int(found[0]) if found else 0


def _lines(source: str | None, text: str) -> Iterator[tuple[int, Line]]:
    for line in lines_of(text):
        if len(line.content) >= _SHORTEST:
            yield _key(source, line.content), line


def _key(source: str | None, line: str) -> int:
    told = f"{source or ''}\0{' '.join(line.split())}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big", signed=True)
