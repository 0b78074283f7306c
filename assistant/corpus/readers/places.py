"""Where in its file a stretch of text stands, as a person would look for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.types import Span

_BLOCK = re.compile(r"\S(?:[^\n]|\n(?!\n))*")


def blocks(text: str) -> tuple[Span, ...]:
    """Number the paragraphs of a text, which blank lines part."""
    return tuple(Span(m.start(), m.end(), f"paragraph {i}") for i, m in enumerate(_BLOCK.finditer(text), 1))


class Joined(NamedTuple):
    """A text made of pieces, and where in it each of them stands."""

    text: str
    places: tuple[Span, ...]


def joined(pieces: Iterable[tuple[str, str]], separator: str = "\n\n") -> Joined:
    """Join named pieces of text; empty ones are left out but keep their name's number."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for name, piece in pieces:
        if not piece.strip():
            continue
        if parts:
            parts.append(separator)
            length += len(separator)
        spans.append(Span(length, length + len(piece), name))
        parts.append(piece)
        length += len(piece)
    return Joined("".join(parts), tuple(spans))
