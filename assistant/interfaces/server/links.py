"""Links to documents, signed where keys are required: a reader who follows a citation has no key to show."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote as percent

_WHOLE = 300  # characters up to which a quote is in the link as it is; of a longer one, both ends
_END = 80


def signature(signing: str, document_id: str) -> str:
    """What proves that this server made the link: HMAC-SHA-256 of the document's id, its first 128 bits."""
    return hmac.new(bytes.fromhex(signing), document_id.encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links that begin with `base` (which ends in a slash); signed when there is a `signing` secret."""

    base: str
    signing: str = ""

    def document(self, document_id: str, quote: str, start: int) -> str:
        """The document's page, where the quote is marked; browsers also find it by the link's text fragment."""
        words = " ".join(quote.split())
        signed = f"&sig={signature(self.signing, document_id)}" if self.signing else ""
        if not words:
            return f"{self.base}files/{document_id}" + signed.replace("&", "?")
        shown = percent(words if len(words) <= _WHOLE else words[:_WHOLE].rsplit(" ", 1)[0], safe="")
        query = f"quote={shown}&at={start}{signed}"
        return f"{self.base}files/{document_id}?{query}#quote:~:text={_fragment(words)}"

    def place(self, document_id: str, start: int, end: int) -> str:
        """A short link to the same: by the offsets of the quote alone, where text must be short."""
        signed = f"&sig={signature(self.signing, document_id)}" if self.signing else ""
        return f"{self.base}files/{document_id}?at={start}&to={end}{signed}#quote"


@dataclass(frozen=True, slots=True)
class FileLinks(Links):
    """Links to the files themselves, on the machine that has them; `base` is their folder as a ``file:`` URL.

    `path_of` gives the path of a document; a piece of a file that holds many is named ``FILE#PART``.
    """

    path_of: Callable[[str], str] = str

    def document(self, document_id: str, quote: str, start: int) -> str:  # noqa: ARG002  (a file has no offsets)
        """The file; browsers find the quote by the link's text fragment."""
        words = " ".join(quote.split())
        return self.place(document_id, 0, 0) + (f"#:~:text={_fragment(words)}" if words else "")

    def place(self, document_id: str, start: int, end: int) -> str:  # noqa: ARG002
        """The file."""
        return self.base + percent(self.path_of(document_id).partition("#")[0])


def _fragment(words: str) -> str:
    """A quote as a text fragment: all of it, or its first and last words. A dash has a meaning there."""
    if len(words) <= _WHOLE:
        return _escaped(words)
    return f"{_escaped(words[:_END].rsplit(' ', 1)[0])},{_escaped(words[-_END:].split(' ', 1)[-1])}"


def _escaped(text: str) -> str:
    return percent(text, safe="").replace("-", "%2D")
