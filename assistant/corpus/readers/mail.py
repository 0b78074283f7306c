"""E-mail: single messages and mailboxes. The quoted earlier message and the signature are not evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.web import markup
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

if TYPE_CHECKING:
    from email.message import EmailMessage

_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d{4}[^\r\n]*\r?\n")
_QUOTED = re.compile(
    r"(?:^On [^\n]{5,120}(?:\n[^\n]{0,80})? wrote:[ \t]*\n)?(?:^>[^\n]*(?:\n|\Z))+"
    r"|^-{2,} ?(?:Original|Forwarded) [Mm]essage ?-{2,}[^\n]*(?:\n|\Z)",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_MOST_MESSAGES = 100_000


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return one message as one document."""
    found = _message(raw, "", "message")
    if found is None:
        raise UnreadableError("an e-mail without text")
    return [found]


def read_mailbox(raw: bytes) -> list[Parsed | Unread]:
    """Return every message of a mailbox as a document; those without text are reported and skipped."""
    found: list[Parsed] = []
    empty: list[Unread] = []
    for number, message in enumerate(_messages(raw), 1):
        if number > _MOST_MESSAGES:
            raise UnreadableError(f"a mailbox of more than {_MOST_MESSAGES:,} messages; split it")
        parsed = _message(message, f"message-{number}", f"message {number}")
        if parsed is None:
            empty.append(Unread(f"message-{number}", "an e-mail without text"))
        else:
            found.append(parsed)
    if not found:
        raise UnreadableError("a mailbox without messages that have text")
    return [*found, *empty]


def _messages(raw: bytes) -> Iterator[bytes]:
    starts = list(_FROM_LINE.finditer(raw))
    if not starts:
        yield raw
        return
    ends = [match.start() for match in starts[1:]] + [len(raw)]
    for start, end in zip(starts, ends, strict=True):
        yield raw[start.end() : end]


def _message(raw: bytes, part: str, place: str) -> Parsed | None:
    from email import message_from_bytes, policy
    from email.utils import parseaddr

    message = message_from_bytes(raw, policy=policy.default)
    text, replaced = replace_controls(normalise_newlines(_body(message)))
    text = text.strip()
    if not text:
        return None
    name, address = parseaddr(_header(message, "from") or "")
    written = _header(message, "date")
    return Parsed(
        text,
        part=part,
        title=_header(message, "subject"),
        source=address.rpartition("@")[2] or None,
        author=name or address or None,
        evidence=(from_moment(written, "header_line"),) if written else (),
        boilerplate=tuple(_not_own(text)),
        places=(Span(0, len(text), place),),
        replaced=replaced,
    )


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError):  # faults of its parser
        value = dict(message.raw_items()).get(name)
    return " ".join(str(value).split()) or None if value is not None else None


def _body(message: EmailMessage) -> str:
    """The plain text of a message; its HTML where it has nothing else."""
    for kind in ("plain", "html"):
        texts = [
            _content(part)
            for part in message.walk()
            if part.get_content_type() == f"text/{kind}" and part.get_content_disposition() != "attachment"
        ]
        whole = "\n\n".join(text for text in texts if text.strip())
        if whole and kind == "html":
            root = markup.parse(whole)
            whole = "\n\n".join(markup.text_of(root).split("\n")) if root is not None else ""
        if whole:
            return whole
    return ""


def _content(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError, TypeError, AttributeError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _not_own(text: str) -> Iterator[Span]:
    signature = _SIGNATURE.search(text)
    end = signature.start() if signature else len(text)
    for match in _QUOTED.finditer(text, 0, end):
        yield Span(match.start(), match.end(), "quoted_mail")
    if signature:
        yield Span(signature.start(), signature.end(), "signature")
