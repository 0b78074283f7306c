"""What the catalogue knows of copies and versions, read inside the hard filters of a query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.index.store import filters
from assistant.types import Document, Query

_MOST = 10_000  # rows that are asked for by their numbers; SQLite allows 32,766 parameters
Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def with_copies(select: Select, documents: Mapping[int, Document], query: Query | None) -> dict[int, Document]:
    """The documents, by row, with the other files of their stories, and the latest version of their articles.

    Only files inside the query's hard filters are named; None: all of them.
    """
    if not documents:
        return {}
    where, values = filters.condition(query) if query else ("", [])
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
    where, values = filters.condition(query)
    rows = select(
        "SELECT s.article, s.document, s.changed FROM stories s JOIN documents d ON d.row = s.document"
        f" WHERE s.article IN ({','.join('?' * len(articles))}){' AND ' + where if where else ''} ORDER BY s.changed",
        [*articles, *values],
    )
    until = filters.epoch_day(query.as_of if query.as_of_explicit else date.max)
    current = {article: document for article, document, changed in rows if changed <= until}
    not_yet = frozenset(document for article, document, changed in rows if changed > until and article in current)
    return Versions(current, not_yet)
