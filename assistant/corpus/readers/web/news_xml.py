"""XML of agencies, editions and journals: NITF, NewsML-G2 and NewsML 1, TEI, JATS; and subtitles in XML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code, web_address
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.web import timed_text
from assistant.dates.written.date_evidence import Role
from assistant.dates.written.moments import from_moment
from assistant.text.clean import replace_controls

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_AUTHORS = 10
_WITHDRAWN = frozenset(("canceled", "cancelled", "withheld", "withdrawn", "killed"))
_TOLD_WITHDRAWN = "withdrawn by its agency"
_BLOCKS = frozenset("p hl1 hl2 h1 h2 h3 h4 li head title ab l lg item list-item block note quote disp-quote".split())
_FURNITURE = frozenset("media media-caption fn-group ref-list table-wrap-foot teiHeader front back figDesc".split())


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the articles of the file. Raises UnreadableError where none has a text."""
    root = _parse(raw)
    _without_namespaces(root)
    kinds = {"TEI": _tei, "TEI.2": _tei, "article": _jats, "nitf": _nitf, "tt": timed_text.read}
    items = (
        [root]
        if root.tag in kinds
        else [each for each in root.iter("newsItem", "NewsItem", "nitf", "TEI") if not _inside_item(each)]
    )
    found: list[Parsed | Unread] = []
    for number, item in enumerate(items, 1):
        part = f"item-{number}" if len(items) > 1 else ""
        if _is_withdrawn(item):
            found.append(Unread(part, _TOLD_WITHDRAWN))
            continue
        parsed = kinds.get(item.tag, _news_item)(item, part)
        found.append(parsed or Unread(part, "no text"))
    if not any(isinstance(each, Parsed) for each in found):
        withdrawn = any(isinstance(each, Unread) and each.reason == _TOLD_WITHDRAWN for each in found)
        told = f" ({_TOLD_WITHDRAWN})" if withdrawn else ""
        raise UnreadableError(f"XML of the news trade without an article that has a text{told}")
    return found


def _parse(raw: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"contains XML that cannot be read: {error}") from None


def _without_namespaces(root: Any) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]


def _inside_item(element: Any) -> bool:
    return any(each.tag in ("newsItem", "NewsItem") for each in element.iterancestors())


def _is_withdrawn(item: Any) -> bool:
    """Whether the status of an item says that it must not be used."""
    stated = (
        _attribute(item, "qcode", "itemMeta/pubStatus"),
        _attribute(item, "FormalName", ".//NewsManagement/Status"),
        _attribute(item, "management-status", ".//docdata"),
    )
    return any(status and status.lower().rpartition(":")[2] in _WITHDRAWN for status in stated)


def _nitf(item: Any, part: str) -> Parsed | None:
    return _document(
        _first(item, "body/body.content", "body"),
        part,
        title=_words(_first(item, "body/body.head/hedline/hl1", ".//hl1", "head/title")),
        source=_words(_first(item, ".//body.head/distributor"))
        or _attribute(item, "holder", ".//doc.copyright")
        or _attribute(item, "name", ".//pubdata"),
        author=_words(_first(item, ".//byline/person", ".//byline")),
        published=_attribute(item, "date.publication", ".//pubdata")
        or _attribute(item, "norm", ".//date.issue", ".//date.release", ".//story.date"),
        language=item.get(_LANGUAGE),
    )


def _news_item(item: Any, part: str) -> Parsed | None:
    """NewsML-G2, and its elder: metadata around content that is XHTML, NITF or plain text."""
    made = _first(
        item, "itemMeta/firstCreated", "contentMeta/contentCreated", ".//FirstCreated", ".//ThisRevisionCreated"
    )
    version = _first(item, "itemMeta/versionCreated")  # this text's own day where the first one is not told
    return _document(
        _first(item, ".//inlineXML/html/body", ".//body.content", ".//inlineXML", ".//inlineData", ".//DataContent"),
        part,
        title=_words(_first(item, "contentMeta/headline", ".//HeadLine", ".//hl1", ".//title")),
        source=_words(_first(item, "contentMeta/infoSource/name", "itemMeta/provider/name"))
        or _attribute(item, "literal", "itemMeta/provider")
        or _attribute(item, "FormalName", ".//Provider/Party"),
        author=_words(_first(item, "contentMeta/creator/name", "contentMeta/by", ".//ByLine", ".//byline")),
        published=_words(version if made is None else made),
        updated=_words(_first(item, "contentMeta/contentModified", "itemMeta/versionCreated")),
        language=_attribute(item, "tag", "contentMeta/language"),
    )


def _tei(item: Any, part: str) -> Parsed | None:
    """A text of an edition: its day is that of its source, not that of the file."""
    head = _first(item, "teiHeader", ".")
    date = _first(head, ".//sourceDesc//date", ".//profileDesc/creation/date", ".//correspAction/date")
    return _document(
        _first(item, "text/body", "text"),
        part,
        title=_words(_first(head, ".//titleStmt/title", ".//sourceDesc//title")),
        source=_words(_first(head, ".//sourceDesc//publisher", ".//publicationStmt/publisher")),
        author=_words(_first(head, ".//titleStmt/author", ".//sourceDesc//author")),
        published=None if date is None else date.get("when") or date.get("when-iso") or _words(date),
        language=_attribute(head, "ident", ".//langUsage/language") or item.get(_LANGUAGE),
    )


def _jats(item: Any, part: str) -> Parsed | None:
    """An article of a journal."""
    about = item.find("front/article-meta")
    if about is None:
        return None
    dates = {each.get("date-type") or each.get("pub-type") or "": each for each in about.iter("pub-date")}
    chosen = next((dates[kind] for kind in ("epub", "pub", "ppub", "collection", "") if kind in dates), None)
    names = (
        " ".join(filter(None, (_words(name.find("given-names")), _words(name.find("surname")))))
        for name in about.iter("name")
    )
    identities = (each for each in about.iter("article-id") if each.get("pub-id-type") == "doi")
    identity = _words(next(identities, None))
    return _document(
        item.find("body"),
        part,
        above=about.find("abstract"),
        title=_words(_first(about, "title-group/article-title")),
        source=_words(_first(item, "front/journal-meta//journal-title")),
        author=", ".join(islice(names, _MOST_AUTHORS)) or None,
        published=None if chosen is None else "-".join(_parts_of(chosen)),
        language=item.get(_LANGUAGE),
        url=f"https://doi.org/{identity}" if identity else None,
    )


def _parts_of(date: Any) -> Iterator[str]:
    """Year, month and day in figures, as far as they are given."""
    for name in ("year", "month", "day"):
        value = _words(date.find(name))
        if value is None:
            return
        yield value.zfill(2)


def _document(
    body: Any,
    part: str,
    *,
    title: str | None,
    source: str | None,
    author: str | None,
    published: str | None,
    language: str | None,
    updated: str | None = None,
    url: str | None = None,
    above: Any = None,
) -> Parsed | None:
    paragraphs = [text for each in (above, body) if each is not None for text in _paragraphs(each)]
    text, places = joined((f"paragraph {number}", words) for number, words in enumerate(paragraphs, 1))
    if not text:
        return None
    text, replaced = replace_controls(text)
    stated: tuple[tuple[str | None, Role], ...] = ((published, "published"), (updated, "updated"))
    evidence = tuple(from_moment(_iso(value), "html_metadata", role) for value, role in stated if value)
    return Parsed(
        text,
        part=part,
        title=title,
        source=source,
        author=author.removeprefix("By ") if author else None,
        language=language_code(language),
        url=web_address(url),
        evidence=evidence,
        places=places,
        replaced=replaced,
    )


def _iso(value: str) -> str:
    """``20210324T120000Z`` of the agencies as ISO 8601 in full."""
    if len(value) >= 15 and value[:8].isdigit() and value[8] == "T" and value[9:15].isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:8]}T{value[9:11]}:{value[11:13]}:{value[13:15]}{value[15:]}"
    return value


def _paragraphs(body: Any) -> Iterator[str]:
    """The text of each innermost block; text that stands beside blocks is one of its own."""
    pieces: list[str] = []

    def close() -> Iterator[str]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            yield text

    from lxml import etree

    silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += name in _FURNITURE
            if name in _BLOCKS or name in ("tr", "sec", "div", "table"):
                yield from close()
            elif name in ("td", "th") and element.getprevious() is not None:
                pieces.append(" | ")
            if name and not silent and element.text:
                pieces.append(element.text)
            continue
        if event == "end":
            silent -= name in _FURNITURE
            if name in _BLOCKS or name in ("tr", "sec", "div", "table"):
                yield from close()
            elif name in ("lb", "br"):
                pieces.append(" ")
        if not silent and element.tail and element is not body:
            pieces.append(element.tail)
    yield from close()


def _first(element: Any, *paths: str) -> Any:
    return next((found for path in paths if (found := element.find(path)) is not None), None)


def _attribute(element: Any, name: str, *paths: str) -> str | None:
    found = _first(element, *paths)
    return (found.get(name) or "").strip() or None if found is not None else None


def _words(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None
