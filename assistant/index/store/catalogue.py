"""The catalogue: one SQLite file that holds all documents and passages of a generation.

It is the truth from which vectors and the lexical index are derived. A finished catalogue is in no journal mode that a
reader would have to write for, so it can be read from a read-only disk and by any number of processes.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from assistant.corpus.titles import shown_title
from assistant.errors import IndexDamaged
from assistant.index.lexical.engine import ANYWHERE, Contents, Entry, Inside
from assistant.index.store import columns, filters, listing, repeated, stories
from assistant.index.store.columns import EmbeddedText, FileState, Found, embedded_text
from assistant.index.store.filters import Candidates
from assistant.text.clean import one_line
from assistant.types import Document, Listed, Passage, Query, Scope, Skipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAPPED = 2**31  # bytes of a finished catalogue that are mapped: its rows are read in two thirds of the time
FORMAT = 8  # raised whenever the schema, or what is embedded or searched, changes
_REMEMBERED = 16  # filters by path, source or author whose documents a reader keeps in mind
_T = TypeVar("_T")


class Catalogue:
    """One open catalogue. Safe for use by several threads of a process: calls take turns."""

    def __init__(self, path: Path, mode: Literal["read", "write", "create"] = "read") -> None:
        flags = "mode=ro&immutable=1" if mode == "read" else "mode=rwc" if mode == "create" else "mode=rw"
        uri = f"{path.absolute().as_uri()}?{flags}"
        self._path = path
        self._read_only = mode == "read"
        self._known: dict[Hashable, Any] = {}
        self.removed: list[int] = []  # rows of the documents that this connection took away,
        self.added: list[int] = []  # and of those that it brought in or cut anew
        self._lock = threading.RLock()
        self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        filters.install(self.connection)
        if mode == "create":
            self.connection.executescript(columns.SCHEMA + stories.SCHEMA + repeated.SCHEMA)
        if self._read_only:
            self.connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        else:
            # A killed writer's staging folder is thrown away, so its journal would protect nothing.
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute("PRAGMA cache_size = -32000")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()

    # -- writing -----------------------------------------------------------------------------------------------

    def remove_file(self, path: str) -> None:
        """Forget a file with its documents and passages."""
        repeated.count(self.connection, self._texts(path), -1)
        for (row,) in self._all("SELECT row FROM documents WHERE file = ?", (path,)):
            self.removed.append(row)
            stories.forget(self.connection, row)
            self.connection.execute("DELETE FROM passages WHERE document = ?", (row,))
            self.connection.execute("DELETE FROM documents WHERE row = ?", (row,))
        self.connection.execute("DELETE FROM skipped WHERE file = ?", (path,))
        self.connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def add_file(
        self,
        state: FileState,
        documents: Iterable[tuple[Document, Sequence[Passage]]],
        skipped: Iterable[Skipped] = (),
    ) -> None:
        """Add a file with its documents and their passages, and what of it could not be read."""
        self.connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
            (state.path, state.size, state.mtime_ns, state.sidecar, state.sha256),
        )
        self.connection.executemany(
            "INSERT INTO skipped VALUES (?, ?, ?)", [(state.path, item.path, item.reason) for item in skipped]
        )
        for document, passages in documents:
            self._add_document(state.path, document, passages)
        repeated.count(self.connection, self._texts(state.path), 1)

    def _add_document(self, file: str, document: Document, passages: Sequence[Passage]) -> None:
        published = document.date
        first, last = filters.period(published)
        row = self.connection.execute(
            f"INSERT INTO documents VALUES (NULL{', ?' * 21})",
            (
                file, document.id, document.path, document.title, document.source,
                columns.iso(published.day), published.precision, published.provenance,
                columns.iso(published.not_before), first, last, document.text, document.sha256,
                columns.iso(document.updated), json.dumps(document.problems),
                columns.span_fields(document.boilerplate), columns.span_fields(document.places),
                document.author, document.language, document.url, shown_title(document),
            ),
        ).lastrowid  # fmt: skip
        assert row is not None
        self.added.append(row)
        stories.add(self.connection, row, document)
        columns.add_passages(self.connection, row, document, passages)

    def mark_repeated(self, split: Callable[[Document], Sequence[Passage]]) -> None:
        """Mark the lines that many files repeat; to be called after `regroup`. The documents are split again."""
        marked = list(repeated.mark(self.connection, self.added))
        for row in marked:
            columns.replace_passages(self.connection, row, document := self._document(row), split(document))
        older = set(marked).difference(self.added)
        self.removed += older
        self.added += older

    def regroup(self) -> None:
        """Find the copies and versions of what was added; to be called once after all files were added and removed."""
        stories.regroup(self.connection, self._document)

    def set_passed_over(self, skipped: Iterable[Skipped]) -> None:
        """Replace the list of what was found in the corpus and is not a readable file."""
        self.connection.execute("DELETE FROM skipped WHERE file IS NULL")
        self.connection.executemany(
            "INSERT INTO skipped VALUES (NULL, ?, ?)", [(item.path, item.reason) for item in skipped]
        )

    # -- reading -----------------------------------------------------------------------------------------------

    def files(self) -> dict[str, FileState]:
        """Every file that was read, by path."""
        return {row[0]: FileState(*row) for row in self._all("SELECT * FROM files")}

    def files_of(self, paths: Sequence[str]) -> list[FileState]:
        """The files that these documents were read from, by path."""
        rows = self._all(
            "SELECT DISTINCT f.path, f.size, f.mtime_ns, f.sidecar, f.sha256 FROM files f JOIN documents d"
            f" ON d.file = f.path WHERE d.path IN ({','.join('?' * len(paths))}) ORDER BY f.path",
            paths,
        )
        return [FileState(*row) for row in rows]

    def files_with_documents(self) -> set[str]:
        """The paths of the files that documents were read from."""
        return {row[0] for row in self._all("SELECT DISTINCT file FROM documents")}

    def passed_over(self) -> list[Skipped]:
        """What was found in the corpus and is not a readable file."""
        return [Skipped(*row) for row in self._all("SELECT path, reason FROM skipped WHERE file IS NULL ORDER BY path")]

    def skipped(self) -> list[Skipped]:
        """The files that could not be indexed, and why."""
        return [Skipped(*row) for row in self._all("SELECT path, reason FROM skipped ORDER BY path")]

    def counts(self) -> columns.Counts:
        """How much there is."""
        documents, undated = self._all("SELECT count(*), count(*) - count(first_day) FROM documents")[0]
        return columns.Counts(documents, undated, self._all("SELECT count(*) FROM passages")[0][0])

    def documents(self, query: Query | None = None) -> list[Document]:
        """All documents inside the query's hard filters (None: all), by path."""
        where, values = filters.condition(query) if query else ("", [])
        return list(self._documents(f"{where or 'TRUE'} ORDER BY path", values, query).values())

    def passage_counts(self) -> dict[str, int]:
        """How many passages each document has that has any, by its id."""
        counted = (
            "SELECT max(d.id), count(*) FROM passages p JOIN documents d ON d.row = p.document GROUP BY p.document"
        )
        return dict(self._all(counted))

    def document(self, path_or_id: str) -> Document | None:
        """The document of that path or id."""
        found = self._documents("id = ? OR path = ? LIMIT 1", (path_or_id, path_or_id), None)
        return next(iter(found.values()), None)

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of one document, in their order in the text."""
        document = self.document(document_id)
        if document is None:
            return []
        whose = "FROM passages p JOIN documents d ON d.row = p.document WHERE d.id = ? ORDER BY p.ordinal"
        rows = self._all(f"SELECT {columns.PASSAGE} {whose}", (document.id,))
        return [columns.passage(row, document) for row in rows]

    def found(self, passage_ids: Sequence[str]) -> list[Found]:
        """What ranking needs of these passages, in the order given; unknown ids are left out."""
        marks = ",".join("?" * len(passage_ids))
        rows = self._all(
            'SELECT p.id, p.row, p.document, d.path, p.digest, p.start, p."end",'
            " s.story, s.article, d.first_day FROM passages p JOIN documents d ON d.row = p.document"
            f" LEFT JOIN stories s ON s.document = d.row WHERE p.id IN ({marks})",
            tuple(passage_ids),
        )
        by_id = {row[0]: Found(*row) for row in rows}
        return [by_id[key] for key in passage_ids if key in by_id]

    def whole(self, found: Sequence[Found], query: Query) -> dict[str, columns.Whole]:
        """The passages with their documents, by passage id; only copies inside the hard filters are named."""
        marks = ",".join("?" * len(found))
        documents = self._documents(f"d.row IN ({marks})", [each.document for each in found], query)
        rows = self._all(
            f"SELECT p.document, {columns.PASSAGE} FROM passages p WHERE p.row IN ({marks})",
            [each.row for each in found],
        )
        pairs = [(documents[row[0]], row[1:]) for row in rows]
        return {row[0]: columns.Whole(columns.passage(row, document), document) for document, row in pairs}

    def text(self, row: int) -> str:
        """The text of the document in a row, which exists."""
        return str(self._all("SELECT text FROM documents WHERE row = ?", (row,))[0][0])

    def versions(self, articles: Collection[int], query: Query) -> filters.Versions:
        """The versions of these articles inside the hard filters."""
        return filters.versions_of(self._all, articles, query)

    def paths_with(self, digests: Sequence[bytes], query: Query) -> dict[bytes, set[str]]:
        """The paths, inside the hard filters, that hold a passage of the same embedded text, by digest."""
        where, values = filters.condition(query)
        marks = ",".join("?" * len(digests))
        paths: dict[bytes, set[str]] = {}
        for key, path in self._all(
            "SELECT p.digest, d.path FROM passages p JOIN documents d ON d.row = p.document"
            f" WHERE p.digest IN ({marks}){' AND ' + where if where else ''}",
            [*digests, *values],
        ):
            paths.setdefault(key, set()).add(path)
        return paths

    def ids_of(self, rows: Sequence[int]) -> list[str]:
        """The ids of the passages in these rows, all of which exist, in the order given."""
        ids = dict(self._all(f"SELECT row, id FROM passages WHERE row IN ({','.join('?' * len(rows))})", rows))
        return [ids[row] for row in rows]

    def texts(self, rows: Sequence[int]) -> list[EmbeddedText]:
        """What is embedded of the passages in these rows; made for runs of neighbours."""
        marks = ",".join("?" * len(rows))
        documents: dict[int, tuple[str | None, str]] = {}
        texts = []
        for document, start, end, key in self._all(
            f'SELECT document, start, "end", digest FROM passages WHERE row IN ({marks}) ORDER BY row', rows
        ):
            if document not in documents:
                documents = {document: self._all("SELECT title, text FROM documents WHERE row = ?", (document,))[0]}
            title, text = documents[document]
            texts.append(EmbeddedText(key, embedded_text(title, text[start:end])))
        return texts

    def save_candidates(self) -> None:
        """Write down, beside the catalogue, what `candidates` needs."""
        Candidates.read(self._all).save(self._path.parent)

    def candidates(self, query: Query) -> NDArray[np.bool_] | None:
        """For each passage, by row, whether the hard filters leave it; None when nothing is filtered."""
        if not filters.condition(query)[0]:
            return None
        load = Candidates.load if self._read_only else lambda _: None
        every = self._once(Candidates, lambda: load(self._path.parent) or Candidates.read(self._all))
        wanted = (query.sources, query.authors, query.paths)
        if not any(wanted):
            return every.inside(query, None)
        return every.inside(query, self._once(wanted, lambda: every.those(self.documents_not_by_date(query))))

    def documents_not_by_date(self, query: Query) -> list[int]:
        """Rows of the documents that the filters on source, author and path leave."""
        fitting = self._by_path(query.paths).rows if query.paths else None
        where, values = filters.not_by_date(replace(query, paths=()))
        if fitting is not None and not where:
            return sorted(fitting)
        rows = self._all(f"SELECT d.row FROM documents d WHERE {where or 'TRUE'}", values)
        return [row for (row,) in rows if fitting is None or row in fitting]

    def _by_path(self, globs: tuple[str, ...]) -> filters.ByPath:
        return self._once(globs, lambda: filters.by_path(self._all, globs))

    def inside(self, query: Query) -> Inside:
        """The hard filters as the lexical engine takes them."""
        if not filters.condition(query)[0]:
            return ANYWHERE
        return filters.inside(self._all, query, self._by_path(query.paths) if query.paths else None)

    def entries(self, documents: Iterable[int] | None = None) -> Iterator[Entry]:
        """What the lexical engine takes of the documents in these rows (None: of all)."""
        if documents is None:
            documents = [row for (row,) in self._all("SELECT row FROM documents ORDER BY row")]
        for row in documents:
            for values in self._all(f"SELECT {filters.ENTRY} FROM documents d WHERE d.row = ?", (row,)):
                spans = self._all('SELECT row, start, "end" FROM passages WHERE document = ? ORDER BY ordinal', (row,))
                yield filters.entry(values, spans)

    def contents(self) -> Contents:
        """What a lexical index of all passages holds."""
        return Contents(*self._all("SELECT count(*), coalesce(sum(row), 0) FROM passages")[0])

    def listed(self, query: Query | None = None) -> dict[int, Listed]:
        """The records of the documents inside the hard filters (None: of all), by row, newest first, undated last."""
        return listing.listed(self._all, query)

    def records(self) -> tuple[listing.Record, ...]:
        """The records of all documents, newest first and undated ones last."""
        return listing.records(self._all)

    def mentioning(self, phrase: listing.Phrase, likely: Collection[int]) -> set[int]:
        """Those of the `likely` documents, by row, that have the very words of a phrase next to each other."""
        return listing.mentioning(self._all, phrase, likely)

    def languages(self) -> frozenset[str]:
        """The languages of the documents, as ISO 639 codes."""
        rows = "SELECT DISTINCT language FROM documents WHERE language IS NOT NULL"
        return self._once("languages", lambda: frozenset(row[0] for row in self._all(rows)))

    def scope(self, query: Query) -> Scope:
        """How much of the corpus the hard filters leave, and the nearest days where none is of the days asked for."""
        where, values = filters.condition(query)
        other, other_values = filters.not_by_date(query)
        (total,) = self._all("SELECT count(*) FROM documents")[0]
        matching, undated_kept = self._all(
            f"SELECT count(*), count(*) - count(d.first_day) FROM documents d WHERE {where or 'true'}", values
        )[0]
        days = filters.around_period(self._all, query) if query.about else ()
        if not query.published:
            return Scope(total, matching, nearest=days)
        undated = self._all(
            f"SELECT count(*) FROM documents d WHERE d.first_day IS NULL{' AND ' + other if other else ''}",
            other_values,
        )[0][0]
        if matching == undated_kept:
            days = filters.nearest_days(self._all, query.published, other, other_values)
        return Scope(total, matching, undated_kept, undated - undated_kept, days)

    def newest_day(self) -> date | None:
        """The day of the newest document; None where all are undated."""
        (day,) = self._all("SELECT max(day) FROM documents")[0]
        return date.fromisoformat(day) if day else None

    def digests(self) -> dict[int, bytes]:
        """The digest of every passage's embedded text, by row, ascending."""
        return dict(self._all("SELECT row, digest FROM passages ORDER BY row"))

    def vector_states(self) -> dict[str, columns.VectorState]:
        """By passage id, by row: all that its vector and the metadata of its vector depend on."""
        rows = self._all(
            "SELECT p.id, p.row, p.digest, p.document, d.first_day, d.last_day"
            " FROM passages p JOIN documents d ON d.row = p.document ORDER BY p.row"
        )
        return {row[0]: columns.VectorState(*row[1:]) for row in rows}

    def _texts(self, path: str) -> list[tuple[Any, ...]]:
        return self._all("SELECT source, text FROM documents WHERE file = ?", (path,))

    def _once(self, key: Hashable, read: Callable[[], _T]) -> _T:
        """What `read` gives; of a finished catalogue it is kept, with what else was asked for lately."""
        known = self._known
        found: _T = known[key] if key in known else read()
        if self._read_only:
            others = [(other, value) for other, value in known.items() if other != key]
            self._known = dict([*others[-_REMEMBERED:], (key, found)])
        return found

    def _documents(self, where: str, values: Sequence[Any], query: Query | None) -> dict[int, Document]:
        rows = self._all(f"SELECT {columns.DOCUMENT} FROM documents d WHERE {where}", values)
        return filters.with_copies(self._all, {row[0]: columns.document(row[1:]) for row in rows}, query)

    def _document(self, row: int) -> Document:
        (found,) = self._all(f"SELECT {columns.DOCUMENT} FROM documents d WHERE d.row = ?", (row,))
        return columns.document(found[1:])

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self.connection.execute(sql, values).fetchall()
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if not self._read_only:
                    raise
                # SQLite repeats what is no text, with its lines.
                why = one_line(str(error))[:200]
                raise IndexDamaged(f"{self._path} cannot be read ({why}); run `assistant index --rebuild`") from error
