"""Ghost: the published posts and pages of a site's export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string, text_of_html
from assistant.corpus.readers.parsed import Parsed


def read(content: object) -> Found | None:
    """What is published; drafts and scheduled posts are left out."""
    data = _data(content)
    if data is None:
        return None
    posts = records(data.get("posts"))
    unpublished = Counter(
        f"{'scheduled' if one.get('status') == 'scheduled' else 'draft'} posts"
        for one in posts
        if not _is_published(one)
    )
    return gathered(_posts(data, posts), unpublished)


def _data(content: object) -> Mapping[str, Any] | None:
    if not isinstance(content, dict):
        return None
    whole = next(iter(records(content.get("db"))), content)
    data = whole.get("data")
    first = next(iter(records(data.get("posts"))), None) if isinstance(data, dict) else None
    return data if first is not None and "status" in first and ("slug" in first or "html" in first) else None


def _is_published(one: Mapping[str, Any]) -> bool:
    return one.get("status") in ("published", "sent") and bool(one.get("published_at"))


def _posts(data: Mapping[str, Any], posts: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    users = {one.get("id"): string(one.get("name")) for one in records(data.get("users"))}
    authors = {
        one.get("post_id"): users.get(one.get("author_id")) for one in reversed(records(data.get("posts_authors")))
    }
    site = next((string(one.get("value")) for one in records(data.get("settings")) if one.get("key") == "title"), None)
    for number, one in enumerate(posts, 1):
        if not _is_published(one):
            continue
        yield post(
            text_of_html(string(one.get("html")) or "") or string(one.get("plaintext")) or "",
            kind="post",
            number=number,
            when=one["published_at"],
            updated=one.get("updated_at"),
            title=string(one.get("title")),
            source=site,
            author=authors.get(one.get("id")) or users.get(one.get("author_id")),
            url=string(one.get("canonical_url")),
        )
