"""Messages that Outlook saved (``.msg``): the same parts as an e-mail's, in a compound file ([MS-OXMSG])."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from assistant.corpus.readers.archive import Read, read_members
from assistant.corpus.readers.mail.message import mail_documents
from assistant.corpus.readers.pages.old_office import opened, stream
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.web import markup
from assistant.dates.written.moments import from_moment

if TYPE_CHECKING:
    from olefile import OleFileIO

# Properties by their number, as a stream names them.
_SUBJECT, _BODY, _HTML, _HEADERS = "0037", "1000", "1013", "007D"
_SENDER, _ADDRESS, _SMTP = "0C1A", "0C1F", "5D01"
_CONTENT, _LONG_NAME, _SHORT_NAME = "3701", "3707", "3704"
_SENT, _DELIVERED = 0x0039, 0x0E06
_MOST_ATTACHED = 1_000


def read_outlook(raw: bytes, files: Read) -> list[Parsed | Unread]:
    """Return the message, the earlier mails in it and what `files` reads in its attachments, each as a document."""
    with opened(raw) as file:
        address = _string(file, "", _SMTP) or _string(file, "", _ADDRESS) or ""
        sent = _moment(stream(file, "__properties_version1.0"))
        found = mail_documents(
            Parsed(
                _text(file),
                title=_string(file, "", _SUBJECT),
                source=address.rpartition("@")[2] or None if "@" in address else None,
                author=_string(file, "", _SENDER) or address or None,
                evidence=(from_moment(sent.isoformat(), "header_line"),) if sent else (),
            ),
            "message",
        )
        attached = list(_attached(file))
    parts = read_members(attached, files)
    found += [replace(each, apart=True) if isinstance(each, Parsed) else each for each in parts]
    if not any(isinstance(each, Parsed) for each in found):
        raise UnreadableError("a message of Outlook in which no text is found")
    return found


def _text(file: OleFileIO) -> str:
    body = _string(file, "", _BODY)
    if body:
        return body
    html = stream(file, f"__substg1.0_{_HTML}0102").decode("utf-8", "replace") or _string(file, "", _HTML) or ""
    root = markup.parse(html) if html.strip() else None
    return "\n\n".join(markup.text_of(root).split("\n")) if root is not None else ""


def _string(file: OleFileIO, folder: str, number: str) -> str | None:
    wide = stream(file, f"{folder}__substg1.0_{number}001F").decode("utf-16-le", "replace")
    found = wide or stream(file, f"{folder}__substg1.0_{number}001E").decode("cp1252", "replace")
    return found.strip("\0 \r\n") or None


def _moment(properties: bytes) -> datetime | None:
    """When the message was sent; a time is counted in tenths of a microsecond from 1601."""
    times = {}
    for at in range(32, len(properties) - 15, 16):
        kind, number, _, value = struct.unpack_from("<HHIQ", properties, at)
        if kind == 0x0040:
            times[number] = value
    value = times.get(_SENT) or times.get(_DELIVERED)
    try:
        return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=value // 10) if value else None
    except OverflowError:
        return None


def _attached(file: OleFileIO) -> Iterator[tuple[str, Callable[[], bytes]]]:
    folders = sorted({entry[0] for entry in file.listdir() if entry[0].startswith("__attach")})
    for number, folder in enumerate(folders[:_MOST_ATTACHED], 1):
        name = _string(file, f"{folder}/", _LONG_NAME) or _string(file, f"{folder}/", _SHORT_NAME)
        content = stream(file, f"{folder}/__substg1.0_{_CONTENT}0102")
        shown = (name or f"attached-{number}").replace("/", "_").replace("#", "_")
        yield shown, partial(bytes, content) if content else _other


def _other() -> bytes:
    raise UnreadableError("attached as an object of Outlook; open the message and save the attachment as a file")
