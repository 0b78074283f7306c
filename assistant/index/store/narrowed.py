"""The lexical engine's share of the catalogue: what it takes of a document, and the hard filters as it takes them.

A glob over paths becomes the folders all of whose documents fit it, and the single documents of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from assistant.corpus.globs import path_matches
from assistant.index.lexical.engine import Entry, Inside
from assistant.index.store.filters import epoch_day, named
from assistant.types import Query

ENTRY = "d.row, d.title, d.text, d.language, d.first_day, d.last_day, d.source, d.author, d.path"
Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


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
