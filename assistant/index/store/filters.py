"""The hard filters of a Query: SQL over the table `documents` (alias d), arrays for vectors, conditions on words.

- published: a document matches when its period (its day, month or year, by the date's precision) overlaps the range:
  an article dated "March 2021" may have appeared on any day of March. An undated document matches when the query
  includes undated ones, which it does by default.
- sources, authors: a document matches when its source (its author) contains one of the names, whatever their case and
  accents ("npr" finds "NPR News", "soren" finds "Søren Kjær").
- paths: globs over the path, see `assistant.corpus.globs`. For the lexical engine a glob
  becomes the folders all of whose documents fit it, and the single documents of the others.

Inside them, too, stands what the catalogue knows of copies and versions: a file that a query may not see is not named.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.calendar import around
from assistant.corpus.globs import path_matches
from assistant.index.lexical.engine import Entry, Inside
from assistant.index.store import arrays
from assistant.text.folding import bare
from assistant.types import DateRange, Document, DocumentDate, Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_EPOCH = date(1970, 1, 1)


class Condition(NamedTuple):
    """A condition on the table `documents` in SQL, "" where nothing is filtered; and its parameters."""

    sql: str
    values: list[Any]


def epoch_day(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def period(published: DocumentDate) -> tuple[int, int] | tuple[None, None]:
    """First and last epoch day on which the document may have appeared; None, None when undated."""
    if published.day is None:
        return None, None
    days = around(published.day, published.precision or "day")
    return epoch_day(days.start), epoch_day(days.end)


def install(connection: sqlite3.Connection) -> None:
    """Give the connection the functions that `condition` uses."""
    connection.create_function("path_matches", 2, path_matches, deterministic=True)
    connection.create_function("name_matches", 2, _name_matches, deterministic=True)


def condition(query: Query) -> Condition:
    """All filters of the query."""
    parts, values = _by_date(query)
    other, other_values = not_by_date(query)
    if other:
        parts.append(other)
        values += other_values
    return Condition(" AND ".join(parts), values)


def not_by_date(query: Query) -> Condition:
    """The filters on source, author and path alone."""
    parts: list[str] = []
    values: list[Any] = []
    for column, wanted in (("source", query.sources), ("author", query.authors)):
        if wanted:
            parts.append(f"d.{column} IN ({named(column, wanted)})")
            values += wanted
    if query.paths:
        parts.append("(" + " OR ".join("path_matches(d.path, ?)" for _ in query.paths) + ")")
        values += query.paths
    return Condition(" AND ".join(parts), values)


def named(column: str, wanted: Collection[str]) -> str:
    """SQL for the sources, or the authors, whose names contain one of the wanted ones, which are its parameters.

    Each name is looked up behind the one before: to go over all documents took 2.3 ms where these were 4,000.
    """
    matching = " OR ".join("name_matches(name, ?)" for _ in wanted)
    return (
        f"WITH RECURSIVE names (name) AS (SELECT min({column}) FROM documents UNION ALL SELECT (SELECT min({column})"
        f" FROM documents WHERE {column} > name) FROM names WHERE name IS NOT NULL)"
        f" SELECT name FROM names WHERE {matching}"
    )


def _by_date(query: Query) -> tuple[list[str], list[Any]]:
    """The filter on days alone: one condition, or none, and its parameters."""
    in_range, values = _published(query)
    if not in_range:
        return [], []
    return [f"(d.first_day IS NULL OR {in_range})" if query.include_undated else in_range], values


def _published(query: Query) -> tuple[str, list[Any]]:
    parts, values = [], []
    if query.published.start is not None:
        parts.append("d.last_day >= ?")
        values.append(epoch_day(query.published.start))
    if query.published.end is not None:
        parts.append("d.first_day <= ?")
        values.append(epoch_day(query.published.end))
    return " AND ".join(parts), values


def _name_matches(name: str | None, wanted: str) -> bool:
    return name is not None and bare(wanted) in bare(name)


_MOST = 10_000  # rows that are asked for by their numbers; SQLite allows 32,766 parameters


def with_copies(select: Select, documents: Mapping[int, Document], query: Query | None) -> dict[int, Document]:
    """The documents, by row, with the other files of their stories, and the latest version of their articles.

    Only files inside the query's hard filters are named; None: all of them.
    """
    if not documents:
        return {}
    where, values = condition(query) if query else ("", [])
    inside = f" AND {where}" if where else ""
    asked = list(documents) if len(documents) <= _MOST else []
    chosen = f" AND one.document IN ({','.join('?' * len(asked))})" if asked else ""
    found = dict(documents)
    latest: dict[int, int] = {}
    copies: dict[int, list[str]] = {}
    for row, path, article, changed, other_article, other_changed in select(
        "SELECT one.document, d.path, one.article, one.changed, other.article, other.changed FROM stories one"
        " JOIN stories other ON other.story = one.story AND other.document <> one.document"
        f" JOIN documents d ON d.row = other.document WHERE one.story IS NOT NULL{chosen}{inside}"
        " ORDER BY d.first_day IS NULL, d.first_day, d.path",
        [*asked, *values],
    ):
        if row not in found:
            continue
        copies.setdefault(row, []).append(path)
        if article is not None and article == other_article and other_changed > latest.get(row, changed):
            latest[row] = other_changed
            found[row] = replace(found[row], newer=path)
    return {
        row: replace(document, copies=tuple(copies[row])) if row in copies else document
        for row, document in found.items()
    }


@dataclass(frozen=True, slots=True)
class Versions:
    """Of each article the row of its `current` version; `not_yet`: the rows of those that are newer than the day asked.

    A document that was updated after the day of asking is all that there is where its article has no earlier version.
    """

    current: Mapping[int, int]
    not_yet: frozenset[int]


def versions_of(select: Select, articles: Collection[int], query: Query) -> Versions:
    """The versions of articles inside the query's hard filters."""
    if not articles:
        return Versions({}, frozenset())
    where, values = condition(query)
    rows = select(
        "SELECT s.article, s.document, s.changed FROM stories s JOIN documents d ON d.row = s.document"
        f" WHERE s.article IN ({','.join('?' * len(articles))}){' AND ' + where if where else ''} ORDER BY s.changed",
        [*articles, *values],
    )
    until = epoch_day(query.as_of if query.as_of_explicit else date.max)
    current = {article: document for article, document, changed in rows if changed <= until}
    not_yet = frozenset(document for article, document, changed in rows if changed > until and article in current)
    return Versions(current, not_yet)


def around_period(select: Select, query: Query) -> tuple[date, ...]:
    """The nearest days of publication around days asked about in which no document was written."""
    where, values = condition(replace(query, published=query.about, include_undated=False))
    if select(f"SELECT 1 FROM documents d WHERE {where} LIMIT 1", values):
        return ()
    return nearest_days(select, query.about, *not_by_date(query))


def nearest_days(select: Select, days: DateRange, where: str, values: Sequence[Any]) -> tuple[date, ...]:
    """The last day of publication before these days, and the first after them, as far as there are such."""
    also = f" AND {where}" if where else ""
    found: list[date] = []
    for side, edge, order in (("<", days.start, "DESC"), (">", days.end, "ASC")):
        sql = f"SELECT d.day FROM documents d WHERE d.day {side} ?{also} ORDER BY d.day {order} LIMIT 1"
        rows = select(sql, (edge.isoformat(), *values)) if edge else []
        found += [date.fromisoformat(row[0]) for row in rows]
    return tuple(found)


_UNDATED = -(2**31)  # as an epoch day
_FILE = "passages.npy"


class Candidates(NamedTuple):
    """Of every passage, by row: its row, its document's row, and that document's first and last epoch day.

    SQLite took 6 ms a question to join and list the 11,960 passages that a date filter left of 16,336; these arrays,
    which a generation keeps in a file, take .05 ms.
    """

    rows: NDArray[np.int64]
    documents: NDArray[np.int64]
    first_days: NDArray[np.int64]
    last_days: NDArray[np.int64]

    @classmethod
    def read(cls, select: Callable[[str], Sequence[tuple[Any, ...]]]) -> Candidates:
        """Read them from the catalogue's tables."""
        import numpy as np

        found = select(
            f"SELECT p.row, p.document, coalesce(d.first_day, {_UNDATED}), coalesce(d.last_day, {_UNDATED})"
            " FROM passages p JOIN documents d ON d.row = p.document ORDER BY p.row"
        )
        return cls(*np.array(found, dtype=np.int64).reshape(-1, 4).T.copy())

    @classmethod
    def load(cls, folder: Path) -> Candidates | None:
        """Those of a generation; None where its folder has none yet."""
        import numpy as np

        path = folder / _FILE
        return cls(*arrays.read(path, 2, np.int64)) if path.is_file() else None

    def save(self, folder: Path) -> None:
        """Keep them in a generation's folder."""
        import numpy as np

        np.save(folder / _FILE, np.stack(self))

    def those(self, documents: Sequence[int]) -> NDArray[np.bool_]:
        """Which passages are of these documents."""
        import numpy as np

        wanted = np.zeros(int(self.documents.max(initial=0)) + 1, dtype=np.bool_)
        wanted[list(documents)] = True
        passages: NDArray[np.bool_] = wanted[self.documents]
        return passages

    def inside(self, query: Query, among: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Which passages a query's filter on days leaves; `among` these, unless None."""

        undated: NDArray[np.bool_] = self.first_days == _UNDATED
        kept: NDArray[np.bool_] = ~undated
        if query.published.start is not None:
            kept &= self.last_days >= epoch_day(query.published.start)
        if query.published.end is not None:
            kept &= self.first_days <= epoch_day(query.published.end)
        if query.include_undated or not query.published:
            kept |= undated
        return kept if among is None else kept & among


ENTRY = "d.row, d.title, d.text, d.language, d.first_day, d.last_day, d.source, d.author, d.path"


class ByPath(NamedTuple):
    """The rows of the documents that fit globs; and the same as whole folders, and the `others` that fit."""

    rows: frozenset[int]
    folders: Collection[str]
    others: Collection[int]


def entry(row: Sequence[Any], passages: Sequence[tuple[int, int, int]]) -> Entry:
    """A document of a row of `ENTRY` as the engine takes it."""
    key, title, text, language, first, last, source, author, path = row
    return Entry(key, title, text, language, first, last, source, author, _folder(path), passages)


def inside(select: Select, query: Query, paths: ByPath | None) -> Inside:
    """The filters of a query; `paths`: what fits its globs, None where it has none."""
    start, end = query.published.start, query.published.end
    return Inside(
        since=epoch_day(start) if start else None,
        until=epoch_day(end) if end else None,
        undated=query.include_undated or not query.published,
        sources=_names(select, "source", query.sources) if query.sources else None,
        authors=_names(select, "author", query.authors) if query.authors else None,
        folders=paths.folders if paths else None,
        documents=paths.others if paths else None,
    )


def by_path(select: Select, globs: Collection[str]) -> ByPath:
    """What fits any of the globs. Goes over all paths."""
    fitting: dict[str, list[int]] = defaultdict(list)
    mixed: set[str] = set()
    for row, path in select("SELECT row, path FROM documents", []):
        if any(path_matches(path, glob) for glob in globs):
            fitting[_folder(path)].append(row)
        else:
            mixed.add(_folder(path))
    rows = frozenset(row for some in fitting.values() for row in some)
    return ByPath(rows, fitting.keys() - mixed, [row for folder in fitting.keys() & mixed for row in fitting[folder]])


def _names(select: Select, column: str, wanted: Collection[str]) -> list[str]:
    return [name for (name,) in select(named(column, wanted), list(wanted))]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
