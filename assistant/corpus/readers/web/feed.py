"""RSS and Atom files: an entry is a document."""

from __future__ import annotations

import io
from typing import Any

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code, web_address
from assistant.corpus.readers.web import markup
from assistant.dates.written.date_evidence import DateEvidence
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the entries that have a text or a title. Raises UnreadableError if it is not a feed, or an empty one."""
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except UnicodeDecodeError:  # of the encoding that the XML declares
        raise UnreadableError("XML whose declaration is damaged") from None
    if not feed.get("version") and not feed.entries:
        raise UnreadableError("XML that is neither RSS nor Atom")
    about = feed.feed
    found: list[Parsed | Unread] = [
        parsed for number, entry in enumerate(feed.entries, 1) if (parsed := _entry(entry, number, about)) is not None
    ]
    if not found:
        raise UnreadableError("a feed without entries that have a text or a title")
    return found


def _entry(entry: Any, number: int, about: Any) -> Parsed | None:
    whole = max((item.get("value") or "" for item in entry.get("content", [])), key=len, default="")
    title = " ".join(markup.plain(entry.get("title") or "").split()) or None
    text = markup.plain(whole) or markup.plain(entry.get("summary") or "") or title or ""
    text, replaced = replace_controls(normalise_newlines("\n\n".join(text.split("\n"))))
    if not text.strip():
        return None
    return Parsed(
        text,
        part=f"entry-{number}",
        title=title,
        source=_string(entry.get("source", {}).get("title")) or _string(about.get("title")),
        author=_string(entry.get("author")) or _string(about.get("author")),
        language=language_code(_string(about.get("language"))),
        url=web_address(_string(entry.get("link"))),
        evidence=tuple(_evidence(entry)),
        places=(Span(0, len(text), f"entry {number}"),),
        replaced=replaced,
        key=_string(entry.get("id")) or _string(entry.get("link")),
    )


def _evidence(entry: Any) -> list[DateEvidence]:
    """The entry's dates; one that names no day of publication was published, as it is, on the day of its update."""
    # feedparser answers a question for `published` with `updated` where there is none, unless asked for the key itself.
    published, updated = dict.get(entry, "published"), dict.get(entry, "updated")
    found = [from_moment(published or updated, "html_metadata")] if published or updated else []
    if published and updated:
        found.append(from_moment(updated, "html_metadata", "updated"))
    return found


def _string(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
