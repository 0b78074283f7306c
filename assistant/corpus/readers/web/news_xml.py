"""XML of agencies, editions and journals: NITF, NewsML-G2 and NewsML 1, TEI, JATS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code, web_address
from assistant.corpus.readers.places import joined
from assistant.dates.written.date_evidence import DateEvidence, Role
from assistant.dates.written.moments import from_moment
from assistant.text.clean import replace_controls

_BLOCKS = frozenset("p hl1 hl2 h1 h2 h3 h4 li head title ab l lg item list-item block note quote disp-quote".split())
_FURNITURE = frozenset("media media-caption fn-group ref-list table-wrap-foot teiHeader front back figDesc".split())


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the articles of the file. Raises UnreadableError where none has a text."""
    root = _parse(raw)
    _without_namespaces(root)
    kinds = {"TEI": _tei, "TEI.2": _tei, "article": _jats, "nitf": _nitf}
    items = (
        [root]
        if root.tag in kinds
        else [each for each in root.iter("newsItem", "NewsItem", "nitf", "TEI") if not _inside_item(each)]
    )
    found: list[Parsed | Unread] = []
    for number, item in enumerate(items, 1):
        part = f"item-{number}" if len(items) > 1 else ""
        reader = kinds.get(item.tag, _news_item)
        parsed = reader(item, part)
        found.append(parsed or Unread(part, "no text"))
    if not any(isinstance(each, Parsed) for each in found):
        raise UnreadableError("XML of the news trade without an article that has a text")
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
    return any(
        each.tag in ("newsItem", "NewsItem", "teiCorpus") and each.tag != "teiCorpus"
        for each in element.iterancestors()
    )


def _nitf(item: Any, part: str) -> Parsed | None:
    return _document(
        item.find("body/body.content") if item.find("body/body.content") is not None else item.find("body"),
        part,
        title=_words(_first(item, "body/body.head/hedline/hl1", ".//hl1", "head/title")),
        source=_words(_first(item, ".//body.head/distributor", ".//doc.copyright/@holder"))
        or _attribute(item, ".//doc.copyright", "holder")
        or _attribute(item, ".//pubdata", "name"),
        author=_words(_first(item, ".//byline/person", ".//byline")),
        published=_attribute(item, ".//pubdata", "date.publication")
        or _attribute(item, ".//date.issue", "norm")
        or _attribute(item, ".//date.release", "norm")
        or _attribute(item, ".//story.date", "norm"),
        language=_attribute(item, ".", "lang") or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _news_item(item: Any, part: str) -> Parsed | None:
    """NewsML-G2, and its elder: metadata around content that is XHTML, NITF or plain text."""
    body = _first(
        item, "contentSet/inlineXML", ".//body.content", ".//inlineXML", "contentSet/inlineData", ".//DataContent"
    )
    published = _words(
        _first(item, "itemMeta/firstCreated", "contentMeta/contentCreated", ".//ThisRevisionCreated", ".//FirstCreated")
    )
    updated = _words(_first(item, "contentMeta/contentModified", "itemMeta/versionCreated"))
    return _document(
        body,
        part,
        title=_words(_first(item, "contentMeta/headline", ".//HeadLine", ".//hl1", ".//title")),
        source=_words(
            _first(item, "contentMeta/infoSource/name", "itemMeta/provider/name", "rightsInfo/copyrightHolder/name")
        )
        or _attribute(item, "itemMeta/provider", "literal")
        or _attribute(item, ".//Provider/Party", "FormalName"),
        author=_words(_first(item, "contentMeta/creator/name", "contentMeta/by", ".//ByLine", ".//byline")),
        published=published,
        updated=updated,
        language=_attribute(item, "contentMeta/language", "tag"),
    )


def _tei(item: Any, part: str) -> Parsed | None:
    header = item.find("teiHeader")
    head = item if header is None else header
    date = _first(head, ".//sourceDesc//date", ".//profileDesc/creation/date", ".//correspAction/date")
    published = None if date is None else date.get("when") or date.get("when-iso") or _words(date)
    language = _first(head, ".//langUsage/language")
    return _document(
        _first(item, "text/body", "text"),
        part,
        title=_words(_first(head, ".//titleStmt/title", ".//sourceDesc//title")),
        source=_words(_first(head, ".//sourceDesc//publisher", ".//publicationStmt/publisher")),
        author=_words(_first(head, ".//titleStmt/author", ".//sourceDesc//author")),
        published=published,
        language=None if language is None else language.get("ident"),
    )


def _jats(item: Any, part: str) -> Parsed | None:
    about = _first(item, "front/article-meta", ".//article-meta")
    if about is None:
        return None
    dates = {each.get("date-type") or each.get("pub-type") or "": each for each in about.iter("pub-date")}
    chosen = next((dates[kind] for kind in ("epub", "pub", "ppub", "collection", "") if kind in dates), None)
    names = [
        " ".join(filter(None, (_words(each.find("given-names")), _words(each.find("surname")))))
        for each in about.iter("name")
    ]
    identity = next(
        (each.text for each in about.iter("article-id") if each.get("pub-id-type") == "doi" and each.text), None
    )
    abstract = about.find("abstract")
    return _document(
        item.find("body"),
        part,
        above=abstract,
        title=_words(_first(about, "title-group/article-title")),
        source=_words(_first(item, "front/journal-meta//journal-title")),
        author=", ".join(names[:10]) or None,
        published="-".join(filter(None, (_part_of(chosen, name) for name in ("year", "month", "day"))))
        if chosen is not None
        else None,
        language=item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        url=f"https://doi.org/{identity.strip()}" if identity else None,
    )


def _part_of(date: Any, name: str) -> str | None:
    value = _words(date.find(name))
    return value.zfill(2) if value else None


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
    evidence: tuple[DateEvidence, ...] = tuple(
        from_moment(_iso(value), "html_metadata", role) for value, role in stated if value
    )
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
            if not silent and element.text:
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


def _attribute(element: Any, path: str, name: str) -> str | None:
    found = element.find(path)
    return (found.get(name) or "").strip() or None if found is not None else None


def _words(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None
