"""Facebook and Instagram: posts, comments and messages of an account's own data, whose letters were written twice.

Every byte of the UTF-8 stands there as a character of its own; `mended` puts them together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string
from assistant.corpus.readers.parsed import Parsed

_NOTICES = (" sent an attachment.", " sent a photo.", " sent a video.", " liked a message", " reacted ")


def read(content: object) -> Found | None:
    """The messages of a conversation, or an account's posts and comments."""
    if isinstance(content, dict):
        messages = records(content.get("messages"))
        if messages and all("sender_name" in one and "timestamp_ms" in one for one in messages):
            return gathered(_messages(content, messages))
        content = next((value for name, value in content.items() if name.endswith("_v2")), None)
    entries = records(content)
    if not entries or not any(_is_post(entry) for entry in entries):
        return None
    silent = sum(not any(_said(entry)) for entry in entries)
    return gathered(_posts(entries), {"posts without words": silent})


def mended(text: str) -> str:
    """A text whose UTF-8 was taken for Latin-1, in its own letters."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except ValueError:
        return text


def _messages(content: dict[str, Any], messages: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    source = mended(string(content.get("title")) or "Messenger")
    for number, message in enumerate(messages, 1):
        text = mended(string(message.get("content")) or "")
        if message.get("is_unsent") or (any(notice in text for notice in _NOTICES) and len(text) < 100):
            continue
        yield post(
            text,
            kind="message",
            number=number,
            when=message["timestamp_ms"],
            source=source,
            author=mended(str(message["sender_name"])),
        )


def _posts(entries: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    for number, entry in enumerate(entries, 1):
        author, text = next(_said(entry), (None, ""))
        yield post(
            mended(text),
            kind="post",
            number=number,
            when=_moment(entry),
            source="Facebook" if "timestamp" in entry else "Instagram",
            author=mended(author) if author else None,
        )


def _is_post(entry: dict[str, Any]) -> bool:
    facebook = isinstance(entry.get("timestamp"), int) and ("data" in entry or "attachments" in entry)
    return facebook or (_moment(entry) is not None and ("media" in entry or "string_map_data" in entry))


def _moment(entry: dict[str, Any]) -> int | None:
    """When a post was made; of Instagram its first picture, or a field of its comment, may tell."""
    told = entry.get("string_map_data")
    fields = records(list(told.values())) if isinstance(told, dict) else []
    for each in (entry, *records(entry.get("media"))[:1], *fields):
        moment = each.get("timestamp") or each.get("creation_timestamp")
        if isinstance(moment, int) and moment:
            return moment
    return None


def _said(entry: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    """Who said what in an entry: a post or a comment."""
    if "timestamp" not in entry:  # of Instagram
        told = entry.get("string_map_data")
        comment = told.get("Comment") if isinstance(told, dict) else None
        said = (entry.get("title"), *(each.get("title") for each in records(entry.get("media"))))
        words = comment.get("value") if isinstance(comment, dict) else next(filter(string, said), None)
        if isinstance(words, str) and words.strip():
            yield None, words
    for data in records(entry.get("data")):
        words = string(data.get("post"))
        if words:
            yield None, words
        comment = data.get("comment")
        if isinstance(comment, dict) and string(comment.get("comment")):
            yield string(comment.get("author")), comment["comment"]
