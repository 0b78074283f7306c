"""A live blog as a web page: its entries, each with its own moment, from its elements or from its JSON-LD."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.corpus.lines import lines_of
from assistant.corpus.readers.parsed import Parsed
from assistant.corpus.readers.pieces.cut import has_prose
from assistant.corpus.readers.pieces.live_blog import LIVE
from assistant.corpus.readers.web import markup
from assistant.dates.written.moments import from_moment
from assistant.types import Span

_OUTSIDE = "ancestor::nav or ancestor::aside or ancestor::footer"
_MARK = re.compile("\ue000(\\d+)\ue001")
_FEWEST = 2
_MOST = 5_000


def entries(root: Any, page: Parsed) -> list[Parsed]:
    """The entries of a live blog; none for another page. `page` is the page as a whole."""
    stated = [node for node in _nodes(root) if "LiveBlogPosting" in str(node.get("@type"))]
    if not stated and not root.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]") and not _is_called_live(root, page):
        return []
    shown = list(_shown(root, page))
    told = [entry for node in stated for entry in _told(node, page)]
    found = shown if len(shown) >= len(told) else told
    if len(found) < _FEWEST:
        return []
    return [replace(entry, part=f"entry-{number}") for number, entry in enumerate(found[:_MOST], 1)]


def _is_called_live(root: Any, page: Parsed) -> bool:
    names = (page.title, root.findtext(".//title"), *("".join(each.itertext()) for each in root.xpath("//h1")[:3]))
    return any(LIVE.search(name) for name in names if name)


def _shown(root: Any, page: Parsed) -> Iterator[Parsed]:
    """The entries that people see: each holds one `time` element, or follows it."""
    tree = copy.deepcopy(root)
    scope = next((found[0] for name in ("main", "article", "body") if (found := tree.xpath(f"//{name}"))), tree)
    times = scope.xpath(f".//time[@datetime][not({_OUTSIDE})]")[:_MOST]
    if len(times) < _FEWEST:
        return
    boxes = [_box(time, scope) for time in times]
    stamps = [(time.get("datetime"), " ".join("".join(time.itertext()).split())) for time in times]
    for number, time in enumerate(times):
        for child in list(time):
            time.remove(child)
        time.text = f"\ue000{number}\ue001"
    texts = [_MARK.sub("", markup.text_of(box)) for box in boxes]
    if sum(map(_is_prose, texts)) < _FEWEST:
        boxes = []
        parts = _MARK.split(markup.text_of(scope))  # text, number, text, number, text
        texts = parts[2::2]
    for number, ((moment, shown), text) in enumerate(zip(stamps, texts, strict=False)):
        lines = [line for line in text.split("\n") if line.strip()]
        heading = _heading(boxes[number]) if boxes else None
        if heading is None and len(lines) > 1 and not _is_prose(lines[0]):
            heading = lines[0]
        if lines and lines[0] == heading:
            lines = lines[1:]
        if _is_prose("\n".join(lines)):
            yield _entry(page, "\n\n".join(lines), moment, heading, shown)


def _box(time: Any, scope: Any) -> Any:
    """The outermost element around a `time` that holds no other."""
    box = time
    while box is not scope and (above := box.getparent()) is not None and above is not scope:
        if len(above.xpath(".//time[@datetime]")) > 1:
            break
        box = above
    return box


def _heading(box: Any) -> str | None:
    found = box.xpath(".//h2|.//h3|.//h4|.//h1")
    return " ".join(_MARK.sub("", "".join(found[0].itertext())).split()) or None if found else None


def _told(node: Any, page: Parsed) -> Iterator[Parsed]:
    """The entries that the page's own JSON-LD lists."""
    updates = node.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else [updates]:
        body = update.get("articleBody") if isinstance(update, dict) else None
        if isinstance(body, str) and body.strip():
            text = "\n\n".join(markup.plain(body).split("\n"))
            headline = update.get("headline")
            title = " ".join(headline.split()) if isinstance(headline, str) else None
            yield _entry(page, text, update.get("datePublished"), title, "")


def _entry(page: Parsed, text: str, moment: object, title: str | None, shown: str) -> Parsed:
    return replace(
        page,
        text=text,
        title=title or page.title,
        url=None,  # that of the whole: entries are no versions of each other
        evidence=(from_moment(moment, "html_metadata"),) if moment else (),
        places=(Span(0, len(text), shown or "entry"),),
        boilerplate=(),
        problems=(),
        replaced=text.count("\ufffd"),
        piece=True,
    )


def _is_prose(text: str) -> bool:
    return has_prose(list(lines_of(text)))


def _nodes(root: Any) -> Iterator[Any]:
    """All objects of the page's JSON-LD on its upper levels."""
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            content = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        todo: Sequence[Any] = content if isinstance(content, list) else [content]
        for node in todo:
            if isinstance(node, dict):
                yield node
                graph = node.get("@graph")
                yield from (each for each in graph if isinstance(each, dict)) if isinstance(graph, list) else ()
