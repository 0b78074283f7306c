"""``/v1/conversations``: what somebody with a key asked on the page, kept for that key alone and nobody else's to read.

Off where the server has no keys: then only the reader's browser keeps conversations.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.question import Narrowing, Text
from assistant.interfaces.server.running import call
from assistant.interfaces.server.service import service_of, until_gone

router = APIRouter(prefix="/v1/conversations", tags=["own"])
T = TypeVar("T")
Id = Annotated[str, InPath(pattern=r"^[0-9a-z]{1,32}$", description="Made up by whoever begins the conversation.")]
MOST = 200  # conversations of a key
MOST_CHARACTERS = 50_000_000  # of all of a key's
_MOST_EACH = 5_000_000
_SCHEMA = """CREATE TABLE IF NOT EXISTS kept (owner TEXT, id TEXT, changed INTEGER, row TEXT, said TEXT, whole TEXT,
PRIMARY KEY (owner, id))"""


class RemarkKept(BaseModel):
    """What the reader thought of an answer."""

    good: bool
    note: Annotated[Text, Field(max_length=2_000)] = ""


class ExchangeKept(BaseModel):
    """A question, what narrowed it, and the answer as ``/api/ask`` gave it."""

    model_config = ConfigDict(extra="ignore")

    question: Annotated[Text, Field(min_length=1, max_length=4_000)]
    options: Narrowing = Narrowing()
    answer: dict[str, JsonValue]
    remark: RemarkKept | None = None


class ConversationIn(BaseModel):
    """A conversation to keep; `changed` orders them, in milliseconds since 1970."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    changed: Annotated[int, Field(ge=0, le=2**53)]
    exchanges: Annotated[list[ExchangeKept], Field(min_length=1, max_length=500)]


class LastAsked(BaseModel):
    """The last question of a conversation."""

    question: str
    options: dict[str, JsonValue]


class ConversationRow(BaseModel):
    """A conversation in the list; `remarks` counts the answers that were judged."""

    id: str
    name: str
    changed: int
    turns: int
    remarks: int
    last: LastAsked


class ConversationList(BaseModel):
    """The caller's conversations, the one that changed last first."""

    conversations: list[ConversationRow]


class Stored(BaseModel):
    """Whether it was there to delete, or is kept."""

    done: bool


class Shelf:
    """The file. `owner` is the digest of a key; every method raises Refusal 507 when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, owner: str, words: list[str]) -> list[dict[str, Any]]:
        """The owner's conversations in which all `words` were said, without their answers."""
        with self._open() as file:
            found = file.execute("SELECT row, said FROM kept WHERE owner = ? ORDER BY changed DESC, id", (owner,))
            return [json.loads(row) for row, said in found if all(word in said for word in words)]

    def whole(self, owner: str, talk: str) -> dict[str, Any] | None:
        """One conversation, or None."""
        with self._open() as file:
            found = file.execute("SELECT whole FROM kept WHERE owner = ? AND id = ?", (owner, talk)).fetchone()
            return json.loads(found[0]) if found else None

    def put(self, owner: str, talk: str, given: ConversationIn, owners: Collection[str]) -> None:
        """Keep a conversation. The oldest go where there are too many, and all of keys that are gone."""
        try:
            whole = json.dumps({"id": talk, **given.model_dump(mode="json", exclude_none=True)}, allow_nan=False)
        except ValueError:
            raise Refusal(400, "invalid_request", "A conversation has numbers only that JSON has.") from None
        if len(whole) > _MOST_EACH:
            raise Refusal(413, "body_too_large", f"A conversation may have at most {_MOST_EACH // 1_000_000} MB.")
        last = given.exchanges[-1]
        options = last.options.model_dump(mode="json", exclude_none=True)
        row = {"id": talk, "name": given.name, "changed": given.changed, "turns": len(given.exchanges)}
        row |= {"remarks": sum(one.remark is not None for one in given.exchanges)}
        row |= {"last": {"question": last.question, "options": options}}
        said = [given.name, *(f"{one.question} {one.answer.get('text', '')}" for one in given.exchanges)]
        # Lone halves of UTF-16 pairs, which JSON may name, have no place in SQLite's texts.
        folded = " ".join(said).lower().encode("utf-8", "replace").decode()
        values = (owner, talk, given.changed, json.dumps(row), folded, whole)
        with self._open() as file:
            file.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)", values)
            known = json.dumps(sorted(owners))
            file.execute("DELETE FROM kept WHERE owner NOT IN (SELECT value FROM json_each(?))", (known,))
            sizes = "SELECT id, length(whole) FROM kept WHERE owner = ? ORDER BY id = ? DESC, changed DESC"
            room = MOST_CHARACTERS
            for number, (each, size) in enumerate(file.execute(sizes, (owner, talk)).fetchall()):
                room -= size
                if number >= MOST or room < 0:
                    file.execute("DELETE FROM kept WHERE owner = ? AND id = ?", (owner, each))

    def delete(self, owner: str, talk: str) -> bool:
        """Delete a conversation permanently; False: there was none."""
        with self._open() as file:
            return file.execute("DELETE FROM kept WHERE owner = ? AND id = ?", (owner, talk)).rowcount > 0

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own, in one transaction."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=5.0)) as file, file:
                file.execute("PRAGMA secure_delete = ON")
                file.execute(_SCHEMA)
                yield file
        except (sqlite3.Error, OSError, ValueError):  # what is damaged may be no text, or no JSON
            message = "The server cannot keep conversations; tell its operator."
            raise Refusal(507, "conversations_unavailable", message) from None


def owner_of(request: Request) -> str:
    """Whose conversations the server keeps for this request; "": nobody's."""
    kept = service_of(request).config.conversations is not None
    return request.state.caller.owner if kept else ""


async def _kept(request: Request, work: Callable[[Shelf, str], T]) -> T:
    service = service_of(request)
    owner, path = owner_of(request), service.config.conversations
    if not owner or path is None:
        raise Refusal(404, "not_kept_here", "This server keeps no conversations of yours: it keeps those of its keys.")
    return await until_gone(request, call(lambda: work(Shelf(path), owner), service.slots))


@router.get("", responses=documented(404, 507))
async def conversations(request: Request, find: Annotated[Text, Query(max_length=200)] = "") -> ConversationList:
    """List one's own conversations, or those in which all words of `find` were said."""
    rows = await _kept(request, lambda shelf, owner: shelf.rows(owner, find.lower().split()))
    return ConversationList.model_validate({"conversations": rows})


@router.get("/{talk}", response_model_exclude_none=True, responses=documented(404, 507))
async def conversation(request: Request, talk: Id) -> ConversationIn:
    """Read one of one's own conversations."""
    found = await _kept(request, lambda shelf, owner: shelf.whole(owner, talk))
    if found is None:
        raise Refusal(404, "not_found", "No such conversation.")
    return ConversationIn.model_validate(found)


@router.put("/{talk}", responses=documented(404, 408, 507))
async def keep(request: Request, talk: Id, body: ConversationIn) -> Stored:
    """Keep a conversation, in the place of what was kept under this id."""
    owners = {key.digest for key in service_of(request).keys.ring().keys}
    await _kept(request, lambda shelf, owner: shelf.put(owner, talk, body, owners))
    return Stored(done=True)


@router.delete("/{talk}", responses=documented(404, 408, 507))
async def delete(request: Request, talk: Id) -> Stored:
    """Delete one of one's own conversations."""
    return Stored(done=await _kept(request, lambda shelf, owner: shelf.delete(owner, talk)))
