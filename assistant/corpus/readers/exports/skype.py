"""Skype: the conversations of an account (`messages.json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string, text_of_html
from assistant.corpus.readers.parsed import Parsed

_SAID = ("RichText", "Text")


def read(content: object) -> Found | None:
    """What people wrote; calls, files and notices of the program are left out."""
    chats = records(content.get("conversations")) if isinstance(content, dict) else []
    if not chats or not any("MessageList" in chat for chat in chats):
        return None
    listed = [(chat, one) for chat in chats for one in records(chat.get("MessageList"))]
    silent = sum(not _is_said(one) for _, one in listed)
    return gathered(_posts(listed), {"calls, files and notices": silent})


def _is_said(message: dict[str, Any]) -> bool:
    return message.get("messagetype") in _SAID and string(message.get("content")) is not None


def _posts(listed: list[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[Parsed | None]:
    for number, (chat, one) in enumerate(listed, 1):
        if _is_said(one):
            yield post(
                text_of_html(one["content"]),
                kind="message",
                number=number,
                when=one.get("originalarrivaltime"),
                source=string(chat.get("displayName")) or "Skype",
                author=string(one.get("displayName")) or string(one.get("from")),
            )
