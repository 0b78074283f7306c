"""Web pages: the main text alone, and what the page says about itself."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

from assistant.corpus.boilerplate import kind_of
from assistant.corpus.decode import Decoded, decode
from assistant.corpus.header import read_header
from assistant.corpus.lines import lines_of
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.pieces import split_digest, split_export
from assistant.corpus.readers.places import blocks
from assistant.corpus.readers.plain import read_text
from assistant.corpus.readers.tables import bars_in_words
from assistant.corpus.readers.web import exported_page, live_page, markup, walls
from assistant.corpus.readers.web.html_metadata import metadata
from assistant.dates.written.date_evidence import DateEvidence

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*+=\s*+[\"']?\s*+([\w:.-]{2,30})", re.IGNORECASE)
_EXPORT = re.compile(
    rb"\d of \d{1,5} DOCUMENT|End of Document|class=[\"']article \w\wArticle|Document [A-Z][A-Z0-9]{0,11}0000\d"
    rb"|Dokument \d|Publication (?:title|date)|ProQuest|PressReader|[Gg]enios",
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FURNITURE = frozenset(("nav", "aside", "footer", "form"))


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the page as one document. Raises UnreadableError where it holds no text."""
    decoded = _decode(raw)
    root = markup.parse(decoded.text)
    if root is None:
        raise UnreadableError("a web page without text")
    chat = exported_page.messages(root)
    if chat:
        return [*chat]
    about = metadata(root)
    problems = list(decoded.problems)
    text = _main_text(decoded.text)
    if not text:
        text = markup.text_of(root, _FURNITURE) or markup.text_of(root)
        problems.append("no main text was recognised; the whole page is indexed")
    if not text:
        raise UnreadableError("a web page without text; it may need JavaScript to show any")
    barred = walls.wall(text, about.title)
    if barred:
        raise UnreadableError(barred)
    offered = any(kind_of(line) == "paywall" for line in lines_of(text))
    own = "\n".join(line.content for line in lines_of(text) if kind_of(line) is None)
    if stump := walls.stump(own, offered=offered, stated=walls.is_behind_wall(root)):
        problems.append(stump)
    text = "\n\n".join(text.split("\n"))
    evidence = about.evidence or _visible_dates(root)
    page = Parsed(
        text,
        title=about.title,
        source=about.source,
        author=about.author,
        language=about.language,
        url=about.url,
        evidence=evidence,
        made=about.made,
        places=blocks(text),
        replaced=decoded.replaced,
        problems=tuple(problems),
    )
    return [*(_exported(raw, root) or live_page.entries(root, page) or _digest(root, page) or [page])]


def _exported(raw: bytes, root: Any) -> list[Parsed | Unread]:
    """The articles of a page that a press database made."""
    if not _EXPORT.search(raw):
        return []
    text = "\n\n".join(markup.text_of(root).split("\n"))
    return split_export(Parsed(text, places=blocks(text)))


def _digest(root: Any, page: Parsed) -> list[Parsed | Unread]:
    """The pieces under the dated headings of a page's text."""
    headings = root.xpath("//main//h2|//main//h3|//article//h2|//article//h3|//body/h2|//body/h3")
    if sum(_YEAR.search("".join(each.itertext())) is not None for each in headings) < 2:
        return []
    scope = next((found[0] for name in ("main", "article", "body") if (found := root.xpath(f"//{name}"))), root)
    marked = copy.deepcopy(scope)
    for heading in marked.xpath(".//h1|.//h2|.//h3|.//h4"):
        heading.text = f"## {(heading.text or '').lstrip()}"
    text = "\n\n".join(markup.text_of(marked, _FURNITURE).split("\n"))
    return split_digest(replace(page, text=text, places=blocks(text), problems=()))


def _decode(raw: bytes) -> Decoded:
    """Decode a page by its own statement where that fits, otherwise as any text."""
    declared = _CHARSET.search(raw[:4096])
    if declared and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return decode(raw.decode(declared[1].decode("ascii")).encode("utf-8"))
        except (LookupError, ValueError):
            pass
    return read_text(raw)


def _main_text(page: str) -> str:
    from trafilatura import extract

    found = extract(page, include_comments=False, include_tables=True, with_metadata=False) or ""
    return "\n".join(bars_in_words([line for each in found.split("\n") if (line := " ".join(each.split()))]))


def _visible_dates(root: Any) -> tuple[DateEvidence, ...]:
    """The date lines above the article's text, for a page whose markup names no date."""
    found = root.xpath("//article") or root.xpath("//main") or root.xpath("//body")
    if not found:
        return ()
    return read_header(list(lines_of(markup.text_of(found[0], _FURNITURE)))).evidence
