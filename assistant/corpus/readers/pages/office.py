"""Word and OpenDocument texts: paragraphs and tables in their order, without headers, footers and deleted text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.zipped import Zip
from assistant.dates.written.moments import from_moment
from assistant.text.clean import replace_controls

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ODT_SILENT = frozenset((f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls"))
_SPACE = re.compile(r"[ \t\r\n]+")


def read_docx(raw: bytes) -> list[Parsed | Unread]:
    """Return a Word file as one document."""
    archive = Zip(raw)
    body = xml(archive.read("word/document.xml")).find(f"{_W}body")
    if body is None:
        raise UnreadableError("a Word file without a body")
    about = xml(archive.read("docProps/core.xml")) if "docProps/core.xml" in archive.names else None
    return [_parsed(list(_docx_blocks(body)), about, f"{_TERMS}created", f"{_DC}creator")]


def read_odt(raw: bytes) -> list[Parsed | Unread]:
    """Return an OpenDocument text as one document."""
    archive = Zip(raw)
    body = xml(archive.read("content.xml")).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError("an OpenDocument file that is not a text document")
    about = xml(archive.read("meta.xml")) if "meta.xml" in archive.names else None
    return [_parsed(list(_odt_blocks(body)), about, f"{_META}creation-date", f"{_META}initial-creator")]


def xml(raw: bytes) -> Any:
    """Parse XML without entities or external references. Raises UnreadableError."""
    from xml.etree.ElementTree import ParseError  # only the error; the parser is the safe one

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(raw)
    except DefusedXmlException:
        raise UnreadableError("contains XML with custom entities, which are not expanded") from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableError(f"contains XML that cannot be read: {error}") from None


def _parsed(blocks: list[str], about: Any, made: str, author: str) -> Parsed:
    text, places = joined((f"paragraph {number}", block) for number, block in enumerate(blocks, 1))
    if not text:
        raise UnreadableError("no text in it")
    text, replaced = replace_controls(text)
    return Parsed(
        text,
        title=_field(about, f"{_DC}title"),
        author=_field(about, author),
        language=language_code(_field(about, f"{_DC}language")),
        places=places,
        made=_day(_field(about, made)),
        replaced=replaced,
    )


def _field(about: Any, name: str) -> str | None:
    found = about.find(f".//{name}") if about is not None else None
    return found.text.strip() or None if found is not None and found.text else None


def _day(value: str | None) -> date | None:
    readings = from_moment(value, "none").readings if value else ()
    return readings[0] if len(readings) == 1 else None


def _docx_blocks(body: Any) -> Iterator[str]:
    """Paragraphs, and a line for each row of a table."""
    todo = list(reversed(body))
    while todo:
        element = todo.pop()
        if element.tag == f"{_W}p":
            yield _docx_text(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield " | ".join(" ".join(_docx_text(cell).split()) for cell in row.findall(f"{_W}tc"))
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}smartTag"):
            todo += reversed(element)


def _docx_text(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}br", f"{_W}cr", f"{_W}p"):
            pieces.append("\n")
        elif element.tag == f"{_W}tab":
            pieces.append("\t")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces).strip()


def _odt_blocks(body: Any) -> Iterator[str]:
    todo = list(reversed(body))
    while todo:
        element = todo.pop()
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield _odt_text(element)
        elif element.tag == f"{_TABLE}table":
            for row in element.iter(f"{_TABLE}table-row"):
                yield " | ".join(" ".join(_odt_text(cell).split()) for cell in row.findall(f"{_TABLE}table-cell"))
        elif element.tag not in _ODT_SILENT:
            todo += reversed(element)


def _odt_text(element: Any) -> str:
    """Collect the text of a paragraph or cell; runs of white space count as one space, as the format says."""
    pieces: list[str] = []

    def collect(node: Any) -> None:
        if node.tag in _ODT_SILENT:
            return
        if node.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif node.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}p"):
            pieces.append(" ")
        pieces.append(_SPACE.sub(" ", node.text or ""))
        for child in node:
            collect(child)
            pieces.append(_SPACE.sub(" ", child.tail or ""))

    try:
        collect(element)
    except RecursionError:
        raise UnreadableError("nested too deeply") from None
    return re.sub(r" {2,}", " ", "".join(pieces)).strip()
