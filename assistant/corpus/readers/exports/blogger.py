"""Blogger: the published posts and pages of a blog's backup; settings, comments and drafts are left out and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, text_of_html
from assistant.corpus.readers.parsed import Parsed

_ATOM = "{http://www.w3.org/2005/Atom}"
_KIND = "http://schemas.google.com/blogger/2008/kind#"
_PUBLIC = ("post", "page")


def is_export(root: Any) -> bool:
    """Whether an XML document is such a backup, of the older or the newer form."""
    return root.tag == f"{_ATOM}feed" and any(_kind(entry) for entry in root.findall(f"{_ATOM}entry"))


def read(root: Any) -> Found:
    """What is published."""
    left_out: Counter[str] = Counter()
    return gathered(list(_posts(root, left_out)), left_out)


def _posts(root: Any, left_out: Counter[str]) -> Iterator[Parsed | None]:
    site = root.findtext(f"{_ATOM}title")
    for number, entry in enumerate(root.findall(f"{_ATOM}entry"), 1):
        kind = _kind(entry)
        if kind not in _PUBLIC or _is_draft(entry):
            left_out[
                "drafts" if kind in _PUBLIC else f"{kind or 'other entrie'}s".replace("settingss", "settings")
            ] += 1
            continue
        links = (link for link in entry.findall(f"{_ATOM}link") if link.get("rel") == "alternate")
        yield post(
            text_of_html(entry.findtext(f"{_ATOM}content") or ""),
            kind="post",
            number=number,
            when=entry.findtext(f"{_ATOM}published"),
            updated=entry.findtext(f"{_ATOM}updated"),
            title=entry.findtext(f"{_ATOM}title"),
            source=site,
            author=entry.findtext(f"{_ATOM}author/{_ATOM}name"),
            url=next((link.get("href") for link in links), None),
        )


def _kind(entry: Any) -> str:
    for category in entry.findall(f"{_ATOM}category"):
        if (category.get("term") or "").startswith(_KIND):
            return str(category.get("term")).removeprefix(_KIND)
    return _own(entry, "type").lower()


def _is_draft(entry: Any) -> bool:
    control = next((each.text for each in entry.iter() if _local(each) == "draft"), None)
    return control == "yes" or _own(entry, "status") in ("DRAFT", "SCHEDULED", "SOFT_TRASHED")


def _own(entry: Any, name: str) -> str:
    return next(((each.text or "").strip() for each in entry if _local(each) == name and "blogger" in each.tag), "")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
