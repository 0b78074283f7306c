"""Presentations of PowerPoint and OpenDocument: the text of each slide, in their order, and the speaker's notes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.pages import opendocument
from assistant.corpus.readers.pages.office import Block, document, xml
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.tables import lines_in_words
from assistant.corpus.readers.zipped import Zip

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FURNITURE = frozenset(("sldNum", "ftr", "hdr", "dt"))  # placeholders that every slide repeats


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return a presentation as one document; hidden slides are left out, and the document says so."""
    archive = Zip(raw)
    powerpoint = "ppt/presentation.xml" in archive.names
    about_name = "docProps/core.xml" if powerpoint else "meta.xml"
    about = xml(archive.read(about_name)) if about_name in archive.names else None
    if powerpoint:
        return [document(_powerpoint(archive), about, f"{_TERMS}created", f"{_DC}creator")]
    return [document(_open_document(archive), about, f"{_META}creation-date", f"{_META}initial-creator")]


def _powerpoint(archive: Zip) -> Iterator[Block]:
    links = _links(archive, "ppt/presentation.xml")
    slides = xml(archive.read("ppt/presentation.xml")).iter(f"{_P}sldId")
    for number, slide in enumerate(slides, 1):
        name = links.get(slide.get(f"{_R}id", ""), ("", ""))[1]
        if name not in archive.names:
            continue
        root = xml(archive.read(name))
        if root.get("show") == "0":
            continue
        yield Block(f"slide {number}", "\n".join(filter(None, _shapes(root))))
        for kind, target in _links(archive, name).values():
            if kind.endswith("/notesSlide") and target in archive.names:
                notes = "\n".join(filter(None, _shapes(xml(archive.read(target)))))
                yield Block(f"slide {number}, speaker's notes", notes)


def _links(archive: Zip, name: str) -> dict[str, tuple[str, str]]:
    """Kind and target of the parts that a part names, by their identity."""
    folder, base = posixpath.split(name)
    path = f"{folder}/_rels/{base}.rels"
    if path not in archive.names:
        return {}
    return {
        each.get("Id", ""): (
            each.get("Type", ""),
            posixpath.normpath(posixpath.join(folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in xml(archive.read(path)).iter(f"{_LINKS}Relationship")
    }


def _shapes(root: Any) -> Iterator[str]:
    """The texts of a slide's shapes and tables."""
    for shape in root.iter(f"{_P}sp"):
        placeholder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if placeholder is None or placeholder.get("type") not in _FURNITURE:
            yield "\n".join(filter(None, map(_paragraph, shape.iter(f"{_A}p"))))
    for table in root.iter(f"{_A}tbl"):
        rows = [[_cell(cell) for cell in row.iter(f"{_A}tc")] for row in table.iter(f"{_A}tr")]
        yield "\n".join(text for _, text in lines_in_words(rows))


def _cell(cell: Any) -> str:
    return " ".join(filter(None, map(_paragraph, cell.iter(f"{_A}p"))))


def _paragraph(paragraph: Any) -> str:
    pieces = (
        each.text or "" if each.tag == f"{_A}t" else " "
        for each in paragraph.iter()
        if each.tag in (f"{_A}t", f"{_A}br", f"{_A}tab")
    )
    return " ".join("".join(pieces).split())


def _open_document(archive: Zip) -> Iterator[Block]:
    body = xml(archive.read("content.xml")).find(f"{_OFFICE}body/{_OFFICE}presentation")
    if body is None:
        raise UnreadableError("an OpenDocument file that is not a presentation")
    for number, slide in enumerate(body.iter(f"{_DRAW}page"), 1):
        notes = slide.find(f"{_SHOW}notes")
        in_notes = set(notes.iter()) if notes is not None else set()
        shown = (each for each in slide.iter() if each.tag in (f"{_TEXT}p", f"{_TEXT}h") and each not in in_notes)
        yield Block(f"slide {number}", "\n".join(filter(None, map(opendocument.text_of, shown))))
        if notes is not None:
            words = "\n".join(filter(None, map(opendocument.text_of, notes.iter(f"{_TEXT}p"))))
            yield Block(f"slide {number}, speaker's notes", words)
