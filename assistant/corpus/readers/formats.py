"""Which format a file has, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from assistant.corpus.readers import archive, exports, mail, pieces, plain, records
from assistant.corpus.readers.exports import slack
from assistant.corpus.readers.fields import FieldNames
from assistant.corpus.readers.pages import epub, office, pdf, rtf
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.web import feed, markdown
from assistant.corpus.readers.web import page as web
from assistant.corpus.readers.zipped import Zip

HEAD = 4_096  # bytes of a file's beginning that are enough to know its format
_DEEPEST = 3  # archives inside archives


class Format(StrEnum):
    """The formats that can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    WEB_PAGE = "web page"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    TABLE = "CSV or TSV"
    PDF = "PDF"
    WORD = "Word"
    OPEN_DOCUMENT = "OpenDocument"
    EPUB = "EPUB"
    RTF = "RTF"
    MAIL = "e-mail"
    MAILBOX = "mailbox"
    FEED = "RSS or Atom"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    WARC = "web archive"
    SLACK = "Slack export"


_BY_NAME: Mapping[str, Format] = {
    "": Format.TEXT,
    ".txt": Format.TEXT,
    ".srt": Format.TEXT,
    ".vtt": Format.TEXT,
    ".sbv": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
    ".xhtml": Format.WEB_PAGE,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".eml": Format.MAIL,
    ".mbox": Format.MAILBOX,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".rdf": Format.FEED,
    ".xml": Format.FEED,
    ".pdf": Format.PDF,
    ".docx": Format.WORD,
    ".odt": Format.OPEN_DOCUMENT,
    ".epub": Format.EPUB,
    ".rtf": Format.RTF,
    ".zip": Format.ZIP,
    ".tar": Format.TAR,
    ".tgz": Format.GZIP,
    ".gz": Format.GZIP,
    ".bz2": Format.TAR,
    ".xz": Format.TAR,
    ".warc": Format.WARC,
}
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(rb"\s*<\?xml[^>]*>.{0,2000}?<(?:rss|feed|rdf:RDF|smses)[\s>]", re.DOTALL)
_FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:---[ \t]*\r?\n[A-Za-z][\w -]*:|\+\+\+[ \t]*\r?\n[A-Za-z]\w*[ \t]*=)"
)
_MAILBOX = re.compile(rb"From \S+ .{0,60}\d{4}\r?\n[A-Z][\w-]*:")
# Formats whose content is unmistakable: a file of such a name without it is something else, perhaps text.
_TOLD_BY_CONTENT = frozenset(
    (Format.PDF, Format.WORD, Format.OPEN_DOCUMENT, Format.EPUB, Format.RTF, Format.ZIP, Format.GZIP, Format.WARC)
)
_ZIPPED = {
    "word/document.xml": Format.WORD,
    "META-INF/container.xml": Format.EPUB,
    "content.xml": Format.OPEN_DOCUMENT,
}
_NO_TEXT = {
    "xl/workbook.xml": "a spreadsheet; save its sheets as CSV to index them",
    "ppt/presentation.xml": "a presentation; save it as PDF to index it",
}

_READERS: Mapping[Format, Callable[[bytes], list[Parsed | Unread]]] = {
    Format.TEXT: plain.read,
    Format.MARKDOWN: markdown.read,
    Format.WEB_PAGE: web.read,
    Format.PDF: pdf.read,
    Format.WORD: office.read_docx,
    Format.OPEN_DOCUMENT: office.read_odt,
    Format.EPUB: epub.read,
    Format.RTF: rtf.read,
    Format.MAIL: mail.read,
    Format.MAILBOX: mail.read_mailbox,
    Format.FEED: lambda raw: exports.read_xml(raw) or feed.read(raw),
    Format.SLACK: slack.read_zip,
}
# Texts that may hold several documents: exports of databases, chats, digests, live blogs.
_MAY_HOLD_SEVERAL = frozenset((Format.TEXT, Format.MARKDOWN, Format.PDF, Format.WORD, Format.OPEN_DOCUMENT, Format.RTF))
_RECORDS: Mapping[Format, Callable[[bytes, FieldNames], list[Parsed | Unread]]] = {
    Format.JSON: records.read_json,
    Format.JSON_LINES: records.read_lines,
    Format.TABLE: records.read_table,
}
_ARCHIVES: Mapping[Format, Callable[[bytes, archive.Read], list[Parsed | Unread]]] = {
    Format.ZIP: archive.read_zip,
    Format.TAR: archive.read_tar,
    Format.GZIP: archive.read_gzip,
    Format.WARC: archive.read_warc,
}


def named_format(path: str) -> Format | None:
    """The format that a file's name tells."""
    return _BY_NAME.get(_suffix(path))


def format_of(path: str, raw: bytes) -> Format | None:
    """The format of a file, or of one that begins with these bytes; None where neither content nor name tells one.

    Raises UnreadableError for formats that are known and hold no running text.
    """
    found = _signed(path, raw)
    if found is not None:
        return found
    named = named_format(path)
    if named in _TOLD_BY_CONTENT:
        return Format.TEXT
    head = raw[:HEAD]
    if named in (Format.TEXT, Format.FEED, None) and _HTML.match(head):
        return Format.WEB_PAGE
    if named is Format.TEXT and _FEED.match(head):
        return Format.FEED
    if named is Format.TEXT and _MAILBOX.match(head):
        return Format.MAILBOX
    if named is Format.TEXT and _FRONT_MATTER.match(head):
        return Format.MARKDOWN
    return named


def _signed(path: str, raw: bytes) -> Format | None:
    if b"%PDF-" in raw[:1024] and (raw.startswith(b"%PDF-") or named_format(path) is Format.PDF):
        return Format.PDF
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(raw)
    if raw.startswith(b"{\\rtf"):
        return Format.RTF
    if raw.startswith(b"WARC/") or (raw.startswith(b"\x1f\x8b") and path.lower().endswith(".warc.gz")):
        return Format.WARC
    if raw.startswith(b"window.YTD."):
        return Format.JSON
    if raw.startswith(b"\x1f\x8b"):
        return Format.GZIP
    if raw[257:262] == b"ustar":
        return Format.TAR
    return None


def _zipped(raw: bytes) -> Format:
    try:
        names = Zip(raw).names
    except UnreadableError:
        return Format.ZIP
    for name, reason in _NO_TEXT.items():
        if name in names:
            raise UnreadableError(reason)
    if names >= slack.FILES:
        return Format.SLACK
    return next((found for name, found in _ZIPPED.items() if name in names), Format.ZIP)


def read_here(path: str, raw: bytes, names: FieldNames = FieldNames()) -> list[Parsed | Unread]:  # noqa: B008 (frozen)
    """Read a file in this process; `names` are the fields of its records. Raises UnreadableError, which says why."""
    return _read(path, raw, names, 0)


def _read(path: str, raw: bytes, names: FieldNames, depth: int) -> list[Parsed | Unread]:
    found = format_of(path, raw)
    if found is None:
        known = ", ".join(each.value for each in Format)
        raise UnreadableError(f"{_suffix(path)} files cannot be read; these can: {known}")
    if found in _ARCHIVES:
        if depth >= _DEEPEST:
            raise UnreadableError("an archive nested too deeply")
        return _ARCHIVES[found](raw, lambda path, raw: _read(path, raw, names, depth + 1))
    if found in _RECORDS:
        return _RECORDS[found](raw, names)
    parts = _READERS[found](raw)
    if found not in _MAY_HOLD_SEVERAL:
        return parts
    return [
        piece
        for part in parts
        for piece in (pieces.split(part) if isinstance(part, Parsed) and not part.part else [part])
    ]


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
