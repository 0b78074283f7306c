"""Pages that a browser or Word saved in one file: MHTML (``.mhtml``, ``.mht``) and Safari's ``.webarchive``.

The day of saving is none of publication: only the page itself tells its date.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.parsers.expat import ExpatError

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, web_address
from assistant.corpus.readers.web import page


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the page as one document. Raises UnreadableError where there is none."""
    content, address, title = _web_archive(raw) if raw.startswith((b"bplist00", b"<?xml")) else _mime(raw)
    url = web_address(address)
    return [
        replace(each, url=each.url or (None if each.piece else url), title=each.title or title)
        if isinstance(each, Parsed)
        else each
        for each in page.read(content)
    ]


def _mime(raw: bytes) -> tuple[bytes, str | None, str | None]:
    """The first page in a MIME message, with its address and title."""
    from email import message_from_bytes, policy

    message = message_from_bytes(raw, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                address = _field(message, "Snapshot-Content-Location") or _field(part, "Content-Location")
                return _in_utf8(content, part.get_content_charset()), address, _field(message, "Subject")
    raise UnreadableError("a saved web page without the page")


def _field(part: Any, name: str) -> str | None:
    try:
        return " ".join(str(part[name] or "").split()) or None
    except (ValueError, IndexError, AttributeError, TypeError):  # faults of its parser
        return None


def _in_utf8(content: bytes, charset: str | None) -> bytes:
    """The page with a mark of its encoding, where the message names one."""
    try:
        return b"\xef\xbb\xbf" + content.decode(charset).encode() if charset else content
    except (LookupError, ValueError):
        return content


def _web_archive(raw: bytes) -> tuple[bytes, str | None, str | None]:
    import plistlib

    try:
        main = plistlib.loads(raw)["WebMainResource"]
        content, address, charset = (main.get(f"WebResource{name}") for name in ("Data", "URL", "TextEncodingName"))
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as error:
        raise UnreadableError(f"not a web page that Safari saved: {type(error).__name__}") from None
    if not isinstance(content, bytes):
        raise UnreadableError("a saved web page without the page")
    return (
        _in_utf8(content, charset if isinstance(charset, str) else None),
        address if isinstance(address, str) else None,
        None,
    )
