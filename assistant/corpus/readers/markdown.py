"""Markdown, with YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.corpus.evidence import Evidence, Role, from_value
from assistant.corpus.readers.parsed import Parsed, Unread
from assistant.corpus.readers.plain import read_text
from assistant.types import Span

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S[^\n]*)\n=+[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_MARKUP = re.compile(r"\*\*|__|`|!?\[([^\]]*)\]\([^)]*\)")
_FIELDS: Mapping[Role, tuple[str, ...]] = {
    "published": tuple(
        "date published publishdate pubdate datepublished publicationdate publishedat created posted".split()
    ),
    "updated": tuple("updated lastmod modified lastupdated datemodified updatedat".split()),
}
_MAX_FRONT_MATTER = 20_000


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the file as one document; the front matter stays in its text and is marked as boilerplate."""
    decoded = read_text(raw)
    text = decoded.text
    front = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    fields, problem = _fields(front[1]) if front else ({}, None)
    if fields is None:
        front, fields = None, {}
    body = front.end() if front else 0
    return [
        Parsed(
            text,
            title=_text(fields.get("title")) or _heading(text, body),
            source=_text(fields.get("source") or fields.get("publisher")),
            evidence=tuple(_evidence(fields)),
            boilerplate=(Span(0, body, "front_matter"),) if front else (),
            replaced=decoded.replaced,
            problems=(problem,) if problem else (),
        )
    ]


def _fields(block: str) -> tuple[dict[str, object] | None, str | None]:
    """Read YAML; None when the block between the rules is no mapping, and so no front matter."""
    import yaml

    try:
        # The base loader leaves every value as it is written, so that 2024-13-45 can be reported as such.
        content = yaml.load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (builds strings only)
    except (yaml.YAMLError, RecursionError) as error:
        return {}, f"front matter cannot be read: {str(error).splitlines()[0]}"
    if not isinstance(content, dict):
        return None, None
    return {re.sub(r"[\s_-]", "", str(key)).lower(): value for key, value in content.items()}, None


def _evidence(fields: Mapping[str, object]) -> list[Evidence]:
    return [
        from_value(fields[name], "front_matter", role)
        for role, names in _FIELDS.items()
        for name in names
        if _text(fields.get(name)) not in (None, "~", "null")
    ]


def _heading(text: str, body: int) -> str | None:
    """Return the first top-level heading that is not inside a code block."""
    fences = [(match.start(), match.end()) for match in _FENCE.finditer(text, body)]
    for match in _HEADING.finditer(text, body):
        if not any(start <= match.start() < end for start, end in fences):
            return _text(_MARKUP.sub(r"\1", match[1] or match[2]))
    return None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
