"""What a page says about itself: JSON-LD, meta elements, its address. Only fields that mean the article are read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from assistant.corpus.readers.parsed import address_parts, web_address
from assistant.dates.written.date_evidence import DateEvidence, Role
from assistant.dates.written.filename import dates_in_path
from assistant.dates.written.moments import from_moment, moment

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|(?:Analysis|Opinion)(?>(?:(?!Analysis|Opinion)\w)*))$")
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_PUBLISHED = tuple(
    "article:published_time og:article:published_time og:published_time datepublished parsely-pub-date sailthru.date"
    " publishdate publish-date publish_date pubdate article.published citation_publication_date citation_online_date"
    " dc.date.issued dcterms.issued cxenseparse:recs:publishtime bt:pubdate ptime"
    " article_date_original originalpublicationdate published-date".split()
)
_UPDATED = tuple(
    "article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified lastmod"
    " revised article.updated utime".split()
)
_CREATED = ("dcterms.created", "dc.date.created")
_UNCLEAR = tuple("date dc.date dcterms.date".split())  # of publication on most sites, of generation on some
_INSIDE = "not(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::li)"
_SUFFIX = re.compile(r"(?<!\s)\s++(?:[|\-–—·»•]|::)\s++[^|–—·»•]{2,40}$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The article's fields; `evidence` is about its date."""

    title: str | None
    source: str | None
    author: str | None
    language: str | None
    url: str | None
    evidence: tuple[DateEvidence, ...]
    made: date | None = None  # the day on which the page says it was created, which may not be that of publication


def metadata(root: Any) -> Metadata:
    """Read the metadata of a parsed page."""
    meta = _meta(root)
    canonical = next(iter(root.xpath("//link[@rel='canonical']/@href")), None) or meta.get("og:url")
    heading = _heading(root)
    article = _article(root, canonical, heading)
    title = _first(
        _text(article.get("headline")), meta.get("og:title"), meta.get("twitter:title"), heading, _title(root)
    )
    publisher = article.get("publisher")
    host = address_parts(canonical).hostname
    return Metadata(
        title=_without_site(title, meta.get("og:site_name")),
        source=_first(meta.get("og:site_name"), _name(publisher), meta.get("application-name"), host),
        author=_first(_name(article.get("author")), meta.get("author"), meta.get("parsely-author"), meta.get("byl")),
        language=_language(_first(next(iter(root.xpath("/html/@lang")), None), _text(article.get("inLanguage")))),
        url=web_address(canonical),
        evidence=tuple(_evidence(root, meta, article, canonical)),
        made=_made([*_values(article.get("dateCreated")), *(meta[name] for name in _CREATED if name in meta)]),
    )


def _evidence(
    root: Any, meta: Mapping[str, str], article: Mapping[str, Any], canonical: str | None
) -> list[DateEvidence]:
    """The strongest kind of statement alone: fields that name publication, then weaker ones."""
    published = [
        *_values(article.get("datePublished")),
        *(meta[name] for name in _PUBLISHED if meta.get(name)),
        *root.xpath(f"//*[@itemprop='datePublished'][{_INSIDE}]/@datetime"),
        *root.xpath(f"//*[@itemprop='datePublished'][{_INSIDE}]/@content"),
    ]
    if not published:
        published = [meta[name] for name in _UNCLEAR if meta.get(name)]
    if not published:
        published = _first_time(root)
    updated = sorted(_values(article.get("dateModified")), key=str, reverse=True)
    updated += [meta[name] for name in _UPDATED if meta.get(name)]
    found = _distinct(published, "published") + _distinct(updated, "updated")[:1]
    if not any(each.role == "published" and each.readings for each in found) and canonical:
        path = address_parts(canonical).path
        found += [replace(each, provenance="html_metadata") for each in dates_in_path(path)[:1]]
    return found


def _made(values: list[Any]) -> date | None:
    found = (from_moment(value, "html_metadata").readings for value in values)
    return next((readings[0] for readings in found if len(readings) == 1), None)


def _values(value: object) -> list[Any]:
    """The values of a JSON-LD property, which may be one, a list of them, or an object around one."""
    if isinstance(value, list):
        return [one for each in value for one in _values(each)]
    if isinstance(value, dict):
        return _values(value.get("@value"))
    return [value] if value else []


def _distinct(values: list[Any], role: Role) -> list[DateEvidence]:
    """Drop statements of one moment in several zones; the one in the page's own zone, not in UTC, speaks for it."""
    shown = [str(value).strip() for value in values if isinstance(value, (str, int)) and str(value).strip()]
    shown.sort(key=lambda value: _is_utc(moment(value)))
    kept: list[str] = []
    for value in shown:
        if not any(_same(value, other) for other in kept):
            kept.append(value)
    return [from_moment(value, "html_metadata", role) for value in kept]


def _is_utc(when: datetime | None) -> bool:
    return when is not None and when.tzinfo is not None and not when.utcoffset()


def _same(one: str, other: str) -> bool:
    first, second = moment(one), moment(other)
    if first and second and first.tzinfo and second.tzinfo:
        return abs((first - second).total_seconds()) < 43_200
    return from_moment(one, "html_metadata").readings == from_moment(other, "html_metadata").readings


def _first_time(root: Any) -> list[str]:
    """The first time element of the article, which stands in its head."""
    for scope in ("//article//", "//main//", "//"):
        found = root.xpath(f"{scope}time[@datetime][{_INSIDE}]/@datetime")
        if found:
            return [str(found[0])]
    return []


def _meta(root: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            fields.setdefault(name.strip().lower(), content)
    return fields


def _article(root: Any, canonical: str | None, heading: str | None) -> Mapping[str, Any]:
    """The JSON-LD node that is the page's article; else the page's own node; {} where there is none."""
    nodes = [node for text in root.xpath("//script[@type='application/ld+json']/text()") for node in _nodes(text)]
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _types(node))]
    for node in articles:
        if heading and _text(node.get("headline")) == heading:
            return node
    for node in articles:
        address = node.get("mainEntityOfPage") or node.get("url") or node.get("@id")
        address = address.get("@id") if isinstance(address, dict) else address
        if canonical and address == canonical:
            return node
    if articles:
        return articles[0]
    return next((node for node in nodes if "WebPage" in _types(node)), {})


def _nodes(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects on the top level of a JSON-LD block: related articles and comments lie deeper."""
    try:
        content = json.loads(_WRAPPED.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return
    todo = content if isinstance(content, list) else [content]
    for node in todo:
        if not isinstance(node, dict):
            continue
        yield node
        graph = node.get("@graph")
        yield from (each for each in graph if isinstance(each, dict)) if isinstance(graph, list) else ()
        if isinstance(node.get("mainEntity"), dict):
            yield node["mainEntity"]


def _types(node: Mapping[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [each for each in (kind if isinstance(kind, list) else [kind]) if isinstance(each, str)]


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for each in value if (name := _name(each))) or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _heading(root: Any) -> str | None:
    found = root.xpath("//article//h1") or root.xpath("//main//h1") or root.xpath("//h1")
    return _text(" ".join(found[0].itertext())) if found else None


def _title(root: Any) -> str | None:
    found = root.xpath("//head/title")
    return _text(" ".join(found[0].itertext())) if found else None


def _without_site(title: str | None, site: str | None) -> str | None:
    """Cut the site's name from the end of a title."""
    if title is None:
        return None
    if site and title.lower().endswith(site.lower()):
        return title[: -len(site)].rstrip(" |-–—·»•:") or title
    return title if site else _SUFFIX.sub("", title)


def _language(value: str | None) -> str | None:
    match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", value or "")
    return match[0].lower() if match else None


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
