"""Plain text."""

from __future__ import annotations

from assistant.corpus.decode import Decoded, NotTextError, decode
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the file as one document. Raises UnreadableError for an empty, blank or binary file."""
    decoded = read_text(raw)
    return [Parsed(decoded.text, replaced=decoded.replaced, problems=decoded.problems)]


def read_text(raw: bytes) -> Decoded:
    """Decode bytes that should be text. Raises UnreadableError for an empty, blank or binary file."""
    if not raw:
        raise UnreadableError("empty file")
    try:
        decoded = decode(raw)
    except NotTextError as error:
        raise UnreadableError(str(error)) from None
    if not decoded.text.strip():
        raise UnreadableError("blank: nothing but white space")
    return decoded
