"""Rich Text Format."""

from __future__ import annotations

import re
from datetime import date

from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.places import blocks
from assistant.text.clean import normalise_newlines, replace_controls

_TITLE = re.compile(r"\{\\title\s++([^{}\\]{1,300})\}")
_AUTHOR = re.compile(r"\{\\author\s++([^{}\\]{1,200})\}")
_MADE = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the file as one document."""
    from striprtf.striprtf import rtf_to_text

    source = raw.decode("latin-1")
    try:
        text = rtf_to_text(source, errors="replace")
    except (ValueError, LookupError, OverflowError, TypeError, RecursionError) as error:
        raise UnreadableError(f"RTF that cannot be read: {error}") from None
    text, replaced = replace_controls(normalise_newlines(text))
    text = "\n\n".join(line.strip() for line in text.split("\n") if line.strip())
    if not text:
        raise UnreadableError("no text in it")
    title, author, made = _TITLE.search(source), _AUTHOR.search(source), _MADE.search(source)
    return [
        Parsed(
            text,
            title=title[1].strip() if title else None,
            author=author[1].strip() if author else None,
            places=blocks(text),
            made=_day(made) if made else None,
            replaced=replaced,
        )
    ]


def _day(made: re.Match[str]) -> date | None:
    try:
        return date(int(made[1]), int(made[2]), int(made[3]))
    except ValueError:
        return None
