"""Which documents tell the same story, and which are versions of one article, kept up to date in the catalogue.

Each document's MinHash signature is stored, so that a run compares only what is new. A group that loses a member is
grouped again: the member may have been all that held it together.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.corpus.duplicates import (
    Fingerprint,
    Groups,
    age,
    are_versions,
    fingerprint,
    join_copies,
    pairs_among,
    signature,
    title_key,
)
from assistant.index.store import filters
from assistant.types import Document

# story: row of the earliest document of the story; article: of the first version of the article; NULL where there is no
# other. changed: epoch day on which the version appeared; pending: not compared yet.
SCHEMA = """
CREATE TABLE stories (
    document INTEGER PRIMARY KEY REFERENCES documents (row), signature BLOB NOT NULL, title TEXT, url TEXT,
    changed INTEGER, story INTEGER, article INTEGER, pending INTEGER NOT NULL DEFAULT 1);
CREATE INDEX stories_story ON stories (story);
CREATE INDEX stories_article ON stories (article);
"""
_MOST_VERSIONS = 8  # documents of one title; where more have it, it is no article's
_KEPT = 4_096  # documents and fingerprints in memory at once


class _Entry(NamedTuple):
    document: int
    signature: bytes
    title: str | None
    url: str | None
    changed: int | None
    story: int | None
    pending: int


def add(connection: sqlite3.Connection, row: int, document: Document) -> None:
    """Note a new document, to be compared by `regroup`."""
    changed = max((day for day in (document.date.day, document.updated) if day), default=None)
    connection.execute(
        "INSERT INTO stories (document, signature, title, url, changed) VALUES (?, ?, ?, ?, ?)",
        (
            row, signature(fingerprint(document)), title_key(document.title), document.url,
            None if changed is None else filters.epoch_day(changed),
        ),
    )  # fmt: skip


def forget(connection: sqlite3.Connection, row: int) -> None:
    """Drop a document; what was grouped with it is compared again."""
    connection.execute(
        "UPDATE stories SET story = NULL, article = NULL, pending = 1"
        " WHERE story = (SELECT story FROM stories WHERE document = ?)",
        (row,),
    )
    connection.execute("DELETE FROM stories WHERE document = ?", (row,))


def regroup(connection: sqlite3.Connection, read: Callable[[int], Document]) -> None:
    """Compare what is pending with everything, and write down the stories and articles that come of it.

    `read` gives the document of a row; it is called for likely copies only.
    """
    if connection.execute("SELECT 1 FROM stories WHERE pending LIMIT 1").fetchone() is None:
        return
    rows = connection.execute(f"SELECT {', '.join(_Entry._fields)} FROM stories ORDER BY document").fetchall()
    _Regrouping([_Entry(*row) for row in rows], read).write(connection)
    connection.execute("UPDATE stories SET pending = 0 WHERE pending")


class _Regrouping:
    """One pass over the documents of a catalogue; they are known by their places in `entries`."""

    def __init__(self, entries: Sequence[_Entry], read: Callable[[int], Document]) -> None:
        self._entries = entries
        self._document = lru_cache(maxsize=_KEPT)(lambda place: read(entries[place].document))
        self._fingerprint = lru_cache(maxsize=_KEPT)(lambda place: fingerprint(self._document(place)))

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the groups that have a pending member."""
        entries = self._entries
        groups = Groups(len(entries))
        for members in self._by(lambda entry: entry.story, range(len(entries))):
            for place in members[1:]:
                groups.join(members[0], place)
        pending = [bool(entry.pending) for entry in entries]
        join_copies(groups, [entry.signature for entry in entries], pending, self._fingerprint)
        for one, other in self._likely_versions(range(len(entries))):
            if (pending[one] or pending[other]) and self._are_versions(one, other):
                groups.join(one, other)
        stories: dict[int, list[int]] = defaultdict(list)
        for place in range(len(entries)):
            stories[groups.root(place)].append(place)
        for members in stories.values():
            if len(members) > 1 and any(pending[place] for place in members):
                self._write_story(connection, members)

    def _write_story(self, connection: sqlite3.Connection, members: Sequence[int]) -> None:
        first = min(members, key=lambda place: age(self._document(place)))
        dated = [place for place in members if self._entries[place].changed is not None]
        number = {place: at for at, place in enumerate(dated)}
        versions = Groups(len(dated))
        for one, other in self._likely_versions(dated):
            if self._entries[one].changed != self._entries[other].changed and self._are_versions(one, other):
                versions.join(number[one], number[other])
        article = {place: dated[versions.root(number[place])] for place in dated}
        size = Counter(article.values())
        for place in members:
            of = article.get(place)
            connection.execute(
                "UPDATE stories SET story = ?, article = ? WHERE document = ?",
                (
                    self._entries[first].document,
                    None if of is None or size[of] == 1 else self._entries[of].document,
                    self._entries[place].document,
                ),
            )

    def _likely_versions(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of `places` under one address, or one title that few have: many share a newspaper's or a column's."""
        for members in self._by(lambda entry: entry.title, places):
            if len(members) <= _MOST_VERSIONS:
                yield from pairs_among(members)
        for members in self._by(lambda entry: entry.url, places):
            yield from pairs_among(sorted(members, key=lambda place: self._entries[place].changed or 0))

    def _are_versions(self, one: int, other: int) -> bool:
        prints: tuple[Fingerprint, Fingerprint] = (self._fingerprint(one), self._fingerprint(other))
        return are_versions(self._document(one), self._document(other), *prints)

    def _by(self, key: Callable[[_Entry], object], places: Sequence[int]) -> Iterator[list[int]]:
        """The places that have a key in common with others."""
        found: dict[object, list[int]] = defaultdict(list)
        for place in places:
            value = key(self._entries[place])
            if value is not None:
                found[value].append(place)
        return (members for members in found.values() if len(members) > 1)
