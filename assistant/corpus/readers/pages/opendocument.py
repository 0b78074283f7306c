"""OpenDocument texts: paragraphs, notes and tables in their order, without headers, footers and deleted text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.pages.office import Block, document, xml
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.tables import lines_in_words
from assistant.corpus.readers.zipped import Zip

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SILENT = frozenset(
    f"{_TEXT}{name}" for name in ("note", "tracked-changes", "sequence-decls", "hidden-text", "hidden-paragraph")
) | {f"{_OFFICE}annotation"}
_FRAMES = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"
_SPACE = re.compile(r"[ \t\r\n]+")


def read_odt(raw: bytes) -> list[Parsed | Unread]:
    """Return an OpenDocument text as one document."""
    archive = Zip(raw)
    body = xml(archive.read("content.xml")).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError("an OpenDocument file that is not a text document")
    about = xml(archive.read("meta.xml")) if "meta.xml" in archive.names else None
    changed = body.find(f"{_TEXT}tracked-changes/{_TEXT}changed-region") is not None
    problems = ("has tracked changes; it is read as if they were accepted",) if changed else ()
    found = document(_blocks(body), about, f"{_META}creation-date", f"{_META}initial-creator")
    return [found if not problems else _with(found, problems)]


def _with(found: Parsed, problems: tuple[str, ...]) -> Parsed:
    from dataclasses import replace

    return replace(found, problems=(*found.problems, *problems))


def _blocks(body: Any) -> Iterator[Block]:
    todo = list(reversed(body))
    number = tables = 0
    while todo:
        element = todo.pop()
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            number += 1
            yield Block(f"paragraph {number}", text_of(element))
            yield from _notes(element)
        elif element.tag == f"{_TABLE}table":
            tables += 1
            rows = [[text_of(cell) for cell in _cells(row)] for row in element.iter(f"{_TABLE}table-row")]
            for row, text in lines_in_words(rows):
                yield Block(f"table {tables}, row {row}", text)
        elif element.tag not in _SILENT:
            todo += reversed(element)


def _cells(row: Any) -> list[Any]:
    return list(row.findall(f"{_TABLE}table-cell"))


def _notes(paragraph: Any) -> Iterator[Block]:
    """The text boxes, notes and comments that hang on a paragraph."""
    for box in paragraph.iter(_FRAMES):
        yield Block("text box", "\n".join(text_of(each) for each in box.iter(f"{_TEXT}p")))
    for note in paragraph.iter(f"{_TEXT}note"):
        body, label = note.find(f"{_TEXT}note-body"), note.find(f"{_TEXT}note-citation")
        kind = "endnote" if note.get(f"{_TEXT}note-class") == "endnote" else "footnote"
        if body is not None:
            name = f"{kind} {label.text or ''}".strip() if label is not None else kind
            yield Block(name, " ".join(text_of(each) for each in body))
    for comment in paragraph.iter(f"{_OFFICE}annotation"):
        who = comment.findtext(f"{_DC}creator") or "somebody"
        words = " ".join(text_of(each) for each in comment.iter(f"{_TEXT}p"))
        yield Block("comment", f"[Comment by {who}: {words}]" if words else "")


def text_of(element: Any) -> str:
    """Collect the text of a paragraph or cell; runs of white space count as one space, as the format says."""
    pieces: list[str] = []

    def collect(node: Any) -> None:
        if (node.tag in _SILENT or node.tag == _FRAMES) and node is not element:
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
