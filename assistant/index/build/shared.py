"""An index in a store: the writer brings one of its own up to date and publishes it; `fetch` is the way back.

The writer's own index is a working copy. `published.json` in it says which generation of the store it equals; where
that is not the store's newest, because another machine has written since, the store's is fetched first. No text is
embedded twice: vectors are in the store and in the writer's vector cache.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexMissing
from assistant.index.build import matrix, verify, words
from assistant.index.build.report import BuildReport, Progress
from assistant.index.postgres import generations
from assistant.index.postgres.generations import Stored
from assistant.index.store import repeated
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Store, root_name
from assistant.index.store.vector_cache import VectorCache
from assistant.postgres import schema
from assistant.postgres.database import Database

if TYPE_CHECKING:
    from assistant.postgres.address import Address

_MARK = "published.json"
_BATCH = 5_000  # rows that are in memory at once
Telling = Callable[[Progress], None]


def build_shared(
    where: Address, root: Path, index_dir: Path, build: Callable[[], BuildReport], progress: Telling
) -> BuildReport:
    """Bring the index up to date by `build`, and make it the store's next generation unless nothing changed.

    Raises what `build` raises, IndexLocked where another machine is writing, and CorpusIndexError for the store.
    """
    with _writing(where) as database:
        stored = _newest(database)
        if stored and not _equals(index_dir, database, stored):
            _fetch(database, stored, root, index_dir, progress)
        made = build()
        if stored is None or not _equals(index_dir, database, stored):
            made = replace(made, generation=_publish(database, index_dir, progress))
    return made


def publish(where: Address, index_dir: Path, progress: Telling) -> str:
    """Copy an index as it is into the store; return the name of the generation there.

    Raises IndexMissing where there is none, IndexLocked and CorpusIndexError.
    """
    with _writing(where) as database:
        return _publish(database, index_dir, progress)


def fetch(where: Address, root: Path, index_dir: Path, progress: Telling) -> str:
    """Copy the store's index into a folder, as its live generation; return the name of the store's.

    Raises IndexMissing, IndexIncompatible, IndexLocked and CorpusIndexError.
    """
    with Database(where, writes=True) as database:
        schema.check(database)
        stored = generations.live(database)
        _fetch(database, stored, root, index_dir, progress)
        return f"{stored.number:06d}"


@contextmanager
def _writing(where: Address) -> Iterator[Database]:
    with Database(where, writes=True) as database:
        schema.prepare(database)
        with database.writing():
            yield database


def _newest(database: Database) -> Stored | None:
    try:
        return generations.live(database)
    except IndexMissing:
        return None


def _publish(database: Database, index_dir: Path, progress: Telling) -> str:
    store = Store(index_dir)
    with store.held() as live:
        number = generations.publish(
            database, live, store.cache, lambda done, total: progress(Progress("store", done, total))
        )
    _mark(index_dir, database, number)
    return f"{number:06d}"


def _fetch(database: Database, stored: Stored, root: Path, index_dir: Path, progress: Telling) -> None:
    """Make an embedded index of a generation: its tables and vectors are copied, its words are derived."""
    store = Store(index_dir)
    fingerprint = replace(stored.fingerprint, root=root_name(root, index_dir))
    with store.writing():
        name = store.next_name()
        with store.staging(name) as folder:
            with (
                closing(Catalogue(folder / "catalogue.sqlite3", "create")) as catalogue,
                closing(VectorCache(store.cache, fingerprint.embedder)) as cache,
            ):
                catalogue.connection.execute("BEGIN")
                for table, columns in schema.TABLES.items():
                    _copy(database, stored.number, table, columns, catalogue)
                catalogue.connection.execute("UPDATE stories SET pending = 0")
                for path in catalogue.files_with_documents():
                    texts = catalogue.connection.execute("SELECT source, text FROM documents WHERE file = ?", (path,))
                    repeated.count(catalogue.connection, texts, 1)
                catalogue.connection.execute("COMMIT")
                words.derive(
                    catalogue, folder / "lexical", None, lambda done, total: progress(Progress("words", done, total))
                )
                _copy_vectors(database, stored, cache)
                matrix.derive(catalogue, cache, folder)
            recall = verify.finish_vectors(folder)
            store.publish(folder, name, fingerprint, "", None, recall)
    _mark(index_dir, database, stored.number)


def _copy(database: Database, number: int, table: str, columns: Sequence[str], catalogue: Catalogue) -> None:
    named = schema.named(tuple(columns))
    marks = ", ".join("?" * len(columns))
    sql = f"SELECT {named} FROM all_{table} WHERE since <= %s AND until > %s"
    with database.stream(sql, [number, number], _BATCH) as rows:
        catalogue.connection.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)


def _copy_vectors(database: Database, stored: Stored, cache: VectorCache) -> None:
    import numpy as np

    sql = "SELECT digest, vector FROM vectors WHERE embedder = %s"
    some: list[tuple[Any, ...]] = []

    def keep() -> None:
        if some:
            cache.add([key for key, _ in some], np.stack([np.frombuffer(each, dtype=np.float16) for _, each in some]))
            some.clear()

    with database.stream(sql, [stored.fingerprint.embedder], _BATCH) as rows:
        for row in rows:
            some.append(row)
            if len(some) == _BATCH:
                keep()
        keep()


def _mark(index_dir: Path, database: Database, number: int) -> None:
    """Note that the folder's live generation is that of the store."""
    live = Store(index_dir).live()
    told = {"store": schema.identity(database), "generation": number, "here": live.name if live else ""}
    (index_dir / _MARK).write_text(json.dumps(told), encoding="utf-8")


def _equals(index_dir: Path, database: Database, stored: Stored) -> bool:
    """Whether the folder's live generation is that of the store."""
    try:
        told = json.loads((index_dir / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    live = Store(index_dir).live()
    known = {"store": schema.identity(database), "generation": stored.number, "here": live.name if live else ""}
    return bool(told == known)
