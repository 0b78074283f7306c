"""Word and PowerPoint files of 1997 to 2003: their text, without pictures, headers and formatting.

Both lie in a compound file, a file system in a file. What is read of them is what Microsoft's [MS-DOC] and [MS-PPT]
call the piece table and the text atoms.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.places import joined
from assistant.text.clean import replace_controls

if TYPE_CHECKING:
    from olefile import OleFileIO

Kind = Literal["text", "presentation", "spreadsheet", "message", "unknown"]
ADVICE: Mapping[Kind, str] = {
    "text": "open it in Word or LibreOffice and save it as .docx or PDF",
    "presentation": "open it in PowerPoint or LibreOffice and save it as .pptx or PDF",
    "spreadsheet": "open it in Excel or LibreOffice and save it as .xlsx or CSV",
    "message": "open it in Outlook and save it as .eml, or as text",
    "unknown": "open it in the program that made it and save it as .docx, .xlsx, CSV or PDF",
}
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("WordDocument", "text"),
    ("PowerPoint Document", "presentation"),
    ("Workbook", "spreadsheet"),
    ("Book", "spreadsheet"),
    ("__properties_version1.0", "message"),
)
_SUFFIXES: Mapping[str, Kind] = {
    ".doc": "text", ".dot": "text", ".wps": "text", ".ppt": "presentation", ".pps": "presentation",
    ".xls": "spreadsheet", ".xlt": "spreadsheet", ".msg": "message",
}  # fmt: skip
_MOST_PIECES = 200_000
_MOST_BYTES = 50_000_000  # of a stream
_FIELD_CODE = re.compile(r"\x13[^\x13\x14\x15]*+(?:\x14|(?=\x15))|\x15")  # what a field computes; its result stays
_LOCKED = 0x0100
_WIDE_TEXT, _NARROW_TEXT, _LIST, _NOTES = 0x0FA0, 0x0FA8, 0x0FF0, 0x03F0


def kind_of(raw: bytes, suffix: str = "") -> Kind:
    """What a compound file holds; by its name where it cannot be opened."""
    try:
        with opened(raw) as file:
            found: Kind | None = next((kind for name, kind in _STREAMS if file.exists(name)), None)
    except UnreadableError:
        found = None
    return found or _SUFFIXES.get(suffix, "unknown")


def opened(raw: bytes) -> OleFileIO:
    """Open a compound file. Raises UnreadableError for a damaged one."""
    import olefile

    try:
        return olefile.OleFileIO(io.BytesIO(raw))
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError, OverflowError):
        raise UnreadableError("an old office document that is damaged or incomplete") from None


def stream(file: OleFileIO, name: str) -> bytes:
    """The content of a stream; b"" where it is missing or damaged."""
    try:
        if not file.exists(name) or file.get_size(name) > _MOST_BYTES:
            return b""
        content: bytes = file.openstream(name).read()
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError):
        return b""
    return content


def read(raw: bytes, kind: Kind) -> list[Parsed | Unread]:
    """Return a text or a presentation as one document."""
    with opened(raw) as file:
        if kind not in ("text", "presentation"):
            raise UnreadableError("an old office document of a kind that is not read")
        try:
            found = list(_paragraphs(file) if kind == "text" else _slides(file))
        except (struct.error, IndexError, ValueError, LookupError) as error:
            raise UnreadableError(f"an old office document that cannot be read: {error}") from None
        title, author, made = _about(file)
    text, places = joined(found)
    if not text:
        raise UnreadableError("an old office document in which no text is found")
    text, replaced = replace_controls(text)
    return [Parsed(text, title=title, author=author, places=places, made=made, replaced=replaced)]


def _paragraphs(file: OleFileIO) -> Iterator[tuple[str, str]]:
    document = stream(file, "WordDocument")
    (flags,) = struct.unpack_from("<H", document, 0x0A)
    if flags & _LOCKED:
        raise UnreadableError("locked with a password")
    table = stream(file, "1Table" if flags & 0x0200 else "0Table")
    (length,) = struct.unpack_from("<I", document, 0x4C)  # characters of the body; footnotes and headers come behind
    (notes,) = struct.unpack_from("<I", document, 0x50)
    at, size = struct.unpack_from("<II", document, 0x01A2)
    text = "".join(_pieces(document, table[at : at + size], length + notes))
    text = _FIELD_CODE.sub("", text).replace("\x07", " | ").replace("\x1e", "-").replace("\x1f", "\u00ad")
    text = text.replace("\x0b", "\n").translate(dict.fromkeys((1, 2, 3, 4, 5, 8, 20)))
    for number, paragraph in enumerate(re.split(r"[\r\x0c\x0e]", text), 1):
        yield f"paragraph {number}", paragraph.strip(" |\t\n")


def _pieces(document: bytes, complex_part: bytes, length: int) -> Iterator[str]:
    """The stretches of text that the piece table names, in order."""
    at = 0
    while complex_part[at : at + 1] == b"\x01":  # formatting that pieces share
        at += 3 + struct.unpack_from("<H", complex_part, at + 1)[0]
    if complex_part[at : at + 1] != b"\x02":
        raise UnreadableError("an old office document without a table of its text")
    (size,) = struct.unpack_from("<I", complex_part, at + 1)
    table = complex_part[at + 5 : at + 5 + size]
    count = min((len(table) - 4) // 12, _MOST_PIECES)
    for number in range(count):
        first, last = struct.unpack_from("<II", table, 4 * number)
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        last = min(last, length)
        if last <= first:
            continue
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield document[start : start + last - first].decode("cp1252", "replace")
        else:
            yield document[place : place + 2 * (last - first)].decode("utf-16-le", "replace")


def _slides(file: OleFileIO) -> Iterator[tuple[str, str]]:
    """The texts of a presentation: those of its slides as its outline lists them, then what stands in text boxes."""
    content = stream(file, "PowerPoint Document")
    if file.exists("EncryptedSummary"):
        raise UnreadableError("locked with a password")
    seen: set[str] = set()
    for number, text in enumerate(_texts(content), 1):
        shown = "\n".join(line.strip() for line in re.split(r"[\r\x0b]", text) if line.strip())
        if shown and shown not in seen and shown != "*":
            seen.add(shown)
            yield f"text {number}", shown


def _texts(content: bytes) -> Iterator[str]:
    todo = [(0, len(content))]
    while todo:
        at, end = todo.pop()
        while at + 8 <= end:
            version, kind, size = struct.unpack_from("<HHI", content, at)
            start, at = at + 8, at + 8 + size
            if at > end:
                break
            if version & 0xF == 0xF:  # a container
                if kind != 0x03F8:  # the master's placeholders are no text
                    todo.append((at, end))
                    at, end = start, start + size
            elif kind == _WIDE_TEXT:
                yield content[start:at].decode("utf-16-le", "replace")
            elif kind == _NARROW_TEXT:
                yield content[start:at].decode("latin-1")


def _about(file: OleFileIO) -> tuple[str | None, str | None, date | None]:
    """Title, author and day of making of the file's properties."""
    try:
        about = file.get_metadata()
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError, OverflowError, LookupError):
        return None, None, None

    def shown(value: object) -> str | None:
        if isinstance(value, bytes):
            value = value.decode("utf-8" if about.codepage == 65001 else "cp1252", "replace")
        return " ".join(value.split()).strip("\0") or None if isinstance(value, str) else None

    made = about.create_time
    return shown(about.title), shown(about.author), made.date() if made is not None and made.year > 1980 else None
