"""Markdown, with YAML front matter."""

from __future__ import annotations

import re

from assistant.corpus.readers.parsed import Parsed
from assistant.corpus.readers.plain import read_text
from assistant.types import Span

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def read(raw: bytes) -> list[Parsed]:
    """Return the file as one document; the front matter stays in its text and is marked as boilerplate."""
    decoded = read_text(raw)
    text = decoded.text
    front = _FRONT_MATTER.match(text)
    spans = (Span(0, front.end(), "front_matter"),) if front else ()
    heading = _HEADING.search(text, front.end() if front else 0)
    return [Parsed(text, title=heading[1] if heading else None, boilerplate=spans, replaced=decoded.replaced)]
