"""Keeps whole replies of a model on this machine: the same request to the same model is answered from there."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.types import ChatModel, Chunk, Message, Notice

if TYPE_CHECKING:
    from assistant.postgres.database import Database

_FORMAT = 1  # of a request's key and of a file; another one finds nothing of this
_PIECE = 200  # characters of a kept reply that are given at once
_CACHED = Notice("cached", "The model's reply was cached from the same request; --no-cache asks again.")


class ReplyCache:
    """One file for each reply, named by the request: a line with the SHA-256 of the reply, then the reply in UTF-8.

    Nothing here raises: what cannot be read or written is not kept. Many processes may share the folder.
    """

    def __init__(self, folder: Path, *, entries: int = 500) -> None:
        self._folder = folder
        self._entries = entries

    def get(self, key: str) -> str | None:
        """The reply that is kept under `key`; None when there is none, or it was damaged."""
        try:
            digest, _, reply = (self._folder / key).read_bytes().partition(b"\n")
            return _text(reply) if digest.decode() == _digest(reply) else None
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply; of more than `entries` the oldest are dropped."""
        content = reply.encode("utf-8", "surrogatepass")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Renamed when it is whole, and readable for this user alone, as mkstemp makes it.
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(content).encode() + b"\n" + content)
                Path(name).replace(self._folder / key)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        with os.scandir(self._folder) as listing:
            kept = sorted((each.stat().st_mtime_ns, each.path) for each in listing)
        for _, path in kept[: max(len(kept) - self._entries, 0)]:
            Path(path).unlink(missing_ok=True)


class StoredReplies:
    """Replies in the store that servers share. As with `ReplyCache`, nothing here raises."""

    def __init__(self, database: Database, *, entries: int = 10_000) -> None:
        self._database = database
        self._entries = entries

    def get(self, key: str) -> str | None:
        """The reply that is kept under `key`; None when there is none."""
        with suppress(AssistantError, ValueError):
            rows = self._database.all("SELECT reply FROM replies WHERE key = %s", [key])
            return str(json.loads(rows[0][0])) if rows else None
        return None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply; of more than `entries` the oldest are dropped."""
        with suppress(AssistantError), self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO replies (key, reply) VALUES (%s, %s)"
                " ON CONFLICT (key) DO UPDATE SET reply = excluded.reply, kept = now()",
                (key, json.dumps(reply)),  # in ASCII: no text of PostgreSQL has a NUL or half a character
            )
            connection.execute(
                "DELETE FROM replies WHERE kept < (SELECT kept FROM replies ORDER BY kept DESC OFFSET %s LIMIT 1)",
                (self._entries - 1,),
            )


class KeptReplies:
    """A chat model, for one question, whose complete replies are kept and given again.

    `endpoint` is the base URL behind which `model` is found. With `fresh` it is always asked, and what it says
    replaces what was kept. A reply that broke off, was cut or was filtered is not kept.
    """

    def __init__(
        self,
        model: ChatModel,
        cache: ReplyCache | StoredReplies,
        *,
        endpoint: str,
        fresh: bool = False,
        seed: int | None = None,
    ) -> None:
        self._model = model
        self._cache = cache
        self._endpoint = endpoint
        self._fresh = fresh
        self._seed = [] if seed is None else [seed]
        self._given = False

    @property
    def name(self) -> str:
        """See ChatModel."""
        return self._model.name

    @property
    def context_window(self) -> int:
        """See ChatModel."""
        return self._model.context_window

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Says so when a reply came from the cache."""
        return (_CACHED,) if self._given else ()

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        """See ChatModel. A kept reply costs no tokens."""
        key = self._key(messages)
        kept = None if self._fresh else self._cache.get(key)
        if kept is not None:
            self._given = True
            for start in range(0, len(kept), _PIECE):
                yield Chunk(kept[start : start + _PIECE])
            yield Chunk(finish_reason="stop", prompt_tokens=0, completion_tokens=0)
            return
        pieces, finish_reason = [], None
        stream = self._model.stream(messages)
        # Closed here and now when the reader stops, so that the connection does not wait for the garbage collector.
        with closing(stream) if isinstance(stream, Generator) else nullcontext():
            for chunk in stream:
                pieces.append(chunk.text)
                finish_reason = chunk.finish_reason or finish_reason
                yield chunk
        reply = "".join(pieces)
        if finish_reason == "stop" and reply:
            self._cache.put(key, reply)

    def _key(self, messages: Sequence[Message]) -> str:
        said = [[message.role, message.content] for message in messages]
        return _digest(json.dumps([_FORMAT, self._endpoint, self._model.name, said, *self._seed]).encode())


def notices_of(model: ChatModel | None) -> tuple[Notice, ...]:
    """What the reader should know of how this model came to its replies."""
    return model.notices if isinstance(model, KeptReplies) else ()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
