"""Who reads which format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from assistant.corpus.readers import archive, exports, mail, pieces, plain, records
from assistant.corpus.readers.exports import slack
from assistant.corpus.readers.fields import FieldNames
from assistant.corpus.readers.pages import epub, office, old_office, opendocument, pdf, rtf, slides
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.recognise import Format, format_of, suffix
from assistant.corpus.readers.unread import advice_on
from assistant.corpus.readers.web import feed, markdown, news_xml, saved_page
from assistant.corpus.readers.web import page as web

_DEEPEST = 3  # archives inside archives, and mails inside mails

_READERS: Mapping[Format, Callable[[bytes], list[Parsed | Unread]]] = {
    Format.TEXT: plain.read,
    Format.MARKDOWN: markdown.read,
    Format.WEB_PAGE: web.read,
    Format.SAVED_PAGE: saved_page.read,
    Format.PDF: pdf.read,
    Format.WORD: office.read_docx,
    Format.OPEN_DOCUMENT: opendocument.read_odt,
    Format.SLIDES: slides.read,
    Format.EPUB: epub.read,
    Format.RTF: rtf.read,
    Format.FEED: lambda raw: exports.read_xml(raw) or feed.read(raw),
    Format.NEWS_XML: news_xml.read,
    Format.SLACK: slack.read_zip,
}
# Texts that may hold several documents: exports of databases, chats, digests, live blogs.
_MAY_HOLD_SEVERAL = frozenset((Format.TEXT, Format.MARKDOWN, Format.PDF, Format.WORD, Format.OPEN_DOCUMENT, Format.RTF))
_RECORDS: Mapping[Format, Callable[[bytes, FieldNames], list[Parsed | Unread]]] = {
    Format.JSON: records.read_json,
    Format.JSON_LINES: records.read_lines,
    Format.TABLE: records.read_table,
    Format.HTML_TABLE: records.read_html_table,
    Format.SPREADSHEET: records.read_sheets,
}
_HOLDING: Mapping[Format, Callable[[bytes, archive.Read], list[Parsed | Unread]]] = {
    Format.MAIL: mail.read,
    Format.MAILBOX: mail.read_mailbox,
    Format.ZIP: archive.read_zip,
    Format.TAR: archive.read_tar,
    Format.PACKED: archive.read_packed,
    Format.WARC: archive.read_warc,
}
_ARCHIVES = frozenset((Format.ZIP, Format.TAR, Format.PACKED, Format.WARC))


def read_here(path: str, raw: bytes, names: FieldNames = FieldNames()) -> list[Parsed | Unread]:  # noqa: B008 (frozen)
    """Read a file in this process; `names` are the fields of its records. Raises UnreadableError, which says why."""
    return _read(path, raw, names, 0)


def _read(path: str, raw: bytes, names: FieldNames, depth: int) -> list[Parsed | Unread]:
    def inside(member: str, raw: bytes) -> list[Parsed | Unread]:
        """Read a file that this one holds; a packed one is named like it."""
        if depth > _DEEPEST:
            raise UnreadableError("nested too deeply")
        return _read(member or str(PurePosixPath(path).with_suffix("")), raw, names, depth + 1)

    found = format_of(path, raw)
    if found is None:
        known = ", ".join(each.value for each in Format)
        raise UnreadableError(f"{suffix(path)} files cannot be read; these can: {known}")
    if found in _ARCHIVES and depth >= _DEEPEST:
        raise UnreadableError("an archive nested too deeply")
    if found is Format.COMPOUND:
        return _compound(path, raw, names, inside)
    if found in _HOLDING:
        return _HOLDING[found](raw, inside)
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


def _compound(path: str, raw: bytes, names: FieldNames, inside: archive.Read) -> list[Parsed | Unread]:
    """Read what Office wrote before 2007, and messages of Outlook."""
    kind = old_office.kind_of(raw, suffix(path))
    try:
        if kind == "message":
            return mail.read_outlook(raw, inside)
        return records.read_sheets(raw, names) if kind == "spreadsheet" else old_office.read(raw, kind)
    except UnreadableError as error:
        raise UnreadableError(f"{error}; {advice_on(path, b'') or old_office.ADVICE[kind]}") from None
