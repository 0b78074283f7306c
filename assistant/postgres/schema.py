"""The tables of a store, made and brought up to date in numbered steps. docs/store.md describes them.

What a generation consists of is in tables named `all_…`: a row is of every generation from `since` up to, and without,
`until`. A generation is a schema of its own with a view of each, under the name that the catalogue's questions use; so
those are the same for both stores. `state` is the digest by which a row is compared with the writer's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import IndexIncompatible, IndexMissing

if TYPE_CHECKING:
    from assistant.postgres.database import Connection, Database

FOR_EVER = 2**31 - 1  # `until` of what the newest generation has
# The catalogue's tables, and their columns in its order; index/postgres/words.py says what a store adds to passages.
TABLES = {
    "files": ("path", "size", "mtime_ns", "sidecar", "sha256"),
    "skipped": ("file", "path", "reason"),
    "documents": (
        "row", "file", "id", "path", "title", "source", "day", "precision", "provenance", "not_before", "first_day",
        "last_day", "text", "sha256", "updated", "problems", "boilerplate", "places", "author", "language", "url",
        "shown_title",
    ),
    "stories": ("document", "signature", "title", "url", "changed", "story", "article"),
    "furniture": ("key", "source", "line"),
    "passages": ("row", "id", "document", "ordinal", "start", "end", "line", "mentions", "digest"),
}  # fmt: skip
_VIEWED = {**TABLES, "passages": (*TABLES["passages"], "words", "size", "length")}
_VERSIONED = f"since integer NOT NULL, until integer NOT NULL DEFAULT {FOR_EVER}"
_COMPARED = f"{_VERSIONED}, state bytea NOT NULL"
# Texts are compared by their bytes, as SQLite does, so that both stores sort alike.
_STEPS = (
    f"""
CREATE DOMAIN plain AS text COLLATE "C";
CREATE TABLE store (id uuid PRIMARY KEY);
INSERT INTO store VALUES (gen_random_uuid());
CREATE TABLE generations (
    number integer PRIMARY KEY, published timestamptz NOT NULL DEFAULT now(), fingerprint plain NOT NULL,
    recall double precision NOT NULL, width integer, collection plain NOT NULL, server plain,
    passages bigint NOT NULL, pieces bigint NOT NULL);
CREATE TABLE all_files (path plain, size bigint, mtime_ns bigint, sidecar plain, sha256 plain, {_COMPARED});
CREATE TABLE all_skipped (file plain, path plain NOT NULL, reason plain NOT NULL, {_COMPARED});
CREATE TABLE all_documents (
    row bigint NOT NULL, file plain NOT NULL, id plain NOT NULL, path plain NOT NULL, title plain, source plain,
    day plain, precision plain, provenance plain NOT NULL, not_before plain, first_day integer, last_day integer,
    text plain NOT NULL, sha256 plain NOT NULL, updated plain, problems plain, boilerplate plain, places plain,
    author plain, language plain, url plain, shown_title plain, {_COMPARED});
CREATE TABLE all_stories (
    document bigint NOT NULL, signature bytea NOT NULL, title plain, url plain, changed integer, story bigint,
    article bigint, {_COMPARED});
CREATE TABLE all_furniture (key bigint NOT NULL, source plain, line plain NOT NULL, {_COMPARED});
CREATE TABLE all_passages (
    row bigint NOT NULL, id plain NOT NULL, document bigint NOT NULL, ordinal integer NOT NULL, start integer NOT NULL,
    "end" integer NOT NULL, line integer NOT NULL, mentions plain, digest bytea NOT NULL, words tsvector NOT NULL,
    size integer NOT NULL, length integer NOT NULL, {_VERSIONED});
CREATE TABLE pieces (piece plain PRIMARY KEY, passages bigint NOT NULL);
CREATE TABLE vectors (embedder plain NOT NULL, digest bytea NOT NULL, vector bytea NOT NULL,
    PRIMARY KEY (embedder, digest));
ALTER TABLE vectors ALTER vector SET STORAGE PLAIN;
CREATE INDEX ON all_files USING hash (path);
CREATE INDEX ON all_documents (row);
CREATE INDEX ON all_documents USING hash (id);
CREATE INDEX ON all_documents USING hash (path);
CREATE INDEX ON all_documents USING hash (file);
CREATE INDEX ON all_documents (day);
CREATE INDEX ON all_documents (first_day, last_day);
CREATE INDEX ON all_documents (source);
CREATE INDEX ON all_documents (author);
CREATE INDEX ON all_documents (language);
CREATE INDEX ON all_stories (document);
CREATE INDEX ON all_stories (story);
CREATE INDEX ON all_stories (article);
CREATE INDEX ON all_passages (row);
CREATE INDEX ON all_passages USING hash (id);
CREATE INDEX ON all_passages (document, ordinal);
CREATE INDEX ON all_passages (digest);
CREATE INDEX passages_words ON all_passages USING gin (words);
""",
    """
CREATE TABLE keys (one boolean PRIMARY KEY DEFAULT true CHECK (one), ring plain NOT NULL);
CREATE TABLE replies (key plain PRIMARY KEY, reply plain NOT NULL, kept timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON replies (kept);
CREATE UNLOGGED TABLE events (who plain NOT NULL, at double precision NOT NULL, expires double precision NOT NULL);
CREATE INDEX ON events (who, at);
CREATE INDEX ON events (expires);
CREATE FUNCTION acquire(whose text, most integer, seconds double precision, amount integer) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    moment double precision := extract(epoch FROM clock_timestamp());
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(whose, 0));
    DELETE FROM events WHERE who = whose AND at <= moment - seconds;
    IF (SELECT count(*) FROM events WHERE who = whose) + amount > most THEN
        RETURN false;
    END IF;
    INSERT INTO events SELECT whose, moment, moment + seconds FROM generate_series(1, amount);
    IF random() < 0.01 THEN
        DELETE FROM events WHERE expires < moment;
    END IF;
    RETURN true;
END $$;
""",
)
VERSION = len(_STEPS)


def version(database: Database) -> int:
    """How many steps a store has taken; 0 where it has no tables yet."""
    named = database.where.schema
    if not database.all("SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'steps'", (named,)):
        return 0
    return int(database.all(f"SELECT coalesce(max(number), 0) FROM {named}.steps")[0][0])


def check(database: Database) -> None:
    """Raise IndexMissing or IndexIncompatible where the tables are not those that this version reads."""
    found = version(database)
    if found == 0:
        raise IndexMissing(f"nothing is indexed in the store {database.where.shown}; run `assistant index --store …`")
    if found < VERSION:
        raise IndexIncompatible(
            f"the tables of the store {database.where.shown} are of an earlier version; run `assistant index --store …`"
        )


def identity(database: Database) -> str:
    """What tells a store from all others, wherever it moves."""
    return str(database.all(f"SELECT id FROM {database.where.schema}.store")[0][0])


def prepare(database: Database) -> None:
    """Take the steps that are missing, in one transaction. Steps only add, so that older servers go on reading."""
    named = database.where.schema
    with database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (database.where.number,))
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {named}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {named}.steps (number integer PRIMARY KEY, taken timestamptz)")
        (taken,) = connection.execute(f"SELECT coalesce(max(number), 0) FROM {named}.steps").fetchone() or (0,)
        for number, step in enumerate(_STEPS[taken:], taken + 1):
            connection.execute(step)
            connection.execute(f"INSERT INTO {named}.steps VALUES (%s, now())", (number,))


def make_views(connection: Connection, schema: str, generation: int) -> None:
    """Show the tables as a generation has them, in the schema `schema`, which is made."""
    connection.execute(f"CREATE SCHEMA {schema}")
    for table, columns in _VIEWED.items():
        connection.execute(
            f"CREATE VIEW {schema}.{table} AS SELECT {named(columns)} FROM all_{table}"
            f" WHERE since <= {generation} AND until > {generation}"
        )


def named(columns: tuple[str, ...]) -> str:
    """A list of columns in SQL."""
    return ", ".join(f'"{column}"' for column in columns)
