"""Word files: paragraphs, notes, text boxes and tables in their order; tracked changes as if they were accepted.

Headers, footers, deleted and hidden text are left out; a comment says that it is one and whose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.tables import lines_in_words
from assistant.corpus.readers.zipped import Zip
from assistant.dates.written.moments import from_moment
from assistant.text.clean import replace_controls

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"))
_REMOVED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom"))
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\u00ad"}
_NOTES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote", f"{_W}commentReference": "comment"}
_OFF = frozenset(("0", "false", "off"))


class Block(NamedTuple):
    """A stretch of a document and the name of its place."""

    place: str
    text: str


def read_docx(raw: bytes) -> list[Parsed | Unread]:
    """Return a Word file as one document."""
    archive = Zip(raw)
    body = _part(archive, "word/document.xml").find(f"{_W}body")
    if body is None:
        raise UnreadableError("a Word file without a body")
    about = xml(archive.read("docProps/core.xml")) if "docProps/core.xml" in archive.names else None
    return [_Body(archive).document(body, about)]


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


def _part(archive: Zip, name: str) -> Any:
    return xml(archive.read(name).replace(_STRICT, _W[1:-1].encode()))


def document(blocks: Iterable[Block], about: Any, made: str, author: str) -> Parsed:
    """Join the blocks of an office document; `made` and `author` are the names of these fields in `about`."""
    text, places = joined(blocks)
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


class _Body:
    """Reads the body of a Word file; remembers what it left out, and the numbers of notes."""

    def __init__(self, archive: Zip) -> None:
        self._notes = {kind: _notes(archive, kind) for kind in ("footnote", "endnote", "comment")}
        self._hidden_styles = _hidden_styles(archive)
        self._counts = dict.fromkeys(self._notes, 0)
        self._changed = self._hid = False

    def document(self, body: Any, about: Any) -> Parsed:
        from dataclasses import replace

        found = document(list(self._blocks(body)), about, f"{_TERMS}created", f"{_DC}creator")
        told = {
            "has tracked changes; it is read as if they were accepted": self._changed,
            "has hidden text, which was left out": self._hid,
        }
        return replace(found, problems=tuple(problem for problem, is_so in told.items() if is_so))

    def _blocks(self, body: Any) -> Iterator[Block]:
        """Paragraphs with what hangs on them, and a line for each row of a table."""
        todo = list(reversed(body))
        number = tables = 0
        while todo:
            element = todo.pop()
            if element.tag == f"{_W}p":
                number += 1
                yield from self._paragraph(element, f"paragraph {number}")
            elif element.tag == f"{_W}tbl":
                tables += 1
                yield from self._table(element, f"table {tables}")
            elif element.tag in _WRAPPERS:
                self._changed |= element.tag in (f"{_W}ins", f"{_W}moveTo")
                todo += reversed(element)
            elif element.tag in _REMOVED:
                self._changed = True

    def _paragraph(self, paragraph: Any, place: str) -> Iterator[Block]:
        boxes: list[Any] = []
        notes: list[tuple[str, str]] = []
        yield Block(place, self._text(paragraph, boxes.append, lambda *note: notes.append(note)))
        for box in boxes:
            inner = [self._text(each, lambda _: None, lambda *_: None) for each in box.iter(f"{_W}p")]
            yield Block(f"{place}, text box", "\n".join(filter(None, inner)))
        for kind, identity in notes:
            if note := self._notes[kind].get(identity):
                self._counts[kind] += 1
                yield Block(f"{kind} {self._counts[kind]}", note)

    def _table(self, table: Any, place: str) -> Iterator[Block]:
        rows = [
            [" ".join(self._text(cell, lambda _: None, lambda *_: None).split()) for cell in row.iter(f"{_W}tc")]
            for row in table.iter(f"{_W}tr")
            if row.find(f"{_W}trPr/{_W}del") is None
        ]
        for number, text in lines_in_words(rows):
            yield Block(f"{place}, row {number}", text)

    def _text(self, paragraph: Any, box: Callable[[Any], None], note: Callable[[str, str], None]) -> str:
        """The words of a paragraph as it stands on the page; text boxes and notes in it are handed over."""
        pieces: list[str] = []
        todo = list(reversed(paragraph))
        if self._is_hidden(paragraph.find(f"{_W}pPr"), "pStyle"):
            return ""
        while todo:
            element = todo.pop()
            tag = element.tag
            if tag in _REMOVED:
                self._changed = True
            elif tag == f"{_W}t":
                pieces.append(element.text or "")
            elif tag in _BREAKS:
                pieces.append(_BREAKS[tag])
            elif tag == f"{_W}sym":
                pieces.append(" ")
            elif tag in _NOTES:
                note(_NOTES[tag], element.get(f"{_W}id", ""))
            elif tag == f"{_W}txbxContent":
                box(element)
            elif tag == f"{_MC}AlternateContent":
                todo += [each for each in element if each.tag == f"{_MC}Choice"][:1] or list(element)[-1:]
            elif tag == f"{_W}r" and self._is_hidden(element.find(f"{_W}rPr"), "rStyle"):
                pass
            elif tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}tcPr"):
                self._changed |= tag in (f"{_W}ins", f"{_W}moveTo")
                pieces += ["\n"] if tag == f"{_W}p" and pieces else []
                todo += reversed(element)
        return "".join(pieces).strip()

    def _is_hidden(self, properties: Any, style: str) -> bool:
        if properties is None:
            return False
        named = properties.find(f"{_W}{style}")
        hidden = _is_on(properties.find(f"{_W}vanish")) or (
            named is not None and named.get(f"{_W}val") in self._hidden_styles
        )
        self._hid |= hidden
        return hidden


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1").lower() not in _OFF


def _hidden_styles(archive: Zip) -> frozenset[str]:
    if "word/styles.xml" not in archive.names:
        return frozenset()
    styles = _part(archive, "word/styles.xml").iter(f"{_W}style")
    return frozenset(each.get(f"{_W}styleId", "") for each in styles if _is_on(each.find(f"{_W}rPr/{_W}vanish")))


def _notes(archive: Zip, kind: str) -> dict[str, str]:
    """The notes of a kind by their identity; a comment is marked with its author."""
    name = f"word/{kind}s.xml"
    if name not in archive.names:
        return {}
    notes = {}
    for note in _part(archive, name).iter(f"{_W}{kind}"):
        kept = (each for each in _visible(note) if each.tag in (f"{_W}t", f"{_W}p", f"{_W}tab"))
        text = " ".join("".join(each.text or "" if each.tag == f"{_W}t" else " " for each in kept).split())
        if text and kind == "comment":
            text = f"[Comment by {note.get(f'{_W}author') or 'somebody'}: {text}]"
        notes[note.get(f"{_W}id", "")] = text
    return notes


def _visible(element: Any) -> Iterator[Any]:
    """All elements but those in deleted stretches."""
    todo = [element]
    while todo:
        each = todo.pop()
        yield each
        todo += [inner for inner in reversed(each) if inner.tag not in _REMOVED]
