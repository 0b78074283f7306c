"""Telegram Desktop (`result.json`): one chat, or the chats of an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string
from assistant.corpus.readers.parsed import Parsed


def read(content: object) -> Found | None:
    """The messages of people; notices of the program are no documents."""
    chats = _chats(content)
    if not chats:
        return None
    silent = sum(1 for chat in chats for one in records(chat["messages"]) if not _text(one.get("text")).strip())
    return gathered(_posts(chats), {"notices and messages without words": silent})


def _chats(content: object) -> list[dict[str, Any]]:
    if not isinstance(content, dict):
        return []
    listed = [content]
    for name in ("chats", "left_chats"):
        inner = content.get(name)
        listed += records(inner.get("list")) if isinstance(inner, dict) else []
    return [chat for chat in listed if _is_chat(chat)]


def _is_chat(chat: dict[str, Any]) -> bool:
    first = next(iter(records(chat.get("messages"))), None)
    return first is not None and first.get("type") in ("message", "service") and "date" in first and "id" in first


def _posts(chats: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    number = 0
    for chat in chats:
        for message in records(chat["messages"]):
            number += 1
            if message.get("type") != "message":
                continue
            author = string(message.get("from")) or string(message.get("author"))
            origin = string(message.get("forwarded_from"))
            if origin:
                author = f"{origin} (forwarded by {author})" if author else origin
            yield post(
                _text(message.get("text")),
                kind="message",
                number=number,
                when=message.get("date") or message.get("date_unixtime"),
                source=string(chat.get("name")) or "Telegram",
                author=author,
            )


def _text(value: object) -> str:
    """A text, which may come in pieces of which some have a form."""
    if isinstance(value, list):
        return "".join(_text(each.get("text") if isinstance(each, dict) else each) for each in value)
    return value if isinstance(value, str) else ""
