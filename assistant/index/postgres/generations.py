"""The generations of a store: which is live, and how the writer makes the next one of an index of its own.

The writer compares its catalogue with what the store has, row by row, by their digests. What is new is copied, what is
gone gets its end, and the new generation's views appear, in one transaction: servers see the old one or the new one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.errors import IndexDamaged, IndexMissing
from assistant.index.postgres.words import vector
from assistant.index.store.generation import Fingerprint, Generation
from assistant.index.store.vector_cache import VectorCache
from assistant.postgres import schema
from assistant.postgres.database import Database
from assistant.text.spelling import pieces

if TYPE_CHECKING:
    from assistant.postgres.database import Connection

_BATCH = 5_000  # rows, or vectors, that are in memory at once
_OF_PASSAGES = schema.named((*schema.TABLES["passages"], "words", "size", "length", "since"))
_COUNTED = """
INSERT INTO pieces SELECT lexeme, {sign}count(*) FROM all_passages, unnest(words) WHERE {which} GROUP BY lexeme
ON CONFLICT (piece) DO UPDATE SET passages = pieces.passages + excluded.passages"""
_UNUSED = """
DELETE FROM vectors v WHERE NOT EXISTS (SELECT FROM all_passages p WHERE p.digest = v.digest)
OR NOT EXISTS (SELECT FROM generations g WHERE g.fingerprint::json ->> 'embedder' = v.embedder)"""
_BY_WORDS = "passages_words"  # the index of words: it is made faster after all passages than beside them
Telling = Callable[[int, int], None]


class Stored(NamedTuple):
    """A generation of a store. `width`: see `Signs`; `size`: pieces of all its passages."""

    number: int
    fingerprint: Fingerprint
    recall: float
    width: int | None
    collection: str
    server: str | None
    passages: int
    size: int


def live(database: Database) -> Stored:
    """The newest generation. Raises IndexMissing."""
    rows = database.all(
        "SELECT number, fingerprint, recall, width, collection, server, passages, pieces"
        f" FROM {database.where.schema}.generations ORDER BY number DESC LIMIT 1"
    )
    if not rows:
        raise IndexMissing(f"nothing is indexed in the store {database.where.shown}; run `assistant index --store …`")
    number, fingerprint, *rest = rows[0]
    return Stored(number, Fingerprint(**json.loads(fingerprint)), *rest)


def publish(database: Database, made: Generation, cache: Path, telling: Telling) -> int:
    """Make a finished index the store's next generation; return its number. `cache` is that index's vector cache.

    The caller is the one writer (`Database.writing`). Raises CorpusIndexError; the store is then as it was.
    """
    with closing(sqlite3.connect(f"{made.catalogue.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as catalogue:
        with database.transaction() as connection:
            (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM generations").fetchone() or (0,)
            number = int(last) + 1
            for table in schema.TABLES:
                if table not in ("documents", "passages"):
                    _bring(connection, table, _rows(catalogue, table), number)
            _bring_documents(connection, catalogue, number, telling)
            _bring_vectors(connection, made.fingerprint.embedder, cache)
            _count(connection, number)
            _record(connection, made, number)
            schema.make_views(connection, database.where.of_generation(number), number)
        with database.transaction() as connection:
            connection.execute("ANALYZE all_documents, all_passages, all_stories, pieces, vectors")
        sweep(database)
    return number


def sweep(database: Database) -> None:
    """Remove the generations that are neither live nor open anywhere, and the rows that only they had."""
    numbers = [number for (number,) in database.all("SELECT number FROM generations ORDER BY number")]
    with database.transaction() as connection:
        gone = [number for number in numbers[:-1] if _is_free(connection, database.where.number, number)]
        if not gone:
            return
        for number in gone:
            connection.execute(f"DROP SCHEMA IF EXISTS {database.where.of_generation(number)} CASCADE")
        connection.execute("DELETE FROM generations WHERE number = ANY(%s)", (gone,))
        for table in schema.TABLES:
            connection.execute(f"DELETE FROM all_{table} WHERE until <= %s", (min(set(numbers) - set(gone)),))
        connection.execute("DELETE FROM pieces WHERE passages <= 0")
        connection.execute(_UNUSED)


def _is_free(connection: Connection, store: int, generation: int) -> bool:
    """Whether nobody has a generation open; who opens it now waits for the end, and sees that it is gone."""
    found = connection.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (store, generation)).fetchone()
    return found == (True,)


def _bring(connection: Connection, table: str, rows: Iterable[tuple[Any, ...]], number: int) -> None:
    """Bring a table to what the writer has: rows are compared by their digests."""
    known = _known(connection, table)
    new: list[tuple[Any, ...]] = []
    for key, row in _with_states(rows):
        if key in known:
            known.discard(key)
        else:
            new.append((*row, key))
    _end(connection, table, known, number)
    columns = schema.named((*schema.TABLES[table], "state", "since"))
    with connection.cursor().copy(f"COPY all_{table} ({columns}) FROM STDIN") as copy:
        for row in new:
            copy.write_row((*row, number))


def _bring_documents(connection: Connection, catalogue: sqlite3.Connection, number: int, telling: Telling) -> None:
    """Bring documents with their passages; one whose passages changed is another document."""
    known, new = _known(connection, "documents"), []
    for row, document in _documents(catalogue):
        key = _state((document, _passages(catalogue, row)))
        if key in known:
            known.discard(key)
        else:
            new.append((row, key))
    ended = _end(connection, "documents", known, number, returning=True)
    connection.execute(
        "UPDATE all_passages SET until = %s WHERE until = %s AND document = ANY(%s)",
        (number, schema.FOR_EVER, ended),
    )
    empty = connection.execute("SELECT FROM all_passages LIMIT 1").fetchone() is None
    if empty:
        connection.execute(f"DROP INDEX {_BY_WORDS}")
    for first in range(0, len(new), _BATCH):
        telling(first, len(new))
        some = new[first : first + _BATCH]
        columns = schema.named((*schema.TABLES["documents"], "state", "since"))
        with connection.cursor().copy(f"COPY all_documents ({columns}) FROM STDIN") as copy:
            for row, key in some:
                copy.write_row((*_document(catalogue, row), key, number))
        with connection.cursor().copy(f"COPY all_passages ({_OF_PASSAGES}) FROM STDIN") as copy:
            for row, _ in some:
                for passage in _with_words(catalogue, row):
                    copy.write_row((*passage, number))
    if empty:
        connection.execute(f"CREATE INDEX {_BY_WORDS} ON all_passages USING gin (words)")
    telling(len(new), len(new))


def _with_words(catalogue: sqlite3.Connection, document: int) -> Iterator[tuple[Any, ...]]:
    title, text, language = catalogue.execute(
        "SELECT title, text, language FROM documents WHERE row = ?", (document,)
    ).fetchone()
    titled = pieces(title or "", language)
    for passage in _passages(catalogue, document):
        start, end = passage[4:6]
        yield (*passage, *vector(titled, pieces(text[start:end], language)))


def _bring_vectors(connection: Connection, embedder: str, cache: Path) -> None:
    """Copy the vectors that the passages need and the store lacks. Raises IndexDamaged where there is none."""
    missing = [
        key
        for (key,) in connection.execute(
            "SELECT DISTINCT digest FROM all_passages p WHERE until = %s AND NOT EXISTS"
            " (SELECT FROM vectors v WHERE v.digest = p.digest AND v.embedder = %s)",
            (schema.FOR_EVER, embedder),
        )
    ]
    copied = 0
    with (
        closing(VectorCache(cache, embedder, read_only=True)) as vectors,
        connection.cursor().copy("COPY vectors (embedder, digest, vector) FROM STDIN") as copy,
    ):
        for key, values in vectors.get(missing):
            copy.write_row((embedder, key, values))
            copied += 1
    if copied != len(missing):
        raise IndexDamaged(
            f"{cache} lacks {len(missing) - copied} vectors of the index; run `assistant index --rebuild`"
        )


def _count(connection: Connection, number: int) -> None:
    """Count in how many passages each piece is, from what came and went."""
    connection.execute(_COUNTED.format(sign="", which="since = %s"), (number,))
    connection.execute(_COUNTED.format(sign="-", which="until = %s"), (number,))


def _record(connection: Connection, made: Generation, number: int) -> None:
    signs = made.folder / "signs.json"
    width = int(json.loads(signs.read_text(encoding="utf-8"))["width"]) if signs.is_file() else None
    connection.execute(
        "INSERT INTO generations (number, fingerprint, recall, width, collection, server, passages, pieces)"
        " SELECT %s, %s, %s, %s, %s, %s, count(*), coalesce(sum(size), 0) FROM all_passages WHERE until = %s",
        (
            number, json.dumps(asdict(made.fingerprint)), made.recall, width, made.collection, made.server,
            schema.FOR_EVER,
        ),
    )  # fmt: skip


def _known(connection: Connection, table: str) -> set[bytes]:
    sql = f"SELECT state FROM all_{table} WHERE until = %s"
    return {bytes(key) for (key,) in connection.execute(sql, (schema.FOR_EVER,))}


def _end(connection: Connection, table: str, keys: set[bytes], number: int, *, returning: bool = False) -> list[int]:
    """End the rows with these digests with the generation before; return their `row`s if asked."""
    if not keys:
        return []
    told = " RETURNING row" if returning else ""
    ended = connection.execute(
        f"UPDATE all_{table} SET until = %s WHERE until = %s AND state = ANY(%s){told}",
        (number, schema.FOR_EVER, list(keys)),
    )
    return [row for (row,) in ended] if returning else []


def _rows(catalogue: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    return catalogue.execute(f"SELECT {schema.named(schema.TABLES[table])} FROM {table}")


def _documents(catalogue: sqlite3.Connection) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for row in _rows(catalogue, "documents"):
        yield row[0], row


def _document(catalogue: sqlite3.Connection, row: int) -> tuple[Any, ...]:
    columns = schema.named(schema.TABLES["documents"])
    found: tuple[Any, ...] = catalogue.execute(f"SELECT {columns} FROM documents WHERE row = ?", (row,)).fetchone()
    return found


def _passages(catalogue: sqlite3.Connection, document: int) -> list[tuple[Any, ...]]:
    columns = schema.named(schema.TABLES["passages"])
    return catalogue.execute(
        f"SELECT {columns} FROM passages WHERE document = ? ORDER BY ordinal", (document,)
    ).fetchall()


def _with_states(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[bytes, tuple[Any, ...]]]:
    """The rows with their digests; of equal rows each has one of its own."""
    seen: Counter[bytes] = Counter()
    for row in rows:
        key = _state(row)
        seen[key] += 1
        yield (key if seen[key] == 1 else _state((row, seen[key]))), row


def _state(values: object) -> bytes:
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()
