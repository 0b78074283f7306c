"""WordPress (WXR): the published posts and pages of a site; drafts, attachments and menus are left out and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, text_of_html
from assistant.corpus.readers.parsed import Parsed

_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_CAPTION = re.compile(r"\[(caption|gallery|playlist)\b[^\[\]]{0,500}\](?:[^\[]{0,2000}\[/\1\])?")
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{1,40}(?:\s[^\[\]\n]{0,500})?/?\]")
_NO_DAY = re.compile(r"0000-00-00|-0001")
_PUBLIC = ("post", "page")
_NAMES = {
    "attachment": "attachments",
    "nav_menu_item": "menu items",
    "revision": "revisions",
    "draft": "drafts",
    "auto-draft": "drafts",
    "pending": "posts that wait for review",
    "private": "private posts",
    "future": "scheduled posts",
    "trash": "deleted posts",
}


def is_export(root: Any) -> bool:
    """Whether an XML document is such an export."""
    return root.tag == "rss" and any(_local(child) == "wxr_version" for channel in root for child in channel)


def read(root: Any) -> Found:
    """What is published, each with the day of its publication."""
    channel = root.find("channel")
    names = {
        _said(each, "author_login"): _said(each, "author_display_name") for each in channel if _local(each) == "author"
    }
    site = (channel.findtext("title") or "").strip() or None
    left_out: Counter[str] = Counter()
    return gathered(list(_posts(channel, names, site, left_out)), left_out)


def _posts(channel: Any, names: dict[str, str], site: str | None, left_out: Counter[str]) -> Iterator[Parsed | None]:
    for number, item in enumerate(channel.findall("item"), 1):
        kind, status = _said(item, "post_type"), _said(item, "status")
        if kind not in _PUBLIC or status != "publish" or _said(item, "post_password"):
            name = kind if kind not in _PUBLIC else status if status != "publish" else "password"
            left_out[
                _NAMES.get(name, "posts behind a password" if name == "password" else f"of type {name or '?'}")
            ] += 1
            continue
        login = (item.findtext(f"{_DC}creator") or "").strip()
        written = _SHORTCODE.sub("", _CAPTION.sub("", item.findtext(f"{_CONTENT}encoded") or ""))
        paragraphs = "\n".join(
            f"<p>{each}</p>" for each in re.split(r"\n[ \t\r]*\n", written)
        )  # as WordPress shows them
        yield post(
            text_of_html(paragraphs),
            kind="post",
            number=number,
            when=_first_day(item.findtext("pubDate"), _said(item, "post_date"), _said(item, "post_date_gmt")),
            title=item.findtext("title"),
            source=site,
            author=names.get(login) or login or None,
            url=item.findtext("link"),
        )


def _first_day(*values: str | None) -> str:
    return next((value.strip() for value in values if value and value.strip() and not _NO_DAY.search(value)), "")


def _said(item: Any, name: str) -> str:
    """The value of one of WordPress's own elements, whatever the version in its namespace."""
    return next(((child.text or "").strip() for child in item if _local(child) == name), "")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) and "wordpress.org/export" in tag else ""
