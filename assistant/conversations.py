"""Conversations saved on this machine: one SQLite file in the user's data folder. Nothing in it leaves the machine."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.errors import SettingsError
from assistant.types import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FILE_NAME = "conversations.sqlite3"
_VERSION = 1
_SCHEMA = """
CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    corpus TEXT NOT NULL,
    name TEXT
);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX turn_of ON turn(conversation, id);
CREATE VIRTUAL TABLE said USING fts5(question, answer, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER turn_gone AFTER DELETE ON turn BEGIN DELETE FROM said WHERE rowid = old.id; END;
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation in a list. `title` is its name, or its first question; times are UTC."""

    id: int
    title: str
    corpus: str
    turns: int
    started: str
    last: str


class Conversations:
    """The store. Every method raises SettingsError when the file cannot be read or written."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._path = folder / FILE_NAME
        with self._explained():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            # One lock-protected connection: answers are added by whichever thread showed them.
            self._connection = sqlite3.connect(self._path, timeout=5.0, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON", "recursive_triggers = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._prepare()

    def add(self, conversation: int | None, corpus: str, answer: Answer) -> int:
        """Append an answer; None begins a new conversation about `corpus`. Returns the conversation's id."""
        with self._writing() as connection:
            if conversation is None:
                conversation = _new_id(connection.execute("INSERT INTO conversation (corpus) VALUES (?)", (corpus,)))
            row = (conversation, self._now().isoformat(timespec="seconds"), answer.question, _dump(answer))
            turn = connection.execute(
                "INSERT INTO turn (conversation, asked_at, question, answer) VALUES (?, ?, ?, ?)", row
            )
            said = (_new_id(turn), answer.question, answer.text)
            connection.execute("INSERT INTO said (rowid, question, answer) VALUES (?, ?, ?)", said)
        return conversation

    def drop_last(self, conversation: int) -> None:
        """Forget the last turn; a conversation without turns goes too."""
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM turn WHERE id = (SELECT max(id) FROM turn WHERE conversation = ?)", (conversation,)
            )
            connection.execute("DELETE FROM conversation WHERE id NOT IN (SELECT conversation FROM turn)")

    def rename(self, conversation: int, name: str) -> None:
        """Give a conversation a name."""
        with self._writing() as connection:
            connection.execute("UPDATE conversation SET name = ? WHERE id = ?", (name, conversation))

    def answers(self, conversation: int) -> list[Answer]:
        """The answers of a conversation, oldest first. Documents inside hits come back without their text."""
        query = "SELECT answer FROM turn WHERE conversation = ? ORDER BY id"
        with self._explained():
            kept = [row[0] for row in self._connection.execute(query, (conversation,))]
        try:
            return [_load(each) for each in kept]
        except ValueError as error:
            advice = f"`assistant history delete {conversation}` removes it"
            raise SettingsError(f"conversation {conversation} in {self._path} is damaged; {advice}") from error

    def list(self, *, corpus: str | None = None, words: Sequence[str] = (), limit: int = 50) -> list[Conversation]:
        """Conversations, last used first: all, those about one corpus, those in which all `words` were said."""
        query = """
            SELECT c.id, coalesce(c.name, (SELECT question FROM turn WHERE conversation = c.id ORDER BY id LIMIT 1)),
                   c.corpus, count(*), min(t.asked_at), max(t.asked_at)
            FROM conversation c JOIN turn t ON t.conversation = c.id
            WHERE (:corpus IS NULL OR c.corpus = :corpus)
              AND (:words = '' OR c.id IN (
                  SELECT conversation FROM turn WHERE id IN (SELECT rowid FROM said WHERE said MATCH :words)))
            GROUP BY c.id ORDER BY max(t.id) DESC LIMIT :limit"""
        values = {"corpus": corpus, "words": _match(words), "limit": limit}
        with self._explained():
            return [Conversation(*row) for row in self._connection.execute(query, values)]

    def find(self, name: str, *, corpus: str | None = None) -> Conversation | None:
        """The conversation with this id or name; with an empty name the one used last."""
        for each in self.list(corpus=corpus, limit=-1):
            if name in ("", str(each.id), each.title):
                return each
        return None

    def questions(self, limit: int = 1_000) -> Iterator[str]:
        """Questions asked in any conversation, newest first."""
        with self._explained():
            rows = self._connection.execute("SELECT question FROM turn ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return (str(row[0]) for row in rows)

    def delete(self, conversation: int | None = None) -> int:
        """Delete one conversation, or all of them, permanently. Returns how many there were."""
        with self._writing() as connection:
            chosen = {"id": conversation}
            connection.execute("DELETE FROM turn WHERE :id IS NULL OR conversation = :id", chosen)
            gone = connection.execute("DELETE FROM conversation WHERE id NOT IN (SELECT conversation FROM turn)")
        with self._explained():
            # The full-text index keeps words of deleted rows until it is merged.
            self._connection.execute("INSERT INTO said (said) VALUES ('optimize')")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone.rowcount

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        with self._writing() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _statements(_SCHEMA):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            elif version != _VERSION:
                raise SettingsError(f"{self._path} was written by another version; move it away, or set data_dir")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            advice = "set data_dir to a writable folder, or history = false"
            raise SettingsError(f"cannot save conversations in {self._path} ({error}); {advice}") from error


def _statements(script: str) -> Iterator[str]:
    """The statements of a script (`executescript` would end the transaction)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _new_id(cursor: sqlite3.Cursor) -> int:
    if cursor.lastrowid is None:
        raise sqlite3.DatabaseError("no row was written")
    return cursor.lastrowid


def _match(words: Sequence[str]) -> str:
    """An FTS5 expression for texts with all these words, each as the beginning of a word."""
    quoted = ['"' + word.replace('"', '""') + '"*' for word in " ".join(words).split()]
    return " ".join(quoted)


@cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def _dump(answer: Answer) -> str:
    # The corpus has the documents; what is kept is what was said about them.
    hits = tuple(replace(hit, document=replace(hit.document, text="", boilerplate=())) for hit in answer.hits)
    kept = _adapter().dump_json(replace(answer, hits=hits)).decode()
    return f"{kept}\n{_digest(kept)}"


def _load(text: str) -> Answer:
    """Raises ValueError for what is not as it was kept; earlier versions kept no digest under it."""
    kept, _, digest = text.partition("\n")
    if digest and digest != _digest(kept):
        raise ValueError("not as it was kept")
    return _adapter().validate_json(kept)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
