"""The hard filters of a Query, as SQL over the table `documents` (alias d). Both engines take them from here.

- published: a document matches when its period (its day, month or year, by the date's precision) overlaps the range:
  an article dated "March 2021" may have appeared on any day of March. An undated document matches when the query
  includes undated ones, which it does by default.
- sources: a document matches when its source contains one of the names, whatever their case ("npr" finds "NPR News").
- paths: globs over the path, see `assistant.corpus.globs`.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any, NamedTuple

from assistant.corpus.globs import path_matches
from assistant.dates.calendar import around
from assistant.types import DocumentDate, Query

_EPOCH = date(1970, 1, 1)


class Condition(NamedTuple):
    """A condition on the table `documents` in SQL, "" where nothing is filtered; and its parameters."""

    sql: str
    values: list[Any]


class Joined(NamedTuple):
    """Tables to join to the full-text one, and a `Condition` on them."""

    tables: str
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
    connection.create_function("source_matches", 2, _source_matches, deterministic=True)


def condition(query: Query) -> Condition:
    """All filters of the query."""
    parts, values = _by_date(query)
    other, other_values = not_by_date(query)
    if other:
        parts.append(other)
        values += other_values
    return Condition(" AND ".join(parts), values)


def joined(query: Query) -> Joined:
    """The filters for a full-text match on the table `lexical`.

    Each passage that matches is looked up, in this order. With ``rowid IN (the passages that are left)`` instead,
    SQLite runs the whole match once for each of those. `source` and `path` are compared once for each document.
    """
    parts, values = _by_date(query)
    other, other_values = not_by_date(query)
    if other:
        parts.append(f"d.row IN (SELECT d.row FROM documents d WHERE {other})")
        values += other_values
    if not parts:
        return Joined("", "", [])
    tables = " CROSS JOIN passages p ON p.row = lexical.rowid CROSS JOIN documents d ON d.row = p.document"
    return Joined(tables, "".join(f" AND {part}" for part in parts), values)


def not_by_date(query: Query) -> Condition:
    """The filters on source and path alone."""
    parts: list[str] = []
    values: list[Any] = []
    for function, column, wanted in (
        ("source_matches", "d.source", query.sources),
        ("path_matches", "d.path", query.paths),
    ):
        if wanted:
            parts.append("(" + " OR ".join(f"{function}({column}, ?)" for _ in wanted) + ")")
            values += wanted
    return Condition(" AND ".join(parts), values)


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


def _source_matches(source: str | None, wanted: str) -> bool:
    return source is not None and wanted.casefold() in source.casefold()
