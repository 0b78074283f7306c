"""Mastodon and other software that speaks ActivityPub: the posts of an account (`outbox.json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string, text_of_html
from assistant.corpus.readers.parsed import Parsed, address_parts

_WRITTEN = ("Note", "Article", "Question", "Page")


def read(content: object) -> Found | None:
    """The account's own posts; what it boosted is another's and not in the file."""
    if not isinstance(content, dict) or content.get("type") not in ("OrderedCollection", "OrderedCollectionPage"):
        return None
    items = records(content.get("orderedItems"))
    boosted = sum(item.get("type") == "Announce" for item in items)
    return gathered(_posts(items), {"boosts of others' posts": boosted})


def _posts(items: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    for number, item in enumerate(items, 1):
        note = item.get("object")
        if item.get("type") != "Create" or not isinstance(note, dict) or note.get("type") not in _WRITTEN:
            continue
        languages = note.get("contentMap")
        language = next(iter(languages), None) if isinstance(languages, dict) else None
        actor = string(note.get("attributedTo")) or string(item.get("actor")) or ""
        warning = string(note.get("summary"))
        text = text_of_html(string(note.get("content")) or "")
        yield post(
            f"{warning}\n\n{text}" if warning and text else text,
            kind="post",
            number=number,
            when=note.get("published") or item.get("published"),
            updated=note.get("updated"),
            title=string(note.get("name")),
            source=address_parts(actor).hostname or "Mastodon",
            author=actor.rstrip("/").rpartition("/")[2] or None,
            url=string(note.get("url")) or string(note.get("id")),
            language=language,
        )
