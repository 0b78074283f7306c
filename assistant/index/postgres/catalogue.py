"""The catalogue of a generation in PostgreSQL: the same questions as to SQLite, in the other's words."""

from __future__ import annotations

import re
import threading
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from assistant.index.store.catalogue import Catalogue
from assistant.index.store.filters import named
from assistant.postgres.database import Database
from assistant.text.folding import bare

_COLUMNS = ("source", "author")
# A parameter; with it, what of the questions SQLite answers by functions of ours, which PostgreSQL has not.
_PARAMETER = re.compile(
    "".join(
        rf"{re.escape(named(each, ()))}(?P<{each}>(?>(?:name_matches\(name, \?\)(?: OR )?)+))|" for each in _COLUMNS
    )
    + r"(?P<path>path_matches\(d\.path, \?\))|\?"
)
# Each name is looked up behind the one before, as in `filters.named`.
_NAMES = """
WITH RECURSIVE names (name) AS (
    SELECT min({0}) FROM documents
    UNION ALL SELECT (SELECT min({0}) FROM documents WHERE {0} > name) FROM names WHERE name IS NOT NULL)
SELECT name FROM names WHERE name IS NOT NULL"""


class StoredCatalogue(Catalogue):
    """A generation's catalogue, for reading; what it does not ask for twice is kept as by `Catalogue`."""

    def __init__(self, database: Database, folder: Path) -> None:
        """`database` sees the generation's tables; `folder` is where this server keeps the arrays made of them."""
        self._database = database
        self._path = folder / "catalogue"
        self._read_only = True
        self._known: dict[Hashable, Any] = {}
        self._lock = threading.RLock()

    def close(self) -> None:
        """Nothing: the database is its opener's to close."""

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        given = iter(values)
        bound: list[Any] = []

        def in_postgres(found: re.Match[str]) -> str:
            for column in _COLUMNS:
                if found[column]:
                    wanted = [bare(next(given)) for _ in range(found[column].count("?"))]
                    bound.append([name for name in self._names(column) if any(each in bare(name) for each in wanted)])
                    return "SELECT unnest(%s::text[])"
            if found["path"]:
                bound.append(sorted(self._by_path((next(given),)).rows))
                return "d.row = ANY(%s::bigint[])"
            bound.append(_storable(next(given)))
            return "%s"

        asked = _PARAMETER.sub(in_postgres, sql.replace("%", "%%").replace("IN ()", "IN (NULL)"))
        return self._database.all(asked, bound)

    def _names(self, column: str) -> tuple[str, ...]:
        """All sources, or all authors."""
        return self._once(column, lambda: tuple(name for (name,) in self._database.all(_NAMES.format(column))))


def _storable(value: Any) -> Any:
    """A parameter; what no text of PostgreSQL can be is not there, either."""
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else value
