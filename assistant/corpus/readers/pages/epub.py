"""E-books: the chapters in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from assistant.corpus.readers.pages.office import xml
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.web import markup
from assistant.corpus.readers.zipped import Zip
from assistant.dates.written.moments import from_moment
from assistant.text.clean import replace_controls

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the book as one document; its chapters are its places."""
    archive = Zip(raw)
    root = xml(archive.read("META-INF/container.xml")).find(f".//{_CONTAINER}rootfile")
    package_path = root.get("full-path", "") if root is not None else ""
    package = xml(archive.read(package_path))
    chapters = [(f"chapter {number}", text) for number, text in enumerate(_chapters(archive, package, package_path), 1)]
    text, places = joined(chapters)
    if not text:
        raise UnreadableError("an e-book without text")
    text, replaced = replace_controls(text)
    published = _field(package, "date")
    return [
        Parsed(
            text,
            title=_field(package, "title"),
            source=_field(package, "publisher"),
            author=_field(package, "creator"),
            language=language_code(_field(package, "language")),
            evidence=(from_moment(published, "html_metadata"),) if published else (),
            places=places,
            replaced=replaced,
        )
    ]


def _chapters(archive: Zip, package: Any, package_path: str) -> Iterator[str]:
    files = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    names = archive.names
    for reference in package.iter(f"{_OPF}itemref"):
        item = files.get(reference.get("idref"))
        if item is None or "html" not in item.get("media-type", ""):
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), unquote(item.get("href", ""))))
        if name not in names or "nav" in (item.get("properties") or "").split():
            continue
        page = markup.parse(archive.read(name).decode("utf-8", "replace"))
        if page is not None:
            yield "\n\n".join(markup.text_of(page).split("\n"))


def _field(package: Any, name: str) -> str | None:
    found = package.find(f".//{_DC}{name}")
    return " ".join(found.text.split()) or None if found is not None and found.text else None
