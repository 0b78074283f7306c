"""E-mail: single messages and mailboxes, with the earlier mails and the files that they carry.

An earlier mail that a message forwards or quotes is a document of its own where it names its sender and its day. In the
message it is no evidence, and nor are lines marked with ``>`` and the signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.corpus.decode import NotTextError, decode
from assistant.corpus.readers.archive import Read, read_members
from assistant.corpus.readers.mail.earlier import Earlier, earlier_mails
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.web import markup
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

if TYPE_CHECKING:
    from datetime import date
    from email.message import EmailMessage

_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d{4}[^\r\n]*\r?\n")
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)  # what mailboxes put before a line that begins like a message
_MARKED = re.compile(r"(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)
_REPLY = re.compile(
    r"(?>(?:(?<!\s)\s++)?)"
    r"(?>(?:(?:re|aw|fwd?|wg|tr|rv|sv|vs|antw|enc|r|i|odp|pd|doorst|yan|ilt|vá|fs|vb|rif|res)\s?:\s*+)+)",
    re.IGNORECASE,
)
_MOST_MESSAGES = 100_000
_STUB = 300  # characters of plain text that may be no more than a hint at the HTML beside it
_NO_FILES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))


def read(raw: bytes, files: Read) -> list[Parsed | Unread]:
    """Return one message, the earlier ones in it and what `files` reads in its attachments, each as a document."""
    found = _message(raw, "", "message", files)
    if not any(isinstance(each, Parsed) for each in found):
        reasons = [f"{each.part}: {each.reason}" for each in found if isinstance(each, Unread)]
        raise UnreadableError("; ".join(["an e-mail without text", *reasons[:3]]))
    return found


def read_mailbox(raw: bytes, files: Read) -> list[Parsed | Unread]:
    """Return every message of a mailbox as a document; those without text are reported and skipped."""
    found: list[Parsed | Unread] = []
    for number, message in enumerate(_messages(raw), 1):
        if number > _MOST_MESSAGES:
            raise UnreadableError(f"a mailbox of more than {_MOST_MESSAGES:,} messages; split it")
        part = f"message-{number}"
        found += _message(message, part, f"message {number}", files) or [Unread(part, "an e-mail without text")]
    if not any(isinstance(each, Parsed) for each in found):
        raise UnreadableError("a mailbox without messages that have text")
    return list(_each_once(found))


def _each_once(found: Sequence[Parsed | Unread]) -> Iterator[Parsed | Unread]:
    """Leave out earlier mails whose words are a message of the mailbox, or stand in it before."""
    seen = {_own_words(each) for each in found if isinstance(each, Parsed) and not _is_earlier(each)}
    for each in found:
        if isinstance(each, Parsed) and _is_earlier(each):
            words = _own_words(each)
            if words in seen:
                continue
            seen.add(words)
        yield each


def _is_earlier(parsed: Parsed) -> bool:
    return parsed.part.rpartition("#")[2].startswith("earlier-")


def _own_words(parsed: Parsed) -> str:
    """The text above what a mail quotes, in one form."""
    end = min((span.start for span in parsed.boilerplate if span.start), default=len(parsed.text))
    return "".join(parsed.text[:end].split()).lower()


def _messages(raw: bytes) -> Iterator[bytes]:
    starts = list(_FROM_LINE.finditer(raw))
    if not starts:
        yield raw
        return
    ends = [match.start() for match in starts[1:]] + [len(raw)]
    for start, end in zip(starts, ends, strict=True):
        yield _ESCAPED.sub(b"", raw[start.end() : end])


def _message(raw: bytes, part: str, place: str, files: Read) -> list[Parsed | Unread]:
    """A message with all that it carries."""
    from email import message_from_bytes, policy
    from email.utils import parseaddr

    message = message_from_bytes(raw, policy=policy.default)
    name, address = parseaddr(_header(message, "from") or "")
    written = _header(message, "date")
    evidence = (from_moment(written, "header_line"),) if written else ()
    title = _header(message, "subject")
    found = mail_documents(
        Parsed(
            _body(message),
            part=part,
            title=title,
            source=address.rpartition("@")[2] or None,
            author=name or address or None,
            evidence=evidence,
        ),
        place,
    )
    attached = read_members(_attached(message), files, inside=part)
    return found + [replace(each, apart=True) if isinstance(each, Parsed) else each for each in attached]


def mail_documents(whole: Parsed, place: str) -> list[Parsed | Unread]:
    """Divide a mail's text into what its sender wrote and the earlier mails; nothing where there is no text."""
    text, replaced = replace_controls(normalise_newlines(whole.text))
    text = text.strip()
    earlier = earlier_mails(text)
    sent = min((day for each in whole.evidence for day in each.readings), default=None)
    spans = tuple(_not_own(text, earlier))
    found: list[Parsed | Unread] = []
    if _has_words(text, spans) or (text and not earlier):
        places = (Span(0, len(text), place),)
        found.append(replace(whole, text=text, boilerplate=spans, places=places, replaced=replaced))
    for number, each in enumerate(earlier, 1):
        document = _earlier_document(each, whole, number, place, sent)
        found += [document] if document else []
    return found


def _earlier_document(each: Earlier, whole: Parsed, number: int, place: str, sent: date | None) -> Parsed | None:
    """An earlier mail as a document; None where its sender or its day is not told, or where it has no words."""
    evidence = each.evidence(sent)
    spans = tuple(_not_own(each.body, []))
    if not each.author or not evidence or not _has_words(each.body, spans):
        return None
    return Parsed(
        each.body,
        part="#".join(filter(None, (whole.part, f"earlier-{number}"))),
        title=_REPLY.sub("", each.subject or whole.title or "") or None,
        source=each.address.rpartition("@")[2] if each.address else None,
        author=each.author,
        evidence=evidence,
        boilerplate=spans,
        places=(Span(0, len(each.body), f"{place}, earlier mail {number}"),),
        piece=True,
    )


def _has_words(text: str, without: Sequence[Span]) -> bool:
    rest, at = "", 0
    for span in sorted(without, key=lambda span: span.start):
        rest, at = rest + text[at : span.start], max(at, span.end)
    return any(letter.isalnum() for letter in rest + text[at:])


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError):  # faults of its parser
        value = dict(message.raw_items()).get(name)
    return " ".join(str(value).split()) or None if value is not None else None


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message itself, without those of the messages attached to it."""
    todo = [message]
    while todo:
        part = todo.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            todo += reversed([each for each in part.get_payload() if not isinstance(each, str)])  # type: ignore[misc]
        else:
            yield part


def _is_attached(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    return kind == "message/rfc822" or part.get_content_disposition() == "attachment" or not kind.startswith("text/")


def _attached(message: EmailMessage) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and content of the files and messages attached to a message; pictures in its text are left out."""
    for number, part in enumerate(filter(_is_attached, _parts(message)), 1):
        kind = part.get_content_type()
        picture = kind.startswith("image/") and part.get_content_disposition() != "attachment"
        if part is message or picture or kind in _NO_FILES or kind.startswith("multipart/"):
            continue
        name = _filename(part)
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and not isinstance(inner[0], str):
                stem = (name or f"attached-{number}").removesuffix(".eml")
                yield f"{stem}.eml", partial(_as_bytes, inner[0])  # type: ignore[arg-type]
        else:
            yield name or f"attached-{number}", partial(_decoded, part)


def _filename(part: EmailMessage) -> str | None:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, AttributeError, TypeError):
        return None
    return " ".join(name.replace("/", "_").replace("#", "_").split()) or None if name else None


def _as_bytes(message: EmailMessage) -> bytes:
    try:
        return message.as_bytes()
    except (ValueError, LookupError, AttributeError, TypeError, UnicodeError):
        raise UnreadableError("an attached e-mail that cannot be read") from None


def _decoded(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        content = None
    return content if isinstance(content, bytes) else b""


def _body(message: EmailMessage) -> str:
    """The plain text of a message; its HTML where it has nothing else, or no more than a hint at it."""
    shown = {}
    for kind in ("plain", "html"):
        texts = [
            _content(part)
            for part in _parts(message)
            if part.get_content_type() == f"text/{kind}" and not (part is not message and _is_attached(part))
        ]
        shown[kind] = "\n\n".join(text for text in texts if text.strip())
    if len(shown["plain"].strip()) < _STUB and shown["html"]:
        root = markup.parse(shown["html"])
        text = "\n\n".join(markup.text_of(root).split("\n")) if root is not None else ""
        if not shown["plain"].strip() or len(text) > 3 * len(shown["plain"]):
            return text
    return shown["plain"]


def _content(part: EmailMessage) -> str:
    """The text of a part; in the character set that it names, unless its bytes are of another one."""
    payload = _decoded(part)
    try:
        charset = part.get_content_charset() or "us-ascii"
        return payload.decode(charset)
    except (LookupError, ValueError, AttributeError, TypeError):
        pass
    try:
        return decode(payload).text
    except NotTextError:
        return payload.decode("utf-8", "replace")


def _not_own(text: str, earlier: Sequence[Earlier]) -> Iterator[Span]:
    """What the sender did not write for this mail: earlier mails, marked lines, the signature."""
    at = 0
    for start, end in [*((each.start, each.end) for each in earlier), (len(text), len(text))]:
        signature = _SIGNATURE.search(text, at, start)
        last = signature.start() if signature else start
        for match in _MARKED.finditer(text, at, last):
            yield Span(match.start(), match.end(), "quoted_mail")
        if signature:
            yield Span(last, start, "signature")
        if end > start:
            yield Span(start, end, "quoted_mail")
        at = max(at, end)
