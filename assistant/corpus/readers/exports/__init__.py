"""Exports of chats, networks and blogs, one small file for each, behind `read_json` and `read_xml`.

A kind looks at the content and returns its documents, or None where the content is not of its kind.
"""

from __future__ import annotations

from typing import Any

from assistant.corpus.readers.exports import (
    blogger,
    discord,
    facebook,
    ghost,
    google_chat,
    mastodon,
    short_messages,
    skype,
    slack,
    telegram,
    twitter,
    wordpress,
)
from assistant.corpus.readers.exports.post import Found
from assistant.corpus.readers.parsed import UnreadableError

__all__ = ["read_json", "read_xml"]

_JSON = (
    telegram.read,
    discord.read,
    slack.read,
    twitter.read,
    mastodon.read,
    facebook.read,
    ghost.read,
    google_chat.read,
    skype.read,
)
_XML = (wordpress, blogger, short_messages)
_MARKS = (b"wordpress.org/export", b"<smses", b"blogger/2008/kind", b"schemas.google.com/blogger")


def read_json(content: object) -> Found | None:
    """The documents of a known export; None for other JSON. Raises UnreadableError for an export without any."""
    for read in _JSON:
        found = read(content)
        if found is not None:
            return _some(found)
    return None


def read_xml(raw: bytes) -> Found | None:
    """The documents of a known export; None for other XML. Raises UnreadableError for an export without any."""
    if not any(mark in raw for mark in _MARKS):
        return None
    root = _root(raw)
    for kind in _XML:
        if root is not None and kind.is_export(root):
            return _some(kind.read(root))
    return None


def _some(found: Found) -> Found:
    if not any(hasattr(each, "text") for each in found):
        told = "; ".join(each.reason for each in found if hasattr(each, "reason"))
        raise UnreadableError(f"an export without anything to read{f' ({told})' if told else ''}")
    return found


def _root(raw: bytes) -> Any:
    """The root of an export, which may hold characters that XML does not allow; entities are not expanded."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
