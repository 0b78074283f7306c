"""Which format a file has: by its content, and by its name where the content does not tell."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from assistant.corpus.readers.parsed import UnreadableError
from assistant.corpus.readers.unread import advice_on
from assistant.corpus.readers.zipped import Zip

HEAD = 4_096  # bytes of a file's beginning that are enough to know its format


class Format(StrEnum):
    """The formats that can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    WEB_PAGE = "web page"
    SAVED_PAGE = "saved web page"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    TABLE = "CSV or TSV"
    HTML_TABLE = "table in HTML"
    SPREADSHEET = "spreadsheet"
    SLIDES = "presentation"
    PDF = "PDF"
    WORD = "Word"
    OPEN_DOCUMENT = "OpenDocument"
    COMPOUND = "old office document"
    EPUB = "EPUB"
    RTF = "RTF"
    MAIL = "e-mail"
    MAILBOX = "mailbox"
    FEED = "RSS or Atom"
    NEWS_XML = "XML of news agencies, editions, journals and subtitles"
    ZIP = "zip"
    TAR = "tar"
    PACKED = "gzip, bzip2 or xz"
    WARC = "web archive"
    SLACK = "Slack export"


_BY_NAME: Mapping[str, Format] = {
    suffix: found
    for found, suffixes in {
        Format.TEXT: ("", ".txt", ".text", ".doc", ".rtf", ".wri", ".srt", ".vtt", ".sbv"),
        Format.MARKDOWN: (".md", ".markdown"),
        Format.WEB_PAGE: (".html", ".htm", ".xhtml", ".shtml"),
        Format.SAVED_PAGE: (".mht", ".mhtml", ".webarchive"),
        Format.JSON: (".json",),
        Format.JSON_LINES: (".jsonl", ".ndjson"),
        Format.TABLE: (".csv", ".tsv", ".tab", ".xls", ".xlsx"),
        Format.MAIL: (".eml", ".emlx"),
        Format.MAILBOX: (".mbox",),
        Format.FEED: (".rss", ".atom", ".rdf", ".xml", ".ttml", ".dfxp", ".itt"),
        Format.PDF: (".pdf",),
        Format.WORD: (".docx",),
        Format.OPEN_DOCUMENT: (".odt",),
        Format.SPREADSHEET: (".xlsm", ".xlsb", ".ods"),
        Format.SLIDES: (".pptx", ".odp"),
        Format.COMPOUND: (".ppt", ".msg"),
        Format.EPUB: (".epub",),
        Format.ZIP: (".zip",),
        Format.TAR: (".tar",),
        Format.PACKED: (".tgz", ".gz", ".bz2", ".xz"),
        Format.WARC: (".warc",),
    }.items()
    for suffix in suffixes
}
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?xml[^>]*+>\s*+)?)(?>(?:<!--(?>(?:[^-]|-(?!->))*)-->\s*+)*)<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<(?:table|meta|head|style|body|div)\b", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*+:)?([A-Za-z][\w.-]*+)[\s>/]")  # the first element's name
_FEEDS = frozenset((b"rss", b"feed", b"RDF", b"smses"))
_NEWS = frozenset(
    (b"nitf", b"newsItem", b"newsMessage", b"NewsML", b"packageItem", b"TEI", b"TEI.2", b"teiCorpus", b"article", b"tt")
)
_FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:---[ \t]*\r?\n[A-Za-z][\w -]*:|\+\+\+[ \t]*\r?\n[A-Za-z]\w*[ \t]*=)"
)
_MAILBOX = re.compile(rb"From \S+ .{0,60}\d{4}\r?\n[A-Z][\w-]*:")
_FIELD = re.compile(rb"[A-Za-z][\w-]{1,40}:[ \t]*+[^\r\n]*+(?>(?:\r?\n[ \t][^\r\n]*+)*)\r?\n")
_MAIL_FIELD = re.compile(rb"^(?:MIME-Version|Received|Message-ID|Return-Path|X-Mailer):", re.IGNORECASE | re.MULTILINE)
_ADDRESSED = re.compile(rb"^(?:From|To|Delivered-To):[^\r\n]*@", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Location|Content-Type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE
)
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*+(?:\{\s*+"|\[\s*+\{)')
_LONGEST_JSON = 50_000_000  # bytes of a text file that are tried as JSON
# Formats whose content is unmistakable: a file of such a name without it is something else, perhaps text.
_TOLD_BY_CONTENT = frozenset((
    Format.PDF, Format.WORD, Format.OPEN_DOCUMENT, Format.EPUB, Format.ZIP, Format.PACKED, Format.WARC,
    Format.SPREADSHEET, Format.SLIDES, Format.COMPOUND,
))  # fmt: skip
_ZIPPED = {
    "word/document.xml": Format.WORD,
    "xl/workbook.xml": Format.SPREADSHEET,
    "xl/workbook.bin": Format.SPREADSHEET,
    "ppt/presentation.xml": Format.SLIDES,
    "META-INF/container.xml": Format.EPUB,
}
_SLACK = frozenset(("users.json", "channels.json"))  # what every export of it has
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": Format.SPREADSHEET,
    b"application/vnd.oasis.opendocument.presentation": Format.SLIDES,
}
_SIGNATURES = (
    (b"{\\rtf", Format.RTF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.COMPOUND),
    (b"bplist00", Format.SAVED_PAGE),
    (b"window.YTD.", Format.JSON),
    (b"BZh", Format.PACKED),
    (b"\xfd7zXZ\x00", Format.PACKED),
)


def named_format(path: str) -> Format | None:
    """The format that a file's name tells."""
    return _BY_NAME.get(suffix(path))


def suffix(path: str) -> str:
    """The end of a file's name, in lower case."""
    return PurePosixPath(path).suffix.lower()


def format_of(path: str, raw: bytes) -> Format | None:
    """The format of a file, or of one that begins with these bytes; None where neither content nor name tells one.

    Raises UnreadableError for formats that are known and cannot be read, with what to do.
    """
    found = _signed(path, raw)
    advice = advice_on(path, raw) if found in (None, Format.ZIP) else None
    if advice is not None:
        raise UnreadableError(advice)
    if found is not None:
        return found
    named = named_format(path)
    head = raw[:HEAD]
    if named in (Format.TEXT, Format.MAIL, Format.SAVED_PAGE, Format.TABLE):
        mime = _mime(head)
        if mime is not None:
            return mime
    if suffix(path) in (".xls", ".xlsx") and (_HTML.match(head) or _FRAGMENT.match(head)):
        return Format.HTML_TABLE
    if named in _TOLD_BY_CONTENT:
        named = Format.TEXT
    if named in (Format.TEXT, Format.FEED, Format.SAVED_PAGE, None) and _HTML.match(head):
        return Format.WEB_PAGE
    if named in (Format.TEXT, Format.FEED):
        return _of_text(named, raw)
    return named


def _of_text(named: Format, raw: bytes) -> Format:
    """What a text turns out to be: XML, JSON, a mailbox or Markdown."""
    head = raw[:HEAD]
    if named is Format.FEED or head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        root = next((name[1] for name in _ROOT.finditer(head)), b"")
        if root in _NEWS:
            return Format.NEWS_XML
        if named is Format.FEED or root in _FEEDS:
            return Format.FEED
    if _MAILBOX.match(head):
        return Format.MAILBOX
    if _FRONT_MATTER.match(head):
        return Format.MARKDOWN
    if _JSON.match(head) and len(raw) <= _LONGEST_JSON:
        return _json(raw) or named
    return named


def _json(raw: bytes) -> Format | None:
    try:
        json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        first, _, rest = raw.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
        try:
            return Format.JSON_LINES if rest.strip() and isinstance(json.loads(first, strict=False), dict) else None
        except (ValueError, RecursionError):
            return None
    return Format.JSON


def _mime(head: bytes) -> Format | None:
    """An e-mail or a page saved as one, by the fields in its head."""
    at = 0
    while found := _FIELD.match(head, at):
        at = found.end()
    fields = head[:at]
    if not _MAIL_FIELD.search(fields) and not (_SAVED.search(fields) and b"Content-Type:" in fields):
        return None
    saved = _SAVED.search(fields) and not _ADDRESSED.search(fields)
    return Format.SAVED_PAGE if saved or b"Saved by" in fields else Format.MAIL if _ADDRESSED.search(fields) else None


def _signed(path: str, raw: bytes) -> Format | None:
    if b"%PDF-" in raw[:1024] and (raw.startswith(b"%PDF-") or named_format(path) is Format.PDF):
        return Format.PDF
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(raw)
    if raw.startswith(b"WARC/") or (raw.startswith(b"\x1f\x8b") and path.lower().endswith(".warc.gz")):
        return Format.WARC
    if raw.startswith(b"\x1f\x8b"):
        return Format.PACKED
    if raw[257:262] == b"ustar":
        return Format.TAR
    return next((found for signature, found in _SIGNATURES if raw.startswith(signature)), None)


def _zipped(raw: bytes) -> Format:
    try:
        archive = Zip(raw)
    except UnreadableError:
        return Format.ZIP
    names = archive.names
    if names >= _SLACK:
        return Format.SLACK
    for name, found in _ZIPPED.items():
        if name in names:
            return found
    if "content.xml" in names:
        kind = archive.read("mimetype").strip().removesuffix(b"-template") if "mimetype" in names else b""
        return _OPEN_DOCUMENT.get(kind, Format.OPEN_DOCUMENT)
    return Format.ZIP
